//! The HTTP face of needs.

use actix_web::http::header;
use actix_web::web::{Data, Json, Path, Query};
use actix_web::{HttpResponse, delete, get, post, put};
use serde::{Deserialize, Serialize};
use utoipa_actix_web::service_config::ServiceConfig;

use super::mutes::{self, Mute, Muted};
use super::{Match, Need, NeedDraft, State};
use crate::accounts::Caller;
use crate::app::App;
use crate::catalogue::{CategoryCode, Unit};
use crate::clock::Instant;
use crate::error::{Problems, Result};
use crate::id::{Code, Id};
use crate::language::Language;
use crate::passports::{self, Passport, Price};
use crate::web::{Body, IfMatch, PageQuery, Paged, Reader, versioned};

pub fn routes(config: &mut ServiceConfig) {
    config.service(create).service(list).service(find).service(replace);
    config.service(close).service(pause).service(resume).service(list_matches);
    super::preview::http::routes(config);
    super::proposing::http::routes(config);
    super::lots::http::routes(config);
    super::unmet::http::routes(config);
    super::stating::http::routes(config);
    config.service(mute).service(list_mutes).service(unmute);
}

/// Takes down what your organisation looks for; you get a mail when something fits.
#[utoipa::path(tag = "needs", security(("bearer" = [])), request_body = NeedDraft, responses(
    (status = 201, body = Need, headers(("ETag" = String), ("Location" = String))), Problems,
))]
#[post("/api/v1/needs")]
async fn create(app: Data<App>, caller: Caller, draft: Body<NeedDraft>) -> Result<HttpResponse> {
    let need = app.db.write(move |conn| super::create(conn, &caller, draft.0)).await?;
    let mut answer = HttpResponse::Created();
    answer.insert_header((header::LOCATION, format!("/api/v1/needs/{}", need.id)));
    Ok(versioned(answer, need.version, need))
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct ListQuery {
    /// Only these.
    state: Option<State>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
    /// How many, 50 unless told.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<usize>,
}

/// Lists what your organisation looks for, newest first.
#[utoipa::path(tag = "needs", security(("bearer" = [])), params(ListQuery), responses(
    (status = 200, body = Paged<Need>), Problems,
))]
#[get("/api/v1/needs")]
async fn list(
    app: Data<App>,
    caller: Caller,
    wanted: Query<ListQuery>,
) -> Result<Json<Paged<Need>>> {
    let ListQuery { state, cursor, limit } = wanted.into_inner();
    let page = PageQuery { cursor, limit };
    let (cursor, limit) = (page.after()?, page.limit()?);
    let read = move |conn: &mut _| super::list(conn, &caller, state, cursor.as_ref(), limit);
    Ok(Json(app.db.read(read).await?))
}

/// Shows one need.
#[utoipa::path(tag = "needs", security(("bearer" = [])), params(("id" = String, Path, format = "uuid")), responses(
    (status = 200, body = Need, headers(("ETag" = String))), Problems,
))]
#[get("/api/v1/needs/{id}")]
async fn find(app: Data<App>, caller: Caller, id: Path<Id<Need>>) -> Result<HttpResponse> {
    let need = app.db.read(move |conn| super::find(conn, &caller, &id)).await?;
    Ok(versioned(HttpResponse::Ok(), need.version, need))
}

/// Changes a need; what fits now and did not before is told.
#[utoipa::path(
    tag = "needs",
    security(("bearer" = [])),
    params(("id" = String, Path, format = "uuid"), ("If-Match" = String, Header)),
    request_body = NeedDraft,
    responses((status = 200, body = Need, headers(("ETag" = String))), Problems),
)]
#[put("/api/v1/needs/{id}")]
async fn replace(
    app: Data<App>,
    caller: Caller,
    id: Path<Id<Need>>,
    version: IfMatch,
    draft: Body<NeedDraft>,
) -> Result<HttpResponse> {
    let write = move |conn: &mut _| super::replace(conn, &caller, &id, version.0, draft.0);
    let need = app.db.write(write).await?;
    Ok(versioned(HttpResponse::Ok(), need.version, need))
}

/// Closes a need: nothing more is looked for.
#[utoipa::path(tag = "needs", security(("bearer" = [])), params(("id" = String, Path, format = "uuid")), responses(
    (status = 200, body = Need, headers(("ETag" = String))), Problems,
))]
#[post("/api/v1/needs/{id}/close")]
async fn close(app: Data<App>, caller: Caller, id: Path<Id<Need>>) -> Result<HttpResponse> {
    let need = app.db.write(move |conn| super::close(conn, &caller, &id)).await?;
    Ok(versioned(HttpResponse::Ok(), need.version, need))
}

/// Pauses a need: nothing is looked for until you resume it.
#[utoipa::path(tag = "needs", security(("bearer" = [])), params(("id" = String, Path, format = "uuid")), responses(
    (status = 200, body = Need, headers(("ETag" = String))), Problems,
))]
#[post("/api/v1/needs/{id}/pause")]
async fn pause(app: Data<App>, caller: Caller, id: Path<Id<Need>>) -> Result<HttpResponse> {
    let need = app.db.write(move |conn| super::pause(conn, &caller, &id)).await?;
    Ok(versioned(HttpResponse::Ok(), need.version, need))
}

