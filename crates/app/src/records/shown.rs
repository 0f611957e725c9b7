//! One record: what it says, where it counts, how it came to be, and who read it.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use jiff::civil::Date;
use serde::Deserialize;
use xueji_plan::{Evidence, words as plan_words};
use xueji_standing::Outcome;
use xueji_store::Tx;

use crate::attachments::{self, Attachment};
use crate::notes::{self, NearView};
use crate::records::counting::{Counts, counts};
use crate::records::enter::changeable;
use crate::records::offer::{self, Offer};
use crate::records::reach::{self, Act, name_of};
use crate::records::store::Link;
use crate::records::views::{ShowPage, Step};
use crate::records::written::{Text, Written, note_shown, text_of};
use crate::records::{self, Attestation, Entry, Record, files, store, words};
use crate::shell::lang::Messages;
use crate::shell::layout::render;
use crate::shell::upload::{FILES_FIELD, MOST_FILES};
use crate::shell::{
    Actor, Context, Error, Id, Lang, Mistakes, OrNotFound, Path, Posted, Query, Result, Work, page,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Arrived {
    saved: String,
}

pub(super) async fn show(
    context: Context,
    Path(id): Path<String>,
    Query(arrived): Query<Arrived>,
) -> Result<Response> {
    let shown = gather(&context, Id::from_text(id), &[]).await?;
    render(&laid_out(&context, shown, !arrived.saved.is_empty(), &Mistakes::default()))
}

/// Opens another's text and files: their author sees who did, and when.
pub(super) async fn read(Path(id): Path<String>, Posted { context, .. }: Posted) -> Result<Response> {
    let (actor, id) = (context.actor()?.clone(), Id::from_text(id));
    let entry = Entry::now(&context.app.clock, actor.account_id.clone(), "web");
    let opened = id.clone();
    let open = move |work: &mut Work<'_>| {
        let record = records::find(work, &opened)?.or_not_found()?;
        reach::require(work, &actor, Act::Read, &record.subject(), entry.on)?;
        records::open_text(work, &entry, &record)?;
        match record.note() {
            Some(note) => {
                let note = notes::find(work, note)?.or_not_found()?;
                let version = notes::open(work, &actor, &note, entry.on)?;
                let files = notes::beside(work, &version)?;
                Ok(Some(Text::Note(Box::new(Written { note, version, files }))))
            }
            None => Ok(record.body.map(Text::Body)),
        }
    };
    let text = context.write(open).await?;
    let mut shown = gather(&context, id, &[]).await?;
    if let Some(Text::Note(written)) = &text {
        let number = written.version.number;
        shown.near = notes::close_to(&context, &written.note.id, number).await?;
    }
    shown.text = text;
    shown.open = true;
    let page = render(&laid_out(&context, shown, false, &Mistakes::default()))?;
    // Nobody goes back to it without being recorded again.
    Ok(([(header::CACHE_CONTROL, "no-store")], page).into_response())
}

pub(super) async fn withdraw(Path(id): Path<String>, Posted { context, fields }: Posted) -> Result<Response> {
    let (actor, id) = (context.actor()?.clone(), Id::from_text(id));
    let entry = Entry::now(&context.app.clock, actor.account_id.clone(), "web");
    let (reason, key) = (fields.get("reason").to_owned(), fields.get("entry_key").to_owned());
    let withdrawn = id.clone();
    let take_back = move |work: &mut Work<'_>| {
        changeable(work, &actor, &withdrawn, entry.on)?;
        if key.is_empty() || key.len() > 64 || reason.chars().count() > 500 {
            return Err(Mistakes::one("reason", Messages::records_reason_missing));
        }
        records::withdraw(work, &entry, &withdrawn, &key, &reason)
    };
    match context.write(take_back).await {
        Ok(_) => Ok(Redirect::to(&format!("/records/{id}")).into_response()),
        Err(Error::Invalid(mistakes)) => refused(&context, id, &[], &mistakes).await,
        Err(error) => Err(error),
    }
}

/// The page again, with what is wrong, and files that were sent already.
pub(super) async fn refused(context: &Context, id: Id, sent: &[Id], mistakes: &Mistakes) -> Result<Response> {
    let page = laid_out(context, gather(context, id, sent).await?, false, mistakes);
    Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&page)?).into_response())
}

