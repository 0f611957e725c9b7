//! A backup holds everything, comes back on either database, and damage is found before anybody trusts it.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use axum::http::StatusCode;
use tempfile::TempDir;
use xueji_store::testing::databases;
use xueji_store::{Db, params};

use crate::attachments::samples;
use crate::backup::{LEFT_OUT, TABLES, check, dump, restore, schedule};
use crate::schema::MIGRATIONS;
use crate::shell::{App, Author, Blobs};
use crate::testing::{PASSWORD, TestApp, Visitor, on_both};
use crate::{attachments, people, server, trail};

fn backed_up(app: &TestApp, folder: &TempDir) -> PathBuf {
    let file = folder.path().join("backup.zip");
    dump(&app.app, "listen = \"127.0.0.1:8080\"\n", &file).unwrap();
    file
}

fn app_on(db: Db, like: &TestApp) -> App {
    App::new(db, like.app.clock.clone(), like.app.blobs.clone(), false, server::ENDING)
}

/// Every row of every table that a backup holds, as text.
fn everything(app: &App) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("all.zip");
    dump(app, "", &file).unwrap();
    let mut archive = zip::ZipArchive::new(fs::File::open(&file).unwrap()).unwrap();
    let mut rows = Vec::new();
    for table in TABLES.iter().filter(|table| **table != "trail") {
        let text =
            std::io::read_to_string(archive.by_name(&format!("tables/{table}.jsonl")).unwrap()).unwrap();
        rows.extend(text.lines().map(|line| format!("{table} {line}")));
    }
    rows.sort();
    rows
}

#[test]
fn no_table_is_forgotten() {
    for db in databases(MIGRATIONS) {
        let there = db.read_blocking(xueji_store::Tx::tables).unwrap();
        let mut names: Vec<&str> = there.iter().map(|table| table.name.as_str()).collect();
        let mut known = [TABLES.as_slice(), LEFT_OUT.as_slice()].concat();
        names.sort_unstable();
        known.sort_unstable();
        assert_eq!(names, known, "say in backup/mod.rs whether the new table is backed up");
    }
}

#[tokio::test]
async fn what_was_backed_up_on_either_database_is_the_same_when_restored_on_either() {
    on_both(async |app| {
        let li = app.sample.person("li");
        let moved = app.app.write_blocking(Author::Command, |work| {
            people::transfer(work, &li, &app.sample.office.id, app.app.clock.today())
        });
        moved.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let file = backed_up(app, &folder);
        let manifest = check(&file).unwrap();
        assert_eq!((manifest.tables["person"].rows, manifest.tables["organization"].rows), (8, 3));
        for test in databases(&[]) {
            let outcome = restore(&file, &test, &app.app.blobs, |db| app_on(db, app), &|_, _| {}).unwrap();
            assert_eq!((outcome.trail.wrong, outcome.different), (0, 0), "{:?}", outcome.trail);
            let restored = app_on((*test).clone(), app);
            assert_eq!(everything(&restored), everything(&app.app));
        }
    })
    .await;
}

#[tokio::test]
async fn people_sign_in_on_the_restored_database_and_nobody_is_signed_in_already() {
    let app = TestApp::in_memory();
    let visitor = app.as_person("li").await;
    let folder = tempfile::tempdir().unwrap();
    let file = backed_up(&app, &folder);
    let db = Db::memory().unwrap();
    restore(&file, &db, &app.app.blobs, |db| app_on(db, &app), &|_, _| {}).unwrap();
    let elsewhere = app.moved_to(&db);
    let cookie = visitor.cookie("xj_session").unwrap();
    let old = elsewhere.as_guest();
    old.keep_cookie("xj_session", &cookie);
    assert_eq!(old.get("/account").await.status, StatusCode::SEE_OTHER);
    let fresh = elsewhere.as_guest();
    let answer = fresh.post("/sign-in", &[("name", "li"), ("password", PASSWORD)]).await;
    assert_eq!(answer.location(), "/");
    let trail = elsewhere.as_person("zhou").await.get("/trail?deed=database.restored").await.outline();
    assert!(trail.contains("从备份恢复"), "{trail}");
}

#[tokio::test]
async fn a_database_in_use_is_never_restored_over() {
    on_both(async |app| {
        let folder = tempfile::tempdir().unwrap();
        let file = backed_up(app, &folder);
        let before = everything(&app.app);
        let refused =
            restore(&file, &app.app.db, &app.app.blobs, |db| app_on(db, app), &|_, _| {}).unwrap_err();
        assert!(format!("{refused:#}").contains("in use"), "{refused:#}");
        assert_eq!(everything(&app.app), before);
    })
    .await;
}

