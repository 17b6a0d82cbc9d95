//! The HTTP face of answering.

use actix_web::web::{Data, Path};
use actix_web::{HttpResponse, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::Answer;
use crate::accounts::Caller;
use crate::app::App;
use crate::error::{Problems, Result};
use crate::inventories::InventoryId;
use crate::inventories::view::InventoryView;
use crate::web::{Body, IfMatch, Reader, versioned};

pub fn routes(config: &mut ServiceConfig) {
    config.service(answer);
}

/// Answers of which kind the rows of some questions are. Only those rows are planned again.
#[utoipa::path(
    tag = "inventories",
    operation_id = "answer_inventory_questions",
    security(("bearer" = [])),
    params(("id" = String, Path, format = Uuid), ("If-Match" = String, Header)),
    request_body = Vec<Answer>,
    responses((status = 200, body = InventoryView, headers(("ETag" = String))), Problems),
)]
#[post("/api/v1/inventories/{id}/answers")]
async fn answer(
    app: Data<App>,
    caller: Caller,
    reader: Reader,
    id: Path<InventoryId>,
    version: IfMatch,
    answers: Body<Vec<Answer>>,
) -> Result<HttpResponse> {
    let answer = move |conn: &mut _| super::answer(conn, &caller, &id, version.0, &answers.0);
    let inventory = app.db.write(answer).await?;
    let version = inventory.version;
    Ok(versioned(HttpResponse::Ok(), version, InventoryView::of(inventory, reader.0)))
}
