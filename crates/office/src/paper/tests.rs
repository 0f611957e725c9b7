//! What an office finds in the file.

use proptest::prelude::*;
use quick_xml::Reader;
use quick_xml::events::Event;

use super::*;
use crate::sample::part;
use crate::{DocumentLimits, Format, read_document};

fn read(bytes: &[u8]) -> String {
    let document = read_document(bytes, &DocumentLimits::default()).unwrap();
    assert_eq!(document.format, Format::Word);
    document.text
}

fn paper(blocks: Vec<Block>) -> Paper {
    Paper { title: "会议记录".to_owned(), blocks, ..Paper::default() }
}

fn main_part(blocks: Vec<Block>) -> String {
    part(&paper(blocks).write().unwrap(), "word/document.xml")
}

/// The part's style of this name, from its first line to its last.
fn style(name: &str) -> String {
    let styles = part(&paper(Vec::new()).write().unwrap(), "word/styles.xml");
    let (_, rest) = styles.split_once(&format!(r#"w:styleId="{name}""#)).unwrap();
    rest.split_once("</w:style>").unwrap().0.to_owned()
}

fn names(count: usize) -> List {
    List {
        columns: vec![ListColumn::centered("姓名", 2), ListColumn::left("签到", 3)],
        rows: (1..=count).map(|number| vec![format!("党员{number}")]).collect(),
        numbered: true,
        abreast: 1,
    }
}

fn heading(rank: Rank) -> Block {
    Block::Heading(rank, "学习".to_owned())
}

#[test]
fn everything_that_was_said_is_read_again_in_order() {
    let halves = FactRow::Halves(Fact::new("时间", "3月6日"), Fact::new("地点", "会议室"));
    let document = Paper {
        title: "3月集中学习\n会议记录".to_owned(),
        subtitle: "（第3次）".to_owned(),
        orientation: Orientation::Portrait,
        blocks: vec![
            Block::Facts(vec![halves, FactRow::Whole(Fact::new("议题", "一\n二"))]),
            heading(Rank::First),
            Block::Paragraph("要坚持读原著。\r\n\r\n会后自学。".to_owned()),
            Block::Signatures(vec!["主持人".to_owned()]),
            Block::NewPage(Orientation::Landscape),
            Block::Title("签到表".to_owned()),
            Block::List(names(2)),
        ],
    };
    let expected = "3月集中学习\n会议记录\n（第3次）\n时间 \t3月6日 \t地点 \t会议室\n议题 \t一 二\n一、学习\n\
        要坚持读原著。\n会后自学。\n主持人： 年　　月　　日\n签到表\n序号 \t姓名 \t签到\n1 \t党员1 \t\n2 \t党员2 \t";
    let text = read(&document.write().unwrap()).replace("  ", " ");
    let lines = |text: &str| text.lines().map(|line| line.trim().to_owned()).collect::<Vec<_>>();
    assert_eq!(lines(&text), lines(expected));
}

#[test]
fn pictures_stand_where_they_belong_under_their_own_names() {
    let picture = |byte: u8| {
        Block::Picture(Picture {
            jpeg: vec![byte; 40],
            width: 300,
            height: 150,
            told: "第\"1\"页".to_owned(),
        })
    };
    let bytes = paper(vec![picture(1), Block::Paragraph("之后".to_owned()), picture(2)]).write().unwrap();
    let (document, relations) =
        (part(&bytes, "word/document.xml"), part(&bytes, "word/_rels/document.xml.rels"));
    let first = document.find(r#"r:embed="picture0""#).unwrap();
    assert!(first < document.find("之后").unwrap());
    assert!(document.contains("第&quot;1&quot;页") && document.contains(r#"r:embed="picture1""#));
    assert!(relations.contains(r#"Id="picture1""#) && relations.contains(r#"Target="media/picture1.jpeg""#));
    assert_eq!(part(&bytes, "word/media/picture1.jpeg").as_bytes(), [2; 40]);
    assert!(part(&bytes, "[Content_Types].xml").contains("image/jpeg"));
    assert!(style("Picture").contains(r#"w:lineRule="auto""#), "a line of a fixed height would cut it off");
}

#[test]
fn the_page_is_that_of_official_documents() {
    let upright = main_part(Vec::new());
    // Twentieths of a point: 37, 26, 35 and 28 mm.
    assert!(upright.contains(r#"<w:pgSz w:w="11906" w:h="16838"/>"#), "{upright}");
    assert!(upright.contains(r#"w:top="2098" w:right="1474" w:bottom="1984" w:left="1587""#), "{upright}");
    let defaults = part(&paper(Vec::new()).write().unwrap(), "word/styles.xml");
    assert!(defaults.contains(r#"w:eastAsia="仿宋_GB2312""#) && defaults.contains(r#"<w:sz w:val="32"/>"#));
    assert!(defaults.contains(r#"w:eastAsia="zh-CN""#));
    assert!(style("Normal").contains(r#"<w:spacing w:line="579" w:lineRule="exact"/>"#), "28.95 points");
    assert!(style("Body").contains(r#"w:firstLineChars="200""#));
    assert!(style("Title").contains("方正小标宋简体") && style("Title").contains(r#"<w:sz w:val="44"/>"#));
    assert!(style("Heading1").contains("黑体") && style("Heading2").contains("楷体"));
    assert!(style("Footer").contains("宋体") && style("Footer").contains(r#"<w:sz w:val="28"/>"#));
}

#[test]
fn page_numbers_stand_between_dashes_on_the_outer_side() {
    let bytes = paper(Vec::new()).write().unwrap();
    for (name, side) in [("footer1", "FooterOdd"), ("footer2", "FooterEven")] {
        let footer = part(&bytes, &format!("word/{name}.xml"));
        assert!(footer.contains("— </w:t>") && footer.contains(" —</w:t>") && footer.contains(" PAGE "));
        assert!(footer.contains(side));
    }
    assert!(part(&bytes, "word/settings.xml").contains("<w:evenAndOddHeaders/>"));
    assert!(style("FooterOdd").contains(r#"<w:jc w:val="right"/>"#));
    assert!(style("FooterEven").contains(r#"<w:jc w:val="left"/>"#));
}

#[test]
fn headings_are_numbered_by_rank_and_anew_below_a_higher_one() {
    use Rank::{First, Second, Third};
    let ranks = [First, Second, Third, Third, Second, Third, First, Second];
    let mut blocks: Vec<Block> = ranks.map(heading).into();
    blocks.extend([Block::Title("附件".to_owned()), heading(First)]);
    let text = read(&paper(blocks).write().unwrap());
    let expected = ["一、", "（一）", "1.", "2.", "（二）", "1.", "二、", "（一）", "附件", "一、"];
    for (line, number) in text.lines().skip(1).zip(expected) {
        assert!(line.starts_with(number), "{line} begins with {number}");
    }
}

#[test]
fn a_list_repeats_its_headings_and_leaves_room_to_sign() {
    let part = main_part(vec![Block::List(names(45))]);
    assert_eq!(part.matches("<w:tblHeader/>").count(), 1);
    assert_eq!(part.matches(r#"<w:trHeight w:val="454" w:hRule="atLeast"/>"#).count(), 46, "8 mm");
    assert_eq!(part.matches("<w:cantSplit/>").count(), 46);
    // Serial numbers and names stand in the middle, what is signed does not.
    assert_eq!(part.matches(r#"<w:pStyle w:val="CellCentered"/>"#).count(), 90);
    assert_eq!(part.matches(r#"<w:pStyle w:val="Cell"/>"#).count(), 45);
}

#[test]
fn columns_share_the_width_of_the_page_as_it_lies() {
    let widths = |orientation| {
        let part = main_part(vec![Block::NewPage(orientation), Block::List(names(1))]);
        let widths = part.split("<w:gridCol w:w=\"").skip(1);
        widths.map(|rest| rest.split('"').next().unwrap().parse().unwrap()).collect::<Vec<usize>>()
    };
    assert_eq!(widths(Orientation::Portrait), [794, 3220, 4830]);
    assert_eq!(widths(Orientation::Landscape), [794, 4784, 7177]);
}

#[test]
fn two_rows_abreast_are_counted_from_left_to_right() {
    let list = List { abreast: 2, ..names(3) };
    let text = read(&paper(vec![Block::List(list)]).write().unwrap());
    let rows: Vec<Vec<&str>> =
        text.lines().skip(1).map(|line| line.split('\t').map(str::trim).collect()).collect();
    assert_eq!(rows[0], ["序号", "姓名", "签到", "序号", "姓名", "签到"]);
    assert_eq!(rows[1], ["1", "党员1", "", "2", "党员2", ""]);
    assert_eq!(rows[2], ["3", "党员3", "", "", "", ""]);
}

#[test]
fn pages_turn_where_they_are_told_to() {
    let part = main_part(vec![Block::NewPage(Orientation::Landscape), Block::NewPage(Orientation::Portrait)]);
    let sizes: Vec<bool> = part
        .split("<w:pgSz")
        .skip(1)
        .map(|size| size.split("/>").next().unwrap().contains("landscape"))
        .collect();
    assert_eq!(sizes, [false, true, false]);
}

#[test]
fn nobody_signs_a_page_of_its_own() {
    let signed = |text: &str| {
        main_part(vec![Block::Paragraph(text.to_owned()), Block::Signatures(vec!["记录人".to_owned()])])
    };
    assert_eq!(signed("第一段\n第二段").matches("BodyKept").count(), 1, "the last paragraph goes along");
    assert!(style("BodyKept").contains("<w:keepNext/>") && style("Signature").contains("<w:keepNext/>"));
    assert!(!main_part(vec![Block::Paragraph("第一段".to_owned())]).contains("BodyKept"));
}

#[test]
fn a_table_is_kept_apart_from_the_next() {
    let part = main_part(vec![Block::List(names(1)), Block::List(names(1))]);
    assert!(!part.contains("</w:tbl><w:tbl>"), "two tables without a paragraph between them are one in Word");
    assert!(!part.contains("</w:tbl><w:sectPr>"), "a document does not end with a table");
}

#[test]
fn tables_of_no_columns_are_left_out_and_of_too_many_refused() {
    let empty = main_part(vec![Block::List(List::default()), Block::Facts(Vec::new())]);
    assert!(!empty.contains("<w:tbl>"));
    let wide =
        |count| List { columns: vec![ListColumn::left("列", 1); count], numbered: true, ..List::default() };
    assert!(paper(vec![Block::List(wide(62))]).write().is_ok());
    assert!(paper(vec![Block::List(wide(63))]).write().is_err());
    assert!(paper(vec![Block::List(List { abreast: usize::MAX, ..wide(2) })]).write().is_err());
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    let once = paper(vec![Block::List(names(3))]);
    assert_eq!(once.write().unwrap(), once.clone().write().unwrap());
    let mut archive = zip::ZipArchive::new(io::Cursor::new(once.write().unwrap())).unwrap();
    for index in 0..archive.len() {
        assert_eq!(archive.by_index(index).unwrap().last_modified(), Some(zip::DateTime::default()));
    }
}

/// What of a text is to be seen, without blanks, which the reader sets by its own rules.
fn seen(text: &str) -> String {
    let invisible = |symbol: &char| {
        symbol.is_control()
            || symbol.is_whitespace()
            || matches!(symbol, '\u{feff}' | '\u{fffe}' | '\u{ffff}' | '\u{200b}'..='\u{200f}')
            || matches!(symbol, '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{ad}')
    };
    text.chars().filter(|symbol| !invisible(symbol)).collect()
}

fn assert_sound(bytes: &[u8]) {
    for name in ["word/document.xml", "docProps/core.xml"] {
        let part = part(bytes, name);
        let mut reader = Reader::from_str(&part);
        while reader.read_event().unwrap() != Event::Eof {}
    }
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[\\x00-\\x1f<&>\"'\\]学习😀\u{fffe}\u{ffff}\u{85}\u{2028}]{0,40}",
        "[学<]{1,3}".prop_map(|text| text.repeat(5_000)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_is_said_gives_a_file_that_reads_back(text in any_text(), other in any_text()) {
        let said = [&text, &other].map(|text| seen(text)).concat();
        let list = List {
            columns: vec![ListColumn::left(&text, 0)], rows: vec![vec![other.clone()]], ..List::default()
        };
        let blocks = [
            vec![Block::Paragraph(text.clone()), Block::Paragraph(other.clone())],
            vec![Block::Title(text.clone()), Block::Title(other.clone())],
            vec![Block::Facts(vec![FactRow::Whole(Fact::new(&text, &other))])],
            vec![Block::List(list)],
        ];
        for blocks in blocks {
            let bytes = paper(blocks).write().unwrap();
            assert_sound(&bytes);
            prop_assert_eq!(seen(&read(&bytes)), format!("会议记录{said}"));
        }
        let around = Paper { title: format!("题{text}"), subtitle: other.clone(), ..Paper::default() };
        let bytes = around.write().unwrap();
        assert_sound(&bytes);
        prop_assert_eq!(seen(&read(&bytes)), format!("题{said}"));
        let lines = vec![Block::Heading(Rank::Second, text), Block::Signatures(vec![other])];
        let bytes = paper(lines).write().unwrap();
        assert_sound(&bytes);
        let read = seen(&read(&bytes));
        prop_assert!(read.starts_with("会议记录（一）") && read.ends_with("：年月日"), "{}", read);
    }
}
