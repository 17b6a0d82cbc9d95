//! What was understood of a file, as JSON: for whoever tries an inventory from the command line.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::check::{Checked, List};
use super::plan::Counts;
use super::understand::{CheckedRow, Reading, Says, Understanding};
use super::{CellProblem, Dropped, Row};
use crate::language::Language;
use crate::passports::Price;

/// Rows that are right, cells that are wrong, and what the columns were taken for.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    pub language: Option<Language>,
    /// Those with things in them.
    pub sheets: Vec<String>,
    pub sheets_ignored: Vec<String>,
    pub header_rows: BTreeMap<String, Vec<u32>>,
    pub title_rows: BTreeMap<String, usize>,
    /// Heading as printed → field, or null where it is left out.
    pub columns: Map<String, Value>,
    pub items: Vec<Value>,
    pub errors: Vec<Value>,
    pub notices: Vec<String>,
    pub dropped_rows: BTreeMap<String, u64>,
    pub trailing_blank_rows: u64,
    pub counts: Counts,
}

impl Report {
    pub fn of(understanding: &Understanding) -> Self {
        let reading = &understanding.reading;
        let mut columns = Map::new();
        for column in reading.sheets.iter().flat_map(|it| &it.columns) {
            let field = column.field.map_or(Value::Null, |it| it.as_str().into());
            // The same heading on two sheets is told once: as a field, if it is one on any.
            let told = columns.entry(column.header.clone()).or_insert(Value::Null);
            if told.is_null() && !column.header.is_empty() {
                *told = field;
            }
        }
        columns.remove("");
        // A sheet may hold several lists, one below the other.
        let mut header_rows: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        let (mut title_rows, mut sheets) = (BTreeMap::new(), Vec::new());
        for it in &reading.sheets {
            header_rows.entry(it.sheet.clone()).or_default().extend(&it.header_rows);
            title_rows.entry(it.sheet.clone()).or_insert(it.title_rows);
            if !sheets.contains(&it.sheet) {
                sheets.push(it.sheet.clone());
            }
        }
        Self {
            language: reading.language,
            sheets,
            sheets_ignored: reading.sheets_ignored.clone(),
            header_rows,
            title_rows,
            columns,
            items: Vec::new(),
            errors: Vec::new(),
            notices: Vec::new(),
            dropped_rows: BTreeMap::new(),
            trailing_blank_rows: reading.sheets.iter().map(|it| it.trailing_blank_rows).sum(),
            counts: Counts::default(),
        }
    }

    /// Adds rows of these lists that were checked.
    pub fn add(&mut self, rows: &[CheckedRow], lists: &[List]) {
        for row in rows {
            let Says::Thing(checked) = &row.says else { continue };
            if checked.problems.is_empty() {
                self.items.push(item(row, checked, lists.get(row.source.list)));
            }
            let place = (row.sheet.as_str(), i64::from(row.number));
            let told = checked.problems.iter().map(|it| error_at(place, &it.cell, it));
            self.errors.extend(told);
        }
    }

    /// Once all rows were added.
    pub fn finish(&mut self, counts: Counts, reading: &Reading) {
        self.counts = counts;
        self.notices = reading.notices.iter().map(|it| it.in_language(Language::En)).collect();
        let kinds = [
            Dropped::Section,
            Dropped::Total,
            Dropped::Blank,
            Dropped::Footnote,
            Dropped::RepeatedHeader,
            Dropped::Hidden,
        ];
        for kind in kinds {
            let count = reading.dropped.get(&kind).copied().unwrap_or(0);
            if count > 0 || !matches!(kind, Dropped::RepeatedHeader | Dropped::Hidden) {
                self.dropped_rows.insert(kind.as_str().to_owned(), count);
            }
        }
    }
}

/// What is wrong in a row that was stored.
pub fn error(row: &Row, cell: &str, problem: &CellProblem) -> Value {
    error_at((&row.sheet, row.number), cell, problem)
}

