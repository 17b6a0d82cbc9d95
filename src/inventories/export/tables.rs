//! The tables that the law asks of a building that comes down, filled from its passports. Each is in
//! the language of the office that reads it, whoever asks for it.

use std::path::Path;

use rust_decimal::Decimal;

use super::cell::Cell;
use super::sheet::{Book, Heading, Table};
use super::stock_of_building;
use crate::accounts::Caller;
use crate::catalogue::Unit;
use crate::clock;
use crate::db::Conn;
use crate::error::Result;
use crate::id::Id;
use crate::language::{Language, format, say};
use crate::passports::{Draft, Passport, words};
use crate::places::{Building, Site};
use crate::search::Measure;

/// The sloopopvolgingsplan of Flanders (VLAREMA art. 4.3.3): what becomes free, in a list of what is
/// not hazardous and one of what is. Its language is Dutch.
pub fn demolition_plan(
    conn: &mut Conn,
    caller: &Caller,
    building: &Id<Building>,
    path: &Path,
) -> Result<()> {
    const HEADINGS: [(&str, u16); 8] = [
        ("Benaming", 34),
        ("EURAL-code", 13),
        ("Vermoedelijke hoeveelheid", 16),
        ("Eenheid", 10),
        ("Plaats in het gebouw", 28),
        ("Verschijningsvorm", 40),
        ("Gevaarlijk", 11),
        ("Advies voor selectieve sloop", 50),
    ];
    let (building, site, passports) = stock_of_building(conn, caller, building)?;
    let (hazardous, harmless): (Vec<Passport>, Vec<Passport>) =
        passports.into_iter().partition(|it| it.content.is_hazardous());
    let mut book = Book::new();
    for (name, list) in [("Niet-gevaarlijk", harmless), ("Gevaarlijk", hazardous)] {
        let title = title("Sloopopvolgingsplan", name, &building, &site, Language::Nl);
        let mut rows = list.iter().map(|it| plan_row(&it.content));
        book.add(&table(name, &HEADINGS, title), &mut || Ok(rows.next()))?;
    }
    book.save(path)
}

fn plan_row(content: &Draft) -> Vec<Cell> {
    let (amount, unit) = tonnes_or_volume(content, Language::Nl);
    vec![
        text(&content.name),
        Cell::Text(waste_code(content)),
        Cell::Number(amount),
        Cell::Text(unit),
        Cell::Text(place(content)),
        Cell::Text(appearance(content, Language::Nl)),
        Cell::Text(words::yes_no(content.is_hazardous()).in_language(Language::Nl)),
        Cell::Text(advice(content)),
    ]
}

/// The diagnostic PEMD of France (arrêté of 26 March 2023, Cerfa 16287): what may be used again, and
/// what becomes waste. Its language is French.
pub fn pemd(conn: &mut Conn, caller: &Caller, building: &Id<Building>, path: &Path) -> Result<()> {
    const REUSE: [(&str, u16); 11] = [
        ("Catégorie", 24),
        ("Désignation", 34),
        ("Matériau", 24),
        ("Quantité", 11),
        ("Unité", 9),
        ("Masse (t)", 11),
        ("Dimensions", 28),
        ("Localisation", 28),
        ("État de conservation", 18),
        ("Technique d’assemblage", 26),
        ("Précautions de dépose, de stockage et de transport", 50),
    ];
    const WASTE: [(&str, u16); 6] = [
        ("Famille", 22),
        ("Code déchet", 13),
        ("Désignation", 34),
        ("Quantité", 11),
        ("Unité", 9),
        ("Localisation", 28),
    ];
    let (building, site, passports) = stock_of_building(conn, caller, building)?;
    // What nobody judged may be used again if it is counted; what is weighed or poured is waste.
    let counted = |it: &Passport| !matches!(it.content.unit, Unit::Kg | Unit::T | Unit::M3);
    let reusable = |it: &Passport| {
        !it.content.is_hazardous() && it.content.reusable.unwrap_or_else(|| counted(it))
    };
    let (reuse, waste): (Vec<Passport>, Vec<Passport>) = passports.into_iter().partition(reusable);
    let mut book = Book::new();
    let name = "PEM réemployables";
    let mut rows = reuse.iter().map(|it| reuse_row(&it.content));
    let head = title("Diagnostic PEMD", name, &building, &site, Language::Fr);
    book.add(&table(name, &REUSE, head), &mut || Ok(rows.next()))?;
    let name = "Déchets";
    let mut rows = waste.iter().map(|it| waste_row(&it.content));
    let head = title("Diagnostic PEMD", name, &building, &site, Language::Fr);
    book.add(&table(name, &WASTE, head), &mut || Ok(rows.next()))?;
    book.save(path)
}

