//! Every plan file that is shipped can be used as it is.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail by panicking")]

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use xueji_plan::{Lang, Parsed, Plan, Quantity, Severity, Unit, carry, load, parse, render, schema, show};

fn shipped() -> Vec<(PathBuf, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../plans");
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "toml"))
        .collect();
    files.sort();
    files.into_iter().map(|path| (path.clone(), fs::read_to_string(path).unwrap())).collect()
}

fn read(path: &Path, text: &str) -> Parsed {
    let name = path.file_name().unwrap().to_string_lossy();
    parse(&name, text, |text_name| fs::read_to_string(path.with_file_name(text_name)).ok())
}

#[test]
fn every_shipped_plan_is_free_of_errors() {
    for (path, text) in shipped() {
        let mut parsed = read(&path, &text);
        parsed.diagnostics.retain(|diagnostic| diagnostic.severity == Severity::Error);
        let rendered = render::render("plan.toml", &text, &parsed.diagnostics, Lang::En, false);
        assert!(parsed.diagnostics.is_empty(), "{}:\n{rendered}", path.display());
    }
}

/// Every key of a file is one that the schema knows, at its place, and everything it needs is there.
fn fits(value: &toml::Value, schema: &Value, root: &Value, place: &str) {
    let schema = match schema["$ref"].as_str() {
        Some(reference) => &root["$defs"][reference.trim_start_matches("#/$defs/")],
        None => schema,
    };
    match value {
        toml::Value::Table(table) => {
            for (key, value) in table {
                let inner = &schema["properties"][key.as_str()];
                assert!(inner.is_object(), "the schema has no {key} in {place}");
                fits(value, inner, root, &format!("{place}.{key}"));
            }
            for needed in schema["required"].as_array().unwrap() {
                assert!(table.contains_key(needed.as_str().unwrap()), "{place} has no {needed}");
            }
        }
        toml::Value::Array(values) if schema["type"] == "array" => {
            for value in values {
                fits(value, &schema["items"], root, place);
            }
        }
        toml::Value::Array(_) => assert!(schema["anyOf"][1]["type"] == "array", "{place}"),
        toml::Value::Integer(_) => assert_eq!(schema["type"], "integer", "{place}"),
        toml::Value::Boolean(_) => assert_eq!(schema["type"], "boolean", "{place}"),
        _ => assert!(schema["type"] == "string" || schema["anyOf"][0]["type"] == "string", "{place}"),
    }
}

#[test]
fn every_shipped_plan_fits_the_schema_that_editors_use() {
    let schema = schema::json_schema();
    for (path, text) in shipped() {
        let file: toml::Value = toml::from_str(&text).unwrap();
        fits(&file, &schema, &schema, &path.display().to_string());
    }
}

#[test]
fn the_schema_explains_every_key_in_both_languages() {
    let schema = schema::json_schema();
    let tables = schema["$defs"].as_object().unwrap().values().chain([&schema]);
    for (key, property) in tables.flat_map(|table| table["properties"].as_object().unwrap()) {
        let description = property["description"].as_str().unwrap();
        assert!(description.contains(" / "), "{key}: {description}");
    }
}

#[test]
fn every_shipped_plan_can_be_carried_to_another_year() {
    for (path, text) in shipped() {
        let before = read(&path, &text).plan.unwrap();
        let carried = carry(&text, before.year + 1).unwrap();
        let after = read(&path, &carried);
        let shown = render::render("plan.toml", &carried, &after.diagnostics, Lang::En, false);
        let after = after.plan.unwrap_or_else(|| panic!("{}:\n{shown}", path.display()));
        assert_eq!((after.year, after.duties.len()), (before.year + 1, before.duties.len()));
    }
}

fn county() -> Plan {
    let (path, text) =
        shipped().into_iter().find(|(path, _)| path.ends_with("county-learning.toml")).unwrap();
    read(&path, &text).plan.unwrap()
}

#[test]
fn the_countys_plan_is_shown_as_tables_that_line_up() {
    insta::assert_snapshot!("county_zh", show::text(&county(), Lang::Zh));
    insta::assert_snapshot!("county_en", show::text(&county(), Lang::En));
}

#[test]
fn the_load_of_the_countys_plan_on_one_person_year_is_known_before_it_is_published() {
    let plan = county();
    let loads = load::load(&plan);
    insta::assert_snapshot!("county_load_zh", show::load_grid(&plan, &loads, Lang::Zh));
    insta::assert_snapshot!("county_load_en", show::load_grid(&plan, &loads, Lang::En));
    let member = loads.iter().find(|load| load.role == load::Role::Member).unwrap();
    let study = member.lines.iter().find(|line| line.duty.contains("self-study")).unwrap();
    assert_eq!((study.periods, study.total), (365, Quantity::of(365, Unit::Hours)));
}
