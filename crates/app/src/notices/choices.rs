//! What somebody chose: which kinds go how far, and when they are written to.

use std::collections::HashMap;

use jiff::civil::Time;

use crate::notices::kinds::{Choice, Kind};
use crate::notices::timing::{Manner, Quiet};
use crate::notices::{outbox, store};
use crate::shell::lang::Messages;
use crate::shell::{Fields, Id, Mistakes, Result, Work};

/// The most messages in a week that one may choose.
const MOST: u32 = 50;

/// Everything that somebody chose, or what holds where they chose nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Choices {
    pub(super) manner: Manner,
    /// Kinds that are wanted otherwise than usual.
    pub(super) switches: HashMap<Kind, Choice>,
}

impl Choices {
    /// How far a kind goes.
    pub(super) fn of(&self, kind: Kind) -> Choice {
        self.switches.get(&kind).copied().unwrap_or(kind.usual())
    }

    /// What a form says, and what of it is wrong.
    pub(super) fn read(typed: &Fields) -> (Self, Mistakes) {
        let mut wrong = Mistakes::default();
        let usual = Manner::default();
        let rhythm = store::rhythm_of(typed.get("rhythm"));
        if rhythm.is_none() {
            wrong.add("rhythm", Messages::field_required);
        }
        let manner = Manner {
            rhythm: rhythm.unwrap_or(usual.rhythm),
            hour: typed.get("hour").parse().ok().filter(|hour| (0..24).contains(hour)).unwrap_or_else(|| {
                wrong.add("hour", Messages::notices_no_hour);
                usual.hour
            }),
            quiet: Quiet {
                from: time(typed, "quiet_from", &mut wrong).unwrap_or(usual.quiet.from),
                to: time(typed, "quiet_to", &mut wrong).unwrap_or(usual.quiet.to),
                rest_days: !typed.get("rest_days").is_empty(),
            },
            most: typed.get("most").parse().ok().filter(|most| (1..=MOST).contains(most)).unwrap_or_else(
                || {
                    wrong.add("most", Messages::notices_no_most);
                    usual.most
                },
            ),
        };
        let chosen = |kind: Kind| Some((kind, Choice::of(typed.get(kind.code()))?));
        let switches = Kind::ALL.iter().filter_map(|kind| chosen(*kind));
        let switches = switches.filter(|(kind, choice)| kind.usual() != *choice).collect();
        (Self { manner, switches }, wrong)
    }
}

fn time(typed: &Fields, name: &'static str, wrong: &mut Mistakes) -> Option<Time> {
    let time = typed.get(name).parse().ok();
    if time.is_none() {
        wrong.add(name, Messages::notices_no_time);
    }
    time
}

/// Stores what somebody chose; what waits for them is looked at anew.
pub(super) fn choose(work: &mut Work<'_>, person_id: &Id, choices: &Choices) -> Result<()> {
    let at = work.at();
    store::set_choices(work, person_id, choices)?;
    outbox::look_again(work, person_id, at)
}
