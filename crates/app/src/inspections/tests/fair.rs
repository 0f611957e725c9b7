//! What everybody can check of a draw, and what those above see of it.

use sha2::{Digest as _, Sha256};

use super::{TEXT, act, ask, called, handed_in, part_of, read_all, shown};
use crate::inspections::{Way, steps};
use crate::shell::Id;
use crate::shell::secret::hex;
use crate::testing::TestApp;
use jiff::civil::date;

/// What `printf 'seed:key' | sha256sum` says.
fn sum(seed: &str, key: &str) -> String {
    hex(&Sha256::digest(format!("{seed}:{key}")))
}

#[tokio::test]
async fn whoever_stands_on_the_list_sees_how_it_was_drawn_and_can_draw_it_again() {
    let app = TestApp::in_memory();
    let round = called(&app, "zhao", ask(&app, "r", Way::Draw(1))).unwrap();
    let page = app.as_person("li").await.get(&format!("/inspections/rounds/{round}")).await;
    assert_eq!(page.status, 200);
    let outline = page.outline();
    let seed: String = outline.split("printf '").nth(1).unwrap().split(':').next().unwrap().to_owned();
    // Nobody was called in yet, so the lot decides; a key is the end of a person's id.
    let mut lots: Vec<(String, String, &str)> = [("chen", "陈一诺"), ("li", "李思学"), ("wang", "王立文")]
        .map(|(account, name)| {
            let key = app.sample.person(account).as_str().chars().skip(18).collect::<String>();
            (sum(&seed, &key), key, name)
        })
        .to_vec();
    lots.sort();
    let (_, list) = outline.split_once("sha256sum").unwrap();
    let places: Vec<usize> = lots.iter().map(|(.., name)| list.find(name).expect("on the list")).collect();
    assert!(places.is_sorted(), "{list}");
    for (lot, key, _) in &lots {
        assert!(list.contains(lot.get(..12).unwrap()) && list.contains(key), "{lot} {key} in {list}");
    }
    assert!(outline.contains("从3人中抽取1人") && outline.contains("本年尚未调阅"), "{outline}");
    let stranger = app.as_person("zheng").await.get(&format!("/inspections/rounds/{round}")).await;
    assert_eq!(stranger.status, 403, "it is nobody else's business");
}

#[tokio::test]
async fn whose_notes_were_called_in_can_check_which() {
    let app = TestApp::in_memory();
    let written: Vec<Id> =
        (1..=9).map(|day| handed_in(&app, "li", &day.to_string(), date(2026, 2, day), TEXT)).collect();
    let chosen = Way::Choice(vec![app.sample.person("li")], "看看".to_owned());
    let round = called(&app, "zhao", ask(&app, "r", chosen)).unwrap();
    let page = app.as_person("li").await.get(&format!("/inspections/rounds/{round}")).await.outline();
    let seed = page.split("printf '").nth(1).unwrap().split(':').next().unwrap();
    let mut lots: Vec<(String, &Id)> = written.iter().map(|id| (sum(seed, id.as_str()), id)).collect();
    lots.sort();
    let mut expected: Vec<&Id> = lots.into_iter().take(4).map(|(_, id)| id).collect();
    expected.sort();
    let called_in = shown(&app, &part_of(&app, &round, "li").id);
    let mut called_in: Vec<&Id> = called_in.iter().map(|page| &page.shown.note_id).collect();
    called_in.sort();
    assert_eq!(called_in, expected);
}

