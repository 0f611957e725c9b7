//! SQL is written in lower case, in migrations and in Rust strings.

use super::Finding;
use super::tree::{Tree, ending, numbered};

/// Words that begin or shape a statement, as they must not be written.
const SHOUTED: &[&str] = &[
    "SELECT",
    "INSERT",
    "UPDATE",
    "DELETE",
    "CREATE",
    "ALTER",
    "DROP",
    "TABLE",
    "INDEX",
    "FROM",
    "WHERE",
    "VALUES",
    "PRIMARY",
    "REFERENCES",
    "NOT",
    "NULL",
    "TEXT",
    "BIGINT",
    "BOOLEAN",
    "WITH",
    "ORDER",
    "GROUP",
];
const BEGINNINGS: &[&str] = &["SELECT ", "INSERT ", "UPDATE ", "DELETE ", "CREATE ", "WITH ", "PRAGMA "];

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in tree.files() {
        let shouts: fn(&str) -> bool = match ending(path) {
            Some("sql") => in_migration,
            Some("rs") if path.starts_with("crates/") => in_rust,
            _ => continue,
        };
        let lines = numbered(text).filter(|(_, line)| shouts(line));
        findings.extend(
            lines.map(|(number, _)| Finding::new(path, number, "SQL in capitals", "write it in lower case")),
        );
    }
    findings
}

fn in_migration(line: &str) -> bool {
    let statement = line.split("--").next().unwrap_or_default();
    // Every second piece stands between quotes.
    let unquoted = statement.split('\'').step_by(2);
    unquoted
        .flat_map(|piece| piece.split(|letter: char| !letter.is_ascii_alphabetic()))
        .any(|it| SHOUTED.contains(&it))
}

fn in_rust(line: &str) -> bool {
    line.split('"').skip(1).any(|piece| BEGINNINGS.iter().any(|beginning| piece.starts_with(beginning)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(path: &str, text: &str) -> Vec<usize> {
        check(&Tree::of(&[(path, text)])).into_iter().map(|it| it.line).collect()
    }

    #[test]
    fn capitals_are_found_in_migrations_but_not_in_comments_and_values() {
        let text = "create table a (id text);\nCREATE TABLE b (id text);\n-- NOT this\ninsert into a values ('NULL');\n";
        assert_eq!(told("migrations/V1__a.sql", text), [2]);
    }

    #[test]
    fn capitals_are_found_in_strings_of_rust() {
        assert_eq!(told("crates/app/src/a.rs", "let a = \"select 1\";\nlet b = \"SELECT 1\";\n"), [2]);
    }
}
