//! The canary: a listing and a need of the operator's own that prove, every so often, that an
//! alert really arrives.
//!
//! A listing becomes a cent cheaper, which somebody asked to be told of. From there on everything
//! is as for everybody: the job, the index over all needs, `fits`, the notification, the letter,
//! the outbox, the relay. It is heard when the relay has taken the content of the letter, or when
//! it lies in the folder of mails: farther than that we do not see.
//!
//! Both sides stand in a park that nobody sees ([`accounts::found_unseen`]), so nothing of this is
//! found, counted or told elsewhere.

mod store;

use time::Duration;

use crate::accounts::{self, Member, Organisation};
use crate::app::App;
use crate::catalogue::{CategoryCode, Unit};
use crate::clock::Instant;
use crate::config;
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::mail::outbox::{self, Claimed};
use crate::needs::{self, Criteria, Frequency, NeedDraft};
use crate::passports::{self, Content, Draft, Passport, Price};
use crate::search::Visibility;

/// Where it is, and when it was last heard.
#[derive(Debug, Clone)]
struct Canary {
    member_id: Id<Member>,
    passport_id: Id<Passport>,
    put_out_at: Instant,
    sung_at: Instant,
    heard_at: Option<Instant>,
}

/// How the canary is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Health {
    /// Since an alert last arrived; since it was put out, where none ever did.
    pub silent_seconds: i64,
    /// More than one alert in a row did not arrive.
    pub is_late: bool,
}

const NAME: &str = "Circuler canary";
/// Of a word that is asked for and stands in no other listing: nothing of anybody else fits.
const WORD_LETTERS: usize = 20;
const CATEGORY: &str = "DOOR.INT";
/// A cent less every quarter of an hour: twenty-eight years until a new listing takes its place.
const PRICE_CENTS: i64 = 1_000_000;
/// Who changes its listing, in the history of that.
const ACTOR: &str = "canary";
/// With one it may be that its alert is still on its way.
const ROUNDS_MISSED_MAX: i64 = 2;
/// Its letters and what they told of are kept so long.
const KEPT: Duration = Duration::days(1);

/// Gives the canary something to tell, if it is time at `at`.
pub async fn sing(app: &App, at: Instant) -> Result<()> {
    let settings = app.config.alerts.clone();
    if settings.canary_address.is_empty() {
        return Ok(());
    }
    let every = every(&settings)?;
    let looking = move |conn: &mut _| Ok(store::find(conn)?.is_none_or(|it| it.is_due(every, at)));
    if !app.db.read(looking).await? {
        return Ok(());
    }
    let late = app.db.write(move |conn| sing_now(conn, &settings, at)).await?;
    if let Some(seconds) = late {
        tracing::error!(seconds, "no alert of the canary has arrived for {seconds} seconds");
    }
    Ok(())
}

/// How it is at `at`; `None` where there is no canary, or where no worker has put it out yet.
pub fn health(conn: &mut Conn, settings: &config::Alerts, at: Instant) -> Result<Option<Health>> {
    if settings.canary_address.is_empty() {
        return Ok(None);
    }
    let every = every(settings)?;
    Ok(store::find(conn)?.map(|it| it.health(every, at)))
}

/// Notes that a mail arrived at `at`, should it be one of the canary's. Called in the transaction
/// that notes that it was sent.
pub fn heard(
    conn: &mut Conn,
    settings: &config::Alerts,
    mail: &Claimed,
    at: Instant,
) -> Result<()> {
    let is_its_own = mail.kind == super::MAIL_KIND
        && mail.mail.to_address.eq_ignore_ascii_case(&settings.canary_address);
    if is_its_own { store::heard(conn, at) } else { Ok(()) }
}

fn every(settings: &config::Alerts) -> Result<Duration> {
    let minutes = i64::try_from(settings.canary_minutes.max(1)).map_err(Error::internal)?;
    Ok(Duration::minutes(minutes))
}

impl Canary {
    fn is_due(&self, every: Duration, at: Instant) -> bool {
        self.sung_at + every <= at
    }

    fn health(&self, every: Duration, at: Instant) -> Health {
        let since = self.heard_at.unwrap_or(self.put_out_at);
        let silent_seconds = (at.unix_seconds() - since.unix_seconds()).max(0);
        let is_late = silent_seconds > ROUNDS_MISSED_MAX * every.whole_seconds();
        Health { silent_seconds, is_late }
    }
}

