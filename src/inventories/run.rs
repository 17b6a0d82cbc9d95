//! The use cases that reach further than the database: files, and the process that reads them.

use std::collections::HashSet;
use std::path::Path;

use sha2::{Digest, Sha256};
use tokio::io::AsyncReadExt;

use super::plan::{Counts, Outcome};
use super::read::{self, Unreadable, Workbook};
use super::scratch::Scratch;
use super::understand::{Placement, Understanding};
use super::{
    Inventory, InventoryId, Row, State, Upload, accept, corrections, plan_rows, report, store,
};
use crate::accounts::{self, Action, Caller, Object, Organisation};
use crate::app::App;
use crate::clock;
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::jobs::{self, Job};
use crate::language::Text;
use crate::places;

/// How far an import is, for who waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    Reading,
    Checking { done: u64, total: u64 },
    Applying { rows: u64 },
}

/// How many rows are checked and stored at a time: a statement then costs little, and a list of
/// two hundred thousand rows does not stand in memory whole.
const ROWS_AT_ONCE: usize = 1000;

/// Keeps a file as it came, and has it read in the background.
pub async fn upload(app: &App, caller: &Caller, upload: Upload, file: &Path) -> Result<Inventory> {
    keep(app, caller, upload, file, |conn, inventory| {
        jobs::enqueue(conn, &Job::ReadInventory { inventory_id: inventory.id.to_string() })
    })
    .await
}

