//! Which column is which field: from the headings in four languages, the units in brackets, and the
//! values themselves. No I/O here.

pub mod values;

use serde::{Deserialize, Serialize};

use super::field::{Field, Kind};
use super::fit;
use super::heading::Heading;
use super::parse::{LengthUnit, Mass};
use super::profiles::Known;
use super::synonyms::{self, Resemblance};
use crate::catalogue::{self, Unit};
use crate::language::{Language, Text, say};

/// A column, as the layout found it.
#[derive(Debug, Clone, Default)]
pub struct Column {
    /// Its number in the sheet, from 0.
    pub at: u32,
    pub heading: Heading,
    /// Some of its filled cells, as text.
    pub values: Vec<String>,
}

/// What a column is taken for, and why.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Proposal {
    /// Its number in the sheet, from 0.
    pub column: u32,
    pub header: String,
    /// `None`: it is left out.
    pub field: Option<Field>,
    pub unit: Option<String>,
    pub confidence: f64,
    pub reason: Text,
}

/// Below this a guess is worse than leaving the column out.
pub const CONFIDENCE_MIN: f64 = 0.5;
/// What a word of another language than that of the file counts.
const OTHER_LANGUAGE: f64 = 0.93;
/// What a word counts that means another thing as well.
const AMBIGUOUS: f64 = 0.95;
/// A way to read a heading that is not the best counts a little less; but one that is known with
/// all its words says more than a part of them: `KG (DIN 276)` is no mass.
const OTHER_READING: f64 = 0.98;
const WITH_BRACKETS: f64 = 1.03;
/// What values count that look like nothing else, and what remains of a heading they deny.
const EVIDENT: f64 = 0.9;
const DENIED: f64 = 0.7;

struct Candidate {
    column: usize,
    field: Field,
    confidence: f64,
    reason: Text,
}

/// Proposes a field for each column. No field is given to two columns.
pub fn propose(columns: &[Column], language: Language) -> Vec<Proposal> {
    values::complete(columns, by_headings(columns, language))
}

/// What the headings tell, and the values where they tell more.
fn by_headings(columns: &[Column], language: Language) -> Vec<Proposal> {
    let mut candidates: Vec<Candidate> = Vec::new();
    let shared_out = shared_out(columns, language);
    for (at, column) in columns.iter().enumerate() {
        if shared_out.contains(&at) {
            continue;
        }
        match letter_field(columns, at, language) {
            Some(field) => candidates.push(Candidate {
                column: at,
                field,
                confidence: 0.97,
                reason: say("inventory-column-letter"),
            }),
            None => candidates.extend(candidates_of(column, at, language)),
        }
    }
    set_asbestos_apart(columns, &mut candidates);
    set_count_apart(columns, &mut candidates);
    candidates.sort_by(|a, b| b.confidence.total_cmp(&a.confidence).then(a.column.cmp(&b.column)));
    let mut proposals: Vec<Proposal> = columns.iter().map(left_out).collect();
    for at in shared_out {
        proposals[at].reason = say("inventory-column-shared-out");
    }
    for candidate in candidates {
        let taken = proposals.iter().find(|it| it.field == Some(candidate.field));
        let taken = taken.map(|it| it.header.clone());
        let proposal = &mut proposals[candidate.column];
        if proposal.field.is_some() {
            continue;
        }
        match taken {
            // Only its best meaning is worth telling that it is taken.
            Some(other)
                if candidate.confidence >= CONFIDENCE_MIN
                    && proposal.reason.key() != "inventory-column-taken" =>
            {
                proposal.reason = say("inventory-column-taken")
                    .with("field", candidate.field)
                    .with("header", other);
            }
            Some(_) => {}
            None if candidate.confidence >= CONFIDENCE_MIN
                && !is_second_choice(proposal, &candidate) =>
            {
                proposal.field = Some(candidate.field);
                proposal.confidence = candidate.confidence;
                proposal.reason = candidate.reason;
            }
            None => {}
        }
    }
    proposals
}

/// `Asbest` beside `Gevaarlijk` is about nothing else. Alone it says whether a thing is hazardous.
fn set_asbestos_apart(columns: &[Column], candidates: &mut [Candidate]) {
    let names_asbestos = |it: &Candidate| {
        let readings = &columns[it.column].heading.readings;
        readings.iter().any(|it| it.contains("asbest") || it.contains("amiant"))
    };
    let hazardous = |it: &Candidate| it.field == Field::Hazardous;
    let others =
        |it: &Candidate| hazardous(it) && it.confidence >= SECOND_CHOICE_MIN && !names_asbestos(it);
    if candidates.iter().any(others) {
        let of_asbestos = candidates.iter_mut().filter(|it| hazardous(it) && names_asbestos(it));
        of_asbestos.for_each(|it| it.field = Field::Asbestos);
    }
}

