//! The HTTP face of feedback.

use actix_web::post;
use actix_web::web::{Data, Json, Path};
use serde::Deserialize;
use utoipa_actix_web::service_config::ServiceConfig;

use super::{Feedback, Proposal};
use crate::accounts::Caller;
use crate::app::App;
use crate::error::{Problems, Result};
use crate::id::Id;
use crate::needs::Match;
use crate::web::Body;

pub fn routes(config: &mut ServiceConfig) {
    config.service(answer);
}

/// What is wrong with a match.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = MatchFeedback)]
struct FeedbackDraft {
    feedback: Feedback,
}

/// Says what is wrong with a match; you get a change proposed that would have kept it away.
#[utoipa::path(
    tag = "needs",
    security(("bearer" = [])),
    params(("id" = String, Path, format = "uuid")),
    request_body = FeedbackDraft,
    responses((status = 200, body = Proposal), Problems),
)]
#[post("/api/v1/matches/{id}/feedback")]
async fn answer(
    app: Data<App>,
    caller: Caller,
    id: Path<Id<Match>>,
    draft: Body<FeedbackDraft>,
) -> Result<Json<Proposal>> {
    let said = draft.0.feedback;
    let propose = move |conn: &mut _| super::feedback(conn, &caller, &id, said);
    Ok(Json(app.db.write(propose).await?))
}
