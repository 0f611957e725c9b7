//! The reading exchange (读书交流): what people publish of books, on the board or as a blog, and what others answer.
//!
//! Public within a branch or the bureau by its author's own act. No likes, no views are counted, nobody is ranked.

mod answer;
mod exchange;
mod exchange_page;
mod exchanges_page;
mod index_page;
mod ledger;
mod ledger_page;
mod merge;
mod merge_page;
mod new_page;
mod publish;
mod reach;
mod reassign;
mod routes;
mod show_page;
mod store;
#[cfg(test)]
pub(crate) mod tests;
mod views;

use jiff::civil::Date;

use crate::books::Book;
use crate::shell::Id;

pub(crate) use answer::{Answer, answer};
#[cfg(test)]
pub(crate) use exchange::close;
pub(crate) use exchange::{NewExchange, open};
pub(crate) use publish::{NewReview, publish};
pub(crate) use reach::titled;
pub(crate) use reassign::reassign;
pub(crate) use routes::routes;
pub(crate) use store::{count_replied, count_written, replied, written};
pub(crate) use views::said_of;

/// The longest text on the board, and the longest blog, in characters.
pub(crate) const LONGEST_BOARD: usize = 300;
pub(crate) const LONGEST_BLOG: usize = 20_000;
const LONGEST_TITLE: usize = 80;
const LONGEST_ANSWER: usize = 1_000;
const LONGEST_REASON: usize = 200;

/// How a review is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// 宣传栏: short and plain.
    Board,
    /// 博客: long, Markdown.
    Blog,
}

impl Form {
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Board => "board",
            Self::Blog => "blog",
        }
    }

    pub(crate) fn of(code: &str) -> Option<Self> {
        [Self::Board, Self::Blog].into_iter().find(|form| form.code() == code)
    }

    /// The longest text, in characters.
    const fn longest(self) -> usize {
        match self {
            Self::Board => LONGEST_BOARD,
            Self::Blog => LONGEST_BLOG,
        }
    }
}

/// Who took a text out of sight, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Gone {
    /// Its author.
    Withdrawn(i64),
    /// Who runs the organization, with the reason.
    Removed(i64, String),
}

/// A text as published.
#[derive(Clone, Debug)]
pub(crate) struct Review {
    pub(crate) id: Id,
    pub(crate) person_id: Id,
    pub(crate) author: String,
    /// Where it may be read: there and below.
    pub(crate) organization: String,
    pub(crate) path: String,
    pub(crate) exchange_id: Option<Id>,
    pub(crate) form: Form,
    pub(crate) title: String,
    pub(crate) text: String,
    /// Whether it was copied from a note when it was published.
    pub(crate) from_note: bool,
    pub(crate) published_on: Date,
    pub(crate) gone: Option<Gone>,
    pub(crate) answers: i64,
    pub(crate) book: Book,
}

/// What somebody answered.
#[derive(Clone, Debug)]
struct Reply {
    id: Id,
    review_id: Id,
    person_id: Id,
    author: String,
    text: String,
    replied_at: i64,
    gone: Option<Gone>,
}

/// What somebody answered, as they keep it themselves.
#[derive(Clone, Debug)]
pub(crate) struct Replied {
    /// The review, whoever may read it now; none where it was taken out of sight.
    pub(crate) review_id: Option<Id>,
    /// Whose review it is.
    pub(crate) to: String,
    pub(crate) book: Book,
    pub(crate) text: String,
    pub(crate) at: i64,
    pub(crate) gone: Option<Gone>,
}

/// An exchange in writing, held by an organization for some days.
#[derive(Clone, Debug)]
pub(crate) struct Exchange {
    pub(crate) id: Id,
    pub(crate) organization_id: Id,
    pub(crate) organization: String,
    pub(crate) path: String,
    pub(crate) activity: String,
    pub(crate) theme: String,
    pub(crate) from_on: Date,
    pub(crate) to_on: Date,
    pub(crate) closed_on: Option<Date>,
    /// Its rows among the records.
    pub(crate) event_id: Option<Id>,
}

impl Exchange {
    /// Whether something published on this day stands in it.
    pub(crate) fn takes_on(&self, on: Date) -> bool {
        self.closed_on.is_none() && self.from_on <= on && on <= self.to_on
    }
}
