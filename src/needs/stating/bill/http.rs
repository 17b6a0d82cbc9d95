//! The HTTP face of bills of quantities.

use actix_web::http::header;
use actix_web::web::{self, Data, Json, Path};
use actix_web::{HttpRequest, HttpResponse, get, post};
use serde::{Deserialize, Serialize};
use utoipa_actix_web::service_config::ServiceConfig;

use super::{Bill, Line, Terms};
use crate::accounts::{Action, Caller, Object, may};
use crate::app::App;
use crate::clock::{Day, Instant};
use crate::error::{Problems, Result};
use crate::id::Id;
use crate::inventories::field::Field;
use crate::inventories::http::receive_list;
use crate::inventories::{CellProblem, Reason};
use crate::language::Language;
use crate::needs::{Frequency, Need, NeedDraft, Place};
use crate::web::{Body, Reader};

pub fn routes(config: &mut ServiceConfig) {
    config.service(create).service(find).service(accept);
}

/// What a bill is made of.
#[derive(utoipa::ToSchema)]
#[schema(as = NeedBillForm)]
#[expect(dead_code, reason = "it describes the form; the parts are read one by one")]
struct BillForm {
    /// XLSX, or text with any delimiter and encoding.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// A bill of quantities, with a draft of a need for each line.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = NeedBill)]
struct BillTold {
    #[schema(value_type = String, format = "uuid")]
    id: Id<Bill>,
    file_name: String,
    /// The lines that can become needs.
    right: usize,
    /// The lines became needs.
    is_accepted: bool,
    /// In the order of the file. Totals, headings and empty lines are none.
    lines: Vec<LineTold>,
    created_at: Instant,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = NeedBillLine)]
struct LineTold {
    sheet: String,
    /// As a spreadsheet shows it.
    row: u32,
    /// What it asks for, as far as it could be read.
    need: NeedDraft,
    /// Why it cannot become a need.
    problems: Vec<CellTold>,
    /// What was read with a doubt, or left out.
    notices: Vec<CellTold>,
    /// The need it became.
    need_id: Option<Id<Need>>,
}

/// What is to be said of a cell.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = NeedBillCell)]
struct CellTold {
    /// `Blad1!E12`.
    cell: String,
    field: Option<Field>,
    reason: Reason,
    /// In the language you ask for.
    expected: String,
    got: String,
}

impl BillTold {
    fn of(bill: Bill, language: Language) -> Self {
        Self {
            right: bill.lines.iter().filter(|it| it.is_right()).count(),
            id: bill.id,
            file_name: bill.file_name,
            is_accepted: bill.is_accepted,
            lines: bill.lines.into_iter().map(|it| LineTold::of(it, language)).collect(),
            created_at: bill.created_at,
        }
    }
}

impl LineTold {
    fn of(line: Line, language: Language) -> Self {
        let told = |it: &CellProblem| CellTold {
            cell: it.cell.clone(),
            field: it.field,
            reason: it.reason,
            expected: it.expected.in_language(language),
            got: it.got.clone(),
        };
        Self {
            problems: line.problems.iter().map(told).collect(),
            notices: line.notices.iter().map(told).collect(),
            sheet: line.sheet,
            row: line.row,
            need: line.need,
            need_id: line.need_id,
        }
    }
}

/// Reads a bill of quantities: XLSX or CSV, a need for each line. None is made until you accept.
#[utoipa::path(
    tag = "needs",
    security(("bearer" = [])),
    request_body(content = BillForm, content_type = "multipart/form-data"),
    responses((status = 201, body = BillTold, headers(("Location" = String))), Problems),
)]
#[post("/api/v1/needs/bill")]
async fn create(
    app: Data<App>,
    caller: Caller,
    reader: Reader,
    request: HttpRequest,
    body: web::Payload,
) -> Result<HttpResponse> {
    // Who may not send one is not listened to.
    may(&caller, Action::EditNeeds, Object::Of(&caller.organisation_id))?;
    let (name, file) =
        receive_list(&request, body, app.config.inventories.upload_bytes_max).await?;
    let bill = super::read(&app, &caller, name, file.path()).await?;
    let mut answer = HttpResponse::Created();
    answer.insert_header((header::LOCATION, format!("/api/v1/needs/bill/{}", bill.id)));
    Ok(answer.json(BillTold::of(bill, reader.0)))
}

/// Shows a bill of quantities; once it was accepted, with the needs that its lines became.
#[utoipa::path(tag = "needs", security(("bearer" = [])), params(("id" = String, Path, format = "uuid")), responses(
    (status = 200, body = BillTold), Problems,
))]
#[get("/api/v1/needs/bill/{id}")]
async fn find(
    app: Data<App>,
    caller: Caller,
    reader: Reader,
    id: Path<Id<Bill>>,
) -> Result<Json<BillTold>> {
    let bill = app.db.read(move |conn| super::find(conn, &caller, &id)).await?;
    Ok(Json(BillTold::of(bill, reader.0)))
}

/// What all needs of a bill have in common.
#[derive(Debug, Default, Deserialize, utoipa::ToSchema)]
#[schema(as = NeedBillTerms)]
#[serde(default, deny_unknown_fields)]
struct TermsAsked {
    /// The lines that become needs, by their place in the bill, from 0. All that are right, unless
    /// told.
    #[schema(max_items = 1000)]
    lines: Option<Vec<usize>>,
    /// Near which they are looked for.
    place: Option<Place>,
    /// Less than a line asks for is welcome too, if other lots can make up the rest.
    several_lots: bool,
    frequency: Frequency,
    /// The last day on which they are looked for.
    expires_on: Option<Day>,
}

/// Makes a need of each line of a bill, or none at all. Accepting again changes nothing.
#[utoipa::path(
    tag = "needs",
    security(("bearer" = [])),
    params(("id" = String, Path, format = "uuid")),
    request_body = TermsAsked,
    responses((status = 200, body = BillTold), Problems),
)]
#[post("/api/v1/needs/bill/{id}/accept")]
async fn accept(
    app: Data<App>,
    caller: Caller,
    reader: Reader,
    id: Path<Id<Bill>>,
    asked: Body<TermsAsked>,
) -> Result<Json<BillTold>> {
    let TermsAsked { lines, place, several_lots, frequency, expires_on } = asked.0;
    let terms = Terms { lines, place, several_lots, frequency, expires_on };
    let bill = app.db.write(move |conn| super::accept(conn, &caller, &id, &terms)).await?;
    Ok(Json(BillTold::of(bill, reader.0)))
}