pub(super) async fn attest(Path(id): Path<String>, Posted { context, fields }: Posted) -> Result<Response> {
    let (actor, id) = (context.actor()?.clone(), Id::from_text(id));
    let kind = Attestation::from_code(fields.get("kind")).or_not_found()?;
    let entry = Entry::now(&context.app.clock, actor.account_id.clone(), "web");
    let attested = id.clone();
    let say = move |work: &mut Work<'_>| {
        let record = records::find(work, &attested)?.or_not_found()?;
        reach::require(work, &actor, Act::Attest, &record.subject(), entry.on)?;
        if record.entered_from == records::OF_A_MANUSCRIPT {
            return Err(Error::Forbidden);
        }
        if record.withdrawal || records::replaced_by(work, &attested)?.is_some() {
            return Err(Error::Conflict(Messages::records_already_replaced));
        }
        records::attest(work, &entry, &attested, kind)
    };
    context.write(say).await?;
    Ok(Redirect::to(&format!("/records/{id}")).into_response())
}

/// Everything that the page needs, read in one snapshot.
struct Shown {
    record: Record,
    offer: Offer,
    whose: String,
    /// From the first to the latest.
    chain: Vec<(Record, String)>,
    attestations: Vec<Attestation>,
    readings: Vec<(String, i64)>,
    counts: Counts,
    text: Option<Text>,
    /// Earlier notes that the text is close to, for whoever opened it.
    near: Vec<NearView>,
    files: Vec<Attachment>,
    /// Whether text and files are there without being opened, or were opened just now.
    open: bool,
    /// Files that were sent to be added, and wait.
    waiting: Vec<Attachment>,
    own: bool,
    rights: Rights,
}

/// What the visitor may do with it.
#[derive(Clone, Copy)]
struct Rights {
    read: bool,
    change: bool,
    attest: bool,
}

async fn gather(context: &Context, id: Id, sent: &[Id]) -> Result<Shown> {
    let (actor, today, lang) = (context.actor()?.clone(), context.app.clock.today(), context.lang);
    let sent = sent.to_vec();
    context
        .app
        .read(move |tx| {
            let waiting = files::allowed(tx, &actor.account_id, &sent, &Link::default())?;
            Ok(Shown { waiting, ..found(tx, &actor, &id, today, lang)? })
        })
        .await
}

fn found(tx: &mut Tx, actor: &Actor, id: &Id, today: Date, lang: Lang) -> Result<Shown> {
    let record = records::find(tx, id)?.or_not_found()?;
    let subject = record.subject();
    reach::require(tx, actor, Act::See, &subject, today)?;
    let own = reach::is_own(actor, &subject);
    let may_read = reach::may(tx, actor, Act::Read, &subject, today)?;
    let attestations = records::attestations(tx, id)?;
    let open = is_open(actor, &record) && may_read;
    Ok(Shown {
        offer: Offer::on(tx, record.last_on)?,
        whose: name_of(tx, &subject)?,
        chain: chain(tx, &record)?,
        readings: if own { records::readings(tx, id)? } else { Vec::new() },
        counts: counts(tx, &record, &attestations, lang)?,
        text: if open { text_of(tx, &record, own)? } else { None },
        near: Vec::new(),
        files: files::of(tx, id)?,
        open,
        waiting: Vec::new(),
        rights: Rights {
            read: may_read,
            change: reach::may_change(tx, actor, &record, today)?,
            // What is reviewed is reviewed where it is read.
            attest: !own
                && record.entered_from != records::OF_A_MANUSCRIPT
                && reach::may(tx, actor, Act::Attest, &subject, today)?,
        },
        attestations,
        own,
        record,
    })
}

/// A note and its files are opened on purpose, and their author sees it; minutes, and what is one's own, are simply
/// there for those who may read them.
pub(super) fn is_open(actor: &Actor, record: &Record) -> bool {
    record.person_id.is_none() || reach::is_own(actor, &record.subject())
}

/// The longest history that a page shows.
const LONGEST_CHAIN: usize = 50;

