//! What files are, what is taken out of them, and what becomes of those that nobody uses.

use std::io::{Cursor, Write as _};

use image::{ImageDecoder as _, ImageFormat, ImageReader};
use img_parts::png::{Png, PngChunk};
use img_parts::webp::WebP;
use img_parts::{Bytes, ImageEXIF as _};
use jiff::ToSpan as _;

use super::refusal::Refusal;
use super::samples::{self, TELLING, WORD, compound, container, office, pdf, photograph, picture};
use super::{Attachment, Kind, clean, find, keep, picture as looking, put, total};
use crate::attachments::strip::strip;
use crate::shell::blobs::{Arrived, Found};
use crate::shell::{Author, Blobs, Id};
use crate::testing::{TestApp, on_both};

fn arrived(blobs: &Blobs, bytes: &[u8]) -> Arrived {
    let mut incoming = blobs.incoming().unwrap();
    incoming.write_all(bytes).unwrap();
    incoming.end().unwrap()
}

fn try_put(app: &TestApp, name: &str, bytes: &[u8]) -> Result<Attachment, Refusal> {
    let arrived = arrived(&app.app.blobs, bytes);
    let id = put(&app.app, Author::Command, Id::from_text("an-account"), name, arrived).unwrap()?;
    Ok(app.app.read_blocking(|tx| find(tx, &[id])).unwrap().pop().expect("it was just stored"))
}

#[test]
fn the_content_says_what_a_file_is() {
    let sheet = "openxmlformats-officedocument.spreadsheetml.sheet";
    let slides = "openxmlformats-officedocument.presentationml.presentation";
    let files: [(Vec<u8>, Kind); 19] = [
        (picture(ImageFormat::Jpeg, 8, 8), Kind::Jpeg),
        (picture(ImageFormat::Png, 8, 8), Kind::Png),
        (picture(ImageFormat::WebP, 8, 8), Kind::Webp),
        (picture(ImageFormat::Gif, 8, 8), Kind::Gif),
        (pdf(), Kind::Pdf),
        (office(WORD, &[("word/document.xml", b"<w/>")]), Kind::Docx),
        (office(sheet, &[("xl/workbook.xml", b"<w/>")]), Kind::Xlsx),
        (office(slides, &[("ppt/presentation.xml", b"<w/>")]), Kind::Pptx),
        (compound(&["Root Entry", "WordDocument"]), Kind::Doc),
        (compound(&["Root Entry", "Workbook"]), Kind::Xls),
        (compound(&["Root Entry", "PowerPoint Document"]), Kind::Ppt),
        (b"ID3\x03\0\0\0\0\0\0".to_vec(), Kind::Mp3),
        (container("M4A ", &["soun"]), Kind::M4a),
        (container("3gp4", &["soun"]), Kind::M4a),
        (container("mp42", &["soun"]), Kind::M4a),
        (b"RIFF\x24\0\0\0WAVEfmt ".to_vec(), Kind::Wav),
        (b"OggS\0\x02\0\0\0\0\0\0\0\0".to_vec(), Kind::Ogg),
        (b"#!AMR\n\x3c\x08\x17\x13\x50\x00".to_vec(), Kind::Amr),
        (photograph(16, 8), Kind::Jpeg),
    ];
    for (bytes, kind) in files {
        assert_eq!(Kind::of(&bytes), Ok(kind), "{kind:?}");
    }
}

