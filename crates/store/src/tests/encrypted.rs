//! PostgreSQL over TLS, where `XUEJI_TEST_PG_CERTIFICATE` names the certificate of the server for tests.

use crate::{Db, DbUrl, Error, Options, params};

/// The address of the server for tests, asking for TLS; `roots` is trusted, or the system's authorities are.
fn address(roots: Option<&str>, host: &str) -> Option<DbUrl> {
    let url = std::env::var("XUEJI_TEST_PG").ok()?;
    let url = url.replace("127.0.0.1", host);
    let mark = if url.contains('?') { '&' } else { '?' };
    let roots = roots.map(|file| format!("&sslrootcert={file}")).unwrap_or_default();
    Some(format!("{url}{mark}sslmode=verify-full{roots}").parse().expect("an address"))
}

fn open(url: &DbUrl) -> Result<Db, Error> {
    Db::open(url, &Options { readers: 1, ..Options::default() })
}

#[test]
fn a_server_is_talked_to_over_tls_and_only_with_its_own_certificate_and_name() {
    let Ok(certificate) = std::env::var("XUEJI_TEST_PG_CERTIFICATE") else { return };
    let Some(url) = address(Some(&certificate), "127.0.0.1") else { return };
    let db = open(&url).expect("the certificate is the server's");
    let encrypted = db.read_blocking(|tx| {
        tx.scalar::<bool>("select ssl from pg_stat_ssl where pid = pg_backend_pid()", params![])
    });
    assert!(encrypted.expect("the server tells"), "the connection is not encrypted");
    db.close();
    for (roots, host) in [(None, "127.0.0.1"), (Some(certificate.as_str()), "localhost")] {
        let refused = open(&address(roots, host).expect("as above")).expect_err("nobody vouches for it");
        assert!(matches!(&refused, Error::Unavailable(why) if why.contains("certificate")), "{refused}");
    }
}
