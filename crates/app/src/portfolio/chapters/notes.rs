//! Every note in full, in the order of the days, as its author has it now.

use std::collections::HashMap;

use xueji_store::Tx;

use crate::attachments;
use crate::notes::{self, Filter};
use crate::portfolio::chapter::{Chapter, Leaf, Part};
use crate::portfolio::{Of, store};
use crate::records::Offer;
use crate::shell::lang::Messages;
use crate::shell::{Id, Result};

pub(in crate::portfolio) const CHAPTER: Chapter = Chapter {
    code: "notes",
    title: Messages::portfolio_notes,
    none: Messages::portfolio_notes_none,
    page: 20,
    count: |tx, of| {
        let months = notes::months(tx, &of.person_id, of.first(), of.last())?;
        Ok(months.into_iter().map(|(_, count)| usize::try_from(count).unwrap_or_default()).sum())
    },
    parts: |tx, of, from, most| {
        let leaves = leaves(tx, of, false, from, most)?;
        Ok(leaves.into_iter().map(|leaf| Part::Leaf(Box::new(leaf))).collect())
    },
};

/// The notes of the year, or those among them that were put away.
pub(in crate::portfolio) fn leaves(
    tx: &mut Tx,
    of: &Of,
    discarded: bool,
    from: usize,
    most: usize,
) -> Result<Vec<Leaf>> {
    let filter = Filter { from: Some(of.first()), to: Some(of.last()), discarded, ..Filter::default() };
    let found = notes::texts(tx, &of.person_id, &filter, from, most)?;
    let offer = Offer::on(tx, of.on())?;
    let shown: Vec<Id> = found.iter().flat_map(|(_, version)| version.files.iter().cloned()).collect();
    let files = attachments::find(tx, &shown)?;
    let ids: Vec<Id> = found.iter().map(|(note, _)| note.id.clone()).collect();
    let mut tags: HashMap<Id, Vec<String>> = store::tags(tx, &ids)?;
    let leaf = |(note, version): (notes::Note, notes::Version)| Leaf {
        activity: note.activity.as_ref().map(|code| offer.title(code, of.lang)).unwrap_or_default(),
        tags: tags.remove(&note.id).unwrap_or_default(),
        files: version
            .files
            .iter()
            .filter_map(|id| files.iter().find(|file| file.id == *id).cloned())
            .collect(),
        note,
        version,
    };
    Ok(found.into_iter().map(leaf).collect())
}
