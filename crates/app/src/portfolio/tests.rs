//! One's own book as it is read, printed and taken along; and that it is one's own alone.

mod said;

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

use axum::http::StatusCode;
use zip::ZipArchive;

use crate::attachments::samples::photograph;
use crate::meetings;
use crate::testing::{Answer, TestApp, Visitor, on_both};

/// Keeps a note with a photographed page as a draft, or hands it in for an hour of self-study.
async fn noted(
    visitor: &Visitor<'_>,
    (key, on): (&str, &str),
    title: &str,
    text: &str,
    enter: bool,
) -> String {
    let mut fields = vec![("key", key), ("on", on), ("title", title), ("text", text), ("saves", "0")];
    if enter {
        fields.extend([
            ("do", "enter"),
            ("entry_key", key),
            ("serves", "self-study"),
            ("late_reason", "出差"),
        ]);
        fields.extend([("amount-self-study", "1"), ("unit-self-study", "hours"), ("tags", "哲学")]);
    }
    let page = photograph(640, 320);
    let answer = visitor.bring("/notes", &fields, &[("第12页.jpg", &page)]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.outline());
    let address = answer.location().split('?').next().unwrap().trim_end_matches("/edit");
    address.trim_start_matches("/notes/").to_owned()
}

/// A few words of theirs on the board, of a book that they read.
async fn published(visitor: &Visitor<'_>, app: &TestApp) {
    let book = [("entry_key", "b"), ("title", "乡土中国"), ("author", "费孝通"), ("category", "general")];
    let reading = visitor.post("/books/new", &book).await.location().to_owned();
    let form = visitor.get(&format!("/reviews/new?reading={}", reading.rsplit('/').next().unwrap())).await;
    let chosen =
        form.body.split("name=\"book\"").nth(1).and_then(|rest| rest.split("value=\"").nth(1)).unwrap();
    let review = [
        ("entry_key", "r"),
        ("book", chosen.split('"').next().unwrap()),
        ("form", "board"),
        ("organization", app.sample.school.id.as_str()),
        ("title", "走访前重读"),
        ("text", "差序格局说得透。\n<b>再读</b>一遍。"),
    ];
    let answer = visitor.post("/reviews", &review).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.outline());
}

/// A year of li's, with another member's beside it: a note that was handed in and read, a draft, one of last year, one put
/// away, and a meeting.
async fn lived(app: &TestApp) {
    let li = app.as_person("li").await;
    let text = "## 要点\n\n从实践中来，到实践中去。\n\n|甲|乙|\n|-|-|\n|认识|实践|\n";
    let note = noted(&li, ("k1", "2026-03-05"), "读《实践论》", text, true).await;
    noted(&li, ("k2", "2026-02-03"), "调研提纲", "先问三个问题。", false).await;
    noted(&li, ("k3", "2025-11-02"), "去年的笔记", "去年写的。", false).await;
    let away = noted(&li, ("k4", "2026-01-09"), "写坏的", "收起来的草稿。", false).await;
    assert_eq!(li.post(&format!("/notes/{away}/discard"), &[]).await.status, StatusCode::SEE_OTHER);
    app.as_person("zhao").await.post(&format!("/notes/{note}/open"), &[]).await;
    meetings::of_test(app, &app.sample.school.id, &app.sample.person("li"), true);
    published(&li, app).await;
    let chen = app.as_person("chen").await;
    noted(&chen, ("k1", "2026-03-05"), "陈的笔记", "别人不该看到的话。", true).await;
}

