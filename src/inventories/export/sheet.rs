//! Rows of cells as a file: a workbook, or text for whoever has no Excel. Row by row, so that a
//! hundred thousand take no more memory than one.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use rust_xlsxwriter::{DataValidation, FormatAlign, FormatBorder};
use rust_xlsxwriter::{ExcelDateTime, Format as Style, Formula, Workbook, Worksheet};
use serde::{Deserialize, Serialize};

use super::cell::{Cell, FORMULA_SIGNS};
use crate::clock::Day;
use crate::error::{Error, Result};
use crate::language::Language;

/// What an export is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = ExportFormat)]
pub enum Format {
    #[default]
    Xlsx,
    Csv,
}

impl Format {
    pub fn extension(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
        }
    }

    pub fn content_type(self) -> &'static str {
        match self {
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Csv => "text/csv; charset=utf-8",
        }
    }
}

/// A table on its way out.
pub struct Table {
    pub name: String,
    pub headings: Vec<Heading>,
    /// How many lines stand above the headings.
    pub title: Vec<String>,
}

pub struct Heading {
    pub words: String,
    /// In characters.
    pub width: u16,
    /// What may stand below it, if that is a closed list.
    pub choices: Vec<String>,
}

/// Gives the next row, until there is none.
pub type NextRow<'a> = dyn FnMut() -> Result<Option<Vec<Cell>>> + 'a;

/// A spreadsheet takes 32,767 units of UTF-16 in a cell; a character is two of them at most.
pub const CELL_CHARACTERS_MAX: usize = 16_000;

/// A mark that tells Excel it is UTF-8.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Writes a table as text: with the signs for decimals and between cells that Excel expects in a
/// language.
pub fn write_csv(path: &Path, table: &Table, language: Language, next: &mut NextRow) -> Result<()> {
    let mut file = BufWriter::new(File::create(path).map_err(Error::internal)?);
    file.write_all(BYTE_ORDER_MARK).map_err(Error::internal)?;
    let (delimiter, decimal_sign) = match language {
        Language::Nl | Language::Fr | Language::De => (b';', ","),
        Language::En => (b',', "."),
    };
    let mut writer = csv::WriterBuilder::new()
        .delimiter(delimiter)
        .terminator(csv::Terminator::CRLF)
        .from_writer(file);
    let headings = table.headings.iter().map(|it| it.words.as_str());
    writer.write_record(headings).map_err(Error::internal)?;
    while let Some(row) = next()? {
        let texts = row.into_iter().map(|cell| match cell {
            Cell::Empty => String::new(),
            Cell::Text(text) => with_apostrophe(text),
            Cell::Number(number) => number.normalize().to_string().replace('.', decimal_sign),
            Cell::Day(day) => day.to_string(),
        });
        writer.write_record(texts).map_err(Error::internal)?;
    }
    writer.flush().map_err(Error::internal)
}

/// A text that a spreadsheet would take for a formula, as none: whoever opens the file must not run
/// what a stranger wrote.
fn with_apostrophe(text: String) -> String {
    if text.starts_with(FORMULA_SIGNS) { format!("'{text}") } else { text }
}

/// The same text again.
pub fn without_apostrophe(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if rest.starts_with(FORMULA_SIGNS) => rest,
        _ => text,
    }
}

/// The looks of a workbook.
struct Styles {
    title: Style,
    heading: Style,
    day: Style,
    text: Style,
    formula_like: Style,
    /// In tables to be printed: nothing is cut off.
    wrapped: Style,
}

impl Styles {
    fn new() -> Self {
        let body = Style::new().set_align(FormatAlign::Top).set_font_size(10);
        Self {
            title: Style::new().set_bold().set_font_size(12),
            heading: Style::new()
                .set_bold()
                .set_font_size(10)
                .set_font_color(0x00FF_FFFF)
                .set_background_color(0x001F_6B45)
                .set_border_bottom(FormatBorder::Thin)
                .set_align(FormatAlign::Top)
                .set_text_wrap(),
            day: body.clone().set_num_format("yyyy-mm-dd"),
            formula_like: body.clone().set_quote_prefix(),
            wrapped: body.clone().set_text_wrap().set_indent(1),
            text: body,
        }
    }
}

/// Writes tables as the sheets of a workbook, one after the other, then `extras`.
pub struct Book {
    workbook: Workbook,
    styles: Styles,
    choices: Vec<Vec<String>>,
}

/// In which drop-downs are offered below the headings.
const ROWS_WITH_CHOICES: u32 = 10_000;

/// The sheet that drop-downs take their words from.
const CHOICES_SHEET: &str = "Circuler";

