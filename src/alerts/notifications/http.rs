//! The HTTP face of notifications.

use actix_web::web::{Data, Json, Path, Query};
use actix_web::{HttpResponse, get, post};
use serde::{Deserialize, Serialize};
use utoipa_actix_web::service_config::ServiceConfig;

use super::{Notification, Seen};
use crate::accounts::Caller;
use crate::app::App;
use crate::clock::Instant;
use crate::error::{Problems, Result};
use crate::id::Id;
use crate::language::Language;
use crate::needs::http::{MatchedPassport, ReasonTold};
use crate::needs::{Better, Match, Need};
use crate::web::{Body, PageQuery, Paged, Reader};

pub fn routes(config: &mut ServiceConfig) {
    config.service(list).service(count_unread).service(mark_read).service(mark_all_read);
}

/// What you are told: something fits a need of yours, or fits it better than before.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Notification)]
struct NotificationTold {
    #[schema(value_type = String, format = "uuid")]
    id: Id<Notification>,
    need_id: Id<Need>,
    /// How its people call the need.
    need_name: String,
    #[schema(value_type = String, format = "uuid")]
    match_id: Id<Match>,
    /// How well it fits, from 0 to 1.
    #[schema(minimum = 0, maximum = 1)]
    score: f64,
    reasons: Vec<ReasonTold>,
    /// What became better since you were told of it; absent the first time.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, examples("cheaper", "more", "closer_window"))]
    better: Option<Better>,
    passport: MatchedPassport,
    created_at: Instant,
    /// Absent until you read it.
    #[serde(skip_serializing_if = "Option::is_none")]
    read_at: Option<Instant>,
}

impl NotificationTold {
    fn of(seen: Seen, language: Language) -> Self {
        let Seen { notification: it, need, passport } = seen;
        Self {
            reasons: ReasonTold::all(&it.reasons, language),
            id: it.id,
            need_id: it.need_id,
            need_name: need.name,
            match_id: it.match_id,
            score: it.score,
            better: it.better,
            passport: MatchedPassport::of(passport),
            created_at: it.created_at,
            read_at: it.read_at,
        }
    }
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct ListQuery {
    /// Only what you have not read.
    unread: Option<bool>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
    /// How many, 50 unless told.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<usize>,
}

/// Lists what you were told, newest first. A page may hold fewer than its limit and not be the
/// last: what you may no longer see is left out.
#[utoipa::path(tag = "notifications", security(("bearer" = [])), params(ListQuery), responses(
    (status = 200, body = Paged<NotificationTold>), Problems,
))]
#[get("/api/v1/notifications")]
async fn list(
    app: Data<App>,
    caller: Caller,
    reader: Reader,
    wanted: Query<ListQuery>,
) -> Result<Json<Paged<NotificationTold>>> {
    let ListQuery { unread, cursor, limit } = wanted.into_inner();
    let page = PageQuery { cursor, limit };
    let (before, limit) = (page.after()?, page.limit()?);
    let unread = unread.unwrap_or(false);
    let read = move |conn: &mut _| super::list(conn, &caller, unread, before.as_ref(), limit);
    let Paged { items, next_cursor } = app.db.read(read).await?;
    let items = items.into_iter().map(|it| NotificationTold::of(it, reader.0)).collect();
    Ok(Json(Paged { items, next_cursor }))
}

/// How many you have not read.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct Unread {
    #[schema(minimum = 0)]
    unread: i64,
}

/// Counts what you have not read.
#[utoipa::path(tag = "notifications", security(("bearer" = [])), responses(
    (status = 200, body = Unread), Problems,
))]
#[get("/api/v1/notifications/unread")]
async fn count_unread(app: Data<App>, caller: Caller) -> Result<Json<Unread>> {
    let unread = app.db.read(move |conn| super::count_unread(conn, &caller)).await?;
    Ok(Json(Unread { unread }))
}

/// Marks one as read. Doing so again changes nothing.
#[utoipa::path(
    tag = "notifications",
    security(("bearer" = [])),
    params(("id" = String, Path, format = "uuid")),
    responses((status = 204), Problems),
)]
#[post("/api/v1/notifications/{id}/read")]
async fn mark_read(
    app: Data<App>,
    caller: Caller,
    id: Path<Id<Notification>>,
) -> Result<HttpResponse> {
    app.db.write(move |conn| super::mark_read(conn, &caller, &id)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// How far you read.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct ReadUpTo {
    /// The newest one you saw: what came after it stays unread.
    #[schema(value_type = String, format = "uuid")]
    up_to: Id<Notification>,
}

/// Marks one and all before it as read.
#[utoipa::path(tag = "notifications", security(("bearer" = [])), request_body = ReadUpTo, responses(
    (status = 204), Problems,
))]
#[post("/api/v1/notifications/read")]
async fn mark_all_read(
    app: Data<App>,
    caller: Caller,
    read: Body<ReadUpTo>,
) -> Result<HttpResponse> {
    app.db.write(move |conn| super::mark_all_read(conn, &caller, &read.0.up_to)).await?;
    Ok(HttpResponse::NoContent().finish())
}
