//! Passages close to an earlier note, side by side: for its author before it is handed in, for whoever reads it after.
//!
//! `notes/_near.html` shows them.

use xueji_closeness::Passage;
use xueji_store::Tx;

use crate::notes::{self, Note, Version, near};
use crate::people;
use crate::shell::{Context, Id, OrNotFound, Result};

/// An earlier note as a page shows it.
#[derive(Debug)]
pub(crate) struct NearView {
    /// Whose it is, as far as the visitor may know.
    pub(crate) told: String,
    pub(crate) href: Option<String>,
    /// What stands here, and what stands there; empty where the visitor may not read it.
    pub(crate) passages: Vec<(String, String)>,
}

/// What the visitor may know of an earlier note.
enum Known {
    /// One's own.
    Own,
    /// Another's, to the author: the passages alone, and not whose they are.
    Unnamed,
    /// Another's, to somebody who may read it.
    Named(String),
    /// Another's, to somebody who may not.
    Hidden,
}

/// What the author of a note is shown before its newest text is handed in.
pub(crate) async fn close_before(context: &Context, id: &Id) -> Result<Vec<NearView>> {
    let (asking, id) = (context.clone(), id.clone());
    let look = move |tx: &mut Tx| {
        let note = notes::find(tx, &id)?.or_not_found()?;
        let version = notes::version(tx, &id, note.current)?.or_not_found()?;
        let of = |_: &mut Tx, other: &Note| {
            Ok(if other.person_id == note.person_id { Known::Own } else { Known::Unnamed })
        };
        views(tx, &asking, &note, &version, asking.app.clock.now(), of)
    };
    context.app.read(look).await
}

/// What whoever opened a version that was handed in is shown; whether they may is not asked here.
pub(crate) async fn close_to(context: &Context, id: &Id, number: i64) -> Result<Vec<NearView>> {
    let (asking, id) = (context.clone(), id.clone());
    let look = move |tx: &mut Tx| {
        let note = notes::find(tx, &id)?.or_not_found()?;
        let version = notes::version(tx, &id, number)?.or_not_found()?;
        let (actor, today) = (asking.actor()?, asking.app.clock.today());
        let of = |tx: &mut Tx, other: &Note| {
            if !notes::may_read(tx, actor, other, today)? {
                return Ok(Known::Hidden);
            }
            let person = people::person(tx, &other.person_id)?;
            Ok(Known::Named(person.map(|person| person.name).unwrap_or_default()))
        };
        let before = version.entered_at.unwrap_or(version.changed_at);
        views(tx, &asking, &note, &version, before, of)
    };
    context.app.read(look).await
}

fn views(
    tx: &mut Tx,
    context: &Context,
    note: &Note,
    version: &Version,
    before: i64,
    known_of: impl Fn(&mut Tx, &Note) -> Result<Known>,
) -> Result<Vec<NearView>> {
    let (t, lang) = (context.t(), context.lang);
    let mut all = Vec::new();
    for near in near::near(tx, note, &version.text, before)? {
        let (known, on) = (known_of(tx, &near.note)?, lang.day(near.note.happened_on));
        let here = |passage: &Passage| version.text.get(passage.here.clone()).unwrap_or_default().to_owned();
        let there = |passage: &Passage| match known {
            Known::Hidden => String::new(),
            _ => near.version.text.get(passage.there.clone()).unwrap_or_default().to_owned(),
        };
        all.push(NearView {
            passages: near.passages.iter().map(|passage| (here(passage), there(passage))).collect(),
            href: matches!(known, Known::Own | Known::Named(_)).then(|| format!("/notes/{}", near.note.id)),
            told: match known {
                Known::Own => t.notes_near_own(on),
                Known::Unnamed => t.notes_near_unnamed(),
                Known::Named(name) => t.notes_near_named(name, on),
                Known::Hidden => t.notes_near_hidden(),
            },
        });
    }
    Ok(all)
}
