//! A text as its readers see it: paragraph by paragraph, each with what was said of it.

use crate::notes::Version;
use crate::shell::{Id, markdown};
use crate::works::Remark;

/// A paragraph, a heading, a list or a table.
#[derive(Debug)]
pub(super) struct Block {
    pub(super) number: usize,
    pub(super) html: String,
    /// Who said what.
    pub(super) remarks: Vec<(String, String)>,
    /// What is being said of it, where the form came back.
    pub(super) typed: String,
}

/// The paragraphs of a version.
pub(super) fn blocks(id: &Id, version: &Version, remarks: &[Remark]) -> Vec<Block> {
    let all = markdown::blocks(&version.text, &format!("/works/{id}/files"));
    let block = |(number, html): (usize, String)| Block {
        remarks: remarks
            .iter()
            .filter(|remark| usize::try_from(remark.paragraph) == Ok(number))
            .map(|remark| (remark.by.clone(), remark.text.clone()))
            .collect(),
        typed: String::new(),
        number,
        html,
    };
    all.into_iter().enumerate().map(block).collect()
}
