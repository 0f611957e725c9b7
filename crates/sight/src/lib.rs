//! What QR codes on a picture say: a photograph of a page, a scan. Shades of gray in, texts out.
//!
//! Knows no noun of the domain. A hostile picture keeps it busy for very long: call it where it can be ended.

use image::GrayImage;
use image::imageops::{self, FilterType};
use rqrr::PreparedImage;

/// The longer sides at which a picture is looked at: fine enough for a small code, coarse enough against grain and blur.
/// A small picture is made larger, which tells the edges of its squares apart.
const SIDES: [u32; 4] = [1600, 1000, 2400, 700];

/// The texts of the codes on a picture that are `wanted`, each once, whichever side of the picture is up.
///
/// It is looked at in several sizes until one of them shows something wanted.
pub fn texts(picture: &GrayImage, wanted: &dyn Fn(&str) -> bool) -> Vec<String> {
    let longer = picture.width().max(picture.height());
    for side in SIDES {
        // Made larger than this it says no more than it did.
        if side > longer.saturating_mul(2) && side != SIDES[0] {
            continue;
        }
        let found = look(scaled(picture, side.min(longer.saturating_mul(2))), wanted);
        if !found.is_empty() {
            return found;
        }
    }
    // A shadow over the page, or ink through the paper: softened, the drawing holds together.
    look(imageops::blur(&scaled(picture, SIDES[0]), 1.2), wanted)
}

fn scaled(picture: &GrayImage, longest: u32) -> GrayImage {
    let longer = picture.width().max(picture.height()).max(1);
    let part = |side: u32| {
        let part = u64::from(side) * u64::from(longest) / u64::from(longer);
        u32::try_from(part).unwrap_or(longest).max(1)
    };
    imageops::resize(picture, part(picture.width()), part(picture.height()), FilterType::Triangle)
}

fn look(picture: GrayImage, wanted: &dyn Fn(&str) -> bool) -> Vec<String> {
    let mut texts = Vec::new();
    for grid in PreparedImage::prepare(picture).detect_grids() {
        let Ok((_, text)) = grid.decode() else { continue };
        if wanted(&text) && !texts.contains(&text) {
            texts.push(text);
        }
    }
    texts
}

#[cfg(any(test, feature = "testing"))]
pub mod testing;
#[cfg(test)]
mod tests;
