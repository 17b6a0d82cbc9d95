//! A row with what people wrote over its cells. The file stays as it came: a correction lies over
//! it, and lies over it again when the columns are taken for other fields. No I/O here.

use std::borrow::Cow;
use std::collections::HashMap;

use super::Correction;
use crate::inventories::check::{BESIDE_THE_SHEET, Column, List};
use crate::inventories::field::Field;
use crate::inventories::heading::Heading;
use crate::inventories::marks::Marks;
use crate::inventories::parse::{LengthUnit, Mass};
use crate::inventories::read::{Cell, Row, Value};

/// What a correction is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spot {
    /// A cell, whatever its column is taken for. The first column is 0.
    Column(u32),
    /// A field, wherever its column stands, and if there is none.
    Field(Field),
}

/// All that was corrected in an inventory, by sheet and row, in the order in which it was.
#[derive(Debug, Clone, Default)]
pub struct Corrections(HashMap<(String, u32), Vec<Written>>);

/// What was written over a spot; nothing where the file was right after all.
type Written = (Spot, Option<Value>);

impl Corrections {
    /// `corrections` are in the order in which they were made.
    pub fn of<'a>(corrections: impl IntoIterator<Item = &'a Correction>) -> Self {
        let mut by_row: HashMap<_, Vec<Written>> = HashMap::new();
        for it in corrections {
            let of_row = by_row.entry((it.sheet.clone(), it.row)).or_default();
            of_row.push((it.spot, it.value.clone()));
        }
        Self(by_row)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// A row of a list as it reads now, and the list with a column for each field that only a
    /// correction fills.
    pub fn over<'a>(&self, list: &'a List, row: &'a Row) -> (Cow<'a, List>, Cow<'a, Row>) {
        let (mut list, mut corrected) = (Cow::Borrowed(list), Cow::Borrowed(row));
        if self.0.is_empty() {
            return (list, corrected);
        }
        let Some(made) = self.0.get(&(list.sheet.clone(), row.number)) else {
            return (list, corrected);
        };
        for (spot, value) in made {
            let column = match spot {
                Spot::Column(column) => *column,
                Spot::Field(field) => column_of(list.to_mut(), *field),
            };
            // The last word may be that the file was right.
            let value = value.as_ref().or_else(|| row.get(column));
            write(corrected.to_mut(), column, value);
        }
        (list, corrected)
    }
}

/// Where a field stands; beside the sheet, where the file has no column for it.
fn column_of(list: &mut List, field: Field) -> u32 {
    let beside = || {
        // There are fewer fields than columns beside the sheet.
        let place = Field::ALL.iter().position(|it| *it == field).unwrap_or_default();
        BESIDE_THE_SHEET + u32::try_from(place).unwrap_or_default()
    };
    let column = list.columns.entry(field).or_insert_with(|| Column {
        at: beside(),
        heading: Heading::default(),
        length_unit: Some(LengthUnit::Millimetre),
        mass_unit: Some(Mass::Kilogram),
        marks: Marks::default(),
    });
    column.at
}

/// Puts a value into a row; nothing, or a text without a letter, empties the cell.
fn write(row: &mut Row, column: u32, value: Option<&Value>) {
    let value = value.filter(|it| !matches!(it, Value::Text(text) if text.trim().is_empty()));
    let found = row.cells.binary_search_by_key(&column, |it| it.column);
    match (found, value) {
        (Ok(place), Some(value)) => row.cells[place].value = value.clone(),
        (Ok(place), None) => {
            row.cells.remove(place);
        }
        (Err(place), Some(value)) => {
            row.cells.insert(place, Cell { row: row.number, column, value: value.clone() });
        }
        (Err(_), None) => {}
    }
}
