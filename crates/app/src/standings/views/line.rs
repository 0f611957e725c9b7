//! A duty as a line: bar, figure, what is still to do, and the sentence it comes from.

use jiff::civil::Date;
use xueji_plan::{Amount, Kind, OpenField, RecordedFor, words};
use xueji_standing::{CompiledDuty, Standing, State};

use crate::shell::{Context, Id, Lang};
use crate::standings::Verdict;
use crate::standings::say::{self, StateWord};
use crate::standings::year::{OneDuty, Year};

/// For whom the links of a page record.
#[derive(Clone, Debug)]
pub(in crate::standings) enum RecordFor {
    /// Oneself.
    Me,
    /// Somebody else, by those entitled.
    Person(Id),
    /// An organization.
    Organization(Id),
    /// Nobody: the page is only read.
    Nobody,
}

/// Duties under one heading.
pub(super) struct Group {
    pub(super) title: String,
    pub(super) lines: Vec<Line>,
}

/// One duty.
pub(super) struct Line {
    pub(super) title: String,
    pub(super) owed: String,
    pub(super) state: StateWord,
    pub(super) percent: i64,
    pub(super) figure: String,
    pub(super) explained: String,
    /// Of a rate: the meetings ahead.
    pub(super) ahead: String,
    /// Who set a number that the text leaves open, and why; empty where nobody did.
    pub(super) local: String,
    pub(super) encouraged: bool,
    pub(super) sources: Vec<String>,
    pub(super) href: String,
    /// Empty where there is nothing to record here.
    pub(super) record_href: String,
}

/// A duty that nobody gave a number.
pub(super) struct OpenPoint {
    pub(super) title: String,
    pub(super) source: String,
}

/// Something with a date.
pub(super) struct Coming {
    pub(super) when: String,
    pub(super) title: String,
    pub(super) href: String,
}

/// How many lines "needs you now" and "what comes next" have.
const MOST_NEEDS: usize = 5;
const MOST_COMING: usize = 8;

/// How far ahead "what comes next" looks.
const AHEAD_DAYS: i64 = 62;

pub(super) fn line(
    year: &Year,
    one: &OneDuty,
    subject_id: &Id,
    record_for: &RecordFor,
    context: &Context,
) -> Option<Line> {
    let (lang, t, today) = (context.lang, context.t(), context.app.clock.today());
    let compiled = year.duty(one)?;
    let duty = compiled.duty();
    let verdict = Verdict::from(&one.standing);
    let figure = match &one.standing.rate {
        Some(rate) => format!("{}/{}", rate.attended, rate.expected),
        None => say::figure(compiled, &verdict),
    };
    let set_locally = duty.local.as_ref().filter(|_| !duty.open.is_empty());
    Some(Line {
        title: say::title(duty, lang),
        owed: words::owed(&duty.amount, &duty.timing, lang.of_plan()),
        state: say::state(one.standing.state, t),
        percent: say::percent(compiled, &verdict),
        figure,
        explained: say::explain(compiled, &one.standing, today, lang, t),
        ahead: say::ahead(&one.standing, t),
        local: set_locally.map(|local| t.standings_set_locally(&local.by, &local.why)).unwrap_or_default(),
        encouraged: one.standing.encouraged,
        sources: duty.source.iter().map(|source| source.quote.clone()).collect(),
        href: format!("/duties/{}/{}/of/{subject_id}", year.plan.plan_id, duty.code),
        record_href: record_href(year, one, record_for),
    })
}

/// The one action that moves a duty: recording its first activity; attendance is recorded with the meeting.
fn record_href(year: &Year, one: &OneDuty, record_for: &RecordFor) -> String {
    let Some(duty) = year.duty(one).map(CompiledDuty::duty) else { return String::new() };
    let activity = duty.does.first().and_then(|code| year.plan.plan().activity(code));
    let Some(activity) = activity.filter(|_| !matches!(duty.amount, Amount::Rate(_))) else {
        return String::new();
    };
    let code = &activity.name.code;
    match (record_for, activity.recorded_for) {
        // Some sorts have a place of their own.
        (RecordFor::Me, RecordedFor::Person) if activity.kind == Some(Kind::FieldResearch) => {
            "/research/new".to_owned()
        }
        (RecordFor::Me, RecordedFor::Person) if activity.kind == Some(Kind::Report) => {
            "/works/draft".to_owned()
        }
        (RecordFor::Me, RecordedFor::Person) if activity.kind == Some(Kind::Essay) => "/works".to_owned(),
        (RecordFor::Me, RecordedFor::Person) => format!("/records/new?activity={code}"),
        (RecordFor::Person(id), RecordedFor::Person) => format!("/records/new?activity={code}&for={id}"),
        // What people gather for is arranged first.
        (RecordFor::Organization(id), RecordedFor::Organization) if activity.attendance.is_some() => {
            format!("/meetings/new?organization={id}&activity={code}")
        }
        (RecordFor::Organization(id), RecordedFor::Organization) => {
            format!("/records/many?organization={id}&activity={code}")
        }
        _ => String::new(),
    }
}

