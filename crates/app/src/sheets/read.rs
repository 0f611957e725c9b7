//! The page code on a photographed or scanned sheet, read in a process of its own: what looks for codes tries every corner of
//! a picture with every other, and a hostile picture has thousands.

use std::io;
use std::time::Duration;

use crate::attachments;
use crate::shell::apart;
use crate::shell::upload::LARGEST_FILE;

/// What our codes begin with, so that any other code on the paper is passed over. Capitals and digits make the smallest drawing.
const MARK: &str = "XUEJI:";
/// The signs of a code: as many bits as nobody guesses.
pub(super) const LENGTH: usize = 20;
/// After so long a picture is given up. Those that are read take some tenths of a second.
const PATIENCE: Duration = Duration::from_secs(10);
/// More than all codes that a page shows.
const LONGEST: u64 = 4096;

/// A code as it stands in the drawing.
pub(super) fn drawn(code: &str) -> String {
    format!("{MARK}{code}")
}

/// Whether a text may be a code.
fn is_code(code: &str) -> bool {
    code.len() == LENGTH && code.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
}

/// Every page code that is seen on a picture, whichever side is up; none where it is no picture, or takes too long. Blocks.
///
/// # Errors
/// The process that looks did not start.
pub(super) fn codes(bytes: &[u8]) -> io::Result<Vec<String>> {
    // The program of the tests knows no commands.
    let answer = if cfg!(test) {
        of_picture(bytes).into_bytes()
    } else {
        apart::ask("read-page-code", bytes, PATIENCE, LONGEST)?
    };
    let answer = String::from_utf8_lossy(&answer);
    Ok(answer.split_whitespace().filter(|code| is_code(code)).map(str::to_owned).collect())
}

/// What `xueji read-page-code` answers to one picture from standard input.
pub(crate) fn read_apart() -> io::Result<String> {
    Ok(of_picture(&apart::taken(PATIENCE, LARGEST_FILE)?))
}

fn of_picture(bytes: &[u8]) -> String {
    let Some(picture) = attachments::gray(bytes) else { return String::new() };
    let code_of = |text: &str| text.strip_prefix(MARK).filter(|code| is_code(code)).map(str::to_owned);
    let texts = xueji_sight::texts(&picture, &|text| code_of(text).is_some());
    texts.iter().filter_map(|text| code_of(text)).collect::<Vec<_>>().join("\n")
}
