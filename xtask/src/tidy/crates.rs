//! Which of our crates may know which, and that the pure ones stay pure.

use super::Finding;
use super::tree::{Tree, numbered};

/// A crate's folder, and the crates of this workspace that it may depend on.
const MAY_KNOW: &[(&str, &[&str])] = &[
    ("plan", &[]),
    ("draft", &["plan"]),
    ("standing", &["plan"]),
    ("office", &[]),
    ("closeness", &[]),
    ("sight", &[]),
    ("store", &[]),
    ("app", &["plan", "draft", "standing", "office", "closeness", "sight", "store"]),
];

/// Crates that compute and nothing else.
const PURE: &[&str] = &["plan", "draft", "standing", "office", "closeness", "sight"];

/// What a pure crate may not depend on: runtimes, servers, databases, chance, logs.
const IMPURE: &[&str] =
    &["tokio", "axum", "tower", "tower-http", "rusqlite", "postgres", "r2d2", "refinery", "rand", "tracing"];

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in tree.below("crates/") {
        let Some(name) = path.strip_suffix("/Cargo.toml") else { continue };
        let path = format!("crates/{path}");
        let Some((_, may_know)) = MAY_KNOW.iter().find(|(it, _)| *it == name) else {
            let mend = "add it to MAY_KNOW in xtask/src/tidy/crates.rs and to the map in ARCHITECTURE.md";
            findings.push(Finding::new(&path, 1, "this crate has no place in the house", mend));
            continue;
        };
        for (line, dependency) in dependencies(text) {
            let ours = dependency.strip_prefix("xueji-");
            if let Some(other) = ours.filter(|other| !may_know.contains(other)) {
                let what = format!("`{name}` may not know `{other}`");
                findings.push(Finding::new(
                    &path,
                    line,
                    what,
                    "move what is needed down, or pass it in as an argument",
                ));
            }
            if PURE.contains(&name) && IMPURE.contains(&dependency) {
                let what = format!("`{name}` is pure and may not use `{dependency}`");
                findings.push(Finding::new(&path, line, what, "do this in crates/store or crates/app"));
            }
        }
    }
    findings
}

/// The names in the tables of dependencies that are part of the product; tests may use more.
fn dependencies(manifest: &str) -> Vec<(usize, &str)> {
    let mut inside = false;
    let mut found = Vec::new();
    for (number, line) in numbered(manifest) {
        if line.starts_with('[') {
            inside = matches!(line.trim(), "[dependencies]" | "[build-dependencies]");
        } else if inside && let Some((name, _)) = line.split_once(['.', '=', ' ']) {
            found.push((number, name));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(path: &str, text: &str) -> Vec<String> {
        check(&Tree::of(&[(path, text)])).into_iter().map(|it| format!("{}: {}", it.line, it.what)).collect()
    }

    #[test]
    fn standing_knows_plan_and_not_the_reverse() {
        let upward = "[dependencies]\nxueji-standing.workspace = true\n";
        assert_eq!(told("crates/plan/Cargo.toml", upward), ["2: `plan` may not know `standing`"]);
        assert!(
            told("crates/standing/Cargo.toml", "[dependencies]\nxueji-plan.workspace = true\n").is_empty()
        );
    }

    #[test]
    fn a_pure_crate_uses_no_runtime_but_its_tests_may_draw_lots() {
        let text =
            "[dependencies]\ntokio = { version = \"1\" }\n\n[dev-dependencies]\nrand.workspace = true\n";
        assert_eq!(told("crates/plan/Cargo.toml", text), ["2: `plan` is pure and may not use `tokio`"]);
    }

    #[test]
    fn a_new_crate_needs_a_place_in_the_house() {
        assert_eq!(told("crates/exam/Cargo.toml", ""), ["1: this crate has no place in the house"]);
    }
}
