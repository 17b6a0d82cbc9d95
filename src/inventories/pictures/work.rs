//! The work on photos of an inventory: noting them, developing them some at a time, putting them on
//! passports. Each step may come twice; what is done already is left alone.

use std::collections::HashSet;
use std::path::Path;

use super::child::{pictures_in, placed_in};
use super::fetch::Fetcher;
use super::names::Numbers;
use super::{At, PHOTOS_MAX, Sent, Source, State, archive, store};
use crate::accounts::{Action, Caller};
use crate::app::App;
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::inventories::field::Field;
use crate::inventories::scratch::Scratch;
use crate::inventories::{self, Inventory, InventoryId, Reading, read};
use crate::jobs::{self, Job};
use crate::language::{Text, say};
use crate::outward::SystemNames;
use crate::passports::{self, Photo, photos};
use crate::picture::Refusal;

/// Notes which photos lie in an inventory that was read, and where.
pub async fn note(app: &App, id: String) -> Result<()> {
    let Some(inventory) = read_one(app, &id).await? else { return Ok(()) };
    let Some(reading) = &inventory.reading else { return Ok(()) };
    let scratch = Scratch::new();
    app.files.get_to(&inventory.file_key, scratch.path()).await?;
    let settings = &app.config.inventories;
    let mut noted: Vec<Sent> = placed_in(settings, scratch.path())
        .await?
        .into_iter()
        .map(|it| {
            let at = At { sheet: it.sheet, row: it.row.into() };
            sent(&inventory, Source::Cell, it.part, Some(at))
        })
        .collect();
    for (address, at) in linked(app, reading, scratch.path()).await? {
        noted.push(sent(&inventory, Source::Link, address, Some(at)));
    }
    noted.truncate(PHOTOS_MAX);
    if noted.is_empty() {
        return Ok(());
    }
    app.db
        .write(move |conn| {
            store::forget_of_list(conn, &inventory.id)?;
            store::insert_all(conn, &noted)?;
            jobs::enqueue(conn, &Job::TakePictures { inventory_id: inventory.id.to_string() })
        })
        .await
}

/// The addresses in columns of photos, and behind their cells, each with its row.
async fn linked(app: &App, reading: &Reading, file: &Path) -> Result<Vec<(String, At)>> {
    let columns = reading.sheets.iter().flat_map(|sheet| {
        let of_photos = sheet.columns.iter().filter(|it| it.field == Some(Field::Photo));
        let below = sheet.header_rows.last().copied().unwrap_or(0);
        of_photos.map(move |it| (sheet.sheet.as_str(), it.column, below))
    });
    let columns: Vec<(&str, u32, u32)> = columns.collect();
    if columns.is_empty() {
        return Ok(Vec::new());
    }
    let Ok(workbook) = read::read_in_child(&app.config.inventories, file).await? else {
        return Ok(Vec::new());
    };
    let mut found = Vec::new();
    for sheet in &workbook.sheets {
        for (_, column, below) in columns.iter().filter(|it| it.0 == sheet.name) {
            let behind = sheet.links.iter().filter(|it| it.column == *column && it.row > *below);
            let behind: HashSet<(String, At)> = behind
                .map(|it| {
                    let at = At { sheet: sheet.name.clone(), row: it.row.into() };
                    (it.address.clone(), at)
                })
                .collect();
            for row in sheet.rows.iter().filter(|it| it.number > *below) {
                let cell = row.get(*column).map(ToString::to_string).unwrap_or_default();
                for address in addresses(&cell) {
                    let at = At { sheet: sheet.name.clone(), row: row.number.into() };
                    let photo = (address.to_owned(), at);
                    // Excel puts behind a cell what it shows.
                    if !behind.contains(&photo) {
                        found.push(photo);
                    }
                }
            }
            found.extend(behind);
        }
    }
    Ok(found)
}

/// Addresses of one row; more are left out.
const ADDRESSES_MAX: usize = 10;

/// The web addresses in a cell, separated as people separate them.
fn addresses(cell: &str) -> impl Iterator<Item = &str> {
    let parts =
        cell.split(|it: char| it.is_whitespace() || matches!(it, ';' | '|' | '"' | '<' | '>'));
    let parts = parts.map(|it| it.trim_matches(','));
    parts.filter(|it| it.starts_with("http://") || it.starts_with("https://")).take(ADDRESSES_MAX)
}

