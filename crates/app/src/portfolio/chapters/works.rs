//! The way of each manuscript: handed in, returned, accepted, with what reviewers said. The text is among the notes.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use xueji_store::Tx;

use crate::notes;
use crate::portfolio::Of;
use crate::portfolio::chapter::{Chapter, Part};
use crate::portfolio::story::{Cited, Story, lines_by};
use crate::records;
use crate::shell::lang::Messages;
use crate::shell::{Id, Result, markdown};
use crate::works::{self, Remark, State, Step, Way, kind_said, state_said};

pub(in crate::portfolio) const CHAPTER: Chapter = Chapter {
    code: "works",
    title: Messages::portfolio_works,
    none: Messages::portfolio_works_none,
    page: 20,
    count: |tx, of| works::count_ways(tx, &of.person_id, (of.first(), of.last())),
    parts,
};

/// Signs of a paragraph that stand for it.
const PASSAGE: usize = 30;

fn parts(tx: &mut Tx, of: &Of, from: usize, most: usize) -> Result<Vec<Part>> {
    let found = works::ways(tx, &of.person_id, (of.first(), of.last()), (from, most))?;
    let mut parts = Vec::with_capacity(found.len());
    for way in found {
        parts.push(Part::Story(Box::new(story(tx, of, way)?)));
    }
    Ok(parts)
}

fn story(tx: &mut Tx, of: &Of, way: Way) -> Result<Story> {
    let (t, Way { manuscript, steps, remarks }) = (of.t(), way);
    let remarked = remarked(tx, of, &manuscript.note_id, remarks)?;
    let step = |one: &Step| {
        (one.at, lines_by(of, step_said(one, t), (one.by.as_str(), one.at), one.reason.as_str()))
    };
    // What was said with a decision stands below it.
    let mut told: Vec<(i64, Vec<String>)> = steps.iter().map(step).collect();
    told.extend(remarked);
    told.sort_by_key(|(at, _)| *at);
    let mut lines: Vec<String> = told.into_iter().flat_map(|(_, lines)| lines).collect();
    if !manuscript.outlet.is_empty() {
        let on = manuscript.published_on.map(|on| records::day_said(on, of.lang));
        let said = [Some(manuscript.outlet.clone()), on].into_iter().flatten().collect::<Vec<_>>();
        lines.push(t.portfolio_fact(t.works_outlet(), said.join(" · ")));
    }
    let day = records::day_said(manuscript.done_on, of.lang);
    Ok(Story {
        note: Cited::of(tx, of, t.portfolio_text(), &manuscript.note_id)?,
        href: format!("/works/{}", manuscript.id),
        told: [kind_said(manuscript.kind, t), day].join(" · "),
        marks: vec![state_said(manuscript.state, t)],
        id: manuscript.id,
        title: manuscript.title,
        lines,
    })
}

fn step_said(step: &Step, t: &Messages) -> String {
    let number = step.number.to_string();
    match step.state {
        State::Submitted => t.portfolio_work_submitted(number),
        State::Returned => t.portfolio_work_returned(number),
        State::Accepted => t.portfolio_work_accepted(number),
        State::Withdrawn => t.portfolio_work_withdrawn(number),
    }
}

fn remark_said(remark: &Remark, passage: String, t: &Messages) -> String {
    let (number, paragraph) = (remark.number.to_string(), (remark.paragraph + 1).to_string());
    if passage.is_empty() {
        t.portfolio_remark_on_picture(number, paragraph)
    } else {
        t.portfolio_remark(number, paragraph, passage)
    }
}

/// When each remark was made, and its lines, with the beginning of the paragraph in the version that it is about.
fn remarked(tx: &mut Tx, of: &Of, note_id: &Id, remarks: Vec<Remark>) -> Result<Vec<(i64, Vec<String>)>> {
    let mut texts: HashMap<i64, String> = HashMap::new();
    let mut told = Vec::with_capacity(remarks.len());
    for one in remarks {
        let text = match texts.entry(one.number) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(unknown) => {
                let version = notes::version(tx, note_id, one.number)?;
                unknown.insert(version.map(|version| version.text).unwrap_or_default())
            }
        };
        let paragraph = usize::try_from(one.paragraph).unwrap_or(usize::MAX);
        let what = remark_said(&one, markdown::paragraph(text, paragraph, PASSAGE), of.t());
        told.push((one.at, lines_by(of, what, (&one.by, one.at), &one.text)));
    }
    Ok(told)
}

/// What reviewers said of one note.
pub(in crate::portfolio) fn remarks_on(tx: &mut Tx, of: &Of, note_id: &Id) -> Result<Vec<String>> {
    let remarks = works::remarks_on(tx, &of.person_id, note_id)?;
    Ok(remarked(tx, of, note_id, remarks)?.into_iter().map(|(_, lines)| lines.join("\n")).collect())
}
