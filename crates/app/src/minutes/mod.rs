//! Minutes of meetings (会议记录): written by several at once, signed by host and recorder, with the measures agreed on.
//!
//! What a meeting comes to stands in its records; once signed, the minutes are the evidence of the organization's own
//! record (`records::set_minutes`). Meetings know nothing of their minutes.

mod document;
mod measures;
mod measures_page;
mod merge;
mod overdue;
mod pages;
mod paper;
mod reassign;
mod routes;
mod signing;
mod similarity;
mod store;
#[cfg(test)]
mod tests;
mod text;
mod views;
mod write;

use jiff::civil::Date;
use sha2::{Digest as _, Sha256};

use crate::shell::Id;
use crate::shell::secret::hex;

pub(crate) use overdue::{JOB, job};
pub(crate) use reassign::reassign;
pub(crate) use routes::routes;
#[cfg(test)]
pub(crate) use tests::of_test;

/// What a block of minutes holds, in the order in which they stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// What was said or studied under an item of the agenda.
    Agenda,
    /// 中心发言.
    Lead,
    /// 讨论发言.
    Talk,
    /// 会议决议.
    Decision,
    /// 举措: with who sees to it, and until when.
    Measure,
}

impl Kind {
    const ALL: [Self; 5] = [Self::Agenda, Self::Lead, Self::Talk, Self::Decision, Self::Measure];

    const fn code(self) -> &'static str {
        match self {
            Self::Agenda => "agenda",
            Self::Lead => "lead",
            Self::Talk => "talk",
            Self::Decision => "decision",
            Self::Measure => "measure",
        }
    }
}

/// Where a block stands in the minutes of a meeting: its kind and a key, `decision-01J…`.
///
/// The key of an item of the agenda follows from its words and that of a lead speech from its speaker, so that two who
/// begin to write at once write the same block; the others are made by whoever adds them, so that what is sent twice is
/// added once.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Slot(String);

impl Slot {
    /// The slot of an item of the agenda.
    fn of_item(item: &str) -> Self {
        let digest = hex(&Sha256::digest(item.as_bytes()));
        Self(format!("{}-{}", Kind::Agenda.code(), digest.get(..16).unwrap_or_default()))
    }

    /// The slot of a lead speech.
    fn of_speaker(person: &Id) -> Self {
        Self(format!("{}-{person}", Kind::Lead.code()))
    }

    /// A slot that nobody has used.
    fn fresh(kind: Kind) -> Self {
        Self(format!("{}-{}", kind.code(), Id::fresh()))
    }

    /// A slot as a form names it; none where it is none.
    fn parse(text: &str) -> Option<Self> {
        let (kind, key) = text.split_once('-')?;
        let known = Kind::ALL.iter().any(|known| known.code() == kind);
        let fits = (1..=32).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_alphanumeric());
        (known && fits).then(|| Self(text.to_owned()))
    }

    fn as_str(&self) -> &str {
        &self.0
    }

    fn kind(&self) -> Kind {
        let code = self.0.split('-').next().unwrap_or_default();
        Kind::ALL.into_iter().find(|kind| kind.code() == code).unwrap_or(Kind::Agenda)
    }

    fn key(&self) -> &str {
        self.0.split_once('-').map_or("", |(_, key)| key)
    }
}

/// A block as it stands.
#[derive(Clone, Debug)]
pub(crate) struct Block {
    pub(crate) slot: Slot,
    /// The item of the agenda, where it is about one.
    pub(crate) heading: String,
    /// Who spoke, or who sees to the measure.
    pub(crate) person_id: Option<Id>,
    pub(crate) due_on: Option<Date>,
    pub(crate) text: String,
    /// How often it was written.
    pub(crate) version: i64,
    first_change: i64,
    change: i64,
}

impl Block {
    fn is_empty(&self) -> bool {
        self.text.trim().is_empty()
    }
}

/// The items of an agenda; one without words where there is no agenda, for what was said.
fn items(agenda: &str) -> Vec<&str> {
    let items: Vec<&str> = agenda.lines().map(str::trim).filter(|item| !item.is_empty()).collect();
    if items.is_empty() { vec![""] } else { items }
}

/// The blocks that say something, in the order in which minutes have them: the agenda as it is now, then what stood
/// on it before.
fn in_order(agenda: &str, blocks: &[Block]) -> Vec<Block> {
    let items: Vec<Slot> = items(agenda).into_iter().map(Slot::of_item).collect();
    let place = |block: &Block| items.iter().position(|item| *item == block.slot).unwrap_or(usize::MAX);
    let mut said: Vec<Block> = blocks.iter().filter(|block| !block.is_empty()).cloned().collect();
    said.sort_by_key(|block| (block.slot.kind(), place(block), block.first_change));
    said
}
