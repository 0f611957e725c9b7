//! What people write as Markdown, as HTML: headings, lists, tables, quotes and their own pictures; never their own HTML.

use comrak::nodes::{AstNode, ListType, NodeValue};
use comrak::{Arena, Options, format_html, parse_document};

/// How pictures are written in a text: `![](files/ID)`.
const FILES: &str = "files/";
/// How a moment of a lesson is written in a text: `[12:35](#t=755)`.
const MOMENT: &str = "#t=";

/// The text as HTML, safe to be put into a page: HTML in it is shown as typed, dangerous addresses are dropped, pictures
/// are those alone of `files_at`; others become links. Headings begin at the second level, for the first is the page's.
///
/// A line break is one. Linear in the length of the text.
pub(crate) fn html(text: &str, files_at: &str) -> String {
    blocks(text, files_at).concat()
}

/// The same for a text beside a lesson, whose moments lead to it: `#t=755` to `LESSON_AT#t=755`.
pub(crate) fn html_beside(text: &str, files_at: &str, lesson_at: Option<&str>) -> String {
    rendered(text, files_at, lesson_at).concat()
}

/// The same as `html`, paragraph by paragraph: headings, lists, tables and quotes are one each.
pub(crate) fn blocks(text: &str, files_at: &str) -> Vec<String> {
    rendered(text, files_at, None)
}

fn rendered(text: &str, files_at: &str, lesson_at: Option<&str>) -> Vec<String> {
    let options = options();
    let arena = Arena::new();
    let root = parse_document(&arena, text, &options);
    for node in root.descendants() {
        let mut data = node.data_mut();
        match &mut data.value {
            NodeValue::Heading(heading) => heading.level = (heading.level + 1).min(6),
            NodeValue::Image(link) => {
                if let Some(file) = own(&link.url) {
                    link.url = format!("{files_at}/{file}");
                } else {
                    let link = link.clone();
                    data.value = NodeValue::Link(link);
                }
            }
            NodeValue::Link(link) => {
                if let Some(lesson) = lesson_at.filter(|_| link.url.starts_with(MOMENT)) {
                    link.url.insert_str(0, lesson);
                }
            }
            _ => {}
        }
    }
    let block = |node| {
        let mut html = String::new();
        match format_html(node, &options, &mut html) {
            Ok(()) => html,
            // Writing into memory does not fail.
            Err(std::fmt::Error) => String::new(),
        }
    };
    root.children().map(block).collect()
}

fn options() -> Options<'static> {
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.strikethrough = true;
    options.extension.tasklist = true;
    options.extension.autolink = true;
    options.render.hardbreaks = true;
    options.render.escape = true;
    options
}

/// A part of a text, for paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    Heading(String),
    Paragraph(String),
    /// A row of cells a row, the first being the headings.
    Table(Vec<Vec<String>>),
    /// The id of a file of one's own.
    Picture(String),
}

/// As deep as anybody quotes a quotation; what is deeper is read as one paragraph.
const DEEPEST: usize = 100;

/// The text in parts, in order: words as they are read, without marks; nothing of it is left out.
pub(crate) fn pieces(text: &str) -> Vec<Piece> {
    let arena = Arena::new();
    let mut pieces = Vec::new();
    gather(parse_document(&arena, text, &options()), "", 0, &mut pieces);
    pieces
}

