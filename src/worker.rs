//! Takes jobs from the queue and mails from the outbox, and does them.

use futures_util::future::join_all;
use time::Duration;
use tokio::sync::watch;

use crate::alerts::AtSending;
use crate::app::App;
use crate::error::{Error, Result};
use crate::jobs::{self, Job};
use crate::mail::outbox;
use crate::{alerts, bounces, clock, idempotency, inventories, needs, passports};

/// After a failure to reach the queue itself.
const UNREACHABLE_WAIT: std::time::Duration = std::time::Duration::from_secs(5);

/// Works until `stop` says so, resting when there is nothing to do; what is under way then is
/// finished first. Jobs are done two at a time, so that a long inventory does not hold up the
/// others and passports are matched while the next ones are indexed. Mails have a loop of their own.
pub async fn run(app: App, stop: watch::Receiver<bool>) {
    tokio::join!(
        repeat(&app, stop.clone(), "jobs", || run_one(&app)),
        repeat(&app, stop.clone(), "jobs", || run_one(&app)),
        send(&app, &stop),
        repeat(&app, stop.clone(), "needs", || needs::follow(&app)),
        repeat(&app, stop.clone(), "stock", || needs::stock::follow_stock(&app)),
        repeat(&app, stop.clone(), "alerts", || alerts::write_due(&app, clock::now())),
        repeat(&app, stop.clone(), "webhooks", || alerts::send_due(&app)),
        sweep(&app, stop.clone()),
        keep_search_true(&app, stop.clone()),
        collect_bounces(&app, stop.clone()),
        sing(&app, stop.clone())
    );
}

/// A slow server holds up one lane, not the others.
async fn send(app: &App, stop: &watch::Receiver<bool>) {
    let lanes = 0..app.config.mail.lanes.max(1);
    join_all(lanes.map(|_| repeat(app, stop.clone(), "outbox", || send_one(app)))).await;
}

/// What is swept away is a day old; an hour more does not matter.
const SWEEP_EVERY: std::time::Duration = std::time::Duration::from_hours(1);

/// Forgets what nobody asks for any more.
async fn sweep(app: &App, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        if let Err(error) = app.db.write(idempotency::sweep).await {
            tracing::error!(%error, "old answers could not be swept away");
        }
        if let Err(error) = alerts::sweep(app).await {
            tracing::error!(%error, "alerts could not be swept");
        }
        if let Err(error) = passports::photos::sweep(app, clock::now()).await {
            tracing::error!(%error, "photos that nobody needs could not be deleted");
        }
        tokio::select! {
            () = tokio::time::sleep(SWEEP_EVERY) => {}
            _ = stop.changed() => {}
        }
    }
}

/// Compares the index with the record at start and every so often, and mends what differs. An
/// index that is new, because it was lost or is made otherwise now, is filled by that.
async fn keep_search_true(app: &App, mut stop: watch::Receiver<bool>) {
    let rest = std::time::Duration::from_secs(app.config.search.check_minutes.max(1) * 60);
    while !*stop.borrow() {
        if let Err(error) = mend(app).await {
            tracing::warn!(%error, "the search index could not be compared with the record");
        }
        tokio::select! {
            () = tokio::time::sleep(rest) => {}
            _ = stop.changed() => {}
        }
    }
}

/// What the index had missed, the stock may have missed as well.
async fn mend(app: &App) -> Result<()> {
    let passport_ids = passports::mend_drift(app).await?.passport_ids;
    for some in passport_ids.chunks(jobs::TOGETHER_PASSPORTS_MAX) {
        let some = some.to_vec();
        app.db.write(move |conn| needs::stock::note(conn, &some)).await?;
    }
    Ok(())
}

/// A mail that came back tells of the past; some seconds more do not matter.
const COLLECT_EVERY: std::time::Duration = std::time::Duration::from_secs(5);

/// Takes mails that came back from the folder where they arrive, if there is one.
async fn collect_bounces(app: &App, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        if let Err(error) = bounces::collect(app).await {
            tracing::error!(%error, "mails that came back could not be read");
        }
        tokio::select! {
            () = tokio::time::sleep(COLLECT_EVERY) => {}
            _ = stop.changed() => {}
        }
    }
}

/// The canary sings every some minutes; a few seconds more do not matter.
const SING_LOOK_EVERY: std::time::Duration = std::time::Duration::from_secs(5);

/// Lets the canary sing when it is time.
async fn sing(app: &App, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        if let Err(error) = alerts::canary::sing(app, clock::now()).await {
            tracing::error!(%error, "the canary could not sing");
        }
        tokio::select! {
            () = tokio::time::sleep(SING_LOOK_EVERY) => {}
            _ = stop.changed() => {}
        }
    }
}

