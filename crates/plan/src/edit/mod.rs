//! Changing a plan file part by part: everything that the language can say as fields, written back in place.
//!
//! What is not touched stays as it was written, comments included. The fields come from the one list of keys that the
//! parser reads, so that nothing can be said in a file that cannot be said here.

mod compare;
mod field;
mod places;
mod write;

use std::collections::BTreeMap;

use toml_edit::{ArrayOfTables, DocumentMut, Item, Table, TableLike};

pub use compare::{Changed, Difference, What, compare};
pub use field::{Alternative, Choice, Field, Holds};
pub use places::{Place, Places};

use crate::lang::{Bilingual, both};
use crate::syntax::keys::{self, FILE, Takes};

/// A plan file that is being changed.
#[derive(Clone, Debug)]
pub struct PlanFile {
    pub(super) doc: DocumentMut,
}

/// What was said in each field, by its path.
pub type Values = BTreeMap<String, Vec<String>>;

/// Which table of a file: `duty.3` is the fourth `[[duty]]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartAt {
    /// Its kind, as a key of the file.
    pub table: &'static str,
    /// Which of its kind, from 0.
    pub index: usize,
}

/// A table of a file, as lists show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Where it stands.
    pub at: PartAt,
    /// Its code; empty where it has none.
    pub code: String,
    /// Its title; empty where it has none.
    pub title: String,
    /// The heading that a duty stands under.
    pub group: String,
}

/// A kind of table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kind {
    /// The key in the file: `duty`.
    pub table: &'static str,
    /// What people call it.
    pub name: Bilingual,
    /// Whether a file has several of them.
    pub many: bool,
}

/// Every kind of table, in the order of the list of keys.
pub fn kinds() -> Vec<Kind> {
    FILE.keys
        .iter()
        .map(|key| Kind {
            table: key.name,
            name: both(key.zh, key.en),
            many: matches!(key.takes, Takes::Many(_)),
        })
        .collect()
}

impl PartAt {
    /// A part of a kind that files have.
    pub fn new(table: &str, index: usize) -> Option<Self> {
        FILE.key(table).map(|key| Self { table: key.name, index })
    }

    /// Reads `duty.3`.
    pub fn from_text(text: &str) -> Option<Self> {
        let (table, index) = text.split_once('.')?;
        Self::new(table, index.parse().ok()?)
    }

    /// The keys of its table.
    fn schema(self) -> Option<(&'static keys::Table, bool)> {
        match FILE.key(self.table)?.takes {
            Takes::One(table) => Some((table, false)),
            Takes::Many(table) => Some((table, true)),
            _ => None,
        }
    }
}

impl std::fmt::Display for PartAt {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}.{}", self.table, self.index)
    }
}

impl PlanFile {
    /// Reads a file; nothing where it is not TOML.
    pub fn read(text: &str) -> Option<Self> {
        text.parse().ok().map(|doc| Self { doc })
    }

    /// The file as it stands now.
    pub fn text(&self) -> String {
        self.doc.to_string()
    }

    /// The plan's title; empty where it has none.
    pub fn title(&self) -> &str {
        let plan = self.doc.get("plan").and_then(Item::as_table_like);
        plan.and_then(|plan| plan.get("title")).and_then(Item::as_str).map(str::trim).unwrap_or_default()
    }

    /// Every part, kind by kind, in the order of the file.
    pub fn parts(&self) -> Vec<Part> {
        let mut parts = Vec::new();
        for kind in kinds() {
            let many = self.doc.get(kind.table).map_or(0, |item| if kind.many { count(item) } else { 1 });
            for index in 0..many {
                let at = PartAt { table: kind.table, index };
                let Some(table) = self.table(at) else { continue };
                let said = |key: &str| {
                    table.get(key).and_then(Item::as_str).map(str::trim).unwrap_or_default().to_owned()
                };
                parts.push(Part { at, code: said("id"), title: said("title"), group: said("group") });
            }
        }
        parts
    }

    /// The fields of a part with what they hold; nothing where there is no such part.
    pub fn fields(&self, at: PartAt) -> Option<Vec<Field>> {
        let (schema, _) = at.schema()?;
        Some(field::fields(schema, Some(self.table(at)?), ""))
    }

