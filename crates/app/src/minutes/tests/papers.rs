//! The Word documents, read back as whoever opens them reads them.

use axum::http::StatusCode;
use xueji_office::{DocumentLimits, read_document};
use xueji_standing::Outcome;

use super::{arranged, confirm, item, send};
use crate::shell::Id;
use crate::testing::{Answer, TestApp, on_both};

fn text(answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.outline());
    read_document(&answer.bytes, &DocumentLimits::default()).expect("it is a document").text
}

fn name(answer: &Answer) -> String {
    let value = answer.headers["content-disposition"].to_str().unwrap();
    value.split("UTF-8''").nth(1).unwrap().to_owned()
}

async fn written(app: &TestApp) -> Id {
    let id = arranged(app, "zhao", "li").await;
    let recorder = app.as_person("li").await;
    let wang = app.sample.person("wang").to_string();
    send(&recorder, &id, &item(0), (0, "传达全会公报。"), &[]).await;
    send(&recorder, &id, &format!("lead-{wang}"), (0, "教育强国是基础工程。"), &[]).await;
    send(&recorder, &id, "talk-T1", (0, "要多去村小。"), &[("person-SLOT", wang.as_str())]).await;
    send(&recorder, &id, "decision-D1", (0, "同意学习计划。"), &[]).await;
    let more = [("person-SLOT", wang.as_str()), ("due-SLOT", "2026-06-30")];
    send(&recorder, &id, "measure-M1", (0, "每月送教一次"), &more).await;
    id
}

#[tokio::test]
async fn the_minutes_have_the_layout_of_an_official_record() {
    on_both(async |app| {
        let id = written(app).await;
        let leave = [("kind", "leave-illness"), ("reason", "住院")];
        app.as_person("wang").await.post(&format!("/meetings/{id}/leave"), &leave).await;
        let secretary = app.as_person("zhao").await;
        let page = secretary.get(&format!("/meetings/{id}")).await;
        let decide = page.body.split("/leave/").nth(1).unwrap().split('"').next().unwrap();
        let granted = [("decision", "granted")];
        secretary.post(&format!("/meetings/{id}/leave/{decide}"), &granted).await;
        confirm(app, &id, &[("wang", Outcome::from_code("leave-illness").unwrap())]).await;
        let seen = secretary.get(&format!("/meetings/{id}/minutes?read=1")).await.field("seen").unwrap();
        secretary.post(&format!("/meetings/{id}/minutes/sign"), &[("seen", seen.as_str())]).await;

        // Who was expected reads them without who was away and why; who sees the list has them whole.
        let address = format!("/meetings/{id}/minutes.docx");
        let counted = text(&app.as_person("wang").await.get(&address).await);
        assert!(counted.contains("教育强国") && !counted.contains("住院"), "{counted}");
        let file = secretary.get(&address).await;
        assert_eq!(
            name(&file),
            "2026-03-05%20%E5%AD%A6%E4%B9%A0%E5%85%A8%E4%BC%9A%E7%B2%BE%E7%A5%9E%20%E4%BC%9A%E8%AE%AE%E8%AE%B0%E5%BD%95.docx"
        );
        let text = text(&file);
        let mut rest = text.as_str();
        for said in [
            "第一小学党支部会议记录",
            "学习全会精神",
            "2026年3月5日 14:30—16:00",
            "会议室",
            "赵书明",
            "李思学",
            "应到",
            "2人",
            "实到",
            "1人",
            "1人：王立文（病假，住院）",
            "0人：无",
            "李思学（第一小学党支部）",
            "一、会议议程",
            "（一）传达精神",
            "传达全会公报。",
            "二、发言情况",
            "（一）中心发言",
            "1.王立文：教育强国",
            "教育强国是基础工程。",
            "（二）讨论发言",
            "要多去村小。",
            "三、会议决议",
            "同意学习计划。",
            "四、工作举措",
            "每月送教一次",
            "王立文",
            "2026年6月30日",
            "主持人（签字）赵书明，已于2026年3月5日在系统签字",
            "记录人（签字）",
        ] {
            let (_, after) = rest.split_once(said).unwrap_or_else(|| panic!("{said} is not next in {text}"));
            rest = after;
        }
    })
    .await;
}

#[tokio::test]
async fn the_sheet_to_sign_and_the_list_after_name_everybody_and_are_for_those_who_see_the_list() {
    on_both(async |app| {
        let id = arranged(app, "zhao", "li").await;
        let recorder = app.as_person("li").await;
        let sheet = text(&recorder.get(&format!("/meetings/{id}/sign-in-sheet.docx")).await);
        for said in [
            "签到表",
            "序号",
            "签到（亲笔）",
            "到会时间",
            "王立文",
            "赵书明",
            "书记",
            "列席",
            "应到",
            "2人",
            "缺席",
        ] {
            assert!(sheet.contains(said), "{said}: {sheet}");
        }
        let list = format!("/meetings/{id}/attendance.docx");
        assert_eq!(recorder.get(&list).await.status, StatusCode::CONFLICT, "before it is confirmed");
        confirm(app, &id, &[("wang", Outcome::Absent)]).await;
        let after = text(&recorder.get(&list).await);
        let line = after.lines().find(|line| line.contains("王立文")).unwrap();
        assert!(line.contains("应到") && line.contains("缺席"), "{after}");
        for sheet in ["sign-in-sheet", "attendance"] {
            let refused = app.as_person("wang").await.get(&format!("/meetings/{id}/{sheet}.docx")).await;
            assert_eq!(refused.status, StatusCode::FORBIDDEN);
        }
    })
    .await;
}
