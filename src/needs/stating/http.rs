//! The HTTP face of stating needs in a sentence and from a search.

use actix_web::http::header;
use actix_web::web::{Data, Json};
use actix_web::{HttpResponse, post};
use serde::{Deserialize, Serialize};
use utoipa_actix_web::service_config::ServiceConfig;

use super::sentence::{Meaning, Part, Understood};
use super::{FromSearch, LeftOut, SENTENCE_CHARACTERS_MAX, SearchAsked};
use crate::accounts::Caller;
use crate::app::App;
use crate::clock::Day;
use crate::error::{Problems, Result};
use crate::id::Id;
use crate::language::Language;
use crate::needs::{Criterion, Frequency, Need, NeedDraft};
use crate::search::Query;
use crate::searches::SavedSearch;
use crate::web::{Body, Reader, versioned};

pub fn routes(config: &mut ServiceConfig) {
    config.service(understand).service(create_from_search);
    super::bill::http::routes(config);
}

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[schema(as = NeedSentence)]
#[serde(deny_unknown_fields)]
struct Sentence {
    /// In Dutch, French, English or German.
    #[schema(
        min_length = 1,
        max_length = 500,
        examples("20 binnendeuren 93 cm, EI30, voor maart, binnen 50 km van Leuven")
    )]
    text: String,
    /// Criteria that you did not mean: what was taken for them asks for nothing.
    #[serde(default)]
    #[schema(max_items = 50)]
    taken_back: Vec<Criterion>,
}

/// What was understood of a sentence. Nothing is stored.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = NeedUnderstood)]
struct UnderstoodTold {
    /// That the sentence was taken to be in.
    language: Language,
    /// To be looked at, changed and posted as a need. It asks for nothing where nothing was
    /// understood.
    need: NeedDraft,
    /// The pieces of the sentence, in their order. Two may be of the same words.
    parts: Vec<PartTold>,
    /// Nothing was taken for granted, and nothing is left that was not understood.
    is_certain: bool,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = NeedSentencePart)]
struct PartTold {
    /// Where it begins, in characters from 0.
    start: usize,
    /// Where it ends: the character after its last.
    end: usize,
    text: String,
    meaning: MeaningTold,
    /// What it became, as a pointer within the criteria.
    criterion: Option<Criterion>,
    /// How sure that is, from 0 to 1.
    #[schema(minimum = 0, maximum = 1)]
    sure: Option<f64>,
    /// What was taken for granted, or why it was not understood; in the language you ask for.
    note: Option<String>,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = NeedSentenceMeaning)]
#[serde(rename_all = "snake_case")]
enum MeaningTold {
    Understood,
    /// Taken to say so; the note tells what was taken for granted, and it can be taken back.
    Assumed,
    /// It asks for nothing: "I am looking for".
    SaysNothing,
    NotUnderstood,
}

impl UnderstoodTold {
    fn of(sentence: &str, understood: Understood, language: Language) -> Self {
        let Understood { language: of_sentence, draft, parts } = understood;
        let certain =
            |it: &Part| matches!(it.meaning, Meaning::Understood(_) | Meaning::SaysNothing);
        Self {
            language: of_sentence,
            need: draft,
            is_certain: parts.iter().all(certain),
            parts: parts.iter().map(|it| PartTold::of(sentence, it, language)).collect(),
        }
    }
}

impl PartTold {
    fn of(sentence: &str, part: &Part, language: Language) -> Self {
        let Part { from, to, meaning } = part;
        let start = sentence[..*from].chars().count();
        let text = &sentence[*from..*to];
        Self {
            start,
            end: start + text.chars().count(),
            text: text.to_owned(),
            meaning: match meaning {
                Meaning::Understood(_) => MeaningTold::Understood,
                Meaning::Assumed(..) => MeaningTold::Assumed,
                Meaning::SaysNothing => MeaningTold::SaysNothing,
                Meaning::NotUnderstood(_) => MeaningTold::NotUnderstood,
            },
            criterion: meaning.criterion().cloned(),
            sure: meaning.sure(),
            note: meaning.note().map(|it| it.in_language(language)),
        }
    }
}

/// Reads what you look for from a sentence, and shows what it understood. Nothing is stored until
/// you post it as a need.
#[utoipa::path(tag = "needs", security(("bearer" = [])), request_body = Sentence, responses(
    (status = 200, body = UnderstoodTold), Problems,
))]
#[post("/api/v1/needs/sentence")]
async fn understand(
    caller: Caller,
    reader: Reader,
    asked: Body<Sentence>,
) -> Result<Json<UnderstoodTold>> {
    let Sentence { text, taken_back } = asked.0;
    let understood = super::understand(&caller, &text, &taken_back, reader.0)?;
    Ok(Json(UnderstoodTold::of(&text, understood, reader.0)))
}

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[schema(as = NeedFromSearch)]
#[serde(deny_unknown_fields)]
struct Search {
    /// How your people call the need; the name of the saved search, or what it looks for, unless
    /// told.
    #[schema(min_length = 1, max_length = 200)]
    name: Option<String>,
    /// What the search looks for. This, or a saved search.
    query: Option<Query>,
    /// One of your saved searches.
    saved_search_id: Option<Id<SavedSearch>>,
    #[serde(default)]
    frequency: Frequency,
    /// The last day on which it is looked for.
    expires_on: Option<Day>,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = NeedOfSearch)]
struct FromSearchTold {
    need: Need,
    /// What of the search the need does not ask for.
    left_out: Vec<LeftOutTold>,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = NeedLeftOut)]
struct LeftOutTold {
    /// The field of the query.
    field: &'static str,
    /// In the language you ask for.
    why: String,
}

impl LeftOutTold {
    fn of(left: LeftOut, language: Language) -> Self {
        Self { field: left.field, why: left.why.in_language(language) }
    }
}

/// Makes a need of a search: with the same criteria, as far as a need can hold them.
#[utoipa::path(tag = "needs", security(("bearer" = [])), request_body = Search, responses(
    (status = 201, body = FromSearchTold, headers(("ETag" = String), ("Location" = String))), Problems,
))]
#[post("/api/v1/needs/from-search")]
async fn create_from_search(
    app: Data<App>,
    caller: Caller,
    reader: Reader,
    asked: Body<Search>,
) -> Result<HttpResponse> {
    let Search { name, query, saved_search_id, frequency, expires_on } = asked.0;
    let search = SearchAsked { name, query, saved_search_id, frequency, expires_on };
    let write = move |conn: &mut _| super::create_from_search(conn, &caller, search, reader.0);
    let FromSearch { need, left_out } = app.db.write(write).await?;
    let mut answer = HttpResponse::Created();
    answer.insert_header((header::LOCATION, format!("/api/v1/needs/{}", need.id)));
    let left_out = left_out.into_iter().map(|it| LeftOutTold::of(it, reader.0)).collect();
    Ok(versioned(answer, need.version, FromSearchTold { need, left_out }))
}

// The description of the API says the limit as a number.
const _: () = assert!(SENTENCE_CHARACTERS_MAX == 500);
