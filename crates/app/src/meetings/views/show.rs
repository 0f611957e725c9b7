//! The page of a meeting.

use askama::Template;
use xueji_standing::Outcome;

use crate::attachments::{self, FileView};
use crate::meetings::pages::Found;
use crate::meetings::views::own::{Own, own};
use crate::meetings::views::waiting::{Waiting, appeal_row, leave_row};
use crate::meetings::views::{choices, role, state_code};
use crate::meetings::{Role, Seat, State, attendance, words};
use crate::people;
use crate::records;
use crate::shell::lang::Messages;
use crate::shell::layout::Crumb;
use crate::shell::{Choice, Context, Fields, Mistakes, Page, page};

#[expect(clippy::struct_excessive_bools, reason = "what a page shows or leaves out")]
#[derive(Debug, Template)]
#[template(path = "meetings/show.html")]
pub(in crate::meetings) struct ShowPage {
    page: Page,
    id: String,
    href: String,
    lead: String,
    state: String,
    state_code: &'static str,
    /// Why it was cancelled or taken back.
    reason: String,
    facts: Vec<(String, String)>,
    link: String,
    agenda: Vec<String>,
    files: Vec<FileView>,
    accepted: &'static str,
    series: bool,
    counts: String,
    runs: bool,
    keeps: bool,
    oversees: bool,
    planned: bool,
    held: bool,
    waiting: bool,
    /// Whether the list is kept now: on its day, and until it is confirmed.
    lists: bool,
    rows: Vec<Line>,
    /// What a correction may say.
    outcomes: Vec<Choice>,
    on: String,
    from: String,
    to: String,
    late_reason: String,
    asks_why_late: bool,
    event_href: String,
    sign_in_open: bool,
    /// The paired branch's people, for whoever confirms for it.
    answers: bool,
    /// Whether the visitor may correct somebody's line.
    corrects: bool,
    theirs: Vec<Theirs>,
    own: Option<Own>,
    leaves: Vec<Waiting>,
    appeals: Vec<Waiting>,
    decides: bool,
    /// What gets in its way, with where that leads.
    clashes: Vec<(String, String)>,
    mistakes: Mistakes,
}

/// Somebody on the list.
#[derive(Debug)]
struct Line {
    number: usize,
    id: String,
    name: String,
    sought: String,
    role: String,
    guest: bool,
    speaks: String,
    options: Vec<Choice>,
    /// The code of what it says before anybody ticks.
    was: &'static str,
    said: String,
    took_part: bool,
    arrived: String,
    remark: String,
    /// Whether the visitor may correct it: not their own.
    other: bool,
}

/// Somebody of the paired branch.
#[derive(Debug)]
struct Theirs {
    id: String,
    name: String,
    sought: String,
    came: bool,
}

impl ShowPage {
    fn wrong(&self, field: &str) -> String {
        self.mistakes.at(field, self.page.t)
    }

    pub(in crate::meetings) fn new(
        context: &Context,
        found: &Found,
        typed: &Fields,
        mistakes: Mistakes,
    ) -> Self {
        let (t, lang) = (context.t(), context.lang);
        let meeting = &found.meeting;
        let href = format!("/meetings/{}", meeting.id);
        let (planned, held) = (meeting.state == State::Planned, meeting.state == State::Held);
        let today = found.now.date();
        let late = planned && days_since(meeting.planned.day(), today) > i64::from(found.late_after);
        let own_id = context.visitor.as_ref().and_then(|actor| actor.person_id.clone());
        let rows = if found.reach.oversees { lines(context, found, typed) } else { Vec::new() };
        let lead = [found.kind.clone(), found.category.clone(), found.organization.name.clone()];
        let lead: Vec<String> = lead.into_iter().filter(|part| !part.is_empty()).collect();
        let crumbs = vec![
            Crumb { href: Some("/meetings".to_owned()), label: t.nav_meetings() },
            Crumb { href: None, label: meeting.title.clone() },
        ];
        Self {
            id: meeting.id.to_string(),
            lead: lead.join(" · "),
            state: words::state(meeting, found.now, t),
            state_code: state_code(meeting, found.now),
            reason: meeting.reason.clone().unwrap_or_default(),
            facts: facts(found, t, words::time(meeting.time(), lang)),
            link: meeting.link.clone().filter(|_| planned).unwrap_or_default(),
            agenda: meeting
                .agenda
                .lines()
                .map(str::to_owned)
                .filter(|line| !line.trim().is_empty())
                .collect(),
            files: found.files.iter().map(|file| attachments::view(file, t)).collect(),
            accepted: attachments::ACCEPTED,
            series: meeting.series_id.is_some(),
            counts: counts(found, t),
            runs: found.reach.runs,
            keeps: found.reach.keeps,
            oversees: found.reach.oversees,
            planned,
            held,
            waiting: meeting.state == State::Waiting,
            lists: planned && found.reach.runs && meeting.planned.day() <= today,
            on: typed.or("on", meeting.planned.day().to_string()),
            from: typed.or("from", words::clock(meeting.planned.first)),
            to: typed.or("to", words::clock(meeting.planned.last)),
            late_reason: typed.get("late_reason").to_owned(),
            asks_why_late: late || !mistakes.at("late_reason", t).is_empty(),
            event_href: match &meeting.event_id {
                Some(event) if found.reach.oversees => format!("/events/{event}"),
                _ => String::new(),
            },
            sign_in_open: meeting.sign_in_secret.is_some(),
            answers: found.reach.answers && meeting.state == State::Waiting,
            corrects: found.reach.runs || found.reach.answers,
            theirs: found
                .theirs
                .iter()
                .map(|person| Theirs {
                    id: person.id.to_string(),
                    name: person.name.clone(),
                    sought: format!("{} {}", person.name.to_lowercase(), person.initials),
                    came: found.seats.iter().any(|(seat, _)| seat.partner && seat.person_id == person.id),
                })
                .collect(),
            own: own(found, own_id.as_ref(), typed, t),
            leaves: found
                .requests
                .iter()
                .filter(|leave| found.decided_here.contains(&leave.person_id))
                .map(|leave| leave_row(&href, leave, t))
                .collect(),
            appeals: found
                .appeals
                .iter()
                .filter(|appeal| found.decided_here.contains(&appeal.person_id))
                .map(|appeal| appeal_row(&href, appeal, t))
                .collect(),
            decides: found.decides,
            clashes: words::clashes(found, t),
            rows,
            outcomes: choices(Role::Expected, None, t)
                .into_iter()
                .chain(choices(Role::Invited, None, t).into_iter().take(1))
                .collect(),
            page: page(context, meeting.title.clone()).with_crumbs(crumbs),
            href,
            mistakes,
        }
    }
}

