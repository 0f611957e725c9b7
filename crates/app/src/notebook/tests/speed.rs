//! How long a notebook takes among 200,000 notes, and a text among 50,000 essays: figures for docs/benchmarks.md, run by
//! `cargo test --release -p xueji --bin xueji -- --ignored --nocapture notebook::tests::speed`.

use std::time::{Duration, Instant};

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;
use rand::{RngExt as _, SeedableRng as _};
use tower::ServiceExt as _;
use xueji_store::{DbUrl, Value};

use crate::notes;
use crate::server;
use crate::shell::{Author, Id, OrNotFound};
use crate::testing::TestApp;

/// People, and the notes that each of them has in the year.
const PEOPLE: usize = 500;
const EACH: usize = 400;
const ESSAYS: usize = 50_000;
const ASKED: usize = 200;

const WORDS: [&str; 24] = [
    "下课以后",
    "孩子们",
    "我想起",
    "备课本上",
    "那位老教师",
    "说过的话",
    "先把",
    "每一件小事",
    "做好",
    "再谈",
    "别的",
    "学校门口",
    "家长",
    "愿意听",
    "我们讲",
    "什么",
    "开会时",
    "大家",
    "提了三条",
    "意见",
    "后来",
    "一条一条",
    "改了过来",
    "。",
];

/// Words that many texts share, between signs of its own.
fn text(characters: usize, rng: &mut StdRng) -> String {
    let (mut text, mut long) = (String::new(), 0);
    while long < characters {
        if rng.random_bool(0.2) {
            let word = WORDS.choose(rng).unwrap();
            text.push_str(word);
            long += word.chars().count();
        }
        text.extend(char::from_u32(rng.random_range(0x4e00..0x5a00)));
        long += 1;
    }
    text
}

/// Puts notes that were handed in straight into the tables: entering 250,000 one by one is not what is measured.
fn fill(app: &TestApp, whose: &[Id], each: usize, characters: usize, first: Date) {
    let mut rng = StdRng::seed_from_u64(7);
    for person in whose {
        let (mut heads, mut texts) = (Vec::new(), Vec::new());
        for number in 0..each {
            let (id, day) = (Id::fresh(), first + i64::try_from(number % 360).unwrap().days());
            let on = day.to_string();
            let title = format!("{}（{number}）", text(8, &mut rng));
            heads.push((id.clone(), on));
            texts.push((id, title, text(characters, &mut rng)));
        }
        let person = person.clone();
        let filled = app.app.write_blocking(Author::Command, move |work| {
            let string = |text: &str| Value::Text(text.to_owned().into());
            let rows = heads.iter().map(|(id, on)| {
                let key = format!("speed:{id}");
                [string(id.as_str()), string(&key), string(person.as_str()), string("self-study"), string(on)]
                    .into_iter()
                    .chain([1, 1, 1, 0, 0].map(Value::Int))
                    .collect()
            });
            let columns = [
                "id",
                "entry_key",
                "person_id",
                "activity",
                "happened_on",
                "current",
                "entered",
                "saves",
                "began_at",
                "changed_at",
            ];
            work.insert_many("note", &columns, rows)?;
            let rows = texts.iter().map(|(id, title, text)| {
                let characters = i64::try_from(text.chars().count()).unwrap_or_default();
                [
                    string(id.as_str()),
                    string(id.as_str()),
                    Value::Int(1),
                    string(title),
                    Value::Int(characters),
                ]
                .into_iter()
                .chain([Value::Int(0), Value::Int(0), string(""), string(text)])
                .collect()
            });
            let columns =
                ["id", "note_id", "number", "title", "characters", "began_at", "changed_at", "files", "text"];
            work.insert_many("note_version", &columns, rows)?;
            Ok(())
        });
        filled.expect("they are stored");
    }
}

fn told(what: &str, mut times: Vec<Duration>) {
    times.sort_unstable();
    let at = |share: usize| times[(times.len() * share / 100).min(times.len() - 1)];
    println!("{what}: median {:?}, p99 {:?}, at most {:?} of {}", at(50), at(99), at(100), times.len());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "prints figures"]
async fn a_notebook_among_200_000_notes() {
    let folder = tempfile::tempdir().unwrap();
    let app = TestApp::in_file(&DbUrl::Sqlite(folder.path().join("xueji.db")));
    let people = app.members(PEOPLE);
    let ids: Vec<Id> = people.iter().map(|(id, _)| id.clone()).collect();
    fill(&app, &ids, EACH, 250, date(2026, 1, 1));
    let router = server::router(&app.app);
    let asked = [
        ("/notes", ""),
        ("/notes?page=4", ""),
        ("/notes/book?month=2026-03", ""),
        ("/notes?q=", "家长"),
        ("/notes?q=", "没有这个词"),
        ("/notes?q=", "老教师 意见"),
    ];
    for (path, words) in asked {
        let encoded: String = form_urlencoded::byte_serialize(words.as_bytes()).collect();
        let mut times = Vec::new();
        for (_, session) in people.iter().cycle().take(ASKED) {
            let cookie = format!("xj_session={session}");
            let request = Request::get(format!("{path}{encoded}")).header(header::COOKIE, cookie);
            let request = request.body(Body::empty()).unwrap();
            let begun = Instant::now();
            let answer = router.clone().oneshot(request).await.unwrap();
            let status = answer.status();
            axum::body::to_bytes(answer.into_body(), usize::MAX).await.unwrap();
            times.push(begun.elapsed());
            assert_eq!(status, StatusCode::OK, "{path}");
        }
        told(&format!("{path}{words}"), times);
    }
}

#[test]
#[ignore = "prints figures"]
fn an_essay_among_50_000() {
    let folder = tempfile::tempdir().unwrap();
    let app = TestApp::in_file(&DbUrl::Sqlite(folder.path().join("xueji.db")));
    let people = app.members(PEOPLE);
    let ids: Vec<Id> = people.iter().map(|(id, _)| id.clone()).collect();
    fill(&app, &ids, ESSAYS / PEOPLE, 2_000, date(2026, 1, 1));
    let begun = Instant::now();
    while notes::keyed(&app) > 0 {}
    println!("{ESSAYS} essays keyed in {:?}", begun.elapsed());
    let li = app.sample.person("li");
    let mut rng = StdRng::seed_from_u64(8);
    let mut times = Vec::new();
    let mut found = 0;
    for number in 0..ASKED {
        // Half of them hold a paragraph of one that is there.
        let mut essay = text(2_000, &mut rng);
        let (id, whose) = (Id::fresh(), ids[number % ids.len()].clone());
        let copied = app
            .app
            .read_blocking(move |tx| {
                let (first, _) = notes::list(tx, &whose, &notes::Filter::default(), 0, 1)?;
                notes::handed_in(tx, &first.first().or_not_found()?.note.id)?.or_not_found()
            })
            .unwrap();
        if number % 2 == 0 {
            essay.extend(copied.text.chars().take(200));
        }
        let note = notes::Note {
            id,
            person_id: li.clone(),
            activity: None,
            happened_on: date(2026, 3, 5),
            current: 1,
            entered: None,
            saves: 1,
            began_at: 0,
            changed_at: 0,
            discarded: false,
            lesson_id: None,
        };
        let before = app.app.clock.now();
        let begun = Instant::now();
        let near =
            app.app.read_blocking(move |tx| notes::near(tx, notes::Of::from(&note), &essay, before)).unwrap();
        times.push(begun.elapsed());
        found += usize::from(!near.is_empty());
    }
    told(&format!("an essay of 2,000 characters among {ESSAYS}, {found} close ones found"), times);
}
