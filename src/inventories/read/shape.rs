//! What of a sheet of an XLSX is merged, what is hidden and what leads to the web, which the reader
//! of cells passes over.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Seek};

use memchr::memmem;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;
use zip::read::ZipFile;

use super::cells::{COLUMNS_MAX, MERGED_MAX};
use super::wire::Stop;
use super::xml::{attribute, is_true, number, reader};
use super::{Link, Merged, Spans, Unreadable, guard, links};

#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Shape {
    pub merged: Vec<Merged>,
    pub hidden_rows: Spans,
    pub hidden_columns: Spans,
    pub links: Vec<Link>,
    /// Cells that lead somewhere, each with the id of the relation that says where.
    pub anchors: Vec<((u32, u32), String)>,
}

/// The shapes of the sheets in one archive.
pub(super) struct Shapes<'a, R> {
    archive: ZipArchive<R>,
    /// The whole archive, where it is in memory with its parts unpacked.
    unpacked: Option<&'a [u8]>,
    /// The place in the archive of each part, by its name in small letters.
    parts: HashMap<String, usize>,
    /// The place in the archive of the sheet of a name.
    places: HashMap<String, usize>,
}

impl<'a, R: Read + Seek> Shapes<'a, R> {
    pub fn open(archive: R, unpacked: Option<&'a [u8]>) -> Result<Self, Stop> {
        let mut archive = ZipArchive::new(archive).map_err(Unreadable::damaged)?;
        let parts = parts(&archive)?;
        let places = sheet_places(&mut archive, &parts)?;
        Ok(Self { archive, unpacked, parts, places })
    }

    /// The name of the part in which a sheet is.
    pub fn part_of_sheet(&self, name: &str) -> Option<String> {
        let written = self.archive.name_for_index(*self.places.get(name)?)?;
        guard::name_of(written).ok()
    }

    /// The plain shape where the sheet is nowhere to be found: its cells were read all the same.
    pub fn of_sheet(&mut self, name: &str) -> Result<Shape, Unreadable> {
        let Some(place) = self.places.get(name) else { return Ok(Shape::default()) };
        let part = self.archive.by_index(*place).map_err(Unreadable::damaged)?;
        let name = part.name().map_err(Unreadable::damaged)?.into_owned();
        let mut shape = match self.unpacked.and_then(|it| slice_of(it, &part)) {
            None => of_xml(BufReader::new(part))?,
            Some(xml) => {
                drop(part);
                let mut shape = match without_rows(xml) {
                    Some((head, tail)) => of_xml(head.chain(tail))?,
                    None => of_xml(xml)?,
                };
                links::of_formulas(xml, &mut shape.links);
                shape
            }
        };
        self.follow_anchors(&name, &mut shape)?;
        Ok(shape)
    }

    /// Where the cells of a sheet lead, its relations say.
    pub fn follow_anchors(&mut self, sheet: &str, shape: &mut Shape) -> Result<(), Unreadable> {
        let anchors = std::mem::take(&mut shape.anchors);
        if anchors.is_empty() {
            return Ok(());
        }
        let (folder, file) = sheet.rsplit_once('/').unwrap_or(("", sheet));
        let part = format!("{folder}/_rels/{file}.rels");
        let targets: HashMap<String, String> =
            relations(&mut self.archive, &self.parts, &part, "")?
                .into_iter()
                .map(|it| (it.id, it.target))
                .collect();
        for (place, id) in anchors {
            if let Some(address) = targets.get(&id) {
                links::add(&mut shape.links, place, address);
            }
        }
        Ok(())
    }
}

/// Where a part stands in an archive that is unpacked.
fn slice_of<'a, R: Read>(archive: &'a [u8], part: &ZipFile<R>) -> Option<&'a [u8]> {
    let start = usize::try_from(part.data_start()?).ok()?;
    archive.get(start..start.checked_add(usize::try_from(part.size()).ok()?)?)
}

/// The XML before and after the rows, where no row is hidden: most sheets are nothing but rows,
/// and looking at each of them would take as long as reading the cells.
fn without_rows(xml: &[u8]) -> Option<(&[u8], &[u8])> {
    const ROWS: &[u8] = b"sheetData";
    /// What a row that may be hidden has written on it.
    const HIDING: [&[u8]; 2] = [b"hidden", b"ht=\"0"];
    let begin = memmem::find(xml, ROWS)?;
    let end = memmem::rfind(xml, ROWS)?;
    let begin = begin + memchr::memchr(b'>', &xml[begin..])? + 1;
    let end = memchr::memrchr(b'<', &xml[..end])?;
    let rows = xml.get(begin..end)?;
    let hides = HIDING.iter().any(|it| memmem::find(rows, it).is_some());
    (!hides).then(|| (&xml[..begin], &xml[end..]))
}

