//! Drafts: from the text of an arrangement to a plan, with every decision on the way kept.

mod reading;

use xueji_plan::Bilingual;

pub(crate) use reading::{read_apart, read_file};

/// The code of a plan from a name: letters, digits and hyphens; `draft` where nothing is left.
pub(crate) fn plan_code(name: &str) -> String {
    let plain: String = name
        .to_lowercase()
        .chars()
        .map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '-' })
        .collect();
    let parts: Vec<&str> = plain.split('-').filter(|part| !part.is_empty()).collect();
    if parts.is_empty() { "draft".to_owned() } else { parts.join("-") }
}

/// What to say where a text names no year.
pub(crate) fn no_year() -> Bilingual {
    Bilingual {
        zh: "文中没有写明年度，请用 --year 指定".to_owned(),
        en: "the text names no year: give it with --year".to_owned(),
    }
}