/// Every duty under its heading, in the plan's order.
pub(super) fn groups(
    years: &[Year],
    subject_id: &Id,
    record_for: &RecordFor,
    context: &Context,
) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for (year, one) in each(years) {
        let title = year.duty(one).and_then(|duty| duty.duty().group.clone()).unwrap_or_default();
        let Some(line) = line(year, one, subject_id, record_for, context) else { continue };
        match groups.iter_mut().find(|group| group.title == title) {
            Some(group) => group.lines.push(line),
            None => groups.push(Group { title, lines: vec![line] }),
        }
    }
    groups
}

/// What needs the subject now, the most pressing first.
pub(super) fn needs(years: &[Year], subject_id: &Id, record_for: &RecordFor, context: &Context) -> Vec<Line> {
    let mut pressing: Vec<_> = each(years).filter(|(_, one)| is_pressing(&one.standing)).collect();
    pressing.sort_by_key(|(_, one)| {
        let standing = &one.standing;
        (standing.repairable == 0, standing.next_due, standing.state != State::Behind)
    });
    let lines =
        pressing.into_iter().filter_map(|(year, one)| line(year, one, subject_id, record_for, context));
    lines.take(MOST_NEEDS).collect()
}

fn is_pressing(standing: &Standing) -> bool {
    let can_be_mended = standing.repairable > 0 && standing.state == State::Unreachable;
    !standing.encouraged && (can_be_mended || matches!(standing.state, State::Due | State::Behind))
}

/// What falls due later, and the campaigns that run or begin.
pub(super) fn coming(years: &[Year], subject_id: &Id, context: &Context) -> Vec<Coming> {
    let (lang, t, today) = (context.lang, context.t(), context.app.clock.today());
    let is_near = |date: Date| {
        date >= today && today.until(date).is_ok_and(|span| i64::from(span.get_days()) <= AHEAD_DAYS)
    };
    let mut coming: Vec<(Date, Coming)> = Vec::new();
    for (year, one) in each(years).filter(|(_, one)| !is_pressing(&one.standing)) {
        let due = one.standing.next_due.filter(|due| is_near(*due) && one.standing.state != State::Met);
        let Some((due, duty)) = due.zip(year.duty(one)) else { continue };
        let duty = duty.duty();
        let href = format!("/duties/{}/{}/of/{subject_id}", year.plan.plan_id, duty.code);
        let when = t.standings_by(say::day(due, lang));
        coming.push((due, Coming { when, title: say::title(duty, lang), href }));
    }
    for campaign in years.iter().flat_map(|year| &year.plan.plan().campaigns) {
        let Some(window) = campaign.window.filter(|window| window.contains(today) || is_near(window.first()))
        else {
            continue;
        };
        let when = t.standings_campaign_runs(say::day(window.first(), lang), say::day(window.last(), lang));
        let title = lang.title(&campaign.name).to_owned();
        let href = format!("/plan#{}", campaign.name.code);
        coming.push((window.first().max(today), Coming { when, title, href }));
    }
    coming.sort_by_key(|(date, _)| *date);
    coming.into_iter().map(|(_, coming)| coming).take(MOST_COMING).collect()
}

/// The duties that nobody gave a number.
pub(super) fn open_points(years: &[Year], lang: Lang) -> Vec<OpenPoint> {
    let duties = years.iter().flat_map(|year| {
        year.open.iter().filter_map(|index| year.plan.rules.duties().get(*index)).map(CompiledDuty::duty)
    });
    duties
        .filter(|duty| duty.open.iter().any(|field| *field != OpenField::Lead))
        .map(|duty| OpenPoint {
            title: say::title(duty, lang),
            source: duty.source.first().map(|source| source.quote.clone()).unwrap_or_default(),
        })
        .collect()
}

fn each(years: &[Year]) -> impl Iterator<Item = (&Year, &OneDuty)> {
    years.iter().flat_map(|year| year.duties.iter().map(move |one| (year, one)))
}
