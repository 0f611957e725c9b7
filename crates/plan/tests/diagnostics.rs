//! What people see when a plan file is wrong: everything at once, with place and remedy, in their language.

use xueji_plan::{Lang, Parsed, Severity, parse, render};

const ARRANGEMENT: &str = "坚持每天自学1小时,并做好学习笔记;坚持每周听1堂课。定期查看自学情况。";

/// A file that is right, to which tests add one wrong thing.
const RIGHT: &str = r#"
[plan]
id = "plan"
title = "计划"
year = 2026
issuer = "局党委"
text = "arrangement.txt"

[[post]]
id = "leader"
title = "领导干部"

[[activity]]
id = "self-study"
title = "自学"
for = "个人"
units = ["小时"]

[[duty]]
id = "study"
title = "自学"
who = "每名党员"
does = "自学"
at_least = "1小时"
every = "天"
source = "坚持每天自学1小时"
"#;

fn read(text: &str) -> Parsed {
    parse("plan.toml", text, |name| (name == "arrangement.txt").then(|| ARRANGEMENT.to_owned()))
}

fn codes(text: &str) -> Vec<&'static str> {
    read(text).diagnostics.iter().map(|diagnostic| diagnostic.code).collect()
}

/// The right file with one more duty.
fn with_duty(lines: &str) -> String {
    format!("{RIGHT}\n[[duty]]\nid = \"added\"\ntitle = \"另一项\"\nsource = \"坚持每周听1堂课\"\n{lines}\n")
}

#[test]
fn every_problem_of_a_file_is_shown_at_once_in_both_languages() {
    let text = include_str!("broken/everything.toml");
    let found = read(text).diagnostics;
    insta::assert_snapshot!(
        "everything_zh",
        render::render("everything.toml", text, &found, Lang::Zh, false)
    );
    insta::assert_snapshot!(
        "everything_en",
        render::render("everything.toml", text, &found, Lang::En, false)
    );
}

#[test]
fn carets_stand_below_wide_characters() {
    let text = with_duty(
        "who = \"每名党员\" # 对\ndoes = [\"自学\", \"读书\"]\nat_least = \"1小时\"\nover = \"全年\"",
    );
    let found = read(&text).diagnostics;
    insta::assert_snapshot!("wide_characters", render::render("plan.toml", &text, &found, Lang::Zh, false));
    assert_eq!(found.first().map(|found| found.column), Some(15));
}

#[test]
fn programs_get_the_same_as_json() {
    let text = RIGHT.replace("\"每名党员\"", "\"每名党园\"");
    let json = render::to_json("plan.toml", &read(&text).diagnostics);
    insta::assert_snapshot!("json", serde_json::to_string_pretty(&json).unwrap());
}

#[test]
fn a_right_file_has_nothing_to_say() {
    assert_eq!(codes(RIGHT), Vec::<&str>::new());
}

#[test]
fn a_file_that_is_not_toml_says_where_and_still_reports_the_rest() {
    let text =
        RIGHT.replace("title = \"计划\"", "title = “计划”").replace("1小时\"\nevery", "1小势\"\nevery");
    let found = codes(&text);
    assert!(found.contains(&"P001") && found.contains(&"P010"), "{found:?}");
    assert!(read(&text).plan.is_none());
}

#[test]
fn each_mistake_in_a_duty_has_its_code() {
    let who = "who = \"每名领导干部\"\n";
    for (lines, code) in [
        ("does = \"自学\"\nat_least = \"0小时\"\nevery = \"周\"", "P031"),
        ("does = \"自学\"\nat_least = \"200小时\"\nevery = \"周\"", "P031"),
        ("does = \"自学\"\nat_least = \"2本\"\nevery = \"周\"", "P024"),
        ("does = \"自学\"\nrate_at_least = \"90%\"\nevery = \"年\"", "P034"),
        ("does = \"自学\"\nat_least = \"1小时\"\nexactly = \"2小时\"\nevery = \"年\"", "P033"),
        ("does = \"自学\"\nat_least = \"1小时\"\nby = \"2027-01-05\"", "P030"),
        ("does = \"自学\"\nat_least = \"1小时\"\nwithin = \"02-01 至 01-01\"", "P032"),
        ("does = \"自学\"\nat_least = \"1小时\"\nevery = \"学期\"", "P023"),
        ("does = \"自学\"\nat_least = \"1小时\"\nevery = \"年\"\npart_of = \"nothing\"", "P023"),
        ("does = \"自学\"\nat_least = \"1小时\"\nevery = \"年\"\npart_of = \"added\"", "P026"),
        ("does = \"自学\"\nat_least = \"1小时\"\nevery = \"年\"\nbelongs_to = \"x\"", "P023"),
        ("does = \"自学\"\nat_least = \"1小时\"\nevery = \"年\"\nopen = [\"amount\"]", "P033"),
        ("does = \"自学\"\nat_least = \"1小时\"\nevery = \"年\"\nquick = true", "P002"),
        ("does = \"自学\"\nat_least = 1\nevery = \"年\"", "P003"),
        ("does = \"自学\"\nat_least = \"1小时\"", "W103"),
        ("does = \"自学\"\nevery = \"年\"", "W102"),
    ] {
        let text = with_duty(&format!("{who}{lines}"));
        assert!(codes(&text).contains(&code), "{lines}: {:?}", codes(&text));
    }
}

#[test]
fn two_duties_that_ask_the_same_of_the_same_are_pointed_out() {
    let same = "who = \"每名党员\"\ndoes = \"自学\"\nat_least = \"2小时\"\nevery = \"天\"";
    assert_eq!(codes(&with_duty(same)), ["W104"]);
    let rarer = same.replace("天", "周");
    assert_eq!(codes(&with_duty(&rarer)), Vec::<&str>::new());
}

