//! The HTTP face of photos: sending them, arranging them, and showing each size under an address
//! that never changes what it says.

use actix_multipart::{Field, Multipart};
use actix_web::http::header;
use actix_web::web::{self, Data, Path};
use actix_web::{HttpRequest, HttpResponse, get, post, put};
use futures_util::StreamExt;
use utoipa_actix_web::service_config::ServiceConfig;

use super::{Audience, Choice, PHOTOS_MAX, Photo};
use crate::accounts::Caller;
use crate::accounts::http::Visitor;
use crate::app::App;
use crate::error::{Error, Problem, Problems, Result};
use crate::id::Id;
use crate::language::say;
use crate::passports::Passport;
use crate::picture::{FILE_BYTES_MAX, Hash, Rendition};
use crate::web::{Body, IfMatch, versioned};

pub fn routes(config: &mut ServiceConfig) {
    config.service(add).service(arrange).service(show);
}

/// What photos are sent as.
#[derive(utoipa::ToSchema)]
#[expect(dead_code, reason = "it describes the form; the parts are read one by one")]
struct PhotoForm {
    /// JPEG, PNG, WebP, GIF or BMP; several parts of this name for several photos.
    #[schema(value_type = Vec<String>, format = Binary, max_items = 30)]
    photo: Vec<Vec<u8>>,
}

/// Puts photos on a passport, behind those it has: all of them, or none. Only the picture is kept,
/// not where and when it was taken.
#[utoipa::path(
    tag = "photos",
    security(("bearer" = [])),
    params(("id" = String, Path, format = Uuid)),
    request_body(content = PhotoForm, content_type = "multipart/form-data"),
    responses((status = 200, body = Passport, headers(("ETag" = String))), Problems),
)]
#[post("/api/v1/passports/{id}/photos")]
async fn add(
    app: Data<App>,
    caller: Caller,
    id: Path<Id<Passport>>,
    request: HttpRequest,
    body: web::Payload,
) -> Result<HttpResponse> {
    // Who may not send one is not listened to.
    let (asking, of) = (caller.clone(), id.clone());
    app.db.read(move |conn| super::expect_room(conn, &asking, &of)).await?;
    let photos = receive(&app, &request, body).await?;
    let passport = app.db.write(move |conn| super::add(conn, &caller, &id, photos)).await?;
    Ok(versioned(HttpResponse::Ok(), passport.version, passport))
}

/// Says which of its photos a passport keeps, in what order, with what words under them. The others
/// are shown no more.
#[utoipa::path(
    tag = "photos",
    security(("bearer" = [])),
    params(("id" = String, Path, format = Uuid), ("If-Match" = String, Header)),
    request_body = Vec<Choice>,
    responses((status = 200, body = Passport, headers(("ETag" = String))), Problems),
)]
#[put("/api/v1/passports/{id}/photos")]
async fn arrange(
    app: Data<App>,
    caller: Caller,
    id: Path<Id<Passport>>,
    version: IfMatch,
    choices: Body<Vec<Choice>>,
) -> Result<HttpResponse> {
    let write = move |conn: &mut _| super::arrange(conn, &caller, &id, version.0, choices.0);
    let passport = app.db.write(write).await?;
    Ok(versioned(HttpResponse::Ok(), passport.version, passport))
}

/// A year: as long as anybody keeps a copy.
const SHOWN_TO_ANYBODY: &str = "public, max-age=31536000, immutable";
const SHOWN_TO_VIEWER: &str = "private, max-age=31536000, immutable";

