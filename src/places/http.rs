//! The HTTP face of places.

use actix_web::http::header;
use actix_web::web::{Data, Json, Path, Query};
use actix_web::{HttpResponse, get, post};
use serde::Deserialize;
use utoipa_actix_web::service_config::ServiceConfig;

use super::{Building, BuildingDraft, Site, SiteDraft};
use crate::accounts::Caller;
use crate::app::App;
use crate::error::{Problems, Result};
use crate::id::Id;
use crate::web::{Body, PageQuery, Paged};

pub fn routes(config: &mut ServiceConfig) {
    config.service(create_site).service(list_sites).service(find_site);
    config.service(create_building).service(list_buildings).service(find_building);
}

/// Adds a site: a place with an address, where things can be picked up.
#[utoipa::path(
    tag = "places",
    security(("bearer" = [])),
    request_body = SiteDraft,
    responses((status = 201, body = Site, headers(("Location" = String))), Problems),
)]
#[post("/api/v1/sites")]
async fn create_site(
    app: Data<App>,
    caller: Caller,
    draft: Body<SiteDraft>,
) -> Result<HttpResponse> {
    let site = app.db.write(move |conn| super::create_site(conn, &caller, draft.0)).await?;
    let location = format!("/api/v1/sites/{}", site.id);
    Ok(HttpResponse::Created().insert_header((header::LOCATION, location)).json(site))
}

/// Lists your organisation's sites, newest first.
#[utoipa::path(tag = "places", security(("bearer" = [])), params(PageQuery), responses(
    (status = 200, body = Paged<Site>), Problems,
))]
#[get("/api/v1/sites")]
async fn list_sites(
    app: Data<App>,
    caller: Caller,
    page: Query<PageQuery>,
) -> Result<Json<Paged<Site>>> {
    let (after, limit) = (page.after()?, page.limit()?);
    let page = app.db.read(move |conn| super::sites(conn, &caller, after.as_ref(), limit)).await?;
    Ok(Json(page))
}

/// Shows a site of your organisation.
#[utoipa::path(
    tag = "places",
    security(("bearer" = [])),
    params(("id" = String, Path, format = "uuid")),
    responses((status = 200, body = Site), Problems),
)]
#[get("/api/v1/sites/{id}")]
async fn find_site(app: Data<App>, caller: Caller, id: Path<Id<Site>>) -> Result<Json<Site>> {
    Ok(Json(app.db.read(move |conn| super::site(conn, &caller, &id)).await?))
}

/// Adds a building on a site.
#[utoipa::path(
    tag = "places",
    security(("bearer" = [])),
    request_body = BuildingDraft,
    responses((status = 201, body = Building, headers(("Location" = String))), Problems),
)]
#[post("/api/v1/buildings")]
async fn create_building(
    app: Data<App>,
    caller: Caller,
    draft: Body<BuildingDraft>,
) -> Result<HttpResponse> {
    let building = app.db.write(move |conn| super::create_building(conn, &caller, draft.0)).await?;
    let location = format!("/api/v1/buildings/{}", building.id);
    Ok(HttpResponse::Created().insert_header((header::LOCATION, location)).json(building))
}

/// Which buildings are wanted.
#[derive(Debug, Clone, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct BuildingQuery {
    /// Only those on this site.
    #[param(value_type = Option<String>, format = "uuid")]
    site_id: Option<Id<Site>>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
    /// How many, 50 unless told.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<usize>,
}

/// Lists your organisation's buildings, newest first.
#[utoipa::path(tag = "places", security(("bearer" = [])), params(BuildingQuery), responses(
    (status = 200, body = Paged<Building>), Problems,
))]
#[get("/api/v1/buildings")]
async fn list_buildings(
    app: Data<App>,
    caller: Caller,
    query: Query<BuildingQuery>,
) -> Result<Json<Paged<Building>>> {
    let BuildingQuery { site_id, cursor, limit } = query.into_inner();
    let page = PageQuery { cursor, limit };
    let (after, limit) = (page.after()?, page.limit()?);
    let list = move |conn: &mut _| {
        super::buildings(conn, &caller, site_id.as_ref(), after.as_ref(), limit)
    };
    Ok(Json(app.db.read(list).await?))
}

/// Shows a building of your organisation.
#[utoipa::path(
    tag = "places",
    security(("bearer" = [])),
    params(("id" = String, Path, format = "uuid")),
    responses((status = 200, body = Building), Problems),
)]
#[get("/api/v1/buildings/{id}")]
async fn find_building(
    app: Data<App>,
    caller: Caller,
    id: Path<Id<Building>>,
) -> Result<Json<Building>> {
    Ok(Json(app.db.read(move |conn| super::building(conn, &caller, &id)).await?))
}
