//! Many passports at once, all or none, without holding up others who write.
//!
//! A [`Batch`] makes passports and their events ready, hashes and all, in temporary tables that
//! only its connection sees. No lock is taken for that, and nothing is left of it when the process
//! dies. Then [`Batch::put_in_place`] moves all of it over, set by set, in the one transaction of
//! the caller.

mod store;

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::draft::{Content, Draft};
use super::history::{Change, Event, EventKind};
use super::surroundings::KnownPlaces;
use super::{FIRST_VERSION, Passport, State, Upload, new_codes, store as passports_store};
use crate::accounts::Organisation;
use crate::clock::{self, Instant};
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::jobs;
use crate::language::say;

/// Passports on their way in, and changes to those that are there.
pub struct Batch {
    actor: String,
    organisation_id: Id<Organisation>,
    upload: Option<Id<Upload>>,
    at: Instant,
    known: KnownPlaces,
    registered: usize,
    /// Passports that are there already, with the version that they get.
    replaced: Vec<(Id<Passport>, i64)>,
    ids: Vec<String>,
    /// How many passports the organisation held when this began.
    stock: i64,
    /// Written and hashed, to be staged while the next ones are.
    written: Written,
}

/// New passports as they are stored, and the first event of each.
type Written = (Vec<passports_store::Row>, Vec<Event>);

/// How many passports are made ready together: enough that a statement costs little, few enough
/// that they take no memory to speak of.
pub const AT_ONCE: usize = 1000;

impl Batch {
    /// Begins on a connection that does nothing else until the batch is in place: see
    /// [`Conn::stage`].
    pub fn begin(
        conn: &mut Conn,
        actor: &str,
        organisation_id: &Id<Organisation>,
        upload: Option<&Id<Upload>>,
    ) -> Result<Self> {
        store::make_room(conn)?;
        Ok(Self {
            actor: actor.to_owned(),
            organisation_id: organisation_id.clone(),
            upload: upload.cloned(),
            at: clock::now(),
            known: KnownPlaces::default(),
            registered: 0,
            replaced: Vec::new(),
            ids: Vec::new(),
            stock: store::count_of(conn, organisation_id)?,
            written: Written::default(),
        })
    }

    /// Makes new passports ready. Their ids are the caller's, who may have promised them already.
    pub fn register(
        &mut self,
        conn: &mut Conn,
        contents: Vec<(Id<Passport>, Content)>,
    ) -> Result<()> {
        let codes = new_codes(conn, contents.len())?;
        let mut passports = Vec::with_capacity(contents.len());
        for ((id, content), code) in contents.into_iter().zip(codes) {
            passports.push(Passport {
                id,
                code,
                organisation_id: self.organisation_id.clone(),
                inventory_id: self.upload.clone(),
                state: State::Registered,
                version: FIRST_VERSION,
                created_at: self.at,
                updated_at: self.at,
                photos: Vec::new(),
                content: self.known.settle(conn, &self.organisation_id, content)?,
            });
        }
        self.ids.extend(passports.iter().map(|it| it.id.to_string()));
        self.registered += passports.len();
        // Writing and hashing them takes the most of it, and no connection.
        let (actor, before) = (&self.actor, std::mem::take(&mut self.written));
        self.written = std::thread::scope(|scope| {
            let writing = scope.spawn(|| registered(&passports, actor));
            store::stage(conn, before.0, before.1)?;
            writing.join().map_err(|_| Error::internal("passports were not written"))?
        })?;
        Ok(())
    }

    /// Makes changes ready: what each passport is to say from now on. What is the same already
    /// makes no event.
    pub fn revise(
        &mut self,
        conn: &mut Conn,
        contents: Vec<(Id<Passport>, i64, Content)>,
    ) -> Result<()> {
        let ids: Vec<String> = contents.iter().map(|it| it.0.to_string()).collect();
        let mut found = by_id(passports_store::find_all(conn, &ids)?);
        let mut changes = Vec::with_capacity(contents.len());
        for (id, version, content) in contents {
            let old = found.remove(&id).filter(|it| it.version == version);
            let old = old.ok_or(Error::Changed)?;
            let content = self.known.settle(conn, &self.organisation_id, content)?;
            changes.push((Passport { content, ..old.clone() }, old, EventKind::Revised));
        }
        self.replace(conn, changes)
    }

    /// Makes the end of passports ready.
    pub fn retire(&mut self, conn: &mut Conn, passports: Vec<Passport>) -> Result<()> {
        let retired = passports
            .into_iter()
            .map(|old| (Passport { state: State::Retired, ..old.clone() }, old, EventKind::Retired))
            .collect();
        self.replace(conn, retired)
    }

    /// Makes each passport ready to be again what it was before the event that made this version of
    /// it, its photos aside: they are not what a list says. One that was registered by that event
    /// ends.
    pub fn take_back(&mut self, conn: &mut Conn, passports: Vec<(Passport, i64)>) -> Result<()> {
        let mut events = store::events_at(conn, &passports)?;
        let mut taken_back = Vec::with_capacity(passports.len());
        for (old, _) in passports {
            let event = events.remove(&old.id).ok_or_else(|| lost_history(&old.id))?;
            taken_back.push((before(&old, &event)?, old, EventKind::Undone));
        }
        self.replace(conn, taken_back)
    }

