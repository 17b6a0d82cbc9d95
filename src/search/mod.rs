//! Finding listings by words and facts.
//!
//! The database is the truth and an index is a copy of it that may be thrown away: `clear` it and
//! `put` everything again. Nothing but ids and figures for the page of results is read from it.

pub mod analysis;
#[cfg(test)]
mod conformance;
mod facets;
mod memory;
mod place;
mod position;
mod tantivy;

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;
use std::sync::Arc;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

use crate::catalogue::{CategoryCode, Unit};
use crate::clock::Day;

pub use self::memory::MemoryIndex;
pub use self::place::{EARTH_RADIUS_KM, Near, Point};
pub use self::tantivy::TantivyIndex;

pub type Result<T> = std::result::Result<T, SearchError>;

/// Who may see a listing besides the organisation that holds it.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Default,
    Serialize,
    Deserialize,
    utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Visibility {
    /// Nobody: it is registered, not offered.
    Organisation,
    /// The organisations of the same business park.
    Park,
    #[default]
    Public,
}

/// What an index knows of one passport that is not retired.
#[derive(Debug, Clone, PartialEq)]
pub struct Listing {
    pub id: String,
    /// The passport's version. An older one never overwrites a newer one.
    pub version: i64,
    pub code: String,
    pub organisation_id: String,
    pub park_id: Option<String>,
    pub visibility: Visibility,
    pub category: Option<CategoryCode>,
    pub name: String,
    /// All else that text search should find: description, brand, model, colour, materials.
    pub text: String,
    pub brand: Option<String>,
    pub colour: Option<String>,
    pub materials: Vec<String>,
    /// 1 (damaged) to 5 (like new).
    pub condition: Option<u8>,
    pub quantity_thousandths: i64,
    pub unit: Unit,
    pub measures: BTreeMap<Measure, f64>,
    /// 0 is free; `None` is on request or unknown.
    pub price_cents: Option<i64>,
    pub point: Option<Point>,
    pub available_from: Option<Day>,
    pub available_until: Option<Day>,
    /// When it was registered, seconds of the Unix epoch: the order of `Sort::Newest`.
    pub created_at: i64,
}

impl Listing {
    /// What text search finds besides the name. The code stands in it as it is printed and in one
    /// piece, as it is typed.
    fn other_text(&self) -> String {
        let Self { text, code, .. } = self;
        format!("{text} {code} {}", code.replace('-', ""))
    }
}

/// A figure as ranges compare it.
#[expect(clippy::cast_precision_loss, reason = "no quantity or price comes near 2^53")]
fn figure(value: i64) -> f64 {
    value as f64
}

/// A size that can be searched by range, in millimetres.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    LengthMm,
    WidthMm,
    HeightMm,
    DepthMm,
    ThicknessMm,
    DiameterMm,
}

impl Measure {
    pub const ALL: [Self; 6] = [
        Self::LengthMm,
        Self::WidthMm,
        Self::HeightMm,
        Self::DepthMm,
        Self::ThicknessMm,
        Self::DiameterMm,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::LengthMm => "length_mm",
            Self::WidthMm => "width_mm",
            Self::HeightMm => "height_mm",
            Self::DepthMm => "depth_mm",
            Self::ThicknessMm => "thickness_mm",
            Self::DiameterMm => "diameter_mm",
        }
    }
}

/// Both ends belong to it; an end left open does not bound.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Range {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<f64>,
}

impl Range {
    pub fn holds(&self, value: f64) -> bool {
        self.min.is_none_or(|min| value >= min) && self.max.is_none_or(|max| value <= max)
    }

    /// Whether it does not bound at all.
    pub fn is_open(&self) -> bool {
        self.min.is_none() && self.max.is_none()
    }
}

/// For whom we search. The server sets it; it is part of every query.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Viewer {
    /// Sees what is public.
    #[default]
    Stranger,
    /// Sees what is public, what its park may see, and all that is its own.
    Organisation { id: String, park_id: Option<String> },
}

