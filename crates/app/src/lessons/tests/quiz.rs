//! The quiz: answered, corrected, and what either leaves of the other.

use axum::http::StatusCode;

use super::{lecture, of_test};
use crate::records::tests::records_of;
use crate::testing::{Answer, TestApp, Visitor, on_both};

#[tokio::test]
async fn the_quiz_is_marked_explained_and_taken_again() {
    on_both(async |app| {
        let [lesson, _, _, asked] = of_test(app, &app.sample.school.id);
        let (chen, field) = (app.as_person("chen").await, format!("q-{asked}"));
        let lesson = format!("/lessons/{lesson}");
        assert!(!chen.get(&lesson).await.body.contains("党章第七条"), "the answer is told afterwards");
        chen.post(&format!("{lesson}/quiz"), &[(&field, "0")]).await;
        let marked = chen.get(&lesson).await.outline();
        assert!(
            marked.contains("答对0道，共1道")
                && marked.contains("正确答案：B. 一年")
                && marked.contains("党章第七条"),
            "{marked}"
        );
        let again = chen.get(&format!("{lesson}?again=1")).await;
        assert!(again.outline().contains("看答案") && !again.body.contains("党章第七条"));
        chen.post(&format!("{lesson}/quiz"), &[(&field, "1")]).await;
        assert!(chen.get(&lesson).await.outline().contains("答对1道，共1道"));
        // Whoever keeps the lesson does not see it.
        let zhao = app.as_person("zhao").await;
        assert!(!zhao.get(&lesson).await.outline().contains("答对1道"));
    })
    .await;
}

#[tokio::test]
async fn where_the_quiz_is_asked_for_it_comes_before_done() {
    on_both(async |app| {
        let lesson = lecture(app, &[]).await;
        let zhao = app.as_person("zhao").await;
        let question =
            [("sort", "judge"), ("question", "党员有申诉权"), ("answer", "对"), ("explanation", "")];
        let added = zhao.post(&format!("{lesson}/questions"), &question).await;
        assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.outline());
        let desk = zhao.get(&format!("{lesson}/edit")).await;
        let version = desk.field("version").expect("a version");
        let facts = [("title", "上周党课录音"), ("pass_right", "1"), ("version", version.as_str())];
        zhao.post(&format!("{lesson}/edit"), &facts).await;
        // Whoever still has the form of before does not write over it.
        let late = zhao.post(&format!("{lesson}/edit"), &facts).await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        let chen = app.as_person("chen").await;
        let early = chen.post(&format!("{lesson}/done"), &[("entry_key", "d1")]).await;
        assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(early.outline().contains("先做小测") && records_of(app, "chen").is_empty());
        let field = chen.get(&lesson).await.body;
        let field =
            field.split("name=\"q-").nth(1).and_then(|rest| rest.split('"').next()).expect("a question");
        chen.post(&format!("{lesson}/quiz"), &[(&format!("q-{field}"), "0")]).await;
        chen.post(&format!("{lesson}/done"), &[("entry_key", "d1")]).await;
        assert_eq!(records_of(app, "chen").len(), 1);
    })
    .await;
}

/// The fields of a question of one's own, with `more` in place of them.
fn asked<'a>(more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let usual = [
        ("sort", "single"),
        ("question", "预备期有多长"),
        ("choices", "半年\n一年\n两年"),
        ("answer", "B"),
        ("explanation", "党章第七条第一款"),
    ];
    let mut fields: Vec<_> =
        usual.into_iter().filter(|(name, _)| more.iter().all(|(other, _)| other != name)).collect();
    fields.extend(more);
    fields
}

/// The ids of the questions that a page asks, in order.
fn asks(page: &Answer) -> Vec<String> {
    let rest = page.body.split("name=\"asked\" value=\"").skip(1);
    rest.map(|rest| rest.split('"').next().unwrap_or_default().to_owned()).collect()
}

async fn correct(keeper: &Visitor<'_>, lesson: &str, question: &str, more: &[(&str, &str)]) -> Answer {
    keeper.post(&format!("{lesson}/questions/{question}"), &asked(more)).await
}

/// A published lesson of the school with one question, as addresses have them.
fn with_question(app: &TestApp) -> (String, String) {
    let [lesson, _, _, question] = of_test(app, &app.sample.school.id);
    (format!("/lessons/{lesson}"), question.to_string())
}

#[tokio::test]
async fn what_was_answered_stays_as_it_was_asked_when_the_question_is_corrected() {
    on_both(async |app| {
        let (lesson, first) = with_question(app);
        let (zhao, chen) = (app.as_person("zhao").await, app.as_person("chen").await);
        chen.post(&format!("{lesson}/quiz"), &[("asked", &first), (&format!("q-{first}"), "0")]).await;
        let form = zhao.get(&format!("{lesson}/questions/{first}")).await;
        assert!(form.outline().contains("已经学完的仍算学完"), "{}", form.outline());
        assert!(form.body.contains("半年\n一年") && form.field("answer").as_deref() == Some("B"));
        let corrected = correct(&zhao, &lesson, &first, &[]).await;
        assert_eq!(corrected.status, StatusCode::SEE_OTHER, "{}", corrected.outline());
        // Whoever answered sees what they were asked, and what came of it.
        let then = chen.get(&lesson).await.outline();
        assert!(then.contains("预备期多久") && !then.contains("预备期有多长"), "{then}");
        assert!(then.contains("题目后来有改动") && then.contains("后来改过"), "{then}");
        assert!(then.contains("答对0道，共1道") && !then.contains("第一款"), "{then}");
        // Everybody else is asked what it says now.
        let li = app.as_person("li").await.get(&lesson).await;
        assert!(li.outline().contains("预备期有多长") && !li.outline().contains("预备期多久"));
        // So are they themselves, taking it again.
        let again = chen.get(&format!("{lesson}?again=1")).await;
        let [second] = asks(&again).try_into().expect("one question");
        assert!(second != first && again.outline().contains("预备期有多长"));
        chen.post(&format!("{lesson}/quiz"), &[("asked", &second), (&format!("q-{second}"), "1")]).await;
        let now = chen.get(&lesson).await.outline();
        assert!(now.contains("答对1道，共1道") && !now.contains("后来有改动"), "{now}");
    })
    .await;
}

