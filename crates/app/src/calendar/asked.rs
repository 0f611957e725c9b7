//! What a calendar's address asks for, and the addresses of its neighbours.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use serde::Deserialize;

use crate::calendar::known::YEARS;
use crate::shell::listed;

/// What stands in the address.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Query {
    view: String,
    /// "me", or the id of an organization.
    pub(super) whose: String,
    /// 2026-03.
    month: String,
    /// Narrows the list to a day: 2026-03-05.
    day: String,
    page: String,
}

/// How the days are laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum View {
    Month,
    List,
}

/// What is shown.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    pub(super) view: View,
    pub(super) whose: String,
    /// The first of the month.
    pub(super) month: Date,
    /// The one day of the list.
    pub(super) day: Option<Date>,
    /// The page of the list, from 1 on.
    pub(super) page: usize,
}

impl Asked {
    /// Reads an address; what it does not say, or says wrongly, is about today.
    pub(super) fn read(query: &Query, today: Date) -> Self {
        let known = |day: &Date| YEARS.contains(&day.year());
        let day: Option<Date> = query.day.parse().ok().filter(known);
        let month: Option<Date> = format!("{}-01", query.month).parse().ok().filter(known);
        let view = if query.view == "list" || day.is_some() { View::List } else { View::Month };
        Self {
            view,
            whose: query.whose.clone(),
            month: day.or(month).unwrap_or(today).first_of_month(),
            day,
            page: listed::number(&query.page),
        }
    }

    /// The days that are read: whole weeks for a month, else the month or the day.
    pub(super) fn days(&self) -> (Date, Date) {
        match (self.view, self.day) {
            (_, Some(day)) => (day, day),
            (View::List, None) => (self.month, self.month.last_of_month()),
            (View::Month, None) => weeks_around(self.month),
        }
    }

    /// The month before or after, where there is one to show.
    pub(super) fn neighbour(&self, months: i32) -> Option<Date> {
        let month = self.month.checked_add(months.months()).ok()?;
        YEARS.contains(&month.year()).then_some(month)
    }

    /// The address of this calendar of somebody.
    pub(super) fn of(&self, whose: &str) -> String {
        address(self.view, whose, self.month, self.day)
    }

    /// The address of another month.
    pub(super) fn at(&self, month: Date) -> String {
        address(self.view, &self.whose, month, None)
    }

    /// The address of the month laid out in a way.
    pub(super) fn laid_out(&self, view: View) -> String {
        address(view, &self.whose, self.month, None)
    }

    /// The address of the list of a day.
    pub(super) fn on(&self, day: Date) -> String {
        address(View::List, &self.whose, day.first_of_month(), Some(day))
    }

    /// The address of a page of the list.
    pub(super) fn at_page(&self, page: usize) -> String {
        format!("{}&page={page}", self.of(&self.whose))
    }
}

fn address(view: View, whose: &str, month: Date, day: Option<Date>) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    if view == View::List {
        query.append_pair("view", "list");
    }
    if !whose.is_empty() {
        query.append_pair("whose", whose);
    }
    match day {
        Some(day) => query.append_pair("day", &day.to_string()),
        None => query.append_pair("month", &month.strftime("%Y-%m").to_string()),
    };
    format!("/calendar?{}", query.finish())
}

/// From the Monday of the month's first week to the Sunday of its last.
fn weeks_around(month: Date) -> (Date, Date) {
    let last = month.last_of_month();
    let before = i32::from(Weekday::Monday.until(month.weekday()));
    let after = i32::from(last.weekday().until(Weekday::Sunday));
    let first = month.checked_sub(before.days()).unwrap_or(month);
    (first, last.checked_add(after.days()).unwrap_or(last))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn asked(query: &Query) -> Asked {
        Asked::read(query, date(2026, 3, 5))
    }

    #[test]
    fn a_month_is_shown_in_whole_weeks_that_begin_on_monday() {
        let march = asked(&Query::default());
        assert_eq!(march.days(), (date(2026, 2, 23), date(2026, 4, 5)));
        let june = asked(&Query { month: "2026-06".to_owned(), ..Query::default() });
        assert_eq!(june.days(), (date(2026, 6, 1), date(2026, 7, 5)), "June of 2026 begins on a Monday");
    }

    #[test]
    fn an_address_that_says_nonsense_shows_the_month_of_today() {
        for month in ["", "2026-13", "9999-01", "-5", "2026-3月"] {
            let read = asked(&Query { month: month.to_owned(), ..Query::default() });
            assert_eq!(read.month, date(2026, 3, 1), "{month}");
        }
    }

    #[test]
    fn the_first_and_the_last_month_have_no_neighbour_beyond() {
        let last = asked(&Query { month: "2100-12".to_owned(), ..Query::default() });
        assert_eq!((last.neighbour(1), last.neighbour(-1)), (None, Some(date(2100, 11, 1))));
    }
}
