//! The text of a PDF: lines as printed, joined again into paragraphs.

use std::panic::{AssertUnwindSafe, catch_unwind};

use unicode_normalization::UnicodeNormalization;

use super::DocumentError;

/// Pages with fewer characters than this on average are pictures with a stamp or a page number.
const FEWEST_A_PAGE: usize = 20;

/// The text of all pages.
pub(super) fn text(bytes: &[u8]) -> Result<String, DocumentError> {
    // The reader panics on some broken files.
    let read = catch_unwind(AssertUnwindSafe(|| pdf_extract::extract_text_from_mem_by_pages(bytes)));
    let pages = match read {
        Ok(Ok(pages)) => pages,
        Ok(Err(error)) if error.to_string().to_ascii_lowercase().contains("crypt") => {
            return Err(DocumentError::Encrypted);
        }
        Ok(Err(_)) | Err(_) => return Err(DocumentError::Damaged),
    };
    let seen: usize =
        pages.iter().map(|page| page.chars().filter(|symbol| !symbol.is_whitespace()).count()).sum();
    if seen < FEWEST_A_PAGE * pages.len().max(1) {
        return Err(DocumentError::Scan);
    }
    // Fonts map some characters to look-alikes: ⼼ for 心.
    let lines: Vec<String> = pages.iter().flat_map(|page| page.lines()).map(composed).collect();
    Ok(paragraphs(&lines))
}

/// Radicals that fonts give for characters and that Unicode does not decompose, each before its character: those of its
/// property `Equivalent_Unified_Ideograph` that are characters in use.
const RADICALS: &str = "⺁厂⺄乙⺇几⺉刂⺋㔾⺌小⺎兀⺏尣⺒巳⺔彑⺙攵⺛旡⺝月⺟母⺠民⺢水⺦丬⺩王⺪疋⺬示⺮竹⺱网⺲罒⺶羊⺷羊⺹老⺻聿⺼肉⺽臼⻁虎⻃覀⻄西⻅见⻆角⻉贝⻊足⻋车⻑長⻓长⻔门⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻬齐⻮齿⻰龙⻳龟";

/// Look-alikes of Chinese characters become the characters; punctuation keeps the width that its author gave it.
fn composed(line: &str) -> String {
    let mut composed = String::with_capacity(line.len());
    for symbol in line.chars() {
        let mut radicals = RADICALS.chars();
        if matches!(symbol, '\u{2e80}'..='\u{2eff}') && radicals.any(|radical| radical == symbol) {
            composed.extend(radicals.next());
            continue;
        }
        match symbol {
            '\u{2e80}'..='\u{2fdf}' | '\u{f900}'..='\u{faff}' => {
                composed.extend(std::iter::once(symbol).nfkc());
            }
            _ => composed.push(symbol),
        }
    }
    composed
}

/// Joins what was broken at the right margin: a line goes on where it is about as long as the longest and ends in the
/// middle of a sentence.
fn paragraphs(lines: &[String]) -> String {
    let width = |line: &str| line.trim().chars().count();
    let longest = lines.iter().map(|line| width(line)).max().unwrap_or(0);
    let mut text = String::new();
    for line in lines.iter().map(|line| line.trim()).filter(|line| !line.is_empty()) {
        text.push_str(line);
        let is_full = width(line) * 10 >= longest * 8;
        if !is_full || line.ends_with(['。', '：', '；', ':', ';', '！', '？']) {
            text.push('\n');
        } else if line.ends_with(|last: char| last.is_ascii_alphanumeric()) {
            text.push(' ');
        }
    }
    text
}
