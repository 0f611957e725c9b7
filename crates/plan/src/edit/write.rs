//! Writing fields back: only what differs is touched.

use toml_edit::{Array, InlineTable, Item, Table as TomlTable, TableLike, Value};

use super::field::{self, ONE_OF};
use crate::syntax::keys::{Key, Table, Takes};

/// Answers what was said in the field of a path.
type Said<'s> = &'s dyn Fn(&str) -> Vec<String>;

pub(super) fn write(schema: &'static Table, table: &mut dyn TableLike, said: Said<'_>, prefix: &str) {
    for (name, _, keys) in &ONE_OF {
        let options = field::options(schema, keys);
        if options.is_empty() {
            continue;
        }
        let path = format!("{prefix}{name}");
        let (chosen, value) = (first(said, &format!("{path}.key")), first(said, &format!("{path}.value")));
        for key in options {
            let wanted = if key.name == chosen { value.clone() } else { String::new() };
            put_text(table, key.name, &wanted);
        }
    }
    for key in schema.keys {
        if field::one_of(schema, key.name).is_some() || field::hidden(key.name, Some(&*table)) {
            continue;
        }
        put(key, table, said, &format!("{prefix}{}", key.name));
    }
}

fn first(said: Said<'_>, path: &str) -> String {
    said(path)
        .into_iter()
        .map(|text| text.trim().to_owned())
        .find(|text| !text.is_empty())
        .unwrap_or_default()
}

fn put(key: &'static Key, table: &mut dyn TableLike, said: Said<'_>, path: &str) {
    match key.takes {
        Takes::Text | Takes::Day => {
            let wanted = first(said, path);
            if !same_word(key, table.get(key.name), std::slice::from_ref(&wanted)) {
                put_text(table, key.name, &wanted);
            }
        }
        Takes::Number => {
            let wanted = first(said, path);
            match wanted.parse::<i64>() {
                Ok(number) if table.get(key.name).and_then(Item::as_integer) == Some(number) => {}
                Ok(number) => put_value(table, key.name, Value::from(number)),
                // The check says what is wrong with it; nothing typed is lost.
                Err(_) => put_text(table, key.name, &wanted),
            }
        }
        Takes::Flag => {
            let wanted = !first(said, path).is_empty();
            let held = table.get(key.name).and_then(Item::as_bool).unwrap_or(false);
            match (wanted, held) {
                (true, false) => put_value(table, key.name, Value::from(true)),
                (false, true) => drop(table.remove(key.name)),
                _ => {}
            }
        }
        Takes::Texts => {
            let wanted: Vec<String> = said(path)
                .into_iter()
                .map(|text| text.trim().to_owned())
                .filter(|text| !text.is_empty())
                .collect();
            if !same_word(key, table.get(key.name), &wanted) {
                put_texts(table, key.name, &wanted);
            }
        }
        Takes::One(schema) => put_one(key, schema, table, said, path),
        Takes::Many(schema) => put_many(key, schema, table, said, path),
    }
}

/// Whether what is written says the same words, perhaps in the other language.
fn same_word(key: &Key, item: Option<&Item>, wanted: &[String]) -> bool {
    let held = item.map(field::texts).unwrap_or_default();
    let words = field::words(key);
    let normal = |text: &String| {
        let choice = words.iter().find(|choice| choice.is(text));
        choice.map_or_else(|| text.clone(), |choice| choice.word.to_owned())
    };
    let wanted: Vec<String> = wanted.iter().filter(|text| !text.is_empty()).map(normal).collect();
    held.iter().map(normal).collect::<Vec<_>>() == wanted
}

fn put_text(table: &mut dyn TableLike, key: &str, wanted: &str) {
    let held = table.get(key).map(field::text).unwrap_or_default();
    if wanted.is_empty() {
        table.remove(key);
    } else if held != wanted {
        put_value(table, key, Value::from(wanted));
    }
}

fn put_texts(table: &mut dyn TableLike, key: &str, wanted: &[String]) {
    match wanted {
        [] => drop(table.remove(key)),
        [one] => put_value(table, key, Value::from(one.as_str())),
        many => put_value(table, key, Value::Array(many.iter().map(String::as_str).collect::<Array>())),
    }
}

/// Puts a value in, keeping the blanks and the comment around the old one.
fn put_value(table: &mut dyn TableLike, key: &str, mut value: Value) {
    if let Some(Item::Value(old)) = table.get(key) {
        *value.decor_mut() = old.decor().clone();
    }
    table.insert(key, Item::Value(value));
}

fn put_one(key: &'static Key, schema: &'static Table, table: &mut dyn TableLike, said: Said<'_>, path: &str) {
    let prefix = format!("{path}.");
    if let Some(inner) = table.get_mut(key.name).and_then(Item::as_table_like_mut) {
        write(schema, inner, said, &prefix);
        if inner.is_empty() {
            table.remove(key.name);
        }
        return;
    }
    let mut inner = TomlTable::new();
    write(schema, &mut inner, said, &prefix);
    if !inner.is_empty() {
        table.insert(key.name, Item::Value(Value::InlineTable(inner.into_inline_table())));
    }
}

fn put_many(
    key: &'static Key,
    schema: &'static Table,
    table: &mut dyn TableLike,
    said: Said<'_>,
    path: &str,
) {
    let held = table.get(key.name).map_or(0, super::count);
    let mut emptied = Vec::new();
    for index in 0..held {
        let entry = table.get_mut(key.name).and_then(|item| super::element_mut(item, index));
        let Some(entry) = entry else { continue };
        write(schema, entry, said, &format!("{path}.{index}."));
        if entry.is_empty() {
            emptied.push(index);
        }
    }
    let mut new = InlineTable::new();
    write(schema, &mut new, said, &format!("{path}.{held}."));
    if let Some(item) = table.get_mut(key.name) {
        for index in emptied.into_iter().rev() {
            if let Some(tables) = item.as_array_of_tables_mut() {
                tables.remove(index);
            } else if let Some(array) = item.as_array_mut() {
                array.remove(index);
            }
        }
    }
    if !new.is_empty() {
        match table.get_mut(key.name) {
            Some(Item::ArrayOfTables(tables)) => tables.push(new.into_table()),
            Some(item) => {
                if let Some(array) = item.as_array_mut() {
                    array.push(new);
                }
            }
            None => {
                let mut array = Array::new();
                array.push(new);
                table.insert(key.name, Item::Value(Value::Array(array)));
            }
        }
    }
    if table.get(key.name).is_some_and(|item| super::count(item) == 0) {
        table.remove(key.name);
    }
}
