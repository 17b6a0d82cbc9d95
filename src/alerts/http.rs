//! The HTTP face of alerts: the link in each mail that says stop (RFC 8058).

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderName};
use actix_web::web::{Data, Path};
use actix_web::{HttpResponse, get, post};
use askama::Template;
use utoipa_actix_web::service_config::ServiceConfig;

use super::unsubscribe::{self, Stop};
use crate::app::App;
use crate::error::{Error, Problems, Result};
use crate::language::{Language, say};
use crate::needs::Need;
use crate::web::{PAGE_STYLE, Reader};

pub fn routes(config: &mut ServiceConfig) {
    config.service(ask).service(stop);
    super::digests::http::routes(config);
    super::feeds::http::routes(config);
    super::notifications::http::routes(config);
    super::webhooks::http::routes(config);
    super::schedules::http::routes(config);
}

/// Asks whether to stop the mails about some needs. Programs that look into mails open links, so
/// this changes nothing.
#[utoipa::path(tag = "alerts", params(("token" = String, Path)), responses(
    (status = 200, body = String, content_type = "text/html"),
    Problems,
    (status = 404, body = String, content_type = "text/html", description = "Not a link of ours"),
))]
#[get("/unsubscribe/{token}")]
async fn ask(app: Data<App>, reader: Reader, token: Path<String>) -> Result<HttpResponse> {
    let Some(wanted) = Stop::read(&token, &app.secret) else { return unknown(reader.0) };
    let needs = app.db.read(move |conn| unsubscribe::needs_of(conn, &wanted)).await?;
    page(reader.0, &needs, Stage::Asks)
}

/// Stops the mails about some needs. The link is proof enough; whatever the body says, and
/// however often it is sent.
#[utoipa::path(tag = "alerts", params(("token" = String, Path)), responses(
    (status = 200, body = String, content_type = "text/html"),
    Problems,
    (status = 404, body = String, content_type = "text/html", description = "Not a link of ours"),
))]
#[post("/unsubscribe/{token}")]
async fn stop(app: Data<App>, reader: Reader, token: Path<String>) -> Result<HttpResponse> {
    let Some(wanted) = Stop::read(&token, &app.secret) else { return unknown(reader.0) };
    match app.db.write(move |conn| unsubscribe::stop(conn, &wanted)).await {
        Ok(needs) => page(reader.0, &needs, Stage::Done),
        Err(Error::NotFound) => unknown(reader.0),
        Err(error) => Err(error),
    }
}

/// Says how else to stop: a link that lost its end on the way is no fault of who follows it.
fn unknown(language: Language) -> Result<HttpResponse> {
    page(language, &[], Stage::Unknown)
}

fn page(language: Language, needs: &[Need], stage: Stage) -> Result<HttpResponse> {
    let page = StopPage { language, style: PAGE_STYLE, needs, stage };
    let html = page.render().map_err(Error::internal)?;
    let status = match stage {
        Stage::Asks | Stage::Done => StatusCode::OK,
        Stage::Unknown => StatusCode::NOT_FOUND,
    };
    Ok(HttpResponse::build(status)
        .content_type("text/html; charset=utf-8")
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header((HeaderName::from_static("x-robots-tag"), "noindex"))
        .body(html))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Asks,
    Done,
    Unknown,
}

#[derive(Template)]
#[template(path = "alerts/unsubscribe.html", config = ".config/askama.toml")]
struct StopPage<'a> {
    language: Language,
    style: &'static str,
    needs: &'a [Need],
    stage: Stage,
}

impl StopPage<'_> {
    fn title(&self) -> String {
        let title = match self.stage {
            Stage::Asks => say("alert-stop-title"),
            Stage::Done => say("alert-stopped"),
            Stage::Unknown => say("alert-stop-unknown"),
        };
        title.in_language(self.language)
    }

    fn lead(&self) -> String {
        let lead = match self.stage {
            Stage::Asks => say("alert-stop-lead"),
            Stage::Done => say("alert-stopped-lead"),
            Stage::Unknown => say("alert-stop-unknown-lead"),
        };
        lead.with("count", self.needs.len()).in_language(self.language)
    }

    fn asks(&self) -> bool {
        self.stage == Stage::Asks
    }

    fn button(&self) -> String {
        say("alert-stop-button").in_language(self.language)
    }
}
