//! A draft plan: what was found, in the words of the plan language, each part with the reviewer's decision on it.

use serde::{Deserialize, Serialize};

use crate::text::Span;

/// A draft of a whole plan.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PlanDraft {
    /// The plan's title.
    pub title: String,
    /// Its code, kept from year to year; empty until somebody gives it one.
    #[serde(default)]
    pub code: String,
    /// Its year; none where the text names none.
    pub year: Option<i16>,
    /// Who issues it.
    pub issuer: String,
    /// Its parts, in the order of the text.
    pub proposals: Vec<Proposal>,
    /// Questions about the text that a reviewer has answered, by their names.
    #[serde(default)]
    pub answered: Vec<String>,
}

/// What a part of a plan is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PartKind {
    /// 要求
    Duty,
    /// 活动
    Campaign,
    /// 工程
    Program,
    /// 表彰
    Award,
}

/// How a number bounds what is owed: a key of the plan language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AmountKey {
    /// At least.
    AtLeast,
    /// Exactly.
    Exactly,
    /// At most.
    AtMost,
    /// From one to another.
    Between,
    /// A rate of attendance.
    RateAtLeast,
}

impl AmountKey {
    /// All of them, in the order of forms.
    pub const ALL: [Self; 5] = [Self::AtLeast, Self::Exactly, Self::AtMost, Self::Between, Self::RateAtLeast];

    /// The key as plan files write it.
    pub fn key(self) -> &'static str {
        match self {
            Self::AtLeast => "at_least",
            Self::Exactly => "exactly",
            Self::AtMost => "at_most",
            Self::Between => "between",
            Self::RateAtLeast => "rate_at_least",
        }
    }
}

/// How a time is said: a key of the plan language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimingKey {
    /// Again and again.
    Every,
    /// Between two days.
    Within,
    /// Not after a day.
    By,
    /// Over the whole plan.
    Over,
}

impl TimingKey {
    /// All of them, in the order of forms.
    pub const ALL: [Self; 4] = [Self::Every, Self::Within, Self::By, Self::Over];

    /// The key as plan files write it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Every => "every",
            Self::Within => "within",
            Self::By => "by",
            Self::Over => "over",
        }
    }
}

/// What a reviewer said of a part.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Decision {
    /// Nothing yet.
    #[default]
    Pending,
    /// It belongs into the plan, as it is or as changed.
    Accepted,
    /// It is no part of the plan; it stays in the draft, so that the decision can be seen.
    Rejected,
}

/// Where a part comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// The rules found it.
    #[default]
    Found,
    /// A person marked it in the text.
    Marked,
    /// A person made one of several.
    Merged,
    /// A person made several of one.
    Split,
}

/// A part of a plan, proposed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Proposal {
    /// Unique in the draft, and never used again.
    pub id: u32,
    /// What it is.
    pub kind: PartKind,
    /// What it says, as short as a list needs.
    pub title: String,
    /// Who: `每名党员`, `每个党支部`, `本单位`.
    pub who: String,
    /// What they do: the title of an activity.
    pub does: String,
    /// How much, where that is known: `1次`.
    pub amount: Option<(AmountKey, String)>,
    /// When, where that is known: `季度`, `03-01 至 04-30`.
    pub timing: Option<(TimingKey, String)>,
    /// What proves it: `笔记`.
    pub evidence: Vec<String>,
    /// How binding, where it is not simply asked: `原则上`.
    pub modality: Option<String>,
    /// Whether nobody is named who sees to it.
    pub lead_open: bool,
    /// What the plan language cannot say, in the words of the text.
    pub note: String,
    /// The sentences that it comes from, in characters of the text.
    pub sources: Vec<Span>,
    /// What was decided.
    pub decision: Decision,
    /// Where it comes from.
    pub origin: Origin,
    /// Whether a person changed it.
    pub changed: bool,
}

impl Proposal {
    /// Whether it has what can be tracked: an amount and a time.
    pub fn is_open(&self) -> bool {
        match self.kind {
            PartKind::Duty => self.amount.is_none() || self.timing.is_none(),
            PartKind::Campaign | PartKind::Award => self.timing.is_none(),
            PartKind::Program => false,
        }
    }
}

impl PlanDraft {
    /// The part with this number.
    pub fn find(&self, id: u32) -> Option<&Proposal> {
        self.proposals.iter().find(|proposal| proposal.id == id)
    }

    fn find_mut(&mut self, id: u32) -> Option<&mut Proposal> {
        self.proposals.iter_mut().find(|proposal| proposal.id == id)
    }

    fn next_id(&self) -> u32 {
        self.proposals.iter().map(|proposal| proposal.id).max().unwrap_or(0) + 1
    }

