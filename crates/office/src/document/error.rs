//! Why a document's text cannot be read.

use thiserror::Error;

use crate::language::Language;

/// Why a document's text cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum DocumentError {
    /// Neither text, nor Word, PDF or a web page.
    #[error("not a document with text")]
    NotADocument,
    /// The binary format of Word before 2007, or of WPS, or a locked file.
    #[error("document in an old or locked format")]
    OldFormat,
    /// Rich text.
    #[error("rich text")]
    RichText,
    /// A workbook, a presentation or some other archive.
    #[error("an archive that is no Word document")]
    NotWord,
    /// Locked with a password.
    #[error("document encrypted")]
    Encrypted,
    /// Cut short or broken.
    #[error("document damaged")]
    Damaged,
    /// Larger than so many bytes.
    #[error("document larger than {0} bytes")]
    TooLarge(u64),
    /// Pages that are pictures.
    #[error("scan without text")]
    Scan,
    /// Nothing in it.
    #[error("document empty")]
    Empty,
}

impl DocumentError {
    /// What is wrong and how to mend it.
    pub fn describe(&self, language: Language) -> String {
        let (chinese, english) = match self {
            Self::NotADocument => (
                "不是可读的文档，请上传 Word（.docx）、PDF、网页或文本文件",
                "not a readable document: use Word (.docx), PDF, a web page or a text file",
            ),
            Self::OldFormat => (
                "这是旧版 .doc、WPS 或加密文件，请在 Word 或 WPS 中另存为不加密的 .docx",
                "this is an old .doc, a WPS or a locked file: save it as an unlocked .docx in Word or WPS",
            ),
            Self::RichText => (
                "这是 RTF 文件，请在 Word 或 WPS 中另存为 .docx",
                "this is an RTF file: save it as .docx in Word or WPS",
            ),
            Self::NotWord => (
                "这不是 Word 文档（可能是 Excel、演示文稿或压缩包），请上传 .docx",
                "this is no Word document (a workbook, slides or an archive?): use a .docx",
            ),
            Self::Encrypted => {
                ("文件设有密码，请取消密码后再上传", "the file has a password: remove it first")
            }
            Self::Damaged => (
                "文件已损坏或不完整，请打开并另存一份再试，或直接粘贴文字",
                "the file is damaged or incomplete: open it, save a copy and try again, or paste its text",
            ),
            Self::Scan => (
                "这是扫描件，页面只有图片、没有文字，请用原始的 Word 文件，或识别成文字后粘贴",
                "this is a scan: its pages are pictures without text; use the Word file, or paste the recognised text",
            ),
            Self::Empty => ("文件里没有文字", "there is no text in the file"),
            Self::TooLarge(limit) => {
                let megabytes = limit.div_ceil(1 << 20);
                return language.pick(
                    format!("文件超过 {megabytes} MB，请删去图片，或直接粘贴文字"),
                    format!("the file is larger than {megabytes} MB: remove pictures, or paste its text"),
                );
            }
        };
        language.pick(chinese, english).to_owned()
    }
}
