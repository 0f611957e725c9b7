//! Editing a plan file part by part: nothing is lost, everything can be said, and what is wrong is found at its field.
#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

use std::fs;

use xueji_plan::edit::{Holds, PartAt, Places, PlanFile, Values, What, compare, kinds};
use xueji_plan::parse;

fn set(file: &mut PlanFile, at: PartAt, form: &Values) {
    assert!(file.set(at, &|path| form.get(path).cloned().unwrap_or_default()));
}

/// A form of a part with some fields filled in otherwise.
fn form(file: &PlanFile, at: PartAt, other: &[(&str, &[&str])]) -> Values {
    let mut form = file.values(at).unwrap();
    for (path, values) in other {
        form.insert((*path).to_owned(), values.iter().map(|value| (*value).to_owned()).collect());
    }
    form
}

fn county() -> PlanFile {
    PlanFile::read(&fs::read_to_string("../../plans/county-learning.toml").unwrap()).unwrap()
}

/// The part of a code.
fn of_code(file: &PlanFile, code: &str) -> PartAt {
    file.parts().into_iter().find(|part| part.code == code).map(|part| part.at).unwrap()
}

#[test]
fn a_form_sent_back_as_it_came_leaves_every_byte_of_every_plan_file() {
    for entry in fs::read_dir("../../plans").unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "toml") {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let mut file = PlanFile::read(&text).unwrap();
        for part in file.parts() {
            let same = form(&file, part.at, &[]);
            set(&mut file, part.at, &same);
        }
        assert_eq!(file.text(), text, "{}", path.display());
    }
}

#[test]
fn a_changed_field_changes_its_line_and_no_other() {
    let mut file = county();
    let before = file.text();
    let at = of_code(&file, "member.self-study");
    let changed = form(&file, at, &[("title", &["每天自学两小时"]), ("amount.value", &["2小时"])]);
    set(&mut file, at, &changed);
    let after = file.text();
    let differ: Vec<(&str, &str)> =
        before.lines().zip(after.lines()).filter(|(old, new)| old != new).collect();
    assert_eq!(differ.len(), 2, "{differ:?}");
    assert!(
        differ.iter().all(|(_, new)| new.contains("每天自学两小时") || new.contains("2小时")),
        "{differ:?}"
    );
    assert_eq!(before.lines().count(), after.lines().count());
}

