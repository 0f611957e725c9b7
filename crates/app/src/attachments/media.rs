//! What the file of a lesson is: found in its head and in the tables of its container, without reading it whole.

use std::io::{self, Read, Seek, SeekFrom};

use crate::attachments::kind::Kind;
use crate::attachments::refusal::Refusal;

/// Bytes of the head in which a kind shows itself.
const HEAD: u64 = 8192;
/// Boxes that are looked at: a film has some dozens outside of its pictures.
const MOST_BOXES: usize = 10_000;
/// The boxes of an MP4 in which its tracks are described.
const OUTER: [&[u8; 4]; 5] = [b"moov", b"trak", b"mdia", b"minf", b"stbl"];
/// Codings of pictures that most browsers on office machines do not play: H.265 as phones write it.
const UNPLAYED: [&[u8]; 4] = [b"hvc1", b"hev1", b"dvh1", b"dvhe"];

/// The kind of a lesson's file, or why it is not taken.
pub(super) fn kind_of(file: &mut (impl Read + Seek)) -> io::Result<Result<Kind, Refusal>> {
    let mut head = Vec::new();
    file.by_ref().take(HEAD).read_to_end(&mut head)?;
    if head.is_empty() {
        return Ok(Err(Refusal::Empty));
    }
    if head.get(4..8) == Some(b"ftyp") {
        return of_container(file, head.get(8..12).unwrap_or_default());
    }
    Ok(match infer::get(&head).map_or("", |found| found.mime_type()) {
        "audio/mpeg" => Ok(Kind::Mp3),
        "audio/x-wav" => Ok(Kind::Wav),
        "audio/ogg" | "audio/opus" => Ok(Kind::Ogg),
        "video/webm" => Ok(Kind::Webm),
        "application/pdf" => Ok(Kind::Pdf),
        other if other.starts_with("video/") => Err(Refusal::Unplayable),
        _ => Err(Refusal::NoMedia),
    })
}

/// The tracks of a container.
#[derive(Debug, Default)]
struct Tracks {
    pictures: bool,
    sound: bool,
    unplayed: bool,
}

fn of_container(file: &mut (impl Read + Seek), brand: &[u8]) -> io::Result<Result<Kind, Refusal>> {
    let end = file.seek(SeekFrom::End(0))?;
    let (mut tracks, mut left) = (Tracks::default(), MOST_BOXES);
    walk(file, (0, end), &OUTER, &mut tracks, &mut left)?;
    Ok(match tracks {
        Tracks { unplayed: true, .. } => Err(Refusal::Unplayable),
        // The container of another maker's cameras, which few browsers open.
        Tracks { pictures: true, .. } if brand == b"qt  " => Err(Refusal::Unplayable),
        Tracks { pictures: true, .. } => Ok(Kind::Mp4),
        Tracks { sound: true, .. } => Ok(Kind::M4a),
        _ => Err(Refusal::NoMedia),
    })
}

/// Looks at the boxes of a stretch, and into those that describe tracks; what is broken ends it.
///
/// `outer` are the boxes that may still hold others, from the outermost: no file leads deeper than there are of them.
fn walk(
    file: &mut (impl Read + Seek),
    (mut at, end): (u64, u64),
    outer: &[&[u8; 4]],
    tracks: &mut Tracks,
    left: &mut usize,
) -> io::Result<()> {
    while at + 8 <= end && *left > 0 {
        *left -= 1;
        file.seek(SeekFrom::Start(at))?;
        let (size, name) = (u64::from(u32::from_be_bytes(read(file)?)), read::<4>(file)?);
        let (head, size) = match size {
            0 => (8, end - at),
            1 if at + 16 > end => break,
            1 => (16, u64::from_be_bytes(read(file)?)),
            size => (8, size),
        };
        let next = at.saturating_add(size).min(end);
        if size < head || at + head > end {
            break;
        }
        if let Some(depth) = outer.iter().position(|one| **one == name) {
            walk(file, (at + head, next), outer.get(depth + 1..).unwrap_or_default(), tracks, left)?;
        } else if &name == b"hdlr" && next >= at + head + 12 {
            let [_, _, _, _, _, _, _, _, handler @ ..] = read::<12>(file)?;
            tracks.pictures |= &handler == b"vide";
            tracks.sound |= &handler == b"soun";
        } else if &name == b"stsd" && next >= at + head + 16 {
            let [_, _, _, _, _, _, _, _, _, _, _, _, coding @ ..] = read::<16>(file)?;
            tracks.unplayed |= UNPLAYED.contains(&coding.as_slice());
        }
        at = next;
    }
    Ok(())
}

fn read<const N: usize>(file: &mut impl Read) -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    file.read_exact(&mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;
    use crate::attachments::samples::{container, film, pdf};

    #[test]
    fn a_film_is_known_by_its_tracks_wherever_its_tables_stand() {
        for (bytes, kind) in [
            (film("isom", &[("vide", "avc1"), ("soun", "mp4a")]), Ok(Kind::Mp4)),
            (film("M4A ", &[("soun", "mp4a")]), Ok(Kind::M4a)),
            (film("mp42", &[("vide", "hvc1")]), Err(Refusal::Unplayable)),
            (film("qt  ", &[("vide", "avc1")]), Err(Refusal::Unplayable)),
            (film("isom", &[]), Err(Refusal::NoMedia)),
            (container("heic", &[]), Err(Refusal::NoMedia)),
            ([b"\x1a\x45\xdf\xa3\x9f\x42\x82\x84webm".as_slice(), &[0; 300]].concat(), Ok(Kind::Webm)),
            (b"RIFF\x24\0\0\0WAVEfmt ".to_vec(), Ok(Kind::Wav)),
            (pdf(), Ok(Kind::Pdf)),
            (b"MZ\x90\0".to_vec(), Err(Refusal::NoMedia)),
            (Vec::new(), Err(Refusal::Empty)),
        ] {
            assert_eq!(kind_of(&mut Cursor::new(&bytes)).unwrap(), kind, "{:?}", bytes.get(..16));
        }
    }

    #[test]
    fn boxes_within_boxes_without_end_are_no_film() {
        let mut bytes = film("isom", &[("vide", "avc1")]);
        for _ in 0..20_000 {
            bytes.extend([0, 0, 0, 0]);
            bytes.extend(b"moov");
        }
        assert_eq!(kind_of(&mut Cursor::new(bytes)).unwrap(), Ok(Kind::Mp4));
    }

    #[test]
    fn a_broken_container_ends_the_search_and_nothing_else() {
        let whole = film("isom", &[("vide", "avc1")]);
        for cut in 0..whole.len() {
            let _ = kind_of(&mut Cursor::new(&whole[..cut]));
        }
        let mut endless = whole.clone();
        endless[0..4].copy_from_slice(&[0, 0, 0, 0]);
        assert_eq!(kind_of(&mut Cursor::new(&endless)).unwrap(), Err(Refusal::NoMedia));
    }
}
