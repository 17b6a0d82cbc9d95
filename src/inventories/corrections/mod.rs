//! Corrections: what people write over the cells of a list before they accept it. Only the rows
//! that a correction touches are checked and planned again, from the cells kept with them.

pub mod http;
mod overlay;
mod store;
mod wanted;

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::check::{self, List, Numbers};
use super::field::Field;
use super::plan::Outcome;
use super::planning::{held, plan_rows, things};
use super::preview::{self, Shown};
use super::read::{self, Value};
use super::source::Source;
use super::understand::Placement;
use super::{
    Inventory, InventoryId, Reading, Row, deciding, foreign, own, placement_of, progress,
    store as rows_store,
};
use crate::accounts::{self, Action, Caller};
use crate::clock::{self, Instant};
use crate::db::Conn;
use crate::error::{Error, Problem, Result};
use crate::id::Id;
use crate::language::{Text, say};

pub use overlay::{Corrections, Spot};
pub use wanted::Wanted;

/// What somebody wrote over a cell. A history: the last word on a cell counts.
#[derive(Debug, Clone, PartialEq)]
pub struct Correction {
    pub id: Id<Correction>,
    pub sheet: String,
    /// As a spreadsheet shows it.
    pub row: u32,
    pub spot: Spot,
    /// `None`: what the file says is right after all.
    pub value: Option<Value>,
    /// What stood there before, as a person would type it.
    pub was: String,
    pub actor: String,
    pub created_at: Instant,
}

/// What corrections come to. It was made ready on one version of the inventory, and is stored only
/// in place of that.
#[derive(Debug)]
pub struct Corrected {
    pub inventory: Inventory,
    /// Those that were checked again, in order.
    pub rows: Vec<Row>,
    corrections: Vec<Correction>,
    overlay: Corrections,
}

/// How many rows one request may touch. Checking so many takes a second or two; whoever wants to
/// say one thing of more than these has a column to map.
const ROWS_MAX: usize = 20_000;

/// Checks and plans again what the corrections touch. Nothing is stored yet, so that nobody who
/// writes waits for it.
pub fn prepare(
    conn: &mut Conn,
    caller: &Caller,
    id: &InventoryId,
    version: i64,
    wanted: Vec<Wanted>,
) -> Result<Corrected> {
    let (inventory, lists) = correctable(conn, caller, id, version)?;
    let earlier = store::all(conn, id)?;
    let spots = wanted::resolve(conn, id, &lists, &Corrections::of(&earlier), wanted)?;
    prepared(conn, caller, inventory, &lists, &earlier, &spots)
}

/// The same for one field of some rows, by their positions.
pub fn prepare_field(
    conn: &mut Conn,
    caller: &Caller,
    id: &InventoryId,
    version: i64,
    field: Field,
    values: Vec<(i64, Value)>,
) -> Result<Corrected> {
    let (inventory, lists) = correctable(conn, caller, id, version)?;
    let earlier = store::all(conn, id)?;
    let spots = values.into_iter().map(|(position, value)| wanted::Resolved {
        position,
        spot: Spot::Field(field),
        value: Some(value),
        pointer: "/position".to_owned(),
        named: position.to_string(),
    });
    prepared(conn, caller, inventory, &lists, &earlier, &spots.collect::<Vec<_>>())
}

/// An inventory of this version that was read and not applied, and its lists.
fn correctable(
    conn: &mut Conn,
    caller: &Caller,
    id: &InventoryId,
    version: i64,
) -> Result<(Inventory, Vec<List>)> {
    let inventory = own(conn, caller, Action::EditStock, id)?;
    if inventory.version != version {
        return Err(Error::Changed);
    }
    deciding::acceptable(conn, caller, id)?;
    progress::expect_rest(conn, id)?;
    let lists = inventory.reading.as_ref().map(|it| it.lists.clone()).unwrap_or_default();
    Ok((inventory, lists))
}