#[test]
fn another_kind_of_amount_takes_the_place_of_the_old_one() {
    let mut file = county();
    let at = of_code(&file, "member.self-study");
    let changed = form(&file, at, &[("amount.key", &["between"]), ("amount.value", &["1至2小时"])]);
    set(&mut file, at, &changed);
    let parsed = parse("plan.toml", &file.text(), |_| None);
    assert!(!file.text().is_empty());
    let wrong: Vec<_> = parsed.diagnostics.iter().filter(|one| one.code == "P033").collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn a_change_in_mid_year_is_added_and_taken_away_again() {
    let mut file = county();
    let before = file.text();
    let at = of_code(&file, "member.self-study");
    let changed = form(
        &file,
        at,
        &[
            ("change.0.from", &["07-01"]),
            ("change.0.amount.key", &["at_least"]),
            ("change.0.amount.value", &["2小时"]),
            ("change.0.why", &["暑期集中学习"]),
        ],
    );
    set(&mut file, at, &changed);
    let text = fs::read_to_string("../../plans/county-learning.txt").unwrap();
    let parsed = parse("plan.toml", &file.text(), |_| Some(text));
    let plan = parsed.plan.unwrap_or_else(|| panic!("{:?}", parsed.diagnostics));
    assert_eq!(plan.duty("member.self-study").unwrap().changes[0].why, "暑期集中学习");
    let emptied = form(
        &file,
        at,
        &[
            ("change.0.from", &[]),
            ("change.0.amount.key", &[]),
            ("change.0.amount.value", &[]),
            ("change.0.why", &[]),
        ],
    );
    set(&mut file, at, &emptied);
    assert_eq!(file.text(), before);
}

#[test]
fn parts_are_added_and_taken_out_and_compared() {
    let before = county();
    let mut after = before.clone();
    let said = |path: &str| -> Vec<String> {
        let value = match path {
            "id" => "member.new",
            "title" => "每月读一篇好文章",
            "who" => "每名党员",
            "does" => "reading",
            "amount.key" => "at_least",
            "amount.value" => "1篇",
            "timing.key" => "every",
            "timing.value" => "月",
            "evidence" => "笔记",
            _ => return Vec::new(),
        };
        vec![value.to_owned()]
    };
    let at = after.add("duty", &said).unwrap();
    assert_eq!(after.parts().into_iter().find(|part| part.at == at).unwrap().title, "每月读一篇好文章");
    assert!(after.remove(of_code(&after, "member.self-study")));
    let differences = compare(&before, &after);
    let told: Vec<(&str, bool, bool)> = differences
        .iter()
        .map(|one| {
            (one.code.as_str(), matches!(one.what, What::Added(_)), matches!(one.what, What::Removed(_)))
        })
        .collect();
    assert_eq!(told, [("member.new", true, false), ("member.self-study", false, true)]);
    assert!(compare(&before, &before).is_empty());
    let reread = PlanFile::read(&after.text()).unwrap();
    assert!(compare(&after, &reread).is_empty());
}

#[test]
fn every_key_of_the_language_has_its_field() {
    let schema = xueji_plan::schema::json_schema();
    let mut missing = Vec::new();
    for kind in kinds() {
        let fields = PlanFile::blank(kind.table).unwrap();
        let table = &schema["properties"][kind.table];
        let reference = table["$ref"].as_str().or(table["items"]["$ref"].as_str()).unwrap();
        let keys =
            schema["$defs"][reference.trim_start_matches("#/$defs/")]["properties"].as_object().unwrap();
        for key in keys.keys() {
            let shown = fields.iter().any(|field| {
                field.path == *key
                    || matches!(&field.holds, Holds::OneOf { options, .. } if options.iter().any(|option| option.key == key))
            });
            if !shown {
                missing.push(format!("{}.{key}", kind.table));
            }
        }
    }
    assert_eq!(missing, Vec::<String>::new());
}

#[test]
fn what_the_check_finds_is_found_at_its_field() {
    let cases = [
        ("who = \"每名学员\"", "who", "duty.0", "who"),
        ("does = \"no-such\"", "does", "duty.0", "does"),
        ("at_least = \"很多\"", "at_least", "duty.0", "amount"),
        ("every = \"旬\"", "every", "duty.0", "timing"),
        (
            "change = [{ from = \"07-01\", at_least = \"多\", why = \"a\" }]",
            "change",
            "duty.0",
            "change.0.amount",
        ),
        ("evidence = [\"照片\"]", "evidence", "duty.0", "evidence"),
    ];
    let good = [
        ("who", "who = \"每名党员\""),
        ("does", "does = \"reading\""),
        ("at_least", "at_least = \"1篇\""),
        ("every", "every = \"月\""),
    ];
    for (line, replaces, part, path) in cases {
        let mut text = String::from(
            "[plan]\nid = \"a\"\ntitle = \"甲\"\nyear = 2026\nissuer = \"乙\"\n\n[[activity]]\nid = \"reading\"\ntitle = \"读文章\"\nfor = \"个人\"\nunits = [\"篇\"]\n\n[[duty]]\nid = \"d\"\ntitle = \"读\"\n",
        );
        for (key, kept) in good {
            if key != replaces {
                text.push_str(kept);
                text.push('\n');
            }
        }
        text.push_str(line);
        text.push('\n');
        let places = Places::of(&text);
        let parsed = parse("plan.toml", &text, |_| None);
        let found: Vec<String> = parsed
            .diagnostics
            .iter()
            .filter_map(|one| places.at(one.span.start))
            .map(|place| format!("{} {}", place.at, place.path))
            .collect();
        assert!(found.contains(&format!("{part} {path}")), "{line}: {found:?} {:?}", parsed.diagnostics);
    }
}

#[test]
fn what_is_missing_is_found_at_its_part() {
    let text = "[plan]\nid = \"a\"\ntitle = \"甲\"\nyear = 2026\nissuer = \"乙\"\n\n[[duty]]\nid = \"d\"\ntitle = \"读\"\nat_least = \"1篇\"\n";
    let places = Places::of(text);
    let parsed = parse("plan.toml", text, |_| None);
    let missing: Vec<_> = parsed.diagnostics.iter().filter(|one| one.code == "P004").collect();
    assert!(!missing.is_empty());
    for one in missing {
        assert_eq!(
            places.at(one.span.start).map(|place| place.at.to_string()).as_deref(),
            Some("duty.0"),
            "{one:?}"
        );
    }
}
