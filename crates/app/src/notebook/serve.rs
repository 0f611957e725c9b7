//! What a note serves: the records that are made when it is handed in, and those that it is added to.

use xueji_plan::Evidence;
use xueji_plan::{Activity, Kind, Quantity, RecordedFor, words as plan_words};
use xueji_standing::{EvidenceSet, Outcome};
use xueji_store::Tx;

use crate::notebook::draft;
use crate::notes::{self, Note, Version};
use crate::records::{self, Entry, NewRecord, Offer, Record, Subject};
use crate::shell::lang::Messages;
use crate::shell::{Choice, Error, Fields, Id, Lang, Mistakes, OrNotFound, Result, Work};

/// An activity that a note may serve, as the form offers it.
#[derive(Debug)]
pub(super) struct Serve {
    pub(super) code: String,
    pub(super) title: String,
    pub(super) chosen: bool,
    pub(super) quick: bool,
    pub(super) amount: String,
    pub(super) units: Vec<Choice>,
    pub(super) categories: Vec<Choice>,
}

/// What was ticked, with how much.
#[derive(Clone, Debug)]
pub(super) struct Served {
    activity: String,
    quantity: Quantity,
    category: Option<String>,
}

/// The activities that one may record for oneself; `typed` is what came back with a form.
pub(super) fn offered(
    offer: &Offer,
    meant: Option<&str>,
    taken: &[String],
    typed: Option<&Fields>,
    lang: Lang,
    t: &Messages,
) -> Vec<Serve> {
    let mut single = offer.single(RecordedFor::Person);
    single.retain(|activity| !reviewed(activity));
    let usual = usual(&single).map(|activity| activity.name.code.as_str());
    let ticked: Vec<String> = typed.map(|typed| draft::serves(typed).collect()).unwrap_or_default();
    let one = |activity: &Activity| {
        let code = activity.name.code.as_str();
        let (amount, unit) = records::amount_of(activity.usual);
        let was = |name: &str| typed.map(|typed| typed.get(&format!("{name}-{code}")).to_owned());
        let unit = was("unit").filter(|unit| !unit.is_empty()).unwrap_or(unit);
        Serve {
            code: code.to_owned(),
            title: lang.title(&activity.name).to_owned(),
            chosen: match typed {
                Some(_) => ticked.iter().any(|ticked| ticked == code),
                None if taken.is_empty() => meant.or(usual) == Some(code),
                None => false,
            },
            quick: activity.quick || meant == Some(code),
            amount: was("amount").filter(|amount| !amount.is_empty()).unwrap_or(amount),
            units: records::units(activity, &unit, lang, t),
            categories: offer.categories(activity, &was("category").unwrap_or_default(), lang),
        }
    };
    single.into_iter().filter(|activity| !taken.contains(&activity.name.code)).map(one).collect()
}

/// Essays and reports: they are recorded where they are handed in for review, and nowhere else.
fn reviewed(activity: &Activity) -> bool {
    matches!(activity.kind, Some(Kind::Essay | Kind::Report))
}

/// Whether the note may be handed in for review, and whether that is what it is meant for.
pub(super) fn for_review(offer: &Offer, meant: Option<&str>) -> (bool, bool) {
    let mut all = offer.single(RecordedFor::Person);
    all.retain(|activity| reviewed(activity));
    (!all.is_empty(), all.iter().any(|activity| Some(activity.name.code.as_str()) == meant))
}

/// What people do on most days: the plan's self-study, else what it offers first.
pub(super) fn usual<'a>(single: &[&'a Activity]) -> Option<&'a Activity> {
    let study = single.iter().find(|activity| activity.kind == Some(Kind::SelfStudy));
    study.or_else(|| single.first()).copied()
}

