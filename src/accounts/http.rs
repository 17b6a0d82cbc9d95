//! The HTTP face of accounts, and the proof of who calls that every other feature asks for.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::{StatusCode, header};
use actix_web::web::{Data, Json, Path, Query};
use actix_web::{FromRequest, HttpRequest, HttpResponse, delete, get, post};
use futures_util::future::LocalBoxFuture;
use serde::{Deserialize, Serialize};
use utoipa_actix_web::service_config::ServiceConfig;

use super::draft::{ParkDraft, RegistrationDraft};
use super::keys::{self, ApiKey, ApiKeyDraft, NewApiKey};
use super::sessions::{self, Session};
use super::{Caller, Me, Member, Organisation, Park, Password};
use crate::app::App;
use crate::clock;
use crate::error::{Error, ProblemBody, Problems, Result};
use crate::id::Id;
use crate::search::Viewer;
use crate::web::{Body, ClientAddress, PageQuery, Paged};

pub fn routes(config: &mut ServiceConfig) {
    config.service(register).service(sign_in).service(refresh_session).service(sign_out);
    config.service(me).service(create_key).service(list_keys).service(find_key);
    config.service(revoke_key).service(create_park).service(list_parks).service(find_park);
}

/// Who does not say who calls, or says it wrongly, gets no further.
impl FromRequest for Caller {
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let visitor = Visitor::of(request);
        Box::pin(async move { visitor.await?.0.ok_or(Error::Unauthenticated) })
    }
}

/// Somebody who may, but need not, say who calls. Who says it wrongly is no stranger: a token that
/// ran out gets 401, not the little that strangers see.
#[derive(Debug, Clone)]
pub struct Visitor(pub Option<Caller>);

impl Visitor {
    /// What search may show.
    pub fn viewer(&self) -> Viewer {
        self.0.as_ref().map_or(Viewer::Stranger, Caller::viewer)
    }

    pub fn of(request: &HttpRequest) -> impl Future<Output = Result<Self>> + 'static {
        let app = request.app_data::<Data<App>>().cloned();
        let token = token(request);
        async move {
            let app = app.ok_or_else(|| Error::internal("the server was made without an App"))?;
            match token? {
                Some(token) => Ok(Self(Some(sessions::caller(&app, token).await?))),
                None => Ok(Self(None)),
            }
        }
    }
}

impl FromRequest for Visitor {
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        Box::pin(Self::of(request))
    }
}

/// The token of `Authorization: Bearer …` (RFC 6750), or of `X-Api-Key`.
fn token(request: &HttpRequest) -> Result<Option<String>> {
    let text = |name| {
        let value = request.headers().get(name);
        value.map(|it| it.to_str().map_err(|_| Error::Unauthenticated)).transpose()
    };
    if let Some(authorization) = text(header::AUTHORIZATION)? {
        let (scheme, token) = authorization.split_once(' ').ok_or(Error::Unauthenticated)?;
        if !scheme.eq_ignore_ascii_case("bearer") {
            return Err(Error::Unauthenticated);
        }
        return Ok(Some(token.trim().to_owned()));
    }
    let key = text(header::HeaderName::from_static("x-api-key"))?;
    Ok(key.map(|it| it.trim().to_owned()))
}

/// Somebody who signed in. The refresh token stands beside it, in a cookie that scripts cannot
/// read.
#[derive(Serialize, utoipa::ToSchema)]
struct SessionBody {
    /// To be sent as `Authorization: Bearer …`.
    access_token: String,
    #[schema(value_type = String, examples("Bearer"))]
    token_type: &'static str,
    /// Seconds until the access token is over.
    expires_in: u64,
    member: Member,
    organisation: Organisation,
}

/// Where the browser keeps the refresh token, and the only addresses it sends it to. `Strict`
/// keeps other sites from using it.
const COOKIE: &str = "circuler_refresh";
const COOKIE_PATH: &str = "/api/v1/session";

fn answer(app: &App, status: StatusCode, session: Session) -> Result<HttpResponse> {
    let seconds = session.expires_at.unix_seconds() - clock::now().unix_seconds();
    let body = SessionBody {
        access_token: session.access_token(app)?,
        token_type: "Bearer",
        expires_in: app.config.accounts.access_minutes * 60,
        member: session.member,
        organisation: session.organisation,
    };
    Ok(HttpResponse::build(status)
        .insert_header((header::SET_COOKIE, cookie(app, &session.refresh_token, seconds)))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .json(body))
}

