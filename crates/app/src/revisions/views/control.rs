//! Fields of the plan language as controls of a form.

use xueji_plan::Lang;
use xueji_plan::edit::{Field, Holds, Part, PartAt};

use crate::revisions::views::parts::Parts;

/// A control, or the beginning or end of a group of them.
#[derive(Clone, Debug, Default)]
pub(in crate::revisions) struct Control {
    /// "line", "area", "lines", "areas", "flag", "choice", "choices", "one-of", "open", "entry", "close".
    pub(in crate::revisions) kind: &'static str,
    pub(in crate::revisions) name: String,
    pub(in crate::revisions) id: String,
    pub(in crate::revisions) label: String,
    pub(in crate::revisions) hint: String,
    pub(in crate::revisions) needed: bool,
    pub(in crate::revisions) wrong: String,
    pub(in crate::revisions) value: String,
    pub(in crate::revisions) values: Vec<String>,
    pub(in crate::revisions) options: Vec<Opt>,
    /// The list of what may be written, empty where there is none.
    pub(in crate::revisions) list: &'static str,
    /// What the written codes are called.
    pub(in crate::revisions) called: String,
    /// Whether a group lies open.
    pub(in crate::revisions) is_open: bool,
}

#[derive(Clone, Debug)]
pub(in crate::revisions) struct Opt {
    pub(in crate::revisions) value: String,
    pub(in crate::revisions) label: String,
    pub(in crate::revisions) chosen: bool,
}

/// What may be written where something of the plan is named.
#[derive(Clone, Debug)]
pub(in crate::revisions) struct List {
    pub(in crate::revisions) id: &'static str,
    /// What is written, and what it is called where that is something else.
    pub(in crate::revisions) words: Vec<(String, String)>,
}

/// The lists of a plan's own names.
pub(super) fn lists(parts: &[Part]) -> Vec<List> {
    let of = |tables: &[&str]| -> Vec<(String, String)> {
        let named = parts.iter().filter(|part| tables.contains(&part.at.table));
        named.map(|part| (part.code.clone(), part.title.clone())).collect()
    };
    let titles = |tables: &[&str]| of(tables).into_iter().map(|(_, title)| title).collect::<Vec<_>>();
    let plain = |words: Vec<String>| words.into_iter().map(|word| (word, String::new())).collect();
    let duties = parts.iter().filter(|part| part.at.table == "duty");
    let mut groups: Vec<String> = Vec::new();
    for group in duties.clone().map(|part| &part.group).filter(|group| !group.is_empty()) {
        if !groups.contains(group) {
            groups.push(group.clone());
        }
    }
    let everybody = ["每名党员", "每人", "每个党支部", "每个党总支", "本单位"].map(str::to_owned);
    let posts = titles(&["post"]).into_iter().map(|post| format!("每名{post}"));
    vec![
        List { id: "activities", words: of(&["activity"]) },
        List { id: "categories", words: of(&["category"]) },
        List { id: "wholes", words: of(&["campaign", "program"]) },
        List { id: "duties", words: of(&["duty"]) },
        List { id: "groups", words: plain(groups) },
        List { id: "subjects", words: plain(everybody.into_iter().chain(posts).collect()) },
        List { id: "conditions", words: plain(titles(&["post", "unit_type"])) },
    ]
}

fn list_of(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or(path) {
        "does" | "attendance" | "audience" | "speakers" => "activities",
        "about" | "categories" => "categories",
        "belongs_to" => "wholes",
        "part_of" => "duties",
        "group" => "groups",
        "who" | "expects" => "subjects",
        "except" | "encouraged" => "conditions",
        _ => "",
    }
}

/// Makes the controls of fields.
pub(super) struct Maker<'a> {
    pub(super) parts: &'a Parts,
    pub(super) at: Option<PartAt>,
    pub(super) lang: Lang,
    /// What an entry of a list is called, by its number.
    pub(super) entry: &'a dyn Fn(usize) -> String,
    /// What a new entry is called.
    pub(super) blank: &'a str,
    /// The choice that says nothing.
    pub(super) unset: &'a str,
}

