//! What a file is, found in its content: never in its name or in what the browser says of it.

use crate::attachments::office;
use crate::attachments::refusal::Refusal;

/// The kinds that are accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Jpeg,
    Png,
    Webp,
    Gif,
    Pdf,
    Docx,
    Xlsx,
    Pptx,
    Doc,
    Xls,
    Ppt,
    Mp3,
    M4a,
    Wav,
    Ogg,
    Amr,
    Mp4,
    Webm,
}

/// What a file field offers to choose from: the kinds as a phone and an office's machine know them.
pub(crate) const ACCEPTED: &str =
    "image/*,audio/*,application/pdf,.doc,.docx,.xls,.xlsx,.ppt,.pptx,.wps,.et,.dps";

/// What the file field of a lesson offers to choose from.
pub(crate) const ACCEPTED_MEDIA: &str =
    "video/mp4,video/webm,audio/*,application/pdf,.mp4,.webm,.mp3,.m4a,.ogg,.wav,.pdf";

/// Each kind with its media type and the endings of names that fit it, the usual one first.
const KINDS: [(Kind, &str, &[&str]); 18] = [
    (Kind::Jpeg, "image/jpeg", &["jpg", "jpeg", "jpe", "jfif"]),
    (Kind::Png, "image/png", &["png"]),
    (Kind::Webp, "image/webp", &["webp"]),
    (Kind::Gif, "image/gif", &["gif"]),
    (Kind::Pdf, "application/pdf", &["pdf"]),
    (Kind::Docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document", &["docx"]),
    (Kind::Xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", &["xlsx"]),
    (
        Kind::Pptx,
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        &["pptx", "ppsx"],
    ),
    (Kind::Doc, "application/msword", &["doc", "wps", "dot", "wpt"]),
    (Kind::Xls, "application/vnd.ms-excel", &["xls", "et"]),
    (Kind::Ppt, "application/vnd.ms-powerpoint", &["ppt", "dps", "pps"]),
    (Kind::Mp3, "audio/mpeg", &["mp3"]),
    (Kind::M4a, "audio/mp4", &["m4a", "m4b", "mp4", "3gp", "3gpp", "aac"]),
    (Kind::Wav, "audio/wav", &["wav"]),
    (Kind::Ogg, "audio/ogg", &["ogg", "oga", "opus"]),
    (Kind::Amr, "audio/amr", &["amr"]),
    (Kind::Mp4, "video/mp4", &["mp4", "m4v"]),
    (Kind::Webm, "video/webm", &["webm"]),
];

impl Kind {
    /// What `bytes` are, or why they are not accepted.
    pub(super) fn of(bytes: &[u8]) -> Result<Self, Refusal> {
        if bytes.is_empty() {
            return Err(Refusal::Empty);
        }
        if bytes.starts_with(office::ARCHIVE) {
            return office::of_archive(bytes);
        }
        if bytes.starts_with(office::COMPOUND) {
            return office::of_compound(bytes);
        }
        // In the head only: a PDF's mark may stand after some bytes of a printer's.
        let found = infer::get(bytes).map_or("", |found| found.mime_type());
        match found {
            "image/jpeg" => Ok(Self::Jpeg),
            "image/png" => Ok(Self::Png),
            "image/webp" => Ok(Self::Webp),
            "image/gif" => Ok(Self::Gif),
            "application/pdf" => Ok(Self::Pdf),
            "audio/mpeg" => Ok(Self::Mp3),
            "audio/m4a" => Ok(Self::M4a),
            "audio/x-wav" => Ok(Self::Wav),
            "audio/ogg" | "audio/opus" => Ok(Self::Ogg),
            "audio/amr" => Ok(Self::Amr),
            "image/heif" | "image/avif" => Err(Refusal::Heic),
            _ if is_brand(bytes, &["heic", "heix", "hevc", "mif1", "msf1"]) => Err(Refusal::Heic),
            // A phone's recorder writes the same container as its camera.
            _ if bytes.get(4..8) == Some(b"ftyp") => {
                if has_track(bytes, b"soun") && !has_track(bytes, b"vide") {
                    Ok(Self::M4a)
                } else {
                    Err(Refusal::Video)
                }
            }
            video if video.starts_with("video/") => Err(Refusal::Video),
            _ => Err(Refusal::Unknown),
        }
    }

    /// As it is told to a browser.
    pub(crate) fn media_type(self) -> &'static str {
        self.row().1
    }

    /// The kind of a stored media type.
    pub(super) fn from_media_type(text: &str) -> Option<Self> {
        KINDS.iter().find(|(_, media_type, _)| *media_type == text).map(|(kind, ..)| *kind)
    }

    /// The endings of names that fit, the usual one first.
    pub(super) fn endings(self) -> &'static [&'static str] {
        self.row().2
    }

    /// The usual ending of its names.
    pub(crate) fn ending(self) -> &'static str {
        self.endings().first().copied().unwrap_or_default()
    }

    pub(crate) fn is_picture(self) -> bool {
        self.media_type().starts_with("image/")
    }

    pub(crate) fn is_film(self) -> bool {
        self.media_type().starts_with("video/")
    }

    pub(crate) fn is_sound(self) -> bool {
        self.media_type().starts_with("audio/")
    }

    fn row(self) -> &'static (Self, &'static str, &'static [&'static str]) {
        let row = KINDS.iter().find(|(kind, ..)| *kind == self);
        row.expect("every kind has a row")
    }
}

