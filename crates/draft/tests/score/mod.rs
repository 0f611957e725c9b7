//! Scores drafts against labelled documents, as `score_draft.py` of the corpus does: detection of every label, and
//! duties of which every core field is right.
//!
//! Pairs are matched by weight, the heaviest first; the reference solves the assignment exactly, and differs by less
//! than half a point.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde_json::Value;
use xueji_draft::{Document, Text, extract, gold};

/// What was counted over the documents of a folder.
#[derive(Clone, Debug, Default)]
pub(crate) struct Score {
    pub(crate) documents: usize,
    pub(crate) gold: usize,
    pub(crate) found: usize,
    pub(crate) matched: usize,
    pub(crate) gold_duties: usize,
    pub(crate) found_duties: usize,
    pub(crate) right_duties: usize,
    /// Of the matched duties, how many have each field right.
    pub(crate) fields: BTreeMap<&'static str, usize>,
    pub(crate) matched_duties: usize,
    /// Candidates that match nothing and touch a number that is no duty.
    pub(crate) trap_hits: usize,
}

impl Score {
    pub(crate) fn detection(&self) -> f64 {
        f1(self.matched, self.gold, self.found)
    }

    /// Duties with subject, kind of action, comparator, quantity, unit and period right.
    pub(crate) fn core(&self) -> f64 {
        f1(self.right_duties, self.gold_duties, self.found_duties)
    }

    pub(crate) fn table(&self, name: &str) -> String {
        let mut out = format!(
            "{name}: {} documents, {} labels; detection F1 {:.3}; duty, all core fields F1 {:.3}; trap hits {}\n",
            self.documents,
            self.gold,
            self.detection(),
            self.core(),
            self.trap_hits
        );
        for (field, right) in &self.fields {
            let share = *right as f64 / self.matched_duties.max(1) as f64;
            writeln!(out, "  {field:<12} {share:.3}").expect("a text takes more");
        }
        out
    }

    fn add(&mut self, other: &Self) {
        self.documents += other.documents;
        self.gold += other.gold;
        self.found += other.found;
        self.matched += other.matched;
        self.gold_duties += other.gold_duties;
        self.found_duties += other.found_duties;
        self.right_duties += other.right_duties;
        self.matched_duties += other.matched_duties;
        self.trap_hits += other.trap_hits;
        for (field, right) in &other.fields {
            *self.fields.entry(field).or_default() += right;
        }
    }
}

fn f1(right: usize, gold: usize, found: usize) -> f64 {
    if gold + found == 0 { 1.0 } else { 2.0 * right as f64 / (gold + found) as f64 }
}

/// The documents of a folder of the corpus whose names begin so.
pub(crate) fn folder(name: &str, prefix: &str) -> Score {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus").join(name);
    let mut total = Score::default();
    for entry in fs::read_dir(&folder).expect("the corpus is there") {
        let path = entry.expect("an entry").path();
        let file = path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
        if file.starts_with(prefix) && file.ends_with(".gold.json") {
            let labels: Value =
                serde_json::from_str(&fs::read_to_string(&path).expect("labels")).expect("JSON");
            let text = fs::read_to_string(folder.join(file.replace(".gold.json", ".txt"))).expect("a text");
            total.add(&document(&labels, &text));
        }
    }
    total
}

