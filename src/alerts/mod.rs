//! Alerts: who is told of what fits, in one letter for each of them, and how they say stop.

pub mod http;
mod letter;
mod store;
mod unsubscribe;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write;

use sha2::{Digest, Sha256};

use crate::accounts::{self, Member};
use crate::app::App;
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::mail::outbox;
use crate::needs::{self, Following, Match, NewMatch, Pair};
use crate::secret::Secret;

use letter::{Find, Letter};
use unsubscribe::Stop;

/// Finds who has been waiting for these passports, and writes to them.
pub async fn match_passports(app: &App, passport_ids: Vec<String>) -> Result<()> {
    let following = app.kept.get::<Following>();
    let find = move |conn: &mut _| needs::pairs_of_passports(conn, &following, &passport_ids);
    let pairs = app.db.read(find).await?;
    tell(app, pairs).await
}

/// Finds what is there for this need, and writes to who has it.
pub async fn match_need(app: &App, need_id: String) -> Result<()> {
    let id = Id::parse(&need_id).ok_or_else(|| Error::internal("a job for no need"))?;
    let pairs = needs::pairs_of_need(app, &id).await?;
    tell(app, pairs).await
}

/// A transaction with more would hold up the others. Whoever is concerned by the last of some and
/// the first of the next gets two letters.
const PAIRS_AT_ONCE: usize = 20_000;

/// Looked for outside of a transaction, judged again within it: what changed meanwhile counts.
async fn tell(app: &App, mut pairs: Vec<Pair>) -> Result<()> {
    pairs.sort_unstable();
    for some in pairs.chunks(PAIRS_AT_ONCE) {
        let (some, desk) = (some.to_vec(), Desk::of(app));
        app.db
            .write(move |conn| {
                let new = needs::record_matches(conn, &some)?;
                write_letters(conn, &desk, new)
            })
            .await?;
    }
    Ok(())
}

/// What a letter needs of the service.
struct Desk {
    public_url: String,
    secret: Secret,
}

impl Desk {
    fn of(app: &App) -> Self {
        Self { public_url: app.config.server.public_url.clone(), secret: app.secret.clone() }
    }

    /// Names this kind of mail (RFC 2919): `alerts.circuler.be`.
    fn list_id(&self) -> String {
        let url = url::Url::parse(&self.public_url);
        let host = url.ok().and_then(|url| url.host_str().map(str::to_owned));
        // An address without a host still has alerts.
        format!("alerts.{}", host.as_deref().unwrap_or("localhost"))
    }
}

/// One letter for each member with new matches, into the outbox. Who said stop is not written to.
fn write_letters(conn: &mut Conn, desk: &Desk, new: Vec<NewMatch>) -> Result<()> {
    let mut by_member: BTreeMap<Id<Member>, Vec<NewMatch>> = BTreeMap::new();
    let need_ids: BTreeSet<_> = new.iter().map(|it| it.need.id.clone()).collect();
    let stopped = store::stopped(conn, &need_ids.into_iter().collect::<Vec<_>>())?;
    for found in new {
        let member_id = found.need.member_id.clone();
        if !stopped.contains(&(found.need.id.clone(), member_id.clone())) {
            by_member.entry(member_id).or_default().push(found);
        }
    }
    let ids: Vec<_> = by_member.keys().map(Id::to_string).collect();
    let members = accounts::members_by_id(conn, &ids)?;
    for (id, found) in by_member {
        let Some(member) = members.get(&id) else { continue };
        let key = dedupe_key(&id, &found);
        let letter = Letter::to(member, finds(found));
        let stop = Stop { member_id: id, need_ids: letter.need_ids() };
        let stop_url = format!("{}/unsubscribe/{}", desk.public_url, stop.token(&desk.secret)?);
        let mail = letter.mail(&desk.public_url, stop_url, desk.list_id())?;
        let organisation = Some(member.organisation_id.as_str());
        outbox::enqueue(conn, &key, "alert", organisation, &mail)?;
    }
    Ok(())
}

/// A listing comes once, whatever number of needs it fits; best first.
fn finds(new: Vec<NewMatch>) -> Vec<Find> {
    let mut by_passport: HashMap<_, Vec<NewMatch>> = HashMap::new();
    for found in new {
        by_passport.entry(found.offer.passport.id.clone()).or_default().push(found);
    }
    let by_score = |it: &NewMatch| (Reverse(thousandths(it.fit.score)), it.need.id.clone());
    let mut finds: Vec<Find> = by_passport
        .into_values()
        .map(|mut matches| {
            matches.sort_by_key(by_score);
            Find { matches }
        })
        .collect();
    finds.sort_by_key(|it| (Reverse(thousandths(it.score())), it.passport().id.clone()));
    finds
}

/// Scores in an order that is one. What differs by less is as good.
#[expect(clippy::cast_possible_truncation, reason = "a score lies between 0 and 1")]
fn thousandths(score: f64) -> i64 {
    (score * 1000.0).round() as i64
}

/// A job that runs again finds no new matches, so it writes no letter with another key. A match
/// that became better is told again, with the next version of its passport.
fn dedupe_key(member: &Id<Member>, found: &[NewMatch]) -> String {
    let mut matches: Vec<(&Id<Match>, i64)> =
        found.iter().map(|it| (&it.id, it.offer.passport.version)).collect();
    matches.sort_unstable();
    let mut hash = Sha256::new();
    for (id, version) in matches {
        hash.update(id.as_str());
        hash.update(version.to_be_bytes());
    }
    let mut key = format!("alert:{member}:");
    for byte in hash.finalize() {
        // Writing into a string does not fail.
        let _ = write!(key, "{byte:02x}");
    }
    key
}
