//! Two entries of one person become one.

use xueji_store::params;

use crate::books;
use crate::inspections;
use crate::lessons;
use crate::meetings;
use crate::minutes;
use crate::notes;
use crate::notices;
use crate::people;
use crate::records::{self, Entry};
use crate::research;
use crate::reviews;
use crate::sheets;
use crate::shell::lang::Messages;
use crate::shell::{Deed, Id, Mistakes, Note, OrNotFound, Result, Touch, Work};
use crate::works;

/// Why the records of the other entry were replaced, as their history shows it.
const REASON: &str = "合并重复人员";

/// Everything of `other` goes over to `kept`: records, posts, leaves, exemptions, and the account where `kept` has
/// none. Where both belonged somewhere, the belonging of `kept` is what counts.
///
/// # Errors
/// Mistakes, where both have an account that is open, or the other is `kept` itself.
pub(super) fn merge(work: &mut Work<'_>, entry: &Entry, kept: &Id, other_code: &str) -> Result<usize> {
    let other = people::person_by_code(work, other_code)?;
    let Some(other) = other.filter(|other| other.id != *kept) else {
        return Err(Mistakes::one("code", Messages::roster_no_such_person));
    };
    people::person(work, kept)?.or_not_found()?;
    work.serialize_on_all()?;
    let accounts: i64 = work.scalar(
        "select count(*) from account where person_id in (?1, ?2) and closed_at is null",
        params![kept, other.id],
    )?;
    if accounts > 1 {
        return Err(Mistakes::one("code", Messages::roster_both_have_accounts));
    }
    // First, while each record is still whose it was.
    meetings::reassign(work, entry, (&other.id, kept), REASON)?;
    let moved = records::reassign(work, entry, &other.id, kept, REASON)?;
    notes::reassign(work, &other.id, kept)?;
    inspections::reassign(work, &other.id, kept)?;
    lessons::reassign(work, &other.id, kept)?;
    sheets::reassign(work, &other.id, kept)?;
    research::reassign(work, &other.id, kept)?;
    works::reassign(work, &other.id, kept)?;
    minutes::reassign(work, &other.id, kept)?;
    books::reassign(work, &other.id, kept)?;
    reviews::reassign(work, &other.id, kept)?;
    let both = params![kept, other.id];
    let belongs: bool =
        work.scalar("select exists (select 1 from membership where person_id = ?1)", params![kept])?;
    if belongs {
        work.execute("delete from membership where person_id = ?1", params![other.id])?;
    } else {
        work.execute("update membership set person_id = ?1 where person_id = ?2", both)?;
    }
    for table in ["post", "leave", "exemption"] {
        let (owner, same) = match table {
            "post" => {
                ("person_id", "there.organization_id = post.organization_id and there.code = post.code")
            }
            "leave" => ("person_id", "there.from_on = leave.from_on"),
            _ => (
                "subject_id",
                "there.from_on = exemption.from_on
                 and coalesce(there.duty_code, '') = coalesce(exemption.duty_code, '')",
            ),
        };
        work.execute(
            &format!(
                "delete from {table} where {owner} = ?2 and exists (
                     select 1 from {table} there where there.{owner} = ?1 and {same})"
            ),
            both,
        )?;
        work.execute(&format!("update {table} set {owner} = ?1 where {owner} = ?2"), both)?;
    }
    for (table, column) in
        [("roster_request", "person_id"), ("mandate", "person_id"), ("mandate", "stands_for_id")]
    {
        work.execute(&format!("update {table} set {column} = ?1 where {column} = ?2"), both)?;
    }
    notices::absorb(work, kept, &other.id)?;
    let has_account: bool =
        work.scalar("select exists (select 1 from account where person_id = ?1)", params![kept])?;
    if !has_account {
        work.execute("update account set person_id = ?1 where person_id = ?2", both)?;
    }
    work.execute("update person set merged_into = ?1 where id = ?2", both)?;
    work.note(Note::of(Deed::PersonMerged, &other.id).to(kept).saying(format!("{} {moved}", other.code)));
    for subject_id in [kept.clone(), other.id] {
        work.touch(Touch { subject_id, through: None });
    }
    Ok(moved)
}
