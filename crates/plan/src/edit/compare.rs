//! What one plan file says otherwise than another.

use super::{Kind, Part, PlanFile, kinds};
use crate::edit::field::flat;
use crate::lang::Bilingual;

/// A part that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// What people call its kind.
    pub kind: Bilingual,
    /// The kind's key in the file.
    pub table: &'static str,
    /// Its code; empty where it has none.
    pub code: String,
    /// Its title, in the newer file where it is there.
    pub title: String,
    /// How it differs.
    pub what: What,
}

/// How a part differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// It is new, with everything it says.
    Added(Vec<Changed>),
    /// It is gone, with everything it said.
    Removed(Vec<Changed>),
    /// These fields say something else.
    Changed(Vec<Changed>),
}

/// A field that says something else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// What it is called.
    pub label: Bilingual,
    /// What the older file says; empty where nothing.
    pub before: String,
    /// What the newer file says; empty where nothing.
    pub after: String,
}

/// Every part that differs, kind by kind; parts of one code are one part, those without a code go by their place.
pub fn compare(before: &PlanFile, after: &PlanFile) -> Vec<Difference> {
    let (old, new) = (before.parts(), after.parts());
    let mut found = Vec::new();
    for kind in kinds() {
        let olds: Vec<&Part> = old.iter().filter(|part| part.at.table == kind.table).collect();
        let news: Vec<&Part> = new.iter().filter(|part| part.at.table == kind.table).collect();
        for part in &news {
            let earlier = olds.iter().find(|other| same(&kind, other, part));
            let changes = changes(earlier.map(|part| (before, *part)), Some((after, part)));
            if !changes.is_empty() {
                let what = if earlier.is_some() { What::Changed(changes) } else { What::Added(changes) };
                found.push(difference(&kind, part, what));
            }
        }
        for part in olds.iter().filter(|part| !news.iter().any(|other| same(&kind, other, part))) {
            found.push(difference(&kind, part, What::Removed(changes(Some((before, part)), None))));
        }
    }
    found
}

fn same(kind: &Kind, left: &Part, right: &Part) -> bool {
    if !kind.many {
        return true;
    }
    if left.code.is_empty() { left.at.index == right.at.index } else { left.code == right.code }
}

fn difference(kind: &Kind, part: &Part, what: What) -> Difference {
    Difference {
        kind: kind.name.clone(),
        table: kind.table,
        code: part.code.clone(),
        title: part.title.clone(),
        what,
    }
}

type Read = (String, Bilingual, String);

fn changes(before: Option<(&PlanFile, &Part)>, after: Option<(&PlanFile, &Part)>) -> Vec<Changed> {
    let read = |side: Option<(&PlanFile, &Part)>| -> Vec<Read> {
        side.and_then(|(file, part)| file.fields(part.at)).map(|fields| flat(&fields)).unwrap_or_default()
    };
    let (old, new) = (read(before), read(after));
    let value = |side: &[Read], path: &str| {
        side.iter().find(|(other, _, _)| other == path).map(|(_, _, value)| value.clone()).unwrap_or_default()
    };
    let gone = old.iter().filter(|(path, _, _)| !new.iter().any(|(other, _, _)| other == path));
    new.iter()
        .chain(gone)
        .map(|(path, label, _)| Changed {
            label: label.clone(),
            before: value(&old, path),
            after: value(&new, path),
        })
        .filter(|changed| changed.before != changed.after)
        .collect()
}
