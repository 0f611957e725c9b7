//! The draft of every document of the corpus is a plan file without errors.

use std::fs;
use std::path::Path;

use xueji_draft::{Decision, Document, Text, extract, plan_file, propose};
use xueji_plan::Severity;

fn documents() -> Vec<(String, String)> {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus");
    let mut found = Vec::new();
    for folder in ["tuned", "unseen"] {
        for entry in fs::read_dir(corpus.join(folder)).expect("the corpus is there") {
            let path = entry.expect("an entry").path();
            if path.extension().is_some_and(|extension| extension == "txt") {
                found.push((path.display().to_string(), fs::read_to_string(&path).expect("a text")));
            }
        }
    }
    found
}

#[test]
fn every_draft_passes_the_check_of_plan_files() {
    let all = documents();
    assert!(all.len() >= 21, "{} documents", all.len());
    for (name, given) in all {
        let text = Text::new(&given);
        let document = Document::of(&text);
        let mut draft = propose(&text, &document, &extract(&text, &document));
        draft.year = draft.year.or(Some(2026));
        let toml = plan_file(&text, &draft, "draft", "draft.txt");
        let parsed = xueji_plan::parse("draft.toml", &toml, |_| Some(given.clone()));
        let errors: Vec<_> =
            parsed.diagnostics.iter().filter(|found| found.severity == Severity::Error).collect();
        assert!(errors.is_empty(), "{name}: {errors:#?}\n{toml}");
        let plan = parsed.plan.unwrap();
        let parts = plan.duties.len() + plan.campaigns.len() + plan.programs.len() + plan.awards.len();
        assert_eq!(parts, draft.proposals.len(), "{name}: every part is in the file");
    }
}

#[test]
fn what_is_rejected_is_not_written() {
    let text = Text::new("青山局2026年学习安排\n一、学习\n党员每季度读1本书，每年撰写心得2篇。");
    let document = Document::of(&text);
    let mut draft = propose(&text, &document, &extract(&text, &document));
    draft.decide(1, Decision::Rejected);
    let toml = plan_file(&text, &draft, "draft", "draft.txt");
    assert!(!toml.contains("读1本书") && toml.contains("心得"), "{toml}");
}
