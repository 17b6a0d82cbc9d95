//! Undoing an inventory that was accepted: what it made ends, what it changed is again what it was.
//! What others have touched since is told, and stays as they left it.

use std::collections::HashMap;

use super::store::effects;
use crate::accounts::{Action, Caller};
use crate::app::App;
use crate::clock;
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::id::{Code, Id};
use crate::inventories::progress::{Stage, Watch};
use crate::inventories::{Inventory, InventoryId, Outcome, State, own, pictures, store};
use crate::language::say;
use crate::passports::bulk::{self, Batch};
use crate::passports::{self, Passport};

/// What undoing would come to.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Prospect {
    /// Passports that would be again what they were.
    pub undoable: u64,
    /// Passports that somebody has touched since, all of them.
    pub touched_count: u64,
    /// The first of those.
    pub touched: Vec<Touched>,
}

/// A passport that somebody has touched since the list was accepted.
#[derive(Debug, Clone, PartialEq)]
pub struct Touched {
    pub id: Id<Passport>,
    pub code: Code,
    pub name: String,
    /// Which it has now.
    pub version: i64,
}

/// Which to do where others have touched a passport since.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Nothing at all.
    AllOrNothing,
    /// All that nobody has touched.
    Untouched,
}

/// More are counted, and not named.
const NAMED_MAX: usize = 200;
/// How many of them an error names.
const TOLD_MAX: usize = 5;

#[expect(clippy::cast_possible_wrap, reason = "a thousand")]
const ROWS_AT_ONCE: i64 = bulk::AT_ONCE as i64;

/// Who finds the stock changed so many times is told to come back.
const TRIES_MAX: usize = 5;

/// What undoing an inventory would come to.
pub fn prospect(conn: &mut Conn, caller: &Caller, id: &InventoryId) -> Result<Prospect> {
    undoable(conn, caller, id)?;
    let mut prospect = Prospect::default();
    each(conn, id, |_, untouched, touched| {
        prospect.undoable += untouched.len() as u64;
        prospect.note(touched);
        Ok(())
    })?;
    Ok(prospect)
}

impl Prospect {
    fn note(&mut self, touched: Vec<Passport>) {
        self.touched_count += touched.len() as u64;
        for it in touched {
            if self.touched.len() < NAMED_MAX {
                let Passport { id, code, version, content, .. } = it;
                self.touched.push(Touched { id, code, name: content.name.clone(), version });
            }
        }
    }

    /// Why nothing was undone.
    fn refusal(&self) -> Error {
        let codes = self.touched.iter().take(TOLD_MAX).map(|it| it.code.to_string());
        let mut codes = codes.collect::<Vec<_>>().join(", ");
        if self.touched.len() > TOLD_MAX {
            codes.push_str(", …");
        }
        let told = say("inventory-touched-since").with("count", self.touched_count);
        Error::Conflict(told.with("codes", codes))
    }
}

/// Gives back the state before the inventory was accepted.
pub async fn undo(
    app: &App,
    caller: &Caller,
    id: &InventoryId,
    version: Option<i64>,
    scope: Scope,
    watch: &Watch,
) -> Result<Inventory> {
    for _ in 0..TRIES_MAX {
        let looking = (caller.clone(), id.clone());
        let found = app.db.read(move |conn| undoable(conn, &looking.0, &looking.1)).await?;
        if version.is_some_and(|it| it != found.version) {
            return Err(Error::Changed);
        }
        let (caller, watch) = (caller.clone(), watch.clone());
        let done = app.db.stage(move |conn| {
            let done = take_back(conn, &caller, found, scope, &watch);
            if done.is_err() {
                // Of what failed nothing is to be seen; what is wrong is told by `done`.
                Batch::clear(conn)?;
            }
            done
        });
        match done.await {
            Err(Error::Changed) => {}
            done => return done,
        }
    }
    Err(bulk::too_busy())
}

