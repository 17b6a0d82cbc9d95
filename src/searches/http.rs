//! The HTTP face of saved searches.

use actix_web::http::header;
use actix_web::web::{Data, Json, Path, Query};
use actix_web::{HttpResponse, delete, get, post, put};
use utoipa_actix_web::service_config::ServiceConfig;

use super::{SavedSearch, SavedSearchDraft};
use crate::accounts::Caller;
use crate::app::App;
use crate::error::{Problems, Result};
use crate::id::Id;
use crate::passports::searching::http::{Listings, PageOfSearch};
use crate::web::{Body, IfMatch, PageQuery, Paged, versioned};

pub fn routes(config: &mut ServiceConfig) {
    config.service(create).service(list).service(find).service(replace).service(forget);
    config.service(run);
}

/// Keeps a search under a name.
#[utoipa::path(
    tag = "search",
    security(("bearer" = [])),
    request_body = SavedSearchDraft,
    responses(
        (status = 201, body = SavedSearch, headers(("ETag" = String), ("Location" = String))),
        Problems,
    ),
)]
#[post("/api/v1/searches")]
async fn create(
    app: Data<App>,
    caller: Caller,
    draft: Body<SavedSearchDraft>,
) -> Result<HttpResponse> {
    let search = app.db.write(move |conn| super::create(conn, &caller, draft.0)).await?;
    let mut answer = HttpResponse::Created();
    answer.insert_header((header::LOCATION, format!("/api/v1/searches/{}", search.id)));
    Ok(versioned(answer, search.version, search))
}

/// Lists the searches you keep, newest first.
#[utoipa::path(tag = "search", security(("bearer" = [])), params(PageQuery), responses(
    (status = 200, body = Paged<SavedSearch>), Problems,
))]
#[get("/api/v1/searches")]
async fn list(
    app: Data<App>,
    caller: Caller,
    page: Query<PageQuery>,
) -> Result<Json<Paged<SavedSearch>>> {
    let (after, limit) = (page.after()?, page.limit()?);
    Ok(Json(app.db.read(move |conn| super::list(conn, &caller, after.as_ref(), limit)).await?))
}

/// Shows a search you keep.
#[utoipa::path(
    tag = "search",
    security(("bearer" = [])),
    params(("id" = String, Path, format = "uuid")),
    responses((status = 200, body = SavedSearch, headers(("ETag" = String))), Problems),
)]
#[get("/api/v1/searches/{id}")]
async fn find(app: Data<App>, caller: Caller, id: Path<Id<SavedSearch>>) -> Result<HttpResponse> {
    let search = app.db.read(move |conn| super::find(conn, &caller, &id)).await?;
    Ok(versioned(HttpResponse::Ok(), search.version, search))
}

/// Changes a search you keep.
#[utoipa::path(
    tag = "search",
    security(("bearer" = [])),
    params(("id" = String, Path, format = "uuid"), ("If-Match" = String, Header)),
    request_body = SavedSearchDraft,
    responses((status = 200, body = SavedSearch, headers(("ETag" = String))), Problems),
)]
#[put("/api/v1/searches/{id}")]
async fn replace(
    app: Data<App>,
    caller: Caller,
    id: Path<Id<SavedSearch>>,
    version: IfMatch,
    draft: Body<SavedSearchDraft>,
) -> Result<HttpResponse> {
    let write = move |conn: &mut _| super::replace(conn, &caller, &id, version.0, draft.0);
    let search = app.db.write(write).await?;
    Ok(versioned(HttpResponse::Ok(), search.version, search))
}

/// Forgets a search.
#[utoipa::path(
    tag = "search",
    security(("bearer" = [])),
    params(("id" = String, Path, format = "uuid")),
    responses((status = 204, description = "Forgotten"), Problems),
)]
#[delete("/api/v1/searches/{id}")]
async fn forget(app: Data<App>, caller: Caller, id: Path<Id<SavedSearch>>) -> Result<HttpResponse> {
    app.db.write(move |conn| super::delete(conn, &caller, &id)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Searches as a saved search says, for what is offered to you now.
#[utoipa::path(
    tag = "search",
    security(("bearer" = [])),
    params(("id" = String, Path, format = "uuid"), PageOfSearch),
    responses((status = 200, body = Listings), Problems),
)]
#[get("/api/v1/searches/{id}/listings")]
async fn run(
    app: Data<App>,
    caller: Caller,
    id: Path<Id<SavedSearch>>,
    page: Query<PageOfSearch>,
) -> Result<Json<Listings>> {
    let viewer = caller.viewer();
    let search = app.db.read(move |conn| super::find(conn, &caller, &id)).await?;
    Listings::answering(&app, page.into_inner().of(search.query, viewer)?).await
}
