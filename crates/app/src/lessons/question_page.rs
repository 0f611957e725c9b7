//! A question on the desk of its lesson: as it is typed, corrected, put in order, taken out.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

use crate::lessons::questions::{self, Act, MOST_CHOICES};
use crate::lessons::quiz::{Question, Sort};
use crate::lessons::views::QuestionPage;
use crate::lessons::{State, reach, store};
use crate::shell::lang::Messages;
use crate::shell::layout::{Crumb, render, render_form};
use crate::shell::{Context, Error, Fields, Id, Mistakes, OrNotFound, Path, Posted, Result, page};

/// What is in the fields of a question.
#[derive(Clone, Debug, Default)]
pub(super) struct QuestionTyped {
    pub(super) sort: String,
    pub(super) text: String,
    pub(super) choices: String,
    pub(super) answer: String,
    pub(super) explanation: String,
}

impl QuestionTyped {
    pub(super) fn of_fields(fields: &Fields) -> Self {
        let get = |name| fields.get(name).to_owned();
        Self {
            sort: get("sort"),
            text: get("question"),
            choices: get("choices"),
            answer: get("answer"),
            explanation: get("explanation"),
        }
    }

    fn of_question(question: &Question, t: &Messages) -> Self {
        let sign = |number: &usize| match question.sort {
            Sort::Judge => [t.lessons_right(), t.lessons_wrong()].get(*number).cloned(),
            Sort::Single | Sort::Multiple => ('A'..='Z').nth(*number).map(String::from),
        };
        Self {
            sort: question.sort.code().to_owned(),
            text: question.text.clone(),
            choices: question.choices.join("\n"),
            answer: question.answer.iter().filter_map(sign).collect(),
            explanation: question.explanation.clone(),
        }
    }

    /// The question that is typed.
    pub(super) fn question(&self) -> Question {
        let sort = Sort::from_code(&self.sort).unwrap_or(Sort::Single);
        let lines = self.choices.lines().map(str::trim).filter(|line| !line.is_empty());
        Question {
            id: Id::fresh(),
            sort,
            text: self.text.clone(),
            choices: if sort == Sort::Judge { Vec::new() } else { lines.map(str::to_owned).collect() },
            answer: numbers(&self.answer, sort),
            explanation: self.explanation.replace("\r\n", "\n"),
        }
    }
}

/// `AC`, `a、c` as numbers from 0; for right or wrong the word, √ or A, and × or B.
fn numbers(typed: &str, sort: Sort) -> Vec<usize> {
    if sort == Sort::Judge {
        return match typed.trim().to_lowercase().as_str() {
            "对" | "正确" | "√" | "a" | "right" => vec![0],
            "错" | "错误" | "×" | "b" | "wrong" => vec![1],
            _ => Vec::new(),
        };
    }
    let number =
        |sign: char| ('A'..='Z').take(MOST_CHOICES).position(|letter| letter == sign.to_ascii_uppercase());
    let mut numbers: Vec<usize> = typed.chars().filter_map(number).collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

pub(super) async fn edit(context: Context, Path((id, question)): Path<(String, String)>) -> Result<Response> {
    let (id, question) = (Id::from_text(id), Id::from_text(question));
    render_form(&form(&context, &id, &question, None, Mistakes::default()).await?)
}

/// The question as it is stored, or as it was typed.
async fn form(
    context: &Context,
    id: &Id,
    question: &Id,
    typed: Option<QuestionTyped>,
    mistakes: Mistakes,
) -> Result<QuestionPage> {
    let (actor, today) = (context.actor()?.clone(), context.app.clock.today());
    let (lesson, wanted) = (id.clone(), question.clone());
    let (seen, number, stored) = context
        .app
        .read(move |tx| {
            let seen = reach::kept(tx, &actor, &lesson, today)?;
            let questions = store::questions(tx, &lesson)?;
            let at = questions.iter().position(|one| one.id == wanted).or_not_found()?;
            Ok((seen, at + 1, questions.into_iter().nth(at).or_not_found()?))
        })
        .await?;
    let t = context.t();
    let title = t.lessons_question_of(number.to_string());
    let here = format!("/lessons/{id}");
    let way = vec![
        Crumb { href: Some("/lessons?show=kept".to_owned()), label: t.nav_lessons() },
        Crumb { href: Some(here.clone()), label: seen.lesson.title.clone() },
        Crumb { href: Some(format!("{here}/edit#questions")), label: t.lessons_edit() },
        Crumb { href: None, label: title.clone() },
    ];
    Ok(QuestionPage {
        page: page(context, title).with_crumbs(way),
        id: id.to_string(),
        question_id: question.to_string(),
        was_shown: seen.lesson.state != State::Draft,
        question: typed.unwrap_or_else(|| QuestionTyped::of_question(&stored, t)),
        mistakes,
    })
}

pub(super) async fn tend(
    Path((id, question)): Path<(String, String)>,
    Posted { context, fields }: Posted,
) -> Result<Response> {
    let (id, question) = (Id::from_text(id), Id::from_text(question));
    let typed = QuestionTyped::of_fields(&fields);
    let does = match fields.get("do") {
        "up" => Act::Up,
        "down" => Act::Down,
        "remove" => Act::Remove,
        _ => Act::Correct(typed.question()),
    };
    let (actor, today) = (context.actor()?.clone(), context.app.clock.today());
    let (lesson, which) = (id.clone(), question.clone());
    let done = context.write(move |work| {
        let seen = reach::kept(work, &actor, &lesson, today)?;
        questions::tend(work, &seen.lesson, &which, does)
    });
    match done.await {
        Ok(()) => Ok(Redirect::to(&format!("/lessons/{id}/edit#questions")).into_response()),
        Err(Error::Invalid(mistakes)) => {
            let form = form(&context, &id, &question, Some(typed), mistakes).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&form)?).into_response())
        }
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::numbers;
    use crate::lessons::quiz::Sort;

    #[test]
    fn an_answer_is_typed_as_people_type_it() {
        for (typed, sort, meant) in [
            ("A", Sort::Single, vec![0]),
            ("ac", Sort::Multiple, vec![0, 2]),
            ("C、A", Sort::Multiple, vec![0, 2]),
            ("对", Sort::Judge, vec![0]),
            ("×", Sort::Judge, vec![1]),
            ("Wrong", Sort::Judge, vec![1]),
            ("不对", Sort::Judge, vec![]),
            ("不知道", Sort::Single, vec![]),
        ] {
            assert_eq!(numbers(typed, sort), meant, "{typed}");
        }
    }
}
