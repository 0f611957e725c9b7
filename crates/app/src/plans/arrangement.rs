//! The arrangement's text cut where the plan quotes it, so that a sentence and its duties can be joined.

use std::collections::BTreeSet;

use xueji_plan::{Plan, Source};

/// A stretch of text and the codes of the parts of the plan that come from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stretch {
    pub(crate) text: String,
    /// Its first character, counted from the beginning of the whole text.
    pub(crate) at: usize,
    /// None where nothing in the plan rests on these words.
    pub(crate) codes: Vec<String>,
}

/// The paragraphs of the arrangement, each cut into stretches; empty where the plan has no text.
pub(super) fn paragraphs(plan: &Plan) -> Vec<Vec<Stretch>> {
    let Some(text) = &plan.text else { return Vec::new() };
    cut(text, &quotes(plan))
}

/// A text cut into paragraphs, and these where a quote begins or ends. Quotes are first character, end and code.
///
/// Linear in the text and in the quotes that overlap: quotes are taken up where they begin and left where they end.
pub(crate) fn cut(text: &str, quotes: &[(usize, usize, String)]) -> Vec<Vec<Stretch>> {
    let mut cuts: BTreeSet<usize> = quotes.iter().flat_map(|(from, to, _)| [*from, *to]).collect();
    let letters: Vec<char> = text.chars().collect();
    let lines = letters.iter().enumerate().filter(|(_, letter)| **letter == '\n').map(|(at, _)| at);
    let breaks: Vec<usize> = lines.chain([letters.len()]).collect();
    cuts.extend(&breaks);
    let mut sorted: Vec<&(usize, usize, String)> = quotes.iter().collect();
    sorted.sort_by_key(|(from, ..)| *from);
    let mut coming = sorted.into_iter().peekable();
    let mut open: Vec<&(usize, usize, String)> = Vec::new();
    let mut paragraphs = Vec::new();
    let mut first = 0;
    for end in breaks {
        let edges: Vec<usize> = [first].into_iter().chain(cuts.range(first..=end).copied()).collect();
        let mut stretches = Vec::new();
        for edge in edges.windows(2) {
            let (Some(&from), Some(&to)) = (edge.first(), edge.last()) else { continue };
            while let Some(quote) = coming.next_if(|(start, ..)| *start <= from) {
                open.push(quote);
            }
            open.retain(|(_, end, _)| *end > from);
            stretches.extend(stretch(&letters, from, to, &open));
        }
        if stretches.iter().any(|stretch| !stretch.text.trim().is_empty()) {
            paragraphs.push(stretches);
        }
        first = end + 1;
    }
    paragraphs
}

/// Where each part of the plan quotes the text: from, to, whose.
fn quotes(plan: &Plan) -> Vec<(usize, usize, String)> {
    let duties = plan.duties.iter().map(|duty| (&duty.source, &duty.code));
    let campaigns = plan.campaigns.iter().map(|part| (&part.source, &part.name.code));
    let programs = plan.programs.iter().map(|part| (&part.source, &part.name.code));
    let awards = plan.awards.iter().map(|part| (&part.source, &part.name.code));
    let parts: Vec<(&Vec<Source>, &String)> = duties.chain(campaigns).chain(programs).chain(awards).collect();
    parts
        .into_iter()
        .flat_map(|(sources, code)| sources.iter().map(move |source| (source.at, code.clone())))
        .filter_map(|(at, code)| at.map(|(from, to)| (from, to, code)))
        .collect()
}

fn stretch(letters: &[char], from: usize, to: usize, open: &[&(usize, usize, String)]) -> Option<Stretch> {
    let text: String = letters.get(from..to)?.iter().collect();
    if text.is_empty() {
        return None;
    }
    let mut codes: Vec<String> =
        open.iter().filter(|(_, end, _)| to <= *end).map(|(_, _, code)| code.clone()).collect();
    codes.dedup();
    Some(Stretch { text, at: from, codes })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(quote: &str) -> Plan {
        let toml = format!(
            "[plan]\nid = \"p\"\ntitle = \"安排\"\nyear = 2026\nissuer = \"局\"\ntext = \"p.txt\"\n
             [[activity]]\nid = \"read\"\ntitle = \"读书\"\nfor = \"person\"\nunits = [\"本\"]\n
             [[duty]]\nid = \"d\"\ntitle = \"读书\"\nwho = \"每名党员\"\ndoes = \"读书\"\nat_least = \"1本\"\nevery = \"季度\"\nsource = \"{quote}\"\n"
        );
        let parsed = xueji_plan::parse("p.toml", &toml, |_| {
            Some("第一段。\n\n党员每季度读1本书，交流体会。".to_owned())
        });
        parsed.plan.expect("the test's plan is sound")
    }

    #[test]
    fn the_text_is_cut_where_a_duty_quotes_it_and_nothing_is_lost() {
        let paragraphs = paragraphs(&plan("每季度读1本书"));
        let said: Vec<Vec<(&str, usize)>> = paragraphs
            .iter()
            .map(|stretches| stretches.iter().map(|part| (part.text.as_str(), part.codes.len())).collect())
            .collect();
        assert_eq!(
            said,
            [vec![("第一段。", 0)], vec![("党员", 0), ("每季度读1本书", 1), ("，交流体会。", 0)]]
        );
    }
}
