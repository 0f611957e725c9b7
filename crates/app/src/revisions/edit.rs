//! Writing in a revision: part by part, or the whole text.

use jiff::civil::Date;
use xueji_plan::edit::{PartAt, PlanFile};

use crate::people::initials;
use crate::revisions::{Revision, decide, store};
use crate::shell::lang::Messages;
use crate::shell::secret::digest;
use crate::shell::{Actor, Deed, Error, Fields, Id, Mistakes, Note, OrNotFound, Result, Work};

/// The longest plan file, in bytes.
pub(super) const LONGEST: usize = 512 << 10;
/// The most parts that a file may have.
const MOST_PARTS: usize = 2_000;

/// A part by its address, or a new one of a kind: `duty.3`, `duty.new`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Which {
    There(PartAt),
    New(PartAt),
}

impl Which {
    pub(super) fn from_text(text: &str) -> Option<Self> {
        match text.split_once('.')? {
            (table, "new") => PartAt::new(table, 0).map(Self::New),
            _ => PartAt::from_text(text).map(Self::There),
        }
    }

    pub(super) fn table(self) -> &'static str {
        match self {
            Self::There(at) | Self::New(at) => at.table,
        }
    }
}

/// What came of a form.
#[derive(Debug)]
pub(super) enum Saved {
    /// It is written; the part stands here now.
    Done(PartAt),
    /// It is taken out.
    Gone,
    /// Somebody else changed the part since the form was made; nothing is written.
    Meanwhile(Box<Revision>),
}

/// The file of a revision.
pub(super) fn file(revision: &Revision) -> Result<PlanFile> {
    PlanFile::read(&revision.toml)
        .ok_or_else(|| Error::Internal(anyhow::anyhow!("revision {} is stored and is no TOML", revision.id)))
}

/// By which a form tells whether its part was changed in the meantime.
pub(super) fn mark(file: &PlanFile, at: PartAt) -> String {
    digest(&file.part_text(at).unwrap_or_default())
}

/// What a form says of the field of a path.
pub(super) fn said(fields: &Fields) -> impl Fn(&str) -> Vec<String> + '_ {
    |path| {
        let name = format!("f.{path}");
        fields.iter().filter(|(key, _)| **key == name).map(|(_, value)| value.replace('\r', "")).collect()
    }
}

/// Writes what a form says into its part, or takes the part out.
pub(super) fn save(
    work: &mut Work<'_>,
    actor: &Actor,
    id: &Id,
    which: Which,
    fields: &Fields,
) -> Result<Saved> {
    let revision = decide::opened(work, actor, id)?;
    let mut file = file(&revision)?;
    let saved = match which {
        Which::New(at) => {
            if file.parts().len() >= MOST_PARTS {
                return Err(Error::Conflict(Messages::revisions_too_many_parts));
            }
            let code = said(fields)("id");
            let code = if code.iter().all(|code| code.trim().is_empty()) {
                coined(&file, at.table, fields)
            } else {
                code
            };
            let said = said(fields);
            let said = |path: &str| if path == "id" { code.clone() } else { said(path) };
            Saved::Done(file.add(at.table, &said).or_not_found()?)
        }
        Which::There(at) => {
            file.fields(at).or_not_found()?;
            if mark(&file, at) != fields.get("was") {
                return Ok(Saved::Meanwhile(Box::new(revision)));
            }
            if fields.get("do") == "remove" {
                file.remove(at);
                Saved::Gone
            } else {
                file.set(at, &said(fields));
                Saved::Done(at)
            }
        }
    };
    write(work, actor, &revision, (&file.text(), file.title()), revision.arrangement.as_deref())?;
    work.note(Note::of(Deed::RevisionChanged, id).to(&revision.organization_id).saying(which.table()));
    Ok(saved)
}

