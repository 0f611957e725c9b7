//! What commands print: answers to standard output, all else to standard error.

use std::io::{ErrorKind, IsTerminal as _, Write as _};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

/// The two streams.
#[derive(Debug)]
pub(crate) struct Output {
    colored: bool,
}

impl Output {
    pub(crate) fn new() -> Self {
        let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        Self { colored: !plain && std::io::stdout().is_terminal() }
    }

    /// Whether the answer goes to a screen that shows colors.
    pub(crate) fn is_colored(&self) -> bool {
        self.colored
    }

    /// A part of the answer, as it is; a line end is added where there is none.
    #[expect(clippy::unused_self, reason = "who prints holds the output, so that nobody else does")]
    pub(crate) fn text(&mut self, text: &str) -> anyhow::Result<()> {
        let end = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
        let mut out = std::io::stdout().lock();
        let written = out.write_all(text.as_bytes()).and_then(|()| out.write_all(end.as_bytes()));
        match written.and_then(|()| out.flush()) {
            // Whoever read had enough: `xueji plan show | head`.
            Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
            written => Ok(written?),
        }
    }

    /// The answer as data.
    pub(crate) fn json(&mut self, value: &serde_json::Value) -> anyhow::Result<()> {
        self.text(&serde_json::to_string_pretty(value)?)
    }

    /// What a person should know beside the answer.
    #[expect(clippy::unused_self, reason = "who prints holds the output, so that nobody else does")]
    pub(crate) fn note(&mut self, text: &str) {
        // Nobody is left to be told that standard error is gone.
        let _ = writeln!(std::io::stderr().lock(), "{text}");
    }

    /// A bar for work in `total` steps; on a screen only, and nothing for work that is soon done.
    #[expect(clippy::unused_self, reason = "who prints holds the output, so that nobody else does")]
    pub(crate) fn progress(&self, total: u64, what: &'static str) -> ProgressBar {
        let bar = ProgressBar::new(total).with_message(what);
        if let Ok(style) = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len} {eta}") {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(200));
        bar
    }
}
