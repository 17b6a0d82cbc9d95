//! The HTTP face of exports: lists and tables as files to download.

use actix_web::http::header::{ContentDisposition, DispositionParam, DispositionType};
use actix_web::web::{Bytes, Data, Path, Query};
use actix_web::{HttpResponse, get};
use futures_util::stream;
use serde::Deserialize;
use tokio::io::AsyncReadExt;
use utoipa_actix_web::service_config::ServiceConfig;

use super::{Format, Selection};
use crate::accounts::Caller;
use crate::accounts::http::Visitor;
use crate::app::App;
use crate::clock;
use crate::db::Conn;
use crate::error::{Error, Problems, Result};
use crate::id::Id;
use crate::inventories::InventoryId;
use crate::inventories::scratch::Scratch;
use crate::language::Language;
use crate::passports::{Wanted, searching};
use crate::places::Building;
use crate::search::Viewer;
use crate::web::{Reader, unfit_query};

pub fn routes(config: &mut ServiceConfig) {
    config.service(stock).service(found).service(inventory).service(building);
    config.service(template).service(demolition_plan).service(pemd);
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct Wish {
    #[serde(default)]
    #[param(required = false, inline)]
    format: Format,
    /// Of the headings; yours, unless told.
    language: Option<Language>,
}

/// Gives all that your organisation holds as a list that reads back to the very same passports.
#[utoipa::path(tag = "exports", security(("bearer" = [])), params(Wish), responses(
    (status = 200, description = "The list", content((String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), (String = "text/csv"))), Problems,
))]
#[get("/api/v1/exports/stock")]
async fn stock(
    app: Data<App>,
    caller: Caller,
    reader: Reader,
    wish: Query<Wish>,
) -> Result<HttpResponse> {
    own(&app, caller, Selection::Stock, "stock", reader, &wish).await
}

/// Gives what came from an inventory of yours.
#[utoipa::path(
    tag = "exports",
    security(("bearer" = [])),
    params(("id" = String, Path, format = Uuid), Wish),
    responses(
        (status = 200, description = "The list", content((String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), (String = "text/csv"))),
        Problems,
    ),
)]
#[get("/api/v1/exports/inventories/{id}")]
async fn inventory(
    app: Data<App>,
    caller: Caller,
    reader: Reader,
    id: Path<InventoryId>,
    wish: Query<Wish>,
) -> Result<HttpResponse> {
    let selection = Selection::Inventory(id.into_inner());
    own(&app, caller, selection, "inventory", reader, &wish).await
}

/// Gives what is in a building of yours, or came out of it.
#[utoipa::path(
    tag = "exports",
    security(("bearer" = [])),
    params(("id" = String, Path, format = Uuid), Wish),
    responses(
        (status = 200, description = "The list", content((String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), (String = "text/csv"))),
        Problems,
    ),
)]
#[get("/api/v1/exports/buildings/{id}")]
async fn building(
    app: Data<App>,
    caller: Caller,
    reader: Reader,
    id: Path<Id<Building>>,
    wish: Query<Wish>,
) -> Result<HttpResponse> {
    let selection = Selection::Building(id.into_inner());
    own(&app, caller, selection, "building", reader, &wish).await
}

/// More than anybody reads; for all there is, there are feeds.
const FOUND_MAX: usize = 10_000;
/// As many as a page of results holds at most.
const FOUND_AT_ONCE: usize = 200;

/// Gives what a search finds, the first ten thousand, in its order.
#[utoipa::path(tag = "exports", security((), ("bearer" = [])), params(Wanted, Wish), responses(
    (status = 200, description = "The list", content((String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), (String = "text/csv"))), Problems,
))]
#[get("/api/v1/exports/listings")]
async fn found(
    app: Data<App>,
    visitor: Visitor,
    reader: Reader,
    request: actix_web::HttpRequest,
) -> Result<HttpResponse> {
    let (wanted, wish) = parted(request.query_string())?;
    let viewer = visitor.viewer();
    let mut query = searching::http::query_of(&app, &visitor, wanted).await?;
    query.limit = FOUND_AT_ONCE;
    let mut ids = Vec::new();
    while ids.len() < FOUND_MAX {
        let page = searching::find(&app, query.clone()).await?;
        ids.extend(page.passports.into_iter().map(|(it, _)| it.id.to_string()));
        query.cursor = page.next;
        if query.cursor.is_none() {
            break;
        }
    }
    ids.truncate(FOUND_MAX);
    list(&app, viewer, ids, "listings", reader, &wish).await
}