#[test]
fn a_local_number_is_taken_only_where_the_arrangement_leaves_it_open() {
    let local = "who = \"每名领导干部\"\ndoes = \"自学\"\n[duty.local]\nat_least = \"2小时\"\nevery = \"季度\"\nby = \"局党建办\"\nwhy = \"统一\"";
    assert_eq!(codes(&with_duty(local)).iter().filter(|code| **code == "P040").count(), 2);
    let open = with_duty(&local.replace("[duty.local]", "open = [\"amount\", \"period\"]\n[duty.local]"));
    let parsed = read(&open);
    assert_eq!(parsed.diagnostics, []);
    let plan = parsed.plan.unwrap();
    let duty = plan.duty("added").unwrap();
    assert!(duty.is_amount_local() && duty.is_period_local());
    assert_eq!(xueji_plan::words::owed(&duty.amount, &duty.timing, Lang::Zh), "每季度至少2小时");
}

#[test]
fn an_open_point_is_a_plan_with_a_warning() {
    let text = with_duty("who = \"每名领导干部\"\ndoes = \"自学\"\nopen = [\"数量\", \"时间\"]");
    let parsed = read(&text);
    assert!(parsed.diagnostics.iter().all(|diagnostic| diagnostic.severity == Severity::Warning));
    assert!(parsed.plan.is_some());
}

#[test]
fn sources_are_found_by_character_and_say_where_they_part_from_the_text() {
    let plan = read(RIGHT).plan.unwrap();
    assert_eq!(plan.duty("study").unwrap().source[0].at, Some((0, 9)));
    for (quote, hint) in [
        ("坚持每天自学1小时，并做好", "标点或空格不同，原文是：坚持每天自学1小时,并做好"),
        ("坚持每天自学2小时", "前6个字相符，其后原文是“1小时,并做好学习笔记;”"),
        ("毫不相干的话", "请从原文中原样复制"),
    ] {
        let text = RIGHT.replace("\"坚持每天自学1小时\"", &format!("\"{quote}\""));
        let found = read(&text).diagnostics;
        assert_eq!(found[0].code, "P050");
        assert_eq!(found[0].hint.as_ref().unwrap().zh, hint);
    }
    assert_eq!(codes(&RIGHT.replace("\"坚持每天自学1小时\"", "\"坚持每\"")), ["W105"]);
    assert_eq!(codes(&RIGHT.replace("arrangement.txt", "none.txt")), ["P051"]);
}

#[test]
fn a_circle_of_parts_is_an_error_on_each_duty_of_it() {
    let text = RIGHT.replace("title = \"自学\"\nwho", "title = \"自学\"\npart_of = \"added\"\nwho");
    let text = text
        + "\n[[duty]]\nid = \"added\"\ntitle = \"另一项\"\npart_of = \"study\"\nwho = \"每名党员\"\ndoes = \"自学\"\nat_least = \"1小时\"\nevery = \"周\"\nsource = \"坚持每周\"\n";
    assert_eq!(codes(&text), ["P026", "P026"]);
}

/// The right file with a gathering of which something is said.
fn with_gathering(lines: &str) -> String {
    format!(
        "{RIGHT}\n[[activity]]\nid = \"came\"\ntitle = \"参加\"\nfor = \"个人\"\nunits = [\"次\"]\n\n\
         [[activity]]\nid = \"meeting\"\ntitle = \"集中学习\"\nfor = \"组织\"\nunits = [\"次\"]\n{lines}\n"
    )
}

#[test]
fn each_mistake_in_what_is_said_of_a_gathering_has_its_code() {
    for (lines, code) in [
        ("attendance = \"came\"\nexpects = \"每名领导干部\"\nspeakers = \"自学\"\npaired = true", None),
        ("attendance = \"came\"\nexpects = \"每名党员，领导干部除外\"", None),
        ("attendance = \"came\"\nexpects = \"每名领到干部\"", Some("P013")),
        ("attendance = \"came\"\nexpects = \"每个党支部\"", Some("P025")),
        ("attendance = \"came\"\nexpects = true", Some("P003")),
        ("attendance = \"came\"\nspeakers = \"发言\"", Some("P022")),
        ("attendance = \"came\"\nspeakers = \"meeting\"", Some("P025")),
        ("attendance = \"came\"\nspeakers = \"came\"", Some("P033")),
        ("attendance = \"came\"\npaired = \"是\"", Some("P003")),
        ("expects = \"每名党员\"", Some("P035")),
        ("speakers = \"自学\"", Some("P035")),
        ("paired = true", Some("P035")),
    ] {
        let found = read(&with_gathering(lines)).diagnostics;
        let errors: Vec<&str> = found
            .iter()
            .filter(|diagnostic| diagnostic.severity == Severity::Error)
            .map(|diagnostic| diagnostic.code)
            .collect();
        assert_eq!(errors, Vec::from_iter(code), "{lines}");
    }
}

#[test]
fn a_gathering_counts_for_no_duty_only_where_nobody_s_coming_counts() {
    let unused = |attendance: &str| {
        codes(&with_gathering(&format!("attendance = \"{attendance}\"")))
            .iter()
            .filter(|code| **code == "W106")
            .count()
    };
    assert_eq!(unused("came"), 1, "the meeting: nobody owes coming to it");
    assert_eq!(unused("self-study"), 1, "coming by itself, which no gathering makes any more");
}
