//! The secret address of a person's calendar: made, renewed, ended, and whose it is.

use jiff::civil::Date;
use xueji_store::Tx;

use crate::calendar::store;
use crate::people;
use crate::shell::{Deed, Id, Note, OrNotFound, Result, Work, secret};

/// Makes the address of a person's calendar, in place of the one before: its secret, which is stored nowhere.
pub(super) fn make(work: &mut Work<'_>, person_id: &Id) -> Result<String> {
    let (token, at) = (secret::token()?, work.at());
    store::put(work, person_id, &secret::digest(&token), at)?;
    work.note(Note::on(Deed::FeedMade, person_id));
    Ok(token)
}

/// Ends it: whoever has it reads nothing any more.
pub(super) fn end(work: &mut Work<'_>, person_id: &Id) -> Result<()> {
    store::remove(work, person_id)?.then_some(()).or_not_found()?;
    work.note(Note::on(Deed::FeedEnded, person_id));
    Ok(())
}

/// Whose calendar a secret opens: somebody's with an open account, who belongs somewhere.
pub(super) fn owner(tx: &mut Tx, token: &str, today: Date) -> Result<Option<(Id, people::Organization)>> {
    let Some(person_id) = store::owner(tx, &secret::digest(token))? else { return Ok(None) };
    Ok(people::home(tx, &person_id, today)?.map(|home| (person_id, home)))
}
