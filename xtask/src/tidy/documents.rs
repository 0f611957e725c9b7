//! Documents that must move with the source: the changelog, and the architecture's tie to the app's module list.

use super::Finding;
use super::migrations::sha256;
use super::tree::{Tree, numbered};

pub(super) const ARCHITECTURE: &str = "ARCHITECTURE.md";
const CHANGELOG: &str = "CHANGELOG.md";
const TIED: &str = "crates/app/src/main.rs";
const TIE: &str = "<!-- ties:";

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    changelog(tree).into_iter().chain(tie(tree)).collect()
}

fn changelog(tree: &Tree) -> Option<Finding> {
    let has_section =
        tree.get(CHANGELOG).is_some_and(|text| text.lines().any(|line| line == "## Unreleased"));
    let mend = "add it on top; what a user notices of a change goes below it";
    (!has_section).then(|| Finding::new(CHANGELOG, 1, "no section `## Unreleased`", mend))
}

fn tie(tree: &Tree) -> Option<Finding> {
    let Some(text) = tree.get(ARCHITECTURE) else {
        return Some(Finding::new(ARCHITECTURE, 1, "missing", "describe the house"));
    };
    let expected = tie_line(tree);
    let (line, what) = match numbered(text).find(|(_, line)| line.starts_with(TIE)) {
        Some((_, line)) if line == expected => return None,
        Some((number, _)) => (number, format!("the modules of {TIED} changed")),
        None => (1, format!("not tied to {TIED}")),
    };
    let mend = "see that the code map still tells the truth, then run `cargo xtask tidy --bless`";
    Some(Finding::new(ARCHITECTURE, line, what, mend))
}

/// ARCHITECTURE.md with the tie to the present module list.
pub(super) fn bless(tree: &Tree) -> Option<String> {
    let text = tree.get(ARCHITECTURE)?;
    let others = text.lines().filter(|line| !line.starts_with(TIE)).collect::<Vec<_>>().join("\n");
    Some(format!("{}\n\n{}\n", others.trim_end(), tie_line(tree)))
}

fn tie_line(tree: &Tree) -> String {
    let mut modules: Vec<_> = tree.get(TIED).unwrap_or_default().lines().filter_map(module).collect();
    modules.sort_unstable();
    let hash: String = sha256(&modules.join("\n")).chars().take(12).collect();
    format!("{TIE} {TIED} {hash} -->")
}

fn module(line: &str) -> Option<&str> {
    let (before, name) = line.strip_suffix(';')?.split_once("mod ")?;
    (before.is_empty() || before.starts_with("pub")).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOG: (&str, &str) = (CHANGELOG, "# Changes\n\n## Unreleased\n");

    fn told(files: &[(&str, &str)]) -> Vec<String> {
        check(&Tree::of(files))
            .into_iter()
            .map(|it| format!("{}:{}: {}", it.path, it.line, it.what))
            .collect()
    }

    #[test]
    fn a_changelog_has_a_place_for_the_unreleased() {
        assert_eq!(changelog(&Tree::of(&[LOG])), None);
        assert!(changelog(&Tree::of(&[(CHANGELOG, "# Changes\n")])).is_some());
    }

    #[test]
    fn the_architecture_is_looked_at_again_when_the_modules_change() {
        let main = (TIED, "//! Starts.\nmod people;\nmod records;\n");
        let blessed = bless(&Tree::of(&[main, (ARCHITECTURE, "# House\n")])).unwrap();
        assert!(told(&[LOG, main, (ARCHITECTURE, &blessed)]).is_empty());

        let grown = (TIED, "//! Starts.\nmod exams;\nmod people;\nmod records;\n");
        let expected = ["ARCHITECTURE.md:3: the modules of crates/app/src/main.rs changed"];
        assert_eq!(told(&[LOG, grown, (ARCHITECTURE, &blessed)]), expected);
    }

    #[test]
    fn blessing_twice_changes_nothing() {
        let main = (TIED, "mod people;\n");
        let once = bless(&Tree::of(&[main, (ARCHITECTURE, "# House\n\nText.\n")])).unwrap();
        assert_eq!(bless(&Tree::of(&[main, (ARCHITECTURE, &once)])).unwrap(), once);
    }
}
