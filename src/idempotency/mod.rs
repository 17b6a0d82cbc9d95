//! A request that is sent again, because the answer to it got lost on the way, takes effect once.
//!
//! It names itself with an `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header-07, which
//! expired before it became a standard). Whoever sends it again gets the answer of the first time.

mod fingerprint;
pub mod http;
mod store;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use time::Duration;

use crate::clock::{self, Instant};
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::language::say;
use crate::secret::Secret;

pub use fingerprint::Fingerprint;

/// So long an answer is kept: who tries again on the next day means something else by it.
const KEPT: Duration = Duration::hours(24);

/// What a request is known by: its key, who sends it, and where to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name(String);

/// A longer key is no key: a UUID has 36 characters.
const KEY_CHARACTERS_MAX: usize = 255;

impl Name {
    /// Nobody else's key, and none for another address, is this one. The draft puts quotes around
    /// a key; few clients do.
    pub fn new(secret: &Secret, caller: &str, path: &str, key: &str) -> Result<Self> {
        let bare = key.trim();
        let bare = bare.strip_prefix('"').and_then(|it| it.strip_suffix('"')).unwrap_or(bare);
        let fits = (1..=KEY_CHARACTERS_MAX).contains(&bare.len());
        if !fits || !bare.bytes().all(|it| it.is_ascii_graphic()) {
            let expected = say("expected-idempotency-key").with("max", KEY_CHARACTERS_MAX);
            return Err(Error::invalid("/Idempotency-Key", expected, key.escape_debug()));
        }
        // No path and no caller has a line break in it, so no two of them run into each other.
        Ok(Self(secret.sign("idempotency-key", &format!("{caller}\n{path}\n{bare}"))))
    }
}

/// An answer as it went out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    /// In base 64.
    body: String,
}

/// An answer may hold what opens a door: a new API key, a session. It is kept under our secret.
const SEALED_FOR: &str = "idempotency-answer";

impl Answer {
    pub fn new(status: u16, headers: Vec<(String, String)>, body: &[u8]) -> Self {
        Self { status, headers, body: STANDARD.encode(body) }
    }

    pub fn body(&self) -> Result<Vec<u8>> {
        STANDARD.decode(&self.body).map_err(Error::internal)
    }

    fn sealed(&self, secret: &Secret) -> Result<String> {
        secret.seal(SEALED_FOR, &serde_json::to_vec(self).map_err(Error::internal)?)
    }

    /// `None` where it was sealed under another secret than today's.
    fn opened(secret: &Secret, sealed: &str) -> Option<Self> {
        serde_json::from_slice(&secret.open_sealed(SEALED_FOR, sealed)?).ok()
    }
}

/// What is known of a request when it comes in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Claim {
    /// Nothing: it is the first of its name, and may go on.
    First,
    /// One of its name is under way, or was cut off, so that nobody knows whether it took effect.
    Unanswered,
    Answered {
        fingerprint: String,
        answer: Answer,
    },
}

/// Says whether a request of this name may go on. Of many at once, one is told that it may.
pub fn claim(conn: &mut Conn, secret: &Secret, name: &Name, now: Instant) -> Result<Claim> {
    store::remove_older(conn, Some(name), now - KEPT)?;
    if store::insert(conn, name, now)? {
        return Ok(Claim::First);
    }
    let Some((fingerprint, sealed)) = store::answer(conn, name)? else {
        return Ok(Claim::Unanswered);
    };
    let answered = Answer::opened(secret, &sealed);
    Ok(answered.map_or(Claim::Unanswered, |answer| Claim::Answered { fingerprint, answer }))
}

/// Keeps what was answered to a request that took effect.
pub fn keep(
    conn: &mut Conn,
    secret: &Secret,
    name: &Name,
    fingerprint: &str,
    answer: &Answer,
) -> Result<()> {
    store::keep(conn, name, fingerprint, &answer.sealed(secret)?)
}

/// Forgets a request that took no effect: whoever sends it again, mended, is heard again.
pub fn release(conn: &mut Conn, name: &Name) -> Result<()> {
    store::remove(conn, name)
}

/// Forgets what is older than a day.
pub fn sweep(conn: &mut Conn) -> Result<()> {
    store::remove_older(conn, None, clock::now() - KEPT)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accounts::tests::on_a_database;

    fn name(secret: &Secret, key: &str) -> Name {
        Name::new(secret, "member:1", "/api/v1/sites", key).unwrap()
    }

    #[test]
    fn an_answer_is_kept_for_a_day() {
        on_a_database(|conn| {
            let (secret, now) = (Secret::random(), clock::now());
            let name = name(&secret, "a");
            assert_eq!(claim(conn, &secret, &name, now).unwrap(), Claim::First);
            assert_eq!(claim(conn, &secret, &name, now).unwrap(), Claim::Unanswered);
            let headers = vec![("etag".to_owned(), "\"1\"".to_owned())];
            let answer = Answer::new(201, headers, b"made \xff");
            keep(conn, &secret, &name, "print", &answer).unwrap();

            let almost = now + KEPT - Duration::seconds(1);
            let fingerprint = "print".to_owned();
            let known = Claim::Answered { fingerprint, answer: answer.clone() };
            assert_eq!(claim(conn, &secret, &name, almost).unwrap(), known);
            assert_eq!(answer.body().unwrap(), b"made \xff");
            let other_secret = claim(conn, &Secret::random(), &name, almost).unwrap();
            assert_eq!(other_secret, Claim::Unanswered, "nobody reads it without our secret");
            let next_day = now + KEPT + Duration::seconds(1);
            assert_eq!(claim(conn, &secret, &name, next_day).unwrap(), Claim::First);
        });
    }

    #[test]
    fn what_is_old_is_swept_away_and_what_took_no_effect_is_forgotten() {
        on_a_database(|conn| {
            let (secret, now) = (Secret::random(), clock::now());
            let (old, new) = (name(&secret, "old"), name(&secret, "new"));
            claim(conn, &secret, &old, now - KEPT - Duration::seconds(1)).unwrap();
            claim(conn, &secret, &new, now).unwrap();
            sweep(conn).unwrap();
            assert!(store::insert(conn, &old, now).unwrap());
            assert!(!store::insert(conn, &new, now).unwrap());
            release(conn, &new).unwrap();
            assert_eq!(claim(conn, &secret, &new, now).unwrap(), Claim::First);
        });
    }

    #[test]
    fn a_key_is_good_for_its_sender_and_address_alone() {
        let secret = Secret::random();
        let named = |caller, path, key| Name::new(&secret, caller, path, key).unwrap();
        let one = named("member:1", "/api/v1/sites", "8e03978e");
        assert_eq!(named("member:1", "/api/v1/sites", " \"8e03978e\" "), one);
        assert_ne!(named("member:2", "/api/v1/sites", "8e03978e"), one);
        assert_ne!(named("member:1", "/api/v1/needs", "8e03978e"), one);
        assert_ne!(named("member:1", "/api/v1/sites", "8e03978f"), one);
        for wrong in ["", "\"\"", "a b", "é", &"x".repeat(KEY_CHARACTERS_MAX + 1)] {
            assert!(Name::new(&secret, "member:1", "/api/v1/sites", wrong).is_err(), "{wrong:?}");
        }
    }
}
