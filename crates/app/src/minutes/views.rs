//! What the page of minutes shows.

use askama::Template;
use xueji_standing::Outcome;

use crate::meetings::{Seat, State};
use crate::minutes::pages::Found;
use crate::minutes::signing::Role;
use crate::minutes::{Block, Kind, Slot, items, measures_page, overdue, similarity, text};
use crate::records;
use crate::shell::lang::Messages;
use crate::shell::layout::Crumb;
use crate::shell::{Context, Error, Fields, Id, Lang, Mistakes, Page, Result, page};

#[derive(Debug, Template)]
#[template(path = "minutes/show.html")]
pub(super) struct ShowPage {
    page: Page,
    href: String,
    meeting_href: String,
    lead: String,
    state: String,
    state_code: &'static str,
    /// Under which name a browser keeps what it could not send.
    keep: String,
    since: i64,
    sections: Vec<Section>,
    writes: bool,
    /// Where the visitor can write, who asked to read.
    write_href: String,
    signatures: Vec<SignatureLine>,
    signs: bool,
    sign_hint: String,
    digest: String,
    reopens: bool,
    mistakes: Mistakes,
}

/// The blocks of a kind.
#[derive(Debug)]
struct Section {
    code: &'static str,
    title: String,
    hint: String,
    blocks: Vec<BlockView>,
}

#[derive(Debug)]
struct BlockView {
    slot: String,
    code: &'static str,
    label: String,
    version: i64,
    text: String,
    /// Whom it may be about, where that is to be chosen.
    people: Vec<(String, String, bool)>,
    asks_person: bool,
    asks_due: bool,
    due: String,
    due_said: String,
    /// Not written yet, to be begun: a further one follows once it is.
    spare: bool,
    /// What became of a measure, and where that is said.
    done: String,
    done_href: String,
    near: Option<Near>,
}

/// An earlier passage that a block is close to.
#[derive(Debug)]
struct Near {
    label: String,
    href: String,
    ours: String,
    theirs: String,
}

#[derive(Debug)]
struct SignatureLine {
    role: String,
    name: String,
    said: String,
    code: &'static str,
}

/// One block, as a window puts in what somebody else added.
#[derive(Debug, Template)]
#[template(path = "minutes/_block.html")]
struct Fragment {
    t: &'static Messages,
    block: BlockView,
}

/// The markup of a block that somebody else added.
pub(super) fn fragment(context: &Context, block: &Block, seats: &[(Seat, String)]) -> Result<String> {
    let t = context.t();
    let block = view(block, label(block, seats, t), seats, t);
    Fragment { t, block }.render().map_err(|error| Error::Internal(error.into()))
}

impl ShowPage {
    fn wrong(&self, field: &str) -> String {
        self.mistakes.at(field, self.page.t)
    }

    pub(super) fn new(context: &Context, found: &Found, typed: &Fields, mistakes: Mistakes) -> Self {
        let (t, lang, today) = (context.t(), context.lang, context.app.clock.today());
        let meeting = &found.meeting;
        let (href, closed) = (format!("/meetings/{}/minutes", meeting.id), found.signing.is_closed());
        let late = !closed && overdue::is_overdue(meeting, today);
        let own = context.visitor.as_ref().and_then(|actor| actor.person_id.clone());
        let account = context.visitor.as_ref().map_or("", |actor| actor.account_id.as_str());
        let role = Role::of(meeting, own.as_ref());
        let held = meeting.state == State::Held;
        let signed = role.is_some_and(|_| {
            let mine = |one: &&super::signing::Signature| Some(&one.person_id) == own.as_ref();
            found.signing.signatures.iter().filter(mine).any(|one| found.signing.fits(one))
        });
        let can_write = found.reach.runs && !closed && meeting.state != State::Cancelled;
        let written = found.blocks.iter().any(|block| !block.is_empty());
        let crumbs = vec![
            Crumb { href: Some("/meetings".to_owned()), label: t.nav_meetings() },
            Crumb { href: Some(format!("/meetings/{}", meeting.id)), label: meeting.title.clone() },
            Crumb { href: None, label: t.minutes_title() },
        ];
        Self {
            lead: format!(
                "{} · {} · {}",
                found.organization,
                records::day_said(meeting.time().day(), lang),
                meeting.title
            ),
            state: match (closed, late) {
                (true, _) => t.minutes_state_closed(),
                (false, true) => t.minutes_state_overdue(overdue::SIGNED_WITHIN_DAYS.to_string()),
                (false, false) => t.minutes_state_open(),
            },
            state_code: match (closed, late) {
                (true, _) => "met",
                (false, true) => "behind",
                (false, false) => "due",
            },
            keep: format!("minutes:{account}:{}", meeting.id),
            since: found.blocks.iter().map(|block| block.change).max().unwrap_or(0),
            sections: if found.writes { to_write(found, typed, t) } else { to_read(found, t) },
            writes: found.writes,
            write_href: if can_write && !found.writes { href.clone() } else { String::new() },
            signatures: signatures(context, found),
            signs: !found.writes && held && written && role.is_some() && !signed && !closed,
            sign_hint: match (held, meeting.host_id.is_some() && meeting.recorder_id.is_some()) {
                (false, _) => t.minutes_sign_once_confirmed(),
                (true, false) => t.minutes_sign_names_missing(),
                (true, true) if !written => t.minutes_nothing_to_sign(),
                (true, true) => String::new(),
            },
            reopens: found.reach.runs && !found.signing.signatures.is_empty(),
            digest: found.signing.digest.clone(),
            meeting_href: format!("/meetings/{}", meeting.id),
            page: page(context, t.minutes_title()).with_crumbs(crumbs),
            href,
            mistakes,
        }
    }
}

