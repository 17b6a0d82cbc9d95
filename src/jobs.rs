//! The queue of work to do after a request: a table, so that a job is written in the same
//! transaction as the change that calls for it, and is lost with it or kept with it.

use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use time::Duration;

use crate::clock::{self, Instant};
use crate::config;
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::schema::jobs;

/// Every job there is. It carries ids only: whoever runs it reads what is true by then, so
/// running it late, twice or out of order does no harm. `worker::perform` says what each one does.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "job", rename_all = "snake_case")]
pub enum Job {
    ReadInventory {
        inventory_id: String,
    },
    /// The photos that came with an inventory.
    TakePictures {
        inventory_id: String,
    },
    /// And who needs them is looked for: one reading of each passport does for both.
    #[serde(alias = "match_passports")]
    IndexPassports {
        passport_ids: Vec<String>,
    },
    MatchNeed {
        need_id: String,
    },
}

/// An index takes five hundred listings about as fast as one, so jobs carry them together.
pub const JOB_PASSPORTS_MAX: usize = 500;

/// How many passports of several jobs are indexed and matched together. Writing to
/// an index costs tens of milliseconds however much it is, and of many small writes large ones are
/// made afterwards; so many take it less than a second, and some tens of megabytes.
pub const TOGETHER_PASSPORTS_MAX: usize = 10_000;

impl Job {
    /// For logs and metrics.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::ReadInventory { .. } => "read_inventory",
            Self::TakePictures { .. } => "take_pictures",
            Self::IndexPassports { .. } => "index_passports",
            Self::MatchNeed { .. } => "match_need",
        }
    }
}

/// A job taken from the queue. It comes back after a lease unless it is [`finish`]ed.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = jobs)]
pub struct Queued {
    pub id: Id<Queued>,
    pub kind: String,
    payload: String,
    run_at: Instant,
    pub attempts: i32,
    pub last_error: Option<String>,
    pub dead_at: Option<Instant>,
}

impl Queued {
    pub fn job(&self) -> Result<Job> {
        serde_json::from_str(&self.payload).map_err(Error::internal)
    }
}

/// The one job that does what those do that were taken together.
pub fn together(taken: &[Queued]) -> Result<Job> {
    let mut jobs = taken.iter().map(Queued::job);
    let first = jobs.next().ok_or_else(|| Error::internal("no job was taken"))??;
    let Job::IndexPassports { passport_ids: mut all } = first else { return Ok(first) };
    for job in jobs {
        if let Job::IndexPassports { passport_ids } = job? {
            all.extend(passport_ids);
        }
    }
    all.sort();
    all.dedup();
    Ok(Job::IndexPassports { passport_ids: all })
}

pub fn enqueue(conn: &mut Conn, job: &Job) -> Result<()> {
    let queued = Queued {
        id: Id::new(),
        kind: job.kind().to_owned(),
        payload: serde_json::to_string(job).map_err(Error::internal)?,
        run_at: clock::now(),
        attempts: 0,
        last_error: None,
        dead_at: None,
    };
    diesel::insert_into(jobs::table).values(&queued).execute(conn)?;
    Ok(())
}

/// Lines up the indexing of passports. Who needs them is looked for once they can be found: a need
/// stated in between finds them by search, or is found.
pub fn enqueue_passports(conn: &mut Conn, passport_ids: &[String]) -> Result<()> {
    for some in passport_ids.chunks(JOB_PASSPORTS_MAX) {
        enqueue(conn, &Job::IndexPassports { passport_ids: some.to_vec() })?;
    }
    Ok(())
}

/// Whether a job is due: a look that takes no lock, for a worker at rest.
pub fn any_due(conn: &mut Conn) -> Result<bool> {
    let due = jobs::table.filter(jobs::dead_at.is_null()).filter(jobs::run_at.le(clock::now()));
    Ok(diesel::select(diesel::dsl::exists(due)).get_result(conn)?)
}

