//! What the person published of books, word for word, and what became of it.

use crate::portfolio::chapter::{Chapter, Part};
use crate::reviews;
use crate::shell::lang::Messages;

pub(in crate::portfolio) const CHAPTER: Chapter = Chapter {
    code: "reviews",
    title: Messages::portfolio_reviews,
    none: Messages::portfolio_reviews_none,
    page: 20,
    count: |tx, of| reviews::count_written(tx, &of.person_id, (of.first(), of.last())),
    parts: |tx, of, from, most| {
        let found = reviews::written(tx, &of.person_id, (of.first(), of.last()), (from, most))?;
        Ok(found.into_iter().map(|review| Part::Review(Box::new(review))).collect())
    },
};
