//! Changes of the tree and of people: each keeps what was before, and tells which standings it may move.

use jiff::civil::Date;
use pinyin::ToPinyin;
use xueji_standing::MemberKind;
use xueji_store::params;

use crate::people::{NewOrganization, Organization, Person, kind_code, kind_of, level_code, organization};
use crate::shell::lang::Messages;
use crate::shell::{Deed, Error, Id, Mistakes, Note, OrNotFound, Result, Touch, Work};

/// Adds a node to the tree, below its parent.
pub(crate) fn add_organization(work: &mut Work<'_>, new: &NewOrganization) -> Result<Organization> {
    let parent_path = match &new.parent_id {
        Some(parent) => organization(work, parent)?.or_not_found()?.path,
        None => "/".to_owned(),
    };
    let id = Id::fresh();
    let path = format!("{parent_path}{id}/");
    work.execute(
        "insert into organization (id, parent_id, code, name, short_name, level, unit_type, path, sort_order, founded_on)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        params![
            id,
            new.parent_id,
            new.code,
            new.name,
            new.short_name,
            level_code(new.level),
            new.unit_type,
            path,
            new.sort_order,
            new.founded_on,
        ],
    )
    .map_err(|error| on_code_taken(error, "code"))?;
    work.note(Note::on(Deed::OrganizationAdded, &id).saying(&new.code));
    touch(work, &id);
    Ok(Organization {
        id,
        parent_id: new.parent_id.clone(),
        code: new.code.clone(),
        name: new.name.clone(),
        short_name: new.short_name.clone(),
        level: new.level,
        unit_type: new.unit_type.clone(),
        path,
        sort_order: new.sort_order,
        founded_on: new.founded_on,
        dissolved_on: None,
    })
}

/// Adds a person, who belongs nowhere yet.
pub(crate) fn add_person(
    work: &mut Work<'_>,
    code: &str,
    name: &str,
    born_on: Option<Date>,
    at: i64,
) -> Result<Person> {
    let (id, initials) = (Id::fresh(), initials(name));
    work.execute(
        "insert into person (id, code, name, initials, born_on, created_at) values (?1, ?2, ?3, ?4, ?5, ?6)",
        params![id, code, name, initials, born_on, at],
    )
    .map_err(|error| on_code_taken(error, "code"))?;
    work.note(Note::on(Deed::PersonAdded, &id).saying(code));
    Ok(Person { id, code: code.to_owned(), name: name.to_owned(), initials, born_on })
}

/// A person belongs to an organization from a day on; nobody belongs to two at once.
pub(crate) fn join(
    work: &mut Work<'_>,
    person_id: &Id,
    organization_id: &Id,
    kind: MemberKind,
    from_on: Date,
) -> Result<()> {
    let elsewhere: bool = work.scalar(
        "select exists (select 1 from membership where person_id = ?1 and (to_on is null or to_on >= ?2))",
        params![person_id, from_on],
    )?;
    if elsewhere {
        return Err(Mistakes::one("from_on", Messages::people_belongs_elsewhere));
    }
    work.execute(
        "insert into membership (id, person_id, organization_id, kind, from_on) values (?1, ?2, ?3, ?4, ?5)",
        params![Id::fresh(), person_id, organization_id, kind_code(kind), from_on],
    )?;
    let note = Note::of(Deed::PersonJoined, organization_id).to(person_id);
    work.note(note.saying(format!("{} {from_on}", kind_code(kind))));
    touch(work, person_id);
    Ok(())
}

/// Ends a person's belonging, posts and mandates; `last_on` is the last day of all. Those that had not begun by then never
/// do.
pub(crate) fn leave(work: &mut Work<'_>, person_id: &Id, last_on: Date) -> Result<()> {
    end(work, person_id, last_on, |_| true)
}

/// Ends a person's belonging, and the posts and mandates in organizations whose path is `left`.
fn end(work: &mut Work<'_>, person_id: &Id, last_on: Date, left: impl Fn(&str) -> bool) -> Result<()> {
    for table in ["post", "mandate"] {
        let held: Vec<(Id, String, Date)> = work.query(
            &format!(
                "select held.id, o.path, held.from_on from {table} held
                 join organization o on o.id = held.organization_id
                 where held.person_id = ?1 and (held.to_on is null or held.to_on > ?2)"
            ),
            params![person_id, last_on],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )?;
        for (id, _, from_on) in held.into_iter().filter(|(_, path, _)| left(path)) {
            if from_on <= last_on {
                work.execute(&format!("update {table} set to_on = ?2 where id = ?1"), params![id, last_on])?;
            } else if table == "post" {
                work.execute("delete from post where id = ?1", params![id])?;
            } else {
                // Rights that somebody was given stay on the list of what was given.
                let (by, at) = (work.author().as_str().to_owned(), work.at());
                work.execute(
                    "update mandate set ended_by = ?2, ended_at = ?3 where id = ?1 and ended_at is null",
                    params![id, by, at],
                )?;
            }
        }
    }
    work.execute(
        "update membership set to_on = ?2
         where person_id = ?1 and from_on <= ?2 and (to_on is null or to_on > ?2)",
        params![person_id, last_on],
    )?;
    work.note(Note::on(Deed::PersonLeft, person_id).saying(last_on.to_string()));
    touch(work, person_id);
    Ok(())
}

