//! From what was found to a draft of a plan: the same in the words of the plan language, and what those cannot say as
//! a note.

mod phrases;

use std::collections::BTreeSet;

use xueji_plan::{Diagnostic, Severity};

use crate::action::ActionKind;
use crate::document::Document;
use crate::item::{Item, ItemKind, Missing, Modality, Quantity};
use crate::number::Comparator;
use crate::plan_file::plan_file;
use crate::proposal::{AmountKey, Decision, Origin, PartKind, PlanDraft, Proposal, TimingKey};
use crate::text::Text;
use phrases::{number, timing, unit};

/// What people do whose attendance is a rate.
pub(crate) const ATTENDED: &str = "参加集中学习";

/// The longest title of a part that is taken from its sentence.
const LONGEST_TITLE: usize = 28;

/// A draft of a plan of what was found.
pub fn propose(text: &Text, document: &Document, items: &[Item]) -> PlanDraft {
    let title = document.title.map(|title| text.given(title)).unwrap_or_default();
    let issuer = document.issuer.as_ref().map(|(name, _)| name.clone()).unwrap_or_default();
    let mut draft = PlanDraft {
        title: title.split_whitespace().collect(),
        code: String::new(),
        year: document.year.and_then(|year| i16::try_from(year).ok()),
        issuer,
        proposals: Vec::new(),
        answered: Vec::new(),
    };
    for item in items {
        let id = u32::try_from(draft.proposals.len() + 1).unwrap_or(u32::MAX);
        draft.proposals.push(proposal(text, item, &draft.issuer, id));
    }
    open_what_is_refused(text, &mut draft);
    draft
}

/// What the check of plan files finds wrong with a part by itself: the errors alone.
pub fn problems_of(text: &Text, draft: &PlanDraft, part: &Proposal) -> Vec<Diagnostic> {
    problems(text, draft.year.or(Some(2000)), vec![part.clone()])
}

fn problems(text: &Text, year: Option<i16>, proposals: Vec<Proposal>) -> Vec<Diagnostic> {
    let trial = PlanDraft { year, proposals, ..PlanDraft::default() };
    // Without the arrangement: its sentences are there by their places.
    let toml = plan_file(text, &trial, "draft", "");
    let parsed = xueji_plan::parse("draft.toml", &toml, |_| None);
    parsed.diagnostics.into_iter().filter(|found| found.severity == Severity::Error).collect()
}

/// Leaves open what the plan language refuses, as 1500本 a day, and keeps the words as a note.
fn open_what_is_refused(text: &Text, draft: &mut PlanDraft) {
    // First the amounts go, then the times: after that nothing is left to refuse.
    for without_time in [false, true] {
        let refused = refused(text, draft);
        for proposal in draft.proposals.iter_mut().filter(|proposal| refused.contains(&proposal.id)) {
            let amount = proposal.amount.take().map(|(_, phrase)| phrase);
            let said: Vec<String> =
                amount.into_iter().chain([proposal.note.clone()]).filter(|said| !said.is_empty()).collect();
            proposal.note = said.join("；");
            if without_time {
                proposal.timing = None;
            }
        }
    }
}

/// The numbers of the parts in which the check of plan files finds errors.
fn refused(text: &Text, draft: &PlanDraft) -> BTreeSet<u32> {
    let trial = PlanDraft { year: draft.year.or(Some(2000)), ..draft.clone() };
    let toml = plan_file(text, &trial, "draft", "");
    let parsed = xueji_plan::parse("draft.toml", &toml, |_| None);
    let errors = parsed.diagnostics.iter().filter(|found| found.severity == Severity::Error);
    errors.filter_map(|error| part_at(toml.get(..error.span.start)?)).collect()
}

/// The part of a plan file that the text before an error ends in: the number of the last code.
fn part_at(before: &str) -> Option<u32> {
    let (_, code) = before.rsplit_once("\nid = \"")?;
    let (code, _) = code.split_once('"')?;
    code.rsplit_once('-')?.1.parse().ok()
}

