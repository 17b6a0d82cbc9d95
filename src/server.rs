//! The HTTP server: every feature's routes, and what stands around them.

use std::net::TcpListener;

use actix_web::body::MessageBody;
use actix_web::dev::{Server, ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::middleware::{Compress, DefaultHeaders, Next, from_fn};
use actix_web::web::{self, Bytes, Data};
use actix_web::{
    App as Web, HttpMessage, HttpRequest, HttpResponse, HttpServer, Responder, ResponseError, get,
};
use metrics_exporter_prometheus::PrometheusHandle;
use serde::Serialize;
use tracing_actix_web::{RequestId, TracingLogger};
use utoipa::OpenApi;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa_actix_web::AppExt;
use utoipa_actix_web::service_config::ServiceConfig;
use utoipa_swagger_ui::{Config, SwaggerUi};

use crate::app::App;
use crate::error::{Error, ProblemBody, Result};
use crate::language::say;
use crate::mail::outbox::{self, Waiting};
use crate::web::{self as edge, Reader};
use crate::{
    accounts, admin, alerts, bounces, catalogue, clock, demo, idempotency, inventories, jobs,
    needs, passports, places, searches,
};

/// Where the API describes itself.
const OPENAPI_PATH: &str = "/api/v1/openapi.json";

/// Scripts and styles come from us alone; the browsable API and mails style themselves inline.
const CONTENT_SECURITY_POLICY: &str = "default-src 'self'; img-src 'self' data:; \
     style-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'none'; \
     frame-ancestors 'self'; form-action 'self'";

/// Every feature's routes.
fn routes(config: &mut ServiceConfig) {
    catalogue::http::routes(config);
    accounts::http::routes(config);
    places::http::routes(config);
    passports::http::routes(config);
    passports::photos::http::routes(config);
    searches::http::routes(config);
    inventories::http::routes(config);
    inventories::export::http::routes(config);
    inventories::pictures::http::routes(config);
    needs::http::routes(config);
    alerts::http::routes(config);
    bounces::http::routes(config);
    admin::http::routes(config);
    config.service(healthz).service(readyz);
}

/// Starts answering. The server stops gracefully at SIGTERM and SIGINT, or by its handle.
pub fn serve(
    app: App,
    metrics: PrometheusHandle,
    listener: TcpListener,
) -> std::io::Result<Server> {
    let settings = app.config.server.clone();
    let (app, metrics) = (Data::new(app), Data::new(metrics));
    // Told once and kept as text: as a tree it takes megabytes, and every worker would clone it.
    let openapi = openapi();
    let known = Data::new(KnownPaths::of(&openapi));
    let described = Data::new(Described(serde_json::to_string(&openapi)?.into()));
    drop(openapi);
    let server = HttpServer::new(move || {
        Web::new()
            .app_data(app.clone())
            .app_data(metrics.clone())
            .app_data(known.clone())
            .app_data(described.clone())
            .app_data(web::PathConfig::default().error_handler(|_, _| Error::NotFound.into()))
            .app_data(
                web::QueryConfig::default()
                    .error_handler(|error, _| edge::unfit_query(&error).into()),
            )
            .wrap(from_fn(idempotency::http::once))
            .wrap(from_fn(word_problems))
            .wrap(from_fn(measure))
            .wrap(from_fn(head_as_get))
            .wrap(TracingLogger::default())
            .wrap(Compress::default())
            .wrap(
                DefaultHeaders::new()
                    .add((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
                    .add((header::REFERRER_POLICY, "same-origin"))
                    .add((header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY)),
            )
            .into_utoipa_app()
            .configure(routes)
            .into_app()
            .configure(demo::http::routes)
            .service(metrics_text)
            .route(OPENAPI_PATH, web::get().to(description))
            .service(SwaggerUi::new("/api/v1/docs/{_:.*}").config(Config::from(OPENAPI_PATH)))
            .default_service(web::to(nothing_here))
    });
    let stop = settings.stop_seconds;
    Ok(server.workers(settings.workers).shutdown_timeout(stop).listen(listener)?.run())
}

/// The description of the API, OpenAPI 3.1.
pub fn openapi() -> utoipa::openapi::OpenApi {
    #[derive(OpenApi)]
    #[openapi(
        info(
            title = "Circuler",
            description = "Material passports, and the marketplace on which building materials \
                           find a second life."
        ),
        components(schemas(ProblemBody))
    )]
    struct Api;

    let (_, mut described) = Web::new().into_utoipa_app().configure(routes).split_for_parts();
    let bearer = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .description(Some("An access token, or an API key that begins with `crk_`."))
        .build();
    described
        .components
        .get_or_insert_default()
        .add_security_scheme("bearer", SecurityScheme::Http(bearer));
    let mut api = Api::openapi();
    api.merge(described);
    idempotency::http::describe(&mut api);
    api
}

/// [`openapi`] as the text of its JSON.
struct Described(Bytes);

async fn description(described: Data<Described>) -> HttpResponse {
    HttpResponse::Ok().content_type(header::ContentType::json()).body(described.0.clone())
}

/// Words a problem again in the reader's language, with the number of the request; whatever
/// framework made it, it leaves as `application/problem+json`.
async fn word_problems(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> std::result::Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let Reader(language) = Reader::of(request.request());
    let id = request.extensions().get::<RequestId>().map(ToString::to_string);
    let response = next.call(request).await?;
    let Some(found) = response.response().error() else {
        return Ok(response.map_into_left_body());
    };
    let ours;
    let error = if let Some(error) = found.as_error::<Error>() {
        error
    } else {
        ours = translated(found);
        &ours
    };
    if let Error::Internal(cause) | Error::Unavailable(cause) = error {
        tracing::error!(%cause, "request failed");
    }
    let mut answer = HttpResponse::build(error.status_code());
    answer.content_type("application/problem+json");
    if let Error::Unauthenticated = error {
        answer.insert_header((header::WWW_AUTHENTICATE, "Bearer"));
    }
    if let Error::TooOften { retry_seconds } = error {
        answer.insert_header((header::RETRY_AFTER, retry_seconds.to_string()));
    }
    let answer = answer.json(error.body(language, id.as_deref()));
    let allow = response.headers().get(header::ALLOW).cloned();
    let (request, _) = response.into_parts();
    let mut response = ServiceResponse::new(request, answer);
    if let Some(allow) = allow {
        response.headers_mut().insert(header::ALLOW, allow);
    }
    Ok(response.map_into_right_body())
}

/// An error of the framework as one of ours.
fn translated(found: &actix_web::Error) -> Error {
    let status = found.as_response_error().status_code();
    match status.as_u16() {
        404 => Error::NotFound,
        413 => Error::TooLarge { limit_bytes: 0 },
        415 => Error::Unsupported { expected: "multipart/form-data" },
        400..500 => Error::Unreadable(say("unreadable-otherwise").with("why", found)),
        _ => Error::internal(found.to_string()),
    }
}

/// Whoever asks for the head alone is answered as for the whole; the body stays behind when the
/// answer is written (RFC 9110, 9.3.2).
async fn head_as_get(
    mut request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> std::result::Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    if request.method() == Method::HEAD {
        request.head_mut().method = Method::GET;
    }
    next.call(request).await
}

/// Counts requests and how long they took, by route.
async fn measure(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> std::result::Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let started = clock::stopwatch();
    let method = request.method().to_string();
    let response = next.call(request).await?;
    let route = response.request().match_pattern().unwrap_or_else(|| "none".to_owned());
    let status = response.status().as_u16().to_string();
    let labels = [("method", method), ("route", route), ("status", status)];
    metrics::counter!("circuler_requests_total", &labels).increment(1);
    metrics::histogram!("circuler_request_seconds", &labels).record(started.elapsed());
    Ok(response)
}

/// The addresses of the API, to tell a wrong method from a wrong address.
struct KnownPaths(Vec<(Vec<Option<String>>, Vec<&'static str>)>);

impl KnownPaths {
    fn of(openapi: &utoipa::openapi::OpenApi) -> Self {
        let paths = openapi.paths.paths.iter().map(|(path, item)| {
            // A part in braces stands for anything.
            let part = |part: &str| (!part.starts_with('{')).then(|| part.to_owned());
            let methods = [
                ("GET", item.get.is_some()),
                ("POST", item.post.is_some()),
                ("PUT", item.put.is_some()),
                ("PATCH", item.patch.is_some()),
                ("DELETE", item.delete.is_some()),
            ];
            let methods = methods.into_iter().filter_map(|(name, there)| there.then_some(name));
            (path.split('/').map(part).collect(), methods.collect())
        });
        Self(paths.collect())
    }

    fn methods(&self, path: &str) -> Option<String> {
        let parts: Vec<&str> = path.split('/').collect();
        let fits = |known: &[Option<String>]| {
            known.len() == parts.len()
                && known.iter().zip(&parts).all(|(known, part)| match known {
                    Some(known) => known == part,
                    None => !part.is_empty(),
                })
        };
        self.0.iter().find(|(known, _)| fits(known)).map(|(_, methods)| methods.join(", "))
    }
}

/// No such address, or not with this method.
async fn nothing_here(request: HttpRequest, known: Data<KnownPaths>) -> HttpResponse {
    let Some(methods) = known.methods(request.path()) else {
        return HttpResponse::from_error(Error::NotFound);
    };
    let method = request.method().to_string();
    let mut response = HttpResponse::from_error(Error::Method { method });
    if let Ok(methods) = HeaderValue::from_str(&methods) {
        response.headers_mut().insert(HeaderName::from_static("allow"), methods);
    }
    response
}

/// Says that the process runs.
#[utoipa::path(tag = "service", responses((status = 200, body = String, content_type = "text/plain")))]
#[get("/healthz")]
async fn healthz() -> impl Responder {
    HttpResponse::Ok().content_type("text/plain").body("ok")
}

/// What the service stands on, and whether it answers.
#[derive(Serialize, utoipa::ToSchema)]
struct Readiness {
    /// `ok`, or what is wrong. Without the database nothing works.
    database: String,
    /// Search may fail for a while; everything else goes on.
    search: String,
    /// `ok`, `off`, or since when no alert has arrived. Whoever asks is answered all the same.
    canary: String,
    jobs_waiting: i64,
    jobs_dead: i64,
}

/// Says whether the service can do its work.
#[utoipa::path(
    tag = "service",
    responses((status = 200, body = Readiness), (status = 503, body = ProblemBody, content_type = "application/problem+json"))
)]
#[get("/readyz")]
async fn readyz(app: Data<App>) -> Result<HttpResponse> {
    let counted = app.db.read(jobs::count).await;
    let (jobs_waiting, jobs_dead) =
        counted.map_err(|error| Error::unavailable(error.to_string()))?;
    let search = app.search.health().await;
    let search = search.err().map_or_else(|| "ok".to_owned(), |error| error.to_string());
    let canary = canary_text(&app, canary_health(&app).await?);
    let database = "ok".to_owned();
    let readiness = Readiness { database, search, canary, jobs_waiting, jobs_dead };
    Ok(HttpResponse::Ok().json(readiness))
}

/// Tells how many mails wait in the outbox, and how long the oldest has.
async fn mails_in_outbox(app: &App) -> Result<()> {
    for Waiting { state, count, since } in app.db.read(outbox::waiting).await? {
        let now = clock::now();
        let seconds = since.map_or(0, |it| (now.unix_seconds() - it.unix_seconds()).max(0));
        metrics::gauge!("circuler_outbox_mails", "state" => state.as_str()).set(of_count(count));
        metrics::gauge!("circuler_outbox_oldest_seconds", "state" => state.as_str())
            .set(of_count(seconds));
    }
    Ok(())
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a gauge is a float, and what is counted is far below 2^53"
)]
fn of_count(count: i64) -> f64 {
    count as f64
}

