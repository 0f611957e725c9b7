//! Proving the trail: the chain is whole, and what it sealed is still what is stored.

use std::collections::HashMap;

use xueji_store::Tx;

use crate::shell::blobs::{BlobHash, Found};
use crate::shell::trail::Digest;
use crate::shell::{App, Deed, Result};
use crate::trail::chain::Link;
use crate::trail::store;
use crate::{attachments, notes, plans, records};

/// What was looked at, and everything that is wrong.
#[derive(Clone, Debug, Default, serde::Serialize)]
pub(crate) struct Report {
    /// Lines of the trail.
    pub(crate) lines: i64,
    /// Rows held against their digests.
    pub(crate) rows: i64,
    /// Files of attachments held against their hashes.
    pub(crate) files: i64,
    /// The hash of the newest line, to be kept elsewhere.
    pub(crate) newest: String,
    /// The first of what is wrong.
    pub(crate) findings: Vec<Finding>,
    /// How much is wrong in all.
    pub(crate) wrong: usize,
}

/// Something that is not as it was written.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case", tag = "what")]
pub(crate) enum Finding {
    /// Lines up to this number are missing from here on.
    LinesMissing { from: i64, to: i64 },
    /// A line is not what was written, or something was put before it.
    LineAltered { number: i64 },
    /// The newest line is older than the one that was kept elsewhere.
    EndMissing { expected: i64 },
    /// The line that was kept elsewhere has another hash.
    OtherHistory { number: i64 },
    /// A stored row is not what was entered.
    RowAltered { table: &'static str, id: String },
    /// A stored row was never entered through the program.
    RowInserted { table: &'static str, id: String },
    /// A row that was entered is no longer there.
    RowMissing { table: &'static str, id: String },
    /// The file of an attachment is not what was stored.
    FileAltered { id: String, hash: String },
    /// The file of an attachment is not there.
    FileMissing { id: String, hash: String },
}

/// So many findings are listed; the others are counted.
const LISTED: usize = 100;

/// The tables whose rows are sealed.
const RECORD: &str = "record";
const VERSION: &str = "plan_version";
const NOTE: &str = "note_version";

/// Reads the whole trail, then, where `rows` are asked for, every row that it sealed.
///
/// `kept` is a number and hash that somebody kept elsewhere: only with it is a cut-off end or a wholly rewritten
/// chain found. A hundred bytes of memory for each sealed row; time linear in lines and rows.
pub(crate) fn verify(tx: &mut Tx, kept: Option<(i64, &str)>, rows: bool) -> Result<Report> {
    tx.lift_timeout()?;
    let mut report = Report::default();
    let mut sealed = [HashMap::new(), HashMap::new(), HashMap::new()];
    let mut link = Link::default();
    let mut seen_kept = kept.is_none();
    store::each(tx, |line, number, hash| {
        report.lines += 1;
        let expected = link.then(&line);
        if number != expected.number {
            report.find(Finding::LinesMissing { from: expected.number, to: number - 1 });
        } else if expected.hash != hash {
            report.find(Finding::LineAltered { number });
        }
        // Goes on from what is stored: one altered line is one finding.
        link = Link { number, hash: hash.try_into().unwrap_or_default() };
        if let Some((wanted, text)) = kept
            && wanted == number
        {
            seen_kept = true;
            if !hex(&link.hash).eq_ignore_ascii_case(text) {
                report.find(Finding::OtherHistory { number });
            }
        }
        if let Some(digest) = line.digest.filter(|_| rows) {
            let table = match line.deed {
                deed if deed == Deed::PlanPublished.code() => 1,
                deed if deed == Deed::NoteHandedIn.code() => 2,
                _ => 0,
            };
            if let Some(table) = sealed.get_mut(table) {
                table.insert(key(line.about_id), <Digest>::try_from(digest).unwrap_or_default());
            }
        }
        Ok(())
    })?;
    if let (false, Some((expected, _))) = (seen_kept, kept) {
        report.find(Finding::EndMissing { expected });
    }
    report.newest = hex(&link.hash);
    if !rows {
        return Ok(report);
    }
    let [mut of_records, mut of_versions, mut of_notes] = sealed;
    records::each_digest(tx, |id, digest| report.hold(RECORD, id, digest, &mut of_records))?;
    plans::each_digest(tx, |id, digest| report.hold(VERSION, id, digest, &mut of_versions))?;
    notes::each_digest(tx, |id, digest| report.hold(NOTE, id, digest, &mut of_notes))?;
    for (table, left) in [(RECORD, of_records), (VERSION, of_versions), (NOTE, of_notes)] {
        for id in left.keys() {
            report.find(Finding::RowMissing { table, id: ulid::Ulid::from(*id).to_string() });
        }
    }
    Ok(report)
}

/// Reads the file of every attachment that a record names, each of the same bytes once.
///
/// That a record names the attachment, and which bytes it has, is sealed with the record; see [`verify`].
pub(crate) fn verify_files(app: &App, report: &mut Report) -> Result<()> {
    let kept = app.read_blocking(|tx| {
        tx.lift_timeout()?;
        let mut kept = Vec::new();
        attachments::each_kept(tx, |id, hash| kept.push((hash, id.to_owned())))?;
        Ok(kept)
    })?;
    let mut last: Option<(BlobHash, Found)> = None;
    for (hash, id) in kept {
        let found = match last {
            Some((known, found)) if known == hash => found,
            _ => app.blobs.check(&hash).map_err(anyhow::Error::from)?,
        };
        last = Some((hash, found));
        report.files += 1;
        match found {
            Found::Whole => {}
            Found::Altered => report.find(Finding::FileAltered { id, hash: hash.to_string() }),
            Found::Missing => report.find(Finding::FileMissing { id, hash: hash.to_string() }),
        }
    }
    Ok(())
}

/// Ids are ULIDs; a number takes less room than their text.
fn key(id: &str) -> u128 {
    ulid::Ulid::from_string(id).map_or(0, u128::from)
}

fn hex(hash: &Digest) -> String {
    crate::shell::secret::hex(hash)
}

impl Report {
    fn find(&mut self, finding: Finding) {
        self.wrong += 1;
        if self.findings.len() < LISTED {
            self.findings.push(finding);
        }
    }

    fn hold(&mut self, table: &'static str, id: &str, digest: Digest, sealed: &mut HashMap<u128, Digest>) {
        self.rows += 1;
        match sealed.remove(&key(id)) {
            Some(known) if known == digest => {}
            Some(_) => self.find(Finding::RowAltered { table, id: id.to_owned() }),
            None => self.find(Finding::RowInserted { table, id: id.to_owned() }),
        }
    }
}
