//! Whether a branch's own plan asks at least what the plan above it asks.
//!
//! A branch refines the plan above: it raises duties, sets what was left open, adds its own. What was asked of everybody
//! stays asked of everybody, so a duty of the same code may be stricter and never weaker.

use crate::duty::{Amount, Condition, Counting, Duty, Each, Effect, LeaveKind, Modality, Rate, Timing};
use crate::lang::{Bilingual, Lang, both};
use crate::lexicon::{COUNTING, EVIDENCE, LEAVE_KINDS, MODALITIES, write};
use crate::period::periods_of;
use crate::plan::Plan;
use crate::quantity::{Quantity, Unit};
use crate::words;

/// Something that a branch's plan asks less of than the plan above it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weaker {
    /// The duty's code in both plans; empty where the plan itself is meant.
    pub code: String,
    /// The field that says it, as [`crate::edit::Field::path`] has it.
    pub field: &'static str,
    /// What is weaker than what.
    pub message: Bilingual,
    /// The sentence of the arrangement that it breaks, where the plan above quotes one.
    pub quote: Option<String>,
}

/// Everything in `own` that is weaker than in `above`; nothing where it may be put in force below it.
///
/// Time grows with the periods of the duties that both have.
pub fn weaker(above: &Plan, own: &Plan) -> Vec<Weaker> {
    let mut found = Vec::new();
    if own.year != above.year {
        let message = both(
            format!("上级计划是{}年的，本计划是{}年的", above.year, own.year),
            format!("the plan above is for {}, this one for {}", above.year, own.year),
        );
        found.push(Weaker { code: String::new(), field: "year", message, quote: None });
    }
    for duty in &own.duties {
        if let Some(asked) = above.duty(&duty.code) {
            let mut against = Against { above, own, asked, duty, found: &mut found };
            against.subject();
            against.object();
            against.proof();
            against.amount();
        }
    }
    found
}

struct Against<'a> {
    above: &'a Plan,
    own: &'a Plan,
    asked: &'a Duty,
    duty: &'a Duty,
    found: &'a mut Vec<Weaker>,
}

