//! Looking for words in one's own notes.
//!
//! Nobody searches what others wrote, so what is searched is one person's: every text is looked through, exactly, for
//! words of any length, and no index is kept in step.

use xueji_store::{Tx, Where};

use crate::notes::tags::tags_by_note;
use crate::notes::{Filter, Note, store};
use crate::people::Sought;
use crate::shell::{Id, Result};

/// The most words that are looked for together.
const MOST_WORDS: usize = 8;
/// Signs shown before and after what was found.
const AROUND: usize = 24;

/// A note with what was looked for.
#[derive(Clone, Debug)]
pub(crate) struct Hit {
    pub(crate) note: Note,
    pub(crate) title: String,
    /// The text around the first word, as what comes before, the word, and what comes after; empty where only the
    /// title has it.
    pub(crate) around: Option<[String; 3]>,
}

/// Those of the person's notes that have every word in their title, text or tags, the latest first, at most `most`, from
/// `from` on.
///
/// Titles are also found by pinyin initials.
pub(crate) fn search(
    tx: &mut Tx,
    person_id: &Id,
    text: &str,
    filter: &Filter,
    from: usize,
    most: usize,
) -> Result<Vec<Hit>> {
    let words: Vec<String> = text.split_whitespace().take(MOST_WORDS).map(word).collect();
    if words.is_empty() {
        return Ok(Vec::new());
    }
    let whole = Sought::new(text);
    let tags = tags_by_note(tx, person_id)?;
    let conditions = filter.narrow(Where::new().and("note.person_id = ?", person_id));
    let (mut hits, mut passed) = (Vec::new(), 0);
    let sql = format!(
        "select {}, note_version.title, note_version.text from note
         join note_version on note_version.note_id = note.id and note_version.number = note.current
         {} order by note.happened_on desc, note.id desc",
        store::COLUMNS,
        conditions.sql()
    );
    tx.each(&sql, conditions.params(), |row| {
        if hits.len() == most {
            return Ok(());
        }
        let (title, body) = (row.str(store::WIDTH)?, row.str(store::WIDTH + 1)?);
        let (low_title, low_body) = (title.to_lowercase(), body.to_lowercase());
        let tags = tags.get(row.str(0)?).map_or("", String::as_str);
        let holds = |word: &String| [&*low_title, &*low_body, tags].iter().any(|text| text.contains(&**word));
        let in_text = words.iter().all(holds);
        if in_text || whole.is_in(title) {
            if passed < from {
                passed += 1;
            } else {
                let around = words.iter().find_map(|word| around(body, &low_body, word));
                hits.push(Hit { note: store::read(row)?, title: title.to_owned(), around });
            }
        }
        Ok(())
    })?;
    Ok(hits)
}

/// A word as it is looked for: a tag may be typed as it is shown.
fn word(typed: &str) -> String {
    typed.trim_start_matches('#').to_lowercase()
}

/// The word with the signs around it.
fn around(body: &str, low: &str, word: &str) -> Option<[String; 3]> {
    let before = low.find(word).and_then(|at| low.get(..at))?.chars().count();
    let length = word.chars().count();
    let signs = |from: usize, most: usize| -> String {
        body.chars().skip(from).take(most).map(|sign| if sign.is_whitespace() { ' ' } else { sign }).collect()
    };
    let from = before.saturating_sub(AROUND);
    Some([signs(from, before - from), signs(before, length), signs(before + length, 2 * AROUND)])
}