/// Keeps a file, reads it and accepts what is right, at once.
pub async fn import(
    app: &App,
    caller: &Caller,
    upload: Upload,
    file: &Path,
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<Inventory> {
    let inventory = keep(app, caller, upload, file, |_, _| Ok(())).await?;
    let inventory = take_in(app, inventory, file, progress).await?;
    if inventory.state != State::Read {
        return Ok(inventory);
    }
    super::pictures::note(app, inventory.id.to_string()).await?;
    progress(Progress::Applying { rows: inventory.counts.rows });
    let (caller, id) = (caller.clone(), inventory.id);
    app.db.write(move |conn| accept(conn, &caller, &id)).await
}

/// What would be understood of a file, and what importing it would do to what the organisation has.
/// Nothing is changed. `Err`: why the file cannot be read.
pub async fn dry_run(
    app: &App,
    organisation: Option<Id<Organisation>>,
    file: &Path,
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<std::result::Result<report::Report, Text>> {
    progress(Progress::Reading);
    let mut understanding = match understood(app, file, Placement::default()).await? {
        Ok(understanding) => understanding,
        Err(why) => return Ok(Err(why)),
    };
    let mut report = report::Report::of(&understanding);
    let mut counts = Counts::default();
    let mut seen = HashSet::new();
    loop {
        let (back, checked) = check_some(understanding).await?;
        understanding = back;
        if checked.is_empty() {
            break;
        }
        report.add(&checked);
        let mut rows: Vec<Row> = checked.into_iter().map(|it| it.into_row(0)).collect();
        if let Some(organisation) = organisation.clone() {
            let planning = move |conn: &mut Conn| {
                plan_rows(conn, &organisation, &mut rows, &mut seen)?;
                Ok((rows, seen))
            };
            (rows, seen) = app.db.read(planning).await?;
        }
        for row in &rows {
            counts.add(row.outcome, 1);
        }
        progress(Progress::Checking { done: understanding.done(), total: understanding.total() });
    }
    counts.add(Outcome::Dropped, understanding.reading.empty_rows);
    report.finish(counts, &understanding.reading);
    Ok(Ok(report))
}

/// Reads an inventory that waits to be read. What was read already, or is gone, is left alone: the
/// job may come twice.
pub async fn read_upload(app: &App, id: String) -> Result<()> {
    let Some(id) = InventoryId::parse(&id) else {
        return Err(Error::internal(format!("`{id}` is the id of no inventory")));
    };
    let found = app.db.read(move |conn| store::find(conn, &id)).await?;
    let Some(inventory) = found.filter(|it| it.state == State::Uploaded) else { return Ok(()) };
    let scratch = Scratch::new();
    app.files.get_to(&inventory.file_key, scratch.path()).await?;
    take_in(app, inventory, scratch.path(), &|_| ()).await.map(drop)
}

async fn keep(
    app: &App,
    caller: &Caller,
    upload: Upload,
    file: &Path,
    and: impl FnOnce(&mut Conn, &Inventory) -> Result<()> + Send + 'static,
) -> Result<Inventory> {
    accounts::may(caller, Action::EditStock, Object::Of(&caller.organisation_id))?;
    let (bytes, sha256) = measure(file).await?;
    let now = clock::now();
    let id = InventoryId::new();
    let mut inventory = Inventory {
        file_key: format!("inventories/{id}"),
        id,
        organisation_id: caller.organisation_id.clone(),
        member_id: Some(caller.member_id.clone()),
        site_id: upload.site_id,
        building_id: upload.building_id,
        visibility: upload.visibility,
        file_name: upload.file_name,
        file_bytes: bytes,
        file_sha256: sha256,
        state: State::Uploaded,
        reading: None,
        failure: None,
        counts: Counts::default(),
        version: 1,
        created_at: now,
        updated_at: now,
    };
    let caller = caller.clone();
    // The place is looked at before the file is kept: a file nobody refers to would stay for ever.
    let checking = move |conn: &mut Conn| {
        settle(conn, &caller, &mut inventory)?;
        Ok(inventory)
    };
    let inventory = app.db.read(checking).await?;
    app.files.put(&inventory.file_key, file).await?;
    app.db
        .write(move |conn| {
            store::insert(conn, &inventory)?;
            and(conn, &inventory)?;
            tracing::info!(inventory.id = %inventory.id, "keeps inventory {}", inventory.id);
            Ok(inventory)
        })
        .await
}

/// Sees to it that the place is one of the caller's. A building stands on a site.
fn settle(conn: &mut Conn, caller: &Caller, inventory: &mut Inventory) -> Result<()> {
    let unknown = |pointer: &str, id: &str| {
        Error::invalid(pointer, crate::language::say("inventory-expected-place"), id)
    };
    let own = |organisation: &Id<Organisation>| *organisation == caller.organisation_id;
    if let Some(id) = &inventory.building_id {
        let building = places::find_building(conn, id)?.filter(|it| own(&it.organisation_id));
        let building = building.ok_or_else(|| unknown("/building_id", id.as_str()))?;
        let site = inventory.site_id.get_or_insert_with(|| building.site_id.clone());
        if *site != building.site_id {
            return Err(unknown("/building_id", id.as_str()));
        }
    }
    if let Some(id) = &inventory.site_id {
        let site = places::find_site(conn, id)?.filter(|it| own(&it.organisation_id));
        site.ok_or_else(|| unknown("/site_id", id.as_str()))?;
    }
    Ok(())
}

async fn measure(file: &Path) -> Result<(i64, String)> {
    let mut file = tokio::fs::File::open(file).await.map_err(Error::internal)?;
    let (mut hash, mut bytes) = (Sha256::new(), 0);
    let mut chunk = vec![0; 64 * 1024];
    loop {
        let read = file.read(&mut chunk).await.map_err(Error::internal)?;
        if read == 0 {
            break;
        }
        hash.update(&chunk[..read]);
        bytes += i64::try_from(read).map_err(Error::internal)?;
    }
    Ok((bytes, hexadecimal(&hash.finalize())))
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes
        .iter()
        .flat_map(|it| [it >> 4, it & 15])
        .filter_map(|it| char::from_digit(it.into(), 16))
        .collect()
}

/// Reads, checks and plans, and stores all of it as the preview.
async fn take_in(
    app: &App,
    inventory: Inventory,
    file: &Path,
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<Inventory> {
    progress(Progress::Reading);
    let mut understanding = match understood(app, file, Placement::of(&inventory)).await? {
        Ok(understanding) => understanding,
        Err(why) => return give_up(app, inventory, why).await,
    };
    let id = inventory.id.clone();
    let corrections = app.db.write(move |conn| {
        store::forget_rows(conn, &id)?;
        corrections::of_inventory(conn, &id)
    });
    understanding = understanding.corrected(corrections.await?);
    let (mut counts, mut seen, mut position) = (Counts::default(), HashSet::new(), 0);
    loop {
        let (back, checked) = check_some(understanding).await?;
        understanding = back;
        if checked.is_empty() {
            break;
        }
        let numbered = checked.into_iter().map(|it| {
            position += 1;
            it.into_row(position)
        });
        let mut rows: Vec<Row> = numbered.collect();
        let (id, organisation) = (inventory.id.clone(), inventory.organisation_id.clone());
        let storing = move |conn: &mut Conn| {
            plan_rows(conn, &organisation, &mut rows, &mut seen)?;
            store::insert_rows(conn, &id, &rows)?;
            let outcomes: Vec<Outcome> = rows.iter().map(|it| it.outcome).collect();
            Ok((outcomes, seen))
        };
        let outcomes;
        (outcomes, seen) = app.db.write(storing).await?;
        for outcome in outcomes {
            counts.add(outcome, 1);
        }
        progress(Progress::Checking { done: understanding.done(), total: understanding.total() });
    }
    counts.add(Outcome::Dropped, understanding.reading.empty_rows);
    let read =
        Inventory { state: State::Read, reading: Some(understanding.reading), counts, ..inventory };
    set_down(app, read).await
}

async fn give_up(app: &App, inventory: Inventory, why: Text) -> Result<Inventory> {
    set_down(app, Inventory { state: State::Unreadable, failure: Some(why), ..inventory }).await
}

/// Stores the next version, unless another worker was faster.
async fn set_down(app: &App, inventory: Inventory) -> Result<Inventory> {
    let version = inventory.version;
    let next = Inventory { version: version + 1, updated_at: clock::now(), ..inventory };
    app.db
        .write(move |conn| {
            if store::replace(conn, &next, version)? {
                tracing::info!(inventory.id = %next.id, state = ?next.state, "read inventory {}", next.id);
                return Ok(next);
            }
            store::find(conn, &next.id)?.ok_or(Error::NotFound)
        })
        .await
}

async fn understood(
    app: &App,
    file: &Path,
    placement: Placement,
) -> Result<std::result::Result<Understanding, Text>> {
    let read: std::result::Result<Workbook, Unreadable> =
        read::read_in_child(&app.config.inventories, file).await?;
    match read {
        Ok(workbook) => blocking(move || Understanding::of(workbook, placement)).await,
        Err(why) => Ok(Err(why.text())),
    }
}

async fn check_some(
    mut understanding: Understanding,
) -> Result<(Understanding, Vec<super::understand::CheckedRow>)> {
    blocking(move || {
        let rows = understanding.next_rows(ROWS_AT_ONCE);
        (understanding, rows)
    })
    .await
}

/// Runs what takes the processor long beside those who serve.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(Error::internal)
}