/// `lead` stands before the next paragraph: the sign of a list or a quotation.
fn gather<'n>(node: &'n AstNode<'n>, lead: &str, depth: usize, pieces: &mut Vec<Piece>) {
    let mut number = match &node.data().value {
        NodeValue::List(list) if list.list_type == ListType::Ordered => Some(list.start),
        _ => None,
    };
    for (at, child) in node.children().enumerate() {
        match &child.data().value {
            NodeValue::Heading(_) => pieces.push(Piece::Heading(words(child))),
            NodeValue::Paragraph => {
                let said = words(child);
                if !said.trim().is_empty() {
                    let lead = if at == 0 { lead } else { "" };
                    pieces.push(Piece::Paragraph(format!("{lead}{said}")));
                }
                let pictures = child.descendants().filter_map(|node| match &node.data().value {
                    NodeValue::Image(link) => own(&link.url).map(str::to_owned),
                    _ => None,
                });
                pieces.extend(pictures.map(Piece::Picture));
            }
            NodeValue::Table(_) => {
                let cells = |row: &'n AstNode<'n>| row.children().map(|cell| words(cell)).collect();
                pieces.push(Piece::Table(child.children().map(cells).collect()));
            }
            NodeValue::CodeBlock(code) => pieces.push(Piece::Paragraph(code.literal.clone())),
            NodeValue::HtmlBlock(html) => pieces.push(Piece::Paragraph(html.literal.clone())),
            _ if depth == DEEPEST => pieces.push(Piece::Paragraph(format!("{lead}{}", words(child)))),
            NodeValue::Item(_) | NodeValue::TaskItem(_) => {
                let sign = number.map_or_else(|| "· ".to_owned(), |number| format!("{number}. "));
                number = number.map(|number| number + 1);
                gather(child, &format!("{lead}{sign}"), depth + 1, pieces);
            }
            _ => gather(child, lead, depth + 1, pieces),
        }
    }
}

/// The beginning of a paragraph as [`blocks`] counts them, on one line: its first `most` signs.
pub(crate) fn paragraph(text: &str, number: usize, most: usize) -> String {
    let arena = Arena::new();
    let said = parse_document(&arena, text, &options()).children().nth(number).map(|node| words(node));
    shortened(&said.unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" "), most)
}

/// What is read of a node.
fn words<'n>(node: &'n AstNode<'n>) -> String {
    let mut said = String::new();
    for node in node.descendants() {
        match &node.data().value {
            NodeValue::Text(text) => said.push_str(text),
            NodeValue::Code(code) => said.push_str(&code.literal),
            NodeValue::HtmlInline(html) => said.push_str(html),
            NodeValue::SoftBreak | NodeValue::LineBreak => said.push('\n'),
            _ => {}
        }
    }
    said
}

/// The ids of the files that a text shows itself as pictures, in order.
pub(crate) fn files(text: &str) -> impl Iterator<Item = &str> {
    let ends = |rest: &str| rest.find(|sign: char| !sign.is_ascii_alphanumeric()).unwrap_or(rest.len());
    let ids = text.split("](files/").skip(1).map(move |rest| rest.split_at(ends(rest)).0);
    ids.filter(|id| !id.is_empty())
}

/// The text without the pictures of its own: where it goes, they do not. A line that held nothing else goes too.
pub(crate) fn without_pictures(text: &str) -> String {
    let kept = text.lines().filter_map(|line| {
        let bare = line_without_pictures(line);
        (bare == line || !bare.trim().is_empty()).then_some(bare)
    });
    kept.collect::<Vec<_>>().join("\n")
}

fn line_without_pictures(line: &str) -> String {
    let (mut kept, mut rest) = (String::with_capacity(line.len()), line);
    while let Some(begin) = rest.find("![") {
        let (before, picture) = rest.split_at(begin);
        kept.push_str(before);
        let end = picture.split_once("](").and_then(|(name, target)| {
            let close = target.find(')').filter(|_| target.starts_with(FILES))?;
            Some(name.len() + 2 + close + 1)
        });
        let (picture, after) = picture.split_at(end.unwrap_or(2));
        if end.is_none() {
            kept.push_str(picture);
        }
        rest = after;
    }
    kept.push_str(rest);
    kept
}

/// Whether a text shows the file of this id as a picture.
pub(crate) fn shows(text: &str, file: &str) -> bool {
    files(text).any(|id| id == file)
}

/// The file that a picture of one's own names.
fn own(url: &str) -> Option<&str> {
    let file = url.strip_prefix(FILES)?;
    (!file.is_empty() && file.bytes().all(|byte| byte.is_ascii_alphanumeric())).then_some(file)
}

/// The text without its marks, for an excerpt: the first `most` signs.
pub(crate) fn excerpt(text: &str, most: usize) -> String {
    let plain = text.lines().map(|line| line.trim_start_matches(['#', '>', '-', '*', '|', ' ']));
    let words: Vec<&str> = plain.filter(|line| !line.is_empty() && !line.starts_with("![")).collect();
    let joined = words.join(" ").replace("**", "");
    shortened(&joined, most)
}

