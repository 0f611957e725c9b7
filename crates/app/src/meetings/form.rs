//! The one form before a meeting: what was typed, and the draft that it describes.

use jiff::civil::{Date, Time as OfDay};
use xueji_plan::Bilingual;
use xueji_store::Tx;

use crate::meetings::arrange::Draft;
use crate::meetings::series::Repeat;
use crate::meetings::words::clock;
use crate::meetings::{Direction, Meeting, Role, Seat, Time};
use crate::people;
use crate::shell::lang::Messages;
use crate::shell::{Fields, Id, Mistakes, Result};

/// An agenda of some pages.
const LONGEST_AGENDA: usize = 10_000;
/// Where a meeting begins of which nothing is known.
const USUAL: (&str, &str) = ("14:30", "16:00");

/// What stands in the fields, as typed.
#[derive(Clone, Debug, Default)]
pub(super) struct Typed {
    pub(super) entry_key: String,
    pub(super) version: String,
    pub(super) category: String,
    pub(super) title: String,
    pub(super) agenda: String,
    pub(super) on: String,
    pub(super) from: String,
    pub(super) to: String,
    pub(super) place: String,
    pub(super) link: String,
    pub(super) host: String,
    pub(super) recorder: String,
    pub(super) invite: String,
    pub(super) partner: String,
    pub(super) direction: String,
    /// The code of the rhythm in which it comes again, and until when.
    pub(super) repeat: String,
    pub(super) until: String,
}

impl Typed {
    /// An empty form, which begins where the last meeting of its kind was.
    pub(super) fn fresh(on: Date, last: Option<&Meeting>, recorder: Option<&Id>) -> Self {
        let text = |id: Option<&Id>| id.map(ToString::to_string).unwrap_or_default();
        let last_recorder = last.and_then(|last| last.recorder_id.as_ref());
        Self {
            entry_key: Id::fresh().to_string(),
            on: on.to_string(),
            from: last.map_or_else(|| USUAL.0.to_owned(), |last| clock(last.planned.first)),
            to: last.map_or_else(|| USUAL.1.to_owned(), |last| clock(last.planned.last)),
            place: last.and_then(|last| last.place.clone()).unwrap_or_default(),
            link: last.and_then(|last| last.link.clone()).unwrap_or_default(),
            host: text(last.and_then(|last| last.host_id.as_ref())),
            recorder: text(last_recorder.or(recorder)),
            ..Self::default()
        }
    }

    /// A meeting to be changed, or to begin a new one from.
    pub(super) fn of(meeting: &Meeting) -> Self {
        let text = |id: &Option<Id>| id.as_ref().map(ToString::to_string).unwrap_or_default();
        let plain = |text: &Option<String>| text.clone().unwrap_or_default();
        Self {
            entry_key: Id::fresh().to_string(),
            version: meeting.version.to_string(),
            category: plain(&meeting.category),
            title: meeting.title.clone(),
            agenda: meeting.agenda.clone(),
            on: meeting.planned.day().to_string(),
            from: clock(meeting.planned.first),
            to: clock(meeting.planned.last),
            place: plain(&meeting.place),
            link: plain(&meeting.link),
            host: text(&meeting.host_id),
            recorder: text(&meeting.recorder_id),
            invite: String::new(),
            partner: text(&meeting.partner.as_ref().map(|partner| partner.organization_id.clone())),
            direction: meeting.partner.as_ref().map_or("", |partner| partner.direction.code()).to_owned(),
            ..Self::default()
        }
    }

    /// A form that came back.
    pub(super) fn of_fields(fields: &Fields) -> Self {
        let get = |name| fields.get(name).to_owned();
        Self {
            entry_key: get("entry_key"),
            version: get("version"),
            category: get("category"),
            title: get("title"),
            agenda: agenda(fields),
            on: get("on"),
            from: get("from"),
            to: get("to"),
            place: get("place"),
            link: get("link"),
            host: get("host"),
            recorder: get("recorder"),
            invite: get("invite"),
            partner: get("partner"),
            direction: get("direction"),
            repeat: get("repeat"),
            until: get("until"),
        }
    }
}

/// Day and hours of a form: `on`, `from`, `to`.
pub(super) fn time(fields: &Fields, mistakes: &mut Mistakes) -> Time {
    let on = fields.required_date("on", mistakes);
    let mut of_day = |name: &'static str| -> OfDay {
        let typed = fields.get(name);
        // Some write 14：30.
        typed.replace('：', ":").parse().unwrap_or_else(|_| {
            mistakes.add(name, Messages::meetings_not_a_time);
            OfDay::midnight()
        })
    };
    let (from, to) = (of_day("from"), of_day("to"));
    Time { first: on.to_datetime(from), last: on.to_datetime(to) }
}