/// More are not photos of things.
const ANCHORS_MAX: usize = 20_000;

pub(super) fn of_xml(xml: impl BufRead) -> Result<Shape, Unreadable> {
    let mut xml = reader(xml);
    let mut shape = Shape::default();
    let mut buffer = Vec::new();
    let mut row = 0;
    loop {
        buffer.clear();
        match xml.read_event_into(&mut buffer).map_err(Unreadable::damaged)? {
            Event::Start(element) | Event::Empty(element) => match element.local_name().as_ref() {
                "col" if is_hidden(&element)? => hide_columns(&mut shape, &element)?,
                "row" => {
                    row = number(&element, "r")?.unwrap_or(row + 1);
                    if is_hidden(&element)? {
                        shape.hidden_rows.add(row, row);
                    }
                }
                "mergeCell" if shape.merged.len() < MERGED_MAX => {
                    let range = attribute(&element, "ref")?;
                    shape.merged.extend(range.as_deref().and_then(cells_of));
                }
                "hyperlink" if shape.anchors.len() < ANCHORS_MAX => {
                    let (cell, id) = (attribute(&element, "ref")?, attribute(&element, "id")?);
                    // Behind merged cells it is the first that leads there.
                    let first = |it: std::borrow::Cow<str>| place_of(it.split(':').next()?);
                    let anchor = cell.and_then(first).zip(id.map(std::borrow::Cow::into_owned));
                    shape.anchors.extend(anchor);
                }
                _ => {}
            },
            Event::Eof => break,
            _ => {}
        }
    }
    shape.merged.sort_unstable();
    Ok(shape)
}

/// By hand, by a filter, or because the group it belongs to is folded. A width or height of
/// nothing hides as well.
fn is_hidden(element: &BytesStart) -> Result<bool, Unreadable> {
    let is_nothing = |size: Option<std::borrow::Cow<str>>| {
        size.is_some_and(|it| it.parse::<f64>().is_ok_and(|it| it == 0.0))
    };
    Ok(is_true(element, "hidden")?
        || is_nothing(attribute(element, "width")?)
        || is_nothing(attribute(element, "ht")?))
}

fn hide_columns(shape: &mut Shape, element: &BytesStart) -> Result<(), Unreadable> {
    let (first, last) = (number(element, "min")?, number(element, "max")?);
    if let (Some(first @ 1..=COLUMNS_MAX), Some(last)) = (first, last) {
        shape.hidden_columns.add(first - 1, last.min(COLUMNS_MAX) - 1);
    }
    Ok(())
}

/// The cells of `B4:D4`; `None` for a single one, which is merged with nothing.
fn cells_of(range: &str) -> Option<Merged> {
    let (first, last) = range.split_once(':')?;
    let ((first_row, first_column), (last_row, last_column)) = (place_of(first)?, place_of(last)?);
    let ascending = first_row <= last_row && first_column <= last_column;
    ascending.then_some(Merged { first_row, last_row, first_column, last_column })
}

/// The row, from 1, and the column, from 0, of `D4` or `$D$4`.
pub(super) fn place_of(address: &str) -> Option<(u32, u32)> {
    let address = address.replace('$', "");
    let digits = address.find(|it: char| it.is_ascii_digit())?;
    let (letters, row) = address.split_at(digits);
    let mut column = 0_u32;
    for letter in letters.bytes() {
        let value = letter.is_ascii_alphabetic().then(|| letter.to_ascii_uppercase() - b'A' + 1)?;
        column = column.checked_mul(26)?.checked_add(value.into())?;
    }
    Some((row.parse().ok()?, column.checked_sub(1)?))
}

/// Names of parts differ in nothing but case.
pub(super) fn parts<R: Read + Seek>(
    archive: &ZipArchive<R>,
) -> Result<HashMap<String, usize>, Unreadable> {
    let names = archive.file_names().enumerate();
    names.map(|(place, name)| Ok((guard::name_of(name)?.to_ascii_lowercase(), place))).collect()
}

