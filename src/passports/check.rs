//! Whether what a holder filled in can be: everything that is not right, at once. No I/O here.

use rust_decimal::Decimal;
use serde_json::Value;

use super::draft::{Content, Draft};
use super::{Price, decimal};
use crate::catalogue::{self, AttributeKind, Leaf, Unit};
use crate::error::{Error, Problem, Result};
use crate::language::{Text, say};
use crate::search::{Measure, Visibility};

/// A name, a brand, a room. People copy odd things, but not novels.
pub const LINE_CHARACTERS_MAX: usize = 500;
/// A description, notes, remarks: some four pages.
pub const TEXT_CHARACTERS_MAX: usize = 10_000;
/// What browsers and servers agree to carry.
pub const URL_CHARACTERS_MAX: usize = 2000;
/// Materials, documents, hazards: each of them. More belong in a document of their own.
pub const LIST_MAX: usize = 50;
/// A batch of a milliard; stored in thousandths, a sum of millions of them still fits 64 bits.
pub const QUANTITY_MAX: i32 = 1_000_000_000;
/// Quantities are stored in thousandths.
pub const QUANTITY_DECIMALS_MAX: u32 = 3;
/// Ten kilometres: longer than any cable on a drum.
pub const LENGTH_MM_MAX: i32 = 10_000_000;
/// A micrometre is finer than any sheet is sold by.
pub const LENGTH_DECIMALS_MAX: u32 = 3;
/// Ten thousand tonnes: a whole hall as one set.
pub const MASS_GRAMS_MAX: i64 = 10_000_000_000;
/// A hundred million euros.
pub const PRICE_CENTS_MAX: i64 = 10_000_000_000;
/// The oldest thing that is taken down, and the newest that is planned.
pub const YEARS: (i32, i32) = (1000, 2100);
pub const CONDITIONS: (u8, u8) = (1, 5);
/// Fifteen digits in all is what a JSON number holds exactly.
const ATTRIBUTE_DECIMALS_MAX: u32 = 6;
const ATTRIBUTE_MAX: i64 = 1_000_000_000;

impl Draft {
    /// The content of a passport, or everything that is not right.
    pub fn check(self) -> std::result::Result<Content, Vec<Problem>> {
        let problems = self.problems();
        if problems.is_empty() { Ok(self.found_right()) } else { Err(problems) }
    }

    /// Everything that is not right.
    pub fn problems(&self) -> Vec<Problem> {
        // What a code says counts as it is written in the list of waste.
        match self.waste_code.as_deref().and_then(canonical_waste_code) {
            Some(code) if self.waste_code.as_ref() != Some(&code) => {
                Self { waste_code: Some(code), ..self.clone() }.problems_as_written()
            }
            Some(_) | None => self.problems_as_written(),
        }
    }

    fn problems_as_written(&self) -> Vec<Problem> {
        let mut found = Findings(Vec::new());
        self.check_texts(&mut found);
        self.check_figures(&mut found);
        self.check_materials(&mut found);
        self.check_attributes(&mut found);
        self.check_waste_code(&mut found);
        self.check_documents(&mut found);
        self.check_offer(&mut found);
        found.0
    }

    /// The content of a draft in which there are no [`Self::problems`].
    pub fn found_right(mut self) -> Content {
        if let Some(code) = self.waste_code.as_deref().and_then(canonical_waste_code) {
            self.waste_code = Some(code);
        }
        self.estimate_mass();
        Content::trusted(self)
    }

    /// The same as an answer to the caller.
    pub fn checked(self) -> Result<Content> {
        self.check().map_err(Error::Invalid)
    }

