//! The SQL of webhooks.

use diesel::dsl::exists;
use diesel::prelude::*;

use super::{Delivery, DeliveryState, Endpoint, Secrets, State};
use crate::accounts::{Member, Organisation};
use crate::alerts::notifications::Notification;
use crate::clock::Instant;
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::on_backend;
use crate::schema::{webhook_deliveries, webhook_endpoints};

/// Parameters of one statement: SQLite takes 32 766 of them, PostgreSQL 65 535.
const ROWS_AT_ONCE: usize = 500;

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = webhook_endpoints, treat_none_as_null = true)]
struct Row {
    id: Id<Endpoint>,
    organisation_id: Id<Organisation>,
    member_id: Id<Member>,
    url: String,
    secret: String,
    old_secret: Option<String>,
    old_until: Option<Instant>,
    state: String,
    failures: i32,
    failing_since: Option<Instant>,
    last_error: Option<String>,
    created_at: Instant,
}

impl Row {
    fn of(endpoint: &Endpoint) -> Self {
        let Endpoint { id, organisation_id, member_id, url, state, .. } = endpoint.clone();
        let Endpoint { failures, failing_since, last_error, created_at, secrets, .. } =
            endpoint.clone();
        let (old_secret, old_until) = secrets.old.unzip();
        let (secret, state) = (secrets.current, state.as_str().to_owned());
        Self {
            id,
            organisation_id,
            member_id,
            url,
            secret,
            old_secret,
            old_until,
            state,
            failures,
            failing_since,
            last_error,
            created_at,
        }
    }

    fn endpoint(self) -> Result<Endpoint> {
        Ok(Endpoint {
            state: State::of(&self.state)?,
            secrets: Secrets { current: self.secret, old: self.old_secret.zip(self.old_until) },
            id: self.id,
            organisation_id: self.organisation_id,
            member_id: self.member_id,
            url: self.url,
            failures: self.failures,
            failing_since: self.failing_since,
            last_error: self.last_error,
            created_at: self.created_at,
        })
    }
}

pub fn insert(conn: &mut Conn, endpoint: &Endpoint) -> Result<()> {
    diesel::insert_into(webhook_endpoints::table).values(Row::of(endpoint)).execute(conn)?;
    Ok(())
}

pub fn update(conn: &mut Conn, endpoint: &Endpoint) -> Result<()> {
    let row = Row::of(endpoint);
    diesel::update(webhook_endpoints::table.find(&endpoint.id)).set(row).execute(conn)?;
    Ok(())
}

pub fn find(conn: &mut Conn, id: &Id<Endpoint>) -> Result<Option<Endpoint>> {
    let row = webhook_endpoints::table.find(id).select(Row::as_select()).first(conn);
    row.optional()?.map(Row::endpoint).transpose()
}

pub fn delete(conn: &mut Conn, id: &Id<Endpoint>) -> Result<()> {
    diesel::delete(webhook_endpoints::table.find(id)).execute(conn)?;
    Ok(())
}

pub fn of_organisation(conn: &mut Conn, organisation: &Id<Organisation>) -> Result<Vec<Endpoint>> {
    let rows: Vec<Row> = webhook_endpoints::table
        .filter(webhook_endpoints::organisation_id.eq(organisation))
        .order(webhook_endpoints::id)
        .select(Row::as_select())
        .load(conn)?;
    rows.into_iter().map(Row::endpoint).collect()
}

/// The endpoints of these organisations that are posted to.
pub fn active(
    conn: &mut Conn,
    organisations: &[Id<Organisation>],
) -> Result<Vec<(Id<Organisation>, Id<Endpoint>)>> {
    let mut found = Vec::new();
    for some in organisations.chunks(ROWS_AT_ONCE) {
        let of = webhook_endpoints::table
            .filter(webhook_endpoints::organisation_id.eq_any(some))
            .filter(webhook_endpoints::state.eq(State::Active.as_str()));
        let ids = of.select((webhook_endpoints::organisation_id, webhook_endpoints::id));
        found.extend(ids.load::<(Id<Organisation>, Id<Endpoint>)>(conn)?);
    }
    Ok(found)
}

// No field has a default, so that many rows go into one statement on SQLite too.
#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = webhook_deliveries, treat_none_as_default_value = false)]
struct DeliveryRow {
    id: Id<Delivery>,
    endpoint_id: Id<Endpoint>,
    notification_id: Option<Id<Notification>>,
    state: String,
    attempts: i32,
    due_at: Instant,
    status: Option<i32>,
    last_error: Option<String>,
    created_at: Instant,
}

