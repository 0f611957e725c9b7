//! The roster's import: what it adds, updates, leaves alone, and refuses as a whole.

use jiff::civil::date;
use proptest::prelude::*;
use xueji_office::Language;
use xueji_standing::MemberKind;

use crate::people::import::{Summary, template};
use crate::people::tests::sheet::{
    HEADINGS, and, bring, counts, import, problems, read, rehearse, with_part,
};
use crate::people::{Person, history, home, organization_by_code, person_by_code};
use crate::plans;
use crate::shell::Id;
use crate::testing::{TestApp, on_both};

fn person(app: &TestApp, code: &str) -> Person {
    app.app.read_blocking(|tx| person_by_code(tx, code)).unwrap().expect("the person is there")
}

/// The posts on record as code, organization, first and last day.
fn posts(app: &TestApp, id: &Id) -> Vec<String> {
    let posts = app.app.read_blocking(|tx| history::posts(tx, id)).unwrap();
    let told = posts.into_iter().map(|post| {
        let until = post.to_on.map(|day| day.to_string()).unwrap_or_default();
        format!("{} {} {}..{until}", post.code, post.organization, post.from_on)
    });
    told.collect()
}

fn stretches(app: &TestApp, id: &Id) -> Vec<String> {
    let stretches = app.app.read_blocking(|tx| history::stretches(tx, id)).unwrap();
    let told = stretches.into_iter().map(|one| {
        let until = one.to_on.map(|day| day.to_string()).unwrap_or_default();
        format!("{} {}..{until}", one.organization, one.from_on)
    });
    told.collect()
}

#[tokio::test]
async fn a_roster_brings_organizations_people_posts_leave_and_exemption() {
    on_both(async |app| {
        let headings = and(&[
            "上级组织编码",
            "上级组织名称",
            "单位类型",
            "党籍",
            "职务",
            "长期请假类别",
            "请假起",
            "请假止",
            "免除要求",
            "免除原因",
        ]);
        let outcome = import(
            app,
            &headings,
            &[
                &[
                    "0101",
                    "何新来",
                    "ZX",
                    "实验中学党支部",
                    "2025-09-01",
                    "ZZ",
                    "第一学区党总支",
                    "学校",
                    "预备党员",
                    "书记、教师",
                ],
                &[
                    "0102",
                    "吕同来",
                    "ZX",
                    "实验中学党支部",
                    "2025.9.1",
                    "ZZ",
                    "第一学区党总支",
                    "",
                    "",
                    "党建办工作人员@C",
                    "产假",
                    "2026-02-01",
                    "2026-06-30",
                    "全部",
                    "产假",
                ],
            ],
        );
        assert_eq!(problems(&outcome), Vec::<String>::new());
        let expected = Summary {
            people_new: 2,
            organizations_new: 2,
            posts_begun: 3,
            leaves: 1,
            exemptions: 1,
            ..Summary::default()
        };
        assert_eq!((outcome.summary, outcome.stored), (expected, true));
        let branch = app.app.read_blocking(|tx| organization_by_code(tx, "ZX")).unwrap().unwrap();
        let above = app.app.read_blocking(|tx| organization_by_code(tx, "ZZ")).unwrap().unwrap();
        assert_eq!(branch.path, format!("{}{}/", above.path, branch.id));
        assert_eq!(above.parent_id.as_ref(), Some(&app.sample.committee.id));
        assert_eq!((branch.short_name.as_str(), branch.unit_type.as_deref()), ("实验中学", Some("school")));
        let new = person(app, "0101");
        assert_eq!(new.initials, "hxl");
        assert_eq!(
            posts(app, &new.id),
            ["secretary 实验中学党支部 2025-09-01..", "teacher 实验中学党支部 2025-09-01.."]
        );
        let second = person(app, "0102");
        assert_eq!(posts(app, &second.id), ["office-staff 县教体局党委 2025-09-01.."]);
        let waived = app.app.read_blocking(|tx| history::exemptions(tx, &second.id)).unwrap();
        assert_eq!((waived[0].what.as_deref(), waived[0].from_on), (None, date(2026, 1, 1)));
    })
    .await;
}

