//! Letters that are due: one for each person and period, of what still holds when it is written.
//!
//! A member's schedule says when the next letter is due. Whoever writes it locks the schedule,
//! judges all that waits once more, puts the letter into the outbox, settles what stands in it and
//! plans the next one: in one transaction, so that a crash leaves all of it or nothing. The row of
//! the run, unique for person and period, is what keeps a digest from being written twice.

pub mod http;
mod judging;
mod store;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use time::Duration;

use super::letter::Letter;
use super::notifications::{self, Notification, Waiting};
use super::schedules::{self, Schedule};
use super::unsubscribe::Stop;
use super::{Desk, MAIL_KIND, store as stops};
use crate::accounts::{self, Member};
use crate::app::App;
use crate::clock::{self, Instant};
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::mail::{Mail, outbox};
use crate::needs::{self, Frequency, Need, State};

use judging::{Asked, Judged};

/// A letter that was written.
#[derive(Debug, Clone)]
pub struct Run {
    pub id: Id<Run>,
    pub member_id: Id<Member>,
    /// The day of a digest; the moment of a letter at once.
    pub period: String,
    pub written_at: Instant,
}

impl Run {
    /// To look once more at what stands in it.
    fn asks(&self, told: Vec<Waiting>) -> Asked<'_> {
        Asked { member: &self.member_id, due: told, later: Vec::new(), run: Some(&self.id) }
    }
}

/// Members written to before the worker looks whether it is to stop.
const MEMBERS_AT_ONCE: i64 = 50;
/// A letter that cannot be written does not hold up the others.
const PUT_OFF: Duration = Duration::minutes(15);

/// Writes the letters that are due at `at`. Whether there were any.
pub async fn write_due(app: &App, at: Instant) -> Result<bool> {
    let due = app.db.read(move |conn| schedules::due_members(conn, at, MEMBERS_AT_ONCE)).await?;
    for member in &due {
        let (desk, id) = (Desk::of(app), member.clone());
        let written = app.db.write(move |conn| write_letter(conn, &desk, &id, at)).await;
        if let Err(error) = written {
            tracing::error!(%error, member.id = %member, "a letter could not be written");
            let id = member.clone();
            app.db.write(move |conn| schedules::put_off(conn, &id, at + PUT_OFF)).await?;
        }
    }
    Ok(!due.is_empty())
}

/// Finds what somebody lost sight of, and forgets what is long over.
pub async fn sweep(app: &App) -> Result<()> {
    let settings = app.config.alerts.clone();
    let found = app.db.write(move |conn| schedules::sweep(conn, &settings)).await?;
    if found > 0 {
        tracing::warn!(members = found, "letters to {found} members had not been planned");
    }
    app.db.write(|conn| store::forget(conn, clock::now() - KEPT)).await
}

/// How long one can look back at what one was told.
const KEPT: Duration = Duration::days(400);

/// Writes the letter to one member, unless somebody else just did.
fn write_letter(conn: &mut Conn, desk: &Desk, member: &Id<Member>, at: Instant) -> Result<()> {
    let Some(mut schedule) = schedules::lock_due(conn, member, at)? else { return Ok(()) };
    let waiting = notifications::waiting(conn, member)?;
    let Sorted { due, later, over, digest } = sorted(conn, desk, &schedule, waiting, at)?;
    notifications::settle(conn, &over, None, at)?;
    let judged = judging::judge(conn, Asked { member, due, later, run: None })?;
    judged.keep(conn)?;
    notifications::settle(conn, &judged.dropped, None, at)?;
    let members = accounts::members_by_id(conn, &[member.to_string()])?;
    if let Some(reader) = members.get(member).filter(|_| !judged.finds.is_empty()) {
        let period = match digest {
            Some(due) => schedule.day_of(due).map_or_else(|| due.to_string(), |it| it.to_string()),
            None => at.to_string(),
        };
        let (id, written_at) = (Id::new(), clock::now());
        let run = Run { id, member_id: member.clone(), period, written_at };
        if !store::insert(conn, &run)? {
            return Err(Error::internal(format!(
                "{member} has a letter of {} already",
                run.period
            )));
        }
        notifications::settle(conn, &judged.told, Some(&run.id), at)?;
        let mail = mail_of(desk, reader, &run, judged)?;
        let organisation = Some(reader.organisation_id.as_str());
        outbox::enqueue(conn, &dedupe_key(&run.id), MAIL_KIND, organisation, &mail)?;
        schedule.written.at = Some(at);
        if let Some(due) = digest {
            schedule.written.digest_on = schedule.day_of(due);
        }
    } else {
        // Nobody is left to tell it to.
        notifications::settle(conn, &judged.told, None, at)?;
    }
    schedules::written(conn, &desk.settings, schedule)
}

const KEY_PREFIX: &str = "alert:";

/// By it a mail is known as that of a run.
pub(super) fn dedupe_key(run: &Id<Run>) -> String {
    format!("{KEY_PREFIX}{run}")
}

/// The keys of all mails to a member of whom little is kept.
pub(super) fn letters_of(conn: &mut Conn, member: &Id<Member>) -> Result<Vec<String>> {
    Ok(store::of_member(conn, member)?.iter().map(dedupe_key).collect())
}

