//! The files of a manuscript, for those who may read its text.

use axum::http::HeaderMap;
use axum::response::Response;
use xueji_store::Tx;

use crate::attachments;
use crate::shell::blobs::Part;
use crate::shell::{Context, Error, Id, OrNotFound, Path, Result};
use crate::works::reach::{self, reached};

/// Asked for each time: whoever may not read any more gets nothing from a kept address.
pub(super) async fn whole(
    context: Context,
    Path((id, file)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response> {
    let (actor, today, now) = (context.actor()?.clone(), context.app.clock.today(), context.app.clock.now());
    let find = move |tx: &mut Tx| {
        let (manuscript, view) = reached(tx, &actor, &Id::from_text(id), today)?;
        let version = reach::text_for(tx, &actor, &manuscript, view, now)?.ok_or(Error::Forbidden)?;
        let file = version.files.iter().find(|one| one.as_str() == file).cloned().or_not_found()?;
        attachments::find(tx, &[file])?.pop().or_not_found()
    };
    let file = context.app.read(find).await?;
    attachments::answer(&context.app, &headers, &file, Part::Whole).await
}
