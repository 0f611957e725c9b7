//! `xueji plan draft`: a plan of duties drafted from an arrangement's text.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::{Args, ValueEnum};
use xueji_draft::{Document, Text, extract, gold, lint, plan_file, propose};
use xueji_plan::Lang;

use crate::cli::output::Output;
use crate::drafts;

#[derive(Debug, Args)]
pub(crate) struct DraftCommand {
    /// Arrangements: .docx, .pdf, .html or text.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// TOML is a plan file; JSON is the exchange form of labelled documents.
    #[arg(long, value_enum, default_value_t = Format::Toml)]
    format: Format,
    /// A folder for the answers: NAME.toml with NAME.txt beside it, or NAME.json. Standard output without it.
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
    /// The year of the plan, where the text names none or a wrong one.
    #[arg(long)]
    year: Option<i16>,
    /// The language of the questions.
    #[arg(long, value_enum, default_value_t = Asking::Zh)]
    lang: Asking,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Toml,
    Json,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Asking {
    Zh,
    En,
}

/// Drafts every file; the exit code is 1 where one of them could not be read.
pub(crate) fn run(command: &DraftCommand, output: &mut Output) -> anyhow::Result<u8> {
    anyhow::ensure!(
        command.out.is_some() || command.format == Format::Json || command.files.len() == 1,
        "several plan files need a folder: add --out FOLDER"
    );
    if let Some(folder) = &command.out {
        fs::create_dir_all(folder).with_context(|| format!("cannot make the folder {}", folder.display()))?;
    }
    let lang = match command.lang {
        Asking::Zh => Lang::Zh,
        Asking::En => Lang::En,
    };
    let mut failed = false;
    for file in &command.files {
        match drafts::read_file(file)? {
            Ok(given) => one(command, file, &given, lang, output)?,
            Err(problem) => {
                output.note(&format!("{}: {}", file.display(), problem.get(lang)));
                failed = true;
            }
        }
    }
    Ok(u8::from(failed))
}

fn one(
    command: &DraftCommand,
    file: &Path,
    given: &str,
    lang: Lang,
    output: &mut Output,
) -> anyhow::Result<()> {
    let name =
        file.file_stem().map_or_else(|| "draft".to_owned(), |stem| stem.to_string_lossy().into_owned());
    let text = Text::new(given);
    let document = Document::of(&text);
    let items = extract(&text, &document);
    for finding in lint(&text, &document, &items) {
        output.note(&finding.line(&text, &file.display().to_string(), lang));
    }
    let answer = match command.format {
        Format::Json => {
            let draft = gold(&text, &document, &items, &name, &format!("{name}.txt"));
            format!("{}\n", serde_json::to_string_pretty(&draft)?)
        }
        Format::Toml => {
            let mut draft = propose(&text, &document, &items);
            draft.year = command.year.or(draft.year);
            if draft.year.is_none() {
                output.note(&format!("{}: {}", file.display(), drafts::no_year().get(lang)));
            }
            plan_file(&text, &draft, &drafts::plan_code(&name), &format!("{name}.txt"))
        }
    };
    let Some(folder) = &command.out else { return output.text(&answer) };
    let write = |extension: &str, answer: &str| {
        let path = folder.join(format!("{name}.{extension}"));
        fs::write(&path, answer).with_context(|| format!("cannot write {}", path.display()))
    };
    match command.format {
        Format::Json => write("json", &answer),
        Format::Toml => write("toml", &answer).and_then(|()| write("txt", given)),
    }
}
