//! `cargo xtask tidy`: the house rules that the compiler does not know.
//!
//! Every check is a pure function from the tree of files to findings; all findings are told at once.

mod bless;
mod crates;
mod documents;
mod messages;
mod migrations;
mod security;
mod slices;
mod sources;
mod sql;
mod tree;

use std::fmt;

use anyhow::{Result, bail};

use crate::{process, report};
use tree::Tree;

/// One breach of a rule: where, what, and how to mend it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Finding {
    path: String,
    line: usize,
    what: String,
    mend: String,
}

impl Finding {
    fn new(path: &str, line: usize, what: impl Into<String>, mend: impl Into<String>) -> Self {
        Self { path: path.into(), line, what: what.into(), mend: mend.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}\n    mend: {}", self.path, self.line, self.what, self.mend)
    }
}

const CHECKS: &[fn(&Tree) -> Vec<Finding>] = &[
    sources::check,
    slices::check,
    crates::check,
    messages::check,
    migrations::check,
    sql::check,
    documents::check,
    security::check,
];

/// Checks the repository; with `bless`, first accepts new migrations and the app's module list.
pub(crate) fn run(bless: bool) -> Result<()> {
    if bless {
        for path in bless::accept(process::root())? {
            report::line(&format!("blessed: {path}"));
        }
    }
    let findings = findings(&Tree::read(process::root())?);
    for finding in &findings {
        report::line(&finding.to_string());
    }
    match findings.len() {
        0 => Ok(()),
        1 => bail!("1 finding"),
        many => bail!("{many} findings"),
    }
}

fn findings(tree: &Tree) -> Vec<Finding> {
    let mut findings: Vec<_> = CHECKS.iter().flat_map(|check| check(tree)).collect();
    findings.sort();
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_findings_are_told_at_once_in_the_order_of_the_files() {
        let tree = Tree::of(&[
            ("crates/plan/src/b.rs", "//! Fine.\n"),
            ("crates/plan/src/utils.rs", "fn a() {}\n"),
            ("crates/app/src/main.rs", "//! Starts. \n"),
        ]);
        let told: Vec<_> = findings(&tree).iter().map(|it| format!("{}:{}", it.path, it.line)).collect();
        let expected = [
            "ARCHITECTURE.md:1",
            "CHANGELOG.md:1",
            "crates/app/src/main.rs:1",
            "crates/plan/src/utils.rs:1",
            "crates/plan/src/utils.rs:1",
            "docs/security.md:1",
        ];
        assert_eq!(told, expected);
    }

    #[test]
    fn a_finding_says_where_what_and_how_to_mend() {
        let finding = Finding::new("a/b.rs", 3, "too wide", "make it narrow");
        assert_eq!(finding.to_string(), "a/b.rs:3: too wide\n    mend: make it narrow");
    }
}
