//! What those see who look after the platform: mails that did not leave, jobs that failed.

pub mod http;
mod store;

use serde::Serialize;

use crate::accounts::{Action, Caller, Object, may};
use crate::bounces::{self, MailStanding};
use crate::clock::Instant;
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::jobs::{self, Queued};
use crate::language::say;
use crate::mail::outbox::{self, Entry, State};
use crate::mail::{Mail, standing};
use crate::web::Paged;

/// One mail, with what it says.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct MailEntry {
    #[serde(flatten)]
    pub entry: Entry,
    pub mail: Mail,
}

/// How the work after requests goes.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Jobs {
    /// Due now or later.
    pub waiting: i64,
    /// Given up after too many tries.
    pub dead: i64,
    /// The dead ones that failed last, newest first.
    pub dead_jobs: Vec<DeadJob>,
}

/// A job that was given up.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct DeadJob {
    #[schema(value_type = String, format = "uuid")]
    pub id: Id<Queued>,
    /// What it was to do, `index_passports`.
    pub kind: String,
    pub attempts: i32,
    pub last_error: Option<String>,
    pub dead_at: Option<Instant>,
}

/// Jobs that die together die of the same; who looks into it starts with these.
const DEAD_JOBS_MAX: i64 = 100;

/// The outbox, newest first, from behind `after`; only what is in one state, or all.
pub fn mails(
    conn: &mut Conn,
    caller: &Caller,
    state: Option<State>,
    after: Option<&Id<Entry>>,
    limit: usize,
) -> Result<Paged<Entry>> {
    may(caller, Action::Administer, Object::Platform)?;
    let one_more = i64::try_from(limit + 1).map_err(Error::internal)?;
    let found = outbox::list(conn, state, after.map(Id::as_str), one_more)?;
    Ok(Paged::of(found, limit, |it| it.id.to_string()))
}

pub fn mail(conn: &mut Conn, caller: &Caller, id: &Id<Entry>) -> Result<MailEntry> {
    may(caller, Action::Administer, Object::Platform)?;
    let (entry, mail) = outbox::find(conn, id)?.ok_or(Error::NotFound)?;
    Ok(MailEntry { entry, mail })
}

/// Gives a dead mail another round of tries.
pub fn retry_mail(conn: &mut Conn, caller: &Caller, id: &Id<Entry>) -> Result<MailEntry> {
    may(caller, Action::Administer, Object::Platform)?;
    if !outbox::retry_dead(conn, id)? {
        // One that is not dead is on its way or has arrived; sending it twice helps nobody.
        outbox::find(conn, id)?.ok_or(Error::NotFound)?;
        return Err(Error::Conflict(say("error-mail-not-dead")));
    }
    mail(conn, caller, id)
}

/// Whether mails to an address arrive: a member's, or that of the canary.
pub fn mail_standing(conn: &mut Conn, caller: &Caller, address: &str) -> Result<MailStanding> {
    may(caller, Action::Administer, Object::Platform)?;
    bounces::standing_of(conn, address)
}

/// Lets mails go to an address again, and its member lift stops anew. Where mails go, nothing
/// changes.
pub fn lift_mail_stop(conn: &mut Conn, caller: &Caller, address: &str) -> Result<MailStanding> {
    may(caller, Action::Administer, Object::Platform)?;
    standing::lift_anew(conn, address)?;
    bounces::standing_of(conn, address)
}

pub fn jobs(conn: &mut Conn, caller: &Caller) -> Result<Jobs> {
    may(caller, Action::Administer, Object::Platform)?;
    let (waiting, dead) = jobs::count(conn)?;
    let dead_jobs = store::dead_jobs(conn, DEAD_JOBS_MAX)?;
    Ok(Jobs { waiting, dead, dead_jobs: dead_jobs.into_iter().map(DeadJob::from).collect() })
}

