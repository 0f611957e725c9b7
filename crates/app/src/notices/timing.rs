//! When something is sent: quiet hours, rest days, gathering, and the most of a week. Pure: now is an argument.

use jiff::civil::{Date, DateTime, Time, Weekday, time};
use jiff::{Span, ToSpan as _};

/// How often somebody is written to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rhythm {
    AtOnce,
    /// Gathered, every day.
    Daily,
    /// Gathered, on Mondays.
    Weekly,
}

/// When nothing is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Quiet {
    /// Between these times of day, over midnight where the first is the later one; equal: no such time.
    pub(super) from: Time,
    pub(super) to: Time,
    /// On days that are not worked, either.
    pub(super) rest_days: bool,
}

/// How somebody wants to be written to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Manner {
    pub(super) rhythm: Rhythm,
    /// The hour of what is gathered.
    pub(super) hour: i8,
    pub(super) quiet: Quiet,
    /// Messages in a week, Monday to Sunday; what is above it waits together for the next.
    pub(super) most: u32,
}

impl Default for Quiet {
    fn default() -> Self {
        Self { from: time(21, 0, 0, 0), to: time(7, 30, 0, 0), rest_days: true }
    }
}

impl Default for Manner {
    fn default() -> Self {
        Self { rhythm: Rhythm::AtOnce, hour: 8, quiet: Quiet::default(), most: 7 }
    }
}

/// What waits to be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Waiting {
    pub(super) told: DateTime,
    /// From when on nobody needs it any more.
    pub(super) until: Option<DateTime>,
    /// Whether it is worth a message of its own where waiting would make it useless.
    pub(super) urgent: bool,
}

/// What to do with it now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Send,
    Wait(DateTime),
    /// It would come too late.
    Drop,
}

/// Which days are worked.
pub(super) type Worked<'a> = &'a dyn Fn(Date) -> bool;

/// The longest that rest days may follow each other; after that a calendar is taken to be wrong.
const LONGEST_REST: usize = 40;

/// What to do now with something that waits, where so many messages went out since Monday.
pub(super) fn verdict(
    waiting: &Waiting,
    manner: &Manner,
    sent: u32,
    now: DateTime,
    worked: Worked<'_>,
) -> Verdict {
    let too_late = |at: DateTime| waiting.until.is_some_and(|until| until <= at);
    if too_late(now) {
        return Verdict::Drop;
    }
    let mut planned = manner.quiet.open_from(gathered(waiting.told, manner).max(now), worked);
    if sent >= manner.most {
        planned = planned.max(manner.quiet.open_from(next_monday(now).at(0, 0, 0, 0), worked));
    }
    if waiting.urgent && (waiting.until.is_none() || too_late(planned)) {
        planned = manner.quiet.open_from(now, worked);
        if too_late(planned) {
            // A rest day is disturbed where tomorrow would be too late, a night never.
            planned = manner.quiet.by_day_from(now);
        }
    }
    match planned {
        late if too_late(late) => Verdict::Drop,
        due if due <= now => Verdict::Send,
        later => Verdict::Wait(later),
    }
}

/// The moment at which what was told goes out with what was told around it.
fn gathered(told: DateTime, manner: &Manner) -> DateTime {
    let every: Span = match manner.rhythm {
        Rhythm::AtOnce => return told,
        Rhythm::Daily => 1.day(),
        Rhythm::Weekly => 1.week(),
    };
    let first = if manner.rhythm == Rhythm::Daily { told.date() } else { monday_of(told.date()) };
    let first = first.at(manner.hour, 0, 0, 0);
    if first >= told { first } else { first.checked_add(every).unwrap_or(first) }
}

/// The Monday of a day's week.
pub(super) fn monday_of(day: Date) -> Date {
    let since = day.weekday().since(Weekday::Monday);
    day.checked_sub(i64::from(since).days()).unwrap_or(day)
}

fn next_monday(now: DateTime) -> Date {
    let monday = monday_of(now.date());
    monday.checked_add(1.week()).unwrap_or(monday)
}

impl Quiet {
    /// The first moment from `at` on at which something may be sent.
    pub(super) fn open_from(&self, at: DateTime, worked: Worked<'_>) -> DateTime {
        let mut at = self.by_day_from(at);
        for _ in 0..LONGEST_REST {
            if !self.rest_days || worked(at.date()) {
                break;
            }
            let Ok(next) = at.date().tomorrow() else { break };
            at = self.by_day_from(next.at(0, 0, 0, 0));
        }
        at
    }

    /// The first moment from `at` on that is not between the times of day; rest days count as others.
    pub(super) fn by_day_from(&self, at: DateTime) -> DateTime {
        let (now, over_midnight) = (at.time(), self.from > self.to);
        let is_quiet =
            if over_midnight { now >= self.from || now < self.to } else { now >= self.from && now < self.to };
        if !is_quiet {
            return at;
        }
        // After midnight its end is today's.
        let day = if over_midnight && now >= self.from { at.date().tomorrow() } else { Ok(at.date()) };
        day.map_or(at, |day| day.to_datetime(self.to))
    }
}
