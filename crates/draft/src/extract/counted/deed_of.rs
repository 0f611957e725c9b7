//! What a number counts, and of what kind of action it is.

use super::super::carry::Place;
use super::Carry;
use crate::action::ActionKind;
use crate::amount::Amount;
use crate::deed::{Deed, deed};
use crate::item::Field;
use crate::lexicon::Word;
use crate::period::Kind;
use crate::reading::Reading;
use crate::subject::Sort;
use crate::text::{Span, ends_with};

/// 时间不少于…, 为期…: a clause about how long the thing before lasts.
pub(super) fn is_about_length(reading: &Reading<'_>, amount: &Amount) -> bool {
    let before = reading.text.plain(Span::new(reading.span.start, amount.span.start));
    reading.subject.is_none()
        && (before.len() <= 8 || ["时间", "时长", "为期"].iter().any(|word| ends_with(before, word)))
        && !reading.says(|word| matches!(word, Word::Act(_)))
}

/// What is counted: what the part says, else the clause around it, else the clause before, else the heading.
pub(super) fn deed_of(
    reading: &Reading<'_>,
    amount: &Amount,
    part: Span,
    carry: &Carry,
    place: &Place,
    who: Option<Sort>,
) -> Deed {
    let own = deed(reading, part, Some(amount.span), who);
    let whole = || deed(reading, reading.span, Some(amount.span), who);
    // 其中思政课不少于2节: a part of what the clause before asks.
    if let (true, Some(before), false) =
        (reading.begins_with(&["其中"]), carry.deed_before(), amount.unit == "%")
    {
        let object = own.map_or_else(|| before.object.clone(), |own| own.object);
        let has_act = reading.says(|word| matches!(word, Word::Act(_) | Word::Thing(ActionKind::Exchange)));
        let kind = if has_act {
            deed(reading, part, Some(amount.span), who).map_or(before.kind, |own| own.kind)
        } else {
            before.kind
        };
        return Deed { kind, action: before.action.clone(), object };
    }
    let length_only = is_about_length(reading, amount) && amount.is_duration();
    let before = carry.deed_before().cloned();
    let mut found = match own {
        // 培训时间不少于… is about the training before it.
        Some(own) if length_only && is_of_time(&own) => before
            .clone()
            .filter(|before| !matches!(before.kind, ActionKind::Credit | ActionKind::Rate))
            .map_or(own.clone(), |before| Deed { kind: before.kind, ..own }),
        Some(own) if own.kind == ActionKind::Activity && has_verb_before(reading, part) => {
            whole().unwrap_or(own)
        }
        Some(own) => share_verb(reading, part, own, who),
        None => whole()
            .filter(|whole| !is_of_time(whole))
            .or(before)
            .or_else(|| heading(reading, place))
            .unwrap_or_else(|| plain(reading, amount)),
    };
    found.kind = settle_kind(reading, amount, &found, who);
    found
}

/// 年内自学1本政治书、1本业务书: the verb before the list holds for all of it.
fn share_verb(reading: &Reading<'_>, part: Span, own: Deed, who: Option<Sort>) -> Deed {
    let has_verb = |span: Span| {
        reading.tokens.iter().any(|token| {
            span.holds(token.span)
                && !token.quoted
                && matches!(token.word, Word::Act(_) | Word::Hold | Word::Attend | Word::Make | Word::Draw)
        })
    };
    if part.start == reading.span.start || has_verb(part) {
        return own;
    }
    let first = Span::new(reading.span.start, part.start);
    let act = reading.tokens.iter().find_map(|token| match token.word {
        Word::Act(kind) if first.holds(token.span) && !token.quoted => Some((kind, token.span)),
        _ => None,
    });
    match act {
        Some((kind, words)) => {
            Deed { kind, action: Field::said(reading.text.given(words), words), object: own.object }
        }
        None => deed(reading, Span::new(reading.span.start, part.end), None, who)
            .filter(|_| own.kind == ActionKind::HoldTraining)
            .map_or(own.clone(), |whole| Deed { kind: whole.kind, ..own }),
    }
}

fn is_of_time(deed: &Deed) -> bool {
    let said = &deed.object.value;
    ["时间", "时长", "学时", "课时"].iter().any(|word| said.ends_with(word)) || said.is_empty()
}

fn has_verb_before(reading: &Reading<'_>, part: Span) -> bool {
    reading.tokens.iter().any(|token| token.span.end <= part.start && matches!(token.word, Word::Act(_)))
}

pub(in crate::extract) fn heading(reading: &Reading<'_>, place: &Place) -> Option<Deed> {
    let heading = place.section.last()?;
    let said = Field::said(reading.text.given(*heading), *heading);
    place.kind.map(|kind| Deed { kind, action: said.clone(), object: said })
}

fn plain(reading: &Reading<'_>, amount: &Amount) -> Deed {
    let said = Field::said(reading.text.given(amount.span), amount.span);
    Deed { kind: ActionKind::Activity, action: said.clone(), object: said }
}

/// Ratios, accumulated hours and characters are kinds of their own, whatever the verb is.
pub(super) fn settle_kind(
    reading: &Reading<'_>,
    amount: &Amount,
    deed: &Deed,
    who: Option<Sort>,
) -> ActionKind {
    use ActionKind::{
        AttendTraining, Credit, Exam, HoldTraining, Notes, Rate, Read, StudyCollective, StudySelf, Write,
    };
    let says = |word: &str| reading.said().contains(word);
    match amount.unit.as_str() {
        "名" | "人" | "位"
            if deed.kind == ActionKind::Award
                && ["推选", "推荐", "选派"].iter().any(|word| says(word))
                && ["联络员", "代表", "宣讲员", "讲师", "组长", "志愿者"].iter().any(|word| says(word)) =>
        {
            ActionKind::Plan
        }
        _ if deed.kind == ActionKind::Award => ActionKind::Award,
        "%" => Rate,
        "学分" | "积分" => Credit,
        "分" if says("学分") || says("积分") => Credit,
        "分" if says("成绩") || says("考试") || says("测试") || says("测评") => Exam,
        "字" if deed.kind != Write || says("笔记") => Notes,
        "学时" | "课时" if reading.times.iter().any(|said| said.kind == Kind::Each) => {
            if deed.kind == Credit { StudyCollective } else { deed.kind }
        }
        "学时" | "课时" => match deed.kind {
            AttendTraining | StudyCollective | Credit | Notes | Read => Credit,
            StudySelf if says("学时") && !says("自学") => Credit,
            HoldTraining if who == Some(Sort::People) || says("接受") || says("参加") => Credit,
            kind => kind,
        },
        "名" | "人" | "位"
            if deed.kind != ActionKind::Exchange
                && ["确定", "指定", "选定", "明确", "选配", "设", "配备"].iter().any(|word| says(word)) =>
        {
            ActionKind::Plan
        }
        "小时" | "天" | "月"
            if says("累计")
                && matches!(deed.kind, AttendTraining | StudyCollective | HoldTraining | Credit) =>
        {
            Credit
        }
        "小时" | "天" | "分钟"
            if deed.kind == Credit && !says("累计") && says("时间") && who == Some(Sort::People) =>
        {
            Credit
        }
        "小时" | "天" | "月" | "周"
            if deed.kind == HoldTraining && !reading.says(|word| word == Word::Hold) =>
        {
            AttendTraining
        }
        "篇" if matches!(deed.kind, ActionKind::Activity | Notes) => Write,
        "本" | "册" if matches!(deed.kind, ActionKind::Activity | StudyCollective) => Read,
        _ if deed.kind == Rate => ActionKind::Activity,
        _ => deed.kind,
    }
}
