//! What stands beside a text that is read: the words at its margin, and what happened to the inspection.

use crate::inspections::log::{self, Step};
use crate::inspections::{Comment, anchor, words};
use crate::shell::Context;

/// Something at the margin.
#[derive(Debug)]
pub(super) struct Margin {
    pub(super) id: String,
    pub(super) code: String,
    pub(super) quote: String,
    pub(super) text: String,
    pub(super) said: String,
    /// Whether the passage still stands in the text.
    pub(super) stands: bool,
    pub(super) own: bool,
}

#[derive(Debug)]
pub(super) struct Line {
    pub(super) what: String,
    pub(super) said: String,
    pub(super) text: String,
}

/// The text with its marks, and what stands beside it: passages in the order of the text, then the rest.
pub(super) fn margins(context: &Context, html: Option<&str>, comments: &[&Comment]) -> (String, Vec<Margin>) {
    let account = context.actor().ok().map(|actor| &actor.account_id);
    let signs = html.map(anchor::text).unwrap_or_default();
    let mut placed: Vec<(usize, Margin)> = Vec::new();
    let mut passages = Vec::new();
    for (number, comment) in (1..).zip(comments) {
        let place = anchor::find(&signs, &comment.quote, comment.start);
        let code = format!("c{number}");
        placed.push((
            place.as_ref().map_or(usize::MAX, |signs| signs.start),
            Margin {
                id: comment.id.to_string(),
                code: code.clone(),
                quote: comment.quote.clone(),
                text: comment.text.clone(),
                said: context
                    .t()
                    .inspections_said(comment.who.as_str(), context.app.clock.minute_of(comment.at)),
                stands: comment.quote.is_empty() || place.is_some(),
                own: account == Some(&comment.by_account_id),
            },
        ));
        passages.extend(place.map(|signs| anchor::Passage { code, signs }));
    }
    placed.sort_by_key(|(place, _)| *place);
    let marked = html.map(|html| anchor::marked(html, &passages)).unwrap_or_default();
    (marked, placed.into_iter().map(|(_, margin)| margin).collect())
}

pub(super) fn line(context: &Context, step: &Step) -> Line {
    let t = context.t();
    Line {
        what: words::step(step.done, t),
        said: t.inspections_said(step.who.as_str(), context.app.clock.minute_of(step.at)),
        text: match (step.done, &step.text) {
            (log::Done::Shown, Some(count)) => t.inspections_notes_at_most(count.as_str()),
            (_, text) => text.clone().unwrap_or_default(),
        },
    }
}
