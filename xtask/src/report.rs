//! What the chores say on the terminal: the only place in xtask that prints.

use std::time::Duration;

/// One plain line.
#[expect(clippy::print_stdout, reason = "telling is what this module is for")]
pub(crate) fn line(text: &str) {
    println!("{text}");
}

/// The beginning of a step, easy to find in a long log.
pub(crate) fn heading(text: &str) {
    line(&format!("\n━━ {text} ━━"));
}

/// What failed, its causes below.
#[expect(clippy::print_stderr, reason = "telling is what this module is for")]
pub(crate) fn failure(error: &anyhow::Error) {
    eprintln!("\nerror: {error}");
    for cause in error.chain().skip(1) {
        eprintln!("  because: {cause}");
    }
}

/// `75.4 s` or `3 min 05 s`.
pub(crate) fn duration(time: Duration) -> String {
    let seconds = time.as_secs();
    if seconds < 100 {
        format!("{:.1} s", time.as_secs_f64())
    } else {
        format!("{} min {:02} s", seconds / 60, seconds % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_times_are_told_in_minutes() {
        assert_eq!(duration(Duration::from_millis(4_250)), "4.2 s");
        assert_eq!(duration(Duration::from_secs(185)), "3 min 05 s");
    }
}
