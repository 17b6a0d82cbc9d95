//! The HTTP face of passports: registering and changing them, and the page that stands behind the
//! code on a label.

use actix_web::http::header;
use actix_web::web::{Data, Json, Path, Query};
use actix_web::{HttpRequest, HttpResponse, get, post, put};
use serde::{Deserialize, Serialize};
use utoipa_actix_web::service_config::ServiceConfig;

use super::{Completeness, Draft, Event, Passport, Surroundings, Told, page, searching, told};
use crate::accounts::Caller;
use crate::accounts::http::Visitor;
use crate::app::App;
use crate::error::{Error, Problems, Result};
use crate::id::{Code, Id};
use crate::language::Language;
use crate::places::{self, Building};
use crate::web::{Body, IfMatch, PageQuery, Paged, Reader, etag, unknown_cursor, versioned};

pub fn routes(config: &mut ServiceConfig) {
    config.service(create).service(list).service(find).service(replace).service(retire);
    config.service(list_events).service(show_page);
    searching::http::routes(config);
}

/// A passport, and how much it tells.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = PassportDescribed)]
struct Described {
    #[serde(flatten)]
    passport: Passport,
    #[serde(skip_serializing_if = "Option::is_none")]
    completeness: Option<Completeness>,
}

impl Described {
    fn of(passport: Passport) -> Self {
        let completeness = passport.content.completeness();
        Self { passport, completeness }
    }
}

/// Registers a passport.
#[utoipa::path(
    tag = "passports",
    security(("bearer" = [])),
    request_body = Draft,
    responses(
        (status = 201, body = Described, headers(("ETag" = String), ("Location" = String))),
        Problems,
    ),
)]
#[post("/api/v1/passports")]
async fn create(app: Data<App>, caller: Caller, draft: Body<Draft>) -> Result<HttpResponse> {
    let passport = app.db.write(move |conn| super::register(conn, &caller, draft.0)).await?;
    let mut answer = HttpResponse::Created();
    answer.insert_header((header::LOCATION, format!("/api/v1/passports/{}", passport.id)));
    Ok(versioned(answer, passport.version, Described::of(passport)))
}

/// Lists what your organisation holds, newest first, retired passports too.
#[utoipa::path(tag = "passports", security(("bearer" = [])), params(PageQuery), responses(
    (status = 200, body = Paged<Described>), Problems,
))]
#[get("/api/v1/passports")]
async fn list(
    app: Data<App>,
    caller: Caller,
    page: Query<PageQuery>,
) -> Result<Json<Paged<Described>>> {
    let (limit, more) = page_bounds(&page)?;
    let after = page.after()?;
    let read = move |conn: &mut _| super::list_own(conn, &caller, after.as_ref(), more);
    let passports = app.db.read(read).await?;
    let described = passports.into_iter().map(Described::of).collect();
    Ok(Json(Paged::of(described, limit, |it: &Described| it.passport.id.to_string())))
}

/// Shows a passport that you may see, and what would make it more complete.
#[utoipa::path(
    tag = "passports",
    security((), ("bearer" = [])),
    params(("id" = String, Path, format = Uuid), ("If-None-Match" = Option<String>, Header)),
    responses(
        (status = 200, body = Described, headers(("ETag" = String))),
        (status = 304, description = "Not changed since that version"),
        Problems,
    ),
)]
#[get("/api/v1/passports/{id}")]
async fn find(
    app: Data<App>,
    visitor: Visitor,
    id: Path<Id<Passport>>,
    request: HttpRequest,
) -> Result<HttpResponse> {
    let viewer = visitor.viewer();
    let passport = app.db.read(move |conn| super::find_visible(conn, &viewer, &id)).await?;
    if is_known(&request, passport.version) {
        return Ok(HttpResponse::NotModified().insert_header(etag(passport.version)).finish());
    }
    Ok(versioned(HttpResponse::Ok(), passport.version, Described::of(passport)))
}

/// Changes a passport to what the draft says. What is the same already makes no event.
#[utoipa::path(
    tag = "passports",
    security(("bearer" = [])),
    params(("id" = String, Path, format = Uuid), ("If-Match" = String, Header)),
    request_body = Draft,
    responses((status = 200, body = Described, headers(("ETag" = String))), Problems),
)]
#[put("/api/v1/passports/{id}")]
async fn replace(
    app: Data<App>,
    caller: Caller,
    id: Path<Id<Passport>>,
    version: IfMatch,
    draft: Body<Draft>,
) -> Result<HttpResponse> {
    let write = move |conn: &mut _| super::change(conn, &caller, &id, version.0, draft.0);
    let passport = app.db.write(write).await?;
    Ok(versioned(HttpResponse::Ok(), passport.version, Described::of(passport)))
}

/// Retires a passport: it is no longer to be had. Its page and its history stay.
#[utoipa::path(
    tag = "passports",
    security(("bearer" = [])),
    params(("id" = String, Path, format = Uuid), ("If-Match" = String, Header)),
    responses((status = 200, body = Described, headers(("ETag" = String))), Problems),
)]
#[post("/api/v1/passports/{id}/retire")]
async fn retire(
    app: Data<App>,
    caller: Caller,
    id: Path<Id<Passport>>,
    version: IfMatch,
) -> Result<HttpResponse> {
    let write = move |conn: &mut _| super::retire(conn, &caller, &id, version.0);
    let passport = app.db.write(write).await?;
    Ok(versioned(HttpResponse::Ok(), passport.version, Described::of(passport)))
}

