//! The HTTP face of what is looked for and not found.

use actix_web::get;
use actix_web::web::{Data, Json, Query};
use serde::Deserialize;
use utoipa_actix_web::service_config::ServiceConfig;

use super::Unmet;
use crate::accounts::{Caller, Park};
use crate::app::App;
use crate::error::{Problems, Result};
use crate::id::Id;

pub fn routes(config: &mut ServiceConfig) {
    config.service(unmet_needs);
}

/// Of which park.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct UnmetQuery {
    /// All parks unless told; park managers see their own.
    #[param(value_type = Option<String>, format = "uuid")]
    park_id: Option<Id<Park>>,
}

/// Counts what is looked for and not found, by park and category, without names; small counts are
/// left out. For park managers, of their own park, and for admins.
#[utoipa::path(tag = "needs", security(("bearer" = [])), params(UnmetQuery), responses(
    (status = 200, body = Vec<Unmet>), Problems,
))]
#[get("/api/v1/unmet-needs")]
async fn unmet_needs(
    app: Data<App>,
    caller: Caller,
    wanted: Query<UnmetQuery>,
) -> Result<Json<Vec<Unmet>>> {
    let park_id = wanted.into_inner().park_id;
    let count = move |conn: &mut _| super::unmet(conn, &caller, park_id.as_ref());
    Ok(Json(app.db.read(count).await?))
}
