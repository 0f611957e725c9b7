//! Stays in words.

use jiff::civil::Date;
use xueji_plan::words as plan_words;

use crate::records::day_said;
use crate::research::{Days, Form};
use crate::shell::Lang;
use crate::shell::lang::Messages;

pub(crate) fn form(form: Form, t: &Messages) -> String {
    match form {
        Form::Visit => t.research_form_visit(),
        Form::Talk => t.research_form_talk(),
        Form::OnSite => t.research_form_on_site(),
        Form::Survey => t.research_form_survey(),
        Form::Class => t.research_form_class(),
        Form::Other => t.research_form_other(),
    }
}

/// From the first to the last day, with halves.
pub(crate) fn days(days: &Days, lang: Lang) -> String {
    let t = lang.messages();
    let half = |date: Date, half: bool, said: String| {
        let day = day_said(date, lang);
        if half { format!("{day}{said}") } else { day }
    };
    if days.first_on == days.last_on {
        let afternoon = half(days.first_on, days.from_noon, t.research_afternoon());
        return if days.until_noon { format!("{afternoon}{}", t.research_morning()) } else { afternoon };
    }
    let first = half(days.first_on, days.from_noon, t.research_afternoon());
    t.people_from_to(first, half(days.last_on, days.until_noon, t.research_morning()))
}

/// 2.5天.
pub(crate) fn amount(days: &Days, lang: Lang) -> String {
    plan_words::quantity(days.amount(), lang.of_plan())
}

/// From one whole day to another.
pub(super) fn span(first: Date, last: Date, lang: Lang) -> String {
    days(&Days { last_on: last, ..Days::one(first) }, lang)
}
