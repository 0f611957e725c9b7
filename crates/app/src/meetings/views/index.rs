//! The list of meetings.

use askama::Template;

use crate::meetings::pages::{Asked, Listed, PAGE};
use crate::meetings::views::state_code;
use crate::meetings::{Meeting, words};
use crate::shell::layout::Chip;
use crate::shell::{Context, Page, page};

#[derive(Debug, Template)]
#[template(path = "meetings/index.html")]
pub(in crate::meetings) struct IndexPage {
    page: Page,
    chips: Vec<Chip>,
    past: bool,
    to_come_href: String,
    past_href: String,
    arranges: bool,
    unit: String,
    rows: Vec<Row>,
    back: String,
    on: String,
    place: String,
}

#[derive(Debug)]
struct Row {
    number: usize,
    href: String,
    title: String,
    kind: String,
    when: String,
    organization: String,
    place: String,
    state: String,
    state_code: &'static str,
}

impl IndexPage {
    pub(in crate::meetings) fn new(context: &Context, asked: &Asked, listed: Listed, number: usize) -> Self {
        let (t, lang) = (context.t(), context.lang);
        let past = asked.show == "past";
        let whose = listed.whose.as_ref().map_or_else(|| "me".to_owned(), |one| one.id.to_string());
        let at = |whose: &str, past: bool, number: usize| {
            let mut query = form_urlencoded::Serializer::new(String::new());
            query.append_pair("whose", whose);
            if past {
                query.append_pair("show", "past");
            }
            if number > 1 {
                query.append_pair("page", &number.to_string());
            }
            format!("/meetings?{}", query.finish())
        };
        let own = context.visitor.as_ref().is_some_and(|actor| actor.person_id.is_some());
        let mine = own.then(|| Chip {
            href: at("me", past, 1),
            label: t.meetings_mine(),
            current: listed.whose.is_none(),
        });
        let tops = listed.tops.iter().map(|top| Chip {
            href: at(top.id.as_str(), past, 1),
            label: top.short_name.clone(),
            current: listed.whose.as_ref().is_some_and(|one| one.id == top.id),
        });
        let first = (number - 1) * context.page_size(PAGE);
        let row = |(index, (meeting, organization)): (usize, (Meeting, String))| Row {
            number: first + index + 1,
            href: format!("/meetings/{}", meeting.id),
            kind: listed.kinds.title(&meeting.activity, lang),
            when: words::time(meeting.time(), lang),
            organization,
            place: meeting.place.clone().unwrap_or_default(),
            state: words::state(&meeting, listed.now, t),
            state_code: state_code(&meeting, listed.now),
            title: meeting.title,
        };
        Self {
            chips: mine.into_iter().chain(tops).collect(),
            to_come_href: at(&whose, false, 1),
            past_href: at(&whose, true, 1),
            past,
            arranges: listed.arranges,
            unit: listed.whose.as_ref().map(|one| one.name.clone()).unwrap_or_default(),
            rows: listed.meetings.into_iter().enumerate().map(row).collect(),
            back: if number > 1 { at(&whose, past, number - 1) } else { String::new() },
            on: if listed.more { at(&whose, past, number + 1) } else { String::new() },
            place: t.people_page_alone(number.to_string()),
            page: page(context, t.nav_meetings()),
        }
    }
}