/// What to look for, and how it is to be written. The search knows no other parameters than its own.
fn parted(query: &str) -> Result<(Wanted, Wish)> {
    let (ours, theirs): (Vec<&str>, Vec<&str>) =
        query.split('&').partition(|it| it.starts_with("format=") || it.starts_with("language="));
    let wanted = Query::<Wanted>::from_query(&theirs.join("&")).map_err(|it| unfit_query(&it))?;
    let wish = Query::<Wish>::from_query(&ours.join("&")).map_err(|it| unfit_query(&it))?;
    Ok((wanted.into_inner(), wish.into_inner()))
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct TemplateWish {
    /// Of the headings; yours, unless told.
    language: Option<Language>,
}

/// Gives a workbook to fill in, with drop-downs, and a sheet that explains each column.
#[utoipa::path(tag = "exports", security(()), params(TemplateWish), responses(
    (status = 200, description = "The workbook", body = String, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    Problems,
))]
#[get("/api/v1/exports/template")]
async fn template(reader: Reader, wish: Query<TemplateWish>) -> Result<HttpResponse> {
    let language = wish.language.unwrap_or(reader.0);
    let scratch = Scratch::new();
    let written = tokio::task::spawn_blocking(move || {
        super::write_template(language, scratch.path()).map(|()| scratch)
    });
    let scratch = written.await.map_err(Error::internal)??;
    download(scratch, &format!("circuler-template-{language}.xlsx"), Format::Xlsx).await
}

/// Gives the table of a sloopopvolgingsplan (Flanders), filled from a building of yours.
#[utoipa::path(
    tag = "exports",
    security(("bearer" = [])),
    params(("id" = String, Path, format = Uuid)),
    responses(
        (status = 200, description = "The workbook", body = String, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        Problems,
    ),
)]
#[get("/api/v1/exports/demolition-plans/{id}")]
async fn demolition_plan(
    app: Data<App>,
    caller: Caller,
    id: Path<Id<Building>>,
) -> Result<HttpResponse> {
    let write = move |conn: &mut Conn, path: &std::path::Path| {
        super::demolition_plan(conn, &caller, &id, path)
    };
    table(&app, "sloopopvolgingsplan", write).await
}

/// Gives the tables of a diagnostic PEMD (France), filled from a building of yours.
#[utoipa::path(
    tag = "exports",
    security(("bearer" = [])),
    params(("id" = String, Path, format = Uuid)),
    responses(
        (status = 200, description = "The workbook", body = String, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        Problems,
    ),
)]
#[get("/api/v1/exports/pemd/{id}")]
async fn pemd(app: Data<App>, caller: Caller, id: Path<Id<Building>>) -> Result<HttpResponse> {
    let write =
        move |conn: &mut Conn, path: &std::path::Path| super::pemd(conn, &caller, &id, path);
    table(&app, "pemd", write).await
}

async fn own(
    app: &App,
    caller: Caller,
    selection: Selection,
    what: &str,
    reader: Reader,
    wish: &Wish,
) -> Result<HttpResponse> {
    let viewer = caller.viewer();
    let ids = app.db.read(move |conn| super::select(conn, &caller, selection)).await?;
    list(app, viewer, ids, what, reader, wish).await
}

async fn list(
    app: &App,
    viewer: Viewer,
    ids: Vec<String>,
    what: &str,
    reader: Reader,
    wish: &Wish,
) -> Result<HttpResponse> {
    let (format, language) = (wish.format, wish.language.unwrap_or(reader.0));
    let scratch = Scratch::new();
    let write = move |conn: &mut Conn| {
        super::write(conn, &viewer, &ids, format, language, scratch.path())?;
        Ok(scratch)
    };
    let scratch = app.db.read(write).await?;
    download(scratch, &dated(what, format), format).await
}

async fn table(
    app: &App,
    what: &str,
    write: impl FnOnce(&mut Conn, &std::path::Path) -> Result<()> + Send + 'static,
) -> Result<HttpResponse> {
    let scratch = Scratch::new();
    let write = move |conn: &mut Conn| write(conn, scratch.path()).map(|()| scratch);
    let scratch = app.db.read(write).await?;
    download(scratch, &dated(what, Format::Xlsx), Format::Xlsx).await
}

fn dated(what: &str, format: Format) -> String {
    format!("circuler-{what}-{}.{}", clock::now().day(), format.extension())
}

/// How much of a file is on its way at a time.
const CHUNK_BYTES: usize = 64 * 1024;

/// A file on its way out, gone when the last of it was sent.
async fn download(scratch: Scratch, name: &str, format: Format) -> Result<HttpResponse> {
    let file = tokio::fs::File::open(scratch.path()).await.map_err(Error::internal)?;
    let bytes = file.metadata().await.map_err(Error::internal)?.len();
    let chunks = stream::try_unfold((file, scratch), |(mut file, scratch)| async move {
        let mut chunk = vec![0; CHUNK_BYTES];
        let read = file.read(&mut chunk).await.map_err(Error::internal)?;
        chunk.truncate(read);
        Ok::<_, Error>((read > 0).then(|| (Bytes::from(chunk), (file, scratch))))
    });
    let disposition = ContentDisposition {
        disposition: DispositionType::Attachment,
        parameters: vec![DispositionParam::Filename(name.to_owned())],
    };
    let mut answer = HttpResponse::Ok();
    answer.content_type(format.content_type()).insert_header(disposition);
    Ok(answer.no_chunking(bytes).streaming(chunks))
}
