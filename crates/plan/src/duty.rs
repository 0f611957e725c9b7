//! One duty: who owes what, how much, by when, proven how and counted how.

use jiff::civil::Date;

use crate::quantity::Quantity;
use crate::span::Span;

/// Who owes what: subject × activity × amount × period × evidence × counting, with its source sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duty {
    /// Unique in the plan, kept over the years: `member.self-study`.
    pub code: String,
    /// The heading it stands under in lists: 五坚持.
    pub group: Option<String>,
    /// What it says, as short as a list needs.
    pub title: String,
    /// The English title.
    pub title_en: Option<String>,
    /// Who owes it.
    pub who: Subject,
    /// Codes of the activities that count for it; any of them does.
    pub does: Vec<String>,
    /// Only records of this category count.
    pub about: Option<String>,
    /// How much.
    pub amount: Amount,
    /// By when, or how often.
    pub timing: Timing,
    /// How many of a recurring duty's periods, in percent, must be met for the duty to be met: 100 unless set locally.
    pub enough_percent: u8,
    /// What must be there besides the act before a record counts.
    pub evidence: Vec<Evidence>,
    /// What must have been done by someone else before a record counts.
    pub counting: Counting,
    /// A record counts for a period only if it was entered at most so many days after the period's last day.
    pub late_days: u16,
    /// How binding the words are. `Encouraged` duties are shown and never behind or missed.
    pub modality: Modality,
    /// The duty of which this one is a part (其中): its amount lies within that one's.
    pub part_of: Option<String>,
    /// The campaign or program that it belongs to.
    pub within: Option<String>,
    /// What the arrangement leaves open.
    pub open: Vec<OpenField>,
    /// What somebody set where the arrangement leaves it open.
    pub local: Option<Local>,
    /// The sentences of the arrangement that it comes from.
    pub source: Vec<Source>,
    /// Binds from this day on; the plan's first day unless said.
    pub from: Option<Date>,
    /// Binds to this day; the plan's last day unless said.
    pub until: Option<Date>,
    /// Amounts changed in mid-year, earliest first.
    pub changes: Vec<Change>,
    /// Whatever the office wants people to read with it.
    pub note: Option<String>,
}

impl Duty {
    /// The amount in force on this day.
    pub fn amount_on(&self, date: Date) -> &Amount {
        let changed = self.changes.iter().rev().find(|change| change.from <= date);
        changed.map_or(&self.amount, |change| &change.amount)
    }

    /// Whether its amount was set locally, the arrangement leaving it open.
    pub fn is_amount_local(&self) -> bool {
        self.local.is_some() && self.open.contains(&OpenField::Amount) && self.amount != Amount::Open
    }

    /// Whether its period was set locally, the arrangement leaving it open.
    pub fn is_period_local(&self) -> bool {
        self.local.is_some() && self.open.contains(&OpenField::Period) && self.timing != Timing::Open
    }
}

/// Who owes a duty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// Each of these owes it for itself.
    pub each: Each,
    /// Those for whom any of these holds do not owe it.
    pub except: Vec<Condition>,
    /// Those for whom any of these holds are encouraged, never behind.
    pub encouraged: Vec<Condition>,
}

/// The kind of subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Each {
    /// Each person of the organization, Party member or not.
    Person,
    /// Each Party member (full or probationary).
    Member,
    /// Each holder of any of these posts.
    Post(Vec<String>),
    /// Each organization of this level and of this unit type, where given.
    Organization { level: Option<Level>, unit_type: Option<String> },
    /// The organization that issued the plan.
    Issuer,
}

impl Each {
    /// Whether it is persons, not organizations.
    pub fn is_person(&self) -> bool {
        matches!(self, Self::Person | Self::Member | Self::Post(_))
    }
}

/// A level of the tree of organizations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// 党委
    Committee,
    /// 党总支
    GeneralBranch,
    /// 党支部
    Branch,
    /// 党小组
    Group,
}

