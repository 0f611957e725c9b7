//! What a quiz asks: questions added, corrected, put in order, taken out.
//!
//! What somebody answered stays as it was asked: a question that is corrected is ended, and another stands in its place.

use crate::lessons::keep::changed;
use crate::lessons::quiz::{Question, Sort};
use crate::lessons::{Lesson, MOST_QUESTIONS, State, store};
use crate::shell::lang::Messages;
use crate::shell::{Error, Id, Mistakes, Result, Work};

/// The longest question, choice and explanation.
const LONGEST_LINE: usize = 500;
/// The most choices of a question.
pub(super) const MOST_CHOICES: usize = 8;

/// Puts a question at the end of the quiz.
///
/// # Errors
/// Mistakes at `question`, `choices`, `answer`, `explanation`.
pub(crate) fn add_question(work: &mut Work<'_>, lesson_id: &Id, question: Question) -> Result<()> {
    let question = checked(question)?;
    work.serialize_on(&[lesson_id.as_str()])?;
    if store::questions(work, lesson_id)?.len() >= MOST_QUESTIONS {
        return Err(Mistakes::one("question", Messages::lessons_too_many_questions));
    }
    store::add_question(work, lesson_id, &question)?;
    changed(work, lesson_id)
}

fn checked(question: Question) -> Result<Question> {
    let mut mistakes = Mistakes::default();
    let long = |text: &str| text.chars().count() > LONGEST_LINE;
    let question =
        Question { choices: question.choices.into_iter().take(MOST_CHOICES + 1).collect(), ..question };
    if question.text.trim().is_empty() {
        mistakes.add("question", Messages::field_required);
    } else if long(&question.text) {
        mistakes.too_long("question", LONGEST_LINE);
    }
    if long(&question.explanation) {
        mistakes.too_long("explanation", LONGEST_LINE);
    }
    let judged = question.sort == Sort::Judge;
    let count = if judged { 2 } else { question.choices.len() };
    if !judged && !(2..=MOST_CHOICES).contains(&count) {
        mistakes.add("choices", Messages::lessons_choices_out_of_range);
    } else if question.choices.iter().any(|choice| long(choice)) {
        mistakes.too_long("choices", LONGEST_LINE);
    }
    let there = !question.answer.is_empty() && question.answer.iter().all(|number| *number < count);
    if !there || (question.sort != Sort::Multiple && question.answer.len() != 1) {
        mistakes.add("answer", Messages::lessons_answer_missing);
    }
    mistakes.check()?;
    Ok(question)
}

/// What is done with a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Act {
    Up,
    Down,
    Remove,
    /// Asks this in its place.
    Correct(Question),
}

/// Moves, corrects or takes out a question.
///
/// # Errors
/// Mistakes as in [`add_question`]; a conflict where somebody else has corrected or taken it out meanwhile.
pub(super) fn tend(work: &mut Work<'_>, lesson: &Lesson, id: &Id, act: Act) -> Result<()> {
    work.serialize_on(&[lesson.id.as_str()])?;
    let questions = store::questions(work, &lesson.id)?;
    let at = questions.iter().position(|question| question.id == *id);
    let at = at.ok_or(Error::Conflict(Messages::lessons_changed_meanwhile))?;
    let mut order: Vec<Id> = questions.iter().map(|question| question.id.clone()).collect();
    match act {
        Act::Up if at > 0 => order.swap(at, at - 1),
        Act::Down if at + 1 < order.len() => order.swap(at, at + 1),
        Act::Up | Act::Down => return Ok(()),
        Act::Remove => {
            end(work, lesson, id)?;
            order.remove(at);
        }
        Act::Correct(question) => {
            let question = checked(question)?;
            // What comes back as it was changes nothing.
            if questions.contains(&Question { id: id.clone(), ..question.clone() }) {
                return Ok(());
            }
            end(work, lesson, id)?;
            store::add_question(work, &lesson.id, &question)?;
            order.splice(at..=at, [question.id]);
        }
    }
    store::order_questions(work, &order)?;
    changed(work, &lesson.id)
}

/// Asks a question no more; of a lesson that was shown it stays for those who answered, or have it before them.
fn end(work: &mut Work<'_>, lesson: &Lesson, id: &Id) -> Result<()> {
    if lesson.state == State::Draft {
        store::remove_question(work, id)
    } else {
        store::end_question(work, id)
    }
}
