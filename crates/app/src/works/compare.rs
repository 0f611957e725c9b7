//! Two versions side by side: paragraph by paragraph, with what was put in and what was taken out.
//!
//! Pure. Bounded by a deadline: where it passes, what differs is shown as rewritten and not word by word.

use std::time::{Duration, Instant};

use similar::{Algorithm, DiffOp, capture_diff_slices_deadline};

/// How long a comparison may take. Two ordinary reports take some milliseconds.
const LONGEST: Duration = Duration::from_millis(300);
/// The most signs of a paragraph that is compared sign by sign.
const MOST_SIGNS: usize = 4_000;
/// Below this share of signs in common two paragraphs are not the same one rewritten.
const ALIKE_PERCENT: usize = 30;
/// Signs in common between two changes that are too few to stand alone: they are read as part of the change.
const FEW: usize = 2;

/// What became of a stretch of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    Same,
    /// On the left: it is gone.
    Gone,
    /// On the right: it is new.
    New,
}

/// A stretch of a paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stretch {
    pub(super) fate: Fate,
    pub(super) text: String,
}

/// A paragraph of the earlier version beside what became of it; either side may be missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) left: Option<Vec<Stretch>>,
    pub(super) right: Option<Vec<Stretch>>,
}

impl Row {
    pub(super) fn is_same(&self) -> bool {
        let same = |side: &Option<Vec<Stretch>>| {
            side.as_ref().is_some_and(|side| side.iter().all(|one| one.fate == Fate::Same))
        };
        same(&self.left) && same(&self.right)
    }
}

/// Compares two texts.
pub(super) fn compare(old: &str, new: &str) -> Vec<Row> {
    let deadline = Instant::now() + LONGEST;
    let (old, new) = (paragraphs(old), paragraphs(new));
    let ops = capture_diff_slices_deadline(Algorithm::Myers, &old, &new, Some(deadline));
    let part = |of: &[&str], from: usize, len: usize| -> Vec<String> {
        of.iter().skip(from).take(len).map(|one| (*one).to_owned()).collect()
    };
    let mut rows = Vec::new();
    for op in ops {
        match op {
            DiffOp::Equal { old_index, len, .. } => {
                rows.extend(part(&old, old_index, len).iter().map(|text| Row {
                    left: Some(whole(Fate::Same, text)),
                    right: Some(whole(Fate::Same, text)),
                }));
            }
            DiffOp::Delete { old_index, old_len, .. } => {
                rows.extend(part(&old, old_index, old_len).iter().map(|text| gone(text)));
            }
            DiffOp::Insert { new_index, new_len, .. } => {
                rows.extend(part(&new, new_index, new_len).iter().map(|text| added(text)));
            }
            DiffOp::Replace { old_index, old_len, new_index, new_len } => {
                let (old, new) = (part(&old, old_index, old_len), part(&new, new_index, new_len));
                rows.extend(rewritten(&old, &new, deadline));
            }
        }
    }
    rows
}

/// The paragraphs of a text, and each line of a list or a table by itself.
fn paragraphs(text: &str) -> Vec<&str> {
    text.lines().map(str::trim_end).filter(|line| !line.is_empty()).collect()
}

fn whole(fate: Fate, text: &str) -> Vec<Stretch> {
    vec![Stretch { fate, text: text.to_owned() }]
}

fn gone(text: &str) -> Row {
    Row { left: Some(whole(Fate::Gone, text)), right: None }
}

fn added(text: &str) -> Row {
    Row { left: None, right: Some(whole(Fate::New, text)) }
}

/// Paragraphs that were rewritten: each beside the next one that it may have become.
fn rewritten(old: &[String], new: &[String], deadline: Instant) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut at = 0;
    for left in old {
        let matching = new
            .iter()
            .enumerate()
            .skip(at)
            .find_map(|(index, right)| sign_by_sign(left, right, deadline).map(|row| (index, row)));
        let Some((index, row)) = matching else {
            rows.push(gone(left));
            continue;
        };
        rows.extend(new.iter().take(index).skip(at).map(|text| added(text)));
        rows.push(row);
        at = index + 1;
    }
    rows.extend(new.iter().skip(at).map(|text| added(text)));
    rows
}