#[tokio::test]
async fn each_chapter_says_what_there_is_and_the_whole_says_all_of_it() {
    on_both(async |app| {
        lived(app).await;
        let li = app.as_person("li").await;
        let to = li.get("/portfolio").await;
        assert_eq!(to.location(), "/portfolio/2026");
        let cover = li.get("/portfolio/2026").await;
        for said in ["2026年学习档案", "李思学", "第一小学党支部", "2026年3月5日(周四)", "学习笔记", "2项"]
        {
            assert!(cover.outline().contains(said), "{said}: {}", cover.outline());
        }
        assert!(cover.body.contains("href=\"/portfolio/2025\""), "years with something are offered");
        let expected: [(&str, &[&str]); 6] = [
            ("standings", &["每天自学", "✓"]),
            ("records", &["自学", "读《实践论》", "1小时", "分项合计"]),
            ("meetings", &["集中学习", "缺席"]),
            ("notes", &["读《实践论》", "从实践中来", "先问三个问题", "草稿", "#哲学"]),
            ("reviews", &["走访前重读", "《乡土中国》", "差序格局说得透。", "&#60;b&#62;再读"]),
            ("readings", &["赵书明", "读《实践论》"]),
        ];
        let whole = li.get("/portfolio/2026/whole").await;
        assert_eq!(whole.status, StatusCode::OK);
        for (chapter, said) in expected {
            let page = li.get(&format!("/portfolio/2026/{chapter}")).await;
            for said in said.iter().filter(|said| **said != "✓") {
                assert!(page.body.contains(said), "{chapter} lacks {said}: {}", page.outline());
                assert!(whole.body.contains(said), "the whole lacks {said}");
            }
        }
        assert!(whole.body.contains("<td>认识</td>") && whole.body.trim_end().ends_with("</html>"));
        assert!(!whole.body.contains("收起来的草稿") && !whole.body.contains("去年写的"));
        assert!(li.get("/portfolio/2025/notes").await.body.contains("去年写的"));
        assert!(li.get("/portfolio/1999/notes").await.outline().contains("这一年还没有笔记"));
        assert_eq!(li.get("/portfolio/2026/poems").await.status, StatusCode::NOT_FOUND);
        for page in ["/portfolio/2026/notes", "/sheets"] {
            let beyond = li.get(&format!("{page}?page={}", usize::MAX)).await;
            assert_eq!(beyond.status, StatusCode::OK, "{page}: {}", beyond.outline());
        }
    })
    .await;
}

#[tokio::test]
async fn the_contents_say_how_many_things_each_chapter_shows() {
    on_both(async |app| {
        lived(app).await;
        let li = app.as_person("li").await;
        let cover = li.get("/portfolio/2026").await.body;
        for (chapter, row) in [
            ("standings", "<tr><td"),
            ("meetings", "<tr><td"),
            ("notes", "<article"),
            ("reviews", "<article"),
            ("readings", "<tr><td"),
        ] {
            let page = li.get(&format!("/portfolio/2026/{chapter}")).await.body;
            let count = page.matches(row).count();
            let line = cover.split(&format!("href=\"/portfolio/2026/{chapter}\"")).nth(1).unwrap();
            let line = line.split("</li>").next().unwrap();
            assert!(count > 0 && line.contains(&format!(">{count}项<")), "{chapter} shows {count}: {line}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_long_year_is_read_in_pages_and_nothing_is_left_out() {
    let app = TestApp::in_memory();
    let li = app.as_person("li").await;
    for number in 0..45 {
        let (key, on) = (format!("k{number}"), format!("2026-02-{:02}", number % 28 + 1));
        let title = format!("第{number}篇。");
        let fields =
            [("key", key.as_str()), ("on", &on), ("title", &title), ("text", "正文"), ("saves", "0")];
        assert_eq!(li.post("/notes", &fields).await.status, StatusCode::SEE_OTHER);
    }
    let mut read = String::new();
    for page in 0..3 {
        let page = li.get(&format!("/portfolio/2026/notes?page={page}")).await.body;
        assert!(page.matches("<article").count() <= 20);
        read.push_str(&page);
    }
    let whole = li.get("/portfolio/2026/whole").await.body;
    for number in 0..45 {
        let title = format!(">第{number}篇。<");
        assert_eq!(read.matches(&title).count(), 1, "{title}");
        assert_eq!(whole.matches(&title).count(), 1, "{title}");
    }
}

/// The files of an archive by name.
fn opened(answer: &Answer) -> BTreeMap<String, Vec<u8>> {
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.outline());
    let mut archive = ZipArchive::new(Cursor::new(&answer.bytes)).expect("an archive");
    let mut files = BTreeMap::new();
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).unwrap();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        let name = file.name().unwrap().into_owned();
        drop(file);
        assert!(files.insert(name.clone(), bytes).is_none(), "{name} is there twice");
    }
    files
}

fn text<'f>(files: &'f BTreeMap<String, Vec<u8>>, name: &str) -> &'f str {
    std::str::from_utf8(files.get(name).unwrap_or_else(|| panic!("{name} is not there"))).unwrap()
}

