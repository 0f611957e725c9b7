//! Every table of every page, for every role: what is seen is what is taken along.

use std::collections::BTreeSet;

use axum::http::{Method, StatusCode, header};

use super::seen::{plain, tables};
use super::{opened, rows};
use crate::authorization_tests::{ROLES, addresses};
use crate::server;
use crate::testing::TestApp;

/// Tables that are no lists: what one record says, line by line.
const NO_LISTS: [&str; 1] = ["/records/{id}"];

/// Given away, and met by this walk.
const MET: [&str; 12] = [
    "accounts",
    "branches",
    "duties",
    "effects",
    "load",
    "matrix",
    "months",
    "people",
    "periods",
    "records",
    "standings",
    "trail",
];

#[tokio::test]
async fn every_table_of_every_page_is_taken_along_as_it_is_seen() {
    let app = TestApp::in_memory();
    let routes = server::routes().listed().to_vec();
    let mut met = BTreeSet::new();
    for (account, _) in ROLES.into_iter().filter(|(account, _)| !account.is_empty()) {
        let visitor = app.as_person(account).await;
        for (_, pattern, _) in routes.iter().filter(|route| route.0 == Method::GET) {
            for (_, address) in addresses(pattern, &app) {
                let page = visitor.get(&address).await;
                let is_page = page
                    .headers
                    .get(header::CONTENT_TYPE)
                    .is_some_and(|kind| kind == "text/html; charset=utf-8");
                if page.status != StatusCode::OK || !is_page {
                    continue;
                }
                for table in tables(&page.body) {
                    if NO_LISTS.contains(pattern) {
                        assert_eq!(table.name, "", "{address} is no list");
                        continue;
                    }
                    let link = format!("data-sheet=\"{}\"", table.name);
                    assert!(
                        page.body.contains(&link),
                        "{address} shows a table that cannot be taken along: {table:?}"
                    );
                    let join = if address.contains('?') { '&' } else { '?' };
                    let sheet = visitor.get(&format!("{address}{join}as=xlsx&table={}", table.name)).await;
                    let (headings, taken) = (opened(&sheet), rows(&sheet));
                    let heading = &headings[headings.len() - taken.len() - 1];
                    let (first, last) = (heading.first().unwrap(), heading.last().unwrap());
                    assert!(
                        ["序号", "行"].contains(&first.as_str()) && last == "备注",
                        "{address}: {heading:?}"
                    );
                    for (seen, taken) in table.rows.iter().zip(&taken) {
                        let taken: Vec<String> = taken.iter().map(|cell| plain(cell)).collect();
                        assert!(
                            taken.windows(seen.len()).any(|part| part == seen.as_slice()),
                            "{address}, {}: {seen:?} is taken along as {taken:?}",
                            table.name
                        );
                    }
                    if page.body.contains("rel=\"next\"") {
                        assert!(taken.len() >= table.rows.len(), "{address}");
                    } else {
                        assert_eq!(taken.len(), table.rows.len(), "{address}, {}", table.name);
                    }
                    met.insert(table.name);
                }
            }
        }
    }
    for name in MET {
        assert!(met.contains(name), "the walk did not meet the table {name}; it met {met:?}");
    }
}
