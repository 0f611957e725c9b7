//! A person's field days of a year, day by day: each once, to the half.

use std::collections::BTreeMap;

use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use xueji_store::Tx;

use crate::records::{self, Filter, Record, Subject};
use crate::research::{Stay, log, store};
use crate::shell::{Id, Result};

/// A day with what was done on it.
#[derive(Clone, Debug)]
pub(super) struct Day {
    /// Two for a whole day.
    pub(super) halves: i64,
    pub(super) title: String,
    pub(super) href: String,
}

/// A year's stays, and records of field days that were entered without one.
pub(super) struct Year {
    pub(super) days: BTreeMap<Date, Day>,
    pub(super) stays: Vec<Stay>,
    pub(super) others: Vec<Record>,
}

/// More pages of records than anybody has field days for.
const MOST_PAGES: usize = 8;

/// Everything of a person's year.
pub(super) fn year(tx: &mut Tx, person_id: &Id, year: i16, today: Date) -> Result<Year> {
    let (first, last) = (date(year, 1, 1), date(year, 12, 31));
    let stays = store::of_person(tx, person_id, (first, last))?;
    let activities = log::activities(tx, person_id, today.clamp(first, last))?;
    let mut others = Vec::new();
    if !activities.is_empty() {
        let filter = Filter {
            activities: activities.into_iter().map(|one| one.name.code).collect(),
            from: Some(first),
            to: Some(last),
            ..Filter::default()
        };
        let subject = Subject::Person(person_id.clone());
        for page in 0..MOST_PAGES {
            let (records, total) = records::of_subject(tx, &subject, &filter, page)?;
            let done =
                records.is_empty() || i64::try_from(others.len() + records.len()).unwrap_or(total) >= total;
            others.extend(records);
            if done {
                break;
            }
        }
    }
    let mut known = Vec::new();
    for stay in &stays {
        if let Some(id) = &stay.record_id {
            known.extend(records::standing(tx, id)?.map(|record| record.id));
        }
    }
    others.retain(|record| !known.contains(&record.id));
    let mut days = BTreeMap::new();
    for stay in &stays {
        let part = store::parts(tx, &stay.id)?.into_iter().next().unwrap_or_default();
        let within = &stay.days;
        for (on, one) in each(within.first_on, within.last_on) {
            let noon = i64::from(one == 0 && within.from_noon)
                + i64::from(on == within.last_on && within.until_noon);
            let title = format!("{} {}", part.place, part.topic);
            days.insert(on, Day { halves: 2 - noon, title, href: format!("/research/{}", stay.id) });
        }
    }
    for record in &others {
        let mut left = record.quantity.grains;
        for (on, _) in each(record.first_on, record.last_on) {
            let halves = left.clamp(0, 2);
            left -= halves;
            if halves > 0 {
                let href = format!("/records/{}", record.id);
                days.entry(on).or_insert(Day { halves, title: record.title.clone(), href });
            }
        }
    }
    days.retain(|on, _| on.year() == year);
    Ok(Year { days, stays, others })
}

/// Each day from the first to the last, counted from 0.
fn each(first: Date, last: Date) -> impl Iterator<Item = (Date, i64)> {
    first.series(1.day()).take_while(move |on| *on <= last).zip(0..)
}
