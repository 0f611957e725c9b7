//! Writing minutes: block by block, by several at once.

use std::time::{Duration, Instant};

use jiff::civil::Date;

use crate::meetings::{self, Meeting, State};
use crate::minutes::store::Wording;
use crate::minutes::{Block, Kind, Slot, items, merge, signing, store};
use crate::records::Entry;
use crate::shell::lang::Messages;
use crate::shell::{Error, Id, Mistakes, Result, Work};

/// The longest text of one block, in characters: some ten pages.
pub(super) const LONGEST: usize = 10_000;
/// How long the texts of one request may be compared: everybody else who writes waits for it.
const COMPARING: Duration = Duration::from_millis(300);
/// More blocks than any minutes have.
const MOST_BLOCKS: usize = 500;

/// A block as somebody wants it; of a lead speech the person is the slot's.
#[derive(Clone, Debug)]
pub(super) struct Typed {
    pub(super) slot: Slot,
    /// The version that they began from; 0 where there was none.
    pub(super) began_from: i64,
    pub(super) person_id: Option<Id>,
    pub(super) due_on: Option<Date>,
    pub(super) text: String,
}

/// A block as it was saved.
#[derive(Clone, Debug)]
pub(super) struct Saved {
    pub(super) block: Block,
    /// The version that holds exactly what was sent: whoever types on goes on from there.
    pub(super) sent: i64,
}

/// Saves what was typed. Where another was quicker, both texts are merged, and the one that was sent is kept, too.
///
/// `writer` names the window that sends, for it may not have had the answer to what it sent last.
pub(super) fn write(
    work: &mut Work<'_>,
    entry: &Entry,
    meeting: &Meeting,
    writer: &str,
    typed: &[Typed],
) -> Result<Vec<Saved>> {
    if meeting.state == State::Cancelled {
        return Err(Error::Conflict(Messages::minutes_of_no_meeting));
    }
    work.serialize_on(&[meeting.id.as_str()])?;
    let blocks = store::blocks(work, &meeting.id, 0)?;
    signing::open_for_writing(work, entry, meeting, &blocks)?;
    let change = blocks.iter().map(|block| block.change).max().unwrap_or(0) + 1;
    check(work, meeting, &blocks, typed)?;
    let until = Instant::now() + COMPARING;
    let mut saved = Vec::with_capacity(typed.len());
    for typed in typed {
        let old = blocks.iter().find(|block| block.slot == typed.slot);
        if old.is_none() && typed.text.trim().is_empty() {
            continue;
        }
        let fresh = || Block {
            slot: typed.slot.clone(),
            heading: heading(meeting, &typed.slot),
            person_id: None,
            due_on: None,
            text: String::new(),
            version: 0,
            first_change: change,
            change,
        };
        let old = old.cloned().unwrap_or_else(fresh);
        saved.push(save(work, entry, &meeting.id, writer, (old, change), typed, until)?);
    }
    Ok(saved)
}

fn save(
    work: &mut Work<'_>,
    entry: &Entry,
    meeting_id: &Id,
    writer: &str,
    (old, change): (Block, i64),
    typed: &Typed,
    until: Instant,
) -> Result<Saved> {
    let now = Wording {
        version: old.version,
        person_id: old.person_id.clone(),
        due_on: old.due_on,
        text: old.text.clone(),
    };
    let base = if typed.began_from == old.version {
        now.clone()
    } else {
        store::began_from(work, (meeting_id, &old.slot), typed.began_from, writer)?.unwrap_or_default()
    };
    let sent = Wording {
        version: old.version + 1,
        person_id: typed.person_id.clone(),
        due_on: typed.due_on,
        text: typed.text.clone(),
    };
    let differs =
        |a: &Wording, b: &Wording| (&a.text, &a.person_id, a.due_on) != (&b.text, &b.person_id, b.due_on);
    if !differs(&sent, &base) || !differs(&sent, &now) {
        // Nothing new was typed.
        return Ok(Saved { sent: base.version, block: old });
    }
    let key = (meeting_id, &old.slot);
    store::keep(work, key, &sent, writer, entry)?;
    let mut merged = Wording {
        text: merge::merge(&base.text, &sent.text, &now.text, until),
        person_id: if sent.person_id == base.person_id { now.person_id } else { sent.person_id.clone() },
        due_on: if sent.due_on == base.due_on { now.due_on } else { sent.due_on },
        version: sent.version,
    };
    if differs(&merged, &sent) {
        merged.version += 1;
        store::keep(work, key, &merged, "", entry)?;
    }
    let block = Block {
        person_id: merged.person_id,
        due_on: merged.due_on,
        text: merged.text,
        version: merged.version,
        change,
        ..old
    };
    if now.version == 0 {
        store::insert(work, meeting_id, &block)?;
    } else {
        store::update(work, meeting_id, &block)?;
    }
    Ok(Saved { block, sent: sent.version })
}

/// The words of the item that a block of the agenda stands under.
fn heading(meeting: &Meeting, slot: &Slot) -> String {
    let item = items(&meeting.agenda).into_iter().find(|item| Slot::of_item(item) == *slot);
    item.unwrap_or_default().to_owned()
}

/// Refuses what stands nowhere in these minutes, and people who are not on the list.
fn check(work: &mut Work<'_>, meeting: &Meeting, blocks: &[Block], typed: &[Typed]) -> Result<()> {
    let mut mistakes = Mistakes::default();
    let known = |slot: &Slot| blocks.iter().find(|block| block.slot == *slot);
    let mut asked: Vec<Id> = Vec::new();
    for typed in typed {
        let old = known(&typed.slot);
        if typed.text.chars().count() > LONGEST {
            mistakes.add("text", Messages::minutes_text_too_long);
        }
        let in_agenda = || items(&meeting.agenda).into_iter().any(|item| Slot::of_item(item) == typed.slot);
        if old.is_none() && typed.slot.kind() == Kind::Agenda && !in_agenda() {
            mistakes.add("text", Messages::minutes_agenda_changed);
        }
        // Whoever was named before may have left the list since.
        asked.extend(
            typed.person_id.clone().filter(|id| old.is_none_or(|old| old.person_id.as_ref() != Some(id))),
        );
    }
    if !asked.is_empty() {
        let seats = meetings::seats(work, &meeting.id)?;
        if asked.iter().any(|id| !seats.iter().any(|(seat, _)| seat.person_id == *id)) {
            mistakes.add("person", Messages::minutes_person_not_on_the_list);
        }
    }
    if blocks.len() + typed.len() > MOST_BLOCKS && typed.iter().any(|typed| known(&typed.slot).is_none()) {
        mistakes.add("text", Messages::minutes_too_many_blocks);
    }
    mistakes.check()
}
