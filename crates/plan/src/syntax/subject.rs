//! Who is meant: the subject of a duty, and whoever is expected at a gathering.

use std::ops::Range;

use super::reader::View;
use crate::diagnostic::{Code, Findings};
use crate::duty::{Condition, Subject};
use crate::lang::both;
use crate::phrase::{Misread, Names, nearest, read_conditions, read_subject};
use crate::plan::{Named, Plan};

/// The subject that this key names; a report where nobody is that.
pub(super) fn read(view: View<'_>, key: &str, plan: &Plan, findings: &mut Findings) -> Option<Subject> {
    let phrase = view.phrase(key)?;
    let subject = read_subject(&phrase.text, names(plan));
    subject.map_err(|misread| unread(&misread, &phrase.span, plan, findings)).ok()
}

/// The conditions that this key names, one or several.
pub(super) fn conditions(view: View<'_>, key: &str, plan: &Plan, findings: &mut Findings) -> Vec<Condition> {
    let mut all = Vec::new();
    for phrase in view.phrases(key) {
        match read_conditions(&phrase.text, names(plan)) {
            Ok(conditions) => all.extend(conditions),
            Err(misread) => unread(&misread, &phrase.span, plan, findings),
        }
    }
    all
}

fn names(plan: &Plan) -> Names<'_> {
    Names { posts: &plan.posts, unit_types: &plan.unit_types, levels: &plan.levels }
}

fn unread(misread: &Misread, span: &Range<usize>, plan: &Plan, findings: &mut Findings) {
    let Misread(word) = misread;
    let finding = findings.add(
        Code::UnreadableSubject,
        span,
        both(format!("不知道“{word}”是谁"), format!("nobody here is “{word}”")),
    );
    let own = plan.posts.iter().chain(&plan.unit_types).flat_map(spellings);
    let names: Vec<&str> =
        own.chain(["党员", "人员", "党支部", "党总支", "党委", "member", "person", "branch"]).collect();
    if let Some(near) = nearest(word, names.iter().copied()) {
        finding.hint(both(format!("是不是“{near}”？"), format!("did you mean “{near}”?")));
    } else {
        finding.hint(both(
            "可写：每名党员、每人、每个党支部、本单位，或 [[post]]、[[unit_type]] 中的名称",
            "write each member, each person, each branch, the issuer, or a name of [[post]] or [[unit_type]]",
        ));
    }
}

fn spellings(named: &Named) -> [&str; 2] {
    [named.title.as_str(), named.code.as_str()]
}
