//! A draft written as a plan file, which `plan check` reads: every part but those rejected.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::proposal::{AmountKey, Decision, PartKind, PlanDraft, Proposal};
use crate::text::Text;

/// The plan file of a draft. `code` is the plan's, `file` the name of the file with the text beside it.
///
/// Whatever is still pending is written like what was accepted, so that the file is whole at every moment.
pub fn plan_file(text: &Text, draft: &PlanDraft, code: &str, file: &str) -> String {
    let parts: Vec<&Proposal> =
        draft.proposals.iter().filter(|part| part.decision != Decision::Rejected).collect();
    let mut out = String::new();
    let title = if draft.title.is_empty() { "学习安排" } else { &draft.title };
    let issuer = if draft.issuer.is_empty() { "（待填）" } else { &draft.issuer };
    let mut head = Table::new("[plan]");
    head.text("id", code);
    head.text("title", title);
    head.raw("year", &draft.year.unwrap_or(0).to_string());
    head.text("issuer", issuer);
    if !file.is_empty() {
        head.text("text", file);
    }
    head.end(&mut out);
    named(
        &mut out,
        "[[post]]",
        "post",
        &subjects(&parts, "每名", &["党员", "人员", "人", "职工", "干部职工"]),
    );
    named(
        &mut out,
        "[[unit_type]]",
        "unit",
        &subjects(&parts, "每个", &["党支部", "支部", "党总支", "党委", "党小组", "组织", "党组织"]),
    );
    let activities = Activities::of(&parts);
    activities.write(&mut out);
    for (kind, code) in
        [(PartKind::Campaign, "campaign"), (PartKind::Program, "program"), (PartKind::Award, "award")]
    {
        for part in parts.iter().filter(|part| part.kind == kind) {
            whole(&mut out, text, part, code);
        }
    }
    for part in parts.iter().filter(|part| part.kind == PartKind::Duty) {
        duty(&mut out, text, part, &activities);
    }
    out
}

/// The names after 每名 or 每个 that the plan must declare, in the order in which they come.
fn subjects(parts: &[&Proposal], prefix: &str, known: &[&str]) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for part in parts.iter().filter(|part| part.kind == PartKind::Duty) {
        let Some(name) = part.who.strip_prefix(prefix) else { continue };
        if !known.contains(&name) && !found.iter().any(|other| other == name) {
            found.push(name.to_owned());
        }
    }
    found
}

fn named(out: &mut String, table: &str, code: &str, names: &[String]) {
    for (at, name) in names.iter().enumerate() {
        let mut table = Table::new(table);
        table.text("id", &format!("{code}-{}", at + 1));
        table.text("title", name);
        table.end(out);
    }
}

/// What can be recorded: an activity for each deed and whose record it is, with all units that duties ask for.
struct Activities {
    /// Title and whether it is of people, to code and units.
    known: BTreeMap<(String, bool), (String, Vec<String>)>,
}

impl Activities {
    fn of(parts: &[&Proposal]) -> Self {
        let mut known: BTreeMap<(String, bool), (String, Vec<String>)> = BTreeMap::new();
        for part in parts.iter().filter(|part| part.kind == PartKind::Duty) {
            let key = (part.does.clone(), is_of_people(&part.who));
            let (_, units) =
                known.entry(key).or_insert_with(|| (format!("activity-{}", part.id), Vec::new()));
            for unit in part.amount.iter().filter_map(|(key, phrase)| unit_of(*key, phrase)) {
                if !units.contains(&unit) {
                    units.push(unit);
                }
            }
        }
        Self { known }
    }

    fn code(&self, part: &Proposal) -> &str {
        self.known.get(&(part.does.clone(), is_of_people(&part.who))).map_or("", |(code, _)| code)
    }

    fn write(&self, out: &mut String) {
        let mut all: Vec<_> = self.known.iter().collect();
        all.sort_by_key(|(_, (code, _))| code.trim_start_matches("activity-").parse::<usize>().unwrap_or(0));
        for ((title, of_people), (code, units)) in all {
            let mut table = Table::new("[[activity]]");
            table.text("id", code);
            table.text("title", title);
            table.text("for", if *of_people { "个人" } else { "组织" });
            let units: Vec<&str> =
                if units.is_empty() { vec!["次"] } else { units.iter().map(String::as_str).collect() };
            table.texts("units", &units);
            if let Some(kind) = kind_of(title).filter(|_| *of_people) {
                table.text("kind", kind);
            }
            table.end(out);
            // A rate is of those who attend what a unit holds.
            if *of_people && title == crate::propose::ATTENDED {
                let mut held = Table::new("[[activity]]");
                held.text("id", &format!("{code}-held"));
                held.text("title", "组织集中学习");
                held.text("for", "组织");
                held.texts("units", &["次"]);
                held.text("attendance", code);
                held.end(out);
            }
        }
    }
}

/// Words in what is done, with the sort of learning that has a place of its own in the product; the first that fits.
const KINDS: [(&str, &str); 9] = [
    ("调研报告", "调研报告"),
    ("调研", "调研"),
    ("调阅", "调阅笔记"),
    ("文章", "文章"),
    ("心得", "文章"),
    ("论文", "文章"),
    ("读书", "读书"),
    ("听课", "听课"),
    ("自学", "自学"),
];

fn kind_of(title: &str) -> Option<&'static str> {
    KINDS.iter().find(|(word, _)| title.contains(word)).map(|(_, kind)| *kind)
}

