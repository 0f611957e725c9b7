//! What inspectors said of one's own notes: at the margin, when they returned them, and in the end.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use xueji_store::Tx;

use crate::inspections::{self, Said, Undergone};
use crate::notebook;
use crate::notes;
use crate::portfolio::Of;
use crate::portfolio::chapter::{Chapter, Part};
use crate::portfolio::piece::lines_of;
use crate::portfolio::story::{Story, lines_by};
use crate::records;
use crate::shell::lang::Messages;
use crate::shell::{Id, Result};

pub(in crate::portfolio) const CHAPTER: Chapter = Chapter {
    code: "inspections",
    title: Messages::portfolio_inspections,
    none: Messages::portfolio_inspections_none,
    page: 20,
    count: |tx, of| inspections::count_undergone(tx, &of.person_id, (of.first(), of.last())),
    parts,
};

/// Names of notes by note and version.
type Titles = HashMap<(Id, i64), String>;

fn parts(tx: &mut Tx, of: &Of, from: usize, most: usize) -> Result<Vec<Part>> {
    let days = (of.first(), of.last());
    let found = inspections::undergone(tx, &of.person_id, days, (from, most), of.t())?;
    let mut titles = Titles::new();
    let mut parts = Vec::with_capacity(found.len());
    for one in found {
        parts.push(Part::Story(Box::new(story(tx, of, one, &mut titles)?)));
    }
    Ok(parts)
}

fn story(tx: &mut Tx, of: &Of, one: Undergone, titles: &mut Titles) -> Result<Story> {
    let (t, day) = (of.t(), |on| records::day_said(on, of.lang));
    let (first, last) = one.days;
    let mut lines: Vec<String> = one.why.map(|why| t.inspections_why_chosen(why)).into_iter().collect();
    for said in one.said {
        let what = what(tx, of, &said, titles)?;
        lines.extend(lines_by(of, what, (&said.who, said.at), &said.text));
    }
    Ok(Story {
        href: format!("/inspections/{}", one.id),
        id: one.id,
        title: t.inspections_round_title(one.unit, day(one.drawn_on)),
        told: t.portfolio_called_in(one.inspector, day(first), day(last), one.notes.to_string()),
        marks: vec![one.state],
        lines,
        note: None,
    })
}

/// What stands at the margins of these notes, by note.
pub(in crate::portfolio) fn margins(tx: &mut Tx, of: &Of, notes: &[Id]) -> Result<HashMap<Id, Vec<String>>> {
    let (mut margins, mut titles) = (HashMap::<Id, Vec<String>>::new(), Titles::new());
    for said in inspections::at_margins(tx, &of.person_id, notes)? {
        let what = what(tx, of, &said, &mut titles)?;
        let lines = lines_by(of, what, (&said.who, said.at), &said.text);
        if let Some((note, _)) = said.at_margin {
            margins.entry(note).or_default().push(lines.join("\n"));
        }
    }
    Ok(margins)
}

/// The step, or at which passage of which note it stands.
fn what(tx: &mut Tx, of: &Of, said: &Said, titles: &mut Titles) -> Result<String> {
    let t = of.t();
    let Some(place) = &said.at_margin else { return Ok(said.step.clone()) };
    let title = match titles.entry(place.clone()) {
        Entry::Occupied(known) => known.get().clone(),
        Entry::Vacant(unknown) => {
            let version = notes::version(tx, &place.0, place.1)?;
            let title = version.as_ref().and_then(notebook::title_of);
            unknown.insert(title.unwrap_or_else(|| t.notebook_untitled())).clone()
        }
    };
    let quote = lines_of(&said.quote).collect::<Vec<_>>().join(" ");
    Ok(if quote.is_empty() {
        t.portfolio_on_note(title)
    } else if said.text.is_empty() {
        t.portfolio_highlighted(title, quote)
    } else {
        t.portfolio_on_passage(title, quote)
    })
}
