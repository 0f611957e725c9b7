//! What keys of plan files are, and what people write by mistake; the keys themselves are in [`tables`].

mod tables;

use crate::lexicon::{
    CADENCES, COUNTING, EFFECTS, EVIDENCE, KINDS, LEVELS, MODALITIES, OPEN_FIELDS, RECORDED_FOR, Word,
};

pub(crate) use tables::FILE;

/// What a key takes.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Takes {
    /// A text.
    Text,
    /// A text or several in an array.
    Texts,
    /// A whole number.
    Number,
    /// true or false.
    Flag,
    /// A day, as text or as a TOML date.
    Day,
    /// One table.
    One(&'static Table),
    /// Several tables.
    Many(&'static Table),
}

/// A table of a plan file.
#[derive(Debug)]
pub(crate) struct Table {
    /// How it is written: `[[duty]]`.
    pub(crate) name: &'static str,
    pub(crate) keys: &'static [Key],
}

/// A key of a table.
#[derive(Debug)]
pub(crate) struct Key {
    pub(crate) name: &'static str,
    pub(crate) takes: Takes,
    pub(crate) needed: bool,
    /// What it means, in Chinese and English: editors show it.
    pub(crate) zh: &'static str,
    pub(crate) en: &'static str,
}

const fn key(name: &'static str, takes: Takes, zh: &'static str, en: &'static str) -> Key {
    Key { name, takes, needed: false, zh, en }
}

const fn needed(name: &'static str, takes: Takes, zh: &'static str, en: &'static str) -> Key {
    Key { name, takes, needed: true, zh, en }
}

/// Keys that people write for ours.
pub(crate) const MISNAMED: &[(&str, &str)] = &[
    ("code", "id"),
    ("编码", "id"),
    ("name", "title"),
    ("标题", "title"),
    ("名称", "title"),
    ("谁", "who"),
    ("对象", "who"),
    ("subject", "who"),
    ("做", "does"),
    ("活动", "does"),
    ("周期", "every"),
    ("时段", "within"),
    ("时间", "within"),
    ("days", "within"),
    ("截止", "by"),
    ("deadline", "by"),
    ("due", "by"),
    ("凭据", "evidence"),
    ("来源", "source"),
    ("原文", "source"),
    ("within_campaign", "belongs_to"),
    ("campaign", "belongs_to"),
    ("category", "about"),
    ("minimum", "at_least"),
    ("min", "at_least"),
    ("max", "at_most"),
    ("单位", "units"),
    ("unit", "units"),
    ("period", "every"),
    ("reason", "why"),
    ("理由", "why"),
    ("counting", "counts"),
];

impl Key {
    /// The fixed words that it takes, in both languages; none where it takes other texts too.
    pub(crate) fn words(&self) -> Vec<[&'static str; 2]> {
        fn both<T>(words: &'static [Word<T>]) -> Vec<[&'static str; 2]> {
            words.iter().map(|word| [word.zh, word.en]).collect()
        }
        match self.name {
            "every" => both(CADENCES),
            "evidence" => both(EVIDENCE),
            "counts" => both(COUNTING),
            "modality" => both(MODALITIES),
            "open" => both(OPEN_FIELDS),
            "for" => both(RECORDED_FOR),
            "kind" => both(KINDS),
            "id" if self.en.starts_with("level") => both(LEVELS),
            "公差" | "病假" | "事假" | "补课" | "public_duty" | "illness" | "personal" | "made_up" => {
                both(EFFECTS)
            }
            _ => Vec::new(),
        }
    }
}

impl Table {
    pub(crate) fn key(&self, name: &str) -> Option<&'static Key> {
        self.keys.iter().find(|key| key.name == name)
    }
}
