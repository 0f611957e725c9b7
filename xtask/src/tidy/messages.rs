//! Both languages say the same things: each message of one is in the other.

use std::collections::{BTreeMap, BTreeSet};

use super::Finding;
use super::tree::{Tree, numbered};

const LANGUAGES: [&str; 2] = ["zh-CN", "en"];

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let [chinese, english] = LANGUAGES;
    let mut findings = twice(tree);
    findings.extend(missing(tree, chinese, english));
    findings.extend(missing(tree, english, chinese));
    findings
}

/// Messages of `from` that the file of the same name in `to` lacks.
fn missing(tree: &Tree, from: &str, to: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (file, text) in tree.below(&format!("locales/{from}/")) {
        let other = format!("locales/{to}/{file}");
        let there: BTreeSet<_> =
            keys(tree.get(&other).unwrap_or_default()).into_iter().map(|(_, key)| key).collect();
        for (line, key) in keys(text).into_iter().filter(|(_, key)| !there.contains(key)) {
            let what = format!("`{key}` is not in {to}");
            findings.push(Finding::new(
                &format!("locales/{from}/{file}"),
                line,
                what,
                format!("say it in {other} too"),
            ));
        }
    }
    findings
}

fn twice(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for language in LANGUAGES {
        let mut first: BTreeMap<String, String> = BTreeMap::new();
        for (file, text) in tree.below(&format!("locales/{language}/")) {
            let path = format!("locales/{language}/{file}");
            for (line, key) in keys(text) {
                let place = format!("{path}:{line}");
                if let Some(earlier) = first.get(&key) {
                    let what = format!("`{key}` is said twice");
                    findings.push(Finding::new(
                        &path,
                        line,
                        what,
                        format!("keep one of them; the other is {earlier}"),
                    ));
                } else {
                    first.insert(key, place);
                }
            }
        }
    }
    findings
}

/// Keys of messages and of their attributes (`key.attribute`), with their lines.
fn keys(fluent: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut message = String::new();
    for (number, line) in numbered(fluent) {
        let Some((name, _)) = line.split_once('=') else { continue };
        if line.starts_with([' ', '\t']) {
            let attribute = name.trim().strip_prefix('.').filter(|name| is_name(name));
            found.extend(attribute.map(|name| (number, format!("{message}.{name}"))));
        } else if is_name(name.trim_end()) {
            name.trim_end().clone_into(&mut message);
            found.push((number, message.clone()));
        }
    }
    found
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|letter| letter.is_ascii_alphanumeric() || "-_".contains(letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(chinese: &str, english: &str) -> Vec<String> {
        let tree = Tree::of(&[("locales/zh-CN/people.ftl", chinese), ("locales/en/people.ftl", english)]);
        check(&tree).into_iter().map(|it| format!("{}:{}: {}", it.path, it.line, it.what)).collect()
    }

    #[test]
    fn a_message_in_one_language_only_is_found_in_either_direction() {
        let expected = [
            "locales/zh-CN/people.ftl:2: `leave` is not in en",
            "locales/en/people.ftl:2: `post` is not in zh-CN",
        ];
        assert_eq!(told("name = 姓名\nleave = 请假\n", "name = Name\npost = Post\n"), expected);
    }

    #[test]
    fn attributes_count_and_comments_and_continued_lines_do_not() {
        let chinese = "# a = b\nname = 姓名\n    .hint = 全名\n";
        let english = "name = Name\n    and a = b\n";
        assert_eq!(told(chinese, english), ["locales/zh-CN/people.ftl:3: `name.hint` is not in en"]);
    }

    #[test]
    fn a_message_said_twice_is_found() {
        assert_eq!(told("a = 甲\na = 乙\n", "a = A\n"), ["locales/zh-CN/people.ftl:2: `a` is said twice"]);
    }
}
