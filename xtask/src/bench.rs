//! `cargo xtask bench`: the measurements behind docs/benchmarks.md, each by a name.

mod autosaving;
mod client;
mod county;
mod export;
mod keeping;
mod latency;
mod pages;
mod recording;
mod whole;

use std::time::Instant;

use anyhow::{Context, Result, bail};

use crate::process::{cargo, root, run as run_to_end};
use crate::report;

/// One measurement; adding one is adding a line to [`BENCHES`].
struct Bench {
    name: &'static str,
    about: &'static str,
    run: fn() -> Result<()>,
}

const BENCHES: &[Bench] = &[
    Bench {
        name: "build",
        about: "cold release build of the demo command, and the size of the binary",
        run: build,
    },
    Bench { name: "start", about: "from the call to the first answer", run: whole::start },
    Bench {
        name: "pages",
        about: "the main pages of a county of 3,000, alone and with 16 users",
        run: pages::pages,
    },
    Bench { name: "memory", about: "resident memory at county size, after every page", run: pages::memory },
    Bench {
        name: "scale",
        about: "the same pages with XUEJI_BENCH_PEOPLE (100,000) people",
        run: pages::scale,
    },
    Bench {
        name: "recording",
        about: "acknowledged single records a second, 64 connections",
        run: recording::recording,
    },
    Bench {
        name: "autosaving",
        about: "200 people writing notes at once; the server is killed, and every acknowledged word looked for",
        run: autosaving::autosaving,
    },
    Bench { name: "draft", about: "60 pages of an arrangement drafted, and text a second", run: draft },
    Bench {
        name: "closeness",
        about: "an essay of 2,000 characters held against 50,000 others, in memory",
        run: closeness,
    },
    Bench {
        name: "keeping",
        about: "1.4 million records proven, backed up while 500 a second come in, restored",
        run: keeping::keeping,
    },
    Bench {
        name: "export",
        about: "the trail of a county of 3,000, cut at 100,000 rows, and its standings as sheets: time and memory",
        run: export::export,
    },
    Bench { name: "recount", about: "1.3 million records recounted", run: whole::recount },
];

/// Runs the named measurement, or lists all.
pub(crate) fn run(name: Option<&str>) -> Result<()> {
    let Some(name) = name else {
        for bench in BENCHES {
            report::line(&format!("{:<12} {}", bench.name, bench.about));
        }
        return Ok(());
    };
    let Some(bench) = BENCHES.iter().find(|bench| bench.name == name) else {
        bail!("no benchmark is called {name}; `cargo xtask bench` lists them");
    };
    // Figures taken while the machine does other things are upper bounds: say how busy it was.
    if let Ok(load) = std::fs::read_to_string("/proc/loadavg") {
        report::line(&format!("load average before: {}", load.trim()));
    }
    (bench.run)()
}

/// The arrangement fourteen times over is sixty pages of prose; the whole corpus is denser than any document.
fn draft() -> Result<()> {
    let example =
        ["run", "--quiet", "--release", "--locked", "--package", "xueji-draft", "--example", "speed", "--"];
    let folder = root().join("corpus/tuned");
    let seed = folder.join("seed.txt");
    run_to_end(cargo(&example).arg(&seed).args(["--times", "14"]))?;
    let mut all = cargo(&example);
    for entry in std::fs::read_dir(&folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "txt") {
            all.arg(path);
        }
    }
    run_to_end(all.args(["--times", "4"]))
}

fn closeness() -> Result<()> {
    let example =
        ["run", "--quiet", "--release", "--locked", "--package", "xueji-closeness", "--example", "speed"];
    run_to_end(&mut cargo(&example))
}

/// Builds in a folder of its own, so that nothing is warm but the downloaded sources.
fn build() -> Result<()> {
    let target = root().join("target/bench-cold");
    if target.exists() {
        std::fs::remove_dir_all(&target).context("cannot clear the folder of the last cold build")?;
    }
    run_to_end(&mut cargo(&["fetch", "--locked"]))?;
    let begun = Instant::now();
    let args = ["build", "--release", "--locked", "--package", "xueji"];
    run_to_end(cargo(&args).env("CARGO_TARGET_DIR", &target))?;
    let size = std::fs::metadata(target.join("release/xueji"))?.len();
    report::line(&format!("cold build: {}", report::duration(begun.elapsed())));
    report::line(&format!("binary: {} KiB", size / 1024));
    Ok(())
}
