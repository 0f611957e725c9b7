//! `cargo xtask assets`: scripts and styles from web/ into web/dist.
//!
//! The result is committed, so that building the product needs no Node; `--check` keeps the two in step.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::{process, report};

type Files = BTreeMap<PathBuf, Vec<u8>>;

/// Builds web/dist; with `check`, whatever the build changes is an error.
pub(crate) fn run(check: bool) -> Result<()> {
    let web = process::root().join("web");
    let before = read(&web.join("dist"))?;
    process::run(process::command("npm", &["ci", "--no-audit", "--no-fund"]).current_dir(&web))?;
    process::run(process::command("npm", &["run", "build"]).current_dir(&web))?;
    let changed = differences(&before, &read(&web.join("dist"))?);
    for file in &changed {
        report::line(&format!("changed: web/dist/{}", file.display()));
    }
    if check && !changed.is_empty() {
        bail!("web/dist is not what web/ builds: commit the result of `cargo xtask assets`");
    }
    Ok(())
}

/// Every file below `folder` by its path within it; an absent folder is empty.
fn read(folder: &Path) -> Result<Files> {
    let mut files = Files::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(next) = open.pop() {
        let Ok(entries) = fs::read_dir(&next) else { continue };
        for entry in entries {
            let path = entry?.path();
            if path.is_dir() {
                open.push(path);
            } else {
                let bytes = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
                files.insert(path.strip_prefix(folder)?.to_path_buf(), bytes);
            }
        }
    }
    Ok(files)
}

fn differences(before: &Files, after: &Files) -> Vec<PathBuf> {
    let mut changed: Vec<_> = after
        .iter()
        .filter(|(path, bytes)| before.get(*path) != Some(*bytes))
        .map(|(path, _)| path)
        .collect();
    changed.extend(before.keys().filter(|path| !after.contains_key(*path)));
    changed.into_iter().cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(list: &[(&str, &str)]) -> Files {
        list.iter().map(|(path, text)| (PathBuf::from(path), text.as_bytes().to_vec())).collect()
    }

    #[test]
    fn changed_new_and_vanished_files_are_differences() {
        let before = files(&[("same.css", "a"), ("edited.js", "old"), ("gone.js", "x")]);
        let after = files(&[("same.css", "a"), ("edited.js", "new"), ("added.js", "y")]);
        let changed = differences(&before, &after);
        assert_eq!(changed, ["added.js", "edited.js", "gone.js"].map(PathBuf::from));
    }
}
