//! Photos at addresses that stand in a list. Whoever wrote the list must not reach through us what
//! only we can reach: the cloud's own addresses, the office behind the firewall, this machine.
//!
//! A name is looked up once, every address it has is looked at, and the connection goes to those
//! very addresses: a name that answers otherwise the second time gains nothing. Redirects are
//! followed here, one by one, each looked at like the first.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::header::{ACCEPT, LOCATION};
use reqwest::{Client, Response, redirect};
use url::{Host, Url};

use crate::error::{Error, Result};
use crate::language::{Text, say};
use crate::picture::FILE_BYTES_MAX;

/// For one photo, from looking up its name to its last byte.
const SECONDS_MAX: Duration = Duration::from_secs(20);
const CONNECT_SECONDS_MAX: Duration = Duration::from_secs(5);
/// From `http` to `https`, to `www`, to where the pictures are.
const REDIRECTS_MAX: usize = 4;
/// Other ports are for other things than photos.
const PORTS: [u16; 2] = [80, 443];

/// Fetches photos. One client for many, so that connections are used again.
pub struct Fetcher {
    client: Client,
    /// Only where the settings say so: for tests, and for photos in one's own house.
    reaches_private: bool,
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

impl Fetcher {
    pub fn new(names: impl Names, reaches_private: bool) -> Result<Self> {
        let client = Client::builder()
            .dns_resolver(Arc::new(Outward { names: Arc::new(names), reaches_private }))
            .redirect(redirect::Policy::none())
            // A proxy would look names up by itself.
            .no_proxy()
            .referer(false)
            .connect_timeout(CONNECT_SECONDS_MAX)
            .timeout(SECONDS_MAX)
            .user_agent("Circuler")
            .build()
            .map_err(Error::internal)?;
        Ok(Self { client, reaches_private })
    }

    /// The file at an address, or why it is not taken.
    pub async fn fetch(&self, address: &str) -> std::result::Result<Vec<u8>, Text> {
        let fetching = async {
            let mut url = Url::parse(address).map_err(|_| say("expected-url"))?;
            for _ in 0..=REDIRECTS_MAX {
                self.expect_outward(&url)?;
                let request = self.client.get(url.clone()).header(ACCEPT, "image/*");
                let answer = request.send().await.map_err(|error| unreachable(&error))?;
                if !answer.status().is_redirection() {
                    return received(answer).await;
                }
                let to = answer.headers().get(LOCATION).and_then(|it| it.to_str().ok());
                let next = to.and_then(|it| url.join(it).ok());
                url = next.ok_or_else(|| say("inventory-photo-redirected"))?;
            }
            Err(say("inventory-photo-redirected"))
        };
        let fetched = tokio::time::timeout(SECONDS_MAX, fetching).await;
        fetched.unwrap_or_else(|_| Err(say("inventory-photo-unreachable")))
    }

    /// Addresses that are written as figures are not looked up, so they are looked at here. The
    /// parser of URLs knows all their forms: decimal, octal, hexadecimal, with parts left out.
    fn expect_outward(&self, url: &Url) -> std::result::Result<(), Text> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(say("expected-url"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(say("inventory-photo-private"));
        }
        if self.reaches_private {
            return Ok(());
        }
        let outward = match url.host() {
            Some(Host::Domain(_)) => true,
            Some(Host::Ipv4(address)) => is_public(IpAddr::V4(address)),
            Some(Host::Ipv6(address)) => is_public(IpAddr::V6(address)),
            None => false,
        };
        let known_port = url.port_or_known_default().is_some_and(|it| PORTS.contains(&it));
        if outward && known_port { Ok(()) } else { Err(say("inventory-photo-private")) }
    }
}

async fn received(answer: Response) -> std::result::Result<Vec<u8>, Text> {
    if !answer.status().is_success() {
        return Err(say("inventory-photo-status").with("status", answer.status().as_u16()));
    }
    let too_large = || say("picture-refused-bytes").with("max", FILE_BYTES_MAX / 1_000_000);
    if answer.content_length().is_some_and(|it| it > FILE_BYTES_MAX as u64) {
        return Err(too_large());
    }
    let mut file = Vec::new();
    let mut chunks = answer.bytes_stream();
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|error| unreachable(&error))?;
        if file.len() + chunk.len() > FILE_BYTES_MAX {
            return Err(too_large());
        }
        file.extend_from_slice(&chunk);
    }
    Ok(file)
}

/// Which of the reasons it was stays in the log: an answer that tells them apart maps what is
/// inside.
fn unreachable(error: &reqwest::Error) -> Text {
    tracing::info!(%error, "a photo could not be fetched");
    say("inventory-photo-unreachable")
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
