//! The product as a process of its own, which can be killed.

use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use anyhow::{Context as _, Result, ensure};

/// The command line, kept apart from whatever configuration the machine has.
pub(crate) fn xueji() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xueji"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("XUEJI_")) {
        command.env_remove(name);
    }
    command
}

/// `xueji serve` under way; killed at the latest when it is dropped.
#[derive(Debug)]
pub(crate) struct Server {
    child: Child,
    pub(crate) address: SocketAddr,
    said: Arc<Mutex<String>>,
}

impl Server {
    /// Starts it on a free port and waits for its address. Nobody's requests are counted: hands never pause.
    pub(crate) fn start(database: &Path) -> Result<Self> {
        let free = ["--log", "warn", "--requests-per-minute", "0", "--guest-requests-per-minute", "0"];
        Self::start_with(database, &free, &[])
    }

    /// The same with these flags and variables of the environment.
    pub(crate) fn start_with(database: &Path, flags: &[&str], variables: &[(&str, &Path)]) -> Result<Self> {
        let url = format!("sqlite:{}", database.display());
        let mut child = xueji()
            .args(["serve", "--listen", "127.0.0.1:0", "--database", &url])
            .args(flags)
            .envs(variables.iter().copied())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()?;
        let mut lines = BufReader::new(child.stderr.take().context("no standard error")?).lines();
        let mut before = String::new();
        let address = loop {
            let line = lines.next().with_context(|| format!("the server did not start: {before}"))??;
            if let Some((_, address)) = line.split_once("http://") {
                break address.trim().parse()?;
            }
            before.push_str(&line);
        };
        let said = Arc::new(Mutex::new(String::new()));
        let heard = Arc::clone(&said);
        // Read on, or a full pipe would hold the server up.
        thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                let mut heard = heard.lock().unwrap_or_else(PoisonError::into_inner);
                heard.push_str(&line);
                heard.push('\n');
            }
        });
        Ok(Self { child, address, said })
    }

    /// `kill -9`, and no grace.
    pub(crate) fn kill(&mut self) -> Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    /// SIGTERM, as whoever runs services sends it; waits for the end.
    pub(crate) fn ask_to_end(&mut self) -> Result<ExitStatus> {
        let asked = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status()?;
        ensure!(asked.success(), "the signal was not sent");
        Ok(self.child.wait()?)
    }

    /// What it told on standard error.
    pub(crate) fn said(&self) -> String {
        self.said.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It is gone already where the test went well.
        let _ = self.kill();
    }
}
