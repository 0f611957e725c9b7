//! What other slices tell today: mandates, requests, plans.

use axum::http::StatusCode;
use xueji_store::params;

use crate::people;
use crate::shell::actor::Role;
use crate::shell::{Author, Id};
use crate::testing::{TestApp, on_both};

async fn notices(app: &TestApp, name: &str) -> String {
    app.as_person(name).await.get("/notices").await.outline()
}

#[tokio::test]
async fn a_deputy_is_told_from_when_on_and_when_it_is_over() {
    on_both(async |app| {
        let fields = [
            ("of", "S"),
            ("code", "chen"),
            ("from_on", "2026-03-05"),
            ("to_on", "2026-03-20"),
            ("reason", "外出学习"),
        ];
        let secretary = app.as_person("zhao").await;
        let given = secretary.post("/mandates/deputy", &fields).await;
        assert_eq!(given.status, StatusCode::SEE_OTHER, "{}", given.outline());
        let told = notices(app, "chen").await;
        assert!(told.contains("请您代行第一小学党支部书记职责") && told.contains("2026年3月20日"), "{told}");
        assert!(!told.contains("外出学习"), "the reason stays in the house: {told}");
        let list = secretary.get("/mandates").await.body;
        let end = list.split("action=\"/mandates/").nth(1).unwrap().split('"').next().unwrap().to_owned();
        secretary.post(&format!("/mandates/{end}"), &[]).await;
        assert!(notices(app, "chen").await.contains("代行第一小学党支部书记职责已结束"));
        assert!(notices(app, "zhao").await.contains("还没有提醒"), "who did it knows it");
    })
    .await;
}

#[tokio::test]
async fn whoever_holds_a_role_is_found_by_post_and_by_mandate() {
    on_both(async |app| {
        let holders = |role: Role, organization: &Id| {
            let (organization, today) = (organization.clone(), app.app.clock.today());
            app.app.read_blocking(move |tx| people::holders_of(tx, role, &organization, today)).unwrap()
        };
        let school = &app.sample.school.id;
        assert_eq!(holders(Role::Secretary, school), [app.sample.person("zhao")]);
        assert_eq!(holders(Role::Office, &app.sample.committee.id), [app.sample.person("zhou")]);
        let fields = [
            ("of", "S"),
            ("code", "chen"),
            ("from_on", "2026-03-05"),
            ("to_on", "2026-03-20"),
            ("reason", "外出"),
        ];
        app.as_person("zhao").await.post("/mandates/deputy", &fields).await;
        let mut both = [app.sample.person("zhao"), app.sample.person("chen")];
        both.sort();
        assert_eq!(holders(Role::Secretary, school), both);
    })
    .await;
}

#[tokio::test]
async fn a_transfer_asks_the_other_side_and_is_answered() {
    on_both(async |app| {
        let li = app.sample.person("li");
        let fields = [("to", "O"), ("from_on", "2026-03-01"), ("reason", "工作调动")];
        let asked = app.as_person("zhao").await.post(&format!("/people/{li}/change/transfer"), &fields).await;
        assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.outline());
        let waits = notices(app, "sun").await;
        assert!(
            waits.contains("李思学转接：第一小学党支部 → 机关党支部") && waits.contains("未读"),
            "{waits}"
        );
        let id: String =
            app.app.read_blocking(|tx| Ok(tx.scalar("select id from roster_request", params![])?)).unwrap();
        let agreed =
            app.as_person("sun").await.post(&format!("/people/requests/{id}"), &[("do", "agree")]).await;
        assert_eq!(agreed.status, StatusCode::SEE_OTHER, "{}", agreed.outline());
        for concerned in ["zhao", "li"] {
            let told = notices(app, concerned).await;
            assert!(told.contains("李思学转到机关党支部，已办妥"), "{concerned}: {told}");
        }
        let page = app.as_person("sun").await.get("/notices").await.body;
        assert!(page.contains("0条未读"), "nobody is asked any more");
    })
    .await;
}

#[tokio::test]
async fn two_entries_that_become_one_keep_what_either_was_told() {
    on_both(async |app| {
        let (li, chen) = (app.sample.person("li"), app.sample.person("chen"));
        super::with_address(&app.app, &chen, "chen@example.com");
        for (person, key, title) in
            [(&li, "a", "都说过"), (&chen, "a", "都说过"), (&chen, "b", "只对一个说过")]
        {
            super::tell(&app.app, person, &super::notice(crate::notices::Kind::MeetingAhead, key, title));
        }
        let absorbed =
            app.app.write_blocking(Author::Command, |work| crate::notices::absorb(work, &li, &chen));
        absorbed.unwrap();
        let told = notices(app, "li").await;
        assert_eq!((told.matches("都说过").count(), told.matches("只对一个说过").count()), (1, 1), "{told}");
        let own = app.as_person("li").await.get("/account/data.json").await.body;
        assert!(own.contains("chen@example.com"));
        assert!(notices(app, "chen").await.contains("还没有提醒"));
    })
    .await;
}
