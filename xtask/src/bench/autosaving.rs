//! Two hundred people write at once, the server is killed in the middle of it, and what was acknowledged is looked for.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};

use crate::bench::client::{Client, value_of};
use crate::bench::county::{County, PASSWORD};
use crate::bench::latency::{Latency, millis};
use crate::bench::pages::COUNTY;
use crate::bench::recording::wait;
use crate::report;

const WRITERS: usize = 200;
const WRITING: Duration = Duration::from_secs(5);

/// Each writer saves its own draft again and again; after the kill each draft must hold what was acknowledged last.
pub(super) fn autosaving() -> Result<()> {
    let county = County::of(COUNTY)?.copy()?;
    let names = county.secretaries()?;
    ensure!(!names.is_empty(), "nobody of this county can sign in");
    let server = county.serve()?;
    let address = server.address;
    let mut writers = Vec::with_capacity(WRITERS);
    for (number, name) in (0..WRITERS).zip(names.iter().cycle()) {
        writers.push(Writer::new(Client::sign_in(address, name, PASSWORD)?, number, name)?);
    }
    let over = AtomicBool::new(false);
    let begun = Instant::now();
    thread::scope(|scope| {
        for writer in &mut writers {
            let over = &over;
            scope.spawn(move || writer.write(over));
        }
        wait(WRITING);
        // Killed, not asked to end: nothing is flushed that was not.
        drop(server);
        over.store(true, Ordering::Relaxed);
    });
    let seconds = begun.elapsed().as_secs_f64();
    let saves: u32 = writers.iter().map(|writer| writer.acknowledged).sum();
    let times =
        Latency::among(writers.iter_mut().flat_map(|writer| std::mem::take(&mut writer.times)).collect());
    let server = county.serve()?;
    let mut lost = 0;
    for writer in &writers {
        lost += u32::from(!writer.finds_it(Client::sign_in(server.address, &writer.name, PASSWORD)?)?);
    }
    report::line(&format!(
        "{WRITERS} writers, {saves} saves acknowledged, {:.0} a second, median {} ms, p99 {} ms; after the kill {lost} \
         drafts lack what was acknowledged",
        f64::from(saves) / seconds,
        millis(times.median),
        millis(times.p99),
    ));
    ensure!(lost == 0, "acknowledged words were lost");
    Ok(())
}

struct Writer {
    client: Client,
    name: String,
    csrf: String,
    today: String,
    key: String,
    note: String,
    acknowledged: u32,
    times: Vec<Duration>,
}

impl Writer {
    fn new(mut client: Client, number: usize, name: &str) -> Result<Self> {
        let form = client.get("/notes/new")?;
        Ok(Self {
            csrf: value_of(&form, "_csrf")?.to_owned(),
            today: value_of(&form, "on")?.to_owned(),
            key: format!("bench-{number}"),
            client,
            name: name.to_owned(),
            note: String::new(),
            acknowledged: 0,
            times: Vec::new(),
        })
    }

    /// Saves until the server is gone.
    fn write(&mut self, over: &AtomicBool) {
        while !over.load(Ordering::Relaxed) {
            let next = self.acknowledged + 1;
            let (text, saves) = (text(next), self.acknowledged.to_string());
            let fields = [
                ("_csrf", self.csrf.as_str()),
                ("key", self.key.as_str()),
                ("on", self.today.as_str()),
                ("title", "同时写的笔记"),
                ("saves", saves.as_str()),
                ("text", text.as_str()),
            ];
            let begun = Instant::now();
            let Ok(answer) = self.client.post("/notes/keep", &fields) else { return };
            if answer.status != 200 {
                return;
            }
            self.times.push(begun.elapsed());
            self.acknowledged = next;
            if let Some(note) =
                answer.body.split("\"note\":\"").nth(1).and_then(|rest| rest.split('"').next())
            {
                note.clone_into(&mut self.note);
            }
        }
    }

    /// Whether the draft holds what was acknowledged last, or what was under way then.
    fn finds_it(&self, mut client: Client) -> Result<bool> {
        if self.acknowledged == 0 {
            return Ok(true);
        }
        let page = client.get(&format!("/notes/{}/edit", self.note))?;
        let number = page.split("save-number-").nth(1).and_then(|rest| rest.split(' ').next());
        let number: u32 = number.context("the draft has no number")?.parse()?;
        Ok(number >= self.acknowledged)
    }
}

fn text(number: u32) -> String {
    format!("save-number-{number} {}", "写到这里，想起昨天在课堂上看到的一幕。".repeat(20))
}
