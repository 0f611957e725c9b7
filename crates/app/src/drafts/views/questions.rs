//! What is asked about the text.

use xueji_draft::{Finding, PlanDraft};

use crate::shell::Lang;

/// A question at its words.
pub(super) struct Question {
    pub(super) name: String,
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) message: String,
    pub(super) hint: String,
    pub(super) is_answered: bool,
}

impl Question {
    pub(super) fn new(finding: &Finding, draft: &PlanDraft, lang: Lang) -> Self {
        let name = finding.name();
        Self {
            is_answered: draft.answered.contains(&name),
            name,
            start: finding.span.start,
            end: finding.span.end,
            message: finding.message.get(lang.of_plan()).to_owned(),
            hint: finding.hint.get(lang.of_plan()).to_owned(),
        }
    }
}
