//! From where a request comes: the connection's other end, or what a proxy that we trust says of it.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;

use axum::http::{HeaderMap, HeaderName};

/// The other end of the connection; whoever accepts connections puts it on each request.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Peer(pub(crate) IpAddr);

/// Where proxies write the address of whoever asked them, the nearest one last.
const FORWARDED: HeaderName = HeaderName::from_static("x-forwarded-for");

/// The proxies that are believed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Proxies(Arc<[Network]>);

/// Addresses that agree in their first bits.
#[derive(Clone, Copy, Debug)]
struct Network {
    bits: u128,
    length: u32,
}

impl Proxies {
    /// Reads `127.0.0.1, ::1, 10.0.0.0/8`; what is none of these is returned.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
        parts
            .map(|part| Network::parse(part).ok_or_else(|| part.to_owned()))
            .collect::<Result<_, _>>()
            .map(Self)
    }

    fn trust(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.holds(address))
    }

    /// Whoever asked the first of our proxies: what stands before that anybody could have written.
    pub(crate) fn client(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let lines = headers.get_all(FORWARDED).into_iter().filter_map(|line| line.to_str().ok());
        let mut told: Vec<&str> = lines.flat_map(|line| line.split(',')).map(str::trim).collect();
        let mut nearest = peer.to_canonical();
        while self.trust(nearest) {
            match told.pop().and_then(address) {
                Some(before) => nearest = before,
                None => break,
            }
        }
        nearest
    }
}

impl Network {
    fn parse(text: &str) -> Option<Self> {
        let (address, length) = match text.split_once('/') {
            Some((address, length)) => (address.parse().ok()?, Some(length.parse::<u32>().ok()?)),
            None => (text.parse().ok()?, None),
        };
        let (own, most) = match address {
            IpAddr::V4(_) => (96, 32),
            IpAddr::V6(_) => (0, 128),
        };
        let length = length.unwrap_or(most);
        (length <= most).then(|| Self { bits: bits(address), length: own + length })
    }

    fn holds(self, address: IpAddr) -> bool {
        let differ = self.bits ^ bits(address);
        differ.checked_shr(128 - self.length).unwrap_or(0) == 0
    }
}

/// All addresses as those of version 6.
fn bits(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(address) => address.to_ipv6_mapped().to_bits(),
        IpAddr::V6(address) => address.to_bits(),
    }
}

/// An address, with a port or without.
fn address(text: &str) -> Option<IpAddr> {
    let bare = || text.parse().ok();
    let with_port = || text.parse::<SocketAddr>().ok().map(|address| address.ip());
    bare().or_else(with_port).map(|address: IpAddr| address.to_canonical())
}

/// What counts as one place: a line of version 6 is given a whole network of addresses.
pub(crate) fn place(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() >> 64 << 64)),
        v4 @ IpAddr::V4(_) => v4,
    }
}

/// Where nobody noted the other end, as in tests of the router alone.
pub(crate) const UNKNOWN: Peer = Peer(IpAddr::V4(Ipv4Addr::UNSPECIFIED));

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use axum::http::{HeaderMap, HeaderValue};

    use super::{Proxies, place};

    fn client(proxies: &str, peer: &str, told: &[&'static str]) -> String {
        let mut headers = HeaderMap::new();
        for line in told {
            headers.append("x-forwarded-for", HeaderValue::from_static(line));
        }
        let proxies = Proxies::parse(proxies).unwrap();
        proxies.client(peer.parse().unwrap(), &headers).to_string()
    }

    #[test]
    fn what_a_stranger_writes_into_the_header_is_not_believed() {
        assert_eq!(client("127.0.0.1", "203.0.113.9", &["198.51.100.1"]), "203.0.113.9");
        assert_eq!(client("", "127.0.0.1", &["198.51.100.1"]), "127.0.0.1");
        // The proxy appended whom it saw; what stands before it came with the request.
        assert_eq!(client("127.0.0.1", "127.0.0.1", &["10.1.1.1, 203.0.113.9"]), "203.0.113.9");
        assert_eq!(client("127.0.0.1", "127.0.0.1", &["10.1.1.1", "203.0.113.9"]), "203.0.113.9");
        assert_eq!(client("127.0.0.1", "127.0.0.1", &["nonsense"]), "127.0.0.1");
    }

    #[test]
    fn a_row_of_trusted_proxies_is_followed_to_whoever_asked_the_first() {
        let row = &["198.51.100.1, 203.0.113.9:4711, 10.0.0.7"];
        assert_eq!(client("127.0.0.1, 10.0.0.0/8", "127.0.0.1", row), "203.0.113.9");
        assert_eq!(client("::1, fd00::/8", "::ffff:127.0.0.1", row), "127.0.0.1");
        assert_eq!(client("::1, fd00::/8", "fd12::1", &["2001:db8::5"]), "2001:db8::5");
    }

    #[test]
    fn what_is_no_address_is_named() {
        assert_eq!(Proxies::parse("10.0.0.0/8, proxy.local").unwrap_err(), "proxy.local");
        assert!(Proxies::parse("10.0.0.0/33").is_err());
    }

    #[test]
    fn a_line_of_version_6_is_one_place() {
        let at = |text: &str| place(text.parse::<IpAddr>().unwrap());
        assert_eq!(at("2001:db8::5"), at("2001:db8::6:7"));
        assert_ne!(at("203.0.113.9"), at("203.0.113.10"));
    }
}
