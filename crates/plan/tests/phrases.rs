//! Every phrase form in both languages, and that what is written is read back to the same.
#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

use jiff::civil::{Date, date};
use proptest::prelude::*;
use xueji_plan::{
    Amount, Cadence, Condition, Duty, Each, Effect, Lang, LeaveKind, Level, Plan, Quantity, Span, Subject,
    Timing, Unit, parse, words,
};

/// A plan with every unit, whose last duty says what the test wants to have read.
fn file(who: &str, does: &str, lines: &str) -> String {
    format!(
        r#"
[plan]
id = "plan"
title = "计划"
year = 2026
issuer = "局党委"
[[term]]
title = "春季学期"
within = "02-20 至 07-10"
[[level]]
id = "党小组"
title = "班组"
title_en = "crew"
[[post]]
id = "leader"
title = "班子成员"
title_en = "leadership member"
[[post]]
id = "secretary"
title = "书记"
title_en = "secretary"
[[post]]
id = "retired"
title = "退休"
title_en = "retired"
[[unit_type]]
id = "school"
title = "学校"
title_en = "school"
[[unit_type]]
id = "second-level"
title = "二级单位"
title_en = "second-level unit"
[[activity]]
id = "anything"
title = "学习"
for = "个人"
units = ["次", "小时", "学时", "学分", "天", "本", "篇", "字"]
[[activity]]
id = "meeting"
title = "集中学习"
for = "组织"
units = ["次", "小时", "学时", "学分", "天", "本", "篇", "字"]
attendance = "attending"
[[activity]]
id = "attending"
title = "出席"
for = "个人"
units = ["次"]
[[duty]]
id = "duty"
title = "要求"
who = "{who}"
does = "{does}"
{lines}
"#
    )
}

fn read(who: &str, does: &str, lines: &str) -> (Plan, Duty) {
    let parsed = parse("plan.toml", &file(who, does, lines), |_| None);
    let shown = || format!("{who} {does} {lines}: {:#?}", parsed.diagnostics);
    let plan = parsed.plan.clone().unwrap_or_else(|| panic!("{}", shown()));
    let duty = plan.duty("duty").unwrap().clone();
    (plan, duty)
}

fn subject(who: &str) -> Subject {
    let organizations =
        ["支部", "学校", "组织", "单位", "班组", "branch", "school", "organization", "issuer", "crew"];
    let does = if organizations.iter().any(|word| who.contains(word)) { "集中学习" } else { "学习" };
    read(who, does, "at_least = \"1次\"\nevery = \"年\"").1.who
}

#[test]
fn subjects_are_read_in_both_languages() {
    let branch = |unit: Option<&str>| Each::Organization {
        level: Some(Level::Branch),
        unit_type: unit.map(str::to_owned),
    };
    let school = Each::Organization { level: None, unit_type: Some("school".into()) };
    let posts = |codes: &[&str]| Each::Post(codes.iter().map(|code| (*code).to_owned()).collect());
    for (zh, en, each) in [
        ("每名党员", "each member", Each::Member),
        ("每人", "each person", Each::Person),
        ("每名班子成员", "each leadership member", posts(&["leader"])),
        ("每名书记、班子成员", "each secretary or leader", posts(&["secretary", "leader"])),
        ("每个党支部", "each branch", branch(None)),
        ("每所学校", "each school", school),
        ("每个二级单位的党支部", "each branch of second-level units", branch(Some("second-level"))),
        ("每个学校党支部", "each branch in school", branch(Some("school"))),
        ("每个班组", "each crew", Each::Organization { level: Some(Level::Group), unit_type: None }),
        ("每个党组织", "each organization", Each::Organization { level: None, unit_type: None }),
        ("本单位", "the issuer", Each::Issuer),
    ] {
        assert_eq!(subject(zh).each, each, "{zh}");
        assert_eq!(subject(en).each, each, "{en}");
    }
}

