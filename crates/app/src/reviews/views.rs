//! What several pages of the exchange show: a text as a card, how an exchange stands, a filter.

use jiff::civil::Date;

use crate::records;
use crate::reviews::{Exchange, Form, Gone, Review};
use crate::shell::lang::Messages;
use crate::shell::{Context, markdown};

/// The signs of a blog that a list shows.
const EXCERPT: usize = 160;

/// A text in a list: the board's whole, a blog's beginning.
#[derive(Debug)]
pub(super) struct Card {
    pub(super) href: String,
    pub(super) title: String,
    pub(super) book: String,
    pub(super) byline: String,
    pub(super) text: String,
    pub(super) is_blog: bool,
    pub(super) answers: String,
    /// What became of it, where it is shown to its author alone.
    pub(super) gone: String,
}

impl Card {
    pub(super) fn new(context: &Context, review: &Review) -> Self {
        let t = context.t();
        Self {
            href: format!("/reviews/{}", review.id),
            title: review.title.clone(),
            book: review.book.marked(),
            byline: byline(context, review),
            text: match review.form {
                Form::Board => review.text.clone(),
                Form::Blog => markdown::excerpt(&review.text, EXCERPT),
            },
            is_blog: review.form == Form::Blog,
            answers: if review.answers > 0 {
                t.reviews_answers(review.answers.to_string())
            } else {
                String::new()
            },
            gone: review.gone.as_ref().map(|gone| said_of(gone, t)).unwrap_or_default(),
        }
    }
}

/// 李思学 · 2026年3月5日(周四) · 第一小学党支部.
pub(super) fn byline(context: &Context, review: &Review) -> String {
    let day = records::day_said(review.published_on, context.lang);
    let to = context.t().reviews_to(review.organization.clone());
    [review.author.as_str(), &day, &to].join(" · ")
}

/// What became of a text, for its author.
pub(crate) fn said_of(gone: &Gone, t: &Messages) -> String {
    match gone {
        Gone::Withdrawn(_) => t.reviews_withdrawn(),
        Gone::Removed(_, reason) => t.reviews_removed(reason.clone()),
    }
}

/// From and to.
pub(super) fn days(context: &Context, one: &Exchange) -> String {
    let day = |on| records::day_said(on, context.lang);
    context.t().pairs_days(day(one.from_on), day(one.to_on))
}

/// Open, ahead, over or closed, in words.
pub(super) fn state(one: &Exchange, today: Date, t: &Messages) -> String {
    match one {
        closed if closed.closed_on.is_some() => t.reviews_exchange_closed(),
        early if early.from_on > today => t.reviews_exchange_ahead(),
        over if over.to_on < today => t.reviews_exchange_over(),
        _ => t.reviews_exchange_open(),
    }
}
