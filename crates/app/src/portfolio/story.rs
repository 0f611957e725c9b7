//! A thing that is told line by line: what it was, how it went, and what was said of it.

use xueji_store::Tx;

use crate::notebook;
use crate::notes;
use crate::portfolio::Of;
use crate::portfolio::piece::lines_of;
use crate::records;
use crate::shell::{Id, Result};

/// The thing with its lines, whatever it is shown on.
#[derive(Debug)]
pub(super) struct Story {
    pub(super) id: Id,
    /// Where it is in the product.
    pub(super) href: String,
    pub(super) title: String,
    pub(super) told: String,
    pub(super) marks: Vec<String>,
    pub(super) lines: Vec<String>,
    /// The note that its text is in.
    pub(super) note: Option<Cited>,
}

/// A note of one's own that stands among the notes.
#[derive(Debug)]
pub(super) struct Cited {
    pub(super) id: Id,
    /// As what it is named, with its name and day.
    pub(super) said: String,
    /// Whether it stands in the same book: it may be about a day of another year, or be put away.
    pub(super) is_near: bool,
}

impl Cited {
    /// The note, where there is one and it is the person's own.
    pub(super) fn of(tx: &mut Tx, of: &Of, label: String, id: &Id) -> Result<Option<Self>> {
        let Some(note) = notes::find(tx, id)?.filter(|note| note.person_id == of.person_id) else {
            return Ok(None);
        };
        let version = notes::version(tx, id, note.current)?;
        let title = version.as_ref().and_then(notebook::title_of);
        let title = title.unwrap_or_else(|| of.t().notebook_untitled());
        let day = records::day_said(note.happened_on, of.lang);
        Ok(Some(Self {
            id: note.id,
            said: of.t().portfolio_cited(label, title, day),
            is_near: !note.discarded && (of.first()..=of.last()).contains(&note.happened_on),
        }))
    }
}

/// Who did what when, and what they said: the first line of it with that, the others below.
pub(super) fn lines_by(of: &Of, what: String, (who, at): (&str, i64), text: &str) -> Vec<String> {
    let by = of.t().portfolio_by(what, who, of.clock.minute_of(at));
    let mut said = lines_of(text);
    let first = match said.next() {
        Some(text) => of.t().portfolio_fact(by, text),
        None => by,
    };
    std::iter::once(first).chain(said).collect()
}

/// What something is, in a line; nothing where there is nothing to say.
pub(super) fn fact(of: &Of, label: String, value: &str) -> Option<String> {
    let value = lines_of(value).collect::<Vec<_>>().join(" ");
    (!value.is_empty()).then(|| of.t().portfolio_fact(label, value))
}
