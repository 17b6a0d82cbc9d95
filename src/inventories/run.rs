//! The use cases that reach further than the database: files, and the process that reads them.

use std::collections::HashSet;
use std::path::Path;

use sha2::{Digest, Sha256};
use tokio::io::AsyncReadExt;

use super::deciding::{self, Terms};
use super::plan::{Counts, Outcome};
use super::planning::plan_rows;
use super::profiles::{self, Profile};
use super::progress::{Progress, Stage, Watch, watched};
use super::read::{self, Unreadable, Workbook};
use super::scratch::Scratch;
use super::understand::{Placement, Understanding};
use super::{
    Inventory, InventoryId, Row, State, Upload, corrections, foreign, placement_of, report, store,
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
    let (id, kept) = (inventory.id.clone(), file);
    let inventory =
        watched(
            app,
            &id,
            progress,
            |watch| async move { take_in(app, inventory, kept, &watch).await },
        );
    let inventory = inventory.await?;
    if inventory.state != State::Read {
        return Ok(inventory);
    }
    super::pictures::note(app, inventory.id.to_string()).await?;
    let id = &id;
    watched(app, id, progress, |watch| async move {
        deciding::accept(app, caller, id, Terms::default(), &watch).await
    })
    .await
}

/// What would be understood of a file, and what importing it would do to what the organisation has.
/// Nothing is changed. `Err`: why the file cannot be read.
pub async fn dry_run(
    app: &App,
    organisation: Option<Id<Organisation>>,
    file: &Path,
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<std::result::Result<report::Report, Text>> {
    progress(Progress::default());
    let profiles = match organisation.clone() {
        Some(organisation) => {
            app.db.read(move |conn| profiles::all_of(conn, &organisation)).await?
        }
        None => Vec::new(),
    };
    let mut understanding = match understood(app, file, Placement::default(), profiles).await? {
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
        report.add(&checked, &understanding.reading.lists);
        let mut rows: Vec<Row> = checked.into_iter().map(|it| it.into_row(0)).collect();
        if let Some(organisation) = organisation.clone() {
            let planning = move |conn: &mut Conn| {
                foreign::leave_out(conn, &organisation, &Placement::default(), &mut rows)?;
                plan_rows(conn, &organisation, &mut rows, &mut seen)?;
                Ok((rows, seen))
            };
            (rows, seen) = app.db.read(planning).await?;
        }
        for row in &rows {
            counts.add(row.outcome, 1);
        }
        let (done, total) = (understanding.done(), understanding.total());
        progress(Progress { stage: Stage::Checking, done, total });
    }
    counts.add(Outcome::Dropped, understanding.reading.empty_rows);
    report.finish(counts, &understanding.reading);
    Ok(Ok(report))
}

/// The rows of a list below its headings, for who makes something else of them than passports:
/// one more than `rows_max` at most, so that it shows when there are too many. `Err`: why the file
/// cannot be read.
pub async fn lines_of(
    app: &App,
    organisation: &Id<Organisation>,
    file: &Path,
    rows_max: usize,
) -> Result<std::result::Result<Vec<super::understand::CheckedRow>, Text>> {
    let organisation = organisation.clone();
    let profiles = app.db.read(move |conn| profiles::all_of(conn, &organisation)).await?;
    let understanding = match understood(app, file, Placement::default(), profiles).await? {
        Ok(understanding) => understanding,
        Err(why) => return Ok(Err(why)),
    };
    let read = move || {
        let mut understanding = understanding;
        let mut rows = Vec::new();
        while rows.len() <= rows_max {
            let some = understanding.next_rows(ROWS_AT_ONCE);
            if some.is_empty() {
                break;
            }
            rows.extend(some);
        }
        rows
    };
    blocking(read).await.map(Ok)
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
    let (id, file) = (inventory.id.clone(), scratch.path());
    let reading =
        watched(
            app,
            &id,
            &|_| (),
            |watch| async move { take_in(app, inventory, file, &watch).await },
        );
    reading.await.map(drop)
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
        missing: 0,
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
    Ok((bytes, base16ct::lower::encode_string(&hash.finalize())))
}

/// Reads, checks and plans, and stores all of it as the preview; or leaves it unread, where that is
/// asked meanwhile.
async fn take_in(app: &App, inventory: Inventory, file: &Path, watch: &Watch) -> Result<Inventory> {
    let place = inventory.clone();
    let known = move |conn: &mut Conn| {
        Ok((placement_of(conn, &place)?, profiles::all_of(conn, &place.organisation_id)?))
    };
    let (placement, profiles) = app.db.read(known).await?;
    let reading = tokio::select! {
        understood = understood(app, file, placement, profiles) => match understood? {
            Ok(understanding) => preview(app, &inventory, understanding, watch).await,
            Err(why) => return give_up(app, inventory, why).await,
        },
        () = watch.stopped() => Err(Error::Changed),
    };
    match reading {
        Err(_) if watch.is_stopped() => {
            let id = inventory.id.clone();
            app.db.write(move |conn| store::forget_rows(conn, &id)).await?;
            set_down(app, Inventory { state: State::Cancelled, ..inventory }).await
        }
        Err(error) => Err(error),
        Ok(read) => set_down(app, read).await,
    }
}

/// How many chunks of checked rows wait to be stored: two keep both sides busy.
const CHUNKS_MAX: usize = 2;

/// Checks the rows on one thread while those before them are planned and stored on another.
async fn preview(
    app: &App,
    inventory: &Inventory,
    understanding: Understanding,
    watch: &Watch,
) -> Result<Inventory> {
    let id = inventory.id.clone();
    let corrections = app.db.write(move |conn| {
        store::forget_rows(conn, &id)?;
        corrections::of_inventory(conn, &id)
    });
    let mut understanding = understanding.corrected(corrections.await?);
    let total = understanding.total();
    let placement = Placement {
        site_id: inventory.site_id.clone(),
        building_id: inventory.building_id.clone(),
        ..Placement::default()
    };
    let (sender, mut receiver) = tokio::sync::mpsc::channel(CHUNKS_MAX);
    let checking = tokio::task::spawn_blocking(move || {
        loop {
            let checked = understanding.next_rows(ROWS_AT_ONCE);
            // Whoever stores them may have failed or been stopped; then there is no more to do.
            if checked.is_empty() || sender.blocking_send(checked).is_err() {
                return understanding.reading;
            }
        }
    });
    let (mut counts, mut seen, mut position) = (Counts::default(), HashSet::new(), 0_i64);
    let mut ready = Vec::new();
    while let Some(checked) = receiver.recv().await {
        watch.at(Stage::Checking, position.unsigned_abs(), total)?;
        let numbered = checked.into_iter().map(|it| {
            position += 1;
            it.into_row(position)
        });
        let mut rows: Vec<Row> = numbered.collect();
        let (id, organisation) = (inventory.id.clone(), inventory.organisation_id.clone());
        let placement = placement.clone();
        let planning = move |conn: &mut Conn| {
            foreign::leave_out(conn, &organisation, &placement, &mut rows)?;
            plan_rows(conn, &organisation, &mut rows, &mut seen)?;
            let outcomes: Vec<Outcome> = rows.iter().map(|it| it.outcome).collect();
            Ok((store::ready(&id, &rows)?, outcomes, seen))
        };
        // What is planned depends on no rows before it, so those are stored meanwhile.
        let before = ready;
        let storing = app.db.write_much(move |conn| store::insert_ready(conn, before));
        let ((next, outcomes, known), ()) = tokio::try_join!(app.db.read(planning), storing)?;
        (ready, seen) = (next, known);
        for outcome in outcomes {
            counts.add(outcome, 1);
        }
    }
    app.db.write_much(move |conn| store::insert_ready(conn, ready)).await?;
    let reading = checking.await.map_err(Error::internal)?;
    counts.add(Outcome::Dropped, reading.empty_rows);
    let mut read =
        Inventory { state: State::Read, reading: Some(reading), counts, ..inventory.clone() };
    let counting = read.clone();
    read.missing = app.db.read(move |conn| deciding::missing_count(conn, &counting)).await?;
    Ok(read)
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
    profiles: Vec<Profile>,
) -> Result<std::result::Result<Understanding, Text>> {
    let read: std::result::Result<Workbook, Unreadable> =
        read::read_in_child(&app.config.inventories, file).await?;
    match read {
        Ok(workbook) => blocking(move || Understanding::of(workbook, placement, &profiles)).await,
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