fn prepared(
    conn: &mut Conn,
    caller: &Caller,
    mut inventory: Inventory,
    lists: &[List],
    earlier: &[Correction],
    spots: &[wanted::Resolved],
) -> Result<Corrected> {
    let id = inventory.id.clone();
    let before = Corrections::of(earlier);
    let touched: BTreeSet<i64> = spots.iter().map(|it| it.position).collect();
    if touched.len() > ROWS_MAX {
        let expected = say("inventory-expected-fewer-rows").with("max", ROWS_MAX);
        return Err(Error::invalid("/corrections", expected, touched.len()));
    }
    let touched: Vec<i64> = touched.into_iter().collect();
    let mut rows = by_position(rows_store::rows_at(conn, &id, &touched)?);
    let made = write_down(caller, lists, &before, &rows, spots)?;
    let after = Corrections::of(earlier.iter().chain(&made));

    // Whoever bears the number that a touched row bore, or bears now, may be right or wrong by it.
    let mut numbers: BTreeSet<String> =
        rows.values().filter_map(|it| it.own_number.clone()).collect();
    for row in rows.values() {
        let (list, source) = list_of(lists, row)?;
        let file_row = source.row(file_number(row)?);
        let (list, file_row) = after.over(list, &file_row);
        numbers.extend(check::own_number(&list, &file_row));
    }
    rows.extend(by_position(rows_store::rows_numbered(conn, &id, &numbers)?));

    let placement = placement_of(conn, &inventory)?;
    let old: Vec<Outcome> = rows.values().map(|it| it.outcome).collect();
    let mut rows: Vec<Row> = rows.into_values().collect();
    let mut seen_numbers = Numbers::new();
    for row in &mut rows {
        let reading = inventory.reading.get_or_insert_default();
        reading.take_out(row);
        check_again(row, lists, &after, &placement, &mut seen_numbers, reading)?;
    }
    foreign::leave_out(conn, &inventory.organisation_id, &placement, &mut rows)?;
    plan_again(conn, &inventory, &mut rows)?;
    for (outcome, row) in old.into_iter().zip(&rows) {
        inventory.counts.replace(outcome, row.outcome);
    }
    if inventory.missing > 0 {
        inventory.missing = deciding::missing_count(conn, &inventory)?;
    }
    inventory.version += 1;
    inventory.updated_at = clock::now();
    Ok(Corrected { inventory, rows, corrections: made, overlay: after })
}

/// Stores what was made ready, unless the inventory changed meanwhile.
pub fn keep(conn: &mut Conn, corrected: Corrected) -> Result<Corrected> {
    let Corrected { inventory, rows, corrections, .. } = &corrected;
    if !rows_store::replace(conn, inventory, inventory.version - 1)? {
        return Err(Error::Changed);
    }
    rows_store::replace_rows_at(conn, &inventory.id, rows)?;
    store::insert_all(conn, &inventory.id, corrections)?;
    tracing::info!(
        inventory.id = %inventory.id,
        corrections = corrections.len(),
        "corrected inventory {}",
        inventory.id
    );
    Ok(corrected)
}

impl Corrected {
    /// The first `count` of the rows, with what their cells became.
    pub fn shown(&self, count: usize) -> Result<Vec<Shown>> {
        let lists = self.inventory.reading.as_ref().map(|it| it.lists.as_slice());
        let rows = self.rows.iter().take(count).cloned().map(|mut row| {
            row.keep_promise_to_itself();
            preview::show(row, lists.unwrap_or_default(), &self.overlay)
        });
        rows.collect()
    }
}

/// What was corrected in an inventory, in order, from after the correction `after`.
pub fn history_of(
    conn: &mut Conn,
    caller: &Caller,
    id: &InventoryId,
    after: Option<&Id<Correction>>,
    limit: usize,
) -> Result<Vec<(Correction, Text)>> {
    own(conn, caller, Action::Read, id)?;
    let found = store::page(conn, id, after, i64::try_from(limit).map_err(Error::internal)?)?;
    let actors = found.iter().map(|it| it.actor.as_str()).collect();
    let names = accounts::actor_names(conn, &actors)?;
    let name = |it: &Correction| names.get(&it.actor).cloned();
    let named = found.into_iter().map(|it| {
        let who = name(&it).unwrap_or_else(|| say("actor-unknown"));
        (it, who)
    });
    Ok(named.collect())
}

/// All that was corrected in an inventory so far, to lie over the file when it is read again.
pub fn of_inventory(conn: &mut Conn, id: &InventoryId) -> Result<Corrections> {
    Ok(Corrections::of(&store::all(conn, id)?))
}