fn shortened(text: &str, most: usize) -> String {
    let mut short: String = text.chars().take(most).collect();
    if text.chars().nth(most).is_some() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use super::{Piece, excerpt, html, html_beside, pieces, without_pictures};

    #[test]
    fn for_paper_a_text_falls_into_parts_and_nothing_is_left_out() {
        let text = "# 要点\n\n**一**句\n两行\n\n> 原文\n\n1. 甲\n2. 乙\n\n- 丙 `丁`\n\n|子|丑|\n|-|-|\n|1|2|\n\n\
                    看图 ![照片](files/01ABC)\n\n<b>戊</b>\n\n```\n己\n```";
        let said = |text: &str| Piece::Paragraph(text.to_owned());
        let row = |left: &str, right: &str| vec![left.to_owned(), right.to_owned()];
        let expected = [
            Piece::Heading("要点".to_owned()),
            said("一句\n两行"),
            said("原文"),
            said("1. 甲"),
            said("2. 乙"),
            said("· 丙 丁"),
            Piece::Table(vec![row("子", "丑"), row("1", "2")]),
            said("看图 照片"),
            Piece::Picture("01ABC".to_owned()),
            said("<b>戊</b>"),
            said("己\n"),
        ];
        assert_eq!(pieces(text), expected);
    }

    #[test]
    fn what_is_written_becomes_headings_tables_and_own_pictures() {
        let page =
            html("# 要点\n\n> 原文\n\n|甲|乙|\n|-|-|\n|1|2|\n\n![照片](files/01ABC)", "/notes/01N/files");
        for part in [
            "<h2>要点</h2>",
            "<blockquote>",
            "<td>1</td>",
            "<img src=\"/notes/01N/files/01ABC\" alt=\"照片\"",
        ] {
            assert!(page.contains(part), "{part} in {page}");
        }
        assert_eq!(html("一\n二", ""), "<p>一<br />\n二</p>\n");
    }

    #[test]
    fn a_moment_leads_to_the_lesson_that_the_text_stands_beside_and_other_links_stay() {
        let text = "[12:35](#t=755&p=01P) 要点 [附录](#end) [外面](https://e.cn/#t=1)";
        let page = html_beside(text, "", Some("/lessons/01L"));
        for link in ["\"/lessons/01L#t=755&amp;p=01P\"", "\"#end\"", "\"https://e.cn/#t=1\""] {
            assert!(page.contains(link), "{link} in {page}");
        }
        assert!(html_beside(text, "", None).contains("\"#t=755"));
    }

    #[test]
    fn nothing_that_somebody_types_runs_or_loads_from_elsewhere() {
        for typed in [
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "[x](javascript:alert(1))",
            "![x](https://elsewhere.example/pixel.png)",
            "![x](files/../../account)",
            "![x](javascript:alert(1))",
            "[x](data:text/html,<b>)",
        ] {
            let page = html(typed, "/notes/01N/files");
            let lower = page.to_lowercase();
            for forbidden in ["<script", "<img", "href=\"javascript", "href=\"data:"] {
                assert!(!lower.contains(forbidden), "{typed} became {page}");
            }
        }
    }

    #[test]
    fn a_quotation_of_a_quotation_without_end_is_read_all_the_same() {
        let pieces = pieces(&format!("{}底", ">".repeat(100_000)));
        assert_eq!(pieces, [Piece::Paragraph("底".to_owned())]);
    }

    #[test]
    fn a_picture_is_taken_out_wherever_it_stands() {
        assert_eq!(
            without_pictures("看图 ![照片](files/01A)，再读。\n\n![](files/01B)\n![外面](https://e.cn/a)"),
            "看图 ，再读。\n\n![外面](https://e.cn/a)"
        );
    }

    #[test]
    fn an_excerpt_has_words_and_no_marks() {
        assert_eq!(excerpt("# 要点\n\n- **学**一\n![](files/1)\n二", 10), "要点 学一 二");
        assert_eq!(excerpt("一二三四", 2), "一二…");
    }
}
