//! Long lists as sheets: how long one waits, and what the server holds meanwhile.

use std::time::Instant;

use anyhow::Result;

use crate::bench::client::Client;
use crate::bench::county::{County, PASSWORD};
use crate::bench::pages::COUNTY;
use crate::report;

/// The whole trail is longer than a sheet may be; the standings are some sixty thousand.
const LISTS: [&str; 2] = ["/trail?as=xlsx", "/standings?as=xlsx"];

/// Each list alone; memory before anybody came, and the most while the sheets were made.
pub(super) fn export() -> Result<()> {
    let people = std::env::var("XUEJI_BENCH_PEOPLE").ok().and_then(|people| people.parse().ok());
    let county = County::of(people.unwrap_or(COUNTY))?.copy()?;
    let server = county.serve()?;
    let mut office = Client::sign_in(server.address, "office", PASSWORD)?;
    office.get("/trail")?;
    report::line(&format!("before: {} MB resident", server.memory("VmRSS")?));
    for list in LISTS {
        let begun = Instant::now();
        let size = office.download(list)?;
        let (took, most) = (begun.elapsed().as_secs_f64(), server.memory("VmHWM")?);
        report::line(&format!("{list}: {size} bytes in {took:.1} s, {most} MB resident at most"));
    }
    Ok(())
}
