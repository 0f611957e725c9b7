//! The bureau's page: every figure opens a list as long as it says, narrowed or not, however large the tree.

use xueji_plan::Level;

use crate::people::{self, NewOrganization};
use crate::shell::Author;
use crate::testing::{TestApp, Visitor, on_both};

/// Opens the page, and every list behind its figures; returns the page as a reader meets it.
async fn lists_agree(office: &Visitor<'_>, path: &str) -> String {
    let bureau = office.get(path).await;
    assert_eq!(bureau.status, 200);
    let outline = bureau.outline();
    let figures: Vec<(u64, String)> = figures(&outline);
    assert!(!figures.is_empty(), "{outline}");
    for (figure, href) in figures {
        let mut rows = 0;
        for page in 0..20 {
            let list = office.get(&format!("{href}&page={page}")).await;
            let on_page = u64::try_from(list.body.matches("<th scope=\"row\">").count()).unwrap();
            rows += on_page;
            if on_page == 0 {
                break;
            }
        }
        assert_eq!(rows, figure, "{href}");
    }
    outline
}

/// The links to lists whose text is a number.
fn figures(outline: &str) -> Vec<(u64, String)> {
    let links = outline.split('[').filter_map(|rest| rest.split_once("]("));
    let to_lists = links.filter_map(|(text, rest)| {
        let href = rest.split(')').next()?;
        Some((text.parse().ok()?, href.to_owned())).filter(|_| href.starts_with("/standings?"))
    });
    to_lists.collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_figure_opens_a_list_as_long_as_it_says() {
    on_both(async |app| {
        let office = app.as_person("zhou").await;
        let page = lists_agree(&office, "/bureau").await;
        assert!(figures(&page).len() > 10, "{page}");
        assert!(page.contains("本月到期") && page.contains("3月5日"), "a day's duty falls due today: {page}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn narrowed_to_a_state_a_duty_or_a_type_the_figures_still_open_their_lists() {
    on_both(async |app| {
        let office = app.as_person("zhou").await;
        let page = lists_agree(&office, "/bureau?state=due").await;
        assert!(figures(&page).iter().all(|(_, href)| href.contains("state=due")), "{page}");
        lists_agree(&office, "/bureau?duty=member.book").await;
        let page = lists_agree(&office, "/bureau?unit_type=school").await;
        let down =
            format!("/organizations/{}?plan={}&unit_type=school", app.sample.school.id, app.sample.plan_id);
        assert!(page.contains(&down), "the way down keeps what was chosen: {page}");
    })
    .await;
}

/// So many schools more, directly below the committee.
async fn add_schools(app: &TestApp, count: usize) {
    let committee = app.sample.committee.id.clone();
    let added = app.app.write(Author::Command, move |work| {
        for nth in 0..count {
            let name = format!("第{nth}小学");
            people::add_organization(
                work,
                &NewOrganization {
                    parent_id: Some(committee.clone()),
                    code: format!("9{nth:03}"),
                    short_name: name.clone(),
                    name,
                    level: Level::Branch,
                    unit_type: Some("school".to_owned()),
                    sort_order: 1000 + i64::try_from(nth).unwrap_or_default(),
                    founded_on: None,
                },
            )?;
        }
        Ok(())
    });
    added.await.expect("the schools are added");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_large_tree_is_shown_in_pages_and_adds_up_all_the_same() {
    on_both(async |app| {
        let office = app.as_person("zhou").await;
        add_schools(app, 200).await;
        let first = office.get("/bureau").await.outline();
        let second = office.get("/bureau?page=1").await.outline();
        assert!(first.contains("第1页，共2页") && second.contains("第2页，共2页"), "{first}");
        for nth in [0, 199] {
            let name = format!("[第{nth}小学]");
            assert_ne!(first.contains(&name), second.contains(&name), "each stands on one page: {name}");
        }
        let whole = |page: &str| figures(page).first().map(|(figure, _)| *figure);
        assert_eq!(whole(&first), whole(&second), "the sum is of all pages");
    })
    .await;
}
