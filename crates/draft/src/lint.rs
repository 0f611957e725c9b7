//! What a careful reader would ask about: contradictions, gaps and damage in the text, each at its words.

mod assessed;
mod damage;
mod gaps;
mod years;

use xueji_plan::{Bilingual, Lang};

use crate::document::Document;
use crate::item::Item;
use crate::text::{Span, Text};

/// What a finding is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FindingKind {
    /// Words that belong to another year than the plan's.
    Year,
    /// 定期, 适时: how often is left open.
    VaguePeriod,
    /// 一批, 若干: how many is left open.
    VagueQuantity,
    /// Nobody is named who must do it.
    NoSubject,
    /// No time is said for a number.
    NoPeriod,
    /// Nobody is named who sees to it.
    NoLead,
    /// The same is asked twice with different numbers.
    Contradiction,
    /// A day outside the plan's year.
    OutsideYear,
    /// Characters or digits that were lost in copying.
    Damage,
    /// What may not be an input of assessment.
    Forbidden,
}

impl FindingKind {
    /// A name for lists and stored decisions.
    pub fn code(self) -> &'static str {
        match self {
            Self::Year => "year",
            Self::VaguePeriod => "vague-period",
            Self::VagueQuantity => "vague-quantity",
            Self::NoSubject => "no-subject",
            Self::NoPeriod => "no-period",
            Self::NoLead => "no-lead",
            Self::Contradiction => "contradiction",
            Self::OutsideYear => "outside-year",
            Self::Damage => "damage",
            Self::Forbidden => "forbidden",
        }
    }
}

/// Something to look at, and where.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// What it is about.
    pub kind: FindingKind,
    /// The words.
    pub span: Span,
    /// What is wrong.
    pub message: Bilingual,
    /// What can be done.
    pub hint: Bilingual,
}

impl Finding {
    /// What it is called while its text stays the same: for remembering that it was answered.
    pub fn name(&self) -> String {
        format!("{}-{}-{}", self.kind.code(), self.span.start, self.span.end)
    }

    /// One line for a terminal: where, what, and what to do.
    pub fn line(&self, text: &Text, file: &str, lang: Lang) -> String {
        // As given: elsewhere a carriage return counts as a line end of its own.
        let before = text.given(Span::new(0, self.span.start));
        let line = before.matches('\n').count() + 1;
        let column = before.chars().rev().take_while(|symbol| *symbol != '\n').count() + 1;
        format!("{file}:{line}:{column}: {} ({})", self.message.get(lang), self.hint.get(lang))
    }
}

/// Nobody answers more questions about one text.
const MOST_FINDINGS: usize = 500;

/// Everything worth a question in a document, in the order of the text; the first five hundred.
pub fn lint(text: &Text, document: &Document, items: &[Item]) -> Vec<Finding> {
    let mut found = years(text, document);
    found.extend(gaps::findings(text, items));
    found.extend(damage::findings(text));
    found.extend(assessed::findings(text));
    found.sort_by_key(|finding| (finding.span.start, finding.kind));
    found.truncate(MOST_FINDINGS);
    found.dedup_by(|later, earlier| later.kind == earlier.kind && later.span == earlier.span);
    found
}

/// What a text says of other years than its own.
pub(crate) fn years(text: &Text, document: &Document) -> Vec<Finding> {
    years::findings(text, document)
}

fn finding(kind: FindingKind, span: Span, message: (String, String), hint: (&str, &str)) -> Finding {
    Finding {
        kind,
        span,
        message: Bilingual { zh: message.0, en: message.1 },
        hint: Bilingual { zh: hint.0.to_owned(), en: hint.1.to_owned() },
    }
}

