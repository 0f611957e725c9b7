//! Whether a text is close to an earlier one: a help for whoever keeps the minutes, and never a verdict.
//!
//! How much of a text's stretches of letters stand in the other, too (containment of shingles); punctuation and white
//! space are no letters. The minutes of one branch are some dozens, so they are compared one by one, and exactly.

use std::collections::HashSet;

use jiff::ToSpan as _;
use jiff::civil::Date;
use xueji_store::{Tx, Where};

use crate::meetings::Meeting;
use crate::minutes::{Block, Slot, text};
use crate::people;
use crate::plans;
use crate::shell::{Id, Result};

/// Letters of a stretch: two words or three of Chinese, so that common phrases alone are none.
const STRETCH: usize = 8;
/// Stretches that a text must have to be compared: with fewer, chance decides.
const FEWEST: usize = 24;
/// Above this share of stretches in common a text is close. Two accounts of the same subject by different people
/// share a few quotations; a text that was taken over and touched up shares most.
const CLOSE_PERCENT: usize = 50;
/// How far back is looked.
const MONTHS: i32 = 24;

/// A block of earlier minutes.
#[derive(Clone, Debug)]
pub(super) struct Earlier {
    pub(super) meeting_id: Id,
    pub(super) on: Date,
    pub(super) text: String,
}

/// Stretches of letters.
type Stretches = HashSet<[char; STRETCH]>;

fn stretches(text: &str) -> Stretches {
    let letters: Vec<char> = text.chars().filter(|letter| letter.is_alphanumeric()).collect();
    letters.windows(STRETCH).filter_map(|window| window.try_into().ok()).collect()
}

/// A text on the way past the earlier ones, with the closest so far.
struct Sought<T> {
    own: Vec<[char; STRETCH]>,
    most: usize,
    found: Option<T>,
}

impl<T> Sought<T> {
    /// What is `known` to all, such as the title of the meeting, does not count.
    fn of(text: &str, known: &Stretches) -> Self {
        Self { own: stretches(text).difference(known).copied().collect(), most: 0, found: None }
    }

    /// Holds one earlier text against it; of two that are as close the first stays.
    fn pass(&mut self, other: &Stretches, what: impl FnOnce() -> T) {
        let shared = self.own.iter().filter(|stretch| other.contains(*stretch)).count();
        let close = self.own.len() >= FEWEST && shared * 100 >= self.own.len() * CLOSE_PERCENT;
        if close && shared > self.most {
            self.most = shared;
            self.found = Some(what());
        }
    }
}

/// The blocks that are close to earlier minutes of the same organization, each with the closest passage; `seen_by` a
/// person, only to those of meetings at which they were expected or invited.
pub(super) fn near(
    tx: &mut Tx,
    meeting: &Meeting,
    blocks: &[Block],
    seen_by: Option<&Id>,
) -> Result<Vec<(Slot, Earlier)>> {
    if blocks.iter().all(Block::is_empty) {
        return Ok(Vec::new());
    }
    let on = meeting.time().day();
    let organization = people::organization(tx, &meeting.organization_id)?;
    let path = organization.map(|one| one.path).unwrap_or_default();
    let plans = plans::over(tx, people::on_path(&path), Some(on))?;
    let mut known = stretches(&meeting.title);
    known.extend(meeting.agenda.lines().flat_map(stretches));
    known.extend(plans.iter().flat_map(|plan| &plan.plan().duties).flat_map(|duty| stretches(&duty.title)));
    let sought = |block: &Block| (block.slot.clone(), Sought::of(&block.text, &known));
    let mut all: Vec<(Slot, Sought<Earlier>)> = blocks.iter().map(sought).collect();
    each_earlier(tx, meeting, on, seen_by, |earlier| {
        let stretches = stretches(&earlier.text);
        for (_, sought) in &mut all {
            sought.pass(&stretches, || earlier.clone());
        }
    })?;
    Ok(all.into_iter().filter_map(|(slot, sought)| Some((slot, sought.found?))).collect())
}

/// What stands in the organization's minutes of the two years before a meeting, the latest first; one at a time, for
/// together they are long.
fn each_earlier(
    tx: &mut Tx,
    meeting: &Meeting,
    on: Date,
    seen_by: Option<&Id>,
    mut see: impl FnMut(&Earlier),
) -> Result<()> {
    let since = on.saturating_sub(MONTHS.months()).to_datetime(jiff::civil::Time::midnight());
    let clause = Where::new()
        .and("meeting.organization_id = ?", &meeting.organization_id)
        .and("meeting.first_at >= ?", &since)
        .and("meeting.first_at < ?", &meeting.planned.first)
        .and("meeting.id <> ?", &meeting.id)
        .and_if(true, "meeting.state <> 'cancelled'");
    let clause = match seen_by {
        Some(person) => {
            clause.and("meeting.id in (select meeting_id from meeting_person where person_id = ?)", person)
        }
        None => clause,
    };
    Ok(tx.each(
        &format!(
            "select meeting.id, meeting.first_at, block.text from meeting
             join minutes_block block on block.meeting_id = meeting.id {}
             order by meeting.first_at desc limit 3000",
            clause.sql()
        ),
        clause.params(),
        |row| {
            let first: jiff::civil::DateTime = row.get(1)?;
            see(&Earlier { meeting_id: row.get(0)?, on: first.date(), text: row.get(2)? });
            Ok(())
        },
    )?)
}

/// The first lines of a passage, for showing it beside another.
pub(super) fn shown(text: &str) -> String {
    text::cut(text, 400)
}

#[cfg(test)]
mod tests {
    use super::{Sought, stretches};

    const EARLIER: &str = "会议认为，要把学习贯彻全会精神作为当前的首要任务，坚持领导带头、以上率下，做到原原本本学、\
        联系实际学；要结合学校工作，把学习成果体现到课堂教学和师德师风建设上来。";
    const SAME_SUBJECT: &str = "赵书明介绍了全会公报的主要内容，重点讲了教育部分。大家谈到乡村学校的师资短缺，提出由骨干教师\
        每月送教一次；对学习贯彻全会精神，要求每人写一篇心得，月底前交支部。";

    fn found(text: &str, known: &str, earlier: &[&str]) -> Option<usize> {
        let mut sought = Sought::of(text, &stretches(known));
        for (at, text) in earlier.iter().enumerate() {
            sought.pass(&stretches(text), || at);
        }
        sought.found
    }

    #[test]
    fn two_honest_accounts_of_one_subject_are_not_close() {
        assert_eq!(found(SAME_SUBJECT, "", &[EARLIER]), None);
    }

    #[test]
    fn a_text_taken_over_and_touched_up_is_close_to_the_right_one() {
        let touched = EARLIER.replace("首要任务", "头等大事").replace("课堂教学", "日常教学");
        assert_eq!(found(&touched, "", &[SAME_SUBJECT, EARLIER]), Some(1));
    }

    #[test]
    fn punctuation_and_white_space_make_no_difference() {
        let spread = EARLIER.replace('，', "\n").replace('；', " ; ").replace('、', "");
        assert_eq!(found(&spread, "", &[EARLIER]), Some(0));
    }

    #[test]
    fn what_the_agenda_says_and_what_is_short_does_not_count() {
        assert_eq!(found(EARLIER, EARLIER, &[EARLIER]), None);
        assert_eq!(found("大家一致同意这个意见。", "", &["大家一致同意这个意见。"]), None);
    }
}
