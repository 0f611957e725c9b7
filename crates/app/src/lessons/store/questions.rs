//! The SQL of quizzes. A row never says anything else than it did: what is corrected is asked by a new one.

use xueji_store::{Row, Tx, Where, params};

use crate::lessons::quiz::{self, Question};
use crate::shell::error::unreadable;
use crate::shell::{Id, Result, Work};

const COLUMNS: &str = "id, sort, text, choices, answer, explanation";

/// The questions that a lesson asks, in order.
pub(in crate::lessons) fn questions(tx: &mut Tx, lesson_id: &Id) -> Result<Vec<Question>> {
    Ok(tx.query(
        &format!(
            "select {COLUMNS} from lesson_question where lesson_id = ?1 and ended_at is null order by position, id"
        ),
        params![lesson_id],
        read,
    )?)
}

/// Of these questions those that a lesson asks or asked, in the order of the ids.
pub(in crate::lessons) fn questions_of(tx: &mut Tx, lesson_id: &Id, ids: &[Id]) -> Result<Vec<Question>> {
    let clause = Where::new().and("lesson_id = ?", lesson_id).and_in("id", ids);
    let sql = format!("select {COLUMNS} from lesson_question {}", clause.sql());
    let mut found = tx.query(&sql, clause.params(), read)?;
    found.sort_by_key(|question: &Question| ids.iter().position(|id| *id == question.id));
    Ok(found)
}

/// Puts a question at the end.
pub(in crate::lessons) fn add_question(
    work: &mut Work<'_>,
    lesson_id: &Id,
    question: &Question,
) -> Result<()> {
    work.execute(
        "insert into lesson_question (id, lesson_id, position, sort, text, choices, answer, explanation)
         select ?1, ?2, coalesce(max(position), 0) + 1, ?3, ?4, ?5, ?6, ?7 from lesson_question where lesson_id = ?2",
        params![
            question.id,
            lesson_id,
            *question.sort.code(),
            question.text,
            question.choices.join("\n"),
            quiz::numbers(&question.answer, " "),
            question.explanation
        ],
    )?;
    Ok(())
}

/// Asks a question no more; it stays for those who answered it.
pub(in crate::lessons) fn end_question(work: &mut Work<'_>, id: &Id) -> Result<()> {
    let at = work.at();
    work.execute("update lesson_question set ended_at = ?2 where id = ?1", params![id, at])?;
    Ok(())
}

pub(in crate::lessons) fn remove_question(work: &mut Work<'_>, id: &Id) -> Result<()> {
    work.execute("delete from lesson_question where id = ?1", params![id])?;
    Ok(())
}

/// Puts the questions into this order.
pub(in crate::lessons) fn order_questions(work: &mut Work<'_>, ids: &[Id]) -> Result<()> {
    for (position, id) in (1_i64..).zip(ids) {
        work.execute("update lesson_question set position = ?2 where id = ?1", params![id, position])?;
    }
    Ok(())
}

fn read(row: &Row<'_>) -> xueji_store::Result<Question> {
    let answer = row.str(4)?.split(' ').filter_map(|number| number.parse().ok()).collect();
    Ok(Question {
        id: row.get(0)?,
        sort: quiz::Sort::from_code(row.str(1)?).ok_or(unreadable(1, "a sort of question"))?,
        text: row.get(2)?,
        choices: row.str(3)?.lines().map(str::to_owned).collect(),
        answer,
        explanation: row.get(5)?,
    })
}