/// The form as typed; people who were named by their numbers are looked up.
pub(super) fn read(tx: &mut Tx, fields: &Fields) -> Result<Draft> {
    let mut mistakes = Mistakes::default();
    let entry_key = fields.required("entry_key", 64, &mut mistakes);
    let planned = time(fields, &mut mistakes);
    let link = fields.text("link", 500, &mut mistakes);
    if link.as_ref().is_some_and(|link| !link.starts_with("https://") && !link.starts_with("http://")) {
        mistakes.add("link", Messages::meetings_not_a_link);
    }
    let person = |name| Some(fields.get(name)).filter(|id| !id.is_empty()).map(Id::from_text);
    let mut seats = seats(fields, &mut mistakes);
    invite(tx, fields, &mut seats, &mut mistakes)?;
    let draft = Draft {
        entry_key,
        organization_id: Id::from_text(fields.required("organization", 64, &mut mistakes)),
        activity: fields.required("activity", 100, &mut mistakes),
        category: fields.text("category", 100, &mut mistakes),
        title: fields.required("title", 200, &mut mistakes),
        agenda: bounded_agenda(fields, &mut mistakes),
        planned,
        place: fields.text("place", 200, &mut mistakes),
        link,
        host_id: person("host"),
        recorder_id: person("recorder"),
        partner: person("partner").zip(Direction::from_code(fields.get("direction"))),
        seats,
    };
    mistakes.check()?;
    Ok(draft)
}

/// What was typed, and what was ticked of the plan's, an item a line.
fn agenda(fields: &Fields) -> String {
    let ticked = fields.all("content").filter(|one| !one.is_empty());
    let all: Vec<&str> =
        Some(fields.get("agenda")).filter(|typed| !typed.is_empty()).into_iter().chain(ticked).collect();
    all.join("\n")
}

fn bounded_agenda(fields: &Fields, mistakes: &mut Mistakes) -> String {
    let agenda = agenda(fields);
    if agenda.chars().count() > LONGEST_AGENDA {
        mistakes.add("agenda", Messages::meetings_agenda_too_long);
    }
    agenda
}

/// In which rhythm it comes again, where it does.
pub(super) fn repeat(fields: &Fields) -> Result<Option<Repeat>> {
    let code = fields.get("repeat");
    if code.is_empty() {
        return Ok(None);
    }
    let mut mistakes = Mistakes::default();
    let last_on = fields.required_date("until", &mut mistakes);
    let rhythm = code.parse().ok();
    if rhythm.is_none() {
        mistakes.add("repeat", Messages::field_unknown_choice);
    }
    mistakes.check()?;
    Ok(rhythm.map(|rhythm| Repeat { rhythm, last_on }))
}

/// Those of the list who have a role: `role-ID`, and whether they speak: `speaks-ID`, on what: `topic-ID`.
pub(super) fn seats(fields: &Fields, mistakes: &mut Mistakes) -> Vec<Seat> {
    let mut seats = Vec::new();
    for (name, value) in fields.iter() {
        let Some(id) = name.strip_prefix("role-") else { continue };
        if value.is_empty() {
            continue;
        }
        let Some(role) = Role::from_code(value) else {
            mistakes.add("people", Messages::field_unknown_choice);
            continue;
        };
        let topic = fields.get(&format!("topic-{id}"));
        if topic.chars().count() > 200 {
            mistakes.add("people", Messages::meetings_topic_too_long);
        }
        seats.push(Seat {
            speaks: !fields.get(&format!("speaks-{id}")).is_empty(),
            topic: (!topic.is_empty()).then(|| topic.to_owned()),
            ..Seat::fresh(Id::from_text(id), role)
        });
    }
    seats
}

/// Adds those who were invited by their numbers, from wherever they are.
fn invite(tx: &mut Tx, fields: &Fields, seats: &mut Vec<Seat>, mistakes: &mut Mistakes) -> Result<()> {
    let typed = fields.text("invite", 2000, mistakes).unwrap_or_default();
    let codes = typed.split(|c: char| c.is_whitespace() || matches!(c, '、' | '，' | ',' | ';' | '；'));
    let mut unknown = Vec::new();
    for code in codes.filter(|code| !code.is_empty()) {
        match people::person_by_code(tx, code)? {
            Some(person) if seats.iter().any(|seat| seat.person_id == person.id) => {}
            Some(person) => seats.push(Seat::fresh(person.id, Role::Invited)),
            None => unknown.push(code),
        }
    }
    if !unknown.is_empty() {
        let said = Bilingual {
            zh: format!("没有工号为“{}”的人员", unknown.join("、")),
            en: format!("Nobody has the number {}", unknown.join(", ")),
        };
        mistakes.say("invite", said, None);
    }
    Ok(())
}