/// `No.` beside the units counts things where nothing else does and another column numbers them.
fn set_count_apart(columns: &[Column], candidates: &mut [Candidate]) {
    let likely = |at: usize, field: Field| {
        let of = |it: &&Candidate| it.column == at && it.field == field;
        candidates.iter().filter(of).any(|it| it.confidence >= CONFIDENCE_MIN)
    };
    let all = || 0..columns.len();
    if all().any(|at| likely(at, Field::Quantity)) {
        return;
    }
    let counts = |at: &usize| {
        let figures = fit::share(&columns[*at].values, &fit::is_figure);
        let beside = likely(*at + 1, Field::Unit) || *at > 0 && likely(*at - 1, Field::Unit);
        likely(*at, Field::ExternalId) && beside && figures >= COUNTS_SHARE_MIN
    };
    let Some(count) = all().find(counts) else { return };
    if all().any(|at| at != count && likely(at, Field::ExternalId)) {
        let of = |it: &&mut Candidate| it.column == count && it.field == Field::ExternalId;
        candidates.iter_mut().filter(of).for_each(|it| it.field = Field::Quantity);
    }
}

/// Of the cells of a column of counts; the others are wrong, which their rows are told.
const COUNTS_SHARE_MIN: f64 = 0.5;

/// `Gebouw A`, `Gebouw B` above figures: how many of them are in each place. They are no places.
fn shared_out(columns: &[Column], language: Language) -> Vec<usize> {
    let place_of = |(at, column): (usize, &Column)| {
        let figures = column.values.iter().filter(|it| fit::is_figure(it)).count();
        // One of them may be wrong, which its row is told.
        let counts = figures > 0 && figures * 3 >= column.values.len() * 2;
        let best = candidates_of(column, at, language)
            .into_iter()
            .max_by(|a, b| a.confidence.total_cmp(&b.confidence))?;
        let place = matches!(best.field, Field::Building | Field::Floor | Field::Room);
        let what = column.heading.numbered()?;
        (counts && place).then_some((at, (best.field, what)))
    };
    let places: Vec<(usize, (Field, String))> =
        columns.iter().enumerate().filter_map(place_of).collect();
    let several = |what: &(Field, String)| places.iter().filter(|it| it.1 == *what).count() > 1;
    places.iter().filter(|it| several(&it.1)).map(|it| it.0).collect()
}

/// What a profile says of the columns it knows. The others are what they would be without it,
/// where the profile leaves that open.
pub fn of_profile(columns: &[Column], known: &Known, language: Language) -> Vec<Proposal> {
    let others: Vec<Column> = columns
        .iter()
        .zip(&known.columns)
        .filter(|(_, known)| known.is_none())
        .map(|(column, _)| column.clone())
        .collect();
    let mut others = by_headings(&others, language).into_iter();
    let taken = |field: Field| {
        let namesake = columns.iter().zip(&known.columns);
        namesake.filter(|it| it.1.is_some_and(|it| it.field == Some(field))).map(|it| it.0).next()
    };
    let mut proposals = Vec::with_capacity(columns.len());
    for (column, known_as) in columns.iter().zip(&known.columns) {
        let other = if known_as.is_none() { others.next() } else { None };
        proposals.push(match (known_as, other) {
            (Some(chosen), _) => Proposal {
                field: chosen.field,
                confidence: 1.0,
                reason: say("inventory-column-profile").with("name", &known.profile.name),
                ..left_out(column)
            },
            (None, Some(other)) => match other.field.and_then(|it| Some((it, taken(it)?))) {
                Some((field, namesake)) => Proposal {
                    reason: say("inventory-column-taken")
                        .with("field", field)
                        .with("header", &namesake.heading.printed),
                    ..left_out(column)
                },
                None => other,
            },
            (None, None) => left_out(column),
        });
    }
    proposals
}

/// A column whose meaning is taken by another does not become whatever else it resembles a little.
/// What its unit says it measures is no resemblance, nor is the other meaning of a known word.
fn is_second_choice(proposal: &Proposal, candidate: &Candidate) -> bool {
    let measures = matches!(candidate.field, Field::Area | Field::Volume | Field::WeightTotal)
        && proposal.unit.as_deref().is_some_and(|it| catalogue::unit_of_word(it).is_some());
    proposal.reason.key() == "inventory-column-taken"
        && candidate.confidence < SECOND_CHOICE_MIN
        && !measures
        && candidate.reason.key() != "inventory-column-ambiguous"
}

