//! What the roster's pages show.

use askama::Template;
use jiff::civil::Date;
use xueji_standing::MemberKind;

use crate::people::history::{Held, Stretch, Waived};
use crate::people::roster::{PAGE, Roster};
use crate::people::{self, Listed, Organization, Person, Vocabulary};
use crate::shell::lang::Messages;
use crate::shell::layout::Crumb;
use crate::shell::{Context, Id, Lang, Page, Right, page};

/// What a list of people is made from.
#[derive(Debug)]
pub(super) struct List {
    pub(super) within: Organization,
    pub(super) organizations: Vec<Organization>,
    pub(super) roster: Roster,
    pub(super) posts: Vec<(Id, String)>,
    pub(super) text: String,
    /// Which page, counted from one.
    pub(super) place: usize,
    pub(super) words: Vocabulary,
}

/// Nobody is there to be listed.
#[derive(Debug, Template)]
#[template(path = "people/nobody.html")]
pub(super) struct Nobody {
    page: Page,
    governs: bool,
}

fn may(context: &Context, right: Right) -> bool {
    context.visitor.as_ref().is_some_and(|actor| actor.may_anywhere(right))
}

impl Nobody {
    pub(super) fn new(context: &Context) -> Self {
        Self { page: page(context, context.t().nav_people()), governs: may(context, Right::GovernRoster) }
    }
}

/// People, found and paged.
#[derive(Debug, Template)]
#[template(path = "people/index.html")]
pub(super) struct Index {
    page: Page,
    text: String,
    within: String,
    total: String,
    choices: Vec<ChoiceOf>,
    rows: Vec<PersonRow>,
    back: String,
    on: String,
    place: String,
    keeps: bool,
    governs: bool,
}

/// An organization to narrow the list to.
#[derive(Debug)]
struct ChoiceOf {
    id: Id,
    label: String,
    chosen: bool,
}

#[derive(Debug)]
struct PersonRow {
    number: usize,
    href: String,
    name: String,
    code: String,
    organization: String,
    organization_href: String,
    posts: String,
}

/// More organizations than anybody looks through in one list; the search finds the others' people.
const MOST_CHOICES: usize = 500;

impl Index {
    pub(super) fn new(context: &Context, list: &List) -> Self {
        let (t, lang, size) = (context.t(), context.lang, context.page_size(PAGE));
        let address = |of: &str, more: &[(&str, &str)]| {
            let mut query = form_urlencoded::Serializer::new(String::new());
            let asked = [("q", list.text.as_str()), ("of", of)];
            for (name, value) in asked.iter().chain(more).filter(|(_, value)| !value.is_empty()) {
                query.append_pair(name, value);
            }
            format!("/people?{}", query.finish())
        };
        let (here, found) = (list.within.id.as_str(), &list.roster.rows);
        let beside = |row: Option<&Listed>, side: &str, place: usize| {
            let code = row.map_or("", |row| row.person.code.as_str());
            address(here, &[(side, code), ("page", &place.to_string())])
        };
        let back = list.roster.back.then(|| beside(found.first(), "before", list.place - 1));
        let on = list.roster.on.then(|| beside(found.last(), "after", list.place + 1));
        let total = list.roster.total;
        let choices = people::indented(&list.organizations, |one| &one.short_name)
            .enumerate()
            .filter(|(index, (one, _))| *index < MOST_CHOICES || one.id == list.within.id)
            .map(|(_, (one, label))| ChoiceOf {
                id: one.id.clone(),
                label,
                chosen: one.id == list.within.id,
            });
        let rows = found.iter().enumerate().map(|(index, row)| PersonRow {
            number: (list.place - 1) * size + index + 1,
            href: format!("/people/{}", row.person.id),
            name: row.person.name.clone(),
            code: row.person.code.clone(),
            organization: row.organization.clone(),
            organization_href: address(row.organization_id.as_str(), &[]),
            posts: joined(&posts_of(list, &row.person.id, lang), lang),
        });
        Self {
            page: page(context, t.nav_people()),
            keeps: may(context, Right::KeepRoster),
            governs: may(context, Right::GovernRoster),
            text: list.text.clone(),
            within: list.within.name.clone(),
            total: if total.exact {
                t.people_total(total.number.to_string())
            } else {
                t.people_total_more(total.number.to_string())
            },
            choices: choices.collect(),
            rows: rows.collect(),
            back: back.unwrap_or_default(),
            on: on.unwrap_or_default(),
            place: match usize::try_from(total.number) {
                Ok(number) if total.exact => {
                    t.people_page(list.place.to_string(), number.div_ceil(size).max(1).to_string())
                }
                _ => t.people_page_alone(list.place.to_string()),
            },
        }
    }
}