/// Writes the archive anew with one entry's bytes changed.
fn tampered(file: &Path, entry: &str, change: impl Fn(String) -> String) -> PathBuf {
    let mut archive = zip::ZipArchive::new(fs::File::open(file).unwrap()).unwrap();
    let target = file.with_extension(format!("{}.zip", crate::shell::Id::fresh()));
    let mut out = zip::ZipWriter::new(fs::File::create(&target).unwrap());
    for index in 0..archive.len() {
        let mut held = archive.by_index(index).unwrap();
        let name = held.name().unwrap().into_owned();
        let text = std::io::read_to_string(&mut held).unwrap();
        out.start_file(&name, zip::write::SimpleFileOptions::default()).unwrap();
        let text = if name == entry { change(text) } else { text };
        out.write_all(text.as_bytes()).unwrap();
    }
    out.finish().unwrap();
    target
}

#[tokio::test]
async fn damage_is_found_and_leaves_nothing_behind() {
    let app = TestApp::in_memory();
    let folder = tempfile::tempdir().unwrap();
    let file = backed_up(&app, &folder);
    let person = "tables/person.jsonl";
    let cases: [(&str, PathBuf); 4] = [
        ("not those that were written", tampered(&file, person, |text| text.replace("李思学", "李四学"))),
        ("damaged", tampered(&file, person, |text| text.replacen('[', "{", 1))),
        ("manifest", tampered(&file, "manifest.json", |_| "{".to_owned())),
        (
            "newer program",
            tampered(&file, "manifest.json", |text| text.replace("\"schema\": ", "\"schema\": 9")),
        ),
    ];
    for (said, damaged) in cases {
        for db in databases(&[]) {
            let error =
                restore(&damaged, &db, &app.app.blobs, |db| app_on(db, &app), &|_, _| {}).unwrap_err();
            assert!(format!("{error:#}").contains(said), "{said}: {error:#}");
            // The same database takes the whole one afterwards: nothing half-done is in the way.
            restore(&file, &db, &app.app.blobs, |db| app_on(db, &app), &|_, _| {}).unwrap();
        }
    }
    let cut = folder.path().join("cut.zip");
    let bytes = fs::read(&file).unwrap();
    fs::write(&cut, bytes.get(..bytes.len() / 2).unwrap()).unwrap();
    assert!(format!("{:#}", check(&cut).unwrap_err()).contains("no backup"));
    assert!(format!("{:#}", check(Path::new("/nowhere.zip")).unwrap_err()).contains("cannot open"));
}

#[tokio::test]
async fn a_backup_is_not_written_over_and_one_that_fails_leaves_no_file() {
    let app = TestApp::in_memory();
    let folder = tempfile::tempdir().unwrap();
    let file = backed_up(&app, &folder);
    assert!(format!("{:#}", dump(&app.app, "", &file).unwrap_err()).contains("there already"));
    let broken = app.app.db.write_blocking(|tx| {
        tx.execute("drop table revision_step", params![])?;
        Ok::<_, xueji_store::Error>(())
    });
    broken.unwrap();
    let second = folder.path().join("second.zip");
    assert!(dump(&app.app, "", &second).is_err());
    let left: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["backup.zip"]);
}

/// A record of `li`'s with a file.
async fn with_a_file(app: &TestApp) -> String {
    let fields = [
        ("activity", "class"),
        ("last_on", "2026-03-05"),
        ("amount", "1"),
        ("unit", "times"),
        ("title", "听课"),
        ("entry_key", "k"),
    ];
    let li = app.as_person("li").await;
    let answer = li.bring("/records", &fields, &[("讲义.pdf", &samples::pdf())]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.outline());
    answer.location().trim_end_matches("?saved=1").to_owned()
}

/// The address of the first file on a record's page.
async fn address_of_file(visitor: &Visitor<'_>, record: &str) -> String {
    let page = visitor.get(record).await.body;
    let (_, rest) = page.split_once(&format!("\"{record}/files/")).expect("a file on the page");
    format!("{record}/files/{}", rest.split_once('"').unwrap().0)
}

#[tokio::test]
async fn files_come_along_to_another_place_and_are_the_same_there() {
    on_both(async |app| {
        let record = with_a_file(app).await;
        let folder = tempfile::tempdir().unwrap();
        let file = backed_up(app, &folder);
        let manifest = check(&file).unwrap();
        assert_eq!((manifest.files.count, manifest.files.missing), (1, 0));
        let elsewhere = Blobs::folder(folder.path().join("elsewhere"));
        for db in databases(&[]) {
            let like = app_on(Db::memory().unwrap(), app);
            let on = |db| App::new(db, like.clock.clone(), elsewhere.clone(), false, server::ENDING);
            restore(&file, &db, &elsewhere, on, &|_, _| {}).unwrap();
            let restored = on((*db).clone());
            let mut report = restored.read_blocking(|tx| trail::verify(tx, None, true)).unwrap();
            trail::verify_files(&restored, &mut report).unwrap();
            assert_eq!((report.files, report.findings), (1, Vec::new()));
        }
        let li = app.as_person("li").await;
        let address = address_of_file(&li, &record).await;
        assert_eq!(li.get(&address).await.bytes, samples::pdf());
    })
    .await;
}

