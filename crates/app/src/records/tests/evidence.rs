//! Files beside records: brought with the form, kept through its mistakes, and had by those who may read its text.

use axum::http::header::{
    ACCEPT_RANGES, CONTENT_DISPOSITION, CONTENT_RANGE, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG,
    IF_NONE_MATCH, RANGE, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderName, StatusCode};
use image::ImageFormat;
use xueji_plan::Evidence;

use crate::attachments::samples::{self, TELLING, WORD, office, pdf, photograph, picture};
use crate::records::tests::{BOOK, records_of, with};
use crate::shell::{App, Blobs};
use crate::testing::{Answer, TestApp, Visitor, on_both};

/// A book with these files; the address of its record.
async fn recorded(visitor: &Visitor<'_>, key: &str, files: &[(&str, &[u8])]) -> String {
    let answer = visitor.bring("/records", &with(&BOOK, &[("entry_key", key)]), files).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.outline());
    answer.location().trim_end_matches("?saved=1").to_owned()
}

/// The addresses of the files on a record's page.
fn files_on(page: &Answer, record: &str) -> Vec<String> {
    let start = format!("href=\"{record}/files/");
    let rest = page.body.split(&start).skip(1);
    rest.map(|rest| format!("{record}/files/{}", rest.split_once('"').unwrap().0)).collect()
}

fn header(answer: &Answer, name: HeaderName) -> String {
    answer.headers.get(name).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default()
}

fn holds(bytes: &[u8], sought: &[u8]) -> bool {
    bytes.windows(sought.len()).any(|window| window == sought)
}

/// The files that a form shows ticked.
fn ticked(page: &Answer) -> Vec<String> {
    page.inputs().into_iter().filter(|(name, _)| name == "file").map(|(_, id)| id).collect()
}