/// Moves a person to another organization from `from_on` on. What is held in the old one, below it, or above it as far as
/// that is not above the new one ends the day before; a post in the committee above both goes on.
pub(crate) fn transfer(
    work: &mut Work<'_>,
    person_id: &Id,
    organization_id: &Id,
    from_on: Date,
) -> Result<()> {
    // Two transfers of one person at once would each find the other's not there.
    work.serialize_on(&[person_id.as_str()])?;
    let left: Option<(String, String)> = work.query_opt(
        "select m.kind, o.path from membership m
         join organization o on o.id = m.organization_id
         where m.person_id = ?1 and m.from_on < ?2 and (m.to_on is null or m.to_on >= ?2)
         order by m.from_on desc limit 1",
        params![person_id, from_on],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let (kind, old) = left.or_not_found()?;
    let kind = kind_of(&kind).or_not_found()?;
    let last_on = from_on.yesterday().map_err(anyhow::Error::from)?;
    let new = organization(work, organization_id)?.or_not_found()?.path;
    let left = |path: &str| path.starts_with(&old) || old.starts_with(path) && !new.starts_with(path);
    end(work, person_id, last_on, left)?;
    join(work, person_id, organization_id, kind, from_on)
}

/// A person holds a post from a day on, to a day where known.
pub(crate) fn appoint(
    work: &mut Work<'_>,
    person_id: &Id,
    organization_id: &Id,
    code: &str,
    from_on: Date,
    to_on: Option<Date>,
) -> Result<()> {
    in_order(from_on, to_on)?;
    work.execute(
        "insert into post (id, person_id, organization_id, code, from_on, to_on) values (?1, ?2, ?3, ?4, ?5, ?6)",
        params![Id::fresh(), person_id, organization_id, code, from_on, to_on],
    )?;
    let note = Note::of(Deed::PostGiven, organization_id).to(person_id);
    work.note(note.saying(format!("{code} {}", days(from_on, to_on))));
    touch(work, person_id);
    Ok(())
}

/// Ends a post; `last_on` is its last day. One that had not begun by then never does.
pub(crate) fn dismiss(
    work: &mut Work<'_>,
    person_id: &Id,
    organization_id: &Id,
    code: &str,
    last_on: Date,
) -> Result<()> {
    let params = params![person_id, organization_id, code, last_on];
    work.execute(
        "delete from post where person_id = ?1 and organization_id = ?2 and code = ?3 and from_on > ?4",
        params,
    )?;
    work.execute(
        "update post set to_on = ?4
         where person_id = ?1 and organization_id = ?2 and code = ?3 and (to_on is null or to_on > ?4)",
        params,
    )?;
    let note = Note::of(Deed::PostEnded, organization_id).to(person_id);
    work.note(note.saying(format!("{code} {last_on}")));
    touch(work, person_id);
    Ok(())
}

/// Long leave: nothing is owed on its days.
pub(crate) fn grant_leave(
    work: &mut Work<'_>,
    person_id: &Id,
    kind: &str,
    from_on: Date,
    to_on: Option<Date>,
    reason: &str,
) -> Result<()> {
    in_order(from_on, to_on)?;
    work.execute(
        "insert into leave (id, person_id, kind, from_on, to_on, reason) values (?1, ?2, ?3, ?4, ?5, ?6)",
        params![Id::fresh(), person_id, kind, from_on, to_on, reason],
    )?;
    work.note(Note::on(Deed::LeaveGranted, person_id).saying(days(from_on, to_on)));
    touch(work, person_id);
    Ok(())
}

/// Waives one duty, or every duty where none is named.
pub(crate) fn exempt(
    work: &mut Work<'_>,
    subject_id: &Id,
    duty_code: Option<&str>,
    from_on: Date,
    to_on: Option<Date>,
    reason: &str,
) -> Result<()> {
    in_order(from_on, to_on)?;
    work.execute(
        "insert into exemption (id, subject_id, duty_code, from_on, to_on, reason) values (?1, ?2, ?3, ?4, ?5, ?6)",
        params![Id::fresh(), subject_id, duty_code, from_on, to_on, reason],
    )?;
    let what = duty_code.unwrap_or("*");
    work.note(
        Note::on(Deed::ExemptionGranted, subject_id).saying(format!("{what} {}", days(from_on, to_on))),
    );
    touch(work, subject_id);
    Ok(())
}

/// Pinyin initials, lower case; what is not Chinese stays as it is.
pub(crate) fn initials(name: &str) -> String {
    name.chars()
        .filter(|letter| !letter.is_whitespace())
        .map(|letter| match letter.to_pinyin() {
            Some(pinyin) => pinyin.first_letter().to_owned(),
            None => letter.to_lowercase().to_string(),
        })
        .collect()
}

/// As the trail says it: open where there is no end.
fn days(from_on: Date, to_on: Option<Date>) -> String {
    format!("{from_on}/{}", to_on.map(|day| day.to_string()).unwrap_or_default())
}

fn in_order(from_on: Date, to_on: Option<Date>) -> Result<()> {
    if to_on.is_some_and(|to_on| to_on < from_on) {
        return Err(Mistakes::one("to_on", Messages::people_dates_reversed));
    }
    Ok(())
}

pub(super) fn touch(work: &mut Work<'_>, subject_id: &Id) {
    work.touch(Touch { subject_id: subject_id.clone(), through: None });
}

pub(super) fn on_code_taken(error: xueji_store::Error, field: &'static str) -> Error {
    if error.is_unique() { Mistakes::one(field, Messages::people_code_taken) } else { error.into() }
}
