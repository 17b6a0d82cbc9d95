//! An index on a Meilisearch server, for when one machine is not enough.
//!
//! Our analysis of words, and ids and figures as they are, are given to it as values; it finds,
//! counts and sorts by them. So it answers as the other engines do, to the last position.

mod clusters;
mod document;
mod filter;
mod find;
mod ranking;
mod server;
mod settings;
mod words;

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use tokio::sync::{Mutex, OnceCell};
use url::Url;

use super::{Cluster, Completion, Listing, Page, Query, Result, SearchIndex};
use document::Document;
use filter::Filter;
use find::Finding;
use server::{Server, failed};

pub struct MeilisearchIndex {
    host: String,
    key: Option<String>,
    /// How the names of our indexes begin.
    prefix: String,
    uid: String,
    /// Reached when it is first needed, so that the service starts without it.
    server: OnceCell<Server>,
    /// Writing takes turns: whether a version is newer is asked before it is written. And since
    /// each turn waits until its task is done, we never have more than one in the server's queue.
    turn: Mutex<()>,
}

/// What our indexes are called where the address does not say.
const PREFIX: &str = "listings";

/// What is added to the name of an index that is filled to take its place.
const BESIDE: &str = "-beside";

/// One request carries so much at most; Meilisearch refuses more than 100 MB.
const PAYLOAD_BYTES_MAX: usize = 20_000_000;

/// So many ids are asked for at once.
const IDS_MAX: usize = 1000;

impl MeilisearchIndex {
    /// `http://host:7700`, with the beginning of the names of our indexes as its path where they
    /// are not called `listings`. `meilisearch://` is `http://`.
    pub fn new(url: &str, key: Option<String>) -> Result<Self> {
        let address = url.strip_prefix("meilisearch://").map(|it| format!("http://{it}"));
        let address = Url::parse(address.as_deref().unwrap_or(url)).map_err(failed)?;
        let host = address.origin().ascii_serialization();
        let path = address.path().trim_matches('/');
        let prefix = if path.is_empty() { PREFIX } else { path }.to_owned();
        let uid = format!("{prefix}-{}", settings::hash().map_err(failed)?);
        Ok(Self { host, key, prefix, uid, server: OnceCell::new(), turn: Mutex::new(()) })
    }

    /// The server, with our index on it.
    async fn server(&self) -> Result<&Server> {
        let connecting = async || {
            let server = Server::connect(&self.host, self.key.as_deref(), &self.prefix).await?;
            if server.made_at(&self.uid).await?.is_none() {
                self.make(&server).await?;
            }
            Ok(server)
        };
        self.server.get_or_try_init(connecting).await
    }

    /// Giving an index settings makes it: so there is none without them.
    async fn make(&self, server: &Server) -> Result<()> {
        let index = server.client().index(&self.uid);
        server.perform(index.set_settings(&settings::settings())).await
    }

    fn path(&self, rest: &str) -> String {
        format!("/indexes/{}/{rest}", self.uid)
    }

    /// The versions in which listings are known.
    async fn known(&self, server: &Server, ids: Vec<String>) -> Result<HashMap<String, i64>> {
        let mut known = HashMap::new();
        for some in ids.chunks(IDS_MAX) {
            let asked = Fetch { ids: Some(some), ..Fetch::default() };
            let found: Fetched = server.ask(&self.path("documents/fetch"), &asked).await?;
            known.extend(found.results.into_iter().map(|it| (it.listing, it.version)));
        }
        Ok(known)
    }
}

#[derive(Default, Serialize)]
struct Fetch<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    ids: Option<&'a [String]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    filter: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sort: Option<[String; 1]>,
    fields: Fields,
    limit: Limit,
}