    /// The text of a part: two are the same where theirs is.
    pub fn part_text(&self, at: PartAt) -> Option<String> {
        let said = field::flat(&self.fields(at)?);
        let lines: Vec<String> = said.into_iter().map(|(path, _, value)| format!("{path}={value}")).collect();
        Some(lines.join("\n"))
    }

    /// What a form sends of a part that nobody changed: see [`PlanFile::set`].
    pub fn values(&self, at: PartAt) -> Option<Values> {
        let mut values = Values::new();
        field::values(&self.fields(at)?, &mut values);
        Some(values)
    }

    /// The fields of a part that is not there yet.
    pub fn blank(table: &str) -> Option<Vec<Field>> {
        let (schema, _) = PartAt::new(table, 0)?.schema()?;
        Some(field::fields(schema, None, ""))
    }

    /// Writes what the fields say into a part. `said` is asked for each field by its path; what it does not know is
    /// taken out of the file. False where there is no such part.
    pub fn set(&mut self, at: PartAt, said: &dyn Fn(&str) -> Vec<String>) -> bool {
        let Some((schema, _)) = at.schema() else { return false };
        let Some(table) = self.table_mut(at) else { return false };
        write::write(schema, table, said, "");
        true
    }

    /// Adds a part behind the others of its kind, and says where it stands.
    pub fn add(&mut self, table: &str, said: &dyn Fn(&str) -> Vec<String>) -> Option<PartAt> {
        let at = PartAt::new(table, self.doc.get(table).map_or(0, count))?;
        let (schema, many) = at.schema()?;
        let mut new = Table::new();
        write::write(schema, &mut new, said, "");
        if !many {
            if self.doc.contains_key(table) {
                return None;
            }
            self.doc.insert(at.table, Item::Table(new));
            return Some(PartAt { index: 0, ..at });
        }
        new.decor_mut().set_prefix("\n");
        match self.doc.get_mut(table) {
            None => {
                let mut tables = ArrayOfTables::new();
                tables.push(new);
                self.doc.insert(at.table, Item::ArrayOfTables(tables));
            }
            Some(Item::ArrayOfTables(tables)) => tables.push(new),
            Some(item) => item.as_array_mut()?.push(new.into_inline_table()),
        }
        Some(at)
    }

    /// Takes every part of a kind out.
    pub fn clear(&mut self, table: &str) {
        self.doc.remove(table);
    }

    /// Takes a part out. False where there is none.
    pub fn remove(&mut self, at: PartAt) -> bool {
        let there = self.table(at).is_some();
        match (there, at.schema(), self.doc.get_mut(at.table)) {
            (true, Some((_, false)), Some(_)) => drop(self.doc.remove(at.table)),
            (true, _, Some(Item::ArrayOfTables(tables))) => drop(tables.remove(at.index)),
            (true, _, Some(item)) => {
                if let Some(array) = item.as_array_mut() {
                    array.remove(at.index);
                }
            }
            _ => return false,
        }
        true
    }

    fn table(&self, at: PartAt) -> Option<&dyn TableLike> {
        let (_, many) = at.schema()?;
        let item = self.doc.get(at.table)?;
        if many { element(item, at.index) } else { item.as_table_like().filter(|_| at.index == 0) }
    }

    fn table_mut(&mut self, at: PartAt) -> Option<&mut dyn TableLike> {
        let (_, many) = at.schema()?;
        let item = self.doc.get_mut(at.table)?;
        if many { element_mut(item, at.index) } else { item.as_table_like_mut() }
    }
}

/// How many tables an item holds, written as `[[table]]` or as a list of `{ … }`.
fn count(item: &Item) -> usize {
    item.as_array_of_tables()
        .map_or_else(|| item.as_array().map_or(0, toml_edit::Array::len), ArrayOfTables::len)
}

fn element(item: &Item, index: usize) -> Option<&dyn TableLike> {
    match item {
        Item::ArrayOfTables(tables) => tables.get(index).map(|table| -> &dyn TableLike { table }),
        item => item.as_array()?.get(index)?.as_inline_table().map(|table| -> &dyn TableLike { table }),
    }
}

fn element_mut(item: &mut Item, index: usize) -> Option<&mut dyn TableLike> {
    match item {
        Item::ArrayOfTables(tables) => tables.get_mut(index).map(|table| -> &mut dyn TableLike { table }),
        item => {
            let table = item.as_array_mut()?.get_mut(index)?.as_inline_table_mut()?;
            Some(table)
        }
    }
}