/// What it replaced and what replaced it, from the first to the latest, each with who entered it.
fn chain(tx: &mut Tx, record: &Record) -> Result<Vec<(Record, String)>> {
    let mut chain = vec![record.clone()];
    while let Some(earlier) = chain.first().and_then(|first| first.replaces_id.clone()) {
        match records::find(tx, &earlier)? {
            Some(earlier) if chain.len() < LONGEST_CHAIN => chain.insert(0, earlier),
            _ => break,
        }
    }
    while let Some(last) = chain.last().map(|last| last.id.clone()) {
        match records::replaced_by(tx, &last)? {
            Some(later) if chain.len() < 2 * LONGEST_CHAIN => chain.push(later),
            _ => break,
        }
    }
    chain
        .into_iter()
        .map(|step| {
            let name = store::entered_by(tx, &step)?;
            Ok((step, name))
        })
        .collect()
}

fn laid_out(context: &Context, mut shown: Shown, just_saved: bool, mistakes: &Mistakes) -> ShowPage {
    let (t, record) = (context.t(), &shown.record);
    let latest = shown.chain.last().map_or(record, |(latest, _)| latest);
    let live = !record.withdrawal && latest.id == record.id;
    let notice = if record.withdrawal || latest.withdrawal {
        Some(t.records_is_withdrawn())
    } else {
        (!live).then(|| t.records_is_replaced())
    };
    let missing = shown.counts.missing.iter().map(|(title, kinds)| {
        let kinds: Vec<String> = kinds.iter().map(|kind| offer::evidence_name(*kind, t)).collect();
        let what =
            if kinds.is_empty() { t.records_attestation() } else { kinds.join(&t.records_list_comma()) };
        (title.clone(), what)
    });
    let flash = just_saved.then(|| {
        if shown.counts.to.is_empty() {
            t.records_saved()
        } else {
            t.records_saved_counts(shown.counts.to.join(&t.records_list_comma()))
        }
    });
    let has_text = record.body.is_some() || record.note().is_some();
    let (text, note) = match shown.text.take() {
        Some(Text::Body(text)) => (Some(text), None),
        Some(Text::Note(written)) => (None, Some(note_shown(&written, shown.own, t))),
        None => (None, None),
    };
    let whose_query = match &record.person_id {
        None => format!("&for={}", record.organization_id),
        Some(person) if !shown.own => format!("&for_person={person}"),
        Some(_) => String::new(),
    };
    ShowPage {
        page: page(context, record.title.clone()).with_flash(flash),
        id: record.id.to_string(),
        marks: marks(record, &shown.attestations, t),
        facts: facts(context, &shown),
        may_open: shown.rights.read && !shown.open && (has_text || !shown.files.is_empty()),
        has_closed_text: !shown.open && has_text,
        closed_files: closed_files(&shown, t),
        add_open: !shown.waiting.is_empty() || !mistakes.at(FILES_FIELD, t).is_empty() || lacks_file(&shown),
        may_add: live && shown.rights.change && shown.files.len() < MOST_FILES,
        files_wrong: mistakes.at(FILES_FIELD, t),
        waiting: shown.waiting.iter().map(|file| attachments::view(file, t)).collect(),
        accepted: attachments::ACCEPTED,
        readings: shown
            .readings
            .iter()
            .map(|(who, at)| (who.clone(), context.app.clock.minute_of(*at)))
            .collect(),
        missing: if live { missing.collect() } else { Vec::new() },
        history: history(context, &shown),
        kept_at: shown.own.then(|| kept_at(record)).flatten(),
        event_href: record.event_id.as_ref().map(|event| format!("/events/{event}")),
        again_href: format!("/records/new?activity={}{whose_query}", record.activity),
        just_saved: just_saved && live,
        may_change: live && shown.rights.change,
        may_attest: live && shown.rights.attest,
        is_attested: shown.attestations.contains(&Attestation::Attested),
        is_reviewed: shown.attestations.contains(&Attestation::Reviewed),
        entry_key: Id::fresh().to_string(),
        reason: t.records_undo_reason(),
        reason_wrong: mistakes.at("reason", t),
        counts_for: if live { shown.counts.to } else { Vec::new() },
        files: shown.files.iter().filter(|_| shown.open).map(|file| attachments::view(file, t)).collect(),
        add_reason: t.records_add_files(),
        text,
        note,
        near: shown.near,
        notice,
    }
}

