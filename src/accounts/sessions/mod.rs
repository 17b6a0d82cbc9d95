//! Sessions: how they begin, go on by refresh tokens, and end.
//!
//! A session is a family of refresh tokens, of which the newest is good once: it is exchanged for
//! the next. A token that comes back a second time was stolen, or its successor was, and ends the
//! whole family.

mod store;

use time::Duration;

use super::password::Password;
use super::tokens::{self, Bearer};
use super::{Caller, Member, Organisation, draft, keys, store as accounts};
use crate::app::App;
use crate::clock::{self, Instant};
use crate::config;
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::secret::Secret;

use store::RefreshToken;

/// A member who signed in, on one device.
#[derive(Debug, Clone)]
pub struct Session {
    pub id: Id<Session>,
    pub member: Member,
    pub organisation: Organisation,
    /// Good once, until then.
    pub refresh_token: String,
    pub expires_at: Instant,
}

/// Two tabs may refresh at once, and an answer may get lost on the way: for so long the token
/// that was used last is exchanged again, for the very same successor.
const GRACE: Duration = Duration::seconds(10);

/// What the successor of a token is signed for.
const SUCCESSOR: &str = "refresh-token";

/// Begins a session for who knows the password. Nobody learns whether the address is a member's:
/// the answer is the same, and so is the work.
pub async fn sign_in(app: &App, email: &str, password: Password) -> Result<Session> {
    let settings = &app.config.accounts;
    // What is no address is nobody's; it goes the same way as one that nobody has.
    let email = draft::email("", email).ok();
    let found = app
        .db
        .read(move |conn| match email {
            Some(email) => accounts::credentials(conn, &email),
            None => Ok(None),
        })
        .await?;
    let (member_id, hash) = found.unzip();
    let known = password.is_of(settings, hash).await?;
    let Some(member_id) = member_id.filter(|_| known) else {
        return Err(Error::Unauthenticated);
    };
    let lifetime = lifetime(settings)?;
    app.db.write(move |conn| start(conn, &member_id, lifetime)).await
}

/// Begins a session of a member who has just proved to be one.
pub fn start(conn: &mut Conn, member_id: &Id<Member>, lifetime: Duration) -> Result<Session> {
    let now = clock::now();
    store::remove_expired(conn, now)?;
    let refresh_token = tokens::random();
    let first = RefreshToken {
        id: Id::new(),
        family_id: Id::new(),
        member_id: member_id.clone(),
        token_hash: tokens::fingerprint(&refresh_token),
        created_at: now,
        expires_at: now + lifetime,
        used_at: None,
        revoked_at: None,
    };
    store::insert(conn, &first)?;
    session(conn, first, refresh_token)
}

/// How long a session goes on at most, however often it is refreshed.
pub fn lifetime(settings: &config::Accounts) -> Result<Duration> {
    Ok(Duration::days(i64::try_from(settings.refresh_days).map_err(Error::internal)?))
}

/// Exchanges a refresh token for the next. `None` where it is not good: what that ends must be
/// kept, so it is no error, which would undo it.
pub fn refresh(conn: &mut Conn, secret: &Secret, token: &str) -> Result<Option<Session>> {
    let now = clock::now();
    let Some(known) = store::find(conn, &tokens::fingerprint(token))? else {
        return Ok(None);
    };
    // Whoever holds a token cannot compute the next one, but we can, any number of times.
    let next_token = secret.sign(SUCCESSOR, token);
    let next = RefreshToken {
        id: Id::new(),
        token_hash: tokens::fingerprint(&next_token),
        created_at: now,
        ..known.clone()
    };
    if store::mark_used(conn, &known.id, now)? {
        store::insert(conn, &next)?;
    } else if !may_repeat(conn, &known.token_hash, &next.token_hash, now)? {
        tracing::warn!(
            session.id = %known.family_id,
            member.id = %known.member_id,
            "a refresh token came back too late; its session is ended"
        );
        store::revoke_family(conn, &known.family_id, now)?;
        return Ok(None);
    }
    session(conn, next, next_token).map(Some)
}

/// Whether a token was used moments ago, and its successor has not been used since.
fn may_repeat(conn: &mut Conn, token: &str, next: &str, now: Instant) -> Result<bool> {
    // Read again: somebody else may have used it since we looked.
    let used = store::find(conn, token)?;
    let next = store::find(conn, next)?;
    Ok(used.is_some_and(|it| it.is_good(now) && it.used_at.is_some_and(|at| at + GRACE > now))
        && next.is_some_and(|it| it.is_good(now) && it.used_at.is_none()))
}

impl RefreshToken {
    fn is_good(&self, now: Instant) -> bool {
        self.revoked_at.is_none() && self.expires_at > now
    }
}

fn session(conn: &mut Conn, token: RefreshToken, refresh_token: String) -> Result<Session> {
    let RefreshToken { family_id, member_id, expires_at, .. } = token;
    let (member, organisation) = super::member_with_organisation(conn, &member_id)?;
    Ok(Session { id: family_id, member, organisation, refresh_token, expires_at })
}