/// Whether the container's brand is one of these.
fn is_brand(bytes: &[u8], brands: &[&str]) -> bool {
    bytes.get(4..8) == Some(b"ftyp")
        && bytes.get(8..12).is_some_and(|brand| brands.iter().any(|known| known.as_bytes() == brand))
}

/// Whether a track of the container is handled as `kind`: `soun` or `vide`.
fn has_track(bytes: &[u8], kind: &[u8]) -> bool {
    let handlers = bytes.windows(16).filter(|window| window.starts_with(b"hdlr"));
    handlers.into_iter().any(|handler| handler.get(12..16) == Some(kind))
}

/// A name as it may stand in a list and on a disk: without folders and signs that systems take for orders, bounded,
/// with an ending that fits what the file is.
pub(super) fn clean_name(name: &str, kind: Kind) -> String {
    const LONGEST: usize = 100;
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let odd = |symbol: char| {
        symbol.is_control() || "\"*:<>?|\u{202a}\u{202b}\u{202d}\u{202e}\u{2066}\u{2067}".contains(symbol)
    };
    let plain: String = last.chars().filter(|symbol| !odd(*symbol)).collect();
    let plain = plain.trim().trim_matches('.');
    let endings = kind.endings();
    let usual = endings.first().copied().unwrap_or_default();
    let (stem, ending) = match plain.rsplit_once('.') {
        Some((stem, ending)) if endings.contains(&ending.to_ascii_lowercase().as_str()) => (stem, ending),
        _ => (plain, usual),
    };
    let stem: String = stem.trim().chars().take(LONGEST).collect();
    format!("{}.{ending}", if stem.is_empty() { "file" } else { &stem })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_gets_the_ending_of_what_it_is() {
        for (name, kind, clean) in [
            ("照片.JPG", Kind::Jpeg, "照片.JPG"),
            ("page.html", Kind::Jpeg, "page.html.jpg"),
            ("C:\\Users\\li\\会议记录.wps", Kind::Doc, "会议记录.wps"),
            ("../../etc/passwd", Kind::Pdf, "passwd.pdf"),
            ("a\u{202e}gpj.exe", Kind::Pdf, "agpj.exe.pdf"),
            ("\r\nSet-Cookie: x", Kind::Pdf, "Set-Cookie x.pdf"),
            ("", Kind::Mp3, "file.mp3"),
            (".png", Kind::Png, "png.png"),
        ] {
            assert_eq!(clean_name(name, kind), clean, "{name:?}");
        }
        let long = clean_name(&"长".repeat(500), Kind::Pdf);
        assert_eq!(long.chars().count(), 104);
    }

    #[test]
    fn every_kind_is_known_again_by_its_media_type() {
        for (kind, media_type, endings) in KINDS {
            assert_eq!(Kind::from_media_type(media_type), Some(kind));
            assert!(!endings.is_empty());
        }
        assert_eq!(Kind::from_media_type("text/html"), None);
    }
}
