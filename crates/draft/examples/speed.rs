//! How fast a text is drafted: `speed FILE… [--times N]` reads the files, joins them N times, and drafts the whole.

#![expect(
    clippy::print_stdout,
    clippy::cast_precision_loss,
    clippy::as_conversions,
    reason = "it prints figures"
)]

use std::error::Error;
use std::time::Instant;
use std::{env, fs};

use xueji_draft::{Document, Text, extract, lint, plan_file, propose};

fn main() -> Result<(), Box<dyn Error>> {
    let mut times = 1;
    let mut given = String::new();
    let mut arguments = env::args().skip(1);
    while let Some(argument) = arguments.next() {
        if argument == "--times" {
            times = arguments.next().ok_or("--times N")?.parse()?;
        } else {
            given.push_str(&fs::read_to_string(argument)?);
            given.push('\n');
        }
    }
    let given = given.repeat(times);
    let megabytes = given.len() as f64 / 1e6;
    let begun = Instant::now();
    let text = Text::new(&given);
    let document = Document::of(&text);
    let items = extract(&text, &document);
    let extracted = begun.elapsed();
    let findings = lint(&text, &document, &items);
    let linted = begun.elapsed();
    let draft = propose(&text, &document, &items);
    let toml = plan_file(&text, &draft, "draft", "draft.txt");
    println!(
        "{:.3} MB, {} characters: {} items in {extracted:.1?} ({:.1} MB/s); {} findings by {linted:.1?}; plan file of {} bytes by {:.1?}",
        megabytes,
        text.span().len(),
        items.len(),
        megabytes / extracted.as_secs_f64(),
        findings.len(),
        toml.len(),
        begun.elapsed()
    );
    Ok(())
}
