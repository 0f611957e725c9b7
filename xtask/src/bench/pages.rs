//! The main pages of a county of 3,000 people and of a larger one, and the memory that showing them takes.

use std::net::SocketAddr;

use anyhow::{Context as _, Result, ensure};

use crate::bench::client::Client;
use crate::bench::county::{County, PASSWORD, Server};
use crate::bench::latency::{Latency, millis};
use crate::report;

/// The people of a county.
pub(super) const COUNTY: u32 = 3_000;
/// Asking at the same time.
const USERS: usize = 16;
const RUNS: usize = 5;
/// Requests of one user in one run.
const EACH: usize = 40;

/// Who looks at a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Who {
    /// Secretaries, each of a branch of their own.
    Secretaries,
    /// The bureau's office, in as many windows.
    Office,
}

const PAGES: &[(&str, Who)] = &[
    ("/year", Who::Secretaries),
    ("/branch", Who::Secretaries),
    ("/records", Who::Secretaries),
    ("/records/new", Who::Secretaries),
    ("/plan", Who::Secretaries),
    ("/bureau", Who::Office),
    ("/standings", Who::Office),
    ("/people", Who::Office),
];
const SCALED: &[(&str, Who)] =
    &[("/year", Who::Secretaries), ("/branch", Who::Secretaries), ("/bureau", Who::Office)];

/// Somebody signed in for every connection.
struct Visitors {
    secretaries: Vec<Client>,
    office: Vec<Client>,
}

impl Visitors {
    fn of(county: &County, address: SocketAddr) -> Result<Self> {
        let names = county.secretaries()?;
        ensure!(!names.is_empty(), "nobody of this county can sign in");
        let secretaries = names.iter().cycle().take(USERS);
        let secretaries: Result<_> =
            secretaries.map(|name| Client::sign_in(address, name, PASSWORD)).collect();
        let office: Result<_> = (0..USERS).map(|_| Client::sign_in(address, "office", PASSWORD)).collect();
        Ok(Self { secretaries: secretaries?, office: office? })
    }

    fn who(&mut self, who: Who) -> &mut [Client] {
        match who {
            Who::Secretaries => &mut self.secretaries,
            Who::Office => &mut self.office,
        }
    }

    fn alone(&mut self, who: Who) -> &mut [Client] {
        self.who(who).get_mut(..1).unwrap_or_default()
    }
}

/// Every main page: alone, and with 16 users who never pause.
pub(super) fn pages() -> Result<()> {
    let (county, server) = served(COUNTY)?;
    let mut visitors = Visitors::of(&county, server.address)?;
    let opened = opened_figure(&mut visitors)?;
    report::line("| page | alone, median ms | 16 users, median ms | 16 users, p99 ms |");
    report::line("| --- | ---: | ---: | ---: |");
    for (path, who) in PAGES.iter().copied().chain([(opened.as_str(), Who::Office)]) {
        let alone = Latency::best(RUNS, || Latency::of(visitors.alone(who), path, EACH * 4))?;
        let many = Latency::best(RUNS, || Latency::of(visitors.who(who), path, EACH))?;
        let shown = path.split_once('&').map_or(path, |(first, _)| first);
        let (alone, median, p99) = (millis(alone.median), millis(many.median), millis(many.p99));
        report::line(&format!("| `{shown}` | {alone} | {median} | {p99} |"));
    }
    report::line(&format!("memory after the pages: {} MB resident", server.memory("VmRSS")?));
    Ok(())
}

/// Resident memory before anybody came, and after every page was shown to 16 users.
pub(super) fn memory() -> Result<()> {
    let (county, server) = served(COUNTY)?;
    report::line(&format!("at the start: {} MB resident", server.memory("VmRSS")?));
    let mut visitors = Visitors::of(&county, server.address)?;
    for (path, who) in PAGES {
        Latency::of(visitors.who(*who), path, EACH)?;
    }
    let (now, most) = (server.memory("VmRSS")?, server.memory("VmHWM")?);
    report::line(&format!("after the pages: {now} MB resident, {most} MB at most"));
    Ok(())
}

/// How much slower a page is in a county of `XUEJI_BENCH_PEOPLE` (100,000) people than in one of 3,000.
pub(super) fn scale() -> Result<()> {
    let people = match std::env::var("XUEJI_BENCH_PEOPLE") {
        Ok(people) => people.parse().context("XUEJI_BENCH_PEOPLE is a number of people")?,
        Err(_) => 100_000,
    };
    let (small, large) = (medians(COUNTY)?, medians(people)?);
    report::line(&format!("| page | {COUNTY} people, median ms | {people} people, median ms | ratio |"));
    report::line("| --- | ---: | ---: | ---: |");
    for ((path, _), (small, large)) in SCALED.iter().zip(small.into_iter().zip(large)) {
        let ratio = large.median.as_secs_f64() / small.median.as_secs_f64();
        let (small, large) = (millis(small.median), millis(large.median));
        report::line(&format!("| `{path}` | {small} | {large} | {ratio:.2} |"));
    }
    Ok(())
}

fn medians(people: u32) -> Result<Vec<Latency>> {
    let (county, server) = served(people)?;
    let mut visitors = Visitors::of(&county, server.address)?;
    let of =
        |(path, who): &(&str, Who)| Latency::best(RUNS, || Latency::of(visitors.alone(*who), path, EACH * 4));
    SCALED.iter().map(of).collect()
}

fn served(people: u32) -> Result<(County, Server)> {
    let county = County::of(people)?;
    let server = county.serve()?;
    Ok((county, server))
}

/// The address of a figure on the bureau's page, which opens into its list.
fn opened_figure(visitors: &mut Visitors) -> Result<String> {
    let office = visitors.office.first_mut().context("the office is signed in")?;
    let bureau = office.get("/bureau")?;
    let (_, rest) = bureau.split_once("href=\"/standings?").context("no figure of the bureau opens")?;
    let (query, _) = rest.split_once('"').context("an address ends")?;
    Ok(format!("/standings?{}", query.replace("&#38;", "&").replace("&amp;", "&")))
}
