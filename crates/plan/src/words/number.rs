//! Whole and broken numbers of grains.

/// So many grains as a decimal number of units of `grain` grains: 3 of 2 is 1.5.
///
/// Every grain divides 100 or is the quarter hour, so three places always suffice.
pub(super) fn decimal(grains: i64, grain: i64) -> String {
    let whole = grains / grain;
    let thousandths = (grains % grain) * 1000 / grain;
    if thousandths == 0 {
        return whole.to_string();
    }
    let fraction = format!("{thousandths:03}");
    format!("{whole}.{}", fraction.trim_end_matches('0'))
}
