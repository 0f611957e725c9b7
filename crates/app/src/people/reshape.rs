//! Changes of the tree and of what is on record of a person, made by hand.

use jiff::civil::Date;
use xueji_plan::Level;
use xueji_standing::MemberKind;
use xueji_store::params;

use crate::people::change::{appoint, initials, on_code_taken, touch, transfer};
use crate::people::{
    NewOrganization, Organization, Person, add_organization, bears_rights, kind_code, level_code, members,
    on_path, organization, organizations, person, posts_in,
};
use crate::shell::lang::Messages;
use crate::shell::{Deed, Id, Mistakes, Note, OrNotFound, Result, Work};

/// An organization as it is to be.
#[derive(Clone, Debug)]
pub(crate) struct Reshaped {
    /// The one above; nothing at the top.
    pub(crate) parent_id: Option<Id>,
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) short_name: String,
    pub(crate) level: Level,
    pub(crate) unit_type: Option<String>,
}

/// Adds an organization as the last of its siblings.
pub(crate) fn add_below(
    work: &mut Work<'_>,
    new: Reshaped,
    founded_on: Option<Date>,
) -> Result<Organization> {
    let last: i64 = work.scalar("select coalesce(max(sort_order), 0) from organization", params![])?;
    let new = NewOrganization {
        parent_id: new.parent_id,
        code: new.code,
        name: new.name,
        short_name: new.short_name,
        level: new.level,
        unit_type: new.unit_type,
        sort_order: last + 1,
        founded_on,
    };
    add_organization(work, &new)
}

/// Renames, retypes or moves an organization with all below it. Everybody below is touched where that may change
/// what they owe.
///
/// # Errors
/// Mistakes, where the code is taken or the new place lies below the organization itself.
pub(crate) fn reshape(work: &mut Work<'_>, id: &Id, new: &Reshaped) -> Result<()> {
    // Two moves at once could make a circle.
    work.serialize_on_all()?;
    let old = organization(work, id)?.or_not_found()?;
    let above = match &new.parent_id {
        Some(parent) => {
            let parent = organization(work, parent)?.or_not_found()?;
            if on_path(&parent.path).any(|one| one == id.as_str()) {
                return Err(Mistakes::one("parent", Messages::people_below_itself));
            }
            parent.path
        }
        None => "/".to_owned(),
    };
    let path = format!("{above}{id}/");
    work.execute(
        "update organization
         set parent_id = ?2, code = ?3, name = ?4, short_name = ?5, level = ?6, unit_type = ?7
         where id = ?1",
        params![id, new.parent_id, new.code, new.name, new.short_name, level_code(new.level), new.unit_type],
    )
    .map_err(|error| on_code_taken(error, "code"))?;
    let moved = path != old.path;
    if moved {
        // Paths have a fixed beginning, so what follows it is kept by its length.
        work.execute(
            "update organization set path = ?1 || substr(path, ?2) where path >= ?3 and path < ?4",
            params![
                path,
                i64::try_from(old.path.len()).unwrap_or(i64::MAX) + 1,
                old.path,
                super::organizations::end_of(&old.path)
            ],
        )?;
    }
    work.note(Note::on(Deed::OrganizationChanged, id).saying(&new.code));
    if moved || old.unit_type != new.unit_type || old.level != new.level {
        touch_below(work, &path)?;
    }
    Ok(())
}

/// Everything at or below a path may stand otherwise now.
fn touch_below(work: &mut Work<'_>, path: &str) -> Result<()> {
    for one in organizations(work, path)? {
        touch(work, &one.id);
    }
    let people: Vec<Id> = work.query(
        "select distinct m.person_id from membership m
         join organization o on o.id = m.organization_id
         where o.path >= ?1 and o.path < ?2",
        params![path, super::organizations::end_of(path)],
        |row| row.get(0),
    )?;
    for id in &people {
        touch(work, id);
    }
    Ok(())
}

/// Moves everybody of an organization into another on the day after `last_on`, with the posts that they hold there.
///
/// Posts that bear rights end: the other organization has its own secretary.
pub(crate) fn absorb(work: &mut Work<'_>, id: &Id, into: &Id, last_on: Date) -> Result<()> {
    let first_on = last_on.tomorrow().map_err(anyhow::Error::from)?;
    let held = posts_in(work, id, last_on)?;
    let there = posts_in(work, into, first_on)?;
    for person in members(work, id, first_on)? {
        transfer(work, &person.id, into, first_on)?;
        for (_, code, _) in
            held.iter().filter(|(holder, code, _)| holder.id == person.id && !bears_rights(code))
        {
            if !there.iter().any(|(holder, post, _)| holder.id == person.id && post == code) {
                appoint(work, &person.id, into, code, first_on, None)?;
            }
        }
    }
    Ok(())
}

