//! Every table of every page, for every role: what is seen is what is taken along.

use std::collections::BTreeSet;

use axum::http::{Method, StatusCode, header};

use super::seen::{Seen, plain, tables};
use super::{opened, rows};
use crate::authorization_tests::{ROLES, addresses};
use crate::server;
use crate::testing::{Answer, TestApp};

/// Pages with tables that are no lists and have no name: what one record says, line by line; a month, whose list is the
/// other way to see it.
const NO_LISTS: [&str; 2] = ["/records/{id}", "/calendar"];

/// Tables whose figures change by looking at them: their rows are counted, and not compared.
const MOVING: [&str; 1] = ["pages"];

/// Given away, and met by this walk.
const MET: [&str; 18] = [
    "accounts",
    "attendance",
    "branches",
    "calendar",
    "duties",
    "compare",
    "load",
    "make-ups",
    "matrix",
    "measures",
    "meetings",
    "months",
    "pages",
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
    let (mut met, mut wrong) = (BTreeSet::new(), Vec::new());
    for (account, _) in ROLES.into_iter().filter(|(account, _)| !account.is_empty()) {
        let visitor = app.as_person(account).await;
        for (_, pattern, _) in routes.iter().filter(|route| route.0 == Method::GET) {
            for (_, address) in addresses(pattern, &app) {
                let page = visitor.get(&address).await;
                let kind = page.headers.get(header::CONTENT_TYPE);
                if page.status != StatusCode::OK || kind.is_none_or(|kind| kind != "text/html; charset=utf-8")
                {
                    continue;
                }
                let is_list = |table: &Seen| !(NO_LISTS.contains(pattern) && table.name.is_empty());
                for table in tables(&page.body).into_iter().filter(is_list) {
                    let said = format!("{account}, {address}, table {:?}", table.name);
                    if page.body.contains(&format!("data-sheet=\"{}\"", table.name)) {
                        let sheet = visitor.get(&sheet_of(&address, &table.name)).await;
                        let goes_on = page.body.contains("rel=\"next\"");
                        // An inspector's look at the trail is the newest line of the trail.
                        let own_look = account == "wu" && table.name == "trail";
                        let moving = own_look || MOVING.contains(&table.name.as_str());
                        let seen = if moving { Vec::new() } else { table.rows };
                        let found = differences(&seen, &sheet, goes_on || moving);
                        wrong.extend(found.map(|it| format!("{said}: {it}")));
                    } else {
                        wrong.push(format!("{said} cannot be taken along"));
                    }
                    met.insert(table.name);
                }
            }
        }
    }
    wrong.extend(MET.iter().filter(|name| !met.contains(**name)).map(|name| format!("{name} was not met")));
    assert!(wrong.is_empty(), "{}\nmet: {met:?}", wrong.join("\n"));
}

fn sheet_of(address: &str, table: &str) -> String {
    let join = if address.contains('?') { '&' } else { '?' };
    format!("{address}{join}as=xlsx&table={table}")
}

/// What the sheet says otherwise than the page; where the list goes on, the sheet may hold more.
fn differences(seen: &[Vec<String>], sheet: &Answer, goes_on: bool) -> impl Iterator<Item = String> {
    let (all, taken) = (opened(sheet), rows(sheet));
    let heading = &all[all.len() - taken.len() - 1];
    let (first, last) = (heading.first().unwrap(), heading.last().unwrap());
    let framed = ["序号", "行"].contains(&first.as_str()) && last == "备注";
    let headed = (!framed).then(|| format!("its headings are {heading:?}"));
    let many = taken.len() == seen.len() || goes_on && taken.len() > seen.len();
    let counted = (!many).then(|| format!("{} rows are seen, {} taken along", seen.len(), taken.len()));
    let others = seen.iter().zip(&taken).filter_map(|(seen, taken)| {
        let taken: Vec<String> = taken.iter().map(|cell| plain(cell)).collect();
        let same = taken.windows(seen.len()).any(|part| part == seen.as_slice());
        (!same).then(|| format!("{seen:?} is taken along as {taken:?}"))
    });
    headed.into_iter().chain(counted).chain(others).collect::<Vec<_>>().into_iter()
}
