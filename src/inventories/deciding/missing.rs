//! What is not on the list any more. Only where the list speaks of all there is can something be
//! missing from it: in its building, on its site, or in an earlier upload of the same list.

use std::collections::{BTreeSet, HashSet};

use super::accept::Fates;
use super::store::{absent, applied_before};
use crate::accounts::{Action, Caller};
use crate::catalogue;
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::inventories::field::Field;
use crate::inventories::{Inventory, InventoryId, Outcome, Row, own, store};
use crate::language::say;
use crate::passports::Passport;
use crate::passports::bulk::{self, Batch};
use crate::places::{Building, Site};

/// Of what a list speaks.
#[derive(Debug, Clone, PartialEq)]
pub enum Scope {
    Building(Id<Building>),
    Site(Id<Site>),
    /// The last list of the same name that was accepted.
    Earlier(InventoryId),
}

#[expect(clippy::cast_possible_wrap, reason = "a thousand")]
const ROWS_AT_ONCE: i64 = bulk::AT_ONCE as i64;

/// What is missing from one inventory.
pub struct Missing<'a> {
    inventory: &'a Inventory,
    scope: Scope,
    spoken_of: SpokenOf,
}

impl<'a> Missing<'a> {
    /// `None`: the list does not say of what it speaks, so nothing can be missing.
    pub fn of(conn: &mut Conn, inventory: &'a Inventory) -> Result<Option<Self>> {
        let scope = match (&inventory.building_id, &inventory.site_id) {
            (Some(building), _) => Some(Scope::Building(building.clone())),
            (None, Some(site)) => Some(Scope::Site(site.clone())),
            (None, None) => applied_before(conn, inventory)?.map(Scope::Earlier),
        };
        let Some(scope) = scope else { return Ok(None) };
        let spoken_of = SpokenOf::in_rejected(conn, inventory)?;
        Ok(Some(Self { inventory, scope, spoken_of }))
    }

    /// The same, where somebody counts on it.
    pub fn expected(conn: &mut Conn, inventory: &'a Inventory) -> Result<Self> {
        let none = || Error::Conflict(say("inventory-nothing-can-be-missing"));
        Self::of(conn, inventory)?.ok_or_else(none)
    }

    /// Some of them in order of id, and the last passport that was looked at; `None` at the end.
    fn next(
        &self,
        conn: &mut Conn,
        after: Option<&Id<Passport>>,
    ) -> Result<Option<(Vec<Passport>, Id<Passport>)>> {
        let mut found = absent(conn, self.inventory, &self.scope, after, ROWS_AT_ONCE)?;
        let Some(last) = found.last().map(|it| it.id.clone()) else { return Ok(None) };
        found.retain(|it| !self.spoken_of.tells(it));
        Ok(Some((found, last)))
    }

    pub fn count(&self, conn: &mut Conn) -> Result<u64> {
        let (mut count, mut after) = (0, None);
        while let Some((some, last)) = self.next(conn, after.as_ref())? {
            count += some.len() as u64;
            after = Some(last);
        }
        Ok(count)
    }

    /// Makes the end of those ready that are to end. How many.
    pub fn retire(&self, conn: &mut Conn, batch: &mut Batch, fates: &Fates) -> Result<u64> {
        let (mut count, mut after) = (0, None);
        let mut named: BTreeSet<_> = fates.retire.union(&fates.keep).cloned().collect();
        while let Some((mut some, last)) = self.next(conn, after.as_ref())? {
            for passport in &some {
                named.remove(&passport.id);
            }
            some.retain(|it| fates.retires(&it.id));
            count += some.len() as u64;
            batch.retire(conn, some)?;
            after = Some(last);
        }
        // Who decides about a passport that is on the list after all has looked at another plan.
        match named.first() {
            Some(id) => {
                let list = if fates.retire.contains(id) { "/retire" } else { "/keep" };
                Err(Error::invalid(list, say("inventory-expected-missing-passport"), id))
            }
            None => Ok(count),
        }
    }
}

/// How many passports are missing from an inventory; none, where nothing can be.
pub fn count(conn: &mut Conn, inventory: &Inventory) -> Result<u64> {
    match Missing::of(conn, inventory)? {
        Some(missing) => missing.count(conn),
        None => Ok(0),
    }
}

/// Passports that are missing from an inventory, in order of id, from after `after`.
pub fn of_inventory(
    conn: &mut Conn,
    caller: &Caller,
    id: &InventoryId,
    after: Option<&Id<Passport>>,
    limit: usize,
) -> Result<Vec<Passport>> {
    let inventory = own(conn, caller, Action::Read, id)?;
    let Some(missing) = Missing::of(conn, &inventory)? else { return Ok(Vec::new()) };
    let (mut found, mut after) = (Vec::new(), after.cloned());
    while found.len() < limit
        && let Some((some, last)) = missing.next(conn, after.as_ref())?
    {
        found.extend(some);
        after = Some(last);
    }
    found.truncate(limit);
    Ok(found)
}

/// What stands in rows that are rejected: it is on the list, whatever is wrong with it.
#[derive(Default)]
struct SpokenOf {
    numbers: HashSet<String>,
    names: HashSet<String>,
}

impl SpokenOf {
    fn in_rejected(conn: &mut Conn, inventory: &Inventory) -> Result<Self> {
        let lists = inventory.reading.as_ref().map(|it| it.lists.as_slice()).unwrap_or_default();
        let name_of = |row: &Row| {
            let source = row.source.as_ref()?;
            let column = lists.get(source.list)?.columns.get(&Field::Name)?.at;
            let cell = source.cells.iter().find(|it| it.0 == column)?;
            Some(catalogue::fold(&cell.1.to_string()))
        };
        let (mut spoken, mut after) = (Self::default(), 0);
        loop {
            let rejected = Some(Outcome::Rejected);
            let rows = store::rows(conn, &inventory.id, rejected, after, ROWS_AT_ONCE)?;
            let Some(last) = rows.last() else { return Ok(spoken) };
            after = last.position;
            for row in &rows {
                match row.own_number.as_deref().and_then(|it| it.split_once('\n')) {
                    Some((_, number)) => drop(spoken.numbers.insert(number.to_owned())),
                    None => spoken.names.extend(name_of(row)),
                }
            }
        }
    }

    fn tells(&self, passport: &Passport) -> bool {
        match &passport.content.external_id {
            Some(number) => self.numbers.contains(number),
            None => self.names.contains(&catalogue::fold(&passport.content.name)),
        }
    }
}
