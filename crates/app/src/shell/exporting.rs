//! How a page's table is asked for as a sheet: the words of an address that say so, for links and for those who answer.
//!
//! The whole list is given, from its front: where a visitor is in it does not count. `page`, `before` and `after` say
//! where, on every list of this house, and nothing else is called so.

use axum::http::Uri;
use form_urlencoded::Serializer;

const AS: &str = "as";
const SHEET: &str = "xlsx";
const TABLE: &str = "table";
/// The columns left out: `NAME.2.5`.
const HIDE: &str = "hide";
const PLACES: [&str; 3] = ["page", "before", "after"];

/// A table that is asked for as a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Wanted {
    /// The page that shows it, as an address.
    pub(crate) address: String,
    /// Its name on the page; the first where none is said.
    pub(crate) table: Option<String>,
    /// The places of the columns that are left out, from zero.
    pub(crate) hidden: Vec<usize>,
}

impl Wanted {
    /// What an address asks for, if it asks for a sheet.
    pub(crate) fn by(uri: &Uri) -> Option<Self> {
        let query = uri.query()?;
        let pairs: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        let value = |wanted: &str| pairs.iter().find(|(name, _)| name == wanted).map(|(_, value)| value);
        value(AS).filter(|value| *value == SHEET)?;
        let table = value(TABLE).filter(|name| !name.is_empty()).cloned();
        let hidden = pairs.iter().filter(|(name, _)| name == HIDE).filter_map(|(_, value)| {
            let (of, places) = value.split_once('.')?;
            table.as_ref().is_none_or(|table| table == of).then_some(places)
        });
        let hidden = hidden.flat_map(|places| places.split('.')).filter_map(|place| place.parse().ok());
        Some(Self { hidden: hidden.collect(), address: joined(uri.path(), kept(query)), table })
    }
}

/// The address under which a page's table is given as a sheet.
pub(crate) fn href(page: &str, table: &str) -> String {
    let (path, query) = page.split_once('?').unwrap_or((page, ""));
    let mut query = kept(query);
    query.append_pair(AS, SHEET).append_pair(TABLE, table);
    joined(path, query)
}

/// What an address says beside sheets and places.
fn kept(query: &str) -> Serializer<'static, String> {
    let ours = |name: &str| [AS, TABLE, HIDE].contains(&name) || PLACES.contains(&name);
    let mut kept = Serializer::new(String::new());
    kept.extend_pairs(form_urlencoded::parse(query.as_bytes()).filter(|(name, _)| !ours(name)));
    kept
}

fn joined(path: &str, mut query: Serializer<'static, String>) -> String {
    let query = query.finish();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

#[cfg(test)]
mod tests {
    use super::{Wanted, href};

    #[test]
    fn a_sheet_is_asked_for_with_the_filters_of_the_page_and_from_the_front() {
        let link = href("/people?q=%E6%9D%8E&of=a&page=3&after=007&hide=people.2", "people");
        assert_eq!(link, "/people?q=%E6%9D%8E&of=a&as=xlsx&table=people");
        let asked = format!("{link}&hide=people.2.4&hide=other.1&hide=people.x");
        let wanted = Wanted::by(&asked.parse().unwrap()).unwrap();
        assert_eq!(wanted.address, "/people?q=%E6%9D%8E&of=a");
        assert_eq!((wanted.table.as_deref(), wanted.hidden), (Some("people"), vec![2, 4]));
        assert_eq!(href("/trail", "trail"), "/trail?as=xlsx&table=trail");
    }

    #[test]
    fn a_page_that_is_not_asked_for_as_a_sheet_is_a_page() {
        for address in ["/people", "/people?as=", "/people?as=sheet", "/people?q=as%3Dxlsx"] {
            assert_eq!(Wanted::by(&address.parse().unwrap()), None, "{address}");
        }
    }
}
