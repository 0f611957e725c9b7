//! The parts that stand beside duties: campaigns, programs, awards.

use super::head::{named, unique_codes};
use super::reader::{Phrase, View};
use super::source::sources;
use crate::diagnostic::{Code, Findings};
use crate::lang::both;
use crate::lexicon::OPEN_FIELDS;
use crate::phrase::{Days, nearest, plain};
use crate::plan::{Activity, Award, Campaign, Named, Plan, Program};

pub(super) fn read(root: View<'_>, plan: &mut Plan, days: Days, findings: &mut Findings) {
    // A duty belongs to a campaign or a program by its code alone, so the two share their codes.
    let wholes: Vec<View<'_>> = root.inners("campaign").into_iter().chain(root.inners("program")).collect();
    unique_codes(&wholes, findings);
    unique_codes(&root.inners("award"), findings);
    let names: Vec<Named> = wholes.iter().filter_map(|view| named(*view, &mut Findings::default())).collect();
    let text = plan.text.clone();
    for view in root.inners("campaign") {
        let Some(name) = named(view, findings) else { continue };
        plan.campaigns.push(Campaign {
            name,
            window: view.days("window", days, findings),
            themes: view.phrases("themes").into_iter().map(|theme| theme.text).collect(),
            open: view.words("open", OPEN_FIELDS, findings),
            source: sources(view, text.as_deref(), findings),
            within: belongs_to(view, &names, findings),
            note: view.text("note"),
        });
    }
    for view in root.inners("program") {
        let Some(name) = named(view, findings) else { continue };
        plan.programs.push(Program {
            name,
            open: view.words("open", OPEN_FIELDS, findings),
            source: sources(view, text.as_deref(), findings),
            within: belongs_to(view, &names, findings),
            note: view.text("note"),
        });
    }
    for view in root.inners("award") {
        let Some(name) = named(view, findings) else { continue };
        plan.awards.push(Award {
            name,
            by: view.last_day("by", days, findings),
            to: view.phrases("to").into_iter().map(|to| to.text).collect(),
            open: view.words("open", OPEN_FIELDS, findings),
            source: sources(view, text.as_deref(), findings),
            within: belongs_to(view, &names, findings),
        });
    }
}

/// The names of everything that something can belong to.
pub(super) fn wholes(plan: &Plan) -> Vec<Named> {
    let campaigns = plan.campaigns.iter().map(|campaign| &campaign.name);
    campaigns.chain(plan.programs.iter().map(|program| &program.name)).cloned().collect()
}

pub(super) fn belongs_to(view: View<'_>, names: &[Named], findings: &mut Findings) -> Option<String> {
    let phrase = view.phrase("belongs_to")?;
    resolve(&phrase, names.iter(), Code::UnknownName, ("活动或工程", "campaign or program"), findings)
}

/// The code of the activity that this names.
pub(super) fn activity_code(phrase: &Phrase, all: &[Activity], findings: &mut Findings) -> Option<String> {
    resolve(
        phrase,
        all.iter().map(|activity| &activity.name),
        Code::UnknownActivity,
        ("活动", "activity"),
        findings,
    )
}

/// The code of what this names; a report with the nearest name where nothing has it.
pub(super) fn resolve<'n>(
    phrase: &Phrase,
    names: impl Iterator<Item = &'n Named>,
    code: Code,
    (zh, en): (&str, &str),
    findings: &mut Findings,
) -> Option<String> {
    let text = plain(&phrase.text);
    let names: Vec<&Named> = names.collect();
    if let Some(found) = names.iter().find(|named| crate::phrase::is(named, &text)) {
        return Some(found.code.clone());
    }
    let finding = findings.add(
        code,
        &phrase.span,
        both(format!("计划中没有名为“{text}”的{zh}"), format!("the plan has no {en} “{text}”")),
    );
    let spellings = names.iter().flat_map(|named| [named.code.as_str(), named.title.as_str()]);
    if let Some(near) = nearest(&text, spellings.clone()) {
        finding.hint(both(format!("是不是“{near}”？"), format!("did you mean “{near}”?")));
    } else {
        let known: Vec<&str> = names.iter().map(|named| named.title.as_str()).take(12).collect();
        let known = if known.is_empty() { "—".to_owned() } else { known.join("、") };
        finding.hint(both(format!("已有的{zh}：{known}"), format!("known here: {known}")));
    }
    None
}
