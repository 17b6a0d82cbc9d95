//! OpenDocument spreadsheets (ODS), row by row.
//!
//! `calamine` reads them whole, into a rectangle around all filled cells: a hundred thousand rows
//! take more room than the process has, and what is merged or hidden is not said. Here a row is
//! told as soon as it ends, and what is repeated takes no room.

use std::collections::HashSet;
use std::io::{BufRead, BufReader, Read, Seek};

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;
use zip::ZipArchive;

use super::cells::{COLUMNS_MAX, MERGED_MAX, check_names, iso_day, number_held};
use super::manner::Manner;
use super::wire::{CELL_CHARACTERS_MAX, Held, Line, SheetEnd, Stop, Teller};
use super::xml::{attribute, entity, number, reader};
use super::{Format, Kind, Merged, Unreadable, Value};

/// Rows of a sheet; LibreOffice's own.
const ROWS_MAX: u32 = 1_048_576;

/// Reads the cells in an archive, which may hold a text or a drawing as well.
pub(super) fn read_packed<R: Read + Seek>(archive: R, teller: &mut Teller) -> Result<(), Stop> {
    let mut archive = ZipArchive::new(archive).map_err(Unreadable::damaged)?;
    let mut text_of = |part: &str| {
        let Ok(part) = archive.by_name(part) else { return Ok(String::new()) };
        let mut text = String::new();
        part.take(MANIFEST_BYTES_MAX).read_to_string(&mut text).map_err(Unreadable::damaged)?;
        Ok::<_, Unreadable>(text)
    };
    if text_of("META-INF/manifest.xml")?.contains("encryption-data") {
        return Err(Unreadable::Encrypted.into());
    }
    let kind = text_of("mimetype")?;
    if !kind.is_empty() && !kind.contains("spreadsheet") {
        let kind = format!("OpenDocument ({})", kind.trim().rsplit('.').next().unwrap_or(&kind));
        return Err(Unreadable::Unsupported { kind }.into());
    }
    let content = archive.by_name("content.xml").map_err(Unreadable::damaged)?;
    read(BufReader::new(content), teller)
}

/// It lists every part of the archive; one for each photo.
const MANIFEST_BYTES_MAX: u64 = 4_000_000;

