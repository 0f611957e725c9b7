//! The texts written by hand: `corpus/closeness`, one file for each subject.

use std::fs;
use std::path::PathBuf;

/// Whose words a text is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// An author's own.
    Own(String),
    /// Another text told again in words of one's own: honest.
    Retells(String),
    /// Another text with words exchanged by hand: close.
    Paraphrases(String),
}

/// A text written by hand.
#[derive(Clone, Debug)]
pub(crate) struct Written {
    pub(crate) id: String,
    pub(crate) origin: Origin,
    pub(crate) text: String,
}

impl Written {
    /// The subject: the number of its file.
    pub(crate) fn subject(&self) -> &str {
        &self.id[..2]
    }
}

pub(crate) fn corpus() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../corpus")
}

/// All texts of a part, `tuned` or `unseen`, by file and place.
pub(crate) fn written(part: &str) -> Vec<Written> {
    let folder = corpus().join("closeness").join(part);
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.iter().flat_map(|file| read(&fs::read_to_string(file).unwrap())).collect()
}

/// `@ id author`, `@ id retells=id` or `@ id paraphrase=id`, then the text up to the next.
fn read(file: &str) -> Vec<Written> {
    let texts = file.split("@ ").filter(|text| !text.is_empty());
    let read = |text: &str| {
        let (head, text) = text.split_once('\n').unwrap();
        let (id, origin) = head.split_once(' ').unwrap();
        let origin = match origin.split_once('=') {
            Some(("retells", of)) => Origin::Retells(of.to_owned()),
            Some(("paraphrase", of)) => Origin::Paraphrases(of.to_owned()),
            Some(_) => panic!("{head}"),
            None => Origin::Own(origin.to_owned()),
        };
        Written { id: id.to_owned(), origin, text: text.to_owned() }
    };
    texts.map(read).collect()
}
