//! What a reviewer does with a part: decide, change, merge, split, mark; each is written down.

use xueji_draft::{
    AmountKey, Decision, Document, Origin, PartKind, PlanDraft, Proposal, Span, Text, TimingKey, extract,
    problems_of, propose,
};
use xueji_plan::Diagnostic;

use crate::drafts::store::{self, Stored};
use crate::shell::lang::Messages;
use crate::shell::{Actor, Error, Fields, Id, Mistakes, Place, Result, Right, Work};

/// The longest text of a field of a part.
const LONGEST: usize = 200;
/// The most parts that a draft may have: beyond it lies another document.
pub(super) const MOST_PARTS: usize = 2_000;

/// A draft that this account may work on, and that is still one.
pub(super) fn opened(work: &mut Work<'_>, id: &Id, actor: &Actor) -> Result<Stored> {
    work.serialize_on(&[id.as_str()])?;
    let stored = store::draft(work, id)?;
    allowed(&stored, actor)?;
    if stored.plan_id.is_some() {
        return Err(Error::Conflict(Messages::drafts_is_published));
    }
    Ok(stored)
}

pub(super) fn allowed(stored: &Stored, actor: &Actor) -> Result<()> {
    let may = actor.may(Right::KeepPlans, Place::Organization { path: &stored.organization_path });
    if may { Ok(()) } else { Err(Error::NotFound) }
}

/// What was done with a part, and which part to show next.
#[derive(Debug)]
pub(super) struct Done {
    pub(super) what: &'static str,
    pub(super) show: u32,
    /// Whether more than this one part changed.
    pub(super) many: bool,
    /// Whether the part is to be filled in next.
    pub(super) edit: bool,
}

/// Does what the pressed button of a part says.
pub(super) fn act(text: &Text, draft: &mut PlanDraft, part: u32, fields: &Fields) -> Result<Done> {
    let done = |what, show, many, edit| Ok(Done { what, show, many, edit });
    let found = |happened: bool| if happened { Ok(()) } else { Err(Error::NotFound) };
    match fields.get("do") {
        "accept" => {
            found(draft.decide(part, Decision::Accepted)).and_then(|()| done("accept", part, false, false))
        }
        "reject" => {
            found(draft.decide(part, Decision::Rejected)).and_then(|()| done("reject", part, false, false))
        }
        "reopen" => {
            found(draft.decide(part, Decision::Pending)).and_then(|()| done("reopen", part, false, false))
        }
        "split" => {
            let second = draft.split(part).ok_or(Error::NotFound)?;
            done("split", second, true, true)
        }
        "merge" => {
            let before = before(draft, part).ok_or(Error::Conflict(Messages::drafts_nothing_before))?;
            found(draft.merge(before, part)).and_then(|()| done("merge", before, true, false))
        }
        "change" => {
            let wanted = changed(text, draft, part, fields)?;
            found(draft.change(part, wanted)).and_then(|()| done("change", part, false, false))
        }
        _ => Err(Error::NotFound),
    }
}

/// The part above one in the list, that it may be merged into.
fn before(draft: &PlanDraft, part: u32) -> Option<u32> {
    let at = draft.proposals.iter().position(|proposal| proposal.id == part)?;
    draft.proposals.get(at.checked_sub(1)?).map(|proposal| proposal.id)
}

/// The part as the form says it, where the check of plan files finds nothing wrong with it.
fn changed(text: &Text, draft: &PlanDraft, part: u32, fields: &Fields) -> Result<Proposal> {
    let old = draft.find(part).ok_or(Error::NotFound)?;
    let mut mistakes = Mistakes::default();
    let wanted = typed(old, fields, &mut mistakes);
    mistakes.check()?;
    let problems = problems_of(text, draft, &wanted);
    let mut mistakes = Mistakes::default();
    for problem in &problems {
        mistakes.say(field_of(problem, &wanted), problem.message.clone(), problem.hint.clone());
    }
    mistakes.check()?;
    Ok(wanted)
}

/// The field of the form that a problem of the plan file is about: that whose value it quotes.
fn field_of(problem: &Diagnostic, wanted: &Proposal) -> &'static str {
    let said = &problem.message.zh;
    let about = |phrase: Option<&String>| phrase.is_some_and(|phrase| said.contains(phrase.as_str()));
    match () {
        () if about(wanted.timing.as_ref().map(|(_, phrase)| phrase)) => "when",
        () if about(wanted.amount.as_ref().map(|(_, phrase)| phrase)) => "amount",
        () if said.contains(wanted.who.trim_start_matches("每名").trim_start_matches("每个")) => "who",
        () if ["日期", "时段", "周期"].iter().any(|word| said.contains(word)) => "when",
        () => "amount",
    }
}

