//! What putting a revision in force would change, for whom.

use askama::Template;
use xueji_standing::{Rules, State};
use xueji_store::Tx;

use crate::people;
use crate::revisions::Revision;
use crate::revisions::views::crumbs;
use crate::shell::lang::Messages;
use crate::shell::{Context, Page, Result, page};
use crate::standings::{self, Effect, EffectKind, Moved, Preview};

#[derive(Debug, Template)]
#[template(path = "revisions/effect.html")]
pub(in crate::revisions) struct EffectPage {
    page: Page,
    id: String,
    subjects: usize,
    rows: Vec<Row>,
    chosen: String,
    named: Vec<Whom>,
    /// Says so where not everybody is listed.
    only_first: String,
}

#[derive(Debug)]
struct Row {
    code: String,
    title: String,
    who: String,
    owed: String,
    what: &'static str,
    word: String,
    before: String,
    after: String,
    newly: usize,
    released: usize,
    worse: usize,
    better: usize,
    same: bool,
}

/// Somebody whose standing would change.
#[derive(Debug)]
pub(in crate::revisions) struct Whom {
    name: String,
    home: String,
    href: String,
    before: Option<State>,
    after: Option<State>,
    /// The two in words.
    said: (String, String),
}

/// The names of those who would stand otherwise.
pub(in crate::revisions) fn named(tx: &mut Tx, moved: &[Moved]) -> Result<Vec<Whom>> {
    let mut names = Vec::new();
    for one in moved {
        let (name, home, href) = if one.is_person {
            let Some(person) = people::person(tx, &one.subject_id)? else { continue };
            let home = people::last_home(tx, &one.subject_id)?;
            (
                person.name,
                home.map(|home| home.short_name).unwrap_or_default(),
                format!("/people/{}", person.id),
            )
        } else {
            let Some(organization) = people::organization(tx, &one.subject_id)? else { continue };
            (organization.short_name, String::new(), format!("/organizations/{}", organization.id))
        };
        names.push(Whom { name, home, href, before: one.before, after: one.after, said: Default::default() });
    }
    Ok(names)
}

impl EffectPage {
    pub(in crate::revisions) fn new(
        context: &Context,
        revision: &Revision,
        rules: &Rules,
        found: &Preview,
        chosen: &str,
        names: Vec<Whom>,
    ) -> Self {
        let t = context.t();
        let way = crumbs(context, revision, &rules.plan().title);
        let word = |state: Option<State>| {
            state.map_or_else(|| t.revisions_not_bound(), |state| standings::word(state, t))
        };
        let all = found.effects.iter().find(|effect| effect.duty.code == chosen);
        let all = all.map_or(0, |effect| effect.otherwise);
        let only_first =
            if all > names.len() { t.revisions_only_first(names.len().to_string()) } else { String::new() };
        let names =
            names.into_iter().map(|name| Whom { said: (word(name.before), word(name.after)), ..name });
        Self {
            page: page(context, t.revisions_effect()).with_crumbs(way),
            id: revision.id.to_string(),
            subjects: found.subjects,
            rows: found.effects.iter().map(|effect| row(context, rules, effect)).collect(),
            chosen: chosen.to_owned(),
            named: names.collect(),
            only_first,
        }
    }
}

fn row(context: &Context, rules: &Rules, effect: &Effect) -> Row {
    let (t, lang) = (context.t(), context.lang.of_plan());
    let (what, word) = match effect.kind {
        EffectKind::Added => ("added", t.revisions_added()),
        EffectKind::Removed => ("removed", t.revisions_removed()),
        EffectKind::Changed => ("changed", t.revisions_changed_word()),
    };
    Row {
        code: effect.duty.code.clone(),
        title: effect.duty.title.clone(),
        who: xueji_plan::words::subject(&effect.duty.who, rules.plan(), lang),
        owed: xueji_plan::words::owed(&effect.duty.amount, &effect.duty.timing, lang),
        what,
        word,
        before: states(&effect.before, t),
        after: states(&effect.after, t),
        newly: effect.newly,
        released: effect.released,
        worse: effect.worse,
        better: effect.better,
        same: effect.moved.is_empty(),
    }
}

fn states(counts: &std::collections::BTreeMap<State, usize>, t: &Messages) -> String {
    if counts.is_empty() {
        return "—".to_owned();
    }
    let said = counts.iter().map(|(state, count)| format!("{}{count}", standings::word(*state, t)));
    said.collect::<Vec<_>>().join("，")
}
