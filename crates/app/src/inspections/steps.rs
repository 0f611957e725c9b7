//! The steps of an inspection: comments, return, handed in again, done; and what the author shows besides.

use jiff::civil::Date;
use xueji_store::Tx;

use crate::inspections::log::{self, Done};
use crate::inspections::reach::{self, Found};
use crate::inspections::{Comment, State, anchor, margin, post, read, store, told};
use crate::notes;
use crate::records::Entry;
use crate::shell::lang::Messages;
use crate::shell::{Actor, Deed, Error, Fields, Id, Mistakes, Note, OrNotFound, Result, Work, markdown};

/// The longest passage, comment, reason or remark, in characters.
const LONGEST_QUOTE: usize = 1000;
const LONGEST: usize = 2000;
/// The most notes that one inspection shows.
const MOST_SHOWN: usize = 40;

/// Puts words or a highlight at the margin, at a passage, a paragraph or the note as a whole.
pub(super) fn comment(
    work: &mut Work<'_>,
    actor: &Actor,
    entry: &Entry,
    id: &Id,
    typed: &Fields,
) -> Result<Comment> {
    work.serialize_on(&[id.as_str()])?;
    reach::inspected(work, actor, id, entry.on)?;
    let note_id = Id::from_text(typed.get("note"));
    let shown = store::shown(work, id)?.into_iter().any(|one| one.note_id == note_id);
    let version = notes::handed_in(work, &note_id)?.filter(|_| shown).or_not_found()?;
    let mut mistakes = Mistakes::default();
    let text = typed.text("text", LONGEST, &mut mistakes).unwrap_or_default();
    let quote = typed.text("quote", LONGEST_QUOTE, &mut mistakes);
    let html = markdown::html(&version.text, "");
    let near = typed.get("start").parse().unwrap_or(0);
    let paragraph = typed.get("paragraph").parse::<usize>().ok();
    let (quote, start) = match (quote, paragraph) {
        (Some(quote), _) => {
            let signs = anchor::find(&anchor::text(&html), &quote, near);
            if signs.is_none() {
                mistakes.add("quote", Messages::inspections_no_such_passage);
            }
            (quote, signs.map_or(0, |signs| signs.start))
        }
        (None, Some(number)) => anchor::paragraph(&html, number).unwrap_or_else(|| {
            mistakes.add("paragraph", Messages::inspections_no_such_paragraph);
            (String::new(), 0)
        }),
        (None, None) => (String::new(), 0),
    };
    if text.is_empty() && quote.is_empty() {
        mistakes.add("text", Messages::inspections_comment_empty);
    }
    mistakes.check()?;
    let comment = Comment {
        id: Id::fresh(),
        note_id,
        number: version.number,
        quote,
        start,
        text,
        by_account_id: actor.account_id.clone(),
        who: actor.name.clone(),
        at: entry.at,
    };
    margin::insert(work, id, &comment)?;
    Ok(comment)
}

/// Takes one's own comment out again.
pub(super) fn uncomment(
    work: &mut Work<'_>,
    actor: &Actor,
    entry: &Entry,
    id: &Id,
    comment: &Id,
) -> Result<()> {
    reach::inspected(work, actor, id, entry.on)?;
    margin::remove(work, id, comment, &actor.account_id)?.then_some(()).or_not_found()
}

/// Returns the notes to their author with a reason.
pub(super) fn return_with(
    work: &mut Work<'_>,
    actor: &Actor,
    entry: &Entry,
    id: &Id,
    typed: &Fields,
) -> Result<()> {
    let found = waiting(work, actor, entry, id)?;
    going_on(&found)?;
    let mut mistakes = Mistakes::default();
    let reason = typed.required("reason", LONGEST, &mut mistakes);
    mistakes.check()?;
    store::set_state(work, id, State::Returned, None)?;
    log::add(work, id, Done::Returned, (&entry.account_id, entry.at, entry.on), Some(&reason))?;
    told::returned(work, &found)?;
    work.note(Note::of(Deed::InspectionReturned, id).to(&found.inspection.person_id));
    post::complete(work, entry, &found.round.id)
}

