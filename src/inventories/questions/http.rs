//! The HTTP face of answering.

use actix_web::web::{Data, Path};
use actix_web::{HttpResponse, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::Answer;
use crate::accounts::Caller;
use crate::app::App;
use crate::error::{Problems, Result};
use crate::inventories::InventoryId;
use crate::inventories::corrections;
use crate::inventories::view::InventoryView;
use crate::web::{Body, IfMatch, Reader, versioned};

pub fn routes(config: &mut ServiceConfig) {
    config.service(answer);
}

/// Answers of which kind the rows of some questions are. Each of them is corrected so; only they
/// are checked and planned again.
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
    let prepare = move |conn: &mut _| super::prepare(conn, &caller, &id, version.0, &answers.0);
    let prepared = app.db.read(prepare).await?;
    let kept = app.db.write(move |conn| corrections::keep(conn, prepared)).await?;
    let inventory = kept.inventory;
    let version = inventory.version;
    Ok(versioned(HttpResponse::Ok(), version, InventoryView::of(inventory, reader.0)))
}
