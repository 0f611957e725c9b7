//! Sheets that were brought, and what one would change.

use askama::Template;
use xueji_office::{Language, Problem, Severity};

use crate::people::Vocabulary;
use crate::people::import::{Effect, Outcome, What};
use crate::roster::sheets_store::Import;
use crate::shell::lang::Messages;
use crate::shell::layout::Crumb;
use crate::shell::{Context, Lang, Mistakes, Page, page};

#[derive(Debug, Template)]
#[template(path = "roster/imports.html")]
pub(in crate::roster) struct ImportsPage {
    page: Page,
    wrong: String,
    rows: Vec<Row>,
}

#[derive(Debug)]
struct Row {
    href: String,
    title: String,
    detail: String,
    state: String,
}

impl ImportsPage {
    pub(in crate::roster) fn new(context: &Context, imports: &[Import], mistakes: &Mistakes) -> Self {
        let t = context.t();
        let way = vec![
            Crumb { href: Some("/people".to_owned()), label: t.nav_people() },
            Crumb { href: None, label: t.roster_imports() },
        ];
        let rows = imports.iter().map(|one| Row {
            href: format!("/people/imports/{}", one.id),
            title: one.file_name.clone(),
            detail: format!("{} · {}", one.by, context.app.clock.minute_of(one.at)),
            state: state(one, t),
        });
        Self {
            page: page(context, t.roster_imports()).with_crumbs(way),
            wrong: mistakes.said(t).join(" "),
            rows: rows.collect(),
        }
    }
}

fn state(import: &Import, t: &Messages) -> String {
    match import.state.as_str() {
        "applied" => t.roster_applied(import.people_new.to_string(), import.people_changed.to_string()),
        "undone" => t.roster_undone(),
        _ => t.roster_looked(),
    }
}

/// How many changes or problems are on a page.
const PAGE: usize = 50;

#[derive(Debug, Template)]
#[template(path = "roster/import.html")]
pub(in crate::roster) struct ImportPage {
    page: Page,
    id: String,
    line: String,
    /// "apply", "undo", "refused", "nothing", or "over".
    stage: &'static str,
    figures: Vec<(String, usize)>,
    organizations: Vec<(String, String, String)>,
    more_organizations: String,
    effects: Vec<(u32, String, String, String)>,
    problems: Vec<(String, String, String, bool)>,
    more_problems: String,
    back: String,
    on: String,
    place: String,
}

impl ImportPage {
    pub(in crate::roster) fn new(
        context: &Context,
        import: &Import,
        outcome: Option<&Outcome>,
        words: &Vocabulary,
        place: usize,
    ) -> Self {
        let (t, lang, clock) = (context.t(), context.lang, &context.app.clock);
        let way = vec![
            Crumb { href: Some("/people".to_owned()), label: t.nav_people() },
            Crumb { href: Some("/people/imports".to_owned()), label: t.roster_imports() },
            Crumb { href: None, label: import.file_name.clone() },
        ];
        let refused = outcome.is_some_and(Outcome::is_refused);
        let effects = outcome.map_or(&[][..], |outcome| &outcome.effects);
        let size = context.page_size(PAGE);
        let pages = effects.len().div_ceil(size).max(1);
        let place = place.min(pages);
        let shown = effects.iter().skip((place - 1) * size).take(size);
        let href = |place: usize| format!("/people/imports/{}?page={place}", import.id);
        let at = import.undone_at.or(import.applied_at).unwrap_or(import.at);
        let problems = outcome.map_or(&[][..], |outcome| &outcome.problems);
        let more = outcome.map_or(0, |outcome| outcome.more_problems) + problems.len().saturating_sub(200);
        let organizations = organizations(outcome, t);
        Self {
            page: page(context, import.file_name.clone()).with_crumbs(way),
            id: import.id.to_string(),
            line: format!("{} · {} · {}", state(import, t), import.by, clock.minute_of(at)),
            stage: match outcome {
                Some(_) if refused => "refused",
                Some(_) if effects.is_empty() && organizations.is_empty() => "nothing",
                Some(_) => "apply",
                None if import.can_undo(clock.now()) => "undo",
                None => "over",
            },
            figures: outcome.filter(|_| !refused).map(|outcome| figures(outcome, t)).unwrap_or_default(),
            more_organizations: match organizations.len().saturating_sub(PAGE) {
                0 => String::new(),
                more => t.roster_more(more.to_string()),
            },
            organizations: organizations.into_iter().take(PAGE).collect(),
            effects: if refused {
                Vec::new()
            } else {
                shown
                    .map(|one| (one.row, one.name.clone(), one.code.clone(), said(one, words, lang, t)))
                    .collect()
            },
            problems: problems.iter().take(200).map(|problem| told(problem, lang)).collect(),
            more_problems: if more == 0 { String::new() } else { t.roster_more(more.to_string()) },
            back: if place > 1 && !refused { href(place - 1) } else { String::new() },
            on: if place < pages && !refused { href(place + 1) } else { String::new() },
            place: t.people_page(place.to_string(), pages.to_string()),
        }
    }
}

