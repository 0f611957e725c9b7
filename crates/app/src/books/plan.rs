//! What the plans say of books: the activity that a finished book is recorded as, and the categories of its object.

use std::sync::Arc;

use jiff::civil::Date;
use xueji_plan::{Activity, Kind, Plan, RecordedFor};
use xueji_store::Tx;

use crate::people;
use crate::plans::{self, InForce};
use crate::shell::{Lang, Result};

/// The plans over a place; one without an activity of books still keeps a shelf, and makes no records.
#[derive(Clone, Debug)]
pub(crate) struct Shelf(Vec<Arc<InForce>>);

/// Whether an activity is one person's reading of a book.
pub(crate) fn is_book(activity: &Activity) -> bool {
    activity.kind == Some(Kind::Book) && activity.recorded_for == RecordedFor::Person
}

impl Shelf {
    /// The plans in force on a day over the organization of this path; every plan of all years where it has none then,
    /// so that categories keep their names.
    pub(crate) fn over(tx: &mut Tx, path: &str, on: Date) -> Result<Self> {
        let in_force = plans::over(tx, people::on_path(path), Some(on))?;
        Ok(Self(if in_force.is_empty() { plans::over(tx, people::on_path(path), None)? } else { in_force }))
    }

    /// Of the whole bureau on a day.
    pub(crate) fn of_all(tx: &mut Tx, on: Date) -> Result<Self> {
        let in_force = plans::in_force(tx, on)?;
        Ok(Self(if in_force.is_empty() { plans::all(tx)? } else { in_force }))
    }

    /// The activity that a book finished on this day is recorded as, with its plan.
    pub(super) fn activity_on(&self, on: Date) -> Option<(&Plan, &Activity)> {
        let plans = self.0.iter().map(|plan| plan.plan()).filter(|plan| plan.span.contains(on));
        plans
            .flat_map(|plan| plan.activities.iter().map(move |one| (plan, one)))
            .find(|(_, one)| is_book(one))
    }

    /// Codes of every activity of books.
    pub(crate) fn activities(&self) -> Vec<String> {
        let mut codes: Vec<String> = self.books().map(|(_, activity)| activity.name.code.clone()).collect();
        codes.sort_unstable();
        codes.dedup();
        codes
    }

    /// Codes and names of the categories, in the plan's order.
    pub(crate) fn categories(&self, lang: Lang) -> Vec<(String, String)> {
        let mut found: Vec<(String, String)> = Vec::new();
        for (plan, activity) in self.books() {
            for code in &activity.categories {
                if found.iter().all(|(known, _)| known != code) {
                    found.push((code.clone(), called(plan, code, lang)));
                }
            }
        }
        found
    }

    /// Whether an activity of books has this category.
    pub(crate) fn knows(&self, category: &str) -> bool {
        self.books().any(|(_, activity)| activity.categories.iter().any(|code| code == category))
    }

    /// What a category is called; nothing where there is none.
    pub(crate) fn called(&self, category: Option<&str>, lang: Lang) -> String {
        let Some(code) = category else { return String::new() };
        let named = self.categories(lang).into_iter().find(|(known, _)| known == code);
        named.map_or_else(|| code.to_owned(), |(_, name)| name)
    }

    /// The place of a category in the plan's order, for the tone of its spine: 1 to 5, 0 where there is none.
    pub(crate) fn tone(&self, category: Option<&str>) -> usize {
        let order = self.categories(Lang::Chinese);
        let place = category.and_then(|code| order.iter().position(|(known, _)| known == code));
        place.map_or(0, |place| place % 5 + 1)
    }

    fn books(&self) -> impl Iterator<Item = (&Plan, &Activity)> {
        let plans = self.0.iter().map(|plan| plan.plan());
        plans
            .flat_map(|plan| plan.activities.iter().map(move |one| (plan, one)))
            .filter(|(_, one)| is_book(one))
    }
}

fn called(plan: &Plan, code: &str, lang: Lang) -> String {
    let found = plan.categories.iter().find(|category| category.name.code == code);
    found.map_or_else(|| code.to_owned(), |category| lang.title(&category.name).to_owned())
}
