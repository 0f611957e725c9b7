//! The tables of a page as a reader sees them, read in another way than the exporter does.

/// A table of a page.
#[derive(Debug)]
pub(super) struct Seen {
    /// Its name, empty where it is not given away.
    pub(super) name: String,
    /// Its cells, row by row, without blanks and without what is only drawn.
    pub(super) rows: Vec<Vec<String>>,
}

/// Every table of a page; those under one name are one.
pub(super) fn tables(html: &str) -> Vec<Seen> {
    let mut seen: Vec<Seen> = Vec::new();
    let mut around = String::new();
    for (before, piece) in pieces(html) {
        // A name around tables counts until the next one.
        if let Some((_, told)) = before.rsplit_once("<div data-export=\"") {
            around = told.split_once('"').unwrap().0.to_owned();
        }
        let (tag, inside) = piece.split_once('>').unwrap();
        let name = attribute(tag, "data-export").unwrap_or_else(|| around.clone());
        let drawn: Vec<bool> = inside
            .split("<th ")
            .skip(1)
            .map(|cell| cell.split('>').next().unwrap().contains("data-picture"))
            .collect();
        let body = inside.split_once("<tbody").map_or(inside, |(_, body)| body);
        let rows = body.split("<tr").skip(1).map(|row| {
            let cells = row.replace("<th", "<td");
            let cells = cells.split("<td").skip(1).enumerate();
            let kept = cells.filter(|(at, _)| !drawn.get(*at).copied().unwrap_or(false));
            kept.map(|(_, cell)| words(&format!("<td{cell}"))).collect()
        });
        let rows: Vec<Vec<String>> = rows.collect();
        match seen.iter_mut().find(|one| !name.is_empty() && one.name == name) {
            Some(one) => one.rows.extend(rows),
            None => seen.push(Seen { name, rows }),
        }
    }
    seen
}

/// What stands before each table, and the table.
fn pieces(html: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = html;
    std::iter::from_fn(move || {
        let (before, table) = rest.split_once("<table")?;
        let (table, after) = table.split_once("</table>")?;
        rest = after;
        Some((before, table))
    })
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(&format!("{name}=\""))?;
    Some(rest.split_once('"')?.0.to_owned())
}

/// What a cell says, without blanks.
fn words(cell: &str) -> String {
    let mut said = String::new();
    let mut silent = false;
    for part in cell.split('<').skip(1) {
        let (tag, text) = part.split_once('>').unwrap_or((part, ""));
        match tag {
            _ if tag.contains("aria-hidden=\"true\"") => silent = !tag.ends_with('/'),
            _ if tag.starts_with('/') => silent = false,
            _ => {}
        }
        if !silent {
            said.push_str(text);
        }
    }
    plain(&crate::testing::unescaped(&said))
}

/// A cell's text as both sides write it: no blanks, no marks between thousands, no apostrophe of a harmless formula.
pub(super) fn plain(text: &str) -> String {
    let text: String = text.chars().filter(|letter| !letter.is_whitespace()).collect();
    let number = text.replace(',', "");
    let text = if number.parse::<f64>().is_ok() { number } else { text };
    text.trim_start_matches('\'').to_owned()
}