impl Viewer {
    pub fn sees(&self, visibility: Visibility, organisation: &str, park: Option<&str>) -> bool {
        match (self, visibility) {
            (_, Visibility::Public) => true,
            (Self::Stranger, Visibility::Organisation | Visibility::Park) => false,
            (Self::Organisation { id, park_id }, Visibility::Organisation | Visibility::Park) => {
                let is_of_park = park_id.is_some() && park_id.as_deref() == park;
                id == organisation || visibility == Visibility::Park && is_of_park
            }
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// What answers the words best first; without words, the newest.
    #[default]
    Relevance,
    /// Nearest first; needs `near`. What has no place comes last.
    Distance,
    /// Cheapest first; what has no price comes last.
    Price,
    Newest,
}

#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Facet {
    /// Leaves and their tops alike.
    Category,
    Condition,
    Brand,
    Colour,
    Material,
    Unit,
}

impl Facet {
    pub const ALL: [Self; 6] =
        [Self::Category, Self::Condition, Self::Brand, Self::Colour, Self::Material, Self::Unit];
}

/// What to look for. A field left empty does not narrow the search.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Query {
    /// Every word must occur: as it stands, in another form (a plural), as the beginning of a word
    /// (the last one), or with a typo (one from four letters, two from eight; none in words with
    /// digits). Words after [`analysis::QUERY_WORDS_MAX`] do not narrow.
    pub text: String,
    /// Any of these, with their subtrees.
    pub categories: Vec<CategoryCode>,
    pub condition_min: Option<u8>,
    pub measures: BTreeMap<Measure, Range>,
    pub quantity_thousandths: Range,
    pub unit: Option<Unit>,
    pub price_cents: Range,
    /// Any of these. Case and accents of materials, brand and colour do not matter.
    pub materials: Vec<String>,
    pub brand: Option<String>,
    pub colour: Option<String>,
    /// Within a radius, by great-circle distance.
    pub near: Option<Near>,
    /// Available at some time in this window.
    pub window: (Option<Day>, Option<Day>),
    /// Leave out what this organisation holds.
    pub not_organisation: Option<String>,
    pub viewer: Viewer,
    pub sort: Sort,
    /// Count the values of these among all that is found.
    pub facets: Vec<Facet>,
    /// Where the last page ended, as that page said.
    pub cursor: Option<String>,
    pub limit: usize,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Page {
    /// Best first.
    pub hits: Vec<Hit>,
    pub total: usize,
    /// Facet → value → how many. Spellings of one value (`eik`, `Eik`) are counted together.
    pub facets: BTreeMap<Facet, BTreeMap<String, usize>>,
    /// Give it back as [`Query::cursor`] to go on. `None` on the last page.
    pub next: Option<String>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    pub id: String,
    /// From the point of [`Query::near`].
    pub distance_km: Option<f64>,
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

    /// Forgets everything, before a rebuild.
    async fn clear(&self) -> Result<()>;

    /// Whether it answers.
    async fn health(&self) -> Result<()>;
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
            SearchError::Cursor => Self::Unreadable(error.to_string()),
            failed @ SearchError::Failed { .. } => Self::unavailable(failed),
        }
    }
}

/// Opens the index that an address names: `memory:`, or the folder of a Tantivy index.
pub fn open(url: &str) -> crate::error::Result<Arc<dyn SearchIndex>> {
    if url == "memory:" {
        return Ok(Arc::new(MemoryIndex::default()));
    }
    if url.contains("://") {
        let problem = format!("the search index is `memory:` or a folder, not {url}");
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
        let opened = |url: &str| open(url).map(|it| format!("{it:?}")).ok();
        assert_eq!(opened("memory:").as_deref(), Some("MemoryIndex"));
        assert_eq!(opened(&path).as_deref(), Some("TantivyIndex"));
        assert_eq!(opened("http://localhost:7700"), None);
    }
}
