//! Drafts: from the text of an arrangement to a plan, with every decision on the way kept.

mod reading;
mod review;
mod routes;
mod store;
#[cfg(test)]
mod tests;
mod views;

use xueji_plan::Bilingual;

pub(crate) use reading::{read_apart, read_file};
pub(crate) use routes::routes;

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

/// A draft of an organization, for tests that walk every address.
#[cfg(test)]
pub(crate) fn of_test(app: &crate::testing::TestApp, organization_id: &crate::shell::Id) -> crate::shell::Id {
    let organization_id = organization_id.clone();
    let actor = crate::shell::Actor {
        account_id: crate::shell::Id::fresh(),
        person_id: None,
        name: "测试".to_owned(),
        home: None,
        scopes: Vec::new(),
        must_change: false,
        must_set_up_codes: false,
        unread: 0,
        csrf: String::new(),
        looks: crate::shell::looks::Looks::default(),
    };
    let draft = xueji_draft::PlanDraft { year: Some(2026), ..xueji_draft::PlanDraft::default() };
    let added = app.app.write_blocking(crate::shell::Author::Command, move |work| {
        store::add(work, &organization_id, "党员每月自学1次。", &draft, &actor, 0)
    });
    added.expect("the draft is kept")
}
