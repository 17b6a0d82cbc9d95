//! Which pictures lie on which rows of a workbook (ECMA-376, parts 18.2, 20.5 and Microsoft's
//! [MS-XLSX] 2.2.4 for pictures in cells). It runs in the reading process only.

use std::collections::HashMap;
use std::io::{Read, Seek};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use serde::{Deserialize, Serialize};
use zip::ZipArchive;

use super::rich;

/// A picture of a workbook, on the row its upper left corner lies in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Placed {
    pub sheet: String,
    /// As a spreadsheet shows it.
    pub row: u32,
    /// From 0.
    pub column: u32,
    /// Its name within the workbook: `xl/media/image1.jpeg`.
    pub part: String,
}

/// A part of a workbook that describes others. The longest is that of a sheet of a hundred thousand
/// rows.
const PART_BYTES_MAX: u64 = 300_000_000;

pub type Archive<R> = ZipArchive<R>;

/// All pictures of a workbook, sheet by sheet, from top to bottom. What cannot be followed is left
/// out: the list itself is read elsewhere.
pub fn placed<R: Read + Seek>(archive: &mut Archive<R>, most: usize) -> Vec<Placed> {
    let mut found = Vec::new();
    let rich = rich::Pictures::of(archive);
    for (name, part) in sheets(archive) {
        let mut on_sheet = Vec::new();
        for (kind, target) in relations(archive, &part).into_values() {
            if kind.ends_with("/drawing") {
                on_sheet.extend(of_drawing(archive, &name, &target));
            }
        }
        on_sheet.extend(rich.on_sheet(archive, &name, &part));
        on_sheet.sort_by_key(|it| (it.row, it.column));
        on_sheet.dedup();
        found.extend(on_sheet);
        if found.len() >= most {
            found.truncate(most);
            break;
        }
    }
    found
}

/// The sheets of a workbook: what they are called, and which part holds them.
fn sheets<R: Read + Seek>(archive: &mut Archive<R>) -> Vec<(String, String)> {
    const WORKBOOK: &str = "xl/workbook.xml";
    let relations = relations(archive, WORKBOOK);
    let mut sheets = Vec::new();
    each_element(archive, WORKBOOK, |element| {
        if element.local_name().as_ref() == "sheet"
            && let (Some(name), Some(id)) = (attribute(element, "name"), attribute(element, "id"))
            && let Some((_, part)) = relations.get(&id)
        {
            sheets.push((name, part.clone()));
        }
    });
    sheets
}

/// What a part refers to: id → kind and name of another part.
pub fn relations<R: Read + Seek>(
    archive: &mut Archive<R>,
    part: &str,
) -> HashMap<String, (String, String)> {
    let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
    let mut relations = HashMap::new();
    each_element(archive, &format!("{folder}/_rels/{name}.rels"), |element| {
        let outside = attribute(element, "TargetMode").is_some_and(|it| it == "External");
        if let (Some(id), Some(kind), Some(target)) =
            (attribute(element, "Id"), attribute(element, "Type"), attribute(element, "Target"))
            && !outside
        {
            relations.insert(id, (kind, resolved(folder, &target)));
        }
    });
    relations
}

/// The pictures of a drawing that are anchored to cells. An anchor has one corner or two; the first
/// is the upper left one.
fn of_drawing<R: Read + Seek>(archive: &mut Archive<R>, sheet: &str, drawing: &str) -> Vec<Placed> {
    let media = relations(archive, drawing);
    let Some(xml) = part(archive, drawing) else { return Vec::new() };
    let mut reader = Reader::from_reader(xml.as_slice());
    let mut found = Vec::new();
    // The corner being read, the number being read in it, and the corner that was read.
    let (mut in_from, mut number, mut corner) = (false, None, (None, None));
    let mut pictures: Vec<String> = Vec::new();
    loop {
        match reader.read_event() {
            Ok(Event::Start(element)) => match element.local_name().as_ref() {
                "twoCellAnchor" | "oneCellAnchor" => {
                    corner = (None, None);
                    pictures.clear();
                }
                "from" => in_from = true,
                name @ ("row" | "col") if in_from => number = Some(name == "row"),
                "blip" => pictures.extend(attribute(&element, "embed")),
                _ => {}
            },
            Ok(Event::Empty(element)) if element.local_name().as_ref() == "blip" => {
                pictures.extend(attribute(&element, "embed"));
            }
            Ok(Event::Text(text)) => {
                let figure = || text.trim().parse::<u32>().ok();
                match number {
                    Some(true) => corner.0 = figure(),
                    Some(false) => corner.1 = figure(),
                    None => {}
                }
            }
            Ok(Event::End(element)) => match element.local_name().as_ref() {
                "from" => in_from = false,
                "row" | "col" => number = None,
                "twoCellAnchor" | "oneCellAnchor" => {
                    let (Some(row), Some(column)) = corner else { continue };
                    let parts = pictures.drain(..).filter_map(|it| media.get(&it));
                    found.extend(parts.map(|(_, part)| Placed {
                        sheet: sheet.to_owned(),
                        row: row.saturating_add(1),
                        column,
                        part: part.clone(),
                    }));
                }
                _ => {}
            },
            Ok(Event::Eof) | Err(_) => return found,
            Ok(_) => {}
        }
    }
}

/// Calls `look` for each element of a part, with children or without. A part that is not there has
/// none.
pub fn each_element<R: Read + Seek>(
    archive: &mut Archive<R>,
    name: &str,
    mut look: impl FnMut(&BytesStart),
) {
    let Some(xml) = part(archive, name) else { return };
    let mut reader = Reader::from_reader(xml.as_slice());
    loop {
        match reader.read_event() {
            Ok(Event::Start(element) | Event::Empty(element)) => look(&element),
            Ok(Event::Eof) | Err(_) => return,
            Ok(_) => {}
        }
    }
}

/// A part of a workbook, if it is there and of a size that parts have.
pub fn part<R: Read + Seek>(archive: &mut Archive<R>, name: &str) -> Option<Vec<u8>> {
    let entry = archive.by_name(name).ok()?;
    let mut bytes = Vec::new();
    entry.take(PART_BYTES_MAX + 1).read_to_end(&mut bytes).ok()?;
    (bytes.len() as u64 <= PART_BYTES_MAX).then_some(bytes)
}

/// An attribute by its name without a prefix.
pub fn attribute(element: &BytesStart, name: &str) -> Option<String> {
    let found = element.attributes().flatten().find(|it| it.key.local_name().as_ref() == name)?;
    quick_xml::escape::unescape(&found.value).ok().map(std::borrow::Cow::into_owned)
}

/// `../media/image1.png` as seen from `xl/drawings`: `xl/media/image1.png`. It never leads out of
/// the archive, which is all there is.
fn resolved(folder: &str, target: &str) -> String {
    let from_root = target.starts_with('/');
    let mut parts: Vec<&str> = if from_root { Vec::new() } else { folder.split('/').collect() };
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            other => parts.push(other),
        }
    }
    parts.retain(|it| !it.is_empty());
    parts.join("/")
}
