//! A node of the tree: what it is, who holds what, what stands below.

use askama::Template;
use jiff::civil::Date;

use crate::people::{Organization, Person, Vocabulary};
use crate::roster::tree::PAGE;
use crate::roster::views::level_word;
use crate::shell::layout::Crumb;
use crate::shell::{Context, Page, page};

/// What the page is made from.
#[derive(Debug)]
pub(in crate::roster) struct Node {
    pub(in crate::roster) here: Organization,
    pub(in crate::roster) above: Vec<Organization>,
    pub(in crate::roster) below: Vec<Organization>,
    pub(in crate::roster) count_below: usize,
    pub(in crate::roster) posts: Vec<(Person, String, Date)>,
    pub(in crate::roster) members: usize,
    pub(in crate::roster) governs: bool,
    pub(in crate::roster) place: usize,
}

#[derive(Debug, Template)]
#[template(path = "roster/tree.html")]
pub(in crate::roster) struct NodePage {
    page: Page,
    id: String,
    line: String,
    members: String,
    governs: bool,
    is_top: bool,
    gone: String,
    posts: Vec<Row>,
    below: Vec<Row>,
    back: String,
    on: String,
    place: String,
}

#[derive(Debug)]
struct Row {
    href: String,
    title: String,
    detail: String,
}

impl NodePage {
    pub(in crate::roster) fn new(
        context: &Context,
        node: &Node,
        words: &Vocabulary,
        flash: Option<String>,
    ) -> Self {
        let (t, lang, here) = (context.t(), context.lang, &node.here);
        let level = |level| level_word(level, t);
        let mut way: Vec<Crumb> = node
            .above
            .iter()
            .map(|one| Crumb {
                href: Some(format!("/people/tree/{}", one.id)),
                label: one.short_name.clone(),
            })
            .collect();
        way.push(Crumb { href: None, label: here.short_name.clone() });
        let kind = here.unit_type.as_deref().map(|code| words.unit_type(code, lang)).unwrap_or_default();
        let mut line = vec![format!("{} {}", t.roster_code(), here.code), level(here.level)];
        line.extend(Some(kind).filter(|kind| !kind.is_empty()));
        let href = |place: usize| format!("/people/tree/{}?page={place}", here.id);
        let pages = node.count_below.div_ceil(PAGE).max(1);
        Self {
            page: page(context, here.name.clone()).with_crumbs(way).with_flash(flash),
            id: here.id.to_string(),
            line: line.join(" · "),
            members: t.roster_members(node.members.to_string()),
            governs: node.governs,
            is_top: here.parent_id.is_none(),
            gone: here.dissolved_on.map(|on| t.roster_gone(lang.day(on))).unwrap_or_default(),
            posts: node
                .posts
                .iter()
                .map(|(person, post, since)| Row {
                    href: format!("/people/{}", person.id),
                    title: person.name.clone(),
                    detail: format!("{} · {}", words.post(post, lang), t.people_since(lang.day(*since))),
                })
                .collect(),
            below: node
                .below
                .iter()
                .map(|one| Row {
                    href: format!("/people/tree/{}", one.id),
                    title: one.name.clone(),
                    detail: format!("{} · {}", level(one.level), one.code),
                })
                .collect(),
            back: if node.place > 1 { href(node.place - 1) } else { String::new() },
            on: if node.place < pages { href(node.place + 1) } else { String::new() },
            place: t.people_page(node.place.to_string(), pages.to_string()),
        }
    }
}
