//! The HTTP face of feeds.

use actix_web::http::header::{self, EntityTag, HttpDate, IfModifiedSince, IfNoneMatch};
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use sha2::{Digest, Sha256};
use utoipa_actix_web::service_config::ServiceConfig;

use super::Address;
use crate::accounts::Caller;
use crate::app::App;
use crate::error::{Error, Problems, Result};
use crate::id::Id;
use crate::needs::Need;

pub fn routes(config: &mut ServiceConfig) {
    config.service(show_address).service(replace_address).service(show);
}

/// Where the feed of a need is. Whoever knows it reads along.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct FeedAddress {
    #[schema(format = "uri")]
    url: String,
}

impl FeedAddress {
    fn of(app: &App, address: &Address) -> Self {
        let public_url = &app.config.server.public_url;
        Self { url: format!("{public_url}/feeds/{}.atom", address.token(&app.secret)) }
    }
}

/// Shows the secret address of the Atom feed of a need.
#[utoipa::path(
    tag = "alerts",
    security(("bearer" = [])),
    params(("id" = String, Path, format = "uuid")),
    responses((status = 200, body = FeedAddress), Problems),
)]
#[get("/api/v1/needs/{id}/feed")]
async fn show_address(
    app: Data<App>,
    caller: Caller,
    id: Path<Id<Need>>,
) -> Result<Json<FeedAddress>> {
    let address = app.db.read(move |conn| super::address(conn, &caller, &id)).await?;
    Ok(Json(FeedAddress::of(&app, &address)))
}

/// Gives the feed of a need another address. The one it had leads nowhere any more.
#[utoipa::path(
    tag = "alerts",
    security(("bearer" = [])),
    params(("id" = String, Path, format = "uuid")),
    responses((status = 200, body = FeedAddress), Problems),
)]
#[post("/api/v1/needs/{id}/feed")]
async fn replace_address(
    app: Data<App>,
    caller: Caller,
    id: Path<Id<Need>>,
) -> Result<Json<FeedAddress>> {
    let address = app.db.write(move |conn| super::new_address(conn, &caller, &id)).await?;
    Ok(Json(FeedAddress::of(&app, &address)))
}

/// Programs ask more often than anything is found.
const CACHED: &str = "private, max-age=60";

/// Shows what was found for a need, as an Atom feed. The address is proof enough.
#[utoipa::path(
    tag = "alerts",
    params(
        ("token" = String, Path),
        ("If-None-Match" = Option<String>, Header),
        ("If-Modified-Since" = Option<String>, Header),
    ),
    responses(
        (status = 200, body = String, content_type = "application/atom+xml"),
        (status = 304, description = "You have it already"),
        Problems,
    ),
)]
#[get("/feeds/{token}.atom")]
async fn show(
    app: Data<App>,
    token: Path<String>,
    request: HttpRequest,
    known: web::Header<IfNoneMatch>,
) -> Result<HttpResponse> {
    let address = Address::read(&token, &app.secret).ok_or(Error::NotFound)?;
    let public_url = app.config.server.public_url.clone();
    let own_url = format!("{public_url}/feeds/{token}.atom");
    let read = move |conn: &mut _| super::feed(conn, &address, &public_url, &own_url);
    let (xml, updated) = app.db.read(read).await?;
    // Weak, because it may be sent compressed.
    let tag = EntityTag::new_weak(URL_SAFE_NO_PAD.encode(&Sha256::digest(&xml)[..16]));
    let changed_at = u64::try_from(updated.unix_seconds()).map_err(Error::internal)?;
    let changed_at = std::time::UNIX_EPOCH + std::time::Duration::from_secs(changed_at);
    let changed_at = HttpDate::from(changed_at);
    let is_known = match known.into_inner() {
        IfNoneMatch::Any => true,
        IfNoneMatch::Items(tags) if !tags.is_empty() => tags.iter().any(|it| it.weak_eq(&tag)),
        // Only who sends no tag goes by the time (RFC 9110 §13.1.3).
        IfNoneMatch::Items(_) => {
            let since = <IfModifiedSince as header::Header>::parse(&request);
            since.is_ok_and(|it| it.0 >= changed_at)
        }
    };
    let mut answer = if is_known { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    answer.insert_header(header::ETag(tag));
    answer.insert_header(header::LastModified(changed_at));
    answer.insert_header((header::CACHE_CONTROL, CACHED));
    if is_known {
        return Ok(answer.finish());
    }
    Ok(answer.content_type("application/atom+xml; charset=utf-8").body(xml))
}
