//! What the server does by itself and writes down: a log without people, and no half backup when it is ended.

use std::fs;
use std::path::Path;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};

use crate::server::{Server, xueji};
use crate::visitor::Visitor;
use crate::{county, with_database};

const PASSWORD: &str = "xueji-demo";

#[test]
fn the_log_names_requests_and_nobody() -> Result<()> {
    let folder = tempfile::tempdir()?;
    county(folder.path())?;
    let arguments = ["--log", "debug", "--log-format", "json"];
    let mut server = Server::start_with(&folder.path().join("demo.db"), &arguments, &[])?;
    let mut visitor = Visitor::connect(server.address)?;
    let member = visitor.sign_in("member", PASSWORD)?;
    visitor.record(&member, "一篇关于张三的读书笔记")?;
    ensure!(server.ask_to_end()?.success(), "{}", server.said());
    let said = server.said();
    for secret in [PASSWORD, "张三", "读书笔记", "member", member.token()?] {
        ensure!(!said.contains(secret), "the log holds {secret}");
    }
    let answered = said.lines().filter(|line| line.contains("\"answered\""));
    let mut numbers = 0;
    for line in answered {
        let told: serde_json::Value = serde_json::from_str(line).context("a line is no object")?;
        let number = told.pointer("/span/id").and_then(|id| id.as_str()).context("no number")?;
        ensure!(number.len() == 26, "{line}");
        numbers += 1;
    }
    ensure!(numbers >= 4, "{said}");
    Ok(())
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
}

#[test]
fn a_backup_under_way_when_the_server_is_ended_is_whole_or_not_there() -> Result<()> {
    let folder = tempfile::tempdir()?;
    county(folder.path())?;
    let backups = folder.path().join("backups");
    let arguments = ["--backup-folder", &backups.display().to_string()];
    let (_held, never) = mpsc::channel::<()>();
    // From hardly begun to nearly done.
    for wait in [0, 20, 60, 150] {
        let mut server = Server::start_with(&folder.path().join("demo.db"), &arguments, &[])?;
        let _ = never.recv_timeout(Duration::from_millis(wait));
        let asked = Instant::now();
        ensure!(server.ask_to_end()?.success(), "{}", server.said());
        ensure!(asked.elapsed() < Duration::from_secs(20), "it took {:?} to end", asked.elapsed());
        for name in names(&backups) {
            ensure!(!name.contains(".part"), "{name} was left behind");
            let whole = xueji().args(["backup", "--check"]).arg(backups.join(&name)).output()?;
            ensure!(whole.status.success(), "{}", String::from_utf8_lossy(&whole.stderr));
        }
    }
    Ok(())
}

#[test]
fn what_cannot_be_restored_is_refused_as_such() -> Result<()> {
    let folder = tempfile::tempdir()?;
    county(folder.path())?;
    let (database, file) = (folder.path().join("demo.db"), folder.path().join("day.zip"));
    let made = with_database(xueji().arg("backup").arg(&file), &database).output()?;
    ensure!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let over = with_database(xueji().arg("restore").arg(&file), &database).output()?;
    ensure!(over.status.code() == Some(4), "{}", String::from_utf8_lossy(&over.stderr));
    let bytes = fs::read(&file)?;
    let cut = folder.path().join("cut.zip");
    fs::write(&cut, bytes.get(..bytes.len() / 2).context("half")?)?;
    let fresh = folder.path().join("fresh.db");
    for (wrong, said) in [(&cut, "no backup"), (&folder.path().join("nowhere.zip"), "cannot open")] {
        let refused = with_database(xueji().arg("restore").arg(wrong), &fresh).output()?;
        let told = String::from_utf8_lossy(&refused.stderr).into_owned();
        ensure!(refused.status.code() == Some(4) && told.contains(said), "{:?}: {told}", refused.status);
    }
    let again = with_database(xueji().arg("backup").arg(&file), &database).output()?;
    ensure!(again.status.code() == Some(4), "{}", String::from_utf8_lossy(&again.stderr));
    Ok(())
}
