//! Who did something: how it is written down, and the name by which people are told of it.

use std::collections::{BTreeSet, HashMap};

use super::keys::{self, ApiKey};
use super::{Member, members_by_id};
use crate::db::Conn;
use crate::error::Result;
use crate::id::Id;
use crate::language::{Text, say};

/// Who did something, read from [`super::Caller::actor`] or [`super::Caller::importer`].
#[derive(Debug, PartialEq, Eq)]
struct Actor {
    who: Who,
    /// By accepting an inventory.
    imported: bool,
}

#[derive(Debug, PartialEq, Eq)]
enum Who {
    Member(Id<Member>),
    Key(Id<ApiKey>),
}

impl Actor {
    fn parse(written: &str) -> Option<Self> {
        let (imported, written) = match written.strip_prefix("import-by-") {
            Some(by) => (true, by),
            None => (false, written),
        };
        let who = match written.split_once(':')? {
            ("member", id) => Who::Member(Id::parse(id)?),
            ("key", id) => Who::Key(Id::parse(id)?),
            _ => return None,
        };
        Some(Self { who, imported })
    }
}

/// The names of those who did something, for who may know them: a member's, or an API key's.
pub fn actor_names(conn: &mut Conn, written: &BTreeSet<&str>) -> Result<HashMap<String, Text>> {
    let actors: HashMap<&str, Option<Actor>> =
        written.iter().map(|it| (*it, Actor::parse(it))).collect();
    let (mut member_ids, mut key_ids) = (BTreeSet::new(), BTreeSet::new());
    for actor in actors.values().flatten() {
        match &actor.who {
            Who::Member(id) => member_ids.insert(id.to_string()),
            Who::Key(id) => key_ids.insert(id.to_string()),
        };
    }
    let members = members_by_id(conn, &Vec::from_iter(member_ids))?;
    let keys = keys::names(conn, &Vec::from_iter(key_ids))?;
    let name = |actor: Option<Actor>| {
        let Actor { who, imported } = actor?;
        Some(match (who, imported) {
            (Who::Member(id), false) => say("actor-member").with("name", &members.get(&id)?.name),
            (Who::Member(id), true) => {
                say("actor-import-member").with("name", &members.get(&id)?.name)
            }
            (Who::Key(id), false) => say("actor-key").with("name", keys.get(&id)?),
            (Who::Key(id), true) => say("actor-import-key").with("name", keys.get(&id)?),
        })
    };
    let named = actors.into_iter().map(|(written, actor)| {
        (written.to_owned(), name(actor).unwrap_or_else(|| say("actor-unknown")))
    });
    Ok(named.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_down_is_read_again() {
        let (member, key) = (Id::new(), Id::new());
        let read = |text: String| Actor::parse(&text);
        assert_eq!(
            read(format!("member:{member}")),
            Some(Actor { who: Who::Member(member), imported: false })
        );
        assert_eq!(
            read(format!("import-by-key:{key}")),
            Some(Actor { who: Who::Key(key), imported: true })
        );
        for nobody in ["", "member", "member:", "member:x", "robot:0190a5d4", "import-by-"] {
            assert_eq!(Actor::parse(nobody), None, "{nobody}");
        }
    }
}
