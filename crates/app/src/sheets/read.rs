//! The page code on a photographed or scanned sheet, read in a process of its own: what looks for codes tries every corner of
//! a picture with every other, and a hostile picture has thousands.

use std::io;
use std::time::Duration;

use image::GrayImage;
use image::imageops::{self, FilterType};
use rqrr::PreparedImage;

use crate::attachments;
use crate::shell::apart;
use crate::shell::upload::LARGEST_FILE;

/// What our codes begin with, so that any other code on the paper is passed over. Capitals and digits make the smallest drawing.
const MARK: &str = "XUEJI:";
/// The signs of a code: as many bits as nobody guesses.
pub(super) const LENGTH: usize = 20;
/// The longer sides at which a picture is looked at: fine enough for a small code, coarse enough against grain and blur.
/// A small picture is made larger, which tells the edges of its squares apart.
const SIDES: [u32; 4] = [1600, 1000, 2400, 700];
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
    attachments::gray(bytes).map(|picture| seen(&picture).join("\n")).unwrap_or_default()
}

fn seen(picture: &GrayImage) -> Vec<String> {
    let longer = picture.width().max(picture.height());
    for side in SIDES {
        // Made larger than this it says no more than it did.
        if side > longer.saturating_mul(2) && side != SIDES[0] {
            continue;
        }
        let found = look(&scaled(picture, side.min(longer.saturating_mul(2))));
        if !found.is_empty() {
            return found;
        }
    }
    // A shadow over the page, or ink through the paper: softened, the drawing holds together.
    look(&imageops::blur(&scaled(picture, SIDES[0]), 1.2))
}

fn scaled(picture: &GrayImage, longest: u32) -> GrayImage {
    let longer = picture.width().max(picture.height()).max(1);
    let part = |side: u32| {
        let part = u64::from(side) * u64::from(longest) / u64::from(longer);
        u32::try_from(part).unwrap_or(longest).max(1)
    };
    imageops::resize(picture, part(picture.width()), part(picture.height()), FilterType::Triangle)
}

fn look(picture: &GrayImage) -> Vec<String> {
    let mut codes = Vec::new();
    for grid in PreparedImage::prepare(picture.clone()).detect_grids() {
        let Ok((_, text)) = grid.decode() else { continue };
        let code = text.strip_prefix(MARK).filter(|code| is_code(code));
        codes.extend(code.filter(|code| !codes.iter().any(|known| known == code)).map(str::to_owned));
    }
    codes
}
