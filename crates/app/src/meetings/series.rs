//! A series: the same gathering again and again, around holidays, each one a meeting of its own.

use std::str::FromStr as _;

use jiff::civil::{Date, Weekday};
use xueji_plan::rhythm::{DayNumber, InMonth, MonthOfQuarter, Nth};
use xueji_plan::{Calendar, Rhythm, Span};
use xueji_store::{Tx, params};

use crate::meetings::arrange::{self, Draft, arrange_in};
use crate::meetings::kinds::Kinds;
use crate::meetings::{Meeting, Seat, Time, moved, store};
use crate::people;
use crate::records::Entry;
use crate::shell::error::unreadable;
use crate::shell::lang::Messages;
use crate::shell::{Id, Mistakes, OrNotFound, Result, Work};

/// More meetings than a year of weeks has are a slip of the pen.
const MOST: usize = 60;

/// How a gathering comes again, and until when.
#[derive(Clone, Copy, Debug)]
pub(super) struct Repeat {
    pub(super) rhythm: Rhythm,
    pub(super) last_on: Date,
}

/// The rhythms in which a gathering of this day may come again.
pub(super) fn rhythms(on: Date) -> Vec<Rhythm> {
    let (weekday, month) = (on.weekday(), on.month());
    let nth = match (on.day() - 1) / 7 {
        0 => Nth::First,
        1 => Nth::Second,
        2 => Nth::Third,
        _ => Nth::Fourth,
    };
    let of_quarter = match (month - 1) % 3 {
        0 => MonthOfQuarter::First,
        1 => MonthOfQuarter::Second,
        _ => MonthOfQuarter::Third,
    };
    let last =
        (on.day() + 7 > on.days_in_month()).then_some(Rhythm::Monthly(InMonth::Weekday(Nth::Last, weekday)));
    let days = DayNumber::new(on.day()).map(|day| Rhythm::Monthly(InMonth::Day(day)));
    let workdays = !matches!(weekday, Weekday::Saturday | Weekday::Sunday);
    [
        Some(Rhythm::Monthly(InMonth::Weekday(nth, weekday))),
        last,
        days,
        workdays.then_some(Rhythm::Monthly(InMonth::LastWorkingDay)),
        Some(Rhythm::Weekly(weekday)),
        Some(Rhythm::Biweekly(weekday)),
        Some(Rhythm::Quarterly(of_quarter, InMonth::Weekday(nth, weekday))),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Arranges the gathering on its day and on every further day of the rhythm; returns the first.
///
/// Days that fall on holidays have moved as [`Rhythm::dates`] says. Whoever will have left by then is not expected.
pub(super) fn arrange_all(work: &mut Work<'_>, entry: &Entry, draft: &Draft, repeat: Repeat) -> Result<Id> {
    if let Some(earlier) = arrange::arranged(work, entry, draft)? {
        return Ok(earlier);
    }
    let on = draft.planned.day();
    let home = people::organization(work, &draft.organization_id)?.or_not_found()?;
    let kinds = Kinds::over(work, &home.path, on)?;
    let span = Span::new(on, repeat.last_on)
        .ok_or_else(|| Mistakes::one("until", Messages::meetings_until_before))?;
    let calendar = kinds.find(&draft.activity).map(|(plan, _)| plan.calendar.clone());
    let days = days(repeat.rhythm, span, &calendar.unwrap_or_default());
    if days.len() > MOST {
        return Err(Mistakes::one("until", Messages::meetings_too_many_times));
    }
    let id = Id::fresh();
    work.execute(
        "insert into meeting_series (id, organization_id, rhythm, first_on, last_on, created_by, created_at)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            id,
            draft.organization_id,
            repeat.rhythm.to_string(),
            on,
            repeat.last_on,
            entry.account_id,
            entry.at
        ],
    )?;
    let first = arrange_in(work, entry, draft, Some(&id))?;
    for day in days {
        let again = Draft {
            entry_key: format!("{}:{day}", draft.entry_key),
            planned: on_day(draft.planned, day),
            seats: there_on(work, &draft.seats, day)?,
            ..draft.clone()
        };
        arrange_in(work, entry, &again, Some(&id))?;
    }
    Ok(first)
}

/// The days after the first on which it comes again.
fn days(rhythm: Rhythm, span: Span, calendar: &Calendar) -> Vec<Date> {
    let dates = rhythm.dates(span, calendar).into_iter().map(|occurrence| occurrence.on);
    dates.filter(|on| *on > span.first()).collect()
}

/// The same hours on another day.
fn on_day(time: Time, day: Date) -> Time {
    Time { first: day.to_datetime(time.first.time()), last: day.to_datetime(time.last.time()) }
}

fn there_on(work: &mut Work<'_>, seats: &[Seat], day: Date) -> Result<Vec<Seat>> {
    let homes = people::homes_of(work, seats.iter().map(|seat| &seat.person_id), day)?;
    Ok(seats.iter().filter(|seat| homes.contains_key(&seat.person_id)).cloned().collect())
}

/// Changes a meeting of a series and the later ones as it was: hours, place, who runs it, who is on the list. Each of these
/// keeps its day, its theme and its agenda.
pub(super) fn change_from(work: &mut Work<'_>, meeting: &Meeting, draft: &Draft) -> Result<()> {
    let mut changes = vec![arrange::rewrite(work, meeting, draft)?];
    for later in following(work, meeting)? {
        let day = later.planned.day();
        let again = Draft {
            title: later.title.clone(),
            agenda: later.agenda.clone(),
            category: later
                .category
                .clone()
                .filter(|_| later.activity == draft.activity)
                .or(draft.category.clone()),
            planned: on_day(draft.planned, day),
            seats: there_on(work, &draft.seats, day)?,
            ..draft.clone()
        };
        changes.push(arrange::rewrite(work, &later, &again)?);
    }
    moved::tell(work, &changes)
}

/// Calls a meeting of a series and the later ones off.
pub(super) fn cancel_from(work: &mut Work<'_>, meeting: &Meeting, reason: &str) -> Result<()> {
    let mut changes = vec![arrange::call_off(work, meeting, reason)?];
    for later in following(work, meeting)? {
        changes.push(arrange::call_off(work, &later, reason)?);
    }
    moved::tell(work, &changes)
}

/// The planned meetings of the same series after this one.
fn following(tx: &mut Tx, meeting: &Meeting) -> Result<Vec<Meeting>> {
    match &meeting.series_id {
        Some(series_id) => store::following(tx, series_id, meeting.planned.first),
        None => Ok(Vec::new()),
    }
}

/// The rhythm of a series.
pub(super) fn rhythm_of(tx: &mut Tx, series_id: &Id) -> Result<Option<Rhythm>> {
    Ok(tx.query_opt("select rhythm from meeting_series where id = ?1", params![series_id], |row| {
        Rhythm::from_str(row.str(0)?).map_err(|_| unreadable(0, "a rhythm"))
    })?)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use xueji_plan::Lang;

    use super::rhythms;

    #[test]
    fn a_day_offers_the_rhythms_that_it_is_one_of() {
        let said = |on| rhythms(on).into_iter().map(|rhythm| rhythm.words(Lang::Zh)).collect::<Vec<_>>();
        let friday = said(date(2026, 3, 6));
        assert!(friday.contains(&"每月第一个星期五".to_owned()), "{friday:?}");
        assert!(!friday.iter().any(|rhythm| rhythm.contains("最后一个星期五")), "{friday:?}");
        let last = said(date(2026, 3, 27));
        assert!(last.contains(&"每月最后一个星期五".to_owned()), "{last:?}");
    }
}