fn figures(outcome: &Outcome, t: &Messages) -> Vec<(String, usize)> {
    let summary = &outcome.summary;
    vec![
        (t.roster_people_new(), summary.people_new),
        (t.roster_people_changed(), summary.people_changed),
        (t.roster_people_unchanged(), summary.people_unchanged),
        (t.roster_transfers(), summary.transfers),
        (t.roster_posts_begun(), summary.posts_begun),
        (t.roster_posts_ended(), summary.posts_ended),
        (t.roster_organizations_new(), summary.organizations_new),
        (t.roster_organizations_changed(), summary.organizations_changed),
    ]
}

fn organizations(outcome: Option<&Outcome>, t: &Messages) -> Vec<(String, String, String)> {
    let Some(outcome) = outcome.filter(|outcome| !outcome.is_refused()) else { return Vec::new() };
    let new = outcome.organizations_new.iter().map(|one| (one, t.roster_is_new()));
    let changed = outcome.organizations_changed.iter().map(|one| (one, t.roster_is_changed()));
    new.chain(changed).map(|((code, name), what)| (name.clone(), code.clone(), what)).collect()
}

fn told(problem: &Problem, lang: Lang) -> (String, String, String, bool) {
    let language = match lang {
        Lang::Chinese => Language::Chinese,
        Lang::English => Language::English,
    };
    (
        format!("{}{}", problem.column, problem.row),
        problem.title.in_language(language).to_owned(),
        problem.describe(language),
        problem.severity == Severity::Error,
    )
}

fn said(effect: &Effect, words: &Vocabulary, lang: Lang, t: &Messages) -> String {
    let one = |what: &What| match what {
        What::New(organization, on) => t.roster_what_new(organization.clone(), lang.day(*on)),
        What::Transferred(organization, on) => t.roster_what_transferred(organization.clone(), lang.day(*on)),
        What::Renamed(before) if *before == effect.name => t.roster_what_born(),
        What::Renamed(before) => t.roster_what_renamed(before.clone()),
        What::Membership => t.roster_what_membership(),
        What::PostBegun(post) => t.roster_what_post(words.post(post, lang)),
        What::PostsEnded(count) => t.roster_what_posts_ended(count.to_string()),
        What::Leave(kind) => t.roster_what_leave(kind.clone()),
        What::Exemption(duty) => {
            let duty = duty.as_ref().map_or_else(|| t.people_every_duty(), |duty| words.duty(duty, lang));
            t.roster_what_exemption(duty)
        }
    };
    effect.what.iter().map(one).collect::<Vec<_>>().join(match lang {
        Lang::Chinese => "；",
        Lang::English => "; ",
    })
}