#[tokio::test]
async fn a_damaged_file_in_a_backup_is_found_before_anything_is_restored() {
    let app = TestApp::in_memory();
    with_a_file(&app).await;
    let folder = tempfile::tempdir().unwrap();
    let file = backed_up(&app, &folder);
    let mut archive = zip::ZipArchive::new(fs::File::open(&file).unwrap()).unwrap();
    let names: Vec<String> = (0..archive.len())
        .map(|index| archive.by_index(index).unwrap().name().unwrap().into_owned())
        .collect();
    let entry = names.iter().find(|name| name.starts_with("attachments/")).unwrap();
    let damaged = tampered(&file, entry, |text| text.replace("Catalog", "Cattle!"));
    assert!(format!("{:#}", check(&damaged).unwrap_err()).contains("not what was written"));
    let db = Db::memory().unwrap();
    let elsewhere = Blobs::folder(folder.path().join("elsewhere"));
    let refused = restore(&damaged, &db, &elsewhere, |db| app_on(db, &app), &|_, _| {}).unwrap_err();
    assert!(format!("{refused:#}").contains("damaged"), "{refused:#}");
    restore(&file, &db, &elsewhere, |db| app_on(db, &app), &|_, _| {}).unwrap();
    // A place that cannot be written leaves the database as empty as it was.
    let (db, nowhere) = (Db::memory().unwrap(), Blobs::folder(file.join("below-a-file")));
    let refused = restore(&file, &db, &nowhere, |db| app_on(db, &app), &|_, _| {}).unwrap_err();
    assert!(format!("{refused:#}").contains("cannot store attachments"), "{refused:#}");
    restore(&file, &db, &elsewhere, |db| app_on(db, &app), &|_, _| {}).unwrap();
}

#[tokio::test]
async fn a_file_that_is_gone_is_told_and_the_rest_is_backed_up() {
    let app = TestApp::in_memory();
    with_a_file(&app).await;
    let (hash, _) = app.app.read_blocking(attachments::all_blobs).unwrap()[0];
    app.app.blobs.remove(&hash).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let manifest = dump(&app.app, "", &folder.path().join("backup.zip")).unwrap();
    assert_eq!((manifest.files.count, manifest.files.missing), (0, 1));
    assert_eq!(manifest.files.named, [hash.to_string()]);
}

#[test]
fn the_newest_are_kept() {
    let folder = tempfile::tempdir().unwrap();
    for name in
        ["xueji-2026-03-01-0230.zip", "xueji-2026-03-03-0230.zip", "xueji-2026-03-02-0230.zip", "other.zip"]
    {
        fs::write(folder.path().join(name), "x").unwrap();
    }
    schedule::prune(folder.path(), 2).unwrap();
    let mut left: Vec<String> = fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    left.sort();
    assert_eq!(left, ["other.zip", "xueji-2026-03-02-0230.zip", "xueji-2026-03-03-0230.zip"]);
}

/// The sample organization's year at the desk, as the program of schema 10 backed it up.
const OF_SCHEMA_10: &[u8] = include_bytes!("../../tests/upgrade/schema-0010.zip");

#[tokio::test]
async fn what_an_earlier_program_held_is_brought_to_this_schema_on_either_database() {
    let app = TestApp::in_memory();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("old.zip");
    fs::write(&file, OF_SCHEMA_10).unwrap();
    assert_eq!(check(&file).unwrap().schema, 10);
    for db in databases(&[]) {
        let outcome = restore(&file, &db, &app.app.blobs, |db| app_on(db, &app), &|_, _| {}).unwrap();
        assert_eq!((outcome.trail.wrong, outcome.different), (0, 0), "{:?}", outcome.trail);
        assert!(db.migrations_pending(MIGRATIONS).unwrap().is_empty());
        let there = app.moved_to(&db);
        let member = there.as_person("chen").await;
        assert!(member.get("/year").await.outline().contains("每天自学1小时"));
        assert!(member.get("/records").await.outline().contains("听党课"));
        let secretary = there.as_person("li").await;
        assert!(secretary.get("/branch").await.outline().contains("郑晓读"));
        let administrator = there.as_person("admin").await;
        for page in ["/people", "/accounts", "/trail", "/mandates"] {
            assert_eq!(administrator.get(page).await.status, StatusCode::OK, "{page}");
        }
        let again = folder.path().join(format!("{}.zip", crate::shell::Id::fresh()));
        let newest = MIGRATIONS.last().unwrap().version;
        assert_eq!(dump(&there.app, "", &again).unwrap().schema, newest);
    }
}
