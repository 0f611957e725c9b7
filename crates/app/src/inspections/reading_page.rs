//! Reading one person's notes: the text with what stands at its margin, and the inspector's acts.
//!
//! Its author opens the same page of their own and sees who read what and when; see `author_page` for their acts.

use askama::Template;
use axum::response::Response;
use jiff::civil::Date;
use serde::Deserialize;
use xueji_store::Tx;

use crate::attachments::{self, Attachment, FileView};
use crate::inspections::author_page::{self, Offer};
use crate::inspections::beside::{Line, Margin, line, margins};
use crate::inspections::log::{self, Step};
use crate::inspections::reach::{self, Found};
use crate::inspections::read::{self, Page as Leaf};
use crate::inspections::{Comment, State, margin, store, words};
use crate::notes::{self, NearView, Note, Version};
use crate::people;
use crate::records::Entry;
use crate::shell::layout::{Crumb, render};
use crate::shell::{Actor, Context, Fields, Id, Mistakes, OrNotFound, Page, Path, Query, Result, Work, page};

/// Which of the notes is read.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    note: String,
}

#[expect(clippy::struct_excessive_bools, reason = "each is something that the template asks")]
#[derive(Debug, Template)]
#[template(path = "inspections/read.html")]
pub(super) struct ReadingPage {
    page: Page,
    id: String,
    /// Whether whoever looks may inspect; else they are its author.
    inspects: bool,
    round_href: String,
    state: (&'static str, &'static str, String),
    /// What the author added and nobody has read.
    added: String,
    /// What is not read yet, for whoever is about to be done.
    unread: String,
    why: String,
    where_in_round: String,
    before_href: String,
    next_href: String,
    notes: Vec<Tab>,
    note: Option<Text>,
    near: Vec<NearView>,
    comments: Vec<Margin>,
    steps: Vec<Line>,
    remarks: String,
    is_done: bool,
    may_return: bool,
    offers: Vec<Offer>,
    may_show: bool,
    may_answer: bool,
    reason: String,
    typed: Fields,
    mistakes: Mistakes,
}

/// One of the notes in the row above the text.
#[expect(clippy::struct_excessive_bools, reason = "each is something that the template asks")]
#[derive(Debug)]
struct Tab {
    href: String,
    title: String,
    day: String,
    current: bool,
    was_read: bool,
    changed: bool,
    /// Added by its author and not read.
    added: bool,
    by_author: bool,
    comments: usize,
    before: bool,
    after: bool,
}

#[derive(Debug)]
struct Text {
    id: String,
    title: String,
    day: String,
    said: String,
    html: String,
    /// What its text does not show itself: photographed pages first of all.
    files: Vec<FileView>,
    gone: bool,
    edit_href: String,
    open_href: String,
    read: String,
}

/// What the page is made of.
struct Read {
    found: Found,
    inspects: bool,
    person: String,
    pages: Vec<Leaf>,
    at: usize,
    text: Option<(Note, Version)>,
    files: Vec<Attachment>,
    comments: Vec<Comment>,
    steps: Vec<Step>,
    /// Everybody of the round with whether the actor may read them, to go from one to the next.
    order: Vec<(Id, bool)>,
    offers: Vec<Offer>,
}

fn gather(work: &mut Work<'_>, context: &Context, id: &Id, note: &str) -> Result<Read> {
    let (actor, entry) = (context.actor()?.clone(), entry(context)?);
    let found = reach::find(work, id, entry.on)?;
    let is_own = actor.person_id.as_ref() == Some(&found.inspection.person_id);
    let found = if is_own {
        reach::own(work, &actor, id, entry.on)?
    } else {
        reach::inspected(work, &actor, id, entry.on)?
    };
    let before = read::pages(work, id)?;
    let at = which(&before, note);
    let text = match before.get(at) {
        Some(leaf) if is_own => own_text(work, leaf)?,
        Some(leaf) => read::open(work, &actor, &entry, &found, &leaf.shown.note_id)?,
        None => None,
    };
    let note = match before.get(at) {
        Some(leaf) => notes::find(work, &leaf.shown.note_id)?,
        None => None,
    };
    Ok(Read {
        inspects: !is_own,
        person: people::person(work, &found.inspection.person_id)?.or_not_found()?.name,
        at,
        files: text.as_ref().map(|version| notes::beside(work, version)).transpose()?.unwrap_or_default(),
        text: note.zip(text),
        // As they are after this reading.
        pages: read::pages(work, id)?,
        comments: margin::of(work, id)?,
        steps: log::of(work, id)?,
        order: order(work, &actor, &found, entry.on)?,
        offers: if is_own { author_page::offers(work, &found, context)? } else { Vec::new() },
        found: reach::find(work, id, entry.on)?,
    })
}

