//! The whole text of a plan file, and of the arrangement that it quotes.

use askama::Template;

use crate::revisions::Revision;
use crate::revisions::views::crumbs;
use crate::shell::secret::digest;
use crate::shell::{Context, Mistakes, Page, page};

#[derive(Debug, Template)]
#[template(path = "revisions/text.html")]
pub(in crate::revisions) struct TextPage {
    page: Page,
    id: String,
    toml: String,
    arrangement: String,
    wrong: String,
    was: String,
    is_open: bool,
}

impl TextPage {
    pub(in crate::revisions) fn new(
        context: &Context,
        revision: &Revision,
        typed: Option<&str>,
        mistakes: &Mistakes,
    ) -> Self {
        let t = context.t();
        let way = crumbs(context, revision, &t.revisions_the_plan());
        Self {
            page: page(context, t.revisions_text()).with_crumbs(way),
            id: revision.id.to_string(),
            toml: typed.unwrap_or(&revision.toml).to_owned(),
            arrangement: revision.arrangement.clone().unwrap_or_default(),
            wrong: mistakes.at("toml", t),
            was: digest(&revision.toml),
            is_open: revision.state.is_open(),
        }
    }
}