#[tokio::test]
async fn the_archive_has_everything_of_one_s_own_and_nothing_of_others() {
    on_both(async |app| {
        lived(app).await;
        let li = app.as_person("li").await;
        let files = opened(&li.get("/portfolio/archive.zip").await);
        let notes: Vec<&str> =
            files.keys().filter(|name| name.starts_with("notes/")).map(|n| text(&files, n)).collect();
        assert_eq!(notes.len(), 4, "{:?}", files.keys());
        for said in ["从实践中来", "先问三个问题", "去年写的", "收起来的草稿"] {
            assert!(notes.iter().any(|note| note.contains(said)), "no note says {said}");
        }
        let first = notes.iter().find(|note| note.contains("从实践中来")).unwrap();
        for line in
            ["date: 2026-03-05\n", "title: \"读《实践论》\"\n", "activity: \"自学\"\n", "tags: [\"哲学\"]\n"]
        {
            assert!(first.contains(line), "{first}");
        }
        assert!(first.starts_with("---\n") && first.contains("name: \"第12页.jpg\""));
        // Every original, and every one under the name by which pages and notes call it.
        let originals: Vec<&String> = files.keys().filter(|name| name.starts_with("files/")).collect();
        assert_eq!(originals.len(), 4);
        for name in &originals {
            assert!(files[*name].starts_with(&[0xff, 0xd8]), "{name} is no picture");
            assert!(notes.iter().any(|note| note.contains(&format!("../{name}"))));
        }
        let year = text(&files, "2026.html");
        assert!(year.contains("从实践中来") && year.contains("赵书明") && year.contains("集中学习"));
        assert!(year.contains("走访前重读") && year.contains("差序格局说得透"), "{year}");
        assert!(originals.iter().any(|name| year.contains(&format!("src=\"{name}\""))), "{year}");
        assert!(!year.contains("<script") && !year.contains("href=\"/"), "it leads nowhere but to itself");
        assert!(text(&files, "index.html").contains("href=\"2025.html\""));
        assert!(text(&files, "README.txt").contains("李思学的学习档案"));
        let data: serde_json::Value = serde_json::from_str(text(&files, "data.json")).unwrap();
        let given: serde_json::Value =
            serde_json::from_str(&li.get("/account/data.json").await.body).unwrap();
        for table in ["note", "note_version", "record", "meeting_person", "attachment", "note_reading"] {
            assert!(!data[table].as_array().unwrap().is_empty(), "{table}");
            assert_eq!(data[table], given[table], "{table}");
        }
        for (name, bytes) in &files {
            for theirs in ["陈的笔记", "别人不该看到的话"] {
                assert!(!String::from_utf8_lossy(bytes).contains(theirs), "{name} has {theirs}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn one_year_is_taken_alone_and_a_lost_file_is_named() {
    let app = TestApp::in_memory();
    lived(&app).await;
    let li = app.as_person("li").await;
    let year = opened(&li.get("/portfolio/archive.zip?year=2025").await);
    assert!(year.contains_key("2025.html") && !year.contains_key("2026.html"));
    assert_eq!(year.keys().filter(|name| name.starts_with("notes/")).count(), 1);
    for (hash, _) in app.app.read_blocking(crate::attachments::all_blobs).unwrap() {
        app.app.blobs.remove(&hash).unwrap();
    }
    let files = opened(&li.get("/portfolio/archive.zip").await);
    assert!(!files.keys().any(|name| name.starts_with("files/")));
    assert!(text(&files, "README.txt").contains("第12页.jpg"));
}

#[tokio::test]
async fn the_word_document_says_the_same_and_shows_the_pages() {
    let app = TestApp::in_memory();
    lived(&app).await;
    let li = app.as_person("li").await;
    let answer = li.get("/portfolio/2026/book.docx").await;
    let files = opened(&answer);
    let read =
        xueji_office::read_document(&answer.bytes, &xueji_office::DocumentLimits::default()).unwrap().text;
    for said in [
        "2026年学习档案",
        "李思学",
        "一、完成情况",
        "从实践中来",
        "认识",
        "先问三个问题",
        "差序格局说得透",
        "赵书明",
    ] {
        assert!(read.contains(said), "{said}: {read}");
    }
    assert!(!read.contains("别人不该看到的话"));
    let pictures: Vec<_> = files.keys().filter(|name| name.starts_with("word/media/")).collect();
    assert_eq!(pictures.len(), 2, "the photographed page of each note of the year");
}

#[tokio::test]
async fn nobody_has_another_s_book() {
    let app = TestApp::in_memory();
    lived(&app).await;
    for name in ["wang", "chen", "zhao", "sun", "zhou", "wu"] {
        let other = app.as_person(name).await;
        for path in ["/portfolio/2026/notes", "/portfolio/2026/whole", "/portfolio/2026/records"] {
            let page = other.get(path).await;
            assert_eq!(page.status, StatusCode::OK, "{name} has a book of their own");
            for theirs in ["从实践中来", "调研提纲", "先问三个问题"] {
                assert!(!page.body.contains(theirs), "{name} reads {theirs} at {path}");
            }
        }
    }
    let admin = app.as_person("admin").await;
    for path in [
        "/portfolio",
        "/portfolio/2026",
        "/portfolio/2026/whole",
        "/portfolio/archive.zip",
        "/portfolio/2026/book.docx",
    ] {
        assert_eq!(admin.get(path).await.status, StatusCode::FORBIDDEN, "{path}");
    }
}
