//! The body of a request in JSON, and what is said where it does not fit.

use actix_web::dev::Payload;
use actix_web::error::QueryPayloadError;
use actix_web::http::header;
use actix_web::{FromRequest, HttpRequest, web};
use futures_util::StreamExt;
use futures_util::future::LocalBoxFuture;
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_json::error::Category;

use crate::error::{Error, Result};
use crate::language::{Misfit, say};

/// A JSON body. Uploads have their own, larger limit.
pub struct Body<T>(pub T);

/// A passport with every field filled to its limit takes about a tenth of this.
const BODY_BYTES_MAX: usize = 1_000_000;

impl<T: DeserializeOwned + 'static> FromRequest for Body<T> {
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<Self>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let content = request.headers().get(header::CONTENT_TYPE);
        let is_json = content.and_then(|it| it.to_str().ok()).is_some_and(|it| {
            it.split(';').next().is_some_and(|it| {
                it.trim().eq_ignore_ascii_case("application/json") || it.trim().ends_with("+json")
            })
        });
        let mut payload = payload.take();
        Box::pin(async move {
            if !is_json {
                return Err(Error::Unsupported { expected: "application/json" });
            }
            let mut bytes = web::BytesMut::new();
            while let Some(chunk) = payload.next().await {
                let chunk = chunk.map_err(|_| Error::Unreadable(say("unreadable-broken-off")))?;
                if bytes.len() + chunk.len() > BODY_BYTES_MAX {
                    return Err(Error::TooLarge { limit_bytes: BODY_BYTES_MAX as u64 });
                }
                bytes.extend_from_slice(&chunk);
            }
            read_json(&bytes).map(Self)
        })
    }
}

/// A JSON body, or none where there is nothing to say beyond what goes without saying.
pub struct BodyIfAny<T>(pub T);

impl<T: DeserializeOwned + Default + 'static> FromRequest for BodyIfAny<T> {
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<Self>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let headers = request.headers();
        let length = headers.get(header::CONTENT_LENGTH).and_then(|it| it.to_str().ok());
        // HTTP/1.1 announces every body in one of these ways (RFC 9112, section 6).
        let announced = length.is_some_and(|it| it.trim() != "0")
            || headers.contains_key(header::TRANSFER_ENCODING);
        if !announced {
            return Box::pin(async { Ok(Self(T::default())) });
        }
        let body = Body::from_request(request, payload);
        Box::pin(async move { Ok(Self(body.await?.0)) })
    }
}

/// Reads JSON; a value that does not fit is told with its place.
fn read_json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T> {
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let pointer = pointer_of(error.path());
        let fault = error.into_inner();
        match fault.classify() {
            Category::Data => unfit(pointer, &fault.to_string(), |at| found_at(bytes, at)),
            _ => unreadable(&fault),
        }
    })?;
    reader.end().map_err(|fault| unreadable(&fault))?;
    Ok(value)
}

fn unreadable(fault: &serde_json::Error) -> Error {
    Error::Unreadable(match fault.classify() {
        Category::Eof => say("unreadable-json-end"),
        _ => say("unreadable-json").with("line", fault.line()).with("column", fault.column()),
    })
}

/// A value that does not fit, as the parser tells it, at a place of the request.
fn unfit(mut pointer: String, sentence: &str, found: impl Fn(&str) -> String) -> Error {
    let Misfit { field, expected } = Misfit::of(sentence);
    if let Some(field) = field {
        pointer = format!("{pointer}/{}", escaped(&field));
    }
    let got = found(&pointer);
    Error::invalid(&pointer, expected, got)
}

/// What stands at a place: text as it is, all else as JSON. Nothing stands where a field is missing.
fn found_at(bytes: &[u8], pointer: &str) -> String {
    let whole = serde_json::from_slice::<Value>(bytes).ok();
    match whole.as_ref().and_then(|it| it.pointer(pointer)) {
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
        None => String::new(),
    }
}

/// What an address asks for that does not fit. Its parser does not tell which value it was at.
pub fn unfit_query(error: &QueryPayloadError) -> Error {
    match error {
        QueryPayloadError::Deserialize(fault) => {
            unfit(String::new(), &fault.to_string(), |_| String::new())
        }
        other => Error::Unreadable(say("unreadable-otherwise").with("why", other)),
    }
}

fn pointer_of(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;

    path.iter()
        .map(|segment| match segment {
            Segment::Seq { index } => format!("/{index}"),
            Segment::Map { key } | Segment::Enum { variant: key } => {
                format!("/{}", escaped(key))
            }
            Segment::Unknown => String::new(),
        })
        .collect()
}

/// A name as a part of a pointer (RFC 6901, section 3).
fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}