/// Resumes a need that was paused: what came meanwhile is found too.
#[utoipa::path(tag = "needs", security(("bearer" = [])), params(("id" = String, Path, format = "uuid")), responses(
    (status = 200, body = Need, headers(("ETag" = String))), Problems,
))]
#[post("/api/v1/needs/{id}/resume")]
async fn resume(app: Data<App>, caller: Caller, id: Path<Id<Need>>) -> Result<HttpResponse> {
    let need = app.db.write(move |conn| super::resume(conn, &caller, &id)).await?;
    Ok(versioned(HttpResponse::Ok(), need.version, need))
}

/// Hear no more of a category, an organisation or a passport, whichever need it fits.
#[utoipa::path(tag = "needs", security(("bearer" = [])), request_body = Muted, responses(
    (status = 200, body = Mute), Problems,
))]
#[post("/api/v1/mutes")]
async fn mute(app: Data<App>, caller: Caller, muted: Body<Muted>) -> Result<Json<Mute>> {
    Ok(Json(app.db.write(move |conn| mutes::mute(conn, &caller, muted.0)).await?))
}

/// Lists what you muted, oldest first.
#[utoipa::path(tag = "needs", security(("bearer" = [])), responses(
    (status = 200, body = Vec<Mute>), Problems,
))]
#[get("/api/v1/mutes")]
async fn list_mutes(app: Data<App>, caller: Caller) -> Result<Json<Vec<Mute>>> {
    Ok(Json(app.db.read(move |conn| mutes::list(conn, &caller)).await?))
}

/// Hear of it again; what came meanwhile is found too.
#[utoipa::path(tag = "needs", security(("bearer" = [])), params(("id" = String, Path, format = "uuid")), responses(
    (status = 204), Problems,
))]
#[delete("/api/v1/mutes/{id}")]
async fn unmute(app: Data<App>, caller: Caller, id: Path<Id<Mute>>) -> Result<HttpResponse> {
    app.db.write(move |conn| mutes::unmute(conn, &caller, &id)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Lists what fitted a need, best first, with the reasons. A page may hold fewer than its limit
/// and not be the last: what you may no longer see is left out.
#[utoipa::path(
    tag = "needs",
    security(("bearer" = [])),
    params(("id" = String, Path, format = "uuid"), PageQuery),
    responses((status = 200, body = Paged<MatchTold>), Problems),
)]
#[get("/api/v1/needs/{id}/matches")]
async fn list_matches(
    app: Data<App>,
    caller: Caller,
    reader: Reader,
    id: Path<Id<Need>>,
    page: Query<PageQuery>,
) -> Result<Json<Paged<MatchTold>>> {
    let (cursor, limit) = (page.after()?, page.limit()?);
    let read = move |conn: &mut _| super::list_matches(conn, &caller, &id, cursor.as_ref(), limit);
    let Paged { items, next_cursor } = app.db.read(read).await?;
    let items = items.into_iter().map(|(found, it)| MatchTold::of(found, it, reader.0)).collect();
    Ok(Json(Paged { items, next_cursor }))
}

/// Something that fits a need, and why.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Match)]
struct MatchTold {
    #[schema(value_type = String, format = "uuid")]
    id: Id<Match>,
    need_id: Id<Need>,
    /// How well, from 0 to 1.
    #[schema(minimum = 0, maximum = 1)]
    score: f64,
    reasons: Vec<ReasonTold>,
    passport: MatchedPassport,
    created_at: Instant,
}

/// Why, for one criterion.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = MatchReason)]
pub struct ReasonTold {
    /// As it is named in the criteria; `window` for the days.
    criterion: &'static str,
    /// In the language you ask for.
    text: String,
}

/// The passport in short, as it is now.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct MatchedPassport {
    id: Id<Passport>,
    code: Code,
    organisation_id: Id<crate::accounts::Organisation>,
    state: passports::State,
    name: String,
    category: Option<CategoryCode>,
    #[serde(with = "crate::passports::decimal")]
    #[schema(value_type = f64, minimum = 0)]
    quantity: rust_decimal::Decimal,
    unit: Unit,
    /// 1 (damaged) to 5 (like new).
    condition_technical: Option<u8>,
    price: Option<Price>,
}

impl MatchTold {
    fn of(found: Match, passport: Passport, language: Language) -> Self {
        Self {
            id: found.id,
            need_id: found.need_id,
            score: found.score,
            reasons: ReasonTold::all(&found.reasons, language),
            passport: MatchedPassport::of(passport),
            created_at: found.created_at,
        }
    }
}

impl ReasonTold {
    pub fn all(reasons: &[super::Reason], language: Language) -> Vec<Self> {
        let told =
            |it: &super::Reason| Self { criterion: it.criterion(), text: it.in_language(language) };
        reasons.iter().map(told).collect()
    }
}

impl MatchedPassport {
    pub fn of(passport: Passport) -> Self {
        Self {
            name: passport.content.name.clone(),
            category: passport.content.category,
            quantity: passport.content.quantity,
            unit: passport.content.unit,
            condition_technical: passport.content.condition_technical,
            price: passport.content.price,
            id: passport.id,
            code: passport.code,
            organisation_id: passport.organisation_id,
            state: passport.state,
        }
    }
}
