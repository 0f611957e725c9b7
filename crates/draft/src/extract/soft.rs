//! Obligations that a record could prove, without number or time.

use super::carry::{Carry, Place, evidence_of, item};
use crate::action::ActionKind;
use crate::deed::{Deed, deed};
use crate::document::Document;
use crate::item::{Field, Item, ItemKind, Missing, Modality};
use crate::lexicon::{Token, Word};
use crate::period::Kind;
use crate::reading::Reading;
use crate::text::Span;

/// How a clause begins that says why or how.
const WHY_AND_HOW: &[&str] = &[
    "要让",
    "通过",
    "为",
    "以",
    "使",
    "着眼",
    "立足",
    "坚持以",
    "坚持把",
    "坚持用",
    "按照",
    "根据",
    "切实",
    "深刻",
    "充分",
    "自觉",
    "努力",
    "不断",
    "增强",
    "提高",
    "提升",
    "促进",
    "推动",
    "营造",
    "形成",
    "确保",
    "做到",
    "强化",
    "树立",
    "弘扬",
    "发挥",
    "紧扣",
    "聚焦",
    "牢固",
    "推进学",
    "把学",
    "将学",
    "让",
    "全面提",
    "大力",
];

/// What a topic of study ends in or holds.
const TOPICS: &[&str] = &[
    "精神", "事迹", "知识", "讲话", "理论", "著作", "条例", "党章", "典型", "文件", "准则", "法律", "法规",
    "纲要", "决定", "人物", "规定", "读本", "历史", "思想", "制度", "政策",
];

pub(super) fn soft(
    reading: &Reading<'_>,
    place: &Place,
    document: &Document,
    carry: &Carry,
    items: &mut Vec<Item>,
) -> bool {
    let encouraged = reading.modality == Modality::Encouraged;
    // 并开展交流: goes along with what was asked before.
    if carry.asked(items) && reading.begins_with(&["并"]) {
        return false;
    }
    let Some(deed) = checkable(reading, place, carry) else { return false };
    if reading.said().contains("经费") && !encouraged {
        return false;
    }
    let is_vague = reading.times.iter().any(|said| said.kind == Kind::Vague);
    let says_how = reading.begins_with(WHY_AND_HOW)
        || ["相结合", "等形式", "的方式", "的形式"].iter().any(|word| reading.said().ends_with(word));
    if !encouraged && (place.is_of_aims || (says_how && !is_vague && !is_drawn(reading))) {
        return false;
    }
    let mut found = item(reading, ItemKind::Soft, deed, place, document, carry);
    if let Some(said) = reading.times.iter().find(|said| matches!(said.kind, Kind::Vague | Kind::Occasion)) {
        found.period = Field::said(
            crate::item::Period { code: said.code.clone(), anchor: None, event: said.event },
            said.words,
        );
    }
    found.evidence = evidence_of(reading)
        .filter(|_| !matches!(found.action_kind, ActionKind::Notes | ActionKind::Record))
        .unwrap_or_default();
    found.missing.push(if matches!(found.action_kind, ActionKind::Plan | ActionKind::Record) {
        Missing::Date
    } else {
        Missing::Quantity
    });
    if !matches!(found.action_kind, ActionKind::Plan) {
        found.missing.push(Missing::Period);
    }
    items.push(found);
    true
}

/// What a clause asks that could be checked, if anything.
fn checkable(reading: &Reading<'_>, place: &Place, carry: &Carry) -> Option<Deed> {
    let vague =
        reading.times.iter().any(|said| said.kind == Kind::Vague) && reading.says(|word| word == Word::Hold);
    let who = carry.subject_for(reading, ActionKind::StudySelf, place, &Document::default()).2;
    let said: Vec<&Token> = reading.tokens.iter().filter(|token| !token.quoted).collect();
    if (super::named::says_why(reading) || said.iter().any(|token| token.word == Word::May))
        && reading.modality != Modality::Encouraged
    {
        return None;
    }
    if is_drawn(reading) {
        return deed(reading, reading.span, None, who);
    }
    let act = said.iter().position(|token| matches!(token.word, Word::Act(_)));
    if let Some(act) = act.and_then(|at| said.get(at)) {
        // 文书与调研: a title of few characters; 排名末位的法官: only whom the next clause speaks of.
        let is_title =
            reading.subject.is_none() && act.span.end == reading.span.end && reading.span.len() <= 6;
        let of_money = reading.said().contains("经费") || reading.said().contains('元');
        if is_title || of_money || describes_its_end(reading, act.span) {
            return None;
        }
        if act.word == Word::Act(ActionKind::Provide) || reading.said().contains("为主") {
            return None;
        }
        return (has_object(reading, act.span) || reading.subject.is_some())
            .then(|| deed(reading, reading.span, None, who))
            .flatten();
    }
    let verb = |token: &&&Token| matches!(token.word, Word::Hold | Word::Attend | Word::Invite | Word::Make);
    let holds = said.iter().filter(verb).any(|verb| {
        said.iter().any(|token| {
            token.span.start >= verb.span.end
                && match token.word {
                    Word::Thing(ActionKind::Notes) | Word::Evidence => true,
                    Word::Thing(_) | Word::Training | Word::Event(_) => {
                        verb.word != Word::Make && !describes(reading, token.span)
                    }
                    _ => false,
                }
        })
    });
    if holds {
        return deed(reading, reading.span, None, who);
    }
    topic(reading, &said).or_else(|| carry.deed_before().filter(|_| vague).cloned())
}

