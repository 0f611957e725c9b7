//! Whose part nobody reads any more: they left or moved elsewhere after the round was made, or were entered twice.
//!
//! Nothing is stored: whoever comes back stands where they stood.

use std::collections::BTreeMap;

use jiff::civil::Date;
use xueji_store::{Tx, params};

use crate::shell::{Id, Result};

/// What an answer is: see `State::is_answered`.
pub(super) const ANSWERED: &str = "inspection.state in ('returned', 'again', 'done')";

/// Why nobody reads a part any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gone {
    /// They do not belong to the round's organization any more.
    Left,
    /// They were entered twice, and stand in the round as the one who stayed.
    Merged,
}

/// Holds of a part, joined with its round, whose person belongs to the round's organization on a day, or where it is about
/// posts, holds one there; `day` names the day's value.
pub(super) fn there(day: &str) -> String {
    let on_the_day =
        |of: &str| format!("{of}.from_on <= {day} and ({of}.to_on is null or {of}.to_on >= {day})");
    let (belongs, holds) = (on_the_day("home"), on_the_day("post"));
    // Paths hold each other by their beginnings.
    let below = "substr(place.path, 1, length(whole.path)) = whole.path";
    format!(
        "exists (
             select 1 from membership home
             join organization place on place.id = home.organization_id
             join organization whole on whole.id = inspection_round.organization_id
             where home.person_id = inspection.person_id and {belongs} and ({below}
                 or inspection_round.circle <> 'members' and exists (
                     select 1 from post join organization place on place.id = post.organization_id
                     where post.person_id = inspection.person_id and {holds} and {below})))"
    )
}

/// Holds of a part, joined with its round, that waits for its inspector on a day.
pub(super) fn waits(day: &str) -> String {
    format!("inspection.state in ('called', 'read', 'again') and {}", there(day))
}

/// The parts of a round that nobody reads any more on a day.
pub(super) fn of_round(tx: &mut Tx, round_id: &Id, today: Date) -> Result<BTreeMap<Id, Gone>> {
    find(tx, "inspection.round_id", round_id, today)
}

/// A person's parts that nobody reads any more on a day.
pub(super) fn of_person(tx: &mut Tx, person_id: &Id, today: Date) -> Result<BTreeMap<Id, Gone>> {
    find(tx, "inspection.person_id", person_id, today)
}

/// Whether nobody reads a part any more on a day.
pub(super) fn of_part(tx: &mut Tx, id: &Id, today: Date) -> Result<Option<Gone>> {
    Ok(find(tx, "inspection.id", id, today)?.remove(id))
}

fn find(tx: &mut Tx, column: &str, id: &Id, today: Date) -> Result<BTreeMap<Id, Gone>> {
    let rows: Vec<(Id, bool)> = tx.query(
        &format!(
            "select inspection.id, person.merged_into is not null from inspection
             join inspection_round on inspection_round.id = inspection.round_id
             join person on person.id = inspection.person_id
             where {column} = ?1 and not {}",
            there("?2")
        ),
        params![id, today],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    Ok(rows.into_iter().map(|(id, merged)| (id, if merged { Gone::Merged } else { Gone::Left })).collect())
}