fn proposal(text: &Text, item: &Item, issuer: &str, id: u32) -> Proposal {
    let kind = match item.kind {
        ItemKind::Duty | ItemKind::Soft => PartKind::Duty,
        ItemKind::Campaign => PartKind::Campaign,
        ItemKind::Programme => PartKind::Program,
        ItemKind::Award => PartKind::Award,
    };
    let mut notes: Vec<String> = Vec::new();
    let who = who(item, issuer);
    let quantity = item.quantity.as_ref().map(|field| &field.value);
    let (mut timing, times) = timing(&item.period.value.code, &mut notes);
    let amount = match (item.kind, quantity) {
        (ItemKind::Duty | ItemKind::Soft, Some(quantity)) => amount(item, quantity, times, &who, &mut notes),
        // A delivery by a day is done once.
        (ItemKind::Duty, None) => Some((AmountKey::AtLeast, "1次".to_owned())),
        _ => None,
    };
    // Without a day of its own a campaign is open, and not a matter of the whole year.
    if kind != PartKind::Duty || (item.kind == ItemKind::Soft && quantity.is_none()) {
        timing = timing.filter(|(key, _)| *key != TimingKey::Over);
    }
    if let Some(anchor) = item.period.value.anchor {
        notes.push(format!("时间：{}", text.given(anchor)));
    }
    if let (Some(event), None) = (item.period.value.event, &timing) {
        notes.push(format!("随“{}”而定", text.given(event)));
    }
    if let Some(lead) = item.lead {
        notes.push(format!("牵头：{}", text.given(lead)));
    }
    if kind != PartKind::Duty
        && let Some(quantity) = quantity
    {
        notes.push(format!("{}{}", number(quantity.hundredths), quantity.unit));
    }
    Proposal {
        id,
        kind,
        title: title(text, item),
        who,
        does: does(item),
        amount,
        timing,
        evidence: evidence(text, item),
        modality: modality(item.modality),
        lead_open: item.missing.contains(&Missing::Lead),
        note: notes.join("；"),
        sources: vec![item.quote],
        decision: Decision::Pending,
        origin: Origin::Found,
        changed: false,
    }
}

/// The sentence itself where it is short, else what is done with how much.
fn title(text: &Text, item: &Item) -> String {
    let said: String = text.given(item.quote).split_whitespace().collect::<Vec<_>>().join(" ");
    let said = said.trim_start_matches(['，', ',', '、', '；', ';', '并']).to_owned();
    // 自学1本甲、1本乙: the second is titled with the verb that it shares.
    let shared =
        item.action.words.filter(|words| words.end <= item.quote.start && item.kind == ItemKind::Duty);
    let said = match shared {
        Some(_) if !said.contains(item.action.value.as_str()) => format!("{}{said}", item.action.value),
        _ => said,
    };
    if said.chars().count() <= LONGEST_TITLE {
        return said;
    }
    let object: String = item.object.value.split_whitespace().collect();
    let deed = if object.contains(item.action.value.as_str()) {
        object
    } else {
        format!("{}{object}", item.action.value)
    };
    let short: String = deed.chars().take(LONGEST_TITLE).collect();
    match item.quantity.as_ref().map(|field| &field.value) {
        Some(quantity) => format!("{short}{}{}", number(quantity.hundredths), quantity.unit),
        None => short,
    }
}

fn who(item: &Item, issuer: &str) -> String {
    let name = item.subject.value.trim();
    let name: String =
        name.chars().filter(|symbol| !symbol.is_whitespace() && !",，/".contains(*symbol)).collect();
    let name = name.replace('、', "和");
    let is_issuer = name.starts_with(['我', '本'])
        || name.is_empty()
        || name == issuer
        || (!item.each && issuer.contains(name.as_str()));
    if is_issuer {
        return "本单位".to_owned();
    }
    let is_people =
        crate::lexicon::tokens(&Text::new(&name), crate::text::Span::new(0, name.chars().count()))
            .last()
            .is_some_and(|token| token.word == crate::lexicon::Word::Person)
            || name.ends_with(['员', '者', '人', '师', '长', '的']);
    match name.as_str() {
        "党员" | "全体党员" => "每名党员".to_owned(),
        "人员" | "职工" | "干部职工" | "员工" | "教职工" | "工作人员" => "每人".to_owned(),
        "支部" | "党支部" | "各支部" | "基层党支部" => "每个党支部".to_owned(),
        "党组织" | "各级党组织" => "每个党组织".to_owned(),
        "党小组" => "每个党小组".to_owned(),
        "党总支" | "总支" => "每个党总支".to_owned(),
        _ if is_people => format!("每名{name}"),
        _ => format!("每个{name}"),
    }
}

/// The activity by which records of it are kept.
fn does(item: &Item) -> String {
    let object: String = item
        .object
        .value
        .chars()
        .filter(|symbol| symbol.is_alphanumeric() || matches!(symbol, '“' | '”'))
        .take(16)
        .collect();
    let common = match item.action_kind {
        ActionKind::StudyCollective => "集中学习",
        ActionKind::StudySelf => "自学",
        ActionKind::Read => "读书",
        ActionKind::Notes => "学习笔记",
        ActionKind::Research => "调研",
        ActionKind::AttendClass => "听课",
        ActionKind::AttendTraining | ActionKind::Credit => "参加培训",
        ActionKind::HoldTraining => "举办培训",
        ActionKind::Exam => "考试考核",
        ActionKind::Drill => "演练",
        ActionKind::Rate => ATTENDED,
        ActionKind::Mentor => "带教结对",
        _ => {
            return named_activity(&object)
                .unwrap_or_else(|| if object.is_empty() { item.action.value.clone() } else { object });
        }
    };
    common.to_owned()
}

