//! Documents of office programs: which kind, and that they bring no macros, no lock and no bomb.

use std::io::{self, Cursor, Read as _};

use zip::ZipArchive;

use crate::attachments::kind::Kind;
use crate::attachments::refusal::Refusal;

/// How files of the newer kind begin, which are archives.
pub(super) const ARCHIVE: &[u8] = b"PK\x03\x04";
/// How files of the older kind begin, which are file systems in small.
pub(super) const COMPOUND: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/// A long document has some hundred parts.
const MOST_PARTS: usize = 5000;
/// The most that all parts may come to: a presentation full of pictures, which hardly shrink.
const MOST_UNPACKED: u64 = 200 << 20;
/// Text shrinks to a tenth, hardly ever to a fiftieth.
const HIGHEST_RATIO: u64 = 200;
/// Below this size the ratio says nothing.
const RATIO_MATTERS_FROM: u64 = 4 << 20;
/// The list of the parts' kinds is short.
const LONGEST_LIST: u64 = 1 << 20;

/// A document of the newer kind. Every part is unpacked once, into nothing: what the archive says of itself is not
/// believed.
pub(super) fn of_archive(bytes: &[u8]) -> Result<Kind, Refusal> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Refusal::Broken)?;
    if archive.len() > MOST_PARTS {
        return Err(Refusal::Bomb);
    }
    let (mut kinds, mut left, mut macros) = (String::new(), MOST_UNPACKED, false);
    for index in 0..archive.len() {
        let part = archive.by_index_raw(index).map_err(|_| Refusal::Broken)?;
        if part.encrypted() {
            return Err(Refusal::Locked);
        }
        let packed = part.compressed_size();
        drop(part);
        let mut part = archive.by_index(index).map_err(|_| Refusal::Broken)?;
        let name = part.name().map_err(|_| Refusal::Broken)?.replace('\\', "/").to_ascii_lowercase();
        macros |= name.ends_with("vbaproject.bin") || name.contains("/activex/");
        let most = packed.saturating_mul(HIGHEST_RATIO).max(RATIO_MATTERS_FROM).min(left);
        let unpacked = if name == "[content_types].xml" {
            let mut text = Vec::new();
            part.by_ref().take(LONGEST_LIST).read_to_end(&mut text).map_err(|_| Refusal::Broken)?;
            kinds = String::from_utf8_lossy(&text).into_owned();
            u64::try_from(text.len()).unwrap_or(u64::MAX)
        } else {
            io::copy(&mut part.by_ref().take(most.saturating_add(1)), &mut io::sink())
                .map_err(|_| Refusal::Broken)?
        };
        if unpacked > most {
            return Err(Refusal::Bomb);
        }
        left = left.checked_sub(unpacked).ok_or(Refusal::Bomb)?;
    }
    if macros || kinds.to_ascii_lowercase().contains("macroenabled") {
        return Err(Refusal::Macros);
    }
    let main = |kind: &str| kinds.contains(&format!("officedocument.{kind}.main+xml"));
    if main("wordprocessingml.document") {
        Ok(Kind::Docx)
    } else if main("spreadsheetml.sheet") {
        Ok(Kind::Xlsx)
    } else if main("presentationml.presentation") || main("presentationml.slideshow") {
        Ok(Kind::Pptx)
    } else {
        Err(Refusal::Unknown)
    }
}

/// A document of the older kind, also as WPS writes it: known by the streams that its directory names.
pub(super) fn of_compound(bytes: &[u8]) -> Result<Kind, Refusal> {
    let names = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        holds(bytes, &wide)
    };
    if names("EncryptedPackage") {
        return Err(Refusal::Locked);
    }
    if names("_VBA_PROJECT") {
        return Err(Refusal::Macros);
    }
    if names("WordDocument") {
        Ok(Kind::Doc)
    } else if names("PowerPoint Document") {
        Ok(Kind::Ppt)
    } else if names("Workbook") || names("Book") {
        Ok(Kind::Xls)
    } else {
        Err(Refusal::Unknown)
    }
}

/// Whether `sought` stands somewhere in `bytes`.
fn holds(bytes: &[u8], sought: &[u8]) -> bool {
    bytes.windows(sought.len()).any(|window| window == sought)
}
