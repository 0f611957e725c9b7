//! A report begun from field days: what its author noted then, copied under plain headings, for them to write from.

use crate::notes;
use crate::records::Entry;
use crate::research::{self, Head, Part, days_said};
use crate::shell::lang::Messages;
use crate::shell::{Id, Lang, Mistakes, Result, Work, markdown};
use crate::works::{Kind, hand_in};

/// Begins a note for a report with what stands in these stays of the author's own; nothing is made up.
pub(super) fn begin(
    work: &mut Work<'_>,
    entry: &Entry,
    person_id: &Id,
    key: &str,
    chosen: &[Id],
    t: &Messages,
) -> Result<Id> {
    let mut heads = research::heads(work, person_id, entry.on)?;
    heads.retain(|head| chosen.contains(&head.id));
    if heads.is_empty() {
        return Err(Mistakes::one("stay", Messages::works_choose_stays));
    }
    heads.reverse();
    let mut texts = Vec::new();
    for head in &heads {
        let found = match &head.note_id {
            Some(id) => match notes::find(work, id)? {
                Some(note) => notes::version(work, id, note.current)?.map(|version| version.text),
                None => None,
            },
            None => None,
        };
        texts.push(found.unwrap_or_default());
    }
    let activity = hand_in::activities(work, person_id, Kind::Report, entry.on)?;
    let topic = heads.first().and_then(|head| head.parts.first()).map(|part| part.topic.clone());
    let draft = notes::Draft {
        activity: activity.first().map(|one| one.name.code.clone()),
        happened_on: entry.on,
        title: topic.map(|topic| t.works_draft_title(topic)).unwrap_or_default(),
        text: written(&heads, &texts, t),
        ..notes::Draft::default()
    };
    let kept =
        notes::keep(work, person_id, &entry.account_id, &notes::Which::Begun(key.to_owned()), 0, &draft)?;
    let stays: Vec<Id> = heads.into_iter().map(|head| head.id).collect();
    research::set_stays_under(work, &kept.id, &stays)?;
    Ok(kept.id)
}

/// The stays under three headings, each with what was noted.
fn written(heads: &[Head], texts: &[String], t: &Messages) -> String {
    let lang = Lang::of(t);
    let mut lines = vec![format!("# {}\n", t.works_draft_where())];
    for head in heads {
        let part = |part: &Part| t.works_draft_part(part.place.as_str(), part.topic.as_str());
        let parts: Vec<String> = head.parts.iter().map(part).collect();
        lines.push(format!("- {} {}", days_said(&head.days, lang), parts.join(&t.records_list_comma())));
    }
    lines.push(format!("\n# {}\n", t.works_draft_found()));
    for (head, found) in heads.iter().zip(texts) {
        let problems = head.measures.iter().filter(|one| !one.problem.is_empty());
        lines.extend(problems.map(|one| format!("- {}", one.problem)));
        if !found.trim().is_empty() {
            lines.push(format!("\n{}\n", quoted(found)));
        }
    }
    lines.push(format!("\n# {}\n", t.works_draft_measures()));
    let measures = heads.iter().flat_map(|head| &head.measures).filter(|one| !one.text.is_empty());
    lines.extend(measures.map(|one| format!("- {}", one.text)));
    lines.join("\n").chars().take(notes::LONGEST).collect()
}

/// What was noted, as a quotation: the report itself is still to be written.
fn quoted(text: &str) -> String {
    // Pictures stand with the note of the stay.
    let text = markdown::without_pictures(text);
    text.trim().lines().map(|line| format!("> {line}")).collect::<Vec<_>>().join("\n")
}
