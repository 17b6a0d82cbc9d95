//! Photos at addresses that stand in a list. Only the open internet is reached (`outward`). Redirects
//! are followed here, one by one, each looked at like the first.

use std::time::Duration;

use futures_util::StreamExt;
use reqwest::header::{ACCEPT, LOCATION};
use reqwest::{Client, Response};
use url::Url;

use crate::error::Result;
use crate::language::{Text, say};
use crate::outward::{self, Names};
use crate::picture::FILE_BYTES_MAX;

/// For one photo, from looking up its name to its last byte.
const SECONDS_MAX: Duration = Duration::from_secs(20);
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

impl Fetcher {
    pub fn new(names: impl Names, reaches_private: bool) -> Result<Self> {
        Ok(Self { client: outward::client(names, reaches_private, SECONDS_MAX)?, reaches_private })
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

    fn expect_outward(&self, url: &Url) -> std::result::Result<(), Text> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(say("expected-url"));
        }
        let may = outward::may_reach(url, &PORTS, self.reaches_private);
        if may { Ok(()) } else { Err(say("inventory-photo-private")) }
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

#[cfg(test)]
mod tests;