/// Both paragraphs with what differs between them; none where they have little in common.
fn sign_by_sign(left: &str, right: &str, deadline: Instant) -> Option<Row> {
    let (old, new): (Vec<char>, Vec<char>) = (left.chars().collect(), right.chars().collect());
    if old.len().max(new.len()) > MOST_SIGNS {
        return None;
    }
    let ops = capture_diff_slices_deadline(Algorithm::Myers, &old, &new, Some(deadline));
    let shared: usize = ops.iter().map(|op| if let DiffOp::Equal { len, .. } = op { *len } else { 0 }).sum();
    if shared * 100 < old.len().max(new.len()) * ALIKE_PERCENT {
        return None;
    }
    let (mut before, mut after) = (Side::new(Fate::Gone), Side::new(Fate::New));
    let last = ops.len().saturating_sub(1);
    for (index, op) in ops.iter().enumerate() {
        let (from_old, from_new) = (op.old_range(), op.new_range());
        let take = |of: &[char], range: std::ops::Range<usize>| -> String {
            of.iter().skip(range.start).take(range.len()).collect()
        };
        let few = from_old.len() <= FEW && index > 0 && index < last;
        let same = matches!(op, DiffOp::Equal { .. }) && !few;
        before.push(same, take(&old, from_old));
        after.push(same, take(&new, from_new));
    }
    Some(Row { left: Some(before.stretches), right: Some(after.stretches) })
}

/// One side of a row as it grows.
struct Side {
    changed: Fate,
    stretches: Vec<Stretch>,
}

impl Side {
    fn new(changed: Fate) -> Self {
        Self { changed, stretches: Vec::new() }
    }

    fn push(&mut self, same: bool, text: String) {
        let fate = if same { Fate::Same } else { self.changed };
        if text.is_empty() {
            return;
        }
        match self.stretches.last_mut() {
            Some(last) if last.fate == fate => last.text.push_str(&text),
            _ => self.stretches.push(Stretch { fate, text }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Fate, Row, compare};

    fn said(rows: &[Row]) -> Vec<(String, String)> {
        let side = |stretches: &Option<Vec<super::Stretch>>| -> String {
            let Some(stretches) = stretches else { return "∅".to_owned() };
            let one = |one: &super::Stretch| match one.fate {
                Fate::Same => one.text.clone(),
                Fate::Gone => format!("[-{}-]", one.text),
                Fate::New => format!("[+{}+]", one.text),
            };
            stretches.iter().map(one).collect()
        };
        rows.iter().map(|row| (side(&row.left), side(&row.right))).collect()
    }

    #[test]
    fn what_was_put_in_and_taken_out_stands_beside_each_other() {
        let rows =
            compare("学校缺少音乐教师。\n\n建议县里统筹。", "学校缺少音乐和美术教师。\n\n建议县里统筹。");
        assert_eq!(
            said(&rows),
            [
                ("学校缺少音乐教师。".to_owned(), "学校缺少音乐[+和美术+]教师。".to_owned()),
                ("建议县里统筹。".to_owned(), "建议县里统筹。".to_owned()),
            ]
        );
        assert!(!rows[0].is_same() && rows[1].is_same());
    }

    #[test]
    fn a_new_paragraph_has_nothing_beside_it_and_another_is_not_woven_into_it() {
        let rows = compare("宿舍漏雨，冬天寒冷。", "食堂的菜价两年没有变过。\n宿舍漏雨，冬天很冷。");
        assert_eq!(rows[0].left, None);
        assert_eq!(said(&rows)[1].0, "宿舍漏雨，冬天[-寒-]冷。");
        assert_eq!(said(&compare("甲乙丙丁戊", "子丑寅卯辰")).len(), 2);
    }

    #[test]
    fn a_very_long_text_rewritten_throughout_is_shown_in_bounded_time_and_loses_nothing() {
        let text = |shift: u32| -> String {
            let sign = |at: u32| char::from_u32(0x4e00 + (at * 7919 + shift * 31) % 5000).unwrap();
            (0..500).map(|line| (0..190).map(|at| sign(line * 190 + at)).collect::<String>() + "\n").collect()
        };
        let (old, new) = (text(0), text(1));
        let rows = compare(&old, &new);
        let side = |of: fn(&Row) -> &Option<Vec<super::Stretch>>| -> usize {
            rows.iter().filter_map(|row| of(row).as_ref()).flatten().map(|one| one.text.chars().count()).sum()
        };
        assert_eq!(side(|row| &row.left), 500 * 190);
        assert_eq!(side(|row| &row.right), 500 * 190);
    }
}
