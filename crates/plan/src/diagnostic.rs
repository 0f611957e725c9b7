//! What is wrong with a plan file, where, and how to mend it.

use std::ops::Range;

use serde::Serialize;

use crate::lang::Bilingual;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The file cannot be used as a plan.
    Error,
    /// The file can be used; somebody should look.
    Warning,
}

/// One problem of a plan file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// A stable code to look up or to search for: P003, W101.
    pub code: &'static str,
    /// What is wrong.
    pub message: Bilingual,
    /// How to mend it.
    pub hint: Option<Bilingual>,
    /// The bytes of the file that it is about.
    pub span: Range<usize>,
    /// The line, from 1.
    pub line: usize,
    /// The character in the line, from 1.
    pub column: usize,
}

macro_rules! codes {
    ($($name:ident $id:literal $severity:ident $means:literal),+ $(,)?) => {
        /// Every problem that a plan file can have, by its code.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Code { $(#[doc = $means] $name),+ }

        impl Code {
            pub(crate) const fn id(self) -> &'static str {
                match self { $(Self::$name => $id),+ }
            }

            pub(crate) const fn severity(self) -> Severity {
                match self { $(Self::$name => Severity::$severity),+ }
            }
        }

        /// Every code with what it stands for, for the reference documentation.
        pub const CODES: &[(&str, &str)] = &[$(($id, $means)),+];
    };
}

codes! {
    Syntax "P001" Error "the file is not TOML",
    UnknownKey "P002" Error "a key that plan files do not have",
    WrongType "P003" Error "a value of the wrong type",
    MissingKey "P004" Error "something that must be said is not said",
    Empty "P005" Error "a value that says nothing",
    UnreadableAmount "P010" Error "an amount that cannot be read",
    UnreadableWord "P011" Error "a word that stands for nothing here",
    UnreadableDay "P012" Error "a day or a window that cannot be read",
    UnreadableSubject "P013" Error "a subject that cannot be read",
    Duplicate "P020" Error "one code given twice",
    Misspelled "P021" Error "a code with characters that do not belong in one",
    UnknownActivity "P022" Error "an activity that the plan does not define",
    UnknownName "P023" Error "a post, unit type, category, duty or campaign that the plan does not define",
    UnitNotRecorded "P024" Error "a unit in which the activity is not recorded",
    WrongOwner "P025" Error "persons where organizations are meant, or the reverse",
    Circle "P026" Error "duties that are parts of each other in a circle",
    OutsidePlan "P030" Error "a day outside the plan",
    AbsurdAmount "P031" Error "an amount that nobody could reach, or nothing at all",
    Reversed "P032" Error "a lower bound above its upper bound, or an end before its beginning",
    TooMany "P033" Error "two statements of which only one can hold",
    RateUnattended "P034" Error "an attendance rate without an attended activity",
    Unattended "P035" Error "something said of a gathering where nobody attends",
    NotOpen "P040" Error "a local number where the arrangement gives one",
    QuoteNotFound "P050" Error "a source sentence that does not stand in the arrangement",
    TextMissing "P051" Error "the arrangement's text cannot be found",
    NoSource "W101" Warning "a duty without its source sentence",
    OpenAmount "W102" Warning "an amount left open",
    OpenPeriod "W103" Warning "a period left open",
    Overlap "W104" Warning "two duties that ask the same of the same subjects",
    QuoteTwice "W105" Warning "a source sentence that occurs more than once",
    Unused "W106" Warning "something defined and never used",
    ClampedDay "W107" Warning "a window that reaches beyond the plan",
}

/// A problem before its line and column are known.
#[derive(Debug)]
pub(crate) struct Finding {
    pub(crate) code: Code,
    pub(crate) span: Range<usize>,
    pub(crate) message: Bilingual,
    pub(crate) hint: Option<Bilingual>,
}

impl Finding {
    pub(crate) fn hint(&mut self, hint: Bilingual) -> &mut Self {
        self.hint = Some(hint);
        self
    }
}

/// Collects problems, so that reading never stops at the first.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    all: Vec<Finding>,
}

impl Findings {
    /// Adds a problem; the answer takes its hint.
    pub(crate) fn add(&mut self, code: Code, span: &Range<usize>, message: Bilingual) -> &mut Finding {
        let index = self.all.len();
        self.all.push(Finding { code, span: span.clone(), message, hint: None });
        // Invariant: the element pushed above is at `index`.
        self.all.get_mut(index).expect("just pushed")
    }

    /// Takes over what others found.
    pub(crate) fn append(&mut self, mut others: Self) {
        self.all.append(&mut others.all);
    }

    /// Drops what may be a mere consequence of a syntax error: something missing, unused or unknown.
    pub(crate) fn keep_readable(&mut self) {
        self.all.retain(|finding| {
            let doubtful =
                [Code::MissingKey, Code::UnknownActivity, Code::UnknownName, Code::UnreadableSubject];
            finding.code.severity() == Severity::Error && !doubtful.contains(&finding.code)
        });
    }

    /// Every problem in the order of the file, with lines and columns.
    pub(crate) fn finish(self, file_text: &str) -> Vec<Diagnostic> {
        // Where each line begins: a large file with many findings is gone through once.
        let lines: Vec<usize> =
            std::iter::once(0).chain(file_text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        let mut all: Vec<Diagnostic> =
            self.all.into_iter().map(|finding| place(finding, file_text, &lines)).collect();
        all.sort_by(|a, b| (a.span.start, a.code, a.span.end).cmp(&(b.span.start, b.code, b.span.end)));
        all.dedup();
        all
    }
}

fn place(finding: Finding, text: &str, lines: &[usize]) -> Diagnostic {
    let start = text.floor_char_boundary(finding.span.start);
    let end = text.ceil_char_boundary(finding.span.end.max(start));
    let line = lines.partition_point(|begins| *begins <= start);
    let line_start = line.checked_sub(1).and_then(|at| lines.get(at)).copied().unwrap_or(0);
    Diagnostic {
        severity: finding.code.severity(),
        code: finding.code.id(),
        message: finding.message,
        hint: finding.hint,
        span: start..end,
        line,
        column: text.get(line_start..start).unwrap_or_default().chars().count() + 1,
    }
}
