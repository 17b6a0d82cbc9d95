//! The HTTP face of previews.

use actix_web::post;
use actix_web::web::{Data, Json};
use serde::Serialize;
use utoipa_actix_web::service_config::ServiceConfig;

use super::Preview;
use crate::accounts::Caller;
use crate::app::App;
use crate::error::{Problems, Result};
use crate::language::Language;
use crate::needs::http::{MatchedPassport, ReasonTold};
use crate::needs::{Miss, NeedDraft};
use crate::web::{Body, Reader};

pub fn routes(config: &mut ServiceConfig) {
    config.service(look_ahead);
}

/// What your need would bring.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = NeedPreview)]
struct PreviewTold {
    /// How many fit now.
    fitting: usize,
    /// There is more than was looked at: the need says too little.
    is_more: bool,
    /// The best of what fits.
    best: Vec<FittingTold>,
    /// What misses one criterion by a little; what misses least first.
    nearly: Vec<NearTold>,
    /// How many mails it would have brought in the last 90 days, of what is still there.
    alerts_of_90_days: usize,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = NeedPreviewFitting)]
struct FittingTold {
    /// How well, from 0 to 1.
    score: f64,
    reasons: Vec<ReasonTold>,
    passport: MatchedPassport,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = NeedPreviewNearly)]
struct NearTold {
    miss: MissTold,
    reasons: Vec<ReasonTold>,
    passport: MatchedPassport,
}

/// What is missed, and by how much.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = MatchMiss)]
struct MissTold {
    /// The pointer to it within the criteria.
    criterion: String,
    /// In the language you ask for.
    text: String,
    /// By which part of what was asked: 0.1 is a tenth.
    by: Option<f64>,
}

impl MissTold {
    fn of(miss: &Miss, language: Language) -> Self {
        let text = miss.in_language(language);
        Self { criterion: miss.criterion().to_string(), text, by: miss.by() }
    }
}

impl PreviewTold {
    fn of(preview: Preview, language: Language) -> Self {
        let best = preview.best.into_iter().map(|(passport, fit)| FittingTold {
            score: fit.score,
            reasons: ReasonTold::all(&fit.reasons, language),
            passport: MatchedPassport::of(passport),
        });
        let nearly = preview.near.into_iter().map(|(passport, near)| NearTold {
            miss: MissTold::of(&near.miss, language),
            reasons: ReasonTold::all(&near.fit.reasons, language),
            passport: MatchedPassport::of(passport),
        });
        Self {
            fitting: preview.fitting,
            is_more: preview.is_more,
            best: best.collect(),
            nearly: nearly.collect(),
            alerts_of_90_days: preview.alerts,
        }
    }
}

/// Shows what a need would bring, before you save it. Nothing is saved.
#[utoipa::path(tag = "needs", security(("bearer" = [])), request_body = NeedDraft, responses(
    (status = 200, body = PreviewTold), Problems,
))]
#[post("/api/v1/needs/preview")]
async fn look_ahead(
    app: Data<App>,
    caller: Caller,
    reader: Reader,
    draft: Body<NeedDraft>,
) -> Result<Json<PreviewTold>> {
    let preview = super::preview(&app, caller, draft.0).await?;
    Ok(Json(PreviewTold::of(preview, reader.0)))
}
