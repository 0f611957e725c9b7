//! The text that people are looked for by, and how the indexes find it.

use xueji_store::{Param, Tx, Value, Where, params};

use crate::people::initials;
use crate::people::roster::{Way, count};
use crate::shell::Result;

/// The text that a person is looked for by; `end` is the first text after all that begin with it.
#[derive(Debug)]
pub(super) enum Text {
    Any,
    /// Latin letters and digits: initials, or the beginning of a number.
    Latin {
        begin: String,
        end: String,
        digits: bool,
    },
    /// Characters: a part of the name.
    Name {
        begin: String,
        end: String,
        part: String,
        first: String,
        last: String,
    },
}

impl Text {
    pub(super) fn of(text: &str) -> Self {
        // The last of all characters ends every text that begins so.
        let range = |begin: String| (format!("{begin}\u{10FFFF}"), begin);
        if text.is_empty() {
            return Self::Any;
        }
        if text.is_ascii() {
            let (end, begin) = range(text.to_lowercase());
            return Self::Latin { digits: text.bytes().any(|byte| byte.is_ascii_digit()), begin, end };
        }
        let plain = text.replace('!', "!!").replace('%', "!%").replace('_', "!_");
        let (end, begin) = range(text.to_owned());
        let (last, first) = range(initials(text));
        Self::Name { begin, end, part: format!("%{plain}%"), first, last }
    }

    /// The ids of those who match, each lookup up to one more than `few`; its values are the statement's first.
    pub(super) fn matching(&self, few: i64) -> (String, Vec<Value<'_>>) {
        let lookup = |expression: &str| {
            format!(
                "select id from (select id from person where {expression} >= ?1 and {expression} < ?2 limit {})
                 found",
                few + 1
            )
        };
        match self {
            Self::Any => ("select id from person".to_owned(), Vec::new()),
            Self::Latin { begin, end, .. } => {
                let lookups = ["initials", "lower(code)"].map(lookup);
                (lookups.join(" union "), [begin, end].map(Param::to_value).to_vec())
            }
            Self::Name { begin, end, part, .. } => {
                let lookups = ["name", "substr(name, 2)", "substr(name, 3)"].map(lookup);
                let long = "select id from person where length(name) > 3 and name like ?3 escape '!'";
                (
                    format!("{} union {long}", lookups.join(" union ")),
                    [begin, end, part].map(Param::to_value).to_vec(),
                )
            }
        }
    }

    /// How to find a page of those who match, where they are many.
    ///
    /// Whose initials, or whose surname, is common stands together in the order; any other text is spread over it.
    pub(super) fn way_of_many(&self, tx: &mut Tx, few: i64) -> Result<Way> {
        let together = match self {
            Self::Any => false,
            Self::Latin { digits, .. } => !digits,
            Self::Name { begin, end, .. } => {
                !count(tx, "person where name >= ?1 and name < ?2", params![begin, end], few)?.exact
            }
        };
        Ok(if together { Way::Stretch } else { Way::Walk })
    }

    /// Narrows people to those who match.
    pub(super) fn narrow<'a>(&'a self, clause: Where<'a>, way: Way) -> Where<'a> {
        const INITIALS: &str = "person.initials >= ? and person.initials < ?";
        const CODE: &str = "lower(person.code) >= ? and lower(person.code) < ?";
        match self {
            Self::Any => clause,
            Self::Latin { begin, end, .. } => {
                let range = [begin, end].map(Param::to_value);
                match way {
                    Way::Stretch => clause.and_all(INITIALS, &range),
                    // The sum keeps SQLite from the index on codes, after which all would have to be sorted.
                    Way::Walk => clause
                        .and_all(&CODE.replace("lower(person.code)", "lower(person.code || '')"), &range),
                    Way::Gather | Way::Look => {
                        clause.and_all(&format!("{INITIALS} or {CODE}"), &[range.clone(), range].concat())
                    }
                }
            }
            Self::Name { begin, end, part, first, last } => match way {
                Way::Stretch => {
                    let ranges = [first, last, begin, end].map(Param::to_value);
                    clause.and_all(
                        &format!("{INITIALS} and person.name || '' >= ? and person.name || '' < ?"),
                        &ranges,
                    )
                }
                Way::Walk | Way::Gather | Way::Look => clause.and("person.name like ? escape '!'", part),
            },
        }
    }
}
