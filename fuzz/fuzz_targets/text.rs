//! Any text is drafted, linted and written as a plan file, which the plan language then reads.
#![no_main]

use libfuzzer_sys::fuzz_target;
use xueji_draft::{Document, Text, extract, gold, lint, plan_file, propose};

fuzz_target!(|given: &str| {
    let text = Text::new(given);
    let document = Document::of(&text);
    let items = extract(&text, &document);
    for item in &items {
        assert!(text.span().holds(item.quote));
    }
    let _ = lint(&text, &document, &items);
    let _ = gold(&text, &document, &items, "fuzz", "fuzz.txt");
    let draft = propose(&text, &document, &items);
    let toml = plan_file(&text, &draft, "fuzz", "fuzz.txt");
    let _ = xueji_plan::parse("fuzz.toml", &toml, |_| Some(given.to_owned()));
});
