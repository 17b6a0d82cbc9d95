//! The page that shows all of a letter, which the mail counts.

use actix_web::http::header::{self, HeaderName};
use actix_web::web::{Data, Path};
use actix_web::{HttpResponse, get};
use utoipa_actix_web::service_config::ServiceConfig;

use super::Run;
use crate::alerts::letter::Letter;
use crate::app::App;
use crate::error::{Error, Problems, Result};
use crate::id::Id;
use crate::secret::Secret;

pub fn routes(config: &mut ServiceConfig) {
    config.service(show);
}

const PURPOSE: &str = "letter";

/// What opens the page of a letter: we gave it out to its reader.
pub(super) fn token(secret: &Secret, run: &Id<Run>) -> String {
    format!("{run}.{}", secret.sign(PURPOSE, run.as_str()))
}

/// `None` for what we did not give out.
fn read(token: &str, secret: &Secret) -> Option<Id<Run>> {
    let (run, signature) = token.split_once('.')?;
    secret.verify(PURPOSE, run, signature).then(|| Id::parse(run)).flatten()
}

/// Shows all finds of a letter, as they are now. The link in the letter is proof enough.
#[utoipa::path(tag = "alerts", params(("token" = String, Path)), responses(
    (status = 200, body = String, content_type = "text/html"), Problems,
))]
#[get("/alerts/{token}")]
async fn show(app: Data<App>, token: Path<String>) -> Result<HttpResponse> {
    let run = read(&token, &app.secret).ok_or(Error::NotFound)?;
    let find = move |conn: &mut _| super::letter_as_it_is_now(conn, &run);
    let (reader, judged) = app.db.read(find).await?;
    let html = Letter::whole(&reader, judged.finds).html(&app.config.server.public_url)?;
    Ok(HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header((HeaderName::from_static("x-robots-tag"), "noindex"))
        .body(html))
}