    fn replace(
        &mut self,
        conn: &mut Conn,
        changes: Vec<(Passport, Passport, EventKind)>,
    ) -> Result<()> {
        let olds: Vec<Passport> = changes.iter().map(|it| it.1.clone()).collect();
        let last = store::last_events(conn, &olds)?;
        let (mut rows, mut events) = (Vec::new(), Vec::new());
        for (new, old, kind) in changes {
            let hash = &last.get(&old.id).ok_or_else(|| lost_history(&old.id))?.hash;
            let new = Passport { version: old.version + 1, updated_at: self.at, ..new };
            let Some(event) = Event::of(Some((&old, hash)), &new, &self.actor, kind)? else {
                continue;
            };
            rows.push(passports_store::Row::of(&new)?);
            events.push(event);
            self.ids.push(new.id.to_string());
            self.replaced.push((new.id, new.version));
        }
        store::stage(conn, rows, events)
    }

    /// The passports that were there already, with the versions that this gives them.
    pub fn replaced(&self) -> &[(Id<Passport>, i64)] {
        &self.replaced
    }

    /// Moves all that was made ready into place, in the caller's transaction. [`Error::Changed`]
    /// where somebody changed one of these passports since it was read, or where the organisation
    /// got others that might be the same things: then it is to be made ready again.
    pub fn put_in_place(mut self, conn: &mut Conn) -> Result<()> {
        let (rows, events) = std::mem::take(&mut self.written);
        store::stage(conn, rows, events)?;
        store::hold_still(conn, &self.organisation_id)?;
        if self.registered > 0 && store::count_of(conn, &self.organisation_id)? != self.stock {
            return Err(Error::Changed);
        }
        if store::replace_staged(conn)? != self.replaced.len() {
            return Err(Error::Changed);
        }
        if store::insert_staged(conn)? != self.registered {
            return Err(Error::internal("what was made ready is not what is put in place"));
        }
        jobs::enqueue_passports(conn, &self.ids)
    }

    /// Leaves the connection as it was found. What was made ready and not put in place is gone.
    pub fn clear(conn: &mut Conn) -> Result<()> {
        store::clear(conn)
    }
}

/// Writes new passports down, each with its first event.
fn registered(passports: &[Passport], actor: &str) -> Result<Written> {
    let (mut rows, mut events) =
        (Vec::with_capacity(passports.len()), Vec::with_capacity(passports.len()));
    for passport in passports {
        rows.push(passports_store::Row::of(passport)?);
        events.extend(Event::of(None, passport, actor, EventKind::Registered)?);
    }
    Ok((rows, events))
}

/// Of these passports, those whose end was the undoing of the upload that made them: as if they had
/// never been.
pub fn undone_among(conn: &mut Conn, passports: &[Passport]) -> Result<Vec<Id<Passport>>> {
    let retired = passports.iter().filter(|it| it.state == State::Retired).cloned();
    let events = store::last_events(conn, &retired.collect::<Vec<_>>())?;
    let undone = events.into_values().filter(|it| it.kind == EventKind::Undone.as_str());
    Ok(undone.map(|it| it.passport_id).collect())
}

fn by_id(passports: Vec<Passport>) -> HashMap<Id<Passport>, Passport> {
    passports.into_iter().map(|it| (it.id.clone(), it)).collect()
}

fn lost_history(id: &Id<Passport>) -> Error {
    Error::internal(format!("passport {id} has lost its history"))
}

/// A passport as it was before an event, if nothing but its photos changed since.
fn before(now: &Passport, event: &Event) -> Result<Passport> {
    if event.sequence == 1 {
        return Ok(Passport { state: State::Retired, ..now.clone() });
    }
    let mut record = now.record()?;
    let changes: Map<String, Value> =
        serde_json::from_str(&event.changes).map_err(Error::internal)?;
    for (field, change) in changes {
        let Change { from, to: _ } = serde_json::from_value(change).map_err(Error::internal)?;
        match from {
            Value::Null => record.remove(&field),
            from => record.insert(field, from),
        };
    }
    let state = record.remove("state");
    let state = state.as_ref().and_then(Value::as_str).and_then(State::parse);
    // What a passport has beside its content stays as it is.
    for field in ["code", "organisation_id", "inventory_id", "photos"] {
        record.remove(field);
    }
    let draft: Draft = serde_json::from_value(Value::Object(record)).map_err(Error::internal)?;
    Ok(Passport {
        state: state.ok_or_else(|| lost_history(&now.id))?,
        content: Content::trusted(draft),
        ..now.clone()
    })
}

/// What a person is told when others were faster too often.
pub fn too_busy() -> Error {
    Error::Conflict(say("passport-stock-moves"))
}