fn signatures(context: &Context, found: &Found) -> Vec<SignatureLine> {
    let t = context.t();
    let line = |(role, title, name): (Role, String, &String)| {
        let old = |one: &&super::signing::Signature| one.role == role || one.role == Role::Both;
        let (said, code) = match (found.signing.by(role), found.signing.signatures.iter().rfind(old)) {
            (Some(one), _) => (t.minutes_signed_at(context.app.clock.minute_of(one.at)), "met"),
            (None, Some(one)) => (t.minutes_signature_lapsed(context.app.clock.minute_of(one.at)), "behind"),
            (None, None) => (t.minutes_not_signed_yet(), "not-yet-begun"),
        };
        let name = if name.is_empty() { t.meetings_nobody_yet() } else { name.clone() };
        SignatureLine { role: title, name, said, code }
    };
    [
        (Role::Host, t.meetings_field_host(), &found.host),
        (Role::Recorder, t.meetings_field_recorder(), &found.recorder),
    ]
    .map(line)
    .into_iter()
    .collect()
}

fn title(kind: Kind, t: &Messages) -> (String, String) {
    match kind {
        Kind::Agenda => (t.minutes_agenda(), t.minutes_agenda_hint()),
        Kind::Lead => (t.minutes_leads(), String::new()),
        Kind::Talk => (t.minutes_talks(), t.minutes_talks_hint()),
        Kind::Decision => (t.minutes_decisions(), String::new()),
        Kind::Measure => (t.minutes_measures(), t.minutes_measures_hint()),
    }
}

fn section(kind: Kind, blocks: Vec<BlockView>, t: &Messages) -> Section {
    let (title, hint) = title(kind, t);
    Section { code: kind.code(), title, hint, blocks }
}

/// What was written, for reading.
fn to_read(found: &Found, t: &Messages) -> Vec<Section> {
    let said = super::in_order(&found.meeting.agenda, &found.blocks);
    let of = |kind: Kind| {
        let blocks = said.iter().filter(|block| block.slot.kind() == kind);
        blocks.map(|block| with_rest(found, block, t)).collect::<Vec<_>>()
    };
    let sections = Kind::ALL.map(|kind| section(kind, of(kind), t));
    sections.into_iter().filter(|section| !section.blocks.is_empty()).collect()
}

/// The form: everything that is written, what the agenda and the list offer, and one more of each kind to begin.
fn to_write(found: &Found, typed: &Fields, t: &Messages) -> Vec<Section> {
    let of = |kind: Kind| {
        let mut offered: Vec<Block> = offered(found, kind);
        let stored = found.blocks.iter().filter(|block| block.slot.kind() == kind);
        for block in stored {
            match offered.iter_mut().find(|one| one.slot == block.slot) {
                Some(one) => *one = block.clone(),
                None => offered.push(block.clone()),
            }
        }
        // What was typed into a block that is not stored yet, and was refused.
        let is_new = |slot: &Slot| slot.kind() == kind && !offered.iter().any(|one| one.slot == *slot);
        let new: Vec<Block> = typed
            .iter()
            .filter(|(_, text)| !text.trim().is_empty())
            .filter_map(|(name, _)| name.strip_prefix("text-").and_then(Slot::parse).filter(is_new))
            .map(|slot| unwritten(slot, "", None))
            .collect();
        offered.extend(new);
        let mut views: Vec<BlockView> = offered.iter().map(|block| with_rest(found, block, t)).collect();
        if matches!(kind, Kind::Talk | Kind::Decision | Kind::Measure) {
            let slot = Slot::fresh(kind);
            views.push(BlockView { spare: true, ..with_rest(found, &unwritten(slot, "", None), t) });
        }
        for view in &mut views {
            view.retype(typed);
        }
        views
    };
    let sections = Kind::ALL.map(|kind| section(kind, of(kind), t));
    sections.into_iter().filter(|section| !section.blocks.is_empty()).collect()
}

