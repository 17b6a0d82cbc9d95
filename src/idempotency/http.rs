//! What stands around every address that takes a POST: who names a request may send it again.

use std::cell::RefCell;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, ready};

use actix_web::body::{BoxBody, MessageBody, to_bytes_limited};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::error::PayloadError;
use actix_web::http::header::{self, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::web::{Bytes, Data};
use actix_web::{HttpRequest, HttpResponse};
use futures_util::{Stream, StreamExt};
use tracing::Instrument;
use utoipa::openapi::OpenApi;
use utoipa::openapi::path::{ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{ObjectBuilder, Type};

use super::{Answer, Claim, Fingerprint, KEY_CHARACTERS_MAX, Name, claim, keep, release};
use crate::accounts::http::Visitor;
use crate::app::App;
use crate::clock;
use crate::error::{Error, Result};
use crate::language::say;
use crate::web::ClientAddress;

const KEY: &str = "idempotency-key";
/// Tells that an answer is that of the first time.
const REPLAYED: &str = "idempotent-replayed";

/// Who signs in wants a new session each time, not the one of before.
const SESSION: &str = "/api/v1/session";

fn may_be_named(path: &str) -> bool {
    path.starts_with("/api/v1/") && !path.starts_with(SESSION)
}

/// Lets a POST that names itself take effect once.
pub async fn once(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> std::result::Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let key = request.headers().get(KEY).cloned();
    let may_be_named = request.method() == Method::POST && may_be_named(request.path());
    let Some(key) = key.filter(|_| may_be_named) else {
        return Ok(next.call(request).await?.map_into_boxed_body());
    };
    // Who loses the connection has sent the request nevertheless: it goes on without them, so that
    // the answer is there when they ask again.
    let answered = actix_web::rt::spawn(answer(request, key, next).in_current_span());
    answered.await.map_err(|error| actix_web::Error::from(Error::internal(error)))?
}

async fn answer(
    request: ServiceRequest,
    key: HeaderValue,
    next: Next<impl MessageBody + 'static>,
) -> std::result::Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let (request, payload) = request.into_parts();
    let refused =
        |request, error: Error| Ok(ServiceResponse::new(request, HttpResponse::from_error(error)));
    let Some(app) = request.app_data::<Data<App>>().cloned() else {
        return refused(request, Error::internal("the server was made without an App"));
    };
    let body = Reading::of(&request, payload);
    let (name, claimed) = match claimed(&app, &request, &key).await {
        Ok(claimed) => claimed,
        Err(error) => return refused(request, error),
    };
    match claimed {
        Claim::First => {
            let payload: Pin<Box<dyn Stream<Item = _>>> = Box::pin(body.clone());
            let request = ServiceRequest::from_parts(request, Payload::from(payload));
            first_answer(&app, name, body, next.call(request).await).await
        }
        Claim::Unanswered => refused(request, Error::Conflict(say("error-idempotency-unanswered"))),
        Claim::Answered { fingerprint, answer } => {
            match again(&app, &key, body, &fingerprint, &answer).await {
                Ok(answer) => Ok(ServiceResponse::new(request, answer)),
                Err(error) => refused(request, error),
            }
        }
    }
}

async fn claimed(app: &App, request: &HttpRequest, key: &HeaderValue) -> Result<(Name, Claim)> {
    let caller = match Visitor::of(request).await?.0 {
        Some(caller) => caller.actor(),
        None => format!("stranger:{}", ClientAddress::of(request).0),
    };
    let key = String::from_utf8_lossy(key.as_bytes());
    let name = Name::new(&app.secret, &caller, request.path(), &key)?;
    let (wanted, secret) = (name.clone(), app.secret.clone());
    let claimed = app.db.write(move |conn| claim(conn, &secret, &wanted, clock::now())).await?;
    Ok((name, claimed))
}

/// A passport, an inventory: what is made is shown. None comes near this.
const ANSWER_BYTES_MAX: usize = 10_000_000;

/// Keeps what is answered to a request that took effect; forgets one that did not.
async fn first_answer(
    app: &App,
    name: Name,
    body: Reading,
    answered: std::result::Result<ServiceResponse<impl MessageBody + 'static>, actix_web::Error>,
) -> std::result::Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let response = match answered {
        Ok(response) if response.status().is_success() => response,
        Ok(response) => {
            app.db.write(move |conn| release(conn, &name)).await?;
            return Ok(response.map_into_boxed_body());
        }
        Err(error) => {
            app.db.write(move |conn| release(conn, &name)).await?;
            return Err(error);
        }
    };
    let (request, response) = response.into_parts();
    let (response, shown) = response.into_parts();
    let shown = to_bytes_limited(shown, ANSWER_BYTES_MAX).await.map_err(Error::internal)?;
    let shown = shown.map_err(|error| Error::internal(error.into().to_string()))?;
    let headers = response.headers().iter().filter_map(|(name, value)| {
        // No header of ours is anything but text.
        Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned()))
    });
    let answer = Answer::new(response.status().as_u16(), headers.collect(), &shown);
    let secret = app.secret.clone();
    let fingerprint = body.rest(app).await?.finish(&secret);
    app.db.write(move |conn| keep(conn, &secret, &name, &fingerprint, &answer)).await?;
    Ok(ServiceResponse::new(request, response.set_body(shown).map_into_boxed_body()))
}

