//! A throw-away PostgreSQL for the tests, which ends with this process however that ends.

use std::io::{BufRead, BufReader, Read};
use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::{machine, process};

/// The keeper of the cluster. It waits on its standard input, which only this process holds open: a normal end, a
/// failure, Ctrl-C and even SIGKILL close it, and the keeper stops the server and removes the folder.
/// `$1` is the folder of PostgreSQL's programs, `$2` the port. It has a certificate of its own for TLS. The folder is in /tmp, whatever `TMPDIR` says: another
/// user writes to it, and a socket's path must be short.
const KEEPER: &str = r#"
set -u
home=$(mktemp -d /tmp/xueji-pg.XXXXXX) || exit 1
cd "$home"
trap '"$1"/pg_ctl --pgdata=data --mode=immediate --silent stop >/dev/null 2>&1; cd /; rm -rf "$home"' EXIT
umask 077
"$1"/initdb --pgdata=data --username=xueji --auth=trust --encoding=UTF8 --locale=C --no-sync >log 2>&1 &&
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=127.0.0.1 \
  -addext subjectAltName=IP:127.0.0.1 -addext basicConstraints=critical,CA:FALSE -keyout data/server.key -out data/server.crt >>log 2>&1 &&
"$1"/pg_ctl --pgdata=data --log=server.log --wait --silent --options="-p $2 -c listen_addresses=127.0.0.1 -c ssl=on \
  -c unix_socket_directories='$home' -c fsync=off -c synchronous_commit=off -c full_page_writes=off \
  -c max_connections=200" start >>log 2>&1 ||
{ echo failed; cat log server.log 2>/dev/null; exit 1; }
echo "ready $home/data/server.crt"
cat >/dev/null
"#;

/// A running cluster; dropping it stops the server and removes its files.
#[derive(Debug)]
pub(crate) struct Cluster {
    keeper: Child,
    port: u16,
    certificate: PathBuf,
}

impl Cluster {
    /// Starts an empty cluster on a free port of the loopback interface.
    pub(crate) fn start() -> Result<Self> {
        let programs = programs().context("PostgreSQL's server is not installed")?;
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let mut keeper = unprivileged()
            .args(["sh", "-c", KEEPER, "keeper"])
            .arg(&programs)
            .arg(port.to_string())
            .current_dir("/")
            // In a group of its own, Ctrl-C reaches only this process, and the keeper still tidies up.
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .context("cannot start the keeper of PostgreSQL")?;
        let mut told = BufReader::new(keeper.stdout.take().context("the keeper has no output")?);
        let mut word = String::new();
        told.read_line(&mut word)?;
        let Some(certificate) = word.trim().strip_prefix("ready ").map(PathBuf::from) else {
            told.read_to_string(&mut word)?;
            keeper.wait()?;
            bail!("PostgreSQL did not start: {word}");
        };
        Ok(Self { keeper, port, certificate })
    }

    /// The file of its certificate, which tests expect in `XUEJI_TEST_PG_CERTIFICATE`.
    pub(crate) fn certificate(&self) -> &Path {
        &self.certificate
    }

    /// The address that tests expect in `XUEJI_TEST_PG`.
    pub(crate) fn url(&self) -> String {
        format!("postgres://xueji@127.0.0.1:{}/postgres", self.port)
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        // Nothing is left to do if waiting fails: the keeper goes on by itself.
        let _ = self.keeper.wait();
    }
}

/// The folder of `initdb` and `pg_ctl`: Debian's newest version, else wherever the search path has them.
pub(crate) fn programs() -> Option<PathBuf> {
    let has_both = |folder: &Path| folder.join("initdb").is_file() && folder.join("pg_ctl").is_file();
    let mut versions: Vec<(u32, PathBuf)> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(|entry| {
            let entry = entry.ok()?;
            let version = entry.file_name().to_str()?.parse().ok()?;
            Some((version, entry.path().join("bin")))
        })
        .filter(|(_, folder)| has_both(folder))
        .collect();
    versions.sort();
    let on_path =
        || process::find("initdb")?.parent().map(Path::to_path_buf).filter(|folder| has_both(folder));
    versions.pop().map(|(_, folder)| folder).or_else(on_path)
}

/// The beginning of a command line whose program does not run as root, which PostgreSQL refuses.
fn unprivileged() -> Command {
    if !machine::is_root() {
        return Command::new("env");
    }
    let has_own_user = process::succeeds(&mut process::command("id", &["postgres"]));
    let mut runuser = Command::new("runuser");
    runuser.args(["-u", if has_own_user { "postgres" } else { "nobody" }, "--"]);
    runuser
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::TcpStream;

    #[test]
    fn a_cluster_answers_while_it_is_held_and_is_gone_afterwards() {
        if programs().is_none() || process::find("openssl").is_none() {
            return;
        }
        let cluster = Cluster::start().unwrap();
        let address = ("127.0.0.1", cluster.port);
        assert!(TcpStream::connect(address).is_ok());
        drop(cluster);
        assert!(TcpStream::connect(address).is_err());
    }
}
