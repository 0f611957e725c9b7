//! Sheets as visitors ask for them.

mod seen;
mod walk;

use std::io::Cursor;

use axum::Router;
use axum::http::{Request, StatusCode, header};
use axum::response::{Html, IntoResponse as _};
use axum::routing::get;
use calamine::{Data, Reader as _, Xlsx};

use crate::export::Desk;
use crate::people;
use crate::shell::exporting::Wanted;
use crate::shell::{Author, Context, Deed, Error, Note, Work};
use crate::testing::{Answer, TestApp, on_both};

/// A sheet as it is opened: every cell as text.
fn opened(answer: &Answer) -> Vec<Vec<String>> {
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    let mut book = Xlsx::new(Cursor::new(&answer.bytes)).expect("a workbook");
    let range = book.worksheet_range_at(0).expect("a sheet").expect("that can be read");
    range.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect()
}

/// The rows below the headings.
fn rows(answer: &Answer) -> Vec<Vec<String>> {
    let sheet = opened(answer);
    let heading = sheet.iter().position(|row| row.iter().all(|cell| !cell.is_empty()));
    sheet[heading.expect("a row of headings") + 1..].to_vec()
}

fn names(answer: &Answer) -> Vec<String> {
    rows(answer).into_iter().map(|row| row[1].clone()).collect()
}

#[tokio::test]
async fn the_roster_is_taken_along_as_an_office_files_it() {
    on_both(async |app| {
        let answer = app.as_person("zhou").await.get("/people?as=xlsx&table=people").await;
        let sheet = opened(&answer);
        assert_eq!(sheet[0][0], "县教体局党委2026年度党员花名册");
        assert!(sheet[1].contains(&"填报单位：县教体局党委".to_owned()), "{:?}", sheet[1]);
        assert!(sheet[1].contains(&"日期：2026年3月5日".to_owned()), "{:?}", sheet[1]);
        assert_eq!(sheet[2], ["序号", "姓名", "工号", "所在组织", "职务", "备注"]);
        assert_eq!((sheet.len(), sheet[3][0].as_str()), (3 + 8, "1"));
        let header = |name| answer.headers[&name].to_str().unwrap();
        assert!(
            header(header::CONTENT_DISPOSITION)
                .starts_with("attachment; filename=\"export.xlsx\"; filename*=UTF-8''%E5%8E%BF")
        );
        assert_eq!(header(header::CONTENT_LENGTH), answer.bytes.len().to_string());
        assert_eq!(header(header::CACHE_CONTROL), "private, no-store");
        assert!(answer.headers.contains_key(header::CONTENT_SECURITY_POLICY));
        assert!(!answer.headers.contains_key(header::CONTENT_ENCODING));
    })
    .await;
}

#[tokio::test]
async fn a_sheet_speaks_the_language_of_the_page() {
    let app = TestApp::in_memory();
    let office = app.as_person("zhou").await;
    office.keep_cookie("xj_lang", "en");
    let sheet = opened(&office.get("/people?as=xlsx").await);
    assert_eq!(sheet[0][0], "县教体局党委 2026: Roster of people");
    assert_eq!((sheet[2][0].as_str(), sheet[2].last().unwrap().as_str()), ("No.", "Remarks"));
}

#[tokio::test]
async fn what_is_narrowed_or_hidden_on_the_page_is_so_in_the_sheet() {
    let app = TestApp::in_memory();
    let office = app.as_person("zhou").await;
    let all = names(&office.get("/people?as=xlsx").await);
    assert_eq!(names(&office.get("/people?q=zsm&as=xlsx").await), ["赵书明"]);
    let hidden = opened(&office.get("/people?as=xlsx&table=people&hide=people.2.4&hide=other.1").await);
    assert_eq!(hidden[2], ["序号", "姓名", "所在组织", "备注"]);
    // Wherever in the list one is, it is the whole list.
    assert_eq!(names(&office.get("/people?after=li&page=2&as=xlsx").await), all);
}

#[tokio::test]
async fn a_list_of_many_pages_is_followed_to_its_end() {
    on_both(async |app| {
        app.app
            .write_blocking(Author::Command, |work: &mut Work<'_>| {
                let about = work.author().clone();
                for _ in 0..2_100 {
                    work.note(Note::of(Deed::PlanPublished, &crate::shell::Id::from_text(about.as_str())));
                }
                Ok(())
            })
            .unwrap();
        let rows = rows(&app.as_person("wu").await.get("/trail?as=xlsx").await);
        let numbers: Vec<usize> = rows.iter().map(|row| row[0].parse().unwrap()).collect();
        assert!(numbers.len() > 2_100);
        assert_eq!(numbers, (1..=numbers.len()).rev().collect::<Vec<_>>());
    })
    .await;
}