/// Ends the session that a refresh token belongs to, with the access tokens it gave out.
pub fn end(conn: &mut Conn, token: &str) -> Result<()> {
    match store::find(conn, &tokens::fingerprint(token))? {
        Some(known) => store::revoke_family(conn, &known.family_id, clock::now()),
        None => Ok(()),
    }
}

impl Session {
    /// A token that opens the API for a few minutes.
    pub fn access_token(&self, app: &App) -> Result<String> {
        let bearer = Bearer {
            member: self.member.id.clone(),
            organisation: self.organisation.id.clone(),
            session: self.id.clone(),
        };
        let (settings, audience) = (&app.config.accounts, &app.config.server.public_url);
        tokens::issue(&app.secret, audience, &bearer, clock::now(), settings.access_minutes)
    }
}

/// Who calls with this token: an access token, or an API key. What they may do is read anew each
/// time, so that it ends with the session, the key or the role, not with the token.
pub async fn caller(app: &App, token: String) -> Result<Caller> {
    if let Some((id, secret)) = keys::parse(&token) {
        return keys::caller(app, id, secret).await;
    }
    let bearer = tokens::read(&app.secret, &app.config.server.public_url, &token, clock::now());
    let bearer = bearer.ok_or(Error::Unauthenticated)?;
    let found = app.db.read(move |conn| accounts::caller_of_session(conn, &bearer)).await?;
    found.ok_or(Error::Unauthenticated)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accounts::tests::{member, on_a_database};

    fn started(conn: &mut Conn) -> Session {
        let member = member(conn, "ann@example.org");
        start(conn, &member.id, Duration::days(30)).unwrap()
    }

    fn is_open(conn: &mut Conn, session: &Session) -> bool {
        let bearer = Bearer {
            member: session.member.id.clone(),
            organisation: session.organisation.id.clone(),
            session: session.id.clone(),
        };
        accounts::caller_of_session(conn, &bearer).unwrap().is_some()
    }

    #[test]
    fn each_refresh_gives_the_next_token_of_the_same_session() {
        on_a_database(|conn| {
            let (secret, first) = (Secret::random(), started(conn));
            let second = refresh(conn, &secret, &first.refresh_token).unwrap().unwrap();
            let third = refresh(conn, &secret, &second.refresh_token).unwrap().unwrap();
            assert!(first.refresh_token != second.refresh_token);
            assert!(second.refresh_token != third.refresh_token);
            assert_eq!((&third.id, third.expires_at), (&first.id, first.expires_at));
            assert!(is_open(conn, &first));
        });
    }

    #[test]
    fn two_tabs_that_refresh_at_once_get_the_same_token() {
        on_a_database(|conn| {
            let (secret, first) = (Secret::random(), started(conn));
            let one = refresh(conn, &secret, &first.refresh_token).unwrap().unwrap();
            let other = refresh(conn, &secret, &first.refresh_token).unwrap().unwrap();
            assert_eq!(one.refresh_token, other.refresh_token);
            assert!(refresh(conn, &secret, &one.refresh_token).unwrap().is_some());
        });
    }

    #[test]
    fn a_token_that_comes_back_later_ends_the_session() {
        on_a_database(|conn| {
            let (secret, first) = (Secret::random(), started(conn));
            let second = refresh(conn, &secret, &first.refresh_token).unwrap().unwrap();
            store::age_session(conn, &first.id, GRACE);
            assert!(refresh(conn, &secret, &first.refresh_token).unwrap().is_none());
            assert!(refresh(conn, &secret, &second.refresh_token).unwrap().is_none());
            assert!(!is_open(conn, &second), "access tokens end with it");
        });
    }

    #[test]
    fn a_token_before_the_last_one_ends_the_session_at_once() {
        on_a_database(|conn| {
            let (secret, first) = (Secret::random(), started(conn));
            let second = refresh(conn, &secret, &first.refresh_token).unwrap().unwrap();
            let third = refresh(conn, &secret, &second.refresh_token).unwrap().unwrap();
            assert!(refresh(conn, &secret, &first.refresh_token).unwrap().is_none());
            assert!(refresh(conn, &secret, &third.refresh_token).unwrap().is_none());
        });
    }

    #[test]
    fn a_session_is_over_after_its_time_and_forgotten_at_the_next_sign_in() {
        on_a_database(|conn| {
            let (secret, first) = (Secret::random(), started(conn));
            store::age_session(conn, &first.id, Duration::days(31));
            assert!(refresh(conn, &secret, &first.refresh_token).unwrap().is_none());
            start(conn, &first.member.id, Duration::days(30)).unwrap();
            let hash = tokens::fingerprint(&first.refresh_token);
            assert!(store::find(conn, &hash).unwrap().is_none());
        });
    }

    #[test]
    fn signing_out_ends_one_session_and_no_other() {
        on_a_database(|conn| {
            let (secret, here) = (Secret::random(), started(conn));
            let there = start(conn, &here.member.id, Duration::days(30)).unwrap();
            end(conn, &here.refresh_token).unwrap();
            end(conn, "nonsense").unwrap();
            assert!(refresh(conn, &secret, &here.refresh_token).unwrap().is_none());
            assert!(!is_open(conn, &here) && is_open(conn, &there));
        });
    }
}
