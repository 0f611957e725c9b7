//! What the search's page shows.

use askama::Template;

use crate::search::find::Found;
use crate::shell::{Context, Page, Result, Right, page};

/// Three short lists, each leading on.
#[derive(Debug, Template)]
#[template(path = "search/index.html")]
pub(super) struct SearchPage {
    page: Page,
    text: String,
    sections: Vec<Section>,
}

/// What was found of one noun.
#[derive(Debug)]
struct Section {
    title: String,
    rows: Vec<Row>,
    /// Where there may be more.
    more: Option<(String, String)>,
}

#[derive(Debug)]
struct Row {
    href: String,
    name: String,
    beside: String,
    day: String,
}

impl SearchPage {
    pub(super) fn new(context: &Context, text: String, found: Found) -> Result<Self> {
        let (t, actor) = (context.t(), context.actor()?);
        let plain =
            |href: String, name: String, beside: String| Row { href, name, beside, day: String::new() };
        let people = found.people.into_iter().map(|one| {
            plain(
                format!("/people/{}", one.person.id),
                one.person.name,
                format!("{} {}", one.home, one.person.code),
            )
        });
        let organizations = found
            .organizations
            .into_iter()
            .map(|one| plain(format!("/organizations/{}", one.id), one.name, one.code));
        let records = found.records.into_iter().map(|one| Row {
            href: format!("/records/{}", one.record.id),
            name: one.record.title,
            beside: one.whose,
            day: context.lang.day(one.record.last_on),
        });
        let works = found.works.into_iter().map(|one| Row {
            href: format!("/works/{}", one.manuscript.id),
            name: one.manuscript.title,
            beside: one.manuscript.author,
            day: context.lang.day(one.manuscript.done_on),
        });
        let books = found
            .books
            .into_iter()
            .map(|book| plain(format!("/reviews?book={}", book.id), book.marked(), book.imprint()));
        let reviews = found.reviews.into_iter().map(|review| Row {
            href: format!("/reviews/{}", review.id),
            name: review.title,
            beside: review.author,
            day: context.lang.day(review.published_on),
        });
        let notes = found.notes.into_iter().map(|hit| Row {
            href: format!("/notes/{}", hit.note.id),
            name: if hit.title.is_empty() { t.notebook_untitled() } else { hit.title },
            beside: hit.around.map(|around| around.concat()).unwrap_or_default(),
            day: context.lang.day(hit.note.happened_on),
        });
        let query = form_urlencoded::Serializer::new(String::new()).append_pair("q", &text).finish();
        let roster = actor
            .may_anywhere(Right::SeeRoster)
            .then(|| (format!("/people?{query}"), t.search_more_people()));
        let tree = actor
            .may_anywhere(Right::SeeOrganization)
            .then(|| ("/bureau".to_owned(), t.search_more_organizations()));
        let own = actor.person_id.is_some().then(|| ("/records".to_owned(), t.search_more_records()));
        let shelf = actor.person_id.is_some().then(|| (format!("/works/shelf?{query}"), t.works_shelf()));
        let sections = [
            Section { title: t.search_people(), rows: people.collect(), more: roster },
            Section { title: t.search_organizations(), rows: organizations.collect(), more: tree },
            Section { title: t.search_records(), rows: records.collect(), more: own },
            Section {
                title: t.search_notes(),
                rows: notes.collect(),
                more: Some((format!("/notes?{query}"), t.search_more_notes())),
            },
            Section { title: t.works_shelf(), rows: works.collect(), more: shelf },
            Section {
                title: t.search_books(),
                rows: books.collect(),
                more: Some((format!("/books/catalog?{query}"), t.search_more_books())),
            },
            Section {
                title: t.search_reviews(),
                rows: reviews.collect(),
                more: Some((format!("/reviews?{query}"), t.search_more_reviews())),
            },
        ];
        let sections = sections.into_iter().filter(|section| !section.rows.is_empty()).collect();
        Ok(Self { page: page(context, t.search_title()), text, sections })
    }
}
