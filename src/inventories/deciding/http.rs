//! The HTTP face of deciding: accepting a list, what is missing from it, taking it back.

use std::collections::BTreeSet;
use std::time::Duration;

use actix_web::http::header;
use actix_web::web::{Data, Json, Path, Query};
use actix_web::{FromRequest, HttpRequest, HttpResponse, get, post};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::{Fates, Prospect, Terms, Touched, UndoScope};
use crate::accounts::Caller;
use crate::app::App;
use crate::error::{Error, Problems, Result};
use crate::id::{Code, Id};
use crate::inventories::view::InventoryView;
use crate::inventories::{Inventory, InventoryId, progress};
use crate::language::say;
use crate::passports::Passport;
use crate::web::{BodyIfAny, IfMatch, PageQuery, Paged, Reader, versioned};

pub fn routes(config: &mut ServiceConfig) {
    config.service(accept).service(list_missing).service(show_undo).service(undo);
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = MissingPassports)]
enum MissingQuery {
    #[default]
    Keep,
    Retire,
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct AcceptQuery {
    /// Only if no row is rejected.
    #[serde(default)]
    #[param(required = false)]
    strict: bool,
    /// What becomes of passports that are not on the list any more: they are kept, unless told.
    #[serde(default)]
    #[param(required = false, inline)]
    missing: MissingQuery,
}

/// What becomes of single passports that are missing from the list, whatever becomes of the others.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = MissingDecisions)]
struct Decisions {
    /// These end.
    #[schema(max_items = 10000)]
    retire: BTreeSet<Id<Passport>>,
    /// These are kept.
    #[schema(max_items = 10000)]
    keep: BTreeSet<Id<Passport>>,
}

/// Who decides about more one by one says it of all, and of the exceptions.
const DECISIONS_MAX: usize = 10_000;

impl Decisions {
    /// Says of each passport one thing.
    fn fates(self, others: MissingQuery) -> Result<Fates> {
        let Self { retire, keep } = self;
        if let Some(both) = retire.intersection(&keep).next() {
            return Err(Error::invalid("/keep", say("inventory-expected-one-fate"), both));
        }
        for (pointer, count) in [("/retire", retire.len()), ("/keep", keep.len())] {
            if count > DECISIONS_MAX {
                let expected = say("passport-expected-fewer").with("max", DECISIONS_MAX);
                return Err(Error::invalid(pointer, expected, count));
            }
        }
        Ok(Fates { retire, keep, retire_others: others == MissingQuery::Retire })
    }
}

/// Makes passports of the rows that are right, all at once. The others stay rejected. A long list,
/// or `Prefer: respond-async`, is answered 202: look at its progress then.
#[utoipa::path(
    tag = "inventories",
    security(("bearer" = [])),
    params(
        ("id" = String, Path, format = Uuid),
        ("If-Match" = Option<String>, Header, description = "The version you looked at."),
        ("Prefer" = Option<String>, Header, description = "`respond-async`: do not wait."),
        AcceptQuery,
    ),
    request_body(content = Option<Decisions>, content_type = "application/json"),
    responses(
        (status = 200, body = InventoryView, headers(("ETag" = String))),
        (status = 202, body = InventoryView, headers(("ETag" = String), ("Location" = String))),
        Problems,
    ),
)]
#[post("/api/v1/inventories/{id}/accept")]
async fn accept(
    app: Data<App>,
    caller: Caller,
    reader: Reader,
    request: HttpRequest,
    id: Path<InventoryId>,
    query: Query<AcceptQuery>,
    decisions: BodyIfAny<Decisions>,
) -> Result<HttpResponse> {
    let (id, looking) = (id.into_inner(), caller.clone());
    let terms = Terms {
        version: version_of(&request).await?,
        strict: query.strict,
        missing: decisions.0.fates(query.missing)?,
    };
    let wanted = id.clone();
    let before = app.db.read(move |conn| super::acceptable(conn, &looking, &wanted)).await?;
    if terms.version.is_some_and(|it| it != before.version) {
        return Err(Error::Changed);
    }
    let app = App::clone(&app);
    let work = async move {
        let accept = |watch| {
            let (app, caller, id) = (&app, &caller, &id);
            async move { super::accept(app, caller, id, terms, &watch).await }
        };
        progress::watched(&app, &id, &|_| (), accept).await
    };
    answer(&request, before, work, reader).await
}

/// How long a request is kept waiting for what it asked.
const WAIT_MAX: Duration = Duration::from_secs(20);

/// Does the work whether or not the caller stays, and answers when it is done, or that it goes on.
async fn answer(
    request: &HttpRequest,
    before: Inventory,
    work: impl Future<Output = Result<Inventory>> + Send + 'static,
    reader: Reader,
) -> Result<HttpResponse> {
    let work = tokio::spawn(work);
    let prefer = request.headers().get("prefer").and_then(|it| it.to_str().ok());
    let at_once = prefer.is_some_and(|it| it.to_ascii_lowercase().contains("respond-async"));
    let wait = if at_once { Duration::ZERO } else { WAIT_MAX };
    match tokio::time::timeout(wait, work).await {
        Ok(done) => {
            let done = done.map_err(Error::internal)??;
            let (version, view) = (done.version, InventoryView::of(done, reader.0));
            Ok(versioned(HttpResponse::Ok(), version, view))
        }
        Err(_still_at_it) => {
            let mut answer = HttpResponse::Accepted();
            let progress = format!("/api/v1/inventories/{}/progress", before.id);
            answer.insert_header((header::LOCATION, progress));
            let version = before.version;
            Ok(versioned(answer, version, InventoryView::of(before, reader.0)))
        }
    }
}

