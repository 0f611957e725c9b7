//! A page as a reader meets it: its text and links, without the markup that carries them.

/// Elements that begin a line of their own.
const BLOCKS: &[&str] = &[
    "p", "h1", "h2", "h3", "h4", "li", "tr", "div", "form", "section", "table", "ul", "ol", "dl", "dt",
    "main", "nav", "header", "footer", "fieldset", "label", "summary", "details", "article",
];

/// Text, one block a line; links as `[text](address)`, buttons as `<text>`.
pub(super) fn outline(html: &str) -> String {
    let (_, body) = html.split_once("<body").unwrap_or(("", html));
    let mut text = String::new();
    let mut address: Option<String> = None;
    for part in body.split('<').skip(usize::from(html.contains("<body"))) {
        let (tag, words) = part.split_once('>').unwrap_or(("", part));
        let name = tag.split(|symbol: char| symbol.is_whitespace()).next().unwrap_or_default();
        let bare = name.trim_start_matches('/');
        if BLOCKS.contains(&bare) {
            text.push('\n');
        }
        match name {
            "a" => {
                address =
                    tag.split_once("href=\"").and_then(|(_, rest)| Some(unescape(rest.split_once('"')?.0)));
                text.push('[');
            }
            "/a" => text.extend(["](", address.take().unwrap_or_default().as_str(), ")"]),
            "td" | "th" => text.push_str(" | "),
            "button" => text.push_str("\n<"),
            "/button" => text.push_str(">\n"),
            _ => {}
        }
        text.push_str(&unescape(words));
    }
    let lines = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// Character references as the templates write them.
pub(crate) fn unescape(text: &str) -> String {
    let known =
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#34;", "\""), ("&#39;", "'"), ("&#60;", "<")];
    let plain = known.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to));
    plain.replace("&#62;", ">").replace("&#38;", "&").replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::outline;

    #[test]
    fn an_outline_keeps_text_and_links_alone() {
        let page = "<html><head><title>x</title></head><body class=\"a\"><p>一<b>二</b></p>\n\
                    <p><a class=\"k\" href=\"/b?c=1&amp;d=2\">三</a></p><button>四</button></body></html>";
        assert_eq!(outline(page), "一二\n[三](/b?c=1&d=2)\n<四>");
    }
}