/// Where a word stands in a stretch of the text.
fn places<'t>(text: &'t Text, within: Span, word: &'t str) -> impl Iterator<Item = Span> + 't {
    let symbols = text.plain(within);
    let length = word.chars().count();
    let first = word.chars().next();
    let begins = (0..symbols.len()).filter(move |at| symbols.get(*at).copied() == first);
    begins
        .filter(move |at| symbols.get(*at..).is_some_and(|rest| crate::text::starts_with(rest, word)))
        .map(move |at| Span::new(within.start + at, within.start + at + length))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract;

    fn kinds(given: &str) -> Vec<(FindingKind, String)> {
        let text = Text::new(given);
        let document = Document::of(&text);
        let items = extract(&text, &document);
        lint(&text, &document, &items)
            .into_iter()
            .map(|finding| (finding.kind, text.given(finding.span)))
            .collect()
    }

    fn has(given: &str, kind: FindingKind, words: &str) -> bool {
        kinds(given).iter().any(|(found, said)| *found == kind && said == words)
    }

    #[test]
    fn words_of_another_year_are_pointed_out() {
        let given = "某局2022年学习安排\n为贯彻党的十七届五中全会精神，在建党90周年之际，围绕“十二五”目标，安排如下。\n一、学习\n党员每月自学1次。";
        for words in ["十七届五中全会", "建党90周年", "十二五"] {
            assert!(has(given, FindingKind::Year, words), "{words}: {:?}", kinds(given));
        }
        let sound = "某局2025年学习安排\n为贯彻党的二十届三中全会精神，完成“十四五”目标，安排如下。\n一、学习\n党员每月自学1次。";
        assert!(kinds(sound).iter().all(|(kind, _)| *kind != FindingKind::Year), "{:?}", kinds(sound));
    }

    #[test]
    fn what_is_left_open_is_pointed_out() {
        let given = "某局2026年学习安排\n一、学习\n领导班子定期召开务虚会。年底表彰一批先进党员。6月，举办党史知识竞赛。";
        assert!(has(given, FindingKind::VaguePeriod, "定期"));
        assert!(has(given, FindingKind::VagueQuantity, "一批"));
        assert!(kinds(given).iter().any(|(kind, _)| *kind == FindingKind::NoLead), "{:?}", kinds(given));
    }

    #[test]
    fn one_duty_with_two_numbers_is_pointed_out_and_parts_of_it_are_not() {
        let given =
            "某局2026年学习安排\n一、学习\n党员每年撰写学习心得2篇。\n二、考核\n党员每年撰写学习心得4篇。";
        assert!(
            kinds(given).iter().any(|(kind, _)| *kind == FindingKind::Contradiction),
            "{:?}",
            kinds(given)
        );
        let part = "某局2026年学习安排\n一、学习\n党员每年撰写学习心得4篇，其中理论类不少于2篇。";
        assert!(kinds(part).iter().all(|(kind, _)| *kind != FindingKind::Contradiction), "{:?}", kinds(part));
    }

    #[test]
    fn days_outside_the_year_are_pointed_out() {
        let given = "某局2026年学习安排\n一、学习\n各科室2024年11月30日前报送学习总结。";
        assert!(has(given, FindingKind::OutsideYear, "2024年11月30日前"), "{:?}", kinds(given));
    }

    #[test]
    fn lost_digits_and_broken_characters_are_pointed_out() {
        let given = "某局2026年学习安排\n一、学习\n党员笔记不少于 万字，至少撰写 篇心得，XX月完成，加快\u{fffd}展，围绕“十强目标。";
        let found = kinds(given);
        assert!(found.iter().filter(|(kind, _)| *kind == FindingKind::Damage).count() >= 4, "{found:?}");
    }

    #[test]
    fn time_online_clock_ins_and_likes_may_not_be_assessed() {
        let given =
            "某局2026年学习安排\n一、考核\n每人每天在学习平台打卡，在线时长计入考核，每周点赞不少于3次。";
        for words in ["打卡", "在线时长", "点赞"] {
            assert!(has(given, FindingKind::Forbidden, words), "{words}: {:?}", kinds(given));
        }
    }

    #[test]
    fn a_sound_arrangement_has_nothing_to_ask() {
        let given = "某局2026年学习安排\n一、学习\n每名党员每季度读1本书。各党支部每月开展主题党日1次。";
        assert!(kinds(given).is_empty(), "{:?}", kinds(given));
    }
}
