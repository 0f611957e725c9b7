//! The form for one record as a page: empty, with a record to be corrected, or come back with what was typed.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use xueji_plan::{RecordedFor, Unit};
use xueji_standing::Outcome;

use crate::attachments::{self, Attachment};
use crate::records::entry_form::Typed;
use crate::records::offer::{self, Offer};
use crate::records::reach::{self, Act, name_of};
use crate::records::views::{EntryPage, Link};
use crate::records::{self, Record, Subject, files, store};
use crate::shell::lang::Messages;
use crate::shell::layout::render;
use crate::shell::{Actor, Context, Fields, Id, Mistakes, Result, Right, page};

/// The activity that was chosen instead, where the form was sent to change it and not to be saved.
pub(super) fn other_activity(fields: &Fields) -> Option<String> {
    let chosen = match fields.get("to") {
        "other" => fields.get("other"),
        chosen => chosen,
    };
    (!chosen.is_empty()).then(|| chosen.to_owned())
}

/// Whether the form shows the files: another's are not opened by correcting a date.
pub(super) fn shows_files(actor: &Actor, old: &Record) -> bool {
    old.person_id.is_none() || reach::is_own(actor, &old.subject())
}

/// Whether the form takes a text: what somebody wrote is written on in their notebook.
pub(super) fn takes_text(actor: &Actor, old: &Record) -> bool {
    shows_files(actor, old) && old.note().is_none()
}

/// What goes into the form.
pub(super) struct Filled {
    pub(super) subject: Subject,
    pub(super) old: Option<Record>,
    /// The activity that the address asks for.
    activity: String,
    /// What was typed, where it came back.
    typed: Option<Typed>,
    /// The files that the form shows ticked.
    files: Vec<Id>,
    mistakes: Mistakes,
}

impl Filled {
    pub(super) fn fresh(subject: Subject, activity: String) -> Self {
        Self { subject, old: None, activity, typed: None, files: Vec::new(), mistakes: Mistakes::default() }
    }

    pub(super) fn correcting(old: Record, files: &[Attachment], activity: String) -> Self {
        let subject = old.subject();
        let files = files.iter().map(|file| file.id.clone()).collect();
        Self { old: Some(old), files, ..Self::fresh(subject, activity) }
    }

    pub(super) fn back(subject: Subject, old: Option<Record>, fields: &Fields, mistakes: Mistakes) -> Self {
        let typed = Some(Typed::of_fields(fields));
        Self { subject, old, activity: String::new(), typed, files: Vec::new(), mistakes }
    }

    /// With another activity, and all that was typed so far.
    pub(super) fn changed(self, activity: String) -> Self {
        Self { activity, ..self }
    }

    /// With the files that were ticked and brought.
    pub(super) fn with_files(self, files: Vec<Id>) -> Self {
        Self { files, ..self }
    }
}

pub(super) async fn refused(context: &Context, filled: Filled) -> Result<Response> {
    let form = form(context, filled).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&form)?).into_response())
}

pub(super) async fn form(context: &Context, filled: Filled) -> Result<EntryPage> {
    let (actor, today) = (context.actor()?.clone(), context.app.clock.today());
    let subject = filled.subject.clone();
    let changing = filled.old.is_some();
    let is_fresh = !changing && filled.typed.is_none() && filled.activity.is_empty();
    let mut filled = filled;
    let (ids, old) = (filled.files.clone(), filled.old.as_ref().map(|old| old.id.clone()));
    let (offer, name, organizations, last, files) = context
        .app
        .read(move |tx| {
            if !changing {
                reach::require(tx, &actor, Act::Record, &subject, today)?;
            }
            let name = if reach::is_own(&actor, &subject) { None } else { Some(name_of(tx, &subject)?) };
            let last = if is_fresh { records::latest_of(tx, &subject, 1)?.pop() } else { None };
            let link = store::Link { replaces: old.as_ref().map(|old| (old, "")), ..store::Link::default() };
            let files = files::allowed(tx, &actor.account_id, &ids, &link)?;
            Ok((Offer::on(tx, today)?, name, reach::organizations(tx, &actor)?, last, files))
        })
        .await?;
    // Most people record today what they recorded last.
    if let Some(last) = last {
        filled.activity = last.activity;
    }
    Ok(laid_out(context, filled, &offer, name.as_ref(), organizations, &files))
}

