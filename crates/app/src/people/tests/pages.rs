//! The roster's pages: who finds whom, and what is on record of a person.

use axum::http::StatusCode;
use jiff::civil::date;

use crate::people;
use crate::people::tests::sheet::{HEADINGS, import};
use crate::shell::Author;
use crate::testing::on_both;

#[tokio::test]
async fn people_are_found_by_characters_initials_and_number() {
    on_both(async |app| {
        let office = app.as_person("zhou").await;
        for text in ["思学", "lsx", "LSX", "li"] {
            let page = office.get(&format!("/people?q={text}")).await.outline();
            assert!(page.contains("李思学") && page.contains("共1人"), "{text}: {page}");
        }
        let all = office.get("/people").await.outline();
        assert!(all.contains("共8人") && all.contains("赵书明"), "{all}");
        let none = office.get("/people?q=%25").await.outline();
        assert!(none.contains("没有找到"), "{none}");
    })
    .await;
}

#[tokio::test]
async fn the_list_narrows_to_an_organization_and_says_posts() {
    on_both(async |app| {
        let office = app.as_person("zhou").await;
        let page = office.get(&format!("/people?of={}", app.sample.school.id)).await.outline();
        assert!(page.contains("共4人") && !page.contains("郑晓读"), "{page}");
        assert!(page.contains("书记、班子成员、领导干部"), "{page}");
        assert_eq!(office.get("/people?of=nowhere").await.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn all_who_belong_are_gone_through_in_portions_each_once() {
    on_both(async |app| {
        let (path, today) = (app.sample.committee.path.clone(), app.app.clock.today());
        let (mut seen, mut after) = (Vec::new(), None);
        loop {
            let (path, last) = (path.clone(), after.clone());
            let next = app
                .app
                .read_blocking(move |tx| people::belonging(tx, &path, today, last.as_ref(), 3))
                .unwrap();
            let Some(last) = next.last() else { break };
            after = Some(last.clone());
            seen.extend(next.into_iter().map(|(_, id)| id));
        }
        let names = ["zhao", "wang", "li", "chen", "sun", "zhou", "wu", "zheng"];
        let mut all = names.map(|name| app.sample.person(name));
        seen.sort();
        all.sort();
        assert_eq!(seen, all);
        let school = app.sample.school.path.clone();
        let own = app.app.read_blocking(move |tx| people::belonging(tx, &school, today, None, 100)).unwrap();
        assert_eq!(own.len(), 4);
    })
    .await;
}

#[tokio::test]
async fn a_secretary_sees_nobody_outside_the_branch() {
    on_both(async |app| {
        let secretary = app.as_person("zhao").await;
        let page = secretary.get("/people").await.outline();
        assert!(page.contains("李思学") && !page.contains("郑晓读"), "{page}");
        assert!(!secretary.get("/people?q=zxd").await.outline().contains("郑晓读"));
        let elsewhere = secretary.get(&format!("/people?of={}", app.sample.office.id)).await;
        assert_eq!(elsewhere.status, StatusCode::FORBIDDEN);
        let stranger = secretary.get(&format!("/people/{}", app.sample.person("zheng"))).await;
        assert_eq!(stranger.status, StatusCode::FORBIDDEN);
        assert!(!stranger.body.contains("郑晓读"));
    })
    .await;
}

#[tokio::test]
async fn a_person_s_page_keeps_every_place_post_leave_and_exemption() {
    on_both(async |app| {
        let (zhao, office) = (app.sample.person("zhao"), app.sample.office.id.clone());
        app.app
            .write_blocking(Author::Command, |work| {
                people::transfer(work, &zhao, &office, date(2026, 3, 1))?;
                people::grant_leave(work, &zhao, "病假", date(2026, 2, 1), Some(date(2026, 2, 9)), "住院")?;
                people::exempt(work, &zhao, None, date(2026, 1, 1), None, "援外")
            })
            .unwrap();
        let page = app.as_person("zhou").await.get(&format!("/people/{zhao}")).await.outline();
        for part in [
            "第一小学党支部",
            "2020年1月1日至2026年2月28日",
            "机关党支部",
            "2026年3月1日起",
            "书记",
            "病假 住院",
            "2026年2月1日至2026年2月9日",
            "全部要求 援外",
        ] {
            assert!(page.contains(part), "{part}: {page}");
        }
        assert!(page.contains(&format!("/people/{zhao}/year")), "{page}");
    })
    .await;
}

#[tokio::test]
async fn a_member_sees_the_own_page_and_no_roster() {
    on_both(async |app| {
        let member = app.as_person("li").await;
        assert_eq!(member.get("/people").await.status, StatusCode::FORBIDDEN);
        let own = member.get(&format!("/people/{}", app.sample.person("li"))).await;
        assert_eq!(own.status, StatusCode::OK);
        assert!(own.outline().contains("](/year)"), "{}", own.outline());
        let colleague = member.get(&format!("/people/{}", app.sample.person("chen"))).await;
        assert_eq!(colleague.status, StatusCode::FORBIDDEN);
    })
    .await;
}

#[tokio::test]
async fn a_long_roster_is_paged_by_fifty() {
    on_both(async |app| {
        let codes: Vec<String> = (0..60).map(|number| format!("9{number:03}")).collect();
        let rows: Vec<[&str; 5]> =
            codes.iter().map(|code| [code.as_str(), "何某某", "S", "第一小学党支部", "2025-09-01"]).collect();
        let rows: Vec<&[&str]> = rows.iter().map(|row| &row[..]).collect();
        assert!(import(app, &HEADINGS, &rows).stored);
        let office = app.as_person("zhou").await;
        let first = office.get("/people?q=hmm").await.outline();
        assert!(first.contains("共60人") && first.contains("第1页，共2页"), "{first}");
        assert_eq!(first.matches("何某某").count(), 50);
        let second = office.get("/people?q=hmm&after=9049&page=2").await.outline();
        assert_eq!(second.matches("何某某").count(), 10);
        assert!(second.contains("第2页，共2页") && second.contains("51"), "{second}");
        assert!(
            first.contains("after=9049&page=2") && second.contains("before=9050&page=1"),
            "{first}{second}"
        );
        let back = office.get("/people?q=hmm&before=9050&page=1").await.outline();
        assert!(back.contains("第1页，共2页") && back.contains("9000") && !back.contains("9050 "), "{back}");
    })
    .await;
}