#[tokio::test]
async fn importing_the_same_again_changes_nothing() {
    on_both(async |app| {
        let headings = and(&["职务", "离开日期", "长期请假类别", "请假起", "免除要求", "免除原因"]);
        let rows: [&[&str]; 3] = [
            &[
                "0101",
                "何新来",
                "S",
                "第一小学党支部",
                "2025-09-01",
                "书记",
                "",
                "产假",
                "2026-02-01",
                "全部",
                "产假",
            ],
            &["0102", "吕已走", "S", "第一小学党支部", "2025-09-01", "教师", "2026-01-31"],
            &["li", "李思学", "S", "第一小学党支部", "2020-01-01"],
        ];
        import(app, &headings, &rows);
        let before = counts(app);
        let again = import(app, &headings, &rows);
        assert_eq!(again.summary, Summary { people_unchanged: 3, ..Summary::default() });
        assert_eq!(counts(app), before);
    })
    .await;
}

#[tokio::test]
async fn a_changed_organization_is_a_transfer_that_keeps_what_was_before() {
    on_both(async |app| {
        let zhao = app.sample.person("zhao");
        let outcome =
            import(app, &and(&["职务"]), &[&["zhao", "赵书明", "O", "机关党支部", "2026-03-01", "副书记"]]);
        assert_eq!(problems(&outcome), Vec::<String>::new());
        assert_eq!((outcome.summary.transfers, outcome.summary.people_changed), (1, 1));
        assert_eq!(
            stretches(app, &zhao),
            ["机关党支部 2026-03-01..", "第一小学党支部 2020-01-01..2026-02-28"]
        );
        let posts = posts(app, &zhao);
        assert!(posts.contains(&"deputy-secretary 机关党支部 2026-03-01..".to_owned()), "{posts:?}");
        assert!(posts.contains(&"secretary 第一小学党支部 2020-01-01..2026-02-28".to_owned()), "{posts:?}");
        let now = app.app.read_blocking(|tx| home(tx, &zhao, date(2026, 3, 5))).unwrap().unwrap();
        let then = app.app.read_blocking(|tx| home(tx, &zhao, date(2026, 2, 28))).unwrap().unwrap();
        assert_eq!((now.code.as_str(), then.code.as_str()), ("O", "S"));
    })
    .await;
}

#[tokio::test]
async fn a_post_no_longer_listed_ends_and_one_without_the_column_stays() {
    on_both(async |app| {
        let wang = app.sample.person("wang");
        let row: &[&str] = &["wang", "王立文", "S", "第一小学党支部", "2020-01-01", "班子成员"];
        let kept = import(app, &HEADINGS, &[&row[..5]]);
        assert_eq!(kept.summary, Summary { people_unchanged: 1, ..Summary::default() });
        let ended = import(app, &and(&["职务"]), &[row]);
        assert_eq!((ended.summary.posts_begun, ended.summary.posts_ended), (0, 1));
        assert_eq!(
            posts(app, &wang),
            [
                "leadership-member 第一小学党支部 2020-01-01..",
                "leading-cadre 第一小学党支部 2020-01-01..2026-03-04"
            ]
        );
    })
    .await;
}

#[tokio::test]
async fn a_probationary_member_becomes_a_full_one_from_today_on() {
    on_both(async |app| {
        let headings = and(&["党籍"]);
        import(app, &headings, &[&["0101", "何新来", "S", "第一小学党支部", "2025-03-01", "预备党员"]]);
        let full: [&[&str]; 1] = [&["0101", "何新来", "S", "第一小学党支部", "2025-03-01", "正式党员"]];
        assert_eq!(import(app, &headings, &full).summary.people_changed, 1);
        let id = person(app, "0101").id;
        let kinds = app.app.read_blocking(|tx| history::stretches(tx, &id)).unwrap();
        let kinds: Vec<_> = kinds.iter().map(|one| (one.kind, one.from_on, one.to_on)).collect();
        assert_eq!(
            kinds,
            [
                (MemberKind::Full, date(2026, 3, 5), None),
                (MemberKind::Probationary, date(2025, 3, 1), Some(date(2026, 3, 4))),
            ]
        );
        assert_eq!(import(app, &headings, &full).summary.people_unchanged, 1);
    })
    .await;
}

