//! Text that a spreadsheet could take for a formula, made harmless.
//!
//! In a workbook a text is a text and computes nothing. But workbooks are saved as CSV and opened again, and there
//! nothing tells a text from a formula but how it begins.

/// The text without what no cell holds, and with an apostrophe in front where it could compute something.
pub(crate) fn defused(text: &str) -> String {
    let plain = text.chars().filter(|letter| !letter.is_control() || matches!(letter, '\n' | '\t'));
    let plain: String = plain.collect();
    if could_compute(&plain) { format!("'{plain}") } else { plain }
}

/// Whether it begins as a formula does, also after blanks or in full width; a dash alone and a telephone number do not
/// compute.
fn could_compute(text: &str) -> bool {
    let begun = text.trim_start_matches(|letter: char| letter.is_whitespace() || is_invisible(letter));
    if text.starts_with('\t') {
        return !begun.is_empty();
    }
    let mut letters = begun.chars();
    match letters.next().map(half_width) {
        Some('=' | '@') => true,
        Some('+' | '-') => letters.any(|letter| {
            let letter = half_width(letter);
            !(letter.is_ascii_digit() || letter.is_whitespace() || ".,%-—".contains(letter))
        }),
        _ => false,
    }
}

/// The sign of an ASCII character that is as wide as a Chinese one.
fn half_width(letter: char) -> char {
    match letter {
        '＝' => '=',
        '＋' => '+',
        '－' | '−' => '-',
        '＠' => '@',
        other => other,
    }
}

fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}')
}

#[cfg(test)]
mod tests {
    use super::defused;

    #[test]
    fn what_could_compute_gets_an_apostrophe() {
        for text in [
            "=1+1",
            "=cmd|'/C calc'!A0",
            "+SUM(A1)",
            "-2+3+cmd|' /C calc'!A0",
            "@SUM(A1)",
            "＝1+1",
            "＠SUM",
            "\t=1",
            "\t学",
            " =1+1",
            "\u{feff}=1",
        ] {
            assert_eq!(defused(text), format!("'{text}"));
        }
        assert_eq!(defused("\r=1+1\u{7}"), "'=1+1");
    }

    #[test]
    fn what_cannot_stays_as_it_is() {
        for text in ["", "-", "——", "-5%", "+86 138-0000-0000", "学习", "1+1=2", "甲\n乙", "'=1"] {
            assert_eq!(defused(text), text);
        }
    }
}
