//! Passages close to an earlier note, side by side: for its author before it is handed in, for whoever reads it after.
//!
//! `notes/_near.html` shows them.

use xueji_closeness::Passage;
use xueji_store::Tx;

use crate::notes;
use crate::notes::near::{self, Near, Of};
use crate::people;
use crate::shell::{Context, Id, OrNotFound, Result, Work};

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
        close_to_own(tx, &asking, Of::from(&note), &version.text)
    };
    context.app.read(look).await
}

/// What the author of a text is shown before it is handed in.
pub(super) fn close_to_own(tx: &mut Tx, context: &Context, of: Of<'_>, text: &str) -> Result<Vec<NearView>> {
    let near = near::near(tx, of, text, context.app.clock.now())?;
    let known = |near: &Near| if near.note.person_id == *of.person_id { Known::Own } else { Known::Unnamed };
    Ok(near.iter().map(|near| view(context, text, near, known(near))).collect())
}

/// What whoever opened a version that was handed in is shown; whether they may is not asked here.
///
/// Who may read what it is close to reads passages of it: its author is told as of any reading.
pub(crate) async fn close_to(context: &Context, id: &Id, number: i64) -> Result<Vec<NearView>> {
    let (asking, id) = (context.clone(), id.clone());
    let look = move |tx: &mut Tx| {
        let note = notes::find(tx, &id)?.or_not_found()?;
        let version = notes::version(tx, &id, number)?.or_not_found()?;
        let before = version.entered_at.unwrap_or(version.changed_at);
        let (actor, today) = (asking.actor()?, asking.app.clock.today());
        let (mut views, mut shown) = (Vec::new(), Vec::new());
        for near in near::near(tx, Of::from(&note), &version.text, before)? {
            let known = if notes::may_read(tx, actor, &near.note, today)? {
                let person = people::person(tx, &near.note.person_id)?;
                Known::Named(person.map(|person| person.name).unwrap_or_default())
            } else {
                Known::Hidden
            };
            let named = matches!(known, Known::Named(_));
            views.push(view(&asking, &version.text, &near, known));
            if named && actor.person_id.as_ref() != Some(&near.note.person_id) {
                shown.push(near.note);
            }
        }
        Ok((views, shown))
    };
    let (views, shown) = context.app.read(look).await?;
    if !shown.is_empty() {
        let (actor, clock) = (context.actor()?.clone(), context.app.clock.clone());
        let tell = move |work: &mut Work<'_>| {
            shown.iter().try_for_each(|note| notes::look_into(work, &actor, note, &clock))
        };
        context.write(tell).await?;
    }
    Ok(views)
}

fn view(context: &Context, text: &str, near: &Near, known: Known) -> NearView {
    let (t, on) = (context.t(), context.lang.day(near.note.happened_on));
    let here = |passage: &Passage| text.get(passage.here.clone()).unwrap_or_default().to_owned();
    let there = |passage: &Passage| match known {
        Known::Hidden => String::new(),
        _ => near.version.text.get(passage.there.clone()).unwrap_or_default().to_owned(),
    };
    NearView {
        passages: near.passages.iter().map(|passage| (here(passage), there(passage))).collect(),
        href: matches!(known, Known::Own | Known::Named(_)).then(|| format!("/notes/{}", near.note.id)),
        told: match known {
            Known::Own => t.notes_near_own(on),
            Known::Unnamed => t.notes_near_unnamed(),
            Known::Named(name) => t.notes_near_named(name, on),
            Known::Hidden => t.notes_near_hidden(),
        },
    }
}
