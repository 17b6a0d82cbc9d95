//! The history of a passport: every change is an event, and each event holds a hash over the one
//! before it, so that none can be altered, dropped or moved unseen. No I/O here.
//!
//! The hash is SHA-256, in hex, over the hash before (sixty-four zeros for the first event)
//! followed by the event as canonical JSON: `{"actor":…,"at":…,"changes":{…},"kind":…,
//! "passport_id":…,"sequence":…}`, keys sorted, no spaces. Anybody can recompute it.

use serde::{Deserialize, Serialize, Serializer, ser};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use super::Passport;
use crate::clock::Instant;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::language::{Text, say};

/// What happened to a passport.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum EventKind {
    Registered,
    Revised,
    /// Photos were added, put in another order, given other words or taken away.
    Photographed,
    Retired,
    /// The upload that made or changed it was taken back.
    Undone,
}

impl EventKind {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Registered => "registered",
            Self::Revised => "revised",
            Self::Photographed => "photographed",
            Self::Retired => "retired",
            Self::Undone => "undone",
        }
    }

    pub(super) fn parse(word: &str) -> Option<Self> {
        [Self::Registered, Self::Revised, Self::Photographed, Self::Retired, Self::Undone]
            .into_iter()
            .find(|it| it.as_str() == word)
    }
}

/// One entry of a passport's history. Kind and changes are kept as they were written, because the
/// hash is over that and nothing else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, diesel::Queryable, utoipa::ToSchema)]
#[schema(as = PassportEvent)]
pub struct Event {
    #[serde(skip)]
    pub passport_id: Id<Passport>,
    /// 1, 2, 3, … without a gap: the version that the event made.
    pub sequence: i64,
    pub at: Instant,
    /// `member:` or `key:` and the id of the member or the API key; `import-by-` before that where
    /// an accepted inventory did it.
    pub actor: String,
    #[schema(value_type = EventKind)]
    pub kind: String,
    /// Field → `{"from": …, "to": …}`; null stands for none.
    #[serde(serialize_with = "as_json")]
    #[schema(value_type = std::collections::BTreeMap<String, Change>)]
    pub changes: String,
    #[schema(min_length = 64, max_length = 64)]
    pub previous_hash: String,
    #[schema(min_length = 64, max_length = 64)]
    pub hash: String,
}

/// What became of one field.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Change {
    pub from: Value,
    pub to: Value,
}

/// What the first event names as the hash before it.
pub const FIRST_PREVIOUS_HASH: &str =
    "0000000000000000000000000000000000000000000000000000000000000000";

impl Event {
    /// The event that makes `after` of `before`; `None` where nothing changed. `after` has the
    /// version that the event makes.
    pub fn of(
        before: Option<(&Passport, &str)>,
        after: &Passport,
        actor: &str,
        kind: EventKind,
    ) -> Result<Option<Self>> {
        let (changes, previous_hash) = match before {
            Some((before, hash)) => {
                let changes = diff(&before.record()?, &after.record()?);
                if changes.is_empty() {
                    return Ok(None);
                }
                (serde_json::to_string(&changes).map_err(Error::internal)?, hash)
            }
            None => (first_changes(&after.record()?)?, FIRST_PREVIOUS_HASH),
        };
        let mut event = Self {
            passport_id: after.id.clone(),
            sequence: after.version,
            at: after.updated_at,
            actor: actor.to_owned(),
            kind: kind.as_str().to_owned(),
            changes,
            previous_hash: previous_hash.to_owned(),
            hash: String::new(),
        };
        event.hash = event.recomputed_hash();
        Ok(Some(event))
    }

    /// What its hash must be.
    pub fn recomputed_hash(&self) -> String {
        let quoted = |text: &str| Value::from(text).to_string();
        // Written out rather than serialised, so that `changes` goes in as it was stored.
        let canonical = format!(
            r#"{{"actor":{},"at":"{}","changes":{},"kind":{},"passport_id":"{}","sequence":{}}}"#,
            quoted(&self.actor),
            self.at,
            self.changes,
            quoted(&self.kind),
            self.passport_id,
            self.sequence,
        );
        let hash = Sha256::new().chain_update(&self.previous_hash).chain_update(canonical);
        base16ct::lower::encode_string(&hash.finalize())
    }
}