fn document(labels: &Value, given: &str) -> Score {
    let text = Text::new(given);
    let told = Document::of(&text);
    let draft = gold(&text, &told, &extract(&text, &told), "draft", "draft.txt");
    let (gold, found) = (list(labels, "labels"), list(&draft, "labels"));
    let span = labels["doc"]["plan_span"].as_str().unwrap_or("year");
    let mut pairs: Vec<(f64, usize, usize)> = Vec::new();
    for (at, label) in gold.iter().enumerate() {
        for (other, candidate) in found.iter().enumerate() {
            if let Some(weight) = weight(label, candidate, span) {
                pairs.push((weight, at, other));
            }
        }
    }
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0));
    let (mut of_gold, mut of_found) = (vec![None; gold.len()], vec![None; found.len()]);
    for (_, at, other) in pairs {
        if of_gold[at].is_none() && of_found[other].is_none() {
            (of_gold[at], of_found[other]) = (Some(other), Some(at));
        }
    }
    let mut score = Score { documents: 1, ..Score::default() };
    for (at, label) in gold.iter().enumerate().filter(|(_, label)| !flag(label, "optional")) {
        score.gold += 1;
        let duty = text_of(label, "kind") == "duty";
        score.gold_duties += usize::from(duty);
        let Some(candidate) = of_gold[at].map(|other| &found[other]) else { continue };
        score.matched += 1;
        if duty && text_of(candidate, "kind") == "duty" {
            score.matched_duties += 1;
            let right = fields(label, candidate, span);
            score.right_duties += usize::from(right.iter().all(|(_, right)| *right));
            for (field, right) in right {
                *score.fields.entry(field).or_default() += usize::from(right);
            }
        }
    }
    for (other, candidate) in found.iter().enumerate() {
        let optional = of_found[other].is_some_and(|at: usize| flag(&gold[at], "optional"));
        score.found += usize::from(!optional);
        score.found_duties += usize::from(!optional && text_of(candidate, "kind") == "duty");
        let trapped = list(labels, "traps").iter().any(|trap| overlap(trap, candidate) > 0);
        score.trap_hits += usize::from(of_found[other].is_none() && trapped);
    }
    score
}

fn list<'v>(value: &'v Value, key: &str) -> &'v [Value] {
    value[key].as_array().map(Vec::as_slice).unwrap_or_default()
}

fn text_of<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or_default()
}

fn flag(value: &Value, key: &str) -> bool {
    value[key].as_bool().unwrap_or(false)
}

fn place(value: &Value) -> (i64, i64) {
    (value["start"].as_i64().unwrap_or(0), value["end"].as_i64().unwrap_or(0))
}

fn overlap(one: &Value, other: &Value) -> i64 {
    let (a, b) = (place(one), place(other));
    (a.1.min(b.1) - a.0.max(b.0)).max(0)
}

/// How well two fit: none where they do not lie on each other.
fn weight(label: &Value, candidate: &Value, span: &str) -> Option<f64> {
    let shared = overlap(label, candidate);
    let (long, other) = (place(label).1 - place(label).0, place(candidate).1 - place(candidate).0);
    if shared * 2 < long.min(other) || shared == 0 || other > 160.max(3 * long) {
        return None;
    }
    let agreeing = fields(label, candidate, span).iter().filter(|(_, right)| *right).count();
    let kind = f64::from(u8::from(text_of(label, "kind") == text_of(candidate, "kind")));
    let union = shared as f64 / (long + other - shared) as f64;
    let optional = f64::from(u8::from(flag(label, "optional")));
    Some(1.0 + 0.8 * kind + agreeing as f64 / 6.0 + 0.4 * union - 0.5 * optional)
}

