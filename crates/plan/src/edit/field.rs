//! The fields of a part, from the list of keys.

use toml_edit::{Item, TableLike, Value};

use super::Values;

use crate::lang::{Bilingual, both};
use crate::syntax::keys::{Key, Table, Takes};

/// A field of a part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its address within the part: `change.0.from`.
    pub path: String,
    /// What it is called.
    pub label: Bilingual,
    /// What to write, where the name alone does not say it.
    pub hint: Bilingual,
    /// Whether it must be filled in.
    pub needed: bool,
    /// What it holds.
    pub holds: Holds,
}

/// What a field holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Holds {
    /// One line of text, a number, a day.
    Line(String),
    /// Several texts.
    Lines(Vec<String>),
    /// Yes or no.
    Flag(bool),
    /// One of fixed words; the written one may be none of them.
    Choice(Vec<Choice>, String),
    /// Any of fixed words.
    Choices(Vec<Choice>, Vec<String>),
    /// One of several keys with its value: how much, how often.
    OneOf {
        /// The key that is written; empty where none is.
        chosen: &'static str,
        /// The keys to choose from.
        options: Vec<Alternative>,
        /// Its value.
        value: String,
    },
    /// A table of its own.
    Group(Vec<Field>),
    /// Several tables; the last one is blank.
    List(Vec<Vec<Field>>),
}

/// One of several keys of which a table has one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alternative {
    /// The key.
    pub key: &'static str,
    /// What it is called.
    pub label: Bilingual,
    /// What it is called, and what is written there.
    pub meaning: Bilingual,
}

/// A fixed word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What is written into the file.
    pub word: &'static str,
    /// What people read.
    pub name: Bilingual,
    /// Whether it is the one, or one of those, that the file says.
    pub chosen: bool,
}

/// Keys of which a table has one: the field's own name, and the keys.
pub(super) const ONE_OF: [(&str, [&str; 2], &[&str]); 2] = [
    ("amount", ["数量", "amount"], &["at_least", "exactly", "at_most", "between", "rate_at_least"]),
    ("timing", ["时间", "when"], &["every", "within", "by", "due", "over"]),
];

/// The same in two languages: the first is offered unless the file says the second.
pub(super) const TWINS: [(&str, &str); 4] =
    [("公差", "public_duty"), ("病假", "illness"), ("事假", "personal"), ("补课", "made_up")];

