//! A plan made ready for counting and judging.

use std::collections::HashMap;
use std::sync::Arc;

use xueji_plan::Plan;

use crate::amount::Measure;
use crate::compiled::CompiledDuty;

/// A plan made ready for counting and judging; built once for each version of the plan and shared.
#[derive(Clone, Debug)]
pub struct Rules {
    plan: Arc<Plan>,
    duties: Vec<CompiledDuty>,
    by_activity: HashMap<String, Vec<usize>>,
}

impl Rules {
    /// Lays out the periods of every duty.
    pub fn compile(plan: Arc<Plan>) -> Self {
        let mut duties: Vec<CompiledDuty> =
            plan.duties.iter().map(|duty| CompiledDuty::new(duty, &plan)).collect();
        let meetings: Vec<_> = duties.iter().map(|duty| meetings_for(duty, &duties, &plan)).collect();
        for (duty, meetings) in duties.iter_mut().zip(meetings) {
            duty.meetings = meetings;
        }
        let mut by_activity: HashMap<String, Vec<usize>> = HashMap::new();
        for (index, duty) in duties.iter().enumerate() {
            for activity in &duty.duty.does {
                let counting = by_activity.entry(activity.clone()).or_default();
                if counting.last() != Some(&index) {
                    counting.push(index);
                }
            }
        }
        Self { plan, duties, by_activity }
    }

    /// The plan.
    pub fn plan(&self) -> &Arc<Plan> {
        &self.plan
    }

    /// Its duties, in the plan's order.
    pub fn duties(&self) -> &[CompiledDuty] {
        &self.duties
    }

    /// The duty of this code, with its index.
    pub fn duty(&self, code: &str) -> Option<(usize, &CompiledDuty)> {
        self.duties.iter().enumerate().find(|(_, duty)| duty.duty.code == code)
    }

    /// The indexes of the duties for which records of this activity may count.
    pub fn for_activity(&self, code: &str) -> &[usize] {
        self.by_activity.get(code).map_or(&[], Vec::as_slice)
    }
}

/// R9: the duty under which the meetings of a rate are held says how many are still to come at least.
fn meetings_for(rate: &CompiledDuty, duties: &[CompiledDuty], plan: &Plan) -> Vec<(crate::day::Run, u32)> {
    if !rate.is_rate() {
        return Vec::new();
    }
    let attended = |code: &String| {
        let attendance = plan.activity(code).and_then(|activity| activity.attendance.as_ref());
        attendance.is_some_and(|attendance| rate.duty.does.contains(attendance))
    };
    let floors = || duties.iter().filter(|duty| duty.amounts.measure == Measure::Floor);
    let held = floors().find(|duty| duty.applies_to_organization() && duty.duty.does.iter().any(attended));
    let owed_by_persons =
        || floors().find(|duty| duty.duty.does.iter().any(|code| rate.duty.does.contains(code)));
    held.or_else(owed_by_persons).map(CompiledDuty::minimum_meetings).unwrap_or_default()
}