/// The answer of the first time, if this is the same request.
async fn again(
    app: &App,
    key: &HeaderValue,
    body: Reading,
    fingerprint: &str,
    answer: &Answer,
) -> Result<HttpResponse> {
    if body.rest(app).await?.finish(&app.secret) != fingerprint {
        let got = String::from_utf8_lossy(key.as_bytes()).into_owned();
        return Err(Error::invalid("/Idempotency-Key", say("expected-new-idempotency-key"), got));
    }
    let status = StatusCode::from_u16(answer.status).map_err(Error::internal)?;
    let mut again = HttpResponse::build(status);
    for (name, value) in &answer.headers {
        again.append_header((name.as_str(), value.as_str()));
    }
    again.insert_header((REPLAYED, "true"));
    Ok(again.body(answer.body()?))
}

/// A body, hashed as it is read.
#[derive(Clone)]
struct Reading(Rc<RefCell<Body>>);

struct Body {
    payload: Payload,
    fingerprint: Option<Fingerprint>,
    ended: bool,
}

/// What a form adds to the largest file in it.
const FORM_BYTES_MAX: u64 = 1_000_000;

impl Reading {
    fn of(request: &HttpRequest, payload: Payload) -> Self {
        let content_type = request.headers().get(header::CONTENT_TYPE);
        let content_type = content_type.and_then(|it| it.to_str().ok());
        let fingerprint = Some(Fingerprint::of(content_type, request.query_string()));
        Self(Rc::new(RefCell::new(Body { payload, fingerprint, ended: false })))
    }

    /// Reads what nobody has read yet: all of it, or the few bytes behind what was of interest.
    async fn rest(mut self, app: &App) -> Result<Fingerprint> {
        let limit_bytes = app.config.inventories.upload_bytes_max.saturating_add(FORM_BYTES_MAX);
        let mut bytes = 0;
        while let Some(chunk) = self.next().await {
            bytes +=
                chunk.map_err(|_| Error::Unreadable(say("unreadable-broken-off")))?.len() as u64;
            if bytes > limit_bytes {
                return Err(Error::TooLarge { limit_bytes });
            }
        }
        let fingerprint = self.0.borrow_mut().fingerprint.take();
        fingerprint.ok_or_else(|| Error::internal("a body was read to its end twice"))
    }
}

impl Stream for Reading {
    type Item = std::result::Result<Bytes, PayloadError>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let mut shared = self.0.borrow_mut();
        let body = &mut *shared;
        if body.ended {
            return Poll::Ready(None);
        }
        let chunk = ready!(Pin::new(&mut body.payload).poll_next(context));
        match (&chunk, &mut body.fingerprint) {
            (Some(Ok(bytes)), Some(fingerprint)) => fingerprint.take(bytes),
            (Some(_), _) => {}
            (None, _) => body.ended = true,
        }
        Poll::Ready(chunk)
    }
}

/// Tells of it in the description of the API.
pub fn describe(api: &mut OpenApi) {
    for (path, item) in &mut api.paths.paths {
        let Some(post) = item.post.as_mut().filter(|_| may_be_named(path)) else { continue };
        let about = "A name of your choice for this request, such as a UUID. Sent again with the \
                     same name and body within a day, it takes no effect a second time and gets \
                     the same answer, with `Idempotent-Replayed: true`: 409 as long as the first \
                     is under way, 422 for another body.";
        let text = ObjectBuilder::new()
            .schema_type(Type::String)
            .min_length(Some(1))
            .max_length(Some(KEY_CHARACTERS_MAX));
        let header = ParameterBuilder::new()
            .name("Idempotency-Key")
            .parameter_in(ParameterIn::Header)
            .description(Some(about))
            .schema(Some(text));
        post.parameters.get_or_insert_default().push(header.build().into());
    }
}