/// 排名末位的法官: the clause ends with those whom it describes.
fn describes_its_end(reading: &Reading<'_>, verb: Span) -> bool {
    let after = reading.text.plain(Span::new(verb.end, reading.span.end));
    let of = after.iter().position(|symbol| *symbol == '的').map(|at| verb.end + at + 1);
    of.is_some_and(|of| {
        reading.tokens.iter().any(|token| {
            token.span.start == of && token.word == Word::Person && token.span.end == reading.span.end
        })
    })
}

/// 参加培训的医师: the verb and its object only describe whom the clause speaks of.
fn describes(reading: &Reading<'_>, noun: Span) -> bool {
    let after = reading.text.plain(Span::new(noun.end, reading.span.end));
    after.first() == Some(&'的')
        && reading
            .tokens
            .iter()
            .any(|token| token.span.start > noun.end && matches!(token.word, Word::Person | Word::Body))
}

/// 制定计划, 建立台账, 列入日程: something on paper.
fn is_drawn(reading: &Reading<'_>) -> bool {
    let said: Vec<&Token> = reading.tokens.iter().filter(|token| !token.quoted).collect();
    let verb = said
        .iter()
        .find(|token| matches!(token.word, Word::Draw | Word::Act(ActionKind::Plan | ActionKind::Record)));
    let kept = reading.tokens.iter().any(|token| matches!(token.word, Word::Paper(ActionKind::Record)))
        && said.iter().any(|token| token.word == Word::Hold && reading.text.given(token.span) == "实行");
    kept || verb.is_some_and(|verb| {
        let by_itself = matches!(verb.word, Word::Act(ActionKind::Record)) && reading.subject.is_some();
        by_itself
            || reading.tokens.iter().any(|token| {
                token.span.start >= verb.span.end
                    && matches!(token.word, Word::Paper(_) | Word::Act(ActionKind::Record))
            })
            || reading.text.given(verb.span) == "专人负责"
    })
}

/// Whether a verb has something that it is done to, not counting words of manner.
fn has_object(reading: &Reading<'_>, verb: Span) -> bool {
    const MANNER: &[&str] = &[
        "带头",
        "认真",
        "积极",
        "深入",
        "经常",
        "定期",
        "不定期",
        "共同",
        "广泛",
        "要",
        "及时",
        "主动",
        "集中",
        "自觉",
    ];
    let after = reading.text.plain(Span::new(verb.end, reading.span.end));
    if verb.len() >= 5 {
        return true;
    }
    if after.iter().filter(|symbol| symbol.is_alphanumeric()).count() >= 2 {
        return true;
    }
    let mut before: String = reading.text.plain(Span::new(reading.span.start, verb.start)).iter().collect();
    for word in MANNER {
        before = before.replace(word, "");
    }
    before.chars().filter(|symbol| symbol.is_alphanumeric()).count() >= 3
}

/// 学习…精神: 学习 with a topic of its own.
fn topic(reading: &Reading<'_>, said: &[&Token]) -> Option<Deed> {
    let study = said.iter().find(|token| matches!(token.word, Word::Thing(ActionKind::StudyCollective)))?;
    let begins = reading.text.plain(Span::new(reading.span.start, study.span.start)).len() <= 6
        || reading.subject.is_some();
    let object = Span::new(study.span.end, reading.span.end);
    let words = reading.text.given(object);
    let names_a_topic = TOPICS.iter().any(|topic| words.contains(topic))
        && !words.starts_with("他们")
        && !words.starts_with('的');
    (begins && names_a_topic && object.len() >= 4).then(|| Deed {
        kind: ActionKind::StudyCollective,
        action: Field::said(reading.text.given(study.span), study.span),
        object: Field::said(words, object),
    })
}