impl From<Queued> for DeadJob {
    fn from(queued: Queued) -> Self {
        let Queued { id, kind, attempts, last_error, dead_at, .. } = queued;
        Self { id, kind, attempts, last_error, dead_at }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accounts::tests::{member, on_a_database};
    use crate::accounts::{caller_of, promote_admin};
    use crate::config;
    use crate::jobs::Job;
    use crate::mail::{Cause, NotSent};

    fn admin(conn: &mut Conn) -> Caller {
        let member = member(conn, "ann@example.org");
        promote_admin(conn, "ann@example.org").unwrap();
        caller_of(conn, &member.id).unwrap().unwrap()
    }

    fn enqueue(conn: &mut Conn, key: &str) {
        let mail = Mail {
            to_name: "Bob".to_owned(),
            to_address: "bob@example.org".to_owned(),
            subject: "Found for you".to_owned(),
            text: "A door".to_owned(),
            html: "<p>A door</p>".to_owned(),
            list_id: None,
            unsubscribe_url: None,
        };
        assert!(outbox::enqueue(conn, key, "alert", None, &mail).unwrap());
    }

    #[test]
    fn an_admin_sends_a_dead_mail_again() {
        on_a_database(|conn| {
            let admin = admin(conn);
            enqueue(conn, "first");
            let settings = config::Mail::default();
            let claimed = outbox::claim(conn, &settings).unwrap().unwrap();
            let early = retry_mail(conn, &admin, &claimed.id);
            assert!(matches!(early, Err(Error::Conflict(_))), "it is on its way");
            let cause = NotSent::new(Cause::Refused, "554 no such mail");
            outbox::failed(conn, &claimed, &cause, &settings).unwrap();
            enqueue(conn, "second");

            let dead = mails(conn, &admin, Some(State::Dead), None, 10).unwrap().items;
            assert_eq!((dead.len(), dead[0].last_error.as_deref()), (1, Some("554 no such mail")));
            assert_eq!(mails(conn, &admin, None, None, 10).unwrap().items.len(), 2);
            let again = retry_mail(conn, &admin, &dead[0].id).unwrap();
            assert_eq!((again.entry.state, again.entry.attempts), (State::Pending, 0));
            assert_eq!(again.mail.text, "A door");
            assert!(matches!(retry_mail(conn, &admin, &Id::new()), Err(Error::NotFound)));
        });
    }

    #[test]
    fn an_admin_sees_which_jobs_died_of_what() {
        on_a_database(|conn| {
            let admin = admin(conn);
            jobs::enqueue(conn, &Job::MatchNeed { need_id: "one".to_owned() }).unwrap();
            jobs::enqueue(conn, &Job::MatchNeed { need_id: "other".to_owned() }).unwrap();
            let taken = jobs::take(conn, time::Duration::minutes(1)).unwrap().unwrap();
            let settings = config::Worker { attempts_max: 1, ..Default::default() };
            jobs::retry(conn, &taken, "the index is gone", &settings).unwrap();

            let seen = jobs(conn, &admin).unwrap();
            assert_eq!((seen.waiting, seen.dead, seen.dead_jobs.len()), (1, 1, 1));
            assert_eq!(seen.dead_jobs[0].last_error.as_deref(), Some("the index is gone"));
            assert_eq!(seen.dead_jobs[0].kind, "match_need");
        });
    }

    #[test]
    fn nobody_else_sees_any_of_it() {
        on_a_database(|conn| {
            let member = member(conn, "bob@example.org");
            let bob = caller_of(conn, &member.id).unwrap().unwrap();
            let id = Id::new();
            assert!(matches!(mails(conn, &bob, None, None, 10), Err(Error::NotFound)));
            assert!(matches!(mail(conn, &bob, &id), Err(Error::NotFound)));
            assert!(matches!(retry_mail(conn, &bob, &id), Err(Error::NotFound)));
            let address = "bob@example.org";
            assert!(matches!(mail_standing(conn, &bob, address), Err(Error::NotFound)));
            assert!(matches!(lift_mail_stop(conn, &bob, address), Err(Error::NotFound)));
            assert!(matches!(jobs(conn, &bob), Err(Error::NotFound)));
        });
    }
}
