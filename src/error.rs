//! The one error of the service: what a caller can be told, and everything else.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, ResponseError};
use diesel::result::{DatabaseErrorKind, Error as Diesel};
use serde::{Deserialize, Serialize};
use utoipa::openapi::{ContentBuilder, RefOr, Response, ResponseBuilder};

use crate::language::{Language, Text, say};

pub type Result<T> = std::result::Result<T, Error>;

/// Each variant is one answer to the caller, not one library that failed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is none, or the caller may not know that there is one.
    #[error("not found")]
    NotFound,
    #[error("unauthenticated")]
    Unauthenticated,
    /// Well-formed, but it says things that cannot be. All of them are told at once.
    #[error("invalid: {0:?}")]
    Invalid(Vec<Problem>),
    /// Not even well-formed: a whole sentence that says why.
    #[error("unreadable: {}", .0.key())]
    Unreadable(Text),
    #[error("conflict: {}", .0.key())]
    Conflict(Text),
    /// `If-Match` names a version that is no longer the newest.
    #[error("changed meanwhile")]
    Changed,
    /// `If-Match` is missing where it must stand.
    #[error("unconditional")]
    Unconditional,
    #[error("too large, the limit is {limit_bytes} bytes")]
    TooLarge { limit_bytes: u64 },
    #[error("unsupported content, expected {expected}")]
    Unsupported { expected: &'static str },
    /// The address exists, the method does not.
    #[error("method {method} not allowed")]
    Method { method: String },
    /// Tried too often. Trying again helps after so many seconds.
    #[error("too often, again in {retry_seconds} s")]
    TooOften { retry_seconds: u64 },
    /// A part we stand on does not answer. Trying later may help.
    #[error("unavailable: {0}")]
    Unavailable(#[source] Cause),
    /// Our fault. The cause goes to the log, never to the caller.
    #[error("internal error: {0}")]
    Internal(#[source] Cause),
}

type Cause = Box<dyn std::error::Error + Send + Sync>;

/// One thing that is not right: where, what was expected, what was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// A JSON pointer (RFC 6901) into the request, such as `/quantity`.
    pub pointer: String,
    pub expected: Text,
    /// What was there, cut to [`GOT_CHARACTERS_MAX`].
    pub got: String,
}

/// Enough to recognise what was written; an error should not carry a novel.
const GOT_CHARACTERS_MAX: usize = 120;

impl Problem {
    pub fn new(pointer: impl Into<String>, expected: Text, got: impl std::fmt::Display) -> Self {
        let got = got.to_string().chars().take(GOT_CHARACTERS_MAX).collect();
        Self { pointer: pointer.into(), expected, got }
    }
}

impl Error {
    pub fn internal(cause: impl Into<Cause>) -> Self {
        Self::Internal(cause.into())
    }

    pub fn unavailable(cause: impl Into<Cause>) -> Self {
        Self::Unavailable(cause.into())
    }

    /// One thing is not right.
    pub fn invalid(pointer: &str, expected: Text, got: impl std::fmt::Display) -> Self {
        Self::Invalid(vec![Problem::new(pointer, expected, got)])
    }

    /// The stable name of this kind of problem, the last part of its `type`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::NotFound => "not-found",
            Self::Unauthenticated => "unauthenticated",
            Self::Invalid(_) => "invalid",
            Self::Unreadable(_) => "unreadable",
            Self::Conflict(_) => "conflict",
            Self::Changed => "changed",
            Self::Unconditional => "unconditional",
            Self::TooLarge { .. } => "too-large",
            Self::Unsupported { .. } => "unsupported",
            Self::Method { .. } => "method",
            Self::TooOften { .. } => "too-often",
            Self::Unavailable(_) => "unavailable",
            Self::Internal(_) => "internal",
        }
    }

    /// What a person is told.
    pub fn text(&self) -> Text {
        match self {
            Self::NotFound => say("error-not-found"),
            Self::Unauthenticated => say("error-unauthenticated"),
            Self::Invalid(problems) => say("error-invalid").with("count", problems.len()),
            Self::Unreadable(text) | Self::Conflict(text) => text.clone(),
            Self::Changed => say("error-changed"),
            Self::Unconditional => say("error-unconditional"),
            Self::TooLarge { limit_bytes } => {
                say("error-too-large").with("limit", format!("{} MB", limit_bytes / 1_000_000))
            }
            Self::Unsupported { expected } => say("error-unsupported").with("expected", expected),
            Self::Method { method } => say("error-method").with("method", method),
            Self::TooOften { retry_seconds } => {
                say("error-too-often").with("seconds", retry_seconds)
            }
            Self::Unavailable(_) => say("error-unavailable"),
            Self::Internal(_) => say("error-internal"),
        }
    }

    /// The body of the answer, in the reader's language.
    pub fn body(&self, language: Language, request_id: Option<&str>) -> ProblemBody {
        let status = self.status_code();
        let errors = match self {
            Self::Invalid(problems) => problems.iter().map(|it| it.told_in(language)).collect(),
            _ => Vec::new(),
        };
        ProblemBody {
            kind: format!("https://circuler.be/problems/{}", self.name()),
            title: status.canonical_reason().unwrap_or("Error").to_owned(),
            status: status.as_u16(),
            detail: self.text().in_language(language),
            instance: request_id.map(|id| format!("urn:uuid:{id}")),
            errors,
        }
    }
}

