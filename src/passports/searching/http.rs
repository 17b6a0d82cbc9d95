//! The HTTP face of search: listings, suggestions, the map, and what is like a passport.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use actix_web::web::{Data, Json, Path, Query};
use actix_web::{get, post};
use serde::{Deserialize, Serialize};
use utoipa_actix_web::service_config::ServiceConfig;

use super::wanted::Wanted;
use super::{Found, Suggestion};
use crate::accounts::http::Visitor;
use crate::app::App;
use crate::error::{Error, Problems, Result};
use crate::id::Id;
use crate::passports::Passport;
use crate::places::{self, Site};
use crate::search::analysis::Analyst;
use crate::search::{self, Facet, Point, Viewer};
use crate::web::{Body, Reader, page_limit};

pub fn routes(config: &mut ServiceConfig) {
    config.service(suggest).service(show_clusters).service(search_by_body).service(find);
    config.service(list_similar);
}

/// What was found.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Listings {
    /// How many there are on all pages together.
    total: usize,
    items: Vec<FoundListing>,
    /// Facet → value → how many. What is chosen of a facet does not narrow its own counts.
    facets: BTreeMap<Facet, BTreeMap<String, usize>>,
    /// The search put right, where a word of it is found nowhere as it is spelt.
    #[serde(skip_serializing_if = "Option::is_none")]
    did_you_mean: Option<String>,
    /// Where the next page begins; absent on the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_cursor: Option<String>,
    /// The index does not answer just now: the filters are as always, but words were looked for
    /// as they stand, and only among the newest 20,000 passports. `total` and `facets` count no
    /// others.
    degraded: bool,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
struct FoundListing {
    passport: Passport,
    /// From the point asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    distance_km: Option<f64>,
    /// `name` and `description` in pieces, where something in them answers the words.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    highlights: BTreeMap<&'static str, Vec<Piece>>,
}

/// A piece of a text.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = HighlightedPiece)]
struct Piece {
    text: String,
    /// Whether it answers a word of the search.
    is_match: bool,
}

impl Listings {
    fn of(found: Found, analyst: &mut Analyst) -> Self {
        let asked = search::analysis::query_words(&found.text);
        let mut pieces = |text: &str| -> Option<Vec<Piece>> {
            let pieces = search::analysis::highlighted(text, &asked, analyst);
            let pieces = pieces.into_iter();
            let pieces: Vec<Piece> = pieces
                .map(|it| Piece { text: it.text.to_owned(), is_match: it.is_match })
                .collect();
            pieces.iter().any(|it| it.is_match).then_some(pieces)
        };
        let listing = |(passport, distance_km): (Passport, Option<f64>)| {
            let mut highlights = BTreeMap::new();
            if !asked.is_empty() {
                let description = passport.content.description.as_deref();
                highlights.extend(pieces(&passport.content.name).map(|it| ("name", it)));
                highlights.extend(description.and_then(&mut pieces).map(|it| ("description", it)));
            }
            FoundListing { passport, distance_km, highlights }
        };
        Self {
            total: found.total,
            items: found.passports.into_iter().map(listing).collect(),
            facets: found.facets,
            did_you_mean: found.did_you_mean,
            next_cursor: found.next,
            degraded: found.degraded,
        }
    }

    /// Answers a query on behalf of whoever it says it is for.
    pub async fn answering(app: &App, query: search::Query) -> Result<Json<Self>> {
        let found = super::find(app, query).await?;
        // The words of one page stand on the next one too.
        let analyst = app.kept.get::<Mutex<Analyst>>();
        let mut analyst = analyst.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(Json(Self::of(found, &mut analyst)))
    }
}

/// Searches what is offered to you, or to anybody.
#[utoipa::path(tag = "search", security((), ("bearer" = [])), params(Wanted), responses(
    (status = 200, body = Listings), Problems,
))]
#[get("/api/v1/listings")]
async fn find(app: Data<App>, visitor: Visitor, wanted: Query<Wanted>) -> Result<Json<Listings>> {
    let query = query_of(&app, &visitor, wanted.into_inner()).await?;
    Listings::answering(&app, query).await
}

/// What a visitor wants, as it is put to the index.
pub async fn query_of(app: &App, visitor: &Visitor, wanted: Wanted) -> Result<search::Query> {
    let viewer = visitor.viewer();
    let site = site_of(app, &viewer, wanted.site_id.as_deref()).await?;
    wanted.query(viewer, site)
}