fn posts_of(list: &List, person_id: &Id, lang: Lang) -> Vec<String> {
    let held = list.posts.iter().filter(|(id, _)| id == person_id);
    list.words.in_order(held.map(|(_, code)| code.as_str()), lang)
}

/// What the visitor may change of what is on record.
#[derive(Clone, Copy, Debug)]
pub(super) struct May {
    /// Anything but what takes somebody above.
    pub(super) keep: bool,
    /// That too.
    pub(super) govern: bool,
}

/// What a person's page is made from.
#[derive(Debug)]
pub(super) struct Record {
    pub(super) person: Person,
    pub(super) stretches: Vec<Stretch>,
    pub(super) posts: Vec<Held>,
    pub(super) leaves: Vec<Waived>,
    pub(super) exemptions: Vec<Waived>,
    pub(super) may: May,
    /// Whether the person's standings may be seen too.
    pub(super) sees_year: bool,
    /// Whether it is the visitor.
    pub(super) own: bool,
    pub(super) words: Vocabulary,
}

/// What is on record of a person.
#[derive(Debug, Template)]
#[template(path = "people/show.html")]
pub(super) struct Show {
    page: Page,
    id: Id,
    code: String,
    born_on: String,
    year_href: String,
    keeps: bool,
    governs: bool,
    /// Whether they belong somewhere today.
    belongs: bool,
    sections: Vec<Section>,
}

/// One kind of thing on record.
#[derive(Debug)]
struct Section {
    title: String,
    empty: String,
    lines: Vec<Line>,
}

#[derive(Debug)]
struct Line {
    what: String,
    detail: String,
    days: String,
    /// Whether it holds today.
    current: bool,
}

impl Show {
    pub(super) fn new(context: &Context, record: &Record, today: Date) -> Self {
        let (t, lang) = (context.t(), context.lang);
        let line = |what: String, detail: String, from_on: Date, to_on: Option<Date>| Line {
            what,
            detail,
            days: days(from_on, to_on, lang, t),
            current: from_on <= today && to_on.is_none_or(|to_on| to_on >= today),
        };
        let stretches = record
            .stretches
            .iter()
            .map(|one| line(one.organization.clone(), kind(one.kind, t), one.from_on, one.to_on));
        let posts = record.posts.iter().map(|one| {
            line(record.words.post(&one.code, lang), one.organization.clone(), one.from_on, one.to_on)
        });
        let leaves = record.leaves.iter().map(|one| {
            line(one.what.clone().unwrap_or_default(), one.reason.clone(), one.from_on, one.to_on)
        });
        let exemptions = record.exemptions.iter().map(|one| {
            let what = match &one.what {
                Some(duty) => record.words.duty(duty, lang),
                None => t.people_every_duty(),
            };
            line(what, one.reason.clone(), one.from_on, one.to_on)
        });
        let section = |title: String, empty: String, lines: Vec<Line>| Section { title, empty, lines };
        let crumb = Crumb { href: Some("/people".to_owned()), label: t.nav_people() };
        let here = Crumb { href: None, label: record.person.name.clone() };
        let frame = page(context, record.person.name.clone());
        Self {
            page: if record.own { frame } else { frame.with_crumbs(vec![crumb, here]) },
            id: record.person.id.clone(),
            keeps: record.may.keep,
            governs: record.may.govern,
            belongs: record.stretches.iter().any(|one| one.to_on.is_none_or(|to_on| to_on >= today)),
            code: record.person.code.clone(),
            born_on: record.person.born_on.map(|day| lang.day(day)).unwrap_or_default(),
            year_href: match (record.own, record.sees_year) {
                (true, _) => "/year".to_owned(),
                (false, true) => format!("/people/{}/year", record.person.id),
                (false, false) => String::new(),
            },
            sections: vec![
                section(t.people_memberships(), t.people_no_membership(), stretches.collect()),
                section(t.people_posts(), t.people_no_post(), posts.collect()),
                section(t.people_leaves(), t.people_no_leave(), leaves.collect()),
                section(t.people_exemptions(), t.people_no_exemption(), exemptions.collect()),
            ],
        }
    }
}

fn days(from_on: Date, to_on: Option<Date>, lang: Lang, t: &Messages) -> String {
    match to_on {
        Some(to_on) => t.people_from_to(lang.day(from_on), lang.day(to_on)),
        None => t.people_since(lang.day(from_on)),
    }
}

fn kind(kind: MemberKind, t: &Messages) -> String {
    match kind {
        MemberKind::Full => t.people_kind_full(),
        MemberKind::Probationary => t.people_kind_probationary(),
        MemberKind::Other => t.people_kind_other(),
    }
}

fn joined(parts: &[String], lang: Lang) -> String {
    parts.join(match lang {
        Lang::Chinese => "、",
        Lang::English => ", ",
    })
}