/// An inventory that the caller may take back, as it is now.
pub fn undoable(conn: &mut Conn, caller: &Caller, id: &InventoryId) -> Result<Inventory> {
    let inventory = own(conn, caller, Action::EditStock, id)?;
    let why = match inventory.state {
        State::Applied => return Ok(inventory),
        State::Uploaded | State::Read | State::Unreadable | State::Cancelled => {
            say("inventory-is-not-applied")
        }
        State::Undone => say("inventory-is-undone"),
    };
    Err(Error::Conflict(why))
}

fn take_back(
    conn: &mut Conn,
    caller: &Caller,
    mut inventory: Inventory,
    scope: Scope,
    watch: &Watch,
) -> Result<Inventory> {
    let organisation = &inventory.organisation_id;
    let mut batch = Batch::begin(conn, &caller.actor(), organisation, Some(&inventory.id))?;
    let (mut prospect, mut done) = (Prospect::default(), 0);
    let total = inventory.counts.created + inventory.counts.changed;
    each(conn, &inventory.id, |conn, untouched, touched| {
        watch.at(Stage::Undoing, done, total)?;
        done += (untouched.len() + touched.len()) as u64;
        prospect.note(touched);
        batch.take_back(conn, untouched)
    })?;
    if prospect.touched_count > 0 && scope == Scope::AllOrNothing {
        return Err(prospect.refusal());
    }
    let version = inventory.version;
    inventory.version += 1;
    inventory.state = State::Undone;
    inventory.updated_at = clock::now();
    watch.at(Stage::Applying, 0, total)?;
    conn.settle(|conn| {
        if !store::replace(conn, &inventory, version)? {
            return Err(Error::Changed);
        }
        batch.put_in_place(conn)
    })?;
    Batch::clear(conn)?;
    tracing::info!(
        inventory.id = %inventory.id,
        touched = prospect.touched_count,
        "undid inventory {}",
        inventory.id
    );
    Ok(inventory)
}

/// Goes through the passports that an inventory made or changed, some at a time: those that are as
/// it left them, each with the version it gave them, and those that are not. The photos that came
/// with the inventory are its own doing.
fn each(
    conn: &mut Conn,
    id: &InventoryId,
    mut some: impl FnMut(&mut Conn, Vec<(Passport, i64)>, Vec<Passport>) -> Result<()>,
) -> Result<()> {
    let mut after = 0;
    loop {
        let rows = store::rows(conn, id, Some(Outcome::Created), after, ROWS_AT_ONCE)?;
        let Some(last) = rows.last() else { break };
        after = last.position;
        let ids = rows.iter().filter_map(|it| it.passport_id.as_ref()).map(ToString::to_string);
        let found = passports::find_all(conn, &ids.collect::<Vec<_>>())?;
        let found = found.into_iter().map(|it| (it, 1)).collect();
        let (untouched, touched) = told_apart(conn, id, found)?;
        some(conn, untouched, touched)?;
    }
    let effects = effects(conn, id)?;
    for effects in effects.chunks(bulk::AT_ONCE) {
        let ids: Vec<String> = effects.iter().map(|it| it.0.to_string()).collect();
        let versions: HashMap<_, _> = effects.iter().cloned().collect();
        let found = passports::find_all(conn, &ids)?;
        let given = |it: Passport| {
            let version = versions.get(&it.id).copied().unwrap_or_default();
            (it, version)
        };
        let found = found.into_iter().map(given).collect();
        let (untouched, touched) = told_apart(conn, id, found)?;
        some(conn, untouched, touched)?;
    }
    Ok(())
}

/// Passports with the versions that an inventory gave them.
type Given = Vec<(Passport, i64)>;

/// Those of them that nobody touched since, and the others.
fn told_apart(conn: &mut Conn, id: &InventoryId, found: Given) -> Result<(Given, Vec<Passport>)> {
    let photographed = pictures::versions_made(conn, id)?;
    let (mut untouched, mut touched) = (Vec::new(), Vec::new());
    for (passport, given) in found {
        let own = |version: i64| photographed.contains(&(passport.id.clone(), version));
        if (given..passport.version).all(|it| own(it + 1)) {
            untouched.push((passport, given));
        } else {
            touched.push(passport);
        }
    }
    Ok((untouched, touched))
}
