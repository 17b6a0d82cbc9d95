//! Pictures *in* cells, as Excel 365 keeps them: a cell names a value, the value names a picture
//! ([MS-XLSX] 2.3.6 and 2.2.4). It runs in the reading process only.

use std::io::{Read, Seek};

use quick_xml::Reader;
use quick_xml::events::Event;

use super::drawings::{Archive, Placed, attribute, each_element, part, relations};

/// The pictures that cells can name, by the number that stands in a cell, less one.
#[derive(Debug, Default)]
pub struct Pictures(Vec<Option<String>>);

/// What a structure calls the number of a picture.
const PICTURE_KEY: &str = "_rvRel:LocalImageIdentifier";

impl Pictures {
    pub fn of<R: Read + Seek>(archive: &mut Archive<R>) -> Self {
        let parts = picture_parts(archive);
        if parts.is_empty() {
            return Self::default();
        }
        let places = picture_places(archive);
        let values = values(archive, &places);
        let picture_of = |value: usize| {
            let picture = *values.get(value)?;
            parts.get(picture?)?.clone()
        };
        Self(values_of_cells(archive).into_iter().map(|it| it.and_then(picture_of)).collect())
    }

    /// The pictures in the cells of one sheet.
    pub fn on_sheet<R: Read + Seek>(
        &self,
        archive: &mut Archive<R>,
        sheet: &str,
        name: &str,
    ) -> Vec<Placed> {
        let mut found = Vec::new();
        if self.0.is_empty() {
            return found;
        }
        each_element(archive, name, |element| {
            if element.local_name().as_ref() == "c"
                && let Some(number) = attribute(element, "vm").and_then(|it| it.parse().ok())
                && let Some((row, column)) = attribute(element, "r").as_deref().and_then(place)
                && let Some(Some(part)) =
                    usize::checked_sub(number, 1).and_then(|it| self.0.get(it))
            {
                let (sheet, part) = (sheet.to_owned(), part.clone());
                found.push(Placed { sheet, row, column, part });
            }
        });
        found
    }
}

/// The parts that hold pictures, in the order of their numbers.
fn picture_parts<R: Read + Seek>(archive: &mut Archive<R>) -> Vec<Option<String>> {
    const RELATIONS: &str = "xl/richData/richValueRel.xml";
    let targets = relations(archive, RELATIONS);
    let mut parts = Vec::new();
    each_element(archive, RELATIONS, |element| {
        if element.local_name().as_ref() == "rel" {
            let target = attribute(element, "id").and_then(|it| targets.get(&it));
            parts.push(target.map(|it| it.1.clone()));
        }
    });
    parts
}

/// Of each structure: at which place of a value the number of a picture stands, if it has one.
fn picture_places<R: Read + Seek>(archive: &mut Archive<R>) -> Vec<Option<usize>> {
    let mut places = Vec::new();
    let mut at = 0;
    each_element(archive, "xl/richData/rdrichvaluestructure.xml", |element| {
        match element.local_name().as_ref() {
            "s" => {
                places.push(None);
                at = 0;
            }
            "k" => {
                if attribute(element, "n").is_some_and(|it| it == PICTURE_KEY)
                    && let Some(place) = places.last_mut()
                {
                    *place = Some(at);
                }
                at += 1;
            }
            _ => {}
        }
    });
    places
}

/// Of each value: the number of its picture.
fn values<R: Read + Seek>(
    archive: &mut Archive<R>,
    places: &[Option<usize>],
) -> Vec<Option<usize>> {
    let Some(xml) = part(archive, "xl/richData/rdrichvalue.xml") else { return Vec::new() };
    let mut reader = Reader::from_reader(xml.as_slice());
    let mut values = Vec::new();
    // The place of the picture in the value being read, and the place being read.
    let (mut wanted, mut at, mut inside) = (None, 0, false);
    loop {
        match reader.read_event() {
            Ok(Event::Start(element)) => match element.local_name().as_ref() {
                "rv" => {
                    let structure = attribute(&element, "s").and_then(|it| it.parse().ok());
                    wanted = structure.and_then(|it: usize| *places.get(it)?);
                    at = 0;
                    values.push(None);
                }
                "v" => inside = true,
                _ => {}
            },
            Ok(Event::Text(text)) if inside && wanted == Some(at) => {
                if let Some(value) = values.last_mut() {
                    *value = text.trim().parse().ok();
                }
            }
            Ok(Event::End(element)) if element.local_name().as_ref() == "v" => {
                inside = false;
                at += 1;
            }
            Ok(Event::Eof) | Err(_) => return values,
            Ok(_) => {}
        }
    }
}

/// Which value a cell means by its number, less one: through two tables of the metadata.
fn values_of_cells<R: Read + Seek>(archive: &mut Archive<R>) -> Vec<Option<usize>> {
    let (mut in_cells, mut of_cells, mut of_table) = (false, Vec::new(), Vec::new());
    each_element(archive, "xl/metadata.xml", |element| {
        let number = |name| attribute(element, name).and_then(|it| it.parse::<usize>().ok());
        match element.local_name().as_ref() {
            "valueMetadata" => in_cells = true,
            "cellMetadata" | "futureMetadata" => in_cells = false,
            "rc" if in_cells => of_cells.push(number("v")),
            "rvb" => of_table.push(number("i")),
            _ => {}
        }
    });
    of_cells.into_iter().map(|it| it.and_then(|it| of_table.get(it).copied().flatten())).collect()
}

/// Row (from 1) and column (from 0) of `B12`.
fn place(address: &str) -> Option<(u32, u32)> {
    let letters = address.find(|it: char| it.is_ascii_digit())?;
    let (letters, digits) = address.split_at(letters);
    let mut column = 0_u32;
    for letter in letters.bytes().filter(u8::is_ascii_uppercase) {
        column = column.checked_mul(26)?.checked_add(u32::from(letter - b'A') + 1)?;
    }
    Some((digits.parse().ok()?, column.checked_sub(1)?))
}