const SECOND_CHOICE_MIN: f64 = 0.8;

fn left_out(column: &Column) -> Proposal {
    let reason = if column.heading.is_empty() {
        say("inventory-column-no-heading")
    } else {
        say("inventory-column-unknown")
    };
    Proposal {
        column: column.at,
        header: column.heading.printed.clone(),
        field: None,
        unit: column.heading.unit.clone(),
        confidence: 0.0,
        reason,
    }
}

fn candidates_of(column: &Column, at: usize, language: Language) -> Vec<Candidate> {
    let mut candidates: Vec<Candidate> = Vec::new();
    for (place, reading) in column.heading.readings.iter().enumerate() {
        for found in synonyms::resembling(reading) {
            let Some((field, mut confidence)) = meaning(column, &found) else { continue };
            if !found.languages.contains(&language) {
                confidence *= OTHER_LANGUAGE;
            }
            let more_words = reading.len() > column.heading.readings[0].len();
            if found.likeness >= 1.0 && more_words {
                confidence *= WITH_BRACKETS;
            } else if place > 0 {
                confidence *= OTHER_READING;
            }
            let reason = if let Some(other) = other_meaning(reading, field) {
                confidence *= AMBIGUOUS;
                say("inventory-column-ambiguous").with("field", other)
            } else if found.likeness >= 1.0 {
                say("inventory-column-known")
            } else {
                say("inventory-column-like").with("word", found.word)
            };
            candidates.push(Candidate { column: at, field, confidence, reason });
        }
    }
    if let Some(other) = measured_quantity(column, &candidates) {
        candidates.push(Candidate { column: at, ..other });
    }
    if let Some((field, share)) = fit::evident(&column.values) {
        // A heading such as `Code` may stand above anything.
        let others = candidates.iter_mut().filter(|it| it.field != field);
        others.filter(|it| it.field.kind() == Kind::Text).for_each(|it| it.confidence *= DENIED);
        let reason = say("inventory-column-values");
        candidates.push(Candidate { column: at, field, confidence: EVIDENT * share, reason });
    }
    let telling = candidates.iter().any(|it| it.confidence >= CONFIDENCE_MIN);
    if let (false, Some((field, share))) = (telling, fit::field_of(&column.values)) {
        let reason = say("inventory-column-values");
        candidates.push(Candidate { column: at, field, confidence: 0.6 * share, reason });
    }
    candidates
}

/// What else the heading means, where the catalogue knows it to mean two things.
fn other_meaning(reading: &str, field: Field) -> Option<&'static str> {
    let meanings = catalogue::ambiguous().iter().find(|it| it.0 == reading).map(|it| &it.1)?;
    let others = meanings.iter().filter(|it| **it != field.as_str());
    meanings.contains(&field.as_str()).then(|| others.copied().next()).flatten()
}

/// `Hoeveelheid (ton)` beside `Hoeveelheid (m³)`: a second quantity is what its unit measures.
fn measured_quantity(column: &Column, candidates: &[Candidate]) -> Option<Candidate> {
    let quantity = candidates.iter().find(|it| it.field == Field::Quantity)?;
    let field = match column.heading.quantity_unit()? {
        Unit::M2 => Field::Area,
        Unit::M3 => Field::Volume,
        Unit::Kg | Unit::T => Field::WeightTotal,
        Unit::M | Unit::Pcs | Unit::Set | Unit::Pallet => return None,
    };
    let confidence = quantity.confidence * 0.95;
    Some(Candidate { column: quantity.column, field, confidence, reason: quantity.reason.clone() })
}

/// Whether the heading names a unit that figures of this field do not have: `Totaal (€)` is no
/// quantity.
fn contradicts(field: Field, heading: &Heading) -> bool {
    let Some(unit) = heading.unit.as_deref() else { return false };
    let money = ["eur", "euro", "gbp", "usd", "chf", "£", "$"];
    let first = unit.split('/').next().unwrap_or(unit);
    match field.kind() {
        Kind::Money => false,
        Kind::Length | Kind::Dimensions => LengthUnit::of_word(first).is_none(),
        Kind::Mass => Mass::of_word(first).is_none(),
        Kind::Number if field == Field::Quantity || field == Field::MinQuantity => {
            money.contains(&first) || matches!(first, "mm" | "cm" | "dm")
        }
        _ => money.contains(&first),
    }
}

