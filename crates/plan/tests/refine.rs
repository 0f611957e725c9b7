//! A branch's plan may ask more than the plan above it, and never less.

use xueji_plan::refine::weaker;
use xueji_plan::{Plan, parse};

const HEAD: &str = "[plan]\nid = \"a\"\ntitle = \"甲\"\nyear = 2026\nissuer = \"乙\"\n
[[activity]]\nid = \"reading\"\ntitle = \"读书\"\nfor = \"个人\"\nunits = [\"本\", \"小时\"]\ncategories = [\"theory\", \"other\"]\n
[[activity]]\nid = \"listening\"\ntitle = \"听书\"\nfor = \"个人\"\nunits = [\"本\", \"小时\"]\ncategories = [\"theory\", \"other\"]\n
[[activity]]\nid = \"attending\"\ntitle = \"参会\"\nfor = \"个人\"\nunits = [\"次\"]\n
[[activity]]\nid = \"meeting\"\ntitle = \"集中学习\"\nfor = \"组织\"\nunits = [\"次\"]\nattendance = \"attending\"\n
[[post]]\nid = \"retired\"\ntitle = \"退休\"\n\n[[category]]\nid = \"theory\"\ntitle = \"理论\"\n\n[[category]]\nid = \"other\"\ntitle = \"其他\"\n";

fn plan(duty: &str) -> Plan {
    let text =
        format!("{HEAD}\n[[duty]]\nid = \"d\"\ntitle = \"读\"\nsource = \"每季度至少读1本书\"\n{duty}\n");
    let parsed = parse("plan.toml", &text, |_| None);
    parsed.plan.unwrap_or_else(|| panic!("{duty}: {:?}", parsed.diagnostics))
}

/// The fields in which `own` is weaker than `above`.
fn fields(above: &str, own: &str) -> Vec<&'static str> {
    weaker(&plan(above), &plan(own)).into_iter().map(|one| one.field).collect()
}

const BOOK: &str = "who = \"每名党员\"\ndoes = \"reading\"\n";

fn book(rest: &str) -> String {
    format!("{BOOK}{rest}")
}

#[test]
fn as_much_or_more_as_often_or_oftener_is_taken() {
    let asked = book("at_least = \"1本\"\nevery = \"季度\"");
    for own in [
        "at_least = \"1本\"\nevery = \"季度\"",
        "at_least = \"2本\"\nevery = \"季度\"",
        "at_least = \"1本\"\nevery = \"月\"",
        "exactly = \"1本\"\nevery = \"季度\"",
        "between = \"1至2本\"\nevery = \"季度\"",
        "at_least = \"1本\"\nevery = \"季度\"\nevidence = [\"笔记\"]\ncounts = \"评审\"",
        "at_least = \"1本\"\nevery = \"季度\"\nfrom = \"07-01\"",
    ] {
        assert!(fields(&asked, &book(own)).is_empty(), "{own}");
    }
}

#[test]
fn less_or_seldomer_is_weaker() {
    let asked = book("at_least = \"2本\"\nevery = \"季度\"");
    for own in [
        "at_least = \"1本\"\nevery = \"季度\"",
        "at_least = \"8本\"\nevery = \"年\"",
        "at_least = \"8本\"\nevery = \"年\"\nfrom = \"11-24\"",
        "at_least = \"8本\"\nover = \"全年\"",
        "at_least = \"2本\"\nby = \"11月底\"",
        "at_most = \"2本\"\nevery = \"季度\"",
        "at_least = \"200小时\"\nevery = \"季度\"",
        "at_least = \"2本\"\nevery = \"季度\"\nchange = [{ from = \"07-01\", at_least = \"1本\", why = \"忙\" }]",
    ] {
        assert_eq!(fields(&asked, &book(own)), ["amount"], "{own}");
    }
}

#[test]
fn the_sums_of_finer_periods_are_held_against_the_coarser_one() {
    let asked = book("at_least = \"4本\"\nevery = \"季度\"");
    assert_eq!(fields(&asked, &book("at_least = \"1本\"\nevery = \"月\"")), ["amount"]);
    assert!(fields(&asked, &book("at_least = \"2本\"\nevery = \"月\"")).is_empty());
    let weaker = weaker(&plan(&asked), &plan(&book("at_least = \"1本\"\nevery = \"月\"")));
    assert!(weaker[0].message.zh.contains("同期合计3本"), "{weaker:?}");
    assert_eq!(weaker[0].quote.as_deref(), Some("每季度至少读1本书"));
}

#[test]
fn fewer_people_less_proof_and_milder_words_are_weaker() {
    let asked = "at_least = \"1本\"\nevery = \"月\"\n";
    let strict = book(&format!(
        "{asked}evidence = [\"笔记\"]\ncounts = \"证明\"\nabout = \"theory\"\nlate = \"10天\""
    ));
    let own = |who: &str, rest: &str| format!("who = \"{who}\"\ndoes = \"reading\"\n{asked}{rest}");
    let same = "evidence = [\"笔记\"]\ncounts = \"证明\"\nabout = \"theory\"\nlate = \"10天\"\n";
    let cases = [
        (own("每名党员", same), vec![]),
        (own("每人", same), vec![]),
        (own("每名退休", same), vec!["who"]),
        (own("每名党员", &format!("{same}except = [\"退休\"]")), vec!["who"]),
        (own("每名党员", &format!("{same}encouraged = [\"退休\"]")), vec!["who"]),
        (own("每名党员", "counts = \"证明\"\nabout = \"theory\"\nlate = \"10天\""), vec!["evidence"]),
        (own("每名党员", "evidence = [\"笔记\"]\nabout = \"theory\"\nlate = \"10天\""), vec!["counts"]),
        (own("每名党员", "evidence = [\"笔记\"]\ncounts = \"证明\"\nlate = \"10天\""), vec!["about"]),
        (own("每名党员", "evidence = [\"笔记\"]\ncounts = \"证明\"\nabout = \"theory\""), vec!["late"]),
        (own("每名党员", &format!("{same}modality = \"鼓励\"")), vec!["modality"]),
        (
            own("每名党员", same).replace("does = \"reading\"", "does = [\"reading\", \"listening\"]"),
            vec!["does"],
        ),
    ];
    for (own, expected) in cases {
        assert_eq!(fields(&strict, &own), expected, "{own}");
    }
}

#[test]
fn what_is_left_open_may_be_set_to_anything_and_own_duties_are_free() {
    let open = book("open = [\"amount\", \"period\"]");
    assert!(fields(&open, &book("at_least = \"1本\"\nevery = \"年\"")).is_empty());
    let mut above = plan(&open);
    above.duties[0].code = "another".to_owned();
    assert!(weaker(&above, &plan(&book("at_least = \"1本\"\nevery = \"年\""))).is_empty());
}

#[test]
fn a_rate_may_be_raised_and_its_leave_tightened() {
    let rate = |percent: &str, leave: &str| {
        format!(
            "who = \"每名党员\"\ndoes = \"attending\"\nrate_at_least = \"{percent}\"\nover = \"全年\"\nleave = {{ {leave} }}"
        )
    };
    let asked = rate("90%", "\"病假\" = \"不计应到\"");
    assert!(fields(&asked, &rate("95%", "\"病假\" = \"缺席\"")).is_empty());
    assert_eq!(fields(&asked, &rate("80%", "\"病假\" = \"缺席\"")), ["amount"]);
    assert_eq!(fields(&asked, &rate("90%", "\"病假\" = \"出席\"")), ["leave"]);
    assert_eq!(fields(&asked, &rate("90%", "\"事假\" = \"不计应到\"")), ["leave"]);
}
