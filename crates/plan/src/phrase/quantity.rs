//! Amounts: `1.5小时`, `2 articles`, `1至2篇`, `90%`, `1天 = 8学时`.

use super::number::leading;
use super::plain;
use crate::lexicon::{self, UNITS};
use crate::quantity::{Quantity, Unit};

/// One amount with its unit.
pub(crate) fn read_quantity(text: &str) -> Option<Quantity> {
    let text = plain(text);
    let (thousandths, rest) = leading(&text)?;
    quantity(thousandths, rest)
}

fn quantity(thousandths: i64, unit: &str) -> Option<Quantity> {
    let unit = unit.trim();
    if let Some(unit) = unit.strip_prefix('万') {
        return quantity(thousandths.checked_mul(10_000)?, unit);
    }
    if matches!(unit, "分钟" | "minute" | "minutes") {
        return exact(thousandths, 1, Unit::Hours);
    }
    let unit = lexicon::read(UNITS, unit)?;
    exact(thousandths, unit.grains(), unit)
}

/// Nothing where the amount is finer than the unit's grain: 0.3天 cannot be kept.
fn exact(thousandths: i64, grains: i64, unit: Unit) -> Option<Quantity> {
    let grains = thousandths.checked_mul(grains)?;
    (grains % 1000 == 0).then_some(Quantity { grains: grains / 1000, unit })
}

/// From–to; the unit may stand once, after the second number.
pub(crate) fn read_between(text: &str) -> Option<(Quantity, Quantity)> {
    let text = plain(text);
    let (low, rest) = leading(&text)?;
    let at = ["至", "到", "~", "—", "–", "-", " to "].into_iter().find_map(|sign| {
        let (unit, high) = rest.split_once(sign)?;
        Some((unit, high))
    });
    let (low_unit, high) = at?;
    let high = read_quantity(high)?;
    let low = if low_unit.trim().is_empty() {
        exact(low, high.unit.grains(), high.unit)?
    } else {
        quantity(low, low_unit)?
    };
    (low.unit == high.unit).then_some((low, high))
}

/// A share: `90%`, `90 percent`.
pub(crate) fn read_percent(text: &str) -> Option<u8> {
    let text = plain(text);
    let (thousandths, rest) = leading(text.strip_prefix("百分之").unwrap_or(&text))?;
    let named = text.starts_with("百分之") && rest.is_empty();
    let percent = u8::try_from(thousandths / 1000).ok()?;
    let whole = thousandths % 1000 == 0 && (1..=100).contains(&percent);
    (whole && (named || matches!(rest.trim(), "%" | "percent" | "per cent"))).then_some(percent)
}

/// A number of days: `7天`, `7 days`.
pub(crate) fn read_days_count(text: &str) -> Option<u16> {
    let days = read_quantity(text).filter(|days| days.unit == Unit::Days && days.grains % 2 == 0)?;
    u16::try_from(days.grains / 2).ok()
}

/// What counts as what: `1天 = 8学时`.
pub(crate) fn read_conversion(text: &str) -> Option<(Quantity, Quantity)> {
    let text = plain(text);
    let (from, to) = text.split_once('=')?;
    Some((read_quantity(from)?, read_quantity(to)?))
}
