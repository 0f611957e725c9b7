//! Deputies and inspectors for a time: what they may, for how long, and who sees it.

use axum::http::StatusCode;
use jiff::ToSpan as _;

use crate::people;
use crate::shell::Author;
use crate::testing::{Answer, TestApp, Visitor, on_both};

const DAYS: [(&str, &str); 2] = [("from_on", "2026-03-05"), ("to_on", "2026-03-31")];

async fn deputize(by: &Visitor<'_>, code: &str, of: &str) -> Answer {
    let fields = [DAYS[0], DAYS[1], ("of", of), ("code", code), ("reason", "外出培训")];
    by.post("/mandates/deputy", &fields).await
}

/// The address that ends the first mandate on a page.
fn ending(page: &Answer) -> String {
    let rest = page.body.split("action=\"/mandates/").nth(1).expect("something can be ended");
    format!("/mandates/{}", rest.split('"').next().expect("its address"))
}

fn days_pass(app: &TestApp, days: i64) {
    let later = app.app.clock.today().checked_add(days.days()).unwrap();
    app.app.clock.set(later);
}

#[tokio::test]
async fn a_deputy_does_what_the_secretary_does_until_the_last_day() {
    on_both(async |app| {
        let deputy = app.as_person("chen").await;
        assert_eq!(deputy.get("/branch").await.status, StatusCode::FORBIDDEN);
        let named = deputize(&app.as_person("zhao").await, "chen", "S").await;
        assert_eq!(named.location(), "/mandates", "{}", named.outline());
        assert_eq!(deputy.get("/branch").await.status, StatusCode::OK);
        let seen = deputy.get("/mandates").await.outline();
        assert!(seen.contains("代赵书明") && seen.contains("生效中"), "{seen}");
        // Nobody lends what was lent.
        assert_eq!(deputy.get("/mandates/deputy").await.status, StatusCode::FORBIDDEN);
        assert_eq!(deputize(&deputy, "li", "S").await.status, StatusCode::FORBIDDEN);
        // Elsewhere nothing changed.
        let office = format!("/organizations/{}/branch", app.sample.office.id);
        assert_eq!(deputy.get(&office).await.status, StatusCode::FORBIDDEN);
        days_pass(app, 26);
        let still = app.as_person("chen").await;
        assert_eq!(still.get("/branch").await.status, StatusCode::OK, "the last day counts");
        days_pass(app, 1);
        let still = app.as_person("chen").await;
        assert_eq!(still.get("/branch").await.status, StatusCode::FORBIDDEN);
    })
    .await;
}

#[tokio::test]
async fn a_deputy_acts_no_longer_than_the_secretary_holds_the_post() {
    on_both(async |app| {
        deputize(&app.as_person("zhao").await, "chen", "S").await;
        let (zhao, school) = (app.sample.person("zhao"), app.sample.school.id.clone());
        let yesterday = app.app.clock.today().yesterday().unwrap();
        app.app
            .write_blocking(Author::Command, move |work| {
                people::dismiss(work, &zhao, &school, "secretary", yesterday).map(drop)
            })
            .unwrap();
        let deputy = app.as_person("chen").await;
        assert_eq!(deputy.get("/branch").await.status, StatusCode::FORBIDDEN);
        assert!(deputy.get("/mandates").await.outline().contains("被代行人不再任职"));
    })
    .await;
}

#[tokio::test]
async fn what_is_wrong_with_a_mandate_is_said_at_its_field() {
    on_both(async |app| {
        let secretary = app.as_person("zhao").await;
        for (code, of, said) in [
            ("nobody", "S", "没有这个工号的其他人员"),
            ("zhao", "S", "没有这个工号的其他人员"),
            // Of another branch.
            ("zheng", "S", "没有这个工号的其他人员"),
            ("chen", "nowhere", "没有这个编码的组织"),
        ] {
            let answer = deputize(&secretary, code, of).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(answer.outline().contains(said), "{code} {of}: {}", answer.outline());
        }
        assert_eq!(deputize(&secretary, "chen", "O").await.status, StatusCode::FORBIDDEN);
        let fields = [("of", "S"), ("code", "chen"), ("reason", "外出")];
        for (from, to, said) in [
            ("2026-03-04", "2026-03-31", "不能早于今天"),
            ("2026-03-10", "2026-03-09", "不能早于开始日期"),
            ("2026-03-05", "2026-12-31", "最长184天"),
        ] {
            let fields = [fields.as_slice(), &[("from_on", from), ("to_on", to)]].concat();
            let answer = secretary.post("/mandates/deputy", &fields).await;
            assert!(answer.outline().contains(said), "{from} {to}: {}", answer.outline());
        }
        deputize(&secretary, "chen", "S").await;
        let twice = deputize(&secretary, "chen", "S").await;
        assert!(twice.outline().contains("已有这项职责"), "{}", twice.outline());
    })
    .await;
}

