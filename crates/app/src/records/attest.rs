//! What others say of a record, and who read its text.

use xueji_store::{Tx, Where, params};

use crate::records::{Entry, Record, store};
use crate::shell::work::TouchedRecord;
use crate::shell::{Deed, Id, Note, OrNotFound, Result, Touch, Work};

/// What someone entitled says of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Attestation {
    /// 证明: it happened.
    Attested,
    /// 评审: it was read and accepted.
    Reviewed,
}

impl Attestation {
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Attested => "attested",
            Self::Reviewed => "reviewed",
        }
    }

    pub(crate) fn from_code(code: &str) -> Option<Self> {
        [Self::Attested, Self::Reviewed].into_iter().find(|kind| kind.code() == code)
    }
}

/// Attests or accepts a record; saying it twice changes nothing.
pub(crate) fn attest(work: &mut Work<'_>, entry: &Entry, id: &Id, kind: Attestation) -> Result<()> {
    let record = store::find(work, id)?.or_not_found()?;
    work.execute(
        "insert into attestation (record_id, kind, by_account_id, at) values (?1, ?2, ?3, ?4)
         on conflict (record_id, kind) do nothing",
        params![id, kind.code(), entry.account_id, entry.at],
    )?;
    work.note(Note::of(Deed::RecordAttested, id).to(record.subject().id()).saying(kind.code()));
    work.touch(Touch {
        subject_id: record.subject().id().clone(),
        through: Some(TouchedRecord {
            activity: record.activity,
            first_on: record.first_on,
            last_on: record.last_on,
        }),
    });
    Ok(())
}

/// What was said of a record.
pub(crate) fn attestations(tx: &mut Tx, id: &Id) -> Result<Vec<Attestation>> {
    let codes: Vec<String> =
        tx.query("select kind from attestation where record_id = ?1 order by kind", params![id], |row| {
            row.get(0)
        })?;
    Ok(codes.iter().filter_map(|code| Attestation::from_code(code)).collect())
}

/// What was said of each of these records.
pub(crate) fn attested_among(tx: &mut Tx, ids: &[Id]) -> Result<Vec<(Id, Attestation)>> {
    let among = Where::new().and_in("record_id", ids);
    let rows: Vec<(Id, String)> = tx.query(
        &format!("select record_id, kind from attestation {} order by record_id, kind", among.sql()),
        among.params(),
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    Ok(rows.into_iter().filter_map(|(id, code)| Some((id, Attestation::from_code(&code)?))).collect())
}

/// Notes that somebody else opened the text and the files of a record; its author sees it.
pub(crate) fn open_text(work: &mut Work<'_>, entry: &Entry, record: &Record) -> Result<()> {
    let id = &record.id;
    work.note(Note::of(Deed::TextRead, id).to(record.subject().id()).saying(&record.activity));
    work.execute(
        "insert into reading (id, record_id, by_account_id, at) values (?1, ?2, ?3, ?4)",
        params![Id::fresh(), id, entry.account_id, entry.at],
    )?;
    Ok(())
}

/// Whether an account opened a record since an instant: then its files may be had without opening it again.
pub(super) fn opened_since(tx: &mut Tx, account_id: &Id, record_id: &Id, since: i64) -> Result<bool> {
    Ok(tx.scalar(
        "select exists (select 1 from reading where record_id = ?1 and by_account_id = ?2 and at >= ?3)",
        params![record_id, account_id, since],
    )?)
}

/// Who opened the text of a record and when, the latest first: account name and instant.
pub(crate) fn readings(tx: &mut Tx, id: &Id) -> Result<Vec<(String, i64)>> {
    Ok(tx.query(
        "select coalesce(person.name, account.name), reading.at
         from reading
         join account on account.id = reading.by_account_id
         left join person on person.id = account.person_id
         where reading.record_id = ?1
         order by reading.at desc
         limit 50",
        params![id],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?)
}