fn order(tx: &mut Tx, actor: &Actor, found: &Found, today: Date) -> Result<Vec<(Id, bool)>> {
    let people = store::of_round(tx, &found.round.id)?;
    let ids: Vec<&Id> = people.iter().map(|(one, _)| &one.person_id).collect();
    let reached = reach::reached(tx, actor, &found.organization, &ids, today)?;
    Ok(people.into_iter().map(|(one, _)| (one.id, reached.contains(&one.person_id))).collect())
}

fn own_text(tx: &mut Tx, leaf: &Leaf) -> Result<Option<Version>> {
    notes::handed_in(tx, &leaf.shown.note_id)
}

/// The note that was asked for; else the first that was not read as it is now, else the first.
fn which(pages: &[Leaf], note: &str) -> usize {
    let asked = pages.iter().position(|leaf| leaf.shown.note_id.as_str() == note);
    let unread = || pages.iter().position(Leaf::is_unread);
    asked.or_else(unread).unwrap_or(0)
}

pub(super) fn entry(context: &Context) -> Result<Entry> {
    Ok(Entry::now(&context.app.clock, context.actor()?.account_id.clone(), "web"))
}

pub(super) async fn show(
    context: Context,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let page = laid_out(&context, Id::from_text(id), asked.note, Fields::default(), Mistakes::default());
    render(&page.await?)
}

pub(super) async fn laid_out(
    context: &Context,
    id: Id,
    note: String,
    typed: Fields,
    mistakes: Mistakes,
) -> Result<ReadingPage> {
    let whose = context.clone();
    let read = context.write(move |work| gather(work, &whose, &id, &note)).await?;
    let near = match &read.text {
        Some((note, version)) if read.inspects => notes::close_to(context, &note.id, version.number).await?,
        _ => Vec::new(),
    };
    Ok(ReadingPage::new(context, read, near, typed, mistakes))
}

impl ReadingPage {
    fn wrong(&self, field: &str) -> String {
        self.mistakes.at(field, self.page.t)
    }

    fn new(context: &Context, read: Read, near: Vec<NearView>, typed: Fields, mistakes: Mistakes) -> Self {
        let (t, lang) = (context.t(), context.lang);
        let Found { inspection, round, organization, gone } = &read.found;
        let href = |id: &Id| format!("/inspections/{id}");
        let here = read.order.iter().position(|(id, _)| *id == inspection.id).unwrap_or(0);
        let (before, after) = read.order.split_at(here);
        let may_read = |(_, reached): &&(Id, bool)| *reached && read.inspects;
        let beside = |one: Option<&(Id, bool)>| one.map(|(id, _)| href(id)).unwrap_or_default();
        let day = lang.day(round.drawn_on);
        let title = if read.inspects {
            t.inspections_notes_of(read.person.as_str())
        } else {
            t.inspections_own_title(day.as_str())
        };
        let note_id = read.pages.get(read.at).map(|leaf| leaf.shown.note_id.clone());
        let own: Vec<&Comment> =
            read.comments.iter().filter(|one| Some(&one.note_id) == note_id.as_ref()).collect();
        let html = read.text.as_ref().map(|(note, version)| note.html(version));
        let (marked, margins) = margins(context, html.as_deref(), &own);
        let last_reason = read.steps.iter().rev().find(|step| step.done == log::Done::Returned);
        let returned = inspection.state == State::Returned;
        Self {
            id: inspection.id.to_string(),
            inspects: read.inspects,
            round_href: format!("/inspections/rounds/{}", round.id),
            state: words::how_far(inspection.state, *gone, t),
            added: counted(read.pages.iter().filter(|leaf| is_added(leaf)).count(), |count| {
                t.inspections_added_unread(count)
            }),
            unread: counted(read.pages.iter().filter(|leaf| leaf.is_unread()).count(), |count| {
                t.inspections_left_unread(count)
            }),
            why: round.reason.clone().unwrap_or_default(),
            where_in_round: t.inspections_place(
                organization.short_name.as_str(),
                day,
                (here + 1).to_string(),
                read.order.len().to_string(),
            ),
            before_href: beside(before.iter().rfind(may_read)),
            next_href: beside(after.iter().skip(1).find(may_read)),
            notes: tabs(context, &read),
            note: read.pages.get(read.at).map(|leaf| text(context, &read, leaf, marked)),
            near,
            comments: margins,
            steps: read.steps.iter().map(|step| line(context, step)).collect(),
            remarks: inspection.remarks.clone().unwrap_or_default(),
            is_done: inspection.state == State::Done,
            may_return: inspection.state.waits_for_inspector() && gone.is_none(),
            may_show: inspection.state != State::Done && gone.is_none(),
            may_answer: returned && gone.is_none(),
            reason: last_reason.filter(|_| returned).and_then(|step| step.text.clone()).unwrap_or_default(),
            offers: read.offers,
            page: page(context, title).with_crumbs(crumbs(
                context,
                read.inspects,
                organization,
                &read.person,
            )),
            typed,
            mistakes,
        }
    }
}

