//! Festivals on the days on which people keep them.

use std::collections::BTreeSet;

use jiff::civil::date;
use tyme4rs::tyme::Culture;
use tyme4rs::tyme::festival::{LunarFestival, SolarFestival};

use super::*;

fn codes(festivals: &Festivals, date: Date) -> Vec<&'static str> {
    festivals.on(date).map(|festival| festival.code).collect()
}

#[test]
fn festivals_fall_on_the_days_that_calendars_print() {
    let cases = [
        ("spring-festival", date(2023, 1, 22)),
        ("spring-festival", date(2024, 2, 10)),
        ("spring-festival", date(2025, 1, 29)),
        ("spring-festival", date(2026, 2, 17)),
        ("spring-festival", date(2027, 2, 6)),
        ("spring-festival-eve", date(2024, 2, 9)),
        ("spring-festival-eve", date(2025, 1, 28)),
        ("spring-festival-eve", date(2026, 2, 16)),
        ("spring-festival-eve", date(2027, 2, 5)),
        ("lantern-festival", date(2024, 2, 24)),
        ("lantern-festival", date(2026, 3, 3)),
        ("qingming", date(2024, 4, 4)),
        ("qingming", date(2025, 4, 4)),
        ("qingming", date(2026, 4, 5)),
        ("qingming", date(2027, 4, 5)),
        // 2023 has a leap second month, 2025 a leap sixth: neither moves a festival out of its month.
        ("dragon-boat", date(2023, 6, 22)),
        ("dragon-boat", date(2024, 6, 10)),
        ("dragon-boat", date(2025, 5, 31)),
        ("dragon-boat", date(2026, 6, 19)),
        ("mid-autumn", date(2023, 9, 29)),
        ("mid-autumn", date(2024, 9, 17)),
        ("mid-autumn", date(2025, 10, 6)),
        ("mid-autumn", date(2026, 9, 25)),
        ("double-ninth", date(2024, 10, 11)),
        ("double-ninth", date(2025, 10, 29)),
        ("double-ninth", date(2026, 10, 18)),
    ];
    for (code, date) in cases {
        assert!(codes(&Festivals::of_year(date.year()), date).contains(&code), "{code} {date}");
    }
}

#[test]
fn anniversaries_fall_on_their_days_since_they_were_set() {
    let year = Festivals::of_year(2026);
    let cases = [
        (date(2026, 1, 1), "元旦"),
        (date(2026, 3, 5), "学雷锋纪念日"),
        (date(2026, 3, 8), "妇女节"),
        (date(2026, 3, 12), "植树节"),
        (date(2026, 4, 15), "全民国家安全教育日"),
        (date(2026, 5, 1), "劳动节"),
        (date(2026, 5, 4), "五四青年节"),
        (date(2026, 7, 1), "七一建党纪念日"),
        (date(2026, 8, 1), "八一建军节"),
        (date(2026, 9, 10), "教师节"),
        (date(2026, 9, 18), "九一八纪念日"),
        (date(2026, 9, 30), "烈士纪念日"),
        (date(2026, 10, 1), "国庆节"),
        (date(2026, 12, 4), "国家宪法日"),
        (date(2026, 12, 9), "一二·九运动纪念日"),
        (date(2026, 12, 13), "国家公祭日"),
    ];
    for (date, title) in cases {
        assert!(year.on(date).any(|festival| festival.title(Lang::Zh) == title), "{date} {title}");
    }
    assert_eq!(codes(&Festivals::of_year(2013), date(2013, 12, 13)), [""; 0], "set in 2014");
    assert_eq!(codes(&year, date(2026, 3, 9)), [""; 0]);
}

