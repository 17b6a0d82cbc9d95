//! Rows that add up others, with a word for it or without.

use std::collections::HashMap;

use rust_decimal::Decimal;

use super::Shape;
use crate::catalogue;
use crate::inventories::field::Field;
use crate::inventories::fit;
use crate::inventories::parse::{self, NumberStyle};
use crate::inventories::read::{Row, Value};

/// Whether the row begins with a word for a total, and says little else.
pub(super) fn is_total(shape: &Shape, row: &Row) -> bool {
    const WORDS: [&str; 27] = [
        "totaal",
        "total",
        "totalen",
        "totaux",
        "totals",
        "totale",
        "sous-total",
        "sous total",
        "subtotal",
        "sub-total",
        "sub total",
        "subtotaal",
        "tussentotaal",
        "eindtotaal",
        "algemeen totaal",
        "montant total",
        "grand total",
        "overall total",
        "gesamt",
        "gesamtsumme",
        "gesamtmenge",
        "summe",
        "zwischensumme",
        "endsumme",
        "somme",
        "som",
        "σ",
    ];
    let mut texts = row.cells.iter().filter(|it| it.value.text().is_some());
    let Some(first) = texts.find(|it| !is_unit(&it.value)) else { return false };
    let folded = catalogue::fold(&first.value.to_string());
    let named = WORDS.iter().any(|it| {
        folded.strip_prefix(it).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    });
    // A thing has a number of its own, or more words than its name.
    let others = texts.filter(|it| !is_unit(&it.value)).count();
    let numbered = row
        .cells
        .iter()
        .any(|it| it.column != first.column && shape.is(it.column, Field::ExternalId));
    named && others <= 1 && !numbered
}

fn is_unit(value: &Value) -> bool {
    value.text().is_some_and(|it| catalogue::unit_of_word(it).is_some())
}

/// What the columns add up to so far, to know a row of sums that nobody labelled. Few rows might be
/// one, so the others are added up only when one comes.
#[derive(Default)]
pub(super) struct Sums<'a> {
    /// Of everything that reads as a number, and of what the file has as a number.
    by_column: HashMap<u32, (Decimal, Decimal)>,
    rows: usize,
    /// Those that are not added up yet.
    waiting: Vec<&'a Row>,
}

impl<'a> Sums<'a> {
    pub fn add(&mut self, row: &'a Row) {
        self.rows += 1;
        self.waiting.push(row);
    }

    /// Whether the row holds nothing but sums of at least two rows.
    pub fn are_in(&mut self, row: &Row, style: NumberStyle) -> bool {
        let mut figures = Vec::new();
        for cell in &row.cells {
            match figure(&cell.value, style) {
                Some(figure) if figure > Decimal::ZERO => figures.push((cell.column, figure)),
                None if is_unit(&cell.value) => {}
                Some(_) | None => return false,
            }
        }
        if self.rows < 2 || figures.is_empty() {
            return false;
        }
        for row in std::mem::take(&mut self.waiting) {
            self.add_up(row, style);
        }
        figures.into_iter().all(|(column, figure)| {
            let close = |sum: Decimal| (sum - figure).abs() <= Decimal::new(5, 2);
            self.by_column.get(&column).is_some_and(|(all, typed)| close(*all) || close(*typed))
        })
    }

    fn add_up(&mut self, row: &Row, style: NumberStyle) {
        for cell in &row.cells {
            let Some(figure) = figure(&cell.value, style) else { continue };
            let (all, typed) = self.by_column.entry(cell.column).or_default();
            *all = all.saturating_add(figure);
            if matches!(cell.value, Value::Number(_)) {
                *typed = typed.saturating_add(figure);
            }
        }
    }

    pub fn start_again(&mut self) {
        *self = Self::default();
    }
}

fn figure(value: &Value, style: NumberStyle) -> Option<Decimal> {
    match value {
        Value::Text(text) if !fit::is_figure(text) => None,
        Value::Number(_) | Value::Text(_) => parse::number(value, style).ok(),
        Value::Bool(_) | Value::Date(_) | Value::Error(_) => None,
    }
}
