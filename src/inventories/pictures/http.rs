//! The HTTP face of photos that come with an inventory: sending an archive of them, and looking at
//! what became of each.

use actix_multipart::Multipart;
use actix_web::http::header;
use actix_web::web::{self, Data, Json, Path, Query};
use actix_web::{HttpRequest, HttpResponse, get, post};
use futures_util::StreamExt;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::{Counts, Sent, Source, State};
use crate::accounts::{Action, Caller};
use crate::app::App;
use crate::error::{Error, Problems, Result};
use crate::id::Id;
use crate::inventories::{self, InventoryId};
use crate::language::{Language, say};
use crate::picture::Hash;
use crate::web::{Paged, Reader, page_limit, unknown_cursor};

pub fn routes(config: &mut ServiceConfig) {
    config.service(send).service(list);
}

/// A photo that came with an inventory, and what became of it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = InventoryPhoto)]
struct SentView {
    source: Source,
    /// The part of the workbook, the address, the name in the archive.
    name: String,
    /// The row it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    sheet: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1)]
    row: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    hash: Option<Hash>,
    state: State,
    /// Why it was refused: what was expected.
    #[serde(skip_serializing_if = "Option::is_none")]
    expected: Option<String>,
    #[serde(skip)]
    id: Id<Sent>,
}

impl SentView {
    fn of(sent: Sent, language: Language) -> Self {
        let (sheet, row) = sent.at.map(|it| (it.sheet, it.row)).unzip();
        Self {
            source: sent.source,
            name: sent.name,
            sheet,
            row,
            hash: sent.hash,
            state: sent.state,
            expected: sent.problem.map(|it| it.in_language(language)),
            id: sent.id,
        }
    }
}

/// The photos of an inventory.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = InventoryPhotos)]
struct SentList {
    /// Of all pages together, and of every state.
    counts: Counts,
    items: Vec<SentView>,
    /// Where the next page begins; absent on the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_cursor: Option<String>,
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct SentQuery {
    /// Only these.
    state: Option<State>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
    /// How many, 50 unless told.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<usize>,
}

/// Lists the photos that came with an inventory: in its cells, at addresses in them, in archives.
#[utoipa::path(
    tag = "photos",
    security(("bearer" = [])),
    params(("id" = String, Path, format = Uuid), SentQuery),
    responses((status = 200, body = SentList), Problems),
)]
#[get("/api/v1/inventories/{id}/photos")]
async fn list(
    app: Data<App>,
    caller: Caller,
    reader: Reader,
    id: Path<InventoryId>,
    wanted: Query<SentQuery>,
) -> Result<Json<SentList>> {
    let SentQuery { state, cursor, limit } = wanted.into_inner();
    let limit = page_limit(limit)?;
    let after = match cursor {
        None => None,
        // What is no id was not given out as a cursor.
        Some(it) => Some(Id::parse(&it).ok_or_else(unknown_cursor)?),
    };
    let list =
        move |conn: &mut _| super::list(conn, &caller, &id, state, after.as_ref(), limit + 1);
    let (counts, found) = app.db.read(list).await?;
    let views = found.into_iter().map(|it| SentView::of(it, reader.0)).collect();
    let Paged { items, next_cursor } = Paged::of(views, limit, |it: &SentView| it.id.to_string());
    Ok(Json(SentList { counts, items, next_cursor }))
}

/// What an archive is sent as.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it describes the form; the part is read by itself")]
struct ArchiveForm {
    /// A ZIP of photos, named by your own numbers: `D-12.jpg`, `D-12_2.jpg`, `D-12/front.jpg`.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// Takes an archive of photos for an inventory. Each goes to the row whose number its name bears;
/// those that fit none are listed as unmatched.
#[utoipa::path(
    tag = "photos",
    security(("bearer" = [])),
    params(("id" = String, Path, format = Uuid)),
    request_body(content = ArchiveForm, content_type = "multipart/form-data"),
    responses((status = 202, body = Counts), Problems),
)]
#[post("/api/v1/inventories/{id}/photos")]
async fn send(
    app: Data<App>,
    caller: Caller,
    id: Path<InventoryId>,
    request: HttpRequest,
    body: web::Payload,
) -> Result<HttpResponse> {
    let id = id.into_inner();
    // Who may not send one is not listened to.
    let (asking, of) = (caller.clone(), id.clone());
    let own = move |conn: &mut _| inventories::own(conn, &asking, Action::EditStock, &of);
    app.db.read(own).await?;
    let content = request.headers().get(header::CONTENT_TYPE).and_then(|it| it.to_str().ok());
    if !content.is_some_and(|it| it.to_ascii_lowercase().starts_with("multipart/form-data")) {
        return Err(Error::Unsupported { expected: "multipart/form-data" });
    }
    let mut parts = Multipart::new(request.headers(), body);
    let part = parts.next().await.transpose();
    let part =
        part.map_err(|error| Error::Unreadable(say("unreadable-form").with("why", error)))?;
    let Some(mut part) = part.filter(|it| it.name() == Some("file")) else {
        return Err(Error::invalid("/file", say("inventory-photos-expected-archive"), ""));
    };
    let bytes_max = app.config.photos.archive_bytes_max;
    let too_large = || Error::TooLarge { limit_bytes: bytes_max };
    let file = inventories::http::keep(&mut part, bytes_max).await?.ok_or_else(too_large)?;
    super::receive_archive(&app, &caller, id.clone(), file.path()).await?;
    let counts = app.db.read(move |conn| super::store::counts(conn, &id)).await?;
    Ok(HttpResponse::Accepted().json(counts))
}