/// Where in the archive each sheet stands: the workbook names the sheets, its relations say in
/// which part each is.
fn sheet_places<R: Read + Seek>(
    archive: &mut ZipArchive<R>,
    parts: &HashMap<String, usize>,
) -> Result<HashMap<String, usize>, Unreadable> {
    let office = relations(archive, parts, "_rels/.rels", "")?;
    let workbook = office.into_iter().find(|it| it.kind.ends_with("/officeDocument"));
    let workbook = workbook.map_or_else(|| "xl/workbook.xml".to_owned(), |it| it.target);
    let (folder, file) = workbook.rsplit_once('/').unwrap_or(("", &workbook));
    let prefix = if folder.is_empty() { String::new() } else { format!("{folder}/") };
    let relations = relations(archive, parts, &format!("{prefix}_rels/{file}.rels"), &prefix)?;
    let mut places = HashMap::new();
    for_each_element(archive, parts, &workbook, "sheet", |element| {
        if let (Some(name), Some(id)) = (attribute(element, "name")?, attribute(element, "id")?) {
            let target = relations.iter().find(|it| it.id == *id).map(|it| &it.target);
            let place = target.and_then(|it| parts.get(&it.to_ascii_lowercase()));
            places.extend(place.map(|it| (name.into_owned(), *it)));
        }
        Ok(())
    })?;
    Ok(places)
}

pub(super) struct Relation {
    pub id: String,
    kind: String,
    /// The name of a part.
    pub target: String,
}

pub(super) fn relations<R: Read + Seek>(
    archive: &mut ZipArchive<R>,
    parts: &HashMap<String, usize>,
    part: &str,
    prefix: &str,
) -> Result<Vec<Relation>, Unreadable> {
    let mut relations = Vec::new();
    for_each_element(archive, parts, part, "Relationship", |element| {
        let of = |name| Ok::<_, Unreadable>(attribute(element, name)?.unwrap_or_default());
        let target = of("Target")?;
        let target = match target.strip_prefix('/') {
            Some(absolute) => absolute.to_owned(),
            None => format!("{prefix}{target}"),
        };
        relations.push(Relation { id: of("Id")?.into(), kind: of("Type")?.into(), target });
        Ok(())
    })?;
    Ok(relations)
}

/// Calls for each element of a name in a part; a part that is not there has none.
fn for_each_element<R: Read + Seek>(
    archive: &mut ZipArchive<R>,
    parts: &HashMap<String, usize>,
    part: &str,
    name: &str,
    mut call: impl FnMut(&BytesStart) -> Result<(), Unreadable>,
) -> Result<(), Unreadable> {
    let Some(place) = parts.get(&part.to_ascii_lowercase()) else { return Ok(()) };
    let part = archive.by_index(*place).map_err(Unreadable::damaged)?;
    let mut xml = reader(BufReader::new(part));
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match xml.read_event_into(&mut buffer).map_err(Unreadable::damaged)? {
            Event::Start(element) | Event::Empty(element)
                if element.local_name().as_ref() == name =>
            {
                call(&element)?;
            }
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_two_addresses() {
        let merged = |first_row, first_column, last_row, last_column| {
            Some(Merged { first_row, last_row, first_column, last_column })
        };
        assert_eq!(cells_of("B4:D4"), merged(4, 1, 4, 3));
        assert_eq!(cells_of("$A$1:XFD1048576"), merged(1, 0, 1_048_576, 16_383));
        for range in ["B4", "", ":", "4:5", "B4:A1", "B4:ZZZZZZZZ1", "B4:é5", "B4:C99999999999"] {
            assert_eq!(cells_of(range), None, "{range}");
        }
    }

    #[test]
    fn rows_are_passed_over_only_where_none_is_hidden() {
        let sheet = |row: &str| {
            format!(
                "<x:worksheet><cols><col min=\"3\" max=\"4\" hidden=\"1\"/></cols><x:sheetData>\
                 <x:row r=\"1\"/>{row}<x:row r=\"9\"/></x:sheetData><mergeCells>\
                 <mergeCell ref=\"A1:B1\"/></mergeCells></x:worksheet>"
            )
        };
        let plain = sheet("");
        let (head, tail) = without_rows(plain.as_bytes()).unwrap();
        let quickly = of_xml(head.chain(tail)).unwrap();
        assert_eq!(quickly, of_xml(plain.as_bytes()).unwrap());
        assert_eq!(quickly.merged.len(), 1);
        assert!(quickly.hidden_columns.contains(2) && quickly.hidden_columns.contains(3));
        assert!(!quickly.hidden_columns.contains(4) && quickly.hidden_rows.is_empty());

        let hiding = sheet("<x:row r=\"5\" hidden='true'/><x:row ht=\"0\"/>");
        assert_eq!(without_rows(hiding.as_bytes()), None);
        let hidden = of_xml(hiding.as_bytes()).unwrap().hidden_rows;
        assert_eq!((1..10).filter(|it| hidden.contains(*it)).collect::<Vec<_>>(), [5, 6]);
        for odd in ["", "sheetData", "<sheetData/>", "<sheetData>", "hidden", "<a>sheetData<b>"] {
            assert!(without_rows(odd.as_bytes()).is_none_or(|it| it.0.len() <= odd.len()));
        }
    }
}
