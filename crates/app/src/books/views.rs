//! What several pages of books show: a card on the shelf, the categories to choose from.

use crate::books::{Reading, Shelf};
use crate::records;
use crate::shell::lang::Messages;
use crate::shell::{Choice, Context, Fields};

/// A book on the shelf.
#[derive(Debug)]
pub(super) struct Card {
    pub(super) href: String,
    pub(super) title: String,
    pub(super) imprint: String,
    pub(super) category: String,
    /// The place of the category in the plan's order: the tone of the spine.
    pub(super) tone: usize,
    /// Begun or finished when.
    pub(super) when: String,
    pub(super) percent: i64,
    /// 第46页，共184页 or 60%.
    pub(super) so_far: String,
}

impl Card {
    pub(super) fn new(context: &Context, shelf: &Shelf, reading: Reading) -> Self {
        let t = context.t();
        let day = |on| records::day_said(on, context.lang);
        Self {
            href: format!("/books/{}", reading.id),
            imprint: reading.book.imprint(),
            category: shelf.called(reading.category.as_deref(), context.lang),
            tone: shelf.tone(reading.category.as_deref()),
            when: match reading.finished_on {
                Some(on) => t.books_finished_on(day(on)),
                None => t.books_begun_on(day(reading.began_on)),
            },
            percent: reading.percent,
            so_far: so_far(&reading, t),
            title: reading.book.title,
        }
    }
}

/// How far a reading is, in words; empty before the first time.
pub(crate) fn so_far(reading: &Reading, t: &Messages) -> String {
    match (reading.page, reading.pages) {
        (Some(page), Some(pages)) => t.books_on_page(page.to_string(), pages.to_string()),
        _ if reading.percent > 0 => t.books_so_far(reading.percent.to_string()),
        _ => String::new(),
    }
}

/// The categories of the plans as choices.
pub(super) fn categories(context: &Context, shelf: &Shelf, chosen: &str) -> Vec<Choice> {
    let all = shelf.categories(context.lang).into_iter();
    all.map(|(value, label)| Choice::among(chosen, value, label)).collect()
}

/// What was typed into a field, or what it usually has.
pub(super) fn typed_or(typed: &Fields, name: &str, usual: impl Into<String>) -> String {
    if typed.iter().any(|(key, _)| key == name) { typed.get(name).to_owned() } else { usual.into() }
}