/// Which of several keys with one meaning belongs to this table's field, if this key belongs to one.
///
/// In `[duty.local]` `by` is who decided, and `due` the deadline.
pub(super) fn one_of(
    schema: &Table,
    key: &str,
) -> Option<&'static (&'static str, [&'static str; 2], &'static [&'static str])> {
    let local = schema.key("due").is_some();
    if local && key == "by" {
        return None;
    }
    ONE_OF.iter().find(|(_, _, keys)| keys.contains(&key) && schema.key("at_least").is_some())
}

/// The keys of a field of one-of, as this table has them.
pub(super) fn options(schema: &'static Table, keys: &[&str]) -> Vec<&'static Key> {
    schema.keys.iter().filter(|key| keys.contains(&key.name) && one_of(schema, key.name).is_some()).collect()
}

/// Whether a key is offered, its twin being the one that the file uses.
pub(super) fn hidden(key: &str, table: Option<&dyn TableLike>) -> bool {
    TWINS.iter().any(|(zh, en)| {
        let english = table.is_some_and(|table| table.contains_key(en));
        (key == *en && !english) || (key == *zh && english)
    })
}

/// The fields of a table, with what it holds.
pub(super) fn fields(schema: &'static Table, table: Option<&dyn TableLike>, prefix: &str) -> Vec<Field> {
    let mut fields: Vec<Field> = Vec::new();
    for key in schema.keys {
        if hidden(key.name, table) {
            continue;
        }
        let Some((name, label, keys)) = one_of(schema, key.name) else {
            fields.push(field(key, table.and_then(|table| table.get(key.name)), prefix));
            continue;
        };
        let path = format!("{prefix}{name}");
        if fields.iter().any(|field| field.path == path) {
            continue;
        }
        let options = options(schema, keys);
        let written = options.iter().find(|key| table.is_some_and(|table| table.contains_key(key.name)));
        fields.push(Field {
            path,
            label: both(label[0], label[1]),
            hint: both("", ""),
            needed: false,
            holds: Holds::OneOf {
                chosen: written.map_or("", |key| key.name),
                value: written.and_then(|key| table?.get(key.name)).map(text).unwrap_or_default(),
                options: options.into_iter().map(alternative).collect(),
            },
        });
    }
    fields
}

fn field(key: &'static Key, item: Option<&Item>, prefix: &str) -> Field {
    let path = format!("{prefix}{}", key.name);
    let [(zh, zh_hint), (en, en_hint)] = called(key);
    let words = words(key);
    let holds = match key.takes {
        Takes::Text | Takes::Day | Takes::Number if !words.is_empty() => {
            let written = item.map(text).unwrap_or_default();
            let chosen = |choice: &Choice| choice.is(&written);
            Holds::Choice(
                words.into_iter().map(|choice| Choice { chosen: chosen(&choice), ..choice }).collect(),
                written,
            )
        }
        Takes::Text | Takes::Day | Takes::Number => Holds::Line(item.map(text).unwrap_or_default()),
        Takes::Texts if !words.is_empty() => {
            let written = item.map(texts).unwrap_or_default();
            let chosen = |choice: &Choice| written.iter().any(|text| choice.is(text));
            let choices: Vec<Choice> =
                words.into_iter().map(|choice| Choice { chosen: chosen(&choice), ..choice }).collect();
            let other = written.iter().filter(|text| !choices.iter().any(|choice| choice.is(text)));
            let other = other.cloned().collect();
            Holds::Choices(choices, other)
        }
        Takes::Texts => Holds::Lines(item.map(texts).unwrap_or_default()),
        Takes::Flag => Holds::Flag(item.and_then(Item::as_bool).unwrap_or(false)),
        Takes::One(table) => {
            Holds::Group(fields(table, item.and_then(Item::as_table_like), &format!("{path}.")))
        }
        Takes::Many(table) => {
            let count = item.map_or(0, super::count);
            let entry = |index: usize| {
                let held = item.and_then(|item| super::element(item, index));
                fields(table, held, &format!("{path}.{index}."))
            };
            Holds::List((0..=count).map(entry).collect())
        }
    };
    Field { path, label: both(zh, en), hint: both(zh_hint, en_hint), needed: key.needed, holds }
}

impl Choice {
    /// Whether a text is this word, in either language.
    pub(super) fn is(&self, written: &str) -> bool {
        let written = written.trim();
        self.word == written || self.name.en.eq_ignore_ascii_case(written)
    }
}

fn alternative(key: &'static Key) -> Alternative {
    let [(zh, _), (en, _)] = called(key);
    Alternative { key: key.name, label: both(zh, en), meaning: both(key.zh, key.en) }
}

/// What a key is called, and what to write, in both languages.
fn called(key: &Key) -> [(&'static str, &'static str); 2] {
    [cut(key.zh, &['：', '，']), cut(key.en, &[':', ','])]
}

/// A name and what follows it.
fn cut<'t>(text: &'t str, at: &[char]) -> (&'t str, &'t str) {
    text.split_once(at).map_or((text, ""), |(name, hint)| (name, hint.trim()))
}

/// The text of a value, as one writes it in a form.
pub(super) fn text(item: &Item) -> String {
    match item.as_value() {
        Some(Value::String(text)) => text.value().trim().to_owned(),
        Some(Value::Array(_)) => texts(item).join("、"),
        Some(value) => value.clone().decorated("", "").to_string(),
        None => String::new(),
    }
}

pub(super) fn texts(item: &Item) -> Vec<String> {
    let held = match item.as_value() {
        Some(Value::Array(values)) => values.iter().map(|value| text(&Item::Value(value.clone()))).collect(),
        Some(_) => vec![text(item)],
        None => Vec::new(),
    };
    held.into_iter().filter(|text: &String| !text.is_empty()).collect()
}

/// The fixed words of a key, none of them chosen.
pub(super) fn words(key: &Key) -> Vec<Choice> {
    let choice = |[zh, en]: [&'static str; 2]| Choice { word: zh, name: both(zh, en), chosen: false };
    key.words().into_iter().map(choice).collect()
}

/// What a form sends of these fields, unchanged.
pub(super) fn values(fields: &[Field], into: &mut Values) {
    for field in fields {
        let path = field.path.clone();
        match &field.holds {
            Holds::Line(value) | Holds::Choice(_, value) => drop(into.insert(path, vec![value.clone()])),
            Holds::Lines(lines) => drop(into.insert(path, lines.clone())),
            Holds::Flag(true) => drop(into.insert(path, vec!["1".to_owned()])),
            Holds::Flag(false) => {}
            Holds::Choices(choices, others) => {
                let chosen =
                    choices.iter().filter(|choice| choice.chosen).map(|choice| choice.word.to_owned());
                into.insert(path, chosen.chain(others.iter().cloned()).collect());
            }
            Holds::OneOf { chosen, value, .. } => {
                into.insert(format!("{path}.key"), vec![(*chosen).to_owned()]);
                into.insert(format!("{path}.value"), vec![value.clone()]);
            }
            Holds::Group(inner) => values(inner, into),
            Holds::List(entries) => entries.iter().for_each(|entry| values(entry, into)),
        }
    }
}

/// Every field that says something: address, name, value.
pub(super) fn flat(fields: &[Field]) -> Vec<(String, Bilingual, String)> {
    let mut flat_ = Vec::new();
    for field in fields {
        let mut say = |label: Bilingual, value: String| {
            if !value.is_empty() {
                flat_.push((field.path.clone(), label, value));
            }
        };
        match &field.holds {
            Holds::Line(value) | Holds::Choice(_, value) => say(field.label.clone(), value.clone()),
            Holds::Lines(values) => say(field.label.clone(), values.join("\n")),
            Holds::Choices(choices, others) => {
                let chosen = choices.iter().filter(|choice| choice.chosen).map(|choice| choice.word);
                let all: Vec<&str> = chosen.chain(others.iter().map(String::as_str)).collect();
                say(field.label.clone(), all.join("、"));
            }
            Holds::Flag(flag) => {
                say(field.label.clone(), if *flag { "✓".to_owned() } else { String::new() });
            }
            Holds::OneOf { chosen, options, value } => {
                if let Some(option) = options.iter().find(|option| option.key == *chosen) {
                    say(field.label.clone(), format!("{} {value}", option.label.zh));
                }
            }
            Holds::Group(inner) => {
                flat_.extend(flat(inner).into_iter().map(|inner| within(&field.label, inner)));
            }
            Holds::List(entries) => {
                for entry in entries {
                    flat_.extend(flat(entry).into_iter().map(|inner| within(&field.label, inner)));
                }
            }
        }
    }
    flat_
}

fn within(
    outer: &Bilingual,
    (path, label, value): (String, Bilingual, String),
) -> (String, Bilingual, String) {
    (path, both(format!("{} · {}", outer.zh, label.zh), format!("{} · {}", outer.en, label.en)), value)
}
