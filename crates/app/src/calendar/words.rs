//! Days and months as these pages say them.

use jiff::civil::{Date, Weekday};
use xueji_plan::Span;

use crate::calendar::gather::Gathered;
use crate::meetings::{Clash, Dated, hours_said};
use crate::shell::Lang;
use crate::shell::lang::Messages;

/// Names in a line; past that only their number is told.
const MOST_NAMED: usize = 6;

/// 2026年3月, March 2026.
pub(super) fn month(month: Date, lang: Lang) -> String {
    match lang {
        Lang::Chinese => format!("{}年{}月", month.year(), month.month()),
        Lang::English => month.strftime("%B %Y").to_string(),
    }
}

/// 3月5日, 5 March.
pub(super) fn day(day: Date, lang: Lang) -> String {
    match lang {
        Lang::Chinese => format!("{}月{}日", day.month(), day.day()),
        Lang::English => day.strftime("%-d %B").to_string(),
    }
}

/// 3月5日（周四）, Thursday, 5 March.
pub(super) fn weekday_and_day(on: Date, lang: Lang) -> String {
    match lang {
        Lang::Chinese => {
            let names = ["一", "二", "三", "四", "五", "六", "日"];
            let at = usize::try_from(on.weekday().to_monday_zero_offset()).unwrap_or_default();
            format!("{}（周{}）", day(on, lang), names.get(at).copied().unwrap_or_default())
        }
        Lang::English => on.strftime("%A, %-d %B").to_string(),
    }
}

/// 3月1日至5月31日; one day alone by itself.
pub(super) fn span(span: Span, lang: Lang, t: &Messages) -> String {
    if span.first() == span.last() {
        return day(span.first(), lang);
    }
    t.calendar_from_to(day(span.first(), lang), day(span.last(), lang))
}

/// The weekdays from Monday on.
pub(super) fn weekdays(t: &Messages) -> [String; 7] {
    [
        t.calendar_monday(),
        t.calendar_tuesday(),
        t.calendar_wednesday(),
        t.calendar_thursday(),
        t.calendar_friday(),
        t.calendar_saturday(),
        t.calendar_sunday(),
    ]
}

/// Whether people usually do not work on it.
pub(super) fn is_weekend(day: Date) -> bool {
    matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

/// What gets into each other's way, in a sentence; of one's own days without anybody's name.
pub(super) fn clash(gathered: &Gathered, clash: &Clash, t: &Messages) -> Option<String> {
    let [one, other] = &clash.meetings;
    let (one, other) = (gathered.meeting(one)?, gathered.meeting(other)?);
    let said = |meeting: &Dated| t.calendar_clash_meeting(hours_said(meeting.time), meeting.title.as_str());
    let pair = t.calendar_clash_pair(said(one), said(other));
    if gathered.whose.is_none() {
        return Some(t.calendar_clash_own(pair));
    }
    let names: Vec<&str> = clash.people.iter().take(MOST_NAMED).map(|(_, name)| name.as_str()).collect();
    let names = names.join(&t.records_list_comma());
    let people = match clash.people.len() {
        0 => None,
        all if all > MOST_NAMED => Some(t.calendar_clash_people_many(pair.as_str(), names, all.to_string())),
        _ => Some(t.calendar_clash_people(pair.as_str(), names)),
    };
    let place = one.place.clone().filter(|_| clash.place);
    let place = place.map(|place| t.calendar_clash_place(pair.as_str(), place));
    Some(people.into_iter().chain(place).collect::<Vec<_>>().join(&t.calendar_clash_and()))
}
