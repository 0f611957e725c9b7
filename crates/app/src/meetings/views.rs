//! What the list of meetings and the page of one show.

use askama::Template;
use jiff::civil::DateTime;
use xueji_plan::LeaveKind;
use xueji_standing::Outcome;

use crate::meetings::form::clock;
use crate::meetings::leave::{Decision, Leave};
use crate::meetings::pages::{Asked, Found, Listed};
use crate::meetings::{Role, Seat, State, appeal, attendance, make_up, words};
use crate::people;
use crate::records;
use crate::shell::lang::Messages;
use crate::shell::layout::Crumb;
use crate::shell::{Context, Fields, Id, Mistakes, Page, page};

#[derive(Debug, Template)]
#[template(path = "meetings/index.html")]
pub(super) struct IndexPage {
    page: Page,
    chips: Vec<Chip>,
    past: bool,
    to_come_href: String,
    past_href: String,
    arranges: bool,
    unit: String,
    rows: Vec<Row>,
    back: String,
    on: String,
    place: String,
}

#[derive(Debug)]
struct Chip {
    href: String,
    label: String,
    current: bool,
}

#[derive(Debug)]
struct Row {
    number: usize,
    href: String,
    title: String,
    kind: String,
    when: String,
    organization: String,
    place: String,
    state: String,
    state_code: &'static str,
}

impl IndexPage {
    pub(super) fn new(context: &Context, asked: &Asked, listed: Listed, number: usize) -> Self {
        let (t, lang) = (context.t(), context.lang);
        let past = asked.show == "past";
        let whose = listed.whose.as_ref().map_or_else(|| "me".to_owned(), |one| one.id.to_string());
        let at = |whose: &str, past: bool, number: usize| {
            let mut query = form_urlencoded::Serializer::new(String::new());
            query.append_pair("whose", whose);
            if past {
                query.append_pair("show", "past");
            }
            if number > 1 {
                query.append_pair("page", &number.to_string());
            }
            format!("/meetings?{}", query.finish())
        };
        let own = context.visitor.as_ref().is_some_and(|actor| actor.person_id.is_some());
        let mine = own.then(|| Chip {
            href: at("me", past, 1),
            label: t.meetings_mine(),
            current: listed.whose.is_none(),
        });
        let tops = listed.tops.iter().map(|top| Chip {
            href: at(top.id.as_str(), past, 1),
            label: top.short_name.clone(),
            current: listed.whose.as_ref().is_some_and(|one| one.id == top.id),
        });
        let first = (number - 1) * context.page_size(super::pages::PAGE);
        let row = |(index, (meeting, organization)): (usize, (super::Meeting, String))| Row {
            number: first + index + 1,
            href: format!("/meetings/{}", meeting.id),
            kind: listed.kinds.title(&meeting.activity, lang),
            when: words::time(meeting.time(), lang),
            organization,
            place: meeting.place.clone().unwrap_or_default(),
            state: words::state(&meeting, listed.now, t),
            state_code: state_code(&meeting, listed.now),
            title: meeting.title,
        };
        Self {
            chips: mine.into_iter().chain(tops).collect(),
            to_come_href: at(&whose, false, 1),
            past_href: at(&whose, true, 1),
            past,
            arranges: listed.arranges,
            unit: listed.whose.as_ref().map(|one| one.name.clone()).unwrap_or_default(),
            rows: listed.meetings.into_iter().enumerate().map(row).collect(),
            back: if number > 1 { at(&whose, past, number - 1) } else { String::new() },
            on: if listed.more { at(&whose, past, number + 1) } else { String::new() },
            place: t.people_page_alone(number.to_string()),
            page: page(context, t.nav_meetings()),
        }
    }
}

/// The look of a state, by the codes of standings: what waits for somebody stands out.
fn state_code(meeting: &super::Meeting, now: DateTime) -> &'static str {
    match meeting.state {
        State::Planned if meeting.planned.last < now => "behind",
        State::Planned if meeting.planned.first <= now => "due",
        State::Planned => "not-yet-begun",
        State::Held => "met",
        State::Cancelled => "exempt",
    }
}

#[derive(Debug, Template)]
#[template(path = "meetings/show.html")]
pub(super) struct ShowPage {
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
    counts: String,
    runs: bool,
    keeps: bool,
    oversees: bool,
    planned: bool,
    held: bool,
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
    said: String,
    took_part: bool,
    arrived: String,
    remark: String,
    /// Whether the visitor may correct it: not their own.
    other: bool,
}

#[derive(Debug)]
struct Choice {
    code: &'static str,
    title: String,
    chosen: bool,
}

