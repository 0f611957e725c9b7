//! The chain: every line carries the hash of itself and of the line before.

use xueji_store::Value;

use crate::shell::trail::{Digest, digest};
use crate::shell::{Note, Result, Work};
use crate::trail::store;

/// The key on which all who write lines wait for each other, where there are several writers.
const TURN: &str = "trail";

/// A place in the chain: the number of a line and its hash. The first line follows number 0 and a hash of zeros.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Link {
    pub(crate) number: i64,
    pub(crate) hash: Digest,
}

/// What of a line is hashed, besides its number and the hash before.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'a> {
    pub(super) at: i64,
    pub(super) author: &'a str,
    pub(super) deed: &'a str,
    pub(super) about_id: &'a str,
    pub(super) subject_id: Option<&'a str>,
    pub(super) detail: &'a str,
    pub(super) digest: Option<&'a [u8]>,
}

impl Link {
    /// The place of the line that follows.
    pub(super) fn then(self, line: &Line<'_>) -> Self {
        let number = self.number + 1;
        let hash = digest([
            Value::Bytes(self.hash.as_slice().into()),
            Value::Int(number),
            Value::Int(line.at),
            Value::Text(line.author.into()),
            Value::Text(line.deed.into()),
            Value::Text(line.about_id.into()),
            line.subject_id.map_or(Value::Null, |id| Value::Text(id.into())),
            Value::Text(line.detail.into()),
            line.digest.map_or(Value::Null, |digest| Value::Bytes(digest.into())),
        ]);
        Self { number, hash }
    }
}

/// Writes what was noted behind the newest line, in the transaction of the change itself.
///
/// On a server all writers wait here for each other until they commit: it comes last, and everything else that is
/// waited for has been taken before.
pub(crate) fn seal(work: &mut Work<'_>) -> Result<()> {
    let notes = work.take_notes();
    if notes.is_empty() {
        return Ok(());
    }
    work.serialize_on(&[TURN])?;
    let head = store::head(work)?;
    let (author, at) = (work.author().as_str().to_owned(), work.at());
    let mut link = head;
    let linked: Vec<(Link, Note)> = notes
        .into_iter()
        .map(|note| {
            link = link.then(&line(&note, &author, at));
            (link, note)
        })
        .collect();
    store::append(work, &linked, &author, at)
}

fn line<'a>(note: &'a Note, author: &'a str, at: i64) -> Line<'a> {
    Line {
        at,
        author,
        deed: note.deed.code(),
        about_id: note.about_id.as_str(),
        subject_id: note.subject_id.as_ref().map(crate::shell::Id::as_str),
        detail: &note.detail,
        digest: note.digest.as_ref().map(Digest::as_slice),
    }
}
