//! Sheets as a scanner sees them, for tests.

use fast_qr::ECL;
use fast_qr::qr::QRBuilder;
use image::imageops;
use image::{GrayImage, Luma};

/// A code's drawing as it is printed, `side` pixels a module.
///
/// # Panics
/// Where the text is too long for a code.
pub fn drawing(text: &str, side: u32) -> GrayImage {
    let drawn = QRBuilder::new(text).ecl(ECL::M).build().expect("the text fits into a code");
    let size = u32::try_from(drawn.size).expect("a code has a hundred modules or two");
    GrayImage::from_fn((size + 8) * side, (size + 8) * side, |x, y| {
        let (x, y) = (x / side, y / side);
        let inside = (4..size + 4).contains(&x) && (4..size + 4).contains(&y);
        let at = |value: u32| usize::try_from(value - 4).expect("it is inside");
        let is_dark = inside && drawn[at(y)].get(at(x)).is_some_and(|module| module.value());
        Luma([if is_dark { 0 } else { 255 }])
    })
}

/// A sheet with its code in the upper right corner, ruled and written on, as large as a scan of 150 dots an inch.
///
/// # Panics
/// Where the text is too long for a code.
pub fn sheet(text: &str) -> GrayImage {
    let mut page = GrayImage::from_pixel(1240, 1754, Luma([250]));
    for line in (330..1650).step_by(54) {
        for x in 100..1140 {
            page.put_pixel(x, line, Luma([150]));
        }
        // Something like handwriting: strokes that go up and down.
        for x in (120..1000).filter(|x| x % 37 > 4) {
            let up = (x * 7 + line * 3) % 30;
            for thick in 0..3 {
                page.put_pixel(x, line - 8 - up + thick, Luma([60]));
            }
        }
    }
    imageops::overlay(&mut page, &drawing(text, 5), 960, 70);
    page
}
