//! The order of the app's slices: a slice knows only those before it, the shell knows none.
//!
//! That a slice is used through its `mod.rs` alone is left to the compiler, by private modules.

use std::collections::BTreeSet;

use super::Finding;
use super::tree::{Tree, ending};

/// The one place where the order is written. A later slice may call an earlier one, never the reverse.
const ORDER: &[&str] = &[
    "people",
    "accounts",
    "notices",
    "plans",
    "drafts",
    "attachments",
    "notes",
    "records",
    "pairs",
    "meetings",
    "minutes",
    "lessons",
    "inspections",
    "standings",
    "notebook",
    "books",
    "reviews",
    "sheets",
    "research",
    "works",
    "roster",
    "mandates",
    "revisions",
    "calendar",
    "search",
    "trail",
    "portfolio",
];

/// What unit tests stand on knows everything, and nothing but tests uses it.
const TESTING: &str = "testing";

/// Modules of the app that know nothing of it, and which everything may use.
const FOUNDATIONS: &[&str] = &["config", "messages", "shell"];

const SOURCE: &str = "crates/app/src/";

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let modules: BTreeSet<&str> = tree.below(SOURCE).filter_map(|(path, _)| module_of(path)).collect();
    let mut findings = Vec::new();
    for (path, text) in tree.below(SOURCE) {
        let Some(own) = module_of(path) else { continue };
        let Some(known) = known_to(own).filter(|_| !is_test(path)) else { continue };
        for (line, used) in references(text) {
            if modules.contains(used) && ![own, TESTING].contains(&used) && !known.contains(&used) {
                let order = ORDER.join(" → ");
                let what = format!("`{own}` knows `{used}`");
                let mend = format!(
                    "turn the call round: the shell knows no slice, and slices know only earlier ones ({order})"
                );
                findings.push(Finding::new(&format!("{SOURCE}{path}"), line, what, mend));
            }
        }
    }
    findings
}

/// The top module a file belongs to; `main.rs` is none.
fn module_of(path: &str) -> Option<&str> {
    let first = path.split('/').next()?;
    let name = first.strip_suffix(".rs").unwrap_or(first);
    (ending(path) == Some("rs") && name != "main").then_some(name)
}

/// What a module may know; `None` for the modules that put the slices together and may know all.
fn known_to(module: &str) -> Option<Vec<&'static str>> {
    if FOUNDATIONS.contains(&module) {
        return Some(FOUNDATIONS.to_vec());
    }
    let place = ORDER.iter().position(|slice| *slice == module)?;
    Some(FOUNDATIONS.iter().chain(ORDER.iter().take(place)).copied().collect())
}

/// Tests put a whole year together, so they may know every slice.
fn is_test(path: &str) -> bool {
    path.ends_with("/tests.rs") || path.contains("/tests/")
}

/// The modules named after `crate::`, alone or in braces, up to the tests at the bottom of the file.
fn references(text: &str) -> Vec<(usize, &str)> {
    let product = text.split("\nmod tests {").next().unwrap_or(text);
    let mut found = Vec::new();
    for (at, word) in product.match_indices("crate::") {
        let Some((before, rest)) = product.split_at_checked(at + word.len()) else { continue };
        if before.lines().last().is_some_and(|line| line.trim_start().starts_with("//")) {
            continue;
        }
        let names = match rest.strip_prefix('{') {
            Some(group) => top_level(group),
            None => vec![rest],
        };
        found.extend(names.into_iter().map(|name| (before.lines().count(), identifier(name))));
    }
    found
}

/// The members of `a::{b, c}, d}` at its own level: `a::{b, c}` and `d`.
fn top_level(group: &str) -> Vec<&str> {
    let mut depth = 0_usize;
    let inside = group.find(|letter| {
        match letter {
            '{' => depth += 1,
            '}' if depth == 0 => return true,
            '}' => depth -= 1,
            _ => {}
        }
        false
    });
    let group = inside.and_then(|end| group.get(..end)).unwrap_or(group);
    let mut depth = 0_usize;
    group
        .split(|letter| {
            match letter {
                '{' => depth += 1,
                '}' => depth = depth.saturating_sub(1),
                _ => {}
            }
            letter == ',' && depth == 0
        })
        .map(str::trim)
        .collect()
}

fn identifier(text: &str) -> &str {
    text.split(|letter: char| !letter.is_alphanumeric() && letter != '_').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(path: &str, text: &str) -> Vec<String> {
        let modules = [
            "people/mod.rs",
            "plans/mod.rs",
            "records/mod.rs",
            "standings/mod.rs",
            "shell/mod.rs",
            "demo.rs",
        ];
        let mut files: Vec<_> = modules.iter().map(|it| (format!("{SOURCE}{it}"), "")).collect();
        files.push((format!("{SOURCE}{path}"), text));
        let files: Vec<_> = files.iter().map(|(path, text)| (path.as_str(), *text)).collect();
        check(&Tree::of(&files)).into_iter().map(|it| format!("{}: {}", it.line, it.what)).collect()
    }

    #[test]
    fn a_slice_may_know_the_slices_before_it_and_the_shell() {
        assert!(
            told("records/submit.rs", "use crate::people::PersonId;\nuse crate::shell::Error;\n").is_empty()
        );
    }

    #[test]
    fn a_slice_may_not_know_a_later_one() {
        assert_eq!(
            told("people/mod.rs", "fn a() { crate::records::submit(); }\n"),
            ["1: `people` knows `records`"]
        );
    }

    #[test]
    fn a_braced_import_is_looked_into() {
        let text = "use crate::{people::{self, PersonId}, standings, shell::Error};\n";
        assert_eq!(told("records/mod.rs", text), ["1: `records` knows `standings`"]);
        let broken = "//! A.\nuse crate::{\n    people,\n    standings::{self, Standing},\n};\n";
        assert_eq!(told("records/mod.rs", broken), ["2: `records` knows `standings`"]);
    }

    #[test]
    fn the_shell_knows_no_slice_and_no_slice_knows_the_demo() {
        assert_eq!(told("shell/layout.rs", "use crate::people;\n"), ["1: `shell` knows `people`"]);
        assert_eq!(told("records/mod.rs", "use crate::demo;\n"), ["1: `records` knows `demo`"]);
    }

    #[test]
    fn the_demo_tests_and_comments_may_name_every_slice() {
        assert!(told("demo.rs", "use crate::standings;\n").is_empty());
        assert!(told("people/tests.rs", "use crate::standings;\n").is_empty());
        assert!(
            told("people/mod.rs", "// as crate::records does\n\nmod tests {\n use crate::plans;\n}\n")
                .is_empty()
        );
    }
}
