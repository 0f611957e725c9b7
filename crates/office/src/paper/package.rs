//! The file itself: an archive of parts, all but two of which are always the same.

use std::fmt::Write as _;
use std::io::{self, Cursor, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::markup::escaped;

const CONTENT_TYPES: &str = include_str!("parts/content-types.xml");
const RELATIONS: &str = include_str!("parts/relations.xml");
const DOCUMENT_RELATIONS: &str = include_str!("parts/document-relations.xml");
const STYLES: &str = include_str!("parts/styles.xml");
const SETTINGS: &str = include_str!("parts/settings.xml");
const FONTS: &str = include_str!("parts/fonts.xml");
const FOOTER: &str = include_str!("parts/footer.xml");

/// The file of a document with this title, this main part, and its pictures.
pub(super) fn pack(title: &str, document: &str, pictures: &[&[u8]]) -> io::Result<Vec<u8>> {
    // Every part of the same day, the first that an archive knows.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let parts: [(&str, &str); 10] = [
        ("[Content_Types].xml", CONTENT_TYPES),
        ("_rels/.rels", RELATIONS),
        ("docProps/core.xml", &properties(title)),
        ("word/document.xml", document),
        ("word/_rels/document.xml.rels", &relations(pictures.len())),
        ("word/styles.xml", STYLES),
        ("word/settings.xml", SETTINGS),
        ("word/fontTable.xml", FONTS),
        ("word/footer1.xml", FOOTER),
        ("word/footer2.xml", &FOOTER.replace("FooterOdd", "FooterEven")),
    ];
    for (name, content) in parts {
        archive.start_file(name, options)?;
        archive.write_all(content.as_bytes())?;
    }
    // They are packed already.
    let stored = options.compression_method(CompressionMethod::Stored);
    for (at, picture) in pictures.iter().enumerate() {
        archive.start_file(format!("word/{}", picture_name(at)), stored)?;
        archive.write_all(picture)?;
    }
    Ok(archive.finish()?.into_inner())
}

/// How the main part calls its pictures, the first being 0.
pub(super) fn picture_id(at: usize) -> String {
    format!("picture{at}")
}

fn picture_name(at: usize) -> String {
    format!("media/picture{at}.jpeg")
}

fn relations(pictures: usize) -> String {
    const KIND: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image";
    const END: &str = "</Relationships>";
    let mut relations = DOCUMENT_RELATIONS.trim_end().trim_end_matches(END).to_owned();
    for at in 0..pictures {
        let (id, name) = (picture_id(at), picture_name(at));
        // Writing to a text cannot fail.
        let _ = write!(relations, r#"<Relationship Id="{id}" Type="{KIND}" Target="{name}"/>"#);
    }
    relations.push_str(END);
    relations
}

fn properties(title: &str) -> String {
    format!(
        concat!(
            r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
            r#"<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties""#,
            r#" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{}</dc:title><dc:language>zh-CN</dc:language>"#,
            "</cp:coreProperties>",
        ),
        escaped(title)
    )
}