fn by_position(rows: Vec<Row>) -> BTreeMap<i64, Row> {
    rows.into_iter().map(|it| (it.position, it)).collect()
}

/// The corrections as they are kept, each with what stood there before.
fn write_down(
    caller: &Caller,
    lists: &[List],
    before: &Corrections,
    rows: &BTreeMap<i64, Row>,
    spots: &[wanted::Resolved],
) -> Result<Vec<Correction>> {
    let now = clock::now();
    let mut made = Vec::with_capacity(spots.len());
    for spot in spots {
        let refused = |expected| Error::invalid(&spot.pointer, expected, &spot.named);
        let row = rows.get(&spot.position);
        let row = row.ok_or_else(|| refused(say("inventory-expected-filled-row")))?;
        // A heading that was taken for a section, say, is not mended by filling its cells.
        if row.outcome == Outcome::Dropped {
            return Err(refused(say("inventory-expected-row-of-a-thing")));
        }
        let number = file_number(row)?;
        let (list, source) = list_of(lists, row)?;
        let file_row = source.row(number);
        let (list, reads) = before.over(list, &file_row);
        let column = match spot.spot {
            Spot::Column(column) => Some(column),
            Spot::Field(field) => list.columns.get(&field).map(|it| it.at),
        };
        let was = column.and_then(|it| reads.get(it)).map(ToString::to_string);
        made.push(Correction {
            id: Id::new(),
            sheet: row.sheet.clone(),
            row: number,
            spot: spot.spot,
            value: spot.value.clone(),
            was: was.unwrap_or_default(),
            actor: caller.actor(),
            created_at: now,
        });
    }
    Ok(made)
}

/// The list that a row stands in, and its cells. Rows that were read before cells were kept have
/// none: then the file is to be sent again.
fn list_of<'a>(lists: &'a [List], row: &'a Row) -> Result<(&'a List, &'a Source)> {
    let source = row.source.as_ref();
    let found = source.and_then(|it| Some((lists.get(it.list)?, it)));
    found.ok_or_else(|| Error::Conflict(say("inventory-has-no-cells")))
}

fn file_number(row: &Row) -> Result<u32> {
    u32::try_from(row.number).map_err(Error::internal)
}

fn check_again(
    row: &mut Row,
    lists: &[List],
    corrections: &Corrections,
    placement: &Placement,
    numbers: &mut Numbers,
    reading: &mut Reading,
) -> Result<()> {
    let (list, source) = list_of(lists, row)?;
    let file_row = source.row(file_number(row)?);
    let (list, reads) = corrections.over(list, &file_row);
    let place = source.place.clone().unwrap_or_default();
    let checked = check::check(&list, &reads, &place, placement, numbers);
    row.own_number = check::own_number(&list, &reads);
    reading.take_in(&checked, row.position);
    row.says(checked);
    Ok(())
}

/// Plans the rows again, without what the other rows of the list are taken for.
fn plan_again(conn: &mut Conn, inventory: &Inventory, rows: &mut [Row]) -> Result<()> {
    let things = things(rows);
    let things: Vec<_> = things.into_iter().map(|it| it.1).collect();
    let found = held(conn, &inventory.organisation_id, &things)?;
    let candidates: Vec<String> = found.iter().map(|it| it.id.to_string()).collect();
    let own: HashSet<i64> = rows.iter().map(|it| it.position).collect();
    let mut seen = rows_store::taken_for(conn, &inventory.id, &candidates, &own)?;
    plan_rows(conn, &inventory.organisation_id, rows, &mut seen)?;
    Ok(())
}

/// `Gelijkvloers!E12`, or the field where a correction is not about a cell.
fn cell_of(correction: &Correction) -> Option<String> {
    match correction.spot {
        Spot::Column(column) => {
            Some(format!("{}!{}", correction.sheet, read::address(correction.row, column)))
        }
        Spot::Field(_) => None,
    }
}

/// A request that cannot be taken, by its place in the list of corrections.
fn problem(place: usize, part: &str, expected: crate::language::Text, got: &str) -> Problem {
    Problem::new(format!("/corrections/{place}{part}"), expected, got)
}