async fn repeat<F: Future<Output = Result<bool>>>(
    app: &App,
    mut stop: watch::Receiver<bool>,
    queue: &str,
    one: impl Fn() -> F,
) {
    while !*stop.borrow() {
        let rest = match one().await {
            Ok(true) => continue,
            Ok(false) => app.config.worker.rest(),
            Err(error) => {
                tracing::error!(%error, queue, "the worker could not reach its queue");
                UNREACHABLE_WAIT
            }
        };
        tokio::select! {
            () = tokio::time::sleep(rest) => {}
            // An error means that whoever could stop us is gone, and so is the process.
            _ = stop.changed() => {}
        }
    }
}

/// Does one job, if one is due, and what can be done along with it. Whether there was one.
pub async fn run_one(app: &App) -> Result<bool> {
    if !app.db.read(jobs::any_due).await? {
        return Ok(false);
    }
    let settings = app.config.worker.clone();
    let lease = Duration::seconds(i64::try_from(settings.lease_seconds).map_err(Error::internal)?);
    let take = move |conn: &mut _| {
        let Some(first) = jobs::take(conn, lease)? else { return Ok(Vec::new()) };
        let mut taken = jobs::take_along(conn, &first, lease)?;
        taken.insert(0, first);
        Ok(taken)
    };
    let taken = app.db.write(take).await?;
    let Some(first) = taken.first() else { return Ok(false) };
    let (kind, count) = (first.kind.clone(), taken.len());
    let done = match jobs::together(&taken) {
        Ok(job) => perform(app, job).await,
        Err(error) => Err(error),
    };
    let outcome = if done.is_ok() { "done" } else { "failed" };
    metrics::counter!("circuler_jobs_total", "kind" => kind.clone(), "outcome" => outcome)
        .increment(u64::try_from(count).map_err(Error::internal)?);
    if let Err(error) = &done {
        tracing::warn!(%error, job.kind = %kind, job.id = %first.id, jobs = count, "a job failed and will be tried again");
    }
    app.db
        .write(move |conn| {
            taken.iter().try_for_each(|queued| match &done {
                Ok(()) => jobs::finish(conn, &queued.id),
                Err(error @ Error::Unavailable(_)) => {
                    jobs::postpone(conn, queued, &error.to_string(), &settings)
                }
                Err(error) => jobs::retry(conn, queued, &error.to_string(), &settings),
            })
        })
        .await?;
    Ok(true)
}

async fn perform(app: &App, job: Job) -> Result<()> {
    match job {
        Job::ReadInventory { inventory_id } => {
            inventories::read_upload(app, inventory_id.clone()).await?;
            inventories::pictures::note(app, inventory_id).await
        }
        Job::TakePictures { inventory_id } => inventories::pictures::take(app, inventory_id).await,
        Job::IndexPassports { passport_ids } => {
            let (found, around) = passports::index(app, passport_ids.clone()).await?;
            // Before it is looked who needs them: a need stated meanwhile finds them in the stock, or
            // is found.
            app.db.write(move |conn| needs::stock::note(conn, &passport_ids)).await?;
            alerts::match_passports(app, found, around).await
        }
        Job::MatchNeed { need_id } => alerts::match_need(app, need_id).await,
    }
}

/// Sends one mail, if one is due and may leave. Whether there was one.
pub async fn send_one(app: &App) -> Result<bool> {
    if !app.db.read(outbox::any_due).await? || !app.mailer.is_free() {
        return Ok(false);
    }
    let settings = app.config.mail.clone();
    let claiming = settings.clone();
    let claimed = app.db.write(move |conn| outbox::claim(conn, &claiming)).await?;
    let Some(mut claimed) = claimed else { return Ok(false) };
    if let Some(wait) = app.mailer.wait_for(&claimed.mail.to_address) {
        app.db.write(move |conn| outbox::postpone(conn, &claimed, wait)).await?;
        return Ok(true);
    }
    match alerts::at_sending(app, &claimed.dedupe_key).await? {
        AtSending::AsItIs => {}
        AtSending::Instead(mail) => claimed.mail = mail,
        AtSending::Nothing => {
            app.db.write(move |conn| outbox::withdrawn(conn, &claimed.id)).await?;
            return Ok(true);
        }
    }
    let id = claimed.id.clone();
    let content_begins = app.db.write(move |conn| outbox::content_begins(conn, &id));
    let sent = app.mailer.send(&claimed, content_begins).await;
    let outcome = if sent.is_ok() { "sent" } else { "failed" };
    metrics::counter!("circuler_mails_total", "outcome" => outcome).increment(1);
    let alerts = app.config.alerts.clone();
    app.db
        .write(move |conn| match sent {
            Ok(receipt) => {
                outbox::sent(conn, &claimed.id, receipt.as_deref())?;
                alerts::canary::heard(conn, &alerts, &claimed, clock::now())
            }
            Err(cause) => {
                let state = outbox::failed(conn, &claimed, &cause, &settings)?;
                tracing::warn!(%cause, mail.id = %claimed.id, ?state, "a mail could not be sent");
                Ok(())
            }
        })
        .await?;
    Ok(true)
}
