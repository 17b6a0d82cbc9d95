//! `circuler export`: a list of passports from the command line.

use std::path::PathBuf;
use std::process::ExitCode;

use super::{Format, Selection};
use crate::app::App;
use crate::error::Result;
use crate::id::Id;
use crate::inventories::{InventoryId, console};
use crate::language::{Language, say};

/// What `circuler export` is told on its command line.
#[derive(Debug, Clone, clap::Args)]
pub struct Arguments {
    /// Where to write: a name that ends in `.xlsx` or `.csv`.
    pub file: PathBuf,
    /// The name of the organisation that holds them.
    #[arg(long)]
    pub organisation: String,
    /// Of the headings: nl, fr, en or de.
    #[arg(long, default_value = "en")]
    pub language: String,
    /// Only what came from this inventory (its id).
    #[arg(long, conflicts_with = "building")]
    pub inventory: Option<String>,
    /// Only what is in this building (its id).
    #[arg(long)]
    pub building: Option<String>,
}

/// Writes the selected passports to a file, and says how many.
pub async fn export(app: &App, arguments: Arguments) -> Result<ExitCode> {
    let Arguments { file, organisation, language, inventory, building } = arguments;
    let Some(language) = Language::of_tag(&language) else {
        return Ok(console::refused(&say("expected-one-of").with("values", "nl, fr, en, de")));
    };
    let format = match file.extension().and_then(|it| it.to_str()) {
        Some("csv") => Format::Csv,
        Some("xlsx") => Format::Xlsx,
        _ => return Ok(console::refused(&say("expected-one-of").with("values", ".xlsx, .csv"))),
    };
    let selection = match (inventory, building) {
        (Some(id), _) => InventoryId::parse(&id).map(Selection::Inventory),
        (None, Some(id)) => Id::parse(&id).map(Selection::Building),
        (None, None) => Some(Selection::Stock),
    };
    let Some(selection) = selection else {
        return Ok(console::refused(&say("inventory-expected-id")));
    };
    let name = organisation.clone();
    let found = app.db.read(move |conn| console::caller_for(conn, &name)).await?;
    let Some(caller) = found else {
        let why = say("inventory-no-organisation").with("name", organisation);
        return Ok(console::refused(&why));
    };
    let write = move |conn: &mut _| {
        let ids = super::select(conn, &caller, selection)?;
        super::write(conn, &caller.viewer(), &ids, format, language, &file)
    };
    let count = app.db.read(write).await?;
    println!("{}", say("export-counted").with("count", count).in_language(Language::En));
    Ok(ExitCode::SUCCESS)
}
