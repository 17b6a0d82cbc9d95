//! `circuler import`: an inventory from the command line.

use std::path::Path;
use std::process::ExitCode;

use indicatif::{ProgressBar, ProgressStyle};

use super::progress::{Progress, Stage};
use super::{
    Counts, InventoryId, Outcome, State, Upload, dry_run, import as import_file, report, store,
};
use crate::accounts::{self, Caller};
use crate::app::App;
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::language::{Language, Text, say};

/// The command line speaks English.
const LANGUAGE: Language = Language::En;

/// Reads a file into passports of the organisation with this name, or says what it would do.
pub async fn import(
    app: &App,
    file: &Path,
    organisation: &str,
    without_change: bool,
    as_json: bool,
) -> Result<ExitCode> {
    let bar = progress_bar();
    let show = |progress: Progress| show(&bar, progress);
    let name = organisation.to_owned();
    if without_change {
        let found = app.db.read(move |conn| accounts::organisation_by_name(conn, &name)).await?;
        let report = dry_run(app, found.map(|it| it.id), file, &show).await?;
        bar.finish_and_clear();
        return match report {
            Err(why) => Ok(refused(&why)),
            Ok(report) => {
                if as_json {
                    let json = serde_json::to_string_pretty(&report);
                    println!("{}", json.map_err(Error::internal)?);
                } else {
                    tell_errors(report.errors.iter());
                    tell_counts(report.counts);
                }
                Ok(ExitCode::SUCCESS)
            }
        };
    }
    let Some(caller) = app.db.read(move |conn| caller_for(conn, &name)).await? else {
        return Ok(refused(&say("inventory-no-organisation").with("name", organisation)));
    };
    let file_name = file.file_name().map(|it| it.to_string_lossy().into_owned());
    let upload = Upload { file_name: file_name.unwrap_or_default(), ..Upload::default() };
    let inventory = import_file(app, &caller, upload, file, &show).await?;
    bar.finish_and_clear();
    if let (State::Unreadable, Some(why)) = (inventory.state, &inventory.failure) {
        return Ok(refused(why));
    }
    let id = inventory.id.clone();
    let wrong = app.db.read(move |conn| wrong_cells(conn, &id)).await?;
    if as_json {
        let told = serde_json::json!({
            "id": inventory.id, "counts": inventory.counts, "errors": wrong,
        });
        println!("{told}");
    } else {
        tell_errors(wrong.iter().take(WRONG_CELLS_MAX));
        if wrong.len() > WRONG_CELLS_MAX {
            let more = wrong.len() - WRONG_CELLS_MAX;
            let told = say("inventory-wrong-cells-more").with("count", more);
            println!("{}", told.in_language(LANGUAGE));
        }
        tell_counts(inventory.counts);
    }
    Ok(ExitCode::SUCCESS)
}

/// A screenful: whoever has more of them wants the workbook of errors.
const WRONG_CELLS_MAX: usize = 50;
/// Rows that are looked at together.
const ROWS_AT_ONCE: i64 = 1000;

/// Why rows were rejected, cell by cell.
fn wrong_cells(conn: &mut Conn, id: &InventoryId) -> Result<Vec<serde_json::Value>> {
    let (mut wrong, mut after) = (Vec::new(), 0);
    loop {
        let rows = store::rows(conn, id, Some(Outcome::Rejected), after, ROWS_AT_ONCE)?;
        let Some(last) = rows.last() else { return Ok(wrong) };
        after = last.position;
        for row in &rows {
            wrong.extend(row.notes.problems.iter().map(|it| report::error(row, &it.cell, it)));
            // What stands against a change is a matter of the whole row.
            let place = format!("{}!{}", row.sheet, row.number);
            wrong.extend(row.notes.conflicts.iter().map(|it| report::error(row, &place, it)));
        }
    }
}

/// Whoever starts the command has the database anyway, so it acts for the first owner.
pub(super) fn caller_for(conn: &mut Conn, organisation: &str) -> Result<Option<Caller>> {
    let Some(organisation) = accounts::organisation_by_name(conn, organisation)? else {
        return Ok(None);
    };
    match accounts::first_owner(conn, &organisation.id)? {
        Some(owner) => accounts::caller_of(conn, &owner.id),
        None => Ok(None),
    }
}

/// Of a file that cannot be read.
const UNREADABLE: u8 = 2;

pub(super) fn refused(why: &Text) -> ExitCode {
    eprintln!("{}", why.in_language(LANGUAGE));
    ExitCode::from(UNREADABLE)
}

fn tell_counts(counts: Counts) {
    let Counts { rows, created, changed, unchanged, rejected, dropped } = counts;
    let told = say("inventory-counts")
        .with("rows", rows)
        .with("created", created)
        .with("changed", changed)
        .with("unchanged", unchanged)
        .with("rejected", rejected)
        .with("dropped", dropped);
    println!("{}", told.in_language(LANGUAGE));
}

/// One line for each, whatever line breaks there are in the cell.
fn tell_errors<'a>(errors: impl Iterator<Item = &'a serde_json::Value>) {
    let part = |error: &serde_json::Value, key: &str| {
        let text = error[key].as_str().unwrap_or_default();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    for error in errors {
        let got = part(error, "got");
        let told =
            if got.is_empty() { "inventory-wrong-cell-empty" } else { "inventory-wrong-cell" };
        let told = say(told)
            .with("cell", part(error, "cell"))
            .with("expected", part(error, "expected"))
            .with("got", got);
        println!("{}", told.in_language(LANGUAGE));
    }
}

/// On standard error, so that what is printed can be piped.
fn progress_bar() -> ProgressBar {
    let bar = ProgressBar::new(0);
    // The template is ours and right; without it the bar looks plainer.
    if let Ok(style) = ProgressStyle::with_template("{msg:>10} {bar:40} {pos}/{len} {eta}") {
        bar.set_style(style);
    }
    bar
}

fn show(bar: &ProgressBar, progress: Progress) {
    let phase = match progress.stage {
        Stage::Reading => say("inventory-progress-reading"),
        Stage::Checking => say("inventory-progress-checking"),
        Stage::Preparing => say("inventory-progress-preparing"),
        Stage::Applying => say("inventory-progress-applying"),
        Stage::Undoing => say("inventory-progress-undoing"),
    };
    bar.set_message(phase.in_language(LANGUAGE));
    bar.set_length(progress.total);
    bar.set_position(progress.done);
}