async fn canary_health(app: &App) -> Result<Option<alerts::canary::Health>> {
    let settings = app.config.alerts.clone();
    app.db.read(move |conn| alerts::canary::health(conn, &settings, clock::now())).await
}

/// How the canary is, for whoever looks after the service.
fn canary_text(app: &App, health: Option<alerts::canary::Health>) -> String {
    match health {
        None if app.config.alerts.canary_address.is_empty() => "off".to_owned(),
        None => "no worker has put it out yet".to_owned(),
        Some(it) if it.is_late => {
            format!("no alert has arrived for {} seconds", it.silent_seconds)
        }
        Some(_) => "ok".to_owned(),
    }
}

#[get("/metrics")]
async fn metrics_text(app: Data<App>, metrics: Data<PrometheusHandle>) -> Result<HttpResponse> {
    let (waiting, dead) = app.db.read(jobs::count).await?;
    for (state, count) in [("waiting", waiting), ("dead", dead)] {
        metrics::gauge!("circuler_jobs", "state" => state).set(of_count(count));
    }
    mails_in_outbox(&app).await?;
    if let Some(health) = canary_health(&app).await? {
        metrics::gauge!("circuler_canary_seconds").set(of_count(health.silent_seconds));
        metrics::gauge!("circuler_canary_late").set(f64::from(u8::from(health.is_late)));
    }
    Ok(HttpResponse::Ok().content_type("text/plain; version=0.0.4").body(metrics.render()))
}
