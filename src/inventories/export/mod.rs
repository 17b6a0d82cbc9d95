//! Lists going out: a selection of passports that reads back to the very same passports, a blank
//! list to fill in, and the tables that the law asks of a building.

mod cell;
mod choice;
mod column;
pub mod console;
pub mod http;
pub mod own;
mod sheet;
mod store;
mod tables;
mod text;

use std::path::Path;

use crate::accounts::{self, Action, Caller, Object};
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::inventories::{self, InventoryId};
use crate::language::{Language, say};
use crate::passports::{self, Draft, Passport};
use crate::places::{self, Building};
use crate::search::Viewer;

use cell::Cell;
use column::{COLUMNS, Column, Holds};
use sheet::{Book, CELL_CHARACTERS_MAX, Heading, Table, write_csv};

pub use own::OwnColumns;
pub use sheet::Format;
pub use tables::{demolition_plan, pemd};

/// Which passports go out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Selection {
    /// All that the organisation holds and has not retired.
    Stock,
    /// Those that came from this upload.
    Inventory(InventoryId),
    Building(Id<Building>),
    /// What a search found, in its order.
    Found(Vec<String>),
}

/// How many passports are read from the database at a time.
const PASSPORTS_AT_ONCE: usize = 500;

/// The ids of what the caller selected.
pub fn select(conn: &mut Conn, caller: &Caller, selection: Selection) -> Result<Vec<String>> {
    let organisation = &caller.organisation_id;
    accounts::may(caller, Action::Read, Object::Of(organisation))?;
    match selection {
        Selection::Stock => store::held(conn, organisation),
        Selection::Inventory(id) => {
            inventories::find(conn, caller, &id)?;
            store::of_inventory(conn, organisation, &id)
        }
        Selection::Building(id) => {
            places::building(conn, caller, &id)?;
            store::in_building(conn, organisation, &id)
        }
        Selection::Found(ids) => Ok(ids),
    }
}

/// Writes the passports with these ids, as far as `viewer` may see them, to a file. How many.
pub fn write(
    conn: &mut Conn,
    viewer: &Viewer,
    ids: &[String],
    format: Format,
    language: Language,
    path: &Path,
) -> Result<usize> {
    passports::snapshot(conn, |conn| {
        let table = table_for(conn, viewer, ids, language)?;
        let mut rows = Rows::new(conn, viewer, ids, &table.parts, language);
        match format {
            Format::Csv => write_csv(path, &table.table, language, &mut || rows.next())?,
            Format::Xlsx => {
                let mut book = Book::new();
                book.add(&table.table, &mut || rows.next())?;
                explain(&mut book, language)?;
                book.save(path)?;
            }
        }
        Ok(rows.written)
    })
}

/// Writes a list to fill in.
pub fn write_template(language: Language, path: &Path) -> Result<()> {
    let mut book = Book::new();
    let headings = headings(&[1; COLUMNS.len()], language);
    book.add(&list_table(headings, language), &mut || Ok(None))?;
    explain(&mut book, language)?;
    book.save(path)
}

struct Shape {
    table: Table,
    /// How many cells each of our columns needs.
    parts: Vec<usize>,
}

/// The headings, with as many continuations as the longest texts need.
fn table_for(
    conn: &mut Conn,
    viewer: &Viewer,
    ids: &[String],
    language: Language,
) -> Result<Shape> {
    let mut parts = vec![1; COLUMNS.len()];
    for some in ids.chunks(PASSPORTS_AT_ONCE) {
        for passport in passports::offered_to(conn, viewer, some)? {
            let (code, mut draft) = (passport.code.to_string(), passport.content.into_draft());
            for (column, needed) in COLUMNS.iter().zip(&mut parts) {
                if let Cell::Text(text) = column.cell(&mut draft, &code, language) {
                    *needed = (*needed).max(parts_of(&text).len());
                }
            }
        }
    }
    let table = list_table(headings(&parts, language), language);
    Ok(Shape { table, parts })
}

