//! What the pages of plans on the desk show.

mod branches;
mod compare;
mod control;
mod effect;
mod index;
mod part;
mod parts;
mod show;
mod text;

pub(super) use branches::Branches;
pub(super) use compare::Compare;
pub(super) use effect::{EffectPage, named};
pub(super) use index::Index;
pub(super) use part::Part;
pub(super) use parts::Parts;
pub(super) use show::Show;
pub(super) use text::TextPage;

use crate::revisions::{Revision, State};
use crate::shell::Context;
use crate::shell::lang::Messages;
use crate::shell::layout::Crumb;

/// The way to a page of a revision.
fn crumbs(context: &Context, revision: &Revision, title: &str) -> Vec<Crumb> {
    vec![
        Crumb { href: Some("/plans".to_owned()), label: context.t().nav_plans() },
        Crumb { href: Some(format!("/revisions/{}", revision.id)), label: title.to_owned() },
    ]
}

fn state(state: State, t: &Messages) -> String {
    match state {
        State::Open => t.revisions_state_open(),
        State::Submitted => t.revisions_state_submitted(),
        State::Returned => t.revisions_state_returned(),
        State::Published => t.revisions_state_published(),
        State::Dropped => t.revisions_state_dropped(),
    }
}
