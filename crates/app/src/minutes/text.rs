//! Minutes as plain text: the body of the organization's record.

use std::fmt::Write as _;

use crate::meetings::{Meeting, Seat};
use crate::minutes::{Block, Kind, in_order};
use crate::shell::{Id, Lang};

/// The name of somebody on the list.
pub(super) fn name_of<'s>(seats: &'s [(Seat, String)], person: Option<&Id>) -> &'s str {
    let found = seats.iter().find(|(seat, _)| Some(&seat.person_id) == person);
    found.map_or("", |(_, name)| name.as_str())
}

/// Everything that was written, in order; always Chinese, as records of meetings are.
pub(super) fn of(meeting: &Meeting, seats: &[(Seat, String)], blocks: &[Block]) -> String {
    let mut out = String::new();
    let mut last = None;
    for block in in_order(&meeting.agenda, blocks) {
        let kind = block.slot.kind();
        if last != Some(kind) {
            // Writing to a text cannot fail.
            let _ = writeln!(out, "【{}】", heading(kind));
            last = Some(kind);
        }
        let line = line(seats, &block);
        let _ = writeln!(out, "{line}");
    }
    out
}

/// What stands over the blocks of a kind.
pub(super) fn heading(kind: Kind) -> String {
    let t = Lang::Chinese.messages();
    match kind {
        Kind::Agenda => t.minutes_agenda(),
        Kind::Lead => t.minutes_leads(),
        Kind::Talk => t.minutes_talks(),
        Kind::Decision => t.minutes_decisions(),
        Kind::Measure => t.minutes_measures(),
    }
}

fn line(seats: &[(Seat, String)], block: &Block) -> String {
    let (text, name) = (block.text.trim(), name_of(seats, block.person_id.as_ref()));
    match block.slot.kind() {
        Kind::Agenda if block.heading.is_empty() => text.to_owned(),
        Kind::Agenda => format!("{}\n{text}", block.heading),
        Kind::Lead | Kind::Talk if name.is_empty() => text.to_owned(),
        Kind::Lead | Kind::Talk => format!("{name}：{text}"),
        Kind::Decision => text.to_owned(),
        Kind::Measure => {
            let due = block.due_on.map(|on| on.to_string()).unwrap_or_default();
            let more: Vec<&str> = [name, &due].into_iter().filter(|part| !part.is_empty()).collect();
            if more.is_empty() { text.to_owned() } else { format!("{text}（{}）", more.join("，")) }
        }
    }
}

/// The beginning of a text, with a sign that it goes on.
pub(super) fn cut(text: &str, most: usize) -> String {
    let mut begun: String = text.chars().take(most).collect();
    if begun.len() < text.len() {
        begun.push('…');
    }
    begun
}