#[tokio::test]
async fn whoever_had_the_question_before_them_answers_what_they_read() {
    on_both(async |app| {
        let (lesson, first) = with_question(app);
        let (zhao, chen) = (app.as_person("zhao").await, app.as_person("chen").await);
        assert_eq!(asks(&chen.get(&lesson).await), [first.as_str()]);
        correct(&zhao, &lesson, &first, &[("answer", "C")]).await;
        chen.post(&format!("{lesson}/quiz"), &[("asked", &first), (&format!("q-{first}"), "1")]).await;
        let page = chen.get(&lesson).await.outline();
        assert!(page.contains("答对1道，共1道") && page.contains("后来改过"), "{page}");
        // A question of nowhere is none.
        chen.post(&format!("{lesson}/quiz"), &[("asked", "unknown"), ("q-unknown", "1")]).await;
        assert!(chen.get(&lesson).await.outline().contains("答对0道，共1道"));
    })
    .await;
}

#[tokio::test]
async fn whoever_is_done_stays_done_when_the_quiz_changes() {
    on_both(async |app| {
        let (lesson, first) = with_question(app);
        let zhao = app.as_person("zhao").await;
        let desk = zhao.get(&format!("{lesson}/edit")).await;
        let version = desk.field("version").expect("a version");
        zhao.post(
            &format!("{lesson}/edit"),
            &[("title", "党课"), ("pass_right", "1"), ("version", &version)],
        )
        .await;
        let (chen, li) = (app.as_person("chen").await, app.as_person("li").await);
        for one in [&chen, &li] {
            one.post(&format!("{lesson}/quiz"), &[("asked", &first), (&format!("q-{first}"), "1")]).await;
        }
        chen.post(&format!("{lesson}/done"), &[("entry_key", "d1")]).await;
        correct(&zhao, &lesson, &first, &[("answer", "A")]).await;
        assert!(chen.get(&lesson).await.outline().contains("撤回“学完了”"));
        assert_eq!(records_of(app, "chen").len(), 1);
        // What was right when it was answered counts for those on their way, too.
        li.post(&format!("{lesson}/done"), &[("entry_key", "d2")]).await;
        assert_eq!(records_of(app, "li").len(), 1);
        // Who begins now is asked what it says now.
        let wang = app.as_person("wang").await;
        let [second] = asks(&wang.get(&lesson).await).try_into().expect("one question");
        wang.post(&format!("{lesson}/quiz"), &[("asked", &second), (&format!("q-{second}"), "1")]).await;
        let early = wang.post(&format!("{lesson}/done"), &[("entry_key", "d3")]).await;
        assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
    })
    .await;
}

#[tokio::test]
async fn questions_are_put_in_order_taken_out_and_come_back_with_what_is_wrong() {
    on_both(async |app| {
        let (lesson, first) = with_question(app);
        let (zhao, chen) = (app.as_person("zhao").await, app.as_person("chen").await);
        for question in ["第二问", "第三问"] {
            zhao.post(&format!("{lesson}/questions"), &asked(&[("question", question)])).await;
        }
        let before = asks(&chen.get(&lesson).await);
        let at = |question: &str| format!("{lesson}/questions/{question}");
        zhao.post(&at(&before[2]), &[("do", "up")]).await;
        zhao.post(&at(&before[0]), &[("do", "up")]).await;
        let [a, b, c] = before.clone().try_into().expect("three questions");
        assert_eq!(asks(&chen.get(&lesson).await), [a, c.clone(), b.clone()]);
        // A corrected one stands where it stood; one that is sent back as it was is the same.
        let same = asked(&[("question", "第三问")]);
        zhao.post(&at(&c), &same).await;
        correct(&zhao, &lesson, &c, &[("question", "第三问，改过")]).await;
        let now = asks(&chen.get(&lesson).await);
        assert!(now[0] == first && now[1] != c && now[2] == b, "{now:?}");
        let wrong = correct(&zhao, &lesson, &b, &[("answer", "D")]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            wrong.outline().contains("请写正确答案的字母") && wrong.field("answer").as_deref() == Some("D")
        );
        let late = correct(&zhao, &lesson, &c, &[("question", "晚了")]).await;
        assert_eq!(late.status, StatusCode::CONFLICT, "somebody has corrected it already");
        zhao.post(&at(&b), &[("do", "remove")]).await;
        assert_eq!(asks(&chen.get(&lesson).await), now[..2]);
        assert_eq!(zhao.get(&at(&b)).await.status, StatusCode::NOT_FOUND);
        assert_eq!(chen.get(&at(&first)).await.status, StatusCode::FORBIDDEN);
        assert_eq!(correct(&chen, &lesson, &first, &[]).await.status, StatusCode::FORBIDDEN);
    })
    .await;
}
