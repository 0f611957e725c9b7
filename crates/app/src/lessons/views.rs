//! What the pages of lessons show.

use askama::Template;

use crate::attachments::FileView;
use crate::lessons::form::{Offered, Typed};
use crate::lessons::question_page::QuestionTyped;
use crate::shell::layout::Chip;
use crate::shell::{Choice, Mistakes, Page};

/// A lesson in a list.
#[derive(Debug)]
pub(super) struct Card {
    pub(super) href: String,
    pub(super) title: String,
    /// Who teaches, and whose it is.
    pub(super) about: String,
    pub(super) icon: &'static str,
    pub(super) made_of: String,
    pub(super) until: Option<String>,
    /// For those who keep it: how it stands, how many are done, where it is changed.
    pub(super) state: Option<String>,
    pub(super) taken: Option<String>,
    pub(super) edit: Option<String>,
    pub(super) done: bool,
}

/// The list.
#[derive(Debug, Template)]
#[template(path = "lessons/index.html")]
pub(super) struct IndexPage {
    pub(super) page: Page,
    pub(super) keeps: bool,
    pub(super) chips: Vec<Chip>,
    pub(super) show: String,
    /// Where a class heard elsewhere is written down.
    pub(super) outside: Option<String>,
    pub(super) begun: Vec<Card>,
    pub(super) rest: Vec<Card>,
    pub(super) back: String,
    pub(super) on: String,
    pub(super) place: String,
}

/// The form of a new one.
#[derive(Debug, Template)]
#[template(path = "lessons/new.html")]
pub(super) struct NewPage {
    pub(super) page: Page,
    pub(super) organizations: Vec<Choice>,
    pub(super) organization: String,
    pub(super) organization_name: String,
    pub(super) offered: Offered,
    /// Those that came with a form that was refused.
    pub(super) files: Vec<FileView>,
    pub(super) accepted: &'static str,
    pub(super) entry_key: String,
    pub(super) typed: Typed,
    pub(super) mistakes: Mistakes,
}

impl NewPage {
    /// Whether something is in the fields that are folded away, or wrong with them.
    fn more_open(&self) -> bool {
        let wrong = ["description", "category", "meeting", "from_on", "to_on", "pass_right"];
        let wrong = wrong.iter().any(|field| !self.wrong(field).is_empty());
        wrong || !self.offered.categories.is_empty() || !self.typed.meeting.is_empty()
    }

    fn wrong(&self, field: &str) -> String {
        self.mistakes.at(field, self.page.t)
    }
}

/// A part on the desk.
#[derive(Debug)]
pub(super) struct EditPart {
    pub(super) id: String,
    pub(super) number: usize,
    pub(super) title: String,
    pub(super) icon: &'static str,
    pub(super) told: String,
    pub(super) first: bool,
    pub(super) last: bool,
}

/// A question on the desk.
#[derive(Debug)]
pub(super) struct EditQuestion {
    pub(super) id: String,
    pub(super) number: usize,
    pub(super) text: String,
    pub(super) sort: String,
    pub(super) answer: String,
    pub(super) first: bool,
    pub(super) last: bool,
}

/// The desk of a lesson.
#[derive(Debug, Template)]
#[template(path = "lessons/edit.html")]
#[expect(clippy::struct_excessive_bools, reason = "each decides on one part of the page")]
pub(super) struct EditPage {
    pub(super) page: Page,
    pub(super) id: String,
    pub(super) title: String,
    pub(super) organization_name: String,
    pub(super) state: String,
    pub(super) published: bool,
    /// Whether people may have answered its quiz already.
    pub(super) was_shown: bool,
    pub(super) version: i64,
    pub(super) offered: Offered,
    pub(super) parts: Vec<EditPart>,
    /// Whether it has as many as it may.
    pub(super) full: bool,
    pub(super) questions: Vec<EditQuestion>,
    pub(super) quiz_full: bool,
    pub(super) accepted: &'static str,
    pub(super) part_title: String,
    pub(super) link: String,
    pub(super) text: String,
    pub(super) question: QuestionTyped,
    pub(super) typed: Typed,
    pub(super) mistakes: Mistakes,
}

/// A question to be corrected.
#[derive(Debug, Template)]
#[template(path = "lessons/question.html")]
pub(super) struct QuestionPage {
    pub(super) page: Page,
    /// Of the lesson.
    pub(super) id: String,
    pub(super) question_id: String,
    pub(super) was_shown: bool,
    pub(super) question: QuestionTyped,
    pub(super) mistakes: Mistakes,
}