/// Tells what happened to a passport of yours: who, when and what, each event with a hash over
/// the one before it.
#[utoipa::path(
    tag = "passports",
    security(("bearer" = [])),
    params(("id" = String, Path, format = Uuid), PageQuery),
    responses((status = 200, body = Paged<NamedEvent>), Problems),
)]
#[get("/api/v1/passports/{id}/history")]
async fn list_events(
    app: Data<App>,
    caller: Caller,
    reader: Reader,
    id: Path<Id<Passport>>,
    page: Query<PageQuery>,
) -> Result<Json<Paged<NamedEvent>>> {
    let (limit, more) = page_bounds(&page)?;
    let after = match &page.cursor {
        Some(cursor) => cursor.parse().map_err(|_| unknown_cursor())?,
        None => 0,
    };
    let read = move |conn: &mut _| {
        let events = super::history_of(conn, &caller, &id, after, more)?;
        told::with_names(conn, events)
    };
    let named = app
        .db
        .read(read)
        .await?
        .into_iter()
        .map(|(event, name)| NamedEvent { event, actor_name: name.in_language(reader.0) });
    Ok(Json(Paged::of(named.collect(), limit, |it: &NamedEvent| it.event.sequence.to_string())))
}

/// An event, and who did it by name.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = NamedPassportEvent)]
struct NamedEvent {
    #[serde(flatten)]
    event: Event,
    /// A member or an API key of yours, in your language.
    actor_name: String,
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct PageWish {
    /// `nl`, `fr`, `en` or `de`; what the browser asks for otherwise.
    lang: Option<String>,
}

/// Shows the page of a passport by the code on its label; JSON to those who ask for that.
#[utoipa::path(
    tag = "passports",
    security((), ("bearer" = [])),
    params(("code" = String, Path, example = "7K3M-9QXV-2"), PageWish),
    responses(
        Problems,
        (status = 200, description = "The passport", content(
            (String = "text/html"),
            (Described = "application/json"),
        )),
        (status = 404, description = "No passport, or not for your eyes", content(
            (String = "text/html"),
            (crate::error::ProblemBody = "application/problem+json"),
        )),
    ),
)]
#[get("/p/{code}")]
async fn show_page(
    app: Data<App>,
    visitor: Visitor,
    code: Path<String>,
    wish: Query<PageWish>,
    request: HttpRequest,
) -> Result<HttpResponse> {
    let Reader(asked) = Reader::of(&request);
    let language = wish.lang.as_deref().and_then(Language::of_tag).unwrap_or(asked);
    let viewer = visitor.viewer();
    let parsed = Code::parse(&code);
    let found = app
        .db
        .read(move |conn| {
            let code = parsed.ok_or(Error::NotFound)?;
            let (passport, surroundings) = super::find_visible_by_code(conn, &viewer, &code)?;
            let building = match &passport.content.building_id {
                Some(id) => places::find_building(conn, id)?,
                None => None,
            };
            let lately = told::lately(conn, &viewer, &passport, &surroundings)?;
            Ok(Scanned { passport, surroundings, building, lately })
        })
        .await;
    match found {
        found if wants_json(&request) => {
            let passport = found?.passport;
            let mut answer = HttpResponse::Ok();
            answer.insert_header((header::VARY, "Accept"));
            Ok(versioned(answer, passport.version, Described::of(passport)))
        }
        Ok(Scanned { passport, surroundings, building, lately }) => {
            let building = building.as_ref();
            let html = page::render(&passport, &surroundings, building, &lately, language)?;
            Ok(html_page(HttpResponse::Ok(), language, html))
        }
        Err(Error::NotFound) => {
            let html = page::render_missing(&code, language)?;
            Ok(html_page(HttpResponse::NotFound(), language, html))
        }
        Err(error) => Err(error),
    }
}

/// What stands behind a code.
struct Scanned {
    passport: Passport,
    surroundings: Surroundings,
    building: Option<Building>,
    lately: Vec<Told>,
}

fn html_page(
    mut answer: actix_web::HttpResponseBuilder,
    language: Language,
    html: String,
) -> HttpResponse {
    answer
        .content_type("text/html; charset=utf-8")
        .insert_header((header::CONTENT_LANGUAGE, language.code()))
        .insert_header((header::VARY, "Accept, Accept-Language"))
        .body(html)
}

/// Browsers ask for HTML and take anything; whoever wants JSON says so.
fn wants_json(request: &HttpRequest) -> bool {
    let accept = request.headers().get(header::ACCEPT).and_then(|it| it.to_str().ok());
    accept.is_some_and(|it| it.contains("json") && !it.contains("html"))
}

/// Whether `If-None-Match` names this version (RFC 9110 §13.1.2).
fn is_known(request: &HttpRequest, version: i64) -> bool {
    let known = request.headers().get(header::IF_NONE_MATCH).and_then(|it| it.to_str().ok());
    let tag = format!("\"{version}\"");
    known.is_some_and(|it| {
        it.split(',').map(str::trim).any(|it| it == "*" || it.trim_start_matches("W/") == tag)
    })
}

/// How many to show, and one more to see whether there is a next page.
fn page_bounds(page: &PageQuery) -> Result<(usize, i64)> {
    let limit = page.limit()?;
    Ok((limit, i64::try_from(limit + 1).map_err(Error::internal)?))
}
