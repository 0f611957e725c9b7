//! Why a whole workbook cannot be read, or written.

use thiserror::Error;

use crate::language::{Language, Title};

/// Why a workbook cannot be read at all.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SheetError {
    /// Not a workbook of any kind.
    #[error("not a workbook")]
    NotAWorkbook,
    /// The binary format of Excel before 2007.
    #[error("workbook in the old .xls format")]
    OldWorkbook,
    /// Text or a web page, whatever its name says.
    #[error("text or web page instead of a workbook")]
    TextFile,
    /// Locked with a password.
    #[error("workbook encrypted")]
    Encrypted,
    /// A workbook cut short or broken.
    #[error("workbook damaged")]
    Damaged,
    /// Larger than the limits allow.
    #[error("workbook too large: {0:?}")]
    TooLarge(Extent),
    /// Unpacks to something out of all proportion.
    #[error("workbook unpacks out of proportion")]
    ZipBomb,
    /// No visible sheet.
    #[error("no visible sheet")]
    NoSheet,
    /// No row near the top names the columns.
    #[error("no heading row")]
    NoHeadings,
    /// Required columns are not there.
    #[error("{} required columns missing", .0.len())]
    MissingColumns(Vec<Title>),
    /// Two headings mean the same column.
    #[error("heading twice, in columns {first} and {second}")]
    DuplicateHeading {
        /// The column's heading.
        title: Title,
        /// The letters of the first.
        first: String,
        /// The letters of the second.
        second: String,
    },
    /// Headings, and nothing below them.
    #[error("no rows below the headings")]
    NoRows,
}

/// Which limit was passed, and where it lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// Bytes of the file.
    Bytes(u64),
    /// Bytes of its parts when unpacked.
    Unpacked(u64),
    /// Rows with a value.
    Rows(u32),
    /// Parts, cell formats or merged blocks, of which no sheet made by people has so many.
    Parts,
}

impl SheetError {
    /// What is wrong and how to mend it.
    pub fn describe(&self, language: Language) -> String {
        let (chinese, english) = match self {
            Self::NotAWorkbook => (
                "不是 Excel 工作簿，请用模板填写并保存为 .xlsx",
                "not an Excel workbook: fill in the template and save it as .xlsx",
            ),
            Self::OldWorkbook => (
                "这是旧版 .xls 文件，请在 Excel 或 WPS 中另存为 .xlsx",
                "this is an old .xls file: save it as .xlsx in Excel or WPS",
            ),
            Self::TextFile => (
                "这是文本、CSV 或网页文件，请在 Excel 或 WPS 中打开后另存为 .xlsx",
                "this is a text, CSV or web page file: open it in Excel or WPS and save it as .xlsx",
            ),
            Self::Encrypted => {
                ("文件设有密码，请取消密码后再导入", "the file has a password: remove it first")
            }
            Self::Damaged => (
                "文件已损坏或不完整，请在 Excel 或 WPS 中打开并另存一份再试",
                "the file is damaged or incomplete: open it in Excel or WPS, save a copy and try again",
            ),
            Self::ZipBomb => (
                "文件解压后大得异常，已拒绝；请把数据复制到新模板中",
                "the file unpacks to an abnormal size and was refused: copy the data into a fresh template",
            ),
            Self::NoSheet => ("没有可见的工作表，请取消隐藏", "there is no visible sheet: unhide one"),
            Self::NoHeadings => (
                "前10行中找不到表头，请按模板的表头填写",
                "no heading row within the first 10 rows: use the template's headings",
            ),
            Self::NoRows => ("表头下面没有数据", "there is nothing below the headings"),
            Self::TooLarge(extent) => return extent.describe(language),
            Self::MissingColumns(titles) => {
                let names: Vec<_> = titles.iter().map(|title| title.in_language(language)).collect();
                return language.pick(
                    format!("缺少必需的列：{}，请按模板补上", names.join("、")),
                    format!(
                        "required columns are missing: {}: add them as in the template",
                        names.join(", ")
                    ),
                );
            }
            Self::DuplicateHeading { title, first, second } => {
                let name = title.in_language(language);
                return language.pick(
                    format!("“{name}”列重复（{first} 列和 {second} 列），请只保留一列"),
                    format!("the column “{name}” is there twice ({first} and {second}): keep only one"),
                );
            }
        };
        language.pick(chinese, english).to_owned()
    }
}

impl Extent {
    fn describe(self, language: Language) -> String {
        const MEGABYTE: u64 = 1 << 20;
        match self {
            Self::Bytes(limit) => language.pick(
                format!("文件超过 {} MB，请删去图片或分成几个文件", limit.div_ceil(MEGABYTE)),
                format!(
                    "the file is larger than {} MB: remove pictures or split it",
                    limit.div_ceil(MEGABYTE)
                ),
            ),
            Self::Unpacked(limit) => language.pick(
                format!(
                    "文件解压后超过 {} MB，请删去图片和多余的格式，或分成几个文件",
                    limit.div_ceil(MEGABYTE)
                ),
                format!(
                    "the file unpacks to more than {} MB: remove pictures and needless formats, or split it",
                    limit.div_ceil(MEGABYTE)
                ),
            ),
            Self::Rows(limit) => language.pick(
                format!("超过 {limit} 行，请分成几个文件"),
                format!("there are more than {limit} rows: split the file"),
            ),
            Self::Parts => language.pick(
                "文件的格式或合并单元格过多，请把数据复制到新模板中".to_owned(),
                "the file has too many formats or merged cells: copy the data into a fresh template"
                    .to_owned(),
            ),
        }
    }
}

/// Why a workbook cannot be written.
#[derive(Debug, Error)]
pub enum WriteError {
    /// More rows or columns than a sheet can have.
    #[error("table larger than a sheet")]
    TooLarge,
    /// Nobody waits for it any more.
    #[error("writing the workbook was stopped")]
    Stopped,
    /// The rows could not be kept, or the workbook not be put together.
    #[error("workbook could not be written")]
    Failed(#[source] rust_xlsxwriter::XlsxError),
}

impl WriteError {
    /// Whether there was no room left on the disk.
    pub fn is_full(&self) -> bool {
        let Self::Failed(error) = self else { return false };
        let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(error);
        while let Some(error) = cause {
            let kind = match error.downcast_ref::<rust_xlsxwriter::XlsxError>() {
                Some(rust_xlsxwriter::XlsxError::IoError(error)) => Some(error.kind()),
                _ => error.downcast_ref::<std::io::Error>().map(std::io::Error::kind),
            };
            if kind == Some(std::io::ErrorKind::StorageFull) {
                return true;
            }
            cause = error.source();
        }
        false
    }
}

impl From<std::io::Error> for WriteError {
    fn from(error: std::io::Error) -> Self {
        Self::Failed(error.into())
    }
}

impl From<rust_xlsxwriter::XlsxError> for WriteError {
    fn from(error: rust_xlsxwriter::XlsxError) -> Self {
        match error {
            rust_xlsxwriter::XlsxError::RowColumnLimitError => Self::TooLarge,
            other => Self::Failed(other),
        }
    }
}