/// For how many seconds it has been silent, if that is too long.
fn sing_now(conn: &mut Conn, settings: &config::Alerts, at: Instant) -> Result<Option<i64>> {
    let every = every(settings)?;
    let Some(canary) = store::lock(conn)? else {
        put_out(conn, &settings.canary_address, at)?;
        return Ok(None);
    };
    if !canary.is_due(every, at) {
        // Another worker was faster.
        return Ok(None);
    }
    follow_address(conn, &canary.member_id, &settings.canary_address)?;
    store::forget(conn, &canary.member_id, at - KEPT)?;
    let health = canary.health(every, at);
    // While a letter waits for its relay another one would only wait behind it.
    let letters = super::digests::letters_of(conn, &canary.member_id)?;
    if outbox::any_open(conn, &letters)? {
        store::sung(conn, &canary.passport_id, at)?;
    } else {
        let passport_id = cheaper(conn, &canary.passport_id)?;
        store::sung(conn, &passport_id, at)?;
    }
    Ok(health.is_late.then_some(health.silent_seconds))
}

/// Founds both sides, with a listing and a need that fit.
fn put_out(conn: &mut Conn, address: &str, at: Instant) -> Result<()> {
    let unseen = accounts::found_unseen(conn, NAME, address)?;
    let caller = accounts::caller_of(conn, &unseen.seeker.id)?;
    let caller = caller.ok_or_else(|| Error::internal("the canary is nobody"))?;
    let word: String =
        (0..WORD_LETTERS).map(|_| char::from(rand::random_range(b'a'..=b'z'))).collect();
    let criteria = Criteria {
        categories: vec![category()?],
        words: vec![word.clone()],
        price_cents_max: Some(PRICE_CENTS),
        ..Criteria::default()
    };
    let (name, frequency) = (NAME.to_owned(), Frequency::AtOnce);
    needs::create(conn, &caller, NeedDraft { name, criteria, frequency, expires_on: None })?;
    let draft = Draft {
        name: format!("{NAME} {word}"),
        category: Some(category()?),
        quantity: 1.into(),
        unit: Unit::Pcs,
        price: Some(Price::PerUnit { cents: PRICE_CENTS }),
        visibility: Visibility::Park,
        ..Draft::default()
    };
    let passport_id = offer(conn, &unseen.holder, draft.checked()?)?;
    let member_id = unseen.seeker.id;
    let canary = Canary { member_id, passport_id, put_out_at: at, sung_at: at, heard_at: None };
    store::insert(conn, &canary)
}

fn offer(conn: &mut Conn, holder: &Id<Organisation>, content: Content) -> Result<Id<Passport>> {
    let ids = passports::register_all(conn, ACTOR, holder, None, vec![content])?;
    ids.into_iter().next().ok_or_else(|| Error::internal("the canary has no listing"))
}

fn category() -> Result<CategoryCode> {
    CategoryCode::parse(CATEGORY).ok_or_else(|| Error::internal("the canary has no category"))
}

/// Makes the listing a cent cheaper; where that is not possible any more, another one takes its
/// place.
fn cheaper(conn: &mut Conn, id: &Id<Passport>) -> Result<Id<Passport>> {
    let passport = passports::find(conn, id)?.ok_or(Error::NotFound)?;
    let mut draft = passport.content.into_draft();
    match draft.price {
        Some(Price::PerUnit { cents }) if cents > 1 => {
            draft.price = Some(Price::PerUnit { cents: cents - 1 });
            passports::revise(conn, ACTOR, id, None, draft.checked()?).map(|it| it.id)
        }
        Some(Price::PerUnit { .. } | Price::Free {} | Price::OnRequest {}) | None => {
            draft.price = Some(Price::PerUnit { cents: PRICE_CENTS });
            offer(conn, &passport.organisation_id, draft.checked()?)
        }
    }
}

/// The settings may name another address by now.
fn follow_address(conn: &mut Conn, member: &Id<Member>, address: &str) -> Result<()> {
    let members = accounts::members_by_id(conn, &[member.to_string()])?;
    match members.get(member) {
        Some(it) if !it.email.eq_ignore_ascii_case(address.trim()) => {
            accounts::move_unseen(conn, member, address)
        }
        _ => Ok(()),
    }
}
