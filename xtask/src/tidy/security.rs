//! The checklist of docs/security.md: every requirement once, with a verdict, and nothing named that is not there.

use std::collections::BTreeMap;

use super::Finding;
use super::tree::{Tree, numbered};

const DOCUMENT: &str = "docs/security.md";
const NUMBERS: &str = "docs/asvs-5.0.0.txt";
const VERDICTS: &[&str] = &["met", "not met", "not applicable"];

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let Some(text) = tree.get(DOCUMENT) else {
        return vec![Finding::new(DOCUMENT, 1, "missing", "say how the product is protected")];
    };
    requirements(tree, text).into_iter().chain(names(tree, text)).collect()
}

/// Number, level and verdict of the lines of the checklist.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str, &str, &str)> {
    numbered(text).filter_map(|(line, row)| {
        let mut cells = row.strip_prefix("| V")?.split('|').map(str::trim);
        let (number, level) = (cells.next()?, cells.next()?);
        Some((line, number, level, cells.nth(1)?))
    })
}

fn requirements(tree: &Tree, text: &str) -> Vec<Finding> {
    let numbers = tree.get(NUMBERS).unwrap_or_default();
    let mut open: BTreeMap<&str, &str> =
        numbers.lines().filter_map(|line| line.strip_prefix('V')?.split_once(' ')).collect();
    let mut findings = Vec::new();
    for (line, number, level, verdict) in lines(text) {
        let found = |what: String, mend: &str| Finding::new(DOCUMENT, line, what, mend);
        match open.remove(number) {
            Some(expected) if expected == level => {}
            Some(expected) => {
                findings.push(found(format!("V{number} is of level {expected}"), "mend the level"));
            }
            None => {
                findings.push(found(format!("V{number} is asked for nowhere else"), "name each number once"));
            }
        }
        if !VERDICTS.contains(&verdict) {
            findings
                .push(found(format!("`{verdict}` is no verdict"), "write met, not met or not applicable"));
        }
    }
    let missing = open.keys().map(|number| {
        Finding::new(DOCUMENT, 1, format!("V{number} is not answered"), "say where it is met, or why not")
    });
    findings.extend(missing);
    findings
}

/// Paths, and names of tests, that stand in backquotes but not in the repository.
fn names(tree: &Tree, text: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (line, row) in numbered(text) {
        for name in row.split('`').skip(1).step_by(2) {
            let is_path = name.contains('/')
                && !name.contains(' ')
                && name.starts_with(|first: char| first.is_ascii_lowercase());
            // Shorter ones are keys of the configuration.
            let is_test = name.matches('_').count() >= 4 && !name.contains(['/', '.', ' ', '=']);
            let is_there = if is_path {
                tree.files().any(|(path, _)| {
                    path.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
                })
            } else if is_test {
                let declared = format!("fn {name}(");
                tree.rust().any(|(_, text)| text.contains(&declared))
            } else {
                true
            };
            if !is_there {
                let what = format!("`{name}` is not there (any more)");
                findings.push(Finding::new(
                    DOCUMENT,
                    line,
                    what,
                    "name what meets the line now, or say that nothing does",
                ));
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(document: &str) -> Vec<String> {
        let numbers = (NUMBERS, "# Numbers\nV1.1.1 2\nV1.2.4 1\n");
        let code = ("crates/store/src/tx.rs", "//! A.\nfn a_value_is_never_part_of_sql() {}\n");
        let tree = Tree::of(&[numbers, code, (DOCUMENT, document)]);
        check(&tree).into_iter().map(|it| format!("{}: {}", it.line, it.what)).collect()
    }

    #[test]
    fn every_requirement_is_answered_once_with_a_verdict() {
        let whole = "| V1.1.1 | 2 | words | met | `crates/store/src/tx.rs` |\n\
                     | V1.2.4 | 1 | words | not applicable | test `a_value_is_never_part_of_sql` |\n";
        assert_eq!(told(whole), [""; 0]);
        let wrong = "| V1.1.1 | 1 | words | perhaps | why |\n| V1.1.1 | 2 | words | met | why |\n";
        let expected = [
            "1: V1.1.1 is of level 2",
            "1: `perhaps` is no verdict",
            "2: V1.1.1 is asked for nowhere else",
            "1: V1.2.4 is not answered",
        ];
        assert_eq!(told(wrong), expected);
    }

    #[test]
    fn what_is_named_must_be_there() {
        let text = "`crates/store/src` `crates/gone.rs` `a_test_that_is_gone` `sslmode=verify-full`\n\
                    | V1.1.1 | 2 | a | met | b |\n| V1.2.4 | 1 | a | not met | b |\n";
        assert_eq!(
            told(text),
            [
                "1: `crates/gone.rs` is not there (any more)",
                "1: `a_test_that_is_gone` is not there (any more)"
            ]
        );
    }
}
