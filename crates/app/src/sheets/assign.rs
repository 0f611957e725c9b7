//! A picture whose code could not be read, filed by hand: to oneself by anybody, to others by who records for them.

use axum::response::{IntoResponse, Redirect, Response};

use crate::people;
use crate::sheets::{file, monday_of, print, store};
use crate::shell::lang::Messages;
use crate::shell::{Error, Id, Mistakes, OrNotFound, Posted, Result, Work};

pub(super) async fn assign(Posted { context, fields }: Posted) -> Result<Response> {
    let (actor, today) = (context.actor()?.clone(), context.app.clock.today());
    let mut mistakes = Mistakes::default();
    let week = fields.date("week", &mut mistakes).unwrap_or(today);
    mistakes.check()?;
    let (id, code) = (Id::from_text(fields.get("file")), fields.get("code").trim().to_owned());
    let put = move |work: &mut Work<'_>| {
        let waiting = store::waits(work, &actor.account_id, &id)?.or_not_found()?;
        let person_id = if code.is_empty() {
            actor.person_id.clone().ok_or(Error::Forbidden)?
        } else {
            let nobody = || Mistakes::one("code", Messages::sheets_nobody);
            let person = people::person_by_code(work, &code)?.ok_or_else(nobody)?;
            // Whether there is somebody of that number elsewhere is nobody's business.
            if !file::may(work, &actor, &person.id, today)? {
                return Err(nobody());
            }
            person.id
        };
        // It had no sheet that could be read: it becomes the last page of that week.
        let monday = monday_of(week);
        work.serialize_on(&[&format!("sheet:{person_id}:{monday}")])?;
        let page = store::last_page(work, &person_id, monday)? + 1;
        let sheet = print::fresh(&person_id, monday, page)?;
        store::add(work, &sheet)?;
        file::file(work, &actor, &sheet, &waiting.id, waiting.id.as_str(), today)
    };
    context.write(put).await?;
    Ok(Redirect::to("/sheets?assigned=1").into_response())
}