fn cookie(app: &App, token: &str, seconds: i64) -> String {
    // Without TLS, as on a laptop, a browser would not keep a cookie marked `Secure`.
    let secure = if app.config.server.public_url.starts_with("https://") { "; Secure" } else { "" };
    format!(
        "{COOKIE}={token}; Max-Age={seconds}; Path={COOKIE_PATH}; HttpOnly; SameSite=Strict{secure}"
    )
}

/// The refresh token of the cookie, if there is one.
struct RefreshCookie(Option<String>);

impl FromRequest for RefreshCookie {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        // `Strict` lets other hosts of the same domain pass; browsers say who asks.
        let asks = request.headers().get("sec-fetch-site").map(header::HeaderValue::as_bytes);
        if matches!(asks, Some(b"cross-site" | b"same-site")) {
            return ready(Ok(Self(None)));
        }
        let token = request.headers().get_all(header::COOKIE).find_map(|it| {
            // A cookie that is no text is none of ours.
            it.to_str()
                .ok()?
                .split(';')
                .find_map(|it| it.trim().strip_prefix(COOKIE)?.strip_prefix('='))
        });
        ready(Ok(Self(token.map(str::to_owned))))
    }
}

/// Registers an organisation with its first member, and signs that member in.
#[utoipa::path(tag = "accounts", request_body = RegistrationDraft, responses(
    (status = 201, body = SessionBody, headers(("Location" = String), ("Set-Cookie" = String))),
    (status = 429, description = "Tried too often", body = ProblemBody,
        content_type = "application/problem+json", headers(("Retry-After" = u64))),
    Problems,
))]
#[post("/api/v1/organisations")]
async fn register(
    app: Data<App>,
    from: ClientAddress,
    draft: Body<RegistrationDraft>,
) -> Result<HttpResponse> {
    let settings = &app.config.accounts;
    let (registration, password) = draft.0.check()?;
    app.attempts.register(from.0, &registration.email)?;
    let hash = password.hash(settings).await?;
    let lifetime = sessions::lifetime(settings)?;
    let begin = move |conn: &mut _| {
        let (_, member) = super::register(conn, registration, &hash)?;
        sessions::start(conn, &member.id, lifetime)
    };
    let session = app.db.write(begin).await?;
    let mut answer = answer(&app, StatusCode::CREATED, session)?;
    answer.headers_mut().insert(header::LOCATION, header::HeaderValue::from_static("/api/v1/me"));
    Ok(answer)
}

/// Who signs in.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct Credentials {
    #[schema(examples("ann@example.org"))]
    email: String,
    #[schema(value_type = String)]
    password: Password,
}

/// Signs in. Whether the address or the password is wrong, nobody is told.
#[utoipa::path(tag = "accounts", request_body = Credentials, responses(
    (status = 200, body = SessionBody, headers(("Set-Cookie" = String))),
    (status = 429, description = "Tried too often", body = ProblemBody,
        content_type = "application/problem+json", headers(("Retry-After" = u64))),
    Problems,
))]
#[post("/api/v1/session")]
async fn sign_in(
    app: Data<App>,
    from: ClientAddress,
    credentials: Body<Credentials>,
) -> Result<HttpResponse> {
    let Credentials { email, password } = credentials.0;
    app.attempts.sign_in(from.0, &email)?;
    let session = sessions::sign_in(&app, &email, password).await?;
    answer(&app, StatusCode::OK, session)
}

/// Exchanges the refresh token of the cookie for an access token and the next refresh token.
#[utoipa::path(tag = "accounts", responses(
    (status = 200, body = SessionBody, headers(("Set-Cookie" = String))), Problems,
))]
#[post("/api/v1/session/refresh")]
async fn refresh_session(app: Data<App>, cookie: RefreshCookie) -> Result<HttpResponse> {
    let (token, secret) = (cookie.0.ok_or(Error::Unauthenticated)?, app.secret.clone());
    let session = app.db.write(move |conn| sessions::refresh(conn, &secret, &token)).await?;
    answer(&app, StatusCode::OK, session.ok_or(Error::Unauthenticated)?)
}

/// Signs out: the session of the cookie is ended, here and wherever its tokens went.
#[utoipa::path(tag = "accounts", responses(
    (status = 204, description = "Signed out", headers(("Set-Cookie" = String))), Problems,
))]
#[delete("/api/v1/session")]
async fn sign_out(app: Data<App>, cookie: RefreshCookie) -> Result<HttpResponse> {
    if let Some(token) = cookie.0 {
        app.db.write(move |conn| sessions::end(conn, &token)).await?;
    }
    let forgotten = self::cookie(&app, "", 0);
    Ok(HttpResponse::NoContent().insert_header((header::SET_COOKIE, forgotten)).finish())
}