/// What the form says that the note serves.
pub(super) fn read(fields: &Fields, mistakes: &mut Mistakes) -> Vec<Served> {
    let served = draft::serves(fields).take(20).map(|code| {
        let part = |name: &str| (name.to_owned(), fields.get(&format!("{name}-{code}")).to_owned());
        let own = Fields::of([part("amount"), part("unit")]);
        let category = fields.get(&format!("category-{code}"));
        Served {
            quantity: records::quantity(&own, mistakes),
            category: (!category.is_empty()).then(|| category.to_owned()),
            activity: code,
        }
    });
    served.collect()
}

/// Hands the note in and records what it serves; `record` is one of before that it is added to.
///
/// # Errors
/// Mistakes, where nothing is written, where it would serve nothing, or where a record does not fit the plan.
pub(super) fn post(
    work: &mut Work<'_>,
    entry: &Entry,
    note_id: &Id,
    key: &str,
    served: &[Served],
    record: Option<&Id>,
    late_reason: Option<&str>,
) -> Result<()> {
    let note = notes::find(work, note_id)?.or_not_found()?;
    let version = notes::version(work, note_id, note.current)?.or_not_found()?;
    notes::enter(work, note_id, entry.at)?;
    let title = draft::title_of(&version).unwrap_or_else(|| entry.on.to_string());
    for one in served {
        let new = record_of(&note, &version, one, &title, key, late_reason);
        records::submit(work, entry, &new)?;
    }
    if let Some(id) = record {
        let old = records::find(work, id)?.or_not_found()?;
        if old.subject() != Subject::Person(note.person_id.clone()) || old.note().is_some() {
            return Err(Error::Forbidden);
        }
        let key = format!("{key}:{id}");
        records::add_note(work, entry, id, &key, (note_id, evidence(&version)), "补写笔记")?;
    }
    if records::of_note(work, note_id)?.is_empty() {
        return Err(Mistakes::one("serves", Messages::notebook_serves_nothing));
    }
    Ok(())
}

fn record_of(
    note: &Note,
    version: &Version,
    served: &Served,
    title: &str,
    key: &str,
    late_reason: Option<&str>,
) -> NewRecord {
    NewRecord {
        entry_key: format!("{key}:{}", served.activity),
        subject: Subject::Person(note.person_id.clone()),
        activity: served.activity.clone(),
        category: served.category.clone(),
        first_on: note.happened_on,
        last_on: note.happened_on,
        quantity: served.quantity,
        outcome: Outcome::Done,
        evidence: evidence(version),
        title: title.to_owned(),
        body: None,
        note_id: Some(note.id.clone()),
        notebook_page: None,
        attachment: None,
        files: Vec::new(),
        place: None,
        late_reason: late_reason.map(str::to_owned),
    }
}

/// A written text is a note and a text; a photographed page is a note and a file.
fn evidence(version: &Version) -> EvidenceSet {
    let text = !version.text.trim().is_empty();
    let there = [
        Some(Evidence::Note),
        text.then_some(Evidence::Text),
        (!version.files.is_empty()).then_some(Evidence::Attachment),
    ];
    there.into_iter().flatten().collect()
}

/// A record that a note serves, as pages name it.
#[derive(Debug)]
pub(super) struct ServedView {
    pub(super) href: String,
    pub(super) title: String,
    pub(super) late: bool,
}

pub(super) fn views(offer: &Offer, served: &[Record], lang: Lang) -> Vec<ServedView> {
    let view = |record: &Record| ServedView {
        href: format!("/records/{}", record.id),
        title: format!(
            "{} {}",
            offer.title(&record.activity, lang),
            plan_words::quantity(record.quantity, lang.of_plan())
        ),
        late: record.late,
    };
    served.iter().map(view).collect()
}

/// One's own records of these days that stand on no note yet.
pub(super) fn lacking(tx: &mut Tx, person: &Id) -> Result<Vec<Record>> {
    let latest = records::latest_of(tx, &Subject::Person(person.clone()), 30)?;
    let lacks = |record: &Record| record.note().is_none() && record.outcome == Outcome::Done;
    Ok(latest.into_iter().filter(lacks).take(10).collect())
}