/// Ends an organization; `last_on` is its last day. Its posts end with it.
///
/// # Errors
/// Mistakes, where somebody still belongs there afterwards, or something stands below it.
pub(crate) fn dissolve(work: &mut Work<'_>, id: &Id, last_on: Date) -> Result<()> {
    work.serialize_on_all()?;
    let old = organization(work, id)?.or_not_found()?;
    let belongs: bool = work.scalar(
        "select exists (select 1 from membership
             where organization_id = ?1 and (to_on is null or to_on > ?2))",
        params![id, last_on],
    )?;
    let below: bool = work.scalar(
        "select exists (select 1 from organization where parent_id = ?1 and dissolved_on is null)",
        params![id],
    )?;
    if belongs || below {
        return Err(Mistakes::one("last_on", Messages::people_not_empty));
    }
    work.execute("update organization set dissolved_on = ?2 where id = ?1", params![id, last_on])?;
    let holders: Vec<Id> = work.query(
        "select distinct person_id from post where organization_id = ?1 and (to_on is null or to_on > ?2)",
        params![id, last_on],
        |row| row.get(0),
    )?;
    work.execute("delete from post where organization_id = ?1 and from_on > ?2", params![id, last_on])?;
    let (by, at) = (work.author().as_str().to_owned(), work.at());
    work.execute(
        "update mandate set ended_by = ?3, ended_at = ?4
         where organization_id = ?1 and from_on > ?2 and ended_at is null",
        params![id, last_on, by, at],
    )?;
    for table in ["post", "mandate"] {
        work.execute(
            &format!(
                "update {table} set to_on = ?2
                 where organization_id = ?1 and from_on <= ?2 and (to_on is null or to_on > ?2)"
            ),
            params![id, last_on],
        )?;
    }
    work.note(Note::on(Deed::OrganizationChanged, id).saying(format!("{} {last_on}", old.code)));
    touch(work, id);
    for person in &holders {
        touch(work, person);
    }
    Ok(())
}

/// Corrects a person's staff number, name and day of birth.
pub(crate) fn edit_person(
    work: &mut Work<'_>,
    id: &Id,
    code: &str,
    name: &str,
    born_on: Option<Date>,
) -> Result<()> {
    let old: Person = person(work, id)?.or_not_found()?;
    work.execute(
        "update person set code = ?2, name = ?3, initials = ?4, born_on = ?5 where id = ?1",
        params![id, code, name, initials(name), born_on],
    )
    .map_err(|error| on_code_taken(error, "code"))?;
    work.note(Note::on(Deed::PersonChanged, id).saying(if old.code == code {
        code.to_owned()
    } else {
        format!("{} → {code}", old.code)
    }));
    if old.born_on != born_on {
        touch(work, id);
    }
    Ok(())
}

/// From a day on the person is a member of another kind, as when a probationary one becomes full.
pub(crate) fn set_kind(work: &mut Work<'_>, person_id: &Id, kind: MemberKind, from_on: Date) -> Result<()> {
    work.serialize_on(&[person_id.as_str()])?;
    let now: Option<(Id, Id, Date, Option<Date>)> = work.query_opt(
        "select id, organization_id, from_on, to_on from membership
         where person_id = ?1 and from_on <= ?2 and (to_on is null or to_on >= ?2)",
        params![person_id, from_on],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
    )?;
    let Some((id, organization_id, began_on, to_on)) = now else {
        return Err(Mistakes::one("from_on", Messages::people_not_there));
    };
    if began_on == from_on {
        work.execute("update membership set kind = ?2 where id = ?1", params![id, kind_code(kind)])?;
    } else {
        let last_on = from_on.yesterday().map_err(anyhow::Error::from)?;
        work.execute("update membership set to_on = ?2 where id = ?1", params![id, last_on])?;
        work.execute(
            "insert into membership (id, person_id, organization_id, kind, from_on, to_on)
             values (?1, ?2, ?3, ?4, ?5, ?6)",
            params![Id::fresh(), person_id, organization_id, kind_code(kind), from_on, to_on],
        )?;
    }
    let note = Note::on(Deed::PersonChanged, person_id);
    work.note(note.saying(format!("{} {from_on}", kind_code(kind))));
    touch(work, person_id);
    Ok(())
}

/// Ends a leave or an exemption of this person; one that had not begun by then never does.
pub(crate) fn end_row(
    work: &mut Work<'_>,
    person_id: &Id,
    (table, id): (&'static str, &Id),
    last_on: Date,
) -> Result<()> {
    let owner = if table == "leave" { "person_id" } else { "subject_id" };
    let gone = work.execute(
        &format!("delete from {table} where id = ?1 and {owner} = ?2 and from_on > ?3"),
        params![id, person_id, last_on],
    )?;
    let ended = work.execute(
        &format!("update {table} set to_on = ?3 where id = ?1 and {owner} = ?2"),
        params![id, person_id, last_on],
    )?;
    (gone + ended > 0).then_some(()).or_not_found()?;
    let deed = if table == "leave" { Deed::LeaveGranted } else { Deed::ExemptionGranted };
    work.note(Note::on(deed, person_id).saying(format!("…/{last_on}")));
    touch(work, person_id);
    Ok(())
}
