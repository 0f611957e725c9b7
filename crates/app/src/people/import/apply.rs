//! Writing what a sheet changes, in batches.

use xueji_store::{Param, Value, params};

use crate::people::import::changes::{Changes, Edit};
use crate::people::import::known::Known;
use crate::people::{Organization, kind_code, level_code};
use crate::shell::{Deed, Id, Note, Result, Touch, Work};

/// How many rows are written between two reports of progress.
const BATCH: usize = 1000;

pub(super) fn apply(
    work: &mut Work<'_>,
    changes: &Changes,
    at: i64,
    progress: &dyn Fn(usize, usize),
) -> Result<()> {
    let mut writing = Writing { work, progress, done: 0, of: changes.written() };
    organizations(&mut writing, changes)?;
    writing.insert(
        "person",
        &["id", "code", "name", "initials", "born_on", "created_at"],
        &changes.new_people,
        |person| {
            let mut values =
                params![person.id, person.code, person.name, person.initials, person.born_on].to_vec();
            values.push(Value::Int(at));
            values
        },
    )?;
    for edit in &changes.edits {
        writing.edit(edit)?;
    }
    writing.insert(
        "membership",
        &["id", "person_id", "organization_id", "kind", "from_on", "to_on"],
        &changes.memberships,
        |(person_id, new)| {
            params![new.id, *person_id, new.organization_id, *kind_code(new.kind), new.from_on, new.to_on]
                .to_vec()
        },
    )?;
    writing.insert(
        "post",
        &["id", "person_id", "organization_id", "code", "from_on", "to_on"],
        &changes.posts,
        |(person_id, new)| {
            params![new.id, *person_id, new.organization_id, new.code, new.from_on, new.to_on].to_vec()
        },
    )?;
    writing.insert(
        "leave",
        &["id", "person_id", "kind", "from_on", "to_on", "reason"],
        &changes.leaves,
        |(person_id, new)| params![new.id, *person_id, new.kind, new.from_on, new.to_on, *""].to_vec(),
    )?;
    writing.insert(
        "exemption",
        &["id", "subject_id", "duty_code", "from_on", "to_on", "reason"],
        &changes.exemptions,
        |(person_id, new, to_on)| {
            params![new.id, *person_id, new.duty_code, new.from_on, *to_on, new.reason].to_vec()
        },
    )?;
    for one in &changes.new_organizations {
        work.note(Note::on(Deed::OrganizationAdded, &one.id).saying(&one.code));
    }
    for one in &changes.changed_organizations {
        work.note(Note::on(Deed::OrganizationChanged, &one.id).saying(&one.code));
    }
    for person in &changes.new_people {
        work.note(Note::on(Deed::PersonAdded, &person.id).saying(&person.code));
    }
    for subject_id in &changes.touched {
        work.note(Note::on(Deed::PersonChanged, subject_id).saying("sheet"));
    }
    let mut touched = changes.touched.clone();
    touched.extend(Known::members_of(work, &changes.retyped)?);
    for subject_id in touched {
        work.touch(Touch { subject_id, through: None });
    }
    Ok(())
}

fn organizations(writing: &mut Writing<'_, '_>, changes: &Changes) -> Result<()> {
    // What is new may stand above what is known.
    writing.insert(
        "organization",
        &["id", "parent_id", "code", "name", "short_name", "level", "unit_type", "path", "sort_order"],
        &changes.new_organizations,
        |one: &Organization| {
            params![
                one.id,
                one.parent_id,
                one.code,
                one.name,
                one.short_name,
                *level_code(one.level),
                one.unit_type,
                one.path,
                one.sort_order,
            ]
            .to_vec()
        },
    )?;
    for one in &changes.changed_organizations {
        writing.work.execute(
            "update organization
             set parent_id = ?2, name = ?3, short_name = ?4, level = ?5, unit_type = ?6, path = ?7
             where id = ?1",
            params![
                one.id,
                one.parent_id,
                one.name,
                one.short_name,
                level_code(one.level),
                one.unit_type,
                one.path,
            ],
        )?;
        writing.step(1);
    }
    Ok(())
}

impl Changes {
    fn written(&self) -> usize {
        self.changed_organizations.len()
            + self.new_organizations.len()
            + self.new_people.len()
            + self.edits.len()
            + self.memberships.len()
            + self.posts.len()
            + self.leaves.len()
            + self.exemptions.len()
    }
}

struct Writing<'a, 'tx> {
    work: &'a mut Work<'tx>,
    progress: &'a dyn Fn(usize, usize),
    done: usize,
    of: usize,
}

impl Writing<'_, '_> {
    fn step(&mut self, rows: usize) {
        self.done += rows;
        (self.progress)(self.done, self.of);
    }

    fn insert<T>(
        &mut self,
        table: &'static str,
        columns: &[&'static str],
        rows: &[T],
        values: impl Fn(&T) -> Vec<Value<'_>>,
    ) -> Result<()> {
        for batch in rows.chunks(BATCH) {
            self.work.insert_many(table, columns, batch.iter().map(&values))?;
            self.step(batch.len());
        }
        Ok(())
    }

    fn edit(&mut self, edit: &Edit) -> Result<()> {
        match edit {
            Edit::Person(person) => self.update(
                "update person set name = ?2, initials = ?3, born_on = ?4 where id = ?1",
                params![person.id, person.name, person.initials, person.born_on],
            ),
            Edit::MembershipUntil(id, to_on) => {
                self.set("update membership set to_on = ?2 where id = ?1", id, to_on)
            }
            Edit::MembershipFrom(id, from_on) => {
                self.set("update membership set from_on = ?2 where id = ?1", id, from_on)
            }
            Edit::MembershipKind(id, kind) => {
                self.set("update membership set kind = ?2 where id = ?1", id, &kind_code(*kind))
            }
            Edit::PostUntil(id, to_on) => self.set("update post set to_on = ?2 where id = ?1", id, to_on),
            Edit::PostNever(id) => self.update("delete from post where id = ?1", params![id]),
            Edit::Leave(id, kind, to_on) => {
                self.update("update leave set kind = ?2, to_on = ?3 where id = ?1", params![id, kind, to_on])
            }
            Edit::Exemption(id, reason) => {
                self.set("update exemption set reason = ?2 where id = ?1", id, reason)
            }
        }
    }

    fn set(&mut self, sql: &str, id: &Id, value: &impl Param) -> Result<()> {
        self.update(sql, params![id, value])
    }

    fn update(&mut self, sql: &str, values: &[Value<'_>]) -> Result<()> {
        self.work.execute(sql, values)?;
        self.step(1);
        Ok(())
    }
}