#[tokio::test]
async fn an_organization_that_moves_takes_what_is_below_along() {
    on_both(async |app| {
        let headings = and(&["上级组织编码", "上级组织名称"]);
        let below: &[&str] = &["0101", "何新来", "G", "语文党小组", "2025-09-01", "S"];
        import(app, &headings, &[below]);
        let moved: &[&str] = &["li", "李思学", "S", "第一小学党支部", "2020-01-01", "ZZ", "第一学区党总支"];
        let outcome = import(app, &headings, &[moved]);
        assert_eq!((outcome.summary.organizations_new, outcome.summary.organizations_changed), (1, 1));
        let find =
            |code: &'static str| app.app.read_blocking(|tx| organization_by_code(tx, code)).unwrap().unwrap();
        assert!(find("S").path.starts_with(&find("ZZ").path));
        assert!(find("G").path.starts_with(&find("S").path));
    })
    .await;
}

#[tokio::test]
async fn a_dry_run_tells_the_same_and_writes_nothing() {
    on_both(async |app| {
        let rows: [&[&str]; 2] = [
            &["0101", "何新来", "ZX", "实验中学党支部", "2025-09-01"],
            &["li", "李思学", "O", "机关党支部", "2026-03-01"],
        ];
        let before = counts(app);
        let told = rehearse(app, &HEADINGS, &rows);
        assert_eq!(counts(app), before);
        assert!(!told.stored);
        assert_eq!(import(app, &HEADINGS, &rows).summary, told.summary);
        assert_ne!(counts(app), before);
    })
    .await;
}

#[tokio::test]
async fn the_template_filled_in_is_a_roster() {
    on_both(async |app| {
        let today = app.app.clock.today();
        let words = app.app.read_blocking(|tx| plans::vocabulary(tx, today)).unwrap();
        for language in [Language::Chinese, Language::English] {
            let empty = template(&words, language).unwrap();
            let filled = with_part(&empty, "xl/worksheets/sheet1.xml", |xml| {
                let cells = [
                    ("A", "0101"),
                    ("B", "何新来"),
                    ("D", "S"),
                    ("E", "第一小学党支部"),
                    ("K", "2025-09-01"),
                    ("M", "书记"),
                ];
                let cells: Vec<String> = cells
                    .iter()
                    .map(|(column, text)| {
                        format!("<c r=\"{column}5\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
                    })
                    .collect();
                let cells = cells.concat();
                xml.replace("</sheetData>", &format!("<row r=\"5\">{cells}</row></sheetData>"))
            });
            let outcome = bring(app, &read(&filled), false);
            assert_eq!(problems(&outcome), Vec::<String>::new());
            assert_eq!(outcome.summary.people_new + outcome.summary.people_unchanged, 1);
        }
        assert_eq!(posts(app, &person(app, "0101").id), ["secretary 第一小学党支部 2025-09-01.."]);
    })
    .await;
}

/// A row of a small world: three people, two organizations, a handful of days.
fn any_row() -> impl Strategy<Value = (usize, bool, u8, bool, bool, u8)> {
    (0..3_usize, any::<bool>(), 0..9_u8, any::<bool>(), any::<bool>(), 0..12_u8)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn whatever_was_imported_is_unchanged_when_it_comes_again(
        sheets in prop::collection::vec(prop::collection::vec(any_row(), 1..4), 1..6)
    ) {
        let app = TestApp::in_memory();
        let headings = and(&["党籍", "职务", "离开日期"]);
        for sheet in sheets {
            let mut rows: Vec<Vec<String>> = Vec::new();
            for (who, in_office, month, full, teaches, until) in sheet {
                let code = ["0101", "0102", "0103"][who];
                if rows.iter().any(|row| row[0] == code) {
                    continue;
                }
                let (organization, name) = if in_office { ("O", "机关党支部") } else { ("S", "第一小学党支部") };
                rows.push(vec![
                    code.to_owned(),
                    "何某某".to_owned(),
                    organization.to_owned(),
                    name.to_owned(),
                    format!("2025-{:02}-01", month + 3),
                    if full { "正式党员" } else { "预备党员" }.to_owned(),
                    if teaches { "教师" } else { "" }.to_owned(),
                    if until < 3 { format!("2026-0{}-15", until + 2) } else { String::new() },
                ]);
            }
            let rows: Vec<Vec<&str>> = rows.iter().map(|row| row.iter().map(String::as_str).collect()).collect();
            let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
            if import(&app, &headings, &rows).stored {
                let again = import(&app, &headings, &rows);
                prop_assert_eq!(problems(&again), Vec::<String>::new());
                prop_assert_eq!(
                    again.summary,
                    Summary { people_unchanged: rows.len(), ..Summary::default() }
                );
            }
            crate::people::tests::change::nobody_is_in_two_places(&app);
        }
    }
}
