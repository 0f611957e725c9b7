//! What was recorded, by activity: what of each in all, then every record.

use xueji_plan::words;
use xueji_store::Tx;

use crate::portfolio::chapter::{Chapter, Part, Row, Table};
use crate::portfolio::{Of, store};
use crate::records::{self, Offer, Record};
use crate::shell::Result;
use crate::shell::lang::Messages;

pub(in crate::portfolio) const CHAPTER: Chapter = Chapter {
    code: "records",
    title: Messages::portfolio_records,
    none: Messages::portfolio_records_none,
    page: 100,
    count: |tx, of| Ok(store::sums(tx, of)?.iter().map(|sum| sum.count).sum()),
    parts,
};

fn parts(tx: &mut Tx, of: &Of, from: usize, most: usize) -> Result<Vec<Part>> {
    let offer = Offer::on(tx, of.on())?;
    let mut parts = Vec::new();
    if from == 0 {
        parts.push(Part::Table(sums(tx, of, &offer)?));
    }
    let found = records::by_activity(tx, &of.person_id, (of.first(), of.last()), from, most)?;
    let t = of.t();
    parts.push(Part::Table(Table {
        code: "records",
        title: t.portfolio_records_all(),
        columns: vec![
            (t.records_field_activity(), 4),
            (t.records_field_when(), 6),
            (t.records_field_title(), 8),
            (t.records_field_amount(), 3),
            (t.records_column_remarks(), 4),
        ],
        rows: found.iter().map(|record| row(record, of, &offer)).collect(),
        from,
    }));
    Ok(parts)
}

/// What there is of each activity in all.
fn sums(tx: &mut Tx, of: &Of, offer: &Offer) -> Result<Table> {
    let t = of.t();
    let rows = store::sums(tx, of)?.into_iter().map(|sum| Row {
        href: String::new(),
        name: 0,
        cells: vec![
            offer.title(&sum.activity, of.lang),
            sum.count.to_string(),
            words::quantity(sum.quantity, of.lang.of_plan()),
        ],
    });
    Ok(Table {
        code: "sums",
        title: t.portfolio_sums(),
        columns: vec![
            (t.records_field_activity(), 6),
            (t.portfolio_count(), 3),
            (t.records_field_amount(), 4),
        ],
        rows: rows.collect(),
        from: 0,
    })
}

fn row(record: &Record, of: &Of, offer: &Offer) -> Row {
    let t = of.t();
    let category = record.category.as_ref().map(|code| offer.category(code, of.lang));
    let late = record.late.then(|| t.records_mark_late());
    let mut remarks: Vec<String> = category.into_iter().chain(late).collect();
    remarks.extend(record.late_reason.clone());
    remarks.extend(record.place.clone());
    let outcome = record.outcome;
    if outcome != xueji_standing::Outcome::Done {
        remarks.push(records::outcome_said(outcome, t));
    }
    Row {
        href: format!("/records/{}", record.id),
        name: 2,
        cells: vec![
            offer.title(&record.activity, of.lang),
            records::days_said(record, of.lang),
            record.title.clone(),
            words::quantity(record.quantity, of.lang.of_plan()),
            remarks.join(&t.records_list_comma()),
        ],
    }
}
