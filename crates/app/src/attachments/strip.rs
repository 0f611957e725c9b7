//! Taking out of a picture what says where, when and with what it was taken, without touching what it shows.
//!
//! Only what a picture needs to be seen stays: its image data, its colors, and which side is up. Whatever is not known
//! goes, and so does everything after its end, where phones keep a film or a second picture with a position of its own.

use img_parts::png::Png;
use img_parts::webp::{
    CHUNK_ALPH, CHUNK_ANIM, CHUNK_ANMF, CHUNK_ICCP, CHUNK_VP8, CHUNK_VP8L, CHUNK_VP8X, WebP,
};
use img_parts::{Bytes, ImageEXIF as _};

use crate::attachments::kind::Kind;

/// The same picture without what it tells of its making; nothing where it is broken.
///
/// `orientation` is 1 to 8, as cameras note which side is up.
pub(super) fn strip(bytes: &[u8], kind: Kind, orientation: u8) -> Option<Vec<u8>> {
    match kind {
        Kind::Jpeg => jpeg(bytes, orientation),
        Kind::Png => png(bytes, orientation),
        Kind::Webp => webp(bytes, orientation),
        Kind::Gif => gif(bytes),
        _ => None,
    }
}

/// The one note that stays: a table of a single entry, the orientation.
fn upright(orientation: u8) -> Option<Vec<u8>> {
    let mut note = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0".to_vec();
    note.extend([orientation, 0, 0, 0, 0, 0, 0, 0]);
    (2..=8).contains(&orientation).then_some(note)
}

const SOI: u8 = 0xd8;
const EOI: u8 = 0xd9;
const SOS: u8 = 0xda;

fn jpeg(bytes: &[u8], orientation: u8) -> Option<Vec<u8>> {
    let mut rest = bytes.strip_prefix(&[0xff, SOI])?;
    let mut out = Vec::with_capacity(bytes.len());
    out.extend([0xff, SOI]);
    let mut note = upright(orientation);
    loop {
        let at = rest.iter().position(|byte| *byte == 0xff)?;
        rest = after_fill(rest.get(at..)?);
        let (&marker, after) = rest.split_first()?;
        rest = after;
        match marker {
            EOI => break,
            // Marks that stand alone.
            0x00 | 0x01 | 0xd0..=SOI => continue,
            _ => {}
        }
        let length = usize::from(u16::from_be_bytes(rest.first_chunk().copied()?));
        let (segment, after) = rest.split_at_checked(length)?;
        rest = after;
        if marker != 0xe0
            && let Some(note) = note.take()
        {
            let length = u16::try_from(note.len() + 8).unwrap_or_default();
            out.extend([0xff, 0xe1]);
            out.extend(length.to_be_bytes());
            out.extend(b"Exif\0\0");
            out.extend(note);
        }
        if is_needed(marker, segment.get(2..)?) {
            out.extend([0xff, marker]);
            out.extend(segment);
        }
        if marker == SOS {
            let (scan, after) = rest.split_at(end_of_scan(rest));
            out.extend(scan);
            rest = after;
            if rest.is_empty() {
                // Cut off by a camera that was put away too soon: what is there can be seen.
                break;
            }
        }
    }
    out.extend([0xff, EOI]);
    Some(out)
}

/// Of the segments that programs add, the frame's head, the colors and their transformation.
fn is_needed(marker: u8, content: &[u8]) -> bool {
    match marker {
        0xe0 => content.starts_with(b"JFIF\0"),
        0xe2 => content.starts_with(b"ICC_PROFILE\0"),
        0xee => content.starts_with(b"Adobe"),
        // Other segments of programs, and comments.
        0xe1..=0xef | 0xfe => false,
        _ => true,
    }
}

/// Where the image data of a scan ends: at a mark that is neither a filled byte nor a restart.
fn end_of_scan(bytes: &[u8]) -> usize {
    let mut pairs = bytes.windows(2);
    pairs
        .position(|pair| matches!(pair, [0xff, mark] if !matches!(mark, 0x00 | 0xd0..=0xd7 | 0xff)))
        .unwrap_or(bytes.len())
}

/// After the bytes that may fill up the way to a mark.
fn after_fill(bytes: &[u8]) -> &[u8] {
    let at = bytes.iter().position(|byte| *byte != 0xff).unwrap_or(bytes.len());
    bytes.get(at..).unwrap_or_default()
}

/// Chunks without which a PNG looks otherwise.
const OF_PNG: [&[u8; 4]; 15] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP", b"sBIT",
    b"pHYs", b"acTL", b"fcTL", b"fdAT",
];

fn png(bytes: &[u8], orientation: u8) -> Option<Vec<u8>> {
    let mut png = Png::from_bytes(Bytes::copy_from_slice(bytes)).ok()?;
    png.chunks_mut().retain(|chunk| OF_PNG.contains(&&chunk.kind()));
    png.set_exif(upright(orientation).map(Bytes::from));
    Some(png.encoder().bytes().to_vec())
}

fn webp(bytes: &[u8], orientation: u8) -> Option<Vec<u8>> {
    const NEEDED: [[u8; 4]; 7] =
        [CHUNK_VP8, CHUNK_VP8L, CHUNK_VP8X, CHUNK_ALPH, CHUNK_ANIM, CHUNK_ANMF, CHUNK_ICCP];
    let mut webp = WebP::from_bytes(Bytes::copy_from_slice(bytes)).ok()?;
    webp.chunks_mut().retain(|chunk| NEEDED.contains(&chunk.id()));
    // Says anew in the head what is there.
    webp.set_exif(upright(orientation).map(Bytes::from));
    Some(webp.encoder().bytes().to_vec())
}

/// A GIF keeps its frames and how often they repeat; comments and what programs added go.
fn gif(bytes: &[u8]) -> Option<Vec<u8>> {
    let table = |flags: u8| if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) };
    let head = 13 + table(*bytes.get(10)?);
    let (start, mut rest) = bytes.split_at_checked(head)?;
    let mut out = start.to_vec();
    loop {
        match *rest.first()? {
            b',' => {
                let data = 11 + table(*rest.get(9)?);
                let (frame, after) = rest.split_at_checked(data + blocks(rest.get(data..)?)?)?;
                out.extend(frame);
                rest = after;
            }
            b'!' => {
                let (extension, after) = rest.split_at_checked(2 + blocks(rest.get(2..)?)?)?;
                let repeats = extension.get(3..14) == Some(b"NETSCAPE2.0");
                if extension.get(1) == Some(&0xf9) || repeats {
                    out.extend(extension);
                }
                rest = after;
            }
            b';' => break,
            _ => return None,
        }
    }
    out.push(b';');
    Some(out)
}

/// How long a row of blocks is, each behind its length, the last one empty.
fn blocks(bytes: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        let length = usize::from(*bytes.get(at)?);
        at += 1 + length;
        if length == 0 {
            return Some(at);
        }
    }
}
