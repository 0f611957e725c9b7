//! Which earlier notes a text is close to: another's, or one's own of an earlier year.

use jiff::civil::Date;
use xueji_closeness::{COMMON, Passage, Quoted, Text, candidates, compare, fingerprint};
use xueji_store::{Tx, Where, params};

use crate::notes::{self, Note, Version, store};
use crate::people;
use crate::plans;
use crate::shell::{Id, Result};

/// The most that are shown: more help nobody.
const MOST: usize = 3;
/// Texts with fewer signs have no passage that would speak.
const SHORTEST: i64 = 60;

/// An earlier note, and where the text is close to it.
#[derive(Clone, Debug)]
pub(crate) struct Near {
    pub(crate) note: Note,
    /// What was handed in of it.
    pub(crate) version: Version,
    /// Bytes of the text, and of the earlier one.
    pub(crate) passages: Vec<Passage>,
    letters: usize,
}

/// The most that is read of what was given besides the arrangement, in letters: the newest of it comes first.
const MOST_GIVEN: usize = 300_000;

/// What the author was given to study where they belonged on the day: the arrangements, assigned reading, lessons.
/// Quoting it counts against nobody.
fn quotable(tx: &mut Tx, of: Of<'_>) -> Result<Quoted> {
    let mut quoted = Quoted::nothing();
    let Some(home) = people::home(tx, of.person_id, of.happened_on)? else { return Ok(quoted) };
    for plan in plans::in_force(tx, of.happened_on)? {
        if let Some(text) = &plan.plan().text
            && home.path.starts_with(&plan.path)
        {
            quoted.allow(&Text::new(text));
        }
    }
    let mut left = MOST_GIVEN;
    let above: Vec<&str> = people::on_path(&home.path).collect();
    let among = Where::new().and_in("given_text.organization_id", &above);
    let given = format!("select text from given_text {} order by given_on desc limit 300", among.sql());
    tx.each(&given, among.params(), |row| {
        let text = row.str(0)?;
        if text.len() / 3 <= left {
            left -= text.len() / 3;
            quoted.allow(&Text::new(text));
        }
        Ok(())
    })?;
    Ok(quoted)
}

/// Whose text is held against earlier ones.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Of<'a> {
    pub(crate) person_id: &'a Id,
    /// The note that it stands in, where it stands in one already.
    pub(crate) note_id: Option<&'a Id>,
    pub(crate) happened_on: Date,
}

impl<'a> From<&'a Note> for Of<'a> {
    fn from(note: &'a Note) -> Self {
        Self { person_id: &note.person_id, note_id: Some(&note.id), happened_on: note.happened_on }
    }
}

/// The earlier notes that a text is close to, the closest first.
///
/// Earlier are those handed in before the instant `before`. A look into the index for each key of the text (one in
/// thirty letters), and a comparison with at most fifty texts.
pub(crate) fn near(tx: &mut Tx, of: Of<'_>, text: &str, before: i64) -> Result<Vec<Near>> {
    if notes::characters(text) < SHORTEST {
        return Ok(Vec::new());
    }
    let (here, quoted) = (Text::new(text), quotable(tx, of)?);
    let keys = fingerprint(&here, &quoted);
    let mut rows: Vec<(i64, Id)> = Vec::new();
    for key in &keys {
        // One more than a key may have tells that it is common.
        let holders: Vec<Id> = tx.query(
            &format!(
                "select note_id from note_key where key = ?1 and note_id <> ?2 order by note_id limit {}",
                COMMON + 1
            ),
            params![key, of.note_id.map_or("", Id::as_str)],
            |row| row.get(0),
        )?;
        rows.extend(holders.into_iter().map(|id| (*key, id)));
    }
    let mut found = Vec::new();
    for id in candidates(keys.len(), rows) {
        let Some(other) = store::find(tx, &id)? else { continue };
        let Some(version) = earlier(tx, of, &other, before)? else { continue };
        let there = Text::new(&version.text);
        let close = compare(&here, &there, &quoted);
        if close.is_close() && !wrote_first(tx, of, &there, &version, &quoted)? {
            found.push(Near { note: other, version, letters: close.letters, passages: close.passages });
        }
    }
    found.sort_by_key(|near| std::cmp::Reverse(near.letters));
    found.truncate(MOST);
    Ok(found)
}

/// What another note said before the instant; of one's own, what it says of an earlier year: going on with what one wrote
/// this year is no copying.
fn earlier(tx: &mut Tx, of: Of<'_>, other: &Note, before: i64) -> Result<Option<Version>> {
    let Some(number) = other.entered else { return Ok(None) };
    if other.person_id == *of.person_id {
        let year = other.happened_on.year();
        return if year < of.happened_on.year() { store::version(tx, &other.id, number) } else { Ok(None) };
    }
    // In one and the same moment, the one that was begun first.
    let first = of.note_id.is_none_or(|id| other.id < *id);
    store::entered_before(tx, &other.id, before + i64::from(first))
}

/// Whoever wrote first copied from nobody: whether an earlier text of this note was close already when the other one came.
fn wrote_first(tx: &mut Tx, of: Of<'_>, there: &Text, version: &Version, quoted: &Quoted) -> Result<bool> {
    let (Some(id), Some(at)) = (of.note_id, version.entered_at) else { return Ok(false) };
    let own = store::entered_before(tx, id, at)?;
    Ok(own.is_some_and(|own| compare(&Text::new(&own.text), there, quoted).is_close()))
}
