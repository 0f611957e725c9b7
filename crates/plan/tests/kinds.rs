//! What sort of learning an activity is.

use xueji_plan::{Kind, parse};

fn read(kind: &str) -> (Option<Kind>, Vec<String>) {
    let file = format!(
        "[plan]\nid = \"p\"\ntitle = \"计划\"\nyear = 2026\nissuer = \"局党委\"\n\n[[activity]]\nid = \"a\"\ntitle = \"读\"\n\
         for = \"个人\"\nunits = [\"本\"]\n{kind}"
    );
    let parsed = parse("p.toml", &file, |_| None);
    let kind =
        parsed.plan.as_ref().and_then(|plan| plan.activities.first()).and_then(|activity| activity.kind);
    (kind, parsed.diagnostics.iter().map(|one| one.message.zh.clone()).collect())
}

#[test]
fn a_kind_is_read_in_both_languages_and_another_word_is_named() {
    assert_eq!(read("kind = \"读书\"\n").0, Some(Kind::Book));
    assert_eq!(read("kind = \"field research\"\n").0, Some(Kind::FieldResearch));
    assert_eq!(read("").0, None);
    let (kind, found) = read("kind = \"跑步\"\n");
    assert!(kind.is_none() && found.iter().any(|said| said.contains("跑步")), "{found:?}");
}
