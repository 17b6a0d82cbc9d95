//! The HTTP face of mails that come back: reports of our mail server, and what a member sees.

use actix_web::http::header;
use actix_web::web::{Data, Json, Payload};
use actix_web::{HttpRequest, get, post};
use serde::Serialize;
use utoipa_actix_web::service_config::ServiceConfig;

use super::maildir::REPORT_BYTES_MAX;
use super::{Arrived, MailStanding};
use crate::accounts::Caller;
use crate::app::App;
use crate::error::{Error, Problems, Result};
use crate::language::say;
use crate::secret;

pub fn routes(config: &mut ServiceConfig) {
    config.service(my_mail).service(lift_my_stop).service(take_report);
}

/// Shows whether your mails arrive; if none are sent to you any more, why, and since when.
#[utoipa::path(tag = "alerts", security(("bearer" = [])), responses(
    (status = 200, body = MailStanding), Problems,
))]
#[get("/api/v1/me/mail")]
async fn my_mail(app: Data<App>, caller: Caller) -> Result<Json<MailStanding>> {
    Ok(Json(app.db.read(move |conn| super::standing(conn, &caller)).await?))
}

/// Lets mails be sent to you again, once you know that your address takes them. That can be done
/// a few times; where mails are not stopped it changes nothing.
#[utoipa::path(tag = "alerts", security(("bearer" = [])), responses(
    (status = 200, body = MailStanding), Problems,
))]
#[post("/api/v1/me/mail/lift")]
async fn lift_my_stop(app: Data<App>, caller: Caller) -> Result<Json<MailStanding>> {
    Ok(Json(app.db.write(move |conn| super::lift(conn, &caller)).await?))
}

/// What a report changed.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
struct ReportTaken {
    /// Whether it was about a mail of ours, and told us something new.
    taken: bool,
}

/// Takes a message that says that a mail could not be delivered (RFC 3464), is unwanted (RFC 5965)
/// or is to be the last of its kind (RFC 2369), as it came. For the mail server, which shows the secret of the settings.
#[utoipa::path(
    tag = "service",
    security(("bearer" = [])),
    request_body(content = String, content_type = "message/rfc822"),
    responses((status = 200, body = ReportTaken), Problems),
)]
#[post("/api/v1/mail-reports")]
async fn take_report(
    app: Data<App>,
    request: HttpRequest,
    payload: Payload,
) -> Result<Json<ReportTaken>> {
    let expected = &app.config.mail.report_secret;
    // Without a secret in the settings nobody may.
    if expected.is_empty() {
        return Err(Error::Unauthenticated);
    }
    let shown = request.headers().get(header::AUTHORIZATION).and_then(|it| it.to_str().ok());
    let shown = shown.and_then(|it| it.strip_prefix("Bearer ")).ok_or(Error::Unauthenticated)?;
    if !secret::are_same(shown, expected) {
        return Err(Error::Unauthenticated);
    }
    let limit = usize::try_from(REPORT_BYTES_MAX).map_err(Error::internal)?;
    let too_large = |_| Error::TooLarge { limit_bytes: REPORT_BYTES_MAX };
    let raw = payload.to_bytes_limited(limit).await.map_err(too_large)?;
    let raw = raw.map_err(|_| Error::Unreadable(say("unreadable-broken-off")))?;
    let Some(arrived) = Arrived::read(&raw) else { return Ok(Json(ReportTaken { taken: false })) };
    let secret = app.secret.clone();
    let taken = app.db.write(move |conn| super::take(conn, &secret, &arrived)).await?;
    Ok(Json(ReportTaken { taken }))
}