/// Takes the job that has waited longest. Two workers may pick the same row, but only one of
/// them finds `attempts` unchanged and gets it; the other comes back empty-handed for now.
pub fn take(conn: &mut Conn, lease: Duration) -> Result<Option<Queued>> {
    let due = jobs::table
        .filter(jobs::dead_at.is_null())
        .filter(jobs::run_at.le(clock::now()))
        .order((jobs::run_at, jobs::id))
        .select(Queued::as_select())
        .first(conn)
        .optional()?;
    let Some(due) = due else { return Ok(None) };
    Ok(take_this(conn, &due, lease)?.then_some(due))
}

fn take_this(conn: &mut Conn, due: &Queued, lease: Duration) -> Result<bool> {
    let taken = diesel::update(jobs::table.find(&due.id).filter(jobs::attempts.eq(due.attempts)))
        .set((jobs::attempts.eq(due.attempts + 1), jobs::run_at.eq(clock::now() + lease)))
        .execute(conn)?;
    Ok(taken == 1)
}

/// So many are looked at to be taken along: most carry one passport, or the most there may be.
const TOGETHER_JOBS_MAX: usize = 500;

/// Takes what can be done along with `first` at the cost of one: of the passports that are to be
/// indexed, as many as may be done together. While one batch is written the next ones gather, so a busy
/// index gets few large ones.
pub fn take_along(conn: &mut Conn, first: &Queued, lease: Duration) -> Result<Vec<Queued>> {
    let Ok(Job::IndexPassports { passport_ids }) = first.job() else { return Ok(Vec::new()) };
    let room = i64::try_from(TOGETHER_JOBS_MAX).map_err(Error::internal)?;
    let due = jobs::table
        .filter(jobs::dead_at.is_null())
        .filter(jobs::run_at.le(clock::now()))
        .filter(jobs::kind.eq(&first.kind))
        .order((jobs::run_at, jobs::id))
        .limit(room)
        .select(Queued::as_select())
        .load(conn)?;
    let (mut along, mut count) = (Vec::new(), passport_ids.len());
    for queued in due {
        let Ok(Job::IndexPassports { passport_ids }) = queued.job() else { continue };
        count += passport_ids.len();
        if count > TOGETHER_PASSPORTS_MAX {
            break;
        }
        if take_this(conn, &queued, lease)? {
            along.push(queued);
        }
    }
    Ok(along)
}

pub fn finish(conn: &mut Conn, id: &Id<Queued>) -> Result<()> {
    diesel::delete(jobs::table.find(id)).execute(conn)?;
    Ok(())
}

/// Puts a failed job back, to wait twice as long as the last time; after too many tries it is
/// dead, and stays where an admin can see it.
pub fn retry(
    conn: &mut Conn,
    queued: &Queued,
    error: &str,
    settings: &config::Worker,
) -> Result<()> {
    let attempts = queued.attempts + 1;
    let wait = settings.retry_seconds << attempts.clamp(0, 12);
    let wait = Duration::seconds(i64::try_from(wait).map_err(Error::internal)?);
    let dead_at = (attempts >= settings.attempts_max).then(clock::now);
    diesel::update(jobs::table.find(&queued.id))
        .set((
            jobs::run_at.eq(clock::now() + wait),
            jobs::last_error.eq(error),
            jobs::dead_at.eq(dead_at),
        ))
        .execute(conn)?;
    Ok(())
}

/// Puts a job back that could not be done because something we stand on does not answer. That is
/// no fault of the job, so it never dies of it: it waits until the other is there again.
pub fn postpone(
    conn: &mut Conn,
    queued: &Queued,
    error: &str,
    settings: &config::Worker,
) -> Result<()> {
    let wait = i64::try_from(settings.retry_seconds).map_err(Error::internal)?;
    diesel::update(jobs::table.find(&queued.id))
        .set((
            jobs::attempts.eq(queued.attempts),
            jobs::run_at.eq(clock::now() + Duration::seconds(wait)),
            jobs::last_error.eq(error),
        ))
        .execute(conn)?;
    Ok(())
}

/// How many jobs wait, and how many are dead.
pub fn count(conn: &mut Conn) -> Result<(i64, i64)> {
    let waiting = jobs::table.filter(jobs::dead_at.is_null()).count().get_result(conn)?;
    let dead = jobs::table.filter(jobs::dead_at.is_not_null()).count().get_result(conn)?;
    Ok((waiting, dead))
}