/// Ends an inspection with the inspector's remarks, or changes them.
pub(crate) fn finish(
    work: &mut Work<'_>,
    actor: &Actor,
    entry: &Entry,
    id: &Id,
    typed: &Fields,
) -> Result<()> {
    work.serialize_on(&[id.as_str()])?;
    let found = reach::inspected(work, actor, id, entry.on)?;
    let mut mistakes = Mistakes::default();
    let remarks = typed.text("remarks", LONGEST, &mut mistakes).unwrap_or_default();
    let to_read = read::pages(work, id)?.iter().any(|page| page.entered.is_some());
    if found.inspection.state == State::Called && to_read {
        mistakes.add("remarks", Messages::inspections_not_read_yet);
    }
    mistakes.check()?;
    store::set_state(work, id, State::Done, Some(&remarks))?;
    log::add(work, id, Done::Finished, (&entry.account_id, entry.at, entry.on), Some(&remarks))?;
    told::done(work, &found)?;
    work.note(Note::of(Deed::InspectionDone, id).to(&found.inspection.person_id));
    post::complete(work, entry, &found.round.id)
}

/// Holds where somebody reads what its author does.
fn going_on(found: &Found) -> Result<()> {
    found.gone.map_or(Ok(()), |_| Err(Error::Conflict(Messages::inspections_nobody_reads)))
}

/// The inspection, where something waits for the inspector.
fn waiting(work: &mut Work<'_>, actor: &Actor, entry: &Entry, id: &Id) -> Result<Found> {
    work.serialize_on(&[id.as_str()])?;
    let found = reach::inspected(work, actor, id, entry.on)?;
    if found.inspection.state.waits_for_inspector() {
        Ok(found)
    } else {
        Err(Error::Conflict(Messages::inspections_has_moved_on))
    }
}

/// The author shows more of what they handed in, until the inspector is done; what is not read yet is marked for them.
pub(super) fn show(work: &mut Work<'_>, actor: &Actor, entry: &Entry, id: &Id, typed: &Fields) -> Result<()> {
    work.serialize_on(&[id.as_str()])?;
    let found = reach::own(work, actor, id, entry.on)?;
    going_on(&found)?;
    if found.inspection.state == State::Done {
        return Err(Error::Conflict(Messages::inspections_done_already));
    }
    let before = store::shown(work, id)?.len();
    let mut added = 0_usize;
    for note_id in typed.all("note").map(Id::from_text) {
        let note = notes::find(work, &note_id)?.or_not_found()?;
        // Drafts are never shown, and nobody shows another's.
        if note.person_id != found.inspection.person_id || note.entered.is_none() || note.discarded {
            return Err(Mistakes::one("note", Messages::inspections_only_handed_in));
        }
        if before + added >= MOST_SHOWN {
            return Err(Mistakes::one("note", Messages::inspections_too_many_shown));
        }
        added += usize::from(store::show(work, id, &note_id, true)?);
    }
    if added > 0 {
        let by = (&entry.account_id, entry.at, entry.on);
        log::add(work, id, Done::Shown, by, Some(&added.to_string()))?;
    }
    Ok(())
}

/// The author's shown notes that were written on since they were handed in.
pub(super) fn changed(tx: &mut Tx, actor: &Actor, id: &Id, today: Date) -> Result<Vec<Id>> {
    reach::own(tx, actor, id, today)?;
    let mut changed = Vec::new();
    for shown in store::shown(tx, id)? {
        let note = notes::find(tx, &shown.note_id)?.or_not_found()?;
        changed.extend(note.has_more().then_some(note.id));
    }
    Ok(changed)
}

/// The author hands in what they have written on: every note of the inspection as it is now.
pub(super) fn hand_in_again(
    work: &mut Work<'_>,
    actor: &Actor,
    entry: &Entry,
    id: &Id,
    typed: &Fields,
) -> Result<()> {
    work.serialize_on(&[id.as_str()])?;
    let found = reach::own(work, actor, id, entry.on)?;
    going_on(&found)?;
    if found.inspection.state != State::Returned {
        return Err(Error::Conflict(Messages::inspections_not_returned));
    }
    let mut mistakes = Mistakes::default();
    let answer = typed.text("answer", LONGEST, &mut mistakes);
    mistakes.check()?;
    for note_id in changed(work, actor, id, entry.on)? {
        notes::enter(work, &note_id, entry.at)?;
    }
    store::set_state(work, id, State::Again, None)?;
    log::add(work, id, Done::Again, (&entry.account_id, entry.at, entry.on), answer.as_deref())?;
    told::again(work, &found)?;
    work.note(Note::of(Deed::InspectionAnswered, id).to(&found.inspection.person_id));
    Ok(())
}