/// Reads `content.xml`, or the one file of a spreadsheet that is not packed.
pub(super) fn read(xml: impl BufRead, teller: &mut Teller) -> Result<(), Stop> {
    teller.tell(&Line::Format(Format { kind: Kind::Ods, encoding: None, delimiter: None }))?;
    let mut xml = reader(xml);
    let mut buffer = Vec::new();
    let mut styles = HiddenStyles::default();
    let mut names = Vec::new();
    loop {
        buffer.clear();
        match next(&mut xml, &mut buffer)? {
            Event::Start(element) if matches!(name(&element), "tracked-changes" | "dde-links") => {
                skip(&mut xml, &element)?;
            }
            Event::Start(element) if name(&element) == "table" => {
                let sheet = attribute(&element, "name")?.unwrap_or_default().into_owned();
                let hidden = styles.hide(&element)?;
                teller.tell(&Line::Sheet { name: sheet.clone(), hidden })?;
                read_table(&mut xml, teller)?;
                names.push(sheet);
                check_names(&names.iter().map(String::as_str).collect::<Vec<_>>())?;
            }
            Event::Start(element) | Event::Empty(element) => styles.note(&element)?,
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// The styles of sheets that are not shown: hiding is a matter of style here.
#[derive(Default)]
struct HiddenStyles {
    /// The style that is being described.
    current: String,
    hidden: HashSet<String>,
}

impl HiddenStyles {
    fn note(&mut self, element: &BytesStart) -> Result<(), Unreadable> {
        match name(element) {
            "style" => self.current = attribute(element, "name")?.unwrap_or_default().into_owned(),
            "table-properties" if attribute(element, "display")?.as_deref() == Some("false") => {
                self.hidden.insert(self.current.clone());
            }
            _ => {}
        }
        Ok(())
    }

    fn hide(&self, table: &BytesStart) -> Result<bool, Unreadable> {
        Ok(attribute(table, "style-name")?.is_some_and(|it| self.hidden.contains(&*it)))
    }
}

/// Reads the rows of a sheet, up to its end.
fn read_table<R: BufRead>(xml: &mut Reader<R>, teller: &mut Teller) -> Result<(), Stop> {
    let mut sheet = SheetEnd::default();
    let (mut row, mut column) = (0_u32, 0_u32);
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        let event = next(xml, &mut buffer)?;
        let is_empty = matches!(event, Event::Empty(_));
        match event {
            Event::Start(element) | Event::Empty(element) => match name(&element) {
                "table-column" => {
                    let after =
                        column.saturating_add(repeats(&element, "number-columns-repeated")?);
                    if is_hidden(&element)? && column < COLUMNS_MAX {
                        sheet.hidden_columns.add(column, after.min(COLUMNS_MAX) - 1);
                    }
                    column = after;
                }
                "table-row" => {
                    let count = repeats(&element, "number-rows-repeated")?;
                    let after = row.saturating_add(count).min(ROWS_MAX);
                    let hidden = is_hidden(&element)?;
                    let cells =
                        if is_empty { Vec::new() } else { read_row(xml, row, &mut sheet.merged)? };
                    if !cells.is_empty() {
                        tell_rows(row..after, &cells, teller)?;
                        sheet.last_row = after;
                    }
                    if hidden && row < after {
                        sheet.hidden_rows.add(row + 1, after);
                    }
                    row = after;
                }
                // Drawings that lie upon the sheet.
                "shapes" if !is_empty => skip(xml, &element)?,
                _ => {}
            },
            Event::End(element) if element.local_name().as_ref() == "table" => break,
            Event::Eof => return Err(Unreadable::CutOff.into()),
            _ => {}
        }
    }
    sheet.merged.sort_unstable();
    teller.tell(&Line::SheetEnd(sheet))
}

/// A cell, and how many of the same stand side by side from its column on.
struct Run {
    column: u32,
    count: u32,
    value: Value,
}

/// Tells the same row as often as it is repeated.
fn tell_rows(rows: std::ops::Range<u32>, runs: &[Run], teller: &mut Teller) -> Result<(), Stop> {
    for row in rows {
        for run in runs {
            for column in run.column..run.column + run.count {
                teller.cell(row + 1, column, Held::from(&run.value))?;
            }
        }
    }
    Ok(())
}

fn read_row<R: BufRead>(
    xml: &mut Reader<R>,
    row: u32,
    merged: &mut Vec<Merged>,
) -> Result<Vec<Run>, Unreadable> {
    let mut runs = Vec::new();
    let mut column = 0_u32;
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        let event = next(xml, &mut buffer)?;
        let is_empty = matches!(event, Event::Empty(_));
        match event {
            Event::Start(element) | Event::Empty(element) => {
                let is_cell = match name(&element) {
                    "table-cell" => true,
                    // Beneath merged cells: nobody sees what may have been left in it.
                    "covered-table-cell" => false,
                    _ if is_empty => continue,
                    _ => {
                        skip(xml, &element)?;
                        continue;
                    }
                };
                let told = Told::of(&element)?;
                let text = if is_empty { String::new() } else { read_text(xml)? };
                let count = told.repeats.min(COLUMNS_MAX.saturating_sub(column));
                if is_cell && merged.len() < MERGED_MAX {
                    merged.extend(told.merged(row, column));
                }
                if is_cell
                    && count > 0
                    && let Some(value) = told.value(text)
                {
                    runs.push(Run { column, count, value });
                }
                column = column.saturating_add(told.repeats);
            }
            Event::End(element) if element.local_name().as_ref() == "table-row" => return Ok(runs),
            Event::Eof => return Err(Unreadable::CutOff),
            _ => {}
        }
    }
}

/// What the attributes of a cell say.
#[derive(Default)]
struct Told {
    kind: String,
    value: Option<String>,
    currency: Option<String>,
    repeats: u32,
    columns_spanned: u32,
    rows_spanned: u32,
}

impl Told {
    fn of(cell: &BytesStart) -> Result<Self, Unreadable> {
        let mut told = Self { repeats: 1, columns_spanned: 1, rows_spanned: 1, ..Self::default() };
        for attribute in cell.attributes().with_checks(false) {
            let attribute = attribute.map_err(Unreadable::damaged)?;
            let value = attribute.normalized_value(XmlVersion::Implicit1_0);
            let value = value.map_err(Unreadable::damaged)?;
            let number = || value.parse().unwrap_or(1).max(1);
            match attribute.key.as_ref() {
                "office:value-type" if told.kind.is_empty() => told.kind = value.into_owned(),
                // LibreOffice knows errors; the standard does not.
                "calcext:value-type" if value == "error" => told.kind = value.into_owned(),
                "office:value"
                | "office:date-value"
                | "office:boolean-value"
                | "office:string-value" => told.value = Some(value.into_owned()),
                "office:currency" => told.currency = Some(value.into_owned()),
                "table:number-columns-repeated" => told.repeats = number(),
                "table:number-columns-spanned" => told.columns_spanned = number(),
                "table:number-rows-spanned" => told.rows_spanned = number(),
                _ => {}
            }
        }
        Ok(told)
    }

    /// What the cell holds; `text` is what it shows.
    fn value(&self, text: String) -> Option<Value> {
        let shown = |text: String| (!text.trim().is_empty()).then_some(Value::Text(text));
        let number = || self.value.as_deref().and_then(|it| it.parse::<f64>().ok());
        let manner = match self.kind.as_str() {
            "percentage" => Manner::Percent,
            "currency" => match self.currency.as_deref() {
                None | Some("" | "EUR") => Manner::Plain,
                Some(other) => Manner::Currency(other.to_owned()),
            },
            _ => Manner::Plain,
        };
        match self.kind.as_str() {
            "error" => shown(text).map(|it| Value::Error(it.to_string())),
            "float" | "percentage" | "currency" => match number() {
                Some(number) => Some(match manner.shown(number) {
                    Some(text) => Value::Text(text),
                    None => number_held(number).into(),
                }),
                None => shown(text),
            },
            "date" => match self.value.as_deref().and_then(iso_day) {
                Some(day) => Some(Value::Date(day)),
                None => shown(text),
            },
            "boolean" => Some(Value::Bool(self.value.as_deref() == Some("true"))),
            "string" => shown(self.value.clone().unwrap_or(text)),
            // A time of day or a duration; and what says of itself nothing at all.
            _ => shown(text),
        }
    }

    /// The cells that this one is merged with; its own row and column count from 0.
    fn merged(&self, row: u32, column: u32) -> Option<Merged> {
        (self.columns_spanned > 1 || self.rows_spanned > 1).then(|| Merged {
            first_row: row + 1,
            last_row: row.saturating_add(self.rows_spanned),
            first_column: column,
            last_column: column.saturating_add(self.columns_spanned - 1),
        })
    }
}

/// What a cell shows, up to its end: paragraphs as lines, without remarks and drawings.
fn read_text<R: BufRead>(xml: &mut Reader<R>) -> Result<String, Unreadable> {
    let mut text = String::new();
    let (mut in_paragraph, mut paragraphs) = (false, 0_u32);
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        let event = next(xml, &mut buffer)?;
        let is_empty = matches!(event, Event::Empty(_));
        match event {
            Event::Start(element) | Event::Empty(element) => match element.name().as_ref() {
                "text:p" | "text:h" => {
                    if paragraphs > 0 {
                        text.push('\n');
                    }
                    (in_paragraph, paragraphs) = (!is_empty, paragraphs + 1);
                }
                "text:s" => {
                    let spaces = number(&element, "c")?.unwrap_or(1) as usize;
                    text.extend(std::iter::repeat_n(' ', spaces.min(CELL_CHARACTERS_MAX)));
                }
                "text:tab" => text.push('\t'),
                "text:line-break" => text.push('\n'),
                other if !is_empty && !other.starts_with("text:") => skip(xml, &element)?,
                _ => {}
            },
            Event::Text(piece) if in_paragraph => push_collapsed(&mut text, &piece.xml10_content()),
            Event::CData(piece) if in_paragraph => {
                push_collapsed(&mut text, &piece.xml10_content());
            }
            Event::GeneralRef(reference) if in_paragraph => text.extend(entity(&reference)?),
            Event::End(element) => match element.local_name().as_ref() {
                "p" | "h" => in_paragraph = false,
                "table-cell" | "covered-table-cell" => return Ok(text),
                _ => {}
            },
            Event::Eof => return Err(Unreadable::CutOff),
            _ => {}
        }
        // A character takes four bytes at most.
        if text.len() > 4 * CELL_CHARACTERS_MAX {
            return Err(Unreadable::TooLarge);
        }
    }
}

