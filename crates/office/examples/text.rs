//! The text of a document, as the reader of arrangements sees it: `cargo run -p xueji-office --example text -- FILE`.

use std::io::Write as _;

use xueji_office::{DocumentLimits, Language, read_document};

fn main() -> std::io::Result<()> {
    for path in std::env::args().skip(1) {
        let text = match read_document(&std::fs::read(&path)?, &DocumentLimits::default()) {
            Ok(document) => document.text,
            Err(error) => error.describe(Language::Chinese),
        };
        writeln!(std::io::stdout(), "{text}")?;
    }
    Ok(())
}
