//! Writes the draft of each document beside others of its kind: `draft OUT FILE…`, one `NAME.cand.json` each.

use std::error::Error;
use std::path::PathBuf;
use std::{env, fs};

use xueji_draft::{Document, Text, extract, gold};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args_os().skip(1).map(PathBuf::from);
    let out = arguments.next().ok_or("draft OUT FILE…")?;
    fs::create_dir_all(&out)?;
    for path in arguments {
        let name = path.file_stem().and_then(|stem| stem.to_str()).ok_or("a file has a name")?.to_owned();
        let text = Text::new(&fs::read_to_string(&path)?);
        let document = Document::of(&text);
        let items = extract(&text, &document);
        let draft = gold(&text, &document, &items, &name, &format!("{name}.txt"));
        fs::write(out.join(format!("{name}.cand.json")), serde_json::to_string_pretty(&draft)?)?;
    }
    Ok(())
}