    /// Decides on a part; nothing happens where there is none of that number.
    pub fn decide(&mut self, id: u32, decision: Decision) -> bool {
        self.find_mut(id).map(|proposal| proposal.decision = decision).is_some()
    }

    /// Takes whatever is still pending into the plan.
    pub fn accept_rest(&mut self) {
        for proposal in self.proposals.iter_mut().filter(|proposal| proposal.decision == Decision::Pending) {
            proposal.decision = Decision::Accepted;
        }
    }

    /// Puts what a reviewer wrote in the place of a part; its number, sources and origin stay.
    pub fn change(&mut self, id: u32, by: Proposal) -> bool {
        let Some(proposal) = self.find_mut(id) else { return false };
        *proposal = Proposal {
            id,
            sources: proposal.sources.clone(),
            origin: proposal.origin,
            decision: Decision::Accepted,
            changed: true,
            ..by
        };
        true
    }

    /// Makes one part of two: the first keeps what it says, and quotes the sentences of both.
    pub fn merge(&mut self, id: u32, other: u32) -> bool {
        if id == other || self.find(id).is_none() {
            return false;
        }
        let Some(at) = self.proposals.iter().position(|proposal| proposal.id == other) else { return false };
        let taken = self.proposals.remove(at);
        if let Some(proposal) = self.find_mut(id) {
            proposal.sources.extend(taken.sources);
            proposal.sources.sort_unstable();
            proposal.sources.dedup();
            proposal.amount = proposal.amount.take().or(taken.amount);
            proposal.timing = proposal.timing.take().or(taken.timing);
            (proposal.origin, proposal.changed) = (Origin::Merged, true);
        }
        true
    }

    /// Makes two parts of one: the second begins as a copy, for the reviewer to change. Returns its number.
    pub fn split(&mut self, id: u32) -> Option<u32> {
        let at = self.proposals.iter().position(|proposal| proposal.id == id)?;
        let next = self.next_id();
        let copy = self.proposals.get(at).cloned()?;
        self.proposals.insert(
            at + 1,
            Proposal { id: next, origin: Origin::Split, decision: Decision::Pending, changed: true, ..copy },
        );
        Some(next)
    }

    /// Adds a part that a person marked in the text, in its place in the order of the text. Returns its number.
    pub fn mark(&mut self, proposal: Proposal) -> u32 {
        let id = self.next_id();
        let start = proposal.sources.first().map_or(usize::MAX, |span| span.start);
        let after = |other: &Proposal| other.sources.first().is_some_and(|span| span.start > start);
        let at = self.proposals.iter().position(after).unwrap_or(self.proposals.len());
        self.proposals.insert(at, Proposal { id, origin: Origin::Marked, ..proposal });
        id
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Document, Text, extract, propose};

    fn draft() -> (Text, PlanDraft) {
        let text = Text::new("青山局2026年学习安排\n一、学习\n党员每季度读1本书，每年撰写心得2篇。");
        let document = Document::of(&text);
        let items = extract(&text, &document);
        let draft = propose(&text, &document, &items);
        (text, draft)
    }

    #[test]
    fn merging_keeps_the_sentences_of_both_and_splitting_gives_a_new_number() {
        let (_, mut draft) = draft();
        assert_eq!(draft.proposals.len(), 2);
        let second = draft.split(1).unwrap();
        assert_eq!((second, draft.proposals.len()), (3, 3));
        assert!(draft.merge(1, 2));
        assert_eq!(draft.find(1).unwrap().sources.len(), 2);
        assert!(!draft.merge(1, 2), "what was merged is gone");
        assert!(!draft.merge(1, 1));
    }

    #[test]
    fn a_marked_stretch_stands_where_the_text_has_it() {
        let (_, mut draft) = draft();
        let mut marked = draft.find(1).unwrap().clone();
        marked.sources = vec![Span::new(0, 3)];
        let id = draft.mark(marked);
        assert_eq!(draft.proposals.first().map(|proposal| proposal.id), Some(id));
        assert_eq!(draft.find(id).map(|proposal| proposal.origin), Some(Origin::Marked));
    }

    #[test]
    fn a_change_is_a_decision_and_keeps_the_source() {
        let (_, mut draft) = draft();
        let sources = draft.find(1).unwrap().sources.clone();
        let by =
            Proposal { title: "读书".to_owned(), sources: Vec::new(), ..draft.find(1).unwrap().clone() };
        assert!(draft.change(1, by));
        let changed = draft.find(1).unwrap();
        assert_eq!(
            (changed.decision, changed.changed, &changed.sources),
            (Decision::Accepted, true, &sources)
        );
    }
}