/// The visitor's own part in it.
#[derive(Debug)]
struct Own {
    /// 应到, 列席.
    role: String,
    /// What the list says, once confirmed.
    said: String,
    /// What became of the leave asked for last.
    leave: String,
    leave_answer: String,
    may_ask: bool,
    take_back_href: String,
    kinds: Vec<Choice>,
    appeal: String,
    appeal_answer: String,
    may_appeal: bool,
    outcomes: Vec<Choice>,
    make_up_href: String,
    make_up: String,
    typed_reason: String,
}

/// A request that is to be decided, or was.
#[derive(Debug)]
struct Waiting {
    href: String,
    name: String,
    what: String,
    reason: String,
    state: String,
    open: bool,
}

impl ShowPage {
    fn wrong(&self, field: &str) -> String {
        self.mistakes.at(field, self.page.t)
    }

    pub(super) fn new(context: &Context, found: Found, typed: &Fields, mistakes: Mistakes) -> Self {
        let (t, lang) = (context.t(), context.lang);
        let meeting = &found.meeting;
        let href = format!("/meetings/{}", meeting.id);
        let (planned, held) = (meeting.state == State::Planned, meeting.state == State::Held);
        let shown = |name: &'static str, usual: String| match typed.get(name) {
            "" => usual,
            typed => typed.to_owned(),
        };
        let today = found.now.date();
        let late = planned && days_since(meeting.planned.day(), today) > i64::from(found.late_after);
        let own_id = context.visitor.as_ref().and_then(|actor| actor.person_id.clone());
        let rows =
            if found.reach.oversees { lines(context, &found, own_id.as_ref(), typed) } else { Vec::new() };
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
            facts: facts(&found, t, words::time(meeting.time(), lang)),
            link: meeting.link.clone().filter(|_| planned).unwrap_or_default(),
            agenda: meeting
                .agenda
                .lines()
                .map(str::to_owned)
                .filter(|line| !line.trim().is_empty())
                .collect(),
            counts: counts(&found, t),
            runs: found.reach.runs,
            keeps: found.reach.keeps,
            oversees: found.reach.oversees,
            planned,
            held,
            lists: planned && found.reach.runs && meeting.planned.day() <= today,
            on: shown("on", meeting.planned.day().to_string()),
            from: shown("from", clock(meeting.planned.first)),
            to: shown("to", clock(meeting.planned.last)),
            late_reason: typed.get("late_reason").to_owned(),
            asks_why_late: late || !mistakes.at("late_reason", t).is_empty(),
            event_href: match &meeting.event_id {
                Some(event) if found.posted > 0 => format!("/events/{event}"),
                _ => String::new(),
            },
            sign_in_open: meeting.sign_in_secret.is_some(),
            own: own(&found, own_id.as_ref(), typed, t),
            leaves: found
                .leaves
                .iter()
                .filter(|_| found.decides)
                .map(|leave| leave_row(&href, leave, t))
                .collect(),
            appeals: found
                .appeals
                .iter()
                .filter(|_| found.decides)
                .map(|one| appeal_row(&href, one, t))
                .collect(),
            decides: found.decides,
            rows,
            clashes: words::clashes(&found, t),
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
    if found.meeting.state != State::Held {
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

fn lines(context: &Context, found: &Found, own: Option<&Id>, typed: &Fields) -> Vec<Line> {
    let t = context.t();
    let granted: Vec<Leave> =
        found.leaves.iter().filter(|leave| leave.decision == Some(Decision::Granted)).cloned().collect();
    let line = |(index, (seat, name)): (usize, &(Seat, String))| {
        let said = attendance::said_of(seat, &granted);
        let said = match seat.role {
            Role::Invited if said.took_part() => Outcome::Invited,
            _ => said,
        };
        let chosen = match typed.get(&format!("outcome-{}", seat.person_id)) {
            "" => said,
            code => Outcome::from_code(code).unwrap_or(said),
        };
        let leave = granted.iter().find(|leave| leave.person_id == seat.person_id);
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
            arrived: seat
                .arrived_at
                .map(|at| context.app.clock.civil(at).strftime("%H:%M").to_string())
                .unwrap_or_default(),
            remark: leave.map(|leave| leave.reason.clone()).unwrap_or_default(),
            other: own != Some(&seat.person_id),
        }
    };
    found.seats.iter().enumerate().map(line).collect()
}

fn role(role: Role, t: &Messages) -> String {
    match role {
        Role::Expected => t.meetings_role_expected(),
        Role::Invited => t.meetings_role_invited(),
    }
}

/// What a list may say of somebody.
fn choices(role: Role, chosen: Option<Outcome>, t: &Messages) -> Vec<Choice> {
    let may = |outcome: &Outcome| attendance::may_be(role, *outcome);
    let choice = |outcome: Outcome| Choice {
        code: outcome.code(),
        title: records::outcome_said(outcome, t),
        chosen: Some(outcome) == chosen,
    };
    Outcome::ALL.into_iter().filter(may).map(choice).collect()
}

fn own(found: &Found, own: Option<&Id>, typed: &Fields, t: &Messages) -> Option<Own> {
    let (seat, own) = (found.reach.seat.as_ref()?, own?);
    let meeting = &found.meeting;
    let (planned, held) = (meeting.state == State::Planned, meeting.state == State::Held);
    let expected = seat.role == Role::Expected;
    let leave = found.leaves.iter().find(|leave| leave.person_id == *own);
    let standing = leave.filter(|leave| matches!(leave.decision, None | Some(Decision::Granted)));
    let appeal = found.appeals.iter().find(|appeal| appeal.person_id == *own);
    let kinds = [LeaveKind::PublicDuty, LeaveKind::Illness, LeaveKind::Personal].map(|kind| {
        let outcome = Outcome::Leave(kind);
        Choice {
            code: outcome.code(),
            title: records::outcome_said(outcome, t),
            chosen: typed.get("kind") == outcome.code(),
        }
    });
    Some(Own {
        role: role(seat.role, t),
        said: seat
            .outcome
            .filter(|_| held)
            .map(|outcome| records::outcome_said(outcome, t))
            .unwrap_or_default(),
        leave: leave.map(|leave| leave_said(leave, t)).unwrap_or_default(),
        leave_answer: leave.and_then(|leave| leave.answer.clone()).unwrap_or_default(),
        may_ask: planned && expected && standing.is_none(),
        take_back_href: standing
            .filter(|_| planned)
            .map(|leave| format!("/meetings/{}/leave/{}", meeting.id, leave.id))
            .unwrap_or_default(),
        kinds: kinds.into_iter().collect(),
        appeal: appeal.map(|appeal| appeal_said(appeal, t)).unwrap_or_default(),
        appeal_answer: appeal.and_then(|appeal| appeal.answer.clone()).unwrap_or_default(),
        may_appeal: held && expected && appeal.is_none_or(|appeal| appeal.upheld.is_some()),
        outcomes: choices(seat.role, None, t)
            .into_iter()
            .filter(|choice| Some(choice.code) != seat.outcome.map(Outcome::code))
            .collect(),
        make_up_href: match &found.make_up {
            Some(_) => format!("/meetings/{}/make-up/{own}", meeting.id),
            None => String::new(),
        },
        make_up: found
            .make_up
            .as_ref()
            .map(|task: &make_up::MakeUp| words::make_up(task.state, t))
            .unwrap_or_default(),
        typed_reason: typed.get("reason").to_owned(),
    })
}

fn leave_said(leave: &Leave, t: &Messages) -> String {
    let kind = records::outcome_said(Outcome::Leave(leave.kind), t);
    match leave.decision {
        None => t.meetings_leave_waits(kind),
        Some(Decision::Granted) => t.meetings_leave_granted(kind),
        Some(Decision::Refused) => t.meetings_leave_refused(kind),
        Some(Decision::TakenBack) => t.meetings_leave_taken_back(kind),
    }
}

fn appeal_said(appeal: &appeal::Appeal, t: &Messages) -> String {
    let outcome = records::outcome_said(appeal.outcome, t);
    match appeal.upheld {
        None => t.meetings_appeal_made(outcome),
        Some(true) => t.meetings_appeal_upheld(outcome),
        Some(false) => t.meetings_appeal_dismissed(outcome),
    }
}

fn leave_row(href: &str, leave: &Leave, t: &Messages) -> Waiting {
    Waiting {
        href: format!("{href}/leave/{}", leave.id),
        name: leave.name.clone(),
        what: records::outcome_said(Outcome::Leave(leave.kind), t),
        reason: leave.reason.clone(),
        state: leave_said(leave, t),
        open: leave.decision.is_none(),
    }
}

fn appeal_row(href: &str, appeal: &appeal::Appeal, t: &Messages) -> Waiting {
    Waiting {
        href: format!("{href}/appeal/{}", appeal.id),
        name: appeal.name.clone(),
        what: records::outcome_said(appeal.outcome, t),
        reason: appeal.reason.clone(),
        state: appeal_said(appeal, t),
        open: appeal.upheld.is_none(),
    }
}