fn crumbs(
    context: &Context,
    inspects: bool,
    organization: &people::Organization,
    person: &str,
) -> Vec<Crumb> {
    let t = context.t();
    if inspects {
        let home = format!("/inspections?of={}", organization.id);
        return vec![
            Crumb { href: Some(home), label: t.nav_inspections() },
            Crumb { href: None, label: person.to_owned() },
        ];
    }
    vec![Crumb { href: Some("/inspections/mine".to_owned()), label: t.inspections_mine() }]
}

/// Whether its author added it, and nobody has read it.
fn is_added(leaf: &Leaf) -> bool {
    leaf.shown.by_author && leaf.shown.read_number.is_none() && leaf.entered.is_some()
}

/// What a number of notes is said with; nothing where there are none.
fn counted(count: usize, say: impl Fn(String) -> String) -> String {
    if count == 0 { String::new() } else { say(count.to_string()) }
}

fn tabs(context: &Context, read: &Read) -> Vec<Tab> {
    let id = &read.found.inspection.id;
    let tab = |(index, leaf): (usize, &Leaf)| Tab {
        href: format!("/inspections/{id}?note={}", leaf.shown.note_id),
        title: titled(context, leaf),
        day: context.lang.day(leaf.happened_on),
        current: index == read.at,
        added: is_added(leaf),
        was_read: leaf.shown.read_number.is_some(),
        changed: leaf.shown.read_number.is_some() && leaf.shown.read_number != leaf.entered,
        by_author: leaf.shown.by_author,
        comments: read.comments.iter().filter(|one| one.note_id == leaf.shown.note_id).count(),
        before: index + 1 == read.at,
        after: index == read.at + 1,
    };
    read.pages.iter().enumerate().map(tab).collect()
}

fn titled(context: &Context, leaf: &Leaf) -> String {
    match leaf.title.as_str() {
        "" => context.t().inspections_untitled(),
        title => title.to_owned(),
    }
}

fn text(context: &Context, read: &Read, leaf: &Leaf, html: String) -> Text {
    let (t, note_id) = (context.t(), &leaf.shown.note_id);
    let own = !read.inspects;
    let written = (leaf.characters > 0).then(|| t.inspections_characters(leaf.characters.to_string()));
    let pages = (!read.files.is_empty()).then(|| t.notebook_pages(read.files.len().to_string()));
    Text {
        id: note_id.to_string(),
        title: titled(context, leaf),
        day: context.lang.day(leaf.happened_on),
        said: written.into_iter().chain(pages).collect::<Vec<_>>().join(" · "),
        files: read.files.iter().map(|file| attachments::view(file, t)).collect(),
        gone: read.text.is_none(),
        html,
        edit_href: if own { format!("/notes/{note_id}/edit") } else { String::new() },
        open_href: if own { format!("/notes/{note_id}") } else { String::new() },
        read: match leaf.shown.read_at {
            Some(at) => t.inspections_read_at(context.app.clock.minute_of(at)),
            None => t.inspections_not_read(),
        },
    }
}
