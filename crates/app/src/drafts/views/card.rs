//! One part of a draft: as it stands, or as a form.

use askama::Template;
use xueji_draft::{AmountKey, Decision, Origin, PartKind, Proposal, Span, Text, TimingKey};

use super::{Counts, kind_word};
use crate::drafts::review;
use crate::drafts::store::Stored;
use crate::shell::lang::Messages;
use crate::shell::{Context, Error, Fields, Mistakes, Result};

/// A part alone, with the tally that its decision moved: what is swapped into the page.
#[derive(Template)]
#[template(path = "drafts/card.html")]
pub(in crate::drafts) struct Card {
    t: &'static Messages,
    csrf: String,
    id: String,
    part: Part,
    counts: Option<Counts>,
}

/// What the template shows of a part.
pub(super) struct Part {
    pub(super) number: u32,
    pub(super) kind: String,
    pub(super) kind_code: &'static str,
    pub(super) decision: &'static str,
    pub(super) title: String,
    pub(super) who: String,
    pub(super) does: String,
    pub(super) owed: String,
    pub(super) evidence: String,
    pub(super) modality: String,
    pub(super) note: String,
    pub(super) open: String,
    pub(super) origin: String,
    pub(super) is_first: bool,
    pub(super) sources: Vec<String>,
    /// Where each source stands in the text on the page.
    pub(super) anchors: Vec<String>,
    pub(super) can_decide: bool,
    pub(super) joins: String,
    pub(super) form: Option<Form>,
}

/// The part as a form.
pub(super) struct Form {
    pub(super) title: String,
    pub(super) who: String,
    pub(super) does: String,
    pub(super) amount_key: &'static str,
    pub(super) amount: String,
    pub(super) when_key: &'static str,
    pub(super) when: String,
    pub(super) evidence: Vec<(&'static str, bool)>,
    pub(super) modality: String,
    pub(super) note: String,
    pub(super) wrong_title: String,
    pub(super) wrong_who: String,
    pub(super) wrong_does: String,
    pub(super) wrong_amount: String,
    pub(super) wrong_when: String,
    pub(super) whos: Vec<String>,
}

impl Card {
    /// As it stands after a decision.
    pub(in crate::drafts) fn decided(context: &Context, stored: &Stored, part: u32) -> Result<Self> {
        let mut card = Self::of(context, stored, part, false, &Fields::default(), &Mistakes::default())?;
        card.counts = Some(Counts::of(&stored.draft));
        Ok(card)
    }

    /// As a form, with what was typed and what is wrong with it.
    pub(in crate::drafts) fn editing(
        context: &Context,
        stored: &Stored,
        part: u32,
        typed: &Fields,
        mistakes: &Mistakes,
    ) -> Result<Self> {
        Self::of(context, stored, part, true, typed, mistakes)
    }