#[test]
fn exceptions_stand_in_the_phrase_or_in_keys_of_their_own() {
    let retired = vec![Condition::Post("retired".into())];
    let aged = vec![Condition::OlderThan(70)];
    for who in [
        "每名党员，退休的除外",
        "每名党员,除退休外",
        "each member except retired",
        "each member, except retired",
    ] {
        assert_eq!(subject(who).except, retired, "{who}");
    }
    for who in ["每名党员，70周岁以上的鼓励", "each member, over 70 encouraged"] {
        assert_eq!(subject(who).encouraged, aged, "{who}");
    }
    let keys = "except = [\"退休\"]\nencouraged = \"70周岁以上\"\nat_least = \"1次\"\nevery = \"年\"";
    let (_, duty) = read("每名党员", "学习", keys);
    assert_eq!((duty.who.except, duty.who.encouraged), (retired, aged));
}

#[test]
fn amounts_are_read_in_both_languages() {
    let minutes = |grains| Quantity { grains, unit: Unit::Hours };
    for (zh, en, quantity) in [
        ("1次", "1 time", Quantity::of(1, Unit::Times)),
        ("2堂", "2 times", Quantity::of(2, Unit::Times)),
        ("两场", "2 times", Quantity::of(2, Unit::Times)),
        ("90学时", "90 class hours", Quantity::of(90, Unit::ClassHours)),
        ("1.5小时", "1.5 hours", minutes(90)),
        ("30分钟", "30 minutes", minutes(30)),
        ("半小时", "0.5 hours", minutes(30)),
        ("25学分", "25 credits", Quantity::of(25, Unit::Credits)),
        ("６０天", "60 days", Quantity::of(60, Unit::Days)),
        ("1本", "1 book", Quantity::of(1, Unit::Books)),
        ("2 篇", "2 articles", Quantity::of(2, Unit::Articles)),
        ("1.2万字", "12000 words", Quantity::of(12_000, Unit::Words)),
    ] {
        for written in [zh, en] {
            let line = |key: &str| {
                read("每名党员", "学习", &format!("{key} = \"{written}\"\nover = \"全年\"")).1.amount
            };
            assert_eq!(line("at_least"), Amount::AtLeast(quantity), "{written}");
            assert_eq!(line("exactly"), Amount::Exactly(quantity), "{written}");
            assert_eq!(line("at_most"), Amount::AtMost(quantity), "{written}");
        }
    }
    for written in ["1至2篇", "1篇到2篇", "1~2篇", "1-2篇", "1 to 2 articles"] {
        let (_, duty) = read("每名党员", "学习", &format!("between = \"{written}\"\nevery = \"年\""));
        let bounds = (Quantity::of(1, Unit::Articles), Quantity::of(2, Unit::Articles));
        assert_eq!(duty.amount, Amount::Between { owed: bounds.0, target: bounds.1 }, "{written}");
    }
}

#[test]
fn a_rate_says_how_leave_and_making_up_count() {
    let zh = "rate_at_least = \"90%\"\nevery = \"年\"\n[duty.leave]\n\"公差\" = \"出席\"\n\"病假\" = \"不计应到\"\n\"事假\" = \"缺席\"\n\"补课\" = \"出席\"";
    let en = "rate_at_least = \"90 percent\"\nevery = \"year\"\n[duty.leave]\npublic_duty = \"present\"\nillness = \"excused\"\npersonal = \"absent\"\nmade_up = \"present\"";
    let leave = vec![
        (LeaveKind::PublicDuty, Effect::Present),
        (LeaveKind::Illness, Effect::Excused),
        (LeaveKind::Personal, Effect::Absent),
    ];
    for lines in [zh, en] {
        let (_, duty) = read("每名班子成员", "出席", lines);
        let Amount::Rate(rate) = duty.amount else { panic!("{lines}") };
        assert_eq!((rate.at_least_percent, &rate.leave, rate.made_up), (90, &leave, Effect::Present));
    }
}

