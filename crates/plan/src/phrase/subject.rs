//! Who owes something: `每名党员，退休的除外`, `each branch of second-level unit`.

use super::plain;
use crate::duty::{Condition, Each, Level, Subject};
use crate::lexicon::{self, LEVELS};
use crate::plan::Named;

/// The names that a plan gives to what subjects are made of.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Names<'a> {
    pub(crate) posts: &'a [Named],
    pub(crate) unit_types: &'a [Named],
    pub(crate) levels: &'a [(Level, Named)],
}

/// A word in a subject that stands for nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Misread(pub(crate) String);

type Read<T> = Result<T, Misread>;

/// A whole subject with what is said after the commas.
pub(crate) fn read_subject(text: &str, names: Names<'_>) -> Read<Subject> {
    let text =
        plain(text).replace('、', "/").replace(" except ", ", except ").replace(",, except", ", except");
    let mut clauses = text.split(',').map(str::trim).filter(|clause| !clause.is_empty());
    let each = names.each(clauses.next().unwrap_or_default())?;
    let mut subject = Subject { each, except: Vec::new(), encouraged: Vec::new() };
    for clause in clauses {
        if let Some(list) =
            strip_any(clause, &["except ", "excluding ", "除"], &["的除外", "除外", "以外", "外"])
        {
            subject.except.extend(names.conditions(list)?);
        } else if let Some(list) =
            strip_any(clause, &["encouraged:", "鼓励"], &["的鼓励", "鼓励", " encouraged"])
        {
            subject.encouraged.extend(names.conditions(list)?);
        } else {
            return Err(Misread(clause.to_owned()));
        }
    }
    Ok(subject)
}

/// Those excepted or encouraged, one phrase.
pub(crate) fn read_conditions(text: &str, names: Names<'_>) -> Read<Vec<Condition>> {
    names.conditions(&plain(text).replace('、', "/"))
}

/// What stands between one of the beginnings and one of the ends; either may be missing, not both.
fn strip_any<'t>(text: &'t str, begins: &[&str], ends: &[&str]) -> Option<&'t str> {
    let begun = begins.iter().find_map(|begin| text.strip_prefix(begin));
    let rest = begun.unwrap_or(text);
    let ended = ends.iter().find_map(|end| rest.strip_suffix(end));
    (begun.is_some() || ended.is_some()).then(|| ended.unwrap_or(rest).trim())
}

impl Names<'_> {
    fn each(self, text: &str) -> Read<Each> {
        let lower = text.to_lowercase();
        if matches!(lower.as_str(), "本单位" | "发文单位" | "the issuer" | "issuer") {
            return Ok(Each::Issuer);
        }
        let rest = ["每名", "每位", "每个", "每所", "每家", "每一个", "各", "每", "each ", "every ", "all "]
            .into_iter()
            .find_map(|begin| lower.strip_prefix(begin).and_then(|rest| text.get(text.len() - rest.len()..)))
            .unwrap_or(text)
            .trim();
        match rest.to_lowercase().as_str() {
            "党员" | "member" | "members" | "party member" => return Ok(Each::Member),
            "人员" | "人" | "职工" | "干部职工" | "person" | "people" => return Ok(Each::Person),
            "组织" | "党组织" | "organization" | "organizations" => {
                return Ok(Each::Organization { level: None, unit_type: None });
            }
            _ => {}
        }
        self.organization(rest)
            .or_else(|| self.posts(rest).map(Each::Post))
            .ok_or_else(|| Misread(rest.to_owned()))
    }

    fn organization(self, text: &str) -> Option<Each> {
        if let Some(level) = self.level(text) {
            return Some(Each::Organization { level: Some(level), unit_type: None });
        }
        if let Some(unit) = code(self.unit_types, text) {
            return Some(Each::Organization { level: None, unit_type: Some(unit) });
        }
        let parts = [text.split_once('的'), swap(text.split_once(" of ")), swap(text.split_once(" in "))];
        let glued = self
            .unit_types
            .iter()
            .filter_map(|unit| Some((unit.title.as_str(), text.strip_prefix(&unit.title)?)));
        parts.into_iter().flatten().chain(glued).find_map(|(unit, level)| {
            let unit_type = code(self.unit_types, unit.trim())?;
            let level = self.level(level.trim())?;
            Some(Each::Organization { level: Some(level), unit_type: Some(unit_type) })
        })
    }

    fn level(self, text: &str) -> Option<Level> {
        let own = self.levels.iter().find(|(_, named)| is(named, text)).map(|(level, _)| *level);
        own.or_else(|| lexicon::read(LEVELS, text))
    }

    fn posts(self, text: &str) -> Option<Vec<String>> {
        code(self.posts, text).map(|code| vec![code]).or_else(|| {
            let codes: Vec<String> =
                split_list(text).map(|part| code(self.posts, part)).collect::<Option<_>>()?;
            (!codes.is_empty()).then_some(codes)
        })
    }

    fn conditions(self, text: &str) -> Read<Vec<Condition>> {
        let conditions: Vec<Condition> =
            split_list(text).map(|part| self.condition(part)).collect::<Read<_>>()?;
        if conditions.is_empty() { Err(Misread(text.to_owned())) } else { Ok(conditions) }
    }

    fn condition(self, text: &str) -> Read<Condition> {
        let text = text.strip_suffix('的').unwrap_or(text);
        let lower = text.to_lowercase();
        let age = strip_any(&lower, &["over ", "aged "], &["周岁以上", "岁以上", " or over", " or older"])
            .map(|age| age.trim().trim_end_matches(" or over").trim_start_matches("aged "))
            .and_then(|age| age.parse().ok());
        if let Some(age) = age {
            return Ok(Condition::OlderThan(age));
        }
        let post = code(self.posts, text).map(Condition::Post);
        let unit = || code(self.unit_types, text).map(Condition::UnitType);
        post.or_else(unit).ok_or_else(|| Misread(text.to_owned()))
    }
}

fn swap<'t>(pair: Option<(&'t str, &'t str)>) -> Option<(&'t str, &'t str)> {
    pair.map(|(level, unit)| (unit, level))
}

fn split_list(text: &str) -> impl Iterator<Item = &str> {
    text.split(['/', '或'])
        .flat_map(|part| part.split(" or "))
        .flat_map(|part| part.split(" and "))
        .map(str::trim)
        .filter(|part| !part.is_empty())
}

fn code(all: &[Named], text: &str) -> Option<String> {
    all.iter().find(|named| is(named, text)).map(|named| named.code.clone())
}

/// Whether this is the code or a name of it; English names are read in the plural too.
pub(crate) fn is(named: &Named, text: &str) -> bool {
    let english = named.title_en.as_deref().is_some_and(|title| {
        title.eq_ignore_ascii_case(text)
            || text.strip_suffix('s').is_some_and(|one| title.eq_ignore_ascii_case(one))
    });
    named.code.eq_ignore_ascii_case(text) || named.title == text || english
}

/// The candidate that looks most like what was written, where one does.
pub(crate) fn nearest<'c>(written: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    candidates
        .into_iter()
        .map(|candidate| (strsim::normalized_damerau_levenshtein(written, candidate), candidate))
        .filter(|(likeness, _)| *likeness >= 0.45)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate)
}
