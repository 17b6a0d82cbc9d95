//! The HTTP face of inventories.

use actix_multipart::{Field, Multipart};
use actix_web::http::header;
use actix_web::web::{self, Data, Json, Path, Query};
use actix_web::{HttpRequest, HttpResponse, get, post};
use futures_util::StreamExt;
use tokio::io::AsyncWriteExt;
use utoipa_actix_web::service_config::ServiceConfig;

use super::scratch::Scratch;
use super::view::InventoryView;
use super::{InventoryId, Upload};
use crate::accounts::{self, Action, Caller, Object};
use crate::app::App;
use crate::error::{Error, Problems, Result};
use crate::id::Id;
use crate::language::say;
use crate::search::Visibility;
use crate::web::{PageQuery, Paged, Reader, versioned};

pub fn routes(config: &mut ServiceConfig) {
    config.service(create).service(list).service(find);
    super::preview::http::routes(config);
    super::profiles::http::routes(config);
    super::questions::http::routes(config);
    super::corrections::http::routes(config);
    super::deciding::http::routes(config);
    super::progress::http::routes(config);
}

/// Takes an inventory: XLSX or CSV. It is read in the background; look at it before you accept it.
#[utoipa::path(
    tag = "inventories",
    security(("bearer" = [])),
    request_body(content = UploadForm, content_type = "multipart/form-data"),
    responses(
        (status = 202, body = InventoryView, headers(("ETag" = String), ("Location" = String))),
        Problems,
    ),
)]
#[post("/api/v1/inventories")]
async fn create(
    app: Data<App>,
    caller: Caller,
    reader: Reader,
    request: HttpRequest,
    body: web::Payload,
) -> Result<HttpResponse> {
    // Who may not send one is not listened to.
    accounts::may(&caller, Action::EditStock, Object::Of(&caller.organisation_id))?;
    let (upload, file) = receive(&request, body, app.config.inventories.upload_bytes_max).await?;
    let inventory = super::upload(&app, &caller, upload, file.path()).await?;
    let mut answer = HttpResponse::Accepted();
    answer.insert_header((header::LOCATION, format!("/api/v1/inventories/{}", inventory.id)));
    Ok(versioned(answer, inventory.version, InventoryView::of(inventory, reader.0)))
}

/// Lists your organisation's inventories, newest first.
#[utoipa::path(tag = "inventories", security(("bearer" = [])), params(PageQuery), responses(
    (status = 200, body = Paged<InventoryView>), Problems,
))]
#[get("/api/v1/inventories")]
async fn list(
    app: Data<App>,
    caller: Caller,
    reader: Reader,
    page: Query<PageQuery>,
) -> Result<Json<Paged<InventoryView>>> {
    let (after, limit) = (page.after()?, page.limit()?);
    let list = move |conn: &mut _| super::list(conn, &caller, after.as_ref(), limit + 1);
    let found = app.db.read(list).await?.into_iter();
    let views = found.map(|it| InventoryView::of(it, reader.0)).collect();
    Ok(Json(Paged::of(views, limit, |it: &InventoryView| it.id.to_string())))
}

/// Shows an inventory: what its columns were taken for, and what accepting it would do.
#[utoipa::path(
    tag = "inventories",
    security(("bearer" = [])),
    params(("id" = String, Path, format = Uuid)),
    responses((status = 200, body = InventoryView, headers(("ETag" = String))), Problems),
)]
#[get("/api/v1/inventories/{id}")]
async fn find(
    app: Data<App>,
    caller: Caller,
    reader: Reader,
    id: Path<InventoryId>,
) -> Result<HttpResponse> {
    let found = app.db.read(move |conn| super::find(conn, &caller, &id)).await?;
    Ok(versioned(HttpResponse::Ok(), found.version, InventoryView::of(found, reader.0)))
}

/// What an upload is made of.
#[derive(utoipa::ToSchema)]
#[expect(dead_code, reason = "it describes the form; the parts are read one by one")]
struct UploadForm {
    /// XLSX, or text with any delimiter and encoding.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
    /// Where the things are: one of your sites.
    #[schema(format = Uuid)]
    site_id: Option<String>,
    /// In which building: one of yours, on that site.
    #[schema(format = Uuid)]
    building_id: Option<String>,
    /// Who may see them; everybody, unless told. What is hazardous stays with you.
    visibility: Option<Visibility>,
}

/// What stands around the file in a form: boundaries, headers, the short fields.
const FORM_BYTES_MAX: u64 = 100_000;
/// The file and the three fields, and some to tell what is wrong with the others.
const PARTS_MAX: usize = 10;
/// An id or a word.
const PART_BYTES_MAX: usize = 1000;

