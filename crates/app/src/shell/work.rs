//! The unit of work: one transaction, and what it moved.

use std::ops::{Deref, DerefMut};

use jiff::civil::Date;
use xueji_store::Tx;

use crate::shell::clock::Clock;
use crate::shell::id::Id;
use crate::shell::trail::{Author, Note};

/// A subject whose standings may have moved, and through what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Touch {
    /// The person or organization.
    pub(crate) subject_id: Id,
    /// What was recorded, or everything where the subject itself changed (a post, a transfer, leave).
    pub(crate) through: Option<TouchedRecord>,
}

/// The part of a record that says which periods of which duties it can move.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TouchedRecord {
    /// Its activity.
    pub(crate) activity: String,
    /// Its first day.
    pub(crate) first_on: Date,
    /// Its last day.
    pub(crate) last_on: Date,
}

/// A write transaction that remembers who writes, what was done and what was touched: the trail is written and
/// standings are settled before it commits.
///
/// Invariant: nothing can write records or people without a `Work`, and `App::write` settles every one, so what a
/// page says is what was stored.
#[derive(Debug)]
pub(crate) struct Work<'tx> {
    tx: &'tx mut Tx,
    author: Author,
    at: i64,
    notes: Vec<Note>,
    touched: Vec<Touch>,
    touched_plans: Vec<Id>,
}

impl<'tx> Work<'tx> {
    pub(crate) fn new(tx: &'tx mut Tx, author: Author, clock: &Clock) -> Self {
        let at = clock.now();
        Self { tx, author, at, notes: Vec::new(), touched: Vec::new(), touched_plans: Vec::new() }
    }

    /// On whose behalf it writes.
    pub(crate) fn author(&self) -> &Author {
        &self.author
    }

    /// When it began: one instant for all of its lines.
    pub(crate) fn at(&self) -> i64 {
        self.at
    }

    /// Writes a change, or the reading of another's text, into the trail when this commits.
    pub(crate) fn note(&mut self, note: Note) {
        self.notes.push(note);
    }

    /// What is to be written into the trail.
    pub(crate) fn take_notes(&mut self) -> Vec<Note> {
        std::mem::take(&mut self.notes)
    }

    /// Remembers that a subject's standings may have moved.
    pub(crate) fn touch(&mut self, touch: Touch) {
        self.touched.push(touch);
    }

    /// Remembers that every standing under a plan may have moved.
    pub(crate) fn touch_plan(&mut self, plan_id: Id) {
        self.touched_plans.push(plan_id);
    }

    /// The plans touched since the last call.
    pub(crate) fn take_touched_plans(&mut self) -> Vec<Id> {
        std::mem::take(&mut self.touched_plans)
    }

    /// What was touched since the last call.
    pub(crate) fn take_touched(&mut self) -> Vec<Touch> {
        std::mem::take(&mut self.touched)
    }
}

impl Deref for Work<'_> {
    type Target = Tx;

    fn deref(&self) -> &Self::Target {
        self.tx
    }
}

impl DerefMut for Work<'_> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        self.tx
    }
}