/// Where a site of the viewer's own organisation lies.
async fn site_of(app: &App, viewer: &Viewer, id: Option<&str>) -> Result<Option<Point>> {
    let Some(id) = id else { return Ok(None) };
    let id = Id::parse(id).ok_or(Error::NotFound)?;
    let site = app.db.read(move |conn| places::find_site(conn, &id)).await?;
    let is_own = |it: &Site| match viewer {
        Viewer::Stranger => false,
        Viewer::Organisation { id, .. } => *id == it.organisation_id.as_str(),
    };
    site.filter(is_own).map(|it| Some(it.point)).ok_or(Error::NotFound)
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PageOfSearch {
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
    /// How many, 50 unless told.
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<usize>,
}

impl PageOfSearch {
    /// The query, for this page of what it finds.
    pub fn of(self, query: search::Query, viewer: Viewer) -> Result<search::Query> {
        Ok(search::Query { viewer, cursor: self.cursor, limit: page_limit(self.limit)?, ..query })
    }
}

/// Searches as a saved search does: all that can be asked for, as JSON.
#[utoipa::path(
    tag = "search",
    security((), ("bearer" = [])),
    params(PageOfSearch),
    request_body = search::Query,
    responses((status = 200, body = Listings), Problems),
)]
#[post("/api/v1/listings/search")]
async fn search_by_body(
    app: Data<App>,
    visitor: Visitor,
    page: Query<PageOfSearch>,
    query: Body<search::Query>,
) -> Result<Json<Listings>> {
    let query = page.into_inner().of(super::checked(query.0)?, visitor.viewer())?;
    Listings::answering(&app, query).await
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct Typed {
    /// What is typed so far.
    #[param(max_length = 500, example = "eiken binn")]
    #[serde(default)]
    q: String,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
struct Suggestions {
    items: Vec<Suggestion>,
}

/// Suggests what a search may become while it is typed, with how many listings it would find.
#[utoipa::path(tag = "search", security((), ("bearer" = [])), params(Typed), responses(
    (status = 200, body = Suggestions), Problems,
))]
#[get("/api/v1/listings/suggestions")]
async fn suggest(
    app: Data<App>,
    visitor: Visitor,
    reader: Reader,
    typed: Query<Typed>,
) -> Result<Json<Suggestions>> {
    let items = super::suggest(&app, visitor.viewer(), &typed.q, reader.0).await?;
    Ok(Json(Suggestions { items }))
}

/// What lies on a piece of the map.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct Clusters {
    /// How many there are in all clusters together.
    total: usize,
    items: Vec<Cluster>,
}

/// What lies close together, or a listing that lies alone.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = ListingCluster)]
struct Cluster {
    point: Point,
    count: usize,
    /// The passport, if it is but one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = "uuid")]
    passport_id: Option<String>,
}

/// Shows what a search finds on a piece of the map, gathered by the cells of a grid.
#[utoipa::path(tag = "search", security((), ("bearer" = [])), params(Wanted), responses(
    (status = 200, body = Clusters), Problems,
))]
#[get("/api/v1/listings/clusters")]
async fn show_clusters(
    app: Data<App>,
    visitor: Visitor,
    wanted: Query<Wanted>,
) -> Result<Json<Clusters>> {
    let query = query_of(&app, &visitor, wanted.into_inner()).await?;
    let clusters = super::clusters(&app, query).await?;
    let total = clusters.iter().map(|it| it.count).sum();
    let cluster =
        |it: search::Cluster| Cluster { point: it.point, count: it.count, passport_id: it.id };
    Ok(Json(Clusters { total, items: clusters.into_iter().map(cluster).collect() }))
}

/// Passports that are like one.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct SimilarPassports {
    items: Vec<Passport>,
}

/// Lists what is offered to you and most like a passport, the likest first.
#[utoipa::path(
    tag = "search",
    security((), ("bearer" = [])),
    params(("id" = String, Path, format = "uuid")),
    responses((status = 200, body = SimilarPassports), Problems),
)]
#[get("/api/v1/passports/{id}/similar")]
async fn list_similar(
    app: Data<App>,
    visitor: Visitor,
    id: Path<Id<Passport>>,
) -> Result<Json<SimilarPassports>> {
    let items = super::similar::to(&app, visitor.viewer(), id.into_inner()).await?;
    Ok(Json(SimilarPassports { items }))
}