fn error_at((sheet, row): (&str, i64), cell: &str, problem: &CellProblem) -> Value {
    json!({
        "cell": cell,
        "sheet": sheet,
        "row": row,
        "field": problem.field,
        "reason": problem.reason,
        "expected": problem.expected.in_language(Language::En),
        "got": problem.got,
    })
}

/// A row in canonical units: every field there is, null where the file says nothing.
fn item(row: &CheckedRow, checked: &Checked, list: Option<&List>) -> Value {
    let (draft, said) = (&checked.draft, &checked.said);
    let size = &draft.dimensions;
    let cents = draft.price.and_then(|it| match it {
        Price::PerUnit { cents } => Some(cents),
        Price::Free {} => Some(0),
        Price::OnRequest {} => None,
    });
    let canonical = [
        ("sheet", json!(row.sheet)),
        ("row", json!(row.number)),
        ("external_id", json!(draft.external_id)),
        ("name", json!(draft.name)),
        ("description", json!(draft.description)),
        ("category", json!(draft.category.filter(|it| it.is_leaf()))),
        ("quantity", json!(number(Some(draft.quantity)))),
        ("quantity_approx", json!(draft.quantity_approximate)),
        ("quantity_max", json!(number(draft.quantity_max))),
        ("unit", json!(draft.unit)),
        ("length_mm", json!(number(size.length_mm))),
        ("width_mm", json!(number(size.width_mm))),
        ("height_mm", json!(number(size.height_mm))),
        ("depth_mm", json!(number(size.depth_mm))),
        ("thickness_mm", json!(number(size.thickness_mm))),
        ("diameter_mm", json!(number(size.diameter_mm))),
        ("dims_mm", json!(said.series_mm.iter().map(|it| number(Some(*it))).collect::<Vec<_>>())),
        ("weight_kg", json!(kilograms(said.mass_total_grams))),
        ("weight_unit_kg", json!(kilograms(said.mass_unit_grams))),
        ("condition", json!(draft.condition_technical)),
        ("condition_aesthetic", json!(draft.condition_aesthetic)),
        ("price_cents", json!(cents)),
        ("available_from", json!(draft.available_from)),
        ("available_until", json!(draft.available_until)),
        ("ewc", json!(draft.waste_code)),
        ("hazardous", json!(draft.hazards.hazardous)),
        ("asbestos", json!(draft.hazards.asbestos)),
        ("reusable", json!(draft.reusable)),
        ("section", json!(said.section)),
        ("floor", json!(draft.floor)),
        ("room", json!(draft.room)),
        ("location", json!(draft.location)),
        ("brand", json!(draft.brand)),
        ("model", json!(draft.model)),
        ("gtin", json!(draft.gtin)),
        ("serial", json!(draft.serial)),
        ("colour", json!(draft.colour)),
        ("year", json!(draft.year)),
        ("defects", json!(draft.defects)),
        ("connection", json!(draft.connection)),
        ("fire_rating", json!(draft.fire_rating)),
        ("visibility", json!(draft.visibility)),
    ];
    let mut item: Map<String, Value> =
        canonical.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
    // What the file says in words, under the names of the fields.
    for (field, column) in list.filter(|it| it.own.is_none()).into_iter().flat_map(|it| &it.columns)
    {
        if let Some((_, value)) = row.source.cells.iter().find(|it| it.0 == column.at) {
            let text = || value.to_string().trim().into();
            item.entry(field.as_str()).or_insert_with(text);
        }
    }
    item.into()
}

/// A JSON number; `6` rather than `6.0`.
fn number(value: Option<Decimal>) -> Value {
    let Some(value) = value.map(|it| it.normalize()) else { return Value::Null };
    match value.to_i64().filter(|_| value.is_integer()) {
        Some(whole) => whole.into(),
        None => value.to_f64().into(),
    }
}

fn kilograms(grams: Option<i64>) -> Value {
    number(grams.map(|it| Decimal::new(it, 3)))
}
