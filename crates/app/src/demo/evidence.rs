//! A few files that stand with records: a drawn picture, a page of PDF, some seconds of sound. All made here.

use std::io::Write as _;

use anyhow::Context as _;
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, Rgb, RgbImage};

use crate::accounts;
use crate::attachments;
use crate::demo::SignIn;
use crate::people;
use crate::records::{self, Entry, Subject};
use crate::shell::{App, Author, Id, Result};

/// Who gets files beside the latest records: their own, and of the secretary's branch.
const ROLES: [&str; 2] = ["member", "secretary"];
const REASON: &str = "补充附件";

/// Adds files to some of the latest records of the demo's sign-ins, as one adds them on a record's page.
pub(super) fn attach(app: &App, sign_ins: &[SignIn]) -> Result<()> {
    let today = app.clock.today();
    for sign_in in sign_ins.iter().filter(|sign_in| ROLES.contains(&sign_in.role)) {
        let account = app.read_blocking(|tx| accounts::account_of(tx, &sign_in.name))?;
        let Some((account_id, person_id)) =
            account.and_then(|account| Some((account.id, account.person_id?)))
        else {
            continue;
        };
        let mut subjects = vec![Subject::Person(person_id.clone())];
        if sign_in.role == "secretary" {
            let home = app.read_blocking(|tx| people::home(tx, &person_id, today))?;
            subjects.extend(home.map(|home| Subject::Organization(home.id)));
        }
        for subject in subjects {
            let latest = app.read_blocking(|tx| records::latest_of(tx, &subject, 2))?;
            let sets: [&[(&str, Vec<u8>)]; 2] = [
                &[("现场.jpg", picture(7)?), ("签到.jpg", picture(3)?), ("学习提纲.pdf", page())],
                &[("书影.jpg", picture(5)?), ("发言录音.wav", sound(2))],
            ];
            for (record, files) in latest.iter().zip(sets) {
                add(app, &account_id, &record.id, files)?;
            }
        }
    }
    Ok(())
}

fn add(app: &App, account_id: &Id, record_id: &Id, files: &[(&str, Vec<u8>)]) -> Result<()> {
    let mut ids = Vec::new();
    for (name, bytes) in files {
        let mut incoming = app.blobs.incoming().map_err(anyhow::Error::from)?;
        incoming.write_all(bytes).map_err(anyhow::Error::from)?;
        let arrived = incoming.end().map_err(anyhow::Error::from)?;
        let put = attachments::put(app, Author::Command, account_id.clone(), name, arrived)?;
        ids.push(put.ok().context("a made-up file is refused")?);
    }
    let entry = Entry::now(&app.clock, account_id.clone(), "demo");
    let key = Id::fresh().to_string();
    app.write_blocking(Author::Command, |work| {
        records::add_files(work, &entry, record_id, &key, &ids, REASON)
    })?;
    Ok(())
}

/// Hills under a sky, drawn from a few figures.
fn picture(seed: u32) -> Result<Vec<u8>> {
    const WIDTH: u32 = 800;
    const HEIGHT: u32 = 600;
    let shade = |part: u32, of: u32, from: u8, to: u8| {
        let (from, to) = (u32::from(from), u32::from(to));
        u8::try_from((from * (of - part.min(of)) + to * part.min(of)) / of).unwrap_or(u8::MAX)
    };
    let drawn = RgbImage::from_fn(WIDTH, HEIGHT, |x, y| {
        let angle = f64::from(x) / f64::from(40 + seed * 9);
        let ridge = f64::from(HEIGHT) * 0.55 + angle.sin() * 60.0 + (angle * 2.7).cos() * 22.0;
        if f64::from(y) < ridge {
            Rgb([shade(y, HEIGHT, 120, 245), shade(y, HEIGHT, 165, 225), shade(y, HEIGHT, 200, 200)])
        } else {
            Rgb([shade(y, HEIGHT, 60, 110), shade(y, HEIGHT, 120, 125), shade(y, HEIGHT, 80, 60)])
        }
    });
    let mut out = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut out, 80);
    DynamicImage::ImageRgb8(drawn).write_with_encoder(encoder).map_err(anyhow::Error::from)?;
    Ok(out)
}

/// One page with a line of text.
pub(super) fn page() -> Vec<u8> {
    use std::fmt::Write as _;

    let text = "BT /F1 24 Tf 72 720 Td (Notes for the study session) Tj ET";
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R \
         /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{text}\nendstream", text.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    let (mut out, mut rows) = ("%PDF-1.4\n".to_owned(), String::new());
    // Writing to a text cannot fail.
    for (object, number) in objects.iter().zip(1..) {
        let _ = writeln!(rows, "{:010} 00000 n ", out.len());
        let _ = write!(out, "{number} 0 obj\n{object}\nendobj\n");
    }
    let (table, count) = (out.len(), objects.len() + 1);
    let _ = write!(
        out,
        "xref\n0 {count}\n0000000000 65535 f \n{rows}trailer\n<< /Size {count} /Root 1 0 R >>\n\
         startxref\n{table}\n%%EOF\n"
    );
    out.into_bytes()
}

/// So many seconds of a quiet tone.
pub(super) fn sound(seconds: u32) -> Vec<u8> {
    const RATE: u32 = 8000;
    let bytes = seconds * RATE;
    let samples = (0..bytes).map(|at| if at / 16 % 2 == 0 { 124 } else { 132 });
    let mut out = b"RIFF".to_vec();
    out.extend((36 + bytes).to_le_bytes());
    out.extend(b"WAVEfmt \x10\0\0\0\x01\0\x01\0");
    out.extend(RATE.to_le_bytes());
    out.extend(RATE.to_le_bytes());
    out.extend(b"\x01\0\x08\0data");
    out.extend(bytes.to_le_bytes());
    out.extend(samples);
    out
}