/// Shows who you are, and for whom.
#[utoipa::path(tag = "accounts", security(("bearer" = [])), responses(
    (status = 200, body = Me), Problems,
))]
#[get("/api/v1/me")]
async fn me(app: Data<App>, caller: Caller) -> Result<Json<Me>> {
    Ok(Json(app.db.read(move |conn| super::me(conn, &caller)).await?))
}

/// Makes an API key, which is shown this once. It may read, and upload passports and inventories.
#[utoipa::path(
    tag = "accounts",
    security(("bearer" = [])),
    request_body = ApiKeyDraft,
    responses((status = 201, body = NewApiKey, headers(("Location" = String))), Problems),
)]
#[post("/api/v1/api-keys")]
async fn create_key(
    app: Data<App>,
    caller: Caller,
    draft: Body<ApiKeyDraft>,
) -> Result<HttpResponse> {
    let made = app.db.write(move |conn| keys::create(conn, &caller, &draft.0)).await?;
    Ok(HttpResponse::Created()
        .insert_header((header::LOCATION, format!("/api/v1/api-keys/{}", made.api_key.id)))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .json(made))
}

/// Lists your organisation's API keys, newest first.
#[utoipa::path(tag = "accounts", security(("bearer" = [])), params(PageQuery), responses(
    (status = 200, body = Paged<ApiKey>), Problems,
))]
#[get("/api/v1/api-keys")]
async fn list_keys(
    app: Data<App>,
    caller: Caller,
    page: Query<PageQuery>,
) -> Result<Json<Paged<ApiKey>>> {
    let (after, limit) = (page.after()?, page.limit()?);
    let page = app.db.read(move |conn| keys::list(conn, &caller, after.as_ref(), limit)).await?;
    Ok(Json(page))
}

/// Shows an API key, without the key itself.
#[utoipa::path(
    tag = "accounts",
    security(("bearer" = [])),
    params(("id" = String, Path, format = "uuid")),
    responses((status = 200, body = ApiKey), Problems),
)]
#[get("/api/v1/api-keys/{id}")]
async fn find_key(app: Data<App>, caller: Caller, id: Path<Id<ApiKey>>) -> Result<Json<ApiKey>> {
    Ok(Json(app.db.read(move |conn| keys::find(conn, &caller, &id)).await?))
}

/// Revokes an API key: from now on it opens nothing.
#[utoipa::path(
    tag = "accounts",
    security(("bearer" = [])),
    params(("id" = String, Path, format = "uuid")),
    responses((status = 204, description = "Revoked"), Problems),
)]
#[delete("/api/v1/api-keys/{id}")]
async fn revoke_key(app: Data<App>, caller: Caller, id: Path<Id<ApiKey>>) -> Result<HttpResponse> {
    app.db.write(move |conn| keys::revoke(conn, &caller, &id)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Adds a business park. For admins of the platform.
#[utoipa::path(
    tag = "accounts",
    security(("bearer" = [])),
    request_body = ParkDraft,
    responses((status = 201, body = Park, headers(("Location" = String))), Problems),
)]
#[post("/api/v1/parks")]
async fn create_park(
    app: Data<App>,
    caller: Caller,
    draft: Body<ParkDraft>,
) -> Result<HttpResponse> {
    let park = app.db.write(move |conn| super::create_park(conn, &caller, draft.0)).await?;
    Ok(HttpResponse::Created()
        .insert_header((header::LOCATION, format!("/api/v1/parks/{}", park.id)))
        .json(park))
}

/// Lists the business parks, for whoever registers and chooses one.
#[utoipa::path(tag = "accounts", params(PageQuery), responses(
    (status = 200, body = Paged<Park>), Problems,
))]
#[get("/api/v1/parks")]
async fn list_parks(app: Data<App>, page: Query<PageQuery>) -> Result<Json<Paged<Park>>> {
    let (after, limit) = (page.after()?, page.limit()?);
    Ok(Json(app.db.read(move |conn| super::parks(conn, after.as_ref(), limit)).await?))
}

/// Shows a business park.
#[utoipa::path(
    tag = "accounts",
    params(("id" = String, Path, format = "uuid")),
    responses((status = 200, body = Park), Problems),
)]
#[get("/api/v1/parks/{id}")]
async fn find_park(app: Data<App>, id: Path<Id<Park>>) -> Result<Json<Park>> {
    let found = app.db.read(move |conn| super::find_park(conn, &id)).await?;
    found.map(Json).ok_or(Error::NotFound)
}
