//! One `[[duty]]`.

use super::amount::{Said, amount, timing};
use super::head::{code, days_count};
use super::parts::{activity_code, belongs_to, resolve, wholes};
use super::reader::View;
use super::source::sources;
use super::subject;
use crate::diagnostic::{Code, Findings};
use crate::duty::{Amount, Change, Counting, Duty, Each, Local, Modality, OpenField, Subject, Timing};
use crate::lang::both;
use crate::lexicon::{COUNTING, EVIDENCE, MODALITIES, OPEN_FIELDS};
use crate::phrase::{Days, read_percent};
use crate::plan::Plan;

/// A duty as far as it could be read.
#[derive(Debug)]
pub(super) struct Draft {
    pub(super) duty: Duty,
    /// Whether its subject could be read; what is said of subjects depends on it.
    pub(super) subject_known: bool,
    /// Whether a number stands in the file, readable or not.
    pub(super) amount_said: bool,
    /// Whether a time stands in the file, readable or not.
    pub(super) timing_said: bool,
}

impl Draft {
    pub(super) fn finish(self) -> Option<Duty> {
        self.subject_known.then_some(self.duty)
    }
}

pub(super) fn read(
    view: View<'_>,
    plan: &Plan,
    days: Days,
    plan_late: u16,
    findings: &mut Findings,
) -> Draft {
    let code = code(view, findings).unwrap_or_default();
    let subject = subject(view, plan, findings);
    let open = view.words("open", OPEN_FIELDS, findings);
    let own_amount = amount(view, findings);
    let own_timing = timing(view, "by", days, findings);
    let mut draft = Draft {
        subject_known: subject.is_some(),
        amount_said: own_amount.key.is_some(),
        timing_said: own_timing.key.is_some(),
        duty: Duty {
            title: view.text("title").unwrap_or_else(|| code.clone()),
            code,
            group: view.text("group"),
            title_en: view.text("title_en"),
            who: subject.unwrap_or(Subject {
                each: Each::Person,
                except: Vec::new(),
                encouraged: Vec::new(),
            }),
            does: view
                .phrases("does")
                .iter()
                .filter_map(|phrase| activity_code(phrase, &plan.activities, findings))
                .collect(),
            about: category(view, plan, findings),
            amount: own_amount.value.unwrap_or(Amount::Open),
            timing: own_timing.value.unwrap_or(Timing::Open),
            enough_percent: enough(view, findings).unwrap_or(100),
            evidence: view.words("evidence", EVIDENCE, findings),
            counting: view.word("counts", COUNTING, findings).unwrap_or(Counting::Declared),
            late_days: days_count(view, "late", findings).unwrap_or(plan_late),
            modality: view.word("modality", MODALITIES, findings).unwrap_or(Modality::Must),
            part_of: view.text("part_of"),
            within: belongs_to(view, &wholes(plan), findings),
            open,
            local: None,
            source: sources(view, plan.text.as_deref(), findings),
            from: view.first_day("from", days, findings),
            until: view.last_day("until", days, findings),
            changes: view
                .inners("change")
                .into_iter()
                .filter_map(|change| self::change(change, days, findings))
                .collect(),
            note: view.text("note"),
        },
    };
    draft.duty.changes.sort_by_key(|change| change.from);
    contradictions(view, &draft, findings);
    if let Some(local) = view.inner("local") {
        set_locally(local, &mut draft, days, findings);
    }
    draft
}

/// Who owes it, with the exceptions that have keys of their own.
fn subject(view: View<'_>, plan: &Plan, findings: &mut Findings) -> Option<Subject> {
    let mut subject = subject::read(view, "who", plan, findings)?;
    subject.except.extend(subject::conditions(view, "except", plan, findings));
    subject.encouraged.extend(subject::conditions(view, "encouraged", plan, findings));
    Some(subject)
}

fn category(view: View<'_>, plan: &Plan, findings: &mut Findings) -> Option<String> {
    let phrase = view.phrase("about")?;
    let names = plan.categories.iter().map(|category| &category.name);
    resolve(&phrase, names, Code::UnknownName, ("类别", "category"), findings)
}

fn enough(view: View<'_>, findings: &mut Findings) -> Option<u8> {
    view.read("enough", read_percent, &both("写成“80%”", "write “80%”"), findings)
}

fn change(view: View<'_>, days: Days, findings: &mut Findings) -> Option<Change> {
    let amount = amount(view, findings);
    if amount.key.is_none() {
        findings
            .add(Code::MissingKey, &view.span(), both("调整没有写数量", "the change names no amount"))
            .hint(both(
                "写明新的数量，如 at_least = \"2次\"",
                "write the new amount: at_least = \"2 times\"",
            ));
    }
    let from = view.first_day("from", days, findings)?;
    Some(Change { from, amount: amount.value?, why: view.text("why").unwrap_or_default() })
}

/// What is said to be open must not be given as well.
fn contradictions(view: View<'_>, draft: &Draft, findings: &mut Findings) {
    let given = [(OpenField::Amount, draft.amount_said), (OpenField::Period, draft.timing_said)];
    for (field, said) in given {
        if said && draft.duty.open.contains(&field) {
            findings
                .add(
                    Code::TooMany,
                    &view.span_of("open"),
                    both("写了未定，又写了数值", "it is said to be open and given as well"),
                )
                .hint(both(
                    "原文写明的，从 open 中删去；本地确定的，移到 [duty.local]",
                    "drop it from open if the arrangement says it; move it to [duty.local] if it was set locally",
                ));
        }
    }
}

/// Fills in what somebody set where the arrangement leaves it open, and only that.
fn set_locally(view: View<'_>, draft: &mut Draft, days: Days, findings: &mut Findings) {
    let local_amount = amount(view, findings);
    let local_timing = timing(view, "due", days, findings);
    let local_enough = enough(view, findings);
    if allowed(view, &local_amount, OpenField::Amount, draft, findings) {
        draft.amount_said = true;
        draft.duty.amount = local_amount.value.unwrap_or(Amount::Open);
    }
    if allowed(view, &local_timing, OpenField::Period, draft, findings) {
        draft.timing_said = true;
        draft.duty.timing = local_timing.value.unwrap_or(Timing::Open);
    }
    if let Some(enough) = local_enough {
        draft.duty.enough_percent = enough;
    }
    if local_amount.key.is_none() && local_timing.key.is_none() && local_enough.is_none() {
        findings
            .add(Code::Empty, &view.span(), both("本地没有确定任何内容", "nothing is set locally"))
            .hint(both("写明 at_least、every 等，或删去本表", "write at_least, every …, or drop the table"));
    }
    draft.duty.local = Some(Local {
        by: view.text("by").unwrap_or_default(),
        on: view.first_day("on", days, findings),
        why: view.text("why").unwrap_or_default(),
    });
}

/// Whether a local setting may fill this field in.
fn allowed<T>(
    view: View<'_>,
    said: &Said<T>,
    field: OpenField,
    draft: &Draft,
    findings: &mut Findings,
) -> bool {
    let Some(key) = said.key else { return false };
    let open = draft.duty.open.contains(&field);
    if !open {
        let word = crate::lexicon::write(OPEN_FIELDS, &field, crate::Lang::En);
        findings
            .add(
                Code::NotOpen,
                &view.span_of(key),
                both("原文没有把它留作未定，本地不能另定", "the arrangement does not leave this open"),
            )
            .hint(both(
                format!("原文确实未定时，写 open = [\"{word}\"]，并删去要求中的数值"),
                format!("where it does, say open = [\"{word}\"] and drop the duty's own value"),
            ));
    }
    open
}
