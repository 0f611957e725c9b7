//! Pairs between branches: proposed by one, confirmed by the other, ended by either.

use axum::http::StatusCode;
use jiff::civil::date;

use crate::pairs::agree;
use crate::people;
use crate::shell::{Author, Id};
use crate::testing::{Answer, TestApp, Visitor, on_both};

async fn propose(app: &TestApp, by: &Visitor<'_>) -> Answer {
    let (school, office) = (app.sample.school.id.to_string(), app.sample.office.id.to_string());
    let fields = [
        ("proposer", school.as_str()),
        ("partner", office.as_str()),
        ("from_on", "2026-03-01"),
        ("to_on", "2026-12-31"),
        ("agreement", "结对共建协议〔2026〕1号"),
    ];
    by.post("/pairs", &fields).await
}

/// The address at which the first pair of a page is decided on.
fn decide(page: &Answer) -> String {
    let rest = page.body.split("action=\"/pairs/").nth(1).expect("something can be decided");
    format!("/pairs/{}", rest.split('"').next().expect("its address"))
}

#[tokio::test]
async fn a_pair_stands_once_the_other_side_has_agreed() {
    on_both(async |app| {
        let (school, office) = (app.as_person("zhao").await, app.as_person("sun").await);
        assert_eq!(propose(app, &office).await.status, StatusCode::FORBIDDEN, "for another branch");
        assert_eq!(propose(app, &school).await.status, StatusCode::SEE_OTHER);
        let twice = propose(app, &school).await;
        assert!(twice.outline().contains("双方在这段时间已经结对"), "{}", twice.outline());
        let page = office.get("/pairs").await;
        assert!(page.outline().contains("结对共建协议〔2026〕1号"), "{}", page.outline());
        let address = decide(&page);
        assert_eq!(
            school.post(&address, &[("decision", "agreed")]).await.status,
            StatusCode::CONFLICT,
            "nobody agrees to their own proposal"
        );
        let silent = office.post(&address, &[("decision", "refused")]).await;
        assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(office.post(&address, &[("decision", "agreed")]).await.status, StatusCode::SEE_OTHER);
        assert!(school.get("/pairs").await.outline().contains("结对中"));
        assert_eq!(
            office.post(&address, &[("decision", "refused"), ("answer", "改主意了")]).await.status,
            StatusCode::CONFLICT
        );
        school.post(&address, &[("decision", "ended"), ("answer", "机构调整")]).await;
        assert!(office.get("/pairs").await.outline().contains("已终止"));
    })
    .await;
}

#[tokio::test]
async fn what_is_wrong_with_a_proposal_is_said() {
    on_both(async |app| {
        let school = app.sample.school.id.to_string();
        let fields = [
            ("proposer", school.as_str()),
            ("partner", school.as_str()),
            ("from_on", "2026-03-01"),
            ("to_on", "2026-02-01"),
            ("agreement", "共建"),
        ];
        let refused = app.as_person("zhao").await.post("/pairs", &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        let page = refused.outline();
        assert!(page.contains("不能和自己结对") && page.contains("共建"), "{page}");
    })
    .await;
}

#[tokio::test]
async fn whoever_answers_for_two_branches_sees_the_pairs_of_both() {
    on_both(async |app| {
        let (committee, year) = (app.sample.committee.id.clone(), (date(2026, 1, 1), date(2026, 12, 31)));
        let (zhao, office) = (app.sample.person("zhao"), app.sample.office.id.clone());
        let proposed = app.app.write_blocking(Author::Command, {
            let (school, office) = (app.sample.school.id.clone(), office.clone());
            move |work| {
                people::appoint(work, &zhao, &office, "secretary", year.0, None)?;
                for (proposer_id, agreement) in [(school, "学校协议"), (office, "机关协议")] {
                    let draft = agree::Draft {
                        proposer_id,
                        partner_id: committee.clone(),
                        agreement: agreement.to_owned(),
                        from_on: year.0,
                        to_on: year.1,
                    };
                    agree::propose(work, &Id::from_text("someone"), &draft)?;
                }
                Ok(())
            }
        });
        proposed.unwrap();
        let page = app.as_person("zhao").await.get("/pairs").await.outline();
        assert!(page.contains("学校协议") && page.contains("机关协议"), "{page}");
        let one = app.as_person("sun").await.get("/pairs").await.outline();
        assert!(!one.contains("学校协议") && one.contains("机关协议"), "{one}");
    })
    .await;
}
