//! The HTTP face of several lots.

use actix_web::get;
use actix_web::web::{Data, Json, Path};
use rust_decimal::Decimal;
use serde::Serialize;
use utoipa_actix_web::service_config::ServiceConfig;

use super::Lots;
use crate::accounts::Caller;
use crate::app::App;
use crate::error::{Error, Problems, Result};
use crate::id::Id;
use crate::language::Language;
use crate::needs::Need;
use crate::needs::http::{MatchedPassport, ReasonTold};
use crate::web::Reader;

pub fn routes(config: &mut ServiceConfig) {
    config.service(add_up);
}

/// Several lots that together are what the need asks for.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = MatchOfLots)]
struct LotsTold {
    /// In the order of the tour.
    lots: Vec<LotTold>,
    /// Of all together, in the unit asked for.
    #[serde(with = "crate::passports::decimal")]
    #[schema(value_type = f64, minimum = 0)]
    quantity: Decimal,
    /// From the need's place past all of them and back, as the crow flies.
    tour_km: f64,
    /// Whether no set with a shorter tour can have been overlooked.
    is_best: bool,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Lot)]
struct LotTold {
    /// In the unit asked for.
    #[serde(with = "crate::passports::decimal")]
    #[schema(value_type = f64, minimum = 0)]
    quantity: Decimal,
    reasons: Vec<ReasonTold>,
    passport: MatchedPassport,
}

impl LotsTold {
    fn of(lots: Lots, language: Language) -> Self {
        let told = lots.lots.into_iter().map(|lot| LotTold {
            quantity: lot.quantity,
            reasons: ReasonTold::all(&lot.fit.reasons, language),
            passport: MatchedPassport::of(lot.passport),
        });
        let Lots { quantity, tour_km, is_best, .. } = lots;
        Self { lots: told.collect(), quantity, tour_km, is_best }
    }
}

/// Shows the set of lots with the shortest way to drive that together covers the quantity. Not
/// found where one lot is enough, or all together are not.
#[utoipa::path(
    tag = "needs",
    security(("bearer" = [])),
    params(("id" = String, Path, format = "uuid")),
    responses((status = 200, body = LotsTold), Problems),
)]
#[get("/api/v1/needs/{id}/lots")]
async fn add_up(
    app: Data<App>,
    caller: Caller,
    reader: Reader,
    id: Path<Id<Need>>,
) -> Result<Json<LotsTold>> {
    let found = app.db.read(move |conn| super::lots_for(conn, &caller, &id)).await?;
    let lots = found.ok_or(Error::NotFound)?;
    Ok(Json(LotsTold::of(lots, reader.0)))
}