impl Book {
    pub fn new() -> Self {
        Self { workbook: Workbook::new(), styles: Styles::new(), choices: Vec::new() }
    }

    /// Adds a sheet, row by row.
    pub fn add(&mut self, table: &Table, next: &mut NextRow) -> Result<()> {
        let sheet = self.workbook.add_worksheet_with_constant_memory().map_err(Error::internal)?;
        head(sheet, table, &self.styles)?;
        let first = u32::try_from(table.title.len()).map_err(Error::internal)?;
        for (column, heading) in (0..).zip(&table.headings) {
            if heading.choices.is_empty() {
                continue;
            }
            let letters = crate::inventories::read::column_letters(
                u32::try_from(self.choices.len()).map_err(Error::internal)?,
            );
            let last = heading.choices.len();
            let from = format!("={CHOICES_SHEET}!${letters}$1:${letters}${last}");
            // What is not in the list may be typed all the same: we know more words than we print.
            let validation = DataValidation::new()
                .allow_list_formula(Formula::new(from))
                .show_error_message(false);
            sheet
                .add_data_validation(first + 1, column, ROWS_WITH_CHOICES, column, &validation)
                .map_err(Error::internal)?;
            self.choices.push(heading.choices.clone());
        }
        let mut at = first + 1;
        while let Some(row) = next()? {
            for (column, cell) in (0..).zip(row) {
                let style =
                    if table.title.is_empty() { &self.styles.text } else { &self.styles.wrapped };
                put(sheet, &self.styles, style, at, column, cell)?;
            }
            at += 1;
        }
        Ok(())
    }

    pub fn save(mut self, path: &Path) -> Result<()> {
        if !self.choices.is_empty() {
            let sheet = self.workbook.add_worksheet();
            sheet.set_name(CHOICES_SHEET).map_err(Error::internal)?.set_hidden(true);
            for (column, words) in (0..).zip(&self.choices) {
                for (row, word) in (0..).zip(words) {
                    sheet.write_string(row, column, word).map_err(Error::internal)?;
                }
            }
        }
        self.workbook.save(path).map_err(Error::internal)
    }
}

/// Two lines of ten points.
const HEADING_POINTS: u16 = 30;

fn head(sheet: &mut Worksheet, table: &Table, styles: &Styles) -> Result<()> {
    sheet.set_name(&table.name).map_err(Error::internal)?;
    for (column, heading) in (0..).zip(&table.headings) {
        sheet.set_column_width(column, heading.width).map_err(Error::internal)?;
    }
    for (row, line) in (0..).zip(&table.title) {
        sheet.write_string_with_format(row, 0, line, &styles.title).map_err(Error::internal)?;
    }
    let first = u32::try_from(table.title.len()).map_err(Error::internal)?;
    for (column, heading) in (0..).zip(&table.headings) {
        sheet
            .write_string_with_format(first, column, &heading.words, &styles.heading)
            .map_err(Error::internal)?;
    }
    sheet.set_row_height(first, HEADING_POINTS).map_err(Error::internal)?;
    sheet.set_freeze_panes(first + 1, 0).map_err(Error::internal)?;
    if !table.title.is_empty() {
        sheet.set_landscape().set_print_fit_to_pages(1, 0);
    }
    sheet.set_repeat_rows(first, first).map_err(Error::internal)?;
    Ok(())
}

fn put(
    sheet: &mut Worksheet,
    styles: &Styles,
    text_style: &Style,
    row: u32,
    column: u16,
    cell: Cell,
) -> Result<()> {
    let written = match cell {
        Cell::Empty => return Ok(()),
        Cell::Text(text) if text.starts_with(FORMULA_SIGNS) => {
            sheet.write_string_with_format(row, column, text, &styles.formula_like)
        }
        Cell::Text(text) => sheet.write_string_with_format(row, column, text, text_style),
        Cell::Number(number) => {
            // Fifteen digits at most, which a spreadsheet holds exactly.
            let number: f64 = number.to_string().parse().map_err(Error::internal)?;
            sheet.write_number_with_format(row, column, number, &styles.text)
        }
        Cell::Day(day) => match excel_day(day) {
            Some(day) => sheet.write_datetime_with_format(row, column, &day, &styles.day),
            None => sheet.write_string_with_format(row, column, day.to_string(), &styles.text),
        },
    };
    written.map(drop).map_err(Error::internal)
}

/// Excel's calendar begins in 1900, with a day that never was.
fn excel_day(day: Day) -> Option<ExcelDateTime> {
    let Day(date) = day;
    let year = u16::try_from(date.year()).ok().filter(|it| (1901..=9999).contains(it))?;
    ExcelDateTime::from_ymd(year, u8::from(date.month()), date.day()).ok()
}