#[test]
fn times_are_read_in_both_languages() {
    let timing = |line: &str| read("每名党员", "学习", &format!("at_least = \"1次\"\n{line}")).1.timing;
    for (zh, en, cadence) in [
        ("天", "day", Cadence::Day),
        ("日", "day", Cadence::Day),
        ("工作日", "working day", Cadence::WorkingDay),
        ("周", "week", Cadence::Week),
        ("两周", "two weeks", Cadence::TwoWeeks),
        ("月", "month", Cadence::Month),
        ("季度", "quarter", Cadence::Quarter),
        ("半年", "half-year", Cadence::HalfYear),
        ("年", "year", Cadence::Year),
        ("学期", "term", Cadence::Term),
    ] {
        assert_eq!(timing(&format!("every = \"{zh}\"")), Timing::Every(cadence), "{zh}");
        assert_eq!(timing(&format!("every = \"{en}\"")), Timing::Every(cadence), "{en}");
    }
    let window = Timing::Within(Span::new(date(2026, 1, 5), date(2026, 2, 4)).unwrap());
    for written in ["01-05 至 02-04", "2026-01-05 to 2026-02-04", "1月5日至2月4日"] {
        assert_eq!(timing(&format!("within = \"{written}\"")), window, "{written}");
    }
    for written in ["\"11月底\"", "\"2026-11-30\"", "2026-11-30", "\"end of November\"", "\"11-30\""] {
        assert_eq!(timing(&format!("by = {written}")), Timing::By(date(2026, 11, 30)), "{written}");
    }
    for written in ["plan", "全年"] {
        assert_eq!(timing(&format!("over = \"{written}\"")), Timing::WholePlan);
    }
}

#[test]
fn people_read_duties_as_they_would_say_them() {
    let quarterly = Timing::Every(Cadence::Quarter);
    let once = Amount::AtLeast(Quantity::of(1, Unit::Times));
    assert_eq!(words::owed(&once, &quarterly, Lang::Zh), "每季度至少1次");
    assert_eq!(words::owed(&once, &quarterly, Lang::En), "at least 1 time a quarter");
    let by = Timing::By(date(2026, 11, 30));
    assert_eq!(words::owed(&once, &by, Lang::Zh), "2026-11-30前，至少1次");
    assert_eq!(words::owed(&once, &by, Lang::En), "at least 1 time by 2026-11-30");
    assert_eq!(words::owed(&Amount::Open, &Timing::Open, Lang::Zh), "数量、时间未定");
    assert_eq!(words::quantity(Quantity { grains: 100, unit: Unit::Hours }, Lang::Zh), "100分钟");
    assert_eq!(words::quantity(Quantity { grains: 125, unit: Unit::Credits }, Lang::En), "1.25 credits");
}

fn quantities() -> impl Strategy<Value = Quantity> {
    (prop::sample::select(Unit::ALL.to_vec()), 1_i64..500)
        .prop_map(|(unit, grains)| Quantity { grains, unit })
}

fn days() -> impl Strategy<Value = Date> {
    (1_i16..=365).prop_map(|day| date(2026, 1, 1).with().day_of_year(day).build().unwrap())
}

fn langs() -> impl Strategy<Value = Lang> {
    prop::sample::select(vec![Lang::Zh, Lang::En])
}

fn cadences() -> impl Strategy<Value = Cadence> {
    use Cadence::{Day, HalfYear, Month, Quarter, Term, TwoWeeks, Week, WorkingDay, Year};
    prop::sample::select(vec![Day, WorkingDay, Week, TwoWeeks, Month, Quarter, HalfYear, Year, Term])
}

