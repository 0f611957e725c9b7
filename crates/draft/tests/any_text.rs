//! Whatever the text, reading it ends, and every place that is told lies within it.

use proptest::prelude::*;
use xueji_draft::{Text, clauses, dates, noise, numbers, outline, rhythms};

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
    fn sections_of_one_depth_do_not_overlap(text in TEXT) {
        let text = Text::new(&text);
        let sections = outline(&text);
        for (earlier, later) in sections.iter().zip(sections.iter().skip(1)) {
            prop_assert!(later.depth > earlier.depth || earlier.body.end <= later.heading.start, "{sections:?}");
        }
    }
}
