//! How texts and lists of things stand in a cell, so that the very same comes back.
//!
//! What a spreadsheet would bend (an edge of spaces, a control character, nothing at all) is put
//! between quotation marks as JSON puts it. A list has one of its things on each line; one that
//! could be misread is written as JSON.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::language::Language;
use crate::passports::{Document, Material, Origin};

/// A text as it stands in a cell.
pub fn written(text: &str) -> String {
    if is_plain(text) { text.to_owned() } else { json(&text) }
}

/// The text that a cell holds.
pub fn read(cell: &str) -> String {
    let quoted = cell.starts_with('"') && cell.ends_with('"');
    // What only looks like JSON is what somebody typed.
    quoted.then(|| serde_json::from_str(cell).ok()).flatten().unwrap_or_else(|| cell.to_owned())
}

/// Whether a text comes through every spreadsheet as it is.
fn is_plain(text: &str) -> bool {
    let bent = |it: char| {
        (it.is_control() && it != '\n')
            || matches!(it, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
    };
    !text.is_empty()
        && text.trim() == text
        && !text.contains(bent)
        // A workbook writes control characters like this.
        && !text.contains("_x")
        && (!text.starts_with('"') || !text.ends_with('"'))
        && !text.starts_with('\'')
}

/// As JSON, with everything escaped that a spreadsheet would bend.
fn json(value: &impl Serialize) -> String {
    // Texts, numbers and lists of them always become JSON.
    let plain = serde_json::to_string(value).unwrap_or_default();
    let mut escaped = String::with_capacity(plain.len());
    for letter in plain.chars() {
        let bent = letter.is_control()
            || matches!(letter, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}');
        if bent {
            escaped.extend(format!("\\u{:04x}", u32::from(letter)).chars());
        } else {
            escaped.push(letter);
        }
    }
    escaped.replace("_x", "\\u005fx")
}

/// A list, one of its things a line, if that reads back as the same list; else as JSON.
fn written_list<T: Serialize + PartialEq>(
    list: &[T],
    line: impl Fn(&T) -> String,
    read: impl Fn(&str) -> Option<Vec<T>>,
) -> String {
    let lines = list.iter().map(line).collect::<Vec<_>>().join("\n");
    let same = is_plain(&lines) && read(&lines).is_some_and(|it| it == list);
    if same { lines } else { json(&list) }
}

/// A list of things from the lines of a cell, or from JSON.
fn read_list<T: DeserializeOwned>(cell: &str, line: impl Fn(&str) -> T) -> Option<Vec<T>> {
    if cell.starts_with('[')
        && let Ok(list) = serde_json::from_str(cell)
    {
        return Some(list);
    }
    Some(cell.lines().map(str::trim).filter(|it| !it.is_empty()).map(line).collect())
}

pub fn written_words(words: &[String]) -> String {
    written_list(words, String::clone, read_words)
}

pub fn read_words(cell: &str) -> Option<Vec<String>> {
    read_list(cell, str::to_owned)
}

/// `Eik; 80 %; hergebruikt` on a line.
pub fn written_materials(materials: &[Material], language: Language) -> String {
    let line = |it: &Material| {
        let share = it.fraction_percent.map(|it| format!("; {} %", it.normalize()));
        let origin = it.origin.map(|it| format!("; {}", it.text().in_language(language)));
        format!("{}{}{}", it.name, share.unwrap_or_default(), origin.unwrap_or_default())
    };
    written_list(materials, line, read_materials)
}

pub fn read_materials(cell: &str) -> Option<Vec<Material>> {
    read_list(cell, material_of)
}

fn material_of(line: &str) -> Material {
    let mut material = Material { name: line.to_owned(), fraction_percent: None, origin: None };
    // From the end, where the share and the origin stand, if they do.
    if let Some((rest, last)) = material.name.rsplit_once("; ")
        && let Some(origin) = origin_of(last)
    {
        material.origin = Some(origin);
        material.name = rest.to_owned();
    }
    if let Some((rest, last)) = material.name.rsplit_once("; ")
        && let Some(percent) = percent_of(last)
    {
        material.fraction_percent = Some(percent);
        material.name = rest.to_owned();
    }
    material
}

fn percent_of(text: &str) -> Option<Decimal> {
    text.strip_suffix('%')?.trim().replace(',', ".").parse().ok()
}

fn origin_of(text: &str) -> Option<Origin> {
    let origins = [Origin::Virgin, Origin::Recycled, Origin::Reused, Origin::Biobased];
    origins
        .into_iter()
        .find(|origin| Language::ALL.into_iter().any(|it| origin.text().in_language(it) == text))
}

/// `Technische fiche https://…` on a line.
pub fn written_documents(documents: &[Document]) -> String {
    written_list(documents, |it| format!("{} {}", it.name, it.url), read_documents)
}

pub fn read_documents(cell: &str) -> Option<Vec<Document>> {
    read_list(cell, |line| {
        let (name, url) = line.rsplit_once(' ').unwrap_or((line, line));
        Document { name: name.to_owned(), url: url.to_owned() }
    })
}

/// `fire_class: EI30` on a line: the words of the catalogue, the values as JSON writes them, texts
/// without quotation marks.
pub fn written_attributes(attributes: &BTreeMap<String, Value>) -> String {
    let line = |(key, value): (&String, &Value)| match value {
        Value::String(text) => format!("{key}: {text}"),
        other => format!("{key}: {other}"),
    };
    let lines = attributes.iter().map(line).collect::<Vec<_>>().join("\n");
    let same = is_plain(&lines) && read_attributes(&lines).is_some_and(|it| it == *attributes);
    if same { lines } else { json(attributes) }
}

pub fn read_attributes(cell: &str) -> Option<BTreeMap<String, Value>> {
    if cell.starts_with('{') {
        return serde_json::from_str(cell).ok();
    }
    let lines = cell.lines().map(str::trim).filter(|it| !it.is_empty());
    lines.map(|line| line.split_once(':').map(attribute_of)).collect()
}

fn attribute_of((key, value): (&str, &str)) -> (String, Value) {
    let value = value.trim();
    let typed = serde_json::from_str(value).ok();
    let typed = typed.filter(|it: &Value| it.is_number() || it.is_boolean());
    (key.trim().to_owned(), typed.unwrap_or_else(|| Value::from(value)))
}
