//! What the pages of standings show.

mod branch;
mod bureau;
mod due;
mod duty;
mod figure;
mod heat;
mod line;
mod list;
mod selection;
mod stack;
mod tree;
mod year;

pub(super) use branch::BranchPage;
pub(super) use bureau::BureauPage;
pub(super) use duty::DutyPage;
pub(super) use line::RecordFor;
pub(super) use list::ListPage;
pub(super) use selection::Selection;
pub(super) use year::{Found, YearPage};

use askama::Template;

use crate::shell::Page;
use crate::shell::lang::Messages;

/// Before any plan is published.
#[derive(Template)]
#[template(path = "standings/no_plan.html")]
pub(super) struct NoPlan {
    pub(super) page: Page,
}

/// Where a list of pages stands.
struct Pager {
    previous: Option<String>,
    next: Option<String>,
    said: String,
}

impl Pager {
    /// `href` ends where the number of a page follows; nothing where one page holds all.
    fn new(href: &str, page: usize, per_page: usize, total: usize, t: &Messages) -> Option<Self> {
        let pages = total.div_ceil(per_page);
        (pages > 1).then(|| Self {
            previous: page.checked_sub(1).map(|before| format!("{href}{before}")),
            next: (page + 1 < pages).then(|| format!("{href}{}", page + 1)),
            said: t.standings_page_of((page + 1).to_string(), pages.to_string()),
        })
    }
}
