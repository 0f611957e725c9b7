//! Whatever the texts, comparing them ends, and every passage lies within them.

use proptest::prelude::*;
use xueji_closeness::{Quoted, Text, candidates, compare, fingerprint};

/// Few letters, so that texts share much; marks, widths, and letters that fold into several.
const TEXT: &str = "[学习党史甲乙丙，。“”\n\t 0-9０-９.,㈱㎏ﬁAａß𠮷e\u{301}\u{200b}]{0,200}";

/// What whoever means harm hands in.
fn odd(letters: usize) -> Vec<String> {
    vec![
        "学".repeat(letters),
        "学习".repeat(letters / 2),
        "0，".repeat(letters / 2),
        "㈱".repeat(letters),
        "学习党史知识竞赛".repeat(letters / 8),
        "e\u{301}".repeat(letters / 2),
        ["学".repeat(letters / 2), "习".repeat(letters / 2)].concat(),
    ]
}

fn is_sound(here: &str, there: &str, quoted: &Quoted) -> Result<(), TestCaseError> {
    are_sound((here, &Text::new(here)), (there, &Text::new(there)), quoted)
}

fn are_sound(
    (here, new): (&str, &Text),
    (there, other): (&str, &Text),
    quoted: &Quoted,
) -> Result<(), TestCaseError> {
    let close = compare(new, other, quoted);
    prop_assert!((0.0..=1.0).contains(&close.share));
    let mut before = 0;
    for passage in &close.passages {
        prop_assert!(here.get(passage.here.clone()).is_some_and(|slice| !slice.is_empty()), "{passage:?}");
        prop_assert!(there.get(passage.there.clone()).is_some_and(|slice| !slice.is_empty()), "{passage:?}");
        prop_assert!(before <= passage.here.start, "{passage:?}");
        before = passage.here.end;
    }
    Ok(())
}

proptest! {
    #[test]
    fn passages_lie_within_both_texts(here in TEXT, there in TEXT, source in TEXT) {
        let quoted: Quoted = [&Text::new(&source)].into_iter().collect();
        is_sound(&here, &there, &quoted)?;
        is_sound(&here, &there, &Quoted::nothing())?;
    }

    #[test]
    fn any_string_is_a_text(here in any::<String>(), there in any::<String>()) {
        is_sound(&here, &there, &Quoted::nothing())?;
    }

    #[test]
    fn a_text_stands_in_itself(text in TEXT) {
        let read = Text::new(&text);
        let close = compare(&read, &read, &Quoted::nothing());
        let expected = if close.own == 0 { 0.0 } else { 1.0 };
        prop_assert!((close.share - expected).abs() < f64::EPSILON);
        prop_assert!(close.letters <= read.letters());
    }

    #[test]
    fn keys_are_the_same_for_the_same_letters(text in "[学习党史甲乙丙丁]{0,300}") {
        let spread: String = text.chars().flat_map(|letter| [letter, '，', ' ']).collect();
        let keys = |text: &str| fingerprint(&Text::new(text), &Quoted::nothing());
        prop_assert_eq!(keys(&text), keys(&spread));
    }

    #[test]
    fn candidates_are_some_of_those_who_hold_a_key(rows in prop::collection::vec((0_i64..40, 0_u8..60), 0..400)) {
        let chosen = candidates(40, rows.clone());
        prop_assert!(chosen.iter().all(|id| rows.iter().any(|(_, held_by)| held_by == id)));
        let mut once = chosen.clone();
        once.sort_unstable();
        once.dedup();
        prop_assert_eq!(once.len(), chosen.len());
    }
}

#[test]
fn odd_texts_of_a_hundred_thousand_letters_end() {
    let texts: Vec<(String, Text)> = odd(100_000)
        .into_iter()
        .map(|text| {
            let read = Text::new(&text);
            (text, read)
        })
        .collect();
    for (here, new) in &texts {
        for (there, other) in &texts {
            are_sound((here, new), (there, other), &Quoted::nothing()).unwrap();
        }
        assert!(fingerprint(new, &Quoted::nothing()).len() <= 1024);
    }
}
