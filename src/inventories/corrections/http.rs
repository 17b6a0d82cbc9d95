//! The HTTP face of corrections.

use actix_web::web::{Data, Json, Path, Query};
use actix_web::{HttpResponse, get, patch};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::{Correction, Spot, Wanted, cell_of};
use crate::accounts::Caller;
use crate::app::App;
use crate::clock::Instant;
use crate::error::{Problems, Result};
use crate::id::Id;
use crate::inventories::InventoryId;
use crate::inventories::field::Field;
use crate::inventories::view::{InventoryView, RowView};
use crate::language::{Language, Text};
use crate::web::{Body, IfMatch, PAGE_LIMIT_MAX, PageQuery, Paged, Reader, versioned};

pub fn routes(config: &mut ServiceConfig) {
    config.service(correct).service(list);
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CorrectionsDraft {
    #[schema(min_items = 1, max_items = 1000)]
    corrections: Vec<Wanted>,
}

/// What corrections come to.
#[derive(Debug, Serialize, ToSchema)]
struct CorrectedView {
    inventory: InventoryView,
    /// The rows that were checked again, the first two hundred of them.
    rows: Vec<RowView>,
    /// How many there are.
    #[schema(minimum = 0)]
    row_count: usize,
}

/// Writes over cells of an inventory that was read. Only the rows that this touches are checked and
/// planned again. The file stays as it came; what was corrected is kept as a history.
#[utoipa::path(
    tag = "inventories",
    security(("bearer" = [])),
    params(("id" = String, Path, format = Uuid), ("If-Match" = String, Header)),
    request_body = CorrectionsDraft,
    responses((status = 200, body = CorrectedView, headers(("ETag" = String))), Problems),
)]
#[patch("/api/v1/inventories/{id}/cells")]
async fn correct(
    app: Data<App>,
    caller: Caller,
    reader: Reader,
    id: Path<InventoryId>,
    version: IfMatch,
    draft: Body<CorrectionsDraft>,
) -> Result<HttpResponse> {
    let wanted = draft.0.corrections;
    let prepare = move |conn: &mut _| super::prepare(conn, &caller, &id, version.0, wanted);
    let prepared = app.db.read(prepare).await?;
    let corrected = app.db.write(move |conn| super::keep(conn, prepared)).await?;
    let (version, row_count) = (corrected.inventory.version, corrected.rows.len());
    let shown = corrected.shown(PAGE_LIMIT_MAX)?.into_iter();
    let view = CorrectedView {
        rows: shown.map(|it| RowView::of(it, reader.0)).collect(),
        row_count,
        inventory: InventoryView::of(corrected.inventory, reader.0),
    };
    Ok(versioned(HttpResponse::Ok(), version, view))
}

/// What somebody wrote over a cell.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Correction)]
struct CorrectionView {
    #[schema(value_type = String, format = Uuid)]
    id: Id<Correction>,
    sheet: String,
    /// As a spreadsheet shows it.
    #[schema(minimum = 1)]
    row: u32,
    /// Where it was said of a cell.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(examples("Gelijkvloers!E12"))]
    cell: Option<String>,
    /// Where it was said of a field.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Field>)]
    field: Option<Field>,
    /// What stood there before.
    was: String,
    /// What it says since; nothing where the file was right after all.
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<String>,
    /// `member:` or `key-of:` and the id of the member.
    actor: String,
    /// A member or an API key of yours, in your language.
    actor_name: String,
    created_at: Instant,
}

impl CorrectionView {
    fn of(correction: Correction, who: &Text, language: Language) -> Self {
        Self {
            cell: cell_of(&correction),
            field: match correction.spot {
                Spot::Column(_) => None,
                Spot::Field(field) => Some(field),
            },
            id: correction.id,
            sheet: correction.sheet,
            row: correction.row,
            was: correction.was,
            value: correction.value.map(|it| it.to_string()),
            actor: correction.actor,
            actor_name: who.in_language(language),
            created_at: correction.created_at,
        }
    }
}

/// Lists what was corrected in an inventory, in the order in which it was.
#[utoipa::path(
    tag = "inventories",
    security(("bearer" = [])),
    params(("id" = String, Path, format = Uuid), PageQuery),
    responses((status = 200, body = Paged<CorrectionView>), Problems),
)]
#[get("/api/v1/inventories/{id}/corrections")]
async fn list(
    app: Data<App>,
    caller: Caller,
    reader: Reader,
    id: Path<InventoryId>,
    page: Query<PageQuery>,
) -> Result<Json<Paged<CorrectionView>>> {
    let (after, limit) = (page.after()?, page.limit()?);
    let read = move |conn: &mut _| super::history_of(conn, &caller, &id, after.as_ref(), limit + 1);
    let found = app.db.read(read).await?.into_iter();
    let told = found.map(|(correction, who)| CorrectionView::of(correction, &who, reader.0));
    Ok(Json(Paged::of(told.collect(), limit, |it: &CorrectionView| it.id.to_string())))
}
