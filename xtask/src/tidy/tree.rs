//! The repository's text files in memory, so that checks need no disk and tests can make a tree up.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

/// Folders that hold nothing written by hand.
const SKIPPED: &[&str] = &["target", "node_modules", "dist", "data", "out"];
/// Endings of files that are text written by hand.
const TEXT: &[&str] = &[
    "rs",
    "toml",
    "md",
    "ftl",
    "sql",
    "html",
    "css",
    "ts",
    "mjs",
    "js",
    "json",
    "txt",
    "HASHES",
    "run",
    "lock",
    "snap",
    "service",
    "conf",
    "Caddyfile",
];

/// Paths from the repository's root, with `/`, and the texts of the files.
#[derive(Debug, Default)]
pub(super) struct Tree(BTreeMap<String, String>);

impl Tree {
    /// Reads every text file below `root`.
    pub(super) fn read(root: &Path) -> Result<Self> {
        let mut tree = Self::default();
        tree.read_folder(root, "")?;
        Ok(tree)
    }

    fn read_folder(&mut self, folder: &Path, prefix: &str) -> Result<()> {
        let entries = fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))?;
        for entry in entries {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = format!("{prefix}{name}");
            let kind = entry.file_type()?;
            if kind.is_dir() {
                if !SKIPPED.contains(&name.as_str()) && (!name.starts_with('.') || name == ".ci") {
                    self.read_folder(&entry.path(), &format!("{path}/"))?;
                }
            } else if kind.is_file() && name.rsplit('.').next().is_some_and(|ending| TEXT.contains(&ending)) {
                let text = fs::read_to_string(entry.path()).with_context(|| format!("{path} is not text"))?;
                self.0.insert(path, text);
            }
        }
        Ok(())
    }

    /// The text of one file.
    pub(super) fn get(&self, path: &str) -> Option<&str> {
        self.0.get(path).map(String::as_str)
    }

    /// Every file, ordered by path.
    pub(super) fn files(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// The files below `folder` (which ends with `/`) by their path within it.
    pub(super) fn below(&self, folder: &str) -> impl Iterator<Item = (&str, &str)> {
        self.files().filter_map(move |(path, text)| Some((path.strip_prefix(folder)?, text)))
    }

    /// Every Rust file.
    pub(super) fn rust(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files().filter(|(path, _)| ending(path) == Some("rs"))
    }

    #[cfg(test)]
    pub(super) fn of(files: &[(&str, &str)]) -> Self {
        Self(files.iter().map(|(path, text)| ((*path).into(), (*text).into())).collect())
    }
}

/// `rs` of `main.rs`.
pub(super) fn ending(path: &str) -> Option<&str> {
    path.rsplit_once('.').map(|(_, ending)| ending)
}

/// Lines with their numbers from 1.
pub(super) fn numbered(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines().enumerate().map(|(index, line)| (index + 1, line))
}