#[tokio::test]
async fn a_picture_comes_with_the_form_is_shown_small_and_tells_no_place() {
    on_both(async |app| {
        let li = app.as_person("li").await;
        let record = recorded(&li, "k", &[("现场.jpg", &photograph(640, 320)), ("讲义.pdf", &pdf())]).await;
        assert!(records_of(app, "li")[0].evidence.has(Evidence::Attachment));
        let page = li.get(&record).await;
        let files = files_on(&page, &record);
        assert_eq!(files.len(), 2, "{}", page.body);
        assert!(
            page.body.contains("width=\"240\" height=\"480\" alt=\"附件图片：现场.jpg\""),
            "{}",
            page.body
        );
        let whole = li.get(&files[0]).await;
        assert_eq!((whole.status, header(&whole, CONTENT_TYPE).as_str()), (StatusCode::OK, "image/jpeg"));
        assert_eq!(header(&whole, X_CONTENT_TYPE_OPTIONS), "nosniff");
        assert!(header(&whole, CONTENT_SECURITY_POLICY).contains("sandbox"));
        assert!(header(&whole, CONTENT_DISPOSITION).starts_with("inline; "));
        assert!(header(&whole, CONTENT_DISPOSITION).ends_with("filename*=UTF-8''%E7%8E%B0%E5%9C%BA.jpg"));
        let small = li.get(&format!("{}/small", files[0])).await;
        assert_eq!(small.status, StatusCode::OK);
        for telling in TELLING {
            assert!(!holds(&whole.bytes, telling) && !holds(&small.bytes, telling));
        }
        let seen = image::load_from_memory(&small.bytes).unwrap();
        assert_eq!((seen.width(), seen.height()), (240, 480));
        let known = li.get_with(&files[0], (IF_NONE_MATCH, &header(&whole, ETAG))).await;
        assert_eq!((known.status, known.bytes.len()), (StatusCode::NOT_MODIFIED, 0));
        assert_eq!(li.get(&files[1]).await.bytes, pdf());
        assert_eq!(li.get(&format!("{}/small", files[1])).await.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn sound_is_had_in_parts_and_a_document_is_saved_and_not_opened() {
    let app = TestApp::in_memory();
    let li = app.as_person("li").await;
    let sound = [b"RIFF\x24\0\0\0WAVEfmt ".to_vec(), vec![7; 500_000]].concat();
    let document = office(WORD, &[("word/document.xml", b"<w/>")]);
    let record = recorded(&li, "k", &[("发言.wav", &sound), ("总结.docx", &document)]).await;
    let files = files_on(&li.get(&record).await, &record);
    assert!(li.get(&record).await.body.contains("<audio controls"), "a player");
    let part = li.get_with(&files[0], (RANGE, "bytes=10-19")).await;
    assert_eq!(part.status, StatusCode::PARTIAL_CONTENT);
    assert_eq!(header(&part, CONTENT_RANGE), format!("bytes 10-19/{}", sound.len()));
    assert_eq!(part.bytes, sound[10..20]);
    let whole = li.get_with(&files[0], (RANGE, "bytes=0-")).await;
    assert_eq!((whole.bytes.len(), header(&whole, ACCEPT_RANGES).as_str()), (sound.len(), "bytes"));
    let beyond = li.get_with(&files[0], (RANGE, "bytes=900000-")).await;
    assert_eq!(beyond.status, StatusCode::RANGE_NOT_SATISFIABLE);
    assert!(header(&li.get(&files[1]).await, CONTENT_DISPOSITION).starts_with("attachment; "));
}

#[tokio::test]
async fn a_form_that_comes_back_has_not_lost_its_files() {
    on_both(async |app| {
        let li = app.as_person("li").await;
        let untitled = with(&BOOK, &[("entry_key", "k"), ("title", "")]);
        let back = li.bring("/records", &untitled, &[("现场.jpg", &photograph(40, 20))]).await;
        assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(back.outline().contains("现场.jpg"), "{}", back.outline());
        let kept = ticked(&back);
        assert_eq!(kept.len(), 1);
        // Another activity chosen half-way keeps it too.
        let changed = with(&BOOK, &[("entry_key", "k"), ("to", "class"), ("file", &kept[0])]);
        assert_eq!(ticked(&li.bring("/records", &changed, &[]).await), kept);
        let sent = with(&BOOK, &[("entry_key", "k"), ("file", &kept[0])]);
        let saved = li.post("/records", &sent).await;
        let record = saved.location().trim_end_matches("?saved=1").to_owned();
        assert_eq!(files_on(&li.get(&record).await, &record).len(), 1);
        // Nobody else can make a record with it, and not even its owner with one that is named already.
        for (name, key) in [("chen", "k"), ("li", "again")] {
            let sent = with(&BOOK, &[("entry_key", key), ("file", &kept[0])]);
            let refused = app.as_person(name).await.post("/records", &sent).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(refused.outline().contains("有附件已不在了"), "{}", refused.outline());
        }
    })
    .await;
}

#[tokio::test]
async fn what_is_refused_is_named_with_its_reason_and_nothing_is_saved() {
    let app = TestApp::in_memory();
    let li = app.as_person("li").await;
    let large = [pdf(), vec![b' '; (20 << 20) + 1]].concat();
    let files: [(&str, &[u8], &str); 5] = [
        ("page.jpg", b"<!DOCTYPE html><script>alert(1)</script>", "“page.jpg”不是可接受的类型"),
        ("IMG.HEIC", &samples::container("heic", &[]), "兼容性最佳"),
        ("large.pdf", &large, "“large.pdf”超过20 MB"),
        ("cut.png", &picture(ImageFormat::Png, 60, 60)[..99], "“cut.png”已损坏"),
        ("宏.docm", &office(WORD, &[("word/vbaProject.bin", b"x")]), "“宏.docm”含有宏"),
    ];
    for (name, bytes, said) in files {
        let fields = with(&BOOK, &[("entry_key", name)]);
        let refused = li.bring("/records", &fields, &[(name, bytes), ("好.pdf", &pdf())]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
        assert!(refused.outline().contains(said), "{name}: {}", refused.outline());
        assert!(refused.outline().contains("好.pdf"), "the good one is kept");
        assert!(refused.body.contains("从实践中来"), "and so is what was typed");
    }
    let pdf = pdf();
    let many: Vec<(&str, &[u8])> = (0..11).map(|_| ("多.pdf", pdf.as_slice())).collect();
    let refused = li.bring("/records", &with(&BOOK, &[("entry_key", "many")]), &many).await;
    assert!(refused.outline().contains("一条记录最多9个附件"), "{}", refused.outline());
    assert!(records_of(&app, "li").is_empty());
}

#[tokio::test]
async fn a_place_that_cannot_be_written_keeps_what_was_typed_and_stores_nothing() {
    let app = TestApp::in_memory();
    let file = app.folder.path().join("a-file");
    std::fs::write(&file, "x").unwrap();
    let broken = app.with_blobs(Blobs::folder(file.join("below")));
    let li = broken.as_person("li").await;
    let refused = li.bring("/records", &with(&BOOK, &[("entry_key", "k")]), &[("a.pdf", &pdf())]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.outline().contains("现在不能写入"), "{}", refused.outline());
    assert!(refused.body.contains("从实践中来"));
    let count = |app: &App| app.read_blocking(crate::attachments::total).unwrap();
    assert_eq!(count(&broken.app), [0, 0, 0, 0]);
    assert!(records_of(&broken, "li").is_empty());
}

#[tokio::test]
async fn anothers_files_are_opened_on_purpose_and_their_author_sees_it() {
    on_both(async |app| {
        let chen = app.as_person("chen").await;
        let record = recorded(&chen, "k", &[("心得.jpg", &photograph(40, 20))]).await;
        let own = files_on(&chen.get(&record).await, &record);
        let secretary = app.as_person("zhao").await;
        let closed = secretary.get(&record).await;
        assert!(closed.outline().contains("心得.jpg"), "{}", closed.outline());
        assert!(files_on(&closed, &record).is_empty() && !closed.body.contains("<img src=\"/records"));
        // Whoever knows the address is led to where one opens it on purpose.
        for address in [own[0].clone(), format!("{}/small", own[0])] {
            let led = secretary.get(&address).await;
            assert_eq!((led.status, led.location()), (StatusCode::SEE_OTHER, record.as_str()));
        }
        assert!(!chen.get(&record).await.outline().contains("谁看过"));
        let opened = secretary.post(&format!("{record}/read"), &[]).await;
        assert_eq!(files_on(&opened, &record), own);
        assert_eq!(secretary.get(&own[0]).await.status, StatusCode::OK);
        let seen = chen.get(&record).await.outline();
        assert!(seen.contains("谁看过正文和附件\n赵书明"), "{seen}");
        // Those who may see that it happened learn that there is a file, and nothing of it.
        let inspector = app.as_person("wu").await.get(&record).await.outline();
        assert!(inspector.contains("1个附件") && !inspector.contains("心得.jpg"), "{inspector}");
        for name in ["wu", "zhou", "wang", "zheng", "sun"] {
            let answer = app.as_person(name).await.get(&own[0]).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{name}");
        }
        assert_eq!(app.as_guest().get(&own[0]).await.status, StatusCode::SEE_OTHER);
        // A file is had through its own record alone.
        let other = recorded(&secretary, "k", &[]).await;
        let id = own[0].rsplit('/').next().unwrap();
        assert_eq!(secretary.get(&format!("{other}/files/{id}")).await.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn files_are_added_and_taken_away_by_corrections() {
    on_both(async |app| {
        let li = app.as_person("li").await;
        let record = recorded(&li, "k", &[]).await;
        let none =
            li.bring(&format!("{record}/files"), &[("entry_key", "n"), ("reason", "补充附件")], &[]).await;
        assert!(none.outline().contains("请先选择附件"), "{}", none.outline());
        let add = [("entry_key", "a"), ("reason", "补充附件")];
        let half =
            li.bring(&format!("{record}/files"), &add, &[("a.pdf", &pdf()), ("x.svg", b"<svg/>")]).await;
        assert_eq!(half.status, StatusCode::UNPROCESSABLE_ENTITY);
        let kept = ticked(&half);
        let add = [("entry_key", "a"), ("reason", "补充附件"), ("file", kept[0].as_str())];
        let added = li.bring(&format!("{record}/files"), &add, &[("b.jpg", &photograph(40, 20))]).await;
        let second = added.location().trim_end_matches("?saved=1").to_owned();
        assert_ne!(second, record);
        assert_eq!(files_on(&li.get(&second).await, &second).len(), 2);
        assert!(files_on(&li.get(&record).await, &record).is_empty(), "the first one stays as it was");
        let live = records_of(app, "li");
        assert_eq!((live.len(), live[0].evidence.has(Evidence::Attachment)), (1, true));
        // The correction form shows both; the one that is unticked goes, and its record keeps it.
        let form = li.get(&format!("{second}/correct")).await;
        let both = ticked(&form);
        assert_eq!(both.len(), 2);
        let without = with(&BOOK, &[("entry_key", "c"), ("reason", "附件传错")]);
        let last = li.bring(&format!("{second}/correct"), &with(&without, &[("file", &both[1])]), &[]).await;
        let third = last.location().trim_end_matches("?saved=1").to_owned();
        assert_eq!(files_on(&li.get(&third).await, &third).len(), 1);
        assert_eq!(files_on(&li.get(&second).await, &second).len(), 2);
        let cleared = with(&without, &[("entry_key", "d")]);
        let bare = li.bring(&format!("{third}/correct"), &cleared, &[]).await;
        assert_eq!(bare.status, StatusCode::SEE_OTHER);
        assert!(!records_of(app, "li")[0].evidence.has(Evidence::Attachment));
    })
    .await;
}

#[tokio::test]
async fn a_secretary_who_mends_anothers_date_takes_the_files_along_unseen() {
    let app = TestApp::in_memory();
    let chen = app.as_person("chen").await;
    let record = recorded(&chen, "k", &[("心得.jpg", &photograph(40, 20))]).await;
    let secretary = app.as_person("zhao").await;
    let form = secretary.get(&format!("{record}/correct")).await;
    assert!(
        !form.outline().contains("心得.jpg") && form.outline().contains("原有附件1个"),
        "{}",
        form.outline()
    );
    let mended = with(&BOOK, &[("entry_key", "c"), ("reason", "日期写错"), ("last_on", "2026-03-04")]);
    let answer = secretary.bring(&format!("{record}/correct"), &mended, &[]).await;
    let second = answer.location().trim_end_matches("?saved=1").to_owned();
    assert_eq!(files_on(&chen.get(&second).await, &second).len(), 1);
}

#[tokio::test]
async fn files_of_an_event_stand_with_the_rows_that_share_its_text() {
    on_both(async |app| {
        let zhao = app.as_person("zhao").await;
        let (li, chen) = (app.sample.person("li").to_string(), app.sample.person("chen").to_string());
        let school = app.sample.school.id.to_string();
        let form = [
            ("entry_key", "e"),
            ("organization", school.as_str()),
            ("activity", "class"),
            ("last_on", "2026-03-05"),
            ("amount", "1"),
            ("unit", "times"),
            ("title", "一堂好课"),
            ("person", li.as_str()),
            ("person", chen.as_str()),
        ];
        let answer = zhao.bring("/records/many", &form, &[("课件.pdf", &pdf())]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.outline());
        for name in ["li", "chen"] {
            let record = format!("/records/{}", records_of(app, name)[0].id);
            let own = app.as_person(name).await;
            let files = files_on(&own.get(&record).await, &record);
            assert_eq!(own.get(&files[0]).await.bytes, pdf(), "{name}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_form_whose_session_ended_keeps_its_text_and_says_that_its_files_are_lost() {
    let app = TestApp::in_memory();
    let li = app.as_person("li").await;
    let token = li.token().await;
    let fields = with(&BOOK, &[("entry_key", "k"), ("_csrf", &token)]);
    li.post("/sign-out", &[]).await;
    let guest = li.bring_as_is("/records", &fields, &[("现场.jpg", &photograph(40, 20))]).await;
    assert_eq!(guest.status, StatusCode::UNAUTHORIZED, "{}", guest.outline());
    let carried = guest.inputs();
    assert!(carried.iter().any(|(name, value)| name == "typed:lost" && value == "现场.jpg"), "{carried:?}");
    // Signed in again and sent on, the form comes back and names the file.
    let li = app.as_person("li").await;
    let sent = with(&BOOK, &[("entry_key", "k"), ("lost", "现场.jpg")]);
    let back = li.post("/records", &sent).await;
    assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(back.outline().contains("“现场.jpg”没有随登录带过来"), "{}", back.outline());
    assert_eq!(app.app.read_blocking(crate::attachments::total).unwrap()[0], 0, "nothing was stored");
}
