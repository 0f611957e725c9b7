//! Any bytes as a PDF. A hang is found by the fuzzer's own limit; in the product it ends the reading process alone.
#![no_main]

use libfuzzer_sys::fuzz_target;
use xueji_office::{DocumentLimits, read_document};

fuzz_target!(|bytes: &[u8]| {
    let mut file = b"%PDF-1.4\n".to_vec();
    file.extend_from_slice(bytes);
    let _ = read_document(&file, &DocumentLimits { max_bytes: 1 << 20, max_text: 1 << 20 });
});
