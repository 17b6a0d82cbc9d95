//! What every `http.rs` needs: the body of a request, the version it changes, a page of a list,
//! the reader's language. Whatever is wrong with them becomes an [`Error`].

use std::future::{Ready, ready};
use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::language::{Language, say};

mod body;

pub use body::{Body, BodyIfAny, unfit_query};

/// How the pages look that we render ourselves, for a `<style>` element.
pub const PAGE_STYLE: &str = include_str!("web/page.css");

/// The language the reader asks for.
#[derive(Debug, Clone, Copy)]
pub struct Reader(pub Language);

impl Reader {
    pub fn of(request: &HttpRequest) -> Self {
        let header = request.headers().get(header::ACCEPT_LANGUAGE);
        Self(
            header
                .and_then(|it| it.to_str().ok())
                .map_or_else(Language::default, Language::accepted),
        )
    }
}

impl FromRequest for Reader {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self::of(request)))
    }
}

/// Where a request comes from: the other end of the connection, or what the proxy before us says,
/// if the settings name the header it says it in.
#[derive(Debug, Clone, Copy)]
pub struct ClientAddress(pub IpAddr);

impl ClientAddress {
    pub fn of(request: &HttpRequest) -> Self {
        let app = request.app_data::<web::Data<App>>();
        let trusted = app.map_or("", |app| app.config.server.client_address_header.as_str());
        // Those before the last were sent by the client, who may write there what it likes.
        let told = request.headers().get_all(trusted).last().and_then(|it| it.to_str().ok());
        let told = told.and_then(|it| address(it.rsplit(',').next()?.trim()));
        let peer = || request.peer_addr().map(|it| it.ip());
        // A connection without an address is none of the network.
        Self(told.or_else(peer).unwrap_or(IpAddr::V6(Ipv6Addr::UNSPECIFIED)))
    }
}

/// `192.0.2.1`, `2001:db8::1`, and both as some proxies write them, with a port.
fn address(text: &str) -> Option<IpAddr> {
    let with_port = || text.parse::<SocketAddr>().ok().map(|it| it.ip());
    text.parse().ok().or_else(with_port)
}

impl FromRequest for ClientAddress {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self::of(request)))
    }
}

/// The version that a change is meant for, from `If-Match`. Without one nothing is changed.
#[derive(Debug, Clone, Copy)]
pub struct IfMatch(pub i64);

impl FromRequest for IfMatch {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let header = request.headers().get(header::IF_MATCH);
        ready(match header.map(|it| it.to_str()) {
            None => Err(Error::Unconditional),
            // A tag that is none of ours names no version there is.
            Some(tag) => tag
                .ok()
                .and_then(|tag| tag.trim().trim_matches('"').parse().ok())
                .map(Self)
                .ok_or(Error::Changed),
        })
    }
}

/// The strong ETag of a version.
pub fn etag(version: i64) -> (header::HeaderName, String) {
    (header::ETAG, format!("\"{version}\""))
}

/// An answer with the version of what it shows.
pub fn versioned(
    mut answer: actix_web::HttpResponseBuilder,
    version: i64,
    body: impl Serialize,
) -> HttpResponse {
    answer.insert_header(etag(version)).json(body)
}

/// Which page of a list is wanted.
#[derive(Debug, Clone, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PageQuery {
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
    /// How many, 50 unless told.
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<usize>,
}

/// More would make an answer slow to read and to write.
pub const PAGE_LIMIT_MAX: usize = 200;
const PAGE_LIMIT_DEFAULT: usize = 50;

impl PageQuery {
    pub fn limit(&self) -> Result<usize> {
        page_limit(self.limit)
    }

    /// The id that the page before ended with. What is no id was not given out as a cursor.
    pub fn after<T>(&self) -> Result<Option<Id<T>>> {
        let read = |cursor: &String| Id::parse(cursor).ok_or_else(unknown_cursor);
        self.cursor.as_ref().map(read).transpose()
    }
}

/// What is no cursor, or none of ours: pages are asked for with those given out before.
pub fn unknown_cursor() -> Error {
    Error::Unreadable(say("unreadable-cursor"))
}

/// The wanted length of a page, within bounds.
pub fn page_limit(limit: Option<usize>) -> Result<usize> {
    match limit {
        None => Ok(PAGE_LIMIT_DEFAULT),
        Some(limit) if (1..=PAGE_LIMIT_MAX).contains(&limit) => Ok(limit),
        Some(limit) => {
            let expected =
                say("expected-number-between").with("min", 1).with("max", PAGE_LIMIT_MAX);
            Err(Error::invalid("/limit", expected, limit))
        }
    }
}

/// A page of a list.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Paged<T> {
    pub items: Vec<T>,
    /// Where the next page begins; absent on the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}

impl<T> Paged<T> {
    /// Makes a page of `limit` from one more than that, if there was one more. `key` of the last
    /// one is the cursor.
    pub fn of(mut items: Vec<T>, limit: usize, key: impl Fn(&T) -> String) -> Self {
        let more = items.len() > limit;
        items.truncate(limit);
        let next_cursor = if more { items.last().map(key) } else { None };
        Self { items, next_cursor }
    }
}

/// Text without the characters that move a cursor, hide text or break a header: C0 (but for tab
/// and line break, where `lines` allows them), DEL, C1, line and paragraph separators.
pub fn has_control_characters(text: &str, lines: bool) -> bool {
    text.chars().any(|it| match it {
        '\n' | '\r' | '\t' => !lines,
        '\u{2028}' | '\u{2029}' => !lines,
        other => other.is_control(),
    })
}