/// Keeps an archive of photos, and finds the row of each by its name.
pub async fn receive_archive(
    app: &App,
    caller: &Caller,
    id: InventoryId,
    file: &Path,
) -> Result<()> {
    let asking = caller.clone();
    let inventory =
        app.db.read(move |conn| inventories::own(conn, &asking, Action::EditStock, &id)).await?;
    if inventory.reading.is_none() {
        return Err(Error::Conflict(say("inventory-not-read-yet")));
    }
    let path = file.to_owned();
    let names = tokio::task::spawn_blocking(move || archive::names_in(&path));
    let mut names = names.await.map_err(Error::internal)??;
    // `D-1_2` before `D-1_10`: the order people number them in.
    names.sort_by(|a, b| (a.len(), a).cmp(&(b.len(), b)));
    names.truncate(PHOTOS_MAX);
    let key = format!("inventory-photos/{}/{}", inventory.id, Id::<Sent>::new());
    app.files.put(&key, file).await?;
    app.db
        .write(move |conn| {
            let numbers = numbers_of(conn, &inventory.id)?;
            let noted: Vec<Sent> = names
                .into_iter()
                .map(|name| {
                    let at = numbers.row_of(&name).cloned();
                    let sent = sent(&inventory, Source::Archive, name, at);
                    Sent { file_key: Some(key.clone()), ..sent }
                })
                .collect();
            store::insert_all(conn, &noted)?;
            jobs::enqueue(conn, &Job::TakePictures { inventory_id: inventory.id.to_string() })
        })
        .await
}

/// How many rows are read from the database at a time.
const ROWS_AT_ONCE: i64 = 1000;

fn numbers_of(conn: &mut Conn, id: &InventoryId) -> Result<Numbers> {
    let (mut numbers, mut after) = (Numbers::default(), 0);
    loop {
        let rows = inventories::store::rows(conn, id, None, after, ROWS_AT_ONCE)?;
        let Some(last) = rows.last() else { return Ok(numbers) };
        after = last.position;
        for row in rows {
            if let Some(number) = row.draft.and_then(|it| it.external_id) {
                numbers.add(&number, At { sheet: row.sheet, row: row.number });
            }
        }
    }
}

/// Photos that are developed in one job. Those behind addresses are fewer: each may keep us waiting,
/// and a job that takes too long is given to somebody else.
const PICTURES_AT_ONCE: i64 = 40;
const LINKS_AT_ONCE: usize = 8;

/// Develops the next photos of an inventory, and puts on passports what is ready, if it was accepted.
pub async fn take(app: &App, id: String) -> Result<()> {
    let Some(inventory) = read_one(app, &id).await? else { return Ok(()) };
    let of = inventory.id.clone();
    let waiting =
        move |conn: &mut Conn| store::list(conn, &of, Some(State::Waiting), None, PICTURES_AT_ONCE);
    let mut waiting = app.db.read(waiting).await?;
    if let Some(first) = waiting.first().cloned() {
        waiting.retain(|it| it.source == first.source && it.file_key == first.file_key);
        if first.source == Source::Link {
            waiting.truncate(LINKS_AT_ONCE);
        }
        develop(app, &inventory, waiting).await?;
    }
    app.db
        .write(move |conn| {
            attach(conn, &inventory)?;
            let left = store::counts(conn, &inventory.id)?;
            let applied = inventory.state == inventories::State::Applied;
            if left.waiting > 0 || (applied && left.ready > 0) {
                jobs::enqueue(conn, &Job::TakePictures { inventory_id: inventory.id.to_string() })?;
            }
            Ok(())
        })
        .await
}

/// Photos that stand in memory together, as they were sent.
const FILES_AT_ONCE: usize = 4;

async fn develop(app: &App, inventory: &Inventory, photos: Vec<Sent>) -> Result<()> {
    let Some(first) = photos.first() else { return Ok(()) };
    let scratch = Scratch::new();
    if first.source != Source::Link {
        let key = first.file_key.as_ref().unwrap_or(&inventory.file_key);
        app.files.get_to(key, scratch.path()).await?;
    }
    let fetcher = Fetcher::new(SystemNames, app.config.photos.private_addresses)?;
    for some in photos.chunks(FILES_AT_ONCE) {
        let files = files_of(app, &fetcher, some, scratch.path()).await?;
        for (photo, file) in some.iter().zip(files) {
            let developed = match file {
                Ok(file) => photos::keep(app, file).await?.map_err(|it| it.text()),
                Err(why) => Err(why),
            };
            let done = match developed {
                Ok(Photo { hash, .. }) => {
                    // One that belongs to no row is kept for who looks through the list.
                    let state = if photo.at.is_some() { State::Ready } else { State::Unmatched };
                    Sent { hash: Some(hash), state, ..photo.clone() }
                }
                Err(why) => Sent { state: State::Refused, problem: Some(why), ..photo.clone() },
            };
            app.db.write(move |conn| store::replace(conn, &done)).await?;
        }
    }
    Ok(())
}

