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

use crate::app::App;
use crate::config;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::needs::{self, Following, Pair};
use crate::secret::Secret;

pub use digests::{AtSending, at_sending, sweep, write_due};
pub use unsubscribe::stop_mails_like;
pub use webhooks::send_due;

/// Finds who has been waiting for these passports, and tells them.
pub async fn match_passports(app: &App, passport_ids: Vec<String>) -> Result<()> {
    let following = Following::of(app);
    let find = move |conn: &mut _| needs::pairs_of_passports(conn, &following, &passport_ids);
    let pairs = app.db.read(find).await?;
    tell(app, pairs).await
}

/// Finds what is there for this need, and tells who has it. It may be told at other times now.
pub async fn match_need(app: &App, need_id: String) -> Result<()> {
    let id = Id::parse(&need_id).ok_or_else(|| Error::internal("a job for no need"))?;
    let pairs = needs::pairs_of_need(app, &id).await?;
    tell(app, pairs).await?;
    let settings = app.config.alerts.clone();
    app.db.write(move |conn| schedules::plan_for_need(conn, &settings, &id)).await
}

/// What the outbox calls these mails.
const MAIL_KIND: &str = "alert";

/// A transaction with more would hold up the others.
const PAIRS_AT_ONCE: usize = 20_000;

/// Looked for outside of a transaction, judged again within it: what changed meanwhile counts.
async fn tell(app: &App, mut pairs: Vec<Pair>) -> Result<()> {
    pairs.sort_unstable();
    for some in pairs.chunks(PAIRS_AT_ONCE) {
        let (some, settings) = (some.to_vec(), app.config.alerts.clone());
        app.db
            .write(move |conn| {
                let needs: BTreeSet<_> = some.iter().map(|it| it.need_id.clone()).collect();
                let members = needs::members_of(conn, &Vec::from_iter(needs))?;
                // Before anything else, so that two who tell the same people never wait for each
                // other, and what is told comes clearly before or after a letter.
                let schedules = schedules::locked(conn, &settings, &members)?;
                let new = needs::record_matches(conn, &some)?;
                let told = notifications::record(conn, new)?;
                webhooks::record(conn, &told)?;
                schedules::plan(conn, &settings, schedules, &told)
            })
            .await?;
    }
    Ok(())
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
