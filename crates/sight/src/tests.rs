//! Pages as they come: scanned, turned, small, photographed on a table.

use image::{GrayImage, Luma};

use super::testing::{drawing, sheet};
use super::*;

/// The page on a table, turned by some degrees, in uneven light, with the grain of a camera.
fn photographed(page: &GrayImage, degrees: f64) -> GrayImage {
    let (width, height) = (2300_u32, 2300_u32);
    let (sin, cos) = degrees.to_radians().sin_cos();
    GrayImage::from_fn(width, height, |x, y| {
        let (dx, dy) = (f64::from(x) - 1150.0, f64::from(y) - 1150.0);
        let (u, v) = (dx * cos + dy * sin + 620.0, dy * cos - dx * sin + 877.0);
        let on_page = (0.0..1239.0).contains(&u) && (0.0..1753.0).contains(&v);
        #[expect(
            clippy::as_conversions,
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a place on the page"
        )]
        let seen = if on_page { f64::from(page.get_pixel(u as u32, v as u32).0[0]) } else { 90.0 };
        let light = 0.55 + 0.4 * f64::from(x) / f64::from(width);
        // The same grain each time: a test that fails fails again.
        let grain = f64::from((x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(40_503)) % 37) - 18.0;
        #[expect(
            clippy::as_conversions,
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "clamped to a shade"
        )]
        let shade = (seen * light + grain).clamp(0.0, 255.0) as u8;
        Luma([shade])
    })
}

#[test]
fn a_code_is_read_upright_upside_down_askew_small_and_grainy() {
    let code = "XUEJI:0123456789ABCDEF0123";
    let page = sheet(code);
    let small = imageops::resize(&page, 700, 990, FilterType::Triangle);
    for (what, picture) in [
        ("a scan", page.clone()),
        ("upside down", imageops::rotate180(&page)),
        ("on its side", imageops::rotate90(&page)),
        ("small", small),
        ("askew", photographed(&page, 7.0)),
        ("the other way", photographed(&page, -12.0)),
        ("nearly across", photographed(&page, 80.0)),
    ] {
        assert_eq!(texts(&picture, &|text| text.starts_with("XUEJI:")), [code], "{what}");
    }
}

#[test]
fn two_codes_are_two_and_what_is_not_wanted_is_passed_over() {
    let mut page = sheet("XUEJI:0123456789ABCDEF0123");
    imageops::overlay(&mut page, &drawing("https://example.org/other", 5), 80, 70);
    assert_eq!(texts(&page, &|_| true).len(), 2);
    assert!(texts(&page, &|text| text.starts_with("OTHER:")).is_empty());
    assert!(texts(&GrayImage::new(1, 1), &|_| true).is_empty());
}
