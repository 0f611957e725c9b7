//! Amounts with their units, as whole grains so that sums never round.

/// What an amount is counted in.
///
/// Each unit has a grain, the smallest share of it that the system keeps (see [`Unit::grains`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// 次, and its classifiers 场, 期, 堂, 门, 个, 届: happenings.
    Times,
    /// 小时 and 分钟: clock time, declared by the learner; the grain is the minute.
    Hours,
    /// 学时 (课时): class hours, never converted to clock time unless the plan says how.
    ClassHours,
    /// 学分: credits.
    Credits,
    /// 天: days, halves allowed.
    Days,
    /// 本: books.
    Books,
    /// 篇: articles, essays, reports.
    Articles,
    /// 字: characters of text.
    Words,
}

impl Unit {
    /// Every unit, in the order in which forms offer them.
    pub const ALL: [Self; 8] = [
        Self::Times,
        Self::Hours,
        Self::ClassHours,
        Self::Credits,
        Self::Days,
        Self::Books,
        Self::Articles,
        Self::Words,
    ];

    /// How many grains make one of the unit.
    pub const fn grains(self) -> i64 {
        match self {
            Self::Times | Self::Books | Self::Articles | Self::Words => 1,
            Self::Hours => 60,
            Self::ClassHours | Self::Credits => 100,
            Self::Days => 2,
        }
    }

    /// The code in databases, URLs and JSON.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Times => "times",
            Self::Hours => "hours",
            Self::ClassHours => "class-hours",
            Self::Credits => "credits",
            Self::Days => "days",
            Self::Books => "books",
            Self::Articles => "articles",
            Self::Words => "words",
        }
    }

    /// The unit of a code that [`Unit::code`] wrote.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|unit| unit.code() == code)
    }
}

/// So many grains of a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Quantity {
    /// Whole grains of [`Quantity::unit`]; never negative.
    pub grains: i64,
    /// What is counted.
    pub unit: Unit,
}

impl Quantity {
    /// So many whole units.
    pub const fn of(count: i64, unit: Unit) -> Self {
        Self { grains: count * unit.grains(), unit }
    }
}
