//! Finding listings by words and facts.
//!
//! The database is the truth and an index is a copy of it that may be thrown away: `clear` it and
//! `put` everything again. Nothing but ids and figures for the page of results is read from it.

pub mod analysis;
mod clusters;
#[cfg(test)]
mod conformance;
pub mod constraint;
mod facets;
mod guard;
mod lenient;
mod listing;
mod meilisearch;
mod memory;
mod place;
mod position;
mod query;
mod tantivy;

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;
use std::sync::Arc;

use async_trait::async_trait;

use crate::config;
use crate::language::say;

pub use self::clusters::Cluster;
pub use self::facets::{FACET_VALUES_MAX, Facet};
pub use self::guard::Guarded;
pub use self::lenient::{clusters_leniently, leniently};
pub use self::listing::{AttributeValue, Listing, Measure, Visibility};
pub use self::meilisearch::MeilisearchIndex;
pub use self::memory::MemoryIndex;
pub use self::place::{EARTH_RADIUS_KM, Near, Point, Viewport};
pub use self::query::{Amount, AttributeWish, Query, Range, Sort, Viewer, Wish};
pub use self::tantivy::TantivyIndex;

pub type Result<T> = std::result::Result<T, SearchError>;

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Page {
    /// Best first.
    pub hits: Vec<Hit>,
    pub total: usize,
    /// Facet → value → how many. Spellings of one value (`eik`, `Eik`) are counted together.
    pub facets: BTreeMap<Facet, BTreeMap<String, usize>>,
    /// The words asked for, where those that nothing seen answers but by typos are put right.
    pub did_you_mean: Option<String>,
    /// Give it back as [`Query::cursor`] to go on. `None` on the last page.
    pub next: Option<String>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    pub id: String,
    /// From the point of [`Query::near`].
    pub distance_km: Option<f64>,
}

/// A word that the last one of a search may become, and how many listings would be found then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// Folded, as words are compared.
    pub word: String,
    pub count: usize,
}

/// A place where listings can be found. Every implementation must pass `conformance`.
#[async_trait]
pub trait SearchIndex: fmt::Debug + Send + Sync + 'static {
    /// Adds listings, each in place of any with the same id and no newer version. Once this
    /// returns they can be found.
    async fn put(&self, listings: &[Listing]) -> Result<()>;

    /// Forgets listings. An id it does not know is no error.
    async fn remove(&self, ids: &[String]) -> Result<()>;

    /// Finds listings, best first. A cursor that is no cursor of ours is [`SearchError::Cursor`].
    async fn find(&self, query: &Query) -> Result<Page>;

    /// The words in names that begin with the last word of the query, each with how many of all
    /// that the query finds without that word have it in the name: the most frequent first, then
    /// by the alphabet. [`Query::limit`] of them at most.
    async fn complete(&self, query: &Query) -> Result<Vec<Completion>>;

    /// What the query finds in [`Query::viewport`], gathered on a grid. Without one, nothing.
    async fn clusters(&self, query: &Query) -> Result<Vec<Cluster>>;

    /// Forgets everything, before a rebuild.
    async fn clear(&self) -> Result<()>;

    /// Whether it answers.
    async fn health(&self) -> Result<()>;

    /// The ids and versions of what it knows, in the order of ids: those after this one, and so
    /// many at most.
    async fn versions(&self, after: &str, limit: usize) -> Result<Vec<(String, i64)>>;

    /// An empty index beside this one, to be filled while this one is searched. There is one at a
    /// time: who asks again gets it anew.
    async fn beside(&self) -> Result<Arc<dyn SearchIndex>>;

    /// Puts what was filled beside in the place of this one. What is in this one is forgotten.
    async fn swap(&self) -> Result<()>;
}

#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    #[error("this cursor was not given out here")]
    Cursor,
    /// The index could not answer. There is nothing a caller can do but try later.
    #[error("search index {index}: {source}")]
    Failed { index: &'static str, source: Box<dyn std::error::Error + Send + Sync> },
}

impl From<SearchError> for crate::error::Error {
    fn from(error: SearchError) -> Self {
        match error {
            SearchError::Cursor => Self::Unreadable(say("unreadable-cursor")),
            failed @ SearchError::Failed { .. } => Self::unavailable(failed),
        }
    }
}

/// How the address of a Meilisearch server begins.
const SERVERS: [&str; 3] = ["http://", "https://", "meilisearch://"];

/// Opens the index that an address names: `memory:`, the folder of a Tantivy index, or a
/// Meilisearch server, which need not answer yet.
pub fn open(settings: &config::Search) -> crate::error::Result<Arc<dyn SearchIndex>> {
    let url = settings.url.as_str();
    if url == "memory:" {
        return Ok(Arc::new(MemoryIndex::default()));
    }
    if SERVERS.iter().any(|it| url.starts_with(it)) {
        let key = Some(settings.key.clone()).filter(|it| !it.is_empty());
        return Ok(Arc::new(Guarded::new(MeilisearchIndex::new(url, key)?)));
    }
    if url.contains("://") {
        let problem = format!("the search index is `memory:`, a folder or a server, not {url}");
        return Err(crate::error::Error::internal(problem));
    }
    Ok(Arc::new(TantivyIndex::open(Path::new(url))?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_an_index() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new").display().to_string();
        let opened = |url: &str| {
            let settings = config::Search { url: url.to_owned(), ..config::Search::default() };
            open(&settings).map(|it| format!("{it:?}")).ok()
        };
        assert_eq!(opened("memory:").as_deref(), Some("MemoryIndex"));
        assert_eq!(opened(&path).as_deref(), Some("TantivyIndex"));
        let guarded = Some("Guarded(MeilisearchIndex)");
        assert_eq!(opened("http://localhost:7700").as_deref(), guarded);
        assert_eq!(opened("meilisearch://localhost:7700").as_deref(), guarded);
        assert_eq!(opened("ftp://localhost:7700"), None);
    }
}