#[test]
fn the_library_knows_the_same_days() {
    let theirs = [
        ("spring-festival", 0),
        ("lantern-festival", 1),
        ("qingming", 4),
        ("dragon-boat", 5),
        ("mid-autumn", 8),
        ("double-ninth", 9),
    ];
    let solar = [
        (0, "元旦"),
        (1, "妇女节"),
        (2, "植树节"),
        (3, "劳动节"),
        (5, "儿童节"),
        (8, "教师节"),
        (9, "国庆节"),
    ];
    for year in [1985, 2008, 2020, 2033, 2034, 2050] {
        let ours = Festivals::of_year(year);
        for (code, index) in theirs {
            let lunar = LunarFestival::from_index(isize::from(year), index).unwrap().get_day();
            let date = civil(lunar.get_solar_day()).unwrap();
            assert!(codes(&ours, date).contains(&code), "{code} {date}");
        }
        // The library counts the eve to the lunar year that it ends.
        let eve = LunarFestival::from_index(isize::from(year) - 1, 12).unwrap().get_day();
        assert!(codes(&ours, civil(eve.get_solar_day()).unwrap()).contains(&"spring-festival-eve"));
        for (index, title) in solar {
            let theirs = SolarFestival::from_index(isize::from(year), index).unwrap();
            assert_eq!(theirs.get_name(), title);
            assert!(ours.on(civil(theirs.get_day()).unwrap()).any(|it| it.title(Lang::Zh) == title));
        }
    }
}

#[test]
fn every_year_has_each_festival_once_and_in_order() {
    for year in 1949..=2100 {
        let festivals = Festivals::of_year(year);
        assert!(festivals.days.iter().all(|(date, _)| date.year() == year));
        assert!(festivals.days.is_sorted_by_key(|(date, _)| *date));
        let expected = KNOWN.iter().filter(|festival| festival.since <= year).count();
        assert_eq!(festivals.days.len(), expected, "{year}");
    }
}

#[test]
fn two_festivals_of_one_day_are_both_there() {
    assert_eq!(codes(&Festivals::of_year(2020), date(2020, 10, 1)), ["mid-autumn", "national-day"]);
}

#[test]
fn a_span_has_those_of_its_first_and_last_day_also_across_the_new_year() {
    let festivals = Festivals::of_years(2025..=2026);
    let span = Span::new(date(2025, 12, 13), date(2026, 1, 1)).unwrap();
    let found: Vec<_> = festivals.within(span).iter().map(|(date, it)| (*date, it.code)).collect();
    assert_eq!(found, [(date(2025, 12, 13), "nanjing-memorial"), (date(2026, 1, 1), "new-year")]);
    let outside = Span::new(date(2031, 1, 1), date(2031, 12, 31)).unwrap();
    assert!(festivals.within(outside).is_empty());
}

#[test]
fn years_beyond_the_lunar_calendar_have_the_civil_days() {
    let festivals = Festivals::of_year(9999);
    assert_eq!(codes(&festivals, date(9999, 7, 1)), ["party-founding"]);
    assert!(festivals.days.iter().all(|(_, festival)| matches!(festival.when, When::Civil(..))));
    assert!(Festivals::of_year(-9999).days.is_empty());
}

#[test]
fn everything_has_a_code_of_its_own_and_words_in_both_languages() {
    let codes: BTreeSet<_> = KNOWN.iter().map(|festival| festival.code).collect();
    assert_eq!(codes.len(), KNOWN.len());
    for festival in KNOWN {
        assert_eq!(Festival::of_code(festival.code), Some(festival));
        for lang in [Lang::Zh, Lang::En] {
            let words = [festival.title(lang), festival.theme(lang), festival.kind.title(lang)];
            assert!(
                words.iter().all(|words| !words.is_empty() && !words.contains('\n')),
                "{}",
                festival.code
            );
        }
        assert!(festival.theme(Lang::Zh).chars().count() <= 24, "{} fits one line", festival.code);
    }
    assert_eq!(Festival::of_code("party-founding").unwrap().theme(Lang::Zh), "重温入党誓词，学习党的历史");
    assert_eq!(Festival::of_code("carnival"), None);
}