/// Shows a photo of a passport that you may see. What is under one address never changes.
#[utoipa::path(
    tag = "photos",
    security((), ("bearer" = [])),
    params(
        ("hash" = String, Path, min_length = 64, max_length = 64),
        ("rendition" = String, Path, example = "800.webp"),
        ("If-None-Match" = Option<String>, Header),
    ),
    responses(
        (status = 200, description = "The picture", content(
            (String = "image/webp"),
            (String = "image/jpeg"),
        )),
        (status = 304, description = "You have it already"),
        Problems,
    ),
)]
#[get("/photos/{hash}/{rendition}")]
async fn show(
    app: Data<App>,
    visitor: Visitor,
    path: Path<(String, String)>,
    request: HttpRequest,
) -> Result<HttpResponse> {
    let (hash, rendition) = path.into_inner();
    let hash = Hash::parse(&hash).ok_or(Error::NotFound)?;
    let rendition = Rendition::parse(&rendition).ok_or(Error::NotFound)?;
    let (viewer, asked) = (visitor.viewer(), hash.clone());
    let audience = app.db.read(move |conn| super::audience(conn, &viewer, &asked)).await?;
    let tag = format!("\"{hash}\"");
    let known = request.headers().get(header::IF_NONE_MATCH).and_then(|it| it.to_str().ok());
    let is_known = known.is_some_and(|it| it.split(',').any(|it| it.trim() == tag));
    let mut answer = if is_known { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    let caching = match audience {
        Audience::Anybody => SHOWN_TO_ANYBODY,
        Audience::Viewer => SHOWN_TO_VIEWER,
    };
    answer.insert_header((header::CACHE_CONTROL, caching));
    answer.insert_header((header::VARY, "Authorization, X-Api-Key"));
    answer.insert_header((header::ETAG, tag));
    if is_known {
        return Ok(answer.finish());
    }
    let kept = app.files.get(&super::key_of(&hash, rendition)).await?;
    answer.content_type(rendition.encoding.content_type());
    // It is packed as tightly as it gets.
    answer.insert_header(header::ContentEncoding::Identity);
    Ok(answer.no_chunking(kept.bytes).streaming(kept.chunks))
}

/// Develops the photos of a form one by one, so that only one stands in memory at a time.
async fn receive(app: &App, request: &HttpRequest, body: web::Payload) -> Result<Vec<Photo>> {
    let content = request.headers().get(header::CONTENT_TYPE).and_then(|it| it.to_str().ok());
    if !content.is_some_and(|it| it.to_ascii_lowercase().starts_with("multipart/form-data")) {
        return Err(Error::Unsupported { expected: "multipart/form-data" });
    }
    let mut parts = Multipart::new(request.headers(), body);
    let (mut photos, mut problems) = (Vec::new(), Vec::new());
    let mut count = 0;
    while let Some(part) = parts.next().await {
        let mut part = part.map_err(unreadable)?;
        if part.name() != Some("photo") {
            let expected = say("expected-one-of").with("values", "photo");
            return Err(Error::invalid("", expected, part.name().unwrap_or_default()));
        }
        let pointer = format!("/photo/{count}");
        count += 1;
        if count > PHOTOS_MAX {
            let expected = say("passport-expected-fewer").with("max", PHOTOS_MAX);
            return Err(Error::invalid("/photo", expected, count));
        }
        let name = part.content_disposition().and_then(|it| it.get_filename());
        let name = name.unwrap_or_default().to_owned();
        let file = read(&mut part).await?;
        match super::keep(app, file).await? {
            Ok(photo) => photos.push(photo),
            Err(refusal) => problems.push(Problem::new(pointer, refusal.text(), name)),
        }
    }
    if count == 0 {
        problems.push(Problem::new("/photo", say("passport-expected-photo"), ""));
    }
    if problems.is_empty() { Ok(photos) } else { Err(Error::Invalid(problems)) }
}

async fn read(part: &mut Field) -> Result<Vec<u8>> {
    let mut file = Vec::new();
    while let Some(chunk) = part.next().await {
        let chunk = chunk.map_err(unreadable)?;
        if file.len() + chunk.len() > FILE_BYTES_MAX {
            return Err(Error::TooLarge { limit_bytes: FILE_BYTES_MAX as u64 });
        }
        file.extend_from_slice(&chunk);
    }
    Ok(file)
}

fn unreadable(error: actix_multipart::MultipartError) -> Error {
    Error::Unreadable(say("unreadable-form").with("why", error))
}
