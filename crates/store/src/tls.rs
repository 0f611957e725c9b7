//! TLS to PostgreSQL: what `sslmode` and `sslrootcert` in its address mean here.
//!
//! Stricter than PostgreSQL's own programs: whoever asks for TLS gets it with the certificate and its name checked.

use std::sync::Arc;

use postgres::Config;
use postgres::config::Host;
use rustls::crypto::ring;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::{ClientConfig, RootCertStore};
use rustls_platform_verifier::BuilderVerifierExt as _;
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::{Error, Result};

/// What an address says of TLS.
#[derive(Debug, Default, PartialEq, Eq)]
struct Wish<'a> {
    encrypted: bool,
    /// The file of certificates that are trusted instead of the system's.
    roots: Option<&'a str>,
}

/// Takes out of an address what the driver would not understand.
fn read(url: &str) -> Result<(String, Wish<'_>)> {
    let (base, query) = url.split_once('?').unwrap_or((url, ""));
    let (mut wish, mut rest) = (Wish::default(), Vec::new());
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        match pair.split_once('=') {
            Some(("sslmode", "disable" | "allow" | "prefer")) => wish.encrypted = false,
            Some(("sslmode", "require" | "verify-ca" | "verify-full")) => wish.encrypted = true,
            Some(("sslmode", other)) => {
                return Err(Error::Unavailable(format!("sslmode is disable or verify-full, not {other}")));
            }
            Some(("sslrootcert", file)) => wish.roots = Some(file),
            _ => rest.push(pair),
        }
    }
    let plain = if rest.is_empty() { base.to_owned() } else { format!("{base}?{}", rest.join("&")) };
    Ok((plain, wish))
}

/// The address as the driver understands it, and how connections are encrypted if they are.
pub(crate) fn of(url: &str) -> Result<(String, Option<MakeRustlsConnect>)> {
    let (plain, wish) = read(url)?;
    if !wish.encrypted {
        return Ok((plain, None));
    }
    let unfit = |error: &dyn std::fmt::Display| Error::Unavailable(format!("TLS to the database: {error}"));
    let builder = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| unfit(&error))?;
    let config = match wish.roots {
        None => builder.with_platform_verifier().map_err(|error| unfit(&error))?.with_no_client_auth(),
        Some(file) => {
            let unread = |error: &dyn std::fmt::Display| unfit(&format!("sslrootcert {file}: {error}"));
            let mut roots = RootCertStore::empty();
            for certificate in CertificateDer::pem_file_iter(file).map_err(|error| unread(&error))? {
                let certificate = certificate.map_err(|error| unread(&error))?;
                roots.add(certificate).map_err(|error| unread(&error))?;
            }
            if roots.is_empty() {
                return Err(unread(&"no certificate is in it"));
            }
            builder.with_root_certificates(roots).with_no_client_auth()
        }
    };
    Ok((plain, Some(MakeRustlsConnect::new(config))))
}

/// Whether every server of an address is on this machine.
pub(crate) fn is_near(config: &Config) -> bool {
    config.get_hosts().iter().all(|host| match host {
        Host::Tcp(name) => {
            name == "localhost" || name.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
        }
        #[cfg(unix)]
        Host::Unix(_) => true,
    })
}

#[cfg(test)]
mod tests {
    use super::{Wish, is_near, of, read};

    #[test]
    fn tls_is_used_where_the_address_asks_for_it() {
        let wish =
            |url| read(url).map(|(plain, wish)| (plain, wish.encrypted, wish.roots.map(str::to_owned)));
        assert_eq!(wish("postgres://h/d").unwrap(), ("postgres://h/d".to_owned(), false, None));
        assert_eq!(
            wish("postgres://h/d?connect_timeout=3&sslmode=verify-full&sslrootcert=/etc/ca.pem").unwrap(),
            ("postgres://h/d?connect_timeout=3".to_owned(), true, Some("/etc/ca.pem".to_owned()))
        );
        assert!(read("postgres://h/d?sslmode=verify-fully").is_err());
        assert_eq!(read("postgres://h/d?sslmode=prefer").unwrap().1, Wish::default());
    }

    #[test]
    fn a_file_without_a_certificate_is_named() {
        let error =
            of("postgres://h/d?sslmode=verify-full&sslrootcert=/nowhere.pem").err().expect("no such file");
        assert!(error.to_string().contains("/nowhere.pem"), "{error}");
    }

    #[test]
    fn only_servers_of_this_machine_are_near() {
        let near = |url: &str| is_near(&url.parse().unwrap());
        assert!(
            near("postgres://127.0.0.1/d") && near("postgres://localhost/d") && near("postgres://[::1]/d")
        );
        assert!(!near("postgres://db.example/d") && !near("postgres://10.0.0.5/d"));
    }
}