    fn of(
        context: &Context,
        stored: &Stored,
        part: u32,
        edit: bool,
        typed: &Fields,
        mistakes: &Mistakes,
    ) -> Result<Self> {
        let proposal = stored.draft.find(part).ok_or(Error::NotFound)?;
        Ok(Self {
            t: context.t(),
            csrf: context.csrf().to_owned(),
            id: stored.id.to_string(),
            part: Part::new(
                context,
                stored,
                &Text::new(&stored.arrangement),
                proposal,
                edit,
                typed,
                mistakes,
            ),
            counts: None,
        })
    }
}

impl Part {
    pub(super) fn new(
        context: &Context,
        stored: &Stored,
        text: &Text,
        part: &Proposal,
        edit: bool,
        typed: &Fields,
        mistakes: &Mistakes,
    ) -> Self {
        let t = context.t();
        let owed = [
            part.amount.as_ref().map(|(key, phrase)| amount_said(*key, phrase, t)),
            part.timing.as_ref().map(|(key, phrase)| timing_said(*key, phrase, t)),
        ];
        let owed: Vec<String> = owed.into_iter().flatten().collect();
        let first = stored.draft.proposals.first().map(|first| first.id);
        Self {
            number: part.id,
            kind: kind_word(part.kind, t),
            kind_code: code(part.kind),
            decision: match part.decision {
                Decision::Pending => "pending",
                Decision::Accepted => "accepted",
                Decision::Rejected => "rejected",
            },
            title: part.title.clone(),
            who: if part.kind == PartKind::Duty { part.who.clone() } else { String::new() },
            does: if part.kind == PartKind::Duty { part.does.clone() } else { String::new() },
            owed: owed.join(" · "),
            evidence: part.evidence.join("、"),
            modality: part.modality.clone().unwrap_or_default(),
            note: part.note.clone(),
            open: open(part, t),
            origin: match part.origin {
                Origin::Found => String::new(),
                Origin::Marked => t.drafts_marked(),
                Origin::Merged => t.drafts_merged(),
                Origin::Split => t.drafts_split_from(),
            },
            is_first: first == Some(part.id),
            sources: part.sources.iter().map(|span| shortened(text, *span)).collect(),
            anchors: part.sources.iter().map(|span| format!("t{}", span.start)).collect(),
            can_decide: stored.plan_id.is_none(),
            joins: format!("part-{}", part.id),
            form: edit.then(|| Form::new(context, stored, part, typed, mistakes)),
        }
    }
}

impl Form {
    fn new(context: &Context, stored: &Stored, part: &Proposal, typed: &Fields, mistakes: &Mistakes) -> Self {
        let t = context.t();
        // After a mistake the form shows what was typed, not what is stored.
        let part = if typed.get("title").is_empty() {
            part.clone()
        } else {
            review::typed(part, typed, &mut Mistakes::default())
        };
        let mut whos: Vec<String> = ["每名党员", "每人", "每个党支部", "本单位"].map(str::to_owned).to_vec();
        for other in stored.draft.proposals.iter().filter(|other| other.kind == PartKind::Duty) {
            if !whos.contains(&other.who) {
                whos.push(other.who.clone());
            }
        }
        Self {
            title: part.title.clone(),
            who: part.who.clone(),
            does: part.does.clone(),
            amount_key: part.amount.as_ref().map_or("", |(key, _)| key.key()),
            amount: part.amount.as_ref().map(|(_, phrase)| phrase.clone()).unwrap_or_default(),
            when_key: part.timing.as_ref().map_or("", |(key, _)| key.key()),
            when: part
                .timing
                .as_ref()
                .filter(|(key, _)| *key != TimingKey::Over)
                .map(|(_, phrase)| phrase.clone())
                .unwrap_or_default(),
            evidence: ["笔记", "文稿", "会议记录", "附件"]
                .map(|word| (word, part.evidence.iter().any(|own| own == word)))
                .to_vec(),
            modality: part.modality.clone().unwrap_or_default(),
            note: part.note.clone(),
            wrong_title: mistakes.at("title", t),
            wrong_who: mistakes.at("who", t),
            wrong_does: mistakes.at("does", t),
            wrong_amount: mistakes.at("amount", t),
            wrong_when: mistakes.at("when", t),
            whos,
        }
    }
}

fn code(kind: PartKind) -> &'static str {
    match kind {
        PartKind::Duty => "duty",
        PartKind::Campaign => "campaign",
        PartKind::Program => "program",
        PartKind::Award => "award",
    }
}

fn amount_said(key: AmountKey, phrase: &str, t: &Messages) -> String {
    match key {
        AmountKey::AtLeast => t.drafts_at_least(phrase),
        AmountKey::Exactly | AmountKey::Between => phrase.to_owned(),
        AmountKey::AtMost => t.drafts_at_most(phrase),
        AmountKey::RateAtLeast => t.drafts_rate(phrase),
    }
}

fn timing_said(key: TimingKey, phrase: &str, t: &Messages) -> String {
    match key {
        TimingKey::Every => t.drafts_every(phrase),
        TimingKey::Within => phrase.to_owned(),
        TimingKey::By => t.drafts_by(phrase),
        TimingKey::Over => t.drafts_over(),
    }
}

/// What is missing before it can be tracked.
fn open(part: &Proposal, t: &Messages) -> String {
    let mut said = Vec::new();
    if part.kind == PartKind::Duty && part.amount.is_none() {
        said.push(t.plans_open_amount());
    }
    if part.timing.is_none() && part.kind != PartKind::Program {
        said.push(t.plans_open_period());
    }
    if part.lead_open && part.kind == PartKind::Campaign {
        said.push(t.plans_open_lead());
    }
    said.join("、")
}

const LONGEST_SOURCE: usize = 90;

fn shortened(text: &Text, span: Span) -> String {
    let said = text.given(Span::new(span.start, span.end.min(span.start + LONGEST_SOURCE)));
    if span.len() > LONGEST_SOURCE { format!("{said}…") } else { said }
}