#[tokio::test]
async fn the_office_names_a_deputy_for_a_branch_and_ends_it() {
    on_both(async |app| {
        let office = app.as_person("zhou").await;
        let named = deputize(&office, "li", "S").await;
        assert_eq!(named.location(), "/mandates", "{}", named.outline());
        let deputy = app.as_person("li").await;
        assert_eq!(deputy.get("/branch").await.status, StatusCode::OK);
        // In whose place, sees it too.
        let secretary = app.as_person("zhao").await;
        assert!(secretary.get("/mandates").await.outline().contains("李思学"));
        assert!(secretary.get("/account/data").await.outline().contains("授权"));
        let end = ending(&office.get("/mandates").await);
        let stranger = app.as_person("zheng").await;
        assert_eq!(stranger.post(&end, &[]).await.status, StatusCode::FORBIDDEN);
        assert_eq!(office.post(&end, &[]).await.location(), "/mandates");
        assert_eq!(deputy.get("/branch").await.status, StatusCode::FORBIDDEN);
        assert_eq!(office.post(&end, &[]).await.status, StatusCode::CONFLICT);
        assert!(!office.get("/mandates").await.outline().contains("李思学"));
        assert!(office.get("/mandates?show=all").await.outline().contains("已提前结束"));
    })
    .await;
}

#[tokio::test]
async fn an_inspector_from_outside_looks_only_for_the_days_given_and_everybody_sees_at_what() {
    on_both(async |app| {
        let office = app.as_person("zhou").await;
        let fields =
            [DAYS[0], DAYS[1], ("name", "县委检查组一"), ("of", "S"), ("reason", "县委检查〔2026〕3号")];
        let admitted = office.post("/mandates/inspector", &fields).await;
        assert_eq!(admitted.status, StatusCode::OK, "{}", admitted.outline());
        let code =
            admitted.body.split("class=\"code\">").nth(1).unwrap().split('<').next().unwrap().to_owned();
        let inspector = app.as_guest();
        let signed_in = inspector.post("/sign-in", &[("name", "县委检查组一"), ("password", &code)]).await;
        assert_eq!(signed_in.location(), "/account/password");
        let new = "检查组的新口令2026";
        let changed = [("current", code.as_str()), ("new", new), ("repeat", new)];
        inspector.post("/account/password", &changed).await;
        let li = app.sample.person("li");
        assert_eq!(inspector.get(&format!("/people/{li}/year")).await.status, StatusCode::OK);
        let outside = format!("/people/{}/year", app.sample.person("zheng"));
        assert_eq!(inspector.get(&outside).await.status, StatusCode::FORBIDDEN);
        assert_eq!(inspector.get("/records/new").await.status, StatusCode::FORBIDDEN);
        // The one concerned sees who looked; the office sees it in the trail.
        let own = app.as_person("li").await.get("/account/data").await.outline();
        assert!(own.contains("检查查看") && own.contains("县委检查组一"), "{own}");
        let trail = office.get("/trail?deed=inspection.looked").await.outline();
        assert!(trail.contains("李思学") && !trail.contains("郑晓读"), "{trail}");
        let end = ending(&office.get("/mandates").await);
        office.post(&end, &[]).await;
        assert_eq!(inspector.get("/account").await.status, StatusCode::SEE_OTHER, "signed out at once");
        let again = inspector.post("/sign-in", &[("name", "县委检查组一"), ("password", new)]).await;
        assert!(again.outline().contains("账号或密码不正确"), "{}", again.outline());
    })
    .await;
}

