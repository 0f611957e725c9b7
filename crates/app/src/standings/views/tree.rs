//! The tree with a bar for each organization.

use xueji_standing::State;

use crate::shell::lang::Messages;
use crate::standings::bureau::{Bureau, ByState};
use crate::standings::views::figure::Figure;
use crate::standings::views::selection::Selection;
use crate::standings::views::stack::{Stack, stack};

/// A line of the tree; `closes` lists end after it.
pub(super) struct UnitRow {
    pub(super) name: String,
    pub(super) href: String,
    pub(super) stack: Stack,
    /// Empty where one state alone is asked for.
    pub(super) met: String,
    pub(super) figure: Figure,
    pub(super) has_children: bool,
    /// Its page shows what is below it.
    pub(super) is_folded: bool,
    pub(super) open: bool,
    pub(super) closes: usize,
}

pub(super) fn units(bureau: &Bureau, selection: &Selection, t: &Messages) -> Vec<UnitRow> {
    let next_depths = bureau.units.iter().skip(1).map(|unit| unit.depth).chain([0]);
    let rows = bureau.units.iter().zip(next_depths).map(|(unit, next)| {
        let total: u64 = unit.by_state.iter().sum();
        let name = unit.organization.short_name.clone();
        UnitRow {
            href: selection.at(&unit.organization).page_href(),
            stack: stack(&unit.by_state, &name, t),
            met: if selection.state.is_some() { String::new() } else { share(&unit.by_state, total) },
            figure: Figure { count: total, href: selection.at(&unit.organization).list_href() },
            has_children: next > unit.depth,
            is_folded: unit.is_folded,
            open: unit.depth == 0,
            closes: unit.depth.saturating_sub(next),
            name,
        }
    });
    rows.collect()
}

fn share(counts: &ByState, total: u64) -> String {
    let met =
        State::ALL.into_iter().zip(counts).find(|(state, _)| *state == State::Met).map_or(0, |(_, met)| *met);
    (met * 100).checked_div(total).map_or_else(|| "–".to_owned(), |percent| format!("{percent}%"))
}
