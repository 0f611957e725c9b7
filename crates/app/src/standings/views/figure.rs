//! Figures that open the list they count.

use xueji_standing::{CompiledDuty, State};

use crate::plans::InForce;
use crate::shell::lang::Messages;
use crate::standings::bureau::{Bureau, ByState, by_state};
use crate::standings::say::{self, StateWord};
use crate::standings::views::selection::Selection;

/// A number that opens its list.
pub(super) struct Figure {
    pub(super) count: u64,
    pub(super) href: String,
}

/// A state with how many are in it.
pub(super) struct Truth {
    pub(super) state: StateWord,
    pub(super) figure: Figure,
}

/// The states of these that occur, each with its list.
pub(super) fn truths(counts: &ByState, states: &[State], selection: &Selection, t: &Messages) -> Vec<Truth> {
    let counted =
        State::ALL.into_iter().zip(counts).filter(|(state, count)| states.contains(state) && **count > 0);
    counted
        .map(|(state, count)| Truth {
            state: say::state(state, t),
            figure: Figure { count: *count, href: selection.with_state(state).list_href() },
        })
        .collect()
}

/// The duties that somebody here owes, each with its figures.
pub(super) fn each_duty<'a>(
    plan: &'a InForce,
    bureau: &'a Bureau,
    selection: &'a Selection,
) -> impl Iterator<Item = (&'a CompiledDuty, ByState)> {
    let duties = plan.rules.duties().iter().enumerate();
    duties
        .filter(|(_, duty)| selection.duty.as_ref().is_none_or(|code| *code == duty.duty().code))
        .map(|(index, duty)| (duty, by_state(&bureau.whole, plan, Some(index), selection.state)))
        .filter(|(_, counts)| counts.iter().sum::<u64>() > 0)
}