#[tokio::test]
async fn what_one_may_see_without_inspecting_is_no_inspection() {
    let app = TestApp::in_memory();
    let li = app.sample.person("li");
    let looks = |deed: &str| {
        let sql = format!("select count(*) from trail where deed = '{deed}'");
        app.app.read_blocking(move |tx| Ok(tx.scalar::<i64>(&sql, xueji_store::params![])?)).unwrap()
    };
    app.as_person("zhao").await.get(&format!("/people/{li}/year")).await;
    app.as_person("zhou").await.get(&format!("/people/{li}/year")).await;
    app.as_person("li").await.get("/year").await;
    assert_eq!(looks("inspection.looked"), 0);
    let inspector = app.as_person("wu").await;
    inspector.get("/year").await;
    assert_eq!(looks("inspection.looked"), 0, "one's own is one's own");
    inspector.get(&format!("/people/{li}/year")).await;
    assert_eq!(looks("inspection.looked"), 1);
}

#[tokio::test]
async fn rights_that_are_lent_make_no_others_of_their_kind() {
    on_both(async |app| {
        let office = app.as_person("zhou").await;
        let fields =
            [DAYS[0], DAYS[1], ("of", "C"), ("role", "office"), ("code", "chen"), ("reason", "休假")];
        let named = office.post("/mandates/deputy", &fields).await;
        assert_eq!(named.location(), "/mandates", "{}", named.outline());
        let deputy = app.as_person("chen").await;
        assert_eq!(deputy.get("/bureau").await.status, StatusCode::OK);
        let li = format!("/people/{}/change/appoint", app.sample.person("li"));
        let give = [("post", "office-staff"), ("in", "C"), ("from_on", "2026-03-05")];
        assert_eq!(deputy.post(&li, &give).await.status, StatusCode::FORBIDDEN);
        let teacher = [("post", "teacher"), ("in", "S"), ("from_on", "2026-03-05")];
        assert_eq!(deputy.post(&li, &teacher).await.status, StatusCode::SEE_OTHER);
        let next = [("post", "secretary"), ("next", "li"), ("from_on", "2026-03-05")];
        let hand_over = format!("/people/tree/{}/change/hand-over", app.sample.school.id);
        assert_eq!(deputy.post(&hand_over, &next).await.status, StatusCode::FORBIDDEN);
        assert_eq!(deputy.get("/people/imports").await.status, StatusCode::FORBIDDEN);
        assert_eq!(office.post(&li, &give).await.status, StatusCode::SEE_OTHER);
    })
    .await;
}

#[tokio::test]
async fn who_leaves_or_moves_away_is_no_deputy_any_more() {
    on_both(async |app| {
        deputize(&app.as_person("zhao").await, "chen", "S").await;
        let (chen, office) = (app.sample.person("chen"), app.sample.office.id.clone());
        let today = app.app.clock.today();
        app.app
            .write_blocking(Author::Command, move |work| people::transfer(work, &chen, &office, today))
            .unwrap();
        let deputy = app.as_person("chen").await;
        assert_eq!(deputy.get("/branch").await.status, StatusCode::FORBIDDEN);
        assert!(deputy.get("/mandates?show=all").await.outline().contains("已提前结束"));
    })
    .await;
}

#[tokio::test]
async fn the_trail_of_the_whole_bureau_is_not_for_an_inspector_of_a_branch() {
    let app = TestApp::in_memory();
    let office = app.as_person("zhou").await;
    let fields = [DAYS[0], DAYS[1], ("name", "检查组二"), ("of", "S"), ("reason", "专项检查")];
    let admitted = office.post("/mandates/inspector", &fields).await;
    let code = admitted.body.split("class=\"code\">").nth(1).unwrap().split('<').next().unwrap().to_owned();
    let inspector = app.as_guest();
    inspector.post("/sign-in", &[("name", "检查组二"), ("password", &code)]).await;
    let new = "检查组的新口令2026";
    inspector.post("/account/password", &[("current", code.as_str()), ("new", new), ("repeat", new)]).await;
    assert_eq!(inspector.get("/people").await.status, StatusCode::OK);
    assert_eq!(inspector.get("/trail").await.status, StatusCode::FORBIDDEN);
    assert!(!inspector.get("/people").await.body.contains("href=\"/trail\""));
    // Of the whole bureau, the look at it is a look.
    app.as_person("wu").await.get("/trail").await;
    let trail = office.get("/trail?deed=inspection.looked").await.outline();
    assert!(trail.contains("县教体局党委"), "{trail}");
}
