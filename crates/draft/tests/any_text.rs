//! Whatever the text, reading it ends, and every place that is told lies within it.

use proptest::prelude::*;
use xueji_draft::{
    Document, Text, clauses, dates, extract, lint, noise, numbers, outline, plan_file, propose, rhythms,
};

/// Characters that mean something to the readers, and some that do not.
const TEXT: &str = "[一二十百万半第条(（)）①、。,，;：:“”《》0-9％%/.\\-—至每年月日年底旬季度次以上不少于达约学习\n\t 字A]{0,120}";

proptest! {
    #[test]
    fn every_part_lies_within_the_text(text in TEXT) {
        let text = Text::new(&text);
        let all = text.span();
        for section in outline(&text) {
            prop_assert!(all.holds(section.heading) && all.holds(section.body), "{section:?}");
            prop_assert!(section.heading.end <= section.body.start);
        }
        prop_assert!(noise(&text).into_iter().all(|line| all.holds(line)));
        let mut before = 0;
        for clause in clauses(&text, all) {
            prop_assert!(before <= clause.span.start && all.holds(clause.span), "{clause:?}");
            before = clause.span.end;
            let said = rhythms(&text, clause.span).into_iter().map(|(span, _)| span);
            let mut said = said.chain(dates(&text, clause.span).into_iter().map(|(span, _)| span));
            prop_assert!(said.all(|span| clause.span.holds(span)));
            let mut free = clause.span.start;
            for number in numbers(&text, clause.span) {
                prop_assert!(free <= number.span.start && clause.span.holds(number.span), "{number:?}");
                free = number.span.end;
                prop_assert!(number.bound.is_none_or(|bound| clause.span.holds(bound.words)), "{number:?}");
            }
        }
    }

    #[test]
    fn whatever_is_drafted_is_a_plan_file_without_errors(text in TEXT) {
        prop_assert_eq!(drafted(&text), Ok(()));
    }

    #[test]
    fn sections_of_one_depth_do_not_overlap(text in TEXT) {
        let text = Text::new(&text);
        let sections = outline(&text);
        for (earlier, later) in sections.iter().zip(sections.iter().skip(1)) {
            prop_assert!(later.depth > earlier.depth || earlier.body.end <= later.heading.start, "{sections:?}");
        }
    }
}

/// The whole way of a text; says what is wrong with where it led.
fn drafted(given: &str) -> Result<(), String> {
    let text = Text::new(given);
    let (document, all) = (Document::of(&text), text.span());
    let items = extract(&text, &document);
    if let Some(item) = items.iter().find(|item| !all.holds(item.quote)) {
        return Err(format!("a quote outside of the text: {item:?}"));
    }
    if let Some(finding) = lint(&text, &document, &items).into_iter().find(|finding| !all.holds(finding.span))
    {
        return Err(format!("a question outside of the text: {finding:?}"));
    }
    let mut draft = propose(&text, &document, &items);
    draft.year = draft.year.or(Some(2026));
    let toml = plan_file(&text, &draft, "draft", "draft.txt");
    let parsed = xueji_plan::parse("draft.toml", &toml, |_| Some(given.to_owned()));
    if parsed.plan.is_some() { Ok(()) } else { Err(format!("{:?}\n{toml}", parsed.diagnostics)) }
}

#[test]
fn what_a_fuzzer_made_up_is_drafted_too() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus/fuzzed/text");
    let mut read = 0;
    for entry in std::fs::read_dir(folder).expect("the corpus is there") {
        let bytes = std::fs::read(entry.expect("an entry").path()).expect("a file");
        assert_eq!(drafted(&String::from_utf8_lossy(&bytes)), Ok(()));
        read += 1;
    }
    assert!(read >= 20, "{read} texts");
}

#[test]
fn large_texts_made_to_hang_a_reader_are_read_like_others() {
    // Each once took quadratic time or memory: pages of noise, one endless clause, one sentence of proofs and leads.
    for unit in [
        "第1页\n",
        "每月1次",
        "每月学习1次，并做好会议记录，由工会牵头，",
        "一、开展读书活动\n每月1次。\n",
        "不少于 字，",
        "“",
        "1|2|3\n",
        "“七一”前3天内",
    ] {
        let given = format!("青山局2026年学习安排\n一、学习\n{}", unit.repeat(300_000 / unit.len()));
        let text = Text::new(&given);
        let document = Document::of(&text);
        let items = extract(&text, &document);
        assert!(lint(&text, &document, &items).len() <= 500, "{unit}");
        assert!(items.iter().all(|item| item.evidence.len() <= 40), "{unit}");
    }
}
