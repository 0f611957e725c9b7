//! Looking over a workbook's archive before anything in it is trusted.
//!
//! The workbook reader believes what a file says about itself. Everything that could make it allocate or
//! run without bound is therefore refused here, on what the parts really contain and not on what the
//! archive's directory claims.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use crate::error::{Extent, SheetError};
use crate::reading::Limits;

/// Workbooks of a single table have about a dozen parts.
const MOST_PARTS: usize = 2_000;
/// Sheets compress about tenfold, hardly ever fiftyfold.
const HIGHEST_RATIO: u64 = 200;
/// Below this size the ratio says nothing.
const RATIO_MATTERS_FROM: u64 = 1 << 20;
/// Excel stops at some 65,000 cell formats, of up to three elements each.
const MOST_FORMAT_ELEMENTS: usize = 200_000;
/// The least that one shared string takes: `<si/>`.
const SHORTEST_STRING: u64 = 5;

/// Refuses what is no workbook, is locked, or would cost too much to read.
pub(crate) fn look_over(bytes: &[u8], limits: &Limits) -> Result<(), SheetError> {
    let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    if size > limits.max_bytes {
        return Err(SheetError::TooLarge(Extent::Bytes(limits.max_bytes)));
    }
    if !bytes.starts_with(b"PK") {
        return Err(not_an_archive(bytes));
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| SheetError::Damaged)?;
    if archive.len() > MOST_PARTS {
        return Err(SheetError::TooLarge(Extent::Parts));
    }
    let mut left = limits.max_unpacked;
    let mut content = Vec::new();
    let mut is_workbook = false;
    for index in 0..archive.len() {
        let mut part = archive.by_index_raw(index).map_err(|_| SheetError::Damaged)?;
        if part.encrypted() {
            return Err(SheetError::Encrypted);
        }
        let (claimed, packed) = (part.size(), part.compressed_size());
        drop(part);
        if out_of_proportion(claimed, packed) {
            return Err(SheetError::ZipBomb);
        }
        if claimed > left {
            return Err(SheetError::TooLarge(Extent::Unpacked(limits.max_unpacked)));
        }
        part = archive.by_index(index).map_err(|_| SheetError::Damaged)?;
        let name = part.name().map_err(|_| SheetError::Damaged)?.replace('\\', "/").to_ascii_lowercase();
        content.clear();
        let most = left.min(in_proportion(packed));
        (&mut part)
            .take(most.saturating_add(1))
            .read_to_end(&mut content)
            .map_err(|_| SheetError::Damaged)?;
        let real = u64::try_from(content.len()).unwrap_or(u64::MAX);
        if out_of_proportion(real, packed) {
            return Err(SheetError::ZipBomb);
        }
        left = left.checked_sub(real).ok_or(SheetError::TooLarge(Extent::Unpacked(limits.max_unpacked)))?;
        is_workbook |= name.ends_with("workbook.xml");
        check_part(&name, &content)?;
    }
    if is_workbook { Ok(()) } else { Err(SheetError::NotAWorkbook) }
}

/// The most that so many packed bytes may unpack to.
fn in_proportion(packed: u64) -> u64 {
    packed.saturating_mul(HIGHEST_RATIO).max(RATIO_MATTERS_FROM)
}

fn out_of_proportion(unpacked: u64, packed: u64) -> bool {
    unpacked > in_proportion(packed)
}

/// Refuses parts that would mislead the workbook reader.
fn check_part(name: &str, content: &[u8]) -> Result<(), SheetError> {
    let is_xml = name.rsplit('.').next().is_some_and(|ending| ending == "xml" || ending == "rels");
    if is_xml && content.contains(&0) {
        // UTF-16, which no office program writes, would hide from the checks below.
        return Err(SheetError::Damaged);
    }
    if name.ends_with("sharedstrings.xml") {
        check_shared_strings(content)?;
    }
    if name.ends_with("styles.xml") && content.split(|byte| *byte == b'<').count() > MOST_FORMAT_ELEMENTS {
        return Err(SheetError::TooLarge(Extent::Parts));
    }
    Ok(())
}

/// The workbook reader reserves as many strings as the table claims to have; a false claim would end the process.
fn check_shared_strings(content: &[u8]) -> Result<(), SheetError> {
    const CLAIM: &[u8] = b"uniqueCount";
    let possible = u64::try_from(content.len()).unwrap_or(u64::MAX) / SHORTEST_STRING;
    let mut rest = content;
    while let Some(at) = rest.windows(CLAIM.len()).position(|window| window == CLAIM) {
        rest = rest.get(at + CLAIM.len()..).unwrap_or_default();
        let Some(quoted) = rest.trim_ascii_start().strip_prefix(b"=").map(<[u8]>::trim_ascii_start) else {
            continue;
        };
        let digits: Vec<u8> = quoted.iter().skip(1).copied().take_while(u8::is_ascii_digit).collect();
        let claimed =
            String::from_utf8_lossy(&digits).parse().unwrap_or(if digits.is_empty() { 0 } else { u64::MAX });
        if claimed > possible {
            return Err(SheetError::Damaged);
        }
    }
    Ok(())
}

/// What a file that is no archive seems to be.
fn not_an_archive(bytes: &[u8]) -> SheetError {
    const COMPOUND_FILE: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    if bytes.starts_with(COMPOUND_FILE) {
        // Both an old workbook and a locked new one are compound files; the name of a stream tells them apart.
        let stream: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let locked = bytes.windows(stream.len()).any(|window| window == stream);
        return if locked { SheetError::Encrypted } else { SheetError::OldWorkbook };
    }
    let beginning = bytes.get(..1024).unwrap_or(bytes);
    let is_text = !beginning.iter().any(|byte| *byte < b'\t');
    if is_text && beginning.contains(&b'\n') { SheetError::TextFile } else { SheetError::NotAWorkbook }
}

#[cfg(test)]
mod tests;
