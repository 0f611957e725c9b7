//! What the person published of books, word for word, and what became of it; and what they answered to others' reviews.

use xueji_store::Tx;

use crate::portfolio::Of;
use crate::portfolio::chapter::{Chapter, Part, Row, Table};
use crate::portfolio::piece::lines_of;
use crate::reviews::{self, Replied};
use crate::shell::Result;
use crate::shell::lang::Messages;

pub(in crate::portfolio) const CHAPTER: Chapter = Chapter {
    code: "reviews",
    title: Messages::portfolio_reviews,
    none: Messages::portfolio_reviews_none,
    page: 20,
    count: |tx, of| {
        let replied = reviews::count_replied(tx, &of.person_id, of.instants())?;
        Ok(written(tx, of)? + replied)
    },
    parts,
};

fn written(tx: &mut Tx, of: &Of) -> Result<usize> {
    reviews::count_written(tx, &of.person_id, (of.first(), of.last()))
}

/// Reviews first, then answers.
fn parts(tx: &mut Tx, of: &Of, from: usize, most: usize) -> Result<Vec<Part>> {
    let found = reviews::written(tx, &of.person_id, (of.first(), of.last()), (from, most))?;
    let left = most.saturating_sub(found.len());
    let mut parts: Vec<Part> = found.into_iter().map(|review| Part::Review(Box::new(review))).collect();
    if left > 0 {
        let from = from.saturating_sub(written(tx, of)?);
        let replied = reviews::replied(tx, &of.person_id, of.instants(), (from, left))?;
        if !replied.is_empty() {
            parts.push(Part::Table(answers(of, replied, from)));
        }
    }
    Ok(parts)
}

fn answers(of: &Of, replied: Vec<Replied>, from: usize) -> Table {
    let t = of.t();
    let rows = replied.into_iter().map(|one| Row {
        href: one.review_id.map(|id| format!("/reviews/{id}")).unwrap_or_default(),
        name: 1,
        cells: vec![
            of.clock.minute_of(one.at),
            t.portfolio_review_of(one.to, one.book.marked()),
            lines_of(&one.text).collect::<Vec<_>>().join(" "),
            one.gone.map(|gone| reviews::said_of(&gone, t)).unwrap_or_default(),
        ],
    });
    Table {
        code: "answers",
        title: t.portfolio_answers(),
        columns: vec![
            (t.portfolio_when(), 4),
            (t.portfolio_answer_to(), 6),
            (t.portfolio_answer(), 10),
            (t.records_column_remarks(), 4),
        ],
        rows: rows.collect(),
        from,
    }
}
