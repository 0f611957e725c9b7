//! The files of a lesson, in parts where a player asks for them: for whoever may see the lesson, asked each time.

use axum::http::HeaderMap;
use axum::response::Response;
use xueji_store::Tx;

use crate::attachments;
use crate::lessons::{reach, store};
use crate::shell::blobs::Part;
use crate::shell::{Context, Id, OrNotFound, Path, Result};

pub(super) async fn whole(
    context: Context,
    Path((id, file)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response> {
    let (actor, today) = (context.actor()?.clone(), context.app.clock.today());
    let (id, file) = (Id::from_text(id), Id::from_text(file));
    let find = move |tx: &mut Tx| {
        reach::seen(tx, &actor, &id, today)?;
        let parts = store::parts(tx, &id)?;
        parts.iter().find(|part| part.attachment_id.as_ref() == Some(&file)).or_not_found()?;
        attachments::find(tx, &[file])?.pop().or_not_found()
    };
    let file = context.app.read(find).await?;
    attachments::answer(&context.app, &headers, &file, Part::Whole).await
}
