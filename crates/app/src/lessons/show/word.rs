//! The word that it is done, and what that counts as.

use crate::lessons::done::Counts;
use crate::lessons::quiz;
use crate::lessons::show::{Found, Personal};
use crate::lessons::views::DoneView;
use crate::shell::Lang;
use crate::shell::lang::Messages;

pub(super) fn view(found: &Found, own: &Personal, lang: Lang, t: &Messages) -> DoneView {
    let asked = quiz::passes(found.seen.lesson.pass_right, &found.questions, own.own.attempt.as_ref());
    let withdrawn = own.own.record_id.is_some() && own.record.is_none();
    let (counts, href) = match &own.counts {
        Counts::Class(class) => (t.lessons_counts_class(lang.title(&class.name)), None),
        Counts::Meeting(id) => {
            (t.lessons_counts_meeting(), Some((format!("/meetings/{id}"), t.lessons_to_meeting())))
        }
        Counts::MakeUp => {
            (t.lessons_counts_make_up(), Some(("/make-ups".to_owned(), t.lessons_to_make_up())))
        }
        Counts::Nothing => (t.lessons_counts_nothing(), None),
    };
    DoneView {
        done: own.own.done_at.is_some() && !withdrawn,
        withdrawn,
        record: own.record.as_ref().map(|record| {
            let what = format!(
                "{} {}",
                own.offer.title(&record.activity, lang),
                xueji_plan::words::quantity(record.quantity, lang.of_plan())
            );
            (format!("/records/{}", record.id), what)
        }),
        hands_in: matches!(own.counts, Counts::Class(..)),
        counts,
        link: href,
        quiz_first: !asked,
    }
}