/// The last word in an object that names something held or made: 学习交流, 党课.
fn named_activity(object: &str) -> Option<String> {
    use crate::lexicon::Word;
    let text = Text::new(object);
    let words = crate::lexicon::tokens(&text, text.span());
    let named = |word: Word| {
        matches!(
            word,
            Word::Thing(_)
                | Word::Event(_)
                | Word::Training
                | Word::Paper(_)
                | Word::Gathering
                | Word::Act(_)
        )
    };
    let found: Vec<String> =
        words.iter().filter(|token| named(token.word)).map(|token| text.given(token.span)).collect();
    let last = found.iter().rfind(|word| word.chars().count() >= 2 && *word != "活动")?;
    Some(last.clone())
}

/// An amount in the plan language. `times` is how often a year it recurs where no rhythm of the language says so.
fn amount(
    item: &Item,
    quantity: &Quantity,
    times: Option<i64>,
    who: &str,
    notes: &mut Vec<String>,
) -> Option<(AmountKey, String)> {
    if quantity.unit == "%" {
        return rate(item, quantity, who, notes);
    }
    if item.action_kind == ActionKind::Rate || matches!(quantity.unit.as_str(), "年" | "月" | "周") {
        notes.push(format!("{}{}", number(quantity.hundredths), quantity.unit));
        return None;
    }
    let (unit, grains) = unit(&quantity.unit);
    if unit != quantity.unit && !matches!(quantity.unit.as_str(), "课时" | "册" | "部" | "份" | "分") {
        notes.push(format!("原文单位：{}", quantity.unit));
    }
    if let Some((hundredths, unit)) = &quantity.or {
        notes.push(format!("或{}{unit}", number(*hundredths)));
    }
    let hundredths = quantity.hundredths * times.unwrap_or(1);
    if (hundredths * grains) % 100 != 0 || hundredths <= 0 {
        return None;
    }
    let phrase = |hundredths: i64| format!("{}{unit}", number(hundredths));
    let upper = quantity
        .up_to
        .map(|upper| upper * times.unwrap_or(1))
        .filter(|upper| *upper > hundredths && (upper * grains) % 100 == 0);
    Some(match (quantity.comparator, upper) {
        (Comparator::Between | Comparator::AtLeast, Some(upper)) => {
            (AmountKey::Between, format!("{}至{}", phrase(hundredths), phrase(upper)))
        }
        (Comparator::AtLeast | Comparator::MoreThan, _) => (AmountKey::AtLeast, phrase(hundredths)),
        (Comparator::AtMost | Comparator::LessThan, _) => (AmountKey::AtMost, phrase(hundredths)),
        _ => (AmountKey::Exactly, phrase(hundredths)),
    })
}

/// A rate is kept where it is one of attendance; of others the plan language has none.
fn rate(item: &Item, quantity: &Quantity, who: &str, notes: &mut Vec<String>) -> Option<(AmountKey, String)> {
    const ATTENDANCE: &[&str] = &["参加率", "参学率", "出勤率", "参训率", "到课率", "到会率", "参与率"];
    let said = format!("{}{}", item.action.value, item.object.value);
    let attends =
        ATTENDANCE.iter().any(|word| said.contains(word)) && (who.starts_with("每名") || who == "每人");
    let percent = quantity.hundredths / 100;
    if attends
        && quantity.hundredths % 100 == 0
        && (1..=100).contains(&percent)
        && quantity.comparator != Comparator::AtMost
    {
        return Some((AmountKey::RateAtLeast, format!("{percent}%")));
    }
    notes.push(format!("比率：{}%", number(quantity.hundredths)));
    None
}

fn evidence(text: &Text, item: &Item) -> Vec<String> {
    if item.kind != ItemKind::Duty {
        return Vec::new();
    }
    let mut found: Vec<String> = item
        .evidence
        .iter()
        .map(|words| {
            let said = text.given(*words);
            let word = match () {
                () if said.contains("笔记") => "笔记",
                () if said.contains("会议记录") || said.ends_with("记录") => "会议记录",
                () => "附件",
            };
            word.to_owned()
        })
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

fn modality(modality: Modality) -> Option<String> {
    let word = match modality {
        Modality::Must => return None,
        Modality::Default => "原则上",
        Modality::Aim => "力争",
        Modality::Encouraged => "鼓励",
    };
    Some(word.to_owned())
}