fn mail_of(desk: &Desk, reader: &Member, run: &Run, judged: Judged) -> Result<Mail> {
    let letter = Letter::to(reader, judged.finds, judged.unjudged);
    let stop = Stop { member_id: reader.id.clone(), need_ids: letter.need_ids() };
    let stop_url = format!("{}/unsubscribe/{}", desk.public_url, stop.token(&desk.secret)?);
    let all_url = format!("{}/alerts/{}", desk.public_url, http::token(&desk.secret, &run.id));
    letter.mail(&desk.public_url, &all_url, stop_url, desk.list_id())
}

/// What waits for a member, by what is to become of it.
struct Sorted {
    due: Vec<Waiting>,
    /// It is told in a later letter, unless this one tells of the same thing.
    later: Vec<Waiting>,
    /// Nobody is waiting for it any more.
    over: Vec<Id<Notification>>,
    /// When the digest was due, if it is one.
    digest: Option<Instant>,
}

fn sorted(
    conn: &mut Conn,
    desk: &Desk,
    schedule: &Schedule,
    waiting: Vec<Waiting>,
    at: Instant,
) -> Result<Sorted> {
    let needs = needs_of(conn, &waiting)?;
    let ids: Vec<_> = needs.keys().cloned().collect();
    let stopped = stops::stopped(conn, &ids)?;
    let mut sorted = Sorted { due: Vec::new(), later: Vec::new(), over: Vec::new(), digest: None };
    let mut at_once = Vec::new();
    for it in waiting {
        let Some(need) = needs.get(&it.need_id) else { continue };
        match need.state {
            // What waits is told when it is looked for again.
            State::Paused => continue,
            State::Closed | State::Expired => {
                sorted.over.push(it.id);
                continue;
            }
            State::Open if stopped.contains(&(need.id.clone(), need.member_id.clone())) => {
                sorted.over.push(it.id);
                continue;
            }
            State::Open => {}
        }
        let due = schedule.due(need, it.created_at, &desk.settings);
        match need.frequency {
            Frequency::AtOnce if due > at => at_once.push(it),
            Frequency::AtOnce => sorted.due.push(it),
            Frequency::Daily | Frequency::Weekly | Frequency::Monthly if due > at => {
                sorted.later.push(it);
            }
            Frequency::Daily | Frequency::Weekly | Frequency::Monthly => {
                sorted.digest = sorted.digest.max(Some(due));
                sorted.due.push(it);
            }
        }
    }
    if !sorted.due.is_empty() {
        // There is a letter anyway, so what pauses between two goes along.
        sorted.due.extend(at_once);
    }
    Ok(sorted)
}

fn needs_of(conn: &mut Conn, waiting: &[Waiting]) -> Result<HashMap<Id<Need>, Need>> {
    let ids: BTreeSet<_> = waiting.iter().map(|it| it.need_id.clone()).collect();
    let needs = needs::find_all(conn, &Vec::from_iter(ids))?;
    Ok(needs.into_iter().map(|it| (it.id.clone(), it)).collect())
}

/// What is to be sent of a mail that was put into the outbox a while ago.
#[derive(Debug)]
pub enum AtSending {
    AsItIs,
    /// Some of it is gone, or is otherwise by now.
    Instead(Mail),
    /// Nothing of it is left.
    Nothing,
}

/// Looks at a mail once more before it leaves: what is gone meanwhile is not told, nor is anything
/// to who said stop.
pub async fn at_sending(app: &App, dedupe_key: &str) -> Result<AtSending> {
    let Some(run) = dedupe_key.strip_prefix(KEY_PREFIX).and_then(Id::parse) else {
        return Ok(AtSending::AsItIs);
    };
    let looking = run.clone();
    if !app.db.read(move |conn| store::is_outdated(conn, &looking)).await? {
        return Ok(AtSending::AsItIs);
    }
    let desk = Desk::of(app);
    app.db.write(move |conn| written_again(conn, &desk, &run)).await
}

fn written_again(conn: &mut Conn, desk: &Desk, id: &Id<Run>) -> Result<AtSending> {
    let Some(run) = store::find(conn, id)? else { return Ok(AtSending::AsItIs) };
    let members = BTreeSet::from([run.member_id.clone()]);
    schedules::locked(conn, &desk.settings, &members)?;
    let told = notifications::of_run(conn, &run.id)?;
    let members = accounts::members_by_id(conn, &[run.member_id.to_string()])?;
    let Some(reader) = members.get(&run.member_id) else { return Ok(AtSending::Nothing) };
    let needs = needs_of(conn, &told)?;
    let stopped = stops::stopped(conn, &needs.keys().cloned().collect::<Vec<_>>())?;
    let told = told
        .into_iter()
        .filter(|it| !stopped.contains(&(it.need_id.clone(), reader.id.clone())))
        .collect();
    let judged = judging::judge(conn, run.asks(told))?;
    judged.keep(conn)?;
    notifications::settle(conn, &judged.dropped, None, clock::now())?;
    if judged.finds.is_empty() {
        return Ok(AtSending::Nothing);
    }
    mail_of(desk, reader, &run, judged).map(AtSending::Instead)
}

/// All that stands in a letter, as it is now, for the page that shows it.
fn letter_as_it_is_now(conn: &mut Conn, run: &Id<Run>) -> Result<(Member, Judged)> {
    let run = store::find(conn, run)?.ok_or(Error::NotFound)?;
    let mut members: BTreeMap<_, _> =
        accounts::members_by_id(conn, &[run.member_id.to_string()])?.into_iter().collect();
    let reader = members.remove(&run.member_id).ok_or(Error::NotFound)?;
    let told = notifications::of_run(conn, &run.id)?;
    Ok((reader, judging::judge(conn, run.asks(told))?))
}
