//! What the tests need beside Rust: PostgreSQL's server, certificates, Chromium with a Chinese font, nginx, Node,
//! LibreOffice.
//!
//! As root on Debian the missing packages are installed; elsewhere the person at the machine is told which.

use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::process::{command, find, run, succeeds};
use crate::{postgres, report};

/// Something a step runs, and the Debian package that brings it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Need {
    Postgres,
    OpenSsl,
    Nginx,
    Chromium,
    ChineseFont,
    Node,
    Npm,
    Spreadsheets,
}

impl Need {
    fn package(self) -> &'static str {
        match self {
            Self::Postgres => "postgresql",
            Self::OpenSsl => "openssl",
            Self::Nginx => "nginx-light",
            Self::Chromium => "chromium",
            Self::ChineseFont => "fonts-noto-cjk",
            Self::Node => "nodejs",
            Self::Npm => "npm",
            Self::Spreadsheets => "libreoffice-calc-nogui",
        }
    }

    fn is_met(self) -> bool {
        match self {
            Self::Postgres => postgres::programs().is_some(),
            Self::OpenSsl => find("openssl").is_some(),
            // It lies where ordinary users do not look.
            Self::Nginx => find("nginx").is_some() || Path::new("/usr/sbin/nginx").is_file(),
            Self::Chromium => find("chromium").is_some(),
            Self::ChineseFont => {
                Path::new("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc").is_file()
                    || succeeds(&mut command("sh", &["-c", "fc-list :lang=zh-cn | grep -q ."]))
            }
            Self::Node => find("node").is_some(),
            Self::Npm => find("npm").is_some(),
            Self::Spreadsheets => find("soffice").is_some(),
        }
    }
}

/// Makes sure that every need is met, installing packages where that is ours to do.
pub(crate) fn provide(needs: &[Need]) -> Result<()> {
    let missing = unmet(needs);
    if missing.is_empty() {
        return Ok(());
    }
    let packages: Vec<_> = missing.iter().map(|need| need.package()).collect();
    let told = packages.join(" ");
    if !(is_root() && find("apt-get").is_some()) {
        bail!(
            "this machine lacks: {told} (names of Debian's packages).\n\
             hint: on Debian or Ubuntu run `sudo apt-get install {told}`; elsewhere install the same programs, \
             or leave these steps out with --skip-browser or --only"
        );
    }
    report::line(&format!("installing {told}"));
    install(&packages)?;
    let still = unmet(&missing);
    if !still.is_empty() {
        bail!("installed {told}, and yet cannot find {still:?}");
    }
    Ok(())
}

fn unmet(needs: &[Need]) -> Vec<Need> {
    needs.iter().copied().filter(|need| !need.is_met()).collect()
}

fn install(packages: &[&str]) -> Result<()> {
    let apt = |args: &[&str]| {
        let mut apt = command("apt-get", args);
        apt.env("DEBIAN_FRONTEND", "noninteractive");
        apt
    };
    // A stale or partly unreachable list is often good enough; the install tells if it is not.
    if !succeeds(&mut apt(&["update"])) {
        report::line("`apt-get update` failed; going on with the lists at hand");
    }
    let mut install = apt(&["install", "--yes", "--quiet", "--no-install-recommends"]);
    run(install.args(packages)).context("could not install what the tests need")
}

/// Whether this process may install packages, and must not run PostgreSQL itself.
pub(crate) fn is_root() -> bool {
    std::process::Command::new("id").arg("-u").output().is_ok_and(|id| id.stdout == b"0\n")
}