fn as_json<S: Serializer>(text: &str, serializer: S) -> std::result::Result<S::Ok, S::Error> {
    let value: Value = serde_json::from_str(text).map_err(ser::Error::custom)?;
    value.serialize(serializer)
}

/// What changed, field by field; a field that is not there counts as null.
pub fn diff(old: &Map<String, Value>, new: &Map<String, Value>) -> Map<String, Value> {
    let mut changes = Map::new();
    let gone = old.keys().filter(|key| !new.contains_key(*key));
    for key in new.keys().chain(gone) {
        let (from, to) =
            (old.get(key).unwrap_or(&Value::Null), new.get(key).unwrap_or(&Value::Null));
        if from != to {
            let change = [("from".to_owned(), from.clone()), ("to".to_owned(), to.clone())];
            changes.insert(key.clone(), Value::Object(Map::from_iter(change)));
        }
    }
    changes
}

/// What [`diff`] says where there was nothing before, as JSON. Written straight down: an upload
/// registers a hundred thousand.
fn first_changes(record: &Map<String, Value>) -> Result<String> {
    let mut changes = Vec::with_capacity(FIRST_CHANGES_BYTES);
    changes.push(b'{');
    for (key, value) in record.iter().filter(|it| !it.1.is_null()) {
        if changes.len() > 1 {
            changes.push(b',');
        }
        serde_json::to_writer(&mut changes, key).map_err(Error::internal)?;
        changes.extend(br#":{"from":null,"to":"#);
        serde_json::to_writer(&mut changes, value).map_err(Error::internal)?;
        changes.push(b'}');
    }
    changes.push(b'}');
    String::from_utf8(changes).map_err(Error::internal)
}

/// About what the first event of a passport takes.
const FIRST_CHANGES_BYTES: usize = 1500;

/// Does the changes over again. `false` where they do not start from `record`.
pub fn replay(record: &mut Map<String, Value>, changes: &str) -> bool {
    let Ok(changes) = serde_json::from_str::<Map<String, Value>>(changes) else { return false };
    changes.into_iter().all(|(key, change)| {
        let Ok(Change { from, to }) = serde_json::from_value(change) else { return false };
        let before = match to {
            Value::Null => record.remove(&key),
            to => record.insert(key, to),
        };
        before.unwrap_or(Value::Null) == from
    })
}

/// A chain of events under verification, one event after the other.
pub struct Chain {
    passport_id: Id<Passport>,
    sequence: i64,
    hash: String,
    record: Map<String, Value>,
}

impl Chain {
    pub fn of(passport_id: Id<Passport>) -> Self {
        let hash = FIRST_PREVIOUS_HASH.to_owned();
        Self { passport_id, sequence: 0, hash, record: Map::new() }
    }

    /// Takes the next event, or says why it cannot be the next.
    pub fn add(&mut self, event: &Event) -> std::result::Result<(), Text> {
        let next = self.sequence + 1;
        if event.passport_id != self.passport_id || event.sequence != next {
            return Err(say("passport-broken-sequence")
                .with("expected", next)
                .with("got", event.sequence));
        }
        if event.hash != event.recomputed_hash() {
            return Err(say("passport-broken-hash"));
        }
        if event.previous_hash != self.hash {
            return Err(say("passport-broken-link"));
        }
        if !replay(&mut self.record, &event.changes) {
            return Err(say("passport-broken-changes"));
        }
        self.sequence = next;
        self.hash.clone_from(&event.hash);
        Ok(())
    }

    /// Up to which event it was found whole.
    pub fn last_sequence(&self) -> i64 {
        self.sequence
    }

    /// After the last event: whether it led to what is stored.
    pub fn ends_at(
        &self,
        version: i64,
        record: &Map<String, Value>,
    ) -> std::result::Result<(), Text> {
        if self.sequence != version {
            let why =
                say("passport-broken-end").with("events", self.sequence).with("version", version);
            return Err(why);
        }
        let differing: Vec<_> = diff(&self.record, record).into_iter().map(|it| it.0).collect();
        if differing.is_empty() {
            return Ok(());
        }
        Err(say("passport-broken-record").with("fields", differing.join(", ")))
    }
}

#[cfg(test)]
mod tests;