fn subjects() -> impl Strategy<Value = Subject> {
    let unit =
        || prop::option::of(prop::sample::select(vec!["school".to_owned(), "second-level".to_owned()]));
    let level = prop::option::of(prop::sample::select(vec![
        Level::Committee,
        Level::GeneralBranch,
        Level::Branch,
        Level::Group,
    ]));
    let each = prop_oneof![
        Just(Each::Person),
        Just(Each::Member),
        Just(Each::Post(vec!["leader".into()])),
        Just(Each::Post(vec!["secretary".into(), "leader".into()])),
        (level, unit()).prop_map(|(level, unit_type)| Each::Organization { level, unit_type }),
        Just(Each::Issuer),
    ];
    let condition = prop_oneof![
        Just(Condition::Post("retired".into())),
        Just(Condition::UnitType("school".into())),
        (50_u8..100).prop_map(Condition::OlderThan),
    ];
    let conditions = || prop::collection::vec(condition.clone(), 0..3);
    (each, conditions(), conditions()).prop_map(|(each, except, encouraged)| Subject {
        each,
        except,
        encouraged,
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_amount_that_is_written_is_read_back(quantity in quantities(), lang in langs()) {
        let line = format!("exactly = \"{}\"\nover = \"全年\"", words::quantity(quantity, lang));
        prop_assert_eq!(read("每名党员", "学习", &line).1.amount, Amount::Exactly(quantity));
    }

    #[test]
    fn bounds_that_are_written_are_read_back(unit in prop::sample::select(Unit::ALL.to_vec()), owed in 1_i64..200, more in 1_i64..200, lang in langs()) {
        let owed = Quantity { grains: owed, unit };
        let amount = Amount::Between { owed, target: Quantity { grains: owed.grains + more, unit } };
        let line = format!("between = \"{}\"\nover = \"全年\"", words::amount(&amount, lang));
        prop_assert_eq!(read("每名党员", "学习", &line).1.amount, amount);
    }

    #[test]
    fn a_time_that_is_written_is_read_back(cadence in cadences(), a in days(), b in days(), lang in langs()) {
        let every = words::every(cadence, lang);
        let every = every.trim_start_matches("every ");
        let (_, duty) = read("每名党员", "学习", &format!("at_least = \"1次\"\nevery = \"{every}\""));
        prop_assert_eq!(duty.timing, Timing::Every(cadence));

        let window = Span::new(a.min(b), a.max(b)).unwrap();
        let (_, duty) = read("每名党员", "学习", &format!("at_least = \"1次\"\nwithin = \"{}\"", words::span(window, lang)));
        prop_assert_eq!(duty.timing, Timing::Within(window));

        let by = words::timing(&Timing::By(a), lang);
        let (_, duty) = read("每名党员", "学习", &format!("at_least = \"1次\"\nby = \"{by}\""));
        prop_assert_eq!(duty.timing, Timing::By(a));
    }

    #[test]
    fn a_subject_that_is_written_is_read_back(subject in subjects(), lang in langs()) {
        let (plan, _) = read("每名党员", "学习", "at_least = \"1次\"\nevery = \"年\"");
        let does = match subject.each {
            Each::Organization { .. } | Each::Issuer => "集中学习",
            _ => "学习",
        };
        let written = words::subject(&subject, &plan, lang);
        prop_assert_eq!(read(&written, does, "at_least = \"1次\"\nevery = \"年\"").1.who, subject);
    }

    #[test]
    fn no_text_makes_the_parser_fail(text in "\\PC{0,400}") {
        let parsed = parse("plan.toml", &text, |_| None);
        xueji_plan::render::render("plan.toml", &text, &parsed.diagnostics, Lang::Zh, true);
        xueji_plan::carry(&text, 2027);
    }

    #[test]
    fn no_value_makes_the_parser_fail(value in "[0-9年月日天次篇小时半十%=,./ 至到名每的a-z\u{ff01}-\u{ff5e}-]{0,20}", key in 0_usize..12) {
        let keys = ["at_least", "between", "rate_at_least", "every", "within", "by", "over", "except", "late", "from", "enough", "source"];
        let text = file(&value.replace(['"', '\\'], ""), "学习", &format!("{} = \"{value}\"", keys[key]));
        let parsed = parse("plan.toml", &text, |_| Some("原文".to_owned()));
        xueji_plan::render::render("plan.toml", &text, &parsed.diagnostics, Lang::En, false);
    }

    #[test]
    fn a_file_cut_or_changed_anywhere_never_makes_the_parser_fail(at in 0.0_f64..1.0, letter in prop::char::any()) {
        let text = include_str!("../../../plans/hospital-cme.toml");
        let letters: Vec<char> = text.chars().collect();
        #[expect(clippy::as_conversions, clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "a place in the text")]
        let at = (at * letters.len() as f64) as usize;
        let cut: String = letters.iter().take(at).collect();
        let changed: String = cut.chars().chain([letter]).chain(letters.iter().skip(at + 1).copied()).collect();
        for text in [cut, changed] {
            let parsed = parse("plan.toml", &text, |_| None);
            xueji_plan::render::render("plan.toml", &text, &parsed.diagnostics, Lang::Zh, false);
        }
    }
}
