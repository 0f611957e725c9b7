//! Files that are no workbook, or one made to do harm.

use std::io::{Cursor, Write};

use proptest::prelude::*;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::sample::{COLUMNS, read, texts, with_part};
use crate::{Extent, Limits, SheetError, read_sheet};

const STRINGS: &str = "xl/sharedStrings.xml";
const SHEET: &str = "xl/worksheets/sheet1.xml";

fn good() -> Vec<u8> {
    texts(&[&["名称", "编号", "日期"], &["甲", "1", "20260305"], &["乙", "2", "20260306"]])
}

fn refusal(bytes: &[u8]) -> SheetError {
    read(bytes).unwrap_err()
}

#[test]
fn other_files_are_told_apart() {
    let compound = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
    let stream: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(refusal(compound), SheetError::OldWorkbook);
    assert_eq!(refusal(&[&compound[..], &[0; 600], &stream].concat()), SheetError::Encrypted);
    assert_eq!(refusal("名称,日期\n甲,20260305\n".as_bytes()), SheetError::TextFile);
    assert_eq!(refusal(b"<html>\n<table></table>"), SheetError::TextFile);
    assert_eq!(refusal(b"\x89PNG\r\n\x1a\n\0\0"), SheetError::NotAWorkbook);
    assert_eq!(refusal(b""), SheetError::NotAWorkbook);
    assert_eq!(refusal(&archive_of("word/document.xml", b"<a/>")), SheetError::NotAWorkbook);
}

#[test]
fn a_file_cut_short_is_damaged() {
    let bytes = good();
    for length in [2, 100, bytes.len() / 2, bytes.len() - 1] {
        assert_eq!(refusal(&bytes[..length]), SheetError::Damaged, "{length} bytes");
    }
}

#[test]
fn size_is_limited_before_and_after_unpacking() {
    let bytes = good();
    let limits = Limits { max_bytes: 100, ..Limits::default() };
    assert_eq!(read_sheet(&bytes, COLUMNS, limits).unwrap_err(), SheetError::TooLarge(Extent::Bytes(100)));
    let limits = Limits { max_unpacked: 2_000, ..Limits::default() };
    assert_eq!(
        read_sheet(&bytes, COLUMNS, limits).unwrap_err(),
        SheetError::TooLarge(Extent::Unpacked(2_000))
    );
}

fn archive_of(name: &str, content: &[u8]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    archive.start_file(name, SimpleFileOptions::default()).unwrap();
    archive.write_all(content).unwrap();
    archive.finish().unwrap().into_inner()
}

#[test]
fn a_bomb_is_refused_whether_its_directory_boasts_or_lies() {
    const REAL: u32 = 64 << 20;
    let zeros = vec![0; usize::try_from(REAL).unwrap()];
    let honest = archive_of("xl/workbook.xml", &zeros);
    let begun = std::time::Instant::now();
    assert_eq!(refusal(&honest), SheetError::ZipBomb);
    for claimed in [1_u32 << 30, 1_000] {
        let mut bomb = honest.clone();
        let places: Vec<_> =
            (0..bomb.len() - 4).filter(|at| bomb[*at..*at + 4] == REAL.to_le_bytes()).collect();
        assert_eq!(places.len(), 2, "the part's header and the directory");
        for at in places {
            bomb[at..at + 4].copy_from_slice(&claimed.to_le_bytes());
        }
        let refused = refusal(&bomb);
        assert!(matches!(refused, SheetError::ZipBomb | SheetError::Damaged), "{claimed}: {refused:?}");
    }
    assert!(begun.elapsed().as_secs() < 10, "{:?}", begun.elapsed());
}

#[test]
fn a_false_claim_of_strings_does_not_end_the_process() {
    for claim in ["99999999999999", "18446744073709551615", "999999999999999999999999"] {
        let claim = format!("uniqueCount=\"{claim}");
        let bytes = with_part(&good(), STRINGS, |xml| xml.replace("uniqueCount=\"", &claim));
        assert_eq!(refusal(&bytes), SheetError::Damaged, "{claim}");
    }
}

#[test]
fn entities_are_not_expanded_and_deep_nesting_ends() {
    let doctype = "<!DOCTYPE a [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>";
    let bytes = with_part(&good(), STRINGS, |xml| {
        xml.replacen("<sst", &format!("{doctype}<sst"), 1).replace('甲', "&b;&b;&b;&b;")
    });
    let begun = std::time::Instant::now();
    if let Ok(sheet) = read(&bytes) {
        let longest = sheet.rows.iter().filter_map(|row| row.text("name")).map(str::len).max();
        assert!(longest < Some(100), "an entity was expanded");
    }
    let nested = "<x>".repeat(200_000);
    let bytes =
        with_part(&good(), SHEET, |xml| xml.replacen("<sheetData>", &format!("{nested}<sheetData>"), 1));
    let _ = read(&bytes);
    assert!(begun.elapsed().as_secs() < 10);
}

#[test]
fn absurd_cell_references_are_damage_and_no_panic() {
    for reference in ["A99999999999999", "ZZZZZZZZZZ1", "A0", "1", "甲1", ""] {
        let bytes =
            with_part(&good(), SHEET, |xml| xml.replacen("r=\"A2\"", &format!("r=\"{reference}\""), 1));
        let _ = read(&bytes);
    }
    let backwards = "</sheetData><mergeCells><mergeCell ref=\"D9:A1\"/></mergeCells>";
    let _ = read(&with_part(&good(), SHEET, |xml| xml.replace("</sheetData>", backwards)));
}

#[test]
fn rows_out_of_order_are_damage() {
    let bytes = with_part(&good(), SHEET, |xml| xml.replace("\"A2\"", "\"A9\""));
    assert_eq!(refusal(&bytes), SheetError::Damaged);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
        let _ = read(&bytes);
        let _ = read(&[b"PK\x03\x04", bytes.as_slice()].concat());
    }

    #[test]
    fn a_damaged_workbook_never_panics(at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut bytes = good();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        let _ = read(&bytes);
    }

    #[test]
    fn damaged_xml_never_panics(at in any::<prop::sample::Index>(), text in "[ -~甲]{0,8}", part in 0..4_usize) {
        let name = [SHEET, STRINGS, "xl/workbook.xml", "xl/styles.xml"][part];
        let bytes = with_part(&good(), name, |xml| {
            let characters: Vec<char> = xml.chars().collect();
            let at = at.index(characters.len());
            let head: String = characters[..at].iter().collect();
            let tail: String = characters[at..].iter().skip(text.len()).collect();
            head + &text + &tail
        });
        let _ = read(&bytes);
    }
}
