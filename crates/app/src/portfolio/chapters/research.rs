//! Field days: where, about what, with whom, and what should be done. What was found is among the notes.

use xueji_store::Tx;

use crate::portfolio::Of;
use crate::portfolio::chapter::{Chapter, Part};
use crate::portfolio::story::{Cited, Story, fact};
use crate::records;
use crate::research::{self, Measure, Told, amount_said, days_said, form_said};
use crate::shell::Result;
use crate::shell::lang::Messages;

pub(in crate::portfolio) const CHAPTER: Chapter = Chapter {
    code: "research",
    title: Messages::portfolio_research,
    none: Messages::portfolio_research_none,
    page: 50,
    count: |tx, of| research::count_told(tx, &of.person_id, (of.first(), of.last())),
    parts,
};

fn parts(tx: &mut Tx, of: &Of, from: usize, most: usize) -> Result<Vec<Part>> {
    let found = research::told(tx, &of.person_id, (of.first(), of.last()), (from, most))?;
    let mut parts = Vec::with_capacity(found.len());
    for told in found {
        parts.push(Part::Story(Box::new(story(tx, of, told)?)));
    }
    Ok(parts)
}

fn story(tx: &mut Tx, of: &Of, one: Told) -> Result<Story> {
    let (t, Told { stay, parts, fellows, measures }) = (of.t(), one);
    let about: Vec<String> = parts.into_iter().map(|part| t.portfolio_fact(part.place, part.topic)).collect();
    let with = fellows.into_iter().map(|one| if one.asked { t.portfolio_waits(one.name) } else { one.name });
    let with = with.collect::<Vec<_>>().join(&t.records_list_comma());
    let mut lines: Vec<String> = about.iter().skip(1).cloned().collect();
    lines.extend(fact(of, t.research_with(), &with));
    lines.extend(measures.iter().map(|one| measure(of, one)));
    lines.extend(fact(of, t.research_outcome(), &stay.outcome));
    let told = [days_said(&stay.days, of.lang), amount_said(&stay.days, of.lang), form_said(stay.form, t)];
    let note = match &stay.note_id {
        Some(id) => Cited::of(tx, of, t.research_findings(), id)?,
        None => None,
    };
    Ok(Story {
        href: format!("/research/{}", stay.id),
        title: about.into_iter().next().unwrap_or_else(|| form_said(stay.form, t)),
        id: stay.id,
        told: told.join(" · "),
        marks: Vec::new(),
        lines,
        note,
    })
}

fn measure(of: &Of, one: &Measure) -> String {
    let t = of.t();
    let due = one.due_on.map(|on| records::day_said(on, of.lang)).unwrap_or_default();
    let facts = [
        fact(of, t.research_problem(), &one.problem),
        fact(of, t.research_measure(), &one.text),
        fact(of, t.research_responsible(), &one.unit),
        fact(of, t.research_due(), &due),
    ];
    facts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}
