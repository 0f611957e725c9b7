//! Several write at once, and nobody's words are lost.

use axum::http::StatusCode;

use super::{arranged, item, send};
use crate::minutes::merge::BOTH_CHANGED;
use crate::testing::on_both;

#[tokio::test]
async fn two_who_write_into_one_block_keep_each_their_words() {
    on_both(async |app| {
        let id = arranged(app, "zhao", "li").await;
        let (host, recorder) = (app.as_person("zhao").await, app.as_person("li").await);
        let slot = item(0);
        let begun = send(&recorder, &id, &slot, (0, "一、传达公报。\n二、讨论。"), &[("writer", "a")]).await;
        assert_eq!((&begun["version"], &begun["sent"]), (&1.into(), &1.into()));
        let ours = "一、传达公报和决定。\n二、讨论。";
        send(&recorder, &id, &slot, (1, ours), &[("writer", "a")]).await;
        // The host began from the same text, and is answered with both.
        let both =
            send(&host, &id, &slot, (1, "一、传达公报。\n二、讨论，各谈体会。"), &[("writer", "b")]).await;
        assert_eq!(both["text"], "一、传达公报和决定。\n二、讨论，各谈体会。");
        // At the same passage both stay, for somebody to look at.
        send(&recorder, &id, &slot, (4, "一、传达纪要。\n二、讨论，各谈体会。"), &[("writer", "a")]).await;
        let clash =
            send(&host, &id, &slot, (4, "一、传达通知。\n二、讨论，各谈体会。"), &[("writer", "b")]).await;
        let text = clash["text"].as_str().unwrap();
        assert!(["传达纪要", "传达通知", BOTH_CHANGED].iter().all(|part| text.contains(part)), "{text}");
    })
    .await;
}

#[tokio::test]
async fn what_is_sent_again_because_the_answer_was_lost_stands_once() {
    on_both(async |app| {
        let id = arranged(app, "zhao", "li").await;
        let recorder = app.as_person("li").await;
        let slot = item(1);
        send(&recorder, &id, &slot, (0, "大家谈到"), &[("writer", "a")]).await;
        // No answer came: the window knows of no version, and sends all that it has by now.
        let again = send(&recorder, &id, &slot, (0, "大家谈到师资"), &[("writer", "a")]).await;
        assert_eq!(again["text"], "大家谈到师资");
        let once_more = send(&recorder, &id, &slot, (0, "大家谈到师资"), &[("writer", "a")]).await;
        assert_eq!(once_more["text"], "大家谈到师资");
        // Another window that never saw it adds to it.
        let other = send(&app.as_person("zhao").await, &id, &slot, (0, "家访"), &[("writer", "b")]).await;
        let text = other["text"].as_str().unwrap();
        assert!(text.contains("大家谈到师资") && text.contains("家访"), "{text}");
    })
    .await;
}

#[tokio::test]
async fn a_window_hears_what_others_changed_and_nothing_else() {
    on_both(async |app| {
        let id = arranged(app, "zhao", "li").await;
        let (host, recorder) = (app.as_person("zhao").await, app.as_person("li").await);
        send(&recorder, &id, &item(0), (0, "传达公报"), &[]).await;
        send(&host, &id, "decision-A1", (0, "每月送教一次"), &[]).await;
        let changes = async |since: i64| {
            let answer = recorder.get_json(&format!("/meetings/{id}/minutes/changes?since={since}")).await;
            serde_json::from_str::<serde_json::Value>(&answer.body).unwrap()
        };
        let news = changes(1).await;
        assert_eq!(news["since"], 2);
        assert_eq!(news["blocks"].as_array().unwrap().len(), 1);
        assert_eq!(news["blocks"][0]["text"], "每月送教一次");
        // The window has no such block yet, and gets one that can be written in.
        assert!(news["blocks"][0]["html"].as_str().unwrap().contains("name=\"text-decision-A1\""));
        assert_eq!(changes(2).await["blocks"].as_array().unwrap().len(), 0);
    })
    .await;
}

