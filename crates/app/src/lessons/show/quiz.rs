//! The quiz: to be answered, or as it was answered, with what was right.

use crate::lessons::quiz::{self, Attempt, Question};
use crate::lessons::show::Found;
use crate::lessons::views::{AnswerView, QuestionView, QuizView};
use crate::shell::lang::Messages;

/// None where nothing is asked, and nothing was answered. What was answered is shown as it was asked then, unless it is
/// to be taken again.
pub(super) fn view(found: &Found, again: bool, t: &Messages) -> Option<QuizView> {
    let attempt = found.own.as_ref().and_then(|own| own.own.attempt.as_ref()).filter(|_| !again);
    let now = found.questions.as_slice();
    let shown = attempt.map_or(now, |attempt| attempt.questions.as_slice());
    if shown.is_empty() {
        return None;
    }
    let asked = quiz::asked(found.seen.lesson.pass_right, now);
    let question = |(index, question): (usize, &Question)| {
        let changed = attempt.is_some() && !now.contains(question);
        QuestionView { changed, ..question_view(index + 1, question, attempt, t) }
    };
    Some(QuizView {
        lead: if asked > 0 {
            t.lessons_quiz_asks(asked.to_string(), now.len().to_string())
        } else {
            t.lessons_quiz_free()
        },
        result: attempt.map(|attempt| {
            t.lessons_quiz_result(attempt.right().to_string(), attempt.questions.len().to_string())
        }),
        changed: attempt.is_some_and(|attempt| attempt.differs_from(now)),
        asks: !now.is_empty(),
        questions: shown.iter().enumerate().map(question).collect(),
    })
}

fn question_view(
    number: usize,
    question: &Question,
    attempt: Option<&Attempt>,
    t: &Messages,
) -> QuestionView {
    let chosen = attempt.map(|attempt| attempt.chosen(question)).unwrap_or_default();
    let choice =
        |(number, text): (usize, String)| AnswerView { number, text, chosen: chosen.contains(&number) };
    QuestionView {
        number,
        id: question.id.to_string(),
        field: question.field(),
        text: question.text.clone(),
        sort: sort_said(question.sort, t),
        several: question.sort == quiz::Sort::Multiple,
        choices: labels(question, t).into_iter().enumerate().map(choice).collect(),
        right: attempt.map(|attempt| attempt.is_right(question)),
        changed: false,
        answer: answer_said(question, t),
        explanation: question.explanation.clone(),
    }
}

pub(in crate::lessons) fn sort_said(sort: quiz::Sort, t: &Messages) -> String {
    match sort {
        quiz::Sort::Single => t.lessons_single(),
        quiz::Sort::Multiple => t.lessons_multiple(),
        quiz::Sort::Judge => t.lessons_judge(),
    }
}

/// What one chooses from, with letters: `A. 实事求是`.
fn labels(question: &Question, t: &Messages) -> Vec<String> {
    if question.sort == quiz::Sort::Judge {
        return vec![t.lessons_right(), t.lessons_wrong()];
    }
    ('A'..='Z').zip(&question.choices).map(|(letter, choice)| format!("{letter}. {choice}")).collect()
}

/// The right answer in words.
pub(in crate::lessons) fn answer_said(question: &Question, t: &Messages) -> String {
    let labels = labels(question, t);
    let right: Vec<String> =
        question.answer.iter().filter_map(|number| labels.get(*number).cloned()).collect();
    right.join(" ")
}