/// Something that holds of a person on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// Holds this post or status (退休, …).
    Post(String),
    /// Has reached this age (70周岁以上), counted as Chinese law does from the day after the birthday.
    OlderThan(u8),
    /// Belongs to an organization of this unit type.
    UnitType(String),
}

/// How much is owed in each period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Amount {
    /// At least so much.
    AtLeast(Quantity),
    /// Exactly so much; more is shown, and is no fault.
    Exactly(Quantity),
    /// At most so much.
    AtMost(Quantity),
    /// The lower bound is owed, the upper one is the target. Both have one unit.
    Between { owed: Quantity, target: Quantity },
    /// A share of what one was expected at.
    Rate(Rate),
    /// The arrangement gives no number and nobody has set one: shown as an open point, never judged.
    Open,
}

/// A share of meetings attended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rate {
    /// At least so many percent.
    pub at_least_percent: u8,
    /// How leave counts; kinds not named count as [`Effect::Absent`].
    pub leave: Vec<(LeaveKind, Effect)>,
    /// How an absence made up afterwards counts.
    pub made_up: Effect,
}

impl Rate {
    /// How leave of this kind counts.
    pub fn effect_of(&self, kind: LeaveKind) -> Effect {
        let named = self.leave.iter().find(|(named, _)| *named == kind);
        named.map_or(Effect::Absent, |(_, effect)| *effect)
    }
}

/// Kinds of leave from a meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LeaveKind {
    /// 公差: away on public duty.
    PublicDuty,
    /// 病假
    Illness,
    /// 事假
    Personal,
}

/// How an expected person who was not in the room counts in a rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Effect {
    /// As one who came.
    Present,
    /// As one who was not expected: taken out of the denominator.
    Excused,
    /// As one who stayed away.
    Absent,
}

/// By when, or how often.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Timing {
    /// Once in every period of this length.
    Every(Cadence),
    /// Once within these days.
    Within(Span),
    /// From the plan's first day to this one.
    By(Date),
    /// Once over the whole plan.
    WholePlan,
    /// "Regularly": the arrangement does not say and nobody has set it.
    Open,
}

/// Lengths of recurring periods.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cadence {
    /// Each civil day.
    Day,
    /// Each working day of the plan's calendar.
    WorkingDay,
    /// Monday to Sunday.
    Week,
    /// Two such weeks, counted from the plan's first.
    TwoWeeks,
    /// Calendar month.
    Month,
    /// Calendar quarter.
    Quarter,
    /// January to June, July to December.
    HalfYear,
    /// Calendar year.
    Year,
    /// The plan's school terms.
    Term,
}

/// What must be there besides the act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Evidence {
    /// 笔记: a note, written here or on a numbered page of a notebook.
    Note,
    /// 文稿: the text itself.
    Text,
    /// 会议记录: minutes.
    Minutes,
    /// 附件: an attachment, or a reference to where it is kept.
    Attachment,
}

/// When a record counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Counting {
    /// As declared.
    Declared,
    /// Once someone entitled has attested it.
    Attested,
    /// Once it was reviewed and accepted.
    Reviewed,
}

/// How binding the words are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Modality {
    /// 必须, 要, or nothing.
    Must,
    /// 原则上, 一般.
    Default,
    /// 力争, 争取.
    Aim,
    /// 鼓励, 提倡.
    Encouraged,
}

/// What an arrangement can leave open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OpenField {
    /// How much or how often.
    Amount,
    /// In which period, or by when.
    Period,
    /// Who leads it.
    Lead,
}

/// Who set a number that the arrangement leaves open, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Local {
    /// The body that decided.
    pub by: String,
    /// When it decided.
    pub on: Option<Date>,
    /// Its reason.
    pub why: String,
}

/// A sentence of the arrangement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The words, exactly as they stand in the arrangement.
    pub quote: String,
    /// Where they stand: offsets in Unicode code points, where the text is known and has them.
    pub at: Option<(usize, usize)>,
}

/// A change of the amount in mid-year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// In force from this day on.
    pub from: Date,
    /// The new amount, in the unit of the old one.
    pub amount: Amount,
    /// Why it was changed.
    pub why: String,
}
