//! The JSON Schema of plan files, by which editors complete and explain them.

use serde_json::{Map, Value, json};

use crate::syntax::keys::{FILE, Key, Table, Takes};
use crate::syntax::structure::tables;

/// The schema, from the list of keys that the parser reads.
pub fn json_schema() -> Value {
    let inner: Map<String, Value> =
        tables().into_iter().skip(1).map(|table| (name(table).to_owned(), object(table))).collect();
    let mut schema = object(&FILE);
    if let Value::Object(schema) = &mut schema {
        schema.insert("$schema".into(), json!("https://json-schema.org/draft/2020-12/schema"));
        schema.insert("title".into(), json!("学记计划文件 / Xueji plan file"));
        schema.insert("$defs".into(), Value::Object(inner));
    }
    schema
}

fn object(table: &Table) -> Value {
    let properties: Map<String, Value> =
        table.keys.iter().map(|key| (key.name.to_owned(), property(key))).collect();
    let required: Vec<&str> = table.keys.iter().filter(|key| key.needed).map(|key| key.name).collect();
    json!({ "type": "object", "additionalProperties": false, "properties": properties, "required": required })
}

fn property(key: &Key) -> Value {
    let text = json!({ "type": "string", "minLength": 1 });
    let mut property = match key.takes {
        Takes::Texts => json!({ "anyOf": [text, { "type": "array", "items": text }] }),
        // A TOML date reaches a schema's reader as a text.
        Takes::Text | Takes::Day => text,
        Takes::Number => json!({ "type": "integer" }),
        Takes::Flag => json!({ "type": "boolean" }),
        Takes::One(table) => json!({ "$ref": format!("#/$defs/{}", name(table)) }),
        Takes::Many(table) => {
            json!({ "type": "array", "items": { "$ref": format!("#/$defs/{}", name(table)) } })
        }
    };
    if let Value::Object(property) = &mut property {
        property.insert("description".into(), json!(format!("{} / {}", key.zh, key.en)));
        let examples = examples(key);
        if !examples.is_empty() {
            property.insert("examples".into(), json!(examples));
        }
    }
    property
}

/// `[[duty.change]]` is `duty.change`.
fn name(table: &Table) -> &'static str {
    table.name.trim_matches(['[', ']'])
}

/// The fixed words that a key takes, Chinese first.
fn examples(key: &Key) -> Vec<&'static str> {
    if key.name == "who" {
        return vec!["每名党员", "每人", "每个党支部", "本单位", "each member", "each branch", "the issuer"];
    }
    if key.name == "expects" {
        return vec!["每名党员", "每人", "每名书记", "each member", "each person", "each secretary"];
    }
    let words = key.words();
    let (zh, en) = (words.iter().map(|[zh, _]| *zh), words.iter().map(|[_, en]| *en));
    zh.chain(en).collect()
}
