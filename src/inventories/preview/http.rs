//! The HTTP face of the preview: rows with what their cells became, and the wrong ones as a file.

use actix_web::http::header;
use actix_web::web::{Data, Json, Path, Query};
use actix_web::{HttpResponse, get};
use serde::Deserialize;
use utoipa_actix_web::service_config::ServiceConfig;

use super::Wanted;
use crate::accounts::Caller;
use crate::app::App;
use crate::error::{Problems, Result};
use crate::inventories::view::RowView;
use crate::inventories::{InventoryId, Outcome};
use crate::web::{Paged, Reader, page_limit, unknown_cursor};

pub fn routes(config: &mut ServiceConfig) {
    config.service(list_rows).service(download_errors);
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct RowQuery {
    /// Only of this sheet.
    sheet: Option<String>,
    /// Only these.
    outcome: Option<Outcome>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
    /// How many, 50 unless told.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<usize>,
}

/// Lists the rows of an inventory, in order: what became of each and of its cells, what it changes,
/// and what is wrong in which cell.
#[utoipa::path(
    tag = "inventories",
    security(("bearer" = [])),
    params(("id" = String, Path, format = Uuid), RowQuery),
    responses((status = 200, body = Paged<RowView>), Problems),
)]
#[get("/api/v1/inventories/{id}/rows")]
async fn list_rows(
    app: Data<App>,
    caller: Caller,
    reader: Reader,
    id: Path<InventoryId>,
    query: Query<RowQuery>,
) -> Result<Json<Paged<RowView>>> {
    let RowQuery { sheet, outcome, cursor, limit } = query.into_inner();
    let (wanted, limit) = (Wanted { sheet, outcome }, page_limit(limit)?);
    let after = match cursor {
        None => 0,
        // What is no number was not given out as a cursor.
        Some(it) => it.parse().map_err(|_| unknown_cursor())?,
    };
    let rows = move |conn: &mut _| super::rows_of(conn, &caller, &id, &wanted, after, limit + 1);
    let found = app.db.read(rows).await?.into_iter();
    let views = found.map(|it| RowView::of(it, reader.0)).collect();
    Ok(Json(Paged::of(views, limit, |it: &RowView| it.position.to_string())))
}

/// Downloads the rejected rows as a workbook: as they stand in the list, the wrong cells marked,
/// with a column of reasons in your language.
#[utoipa::path(
    tag = "inventories",
    security(("bearer" = [])),
    params(("id" = String, Path, format = Uuid)),
    responses(
        (
            status = 200,
            body = String,
            content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        Problems,
    ),
)]
#[get("/api/v1/inventories/{id}/errors.xlsx")]
async fn download_errors(
    app: Data<App>,
    caller: Caller,
    reader: Reader,
    id: Path<InventoryId>,
) -> Result<HttpResponse> {
    let write = move |conn: &mut _| super::errors_workbook(conn, &caller, &id, reader.0);
    let workbook = app.db.read(write).await?;
    Ok(HttpResponse::Ok()
        .content_type("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
        .insert_header((header::CONTENT_DISPOSITION, "attachment; filename=\"errors.xlsx\""))
        .body(workbook))
}
