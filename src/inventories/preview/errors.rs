//! The rows that are rejected, as a workbook: as they stand in the list, with a column of reasons.

use std::collections::{BTreeMap, HashMap, HashSet};

use rust_xlsxwriter::{Color, Format, Workbook, Worksheet, XlsxError};

use super::{propose, store};
use crate::accounts::{Action, Caller};
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::inventories::check::CellProblem;
use crate::inventories::corrections::{self, Corrections};
use crate::inventories::read::{self, Value};
use crate::inventories::understand::Reading;
use crate::inventories::{InventoryId, Outcome, Row, own};
use crate::language::{Language, Text, say};

/// How many rows are read at a time.
const ROWS_AT_ONCE: i64 = 1000;

/// What a spreadsheet takes in one cell.
const CELL_CHARACTERS_MAX: usize = 32_767;

/// The rejected rows of an inventory as an XLSX file, in the reader's language.
pub fn errors_workbook(
    conn: &mut Conn,
    caller: &Caller,
    id: &InventoryId,
    language: Language,
) -> Result<Vec<u8>> {
    let inventory = own(conn, caller, Action::Read, id)?;
    let reading = inventory.reading.unwrap_or_default();
    let corrections = corrections::of_inventory(conn, id)?;
    let mut sheets = Sheets::new(&reading, language);
    let mut after = 0;
    loop {
        let rows = store::rows(conn, id, Some(Outcome::Rejected), after, ROWS_AT_ONCE)?;
        let Some(last) = rows.last() else { break };
        after = last.position;
        for row in &rows {
            sheets.add(row, &corrections).map_err(Error::internal)?;
        }
    }
    sheets.save().map_err(Error::internal)
}

/// The sheets of the workbook, by the names of those of the list.
struct Sheets<'a> {
    reading: &'a Reading,
    language: Language,
    by_name: BTreeMap<String, Sheet>,
}

struct Sheet {
    worksheet: Worksheet,
    /// Where the reasons stand: after all columns of the list.
    reasons: u16,
    next_row: u32,
}

impl<'a> Sheets<'a> {
    fn new(reading: &'a Reading, language: Language) -> Self {
        Self { reading, language, by_name: BTreeMap::new() }
    }

    fn add(&mut self, row: &Row, corrections: &Corrections) -> std::result::Result<(), XlsxError> {
        let (Some(source), Ok(number)) = (&row.source, u32::try_from(row.number)) else {
            return Ok(());
        };
        let (reading, language) = (self.reading, self.language);
        if !self.by_name.contains_key(&row.sheet) {
            let sheet = Sheet::begin(reading, &row.sheet, language)?;
            self.by_name.insert(row.sheet.clone(), sheet);
        }
        let Some(sheet) = self.by_name.get_mut(&row.sheet) else { return Ok(()) };
        let file_row = source.row(number);
        let reads = match reading.lists.get(source.list) {
            Some(list) => corrections.over(list, &file_row).1.into_owned(),
            None => file_row,
        };
        let problems = row.notes.problems.iter().chain(&row.notes.conflicts);
        let wrong: HashSet<&str> = problems.clone().map(|it| it.cell.as_str()).collect();
        for cell in &reads.cells {
            let Ok(column) = u16::try_from(cell.column) else { continue };
            let address = format!("{}!{}", row.sheet, read::address(number, cell.column));
            if column < sheet.reasons {
                sheet.write(column, &cell.value, wrong.contains(address.as_str()))?;
            }
        }
        let reasons: Vec<String> = problems.map(|it| told(it, language)).collect();
        let reasons: String = reasons.join("\n").chars().take(CELL_CHARACTERS_MAX).collect();
        let wrapped = Format::new().set_text_wrap();
        sheet.worksheet.write_string_with_format(
            sheet.next_row,
            sheet.reasons,
            reasons,
            &wrapped,
        )?;
        sheet.next_row += 1;
        Ok(())
    }

    fn save(self) -> std::result::Result<Vec<u8>, XlsxError> {
        let mut workbook = Workbook::new();
        for (_, sheet) in self.by_name {
            workbook.push_worksheet(sheet.worksheet);
        }
        if workbook.worksheets().is_empty() {
            // A workbook has a sheet, be there nothing to say in it.
            workbook.add_worksheet();
        }
        workbook.save_to_buffer()
    }
}

impl Sheet {
    /// With the headings of the list, in their columns.
    fn begin(
        reading: &Reading,
        name: &str,
        language: Language,
    ) -> std::result::Result<Self, XlsxError> {
        let mut headings: HashMap<u16, &str> = HashMap::new();
        for column in reading.sheets.iter().filter(|it| it.sheet == name).flat_map(|it| &it.columns)
        {
            if let Ok(at) = u16::try_from(column.column) {
                headings.entry(at).or_insert(&column.header);
            }
        }
        let reasons = headings.keys().max().map_or(0, |it| it + 1);
        let mut worksheet = Worksheet::new();
        worksheet.set_name(name)?;
        worksheet.set_freeze_panes(1, 0)?;
        let bold = Format::new().set_bold();
        for (at, heading) in headings {
            worksheet.write_string_with_format(0, at, heading, &bold)?;
        }
        let heading = say("inventory-errors-heading").in_language(language);
        worksheet.write_string_with_format(0, reasons, heading, &bold)?;
        worksheet.set_column_width(reasons, REASONS_WIDTH)?;
        Ok(Self { worksheet, reasons, next_row: 1 })
    }

    /// Texts stay texts, whatever they begin with: `=1+1` in a list is not for us to compute.
    fn write(
        &mut self,
        column: u16,
        value: &Value,
        is_wrong: bool,
    ) -> std::result::Result<(), XlsxError> {
        let mut format = Format::new();
        if is_wrong {
            format = format.set_background_color(WRONG);
        }
        let row = self.next_row;
        let sheet = &mut self.worksheet;
        match value {
            Value::Number(number) => {
                sheet.write_number_with_format(row, column, *number, &format)?
            }
            Value::Bool(flag) => sheet.write_boolean_with_format(row, column, *flag, &format)?,
            Value::Text(_) | Value::Date(_) | Value::Error(_) => {
                let text: String = value.to_string().chars().take(CELL_CHARACTERS_MAX).collect();
                if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
                    format = format.set_quote_prefix();
                }
                sheet.write_string_with_format(row, column, text, &format)?
            }
        };
        Ok(())
    }
}

/// As wide as a sentence, in characters.
const REASONS_WIDTH: f64 = 70.0;
/// A light red, on which black text can be read.
const WRONG: Color = Color::RGB(0x00FF_C7CE);

/// `C4: expected a number such as 12, found “veel”; perhaps “12”`.
fn told(problem: &CellProblem, language: Language) -> String {
    let expected = problem.expected.in_language(language);
    let cell = problem.cell.rsplit_once('!').map_or(problem.cell.as_str(), |it| it.1);
    let text = |it: Text| it.with("cell", cell).with("expected", expected.clone());
    let told = if problem.got.is_empty() {
        text(say("inventory-error-missing"))
    } else {
        text(say("inventory-error")).with("got", &problem.got)
    };
    let told = told.in_language(language);
    match propose(problem, language) {
        Some(it) => format!(
            "{told} {}",
            say("inventory-perhaps").with("proposal", it).in_language(language)
        ),
        None => told,
    }
}
