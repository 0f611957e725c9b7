//! Looking at a picture: whether it can be shown, how large it is, and a small one of it.
//!
//! Decoding is bounded in pixels and memory before it begins, and two pictures at most are decoded at once.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::metadata::Orientation;
use image::{
    DynamicImage, GrayImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits, Rgb, RgbImage,
};
use tokio::runtime::Handle;
use tokio::sync::Semaphore;

use crate::attachments::kind::Kind;
use crate::attachments::refusal::Refusal;
use crate::attachments::strip::strip;

/// The longer side of the small picture.
const SMALL: u32 = 480;
/// Three quarters: half the bytes of the best, and nobody sees it at this size.
const QUALITY: u8 = 75;
/// The largest picture that is looked at: the finest of today's phones take 50 million points.
const MOST_PIXELS: u64 = 64_000_000;
/// The most that decoding one may take.
const MOST_MEMORY: u64 = 320 << 20;

/// So many pictures are decoded at once, whoever asks for it: each takes memory.
pub(super) static LOOKING: Semaphore = Semaphore::const_new(2);

/// What was found.
#[derive(Debug)]
pub(super) struct Looked {
    /// As it is seen, whichever side was up.
    pub(super) pixels: (u32, u32),
    /// The same picture without position and device.
    pub(super) stripped: Vec<u8>,
    pub(super) small: Vec<u8>,
}

/// Looks at a picture.
pub(super) fn look(bytes: &[u8], kind: Kind) -> Result<Looked, Refusal> {
    let (image, orientation) = decode(bytes, kind)?;
    let stripped = strip(bytes, kind, orientation.to_exif()).ok_or(Refusal::Broken)?;
    let (width, height) = (image.width(), image.height());
    let pixels = if is_turned(orientation) { (height, width) } else { (width, height) };
    Ok(Looked { pixels, stripped, small: shrink(image, orientation, SMALL)? })
}

/// The small picture of one that was looked at before.
pub(super) fn small(bytes: &[u8], kind: Kind) -> Result<Vec<u8>, Refusal> {
    let (image, orientation) = decode(bytes, kind)?;
    shrink(image, orientation, SMALL)
}

/// A picture that was looked at before as an upright JPEG with sides of `longest` at most; none where it cannot be read.
///
/// Blocks until it is its turn: pictures that come in take turns with it.
pub(crate) fn reduced(bytes: &[u8], kind: Kind, longest: u32) -> Option<Vec<u8>> {
    let _looking = Handle::current().block_on(LOOKING.acquire()).ok()?;
    let (image, orientation) = decode(bytes, kind).ok()?;
    shrink(image, orientation, longest).ok()
}

/// Width and height of the small picture of one of this size.
pub(crate) fn small_pixels(pixels: (i64, i64)) -> (i64, i64) {
    reduced_pixels(pixels, SMALL)
}

/// Width and height of a picture of this size reduced to `longest`.
pub(crate) fn reduced_pixels((width, height): (i64, i64), longest: u32) -> (i64, i64) {
    let longer = width.max(height).max(1);
    let most = i64::from(longest);
    if longer <= most {
        return (width, height);
    }
    let part = |side: i64| (side.saturating_mul(most) + longer / 2) / longer;
    (part(width).max(1), part(height).max(1))
}

/// An upright picture in shades of gray, to be looked at by the program; none where it cannot be read.
///
/// Blocks, and takes much memory: only few of these at once.
pub(crate) fn gray(bytes: &[u8]) -> Option<GrayImage> {
    let (image, orientation) = decode(bytes, Kind::of(bytes).ok()?).ok()?;
    let mut image = DynamicImage::ImageLuma8(image.into_luma8());
    image.apply_orientation(orientation);
    Some(image.into_luma8())
}

fn decode(bytes: &[u8], kind: Kind) -> Result<(DynamicImage, Orientation), Refusal> {
    let format = match kind {
        Kind::Jpeg => ImageFormat::Jpeg,
        Kind::Png => ImageFormat::Png,
        Kind::Webp => ImageFormat::WebP,
        Kind::Gif => ImageFormat::Gif,
        _ => return Err(Refusal::Unknown),
    };
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_MEMORY);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|error| refusal(&error))?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MOST_PIXELS || decoder.total_bytes() > MOST_MEMORY {
        return Err(Refusal::TooManyPixels);
    }
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let image = DynamicImage::from_decoder(decoder).map_err(|error| refusal(&error))?;
    Ok((image, orientation))
}

fn refusal(error: &ImageError) -> Refusal {
    match error {
        ImageError::Limits(_) => Refusal::TooManyPixels,
        _ => Refusal::Broken,
    }
}

fn is_turned(orientation: Orientation) -> bool {
    // 5 to 8 lie on their side.
    orientation.to_exif() >= 5
}

/// On white, upright, as a JPEG.
fn shrink(image: DynamicImage, orientation: Orientation, longest: u32) -> Result<Vec<u8>, Refusal> {
    let is_larger = image.width().max(image.height()) > longest;
    let image = if is_larger { image.thumbnail(longest, longest) } else { image };
    let mut image = DynamicImage::ImageRgb8(on_white(&image));
    image.apply_orientation(orientation);
    let mut out = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut out, QUALITY);
    image.write_with_encoder(encoder).map_err(|_| Refusal::Broken)?;
    Ok(out)
}

fn on_white(image: &DynamicImage) -> RgbImage {
    if !image.color().has_alpha() {
        return image.to_rgb8();
    }
    let with_alpha = image.to_rgba8();
    let mut flat = RgbImage::new(image.width(), image.height());
    for (point, seen) in flat.pixels_mut().zip(with_alpha.pixels()) {
        let [red, green, blue, alpha] = seen.0.map(u16::from);
        let over = |color: u16| u8::try_from((color * alpha + 255 * (255 - alpha)) / 255).unwrap_or(u8::MAX);
        *point = Rgb([over(red), over(green), over(blue)]);
    }
    flat
}

#[cfg(test)]
mod tests {
    use super::small_pixels;

    #[test]
    fn the_small_picture_has_the_shape_of_the_large_one() {
        assert_eq!(small_pixels((4000, 3000)), (480, 360));
        assert_eq!(small_pixels((3000, 4000)), (360, 480));
        assert_eq!(small_pixels((300, 200)), (300, 200));
        assert_eq!(small_pixels((20_000, 2)), (480, 1));
    }
}
