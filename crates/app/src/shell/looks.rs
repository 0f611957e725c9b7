//! What an inspector looks at in one request, gathered where the policy says that they may.
//!
//! The layer around the pages writes it into the trail once the page was shown; see `accounts::authenticate`.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use crate::shell::id::Id;
use crate::shell::policy::Place;

/// More than one page shows one by one; a page of many is noted by its organization.
const MOST: usize = 100;

/// People and organizations, shared by all copies of a request's actor.
#[derive(Clone, Debug, Default)]
pub(crate) struct Looks(Arc<Mutex<BTreeSet<Id>>>);

impl Looks {
    /// Remembers a place.
    pub(super) fn remember(&self, place: Place<'_>) {
        let id = match place {
            Place::Person { id, .. } => id.clone(),
            // A path ends with the id of the organization that it leads to.
            Place::Organization { path } => match path.trim_end_matches('/').rsplit('/').next() {
                Some(id) if !id.is_empty() => Id::from_text(id),
                _ => return,
            },
        };
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.len() < MOST {
            seen.insert(id);
        }
    }

    /// What was remembered since the last call.
    pub(crate) fn take(&self) -> BTreeSet<Id> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
