//! The counties that are measured, and the product serving one of them.

use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;

use anyhow::{Context as _, Result, ensure};

use crate::process::{build_binary, root, run};
use crate::report;

/// The password of every account of a demo county.
pub(super) const PASSWORD: &str = "xueji-demo";

/// A county in target/bench, made once by `xueji demo` and used again by the next measurement.
#[derive(Debug)]
pub(super) struct County {
    binary: PathBuf,
    database: PathBuf,
}

impl County {
    /// The county of so many people; `XUEJI_BENCH_BINARY` names a binary that is built already.
    pub(super) fn of(people: u32) -> Result<Self> {
        let binary = match std::env::var_os("XUEJI_BENCH_BINARY") {
            Some(binary) => PathBuf::from(binary),
            None => build_binary("release")?,
        };
        let folder = root().join(format!("target/bench/county-{people}"));
        let (database, whole) = (folder.join("demo.db"), folder.join("whole"));
        // An interrupted making leaves no mark, and is begun again.
        if !whole.exists() {
            report::heading(&format!("Making a county of {people} people in {}", folder.display()));
            let mut make = Command::new(&binary);
            make.args(["demo", "--make-only", "--people", &people.to_string(), "--data"]).arg(&folder);
            run(make.env("XUEJI_LOG", "warn"))?;
            std::fs::write(&whole, "")?;
        }
        Ok(Self { binary, database })
    }

    /// A copy that may be written to.
    pub(super) fn copy(&self) -> Result<Self> {
        let database = self.database.with_file_name("written.db");
        for file in [written_beside(&database, "-wal"), written_beside(&database, "-shm")] {
            if file.exists() {
                std::fs::remove_file(file)?;
            }
        }
        std::fs::copy(&self.database, &database).context("cannot copy the county")?;
        Ok(Self { binary: self.binary.clone(), database })
    }

    /// A file beside the county's database.
    pub(super) fn beside(&self, name: &str) -> PathBuf {
        self.database.with_file_name(name)
    }

    /// The program on another database beside this one, which is not there yet.
    pub(super) fn beside_database(&self, name: &str) -> Result<Self> {
        let database = self.beside(name);
        for old in [database.clone(), written_beside(&database, "-wal"), written_beside(&database, "-shm")] {
            if old.exists() {
                std::fs::remove_file(old)?;
            }
        }
        Ok(Self { binary: self.binary.clone(), database })
    }

    /// `xueji` on this county's database.
    pub(super) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(&self.binary);
        command.args(args).args(["--log", "warn", "--database"]).arg(url(&self.database));
        command
    }

    /// The names of secretaries who can sign in: they are their numbers, the others' are words.
    pub(super) fn secretaries(&self) -> Result<Vec<String>> {
        let told = self.command(&["user", "list"]).stderr(Stdio::null()).output()?;
        ensure!(told.status.success(), "the accounts could not be listed");
        let text = String::from_utf8(told.stdout)?;
        let names = text.lines().filter_map(|line| line.split_whitespace().next());
        Ok(names.filter(|name| name.bytes().any(|byte| byte.is_ascii_digit())).map(str::to_owned).collect())
    }

    pub(super) fn serve(&self) -> Result<Server> {
        let mut child = self
            .command(&["serve", "--listen", "127.0.0.1:0"])
            // A measurement never pauses.
            .envs([("XUEJI_REQUESTS_PER_MINUTE", "0"), ("XUEJI_GUEST_REQUESTS_PER_MINUTE", "0")])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()?;
        let mut lines = BufReader::new(child.stderr.take().context("no standard error")?).lines();
        let address = loop {
            let line = lines.next().context("the server did not start")??;
            if let Some((_, address)) = line.split_once("http://") {
                break address.trim().parse()?;
            }
        };
        // Read on, or a full pipe would hold the server up.
        thread::spawn(move || lines.map_while(Result::ok).for_each(|line| report::line(&line)));
        Ok(Server { child, address })
    }
}

fn url(database: &Path) -> String {
    format!("sqlite:{}", database.display())
}

fn written_beside(database: &Path, suffix: &str) -> PathBuf {
    let mut name = database.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

/// The product under way; ended when it is dropped.
#[derive(Debug)]
pub(super) struct Server {
    child: Child,
    pub(super) address: SocketAddr,
}

impl Server {
    /// A line of /proc about its memory, in MB: `VmRSS` is now, `VmHWM` the most so far.
    pub(super) fn memory(&self, line: &str) -> Result<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))
            .context("memory is read from /proc, which this system has not")?;
        let rest = status.lines().find_map(|candidate| candidate.strip_prefix(line));
        let kib = rest.and_then(|rest| rest.trim_matches(':').split_whitespace().next());
        Ok(kib.context("no such line")?.parse::<u64>()? / 1024)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