#[tokio::test]
async fn without_script_the_form_saves_every_block_at_once_and_says_what_is_wrong() {
    on_both(async |app| {
        let id = arranged(app, "zhao", "li").await;
        let (address, recorder) = (format!("/meetings/{id}/minutes"), app.as_person("li").await);
        let page = recorder.get(&address).await;
        let seen = page.outline();
        for offered in ["传达精神", "王立文：教育强国", "决议事项", "责任人"] {
            assert!(seen.contains(offered), "{offered}: {seen}");
        }
        let mut fields = page.form_fields("class=\"minutes\"");
        let slot_of = |kind: &str| {
            let begins = format!("text-{kind}-");
            fields.iter().find(|(name, _)| name.starts_with(&begins)).unwrap().0.clone()
        };
        let (decision, lead, measure) = (slot_of("decision"), slot_of("lead"), slot_of("measure"));
        let chen = app.sample.person("chen").to_string();
        let set = |fields: &mut Vec<(String, String)>, name: &str, value: &str| {
            value.clone_into(&mut fields.iter_mut().find(|(key, _)| key == name).unwrap().1);
        };
        set(&mut fields, &decision, "同意学习计划");
        set(&mut fields, &lead, "教育强国是基础工程");
        set(&mut fields, &measure, "每月送教一次");
        // Somebody who is not on the list sees to nothing; what was typed stays.
        let mut wrong = fields.clone();
        set(&mut wrong, &measure.replace("text-", "person-"), &chen);
        let pairs = |fields: &[(String, String)]| -> Vec<(String, String)> { fields.to_vec() };
        let post = async |fields: Vec<(String, String)>| {
            let fields: Vec<(&str, &str)> = fields
                .iter()
                .filter(|(name, _)| name != "_csrf")
                .map(|(a, b)| (a.as_str(), b.as_str()))
                .collect();
            recorder.post(&address, &fields).await
        };
        let refused = post(pairs(&wrong)).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.outline().contains("应在应到或列席名单上"), "{}", refused.outline());
        assert!(refused.body.contains("同意学习计划"));
        assert_eq!(post(pairs(&fields)).await.location(), address);
        // Whoever was expected reads them; nobody else, and a reader writes nothing.
        let read = app.as_person("wang").await.get(&address).await;
        for said in ["同意学习计划", "王立文：教育强国", "教育强国是基础工程", "每月送教一次"]
        {
            assert!(read.outline().contains(said), "{said}: {}", read.outline());
        }
        assert!(!read.body.contains("<textarea class=\"form-control\" id=\"text-"), "{}", read.body);
        assert_eq!(app.as_person("chen").await.get(&address).await.status, StatusCode::FORBIDDEN);
        let wang = app.as_person("wang").await;
        assert_eq!(wang.post(&address, &[(decision.as_str(), "改")]).await.status, StatusCode::FORBIDDEN);
        assert_eq!(wang.get(&format!("{address}/changes")).await.status, StatusCode::FORBIDDEN);
    })
    .await;
}

#[tokio::test]
async fn a_passage_that_was_taken_over_is_shown_to_whoever_writes_and_to_nobody_else() {
    on_both(async |app| {
        let copied = "会议认为，要把学习贯彻全会精神作为当前的首要任务，坚持领导带头、以上率下，做到原原本本学、联系实际学；\
            要结合学校工作，把学习成果体现到课堂教学和师德师风建设上来。";
        let first = arranged(app, "zhao", "li").await;
        let recorder = app.as_person("li").await;
        send(&recorder, &first, &item(0), (0, copied), &[]).await;
        app.app.clock.pass(24 * 60 * 60_000);
        let second = arranged(app, "zhao", "li").await;
        send(&app.as_person("li").await, &second, &item(0), (0, &copied.replace('；', "。")), &[]).await;
        let address = format!("/meetings/{second}/minutes");
        let page = app.as_person("li").await.get(&address).await.outline();
        assert!(page.contains("与2026年3月5日(周四)会议记录相近"), "{page}");
        let read = app.as_person("wang").await.get(&address).await.outline();
        assert!(!read.contains("相近"), "{read}");
    })
    .await;
}
