//! `xueji plan draft` as an office runs it: many files at once, among them some that cannot be read.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use anyhow::Result;
use serde_json::Value;

fn xueji(arguments: &[&str], folder: &Path) -> Result<Output> {
    Ok(Command::new(env!("CARGO_BIN_EXE_xueji")).args(arguments).current_dir(folder).output()?)
}

fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)
}

fn said(output: &[u8]) -> String {
    String::from_utf8_lossy(output).into_owned()
}

#[test]
fn the_draft_of_a_document_passes_the_check_and_its_questions_stand_beside_it() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let seed = repository("corpus/tuned/seed.txt").display().to_string();
    let drafted = xueji(&["plan", "draft", &seed, "--out", "plans"], folder.path())?;
    assert!(drafted.status.success(), "{}", said(&drafted.stderr));
    assert!(said(&drafted.stdout).is_empty());
    let questions = said(&drafted.stderr);
    assert!(questions.contains("十七届五中全会") && questions.contains("seed.txt:4:"), "{questions}");
    let checked = xueji(&["plan", "check", "plans/seed.toml"], folder.path())?;
    assert!(checked.status.success(), "{}", said(&checked.stdout));
    let shown = xueji(&["plan", "show", "plans/seed.toml"], folder.path())?;
    assert!(said(&shown.stdout).contains("读1本好书"), "{}", said(&shown.stdout));
    Ok(())
}

#[test]
fn the_exchange_form_has_every_field_and_exact_quotes() -> Result<()> {
    let folder = tempfile::tempdir()?;
    // With blank lines and another system's line ends: places are those of the file.
    let given = std::fs::read_to_string(repository("corpus/tuned/01.txt"))?.replace('\n', "  \r\n\r\n\r\n");
    let path = folder.path().join("blank.txt");
    std::fs::write(&path, &given)?;
    let text: Vec<char> = given.chars().collect();
    let drafted = xueji(&["plan", "draft", &path.display().to_string(), "--format", "json"], folder.path())?;
    let draft: Value = serde_json::from_slice(&drafted.stdout)?;
    assert_eq!(draft["schema"], "learnplan-gold/1");
    let labels = draft["labels"].as_array().expect("labels");
    assert!(labels.len() > 15, "{} labels", labels.len());
    for label in labels {
        for key in [
            "id",
            "kind",
            "subject",
            "action_kind",
            "object",
            "comparator",
            "unit",
            "period",
            "evidence",
            "missing",
        ] {
            assert!(label.get(key).is_some(), "{key}: {label}");
        }
        let place =
            |key: &str| label[key].as_u64().and_then(|place| usize::try_from(place).ok()).expect("a place");
        let quoted: String =
            text.get(place("start")..place("end")).expect("within the text").iter().collect();
        assert_eq!(label["quote"], quoted.as_str());
    }
    Ok(())
}

#[test]
fn one_file_that_cannot_be_read_does_not_stop_the_others() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let pdf = repository("crates/office/src/document/tests/printed.pdf");
    let bytes = std::fs::read(&pdf)?;
    std::fs::copy(&pdf, folder.path().join("sound.pdf"))?;
    std::fs::write(folder.path().join("cut.pdf"), bytes.get(..bytes.len() / 2).unwrap_or_default())?;
    std::fs::write(folder.path().join("old.doc"), [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1])?;
    let drafted =
        xueji(&["plan", "draft", "cut.pdf", "old.doc", "sound.pdf", "--out", "plans"], folder.path())?;
    assert_eq!(drafted.status.code(), Some(1));
    let told = said(&drafted.stderr);
    assert!(told.contains("cut.pdf: 文件已损坏") && told.contains("old.doc: 这是旧版"), "{told}");
    let plan = std::fs::read_to_string(folder.path().join("plans/sound.toml"))?;
    assert!(plan.contains("每名党员每周自学不少于2小时"), "{plan}");
    assert!(!folder.path().join("plans/cut.toml").exists());
    Ok(())
}

#[test]
fn several_plan_files_need_a_folder() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let refused = xueji(&["plan", "draft", "a.txt", "b.txt"], folder.path())?;
    assert!(!refused.status.success());
    assert!(said(&refused.stderr).contains("--out"), "{}", said(&refused.stderr));
    Ok(())
}