fn is_of_people(who: &str) -> bool {
    who.starts_with("每名") || who == "每人"
}

/// The unit behind the number of a phrase; minutes are kept as hours, and rates have none.
fn unit_of(key: AmountKey, phrase: &str) -> Option<String> {
    let unit: String = phrase
        .chars()
        .rev()
        .take_while(|symbol| symbol.is_alphabetic())
        .collect::<Vec<_>>()
        .into_iter()
        .rev()
        .collect();
    let unit = unit.trim_start_matches(['至', '到', '万']);
    let unit = if unit == "分钟" { "小时" } else { unit };
    (key != AmountKey::RateAtLeast && !unit.is_empty()).then(|| unit.to_owned())
}

fn duty(out: &mut String, text: &Text, part: &Proposal, activities: &Activities) {
    let mut table = Table::new("[[duty]]");
    table.text("id", &format!("duty-{}", part.id));
    table.text("title", &part.title);
    table.text("who", &part.who);
    table.text("does", activities.code(part));
    // One that is open in either is no duty yet: it is kept among the open points and never judged.
    let is_open = part.is_open();
    if let Some((key, phrase)) = part.amount.as_ref().filter(|_| !is_open) {
        table.text(key.key(), phrase);
    }
    if let Some((key, phrase)) = part.timing.as_ref().filter(|_| !is_open) {
        table.text(key.key(), phrase);
    }
    if is_open {
        table.texts("open", &["数量", "时间"]);
    }
    if !part.evidence.is_empty() {
        let evidence: Vec<&str> = part.evidence.iter().map(String::as_str).collect();
        table.texts("evidence", &evidence);
    }
    if let Some(modality) = &part.modality {
        table.text("modality", modality);
    }
    source(&mut table, text, part);
    table.note(&open_note(part, is_open));
    table.end(out);
}

/// What is known of an open point although it cannot be tracked yet.
fn open_note(part: &Proposal, is_open: bool) -> String {
    let known =
        part.amount.iter().map(|(_, phrase)| phrase).chain(part.timing.iter().map(|(_, phrase)| phrase));
    let known: Vec<&str> = known.filter(|_| is_open).map(String::as_str).collect();
    let known = if known.is_empty() { String::new() } else { format!("已知：{}", known.join("，")) };
    [known, part.note.clone()].into_iter().filter(|said| !said.is_empty()).collect::<Vec<_>>().join("；")
}

fn whole(out: &mut String, text: &Text, part: &Proposal, code: &str) {
    let mut table = Table::new(&format!("[[{code}]]"));
    table.text("id", &format!("{code}-{}", part.id));
    table.text("title", &part.title);
    let window = part.timing.as_ref();
    match (part.kind, window) {
        (PartKind::Campaign, Some((key, phrase))) => match key {
            crate::proposal::TimingKey::By => table.text("window", &format!("01-01 至 {phrase}")),
            crate::proposal::TimingKey::Within => table.text("window", phrase),
            _ => {}
        },
        (PartKind::Award, Some((crate::proposal::TimingKey::By, phrase))) => table.text("by", phrase),
        (PartKind::Award, Some((crate::proposal::TimingKey::Within, phrase))) => {
            table.text("by", phrase.rsplit(' ').next().unwrap_or(phrase));
        }
        _ => {}
    }
    let mut open: Vec<&str> = Vec::new();
    if window.is_none() && part.kind != PartKind::Program {
        open.push("时间");
    }
    if part.lead_open && part.kind == PartKind::Campaign {
        open.push("牵头");
    }
    if !open.is_empty() {
        table.texts("open", &open);
    }
    source(&mut table, text, part);
    if part.kind != PartKind::Award {
        table.note(&part.note);
    }
    table.end(out);
}

fn source(table: &mut Table, text: &Text, part: &Proposal) {
    let quotes: Vec<String> =
        part.sources.iter().map(|span| text.given(*span)).filter(|quote| !quote.trim().is_empty()).collect();
    let quotes: Vec<&str> = quotes.iter().map(String::as_str).collect();
    match quotes.as_slice() {
        [] => {}
        [one] => table.text("source", one),
        many => table.texts("source", many),
    }
}

/// A table of the file, written line by line.
struct Table(String);

impl Table {
    fn new(name: &str) -> Self {
        Self(format!("{name}\n"))
    }

    fn raw(&mut self, key: &str, value: &str) {
        self.0.push_str(key);
        self.0.push_str(" = ");
        self.0.push_str(value);
        self.0.push('\n');
    }

    fn text(&mut self, key: &str, value: &str) {
        self.raw(key, &quoted(value));
    }

    fn texts(&mut self, key: &str, values: &[&str]) {
        let values: Vec<String> = values.iter().map(|value| quoted(value)).collect();
        self.raw(key, &format!("[{}]", values.join(", ")));
    }

    fn note(&mut self, note: &str) {
        if !note.is_empty() {
            self.text("note", note);
        }
    }

    fn end(self, out: &mut String) {
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str(&self.0);
    }
}

/// A TOML basic string.
fn quoted(value: &str) -> String {
    let mut out = String::from('"');
    for symbol in value.chars() {
        match symbol {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            symbol if symbol.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(symbol));
            }
            symbol => out.push(symbol),
        }
    }
    out.push('"');
    out
}
