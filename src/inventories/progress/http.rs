//! The HTTP face of progress: asked for again and again, or told as it goes.

use std::time::Duration;

use actix_web::http::header;
use actix_web::web::{Bytes, Data, Path};
use actix_web::{HttpRequest, HttpResponse, get, post};
use futures_util::stream;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::{Inventory, Operation, Stage, State};
use crate::accounts::Caller;
use crate::app::App;
use crate::error::{Error, Problems, Result};
use crate::inventories::InventoryId;
use crate::inventories::view::InventoryView;
use crate::language::Language;
use crate::web::{Reader, versioned};

pub fn routes(config: &mut ServiceConfig) {
    config.service(show).service(cancel);
}

/// What is under way with an inventory.
#[derive(Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = InventoryProgress)]
pub struct ProgressView {
    #[schema(value_type = String, format = Uuid)]
    inventory_id: InventoryId,
    /// What the inventory is meanwhile.
    state: State,
    /// It is waited for, or being done.
    under_way: bool,
    /// What is being done; nothing while it waits, and when it is over.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Stage>)]
    stage: Option<Stage>,
    /// Rows of this stage.
    #[schema(minimum = 0)]
    done: u64,
    /// 0 where nobody knows yet.
    #[schema(minimum = 0)]
    total: u64,
    /// How long this stage still takes, if it goes on as it did.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0)]
    seconds_left: Option<u64>,
    /// Somebody asked to stop it.
    cancel_asked: bool,
    /// Why what was tried last came to nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    failure: Option<String>,
}

impl ProgressView {
    fn of(inventory: &Inventory, operation: Option<&Operation>, language: Language) -> Self {
        let at_it = operation.filter(|it| it.is_under_way());
        let progress = at_it.map(|it| it.progress);
        Self {
            inventory_id: inventory.id.clone(),
            state: inventory.state,
            under_way: at_it.is_some() || inventory.state == State::Uploaded,
            stage: progress.map(|it| it.stage),
            done: progress.map_or(0, |it| it.done),
            total: progress.map_or(0, |it| it.total),
            seconds_left: at_it.and_then(Operation::seconds_left),
            cancel_asked: at_it.is_some_and(|it| it.cancel_asked),
            failure: operation
                .and_then(|it| it.failure.as_ref())
                .map(|it| it.in_language(language)),
        }
    }
}

/// Shows how far an inventory is with what is being done. Who asks for `text/event-stream` is told
/// as it goes: events `progress`, and one `end`.
#[utoipa::path(
    tag = "inventories",
    security(("bearer" = [])),
    params(("id" = String, Path, format = Uuid)),
    responses(
        (status = 200, content(
            (ProgressView = "application/json"),
            (String = "text/event-stream"),
        )),
        Problems,
    ),
)]
#[get("/api/v1/inventories/{id}/progress")]
async fn show(
    app: Data<App>,
    caller: Caller,
    reader: Reader,
    request: HttpRequest,
    id: Path<InventoryId>,
) -> Result<HttpResponse> {
    let telling = Telling { app, caller, id: id.into_inner(), language: reader.0 };
    // Whoever may not know of it hears so before anything else.
    let view = telling.look().await?;
    let accept = request.headers().get(header::ACCEPT).and_then(|it| it.to_str().ok());
    if accept.is_some_and(|it| it.contains("text/event-stream")) {
        return Ok(telling.stream());
    }
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(view))
}

/// How often it is looked whether there is something to tell.
const LOOK_EVERY: Duration = Duration::from_millis(500);
/// A stream ends after so many looks, ten minutes; who still wants to know asks again.
const LOOKS_MAX: u32 = 1200;

/// Somebody who is told as it goes.
struct Telling {
    app: Data<App>,
    caller: Caller,
    id: InventoryId,
    language: Language,
}

impl Telling {
    async fn look(&self) -> Result<ProgressView> {
        let (caller, id) = (self.caller.clone(), self.id.clone());
        let found = self.app.db.read(move |conn| super::find(conn, &caller, &id)).await?;
        Ok(ProgressView::of(&found.0, found.1.as_ref(), self.language))
    }

    fn stream(self) -> HttpResponse {
        let events = stream::unfold(Some((self, None, 0)), |state| async move {
            let (telling, mut last, mut looks) = state?;
            loop {
                if looks > 0 {
                    tokio::time::sleep(LOOK_EVERY).await;
                }
                looks += 1;
                let view = match telling.look().await {
                    Ok(view) => view,
                    Err(error) => return Some((Err(error), None)),
                };
                if !view.under_way {
                    return Some((event("end", &view), None));
                }
                if looks >= LOOKS_MAX {
                    return Some((event("progress", &view), None));
                }
                if last.as_ref() != Some(&view) {
                    let told = event("progress", &view);
                    last = Some(view);
                    return Some((told, Some((telling, last, looks))));
                }
            }
        });
        HttpResponse::Ok()
            .content_type("text/event-stream")
            .insert_header((header::CACHE_CONTROL, "no-store"))
            // Whoever compresses waits for more to compress, and would hold each event back.
            .insert_header((header::CONTENT_ENCODING, "identity"))
            .streaming(events)
    }
}

fn event(name: &str, view: &ProgressView) -> Result<Bytes> {
    let json = serde_json::to_string(view).map_err(Error::internal)?;
    Ok(Bytes::from(format!("event: {name}\ndata: {json}\n\n")))
}

/// Stops what is under way with an inventory, as long as it is not being put in place. Nothing of
/// it is to be seen then. A list that was being read is left unread.
#[utoipa::path(
    tag = "inventories",
    security(("bearer" = [])),
    params(("id" = String, Path, format = Uuid)),
    responses((status = 202, body = InventoryView, headers(("ETag" = String))), Problems),
)]
#[post("/api/v1/inventories/{id}/cancel")]
async fn cancel(
    app: Data<App>,
    caller: Caller,
    reader: Reader,
    id: Path<InventoryId>,
) -> Result<HttpResponse> {
    let asked = app.db.write(move |conn| super::cancel(conn, &caller, &id)).await?;
    let (version, view) = (asked.version, InventoryView::of(asked, reader.0));
    Ok(versioned(HttpResponse::Accepted(), version, view))
}
