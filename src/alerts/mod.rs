//! Alerts: who is told of what fits, in the service at once and by mail when they like to read,
//! and how they say stop.

mod calendar;
pub mod canary;
mod digests;
mod feeds;
pub mod http;
pub mod letter;
mod notifications;
mod schedules;
mod store;
mod unsubscribe;
mod webhooks;

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::app::App;
use crate::config;
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::needs::{self, Following, NewMatch, Ready};
use crate::passports::{Passport, Surroundings};
use crate::secret::Secret;

pub use digests::{AtSending, at_sending, sweep, write_due};
pub use unsubscribe::stop_mails_like;
pub use webhooks::send_due;

/// Finds who has been waiting for these passports, and tells them.
pub async fn match_passports(
    app: &App,
    passports: Vec<Passport>,
    around: Surroundings,
) -> Result<()> {
    let following = Following::of(app);
    let find = move |conn: &mut Conn| {
        let offers = following.offers(passports, &around);
        let mut pairs = needs::pairs_of_offers(conn, &following, &offers)?;
        pairs.sort_unstable();
        Ok((pairs, Arc::new(offers)))
    };
    let (pairs, offers) = app.db.read(find).await?;
    for some in pairs.chunks(PAIRS_AT_ONCE) {
        let (some, offers) = (some.to_vec(), Arc::clone(&offers));
        tell(app, move |conn| needs::fitting_among(conn, &some, &offers)).await?;
    }
    Ok(())
}

/// Finds what is there for this need, and tells who has it. It may be told at other times now.
pub async fn match_need(app: &App, need_id: String) -> Result<()> {
    let id = Id::parse(&need_id).ok_or_else(|| Error::internal("a job for no need"))?;
    let mut pairs = needs::pairs_of_need(app, &id).await?;
    pairs.sort_unstable();
    for some in pairs.chunks(PAIRS_AT_ONCE) {
        let some = some.to_vec();
        tell(app, move |conn| needs::fitting(conn, &some)).await?;
    }
    let settings = app.config.alerts.clone();
    app.db.write(move |conn| schedules::plan_for_need(conn, &settings, &id)).await
}

/// What the outbox calls these mails.
const MAIL_KIND: &str = "alert";

/// A transaction with more would hold up the others for more than some tenths of a second.
const PAIRS_AT_ONCE: usize = 5_000;

/// From here on it is a megabyte, which is moved from the log into the database afterwards.
const PAIRS_MANY: usize = 500;

/// Matches are judged and made ready outside of the transaction that writes them down and tells of
/// them: it looks only whether needs and listings are still of the versions that were judged.
async fn tell(
    app: &App,
    fitting: impl FnOnce(&mut Conn) -> Result<Vec<NewMatch>> + Send + 'static,
) -> Result<()> {
    let make_ready = move |conn: &mut Conn| -> Result<Vec<Ready>> {
        fitting(conn)?.into_iter().map(NewMatch::ready).collect()
    };
    let ready = app.db.read(make_ready).await?;
    if ready.is_empty() {
        return Ok(());
    }
    let (settings, count) = (app.config.alerts.clone(), ready.len());
    let write = move |conn: &mut Conn| {
        let members: BTreeSet<_> = ready.iter().map(|it| it.need().member_id.clone()).collect();
        // Before anything else, so that two who tell the same people never wait for each other,
        // and what is told comes clearly before or after a letter.
        let schedules = schedules::locked(conn, &settings, &members)?;
        let new = needs::record_matches(conn, ready)?;
        let told = notifications::record(conn, new)?;
        webhooks::record(conn, &told)?;
        schedules::plan(conn, &settings, schedules, &told)
    };
    if count < PAIRS_MANY { app.db.write(write).await } else { app.db.write_much(write).await }
}

/// What a letter needs of the service.
#[derive(Clone)]
struct Desk {
    public_url: String,
    secret: Secret,
    settings: config::Alerts,
}

impl Desk {
    fn of(app: &App) -> Self {
        let public_url = app.config.server.public_url.clone();
        Self { public_url, secret: app.secret.clone(), settings: app.config.alerts.clone() }
    }

    /// Names this kind of mail (RFC 2919): `alerts.circuler.be`.
    fn list_id(&self) -> String {
        let url = url::Url::parse(&self.public_url);
        let host = url.ok().and_then(|url| url.host_str().map(str::to_owned));
        // An address without a host still has alerts.
        format!("alerts.{}", host.as_deref().unwrap_or("localhost"))
    }
}