    fn check_texts(&self, found: &mut Findings) {
        if self.name.trim().is_empty() {
            found.add("/name", say("expected-something"), &self.name);
        }
        found.text("/name", &self.name, LINE_CHARACTERS_MAX);
        let lines = [
            ("/external_id", &self.external_id),
            ("/serial", &self.serial),
            ("/brand", &self.brand),
            ("/model", &self.model),
            ("/colour", &self.colour),
            ("/floor", &self.floor),
            ("/room", &self.room),
            ("/location", &self.location),
            ("/connection", &self.connection),
            ("/fire_rating", &self.fire_rating),
            ("/hazards/attest_number", &self.hazards.attest_number),
            ("/references/ce", &self.references.ce),
            ("/references/dop", &self.references.dop),
            ("/references/epd", &self.references.epd),
        ];
        let texts = [
            ("/description", &self.description),
            ("/defects", &self.defects),
            ("/dismantling_notes", &self.dismantling_notes),
            ("/remarks", &self.remarks),
        ];
        for (pointer, text) in lines {
            found.text(pointer, text.as_deref().unwrap_or(""), LINE_CHARACTERS_MAX);
        }
        for (pointer, text) in texts {
            found.text(pointer, text.as_deref().unwrap_or(""), TEXT_CHARACTERS_MAX);
        }
        found.list("/hazards/others", self.hazards.others.len());
        for (at, hazard) in self.hazards.others.iter().enumerate() {
            found.text(&format!("/hazards/others/{at}"), hazard, LINE_CHARACTERS_MAX);
        }
        if let Some(gtin) = self.gtin.as_ref().filter(|it| !is_gtin(it)) {
            found.add("/gtin", say("passport-expected-gtin"), gtin);
        }
    }

    fn check_figures(&self, found: &mut Findings) {
        found.amount("/quantity", self.quantity, 0, QUANTITY_MAX.into(), QUANTITY_DECIMALS_MAX);
        if let Some(most) = self.quantity_max {
            found.amount("/quantity_max", most, 0, QUANTITY_MAX.into(), QUANTITY_DECIMALS_MAX);
            if most < self.quantity {
                found.add("/quantity_max", say("passport-expected-quantity-max"), most);
            }
        }
        for measure in Measure::ALL {
            if let Some(size) = self.dimensions.get(measure) {
                let pointer = format!("/dimensions/{}", measure.as_str());
                found.amount(&pointer, size, 0, LENGTH_MM_MAX.into(), LENGTH_DECIMALS_MAX);
            }
        }
        found.between("/unit_mass_grams", self.unit_mass_grams, (0, MASS_GRAMS_MAX));
        found.between("/year", self.year, YEARS);
        found.between("/condition_technical", self.condition_technical, CONDITIONS);
        found.between("/condition_aesthetic", self.condition_aesthetic, CONDITIONS);
    }

    fn check_materials(&self, found: &mut Findings) {
        found.list("/materials", self.materials.len());
        let mut sum = Decimal::ZERO;
        for (at, material) in self.materials.iter().enumerate() {
            let pointer = format!("/materials/{at}/name");
            if material.name.trim().is_empty() {
                found.add(&pointer, say("expected-something"), &material.name);
            }
            found.text(&pointer, &material.name, LINE_CHARACTERS_MAX);
            if let Some(percent) = material.fraction_percent {
                let pointer = format!("/materials/{at}/fraction_percent");
                found.amount(&pointer, percent, 0, 100, QUANTITY_DECIMALS_MAX);
                sum = sum.saturating_add(percent);
            }
        }
        if sum > Decimal::ONE_HUNDRED {
            found.add("/materials", say("passport-expected-fractions"), sum);
        }
    }

    fn check_attributes(&self, found: &mut Findings) {
        let leaf = self.category.and_then(catalogue::CategoryCode::leaf);
        for (key, value) in &self.attributes {
            let pointer = format!("/attributes/{}", key.replace('~', "~0").replace('/', "~1"));
            match leaf {
                None => found.add(&pointer, say("passport-expected-no-attributes"), value),
                Some(leaf) => found.attribute(&pointer, leaf, key, value),
            }
        }
    }

    fn check_waste_code(&self, found: &mut Findings) {
        if let Some(written) = &self.waste_code
            && canonical_waste_code(written).is_none()
        {
            found.add("/waste_code", say("passport-expected-waste-code"), written);
        }
    }

