//! Webhooks after the Standard Webhooks specification: what is told, posted to an address of the
//! organisation, signed with a secret that both know, and tried again until it arrives.

pub mod http;
mod sending;
mod signing;
mod store;

use std::collections::{BTreeSet, HashMap};

use serde::{Deserialize, Serialize};
use time::Duration;
use url::Url;

use super::notifications::{Notification, Told};
use crate::accounts::{Action, Caller, Member, Object, Organisation, may};
use crate::clock::{self, Instant};
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::language::say;
use crate::outward;
use crate::secret::Secret;

pub use sending::send_due;

/// Where an organisation is told.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = WebhookEndpoint)]
pub struct Endpoint {
    pub id: Id<Endpoint>,
    #[serde(skip)]
    pub organisation_id: Id<Organisation>,
    /// Who made it, and is told when it is switched off.
    pub member_id: Id<Member>,
    #[schema(format = "uri")]
    pub url: String,
    pub state: State,
    /// In a row.
    #[schema(minimum = 0)]
    pub failures: i32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failing_since: Option<Instant>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_error: Option<String>,
    pub created_at: Instant,
    #[serde(skip)]
    secrets: Secrets,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = WebhookState)]
pub enum State {
    Active,
    /// It failed for too long, or said that it is gone. Nothing is sent until it is enabled again.
    Disabled,
}

/// What signs, as it is stored: sealed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Secrets {
    current: String,
    /// The one before, and until when it signs too.
    old: Option<(String, Instant)>,
}

/// One thing to be posted to one endpoint.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = WebhookDelivery)]
pub struct Delivery {
    /// What `webhook-id` says is `msg_` and this.
    pub id: Id<Delivery>,
    #[serde(skip)]
    pub endpoint_id: Id<Endpoint>,
    /// Absent for a test.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = "uuid")]
    pub notification_id: Option<Id<Notification>>,
    pub state: DeliveryState,
    #[schema(minimum = 0)]
    pub attempts: i32,
    /// When it is tried next, while it is pending.
    pub due_at: Instant,
    /// What the endpoint answered last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_error: Option<String>,
    pub created_at: Instant,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = WebhookDeliveryState)]
pub enum DeliveryState {
    Pending,
    Delivered,
    /// Given up.
    Failed,
    /// What it was about was gone, or not to be seen any more.
    Withdrawn,
}

/// Each is posted to for everything that is told.
const ENDPOINTS_MAX: usize = 10;
/// What servers take for an address.
const URL_CHARACTERS_MAX: usize = 2000;
/// How long the secret before still signs: long enough to put the new one in place everywhere.
const OLD_SECRET: Duration = Duration::hours(24);

/// Makes an endpoint. The secret is told this once.
pub fn create(
    conn: &mut Conn,
    secret: &Secret,
    caller: &Caller,
    url: &str,
    reaches_private: bool,
) -> Result<(Endpoint, String)> {
    may(caller, Action::Manage, Object::Of(&caller.organisation_id))?;
    let url = checked(url, reaches_private)?;
    if store::of_organisation(conn, &caller.organisation_id)?.len() >= ENDPOINTS_MAX {
        return Err(Error::Conflict(say("webhook-too-many").with("max", ENDPOINTS_MAX)));
    }
    let (shown, sealed) = signing::new_secret(secret)?;
    let endpoint = Endpoint {
        id: Id::new(),
        organisation_id: caller.organisation_id.clone(),
        member_id: caller.member_id.clone(),
        url,
        state: State::Active,
        failures: 0,
        failing_since: None,
        last_error: None,
        created_at: clock::now(),
        secrets: Secrets { current: sealed, old: None },
    };
    store::insert(conn, &endpoint)?;
    Ok((endpoint, shown))
}

/// An address on the open internet, spoken to under TLS.
fn checked(text: &str, reaches_private: bool) -> Result<String> {
    let wrong = || Error::invalid("/url", say("webhook-expected-url"), text);
    if text.chars().count() > URL_CHARACTERS_MAX {
        return Err(wrong());
    }
    let url = Url::parse(text.trim()).map_err(|_| wrong())?;
    let is_safe = url.scheme() == "https" || reaches_private && url.scheme() == "http";
    if !is_safe || !outward::may_reach(&url, sending::PORTS, reaches_private) {
        return Err(wrong());
    }
    Ok(url.to_string())
}

