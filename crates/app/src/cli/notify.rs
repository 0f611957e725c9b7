//! Telling systemd that the server listens, where it asked to be told (`Type=notify`).

/// Says that requests are answered from now on.
#[cfg(target_os = "linux")]
pub(super) fn ready() {
    use std::os::linux::net::SocketAddrExt as _;
    use std::os::unix::net::{SocketAddr, UnixDatagram};

    let Some(name) = std::env::var_os("NOTIFY_SOCKET") else { return };
    // A name that begins with @ is one outside the file system.
    let bytes = name.as_encoded_bytes();
    let address = match bytes.split_first() {
        Some((b'@', name)) => SocketAddr::from_abstract_name(name),
        _ => SocketAddr::from_pathname(&name),
    };
    let told = address.and_then(|address| UnixDatagram::unbound()?.send_to_addr(b"READY=1", &address));
    if let Err(error) = told {
        tracing::warn!(%error, "systemd could not be told that the server listens");
    }
}

/// Elsewhere nobody asks.
#[cfg(not(target_os = "linux"))]
pub(super) fn ready() {}