    fn check_documents(&self, found: &mut Findings) {
        found.list("/documents", self.documents.len());
        for (at, document) in self.documents.iter().enumerate() {
            let pointer = format!("/documents/{at}/name");
            if document.name.trim().is_empty() {
                found.add(&pointer, say("expected-something"), &document.name);
            }
            found.text(&pointer, &document.name, LINE_CHARACTERS_MAX);
            let pointer = format!("/documents/{at}/url");
            if !is_web_address(&document.url) {
                found.add(&pointer, say("expected-url"), &document.url);
            }
            found.text(&pointer, &document.url, URL_CHARACTERS_MAX);
        }
    }

    fn check_offer(&self, found: &mut Findings) {
        if let (Some(from), Some(until)) = (self.available_from, self.available_until)
            && until < from
        {
            found.add(
                "/available_until",
                say("passport-expected-day-after").with("day", from),
                until,
            );
        }
        if let Some(Price::PerUnit { cents }) = self.price {
            found.between("/price/cents", Some(cents), (1, PRICE_CENTS_MAX));
        }
        if self.is_hazardous() {
            let shown = match self.visibility {
                Visibility::Organisation => None,
                Visibility::Park => Some("park"),
                Visibility::Public => Some("public"),
            };
            if let Some(shown) = shown {
                found.add("/visibility", say("passport-expected-not-offered"), shown);
            }
        }
        self.check_rules(found);
    }

    /// Some things are offered only when it is known that they are not what they look like.
    fn check_rules(&self, found: &mut Findings) {
        match self.visibility {
            Visibility::Organisation => return,
            Visibility::Park | Visibility::Public => {}
        }
        for (attribute, least) in self.unmet_rules() {
            let pointer = format!("/attributes/{}", attribute.key);
            let expected = say("passport-expected-at-least")
                .with("attribute", &attribute.key)
                .with("min", least);
            match self.attributes.get(&attribute.key) {
                // What is no number was told already.
                Some(it) if !it.is_number() => {}
                Some(it) => found.add(&pointer, expected, it),
                None => found.add(&pointer, expected, ""),
            }
        }
    }

    /// Takes the mass from the catalogue where the holder gives none.
    fn estimate_mass(&mut self) {
        if self.unit_mass_estimated {
            // It was estimated once, perhaps for another category.
            self.unit_mass_grams = None;
            self.unit_mass_estimated = false;
        }
        if self.unit_mass_grams.is_some() {
            return;
        }
        let leaf = self.category.and_then(catalogue::CategoryCode::leaf);
        let estimate = || leaf.filter(|it| it.unit == self.unit)?.default_mass_grams();
        match self.unit {
            // A kilogram needs no estimate.
            Unit::Kg => self.unit_mass_grams = Some(1000),
            Unit::T => self.unit_mass_grams = Some(1_000_000),
            Unit::Pcs | Unit::M | Unit::M2 | Unit::M3 | Unit::Set | Unit::Pallet => {
                self.unit_mass_grams = estimate();
                self.unit_mass_estimated = self.unit_mass_grams.is_some();
            }
        }
    }
}

/// What was found not to be right so far.
struct Findings(Vec<Problem>);

impl Findings {
    fn add(&mut self, pointer: &str, expected: Text, got: impl std::fmt::Display) {
        self.0.push(Problem::new(pointer, expected, got));
    }

    /// Text is kept as it is, byte for byte, whatever it does to a terminal. Only U+0000 cannot
    /// be: PostgreSQL has no room for it.
    fn text(&mut self, pointer: &str, text: &str, characters_max: usize) {
        if text.contains('\0') {
            self.add(pointer, say("passport-expected-no-nul"), text.replace('\0', "␀"));
        }
        if text.len() > characters_max && text.chars().count() > characters_max {
            self.add(pointer, say("expected-shorter").with("max", characters_max), text);
        }
    }

    fn list(&mut self, pointer: &str, length: usize) {
        if length > LIST_MAX {
            self.add(pointer, say("passport-expected-fewer").with("max", LIST_MAX), length);
        }
    }

    fn amount(&mut self, pointer: &str, amount: Decimal, min: i64, max: i64, decimals_max: u32) {
        if amount < Decimal::from(min) || amount > Decimal::from(max) {
            let expected = say("expected-number-between").with("min", min).with("max", max);
            self.add(pointer, expected, amount);
        } else if amount.normalize().scale() > decimals_max {
            self.add(pointer, say("expected-decimals").with("max", decimals_max), amount);
        }
    }

