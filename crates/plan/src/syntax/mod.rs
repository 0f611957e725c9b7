//! Plan files: text in, a plan and everything that is wrong with the file out.
//!
//! Reading never stops at the first problem and never fails otherwise than by reporting.

mod activity;
mod amount;
mod check;
mod duty;
mod head;
pub(crate) mod keys;
mod parts;
mod reader;
mod source;
pub(crate) mod structure;
mod subject;

use toml::de::DeTable;

use crate::diagnostic::{Code, Diagnostic, Findings, Severity};
use crate::lang::both;
use crate::plan::Plan;

/// How the TOML reader speaks of a key that had to be quoted; it reads the key all the same.
const BARE_KEY: &str = "unquoted key";

/// What was read, and what is wrong with it.
#[derive(Clone, Debug)]
pub struct Parsed {
    /// The plan, where nothing stands against using it; warnings do not.
    pub plan: Option<Plan>,
    /// Every problem, in the order of the file.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads a plan file.
///
/// `source_text` is asked for the arrangement's text by the name that the file gives; it answers nothing where there is none.
///
/// ```
/// let text = r#"
/// [plan]
/// id = "safety"
/// title = "安全培训计划"
/// year = 2026
/// issuer = "安全部"
///
/// [[activity]]
/// id = "training"
/// title = "安全培训"
/// for = "个人"
/// units = ["学时"]
///
/// [[duty]]
/// id = "everyone.training"
/// title = "全年培训不少于20学时"
/// who = "每人"
/// does = "安全培训"
/// at_least = "20学时"
/// over = "全年"
/// source = "每人全年接受安全培训不少于20学时。"
/// "#;
/// let parsed = xueji_plan::parse("safety.toml", text, |_| None);
/// assert!(parsed.diagnostics.is_empty());
/// assert_eq!(parsed.plan.map(|plan| plan.duties.len()), Some(1));
/// ```
pub fn parse(_file_name: &str, toml_text: &str, source_text: impl FnOnce(&str) -> Option<String>) -> Parsed {
    let mut findings = Findings::default();
    let (table, errors) = DeTable::parse_recoverable(toml_text);
    for error in &errors {
        syntax_error(error, toml_text, &mut findings);
    }
    // After a syntax error whole tables may be missing: what is said of them would mislead.
    let broken = errors.iter().any(|error| !error.message().contains(BARE_KEY));
    let mut later = Findings::default();
    structure::check(table.get_ref(), &(0..0), &keys::FILE, &mut later);
    let root = reader::View::new(table.get_ref(), 0..0);
    let plan = head::read(root, source_text, &mut later);
    if broken {
        later.keep_readable();
    }
    findings.append(later);
    let diagnostics = findings.finish(toml_text);
    let usable = diagnostics.iter().all(|diagnostic| diagnostic.severity != Severity::Error);
    Parsed { plan: plan.filter(|_| usable), diagnostics }
}

fn syntax_error(error: &toml::de::Error, text: &str, findings: &mut Findings) {
    let span = error.span().unwrap_or(text.len()..text.len());
    let said = error.message().lines().next().unwrap_or_default();
    let written = text.get(span.clone()).unwrap_or_default();
    let finding = findings.add(
        Code::Syntax,
        &span,
        both(format!("不合 TOML 语法：{said}"), format!("not valid TOML: {said}")),
    );
    if written.chars().any(|letter| matches!(letter, '“' | '”' | '‘' | '’' | '＝' | '［' | '］')) {
        finding.hint(both(
            "引号、等号、方括号须用半角：\" = [ ]",
            "quotes, equals signs and brackets must be ASCII: \" = [ ]",
        ));
    } else if said.contains(BARE_KEY) {
        finding.hint(both(
            "中文的键要加引号，如 \"公差\" = \"出席\"；或写英文键 public_duty",
            "quote keys that are not ASCII: \"公差\" = \"present\"; or write public_duty",
        ));
    } else {
        finding.hint(both(
            "每行一个“键 = 值”，文字用半角双引号括起",
            "one key = value a line, texts in double quotes",
        ));
    }
}