impl Maker<'_> {
    pub(super) fn controls(&self, fields: &[Field]) -> Vec<Control> {
        let mut made = Vec::new();
        for field in fields {
            self.add(field, &mut made);
        }
        made
    }

    fn add(&self, field: &Field, into: &mut Vec<Control>) {
        let control = Control {
            name: format!("f.{}", field.path),
            id: format!("f-{}", field.path.replace('.', "-")),
            label: field.label.get(self.lang).to_owned(),
            hint: field.hint.get(self.lang).to_owned(),
            needed: field.needed,
            wrong: self.wrong(&field.path),
            list: list_of(&field.path),
            called: self.called(field),
            ..Control::default()
        };
        match &field.holds {
            Holds::Line(value) => {
                let long = matches!(field.path.rsplit('.').next(), Some("note" | "why"))
                    || value.chars().count() > 60;
                let kind = if long { "area" } else { "line" };
                into.push(Control { kind, value: value.clone(), ..control });
            }
            Holds::Lines(values) => {
                let long = field.path == "source" || values.iter().any(|value| value.chars().count() > 40);
                let values = values.iter().cloned().chain([String::new()]).collect();
                into.push(Control { kind: if long { "areas" } else { "lines" }, values, ..control });
            }
            Holds::Flag(flag) => into.push(Control { kind: "flag", is_open: *flag, ..control }),
            Holds::Choice(choices, written) => {
                let mut options = vec![self.option("", self.unset, written.is_empty())];
                options.extend(
                    choices.iter().map(|one| self.option(one.word, one.name.get(self.lang), one.chosen)),
                );
                if !written.is_empty() && choices.iter().all(|one| !one.chosen) {
                    options.push(self.option(written, written, true));
                }
                into.push(Control { kind: "choice", options, ..control });
            }
            Holds::Choices(choices, others) => {
                let mut options: Vec<Opt> = choices
                    .iter()
                    .map(|one| self.option(one.word, one.name.get(self.lang), one.chosen))
                    .collect();
                options.extend(others.iter().map(|other| self.option(other, other, true)));
                into.push(Control { kind: "choices", options, ..control });
            }
            Holds::OneOf { chosen, options, value } => {
                let mut keys = vec![self.option("", self.unset, chosen.is_empty())];
                keys.extend(
                    options
                        .iter()
                        .map(|one| self.option(one.key, one.label.get(self.lang), one.key == *chosen)),
                );
                let hints =
                    options.iter().map(|one| one.meaning.get(self.lang)).collect::<Vec<_>>().join("；");
                into.push(Control {
                    kind: "one-of",
                    options: keys,
                    value: value.clone(),
                    hint: hints,
                    ..control
                });
            }
            Holds::Group(fields) => {
                let is_open =
                    says_something(fields) || !control.wrong.is_empty() || self.any_wrong(&field.path);
                into.push(Control { kind: "open", is_open, ..control.clone() });
                for field in fields {
                    self.add(field, into);
                }
                into.push(Control { kind: "close", ..Control::default() });
            }
            Holds::List(entries) => {
                let is_open = entries.len() > 1 || !control.wrong.is_empty() || self.any_wrong(&field.path);
                into.push(Control { kind: "open", is_open, ..control.clone() });
                for (index, fields) in entries.iter().enumerate() {
                    let label = if index + 1 == entries.len() {
                        self.blank.to_owned()
                    } else {
                        (self.entry)(index + 1)
                    };
                    let wrong = self.wrong(&format!("{}.{index}", field.path));
                    let id = format!("{}-{index}", control.id);
                    into.push(Control { kind: "entry", label, wrong, id, ..Control::default() });
                    for field in fields {
                        self.add(field, into);
                    }
                    into.push(Control { kind: "close-entry", ..Control::default() });
                }
                into.push(Control { kind: "close", ..Control::default() });
            }
        }
    }

    #[expect(clippy::unused_self, reason = "one maker makes all")]
    fn option(&self, value: &str, label: &str, chosen: bool) -> Opt {
        Opt { value: value.to_owned(), label: label.to_owned(), chosen }
    }

    /// The titles of the parts whose codes a field holds.
    fn called(&self, field: &Field) -> String {
        let tables: &[&str] = match list_of(&field.path) {
            "activities" => &["activity"],
            "categories" => &["category"],
            "wholes" => &["campaign", "program"],
            "duties" => &["duty"],
            _ => return String::new(),
        };
        let codes: Vec<&String> = match &field.holds {
            Holds::Line(code) => vec![code],
            Holds::Lines(codes) => codes.iter().collect(),
            _ => Vec::new(),
        };
        let title = |code: &&String| {
            let is = |part: &&Part| tables.contains(&part.at.table) && part.code == **code;
            self.parts.all.iter().find(is).map(|part| part.title.clone())
        };
        codes.iter().filter_map(title).collect::<Vec<_>>().join("、")
    }

    fn wrong(&self, path: &str) -> String {
        let Some(at) = self.at else { return String::new() };
        let problems = self.parts.at(at, path).iter().filter(|problem| problem.is_error);
        problems.map(|problem| problem.said(self.lang)).collect::<Vec<_>>().join(" ")
    }

    fn any_wrong(&self, path: &str) -> bool {
        let Some(at) = self.at else { return false };
        self.parts.with(at).any(|(other, _)| other.starts_with(path))
    }
}

pub(super) fn says_something(fields: &[Field]) -> bool {
    fields.iter().any(|field| match &field.holds {
        Holds::Line(value) | Holds::Choice(_, value) | Holds::OneOf { value, .. } => !value.is_empty(),
        Holds::Lines(values) => !values.is_empty(),
        Holds::Flag(flag) => *flag,
        Holds::Choices(choices, others) => !others.is_empty() || choices.iter().any(|one| one.chosen),
        Holds::Group(fields) => says_something(fields),
        Holds::List(entries) => entries.len() > 1,
    })
}
