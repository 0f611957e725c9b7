//! What gives rights: posts, and mandates for a time.

use jiff::civil::Date;
use xueji_store::{Row, Tx, params};

use crate::shell::actor::Role;
use crate::shell::{Id, Result, Scope};

/// The rights that come with a post.
const POSTS: [(&str, Role); 4] = [
    ("secretary", Role::Secretary),
    ("deputy-secretary", Role::Secretary),
    ("office-staff", Role::Office),
    ("inspector", Role::Inspector),
];

/// The roles that a mandate gives.
const MANDATES: [(&str, Role); 3] =
    [("secretary", Role::Secretary), ("office", Role::Office), ("inspector", Role::Inspector)];

/// The code of a role in mandates; nobody is an administrator for a time.
pub(crate) fn role_code(role: Role) -> Option<&'static str> {
    MANDATES.iter().find(|(_, of)| *of == role).map(|(code, _)| *code)
}

/// The role of a code that [`role_code`] wrote.
pub(crate) fn role_of(code: &str) -> Option<Role> {
    MANDATES.iter().find(|(of, _)| *of == code).map(|(_, role)| *role)
}

/// Whether a post comes with a role.
pub(crate) fn comes_with(post: &str, role: Role) -> bool {
    POSTS.contains(&(post, role))
}

/// SQL: whether the person in whose place a mandate `m` is held still holds the post on the day of a placeholder, so that
/// rights that are lent end with those that they were lent from.
pub(crate) fn stands(day: &str) -> String {
    format!(
        "(m.stands_for_id is null or exists (
             select 1 from post
             where post.person_id = m.stands_for_id and post.organization_id = m.organization_id
                 and post.from_on <= {day} and (post.to_on is null or post.to_on >= {day})
                 and (m.role = 'secretary' and post.code in ('secretary', 'deputy-secretary')
                     or m.role = 'office' and post.code = 'office-staff')))"
    )
}

/// Whether a mandate `m` holds on day ?2.
const HOLDS: &str = "m.from_on <= ?2 and m.to_on >= ?2 and m.ended_at is null";

/// What a person's posts and mandates reach on a day.
pub(crate) fn scopes(tx: &mut Tx, person_id: &Id, on: Date) -> Result<Vec<Scope>> {
    let held = tx.query(
        &format!(
            "select post.code, o.id, o.path, false from post
             join organization o on o.id = post.organization_id
             where post.person_id = ?1 and post.from_on <= ?2 and (post.to_on is null or post.to_on >= ?2)
             union all
             select m.role, o.id, o.path, true from mandate m
             join organization o on o.id = m.organization_id
             where m.person_id = ?1 and {HOLDS} and {}
             order by 3 limit 100",
            stands("?2")
        ),
        params![person_id, on],
        read,
    )?;
    Ok(held.into_iter().flatten().collect())
}

/// Those who hold a role in an organization itself on a day, by a post or by a mandate.
pub(crate) fn holders_of(tx: &mut Tx, role: Role, organization_id: &Id, on: Date) -> Result<Vec<Id>> {
    let posts: Vec<String> =
        POSTS.iter().filter(|(_, of)| *of == role).map(|(code, _)| format!("'{code}'")).collect();
    Ok(tx.query(
        &format!(
            "select person_id from post
             where organization_id = ?1 and code in ({}) and from_on <= ?2 and (to_on is null or to_on >= ?2)
             union
             select m.person_id from mandate m
             where m.organization_id = ?1 and m.role = ?3 and m.person_id is not null and {HOLDS} and {}
             order by 1 limit 100",
            posts.join(", "),
            stands("?2")
        ),
        params![organization_id, on, role_code(role).unwrap_or_default()],
        |row| row.get(0),
    )?)
}

/// What the mandates of an account that is nobody's reach on a day.
pub(crate) fn scopes_of_account(tx: &mut Tx, account_id: &Id, on: Date) -> Result<Vec<Scope>> {
    let held = tx.query(
        &format!(
            "select m.role, o.id, o.path, true from mandate m
             join organization o on o.id = m.organization_id
             where m.account_id = ?1 and {HOLDS} and {}
             order by o.path limit 100",
            stands("?2")
        ),
        params![account_id, on],
        read,
    )?;
    Ok(held.into_iter().flatten().collect())
}

/// A scope, where the code gives one: most posts give no rights.
fn read(row: &Row<'_>) -> xueji_store::Result<Option<Scope>> {
    let (code, lent) = (row.str(0)?, row.get(3)?);
    let role = if lent {
        role_of(code)
    } else {
        POSTS.iter().find(|(post, _)| *post == code).map(|(_, role)| *role)
    };
    let Some(role) = role else { return Ok(None) };
    Ok(Some(Scope { role, lent, organization_id: row.get(1)?, path: row.get(2)? }))
}