#[derive(Serialize)]
struct Fields([&'static str; 2]);

impl Default for Fields {
    fn default() -> Self {
        Self(["listing", document::VERSION])
    }
}

#[derive(Serialize)]
struct Limit(usize);

impl Default for Limit {
    fn default() -> Self {
        Self(IDS_MAX)
    }
}

#[derive(Deserialize)]
struct Fetched {
    results: Vec<Known>,
}

#[derive(Deserialize)]
struct Known {
    listing: String,
    version: i64,
}

#[async_trait]
impl SearchIndex for MeilisearchIndex {
    async fn put(&self, listings: &[Listing]) -> Result<()> {
        let _turn = self.turn.lock().await;
        let server = self.server().await?;
        let mut newest: HashMap<&str, &Listing> = HashMap::new();
        for listing in listings {
            let known = newest.get(listing.id.as_str());
            if known.is_none_or(|it| it.version <= listing.version) {
                newest.insert(&listing.id, listing);
            }
        }
        let ids = newest.keys().map(|it| document::id(it)).collect();
        let known = self.known(server, ids).await?;
        newest.retain(|id, it| known.get(*id).is_none_or(|known| *known <= it.version));

        let path = self.path(&format!("documents?primaryKey={}", document::ID));
        let (mut some, mut bytes) = (Vec::new(), 0);
        for listing in newest.into_values() {
            let document = Document::of(listing);
            bytes += serde_json::to_vec(&document).map_err(failed)?.len();
            some.push(document);
            if bytes >= PAYLOAD_BYTES_MAX {
                server.send(&path, &some).await?;
                (some, bytes) = (Vec::new(), 0);
            }
        }
        if some.is_empty() { Ok(()) } else { server.send(&path, &some).await }
    }

    async fn remove(&self, ids: &[String]) -> Result<()> {
        if ids.is_empty() {
            return Ok(());
        }
        let _turn = self.turn.lock().await;
        let ids: Vec<String> = ids.iter().map(|it| document::id(it)).collect();
        self.server().await?.send(&self.path("documents/delete-batch"), &ids).await
    }

    async fn find(&self, query: &Query) -> Result<Page> {
        Finding::new(self.server().await?, &self.uid, query).page().await
    }

    async fn complete(&self, query: &Query) -> Result<Vec<Completion>> {
        Finding::new(self.server().await?, &self.uid, query).completions().await
    }

    async fn clusters(&self, query: &Query) -> Result<Vec<Cluster>> {
        clusters::find(self.server().await?, &self.uid, query).await
    }

    async fn clear(&self) -> Result<()> {
        let _turn = self.turn.lock().await;
        let server = self.server().await?;
        server.perform(server.client().index(&self.uid).delete_all_documents()).await
    }

    async fn health(&self) -> Result<()> {
        self.server().await?.health().await
    }

    async fn versions(&self, after: &str, limit: usize) -> Result<Vec<(String, i64)>> {
        let asked = Fetch {
            filter: Some(Filter::After(document::order(after)).to_string()),
            sort: Some([format!("{}:asc", document::ORDER)]),
            limit: Limit(limit),
            ..Fetch::default()
        };
        let server = self.server().await?;
        let found: Fetched = server.ask(&self.path("documents/fetch"), &asked).await?;
        Ok(found.results.into_iter().map(|it| (it.listing, it.version)).collect())
    }

    async fn beside(&self) -> Result<Arc<dyn SearchIndex>> {
        let server = self.server().await?;
        let beside = Self {
            host: self.host.clone(),
            key: self.key.clone(),
            prefix: self.prefix.clone(),
            uid: format!("{}{BESIDE}", self.uid),
            server: OnceCell::new(),
            turn: Mutex::new(()),
        };
        server.drop_index(&beside.uid).await?;
        Ok(Arc::new(beside))
    }

    async fn swap(&self) -> Result<()> {
        let _turn = self.turn.lock().await;
        let server = self.server().await?;
        let beside = format!("{}{BESIDE}", self.uid);
        if server.made_at(&beside).await?.is_none() {
            return Ok(());
        }
        server.swap(&self.uid, &beside).await?;
        server.drop_index(&beside).await
    }
}

impl fmt::Debug for MeilisearchIndex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MeilisearchIndex")
    }
}

#[cfg(test)]
mod tests;