/// An RFC 9457 problem, `application/problem+json`.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ProblemBody {
    /// A stable address that names the kind of problem.
    #[serde(rename = "type")]
    pub kind: String,
    pub title: String,
    pub status: u16,
    pub detail: String,
    /// The request, as it stands in the log.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instance: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<ProblemDetail>,
}

/// The problems that any address may answer with, for OpenAPI.
pub struct Problems;

impl utoipa::IntoResponses for Problems {
    fn responses() -> std::collections::BTreeMap<String, RefOr<Response>> {
        let content = ContentBuilder::new()
            .schema(Some(utoipa::openapi::Ref::from_schema_name("ProblemBody")))
            .build();
        [400, 401, 404, 405, 409, 412, 413, 415, 422, 428, 500, 503]
            .into_iter()
            .filter_map(|status| {
                let reason = StatusCode::from_u16(status).ok()?.canonical_reason()?;
                let response = ResponseBuilder::new()
                    .description(reason)
                    .content("application/problem+json", content.clone());
                Some((status.to_string(), response.build().into()))
            })
            .collect()
    }
}

/// One thing that is not right, in the reader's language.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ProblemDetail {
    /// A JSON pointer into the request.
    pub pointer: String,
    pub expected: String,
    pub got: String,
}

impl Problem {
    fn told_in(&self, language: Language) -> ProblemDetail {
        ProblemDetail {
            pointer: self.pointer.clone(),
            expected: self.expected.in_language(language),
            got: self.got.clone(),
        }
    }
}

impl From<Diesel> for Error {
    fn from(error: Diesel) -> Self {
        match error {
            Diesel::NotFound => Self::NotFound,
            Diesel::DatabaseError(DatabaseErrorKind::UniqueViolation, _) => {
                Self::Conflict(say("error-conflict-exists"))
            }
            other => Self::internal(other),
        }
    }
}

/// The answer in English; `server.rs` words it again for the reader and adds the request's id.
impl ResponseError for Error {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Unauthenticated => StatusCode::UNAUTHORIZED,
            Self::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Unreadable(_) => StatusCode::BAD_REQUEST,
            Self::Conflict(_) => StatusCode::CONFLICT,
            Self::Changed => StatusCode::PRECONDITION_FAILED,
            Self::Unconditional => StatusCode::PRECONDITION_REQUIRED,
            Self::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Unsupported { .. } => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Method { .. } => StatusCode::METHOD_NOT_ALLOWED,
            Self::TooOften { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn error_response(&self) -> HttpResponse {
        HttpResponse::build(self.status_code())
            .content_type("application/problem+json")
            .json(self.body(Language::default(), None))
    }
}
