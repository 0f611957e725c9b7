//! Planned meetings that were moved or called off, and who is told of it.

use std::collections::BTreeSet;

use crate::meetings::{Meeting, Seat, told};
use crate::notices::{self, Kind, Notice};
use crate::shell::{Result, Work};

/// A planned meeting before and after it was saved, and who is on its list.
#[derive(Debug)]
pub(super) struct Change {
    pub(super) old: Meeting,
    pub(super) new: Meeting,
    pub(super) seats: Vec<Seat>,
}

impl Change {
    fn cancels(&self) -> bool {
        self.new.state != self.old.state
    }

    fn is_told(&self) -> bool {
        self.cancels() || self.old.planned != self.new.planned || self.old.place != self.new.place
    }
}

/// Planned meetings were moved or called off, one or several of a series in their order: tells those who know of them,
/// each once.
pub(super) fn tell(work: &mut Work<'_>, changes: &[Change]) -> Result<()> {
    let changes: Vec<&Change> = changes.iter().filter(|change| change.is_told()).collect();
    let mut know = BTreeSet::new();
    for (index, change) in changes.iter().enumerate() {
        // The day before said something else.
        notices::resolve(work, &told::ahead_key(&change.old))?;
        let notice = of_change(change, index + 1 < changes.len());
        let mut people = told::everybody(&change.new, &change.seats);
        people.retain(|person| know.insert(person.clone()));
        notices::tell_all(work, &people, &notice)?;
        if index == 0 {
            notices::tell_group(work, &change.new.organization_id, &notice)?;
        }
    }
    Ok(())
}

fn of_change(change: &Change, with_later: bool) -> Notice {
    let Change { old, new, .. } = change;
    let (title, what) = if change.cancels() {
        (told::t().meetings_told_cancelled(new.title.as_str()), told::when(old))
    } else {
        (told::t().meetings_told_moved(new.title.as_str()), told::when(new))
    };
    let what = if with_later { told::t().meetings_told_with_later(what) } else { what };
    let key = format!("meeting-changed:{}:{}", new.id, new.version);
    Notice { urgent: true, ..told::notice(Kind::MeetingChanged, key, title, what, new) }
}