fn fields(label: &Value, candidate: &Value, span: &str) -> [(&'static str, bool); 6] {
    let implied = label["quantity"].is_null() && candidate["quantity"] == 1 && flag(candidate, "implied");
    let percent = text_of(label, "unit") == "%";
    let comparators = [text_of(label, "comparator"), text_of(candidate, "comparator")];
    let whole =
        percent && label["quantity"] == 100 && comparators.iter().all(|word| ["eq", "ge"].contains(word));
    let (unit, given) = (unit(text_of(label, "unit")), unit(text_of(candidate, "unit")));
    let credits = text_of(label, "action_kind") == "credit"
        && [unit, given].iter().all(|unit| ["学分", "分"].contains(unit));
    [
        ("subject", subject(label, candidate)),
        ("action_kind", label["action_kind"] == candidate["action_kind"]),
        ("comparator", implied || whole || comparators[0] == comparators[1]),
        ("quantity", implied || number(&label["quantity"], &candidate["quantity"], percent)),
        ("unit", implied || credits || unit == given),
        ("period", period(label, candidate, span)),
    ]
}

fn number(one: &Value, other: &Value, percent: bool) -> bool {
    match (one.as_f64(), other.as_f64()) {
        (None, None) => true,
        (Some(one), Some(other)) => (one - other).abs() <= if percent { 0.5 } else { 1e-6 },
        _ => false,
    }
}

fn unit(written: &str) -> &str {
    match written {
        "日" => "天",
        "名" | "位" => "人",
        "册" | "部" => "本",
        "课时" => "学时",
        "回" => "次",
        other => other,
    }
}

fn subject(label: &Value, candidate: &Value) -> bool {
    let given = plain(text_of(candidate, "subject"));
    let aliases = list(label, "subject_aliases").iter().filter_map(Value::as_str);
    let wanted = [text_of(label, "subject"), text_of(label, "subject_text")].into_iter().chain(aliases);
    wanted.filter(|wanted| !wanted.is_empty()).any(|wanted| alike(&plain(wanted), &given))
}

fn plain(said: &str) -> String {
    let mut said: String = said.chars().filter(|symbol| symbol.is_alphanumeric()).collect();
    while let Some(rest) =
        ["每一", "每个", "每名", "每位", "每", "各级", "各", "全体", "所有", "全", "广大", "本", "该"]
            .iter()
            .find_map(|word| said.strip_prefix(word))
            .filter(|rest| rest.chars().count() >= 2)
    {
        said = rest.to_owned();
    }
    said
}

/// Equal, one in the other, or half of their pairs of characters the same.
fn alike(one: &str, other: &str) -> bool {
    let pairs = |said: &str| -> Vec<(char, char)> { said.chars().zip(said.chars().skip(1)).collect() };
    let short = one.chars().count().min(other.chars().count());
    let (first, mut second) = (pairs(one), pairs(other));
    let total = first.len() + second.len();
    let shared = first
        .iter()
        .filter(|pair| second.iter().position(|other| other == *pair).map(|at| second.remove(at)).is_some())
        .count();
    one == other
        || (short >= 2 && (one.contains(other) || other.contains(one)))
        || (total > 0 && shared * 4 >= total)
}

fn period(label: &Value, candidate: &Value, span: &str) -> bool {
    let given = text_of(candidate, "period");
    let accepted = list(label, "period_accept").iter().filter_map(Value::as_str);
    std::iter::once(text_of(label, "period")).chain(accepted).any(|wanted| same_period(wanted, given, span))
}

fn same_period(wanted: &str, given: &str, span: &str) -> bool {
    const ALIKE: &[&[&str]] =
        &[&["P1TERM", "TERM"], &["P1Y", "YEAR", "P1SY"], &["P2W", "P15D"], &["WITHIN:P1W", "WITHIN:P7D"]];
    let whole: &[&str] = if span == "year" {
        &["PLAN", "YEAR", "P1Y", "P1SY", "NONE"]
    } else {
        &["PLAN", "TERM", "P1TERM", "NONE"]
    };
    let without_year = |code: &str| {
        let parts: Vec<String> = code
            .split(['/', ':'])
            .map(|part| {
                if part.len() >= 7 && part.starts_with("20") {
                    format!("-{}", &part[4..])
                } else {
                    part.to_owned()
                }
            })
            .collect();
        parts.join("/")
    };
    let last = |code: &str| -> Option<String> {
        let code = without_year(code);
        let (kind, rest) = code.split_once('/')?;
        (["BY", "ON", "W"].contains(&kind) && !code.contains(';'))
            .then(|| rest.rsplit('/').next().unwrap_or(rest).to_owned())
    };
    let both = |group: &[&str]| group.contains(&wanted) && group.contains(&given);
    wanted == given
        || without_year(wanted) == without_year(given)
        || both(whole)
        || ALIKE.iter().any(|group| both(group))
        || last(wanted).is_some_and(|day| last(given) == Some(day))
}