/// The version that was looked at, for who says so.
async fn version_of(request: &HttpRequest) -> Result<Option<i64>> {
    if request.headers().contains_key(header::IF_MATCH) {
        return Ok(Some(IfMatch::extract(request).await?.0));
    }
    Ok(None)
}

/// Lists the passports that are not on the list any more: of its building or site, or of the last
/// list of the same name. Whether they are kept is decided when it is accepted.
#[utoipa::path(
    tag = "inventories",
    security(("bearer" = [])),
    params(("id" = String, Path, format = Uuid), PageQuery),
    responses((status = 200, body = Paged<Passport>), Problems),
)]
#[get("/api/v1/inventories/{id}/missing")]
async fn list_missing(
    app: Data<App>,
    caller: Caller,
    id: Path<InventoryId>,
    page: Query<PageQuery>,
) -> Result<Json<Paged<Passport>>> {
    let (after, limit) = (page.after()?, page.limit()?);
    let read =
        move |conn: &mut _| super::of_inventory(conn, &caller, &id, after.as_ref(), limit + 1);
    let found = app.db.read(read).await?;
    Ok(Json(Paged::of(found, limit, |it: &Passport| it.id.to_string())))
}

/// What undoing an inventory would come to.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = UndoProspect)]
struct ProspectView {
    /// Passports that would be again what they were, or end.
    #[schema(minimum = 0)]
    undoable: u64,
    /// Passports that somebody has touched since.
    #[schema(minimum = 0)]
    touched_count: u64,
    /// The first two hundred of those.
    touched: Vec<TouchedView>,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TouchedPassport)]
struct TouchedView {
    id: Id<Passport>,
    code: Code,
    name: String,
    /// Which it has now.
    #[schema(minimum = 1)]
    version: i64,
}

/// Shows what undoing would come to, and which passports others have touched since.
#[utoipa::path(
    tag = "inventories",
    security(("bearer" = [])),
    params(("id" = String, Path, format = Uuid)),
    responses((status = 200, body = ProspectView), Problems),
)]
#[get("/api/v1/inventories/{id}/undo")]
async fn show_undo(
    app: Data<App>,
    caller: Caller,
    id: Path<InventoryId>,
) -> Result<Json<ProspectView>> {
    let prospect = app.db.read(move |conn| super::prospect(conn, &caller, &id)).await?;
    let Prospect { undoable, touched_count, touched } = prospect;
    let view = |it: Touched| {
        let Touched { id, code, name, version } = it;
        TouchedView { id, code, name, version }
    };
    let touched = touched.into_iter().map(view).collect();
    Ok(Json(ProspectView { undoable, touched_count, touched }))
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct UndoQuery {
    /// Where others have touched passports since: undoes all the others. Unless told, nothing.
    #[serde(default)]
    #[param(required = false)]
    leave_touched: bool,
}

/// Takes back an inventory that was accepted: passports it made end, those it changed are again
/// what they were. The history keeps both.
#[utoipa::path(
    tag = "inventories",
    security(("bearer" = [])),
    params(
        ("id" = String, Path, format = Uuid),
        ("If-Match" = Option<String>, Header, description = "The version you looked at."),
        ("Prefer" = Option<String>, Header, description = "`respond-async`: do not wait."),
        UndoQuery,
    ),
    responses(
        (status = 200, body = InventoryView, headers(("ETag" = String))),
        (status = 202, body = InventoryView, headers(("ETag" = String), ("Location" = String))),
        Problems,
    ),
)]
#[post("/api/v1/inventories/{id}/undo")]
async fn undo(
    app: Data<App>,
    caller: Caller,
    reader: Reader,
    request: HttpRequest,
    id: Path<InventoryId>,
    query: Query<UndoQuery>,
) -> Result<HttpResponse> {
    let (id, looking) = (id.into_inner(), caller.clone());
    let version = version_of(&request).await?;
    let scope = if query.leave_touched { UndoScope::Untouched } else { UndoScope::AllOrNothing };
    let wanted = id.clone();
    let before = app.db.read(move |conn| super::undoable(conn, &looking, &wanted)).await?;
    if version.is_some_and(|it| it != before.version) {
        return Err(Error::Changed);
    }
    let app = App::clone(&app);
    let work = async move {
        let undo = |watch| {
            let (app, caller, id) = (&app, &caller, &id);
            async move { super::undo(app, caller, id, version, scope, &watch).await }
        };
        progress::watched(&app, &id, &|_| (), undo).await
    };
    answer(&request, before, work, reader).await
}