fn list_table(headings: Vec<Heading>, language: Language) -> Table {
    Table { name: say("export-sheet-list").in_language(language), headings, title: Vec::new() }
}

fn headings(parts: &[usize], language: Language) -> Vec<Heading> {
    let of = |(column, parts): (&Column, &usize)| {
        (0..*parts)
            .map(|part| Heading {
                words: column.heading_of_part(part, language),
                width: column.width(),
                choices: if part == 0 { column.choices(language) } else { Vec::new() },
            })
            .collect::<Vec<_>>()
    };
    COLUMNS.iter().zip(parts).flat_map(of).collect()
}

/// A text in pieces that fit a cell.
fn parts_of(text: &str) -> Vec<&str> {
    // Bytes are at least as many as characters, and at hand.
    if text.len() <= CELL_CHARACTERS_MAX {
        return vec![text];
    }
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some((end, _)) = rest.char_indices().nth(CELL_CHARACTERS_MAX) {
        let (part, after) = rest.split_at(end);
        parts.push(part);
        rest = after;
    }
    parts.push(rest);
    parts
}

/// The rows of a list, read from the database some at a time.
struct Rows<'a> {
    conn: &'a mut Conn,
    viewer: &'a Viewer,
    chunks: std::slice::Chunks<'a, String>,
    ready: std::vec::IntoIter<Passport>,
    parts: &'a [usize],
    language: Language,
    written: usize,
}

impl<'a> Rows<'a> {
    fn new(
        conn: &'a mut Conn,
        viewer: &'a Viewer,
        ids: &'a [String],
        parts: &'a [usize],
        language: Language,
    ) -> Self {
        let (chunks, ready) = (ids.chunks(PASSPORTS_AT_ONCE), Vec::new().into_iter());
        Self { conn, viewer, chunks, ready, parts, language, written: 0 }
    }

    fn next(&mut self) -> Result<Option<Vec<Cell>>> {
        loop {
            if let Some(passport) = self.ready.next() {
                self.written += 1;
                let code = passport.code.to_string();
                let draft = passport.content.into_draft();
                return Ok(Some(row(draft, &code, self.parts, self.language)));
            }
            let Some(some) = self.chunks.next() else { return Ok(None) };
            self.ready = passports::offered_to(self.conn, self.viewer, some)?.into_iter();
        }
    }
}

/// The cells of a passport.
fn row(mut draft: Draft, code: &str, parts: &[usize], language: Language) -> Vec<Cell> {
    let mut cells = Vec::with_capacity(COLUMNS.len());
    for (column, needed) in COLUMNS.iter().zip(parts) {
        let first = cells.len();
        match column.cell(&mut draft, code, language) {
            Cell::Text(text) => {
                cells.extend(parts_of(&text).into_iter().map(|it| Cell::Text(it.to_owned())));
            }
            other => cells.push(other),
        }
        cells.resize(first + needed, Cell::Empty);
    }
    cells
}

impl Column {
    /// In characters: what most of what it holds takes.
    fn width(&self) -> u16 {
        match self.holds {
            Holds::Name | Holds::Category => 32,
            Holds::Text(_)
            | Holds::Materials
            | Holds::Documents
            | Holds::OtherHazards
            | Holds::Attributes
            | Holds::Choice(_) => 20,
            Holds::Code
            | Holds::Quantity
            | Holds::Number(_)
            | Holds::Grams(_)
            | Holds::Year(_)
            | Holds::Condition(_)
            | Holds::YesNo(_)
            | Holds::Flag(_)
            | Holds::Day(_)
            | Holds::Price
            | Holds::Site
            | Holds::Building => 14,
        }
    }

