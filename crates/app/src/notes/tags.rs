//! The tags that an author gives a note.

use std::collections::HashMap;

use xueji_store::{Tx, params};

use crate::shell::{Id, Result};

/// The tags of a note.
pub(crate) fn tags_of(tx: &mut Tx, note_id: &Id) -> Result<Vec<String>> {
    Ok(tx.query("select tag from note_tag where note_id = ?1 order by tag", params![note_id], |row| {
        row.get(0)
    })?)
}

/// The tags that a person uses, with how often, the most used first.
pub(crate) fn tags_used(tx: &mut Tx, person_id: &Id) -> Result<Vec<(String, i64)>> {
    Ok(tx.query(
        "select note_tag.tag, count(*) from note_tag join note on note.id = note_tag.note_id
         where note.person_id = ?1 and note.discarded_at is null
         group by note_tag.tag order by count(*) desc, note_tag.tag limit 30",
        params![person_id],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?)
}

pub(super) fn set_tags(tx: &mut Tx, note_id: &Id, tags: &[String]) -> Result<()> {
    if tags_of(tx, note_id)? == *tags {
        return Ok(());
    }
    tx.execute("delete from note_tag where note_id = ?1", params![note_id])?;
    add_tags(tx, note_id, tags)
}

pub(super) fn add_tags(tx: &mut Tx, note_id: &Id, tags: &[String]) -> Result<()> {
    for tag in tags {
        tx.execute(
            "insert into note_tag (note_id, tag) values (?1, ?2) on conflict (note_id, tag) do nothing",
            params![note_id, tag],
        )?;
    }
    Ok(())
}

/// The tags of each of a person's notes that has some, in small letters, with lines between them.
pub(super) fn tags_by_note(tx: &mut Tx, person_id: &Id) -> Result<HashMap<String, String>> {
    let mut tags: HashMap<String, String> = HashMap::new();
    tx.each(
        "select note_tag.note_id, note_tag.tag from note_tag join note on note.id = note_tag.note_id
         where note.person_id = ?1",
        params![person_id],
        |row| {
            let all = tags.entry(row.get(0)?).or_default();
            all.push_str(&row.str(1)?.to_lowercase());
            all.push('\n');
            Ok(())
        },
    )?;
    Ok(tags)
}
