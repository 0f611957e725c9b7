//! A form of labelled fields, one below the other: every change by hand is one.

use askama::Template;
use jiff::civil::Date;

use crate::people::{self, Organization, Person, Vocabulary, kind_code};
use crate::shell::lang::Messages;
use crate::shell::layout::Crumb;
use crate::shell::{Context, Fields, Mistakes, Page, page};
use xueji_plan::{Level, Named};
use xueji_standing::MemberKind;

/// A form.
#[derive(Debug, Template)]
#[template(path = "roster/form.html")]
pub(crate) struct Form {
    page: Page,
    lead: String,
    action: String,
    back: String,
    button: String,
    fields: Vec<Field>,
    /// What is wrong with no field in particular.
    wrong: String,
}

/// A field.
#[derive(Debug)]
pub(crate) struct Field {
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
pub(crate) struct Choice {
    pub(crate) value: String,
    pub(crate) label: String,
}

impl Field {
    pub(crate) fn text(name: &'static str, label: String, value: impl Into<String>) -> Self {
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

    pub(crate) fn date(name: &'static str, label: String, value: Option<Date>) -> Self {
        let value = value.map(|on| on.to_string()).unwrap_or_default();
        Self { kind: "date", ..Self::text(name, label, value) }
    }

    pub(crate) fn area(name: &'static str, label: String) -> Self {
        Self { kind: "area", ..Self::text(name, label, "") }
    }

    pub(crate) fn check(name: &'static str, label: String) -> Self {
        Self { kind: "check", required: false, ..Self::text(name, label, "") }
    }

    pub(crate) fn select(
        name: &'static str,
        label: String,
        value: impl Into<String>,
        options: Vec<Choice>,
    ) -> Self {
        Self { kind: "select", options, ..Self::text(name, label, value) }
    }

    pub(crate) fn optional(self) -> Self {
        Self { required: false, ..self }
    }

    /// Need not be filled in; a list offers that first.
    pub(crate) fn or_nothing(mut self, label: String) -> Self {
        if self.kind == "select" {
            self.options.insert(0, Choice { value: String::new(), label });
        }
        self.optional()
    }

    pub(crate) fn saying(self, hint: String) -> Self {
        Self { hint, ..self }
    }
}

impl Form {
    pub(crate) fn new(
        context: &Context,
        title: String,
        (above, back): (String, String),
        action: String,
        fields: Vec<Field>,
    ) -> Self {
        let way = vec![
            Crumb { href: Some("/people".to_owned()), label: context.t().nav_people() },
            Crumb { href: Some(back.clone()), label: above },
        ];
        Self::below(context, title, way, (action, back), fields)
    }

    /// A form below other pages; `back` is where it is left to.
    pub(crate) fn below(
        context: &Context,
        title: String,
        mut way: Vec<Crumb>,
        (action, back): (String, String),
        fields: Vec<Field>,
    ) -> Self {
        way.push(Crumb { href: None, label: title.clone() });
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

    pub(crate) fn leading(self, lead: String) -> Self {
        Self { lead, ..self }
    }

    pub(crate) fn ending(self, button: String) -> Self {
        Self { button, ..self }
    }

    /// With what was typed, and what is wrong with it.
    pub(crate) fn refused(mut self, context: &Context, typed: &Fields, mistakes: &Mistakes) -> Self {
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
pub(crate) fn organization_field(
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

/// The choice of a person by staff number: from a list, or typed where there are too many or none.
pub(crate) fn person_field(
    (name, chosen_label, typed_label): (&'static str, String, String),
    people: &[Person],
) -> Field {
    if people.is_empty() || people.len() > MOST {
        return Field::text(name, typed_label, "");
    }
    let label =
        |one: &Person| Choice { value: one.code.clone(), label: format!("{} {}", one.name, one.code) };
    Field::select(name, chosen_label, "", people.iter().map(label).collect())
}

/// The choice of a kind of membership.
pub(crate) fn kind_field(context: &Context, chosen: MemberKind) -> Field {
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
pub(crate) fn level_word(level: Level, t: &Messages) -> String {
    match level {
        Level::Committee => t.roster_committee(),
        Level::GeneralBranch => t.roster_general_branch(),
        Level::Branch => t.roster_branch(),
        Level::Group => t.roster_group(),
    }
}

/// The words of a plan as choices.
pub(crate) fn named(context: &Context, words: &[Named]) -> Vec<Choice> {
    let choice =
        |word: &Named| Choice { value: word.code.clone(), label: context.lang.title(word).to_owned() };
    words.iter().map(choice).collect()
}

/// The posts that the actor may give here.
pub(crate) fn posts(context: &Context, words: &Vocabulary, governs: bool) -> Vec<Choice> {
    let all = named(context, &words.posts);
    all.into_iter().filter(|one| governs || !crate::people::bears_rights(&one.value)).collect()
}