/// Streams an upload into a file, and never past the limit.
async fn receive(
    request: &HttpRequest,
    body: web::Payload,
    file_bytes_max: u64,
) -> Result<(Upload, Scratch)> {
    let too_large = || Error::TooLarge { limit_bytes: file_bytes_max };
    let length = request.headers().get(header::CONTENT_LENGTH).and_then(|it| it.to_str().ok());
    let length: Option<u64> = length.and_then(|it| it.parse().ok());
    if length.is_some_and(|it| it > file_bytes_max.saturating_add(FORM_BYTES_MAX)) {
        return Err(too_large());
    }
    let content = request.headers().get(header::CONTENT_TYPE).and_then(|it| it.to_str().ok());
    if !content.is_some_and(|it| it.to_ascii_lowercase().starts_with("multipart/form-data")) {
        return Err(Error::Unsupported { expected: "multipart/form-data" });
    }
    let mut parts = Multipart::new(request.headers(), body);
    let (mut upload, mut file) = (Upload::default(), None);
    let mut count = 0;
    while let Some(part) = parts.next().await {
        let mut part = part.map_err(unreadable)?;
        count += 1;
        if count > PARTS_MAX {
            return Err(Error::Unreadable(say("unreadable-parts").with("max", PARTS_MAX)));
        }
        match part.name().unwrap_or_default().to_owned().as_str() {
            "file" if file.is_none() => {
                let name = part.content_disposition().and_then(|it| it.get_filename());
                upload.file_name = shown_name(name.unwrap_or_default());
                file = Some(keep(&mut part, file_bytes_max).await?.ok_or_else(too_large)?);
            }
            "site_id" => upload.site_id = read_id("/site_id", &read_text(&mut part).await?)?,
            "building_id" => {
                upload.building_id = read_id("/building_id", &read_text(&mut part).await?)?;
            }
            "visibility" => upload.visibility = read_visibility(&read_text(&mut part).await?)?,
            other => {
                let expected = say("expected-one-of");
                let expected = expected.with("values", "file, site_id, building_id, visibility");
                return Err(Error::invalid("", expected, other));
            }
        }
    }
    let file = file.ok_or_else(|| Error::invalid("/file", say("inventory-expected-file"), ""))?;
    Ok((upload, file))
}

/// Takes a form with nothing but a list in it: the name of the file, and the file.
pub async fn receive_list(
    request: &HttpRequest,
    body: web::Payload,
    file_bytes_max: u64,
) -> Result<(String, Scratch)> {
    let (upload, file) = receive(request, body, file_bytes_max).await?;
    let placed =
        [("/site_id", upload.site_id.is_some()), ("/building_id", upload.building_id.is_some())];
    if let Some((pointer, _)) = placed.iter().find(|it| it.1) {
        return Err(Error::invalid(pointer, say("expected-one-of").with("values", "file"), ""));
    }
    Ok((upload.file_name, file))
}

fn unreadable(error: actix_multipart::MultipartError) -> Error {
    Error::Unreadable(say("unreadable-form").with("why", error))
}

/// Writes a part to a file. `None`: it is larger than it may be; no more of it was taken.
pub(super) async fn keep(part: &mut Field, bytes_max: u64) -> Result<Option<Scratch>> {
    let scratch = Scratch::new();
    let mut file = tokio::fs::File::create(scratch.path()).await.map_err(Error::internal)?;
    let mut bytes = 0;
    while let Some(chunk) = part.next().await {
        let chunk = chunk.map_err(unreadable)?;
        bytes += chunk.len() as u64;
        if bytes > bytes_max {
            return Ok(None);
        }
        file.write_all(&chunk).await.map_err(Error::internal)?;
    }
    file.flush().await.map_err(Error::internal)?;
    Ok(Some(scratch))
}

async fn read_text(part: &mut Field) -> Result<String> {
    let mut bytes = Vec::new();
    while let Some(chunk) = part.next().await {
        bytes.extend_from_slice(&chunk.map_err(unreadable)?);
        if bytes.len() > PART_BYTES_MAX {
            return Err(Error::TooLarge { limit_bytes: PART_BYTES_MAX as u64 });
        }
    }
    String::from_utf8(bytes).map_err(|_| Error::Unreadable(say("unreadable-characters")))
}

/// An empty field of a form says nothing.
fn read_id<T>(pointer: &str, text: &str) -> Result<Option<Id<T>>> {
    match text.trim() {
        "" => Ok(None),
        it => Id::parse(it)
            .map(Some)
            .ok_or_else(|| Error::invalid(pointer, say("inventory-expected-id"), it)),
    }
}

fn read_visibility(text: &str) -> Result<Visibility> {
    match text.trim() {
        "" | "public" => Ok(Visibility::Public),
        "park" => Ok(Visibility::Park),
        "organisation" => Ok(Visibility::Organisation),
        other => {
            let expected = say("expected-one-of").with("values", "organisation, park, public");
            Err(Error::invalid("/visibility", expected, other))
        }
    }
}

/// Longer names are cut where they are shown.
const FILE_NAME_CHARACTERS_MAX: usize = 200;

/// The name of a file without folders, and without what would hide or turn around text.
fn shown_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let shown = |it: &char| {
        let turns = matches!(it, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        !it.is_control() && !turns && !matches!(it, '\u{2028}' | '\u{2029}' | '\u{feff}')
    };
    let shown: String = last.chars().filter(shown).take(FILE_NAME_CHARACTERS_MAX).collect();
    match shown.trim() {
        "" => "inventory".to_owned(),
        it => it.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_are_fit_to_be_shown() {
        for (name, shown) in [
            ("sloop.xlsx", "sloop.xlsx"),
            ("C:\\lijsten\\sloop.xlsx", "sloop.xlsx"),
            ("../../etc/passwd", "passwd"),
            ("a\u{202e}xslx.exe", "axslx.exe"),
            ("a\r\nb.csv", "ab.csv"),
            ("", "inventory"),
            ("  ", "inventory"),
        ] {
            assert_eq!(shown_name(name), shown, "{name:?}");
        }
        assert_eq!(shown_name(&"x".repeat(1000)).len(), FILE_NAME_CHARACTERS_MAX);
    }
}