impl Against<'_> {
    fn say(&mut self, field: &'static str, message: Bilingual) {
        self.found.push(Weaker {
            code: self.duty.code.clone(),
            field,
            message,
            quote: self.asked.source.first().map(|source| source.quote.clone()),
        });
    }

    fn subject(&mut self) {
        let (asked, own) = (&self.asked.who, &self.duty.who);
        // The issuer of the one is not the issuer of the other.
        let same = own.each == asked.each && asked.each != Each::Issuer;
        let covers = same || own.each == Each::Person && asked.each == Each::Member;
        let more = |own: &[Condition], asked: &[Condition]| own.iter().any(|one| !asked.contains(one));
        // Who is encouraged instead of exempt is asked more, not less.
        let freed = more(&own.except, &asked.except);
        let eased =
            own.encouraged.iter().any(|one| !asked.encouraged.contains(one) && !asked.except.contains(one));
        if !covers || freed || eased {
            let said = |lang| words::subject(asked, self.above, lang);
            self.say(
                "who",
                both(
                    format!("上级要求的对象是{}，不能缩小", said(Lang::Zh)),
                    format!("the plan above asks it of {}; fewer may not be asked", said(Lang::En)),
                ),
            );
        }
    }

    fn object(&mut self) {
        if self.duty.does.iter().any(|code| !self.asked.does.contains(code)) {
            self.say(
                "does",
                both("计入了上级没有列入的活动", "it counts an activity that the plan above does not"),
            );
        }
        if self.asked.about.is_some() && self.duty.about != self.asked.about {
            self.say(
                "about",
                both("放宽了上级限定的类别", "it drops the category that the plan above asks for"),
            );
        }
    }

    fn proof(&mut self) {
        let missing: Vec<_> =
            self.asked.evidence.iter().filter(|kind| !self.duty.evidence.contains(kind)).copied().collect();
        if !missing.is_empty() {
            let named = |lang| missing.iter().map(|kind| write(EVIDENCE, kind, lang)).collect::<Vec<_>>();
            self.say(
                "evidence",
                both(
                    format!("少了上级要求的凭据：{}", named(Lang::Zh).join("、")),
                    format!(
                        "evidence that the plan above asks for is missing: {}",
                        named(Lang::En).join(", ")
                    ),
                ),
            );
        }
        if rank(self.duty.counting) < rank(self.asked.counting) {
            let asked = self.asked.counting;
            self.say(
                "counts",
                both(
                    format!("上级要求经{}才计入", write(COUNTING, &asked, Lang::Zh)),
                    format!("the plan above counts it once {}", write(COUNTING, &asked, Lang::En)),
                ),
            );
        }
        if force(self.duty.modality) < force(self.asked.modality) {
            let asked = self.asked.modality;
            self.say(
                "modality",
                both(
                    format!("上级的力度是“{}”，不能放松", write(MODALITIES, &asked, Lang::Zh)),
                    format!(
                        "the plan above says “{}”; it may not be loosened",
                        write(MODALITIES, &asked, Lang::En)
                    ),
                ),
            );
        }
        if self.duty.late_days > self.asked.late_days {
            self.say(
                "late",
                both(
                    format!("上级只准周期后{}天内补录", self.asked.late_days),
                    format!("the plan above takes records up to {} days late", self.asked.late_days),
                ),
            );
        }
        if self.duty.enough_percent < self.asked.enough_percent {
            self.say("enough", both("达标比例低于上级", "a smaller share of the periods would suffice"));
        }
    }

    fn amount(&mut self) {
        if self.asked.amount == Amount::Open || self.asked.timing == Timing::Open {
            return;
        }
        match (&self.asked.amount, &self.duty.amount) {
            (Amount::Rate(asked), Amount::Rate(own)) => self.rate(asked, own),
            (Amount::AtMost(asked), Amount::AtMost(own)) => {
                let looser = own.unit != asked.unit
                    || own.grains > asked.grains
                    || self.duty.timing != self.asked.timing;
                if looser {
                    self.less(None);
                }
            }
            (asked, own) => match (floor(asked), floor(own)) {
                (Some(asked), Some(own)) if asked.unit == own.unit => self.floors(asked.unit),
                _ => self.less(None),
            },
        }
    }

    /// In every period of the duty above, the own duty's periods within it must come to at least as much, as if it
    /// bound on every day of the plan: before it begins and after it ends, the duty above stands alone.
    fn floors(&mut self, unit: Unit) {
        let always = Duty { from: None, until: None, ..self.duty.clone() };
        let own = periods_of(&always, self.own);
        for period in periods_of(self.asked, self.above) {
            let asked = floor(self.asked.amount_on(period.span.last())).map_or(0, |asked| asked.grains);
            let start = own.partition_point(|one| one.span.first() < period.span.first());
            let within = own.iter().skip(start).take_while(|one| one.span.last() <= period.span.last());
            let sum: i64 = within
                .filter_map(|one| floor(self.duty.amount_on(one.span.last())))
                .map(|owed| owed.grains)
                .sum();
            if sum < asked {
                return self.less(Some(Quantity { grains: sum, unit }).filter(|sum| sum.grains > 0));
            }
        }
    }

    fn rate(&mut self, asked: &Rate, own: &Rate) {
        let lenient = |effect: Effect| match effect {
            Effect::Absent => 0,
            Effect::Excused => 1,
            Effect::Present => 2,
        };
        let of = |rate: &Rate, kind: LeaveKind| lenient(rate.effect_of(kind));
        let eased = LEAVE_KINDS.iter().any(|kind| of(own, kind.value) > of(asked, kind.value))
            || lenient(own.made_up) > lenient(asked.made_up);
        if own.at_least_percent < asked.at_least_percent {
            self.less(None);
        } else if eased {
            self.say(
                "leave",
                both("请假、补课的算法比上级宽", "leave counts more leniently than in the plan above"),
            );
        } else if self.duty.timing != self.asked.timing {
            self.less(None);
        }
    }

    fn less(&mut self, sum: Option<Quantity>) {
        let asked = |lang| words::owed(&self.asked.amount, &self.asked.timing, lang);
        let own = |lang| words::owed(&self.duty.amount, &self.duty.timing, lang);
        let (sum_zh, sum_en) = sum.map_or_else(Default::default, |sum| {
            (
                format!("（同期合计{}）", words::quantity(sum, Lang::Zh)),
                format!(" (which comes to {})", words::quantity(sum, Lang::En)),
            )
        });
        self.say(
            "amount",
            both(
                format!("上级要求{}，这里是{}{sum_zh}", asked(Lang::Zh), own(Lang::Zh)),
                format!("the plan above asks {}, this one {}{sum_en}", asked(Lang::En), own(Lang::En)),
            ),
        );
    }
}

/// What is owed at least.
fn floor(amount: &Amount) -> Option<Quantity> {
    match amount {
        Amount::AtLeast(owed) | Amount::Exactly(owed) | Amount::Between { owed, .. } => Some(*owed),
        Amount::AtMost(_) | Amount::Rate(_) | Amount::Open => None,
    }
}

fn rank(counting: Counting) -> u8 {
    match counting {
        Counting::Declared => 0,
        Counting::Attested => 1,
        Counting::Reviewed => 2,
    }
}

fn force(modality: Modality) -> u8 {
    match modality {
        Modality::Encouraged => 0,
        Modality::Aim => 1,
        Modality::Default => 2,
        Modality::Must => 3,
    }
}
