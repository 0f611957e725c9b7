//! Words, paragraphs and sections as `WordprocessingML`.

use super::Orientation;

/// The body of a document while it is written.
#[derive(Debug, Default)]
pub(super) struct Markup(String);

const HEAD: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
    r#"<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main""#,
    r#" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><w:body>"#,
);

impl Markup {
    /// Markup as it is; texts go through the other functions.
    pub(super) fn raw(&mut self, markup: &str) {
        self.0.push_str(markup);
    }

    /// A paragraph for each line of a text; an empty text is one empty paragraph.
    pub(super) fn paragraphs(&mut self, style: &str, text: &str) {
        self.paragraphs_up_to(style, text, style);
    }

    /// The same, the last of them in a style of its own.
    pub(super) fn paragraphs_up_to(&mut self, style: &str, text: &str, last: &str) {
        let mut lines = lines(text).peekable();
        if lines.peek().is_none() {
            self.paragraph(last, "");
        }
        while let Some(line) = lines.next() {
            self.paragraph(if lines.peek().is_some() { style } else { last }, line);
        }
    }

    /// A line of 28.95 points, such as stands between a title and the text.
    pub(super) fn empty_line(&mut self) {
        self.raw("<w:p/>");
    }

    /// A label, a line to sign on, and a date to fill in.
    pub(super) fn signature(&mut self, label: &str) {
        self.raw(r#"<w:p><w:pPr><w:pStyle w:val="Signature"/></w:pPr>"#);
        self.run(&format!("{}：", lines(label).collect::<Vec<_>>().join(" ")));
        self.raw("<w:r><w:tab/></w:r><w:r><w:tab/></w:r>");
        self.run("年　　月　　日");
        self.raw("</w:p>");
    }

    /// What keeps a table apart from whatever follows it.
    pub(super) fn gap(&mut self) {
        self.raw(r#"<w:p><w:pPr><w:pStyle w:val="Gap"/></w:pPr></w:p>"#);
    }

    /// The end of pages that lie so; what follows begins a new one.
    pub(super) fn end_section(&mut self, orientation: Orientation) {
        self.raw(r#"<w:p><w:pPr><w:pStyle w:val="Gap"/>"#);
        self.section(orientation);
        self.raw("</w:pPr></w:p>");
    }

    /// The whole part, its last pages lying so.
    pub(super) fn finish(mut self, orientation: Orientation) -> String {
        self.section(orientation);
        format!("{HEAD}{}</w:body></w:document>", self.0)
    }

    /// The text area is 156 mm × 225 mm either way; the edge that is bound is the wider one (GB/T 9704-2012, 5.1 and 7.6).
    fn section(&mut self, orientation: Orientation) {
        self.raw(concat!(
            r#"<w:sectPr><w:footerReference w:type="default" r:id="rId4"/>"#,
            r#"<w:footerReference w:type="even" r:id="rId5"/>"#,
        ));
        self.raw(match orientation {
            Orientation::Portrait => concat!(
                r#"<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:right="1474" w:bottom="1984""#,
                r#" w:left="1587" w:header="851" w:footer="1400" w:gutter="0"/>"#,
            ),
            Orientation::Landscape => concat!(
                r#"<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/><w:pgMar w:top="1587" w:right="2098""#,
                r#" w:bottom="1474" w:left="1984" w:header="851" w:footer="890" w:gutter="0"/>"#,
            ),
        });
        self.raw("</w:sectPr>");
    }

    fn paragraph(&mut self, style: &str, text: &str) {
        self.raw(&format!(r#"<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>"#));
        if !text.is_empty() {
            self.run(text);
        }
        self.raw("</w:p>");
    }

    /// The hint has quotation marks and dashes set as Chinese ones.
    fn run(&mut self, text: &str) {
        self.raw(r#"<w:r><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr><w:t xml:space="preserve">"#);
        self.raw(&escaped(text));
        self.raw("</w:t></w:r>");
    }
}

/// The lines of a text that say something, whatever ends them.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    const ENDS: [char; 7] = ['\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'];
    text.split(ENDS).map(str::trim_end).filter(|line| !line.is_empty())
}

/// A text as XML may hold it: what means something to XML is written out, what it forbids is left out.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for symbol in text.chars() {
        match symbol {
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            '\t' | '\n' => escaped.push(' '),
            '\u{fffe}' | '\u{ffff}' => {}
            _ if symbol.is_control() => {}
            _ => escaped.push(symbol),
        }
    }
    escaped
}