fn days_since(day: jiff::civil::Date, today: jiff::civil::Date) -> i64 {
    day.until(today).map_or(0, |span| i64::from(span.get_days()))
}

fn facts(found: &Found, t: &Messages, time: String) -> Vec<(String, String)> {
    let meeting = &found.meeting;
    let planned = meeting.held.filter(|held| *held != meeting.planned).map(|_| words::hours(meeting.planned));
    [
        (t.meetings_fact_time(), Some(time)),
        (t.meetings_fact_planned(), planned),
        (t.meetings_field_place(), meeting.place.clone()),
        (t.meetings_fact_series(), found.rhythm.clone()),
        (t.meetings_field_partner(), found.partner.clone()),
        (t.meetings_field_host(), found.host.clone()),
        (t.meetings_field_recorder(), found.recorder.clone()),
    ]
    .into_iter()
    .filter_map(|(label, value)| Some((label, value?)))
    .collect()
}

/// 应到、实到、请假、缺席: on everything that tells of a meeting.
fn counts(found: &Found, t: &Messages) -> String {
    let expected: Vec<&Seat> =
        found.seats.iter().map(|(seat, _)| seat).filter(|seat| seat.role == Role::Expected).collect();
    let invited = found.seats.len() - expected.len();
    if !matches!(found.meeting.state, State::Held | State::Waiting) {
        return if invited > 0 {
            t.meetings_expected_and_invited(expected.len().to_string(), invited.to_string())
        } else {
            t.meetings_expected_count(expected.len().to_string())
        };
    }
    let of = |is: fn(Outcome) -> bool| expected.iter().filter(|seat| seat.outcome.is_some_and(is)).count();
    let came = of(|outcome| outcome.took_part() && outcome != Outcome::MadeUp);
    let leave = of(|outcome| matches!(outcome, Outcome::Leave(_)));
    let away = of(|outcome| matches!(outcome, Outcome::Absent | Outcome::MadeUp));
    t.meetings_counts(expected.len().to_string(), came.to_string(), leave.to_string(), away.to_string())
}

fn lines(context: &Context, found: &Found, typed: &Fields) -> Vec<Line> {
    let t = context.t();
    let line = |(index, (seat, name)): (usize, &(Seat, String))| {
        let said = attendance::said_of(seat, &found.leaves);
        let said = match seat.role {
            Role::Invited if said.took_part() => Outcome::Invited,
            _ => said,
        };
        let chosen = match typed.get(&format!("outcome-{}", seat.person_id)) {
            "" => said,
            code => Outcome::from_code(code).unwrap_or(said),
        };
        let leave = found.requests.iter().find(|leave| leave.person_id == seat.person_id);
        let leave = leave.filter(|leave| leave.says().is_some());
        Line {
            number: index + 1,
            id: seat.person_id.to_string(),
            sought: format!("{} {}", name.to_lowercase(), people::initials(name)),
            name: name.clone(),
            guest: seat.role == Role::Invited,
            role: role(seat.role, t),
            speaks: match (&seat.topic, seat.speaks) {
                (_, false) => String::new(),
                (Some(topic), true) => topic.clone(),
                (None, true) => t.meetings_speaks(),
            },
            options: choices(seat.role, Some(chosen), t),
            said: if found.meeting.state == State::Held {
                records::outcome_said(said, t)
            } else {
                String::new()
            },
            took_part: said.took_part(),
            arrived: seat.arrived_at.map(|at| context.app.clock.hour_of(at)).unwrap_or_default(),
            was: said.code(),
            remark: leave.map(|leave| leave.reason.clone()).unwrap_or_default(),
            other: found.reach.corrects(seat),
        }
    };
    found.seats.iter().enumerate().map(line).collect()
}