#[test]
fn what_is_not_accepted_is_told_apart() {
    let bomb = vec![0_u8; 8 << 20];
    let enabled = "ms-word.document.macroEnabled";
    let files: [(Vec<u8>, Refusal); 17] = [
        (Vec::new(), Refusal::Empty),
        (b"<!DOCTYPE html><script>alert(1)</script>".to_vec(), Refusal::Unknown),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>".to_vec(), Refusal::Unknown),
        (b"#!/bin/sh\nrm -r /\n".to_vec(), Refusal::Unknown),
        (b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff".to_vec(), Refusal::Unknown),
        (b"\x7fELF\x02\x01\x01\0".to_vec(), Refusal::Unknown),
        ("只是一段文字".as_bytes().to_vec(), Refusal::Unknown),
        (container("heic", &[]), Refusal::Heic),
        (container("mif1", &[]), Refusal::Heic),
        (container("mp42", &["vide", "soun"]), Refusal::Video),
        (office(WORD, &[("word/vbaProject.bin", b"x")]), Refusal::Macros),
        (office(enabled, &[("word/document.xml", b"x")]), Refusal::Macros),
        (office("something.else", &[("readme.txt", b"x")]), Refusal::Unknown),
        (office(WORD, &[("word/document.xml", &bomb)]), Refusal::Bomb),
        (b"PK\x03\x04 and nothing more".to_vec(), Refusal::Broken),
        (compound(&["WordDocument", "Macros", "_VBA_PROJECT"]), Refusal::Macros),
        (compound(&["EncryptedPackage"]), Refusal::Locked),
    ];
    for (bytes, refusal) in files {
        assert_eq!(Kind::of(&bytes), Err(refusal), "{:?}", bytes.get(..20.min(bytes.len())));
    }
}

fn holds(bytes: &[u8], sought: &[u8]) -> bool {
    bytes.windows(sought.len()).any(|window| window == sought)
}

fn seen(bytes: &[u8], format: ImageFormat) -> (image::DynamicImage, u8) {
    let mut decoder = ImageReader::with_format(Cursor::new(bytes), format).into_decoder().unwrap();
    let orientation = decoder.orientation().unwrap().to_exif();
    (image::DynamicImage::from_decoder(decoder).unwrap(), orientation)
}

#[test]
fn a_photograph_tells_neither_place_nor_device_and_looks_the_same() {
    let photograph = photograph(64, 32);
    for telling in TELLING {
        assert!(holds(&photograph, telling), "the sample has {}", String::from_utf8_lossy(telling));
    }
    let looked = looking::look(&photograph, Kind::Jpeg).unwrap();
    for telling in TELLING {
        let told = String::from_utf8_lossy(telling);
        assert!(!holds(&looked.stripped, telling), "{told} is still there");
        assert!(!holds(&looked.small, telling), "{told} is in the small one");
    }
    assert!(holds(&looked.stripped, b"ICC_PROFILE\0\x01\x01colors"), "its colors stay");
    let (before, after) = (seen(&photograph, ImageFormat::Jpeg), seen(&looked.stripped, ImageFormat::Jpeg));
    assert_eq!(before.0, after.0, "not one point changed");
    assert_eq!((before.1, after.1), (6, 6), "the same side is up");
    assert_eq!(looked.pixels, (32, 64), "as it is seen, upright");
    let (small, turned) = seen(&looked.small, ImageFormat::Jpeg);
    assert_eq!((small.width(), small.height(), turned), (32, 64, 1));
    // What was cleaned once stays as it is: the same picture is kept once.
    assert_eq!(strip(&looked.stripped, Kind::Jpeg, 6).unwrap(), looked.stripped);
}

#[test]
fn other_pictures_tell_nothing_either() {
    let mut png = Png::from_bytes(Bytes::from(picture(ImageFormat::Png, 20, 10))).unwrap();
    png.set_exif(Some(Bytes::from(samples::notes())));
    png.chunks_mut().insert(1, PngChunk::new(*b"tEXt", Bytes::from_static(b"Comment\0at home")));
    let png = [png.encoder().bytes().as_ref(), b"GPSLatitude"].concat();
    let mut webp = WebP::from_bytes(Bytes::from(picture(ImageFormat::WebP, 20, 10))).unwrap();
    webp.set_exif(Some(Bytes::from(samples::notes())));
    let webp = webp.encoder().bytes().to_vec();
    let mut gif = picture(ImageFormat::Gif, 20, 10);
    let end = gif.pop().unwrap();
    gif.extend(b"!\xfe\x07at home\0!\xff\x0bXMP DataXMP\x0bGPSLatitude\0");
    gif.push(end);
    for (bytes, kind, format, orientation) in [
        (png, Kind::Png, ImageFormat::Png, 6),
        (webp, Kind::Webp, ImageFormat::WebP, 6),
        (gif, Kind::Gif, ImageFormat::Gif, 1),
    ] {
        assert!(holds(&bytes, b"GPSLatitude"), "{kind:?}");
        let looked = looking::look(&bytes, kind).unwrap();
        for telling in TELLING {
            assert!(!holds(&looked.stripped, telling), "{kind:?} {}", String::from_utf8_lossy(telling));
        }
        let (before, after) = (seen(&bytes, format), seen(&looked.stripped, format));
        assert_eq!((before.0, orientation), (after.0, after.1), "{kind:?}");
    }
}

/// A PNG whose head promises this many points.
fn promising(width: u32, height: u32) -> Vec<u8> {
    let mut png = Png::from_bytes(Bytes::from(picture(ImageFormat::Png, 4, 4))).unwrap();
    let head = [&width.to_be_bytes()[..], &height.to_be_bytes(), b"\x08\x02\0\0\0"].concat();
    png.chunks_mut()[0] = PngChunk::new(*b"IHDR", Bytes::from(head));
    png.encoder().bytes().to_vec()
}

#[test]
fn a_picture_that_would_fill_the_memory_is_refused_before_it_is_decoded() {
    for (width, height) in [(50_000, 50_000), (1_000_000, 1), (9000, 9000), (u32::MAX / 2, u32::MAX / 2)] {
        let refusal = looking::look(&promising(width, height), Kind::Png).unwrap_err();
        let kind = matches!(refusal, Refusal::TooManyPixels | Refusal::Broken);
        assert!(kind, "{width} × {height}: {refusal:?}");
    }
    let cut = picture(ImageFormat::Png, 100, 100);
    assert_eq!(looking::look(&cut[..cut.len() / 2], Kind::Png).unwrap_err(), Refusal::Broken);
    let mut noise = picture(ImageFormat::Jpeg, 100, 100);
    noise.truncate(40);
    assert_eq!(looking::look(&noise, Kind::Jpeg).unwrap_err(), Refusal::Broken);
}

#[test]
fn stripping_survives_any_bytes() {
    let originals = [
        (photograph(16, 16), Kind::Jpeg),
        (picture(ImageFormat::Png, 16, 16), Kind::Png),
        (picture(ImageFormat::WebP, 16, 16), Kind::Webp),
        (picture(ImageFormat::Gif, 16, 16), Kind::Gif),
    ];
    for (bytes, kind) in originals {
        for cut in 0..bytes.len() {
            let _ = strip(&bytes[..cut], kind, 6);
            let mut bent = bytes.clone();
            bent[cut] ^= 0xff;
            let _ = strip(&bent, kind, 6);
        }
    }
}

#[tokio::test]
async fn what_no_record_names_is_removed_after_a_week_and_its_bytes_with_the_last() {
    on_both(async |app| {
        let today = app.app.clock.today();
        let first = try_put(app, "a.pdf", &pdf()).unwrap();
        let again = try_put(app, "b.pdf", &pdf()).unwrap();
        let other = try_put(app, "c.png", &picture(ImageFormat::Png, 9, 9)).unwrap();
        assert_eq!(first.hash, again.hash);
        let named = again.clone();
        assert!(app.app.write_blocking(Author::Command, move |work| keep(work, &[named.id])).unwrap());
        let cleared = clean(&app.app, &Author::System).unwrap();
        assert_eq!(cleared.files, 0, "nothing is old enough");
        app.app.clock.set(today + 8.days());
        let late = try_put(app, "d.pdf", &pdf()).unwrap();
        let cleared = clean(&app.app, &Author::System).unwrap();
        assert_eq!((cleared.files, cleared.bytes), (2, first.bytes + other.bytes));
        let ids = [first.id.clone(), again.id, other.id, late.id];
        let left = app.app.read_blocking(|tx| find(tx, &ids)).unwrap();
        assert_eq!(left.iter().map(|file| file.file_name.as_str()).collect::<Vec<_>>(), ["b.pdf", "d.pdf"]);
        // The bytes that another row names stay; the others are gone.
        assert_eq!(app.app.blobs.check(&first.hash).unwrap(), Found::Whole);
        assert_eq!(app.app.blobs.check(&other.hash).unwrap(), Found::Missing);
        assert_eq!(app.app.read_blocking(total).unwrap()[0], 2);
        // What is gone cannot be named any more.
        let gone = first.id;
        assert!(!app.app.write_blocking(Author::Command, move |work| keep(work, &[gone])).unwrap());
        let trail = app.as_person("zhou").await.get("/trail?deed=attachments.cleared").await.outline();
        assert!(trail.contains("清理未用附件"), "{trail}");
        app.app.clock.set(today);
    })
    .await;
}

#[tokio::test]
async fn an_account_cannot_fill_the_disk_with_files_that_nobody_uses() {
    let app = TestApp::in_memory();
    let first = try_put(&app, "a.pdf", &pdf()).unwrap();
    let full = app.app.write_blocking(Author::Command, move |work| {
        let bytes: i64 = 400 << 20;
        work.execute("update attachment set bytes = ?1", xueji_store::params![bytes])?;
        Ok(())
    });
    full.unwrap();
    assert_eq!(try_put(&app, "b.pdf", &pdf()).unwrap_err(), Refusal::NoRoom);
    let named = first.id;
    app.app.write_blocking(Author::Command, move |work| keep(work, &[named])).unwrap();
    assert!(try_put(&app, "b.pdf", &pdf()).is_ok(), "what a record names does not count");
}
