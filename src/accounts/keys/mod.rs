//! API keys: how a program of an organisation uploads without a person who signs in.

mod store;

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use time::Duration;

use super::tokens;
use super::{Action, Caller, Member, Object, Organisation, draft, may, store as accounts};
use crate::app::App;
use crate::clock::{self, Instant};
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::language::say;
use crate::web::Paged;

/// What is known of an API key. The key itself is shown once, when it is made.
#[derive(Debug, Clone, Serialize, diesel::Queryable, utoipa::ToSchema)]
pub struct ApiKey {
    pub id: Id<ApiKey>,
    pub organisation_id: Id<Organisation>,
    /// Who made it, and answers for what is done with it.
    pub member_id: Id<Member>,
    /// Where it is used.
    pub name: String,
    pub created_at: Instant,
    /// To the minute.
    pub last_used_at: Option<Instant>,
}

/// An API key that has just been made.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct NewApiKey {
    #[serde(flatten)]
    pub api_key: ApiKey,
    /// To be sent as `Authorization: Bearer …`. It is shown this once.
    #[schema(
        pattern = "^crk_",
        examples(
            "crk_0190a5d4-0000-7000-8000-000000000000_lhNDnBvOnTrmzTVA7gYBpOzC8Bkyd4-wWSEoNlDJJLA"
        )
    )]
    pub key: String,
}

/// What a new API key is called.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ApiKeyDraft {
    /// Where it will be used: it helps to know which one to revoke.
    #[schema(min_length = 1, max_length = 120)]
    pub name: String,
}

/// Tells an API key from an access token, in a request and in a leaked file.
const PREFIX: &str = "crk_";

/// More than anybody can keep apart; old ones can be revoked.
const KEYS_MAX: i64 = 50;

/// Noting each use would write to the database for each read.
const LAST_USED_EVERY: Duration = Duration::minutes(1);

pub fn create(conn: &mut Conn, caller: &Caller, key: &ApiKeyDraft) -> Result<NewApiKey> {
    may(caller, Action::Manage, Object::Of(&caller.organisation_id))?;
    let name = draft::line("/name", &key.name, draft::NAME_CHARACTERS_MAX);
    let name = name.map_err(|problem| Error::Invalid(vec![problem]))?;
    if store::count(conn, &caller.organisation_id)? >= KEYS_MAX {
        return Err(Error::Conflict(say("error-too-many-keys").with("max", KEYS_MAX)));
    }
    let api_key = ApiKey {
        id: Id::new(),
        organisation_id: caller.organisation_id.clone(),
        member_id: caller.member_id.clone(),
        name,
        created_at: clock::now(),
        last_used_at: None,
    };
    let secret = tokens::random();
    store::insert(conn, &api_key, &tokens::fingerprint(&secret))?;
    let key = format!("{PREFIX}{}_{secret}", api_key.id);
    Ok(NewApiKey { api_key, key })
}

/// The keys of the caller's organisation, newest first, from behind `after`.
pub fn list(
    conn: &mut Conn,
    caller: &Caller,
    after: Option<&Id<ApiKey>>,
    limit: usize,
) -> Result<Paged<ApiKey>> {
    may(caller, Action::Manage, Object::Of(&caller.organisation_id))?;
    let found = store::of_organisation(conn, &caller.organisation_id, after, limit + 1)?;
    Ok(Paged::of(found, limit, |it| it.id.to_string()))
}

pub fn find(conn: &mut Conn, caller: &Caller, id: &Id<ApiKey>) -> Result<ApiKey> {
    let key = store::find(conn, id)?.ok_or(Error::NotFound)?;
    may(caller, Action::Manage, Object::Of(&key.organisation_id))?;
    Ok(key)
}

/// From now on the key opens nothing.
pub fn revoke(conn: &mut Conn, caller: &Caller, id: &Id<ApiKey>) -> Result<()> {
    find(conn, caller, id)?;
    store::revoke(conn, id, clock::now())
}

/// What keys are called, those that were revoked too.
pub(super) fn names(conn: &mut Conn, ids: &[String]) -> Result<HashMap<Id<ApiKey>, String>> {
    Ok(store::names(conn, ids)?.into_iter().collect())
}

/// The id and the secret of a key, where the text is one.
pub(super) fn parse(text: &str) -> Option<(Id<ApiKey>, String)> {
    let (id, secret) = text.strip_prefix(PREFIX)?.split_once('_')?;
    Some((Id::parse(id)?, secret.to_owned()))
}

/// Who calls with this key.
pub(super) async fn caller(app: &App, id: Id<ApiKey>, secret: String) -> Result<Caller> {
    let wanted = id.clone();
    let hash = tokens::fingerprint(&secret);
    let found = app.db.read(move |conn| accounts::caller_of_key(conn, &wanted, &hash)).await?;
    let (caller, last_used_at) = found.ok_or(Error::Unauthenticated)?;
    let now = clock::now();
    if last_used_at.is_none_or(|at| at + LAST_USED_EVERY < now) {
        app.db.write(move |conn| store::touch(conn, &id, now)).await?;
    }
    Ok(caller)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::accounts::{
        Scope, caller_of,
        tests::{member, on_a_database},
    };

    #[test]
    fn a_key_may_upload_until_it_is_revoked() {
        on_a_database(|conn| {
            let member = member(conn, "ann@example.org");
            let owner = caller_of(conn, &member.id).unwrap().unwrap();
            let made = create(conn, &owner, &ApiKeyDraft { name: "ERP".to_owned() }).unwrap();
            let (id, secret) = parse(&made.key).unwrap();
            let hash = tokens::fingerprint(&secret);
            let (key, _) = accounts::caller_of_key(conn, &id, &hash).unwrap().unwrap();
            assert_eq!(key, Caller { scope: Scope::Upload(id.clone()), ..owner.clone() });
            assert!(accounts::caller_of_key(conn, &id, "else").unwrap().is_none());
            assert!(create(conn, &key, &ApiKeyDraft { name: "Spare".to_owned() }).is_err());
            assert!(revoke(conn, &key, &id).is_err(), "a key cannot manage keys");

            revoke(conn, &owner, &id).unwrap();
            assert!(accounts::caller_of_key(conn, &id, &hash).unwrap().is_none());
            assert!(list(conn, &owner, None, 10).unwrap().items.is_empty());
            assert!(matches!(revoke(conn, &owner, &id), Err(Error::NotFound)));
        });
    }

    #[test]
    fn another_organisations_key_is_not_found() {
        on_a_database(|conn| {
            let [ann, bob] = ["ann@example.org", "bob@example.org"].map(|email| {
                let member = member(conn, email);
                caller_of(conn, &member.id).unwrap().unwrap()
            });
            let key = create(conn, &ann, &ApiKeyDraft { name: "ERP".to_owned() }).unwrap().api_key;
            assert!(matches!(find(conn, &bob, &key.id), Err(Error::NotFound)));
            assert!(matches!(revoke(conn, &bob, &key.id), Err(Error::NotFound)));
            assert!(find(conn, &ann, &key.id).is_ok());
        });
    }

    proptest! {
        #[test]
        fn reading_a_key_takes_any_text(text in ".*") {
            prop_assert!(parse(&text).is_none());
            let id = Id::<ApiKey>::new();
            let key = format!("{PREFIX}{id}_{text}");
            prop_assert_eq!(parse(&key), Some((id, text)));
        }
    }
}
