//! Passages close to an earlier note, side by side: for its author before it is handed in, for whoever inspects after.

use xueji_store::Tx;

use crate::notes::{self, Near, Note, Version};
use crate::people;
use crate::records;
use crate::shell::{Actor, Context, Result};

/// An earlier note as a page shows it.
#[derive(Debug)]
pub(super) struct NearView {
    /// Whose it is, as far as the visitor may know.
    pub(super) told: String,
    pub(super) href: Option<String>,
    /// What stands here, and what stands there; empty where the visitor may not read it.
    pub(super) passages: Vec<(String, String)>,
}

/// What the visitor may know of an earlier note.
#[derive(Debug)]
pub(super) enum Known {
    /// One's own.
    Own,
    /// Another's, to the author: the passages alone, and not whose they are.
    Unnamed,
    /// Another's, to somebody who may read it.
    Named(String),
    /// Another's, to somebody who may not.
    Hidden,
}

/// What the author is shown before handing in.
pub(super) fn before_handing_in(
    tx: &mut Tx,
    note: &Note,
    version: &Version,
    now: i64,
) -> Result<Vec<(Near, Known)>> {
    let quoted = notes::quotable(tx, note.happened_on)?;
    let found = notes::near(tx, note, &version.text, now, &quoted)?;
    let with_known = |near: Near| {
        let own = near.note.person_id == note.person_id;
        (near, if own { Known::Own } else { Known::Unnamed })
    };
    Ok(found.into_iter().map(with_known).collect())
}

/// What whoever reads what was handed in is shown.
pub(super) fn to_reader(
    tx: &mut Tx,
    actor: &Actor,
    note: &Note,
    version: &Version,
    today: jiff::civil::Date,
) -> Result<Vec<(Near, Known)>> {
    let quoted = notes::quotable(tx, note.happened_on)?;
    let before = version.entered_at.unwrap_or(version.changed_at);
    let found = notes::near(tx, note, &version.text, before, &quoted)?;
    let mut all = Vec::with_capacity(found.len());
    for near in found {
        let known = if notes::may_read(tx, actor, &near.note, today)? {
            let person = people::person(tx, &near.note.person_id)?;
            Known::Named(person.map(|person| person.name).unwrap_or_default())
        } else {
            Known::Hidden
        };
        all.push((near, known));
    }
    Ok(all)
}

pub(super) fn views(context: &Context, text: &str, near: &[(Near, Known)]) -> Vec<NearView> {
    let (t, lang) = (context.t(), context.lang);
    let view = |(near, known): &(Near, Known)| {
        let on = records::day_said(near.note.happened_on, lang);
        let here = |passage: &xueji_closeness::Passage| {
            text.get(passage.here.clone()).unwrap_or_default().to_owned()
        };
        let there = |passage: &xueji_closeness::Passage| match known {
            Known::Hidden => String::new(),
            _ => near.version.text.get(passage.there.clone()).unwrap_or_default().to_owned(),
        };
        NearView {
            told: match known {
                Known::Own => t.notebook_near_own(on),
                Known::Unnamed => t.notebook_near_unnamed(),
                Known::Named(name) => t.notebook_near_named(name.clone(), on),
                Known::Hidden => t.notebook_near_hidden(),
            },
            href: matches!(known, Known::Own | Known::Named(_)).then(|| format!("/notes/{}", near.note.id)),
            passages: near.passages.iter().map(|passage| (here(passage), there(passage))).collect(),
        }
    };
    near.iter().map(view).collect()
}
