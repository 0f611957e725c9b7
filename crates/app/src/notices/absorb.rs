//! Two entries of one person become one: what either was told and chose.

use xueji_store::params;

use crate::notices::outbox;
use crate::shell::{Id, Result, Work};

/// What `other` was told goes over to `kept`, and the choices and the address where `kept` has none. Nothing that
/// waited is sent.
pub(crate) fn absorb(work: &mut Work<'_>, kept: &Id, other: &Id) -> Result<()> {
    outbox::forget(work, other)?;
    let both = params![kept, other];
    work.execute("update message set person_id = ?1 where person_id = ?2", both)?;
    work.execute(
        "delete from notice where person_id = ?2 and exists (
             select 1 from notice there where there.person_id = ?1 and there.key = notice.key)",
        both,
    )?;
    work.execute("update notice set person_id = ?1 where person_id = ?2", both)?;
    for table in ["notice_choice", "notice_switch", "mail_address"] {
        let chosen = format!("select exists (select 1 from {table} where person_id = ?1)");
        let sql = if work.scalar(&chosen, params![kept])? {
            format!("delete from {table} where person_id = ?2 and person_id <> ?1")
        } else {
            format!("update {table} set person_id = ?1 where person_id = ?2")
        };
        work.execute(&sql, both)?;
    }
    Ok(())
}
