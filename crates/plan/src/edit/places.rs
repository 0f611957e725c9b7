//! To which field of which part a place in the file belongs, so that what the check finds is shown where it is mended.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::PartAt;
use super::field::one_of;
use crate::syntax::keys::{Table, Takes};

/// A field of a part, or the part itself where the path is empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The part.
    pub at: PartAt,
    /// The field's address in it, as [`super::Field::path`] has it.
    pub path: String,
}

/// Every stretch of a file that belongs to a field.
#[derive(Clone, Debug)]
pub struct Places(Vec<(Range<usize>, Place)>);

impl Places {
    /// Goes through a file once.
    pub fn of(text: &str) -> Self {
        let (root, _) = DeTable::parse_recoverable(text);
        let mut places = Vec::new();
        for (name, value) in root.get_ref() {
            let Some(at) = PartAt::new(name.get_ref(), 0) else { continue };
            let Some((schema, _)) = at.schema() else { continue };
            match value.get_ref() {
                DeValue::Table(table) => part(&mut places, at, schema, table, value.span()),
                DeValue::Array(parts) => {
                    for (index, value) in parts.iter().enumerate() {
                        if let DeValue::Table(table) = value.get_ref() {
                            part(&mut places, PartAt { index, ..at }, schema, table, value.span());
                        }
                    }
                }
                _ => {}
            }
        }
        Self(places)
    }

    /// The place that a byte of the file belongs to: the narrowest stretch around it.
    pub fn at(&self, byte: usize) -> Option<&Place> {
        let around =
            self.0.iter().filter(|(range, _)| range.start <= byte && byte < range.end.max(range.start + 1));
        around
            .min_by_key(|(range, place)| (range.len(), std::cmp::Reverse(place.path.len())))
            .map(|(_, place)| place)
    }
}

type Found = Vec<(Range<usize>, Place)>;

fn part(found: &mut Found, at: PartAt, schema: &'static Table, table: &DeTable<'_>, span: Range<usize>) {
    found.push((span, Place { at, path: String::new() }));
    keys(found, at, schema, table, "");
}

fn keys(found: &mut Found, at: PartAt, schema: &'static Table, table: &DeTable<'_>, prefix: &str) {
    for (name, value) in table {
        let key = name.get_ref().as_ref();
        // What the form shows as one field.
        let shown = one_of(schema, key).map_or(key, |(name, _, _)| name);
        let path = format!("{prefix}{shown}");
        let whole = name.span().start..value.span().end.max(name.span().end);
        if whole.start <= value.span().start {
            found.push((whole, Place { at, path: path.clone() }));
        }
        found.push((value.span(), Place { at, path: path.clone() }));
        if let Some(Takes::One(inner) | Takes::Many(inner)) = schema.key(key).map(|key| key.takes) {
            within(found, at, inner, value, &path);
        }
    }
}

fn within(found: &mut Found, at: PartAt, schema: &'static Table, value: &Spanned<DeValue<'_>>, path: &str) {
    match value.get_ref() {
        DeValue::Table(table) => keys(found, at, schema, table, &format!("{path}.")),
        DeValue::Array(entries) => {
            for (index, entry) in entries.iter().enumerate() {
                found.push((entry.span(), Place { at, path: format!("{path}.{index}") }));
                if let DeValue::Table(table) = entry.get_ref() {
                    keys(found, at, schema, table, &format!("{path}.{index}."));
                }
            }
        }
        _ => {}
    }
}
