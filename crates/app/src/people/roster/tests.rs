//! Every way of reading a page shows the same people.

use super::*;
use crate::people::tests::sheet::{HEADINGS, import};
use crate::testing::{TestApp, on_both};

/// Codes of all pages of seven, from the front and then back again.
fn leafed(app: &TestApp, path: &str, text: &str, few: i64) -> (Vec<String>, Vec<String>, Total) {
    let on = app.app.clock.today();
    let bounds = Bounds { few, counted: 50, looked_at: 20 };
    let read = |tx: &mut Tx| {
        let asked = Asked { path, end: end_of(path), on, text: Text::of(text), bounds };
        let codes = |page: &Roster| page.rows.iter().map(|row| row.person.code.clone()).collect::<Vec<_>>();
        let mut page = asked.page(tx, &Start::Front, 7)?;
        assert!(!page.back);
        let (total, mut forth) = (page.total, codes(&page));
        while page.on {
            let last = forth.last().cloned().unwrap();
            page = asked.page(tx, &Start::After(&last), 7)?;
            forth.extend(codes(&page));
        }
        let mut back = codes(&page);
        while page.back && !back.is_empty() {
            let first = back[0].clone();
            page = asked.page(tx, &Start::Before(&first), 7)?;
            back.splice(0..0, codes(&page));
        }
        Ok((forth, back, total))
    };
    app.app.read_blocking(read).unwrap()
}

#[tokio::test]
async fn every_way_leafs_through_the_same_people_in_the_same_order_forth_and_back() {
    on_both(async |app| {
        let names = ["王建国", "王国强", "王某", "李建国", "李建", "古丽·买买提", "何国", "何某某"];
        let rows: Vec<(String, &str)> =
            names.iter().cycle().zip(0..64).map(|(name, number)| (format!("T9{number:03}"), *name)).collect();
        let rows: Vec<[&str; 5]> = rows
            .iter()
            .map(|(code, name)| [code.as_str(), name, "S", "第一小学党支部", "2025-09-01"])
            .collect();
        let rows: Vec<&[&str]> = rows.iter().map(|row| &row[..]).collect();
        assert!(import(app, &HEADINGS, &rows).stored);
        let path = &app.sample.committee.path;
        for (text, many) in [
            ("", 72),
            ("h", 16),
            ("wj", 8),
            ("t9", 64),
            ("T900", 10),
            ("王", 25),
            ("国", 32),
            ("买提", 8),
            ("无", 0),
        ] {
            for few in [0, 3, 20, 100] {
                let (forth, back, total) = leafed(app, path, text, few);
                let (all, _, _) = leafed(app, path, text, 1_000);
                assert_eq!((&forth, forth.len()), (&all, many), "{text}, at most {few}");
                assert_eq!(back, all, "{text}, at most {few}, back");
                let number = i64::try_from(many).unwrap();
                assert_eq!(total.exact, total.number == number, "{text}: {total:?}");
                assert!(total.number <= number, "{text}: {total:?}");
            }
        }
    })
    .await;
}
