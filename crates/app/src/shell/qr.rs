//! Texts as codes that a telephone reads.

use fast_qr::ECL;
use fast_qr::convert::Builder as _;
use fast_qr::convert::svg::SvgBuilder;
use fast_qr::qr::QRBuilder;

use crate::shell::error::Result;

/// A text as a drawing of so many pixels a side, dark on light whatever the page looks like.
pub(crate) fn drawn(text: &str, side: u32) -> Result<String> {
    let code = QRBuilder::new(text).ecl(ECL::M).build();
    let code = code.map_err(|error| anyhow::anyhow!("a text that cannot be drawn: {error}"))?;
    let drawing = SvgBuilder::default().margin(4).to_str(&code);
    let sized = format!("<svg width=\"{side}\" height=\"{side}\" aria-hidden=\"true\" ");
    Ok(drawing.replacen("<svg ", &sized, 1))
}
