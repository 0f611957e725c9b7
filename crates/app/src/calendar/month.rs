//! The month as a table of its weeks, and on a phone as a list of the days that have something.

use askama::Template;
use jiff::ToSpan;
use jiff::civil::Date;
use xueji_standing::State as Standing;

use crate::calendar::gather::{Gathered, Marked};
use crate::calendar::views::Head;
use crate::calendar::words;
use crate::meetings::{self, Dated, State};
use crate::shell::{Context, Page, page};
use crate::standings::Due;

/// Meetings that a day shows; the others are in its list.
const MOST_MEETINGS: usize = 3;
/// Duties that a day names.
const MOST_DUES: usize = 2;

#[derive(Debug, Template)]
#[template(path = "calendar/month.html")]
pub(super) struct MonthPage {
    page: Page,
    head: Head,
    weekdays: [String; 7],
    weeks: Vec<Vec<Day>>,
}

/// A day of the table.
#[derive(Debug)]
struct Day {
    /// 2026-03-05, for machines.
    on: String,
    number: i8,
    /// 3月5日（周四）.
    said: String,
    /// The list of the day.
    href: String,
    /// Of the month itself, not of the weeks around it.
    inside: bool,
    today: bool,
    weekend: bool,
    /// 休, 班; empty on other days.
    mark: String,
    mark_said: String,
    festivals: Vec<String>,
    items: Vec<Item>,
    /// What is not shown, leading to the list of the day.
    more: String,
    clash: String,
    /// How much there is, for whoever sees only the number.
    count: usize,
}

/// Something on a day.
#[derive(Debug)]
struct Item {
    /// The look: `meeting`, `due`, `behind`, `off` for what was called off.
    look: &'static str,
    time: String,
    title: String,
    href: String,
}

impl Day {
    fn has_something(&self) -> bool {
        self.inside && (self.count > 0 || !self.festivals.is_empty() || !self.mark.is_empty())
    }
}

impl MonthPage {
    pub(super) fn new(context: &Context, gathered: &Gathered) -> Self {
        let (first, last) = gathered.asked.days();
        let days: Vec<Date> = first.series(1.day()).take_while(|day| *day <= last).collect();
        let week = |week: &[Date]| week.iter().map(|on| day(context, gathered, *on)).collect();
        Self {
            head: Head::new(context, gathered),
            weekdays: words::weekdays(context.t()),
            weeks: days.chunks(7).map(week).collect(),
            page: page(context, words::month(gathered.asked.month, context.lang))
                .of_year(gathered.asked.month.year()),
        }
    }

    /// The days that a phone lists.
    fn eventful(&self) -> impl Iterator<Item = &Day> {
        self.weeks.iter().flatten().filter(|day| day.has_something())
    }
}

fn day(context: &Context, gathered: &Gathered, on: Date) -> Day {
    let (t, lang) = (context.t(), context.lang);
    let meetings: Vec<&Dated> = gathered.meetings.iter().filter(|it| it.time.day() == on).collect();
    let dues: Vec<&Due> = gathered.dues.iter().filter(|due| due.on == on).collect();
    let in_clash = |it: &&&Dated| gathered.clashes.iter().any(|clash| clash.meetings.contains(&it.id));
    let clashes = meetings.iter().filter(in_clash).count();
    let (hidden_meetings, hidden_dues) =
        (meetings.len().saturating_sub(MOST_MEETINGS), dues.len().saturating_sub(MOST_DUES));
    let more = [
        (hidden_meetings, t.calendar_more_meetings(hidden_meetings.to_string())),
        (hidden_dues, t.calendar_more_dues(hidden_dues.to_string())),
    ];
    let more = more.into_iter().filter(|(count, _)| *count > 0).map(|(_, said)| said);
    let named = gathered.festivals().iter().filter(|(date, _)| *date == on);
    let marked = gathered.marked(on);
    let due = |due: &&Due| item_of_due(gathered, due, t.calendar_due(due.title.as_str()));
    Day {
        on: on.to_string(),
        number: on.day(),
        said: words::weekday_and_day(on, lang),
        href: gathered.asked.on(on),
        inside: on.first_of_month() == gathered.asked.month,
        today: on == gathered.today,
        weekend: words::is_weekend(on),
        mark: match marked {
            Some(Marked::Off) => t.calendar_off_mark(),
            Some(Marked::Worked) => t.calendar_worked_mark(),
            None => String::new(),
        },
        mark_said: match marked {
            Some(Marked::Off) => t.calendar_off(),
            Some(Marked::Worked) => t.calendar_worked(),
            None => String::new(),
        },
        festivals: named.map(|(_, festival)| festival.title(lang.of_plan()).to_owned()).collect(),
        items: dues
            .iter()
            .take(MOST_DUES)
            .map(due)
            .chain(meetings.iter().take(MOST_MEETINGS).map(|meeting| item_of_meeting(meeting)))
            .collect(),
        more: more.collect::<Vec<_>>().join(&t.calendar_more_and()),
        clash: if clashes > 0 { t.calendar_clashes(clashes.to_string()) } else { String::new() },
        count: meetings.len() + dues.len(),
    }
}

fn item_of_meeting(meeting: &Dated) -> Item {
    Item {
        look: if meeting.state == State::Cancelled { "off" } else { "meeting" },
        time: meetings::clock_said(meeting.time.first),
        title: meeting.title.clone(),
        href: format!("/meetings/{}", meeting.id),
    }
}

fn item_of_due(gathered: &Gathered, due: &Due, title: String) -> Item {
    let behind = due.state == Standing::Behind;
    Item {
        look: if behind { "behind" } else { "due" },
        time: String::new(),
        title,
        href: gathered.href_of(due),
    }
}
