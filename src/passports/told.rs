//! The history of a passport as people are told it: who it was goes by name, for those who may
//! know. Strangers hear which organisation it was.

use std::collections::BTreeSet;

use super::{Event, EventKind, Passport, Surroundings, store};
use crate::accounts;
use crate::clock::Instant;
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::language::{Text, say};
use crate::search::Viewer;

/// What happened, told.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    pub at: Instant,
    pub kind: EventKind,
    pub who: Text,
}

/// The last ones say how it stands; the whole history is asked for by itself.
const TOLD_LATELY: i64 = 10;

/// What happened to a passport lately, the last first.
pub fn lately(
    conn: &mut Conn,
    viewer: &Viewer,
    passport: &Passport,
    surroundings: &Surroundings,
) -> Result<Vec<Told>> {
    let before = (passport.version - TOLD_LATELY).max(0);
    let events = store::events_of(conn, &passport.id, before, TOLD_LATELY)?;
    let is_own = match viewer {
        Viewer::Organisation { id, .. } => *id == passport.organisation_id.as_str(),
        Viewer::Stranger => false,
    };
    let named = if is_own {
        with_names(conn, events)?
    } else {
        let holder = surroundings.holder(passport).ok_or(Error::NotFound)?;
        let who = say("actor-member").with("name", &holder.name);
        events.into_iter().map(|event| (event, who.clone())).collect()
    };
    named.into_iter().rev().map(told).collect()
}

fn told((event, who): (Event, Text)) -> Result<Told> {
    let unknown = || Error::internal(format!("an event of a passport is `{}`", event.kind));
    let kind = EventKind::parse(&event.kind).ok_or_else(unknown)?;
    Ok(Told { at: event.at, kind, who })
}

/// Events with the names of who did it, for the organisation itself.
pub fn with_names(conn: &mut Conn, events: Vec<Event>) -> Result<Vec<(Event, Text)>> {
    let actors: BTreeSet<&str> = events.iter().map(|it| it.actor.as_str()).collect();
    let names = accounts::actor_names(conn, &actors)?;
    let named = events.into_iter().map(|event| {
        let name = names.get(&event.actor).cloned().unwrap_or_else(|| say("actor-unknown"));
        (event, name)
    });
    Ok(named.collect())
}
