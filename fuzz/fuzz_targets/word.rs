//! Any bytes as a document, and any markup as the body of a Word document.
#![no_main]

use std::io::{Cursor, Write as _};

use libfuzzer_sys::fuzz_target;
use xueji_office::{DocumentLimits, read_document};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const LIMITS: DocumentLimits = DocumentLimits { max_bytes: 1 << 20, max_text: 1 << 20 };

fuzz_target!(|bytes: &[u8]| {
    // A PDF is read elsewhere: in the product, in a process of its own.
    if !bytes.windows(5).any(|window| window == b"%PDF-") {
        let _ = read_document(bytes, &LIMITS);
    }
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let (body, numbering) = bytes.split_at(bytes.len() / 4 * 3);
    for (name, part) in [("word/document.xml", body), ("word/numbering.xml", numbering)] {
        if archive.start_file(name, SimpleFileOptions::default()).is_ok() {
            let _ = archive.write_all(part);
        }
    }
    if let Ok(file) = archive.finish() {
        let _ = read_document(file.get_ref(), &LIMITS);
    }
});
