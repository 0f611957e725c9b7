//! Each way of writing a number, and what stands around it.

use super::*;

fn read(text: &str) -> Vec<(String, i64, Option<i64>, Comparator)> {
    let text = Text::new(text);
    let found = numbers(&text, text.span());
    let told =
        |number: &Number| (text.given(number.span), number.hundredths, number.up_to, number.comparator());
    found.iter().map(told).collect()
}

fn one(text: &str) -> (String, i64, Option<i64>, Comparator) {
    let found = read(text);
    assert_eq!(found.len(), 1, "{text}: {found:?}");
    found.into_iter().next().unwrap()
}

#[test]
fn numerals_of_every_kind_have_their_value() {
    for (text, numeral, hundredths) in [
        ("研读12本", "12", 1_200),
        ("研读１２本", "１２", 1_200),
        ("笔记1.5万字", "1.5万", 1_500_000),
        ("共3,000字", "3,000", 300_000),
        ("听讲三十二学时", "三十二", 3_200),
        ("撰写两篇", "两", 200),
        ("培训二百零五人", "二百零五", 20_500),
        ("一个半小时", "一个半", 150),
        ("半天", "半", 50),
        ("十期", "十", 1_000),
    ] {
        let (said, value, _, comparator) = one(text);
        assert_eq!((said.as_str(), value), (numeral, hundredths), "{text}");
        assert_eq!(comparator, Comparator::Exactly, "{text}");
    }
}

#[test]
fn shares_are_percents() {
    for (text, hundredths) in [
        ("95%", 9_500),
        ("百分之九十", 9_000),
        ("三分之二", 6_667),
        ("2/3", 6_667),
        ("九成", 9_000),
        ("９５．５％", 9_550),
    ] {
        let text = Text::new(text);
        let found = numbers(&text, text.span());
        let told: Vec<_> = found.iter().map(|number| (number.hundredths, number.scale)).collect();
        assert_eq!(told, [(hundredths, Scale::Percent)]);
    }
}

#[test]
fn ranges_have_two_ends_and_may_have_a_floor() {
    assert_eq!(one("2—3期"), ("2—3".to_owned(), 200, Some(300), Comparator::Between));
    assert_eq!(one("一至二名"), ("一至二".to_owned(), 100, Some(200), Comparator::Between));
    assert_eq!(one("至少提交1至2篇"), ("1至2".to_owned(), 100, Some(200), Comparator::AtLeast));
}

#[test]
fn words_before_and_after_bound_a_number() {
    for (text, comparator) in [
        ("自学不得少于40学时", Comparator::AtLeast),
        ("至少撰写2篇", Comparator::AtLeast),
        ("研讨4次以上", Comparator::AtLeast),
        ("阅读6本（含）以上", Comparator::AtLeast),
        ("达到90%", Comparator::AtLeast),
        ("每班不超过50人", Comparator::AtMost),
        ("发言10分钟以内", Comparator::AtMost),
        ("突破100人次", Comparator::MoreThan),
        ("约30人", Comparator::About),
        ("每次60分钟左右", Comparator::About),
    ] {
        assert_eq!(one(text).3, comparator, "{text}");
    }
}

#[test]
fn a_bound_belongs_to_its_own_number() {
    let told: Vec<Comparator> = read("精读1本专著和2本以上期刊").into_iter().map(|number| number.3).collect();
    assert_eq!(told, [Comparator::Exactly, Comparator::AtLeast]);
}

#[test]
fn the_words_of_a_bound_are_where_they_stand() {
    let text = Text::new("每人，全年至少提交2篇");
    let clause = Span::new(3, text.span().end);
    let bound = numbers(&text, clause).first().and_then(|number| number.bound).unwrap();
    assert_eq!(text.given(bound.words), "至少");
}