impl QuestionPage {
    fn wrong(&self, field: &str) -> String {
        self.mistakes.at(field, self.page.t)
    }
}

impl EditPage {
    fn wrong(&self, field: &str) -> String {
        self.mistakes.at(field, self.page.t)
    }

    /// Whether a form that adds something came back with one of these mistakes.
    fn came_back(&self, fields: &[&str]) -> bool {
        fields.iter().any(|field| !self.wrong(field).is_empty())
    }
}

/// A part on the lesson's page.
#[derive(Debug)]
pub(super) struct PartView {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) is_film: bool,
    pub(super) is_sound: bool,
    pub(super) icon: &'static str,
    pub(super) told: String,
    pub(super) href: String,
    pub(super) html: Option<String>,
    /// Where the visitor left it.
    pub(super) seconds: i64,
    pub(super) left_off: Option<String>,
}

/// The note beside the lesson, as the editor of notes has it.
#[derive(Debug)]
pub(super) struct NoteView {
    pub(super) kept_as: String,
    /// Empty where it is not begun.
    pub(super) note: String,
    pub(super) key: String,
    pub(super) saves: i64,
    pub(super) activity: String,
    pub(super) on: String,
    pub(super) title: String,
    pub(super) tags: String,
    pub(super) text: String,
    pub(super) files: Vec<String>,
    pub(super) entered: bool,
}

/// The quiz.
#[derive(Debug)]
pub(super) struct QuizView {
    pub(super) lead: String,
    /// Where it was answered.
    pub(super) result: Option<String>,
    /// Whether something else is asked now than what was answered.
    pub(super) changed: bool,
    /// Whether anything is asked now.
    pub(super) asks: bool,
    pub(super) questions: Vec<QuestionView>,
}

/// A question of the quiz; answered where `right` says something.
#[derive(Debug)]
pub(super) struct QuestionView {
    pub(super) number: usize,
    pub(super) id: String,
    pub(super) field: String,
    pub(super) text: String,
    pub(super) sort: String,
    pub(super) several: bool,
    pub(super) choices: Vec<AnswerView>,
    pub(super) right: Option<bool>,
    /// Whether it was corrected or taken out since.
    pub(super) changed: bool,
    pub(super) answer: String,
    pub(super) explanation: String,
}

/// One of the choices.
#[derive(Debug)]
pub(super) struct AnswerView {
    pub(super) number: usize,
    pub(super) text: String,
    pub(super) chosen: bool,
}

/// Whether it is done, and what that counts as.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each decides on one part of the page")]
pub(super) struct DoneView {
    pub(super) done: bool,
    /// Whether its record was taken back elsewhere.
    pub(super) withdrawn: bool,
    pub(super) record: Option<(String, String)>,
    /// Whether the note may be handed in with it.
    pub(super) hands_in: bool,
    pub(super) counts: String,
    pub(super) link: Option<(String, String)>,
    pub(super) quiz_first: bool,
}

/// A lesson.
#[derive(Debug, Template)]
#[template(path = "lessons/show.html")]
pub(super) struct ShowPage {
    pub(super) page: Page,
    pub(super) id: String,
    pub(super) about: String,
    /// Why others do not see it now, for those who keep it.
    pub(super) state: Option<String>,
    pub(super) keeps: bool,
    pub(super) description: Option<String>,
    pub(super) parts: Vec<PartView>,
    pub(super) quiz: Option<QuizView>,
    pub(super) note: Option<NoteView>,
    pub(super) done: Option<DoneView>,
    pub(super) entry_key: String,
    pub(super) mistakes: Mistakes,
}

impl ShowPage {
    fn wrong(&self, field: &str) -> String {
        self.mistakes.at(field, self.page.t)
    }
}

/// Somebody whom a lesson is for.
#[derive(Debug)]
pub(super) struct TakenRow {
    pub(super) number: usize,
    pub(super) name: String,
    pub(super) organization: String,
    pub(super) done: bool,
}

/// Who is done with a lesson.
#[derive(Debug, Template)]
#[template(path = "lessons/taken.html")]
pub(super) struct TakenPage {
    pub(super) page: Page,
    pub(super) lead: String,
    pub(super) unit: String,
    pub(super) lesson: String,
    pub(super) rows: Vec<TakenRow>,
    pub(super) back: String,
    pub(super) on: String,
    pub(super) place: String,
}
