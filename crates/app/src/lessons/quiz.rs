//! The short quiz: what is asked, what was answered, what of it is right. For oneself: nobody is ranked.

use crate::shell::{Fields, Id};

/// A question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Question {
    pub(crate) id: Id,
    pub(crate) sort: Sort,
    pub(crate) text: String,
    /// None where it is right or wrong.
    pub(crate) choices: Vec<String>,
    /// The numbers of the right choices, ascending.
    pub(crate) answer: Vec<usize>,
    pub(crate) explanation: String,
}

/// How a question is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sort {
    /// One choice.
    Single,
    /// Several choices.
    Multiple,
    /// Right (0) or wrong (1).
    Judge,
}

impl Sort {
    pub(super) const ALL: [Self; 3] = [Self::Single, Self::Multiple, Self::Judge];

    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::Single => "single",
            Self::Multiple => "multiple",
            Self::Judge => "judge",
        }
    }

    pub(super) fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sort| sort.code() == code)
    }
}

impl Question {
    /// The name of its fields in the form.
    pub(super) fn field(&self) -> String {
        format!("q-{}", self.id)
    }
}

/// What somebody answered, by question, in the order in which they were asked; nothing chosen where one was left out.
pub(super) type Answers = Vec<(Id, Vec<usize>)>;

/// A quiz as somebody took it: the questions as they stood then, whatever they say now, and what was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Attempt {
    pub(super) questions: Vec<Question>,
    pub(super) answers: Answers,
}

/// The field that names the questions a form shows: they may have been corrected since.
pub(super) const ASKED: &str = "asked";

/// The answers of a form to these questions.
pub(super) fn answered(questions: &[Question], fields: &Fields) -> Answers {
    let one = |question: &Question| {
        let name = question.field();
        let mut chosen: Vec<usize> = fields.all(&name).filter_map(|number| number.parse().ok()).collect();
        chosen.sort_unstable();
        chosen.dedup();
        (question.id.clone(), chosen)
    };
    questions.iter().map(one).collect()
}

/// Answers as they are stored.
pub(super) fn written(answers: &Answers) -> String {
    let one = |(id, chosen): &(Id, Vec<usize>)| format!("{id}:{}", numbers(chosen, ","));
    answers.iter().map(one).collect::<Vec<_>>().join(" ")
}

/// Stored answers; what is not readable is no answer.
pub(super) fn read(text: &str) -> Answers {
    let one = |word: &str| {
        let (id, chosen) = word.split_once(':')?;
        Some((Id::from_text(id), chosen.split(',').filter_map(|number| number.parse().ok()).collect()))
    };
    text.split(' ').filter_map(one).collect()
}

/// Numbers with something between.
pub(super) fn numbers(all: &[usize], between: &str) -> String {
    all.iter().map(ToString::to_string).collect::<Vec<_>>().join(between)
}

impl Attempt {
    /// What was chosen at a question.
    pub(super) fn chosen(&self, question: &Question) -> &[usize] {
        let mut answers = self.answers.iter();
        answers.find(|(id, _)| *id == question.id).map_or(&[], |(_, chosen)| chosen.as_slice())
    }

    /// Whether a question was answered as it should be: all that is right, and nothing else.
    pub(super) fn is_right(&self, question: &Question) -> bool {
        self.chosen(question) == question.answer
    }

    /// How many are right.
    pub(super) fn right(&self) -> usize {
        self.questions.iter().filter(|question| self.is_right(question)).count()
    }

    /// Whether something else is asked now.
    pub(super) fn differs_from(&self, now: &[Question]) -> bool {
        self.questions.len() != now.len() || now.iter().any(|question| !self.questions.contains(question))
    }
}

/// So many answers must be right before a lesson is done: as it says, of the questions that it still has.
pub(super) fn asked(pass_right: i64, questions: &[Question]) -> usize {
    usize::try_from(pass_right).unwrap_or(0).min(questions.len())
}

/// Whether the lesson may be done. What was right when it was answered counts, corrected since or not.
pub(super) fn passes(pass_right: i64, questions: &[Question], attempt: Option<&Attempt>) -> bool {
    let asked = asked(pass_right, questions);
    asked == 0 || attempt.is_some_and(|attempt| attempt.right() >= asked)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(id: &str, sort: Sort, answer: &[usize]) -> Question {
        let choices = ["甲", "乙", "丙"].map(str::to_owned).to_vec();
        let (id, text, explanation) = (Id::from_text(id), "问".to_owned(), String::new());
        Question { id, sort, text, choices, answer: answer.to_vec(), explanation }
    }

    #[test]
    fn an_answer_is_right_with_all_that_is_right_and_nothing_else() {
        let questions = [question("A", Sort::Single, &[1]), question("B", Sort::Multiple, &[0, 2])];
        for (typed, count) in [
            (vec![("q-A", "1"), ("q-B", "2"), ("q-B", "0")], 2),
            (vec![("q-A", "1"), ("q-B", "0")], 1),
            (vec![("q-A", "1"), ("q-B", "0"), ("q-B", "1"), ("q-B", "2")], 1),
            (vec![("q-A", "x")], 0),
            (vec![], 0),
        ] {
            let fields =
                Fields::of(typed.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
            let answers = answered(&questions, &fields);
            assert_eq!(read(&written(&answers)), answers);
            let attempt = Attempt { questions: questions.to_vec(), answers };
            assert_eq!(attempt.right(), count, "{typed:?}");
        }
    }

    #[test]
    fn a_quiz_asks_for_no_more_than_it_has() {
        let questions = vec![question("A", Sort::Judge, &[0])];
        let right = Attempt { questions: questions.clone(), answers: vec![(Id::from_text("A"), vec![0])] };
        assert!(passes(0, &questions, None));
        assert!(!passes(1, &questions, None));
        assert!(passes(1, &questions, Some(&right)));
        assert!(passes(3, &questions, Some(&right)), "questions were taken away since");
    }
}
