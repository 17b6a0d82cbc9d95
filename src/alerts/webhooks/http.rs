//! The HTTP face of webhooks.

use actix_web::http::header;
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpResponse, delete, get, post};
use serde::{Deserialize, Serialize};
use utoipa_actix_web::service_config::ServiceConfig;

use super::{Delivery, Endpoint};
use crate::accounts::Caller;
use crate::app::App;
use crate::error::{Problems, Result};
use crate::id::Id;
use crate::web::Body;

pub fn routes(config: &mut ServiceConfig) {
    config.service(create).service(list).service(find).service(delete_endpoint);
    config.service(rotate).service(enable).service(test).service(deliveries);
}

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct WebhookDraft {
    /// `https`, on the open internet.
    #[schema(format = "uri", max_length = 2000)]
    url: String,
}

/// An endpoint with its secret, which is shown this once.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct NewWebhook {
    endpoint: Endpoint,
    /// As libraries of Standard Webhooks take it.
    #[schema(examples("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))]
    secret: String,
}

/// Makes an endpoint: what your organisation is told is posted there too, signed as Standard
/// Webhooks says. The secret is shown this once.
#[utoipa::path(
    tag = "webhooks",
    security(("bearer" = [])),
    request_body = WebhookDraft,
    responses((status = 201, body = NewWebhook, headers(("Location" = String))), Problems),
)]
#[post("/api/v1/webhooks")]
async fn create(app: Data<App>, caller: Caller, draft: Body<WebhookDraft>) -> Result<HttpResponse> {
    let (secret, private) = (app.secret.clone(), app.config.alerts.webhooks_to_private_addresses);
    let write = move |conn: &mut _| super::create(conn, &secret, &caller, &draft.0.url, private);
    let (endpoint, secret) = app.db.write(write).await?;
    Ok(HttpResponse::Created()
        .insert_header((header::LOCATION, format!("/api/v1/webhooks/{}", endpoint.id)))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .json(NewWebhook { endpoint, secret }))
}

/// Lists your organisation's endpoints, oldest first.
#[utoipa::path(tag = "webhooks", security(("bearer" = [])), responses(
    (status = 200, body = Vec<Endpoint>), Problems,
))]
#[get("/api/v1/webhooks")]
async fn list(app: Data<App>, caller: Caller) -> Result<Json<Vec<Endpoint>>> {
    Ok(Json(app.db.read(move |conn| super::list(conn, &caller)).await?))
}

/// Shows an endpoint, and how it fares.
#[utoipa::path(
    tag = "webhooks",
    security(("bearer" = [])),
    params(("id" = String, Path, format = "uuid")),
    responses((status = 200, body = Endpoint), Problems),
)]
#[get("/api/v1/webhooks/{id}")]
async fn find(app: Data<App>, caller: Caller, id: Path<Id<Endpoint>>) -> Result<Json<Endpoint>> {
    Ok(Json(app.db.read(move |conn| super::find(conn, &caller, &id)).await?))
}

/// Deletes an endpoint, with what was to be posted there.
#[utoipa::path(
    tag = "webhooks",
    security(("bearer" = [])),
    params(("id" = String, Path, format = "uuid")),
    responses((status = 204), Problems),
)]
#[delete("/api/v1/webhooks/{id}")]
async fn delete_endpoint(
    app: Data<App>,
    caller: Caller,
    id: Path<Id<Endpoint>>,
) -> Result<HttpResponse> {
    app.db.write(move |conn| super::delete(conn, &caller, &id)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Makes another secret, which is shown this once. The one before signs too for a day.
#[utoipa::path(
    tag = "webhooks",
    security(("bearer" = [])),
    params(("id" = String, Path, format = "uuid")),
    responses((status = 200, body = NewWebhook), Problems),
)]
#[post("/api/v1/webhooks/{id}/rotate")]
async fn rotate(app: Data<App>, caller: Caller, id: Path<Id<Endpoint>>) -> Result<HttpResponse> {
    let secret = app.secret.clone();
    let write = move |conn: &mut _| super::rotate(conn, &secret, &caller, &id);
    let (endpoint, secret) = app.db.write(write).await?;
    Ok(HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .json(NewWebhook { endpoint, secret }))
}

/// Switches an endpoint on again that was switched off because it failed.
#[utoipa::path(
    tag = "webhooks",
    security(("bearer" = [])),
    params(("id" = String, Path, format = "uuid")),
    responses((status = 200, body = Endpoint), Problems),
)]
#[post("/api/v1/webhooks/{id}/enable")]
async fn enable(app: Data<App>, caller: Caller, id: Path<Id<Endpoint>>) -> Result<Json<Endpoint>> {
    Ok(Json(app.db.write(move |conn| super::enable(conn, &caller, &id)).await?))
}

/// Posts something to try an endpoint with.
#[utoipa::path(
    tag = "webhooks",
    security(("bearer" = [])),
    params(("id" = String, Path, format = "uuid")),
    responses((status = 202, body = Delivery), Problems),
)]
#[post("/api/v1/webhooks/{id}/test")]
async fn test(app: Data<App>, caller: Caller, id: Path<Id<Endpoint>>) -> Result<HttpResponse> {
    let delivery = app.db.write(move |conn| super::test(conn, &caller, &id)).await?;
    Ok(HttpResponse::Accepted().json(delivery))
}

/// Lists what was posted to an endpoint lately, newest first, and what came of it.
#[utoipa::path(
    tag = "webhooks",
    security(("bearer" = [])),
    params(("id" = String, Path, format = "uuid")),
    responses((status = 200, body = Vec<Delivery>), Problems),
)]
#[get("/api/v1/webhooks/{id}/deliveries")]
async fn deliveries(
    app: Data<App>,
    caller: Caller,
    id: Path<Id<Endpoint>>,
) -> Result<Json<Vec<Delivery>>> {
    Ok(Json(app.db.read(move |conn| super::deliveries(conn, &caller, &id)).await?))
}
