//! Who owes something, in words.

use crate::duty::{Condition, Each, Level, Subject};
use crate::lang::Lang;
use crate::lexicon::{self, LEVELS};
use crate::plan::{Named, Plan};

/// Who owes it, as the plan names them: 每名党员，退休的除外.
pub fn subject(subject: &Subject, plan: &Plan, lang: Lang) -> String {
    let mut words = each(&subject.each, plan, lang);
    let list = |conditions: &[Condition]| -> String {
        let all: Vec<String> =
            conditions.iter().map(|condition| self::condition(condition, plan, lang)).collect();
        all.join(match lang {
            Lang::Zh => "、",
            Lang::En => " or ",
        })
    };
    let (except_zh, except_en) = (("，", "的除外"), (", except ", ""));
    let (encouraged_zh, encouraged_en) = (("，", "的鼓励"), (", ", " encouraged"));
    let clauses =
        [(&subject.except, except_zh, except_en), (&subject.encouraged, encouraged_zh, encouraged_en)];
    for (conditions, zh, en) in clauses.into_iter().filter(|(conditions, ..)| !conditions.is_empty()) {
        let (before, after) = match lang {
            Lang::Zh => zh,
            Lang::En => en,
        };
        words.extend([before, &list(conditions), after]);
    }
    words
}

/// The kind of subject alone.
pub(crate) fn each(each: &Each, plan: &Plan, lang: Lang) -> String {
    match (each, lang) {
        (Each::Person, Lang::Zh) => "每人".to_owned(),
        (Each::Person, Lang::En) => "each person".to_owned(),
        (Each::Member, Lang::Zh) => "每名党员".to_owned(),
        (Each::Member, Lang::En) => "each member".to_owned(),
        (Each::Post(codes), _) => {
            let titles: Vec<String> = codes.iter().map(|code| title(&plan.posts, code, lang)).collect();
            match lang {
                Lang::Zh => format!("每名{}", titles.join("、")),
                Lang::En => format!("each {}", titles.join(" or ")),
            }
        }
        (Each::Organization { level, unit_type }, _) => {
            let unit = unit_type.as_ref().map(|code| title(&plan.unit_types, code, lang));
            let level = level.map(|level| self::level(level, plan, lang));
            match (unit, level, lang) {
                (Some(unit), Some(level), Lang::Zh) => format!("每个{unit}的{level}"),
                (Some(unit), Some(level), Lang::En) => format!("each {level} of {unit}"),
                (Some(only), None, Lang::Zh) | (None, Some(only), Lang::Zh) => format!("每个{only}"),
                (Some(only), None, Lang::En) | (None, Some(only), Lang::En) => format!("each {only}"),
                (None, None, Lang::Zh) => "每个组织".to_owned(),
                (None, None, Lang::En) => "each organization".to_owned(),
            }
        }
        (Each::Issuer, Lang::Zh) => "本单位".to_owned(),
        (Each::Issuer, Lang::En) => "the issuer".to_owned(),
    }
}

fn condition(condition: &Condition, plan: &Plan, lang: Lang) -> String {
    match (condition, lang) {
        (Condition::Post(code), _) => title(&plan.posts, code, lang),
        (Condition::OlderThan(years), Lang::Zh) => format!("{years}周岁以上"),
        (Condition::OlderThan(years), Lang::En) => format!("over {years}"),
        (Condition::UnitType(code), _) => title(&plan.unit_types, code, lang),
    }
}

fn level(level: Level, plan: &Plan, lang: Lang) -> String {
    let own = plan.levels.iter().find(|(own, _)| *own == level).map(|(_, named)| spoken(named, lang));
    own.unwrap_or_else(|| lexicon::write(LEVELS, &level, lang)).to_owned()
}

fn title(names: &[Named], code: &str, lang: Lang) -> String {
    names.iter().find(|named| named.code == code).map_or(code, |named| spoken(named, lang)).to_owned()
}

fn spoken(named: &Named, lang: Lang) -> &str {
    match lang {
        Lang::Zh => &named.title,
        Lang::En => named.title_en.as_deref().unwrap_or(&named.title),
    }
}
