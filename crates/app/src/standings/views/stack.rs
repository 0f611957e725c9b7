//! A bar of all the states that occur, beside their numbers in words.

use xueji_standing::State;

use crate::shell::lang::Messages;
use crate::standings::bureau::ByState;
use crate::standings::say;

pub(super) struct Part {
    pub(super) x: u64,
    pub(super) width: u64,
    pub(super) code: &'static str,
}

pub(super) struct Stack {
    pub(super) parts: Vec<Part>,
    pub(super) label: String,
}

/// A bar of every state that occurs, the best first, and the same in words.
pub(super) fn stack(counts: &ByState, name: &str, t: &Messages) -> Stack {
    const ORDER: [State; 8] = [
        State::Met,
        State::OnTrack,
        State::Due,
        State::Behind,
        State::Unreachable,
        State::Missed,
        State::NotYetBegun,
        State::Exempt,
    ];
    let total: u64 = counts.iter().sum();
    let (mut parts, mut said, mut before) = (Vec::new(), Vec::new(), 0_u64);
    for state in ORDER {
        let count = State::ALL
            .into_iter()
            .zip(counts)
            .find(|(known, _)| *known == state)
            .map_or(0, |(_, count)| *count);
        if count == 0 {
            continue;
        }
        // Ends are rounded, not widths: the parts always fill the bar.
        let x = (before * 100).checked_div(total).unwrap_or(0);
        before += count;
        let end = (before * 100).checked_div(total).unwrap_or(0);
        parts.push(Part { x, width: end.saturating_sub(x), code: state.code() });
        said.push(format!("{} {count}", say::state(state, t).word));
    }
    Stack { parts, label: t.standings_stack_label(name, said.join("、")) }
}
