//! The HTTP face of administration. For admins of the platform; for everybody else nothing of it
//! is there.

use actix_web::web::{Data, Json, Path, Query};
use actix_web::{get, post};
use serde::Deserialize;
use utoipa_actix_web::service_config::ServiceConfig;

use super::{Jobs, MailEntry};
use crate::accounts::Caller;
use crate::app::App;
use crate::bounces::MailStanding;
use crate::error::{Problems, Result};
use crate::id::Id;
use crate::mail::outbox::{Entry, State};
use crate::web::{PageQuery, Paged};

pub fn routes(config: &mut ServiceConfig) {
    config.service(list_mails).service(find_mail).service(retry_mail).service(list_jobs);
    config.service(find_standing).service(lift_stop);
}

/// Which mails are wanted.
#[derive(Debug, Clone, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct MailQuery {
    /// Only those in this state.
    state: Option<State>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
    /// How many, 50 unless told.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<usize>,
}

/// Lists the mails that went out, wait, or were given up; newest first.
#[utoipa::path(tag = "admin", security(("bearer" = [])), params(MailQuery), responses(
    (status = 200, body = Paged<Entry>), Problems,
))]
#[get("/api/v1/admin/mails")]
async fn list_mails(
    app: Data<App>,
    caller: Caller,
    query: Query<MailQuery>,
) -> Result<Json<Paged<Entry>>> {
    let MailQuery { state, cursor, limit } = query.into_inner();
    let page = PageQuery { cursor, limit };
    let (after, limit) = (page.after()?, page.limit()?);
    let list = move |conn: &mut _| super::mails(conn, &caller, state, after.as_ref(), limit);
    Ok(Json(app.db.read(list).await?))
}

/// Shows a mail, with what it says.
#[utoipa::path(
    tag = "admin",
    security(("bearer" = [])),
    params(("id" = String, Path, format = "uuid")),
    responses((status = 200, body = MailEntry), Problems),
)]
#[get("/api/v1/admin/mails/{id}")]
async fn find_mail(app: Data<App>, caller: Caller, id: Path<Id<Entry>>) -> Result<Json<MailEntry>> {
    Ok(Json(app.db.read(move |conn| super::mail(conn, &caller, &id)).await?))
}

/// Gives a mail that was given up another round of tries.
#[utoipa::path(
    tag = "admin",
    security(("bearer" = [])),
    params(("id" = String, Path, format = "uuid")),
    responses((status = 200, body = MailEntry), Problems),
)]
#[post("/api/v1/admin/mails/{id}/retry")]
async fn retry_mail(
    app: Data<App>,
    caller: Caller,
    id: Path<Id<Entry>>,
) -> Result<Json<MailEntry>> {
    Ok(Json(app.db.write(move |conn| super::retry_mail(conn, &caller, &id)).await?))
}

/// Shows whether mails to an address arrive; if none are sent there any more, why, and since when.
#[utoipa::path(tag = "admin", security(("bearer" = [])), params(("address" = String, Path)), responses(
    (status = 200, body = MailStanding), Problems,
))]
#[get("/api/v1/admin/mail-addresses/{address}")]
async fn find_standing(
    app: Data<App>,
    caller: Caller,
    address: Path<String>,
) -> Result<Json<MailStanding>> {
    let find = move |conn: &mut _| super::mail_standing(conn, &caller, &address);
    Ok(Json(app.db.read(find).await?))
}

/// Lets mails be sent to an address again, once you know that it takes them, and its member lift
/// stops anew. Where mails are not stopped it changes nothing.
#[utoipa::path(tag = "admin", security(("bearer" = [])), params(("address" = String, Path)), responses(
    (status = 200, body = MailStanding), Problems,
))]
#[post("/api/v1/admin/mail-addresses/{address}/lift")]
async fn lift_stop(
    app: Data<App>,
    caller: Caller,
    address: Path<String>,
) -> Result<Json<MailStanding>> {
    let lift = move |conn: &mut _| super::lift_mail_stop(conn, &caller, &address);
    Ok(Json(app.db.write(lift).await?))
}

/// Shows how the work after requests goes, and what was given up.
#[utoipa::path(tag = "admin", security(("bearer" = [])), responses(
    (status = 200, body = Jobs), Problems,
))]
#[get("/api/v1/admin/jobs")]
async fn list_jobs(app: Data<App>, caller: Caller) -> Result<Json<Jobs>> {
    Ok(Json(app.db.read(move |conn| super::jobs(conn, &caller)).await?))
}