/// What a resemblance comes to once the marks of the heading and the values are looked at.
fn meaning(column: &Column, found: &Resemblance) -> Option<(Field, f64)> {
    let heading = &column.heading;
    let field = match found.field {
        other if contradicts(other, heading) => return None,
        // The price of the whole row says nothing about one, and price is per unit here.
        Field::Price if heading.total => return None,
        // What one piece has is not what the row has.
        Field::Area | Field::Volume if heading.per_unit => return None,
        Field::WeightTotal if heading.per_unit && !heading.total => Field::WeightUnit,
        Field::AvailableFrom if found.likeness < 1.0 && heading.ends_a_time() => {
            Field::AvailableUntil
        }
        other => other,
    };
    let fit = fit::fit(field, &column.values);
    let told = fit.map_or(found.likeness, |fit| found.likeness * (0.6 + 0.4 * fit));
    // A heading that only resembles, above nothing of the sort.
    let denied = found.likeness < 1.0 && fit.is_some_and(|it| it <= 0.0);
    Some((field, if denied { told * DENIED } else { told }))
}

/// What a heading of a single letter stands for beside its neighbours. In French `L` is the length
/// and `l` the width; `D` beside B or H is the depth; `T` is Tiefe or thickness.
fn letter_field(columns: &[Column], at: usize, language: Language) -> Option<Field> {
    let letter = columns[at].heading.letter?;
    let has = |wanted: &[char]| {
        columns.iter().filter_map(|it| it.heading.letter).any(|it| wanted.contains(&it))
    };
    let measured = columns.iter().filter(|it| it.heading.letter.is_some()).count() > 1
        || columns[at].heading.unit.is_some();
    if !measured {
        return None;
    }
    match letter {
        'L' => Some(Field::Length),
        'l' if has(&['L']) || language == Language::Fr && has_length(columns) => Some(Field::Width),
        'l' => Some(Field::Length),
        'B' | 'b' | 'W' | 'w' => Some(Field::Width),
        'H' | 'h' => Some(Field::Height),
        'D' | 'd' if has(&['T', 't']) && language == Language::De => Some(Field::Thickness),
        'D' | 'd' if has(&['B', 'b', 'W', 'w', 'H', 'h']) && !thin(&columns[at], columns) => {
            Some(Field::Depth)
        }
        'D' | 'd' => Some(Field::Thickness),
        'T' | 't' if language == Language::De => Some(Field::Depth),
        'T' | 't' | 'E' | 'e' => Some(Field::Thickness),
        'P' | 'p' if language == Language::Fr => Some(Field::Depth),
        'Ø' | 'ø' => Some(Field::Diameter),
        _ => None,
    }
}

fn has_length(columns: &[Column]) -> bool {
    let means_length = |reading: &String| {
        reading.len() > 1 && synonyms::exact(reading).iter().any(|it| it.field == Field::Length)
    };
    columns.iter().any(|it| it.heading.readings.iter().any(means_length))
}

/// A `d` without an H beside L and B, or in millimetres beside sizes in centimetres, is a thickness.
fn thin(column: &Column, columns: &[Column]) -> bool {
    let letters: Vec<char> = columns.iter().filter_map(|it| it.heading.letter).collect();
    let flat = !letters.iter().any(|it| matches!(it, 'H' | 'h'))
        && letters.iter().any(|it| matches!(it, 'L' | 'l'));
    let finer = column.heading.unit.as_deref() == Some("mm")
        && columns
            .iter()
            .any(|it| it.heading.letter.is_some() && it.heading.unit.as_deref() == Some("cm"));
    flat || finer
}

/// The language most headings are of; `None` where they say nothing.
pub fn language_of(headings: &[Heading]) -> Option<Language> {
    let mut votes = [0.0; 4];
    for heading in headings {
        for found in heading.readings.first().into_iter().flat_map(|it| synonyms::resembling(it)) {
            for language in &found.languages {
                // A word of several languages says less about each; a likeness less than the word.
                #[expect(clippy::cast_precision_loss, reason = "at most four")]
                let share = found.likeness.powi(4) / found.languages.len() as f64;
                votes[*language as usize] += share;
            }
        }
    }
    let best = Language::ALL.into_iter().max_by(|a, b| {
        // On a tie the first of them stands.
        votes[*a as usize].total_cmp(&votes[*b as usize]).then(b.cmp(a))
    })?;
    (votes[best as usize] > 0.0).then_some(best)
}

#[cfg(test)]
mod tests;