/// What the agenda and the list offer to be written.
fn offered(found: &Found, kind: Kind) -> Vec<Block> {
    match kind {
        Kind::Agenda => {
            let items = items(&found.meeting.agenda).into_iter();
            items.map(|item| unwritten(Slot::of_item(item), item, None)).collect()
        }
        Kind::Lead => {
            let speak = found.seats.iter().map(|(seat, _)| seat).filter(|seat| seat.speaks);
            let one =
                |seat: &Seat| unwritten(Slot::of_speaker(&seat.person_id), "", Some(seat.person_id.clone()));
            speak.map(one).collect()
        }
        Kind::Talk | Kind::Decision | Kind::Measure => Vec::new(),
    }
}

fn unwritten(slot: Slot, heading: &str, person_id: Option<Id>) -> Block {
    Block {
        slot,
        heading: heading.to_owned(),
        person_id,
        due_on: None,
        text: String::new(),
        version: 0,
        first_change: 0,
        change: 0,
    }
}

impl BlockView {
    /// Shows what came back with a form that was refused, with the version that it began from.
    fn retype(&mut self, typed: &Fields) {
        let name = format!("text-{}", self.slot);
        let Some((_, text)) = typed.iter().find(|(field, _)| *field == name) else { return };
        text.clone_into(&mut self.text);
        let field = |name: &str| typed.get(&format!("{name}-{}", self.slot)).to_owned();
        self.version = field("from").parse().unwrap_or(0);
        let (person, due) = (field("person"), field("due"));
        if self.asks_person {
            for (id, _, chosen) in &mut self.people {
                *chosen = *id == person;
            }
        }
        if self.asks_due {
            self.due = due;
        }
    }
}

/// What stands over a block.
fn label(block: &Block, seats: &[(Seat, String)], t: &Messages) -> String {
    let name = text::name_of(seats, block.person_id.as_ref());
    let seat =
        seats.iter().map(|(seat, _)| seat).find(|seat| Some(&seat.person_id) == block.person_id.as_ref());
    match block.slot.kind() {
        Kind::Agenda if block.heading.is_empty() => t.minutes_content(),
        Kind::Agenda => block.heading.clone(),
        Kind::Lead => match seat.and_then(|seat| seat.topic.as_ref()) {
            Some(topic) => format!("{name}：{topic}"),
            None => name.to_owned(),
        },
        Kind::Talk => t.minutes_talk(),
        Kind::Decision => t.minutes_decision(),
        Kind::Measure => t.minutes_measure(),
    }
}

fn view(block: &Block, label: String, seats: &[(Seat, String)], t: &Messages) -> BlockView {
    let kind = block.slot.kind();
    let asks_person = matches!(kind, Kind::Talk | Kind::Measure);
    let chosen = |seat: &Seat| block.person_id.as_ref() == Some(&seat.person_id);
    // Who is known not to have come did not speak; a measure may be theirs all the same.
    let offered = |(seat, _): &&(Seat, String)| {
        chosen(seat) || kind == Kind::Measure || seat.outcome.is_none_or(Outcome::took_part)
    };
    let people = seats.iter().filter(|_| asks_person).filter(offered);
    BlockView {
        slot: block.slot.as_str().to_owned(),
        code: kind.code(),
        version: block.version,
        text: block.text.clone(),
        people: people.map(|(seat, name)| (seat.person_id.to_string(), name.clone(), chosen(seat))).collect(),
        asks_person,
        asks_due: kind == Kind::Measure,
        due: block.due_on.map(|on| on.to_string()).unwrap_or_default(),
        due_said: block.due_on.map(|on| records::day_said(on, Lang::of(t))).unwrap_or_default(),
        spare: false,
        done: String::new(),
        done_href: String::new(),
        near: None,
        label: if label.is_empty() { title(kind, t).0 } else { label },
    }
}

/// A block with what became of it, and what it is close to.
fn with_rest(found: &Found, block: &Block, t: &Messages) -> BlockView {
    let near = found.near.iter().find(|(slot, _)| *slot == block.slot).map(|(_, earlier)| Near {
        label: t.minutes_near(records::day_said(earlier.on, Lang::of(t))),
        href: format!("/meetings/{}/minutes?read=1", earlier.meeting_id),
        ours: similarity::shown(&block.text),
        theirs: similarity::shown(&earlier.text),
    });
    let measure = block.slot.kind() == Kind::Measure && !block.is_empty();
    let done = found.done.get(block.slot.as_str());
    let state = match done {
        Some(done) => t.minutes_measure_done(done.on.to_string(), done.note.as_str()),
        None => t.minutes_show_open(),
    };
    let listed = measure && found.meeting.state == State::Held;
    BlockView {
        near,
        done: if listed { state } else { String::new() },
        done_href: if listed { measures_page::href(&found.meeting.id, &block.slot) } else { String::new() },
        ..view(block, label(block, &found.seats, t), &found.seats, t)
    }
}
