//! Migrations are numbered without gaps and never edited: `migrations/HASHES` remembers each as it was accepted.

use std::collections::BTreeMap;

use super::Finding;
use super::tree::{Tree, ending, numbered};

const FOLDER: &str = "migrations/";
pub(super) const HASHES: &str = "migrations/HASHES";

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = numbering(tree);
    let accepted = accepted(tree);
    for (file, text) in files(tree) {
        let path = format!("{FOLDER}{file}");
        match accepted.get(file) {
            Some((_, hash)) if *hash == sha256(text) => {}
            Some((line, _)) => findings.push(Finding::new(
                &path,
                1,
                format!("edited after it was accepted ({HASHES}:{line})"),
                format!(
                    "restore it and write a new migration; \
                     if no release has it yet, remove its line from {HASHES} and run `cargo xtask tidy --bless`"
                ),
            )),
            None => findings.push(Finding::new(&path, 1, "not accepted yet", "run `cargo xtask tidy --bless`")),
        }
    }
    for (file, (line, _)) in accepted {
        if tree.get(&format!("{FOLDER}{file}")).is_none() {
            let what = format!("{file} is gone");
            findings.push(Finding::new(HASHES, line, what, "restore it: databases out there have run it"));
        }
    }
    findings
}

/// The text of `migrations/HASHES` with a line for each new migration; those accepted before stay as they are.
pub(super) fn bless(tree: &Tree) -> String {
    let accepted = accepted(tree);
    let new = files(tree).into_iter().filter(|(file, _)| !accepted.contains_key(file));
    let lines = new.map(|(file, text)| format!("{}  {file}\n", sha256(text)));
    std::iter::once(tree.get(HASHES).unwrap_or_default().to_owned()).chain(lines).collect()
}

/// Migrations in the order of their numbers: `V2__x.sql` before `V10__y.sql`.
fn files(tree: &Tree) -> Vec<(&str, &str)> {
    let mut files: Vec<_> = tree.below(FOLDER).filter(|(file, _)| ending(file) == Some("sql")).collect();
    files.sort_by_key(|(file, _)| number(file));
    files
}

fn numbering(tree: &Tree) -> Vec<Finding> {
    let mend = "name it V<number>__<what>.sql, numbered from 1 without gaps";
    (1..)
        .zip(files(tree))
        .filter(|(place, (file, _))| number(file) != Some(*place))
        .map(|(place, (file, _))| {
            Finding::new(&format!("{FOLDER}{file}"), 1, format!("expected number {place}"), mend)
        })
        .collect()
}

fn number(file: &str) -> Option<u32> {
    file.strip_prefix('V')?.split_once("__")?.0.parse().ok()
}

/// File → the line of its entry and its hash.
fn accepted(tree: &Tree) -> BTreeMap<&str, (usize, &str)> {
    let lines = numbered(tree.get(HASHES).unwrap_or_default());
    lines
        .filter_map(|(number, line)| line.split_once("  ").map(|(hash, file)| (file, (number, hash))))
        .collect()
}

pub(super) fn sha256(text: &str) -> String {
    use sha2::{Digest, Sha256};
    let nibbles = Sha256::digest(text.as_bytes()).into_iter().flat_map(|byte| [byte >> 4, byte & 15]);
    nibbles.filter_map(|nibble| char::from_digit(nibble.into(), 16)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(files: &[(&str, &str)]) -> Vec<String> {
        check(&Tree::of(files)).into_iter().map(|it| format!("{}: {}", it.path, it.what)).collect()
    }

    const FIRST: (&str, &str) = ("migrations/V1__people.sql", "create table person (id text);\n");

    #[test]
    fn a_blessed_migration_is_accepted_as_it_is() {
        assert_eq!(told(&[FIRST]), ["migrations/V1__people.sql: not accepted yet"]);
        let hashes = bless(&Tree::of(&[FIRST]));
        assert!(told(&[FIRST, (HASHES, &hashes)]).is_empty());
    }

    #[test]
    fn an_edited_migration_is_an_error_that_blessing_does_not_hide() {
        let hashes = bless(&Tree::of(&[FIRST]));
        let edited =
            [("migrations/V1__people.sql", "create table person (id bigint);\n"), (HASHES, &*hashes)];
        let expected = ["migrations/V1__people.sql: edited after it was accepted (migrations/HASHES:1)"];
        assert_eq!(told(&edited), expected);
        assert_eq!(bless(&Tree::of(&edited)), hashes);
    }

    #[test]
    fn a_removed_migration_is_found() {
        let hashes = bless(&Tree::of(&[FIRST]));
        assert_eq!(told(&[(HASHES, &hashes)]), ["migrations/HASHES: V1__people.sql is gone"]);
    }

    #[test]
    fn a_gap_in_the_numbers_is_found_and_ten_comes_after_two() {
        let names = ["migrations/V1__a.sql", "migrations/V10__c.sql", "migrations/V2__b.sql"];
        let files = names.map(|name| (name, "\n"));
        let told: Vec<_> = numbering(&Tree::of(&files)).into_iter().map(|it| it.path).collect();
        assert_eq!(told, ["migrations/V10__c.sql"]);
    }
}
