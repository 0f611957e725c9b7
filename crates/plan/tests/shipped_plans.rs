//! Every plan file that is shipped can be used as it is.
#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

use std::fs;
use std::path::{Path, PathBuf};

use xueji_plan::{Lang, Parsed, Severity, parse, render};

fn shipped() -> Vec<(PathBuf, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../plans");
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "toml"))
        .collect();
    files.sort();
    files.into_iter().map(|path| (path.clone(), fs::read_to_string(path).unwrap())).collect()
}

fn read(path: &Path, text: &str) -> Parsed {
    let name = path.file_name().unwrap().to_string_lossy();
    parse(&name, text, |text_name| fs::read_to_string(path.with_file_name(text_name)).ok())
}

#[test]
fn every_shipped_plan_is_free_of_errors() {
    for (path, text) in shipped() {
        let mut parsed = read(&path, &text);
        parsed.diagnostics.retain(|diagnostic| diagnostic.severity == Severity::Error);
        let rendered = render::render("plan.toml", &text, &parsed.diagnostics, Lang::En, false);
        assert!(parsed.diagnostics.is_empty(), "{}:\n{rendered}", path.display());
    }
}