/// What was typed, over what the part said before.
pub(super) fn typed(old: &Proposal, fields: &Fields, mistakes: &mut Mistakes) -> Proposal {
    let kind = match fields.get("kind") {
        "campaign" => PartKind::Campaign,
        "program" => PartKind::Program,
        "award" => PartKind::Award,
        _ => PartKind::Duty,
    };
    let amount = AmountKey::ALL.into_iter().find(|key| key.key() == fields.get("amount_key"));
    let timing = TimingKey::ALL.into_iter().find(|key| key.key() == fields.get("when_key"));
    let phrase = |name: &'static str, mistakes: &mut Mistakes| fields.text(name, LONGEST, mistakes);
    let amount = amount.and_then(|key| phrase("amount", mistakes).map(|said| (key, said)));
    let when = match timing {
        Some(TimingKey::Over) => Some((TimingKey::Over, "全年".to_owned())),
        Some(key) => phrase("when", mistakes).map(|said| (key, said)),
        None => None,
    };
    Proposal {
        kind,
        title: fields.required("title", LONGEST, mistakes),
        who: if kind == PartKind::Duty { fields.required("who", LONGEST, mistakes) } else { old.who.clone() },
        does: if kind == PartKind::Duty {
            fields.required("does", LONGEST, mistakes)
        } else {
            old.does.clone()
        },
        amount: if kind == PartKind::Duty { amount } else { None },
        timing: when,
        evidence: fields
            .all("evidence")
            .filter(|word| ["笔记", "文稿", "会议记录", "附件"].contains(word))
            .map(str::to_owned)
            .collect(),
        modality: fields
            .text("modality", LONGEST, mistakes)
            .filter(|word| ["原则上", "力争", "鼓励"].contains(&word.as_str())),
        lead_open: kind == PartKind::Campaign && fields.get("lead").is_empty() && old.lead_open,
        note: note(fields, mistakes),
        ..old.clone()
    }
}

fn note(fields: &Fields, mistakes: &mut Mistakes) -> String {
    let lead = fields.text("lead", LONGEST, mistakes).map(|lead| format!("牵头：{lead}"));
    let note = fields.text("note", LONGEST, mistakes);
    [note, lead].into_iter().flatten().collect::<Vec<_>>().join("；")
}

/// A part for a stretch that a person marked: read like the rest of the text where it asks for something, else empty.
pub(super) fn marked(text: &Text, draft: &mut PlanDraft, fields: &Fields) -> Result<u32> {
    let span = stretch(text, fields)?;
    if draft.proposals.len() >= MOST_PARTS {
        return Err(Mistakes::one("quote", Messages::drafts_too_many_parts));
    }
    let said = Text::new(&text.given(span));
    let document = Document::of(text).of_a_part();
    let read = propose(&said, &document, &extract(&said, &document));
    let proposal = read.proposals.into_iter().next().unwrap_or_else(|| Proposal {
        id: 0,
        kind: PartKind::Duty,
        title: said.given(said.span()).chars().take(28).collect(),
        who: "每名党员".to_owned(),
        does: "学习".to_owned(),
        amount: None,
        timing: None,
        evidence: Vec::new(),
        modality: None,
        lead_open: false,
        note: String::new(),
        sources: Vec::new(),
        decision: Decision::Pending,
        origin: Origin::Marked,
        changed: false,
    });
    Ok(draft.mark(Proposal { sources: vec![span], ..proposal }))
}

/// The longest stretch that one part may rest on.
const LONGEST_STRETCH: usize = 400;

/// The stretch that was marked: by its place, or by its words.
fn stretch(text: &Text, fields: &Fields) -> Result<Span> {
    let place = |name| fields.get(name).parse::<usize>().ok();
    let span = match (place("start"), place("end")) {
        (Some(start), Some(end)) if start < end && end <= text.span().end => Some(Span::new(start, end)),
        _ => text.find(fields.get("quote")),
    };
    let span = span.map(|span| text.trimmed(span)).filter(|span| !span.is_empty());
    match span {
        Some(span) if span.len() <= LONGEST_STRETCH => Ok(span),
        Some(_) => Err(Mistakes::one("quote", Messages::drafts_stretch_too_long)),
        None => Err(Mistakes::one("quote", Messages::drafts_quote_not_found)),
    }
}