impl DeliveryRow {
    fn of(it: &Delivery) -> Self {
        let Delivery { id, endpoint_id, notification_id, state, .. } = it.clone();
        let Delivery { attempts, due_at, status, last_error, created_at, .. } = it.clone();
        let state = state.as_str().to_owned();
        Self {
            id,
            endpoint_id,
            notification_id,
            state,
            attempts,
            due_at,
            status,
            last_error,
            created_at,
        }
    }

    fn delivery(self) -> Result<Delivery> {
        Ok(Delivery {
            state: DeliveryState::of(&self.state)?,
            id: self.id,
            endpoint_id: self.endpoint_id,
            notification_id: self.notification_id,
            attempts: self.attempts,
            due_at: self.due_at,
            status: self.status,
            last_error: self.last_error,
            created_at: self.created_at,
        })
    }
}

pub fn insert_deliveries(conn: &mut Conn, deliveries: &[Delivery]) -> Result<()> {
    for some in deliveries.chunks(ROWS_AT_ONCE) {
        let rows: Vec<DeliveryRow> = some.iter().map(DeliveryRow::of).collect();
        on_backend!(conn => diesel::insert_into(webhook_deliveries::table)
            .values(&rows)
            .execute(conn))?;
    }
    Ok(())
}

pub fn deliveries_of(conn: &mut Conn, id: &Id<Endpoint>, limit: i64) -> Result<Vec<Delivery>> {
    let rows: Vec<DeliveryRow> = webhook_deliveries::table
        .filter(webhook_deliveries::endpoint_id.eq(id))
        .order(webhook_deliveries::id.desc())
        .limit(limit)
        .select(DeliveryRow::as_select())
        .load(conn)?;
    rows.into_iter().map(DeliveryRow::delivery).collect()
}

/// Whether anything is due: a look that takes no lock, for a worker at rest.
pub fn any_due(conn: &mut Conn, at: Instant) -> Result<bool> {
    let due = webhook_deliveries::table
        .filter(webhook_deliveries::state.eq(DeliveryState::Pending.as_str()))
        .filter(webhook_deliveries::due_at.le(at));
    Ok(diesel::select(exists(due)).get_result(conn)?)
}

/// Takes what is due until the lease runs out. Of two workers that pick the same one, only one
/// finds `attempts` unchanged.
pub fn take(conn: &mut Conn, at: Instant, lease: Instant, limit: i64) -> Result<Vec<Delivery>> {
    let due: Vec<DeliveryRow> = webhook_deliveries::table
        .filter(webhook_deliveries::state.eq(DeliveryState::Pending.as_str()))
        .filter(webhook_deliveries::due_at.le(at))
        .order((webhook_deliveries::due_at, webhook_deliveries::id))
        .limit(limit)
        .select(DeliveryRow::as_select())
        .load(conn)?;
    let mut taken = Vec::new();
    for mut row in due {
        let unchanged = webhook_deliveries::table
            .find(&row.id)
            .filter(webhook_deliveries::attempts.eq(row.attempts));
        row.attempts += 1;
        let set =
            (webhook_deliveries::attempts.eq(row.attempts), webhook_deliveries::due_at.eq(lease));
        if diesel::update(unchanged).set(set).execute(conn)? == 1 {
            taken.push(row.delivery()?);
        }
    }
    Ok(taken)
}

pub fn update_delivery(conn: &mut Conn, delivery: &Delivery) -> Result<()> {
    diesel::update(webhook_deliveries::table.find(&delivery.id))
        .set((
            webhook_deliveries::state.eq(delivery.state.as_str()),
            webhook_deliveries::due_at.eq(delivery.due_at),
            webhook_deliveries::status.eq(delivery.status),
            webhook_deliveries::last_error.eq(&delivery.last_error),
        ))
        .execute(conn)?;
    Ok(())
}

impl State {
    fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Disabled => "disabled",
        }
    }

    fn of(text: &str) -> Result<Self> {
        [Self::Active, Self::Disabled]
            .into_iter()
            .find(|it| it.as_str() == text)
            .ok_or_else(|| Error::internal(format!("`{text}` is no state of a webhook")))
    }
}

impl DeliveryState {
    fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Delivered => "delivered",
            Self::Failed => "failed",
            Self::Withdrawn => "withdrawn",
        }
    }

    fn of(text: &str) -> Result<Self> {
        [Self::Pending, Self::Delivered, Self::Failed, Self::Withdrawn]
            .into_iter()
            .find(|it| it.as_str() == text)
            .ok_or_else(|| Error::internal(format!("`{text}` is no state of a delivery")))
    }
}
