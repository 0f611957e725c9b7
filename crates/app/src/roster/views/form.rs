//! A form of labelled fields, one below the other: every change by hand is one.

use askama::Template;
use jiff::civil::Date;

use crate::people::{self, Organization, Vocabulary, kind_code};
use crate::shell::lang::Messages;
use crate::shell::layout::Crumb;
use crate::shell::{Context, Fields, Mistakes, Page, page};
use xueji_plan::{Level, Named};
use xueji_standing::MemberKind;

/// A form.
#[derive(Debug, Template)]
#[template(path = "roster/form.html")]
pub(in crate::roster) struct Form {
    pub(super) page: Page,
    pub(super) lead: String,
    pub(super) action: String,
    pub(super) back: String,
    pub(super) button: String,
    pub(super) fields: Vec<Field>,
    /// What is wrong with no field in particular.
    pub(super) wrong: String,
}

/// A field.
#[derive(Debug)]
pub(in crate::roster) struct Field {
    pub(super) name: &'static str,
    pub(super) label: String,
    /// "text", "date", "select", "area" or "check".
    pub(super) kind: &'static str,
    pub(super) value: String,
    pub(super) options: Vec<Choice>,
    pub(super) required: bool,
    pub(super) hint: String,
    pub(super) wrong: String,
}

/// An option of a field.
#[derive(Clone, Debug)]
pub(in crate::roster) struct Choice {
    pub(in crate::roster) value: String,
    pub(in crate::roster) label: String,
}

impl Field {
    pub(in crate::roster) fn text(name: &'static str, label: String, value: impl Into<String>) -> Self {
        Self {
            name,
            label,
            kind: "text",
            value: value.into(),
            options: Vec::new(),
            required: true,
            hint: String::new(),
            wrong: String::new(),
        }
    }

    pub(in crate::roster) fn date(name: &'static str, label: String, value: Option<Date>) -> Self {
        let value = value.map(|on| on.to_string()).unwrap_or_default();
        Self { kind: "date", ..Self::text(name, label, value) }
    }

    pub(in crate::roster) fn area(name: &'static str, label: String) -> Self {
        Self { kind: "area", ..Self::text(name, label, "") }
    }

    pub(in crate::roster) fn check(name: &'static str, label: String) -> Self {
        Self { kind: "check", required: false, ..Self::text(name, label, "") }
    }

    pub(in crate::roster) fn select(
        name: &'static str,
        label: String,
        value: impl Into<String>,
        options: Vec<Choice>,
    ) -> Self {
        Self { kind: "select", options, ..Self::text(name, label, value) }
    }

    pub(in crate::roster) fn optional(self) -> Self {
        Self { required: false, ..self }
    }

    /// Need not be filled in; a list offers that first.
    pub(in crate::roster) fn or_nothing(mut self, label: String) -> Self {
        if self.kind == "select" {
            self.options.insert(0, Choice { value: String::new(), label });
        }
        self.optional()
    }

    pub(in crate::roster) fn saying(self, hint: String) -> Self {
        Self { hint, ..self }
    }
}

impl Form {
    pub(in crate::roster) fn new(
        context: &Context,
        title: String,
        (above, back): (String, String),
        action: String,
        fields: Vec<Field>,
    ) -> Self {
        let way = vec![
            Crumb { href: Some("/people".to_owned()), label: context.t().nav_people() },
            Crumb { href: Some(back.clone()), label: above },
            Crumb { href: None, label: title.clone() },
        ];
        Self {
            page: page(context, title).with_crumbs(way),
            lead: String::new(),
            button: context.t().roster_save(),
            action,
            back,
            fields,
            wrong: String::new(),
        }
    }

    pub(in crate::roster) fn leading(self, lead: String) -> Self {
        Self { lead, ..self }
    }

    pub(in crate::roster) fn ending(self, button: String) -> Self {
        Self { button, ..self }
    }

    /// With what was typed, and what is wrong with it.
    pub(in crate::roster) fn refused(
        mut self,
        context: &Context,
        typed: &Fields,
        mistakes: &Mistakes,
    ) -> Self {
        let mut elsewhere: Vec<String> = Vec::new();
        for (name, said) in mistakes.by_field(context.t()) {
            match self.fields.iter_mut().find(|field| field.name == name) {
                Some(field) => field.wrong = said,
                None => elsewhere.push(said),
            }
        }
        for field in &mut self.fields {
            typed.get(field.name).clone_into(&mut field.value);
        }
        self.wrong = elsewhere.join(" ");
        self
    }
}

/// More organizations than a list offers; then the code is typed.
const MOST: usize = 500;

/// The choice of an organization, by its code.
pub(in crate::roster) fn organization_field(
    context: &Context,
    (name, label): (&'static str, String),
    chosen: &str,
    all: &[Organization],
) -> Field {
    if all.len() > MOST {
        return Field::text(name, label, chosen).saying(context.t().roster_type_code());
    }
    let options =
        people::indented(all, |one| &one.name).map(|(one, label)| Choice { value: one.code.clone(), label });
    Field::select(name, label, chosen, options.collect())
}

/// The choice of a kind of membership.
pub(in crate::roster) fn kind_field(context: &Context, chosen: MemberKind) -> Field {
    let t = context.t();
    let kinds = [
        (MemberKind::Full, t.people_kind_full()),
        (MemberKind::Probationary, t.people_kind_probationary()),
        (MemberKind::Other, t.people_kind_other()),
    ];
    let options = kinds.map(|(kind, label)| Choice { value: kind_code(kind).to_owned(), label });
    Field::select("kind", t.roster_kind(), kind_code(chosen), options.to_vec())
}

/// The name of a level of the tree.
pub(in crate::roster) fn level_word(level: Level, t: &Messages) -> String {
    match level {
        Level::Committee => t.roster_committee(),
        Level::GeneralBranch => t.roster_general_branch(),
        Level::Branch => t.roster_branch(),
        Level::Group => t.roster_group(),
    }
}

/// The words of a plan as choices.
pub(in crate::roster) fn named(context: &Context, words: &[Named]) -> Vec<Choice> {
    let label = |word: &Named| match (&word.title_en, context.lang) {
        (Some(english), crate::shell::Lang::English) => english.clone(),
        _ => word.title.clone(),
    };
    words.iter().map(|word| Choice { value: word.code.clone(), label: label(word) }).collect()
}

/// The posts that the actor may give here.
pub(in crate::roster) fn posts(context: &Context, words: &Vocabulary, governs: bool) -> Vec<Choice> {
    let all = named(context, &words.posts);
    all.into_iter().filter(|one| governs || !crate::people::bears_rights(&one.value)).collect()
}