    fn between<T: Copy + PartialOrd + std::fmt::Display>(
        &mut self,
        pointer: &str,
        value: Option<T>,
        (min, max): (T, T),
    ) {
        if let Some(value) = value
            && !(min..=max).contains(&value)
        {
            let expected = say("expected-number-between").with("min", min).with("max", max);
            self.add(pointer, expected, value);
        }
    }

    fn attribute(&mut self, pointer: &str, leaf: &Leaf, key: &str, value: &Value) {
        let Some(attribute) = leaf.attribute(key) else {
            let keys: Vec<&str> = leaf.attributes.iter().map(|it| it.key.as_str()).collect();
            return self.add(pointer, say("expected-one-of").with("values", keys.join(", ")), key);
        };
        match (&attribute.kind, value) {
            (AttributeKind::Number { .. }, Value::Number(number)) => {
                match number.as_f64().and_then(decimal::of_f64) {
                    Some(it) => self.amount(
                        pointer,
                        it,
                        -ATTRIBUTE_MAX,
                        ATTRIBUTE_MAX,
                        ATTRIBUTE_DECIMALS_MAX,
                    ),
                    None => self.add(pointer, say("passport-expected-number"), number),
                }
            }
            (AttributeKind::Number { .. }, other) => {
                self.add(pointer, say("passport-expected-number"), other);
            }
            (AttributeKind::Enum(values), Value::String(it)) if values.contains(it) => {}
            (AttributeKind::Enum(values), other) => {
                let expected = say("expected-one-of").with("values", values.join(", "));
                self.add(pointer, expected, other);
            }
            (AttributeKind::Boolean, Value::Bool(_)) => {}
            (AttributeKind::Boolean, other) => {
                self.add(pointer, say("passport-expected-yes-no"), other);
            }
            (AttributeKind::Text, Value::String(it)) => {
                self.text(pointer, it, LINE_CHARACTERS_MAX);
            }
            (AttributeKind::Text, other) => self.add(pointer, say("passport-expected-text"), other),
        }
    }
}

/// Whether it is a GTIN-8, -12, -13 or -14 with a right check digit (GS1 General Specifications
/// §7.9): from the right, digits weigh 1 and 3 in turn, and the sum is a multiple of ten.
fn is_gtin(text: &str) -> bool {
    let weigh = |(place, digit): (usize, u8)| {
        let weight = if place.is_multiple_of(2) { 1 } else { 3 };
        u32::from(digit - b'0') * weight
    };
    matches!(text.len(), 8 | 12 | 13 | 14)
        && text.bytes().all(|it| it.is_ascii_digit())
        && text.bytes().rev().enumerate().map(weigh).sum::<u32>().is_multiple_of(10)
}

/// `17 06 05*` from the ways people write it. A code the catalogue does not know is taken if it
/// has the form of one; the list has twenty chapters.
pub fn canonical_waste_code(written: &str) -> Option<String> {
    if let Some(known) = catalogue::waste_code(written) {
        return Some(known.written());
    }
    let (digits, star) = match written.trim().strip_suffix('*') {
        Some(digits) => (digits, "*"),
        None => (written, ""),
    };
    let digits: String =
        digits.chars().filter(|it| !matches!(it, ' ' | '.' | '-' | '\u{a0}')).collect();
    if digits.len() != 6 || !digits.bytes().all(|it| it.is_ascii_digit()) {
        return None;
    }
    let (chapter, group, kind) = (&digits[..2], &digits[2..4], &digits[4..]);
    ("01"..="20").contains(&chapter).then(|| format!("{chapter} {group} {kind}{star}"))
}

fn is_web_address(text: &str) -> bool {
    // The parser of URLs forgives spaces and line breaks; a link that is copied does not.
    let clean = !text.chars().any(|it| it.is_whitespace() || it.is_control());
    clean && url::Url::parse(text).is_ok_and(|it| matches!(it.scheme(), "http" | "https"))
}

#[cfg(test)]
mod tests;