/// Where a record is corrected that came with something of its own.
fn kept_at(record: &Record) -> Option<String> {
    match record.entered_from.as_str() {
        records::OF_A_STAY => Some(format!("/research?record={}", record.id)),
        records::OF_A_MANUSCRIPT => Some(format!("/works?record={}", record.id)),
        _ => None,
    }
}

/// Whether a file is what it lacks before it counts somewhere.
fn lacks_file(shown: &Shown) -> bool {
    shown.counts.missing.iter().any(|(_, kinds)| kinds.contains(&Evidence::Attachment))
}

/// What there is of files that are not open: their names for those who may open them, else how many.
fn closed_files(shown: &Shown, t: &Messages) -> Vec<String> {
    if shown.open || shown.files.is_empty() {
        Vec::new()
    } else if shown.rights.read {
        shown.files.iter().map(|file| file.file_name.clone()).collect()
    } else {
        vec![t.records_files_count(shown.files.len().to_string())]
    }
}

/// The small signs beside a record.
pub(super) fn marks(record: &Record, attestations: &[Attestation], t: &Messages) -> Vec<String> {
    let late = record.late.then(|| t.records_mark_late());
    let corrected = (record.replaces_id.is_some() && !record.withdrawal).then(|| t.records_mark_correction());
    let outcome = (record.outcome != Outcome::Done).then(|| words::outcome(record.outcome, t));
    let said = attestations.iter().map(|kind| words::attestation(*kind, t));
    late.into_iter().chain(corrected).chain(outcome).chain(said).collect()
}

fn facts(context: &Context, shown: &Shown) -> Vec<(String, String)> {
    let (t, lang, record) = (context.t(), context.lang, &shown.record);
    let evidence: Vec<String> = [Evidence::Note, Evidence::Text, Evidence::Minutes, Evidence::Attachment]
        .into_iter()
        .filter(|kind| record.evidence.has(*kind))
        .map(|kind| offer::evidence_name(kind, t))
        .collect();
    let category = record.category.as_ref().map(|code| shown.offer.category(code, lang));
    let entered_by = shown.chain.iter().find(|(step, _)| step.id == record.id).map(|(_, name)| name.clone());
    let facts = [
        (t.records_field_whose(), Some(shown.whose.clone())),
        (t.records_field_activity(), Some(shown.offer.title(&record.activity, lang))),
        (t.records_field_category(), category),
        (t.records_field_when(), Some(words::days(record, lang))),
        (t.records_field_amount(), Some(plan_words::quantity(record.quantity, lang.of_plan()))),
        (t.records_field_place(), record.place.clone()),
        (t.records_field_evidence(), (!evidence.is_empty()).then(|| evidence.join(&t.records_list_comma()))),
        (t.records_field_notebook_page(), record.notebook_page.clone()),
        (t.records_field_attachment(), record.attachment.clone()),
        (t.records_field_entered(), Some(context.app.clock.minute_of(record.entered_at))),
        (t.records_field_entered_by(), entered_by),
        (t.records_field_late_reason(), record.late_reason.clone()),
    ];
    facts.into_iter().filter_map(|(label, value)| Some((label, value?))).collect()
}

fn history(context: &Context, shown: &Shown) -> Vec<Step> {
    let t = context.t();
    let step = |(step, who): &(Record, String)| Step {
        href: format!("/records/{}", step.id),
        current: step.id == shown.record.id,
        what: match (&step.replaces_id, step.withdrawal) {
            (_, true) => t.records_step_withdrawn(),
            (Some(_), false) => t.records_step_corrected(),
            (None, false) => t.records_step_entered(),
        },
        entered: format!("{} · {who}", context.app.clock.minute_of(step.entered_at)),
        reason: step.replaces_reason.clone().unwrap_or_default(),
    };
    if shown.chain.len() < 2 {
        return Vec::new();
    }
    shown.chain.iter().rev().map(step).collect()
}
