//! A file as a page shows it.

use crate::attachments::picture::small_pixels;
use crate::attachments::{Attachment, Kind};
use crate::shell::lang::Messages;

/// A file on a page.
#[derive(Clone, Debug)]
pub(crate) struct FileView {
    pub(crate) id: String,
    pub(crate) name: String,
    /// What it is and how large: `照片，2.4 MB`.
    pub(crate) told: String,
    pub(crate) icon: &'static str,
    pub(crate) is_sound: bool,
    pub(crate) is_film: bool,
    /// Width and height of the small picture, where there is one.
    pub(crate) small: Option<(i64, i64)>,
}

/// How a page shows a file.
pub(crate) fn view(attachment: &Attachment, t: &Messages) -> FileView {
    let kind = attachment.kind;
    let (icon, word) = match kind {
        Kind::Jpeg | Kind::Png | Kind::Webp | Kind::Gif => ("photo", t.attachments_picture()),
        Kind::Pdf => ("file-type-pdf", "PDF".to_owned()),
        Kind::Docx | Kind::Doc => ("file-type-doc", t.attachments_document()),
        Kind::Xlsx | Kind::Xls => ("table", t.attachments_table()),
        Kind::Pptx | Kind::Ppt => ("presentation", t.attachments_slides()),
        Kind::Mp3 | Kind::M4a | Kind::Wav | Kind::Ogg | Kind::Amr => ("volume", t.attachments_sound()),
        Kind::Mp4 | Kind::Webm => ("movie", t.attachments_film()),
    };
    FileView {
        id: attachment.id.to_string(),
        name: attachment.file_name.clone(),
        told: t.attachments_told(word, size(attachment.bytes)),
        icon,
        is_sound: kind.is_sound(),
        is_film: kind.is_film(),
        small: attachment.pixels.map(small_pixels),
    }
}

/// `350 KB`, `2.4 MB`.
fn size(bytes: i64) -> String {
    const KB: i64 = 1024;
    const MB: i64 = 1024 * KB;
    if bytes < MB {
        return format!("{} KB", (bytes + KB - 1) / KB);
    }
    let tenths = (bytes * 10 + MB / 2) / MB;
    format!("{}.{} MB", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn a_size_is_told_as_people_read_it() {
        for (bytes, told) in
            [(0, "0 KB"), (1, "1 KB"), (350 * 1024, "350 KB"), (2_516_582, "2.4 MB"), (20 << 20, "20.0 MB")]
        {
            assert_eq!(size(bytes), told);
        }
    }
}
