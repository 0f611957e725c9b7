//! Documents as offices have them, good and bad.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::*;

const SMALL: DocumentLimits = DocumentLimits { max_bytes: 1 << 20, max_text: 1 << 20 };

fn read(bytes: &[u8]) -> Result<String, DocumentError> {
    read_document(bytes, &SMALL).map(|document| document.text)
}

fn archive(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(content.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// A Word document with this body.
fn word(body: &str) -> Vec<u8> {
    let document = format!(r#"<w:document xmlns:w="w"><w:body>{body}</w:body></w:document>"#);
    archive(&[
        ("word/document.xml", &document),
        ("word/numbering.xml", NUMBERING),
        ("word/styles.xml", STYLES),
    ])
}

const NUMBERING: &str = r#"<w:numbering xmlns:w="w">
  <w:abstractNum w:abstractNumId="0">
    <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>
    <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
    <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl>
  </w:abstractNum>
  <w:num w:numId="7"><w:abstractNumId w:val="0"/></w:num>
</w:numbering>"#;

const STYLES: &str = r#"<w:styles xmlns:w="w">
  <w:style w:styleId="Base"><w:pPr><w:numPr><w:numId w:val="7"/></w:numPr></w:pPr></w:style>
  <w:style w:styleId="Title2"><w:basedOn w:val="Base"/></w:style>
</w:styles>"#;

fn paragraph(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

fn item(level: usize, text: &str) -> String {
    format!(
        r#"<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="7"/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"#
    )
}

#[test]
fn text_is_read_in_the_encodings_of_chinese_offices() {
    let said = "每名党员每周自学不少于2小时。";
    let (gb, ..) = encoding_rs::GB18030.encode(said);
    let mut marked = vec![0xEF, 0xBB, 0xBF];
    marked.extend_from_slice(said.as_bytes());
    let utf16: Vec<u8> = [0xFEFF].into_iter().chain(said.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    for bytes in [said.as_bytes(), gb.as_ref(), &marked, &utf16] {
        assert_eq!(read(bytes).as_deref(), Ok(said));
    }
}

#[test]
fn broken_characters_are_counted_and_not_hidden() {
    let mut bytes = encoding_rs::GB18030.encode("每周自学").0.into_owned();
    bytes.extend_from_slice(&[0xFF, b'a']);
    assert_eq!(read_document(&bytes, &SMALL).unwrap().unreadable, 1);
}

#[test]
fn a_web_page_is_what_a_reader_sees() {
    let page = "<!DOCTYPE html><html><head><meta charset=gbk><title>不见</title></head><body><h1>安排</h1>\
        <script>alert('不见')</script><p>每月&nbsp;集中\n学习1次。<br>并做好记录。</p><table><tr><td><p>读书会</p></td>\
        <td>5月</td></tr><tr><td>参观</td><td>7月</td></tr></table></body></html>";
    let (bytes, ..) = encoding_rs::GBK.encode(page);
    let document = read_document(&bytes, &SMALL).unwrap();
    assert_eq!(document.format, Format::Html);
    assert_eq!(document.text, "安排\n每月 集中 学习1次。\n并做好记录。\n读书会 \t5月\n参观\t7月");
}

#[test]
fn word_numbers_are_written_out_and_begin_anew_below_each_heading() {
    let body = [
        item(0, "个人自学"),
        item(1, "读书"),
        item(2, "每年4本"),
        item(2, "每季度1篇体会"),
        item(0, "集中学习"),
        item(1, "每月1次"),
        r#"<w:p><w:pPr><w:pStyle w:val="Title2"/></w:pPr><w:r><w:t>其他</w:t></w:r></w:p>"#.to_owned(),
        paragraph("没有编号"),
    ];
    assert_eq!(
        read(&word(&body.concat())).as_deref(),
        Ok(
            "一、个人自学\n（一）读书\n1.每年4本\n2.每季度1篇体会\n二、集中学习\n（一）每月1次\n三、其他\n没有编号"
        )
    );
}

#[test]
fn tracked_changes_of_word_are_accepted() {
    let body = "<w:p><w:r><w:t>每月学习</w:t></w:r><w:del><w:r><w:delText>1</w:delText><w:t>1</w:t></w:r></w:del>\
        <w:ins><w:r><w:t>2</w:t></w:r></w:ins><w:r><w:t>次 &amp; 记录&#12290;</w:t></w:r></w:p>";
    assert_eq!(read(&word(body)).as_deref(), Ok("每月学习2次 & 记录。"));
}

#[test]
fn a_table_of_word_is_rows_with_tabs_between_cells() {
    let cell = |text: &str| format!("<w:tc>{}</w:tc>", paragraph(text));
    let row = |cells: [&str; 3]| format!("<w:tr>{}</w:tr>", cells.map(cell).concat());
    let body = format!(
        "{}<w:tbl>{}{}</w:tbl>{}",
        paragraph("计划表"),
        row(["项目", "时间", "部门"]),
        row(["读书会", "", "工会"]),
        paragraph("完")
    );
    assert_eq!(read(&word(&body)).as_deref(), Ok("计划表\n项目 \t时间 \t部门\n读书会 \t\t工会\n完"));
}

#[test]
fn a_pdf_printed_by_a_browser_is_paragraphs_again() {
    let text = read(include_bytes!("tests/printed.pdf")).unwrap();
    assert!(text.contains("一、个人自学\n"), "{text}");
    assert!(text.contains("青河县"), "radicals become characters: {text}");
    assert!(text.contains("认真贯彻落实，做到学有所思"), "a paragraph goes on over its lines: {text}");
}

#[test]
fn what_cannot_be_read_says_what_to_do_instead() {
    let mut old = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    old.resize(600, 0);
    let workbook = archive(&[("xl/workbook.xml", "<workbook/>")]);
    let broken = word("<w:p><w:r></w:p>");
    let cases: [(&[u8], DocumentError, &str); 9] = [
        (&old, DocumentError::OldFormat, ".docx"),
        (b"{\\rtf1 abc}", DocumentError::RichText, ".docx"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", DocumentError::NotADocument, "PDF"),
        (&workbook, DocumentError::NotWord, ".docx"),
        (&broken, DocumentError::Damaged, "另存"),
        (b"PK\x03\x04cut short", DocumentError::Damaged, "另存"),
        (b"%PDF-1.7\nnothing more", DocumentError::Damaged, "另存"),
        (b" \n \n", DocumentError::Empty, "没有文字"),
        (b"", DocumentError::Empty, "没有文字"),
    ];
    for (bytes, error, advice) in cases {
        assert_eq!(read(bytes), Err(error.clone()));
        assert!(error.describe(crate::Language::Chinese).contains(advice), "{error}");
    }
}

#[test]
fn a_scan_is_told_from_a_damaged_file() {
    // One page that draws nothing.
    let mut pdf = String::from("%PDF-1.4\n");
    let mut offsets = Vec::new();
    for object in [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources<<>>>>",
        "<</Length 0>>stream\n\nendstream",
    ] {
        offsets.push(pdf.len());
        writeln!(pdf, "{} 0 obj{object}endobj", offsets.len()).unwrap();
    }
    let start = pdf.len();
    pdf.push_str("xref\n0 5\n0000000000 65535 f \n");
    for offset in offsets {
        writeln!(pdf, "{offset:010} 00000 n ").unwrap();
    }
    write!(pdf, "trailer<</Size 5/Root 1 0 R>>\nstartxref\n{start}\n%%EOF").unwrap();
    assert_eq!(read(pdf.as_bytes()), Err(DocumentError::Scan));
}

#[test]
fn a_bomb_is_refused_before_it_unpacks() {
    let body = paragraph(&"学".repeat(2 << 20));
    let bomb = word(&body);
    assert!(bomb.len() < 100_000);
    assert_eq!(read(&bomb), Err(DocumentError::TooLarge(SMALL.max_text)));
    assert_eq!(read(&vec![b'a'; 2 << 20]), Err(DocumentError::TooLarge(SMALL.max_bytes)));
}

#[test]
fn deep_nesting_takes_no_more_than_its_length() {
    let deep = format!(
        "{}{}{}",
        "<w:tbl><w:tr><w:tc>".repeat(3000),
        paragraph("底"),
        "</w:tc></w:tr></w:tbl>".repeat(3000)
    );
    assert_eq!(read(&word(&deep)).as_deref(), Ok("底"));
    let boxes = format!("{}底{}", "<w:p><w:r>".repeat(3000), "</w:r></w:p>".repeat(3000));
    assert_eq!(read(&word(&boxes)), Err(DocumentError::Empty));
    assert_eq!(read(format!("<html>{}底", "<div>".repeat(100_000)).as_bytes()).as_deref(), Ok("底"));
}

proptest::proptest! {
    #[test]
    fn no_bytes_make_a_reader_panic(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..400), kind in 0..4_usize) {
        let start: [&[u8]; 4] = [b"", b"<html>", b"%PDF-1.4\n1 0 obj<<", b"\xEF\xBB\xBF"];
        let whole = [start[kind], &bytes].concat();
        let _ = read(&whole);
    }

    #[test]
    fn no_markup_makes_the_word_reader_panic(body in "(<w:(p|r|t|tbl|tr|tc|del|numId w:val=\"7\"/|br/)>|</w:(p|r|t|tbl|tr|tc|del)>|[学&;# ]){0,60}") {
        let _ = read(&word(&body));
    }
}

#[test]
fn what_a_fuzzer_made_up_ends_in_a_text_or_a_reason() {
    let corpus = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus/fuzzed");
    let files = |kind: &str| -> Vec<Vec<u8>> {
        let entries = std::fs::read_dir(corpus.join(kind)).unwrap();
        entries.map(|entry| std::fs::read(entry.unwrap().path()).unwrap()).collect()
    };
    let mut seen = 0;
    let mut tidy = |bytes: &[u8]| {
        if let Ok(text) = read(bytes) {
            assert!(
                text.chars().all(|symbol| !symbol.is_control() || matches!(symbol, '\n' | '\t')),
                "{text:?}"
            );
        }
        seen += 1;
    };
    for body in files("word") {
        let body = String::from_utf8_lossy(&body).into_owned();
        tidy(&archive(&[("word/document.xml", &body)]));
    }
    for body in files("pdf") {
        tidy(&[b"%PDF-1.4\n", body.as_slice()].concat());
    }
    assert!(seen >= 40, "{seen} files");
}
