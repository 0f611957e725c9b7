//! The plan files that come with the program say what their arrangements say.
#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

use std::fs;
use std::path::PathBuf;

use xueji_plan::{Amount, Cadence, Each, Lang, Plan, Timing, parse, words};

const SHIPPED: [&str; 3] = ["county-learning.toml", "hospital-cme.toml", "enterprise-safety.toml"];

/// The plan of a shipped file.
fn shipped(name: &str) -> Plan {
    in_year(name, 2022)
}

/// The plan of a shipped file with nothing changed but its year.
fn in_year(name: &str, year: i16) -> Plan {
    let home = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../plans");
    let text = fs::read_to_string(home.join(name)).unwrap();
    let text = text.replacen("\nyear = 2022", &format!("\nyear = {year}"), 1);
    parse(name, &text, |source| fs::read_to_string(home.join(source)).ok()).plan.unwrap()
}

#[test]
fn the_county_plan_has_the_sixteen_duties_to_which_the_arrangement_gives_numbers() {
    let plan = shipped("county-learning.toml");
    let numbered: Vec<&str> =
        plan.duties.iter().filter(|duty| duty.open.is_empty()).map(|duty| duty.code.as_str()).collect();
    assert_eq!(
        numbered,
        [
            "leadership.collective-study",
            "leadership.attendance",
            "leadership.theory-book",
            "leadership.professional-book",
            "leadership.humanities-book",
            "cadre.theory-lecture",
            "cadre.professional-lecture",
            "leadership.field-research",
            "cadre.research-report",
            "branch.reading-exchange",
            "branch.pair-exchange",
            "member.self-study",
            "member.class",
            "member.book",
            "member.essay",
            "member.training",
        ]
    );
}

#[test]
fn the_county_plan_names_its_campaigns_programs_and_award() {
    let plan = shipped("county-learning.toml");
    assert_eq!((plan.campaigns.len(), plan.programs.len(), plan.awards.len()), (3, 12, 1));
    let discussion = plan.campaigns.first().unwrap();
    assert_eq!(discussion.themes.len(), 4);
}

#[test]
fn a_number_that_the_county_set_itself_says_who_set_it_and_why() {
    let plan = shipped("county-learning.toml");
    let local: Vec<_> = plan.duties.iter().filter_map(|duty| duty.local.as_ref()).collect();
    assert!(!local.is_empty());
    assert!(local.iter().all(|local| !local.by.is_empty() && !local.why.is_empty()));
    let open = |code: &str| plan.duty(code).map(|duty| (duty.amount.clone(), duty.timing.clone()));
    assert_eq!(open("branch.media-learning"), Some((Amount::Open, Timing::Open)));
    let central = plan.duty("committee.central-group").unwrap();
    assert_eq!((&central.who.each, &central.timing), (&Each::Issuer, &Timing::Every(Cadence::Month)));
}

#[test]
fn every_duty_of_every_shipped_plan_quotes_its_arrangement() {
    for name in SHIPPED {
        let plan = shipped(name);
        for duty in &plan.duties {
            assert!(!duty.source.is_empty(), "{name}: {} quotes nothing", duty.code);
            assert!(
                duty.source.iter().all(|source| source.at.is_some()),
                "{name}: {} quotes nothing found",
                duty.code
            );
        }
    }
}

#[test]
fn credits_of_the_hospital_lie_within_its_twenty_five() {
    let plan = shipped("hospital-cme.toml");
    for part in ["staff.class-one", "staff.class-two"] {
        let duty = plan.duty(part).unwrap();
        assert_eq!(duty.part_of.as_deref(), Some("staff.credits"));
    }
}

#[test]
fn the_enterprise_asks_two_team_activities_a_week_in_the_hot_season_only() {
    let plan = shipped("enterprise-safety.toml");
    let changes = &plan.duty("team.safety-activity").unwrap().changes;
    let from: Vec<String> = changes.iter().map(|change| change.from.to_string()).collect();
    assert_eq!(from, ["2022-06-01", "2022-09-01"]);
}

#[test]
fn a_shipped_plan_is_carried_to_another_year_by_its_year_alone() {
    for name in SHIPPED {
        let plan = in_year(name, 2026);
        assert_eq!(plan.year, 2026);
        let days = plan.campaigns.iter().filter_map(|campaign| campaign.window);
        assert!(days.into_iter().all(|days| days.first().year() == 2026 && days.last().year() == 2026));
    }
}

#[test]
fn the_county_plan_says_who_is_expected_at_its_gatherings() {
    let plan = shipped("county-learning.toml");
    let expected = |code: &str| {
        let expected = plan.activity(code).and_then(|activity| plan.expected_at(activity));
        expected.map(|subject| words::subject(subject, &plan, Lang::Zh))
    };
    assert_eq!(expected("collective-study").as_deref(), Some("每名班子成员"));
    assert_eq!(expected("central-group").as_deref(), Some("每名中心组成员"));
    assert_eq!(expected("forum").as_deref(), Some("每名书记"));
    assert_eq!(expected("branch-assembly").as_deref(), Some("每名党员"));
    assert_eq!(expected("collective-education"), None, "every member of the branch");
    let exchange = plan.activity("reading-exchange").and_then(|activity| activity.speakers.as_deref());
    assert_eq!(exchange, Some("reading-shared"));
    let paired: Vec<&str> = plan
        .activities
        .iter()
        .filter(|activity| activity.paired)
        .map(|activity| activity.name.code.as_str())
        .collect();
    assert_eq!(paired, ["pair-exchange"]);
}

#[test]
fn a_party_lesson_is_a_class_heard() {
    let plan = shipped("county-learning.toml");
    let lesson = plan.activity("party-lesson").unwrap();
    assert_eq!(lesson.attendance.as_deref(), Some("class"));
    assert!(plan.duty("member.class").unwrap().does.contains(&"class".to_owned()));
    assert!(plan.duties.iter().all(|duty| !duty.does.contains(&lesson.name.code)), "nobody owes one");
}

#[test]
fn where_a_gathering_names_nobody_those_of_its_rate_are_expected() {
    let plan = shipped("hospital-cme.toml");
    let study = plan.activity("department-study").unwrap();
    assert_eq!(study.expects, None);
    let duty = plan.duty("staff.study-attendance").unwrap();
    assert_eq!(plan.expected_at(study), Some(&duty.who));
    let round = plan.activity("teaching-round").unwrap();
    assert_eq!(plan.expected_at(round), None, "no rate counts rounds");
}