/// The files of photos of one source, or why there is none.
async fn files_of(
    app: &App,
    fetcher: &Fetcher,
    photos: &[Sent],
    file: &Path,
) -> Result<Vec<std::result::Result<Vec<u8>, Text>>> {
    let names: Vec<String> = photos.iter().map(|it| it.name.clone()).collect();
    match photos.first().map(|it| it.source) {
        None => Ok(Vec::new()),
        Some(Source::Cell) => {
            let pictures = pictures_in(&app.config.inventories, file, &names).await?;
            let missing = || Refusal::Damaged { why: "not there".to_owned() }.text();
            Ok(pictures.into_iter().map(|it| it.ok_or_else(missing)).collect())
        }
        Some(Source::Link) => {
            let fetched = names.iter().map(|it| fetcher.fetch(it));
            Ok(futures_util::future::join_all(fetched).await)
        }
        Some(Source::Archive) => {
            let path = file.to_owned();
            let files = tokio::task::spawn_blocking(move || archive::files_in(&path, &names));
            let files = files.await.map_err(Error::internal)??;
            Ok(files.into_iter().map(|it| it.map_err(|it| it.text())).collect())
        }
    }
}

/// Photos that are put on passports in one transaction.
const ATTACHED_AT_ONCE: i64 = 200;

/// Puts what is ready on the passports of its rows, once there are any.
fn attach(conn: &mut Conn, inventory: &Inventory) -> Result<()> {
    if inventory.state != inventories::State::Applied {
        return Ok(());
    }
    let actor = match &inventory.member_id {
        Some(member) => format!("member:{member}"),
        None => "import".to_owned(),
    };
    let ready = store::list(conn, &inventory.id, Some(State::Ready), None, ATTACHED_AT_ONCE)?;
    // Those of one row stand together, and become one event.
    let mut by_row: Vec<(At, Vec<Sent>)> = Vec::new();
    for photo in ready {
        let Some(at) = photo.at.clone() else { continue };
        match by_row.iter_mut().find(|it| it.0 == at) {
            Some((_, photos)) => photos.push(photo),
            None => by_row.push((at, vec![photo])),
        }
    }
    for (at, photos) in by_row {
        attach_to_row(conn, &actor, &inventory.id, &at, photos)?;
    }
    Ok(())
}

fn attach_to_row(
    conn: &mut Conn,
    actor: &str,
    inventory: &InventoryId,
    at: &At,
    sent: Vec<Sent>,
) -> Result<()> {
    let passport = match store::passport_of(conn, inventory, at)? {
        Some(id) => passports::find(conn, &id)?,
        None => None,
    };
    let Some(passport) = passport.filter(|it| it.state == passports::State::Registered) else {
        for photo in sent {
            store::replace(conn, &Sent { state: State::Unmatched, ..photo })?;
        }
        return Ok(());
    };
    let mut shown = Vec::new();
    for photo in &sent {
        if let Some(hash) = &photo.hash {
            shown.extend(photos::kept(conn, hash)?);
        }
    }
    let before = passport.version;
    let (passport, left_over) = photos::attach(conn, actor, &passport.id, shown)?;
    for photo in sent {
        let full =
            photo.hash.as_ref().is_some_and(|it| left_over.iter().any(|left| left.hash == *it));
        let (state, problem) = if full {
            let why = say("passport-expected-fewer").with("max", photos::PHOTOS_MAX);
            (State::Refused, Some(why))
        } else {
            (State::Attached, None)
        };
        // Those that were on it already made no version.
        let made = (passport.version > before).then(|| (passport.id.clone(), passport.version));
        store::replace(conn, &Sent { state, problem, made, ..photo })?;
    }
    Ok(())
}

/// An inventory by the id in a job, if it is still there.
async fn read_one(app: &App, id: &str) -> Result<Option<Inventory>> {
    let Some(id) = InventoryId::parse(id) else {
        return Err(Error::internal(format!("`{id}` is the id of no inventory")));
    };
    app.db.read(move |conn| inventories::store::find(conn, &id)).await
}

fn sent(inventory: &Inventory, source: Source, name: String, at: Option<At>) -> Sent {
    Sent {
        id: Id::new(),
        inventory_id: inventory.id.clone(),
        source,
        file_key: None,
        name,
        at,
        hash: None,
        state: State::Waiting,
        problem: None,
        made: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_found_between_what_people_put_between_them() {
        let cell = "foto: https://a.example/1.jpg; http://b.example/2.jpg,\nhttps://c.example/3,4.jpg geen";
        let found: Vec<&str> = addresses(cell).collect();
        assert_eq!(
            found,
            ["https://a.example/1.jpg", "http://b.example/2.jpg", "https://c.example/3,4.jpg"]
        );
        assert_eq!(addresses("foto 1").count(), 0);
        assert_eq!(addresses(&"http://a.example ".repeat(100)).count(), ADDRESSES_MAX);
    }
}
