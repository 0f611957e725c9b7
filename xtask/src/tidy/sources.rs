//! Every source file: what it is for on top, not too long, no catch-all name, no white space at the end of a line.

use super::Finding;
use super::tree::{Tree, numbered};

const LIMIT: usize = 400;
const TEST_LIMIT: usize = 600;

/// Files that may be longer, each with its own limit. A new entry wants a reason beside it.
const LONG_FILES: &[(&str, usize)] = &[];

/// Names that say nothing about what is inside.
const FORBIDDEN: &[&str] = &["utils", "helpers", "common", "misc", "manager", "service", "handler", "types"];

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in tree.rust() {
        if !text.starts_with("//! ") {
            let mend = "begin with `//! ` and one sentence on what the file is for";
            findings.push(Finding::new(path, 1, "the file does not say what it is for", mend));
        }
        findings.extend(length(path, text));
        findings.extend(names(path, text));
    }
    for (path, text) in tree.files().filter(|(path, _)| !path.ends_with("package-lock.json")) {
        findings.extend(white_space(path, text));
    }
    findings
}

fn length(path: &str, text: &str) -> Option<Finding> {
    let is_test = path.contains("/tests/") || path.ends_with("/tests.rs");
    let usual = if is_test { TEST_LIMIT } else { LIMIT };
    let limit = LONG_FILES.iter().find(|(long, _)| *long == path).map_or(usual, |(_, limit)| *limit);
    let lines = text.lines().count();
    (lines > limit).then(|| {
        let mend = "split it by verb, or name it in LONG_FILES in xtask/src/tidy/sources.rs with the reason";
        Finding::new(path, limit + 1, format!("{lines} lines, {limit} allowed"), mend)
    })
}

fn names(path: &str, text: &str) -> Vec<Finding> {
    let mend = "name the module after the noun it holds (docs/glossary.md)";
    let finding = |line, name: &str| Finding::new(path, line, format!("`{name}` says nothing"), mend);
    let mut findings: Vec<_> = path
        .trim_end_matches(".rs")
        .split('/')
        .filter(|part| FORBIDDEN.contains(part))
        .map(|part| finding(1, part))
        .collect();
    for (number, line) in numbered(text) {
        // A module with a file of its own is found by the file's name.
        let declared = line
            .trim_start()
            .split_once("mod ")
            .filter(|(before, _)| before.is_empty() || before.starts_with("pub"));
        let inline = declared.and_then(|(_, rest)| rest.split_once(" {"));
        if let Some((name, _)) = inline.filter(|(name, _)| FORBIDDEN.contains(name)) {
            findings.push(finding(number, name));
        }
    }
    findings
}

fn white_space(path: &str, text: &str) -> Vec<Finding> {
    let mut findings: Vec<_> = numbered(text)
        .filter(|(_, line)| line.ends_with([' ', '\t']))
        .map(|(number, _)| Finding::new(path, number, "white space at the end of the line", "remove it"))
        .collect();
    if !text.is_empty() && !text.ends_with('\n') {
        let last = text.lines().count();
        findings.push(Finding::new(path, last, "no line break at the end of the file", "add one"));
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(path: &str, text: &str) -> Vec<String> {
        check(&Tree::of(&[(path, text)])).into_iter().map(|it| format!("{}: {}", it.line, it.what)).collect()
    }

    #[test]
    fn a_file_must_say_what_it_is_for() {
        assert_eq!(told("a/b.rs", "fn a() {}\n"), ["1: the file does not say what it is for"]);
        assert!(told("a/b.rs", "//! It is for this.\n").is_empty());
    }

    #[test]
    fn a_file_ends_at_400_lines_and_a_test_at_600() {
        let long = format!("//! Long.\n{}", "\n".repeat(400));
        assert_eq!(told("a/b.rs", &long), ["401: 401 lines, 400 allowed"]);
        assert!(told("a/tests.rs", &long).is_empty());
        let longer = long.repeat(2);
        assert_eq!(told("a/tests/b.rs", &longer), ["601: 802 lines, 600 allowed"]);
    }

    #[test]
    fn catch_all_names_are_found_as_file_folder_and_inline_module() {
        assert_eq!(told("a/utils.rs", "//! A.\n"), ["1: `utils` says nothing"]);
        assert_eq!(told("a/common/b.rs", "//! A.\n"), ["1: `common` says nothing"]);
        assert_eq!(told("a/b.rs", "//! A.\n\npub mod misc {}\n"), ["3: `misc` says nothing"]);
        assert!(told("a/b.rs", "//! A.\nuse x::commonly;\n").is_empty());
    }

    #[test]
    fn white_space_at_the_end_and_a_missing_line_break_are_found_in_any_text() {
        let expected = ["1: white space at the end of the line", "2: no line break at the end of the file"];
        assert_eq!(told("README.md", "a \nb"), expected);
    }
}
