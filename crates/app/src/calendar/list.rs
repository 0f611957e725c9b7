//! The days of a month, or one day, line by line: what is printed, searched and taken along.

use askama::Template;
use jiff::civil::Date;
use xueji_plan::Span;
use xueji_standing::State as Standing;

use crate::calendar::gather::{Gathered, Marked};
use crate::calendar::views::Head;
use crate::calendar::words;
use crate::meetings::{self, Dated, State};
use crate::records;
use crate::shell::lang::Messages;
use crate::shell::layout::Crumb;
use crate::shell::{Context, Lang, Page, page};
use crate::standings::{self, Due};

/// Lines on a page.
const PAGE: usize = 50;
/// Clashes that are told of above the list.
const MOST_CLASHES: usize = 20;

#[derive(Debug, Template)]
#[template(path = "calendar/list.html")]
pub(super) struct ListPage {
    page: Page,
    head: Head,
    /// Whether it is the list of one day.
    one_day: bool,
    clashes: Vec<String>,
    rows: Vec<Row>,
    back: String,
    on: String,
    place: String,
}

/// A line of the list.
#[derive(Debug)]
struct Row {
    /// The day by which it is ordered, and its rank among the day's.
    order: (Date, u8),
    number: usize,
    when: String,
    hours: String,
    title: String,
    href: String,
    kind: String,
    organization: String,
    place: String,
    remark: String,
    /// The look of the remark, by the codes of states.
    code: &'static str,
}

impl ListPage {
    pub(super) fn new(context: &Context, gathered: &Gathered) -> Self {
        let (t, lang, asked) = (context.t(), context.lang, &gathered.asked);
        let mut rows = rows(gathered, lang, t);
        rows.sort_by_key(|row| row.order);
        let size = context.page_size(PAGE);
        let first = (asked.page - 1).saturating_mul(size);
        let more = rows.len() > first.saturating_add(size);
        let shown = rows.into_iter().skip(first).take(size).enumerate();
        let month = words::month(asked.month, lang);
        let crumbs = asked.day.map(|day| {
            let back = Crumb {
                href: Some(asked.laid_out(crate::calendar::asked::View::Month)),
                label: month.clone(),
            };
            vec![back, Crumb { href: None, label: words::day(day, lang) }]
        });
        let title = asked.day.map_or(month, |day| words::weekday_and_day(day, lang));
        Self {
            head: Head::new(context, gathered),
            one_day: asked.day.is_some(),
            clashes: gathered
                .clashes
                .iter()
                .take(MOST_CLASHES)
                .filter_map(|clash| words::clash(gathered, clash, t))
                .collect(),
            rows: shown.map(|(index, row)| Row { number: first + index + 1, ..row }).collect(),
            back: if asked.page > 1 { asked.at_page(asked.page - 1) } else { String::new() },
            on: if more { asked.at_page(asked.page + 1) } else { String::new() },
            place: t.people_page_alone(asked.page.to_string()),
            page: page(context, title).of_year(asked.month.year()).with_crumbs(crumbs.unwrap_or_default()),
        }
    }
}

/// Ranks of lines on a day: what the day is, what is owed, who meets.
const DAY: u8 = 0;
const OWED: u8 = 1;
const MET: u8 = 2;

fn rows(gathered: &Gathered, lang: Lang, t: &Messages) -> Vec<Row> {
    let meetings = gathered.meetings.iter().map(|meeting| of_meeting(gathered, meeting, lang, t));
    let dues = gathered.dues.iter().map(|due| of_due(gathered, due, lang, t));
    let festivals = gathered.festivals().iter().map(|(on, festival)| Row {
        kind: festival.kind.title(lang.of_plan()).to_owned(),
        remark: festival.theme(lang.of_plan()).to_owned(),
        ..Row::plain((*on, DAY), records::day_said(*on, lang), festival.title(lang.of_plan()).to_owned())
    });
    let campaigns = gathered.campaigns().into_iter().map(|(campaign, window)| {
        let day = gathered.days().map_or(window.first(), |days| window.first().max(days.first()));
        Row {
            href: format!("/plan#{}", campaign.name.code),
            kind: t.calendar_kind_campaign(),
            ..Row::plain((day, DAY), words::span(window, lang, t), lang.title(&campaign.name).to_owned())
        }
    });
    let marked = marked(gathered).into_iter().map(|(marked, days)| {
        let (title, kind) = match marked {
            Marked::Off => (t.calendar_off(), t.calendar_kind_off()),
            Marked::Worked => (t.calendar_worked(), t.calendar_kind_worked()),
        };
        let when =
            if days.days() == 1 { records::day_said(days.first(), lang) } else { words::span(days, lang, t) };
        Row { kind, ..Row::plain((days.first(), DAY), when, title) }
    });
    marked.chain(campaigns).chain(festivals).chain(dues).chain(meetings).collect()
}

impl Row {
    fn plain(order: (Date, u8), when: String, title: String) -> Self {
        Self {
            order,
            number: 0,
            when,
            hours: String::new(),
            title,
            href: String::new(),
            kind: String::new(),
            organization: String::new(),
            place: String::new(),
            remark: String::new(),
            code: "",
        }
    }
}

fn of_meeting(gathered: &Gathered, meeting: &Dated, lang: Lang, t: &Messages) -> Row {
    let on = meeting.time.day();
    Row {
        hours: meetings::hours_said(meeting.time),
        href: format!("/meetings/{}", meeting.id),
        kind: gathered.kind(&meeting.activity, lang),
        organization: meeting.organization.clone(),
        place: meeting.place.clone().unwrap_or_default(),
        remark: meetings::state_said(meeting.state, meeting.time.day() < gathered.today, t),
        code: match meeting.state {
            State::Planned if on < gathered.today => "behind",
            State::Planned => "not-yet-begun",
            State::Waiting => "due",
            State::Held => "met",
            State::Cancelled => "exempt",
        },
        ..Row::plain((on, MET), records::day_said(on, lang), meeting.title.clone())
    }
}

fn of_due(gathered: &Gathered, due: &Due, lang: Lang, t: &Messages) -> Row {
    Row {
        href: gathered.href_of(due),
        kind: t.calendar_kind_due(),
        remark: standings::word(due.state, t),
        code: if due.state == Standing::Behind { "behind" } else { due.state.code() },
        ..Row::plain((due.on, OWED), records::day_said(due.on, lang), due.title.clone())
    }
}

/// Runs of days that are marked alike.
fn marked(gathered: &Gathered) -> Vec<(Marked, Span)> {
    let mut runs: Vec<(Marked, Span)> = Vec::new();
    let Some(days) = gathered.days() else { return runs };
    let mut day = days.first();
    while day <= days.last() {
        if let Some(marked) = gathered.marked(day) {
            match runs.last_mut() {
                Some((of, run)) if *of == marked && run.last().tomorrow().is_ok_and(|next| next == day) => {
                    *run = Span::new(run.first(), day).unwrap_or(*run);
                }
                _ => runs.push((marked, Span::day(day))),
            }
        }
        let Ok(next) = day.tomorrow() else { break };
        day = next;
    }
    runs
}
