//! Made-up files for the tests: of every accepted kind, and of those that are refused.

use std::io::{Cursor, Write as _};

use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// What no served picture may hold.
pub(crate) const TELLING: [&[u8]; 5] = [b"GPSLatitude", b"PHONE-9000", b"Photoshop", b"at home", b"ftypmp42"];

fn drawn(width: u32, height: u32) -> DynamicImage {
    let shade = |part: u32| u8::try_from(part % 256).unwrap();
    DynamicImage::ImageRgb8(RgbImage::from_fn(width, height, |x, y| Rgb([shade(x), shade(y), shade(x + y)])))
}

/// A picture of this kind, as a program draws it.
pub(crate) fn picture(format: ImageFormat, width: u32, height: u32) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    drawn(width, height).write_to(&mut out, format).unwrap();
    out.into_inner()
}

/// The notes of a phone: which side is up (6: on its right), its name, where and when.
pub(crate) fn notes() -> Vec<u8> {
    let mut notes = b"MM\0\x2a\0\0\0\x08\0\x03".to_vec();
    notes.extend(b"\x01\x0f\0\x02\0\0\0\x0b\0\0\0\x32"); // Make, at 50
    notes.extend(b"\x01\x12\0\x03\0\0\0\x01\0\x06\0\0"); // Orientation
    notes.extend(b"\x88\x25\0\x04\0\0\0\x01\0\0\0\x3e"); // the table of positions, at 62
    notes.extend(b"\0\0\0\0");
    notes.extend(b"PHONE-9000\0\0");
    notes.extend(b"\0\x01\0\x01\0\x02\0\0\0\x02N\0\0\0\0\0\0\0");
    notes.extend(b"GPSLatitude 30.67");
    notes
}

fn segment(marker: u8, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len() + 2).unwrap();
    [&[0xff, marker], length.to_be_bytes().as_slice(), content].concat()
}

/// A photograph of a phone, on its side, that tells everything about where it was taken.
pub(crate) fn photograph(width: u32, height: u32) -> Vec<u8> {
    let mut plain = Vec::new();
    drawn(width, height).write_with_encoder(JpegEncoder::new_with_quality(&mut plain, 90)).unwrap();
    let mut out = plain[..2].to_vec();
    out.extend(segment(0xe1, &[b"Exif\0\0".as_slice(), &notes()].concat()));
    out.extend(segment(0xe1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta GPSLatitude=\"30.67\"/>"));
    out.extend(segment(0xed, b"Photoshop 3.0\08BIM\x04\x04"));
    out.extend(segment(0xe2, b"MPF\0GPSLatitude"));
    out.extend(segment(0xe2, b"ICC_PROFILE\0\x01\x01colors"));
    out.extend(segment(0xfe, b"taken at home"));
    out.extend(&plain[2..]);
    // A film behind the picture, as some phones keep it.
    out.extend(b"\0\0\0\x18ftypmp42GPSLatitude");
    out
}

/// A page of PDF.
pub(crate) fn pdf() -> Vec<u8> {
    b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n".to_vec()
}

/// A document of an office program, of these parts beside its list.
pub(crate) fn office(kind: &str, parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let list = format!("<Types><Override ContentType=\"application/vnd.{kind}.main+xml\"/></Types>");
    zip.start_file("[Content_Types].xml", SimpleFileOptions::default()).unwrap();
    zip.write_all(list.as_bytes()).unwrap();
    for (name, content) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

pub(crate) const WORD: &str = "openxmlformats-officedocument.wordprocessingml.document";

/// A file of the older office programs that has these streams.
pub(crate) fn compound(streams: &[&str]) -> Vec<u8> {
    let mut out = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    out.resize(512, 0);
    for stream in streams {
        out.extend(stream.encode_utf16().flat_map(u16::to_le_bytes));
        out.resize(out.len().next_multiple_of(128), 0);
    }
    out
}

/// What a phone's camera or recorder writes: with these tracks.
pub(crate) fn container(brand: &str, tracks: &[&str]) -> Vec<u8> {
    let mut out = format!("\0\0\0\x18ftyp{brand}\0\0\0\0{brand}").into_bytes();
    for track in tracks {
        out.extend(b"\0\0\0\x20hdlr\0\0\0\0\0\0\0\0");
        out.extend(track.as_bytes());
        out.extend([0; 16]);
    }
    out
}

/// A film as a camera's program writes it: its tables, after some pictures, describe tracks of these kinds and codings.
pub(crate) fn film(brand: &str, tracks: &[(&str, &str)]) -> Vec<u8> {
    let boxed = |name: &str, content: &[u8]| {
        let size = u32::try_from(content.len() + 8).unwrap().to_be_bytes();
        [size.as_slice(), name.as_bytes(), content].concat()
    };
    let track = |(kind, coding): &(&str, &str)| {
        let handler = boxed("hdlr", &[[0; 8].as_slice(), kind.as_bytes(), &[0; 13]].concat());
        let coded = boxed("stsd", &[b"\0\0\0\0\0\0\0\x01\0\0\0\x10", coding.as_bytes(), &[0; 8]].concat());
        let table = boxed("minf", &boxed("stbl", &coded));
        boxed("trak", &boxed("mdia", &[handler, table].concat()))
    };
    let tracks: Vec<u8> = tracks.iter().flat_map(track).collect();
    let head = boxed("ftyp", format!("{brand}\0\0\0\0{brand}").as_bytes());
    [head, boxed("mdat", &[7; 10_000].repeat(2)), boxed("moov", &tracks)].concat()
}
