//! The materials of a meeting: what is read out or handed round, for everybody on the list.

use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use xueji_store::{Tx, params};

use crate::attachments::{self, Attachment};
use crate::meetings::reach::{self, Reach};
use crate::meetings::{pages, store};
use crate::shell::blobs::Part;
use crate::shell::lang::Messages;
use crate::shell::upload::{FILES_FIELD, MOST_FILES};
use crate::shell::{
    Context, Deed, Error, Fields, Filed, Id, Mistakes, Note, OrNotFound, Path, Posted, Result, Work,
};

/// The materials of a meeting, in order.
pub(super) fn of(tx: &mut Tx, meeting_id: &Id) -> Result<Vec<Attachment>> {
    let ids: Vec<Id> = tx.query(
        "select attachment_id from meeting_file where meeting_id = ?1 order by position",
        params![meeting_id],
        |row| row.get(0),
    )?;
    attachments::find(tx, &ids)
}

/// Puts files that the account brought beside those that are there.
fn add(work: &mut Work<'_>, meeting_id: &Id, account_id: &Id, ids: &[Id]) -> Result<()> {
    work.serialize_on(&[meeting_id.as_str()])?;
    let known = of(work, meeting_id)?;
    if known.len() + ids.len() > MOST_FILES {
        return Err(Mistakes::one(FILES_FIELD, Messages::records_too_many_files));
    }
    let waiting = attachments::find(work, ids)?;
    let own = waiting.iter().all(|file| !file.kept && file.by_account_id == *account_id);
    if !own || waiting.len() != ids.len() || !attachments::keep(work, ids)? {
        return Err(Mistakes::one(FILES_FIELD, Messages::records_files_gone));
    }
    let last: Option<i64> =
        work.scalar("select max(position) from meeting_file where meeting_id = ?1", params![meeting_id])?;
    for (position, id) in (last.map_or(0, |last| last + 1)..).zip(ids) {
        work.execute(
            "insert into meeting_file (meeting_id, position, attachment_id) values (?1, ?2, ?3)",
            params![meeting_id, position, id],
        )?;
    }
    work.note(Note::of(Deed::MeetingChanged, meeting_id).saying(ids.len().to_string()));
    Ok(())
}

pub(super) async fn bring(
    Path(id): Path<String>,
    Filed { context, fields, files }: Filed,
) -> Result<Response> {
    let (actor, id) = (context.actor()?.clone(), Id::from_text(id));
    let (whose, looked_at) = (actor.clone(), id.clone());
    context.app.read(move |tx| reach::run(tx, &whose, &looked_at)).await?;
    let brought = attachments::bring(&context, &fields, files).await?;
    let mut mistakes = brought.mistakes;
    if brought.ids.is_empty() && mistakes.is_empty() {
        mistakes.add(FILES_FIELD, Messages::records_no_files_chosen);
    }
    let (ids, at) = (brought.ids, id.clone());
    let added = match mistakes.check() {
        Ok(()) => {
            let add = move |work: &mut Work<'_>| {
                let meeting = reach::run(work, &actor, &at)?;
                add(work, &meeting.id, &actor.account_id, &ids)
            };
            context.write(add).await
        }
        Err(mistakes) => Err(mistakes),
    };
    answered(&context, &id, added, &fields).await
}

/// Takes a file off the meeting; its bytes stay for whoever proves something with them.
pub(super) async fn take_off(
    Path((id, file)): Path<(String, String)>,
    Posted { context, fields }: Posted,
) -> Result<Response> {
    let (actor, id, file) = (context.actor()?.clone(), Id::from_text(id), Id::from_text(file));
    let at = id.clone();
    let taken = context.write(move |work| {
        let meeting = reach::run(work, &actor, &at)?;
        work.execute(
            "delete from meeting_file where meeting_id = ?1 and attachment_id = ?2",
            params![meeting.id, file],
        )?;
        work.note(Note::of(Deed::MeetingChanged, &meeting.id).to(&meeting.organization_id));
        Ok(())
    });
    answered(&context, &id, taken.await, &fields).await
}

async fn answered(context: &Context, id: &Id, done: Result<()>, typed: &Fields) -> Result<Response> {
    match done {
        Ok(()) => Ok(Redirect::to(&format!("/meetings/{id}")).into_response()),
        Err(Error::Invalid(mistakes)) => pages::refused(context, id, typed, mistakes).await,
        Err(error) => Err(error),
    }
}

pub(super) async fn whole(
    context: Context,
    Path((id, file)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response> {
    let (actor, id, file) = (context.actor()?.clone(), Id::from_text(id), Id::from_text(file));
    let find = move |tx: &mut Tx| {
        let meeting = store::find(tx, &id)?.or_not_found()?;
        // For whoever sees the meeting.
        Reach::of(tx, &actor, &meeting)?;
        of(tx, &id)?.into_iter().find(|one| one.id == file).or_not_found()
    };
    let file = context.app.read(find).await?;
    attachments::answer(&context.app, &headers, &file, Part::Whole).await
}
