//! Records and planned gatherings while they stream by: their texts are the plan's own, so that a year of them fits.

use xueji_plan::Plan;
use xueji_standing::{Fact, Planned};

/// A record with its texts as indexes into the plan: 1.3 million of them must fit.
pub(super) struct Packed {
    activity: usize,
    category: Option<usize>,
    fact: Fact<'static>,
}

/// The plan's codes, for packing records.
pub(super) struct Texts<'p> {
    activities: Vec<&'p str>,
    categories: Vec<&'p str>,
}

impl<'p> Texts<'p> {
    pub(super) fn of(plan: &'p Plan) -> Self {
        Self {
            activities: plan.activities.iter().map(|activity| activity.name.code.as_str()).collect(),
            categories: plan.categories.iter().map(|category| category.name.code.as_str()).collect(),
        }
    }

    /// Nothing where the plan does not know the activity.
    pub(super) fn pack(&self, fact: &Fact<'_>) -> Option<Packed> {
        let place = |texts: &[&str], text: &str| texts.iter().position(|known| *known == text);
        Some(Packed {
            activity: place(&self.activities, fact.activity)?,
            category: fact.category.and_then(|category| place(&self.categories, category)),
            fact: fact.detached(),
        })
    }

    /// The same with the plan's own texts; nothing where the plan does not know the activity.
    pub(super) fn borrow(&self, planned: &Planned<'_>) -> Option<Planned<'p>> {
        let known = |texts: &[&'p str], text: &str| texts.iter().find(|known| **known == text).copied();
        Some(Planned {
            activity: known(&self.activities, planned.activity)?,
            category: planned.category.and_then(|category| known(&self.categories, category)),
            ..*planned
        })
    }

    pub(super) fn unpack(&self, packed: &Packed) -> Fact<'p> {
        Fact {
            activity: self.activities.get(packed.activity).copied().unwrap_or_default(),
            category: packed.category.and_then(|category| self.categories.get(category).copied()),
            ..packed.fact
        }
    }
}
