//! Lessons brought, changed and shown, by those who keep them.

use axum::http::StatusCode;
use axum::http::header::{CONTENT_RANGE, RANGE};
use jiff::civil::date;

use super::{address, brought, lecture, part, sound};
use crate::attachments::samples::film;
use crate::people;
use crate::shell::{Author, Id};
use crate::testing::on_both;

#[tokio::test]
async fn a_lecture_is_brought_in_one_form_and_heard_in_the_branch_alone() {
    on_both(async |app| {
        let lesson = lecture(app, &[]).await;
        let chen = app.as_person("chen").await;
        assert!(chen.get("/lessons").await.outline().contains("上周党课录音"));
        let page = chen.get(&lesson).await;
        assert!(page.outline().contains("赵书明主讲") && page.body.contains("<audio"), "{}", page.outline());
        let file = address(&page, &format!("{lesson}/files/"));
        let piece = chen.get_with(&file, (RANGE, "bytes=100-199")).await;
        assert_eq!(piece.status, StatusCode::PARTIAL_CONTENT);
        assert_eq!(piece.bytes.len(), 100);
        assert_eq!(piece.headers[CONTENT_RANGE], "bytes 100-199/8044");
        // Another branch's people learn nothing of it; those over the branch look in.
        for name in ["zheng", "sun", "admin"] {
            let other = app.as_person(name).await;
            assert_eq!(other.get(&lesson).await.status, StatusCode::NOT_FOUND, "{name}");
            assert_eq!(other.get(&file).await.status, StatusCode::NOT_FOUND, "{name}");
            assert!(!other.get("/lessons").await.body.contains("上周党课录音"), "{name}");
        }
        assert_eq!(app.as_person("zhou").await.get(&lesson).await.status, StatusCode::OK);
        // The form that comes twice makes one.
        let again = lecture(app, &[]).await;
        assert_eq!(again, lesson);
    })
    .await;
}

#[tokio::test]
async fn what_a_lesson_does_not_take_is_said_with_a_way_out_and_what_was_brought_stays() {
    on_both(async |app| {
        let zhao = app.as_person("zhao").await;
        let (good, phone) = (film("isom", &[("vide", "avc1")]), film("mp42", &[("vide", "hvc1")]));
        let files: [(&str, &[u8]); 3] =
            [("讲课.mp4", &good), ("手机.mov", &phone), ("讲稿.docx", b"PK\x03\x04")];
        let refused = brought(&zhao, &[("do", "publish")], &files).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        let said = refused.outline();
        assert!(said.contains("“手机.mov”的视频格式多数浏览器放不出来"), "{said}");
        assert!(said.contains("“讲稿.docx”不能用作课程内容") && said.contains("先另存为PDF"), "{said}");
        let file = refused.field("file").expect("the good one is kept in the form");
        let made = brought(&zhao, &[("do", "publish"), ("file", &file)], &[]).await;
        let page = zhao.get(made.location()).await;
        assert!(page.body.contains("<video"), "{}", page.outline());
    })
    .await;
}

#[tokio::test]
async fn a_draft_is_seen_by_those_who_keep_it_until_it_is_published() {
    on_both(async |app| {
        let (zhao, chen) = (app.as_person("zhao").await, app.as_person("chen").await);
        let made = brought(&zhao, &[("do", "draft")], &[]).await;
        let desk = made.location().trim_end_matches("?saved=1").to_owned();
        let lesson = desk.trim_end_matches("/edit").to_owned();
        let empty = zhao.post(&format!("{lesson}/state"), &[("do", "publish")]).await;
        assert!(empty.outline().contains("还没有内容"), "{}", empty.outline());
        let text = [("sort", "text"), ("part_title", "导言"), ("text", "## 先读党章")];
        zhao.post(&format!("{lesson}/parts"), &text).await;
        for (link, taken) in [("javascript:alert(1)", false), ("https://www.12371.cn/", true)] {
            let fields = [("sort", "link"), ("part_title", "共产党员网"), ("link", link)];
            let added = zhao.post(&format!("{lesson}/parts"), &fields).await;
            assert_eq!(added.status == StatusCode::SEE_OTHER, taken, "{link}: {}", added.outline());
        }
        assert_eq!(chen.get(&lesson).await.status, StatusCode::NOT_FOUND);
        zhao.post(&format!("{lesson}/state"), &[("do", "publish")]).await;
        let page = chen.get(&lesson).await;
        assert!(page.outline().contains("先读党章"), "{}", page.outline());
        assert!(
            page.body
                .contains("href=\"https://www.12371.cn/\" target=\"_blank\" rel=\"noopener noreferrer\"")
        );
        assert_eq!(chen.get(&desk).await.status, StatusCode::FORBIDDEN);
        zhao.post(&format!("{lesson}/state"), &[("do", "withdraw")]).await;
        assert_eq!(chen.get(&lesson).await.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn a_lesson_has_an_end_and_what_is_taken_out_of_it_is_given_up() {
    on_both(async |app| {
        let lesson = lecture(app, &[]).await;
        let zhao = app.as_person("zhao").await;
        let text = [("sort", "text"), ("part_title", "一段"), ("text", "文字")];
        for _ in 0..18 {
            zhao.post(&format!("{lesson}/parts"), &text).await;
        }
        let over = zhao.post(&format!("{lesson}/parts"), &text).await;
        assert!(over.outline().contains("最多20项"), "{}", over.outline());
        let long = "长".repeat(20_001);
        let facts = [("title", "党课"), ("description", long.as_str()), ("version", "2")];
        let refused = zhao.post(&format!("{lesson}/edit"), &facts).await;
        assert!(refused.outline().contains("最多20000字"), "{}", refused.outline());
        let page = zhao.get(&lesson).await;
        let (file, first) = (address(&page, &format!("{lesson}/files/")), part(&page));
        zhao.post(&format!("{lesson}/parts/{first}"), &[("do", "remove")]).await;
        assert_eq!(zhao.get(&file).await.status, StatusCode::NOT_FOUND);
        let id = Id::from_text(file.rsplit('/').next().unwrap());
        let left = app.app.read_blocking(move |tx| crate::attachments::find(tx, &[id])).unwrap();
        assert!(left.iter().all(|file| !file.kept), "its bytes go with the next cleaning");
    })
    .await;
}

#[tokio::test]
async fn whoever_keeps_two_branches_has_the_lessons_of_both() {
    on_both(async |app| {
        lecture(app, &[]).await;
        let (sun, school) = (app.sample.person("sun"), app.sample.school.id.clone());
        let appointed = app.app.write_blocking(Author::Command, move |work| {
            people::appoint(work, &sun, &school, "secretary", date(2026, 1, 1), None)
        });
        appointed.unwrap();
        let office = app.sample.office.id.to_string();
        let sun = app.as_person("sun").await;
        let more = [("organization", office.as_str()), ("title", "机关的一课")];
        let made = brought(&sun, &more, &[("党课.wav", &sound())]).await;
        assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.outline());
        let kept = sun.get("/lessons?show=kept").await.outline();
        assert!(kept.contains("上周党课录音") && kept.contains("机关的一课"), "{kept}");
    })
    .await;
}
