//! What was found: obligations, each with the words that every field of it came from.

use crate::action::ActionKind;
use crate::number::Comparator;
use crate::text::Span;

/// What kind of obligation it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ItemKind {
    /// Something that can be counted or dated from the words.
    Duty,
    /// A collective one-off or time-boxed activity without a number of its own.
    Campaign,
    /// A named container of duties.
    Programme,
    /// A commendation or selection.
    Award,
    /// An obligation that a record could prove, without number or time; and whatever is only encouraged.
    Soft,
}

impl ItemKind {
    /// The code of the corpus.
    pub fn code(self) -> &'static str {
        match self {
            Self::Duty => "duty",
            Self::Campaign => "campaign",
            Self::Programme => "programme",
            Self::Award => "award",
            Self::Soft => "soft-requirement",
        }
    }
}

/// How binding the words are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Modality {
    /// Said plainly or with 要, 应, 须.
    Must,
    /// 原则上, 一般.
    Default,
    /// 力争, 争取.
    Aim,
    /// 鼓励, 提倡, 支持.
    Encouraged,
}

impl Modality {
    /// The code of the corpus.
    pub fn code(self) -> &'static str {
        match self {
            Self::Must => "must",
            Self::Default => "default",
            Self::Aim => "aim",
            Self::Encouraged => "encouraged",
        }
    }
}

/// What a person must supply before the item can be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Missing {
    /// How many.
    Quantity,
    /// How often, or within which time.
    Period,
    /// On which days.
    Date,
    /// Who is bound.
    Subject,
    /// Who sees to it.
    Lead,
}

impl Missing {
    /// The code of the corpus.
    pub fn code(self) -> &'static str {
        match self {
            Self::Quantity => "quantity",
            Self::Period => "period",
            Self::Date => "date",
            Self::Subject => "subject",
            Self::Lead => "lead",
        }
    }
}

/// A value read from the text, and the words that it was read from; none where it was inferred.
#[derive(Clone, Debug, PartialEq)]
pub struct Field<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub words: Option<Span>,
}

impl<T> Field<T> {
    /// A value that stands in the text.
    pub(crate) fn said(value: T, words: Span) -> Self {
        Self { value, words: Some(words) }
    }

    /// A value that stands nowhere.
    pub(crate) fn inferred(value: T) -> Self {
        Self { value, words: None }
    }
}

/// How much is asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity {
    /// How the number bounds what is asked.
    pub comparator: Comparator,
    /// In hundredths.
    pub hundredths: i64,
    /// The upper figure of a range, in hundredths.
    pub up_to: Option<i64>,
    /// The unit in its usual writing.
    pub unit: String,
    /// The same in another unit, where either will do.
    pub or: Option<(i64, String)>,
    /// No numeral is written: once was meant.
    pub implied: bool,
}

/// When it is asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Period {
    /// The code of the corpus.
    pub code: String,
    /// When within each: 周三下午.
    pub anchor: Option<Span>,
    /// What it hangs on: 入职.
    pub event: Option<Span>,
}

impl Period {
    /// Nothing is said of time.
    pub(crate) fn plan() -> Self {
        Self { code: "PLAN".to_owned(), anchor: None, event: None }
    }
}

/// An obligation found in the text.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// What kind of obligation.
    pub kind: ItemKind,
    /// The stretch that states it.
    pub quote: Span,
    /// The headings above it, the outermost first.
    pub section: Vec<Span>,
    /// Who must do it.
    pub subject: Field<String>,
    /// Whether every one of the subject must by himself, or all of them once.
    pub each: bool,
    /// What kind of action.
    pub action_kind: ActionKind,
    /// The verb, or the nearest to one.
    pub action: Field<String>,
    /// What it is done with.
    pub object: Field<String>,
    /// How much; none where only a time or nothing is asked.
    pub quantity: Option<Field<Quantity>>,
    /// When.
    pub period: Field<Period>,
    /// What must prove it.
    pub evidence: Vec<Span>,
    /// How binding.
    pub modality: Modality,
    /// What is left open.
    pub missing: Vec<Missing>,
    /// Who sees to it.
    pub lead: Option<Span>,
    /// Whom or when it binds only: 不合格.
    pub condition: Option<Span>,
    /// Whom it does not bind.
    pub exception: Option<Span>,
}