#[tokio::test]
async fn those_above_see_counts_and_who_was_called_in_and_no_word_of_anybody() {
    let app = TestApp::in_memory();
    handed_in(&app, "li", "1", date(2026, 2, 3), TEXT);
    let round = called(&app, "zhao", ask(&app, "r", Way::Draw(3))).unwrap();
    let id = part_of(&app, &round, "li").id;
    read_all(&app, "zhao", &id).unwrap();
    act(&app, "zhao", &id, &[("remarks", "写得实在")], steps::finish).unwrap();
    for name in ["zhou", "wu"] {
        let visitor = app.as_person(name).await;
        let counts = visitor.get("/inspections/counts").await.body;
        assert!(counts.contains("第一小学党支部") && counts.contains("1人，共4人"), "{name}: {counts}");
        let of = format!("?of={}", app.sample.school.id);
        for address in [
            format!("/inspections/ledger{of}"),
            format!("/inspections/rounds{of}"),
            format!("/inspections/rounds/{round}"),
        ] {
            let page = visitor.get(&address).await;
            assert_eq!(page.status, 200, "{name} {address}");
            assert!(!page.body.contains("写得实在") && !page.body.contains("谋事之基"), "{name} {address}");
            assert!(!page.body.contains(&format!("/inspections/{id}\"")), "{name} {address}");
        }
        let ledger = visitor.get(&format!("/inspections/ledger{of}")).await.outline();
        assert!(ledger.contains("李思学") && ledger.contains("无需整改"), "{ledger}");
    }
    let own =
        app.as_person("zhao").await.get(&format!("/inspections/ledger?of={}", app.sample.school.id)).await;
    assert!(own.outline().contains("写得实在"), "whoever reads the notes sees the remarks");
}

#[tokio::test]
async fn the_desk_draws_so_many_that_the_year_sees_everybody_and_goes_on_where_it_was_left() {
    let app = TestApp::in_memory();
    let zhao = app.as_person("zhao").await;
    let desk = zhao.get("/inspections").await;
    assert!(desk.outline().contains("还有3人没有调阅"), "{}", desk.outline());
    // Four quarters, three people: one a round.
    assert_eq!(desk.field("size").as_deref(), Some("1"));
    let fields = desk.inputs();
    let form: Vec<(&str, &str)> = fields
        .iter()
        .filter(|(name, _)| {
            ["entry_key", "of", "circle", "way", "from_on", "to_on", "notes_each"].contains(&name.as_str())
        })
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .skip_while(|(name, _)| *name != "entry_key")
        .chain([("size", "2")])
        .collect();
    let made = zhao.post("/inspections", &form).await;
    assert!(made.location().starts_with("/inspections/rounds/"), "{} {}", made.status, made.outline());
    let round = crate::shell::Id::from_text(made.location().rsplit('/').next().unwrap());
    let people = super::people_of(&app, &round);
    let [first, second] = [0, 1].map(|index: usize| people[index].0.id.to_string());
    assert!(zhao.get("/inspections").await.body.contains(&format!("/inspections/{first}")));
    let done = zhao.post(&format!("/inspections/{first}/done"), &[("remarks", "")]).await;
    assert_eq!(done.location(), format!("/inspections/{second}"), "on to the next");
    assert!(zhao.get("/inspections").await.body.contains(&format!("/inspections/{second}")));
    let done = zhao.post(&format!("/inspections/{second}/done"), &[("remarks", "")]).await;
    assert_eq!(done.location(), format!("/inspections/rounds/{round}"));
    let page = zhao.get(done.location()).await.outline();
    assert!(page.contains("本次全部批阅完毕") && page.contains("查看记入的一次"), "{page}");
}

#[tokio::test]
async fn what_is_wrong_is_said_at_its_field_and_what_was_typed_stays() {
    let app = TestApp::in_memory();
    let zhao = app.as_person("zhao").await;
    let of = app.sample.school.id.to_string();
    let form = [
        ("of", of.as_str()),
        ("circle", "members"),
        ("way", "choice"),
        ("from_on", "2026-01-01"),
        ("to_on", "2026-03-05"),
        ("notes_each", "3"),
        ("reason", "专门看看"),
    ];
    let refused = zhao.post("/inspections", &form).await;
    assert_eq!(refused.status, 422);
    assert!(refused.outline().contains("请至少选一人") && refused.body.contains("专门看看"));
    let late = [
        ("of", of.as_str()),
        ("circle", "members"),
        ("way", "draw"),
        ("size", "2"),
        ("from_on", "2026-01-01"),
        ("to_on", "2026-12-01"),
        ("notes_each", "3"),
    ];
    let refused = zhao.post("/inspections", &late).await;
    assert!(refused.outline().contains("截止日期不能晚于今天"), "{}", refused.outline());
    assert_eq!(refused.field("to_on").as_deref(), Some("2026-12-01"));
}