    /// What there is to choose from, where that is a closed list.
    fn choices(&self, language: Language) -> Vec<String> {
        let yes_no = |yes| passports::words::yes_no(yes).in_language(language);
        match self.holds {
            Holds::Choice(choice) => choice.words(language),
            Holds::Category => crate::catalogue::CategoryCode::all()
                .map(|it| choice::category_words(it, language))
                .collect(),
            Holds::Condition(_) => {
                (1..=5).rev().map(|it| choice::condition_words(it, language)).collect()
            }
            Holds::YesNo(_) => vec![yes_no(true), yes_no(false)],
            Holds::Flag(_) => vec![yes_no(true)],
            Holds::Code
            | Holds::Name
            | Holds::Text(_)
            | Holds::Quantity
            | Holds::Number(_)
            | Holds::Grams(_)
            | Holds::Year(_)
            | Holds::Day(_)
            | Holds::Price
            | Holds::Materials
            | Holds::Documents
            | Holds::OtherHazards
            | Holds::Attributes
            | Holds::Site
            | Holds::Building => Vec::new(),
        }
    }

    /// What to fill in.
    fn explained(&self, language: Language) -> String {
        let text = match self.holds {
            Holds::Code => say("export-explains-code"),
            Holds::Name => say("export-explains-name"),
            Holds::Text(_) => say("export-explains-text"),
            Holds::Quantity => say("export-explains-quantity"),
            Holds::Number(_) | Holds::Grams(_) => say("export-explains-number"),
            Holds::Year(_) => say("export-explains-year"),
            Holds::Condition(_) | Holds::YesNo(_) | Holds::Flag(_) | Holds::Choice(_) => {
                say("export-explains-choice")
            }
            Holds::Category => say("export-explains-category"),
            Holds::Day(_) => say("export-explains-day"),
            Holds::Price => say("export-explains-price")
                .with("free", cell::free(language))
                .with("request", cell::on_request(language)),
            Holds::Materials => say("export-explains-materials"),
            Holds::Documents => say("export-explains-documents"),
            Holds::OtherHazards => say("export-explains-hazards"),
            Holds::Attributes => say("export-explains-attributes"),
            Holds::Site | Holds::Building => say("export-explains-id"),
        };
        text.in_language(language)
    }
}

/// Adds a sheet that tells of each column what belongs in it.
fn explain(book: &mut Book, language: Language) -> Result<()> {
    let told = |key: &'static str| say(key).in_language(language);
    let heading = |words: String, width| Heading { words, width, choices: Vec::new() };
    let table = Table {
        name: told("export-sheet-explanation"),
        headings: vec![
            heading(told("export-explanation-column"), 34),
            heading(told("export-explanation-content"), 80),
            heading(told("export-explanation-choices"), 80),
        ],
        title: Vec::new(),
    };
    let mut columns = COLUMNS.iter();
    book.add(&table, &mut || {
        let Some(column) = columns.next() else { return Ok(None) };
        let choices = match column.holds {
            // Too many for a cell; they are in the drop-down.
            Holds::Category => Vec::new(),
            _ => column.choices(language),
        };
        Ok(Some(vec![
            Cell::Text(column.heading(language)),
            Cell::Text(column.explained(language)),
            if choices.is_empty() { Cell::Empty } else { Cell::Text(choices.join(" | ")) },
        ]))
    })
}

/// The building that a table is asked of, if it is the caller's, with what is in it.
fn stock_of_building(
    conn: &mut Conn,
    caller: &Caller,
    id: &Id<Building>,
) -> Result<(Building, places::Site, Vec<Passport>)> {
    let building = places::building(conn, caller, id)?;
    let site = places::find_site(conn, &building.site_id)?
        .ok_or_else(|| Error::internal(format!("building {id} stands on no site")))?;
    let ids = store::in_building(conn, &caller.organisation_id, id)?;
    let mut found = passports::find_all(conn, &ids)?;
    found.sort_by(|a, b| a.content.name.cmp(&b.content.name).then_with(|| a.id.cmp(&b.id)));
    Ok((building, site, found))
}

#[cfg(test)]
mod tests;
