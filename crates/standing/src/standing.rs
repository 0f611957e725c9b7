//! Where a subject stands in a duty on a day: the words that pages, reminders and roll-ups use.

use jiff::civil::Date;
use xueji_plan::Span;

/// Where a subject stands in one duty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// 尚未开始: nothing is owed yet.
    NotYetBegun,
    /// 正常: nothing needs attention.
    OnTrack,
    /// 临期: the current period is near its end and not met.
    Due,
    /// 滞后: less is done than the time that has passed asks for; it can still be mended.
    Behind,
    /// 已完成: all that is needed is done.
    Met,
    /// 未完成: it was not met, and no record can change that.
    Missed,
    /// 已无法完成: the plan still runs, and it cannot be met any more.
    Unreachable,
    /// 不需完成: exempt, on leave, or bound too shortly to owe anything.
    Exempt,
}

impl State {
    /// Every state, in the order of roll-ups.
    pub const ALL: [Self; 8] = [
        Self::NotYetBegun,
        Self::OnTrack,
        Self::Due,
        Self::Behind,
        Self::Met,
        Self::Missed,
        Self::Unreachable,
        Self::Exempt,
    ];

    /// The code in databases, URLs and JSON.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotYetBegun => "not-yet-begun",
            Self::OnTrack => "on-track",
            Self::Due => "due",
            Self::Behind => "behind",
            Self::Met => "met",
            Self::Missed => "missed",
            Self::Unreachable => "unreachable",
            Self::Exempt => "exempt",
        }
    }

    /// The state of a code that [`State::code`] wrote.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// The state of one who is only encouraged: never worse than on track (R10).
    pub(crate) fn encouraged(self) -> Self {
        match self {
            Self::Due | Self::Behind | Self::Missed | Self::Unreachable => Self::OnTrack,
            other => other,
        }
    }
}

/// Where a subject stands in one duty on a day, with the figures behind it.
///
/// Nothing in it depends on the day but through [`Standing::changes_on`]: until that day it stays as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The verdict.
    pub state: State,
    /// Whether the subject is only encouraged.
    pub encouraged: bool,
    /// Done in the current period, in grains; of a rate, the meetings attended.
    pub done: i64,
    /// Owed in the current period, in grains; of a limit, the most allowed; of a rate, the meetings that were needed.
    pub owed: i64,
    /// Aimed at in the current period, in grains, where that is more than owed.
    pub target: Option<i64>,
    /// The current period: the one of today, else the latest past one, else the first, of those that owe.
    pub period: Option<Span>,
    /// How many periods are met.
    pub periods_met: u32,
    /// How many periods that owe are past and past their late window.
    pub periods_closed: u32,
    /// How many periods owe.
    pub periods_owed: u32,
    /// How many periods are missed for good.
    pub missed: u32,
    /// How many past periods are unmet but can still be mended by a record entered in their late window.
    pub repairable: u32,
    /// The last day of the next unmet period.
    pub next_due: Option<Date>,
    /// What is still to do in the current period, where it is more than a single act.
    pub pace: Option<Pace>,
    /// Of a rate: its figures.
    pub rate: Option<RateStanding>,
    /// How many of the counted records were entered late.
    pub late_records: u32,
    /// The first later day on which anything here may differ without a new record.
    pub changes_on: Option<Date>,
}

/// What is still to do, and by when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// Grains still missing.
    pub missing: i64,
    /// The last day for it.
    pub until: Date,
}

/// The figures of a rate in the current period.
///
/// `attended` and `expected` tell what was; `may_miss` and `to_make_up` look ahead, over leave that was granted too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateStanding {
    /// Meetings attended, or counted as attended.
    pub attended: u32,
    /// Meetings at which one was expected.
    pub expected: u32,
    /// Meetings that are still to come at least, those apart for which leave was granted.
    pub to_come: u32,
    /// Meetings from today on that are planned already.
    pub planned: u32,
    /// How many of those planned have leave granted: they are not to come, and count as leave of their kind does.
    pub on_leave: u32,
    /// How many of those to come may be missed; nothing when even attending all of them is not enough.
    pub may_miss: Option<u32>,
    /// How many absences must be made up to reach the rate; 0 unless `may_miss` is nothing.
    pub to_make_up: u32,
}

/// How one period stands: a cell of the heat map, a line of the history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PeriodState {
    /// Its days within the plan.
    pub span: Span,
    /// As in [`Standing::owed`].
    pub owed: i64,
    /// As in [`Standing::done`].
    pub done: i64,
    /// The verdict on this period alone.
    pub state: State,
}
