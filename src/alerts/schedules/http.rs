//! The HTTP face of when members are written to.

use actix_web::web::Data;
use actix_web::{HttpResponse, get, put};
use utoipa_actix_web::service_config::ServiceConfig;

use super::AlertSettings;
use crate::accounts::Caller;
use crate::app::App;
use crate::error::{Problems, Result};
use crate::web::{Body, IfMatch, versioned};

pub fn routes(config: &mut ServiceConfig) {
    config.service(alert_settings).service(replace_alert_settings);
}

/// Shows when you are written to: the hour, the weekday and the day of the month of your digests.
#[utoipa::path(tag = "alerts", security(("bearer" = [])), responses(
    (status = 200, body = AlertSettings, headers(("ETag" = String))), Problems,
))]
#[get("/api/v1/me/alert-settings")]
async fn alert_settings(app: Data<App>, caller: Caller) -> Result<HttpResponse> {
    let usual = app.config.alerts.clone();
    let read = move |conn: &mut _| super::find(conn, &usual, &caller);
    let (settings, version) = app.db.read(read).await?;
    Ok(versioned(HttpResponse::Ok(), version, settings))
}

/// Says when you want to be written to. What waits already comes then, too.
#[utoipa::path(
    tag = "alerts",
    security(("bearer" = [])),
    params(("If-Match" = String, Header)),
    request_body = AlertSettings,
    responses((status = 200, body = AlertSettings, headers(("ETag" = String))), Problems),
)]
#[put("/api/v1/me/alert-settings")]
async fn replace_alert_settings(
    app: Data<App>,
    caller: Caller,
    version: IfMatch,
    wanted: Body<AlertSettings>,
) -> Result<HttpResponse> {
    let usual = app.config.alerts.clone();
    let write = move |conn: &mut _| super::replace(conn, &usual, &caller, version.0, wanted.0);
    let (settings, version) = app.db.write(write).await?;
    Ok(versioned(HttpResponse::Ok(), version, settings))
}
