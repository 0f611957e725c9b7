//! Activities: what can be recorded, and what gatherings make of those who come.

use super::head::{days_count, named, unique_codes};
use super::parts::{activity_code, resolve};
use super::reader::View;
use super::subject;
use crate::diagnostic::{Code, Findings};
use crate::duty::Subject;
use crate::lang::both;
use crate::lexicon::{KINDS, RECORDED_FOR, UNITS};
use crate::phrase::read_quantity;
use crate::plan::{Activity, Plan, RecordedFor};
use crate::quantity::{Quantity, Unit};

pub(super) fn read(root: View<'_>, plan: &mut Plan, findings: &mut Findings) {
    let views = root.inners("activity");
    unique_codes(&views, findings);
    for view in &views {
        if let Some(activity) = activity(*view, plan, findings) {
            plan.activities.push(activity);
        }
    }
    // An activity names others, wherever in the file these stand.
    let all: Vec<Activity> = plan.activities.clone();
    for view in views {
        let attendance = persons(view, "attendance", &all, findings);
        let audience = persons(view, "audience", &all, findings);
        let speakers = persons(view, "speakers", &all, findings);
        gathering(view, findings);
        if speakers.is_some() && speakers == attendance {
            findings
                .add(
                    Code::TooMany,
                    &view.span_of("speakers"),
                    both(
                        "与 attendance 相同，发言的人会记两次",
                        "the same as attendance: who speaks would have it twice",
                    ),
                )
                .hint(both(
                    "写发言另记的活动，或删去 speakers",
                    "name what speaking makes besides, or drop speakers",
                ));
        }
        let code = view.text("id");
        if let Some(activity) =
            plan.activities.iter_mut().find(|activity| Some(&activity.name.code) == code.as_ref())
        {
            activity.attendance = attendance;
            activity.audience = audience;
            activity.speakers = speakers;
        }
    }
}

/// What is said of a gathering has a sense only where people attend one.
fn gathering(view: View<'_>, findings: &mut Findings) {
    if view.has("attendance") || view.has("audience") {
        return;
    }
    for key in ["expects", "speakers", "paired"].into_iter().filter(|key| view.has(key)) {
        findings
            .add(
                Code::Unattended,
                &view.span_of(key),
                both(
                    format!("没有人出席的活动用不上 {key}"),
                    format!("{key} says nothing of an activity that nobody attends"),
                ),
            )
            .hint(both(
                "加上 attendance = \"…\"（出席记为哪项个人活动），或删去这一行",
                "add attendance = \"…\", the person's activity that attending makes, or drop this line",
            ));
    }
}

/// Who is expected: persons, whoever the meeting's organization is.
fn expects(view: View<'_>, plan: &Plan, findings: &mut Findings) -> Option<Subject> {
    let subject = subject::read(view, "expects", plan, findings)?;
    if subject.each.is_person() {
        return Some(subject);
    }
    findings
        .add(
            Code::WrongOwner,
            &view.span_of("expects"),
            both("应到的是人，不是组织", "persons are expected at a gathering, not organizations"),
        )
        .hint(both("可写：每名党员、每人、每名书记", "write each member, each person, each secretary"));
    None
}

fn activity(view: View<'_>, plan: &Plan, findings: &mut Findings) -> Option<Activity> {
    let name = named(view, findings)?;
    let units = view.words("units", UNITS, findings);
    let expected = both("写数字和单位：1小时", "write a number and a unit: 1 hour");
    let usual = view.read("usual", read_quantity, &expected, findings);
    let first = units.first().copied().unwrap_or(Unit::Times);
    if let Some(usual) = usual
        && !units.is_empty()
        && !units.contains(&usual.unit)
    {
        findings
            .add(
                Code::UnitNotRecorded,
                &view.span_of("usual"),
                both(
                    "默认数量的单位不在 units 之中",
                    "the usual amount is in a unit that units does not name",
                ),
            )
            .hint(both(
                "改用 units 中的单位，或在 units 中加上它",
                "use one of units, or add this one to them",
            ));
    }
    let categories = plan.categories.iter().map(|category| &category.name);
    Some(Activity {
        name,
        recorded_for: view.word("for", RECORDED_FOR, findings).unwrap_or(RecordedFor::Person),
        units,
        usual: usual.unwrap_or(Quantity::of(1, first)),
        categories: view
            .phrases("categories")
            .iter()
            .filter_map(|phrase| {
                resolve(phrase, categories.clone(), Code::UnknownName, ("类别", "category"), findings)
            })
            .collect(),
        expects: expects(view, plan, findings),
        attendance: None,
        audience: None,
        speakers: None,
        paired: view.flag("paired"),
        late_after_days: days_count(view, "late_after", findings),
        quick: view.flag("quick"),
        kind: view.word("kind", KINDS, findings),
    })
}

fn persons(view: View<'_>, key: &str, all: &[Activity], findings: &mut Findings) -> Option<String> {
    let phrase = view.phrase(key)?;
    let code = activity_code(&phrase, all, findings)?;
    let organizations = all
        .iter()
        .any(|activity| activity.name.code == code && activity.recorded_for == RecordedFor::Organization);
    if organizations {
        findings
            .add(
                Code::WrongOwner,
                &phrase.span,
                both(
                    format!("“{}”不是个人的活动", phrase.text),
                    format!("“{}” is no person's activity", phrase.text),
                ),
            )
            .hint(both("这里要写 for = \"个人\" 的活动", "name an activity that is for = \"person\""));
    }
    Some(code)
}