fn laid_out(
    context: &Context,
    filled: Filled,
    offer: &Offer,
    whose: Option<&String>,
    organizations: Vec<(Id, String)>,
    files: &[Attachment],
) -> EntryPage {
    let (t, lang, today) = (context.t(), context.lang, context.app.clock.today());
    let recorded_for = match filled.subject {
        Subject::Person(_) => RecordedFor::Person,
        Subject::Organization(_) => RecordedFor::Organization,
    };
    let single = offer.single(recorded_for);
    let (with_text, with_files) = match (&filled.old, &context.visitor) {
        (Some(old), Some(actor)) => (takes_text(actor, old), shows_files(actor, old)),
        _ => (true, true),
    };
    let asked = single.iter().find(|activity| activity.name.code == filled.activity).copied();
    let typed = match (filled.typed, &filled.old) {
        (Some(typed), _) => Some(match asked {
            Some(activity) => typed.fitted(activity),
            None => typed,
        }),
        (None, Some(old)) => {
            let mut typed = Typed::of_record(old, with_text);
            if let Some(activity) = asked.filter(|_| old.outcome == Outcome::Done) {
                typed.activity.clone_from(&activity.name.code);
            }
            Some(typed)
        }
        (None, None) => asked.or(single.first().copied()).map(|activity| Typed::fresh(activity, today)),
    };
    let typed = typed.unwrap_or_default();
    let known = offer.find(&typed.activity).map(|(_, activity)| activity);
    let activity = known.or(single.first().copied());
    let hidden = match &filled.subject {
        Subject::Organization(id) => vec![("for", id.to_string())],
        Subject::Person(id) if whose.is_some() => vec![("for_person", id.to_string())],
        Subject::Person(_) => Vec::new(),
    };
    let action = match &filled.old {
        Some(old) => format!("/records/{}/correct", old.id),
        None => "/records".to_owned(),
    };
    let attended = filled.old.as_ref().is_some_and(|old| old.outcome != Outcome::Done);
    let (quick, others): (Vec<_>, Vec<_>) = single.into_iter().partition(|activity| activity.quick);
    let title = match (&filled.old, whose) {
        (Some(_), _) => t.records_correct_title(),
        (None, Some(name)) => t.records_new_title_for(name),
        (None, None) => t.nav_record(),
    };
    let needs: Vec<String> =
        offer.evidence(&typed.activity).into_iter().map(|kind| offer::evidence_name(kind, t)).collect();
    EntryPage {
        page: page(context, title),
        whoms: if filled.old.is_some() { Vec::new() } else { whoms(t, &filled.subject, organizations) },
        many_href: context
            .visitor
            .as_ref()
            .filter(|actor| filled.old.is_none() && actor.may_anywhere(Right::RecordForOrganization))
            .map(|_| "/records/many".to_owned()),
        quick: offer::choices(quick, &typed.activity, lang),
        others: offer::choices(others, &typed.activity, lang),
        named: activity.map(|activity| lang.title(&activity.name).to_owned()),
        categories: activity
            .map(|activity| offer.categories(activity, &typed.category, lang))
            .unwrap_or_default(),
        units: activity.map(|activity| offer::units(activity, &typed.unit, lang, t)).unwrap_or_default(),
        // Another's files are not named by correcting a date: they go along unseen.
        files: files
            .iter()
            .filter(|file| with_files || !file.kept)
            .map(|file| attachments::view(file, t))
            .collect(),
        unseen_files: files.iter().filter(|file| !with_files && file.kept).count(),
        accepted: attachments::ACCEPTED,
        in_days: activity.is_some_and(|activity| activity.units.contains(&Unit::Days)),
        outcomes: if attended { offer::outcomes(&typed.outcome, t) } else { Vec::new() },
        for_organization: recorded_for == RecordedFor::Organization,
        needs: needs.join(&t.records_list_comma()),
        correcting: filled.old.is_some(),
        today: today.to_string(),
        hidden,
        action,
        note_href: filled
            .old
            .as_ref()
            .filter(|_| with_files)
            .and_then(Record::note)
            .map(|id| format!("/notes/{id}")),
        with_text,
        attended,
        typed,
        mistakes: filled.mistakes,
    }
}

/// For whom else the actor may enter: offered only where there is a choice.
fn whoms(t: &Messages, subject: &Subject, organizations: Vec<(Id, String)>) -> Vec<Link> {
    if organizations.is_empty() {
        return Vec::new();
    }
    let me = Link {
        href: "/records/new".to_owned(),
        label: t.records_for_me(),
        current: matches!(subject, Subject::Person(_)),
    };
    let theirs = organizations.into_iter().map(|(id, name)| Link {
        href: format!("/records/new?for={id}"),
        label: name,
        current: subject.id() == &id,
    });
    std::iter::once(me).chain(theirs).collect()
}
