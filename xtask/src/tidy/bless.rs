//! Accepting what a person has looked at: new migrations, and the app's module list in ARCHITECTURE.md.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use super::tree::Tree;
use super::{documents, migrations};

/// Writes what changed and names the files written.
pub(super) fn accept(root: &Path) -> Result<Vec<&'static str>> {
    let tree = Tree::read(root)?;
    let blessed = [
        (migrations::HASHES, Some(migrations::bless(&tree)).filter(|text| !text.is_empty())),
        (documents::ARCHITECTURE, documents::bless(&tree)),
    ];
    let mut written = Vec::new();
    for (path, text) in blessed {
        let Some(text) = text.filter(|text| tree.get(path) != Some(text)) else { continue };
        fs::write(root.join(path), text).with_context(|| format!("cannot write {path}"))?;
        written.push(path);
    }
    Ok(written)
}
