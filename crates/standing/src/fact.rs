//! What the rules see of one record.

use jiff::civil::Date;
use xueji_plan::{Evidence, LeaveKind, Quantity};

/// What the rules see of one record of one subject; withdrawn and replaced records are left out by the caller.
#[derive(Clone, Copy, Debug)]
pub struct Fact<'a> {
    /// The activity's code.
    pub activity: &'a str,
    /// The category of its object, where one was named.
    pub category: Option<&'a str>,
    /// The day on which it began.
    pub first_on: Date,
    /// The day on which it ended: it counts on this one, unless it is counted in days (R6).
    pub last_on: Date,
    /// How much.
    pub quantity: Quantity,
    /// How the subject took part.
    pub outcome: Outcome,
    /// What is there besides the act.
    pub evidence: EvidenceSet,
    /// Whether someone entitled has attested it.
    pub attested: bool,
    /// Whether it was reviewed and accepted.
    pub reviewed: bool,
    /// The day on which it was entered.
    pub entered_on: Date,
    /// Whether it is marked as entered late (补录).
    pub late: bool,
}

impl Fact<'_> {
    /// Itself without its texts, which whoever keeps it keeps elsewhere.
    #[must_use]
    pub fn detached(&self) -> Fact<'static> {
        Fact {
            activity: "",
            category: None,
            first_on: self.first_on,
            last_on: self.last_on,
            quantity: self.quantity,
            outcome: self.outcome,
            evidence: self.evidence,
            attested: self.attested,
            reviewed: self.reviewed,
            entered_on: self.entered_on,
            late: self.late,
        }
    }
}

/// How a person took part in what a record tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// Did it: every record that is not an attendance.
    Done,
    /// 到会: was there.
    Present,
    /// 迟到: came late.
    Late,
    /// 早退: left early.
    LeftEarly,
    /// 线上参加: took part from elsewhere.
    Remote,
    /// 请假: was excused beforehand.
    Leave(LeaveKind),
    /// 缺席: stayed away.
    Absent,
    /// 补课: was away and made it up.
    MadeUp,
    /// 列席: sat in without being expected.
    Invited,
}

impl Outcome {
    /// Every outcome, in the order in which attendance forms offer them.
    pub const ALL: [Self; 11] = [
        Self::Done,
        Self::Present,
        Self::Late,
        Self::LeftEarly,
        Self::Remote,
        Self::Leave(LeaveKind::PublicDuty),
        Self::Leave(LeaveKind::Illness),
        Self::Leave(LeaveKind::Personal),
        Self::Absent,
        Self::MadeUp,
        Self::Invited,
    ];

    /// The code in databases, URLs and JSON.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Present => "present",
            Self::Late => "late",
            Self::LeftEarly => "left-early",
            Self::Remote => "remote",
            Self::Leave(LeaveKind::PublicDuty) => "leave-public-duty",
            Self::Leave(LeaveKind::Illness) => "leave-illness",
            Self::Leave(LeaveKind::Personal) => "leave-personal",
            Self::Absent => "absent",
            Self::MadeUp => "made-up",
            Self::Invited => "invited",
        }
    }

    /// The outcome of a code that [`Outcome::code`] wrote.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.code() == code)
    }

    /// Whether the person took part, so that the record counts for amounts (R5).
    pub const fn took_part(self) -> bool {
        !matches!(self, Self::Leave(_) | Self::Absent)
    }
}

/// Which kinds of evidence a record has, or a duty asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct EvidenceSet(u8);

impl EvidenceSet {
    /// No evidence.
    pub const NONE: Self = Self(0);

    /// This set and one more kind.
    #[must_use]
    pub const fn with(self, kind: Evidence) -> Self {
        Self(self.0 | Self::bit(kind))
    }

    /// Whether this kind is there.
    pub const fn has(self, kind: Evidence) -> bool {
        self.0 & Self::bit(kind) != 0
    }

    /// Whether all of `asked` is there.
    pub const fn contains(self, asked: Self) -> bool {
        self.0 & asked.0 == asked.0
    }

    /// The set as a number for storing, one bit for each kind.
    pub const fn bits(self) -> u8 {
        self.0
    }

    /// The set of a number that [`EvidenceSet::bits`] gave; unknown bits are dropped.
    pub const fn from_bits(bits: u8) -> Self {
        Self(bits & 0b1111)
    }

    // Invariant: the bits are stored; a kind keeps its bit for ever.
    const fn bit(kind: Evidence) -> u8 {
        match kind {
            Evidence::Note => 1,
            Evidence::Text => 2,
            Evidence::Minutes => 4,
            Evidence::Attachment => 8,
        }
    }
}

impl FromIterator<Evidence> for EvidenceSet {
    fn from_iter<T: IntoIterator<Item = Evidence>>(kinds: T) -> Self {
        kinds.into_iter().fold(Self::NONE, Self::with)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_outcome_is_found_by_its_code() {
        for outcome in Outcome::ALL {
            assert_eq!(Outcome::from_code(outcome.code()), Some(outcome));
        }
        assert_eq!(Outcome::from_code("asleep"), None);
    }

    #[test]
    fn evidence_is_enough_when_all_that_is_asked_is_there() {
        let asked = EvidenceSet::from_iter([Evidence::Note, Evidence::Minutes]);
        assert!(!EvidenceSet::NONE.with(Evidence::Note).contains(asked));
        assert!(asked.with(Evidence::Attachment).contains(asked));
        assert_eq!(EvidenceSet::from_bits(asked.bits()), asked);
    }
}
