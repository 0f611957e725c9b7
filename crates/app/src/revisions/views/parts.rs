//! The parts of a revision with what is wrong at each of their fields.

use std::collections::BTreeMap;

use xueji_plan::edit::{Part, PartAt, Places, PlanFile};
use xueji_plan::{Lang, Severity};

use crate::revisions::Revision;
use crate::revisions::decide::Checked;
use crate::revisions::edit;
use crate::shell::Result;

/// A problem at a field.
#[derive(Clone, Debug)]
pub(in crate::revisions) struct Problem {
    pub(in crate::revisions) is_error: bool,
    message: xueji_plan::Bilingual,
    hint: Option<xueji_plan::Bilingual>,
}

impl Problem {
    pub(in crate::revisions) fn said(&self, lang: Lang) -> String {
        match &self.hint {
            Some(hint) => format!("{}。{}", self.message.get(lang), hint.get(lang)),
            None => self.message.get(lang).to_owned(),
        }
    }
}

/// The parts of a file, and everything that is wrong with them by part and field.
#[derive(Debug)]
pub(in crate::revisions) struct Parts {
    pub(in crate::revisions) file: PlanFile,
    pub(in crate::revisions) all: Vec<Part>,
    by_field: BTreeMap<(PartAt, String), Vec<Problem>>,
    /// What belongs to no part.
    pub(in crate::revisions) elsewhere: Vec<Problem>,
}

impl Parts {
    pub(in crate::revisions) fn of(revision: &Revision, checked: &Checked) -> Result<Self> {
        let file = edit::file(revision)?;
        let places = Places::of(&revision.toml);
        let all = file.parts();
        let mut by_field: BTreeMap<(PartAt, String), Vec<Problem>> = BTreeMap::new();
        let mut elsewhere = Vec::new();
        // A branch's plan takes its words from the plan above, and quotes no arrangement.
        let concerns = |code: &str| revision.above_id.is_none() || !matches!(code, "W101" | "W106");
        for one in checked.parsed.diagnostics.iter().filter(|one| concerns(one.code)) {
            let problem = Problem {
                is_error: one.severity == Severity::Error,
                message: one.message.clone(),
                hint: one.hint.clone(),
            };
            match places.at(one.span.start) {
                Some(place) => by_field.entry((place.at, place.path.clone())).or_default().push(problem),
                None => elsewhere.push(problem),
            }
        }
        for one in &checked.weaker {
            let quoted = |quote: &String| xueji_plan::Bilingual {
                zh: format!("上级原文：“{quote}”"),
                en: format!("The plan above: “{quote}”"),
            };
            let hint = one.quote.as_ref().map(quoted);
            let problem = Problem { is_error: true, message: one.message.clone(), hint };
            let is = |part: &&Part| match one.code.as_str() {
                "" => part.at.table == "plan",
                code => part.at.table == "duty" && part.code == code,
            };
            match all.iter().find(is) {
                Some(part) => by_field.entry((part.at, one.field.to_owned())).or_default().push(problem),
                None => elsewhere.push(problem),
            }
        }
        Ok(Self { file, all, by_field, elsewhere })
    }

    /// What is wrong at a field, or within it where it is a table.
    pub(in crate::revisions) fn at(&self, at: PartAt, path: &str) -> &[Problem] {
        self.by_field.get(&(at, path.to_owned())).map_or(&[], Vec::as_slice)
    }

    /// Everything that is wrong with a part.
    pub(in crate::revisions) fn with(&self, at: PartAt) -> impl Iterator<Item = (&str, &Problem)> {
        let of = self.by_field.iter().filter(move |((part, _), _)| *part == at);
        of.flat_map(|((_, path), problems)| problems.iter().map(move |problem| (path.as_str(), problem)))
    }

    /// Everything that is wrong, with where it is mended.
    pub(in crate::revisions) fn wrong(&self) -> impl Iterator<Item = (Option<&Part>, &Problem)> {
        let placed = self.by_field.iter().flat_map(|((at, _), problems)| {
            let part = self.all.iter().find(|part| part.at == *at);
            problems.iter().map(move |problem| (part, problem))
        });
        self.elsewhere.iter().map(|problem| (None, problem)).chain(placed)
    }
}
