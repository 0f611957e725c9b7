//! For which duties one record counts, said to whoever enters it.

use xueji_plan::Evidence;
use xueji_standing::{CompiledDuty, Fact};
use xueji_store::Tx;

use crate::people;
use crate::plans;
use crate::records::{Attestation, Record};
use crate::shell::{Lang, Result};

/// The duties for which a record counts, and those for which something is missing.
#[derive(Debug, Default)]
pub(super) struct Counts {
    pub(super) to: Vec<String>,
    /// Duty, and the evidence that is not there; none where somebody must attest it.
    pub(super) missing: Vec<(String, Vec<Evidence>)>,
}

/// Where a record counts, as far as the plans of its day go.
pub(super) fn counts(
    tx: &mut Tx,
    record: &Record,
    attestations: &[Attestation],
    lang: Lang,
) -> Result<Counts> {
    let mut counts = Counts::default();
    let Some(held) = people::holder(tx, record.subject().id())?.filter(|_| record.outcome.took_part()) else {
        return Ok(counts);
    };
    let fact = fact(record, attestations);
    for plan in plans::over(tx, held.organizations(), Some(record.last_on))? {
        let Some(held) = held.under(&plan.path) else { continue };
        let duties = plan.rules.for_activity(&record.activity);
        let duties = duties.iter().filter_map(|index| plan.rules.duties().get(*index));
        let binds = |duty: &&CompiledDuty| {
            let bound = duty.bound(&held.holder);
            bound.is_some_and(|bound| bound.spans().iter().any(|span| span.contains(record.last_on)))
        };
        for duty in duties.filter(|duty| !duty.is_open() && duty.is_about(&fact)).filter(binds) {
            let title = lang.choose(&duty.duty().title, duty.duty().title_en.as_ref()).to_owned();
            if duty.is_proven(&fact) {
                counts.to.push(title);
            } else {
                let missing = duty.duty().evidence.iter().filter(|kind| !record.evidence.has(**kind));
                counts.missing.push((title, missing.copied().collect()));
            }
        }
    }
    Ok(counts)
}

fn fact<'a>(record: &'a Record, attestations: &[Attestation]) -> Fact<'a> {
    Fact {
        activity: &record.activity,
        category: record.category.as_deref(),
        first_on: record.first_on,
        last_on: record.last_on,
        quantity: record.quantity,
        outcome: record.outcome,
        evidence: record.evidence,
        attested: attestations.contains(&Attestation::Attested),
        reviewed: attestations.contains(&Attestation::Reviewed),
        entered_on: record.entered_on,
        late: record.late,
    }
}