/// The endpoints of the caller's organisation, oldest first.
pub fn list(conn: &mut Conn, caller: &Caller) -> Result<Vec<Endpoint>> {
    may(caller, Action::Manage, Object::Of(&caller.organisation_id))?;
    store::of_organisation(conn, &caller.organisation_id)
}

pub fn find(conn: &mut Conn, caller: &Caller, id: &Id<Endpoint>) -> Result<Endpoint> {
    let endpoint = store::find(conn, id)?.ok_or(Error::NotFound)?;
    may(caller, Action::Manage, Object::Of(&endpoint.organisation_id))?;
    Ok(endpoint)
}

pub fn delete(conn: &mut Conn, caller: &Caller, id: &Id<Endpoint>) -> Result<()> {
    let endpoint = find(conn, caller, id)?;
    store::delete(conn, &endpoint.id)
}

/// Another secret, which is told this once. The one before signs too for a day.
pub fn rotate(
    conn: &mut Conn,
    secret: &Secret,
    caller: &Caller,
    id: &Id<Endpoint>,
) -> Result<(Endpoint, String)> {
    let mut endpoint = find(conn, caller, id)?;
    let (shown, sealed) = signing::new_secret(secret)?;
    let before = std::mem::replace(&mut endpoint.secrets.current, sealed);
    endpoint.secrets.old = Some((before, clock::now() + OLD_SECRET));
    store::update(conn, &endpoint)?;
    Ok((endpoint, shown))
}

/// Posts to it again, from now on. Enabling what is active changes nothing.
pub fn enable(conn: &mut Conn, caller: &Caller, id: &Id<Endpoint>) -> Result<Endpoint> {
    let mut endpoint = find(conn, caller, id)?;
    if endpoint.state == State::Disabled {
        endpoint.state = State::Active;
        endpoint.failures = 0;
        endpoint.failing_since = None;
        store::update(conn, &endpoint)?;
    }
    Ok(endpoint)
}

/// Lines up something to try an endpoint with.
pub fn test(conn: &mut Conn, caller: &Caller, id: &Id<Endpoint>) -> Result<Delivery> {
    let endpoint = find(conn, caller, id)?;
    if endpoint.state == State::Disabled {
        return Err(Error::Conflict(say("webhook-disabled")));
    }
    let delivery = Delivery::of(&endpoint.id, None);
    store::insert_deliveries(conn, std::slice::from_ref(&delivery))?;
    Ok(delivery)
}

/// How many are shown.
const DELIVERIES_SHOWN: i64 = 100;

/// What was posted to an endpoint lately, newest first.
pub fn deliveries(conn: &mut Conn, caller: &Caller, id: &Id<Endpoint>) -> Result<Vec<Delivery>> {
    let endpoint = find(conn, caller, id)?;
    store::deliveries_of(conn, &endpoint.id, DELIVERIES_SHOWN)
}

/// Lines up what is told for the endpoints of those who are told.
pub(super) fn record(conn: &mut Conn, told: &[Told]) -> Result<()> {
    let organisations: BTreeSet<_> =
        told.iter().map(|it| it.need.organisation_id.clone()).collect();
    let mut endpoints: HashMap<Id<Organisation>, Vec<Id<Endpoint>>> = HashMap::new();
    for (organisation, endpoint) in store::active(conn, &Vec::from_iter(organisations))? {
        endpoints.entry(organisation).or_default().push(endpoint);
    }
    let mut lined_up = Vec::new();
    for Told { id, need, .. } in told {
        let of = endpoints.get(&need.organisation_id);
        let delivery = |endpoint| Delivery::of(endpoint, Some(id.clone()));
        lined_up.extend(of.into_iter().flatten().map(delivery));
    }
    store::insert_deliveries(conn, &lined_up)
}

impl Delivery {
    fn of(endpoint: &Id<Endpoint>, notification_id: Option<Id<Notification>>) -> Self {
        let now = clock::now();
        Self {
            id: Id::new(),
            endpoint_id: endpoint.clone(),
            notification_id,
            state: DeliveryState::Pending,
            attempts: 0,
            due_at: now,
            status: None,
            last_error: None,
            created_at: now,
        }
    }
}
