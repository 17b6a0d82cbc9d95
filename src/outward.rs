//! Requests to addresses that somebody else chose. Whoever chose one must not reach through us what
//! only we can reach: the cloud's own addresses, the office behind the firewall, this machine.
//!
//! A name is looked up once, every address it has is looked at, and the connection goes to those
//! very addresses: a name that answers otherwise the second time gains nothing. Redirects are not
//! followed: whoever wants to looks at each like the first.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::{Client, redirect};
use url::{Host, Url};

use crate::error::{Error, Result};

const CONNECT_SECONDS_MAX: Duration = Duration::from_secs(5);

/// A client that reaches the open internet only. `reaches_private` is for tests, and for what
/// stands in one's own house.
pub fn client(names: impl Names, reaches_private: bool, seconds_max: Duration) -> Result<Client> {
    Client::builder()
        .dns_resolver(Arc::new(Outward { names: Arc::new(names), reaches_private }))
        .redirect(redirect::Policy::none())
        // A proxy would look names up by itself.
        .no_proxy()
        .referer(false)
        .connect_timeout(CONNECT_SECONDS_MAX)
        .timeout(seconds_max)
        .user_agent("Circuler")
        .build()
        .map_err(Error::internal)
}

/// Whether a request may go there. Addresses that are written as figures are not looked up, so they
/// are looked at here. The parser of URLs knows all their forms: decimal, octal, hexadecimal, with
/// parts left out. What carries a name and a password is none of an address.
pub fn may_reach(url: &Url, ports: &[u16], reaches_private: bool) -> bool {
    if !matches!(url.scheme(), "http" | "https") {
        return false;
    }
    if !url.username().is_empty() || url.password().is_some() {
        return false;
    }
    if reaches_private {
        return true;
    }
    let outward = match url.host() {
        Some(Host::Domain(_)) => true,
        Some(Host::Ipv4(address)) => is_public(IpAddr::V4(address)),
        Some(Host::Ipv6(address)) => is_public(IpAddr::V6(address)),
        None => false,
    };
    outward && url.port_or_known_default().is_some_and(|it| ports.contains(&it))
}

/// Looks names up, and knows no name that leads inside.
struct Outward<R> {
    names: R,
    reaches_private: bool,
}

/// Looks a name up. The other implementation is that of the tests, whose names answer as they like.
pub trait Names: Send + Sync + 'static {
    fn addresses(&self, name: String) -> impl Future<Output = std::io::Result<Vec<IpAddr>>> + Send;
}

/// The names of the machine.
pub struct SystemNames;

impl Names for SystemNames {
    async fn addresses(&self, name: String) -> std::io::Result<Vec<IpAddr>> {
        Ok(tokio::net::lookup_host((name, 0)).await?.map(|it| it.ip()).collect())
    }
}

impl<R: Names> Resolve for Outward<Arc<R>> {
    fn resolve(&self, name: Name) -> Resolving {
        let (names, reaches_private) = (self.names.clone(), self.reaches_private);
        Box::pin(async move {
            let found = names.addresses(name.as_str().to_owned()).await?;
            // One private address among public ones is one too many.
            if !reaches_private && !found.iter().all(|it| is_public(*it)) {
                return Err("a name that leads to a private address".into());
            }
            let found: Addrs = Box::new(found.into_iter().map(|it| SocketAddr::new(it, 0)));
            Ok(found)
        })
    }
}

/// Whether an address is one of the open internet. What carries another address within it is as
/// public as that one.
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

/// The special-purpose registry of IANA (RFC 6890 and its successors).
fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let special = match (a, b, c) {
        // This network, private, loopback; class E and the broadcast.
        (0 | 10 | 127 | 240..=255, _, _) => true,
        // Carriers' own (RFC 6598); link-local, where clouds answer; private.
        (100, 64..=127, _) | (169, 254, _) | (172, 16..=31, _) | (192, 168, _) => true,
        // Protocols, documentation, relays of 6to4.
        (192, 0, 0 | 2) | (192, 88, 99) | (198, 51, 100) | (203, 0, 113) => true,
        // Benchmarks; multicast.
        (198, 18 | 19, _) | (224..=239, _, _) => true,
        _ => false,
    };
    !special
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let parts = address.segments();
    let v4 = |high: u16, low: u16| {
        let [a, b] = high.to_be_bytes();
        let [c, d] = low.to_be_bytes();
        is_public_v4(Ipv4Addr::new(a, b, c, d))
    };
    match parts {
        // Unspecified, loopback and the old IPv4-compatible ones; IPv4-mapped.
        [0, 0, 0, 0, 0, 0, _, _] => false,
        [0, 0, 0, 0, 0, 0xffff, high, low] => v4(high, low),
        // NAT64 (RFC 6052): well known; its local prefix (RFC 8215) leads who knows where.
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] => v4(high, low),
        [0x64, 0xff9b, ..] => false,
        // Discard, Teredo and the other protocols of 2001::/23, documentation.
        [0x100 | 0x3fff, ..] | [0x2001, 0..=0x1ff | 0xdb8, ..] => false,
        // 6to4.
        [0x2002, high, low, ..] => v4(high, low),
        // Only this eighth is given out as global unicast.
        [first, ..] => first & 0xe000 == 0x2000,
    }
}

#[cfg(test)]
mod tests;