#[tokio::test]
async fn names_that_look_like_formulas_compute_nothing() {
    let app = TestApp::in_memory();
    let school = app.sample.school.id.clone();
    let at = app.app.clock.now();
    app.app
        .write_blocking(Author::Command, |work| {
            for (code, name) in [("007", "=1+1"), ("008", "@SUM(A1)"), ("009", "－2+cmd|x")] {
                let person = people::add_person(work, code, name, None, at)?;
                let since = jiff::civil::date(2020, 1, 1);
                people::join(work, &person.id, &school, xueji_standing::MemberKind::Full, since)?;
            }
            Ok(())
        })
        .unwrap();
    let answer = app.as_person("zhou").await.get("/people?as=xlsx").await;
    let found: Vec<_> = rows(&answer).into_iter().filter(|row| row[2].starts_with("00")).collect();
    let mut said: Vec<(&str, &str)> = found.iter().map(|row| (row[2].as_str(), row[1].as_str())).collect();
    said.sort_unstable();
    assert_eq!(said, [("007", "'=1+1"), ("008", "'@SUM(A1)"), ("009", "'－2+cmd|x")]);
    let mut book = Xlsx::new(Cursor::new(&answer.bytes)).unwrap();
    let range = book.worksheet_range_at(0).unwrap().unwrap();
    assert!(
        range.used_cells().any(|(_, _, cell)| *cell == Data::String("007".to_owned())),
        "codes stay text"
    );
    assert!(book.worksheet_formula("县教体局党委2026年度党员花名册").unwrap().is_empty());
}

#[tokio::test]
async fn whoever_may_not_see_the_page_gets_no_sheet() {
    let app = TestApp::in_memory();
    let guest = app.as_guest().get("/people?as=xlsx").await;
    assert_eq!((guest.status, guest.location()), (StatusCode::SEE_OTHER, "/sign-in?next=%2Fpeople"));
    let member = app.as_person("li").await.get("/people?as=xlsx").await;
    assert_eq!(member.status, StatusCode::FORBIDDEN);
    assert!(member.outline().contains("您无权查看此处"));
    let secretary = app.as_person("zhao").await;
    assert_eq!(rows(&secretary.get("/people?as=xlsx").await).len(), 4);
    let other = format!("/organizations/{}?as=xlsx", app.sample.office.id);
    assert_eq!(secretary.get(&other).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_page_without_a_table_says_so_to_its_visitor() {
    let app = TestApp::in_memory();
    let office = app.as_person("zhou").await;
    for path in ["/people?q=nobody-at-all&as=xlsx", "/account?as=xlsx", "/people?as=xlsx&table=none"] {
        let answer = office.get(path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        let said = answer.outline();
        assert!(said.contains("没有可导出的表格") && said.contains("周文静"), "{said}");
    }
}

#[tokio::test]
async fn what_was_taken_along_stands_in_the_trail_without_names() {
    on_both(async |app| {
        let office = app.as_person("zhou").await;
        office.get("/people?q=zsm&as=xlsx").await;
        let li = app.sample.person("li");
        office.get(&format!("/people/{li}/year?as=xlsx")).await;
        let said = office.get("/trail?deed=table.exported").await.outline();
        assert!(said.contains("周文静 | 导出表格 | | /people 1"), "{said}");
        assert!(!said.contains("zsm") && !said.contains(li.as_str()), "{said}");
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_written_into_the_trail_is_not_handed_out() {
    let folder = tempfile::tempdir().unwrap();
    let app = TestApp::in_file(&xueji_store::DbUrl::Sqlite(folder.path().join("xueji.db")));
    let office = app.as_person("zhou").await;
    let closing = |work: &mut Work<'_>| Ok(work.execute("pragma query_only = on", xueji_store::params![])?);
    app.app.write_blocking(Author::Command, closing).map(drop).ok();
    let answer = office.get("/people?as=xlsx").await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(answer.outline().contains("数据库无法写入"), "{}", answer.outline());
    assert_eq!(office.get("/people").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_list_that_breaks_off_gives_its_error_and_no_half_sheet() {
    let app = TestApp::in_memory();
    let (shared, actor) = (app.app.clone(), crate::authorization_tests::actor_of(&app, "zhou"));
    let page = "<table data-export=a data-paged><tr><td>1</table><a rel=next href=/broken>";
    let list = move |request: Request<axum::body::Body>| async move {
        let (mut parts, _) = request.into_parts();
        parts.extensions.insert(actor);
        let mut answer = Html(page).into_response();
        answer.extensions_mut().insert(Context::of(&parts, &shared));
        answer
    };
    let broken = get(|| async { Error::Internal(anyhow::anyhow!("broken")).into_response() });
    let desk = Desk::new(Router::new().route("/list", get(list)).route("/broken", broken));
    let (visitor, ()) = Request::new(()).into_parts();
    let wanted = Wanted::by(&"/list?as=xlsx".parse().unwrap()).unwrap();
    let answer = desk.answer(wanted, "/list".to_owned(), &visitor).await;
    assert_eq!(answer.status(), StatusCode::INTERNAL_SERVER_ERROR);
    assert!(!answer.headers().contains_key(header::CONTENT_DISPOSITION));
}