/// Adds a text, in which any number of spaces and line ends count as one space.
fn push_collapsed(text: &mut String, piece: &str) {
    for character in piece.chars() {
        if !matches!(character, ' ' | '\t' | '\r' | '\n') {
            text.push(character);
        } else if !text.ends_with([' ', '\n', '\t']) {
            text.push(' ');
        }
    }
}

fn next<'b, R: BufRead>(
    xml: &mut Reader<R>,
    buffer: &'b mut Vec<u8>,
) -> Result<Event<'b>, Unreadable> {
    xml.read_event_into(buffer).map_err(Unreadable::damaged)
}

/// Passes over an element and all that is in it.
fn skip<R: BufRead>(xml: &mut Reader<R>, element: &BytesStart) -> Result<(), Unreadable> {
    xml.read_to_end_into(element.name(), &mut Vec::new()).map_err(Unreadable::damaged)?;
    Ok(())
}

fn name<'a>(element: &'a BytesStart) -> &'a str {
    element.local_name().into_inner()
}

fn repeats(element: &BytesStart, attribute: &str) -> Result<u32, Unreadable> {
    Ok(number(element, attribute)?.unwrap_or(1).max(1))
}

/// By hand or by a filter.
fn is_hidden(element: &BytesStart) -> Result<bool, Unreadable> {
    let visibility = attribute(element, "visibility")?;
    Ok(visibility.is_some_and(|it| matches!(&*it, "collapse" | "filter")))
}
