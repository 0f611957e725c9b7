//! What strangers hand in, looked at in a process of its own: a hostile file exhausts that process, and it is ended.

use std::io::{self, Read as _, Write as _};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

/// The memory that such a process may take.
const MEMORY: u64 = 1 << 30;

/// What this program answers to `bytes`, started once more with `command`; nothing where it did not answer within
/// `patience`, or more than `most` bytes. Blocks.
///
/// # Errors
/// The process did not start.
pub(crate) fn ask(command: &str, bytes: &[u8], patience: Duration, most: u64) -> io::Result<Vec<u8>> {
    let mut child = Command::new(std::env::current_exe()?)
        .arg(command)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    let (stdin, stdout) = (child.stdin.take(), child.stdout.take());
    let (speaker, heard) = mpsc::channel();
    Ok(std::thread::scope(|scope| {
        scope.spawn(move || {
            // A reader that has ended takes no more; what it said before counts.
            stdin.map(|mut stdin| stdin.write_all(bytes))
        });
        scope.spawn(move || {
            let mut answer = Vec::new();
            let read = stdout.map(|stdout| stdout.take(most).read_to_end(&mut answer));
            // Nobody listens any more where the time was over.
            let _ = speaker.send(if matches!(read, Some(Ok(_))) { answer } else { Vec::new() });
        });
        let answer = heard.recv_timeout(patience).unwrap_or_default();
        // It may have ended by itself.
        let _ = child.kill();
        let _ = child.wait();
        answer
    }))
}

/// In that process: keeps itself within bounds, and takes what it was handed, of `most` bytes at most.
pub(crate) fn taken(patience: Duration, most: u64) -> io::Result<Vec<u8>> {
    // Systems that know no such limit go without it; the time is kept by whoever started this.
    let _ = rlimit::setrlimit(rlimit::Resource::AS, MEMORY, MEMORY);
    let _ = rlimit::setrlimit(rlimit::Resource::CPU, patience.as_secs(), patience.as_secs());
    let mut bytes = Vec::new();
    io::stdin().lock().take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}
