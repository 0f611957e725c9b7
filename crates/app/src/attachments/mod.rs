//! Files that stand beside records: pictures, PDF, documents, sound; and the films and sound of lessons. What they are, who brought them, where they are.
//!
//! Which record a file belongs to, and who may open it, is not known here; see `records`.

mod bring;
mod clean;
mod kind;
mod media;
mod office;
mod picture;
mod refusal;
#[cfg(test)]
pub(crate) mod samples;
mod serve;
mod store;
mod strip;
#[cfg(test)]
mod tests;
mod views;

use crate::shell::Id;
use crate::shell::blobs::BlobHash;

pub(crate) use bring::{bring, bring_media, put, put_media};
pub(crate) use clean::{JOB, clean, job};
pub(crate) use kind::{ACCEPTED, ACCEPTED_MEDIA, Kind};
pub(crate) use picture::{gray, reduced, reduced_pixels, small_pixels};
pub(crate) use serve::answer;
pub(crate) use store::{all_blobs, each_kept, find, keep, release, total};
pub(crate) use views::{FileView, view};

/// A file as it is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Attachment {
    pub(crate) id: Id,
    /// Of its bytes as they are kept.
    pub(crate) hash: BlobHash,
    pub(crate) bytes: i64,
    pub(crate) kind: Kind,
    /// As it is called, with an ending that fits what it is.
    pub(crate) file_name: String,
    /// Width and height of a picture, as it is seen.
    pub(crate) pixels: Option<(i64, i64)>,
    pub(crate) by_account_id: Id,
    pub(crate) at: i64,
    /// Whether a record names it.
    pub(crate) kept: bool,
}
