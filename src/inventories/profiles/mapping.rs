//! Saying what the columns and words of a list mean: the list is read again that way, and so is the
//! next one with the same headings.

use std::collections::HashMap;

use serde::Deserialize;
use utoipa::ToSchema;

use super::{ProfileColumn, ValueChoice, checked_name, remember};
use crate::accounts::{Action, Caller};
use crate::catalogue::{self, Unit};
use crate::clock;
use crate::db::Conn;
use crate::error::{Error, Problem, Result};
use crate::inventories::field::{Field, Kind};
use crate::inventories::understand::SheetReading;
use crate::inventories::{Inventory, InventoryId, State, deciding, own, progress, read, store};
use crate::jobs::{self, Job};
use crate::language::say;

/// What somebody says that the columns and words of an inventory mean. What is not named stays as
/// it was proposed.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = InventoryMapping)]
pub struct Mapping {
    /// Under which it is remembered; after the file, unless told.
    #[serde(default)]
    #[schema(max_length = 200)]
    pub name: Option<String>,
    #[serde(default)]
    #[schema(max_items = 2000)]
    pub columns: Vec<ColumnChoice>,
    #[serde(default)]
    #[schema(max_items = 2000)]
    pub values: Vec<ValueChoice>,
}

#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ColumnChoice {
    pub sheet: String,
    /// As a spreadsheet shows it.
    #[schema(examples("E"))]
    pub column: String,
    /// Nothing: it is left out.
    #[serde(default)]
    pub field: Option<Field>,
}

/// Some hundred columns on some sheets, and as many words.
const CHOICES_MAX: usize = 2000;

/// Remembers the mapping, and lines the inventory up to be read again.
pub fn set_mapping(
    conn: &mut Conn,
    caller: &Caller,
    id: &InventoryId,
    version: i64,
    mapping: Mapping,
) -> Result<Inventory> {
    let inventory = own(conn, caller, Action::EditStock, id)?;
    if inventory.version != version {
        return Err(Error::Changed);
    }
    deciding::acceptable(conn, caller, id)?;
    progress::expect_rest(conn, id)?;
    let name = mapping.name.as_deref().map(|it| checked_name("/name", it)).transpose()?;
    let sheets = inventory.reading.as_ref().map_or(&[][..], |it| &it.sheets);
    let problems = problems(sheets, &mapping);
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    for sheet in sheets {
        let columns = columns_of(sheet, &mapping.columns);
        let known = |it: &&ValueChoice| columns.iter().any(|column| column.field == Some(it.field));
        let values: Vec<ValueChoice> = mapping.values.iter().filter(known).cloned().collect();
        let touched = mapping.columns.iter().any(|it| it.sheet == sheet.sheet);
        if touched || !values.is_empty() {
            let fallback = match sheets {
                [_] => inventory.file_name.clone(),
                _ => format!("{} – {}", inventory.file_name, sheet.sheet),
            };
            let organisation = &inventory.organisation_id;
            remember(conn, organisation, name.clone(), &fallback, columns, values)?;
        }
    }
    let next = Inventory {
        state: State::Uploaded,
        version: version + 1,
        updated_at: clock::now(),
        ..inventory
    };
    if !store::replace(conn, &next, version)? {
        return Err(Error::Changed);
    }
    jobs::enqueue(conn, &Job::ReadInventory { inventory_id: next.id.to_string() })?;
    Ok(next)
}

/// The columns of a list with the choices over them. A field that was chosen for one column is no
/// longer that of another.
fn columns_of(sheet: &SheetReading, choices: &[ColumnChoice]) -> Vec<ProfileColumn> {
    let own = choices.iter().filter(|it| it.sheet == sheet.sheet);
    let chosen: HashMap<String, Option<Field>> =
        own.map(|it| (it.column.to_ascii_uppercase(), it.field)).collect();
    let columns = sheet.columns.iter().map(|it| {
        let choice = chosen.get(&read::column_letters(it.column)).copied();
        let proposed = it.field.filter(|it| !chosen.values().any(|chosen| *chosen == Some(*it)));
        ProfileColumn { heading: it.header.clone(), field: choice.unwrap_or(proposed) }
    });
    columns.collect()
}

fn problems(sheets: &[SheetReading], mapping: &Mapping) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (pointer, count) in [("/columns", mapping.columns.len()), ("/values", mapping.values.len())]
    {
        if count > CHOICES_MAX {
            let expected = say("passport-expected-fewer").with("max", CHOICES_MAX);
            problems.push(Problem::new(pointer, expected, count));
        }
    }
    for (at, choice) in mapping.columns.iter().enumerate() {
        let ColumnChoice { sheet, column, field } = choice;
        let there = sheets.iter().filter(|it| it.sheet == *sheet).flat_map(|it| &it.columns);
        let letters = column.to_ascii_uppercase();
        if !there.map(|it| read::column_letters(it.column)).any(|it| it == letters) {
            let expected = say("inventory-expected-column");
            let got = format!("{sheet}!{column}");
            problems.push(Problem::new(format!("/columns/{at}/column"), expected, got));
        }
        let earlier = mapping.columns[..at].iter().filter(|it| it.sheet == *sheet);
        let same = earlier.clone().any(|it| it.column.eq_ignore_ascii_case(column));
        let taken = field.is_some() && earlier.clone().any(|it| it.field == *field);
        if same || taken {
            let expected = say("inventory-expected-one-column");
            let got = field.map_or(column.clone(), |it| it.to_string());
            problems.push(Problem::new(format!("/columns/{at}/field"), expected, got));
        }
    }
    for (at, choice) in mapping.values.iter().enumerate() {
        if let Some(expected) = wrong_choice(choice) {
            let pointer = format!("/values/{at}/becomes");
            problems.push(Problem::new(pointer, expected, &choice.becomes));
        }
        if choice.found.trim().is_empty() {
            let pointer = format!("/values/{at}/found");
            problems.push(Problem::new(pointer, say("expected-something"), &choice.found));
        }
    }
    problems
}

/// What was expected where a word cannot become this.
fn wrong_choice(choice: &ValueChoice) -> Option<crate::language::Text> {
    let becomes = choice.becomes.as_str();
    match choice.field.kind() {
        Kind::Condition => {
            let right = becomes.parse::<u8>().is_ok_and(|it| (1..=5).contains(&it));
            (!right).then(|| say("expected-number-between").with("min", 1).with("max", 5))
        }
        Kind::Unit => Unit::parse(becomes).is_none().then(|| say("inventory-expected-unit")),
        _ if matches!(choice.field, Field::Hazardous | Field::ReusePotential) => {
            catalogue::yes_no(becomes).is_none().then(|| say("inventory-expected-yes-no"))
        }
        _ => Some(say("inventory-expected-translated-field")),
    }
}