fn reuse_row(content: &Draft) -> Vec<Cell> {
    let french = Language::Fr;
    let materials: Vec<&str> = content.materials.iter().map(|it| it.name.as_str()).collect();
    let state = content.condition_technical.and_then(words::condition);
    let fixing = content.detachability.connection.map(|it| it.text().in_language(french));
    vec![
        Cell::Text(content.category.map_or("", |it| it.top().label(french)).to_owned()),
        text(&content.name),
        Cell::Text(materials.join(", ")),
        Cell::Number(content.quantity),
        Cell::Text(content.unit.label(french)),
        tonnes(content).map_or(Cell::Empty, Cell::Number),
        Cell::Text(sizes(content, french)),
        Cell::Text(place(content)),
        Cell::Text(state.map(|it| it.in_language(french)).unwrap_or_default()),
        Cell::Text(content.connection.clone().or(fixing).unwrap_or_default()),
        Cell::Text(content.dismantling_notes.clone().unwrap_or_default()),
    ]
}

fn waste_row(content: &Draft) -> Vec<Cell> {
    let code = waste_code(content);
    // Concrete, bricks, tiles, stones and soil do not change in the ground: the inert ones of
    // chapter 17 of the list of waste.
    let inert = ["17 01", "17 05 04"].iter().any(|it| code.starts_with(it));
    let family = match (content.is_hazardous(), inert) {
        (true, _) => "Déchets dangereux",
        (false, true) => "Déchets inertes",
        (false, false) => "Déchets non dangereux",
    };
    let (amount, unit) = tonnes_or_volume(content, Language::Fr);
    vec![
        Cell::Text(family.to_owned()),
        Cell::Text(code),
        text(&content.name),
        Cell::Number(amount),
        Cell::Text(unit),
        Cell::Text(place(content)),
    ]
}

fn table(name: &str, headings: &[(&str, u16)], title: Vec<String>) -> Table {
    let heading =
        |it: &(&str, u16)| Heading { words: it.0.to_owned(), width: it.1, choices: Vec::new() };
    Table { name: name.to_owned(), headings: headings.iter().map(heading).collect(), title }
}

/// What stands above the headings: what it is, of which building, as of when.
fn title(
    what: &str,
    part: &str,
    building: &Building,
    site: &Site,
    language: Language,
) -> Vec<String> {
    let year = building.year_built.map(|it| format!(" ({it})")).unwrap_or_default();
    vec![
        format!("{what} – {part}"),
        format!("{}{year} – {}, {}", building.name, site.name, site.address),
        format::day(clock::now().day(), language),
        String::new(),
    ]
}

fn text(text: &str) -> Cell {
    Cell::Text(text.to_owned())
}

fn tonnes(content: &Draft) -> Option<Decimal> {
    let grams = Decimal::from(content.unit_mass_grams?).checked_mul(content.quantity)?;
    Some((grams / Decimal::from(1_000_000)).round_dp(3))
}

/// The plan counts in tonnes or cubic metres; what can be neither stays as it is counted.
fn tonnes_or_volume(content: &Draft, language: Language) -> (Decimal, String) {
    if content.unit == Unit::M3 {
        return (content.quantity, Unit::M3.label(language));
    }
    match tonnes(content) {
        Some(tonnes) => (tonnes, Unit::T.label(language)),
        None => (content.quantity, content.unit.label(language)),
    }
}

/// The one its holder gave, else the usual one of such things.
fn waste_code(content: &Draft) -> String {
    let usual = || {
        let codes = &content.category?.leaf()?.waste_codes;
        let hazardous = content.is_hazardous();
        let code = codes.iter().find(|it| it.ends_with('*') == hazardous)?;
        Some(crate::catalogue::waste_code(code)?.written())
    };
    content.waste_code.clone().or_else(usual).unwrap_or_default()
}

fn place(content: &Draft) -> String {
    let parts = [&content.floor, &content.room, &content.location];
    let parts: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
    // The words of a section row often stand in both.
    let said = |at: usize| parts[at + 1..].iter().any(|it| it.contains(parts[at]));
    let kept: Vec<&str> = (0..parts.len()).filter(|it| !said(*it)).map(|it| parts[it]).collect();
    kept.join(" – ")
}

/// `Lengte 930 mm, Hoogte 2115 mm`.
fn sizes(content: &Draft, language: Language) -> String {
    let size = |measure: Measure| {
        let size = format::number(content.dimensions.get(measure)?, language);
        Some(format!("{} {size} mm", words::measure(measure).in_language(language)))
    };
    Measure::ALL.into_iter().filter_map(size).collect::<Vec<_>>().join(", ")
}

/// In what form it becomes free: the kind of thing, what it is made of, how large, how many.
fn appearance(content: &Draft, language: Language) -> String {
    let kind = content.category.map(|it| it.label(language).to_owned());
    let materials: Vec<&str> = content.materials.iter().map(|it| it.name.as_str()).collect();
    let parts = [
        kind,
        Some(materials.join(", ")),
        Some(sizes(content, language)),
        Some(words::quantity(content, language)),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().filter(|it| !it.is_empty()).collect();
    parts.join("; ")
}

fn advice(content: &Draft) -> String {
    let own = content.dismantling_notes.clone().filter(|it| !it.trim().is_empty());
    let reuse = (content.reusable == Some(true) && !content.is_hazardous())
        .then(|| say("export-advice-reuse").in_language(Language::Nl));
    let hazard =
        content.is_hazardous().then(|| say("export-advice-hazard").in_language(Language::Nl));
    let parts: Vec<String> = [hazard, reuse, own].into_iter().flatten().collect();
    parts.join(" ")
}
