//! A folder keeps what it was given under its hash, and leaves nothing half-done.

use std::fs;
use std::io::{self, Read as _, Write as _};

use super::{BlobHash, Blobs, Found, Part};

/// SHA-256 of `abc`.
const ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
const PLACE: &str = "ba/7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

fn kept(blobs: &Blobs, bytes: &[u8]) -> BlobHash {
    let mut incoming = blobs.incoming().unwrap();
    incoming.write_all(bytes).unwrap();
    let arrived = incoming.end().unwrap();
    let hash = arrived.hash;
    blobs.keep(arrived, &hash, Part::Whole).unwrap();
    hash
}

fn read(blobs: &Blobs, hash: &BlobHash, range: Option<std::ops::Range<u64>>) -> Option<String> {
    let mut text = String::new();
    blobs.open(hash, Part::Whole, range).unwrap()?.read_to_string(&mut text).unwrap();
    Some(text)
}

#[test]
fn bytes_are_found_by_their_hash_and_kept_once() {
    let folder = tempfile::tempdir().unwrap();
    let blobs = Blobs::folder(folder.path().join("attachments"));
    let hash = kept(&blobs, b"abc");
    assert_eq!(hash.to_string(), ABC);
    assert_eq!(kept(&blobs, b"abc"), hash);
    let file = folder.path().join("attachments").join(PLACE);
    assert_eq!(fs::read(&file).unwrap(), b"abc");
    let left = |name: &str| fs::read_dir(folder.path().join("attachments").join(name)).unwrap().count();
    assert_eq!((left("ba"), left("incoming")), (1, 0));
    assert_eq!(read(&blobs, &hash, None).unwrap(), "abc");
    assert_eq!(read(&blobs, &hash, Some(1..2)).unwrap(), "b");
    blobs.remove(&hash).unwrap();
    blobs.remove(&hash).unwrap();
    assert_eq!(read(&blobs, &hash, None), None);
}

#[test]
fn altered_and_missing_bytes_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let blobs = Blobs::folder(folder.path());
    let hash = kept(&blobs, b"abc");
    assert_eq!(blobs.check(&hash).unwrap(), Found::Whole);
    let file = folder.path().join(PLACE);
    fs::write(&file, b"abd").unwrap();
    assert_eq!(blobs.check(&hash).unwrap(), Found::Altered);
    // The same bytes brought again mend it.
    kept(&blobs, b"abc");
    assert_eq!(blobs.check(&hash).unwrap(), Found::Whole);
    fs::remove_file(file).unwrap();
    assert_eq!(blobs.check(&hash).unwrap(), Found::Missing);
}

#[test]
fn what_is_given_up_on_the_way_leaves_nothing_and_what_a_crash_left_is_cleared() {
    let folder = tempfile::tempdir().unwrap();
    let blobs = Blobs::folder(folder.path());
    let mut incoming = blobs.incoming().unwrap();
    incoming.write_all(b"half").unwrap();
    drop(incoming);
    let left = || fs::read_dir(folder.path().join("incoming")).unwrap().count();
    assert_eq!(left(), 0);
    fs::write(folder.path().join("incoming/left"), b"half").unwrap();
    blobs.clear_incoming(0).unwrap();
    assert_eq!(left(), 1);
    blobs.clear_incoming(i64::MAX / 2).unwrap();
    assert_eq!(left(), 0);
}

#[test]
fn a_folder_that_cannot_be_written_is_an_error_and_not_a_loss() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a-file");
    fs::write(&file, b"x").unwrap();
    // Below a file there is no folder: this refuses even those who may write everywhere.
    let refused = Blobs::folder(file.join("attachments")).incoming().unwrap_err();
    assert_eq!(refused.kind(), io::ErrorKind::NotADirectory);
}

#[test]
fn only_a_hash_is_a_hash() {
    assert_eq!(BlobHash::from_text(ABC).unwrap().to_string(), ABC);
    let upper = ABC.to_uppercase();
    let signed = ABC.replacen('b', "+", 1);
    for text in [
        "",
        "abc",
        upper.as_str(),
        signed.as_str(),
        "../../../../../../../../../../../../../../../../../../../../etc/passwd",
    ] {
        assert_eq!(BlobHash::from_text(text), None, "{text}");
    }
}
