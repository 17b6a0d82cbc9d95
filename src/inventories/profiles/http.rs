//! The HTTP face of profiles, and of saying what the columns of an inventory are.

use actix_web::web::{Data, Json, Path, Query};
use actix_web::{HttpResponse, delete, get, put};
use serde::Deserialize;
use utoipa_actix_web::service_config::ServiceConfig;

use super::{Mapping, Profile};
use crate::accounts::Caller;
use crate::app::App;
use crate::error::{Problems, Result};
use crate::id::Id;
use crate::inventories::InventoryId;
use crate::inventories::view::InventoryView;
use crate::web::{Body, IfMatch, PageQuery, Paged, Reader, versioned};

pub fn routes(config: &mut ServiceConfig) {
    config.service(set_mapping).service(list).service(find).service(rename).service(remove);
}

/// Says what columns and words of an inventory mean. It is read again that way in the background,
/// and so is the next list with the same headings.
#[utoipa::path(
    tag = "inventories",
    operation_id = "set_inventory_mapping",
    security(("bearer" = [])),
    params(("id" = String, Path, format = Uuid), ("If-Match" = String, Header)),
    request_body = Mapping,
    responses((status = 202, body = InventoryView, headers(("ETag" = String))), Problems),
)]
#[put("/api/v1/inventories/{id}/mapping")]
async fn set_mapping(
    app: Data<App>,
    caller: Caller,
    reader: Reader,
    id: Path<InventoryId>,
    version: IfMatch,
    mapping: Body<Mapping>,
) -> Result<HttpResponse> {
    let set = move |conn: &mut _| super::set_mapping(conn, &caller, &id, version.0, mapping.0);
    let inventory = app.db.write(set).await?;
    let version = inventory.version;
    Ok(versioned(HttpResponse::Accepted(), version, InventoryView::of(inventory, reader.0)))
}

/// Lists what your organisation's lists were corrected to, newest first.
#[utoipa::path(
    tag = "inventories",
    operation_id = "list_mapping_profiles",
    security(("bearer" = [])),
    params(PageQuery),
    responses((status = 200, body = Paged<Profile>), Problems),
)]
#[get("/api/v1/mapping-profiles")]
async fn list(
    app: Data<App>,
    caller: Caller,
    page: Query<PageQuery>,
) -> Result<Json<Paged<Profile>>> {
    let (after, limit) = (page.after()?, page.limit()?);
    let page = app.db.read(move |conn| super::list(conn, &caller, after.as_ref(), limit)).await?;
    Ok(Json(page))
}

/// Shows a profile.
#[utoipa::path(
    tag = "inventories",
    operation_id = "find_mapping_profile",
    security(("bearer" = [])),
    params(("id" = String, Path, format = Uuid)),
    responses((status = 200, body = Profile, headers(("ETag" = String))), Problems),
)]
#[get("/api/v1/mapping-profiles/{id}")]
async fn find(app: Data<App>, caller: Caller, id: Path<Id<Profile>>) -> Result<HttpResponse> {
    let profile = app.db.read(move |conn| super::find(conn, &caller, &id)).await?;
    Ok(versioned(HttpResponse::Ok(), profile.version, profile))
}

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = MappingProfileName)]
struct NewName {
    #[schema(min_length = 1, max_length = 200)]
    name: String,
}

/// Renames a profile.
#[utoipa::path(
    tag = "inventories",
    operation_id = "rename_mapping_profile",
    security(("bearer" = [])),
    params(("id" = String, Path, format = Uuid), ("If-Match" = String, Header)),
    request_body = NewName,
    responses((status = 200, body = Profile, headers(("ETag" = String))), Problems),
)]
#[put("/api/v1/mapping-profiles/{id}")]
async fn rename(
    app: Data<App>,
    caller: Caller,
    id: Path<Id<Profile>>,
    version: IfMatch,
    name: Body<NewName>,
) -> Result<HttpResponse> {
    let rename = move |conn: &mut _| super::rename(conn, &caller, &id, version.0, &name.0.name);
    let profile = app.db.write(rename).await?;
    Ok(versioned(HttpResponse::Ok(), profile.version, profile))
}

/// Forgets a profile. Lists with its headings are read by their words and values again.
#[utoipa::path(
    tag = "inventories",
    operation_id = "delete_mapping_profile",
    security(("bearer" = [])),
    params(("id" = String, Path, format = Uuid)),
    responses((status = 204), Problems),
)]
#[delete("/api/v1/mapping-profiles/{id}")]
async fn remove(app: Data<App>, caller: Caller, id: Path<Id<Profile>>) -> Result<HttpResponse> {
    app.db.write(move |conn| super::delete(conn, &caller, &id)).await?;
    Ok(HttpResponse::NoContent().finish())
}