/// A code for a part whose author gave none: the pinyin initials of its title, made unique.
fn coined(file: &PlanFile, table: &str, fields: &Fields) -> Vec<String> {
    let title = said(fields)("title").concat();
    let plain: String = initials(&title).chars().filter(char::is_ascii_alphanumeric).take(30).collect();
    if plain.is_empty() || table == "plan" || table == "term" || table == "calendar" || table == "level" {
        return Vec::new();
    }
    let parts = file.parts();
    let taken = |code: &str| parts.iter().any(|part| part.at.table == table && part.code == code);
    let code = std::iter::once(plain.clone())
        .chain((2..=MOST_PARTS).map(|number| format!("{plain}-{number}")))
        .find(|code| !taken(code));
    code.into_iter().collect()
}

/// Copies a duty of the plan above into a branch's own, to be raised or to have its numbers set.
///
/// In a plan's year it binds from `today` on, unless somebody says otherwise: nobody is late with what was not asked yet.
pub(super) fn take_up(
    work: &mut Work<'_>,
    actor: &Actor,
    id: &Id,
    code: &str,
    today: Date,
) -> Result<PartAt> {
    let revision = decide::opened(work, actor, id)?;
    let above_id = revision.above_id.clone().or_not_found()?;
    let above = crate::plans::plan(work, &above_id)?.or_not_found()?;
    let (toml, _) = crate::plans::text_of(work, &above_id, above.number)?;
    let theirs = PlanFile::read(&toml).or_not_found()?;
    let mut own = file(&revision)?;
    let is = |part: &xueji_plan::edit::Part| part.at.table == "duty" && part.code == code;
    if let Some(there) = own.parts().into_iter().find(is) {
        return Ok(there.at);
    }
    let part = theirs.parts().into_iter().find(is).or_not_found()?;
    let mut values = theirs.values(part.at).or_not_found()?;
    // What belongs to the plan above stays there: its campaigns, its own notes, its arrangement's sentences.
    for path in ["belongs_to", "part_of", "note", "source", "open", "from"] {
        values.remove(path);
    }
    take_over_local(&mut values);
    if above.plan().span.first() < today {
        values.insert("from".to_owned(), vec![today.to_string()]);
    }
    let at = own.add("duty", &|path| values.get(path).cloned().unwrap_or_default()).or_not_found()?;
    write(work, actor, &revision, (&own.text(), own.title()), revision.arrangement.as_deref())?;
    work.note(Note::of(Deed::RevisionChanged, id).to(&revision.organization_id).saying(code));
    Ok(at)
}

/// What the plan above set where the arrangement is open is where the branch begins.
fn take_over_local(values: &mut xueji_plan::edit::Values) {
    for field in ["amount.key", "amount.value", "timing.key", "timing.value"] {
        let local = values.remove(&format!("local.{field}")).unwrap_or_default();
        let empty = values.get(field).is_none_or(|said| said.iter().all(String::is_empty));
        if empty && local.iter().any(|said| !said.is_empty()) {
            let local = local.into_iter().map(|said| if said == "due" { "by".to_owned() } else { said });
            values.insert(field.to_owned(), local.collect());
        }
    }
    values.retain(|path, _| !path.starts_with("local."));
}

/// Puts a whole text in place of the file, where it is TOML at all; what it means is checked when it is shown.
pub(super) fn replace(
    work: &mut Work<'_>,
    actor: &Actor,
    id: &Id,
    (toml, was): (&str, &str),
    arrangement: Option<&str>,
) -> Result<()> {
    let revision = decide::opened(work, actor, id)?;
    if digest(&revision.toml) != was {
        return Err(Mistakes::one("toml", Messages::revisions_changed_meanwhile));
    }
    let file = PlanFile::read(toml).ok_or_else(|| Mistakes::one("toml", Messages::revisions_not_toml))?;
    write(work, actor, &revision, (toml, file.title()), arrangement)?;
    work.note(Note::of(Deed::RevisionChanged, id).to(&revision.organization_id).saying("*"));
    Ok(())
}

fn write(
    work: &mut Work<'_>,
    actor: &Actor,
    revision: &Revision,
    (toml, title): (&str, &str),
    arrangement: Option<&str>,
) -> Result<()> {
    if toml.len() > LONGEST {
        return Err(Mistakes::one("toml", Messages::revisions_too_long));
    }
    let at = work.at();
    store::set_text(work, &revision.id, (toml, title), arrangement, actor.account_id.as_str(), at)
}
