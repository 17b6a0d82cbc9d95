//! The check that turns what somebody asks for into a need, or says all that is wrong with it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Frequency;
use super::criteria::{About, AttributeWish, Criteria, MeasureWish, Place, QuantityWish};
use crate::catalogue::{AttributeKind, CategoryCode};
use crate::clock::Day;
use crate::error::Problem;
use crate::language::say;
use crate::search::{Range, analysis};
use crate::web::has_control_characters;

/// A need as it comes from outside.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NeedDraft {
    /// How its people call it: "doors for the Vaartkom site".
    #[schema(min_length = 1, max_length = 200)]
    pub name: String,
    pub criteria: Criteria,
    #[serde(default)]
    pub frequency: Frequency,
    /// The last day on which it is looked for.
    #[serde(default)]
    pub expires_on: Option<Day>,
}

/// What was asked for, checked. Nothing but [`NeedDraft::check`] makes one.
#[derive(Debug, Clone, PartialEq)]
pub struct Wanted {
    pub(super) name: String,
    pub(super) criteria: Criteria,
    pub(super) frequency: Frequency,
    pub(super) expires_on: Option<Day>,
}

/// It stands in the subject of mails.
const NAME_CHARACTERS_MAX: usize = 200;
/// A word, a material, a choice. The longest words of a building are shorter.
const WORD_CHARACTERS_MAX: usize = 100;
/// Entries of one list: each is looked at for each listing.
const LIST_MAX: usize = 50;
/// Ten kilometres, as for passports.
const SIZE_MM_MAX: f64 = 10_000_000.0;
/// What passports keep of a size.
const SIZE_DECIMALS: u32 = 3;
/// What passports keep of a quantity.
const QUANTITY_DECIMALS: u32 = 3;
const QUANTITY_MAX: i64 = 1_000_000_000;
/// A hundred million euro for one unit.
const PRICE_CENTS_MAX: i64 = 10_000_000_000;
/// Towns that somebody may drive to; each is looked at for each listing.
const PLACES_MAX: usize = 10;
/// Half around the earth: anywhere.
const RADIUS_KM_MAX: f64 = 20_040.0;
/// Numbers of attributes (power, resistance, class), as for passports.
const ATTRIBUTE_MAX: f64 = 1e9;

impl NeedDraft {
    /// Takes the spaces off, and tells all problems at once.
    pub fn check(self, today: Day) -> Result<Wanted, Vec<Problem>> {
        let mut problems = Problems(Vec::new());
        let Self { name, mut criteria, frequency, expires_on } = self;
        let name = name.trim().to_owned();
        problems.text("/name", &name, NAME_CHARACTERS_MAX);
        if criteria == Criteria::default() {
            problems.add("/criteria", say("need-expected-criterion"), "");
        }
        criteria.tidy();
        problems.lists(&criteria);
        problems.measures(&criteria);
        problems.attributes(&criteria);
        if let Some(quantity) = &criteria.quantity {
            problems.quantity(quantity);
        }
        problems.places(&criteria);
        problems.scalars(&criteria);
        problems.nice_to_have(&criteria);
        if let Some(day) = expires_on.filter(|it| *it < today) {
            problems.add("/expires_on", say("need-expected-window").with("from", today), day);
        }
        let wanted = Wanted { name, criteria, frequency, expires_on };
        if problems.0.is_empty() { Ok(wanted) } else { Err(problems.0) }
    }
}

impl Criteria {
    /// Spaces off. What stands twice stays: pointers then still say where.
    fn tidy(&mut self) {
        let lists = [
            &mut self.words,
            &mut self.words_may,
            &mut self.words_excluded,
            &mut self.materials,
            &mut self.materials_excluded,
        ];
        for word in lists.into_iter().flatten() {
            let trimmed = word.trim();
            if trimmed.len() < word.len() {
                *word = trimmed.to_owned();
            }
        }
    }
}

struct Problems(Vec<Problem>);

impl Problems {
    fn add(&mut self, pointer: &str, expected: crate::language::Text, got: impl std::fmt::Display) {
        self.0.push(Problem::new(pointer, expected, got));
    }

    fn text(&mut self, pointer: &str, text: &str, characters_max: usize) {
        if text.is_empty() {
            self.add(pointer, say("expected-something"), text);
        }
        if text.chars().count() > characters_max {
            self.add(pointer, say("expected-shorter").with("max", characters_max), text);
        }
        if has_control_characters(text, false) {
            self.add(pointer, say("expected-no-control-characters"), text.escape_debug());
        }
    }

    fn number(&mut self, pointer: &str, value: f64, min: f64, max: f64) {
        if !(min..=max).contains(&value) {
            let expected = say("expected-number-between").with("min", min).with("max", max);
            self.add(pointer, expected, value);
        }
    }

    fn few(&mut self, pointer: &str, count: usize, max: usize) {
        if count > max {
            self.add(pointer, say("need-expected-fewer").with("max", max), count);
        }
    }

    fn lists(&mut self, criteria: &Criteria) {
        for (field, count) in [
            ("categories", criteria.categories.len()),
            ("hazards_excluded", criteria.hazards_excluded.len()),
            ("documents", criteria.documents.len()),
            ("organisation_kinds", criteria.organisation_kinds.len()),
        ] {
            self.few(&format!("/criteria/{field}"), count, LIST_MAX);
        }
        let lists = [
            ("words", &criteria.words),
            ("words_may", &criteria.words_may),
            ("words_excluded", &criteria.words_excluded),
            ("materials", &criteria.materials),
            ("materials_excluded", &criteria.materials_excluded),
        ];
        for (field, words) in lists {
            let pointer = format!("/criteria/{field}");
            self.few(&pointer, words.len(), LIST_MAX);
            for (at, word) in words.iter().enumerate().take(LIST_MAX) {
                let pointer = format!("{pointer}/{at}");
                self.text(&pointer, word, WORD_CHARACTERS_MAX);
                // Such as `---`: it would occur nowhere, or everywhere.
                if !word.is_empty() && analysis::words(word).is_empty() {
                    self.add(&pointer, say("need-expected-word"), word);
                }
            }
        }
    }

    fn measures(&mut self, criteria: &Criteria) {
        for (measure, wish) in &criteria.measures {
            let pointer = format!("/criteria/measures/{}", measure.as_str());
            match wish {
                MeasureWish::Between(range) => self.range(&pointer, range, 0.0, SIZE_MM_MAX),
                MeasureWish::About(About { about, tolerance }) => {
                    self.number(&format!("{pointer}/about"), *about, 0.0, SIZE_MM_MAX);
                    self.number(&format!("{pointer}/tolerance"), *tolerance, 0.0, SIZE_MM_MAX);
                    for (part, value) in [("about", about), ("tolerance", tolerance)] {
                        let thousandths = value * 1000.0;
                        // Parts of what is kept would be rounded behind the back of who asks.
                        if (thousandths - thousandths.round()).abs() > 1e-4 {
                            let expected = say("expected-decimals").with("max", SIZE_DECIMALS);
                            self.add(&format!("{pointer}/{part}"), expected, value);
                        }
                    }
                }
            }
        }
    }

    fn range(&mut self, pointer: &str, range: &Range, least: f64, most: f64) {
        for (end, value) in [("min", range.min), ("max", range.max)] {
            if let Some(value) = value {
                self.number(&format!("{pointer}/{end}"), value, least, most);
            }
        }
        match (range.min, range.max) {
            (None, None) => self.add(pointer, say("need-expected-range"), "{}"),
            (Some(min), Some(max)) if min > max => {
                self.add(pointer, say("need-expected-range"), format!("{min} – {max}"));
            }
            _ => {}
        }
    }

    /// An attribute must be one of the wanted categories, and be asked for in the way of its kind.
    fn attributes(&mut self, criteria: &Criteria) {
        self.few("/criteria/attributes", criteria.attributes.len(), LIST_MAX);
        for (key, wish) in criteria.attributes.iter().take(LIST_MAX) {
            let pointer =
                format!("/criteria/attributes/{}", key.replace('~', "~0").replace('/', "~1"));
            let kinds = kinds_of(key, &criteria.categories);
            if kinds.is_empty() {
                let keys = keys_of(&criteria.categories);
                self.add(&pointer, say("expected-one-of").with("values", keys.join(", ")), key);
                continue;
            }
            if let AttributeWish::Between(range) = wish {
                self.range(&pointer, range, -ATTRIBUTE_MAX, ATTRIBUTE_MAX);
            }
            if let AttributeWish::AnyOf(values) = wish {
                self.few(&pointer, values.len(), LIST_MAX);
                for (at, value) in values.iter().enumerate().take(LIST_MAX) {
                    self.text(&format!("{pointer}/any_of/{at}"), value, WORD_CHARACTERS_MAX);
                }
            }
            if !kinds.iter().any(|kind| can_be_asked(kind, wish)) {
                self.add(&pointer, ways_to_ask(&kinds), key);
            }
        }
    }

    fn quantity(&mut self, quantity: &QuantityWish) {
        let pointer = "/criteria/quantity/at_least";
        let value = quantity.at_least;
        if value.is_sign_negative() && !value.is_zero() || value > QUANTITY_MAX.into() {
            let expected = say("expected-number-between").with("min", 0).with("max", QUANTITY_MAX);
            self.add(pointer, expected, value);
        }
        if value.normalize().scale() > QUANTITY_DECIMALS {
            self.add(pointer, say("expected-decimals").with("max", QUANTITY_DECIMALS), value);
        }
    }

    fn places(&mut self, criteria: &Criteria) {
        if let Some(place) = &criteria.place {
            self.place("/criteria/place", place);
        }
        self.few("/criteria/places", criteria.places.len(), PLACES_MAX);
        for (at, place) in criteria.places.iter().enumerate().take(PLACES_MAX) {
            self.place(&format!("/criteria/places/{at}"), place);
        }
    }

    fn place(&mut self, pointer: &str, place: &Place) {
        let Place { point, radius_km } = place;
        self.number(&format!("{pointer}/point/latitude"), point.latitude, -90.0, 90.0);
        self.number(&format!("{pointer}/point/longitude"), point.longitude, -180.0, 180.0);
        self.number(&format!("{pointer}/radius_km"), *radius_km, 0.0, RADIUS_KM_MAX);
    }

    /// Only what is given can be nice to have, and something must remain that must be met: or
    /// everything would fit.
    fn nice_to_have(&mut self, criteria: &Criteria) {
        let given = criteria.given();
        let pointer = "/criteria/nice_to_have";
        for (at, nice) in criteria.nice_to_have.iter().enumerate().take(LIST_MAX) {
            if !given.contains(nice) {
                let values: Vec<_> = given.iter().map(ToString::to_string).collect();
                let expected = say("need-expected-asked").with("values", values.join(", "));
                self.add(&format!("{pointer}/{at}"), expected, nice);
            }
        }
        if !criteria.nice_to_have.is_empty() && !given.iter().any(|it| criteria.must(it)) {
            self.add(pointer, say("need-expected-must"), criteria.nice_to_have.len());
        }
    }

    fn scalars(&mut self, criteria: &Criteria) {
        if let Some(condition) = criteria.condition_min {
            self.number("/criteria/condition_min", condition.into(), 1.0, 5.0);
        }
        if let Some(cents) = criteria.price_cents_max
            && !(0..=PRICE_CENTS_MAX).contains(&cents)
        {
            let max = PRICE_CENTS_MAX;
            let expected = say("expected-number-between").with("min", 0).with("max", max);
            self.add("/criteria/price_cents_max", expected, cents);
        }
        if let (Some(from), Some(until)) = (criteria.wanted_from, criteria.wanted_until)
            && from > until
        {
            let expected = say("need-expected-window").with("from", from);
            self.add("/criteria/wanted_until", expected, until);
        }
    }
}

/// The leaves under any of these; under none, all there are.
fn leaves(categories: &[CategoryCode]) -> impl Iterator<Item = &'static crate::catalogue::Leaf> {
    CategoryCode::all()
        .filter(move |it| categories.is_empty() || categories.iter().any(|top| top.contains(*it)))
        .filter_map(CategoryCode::leaf)
}

fn kinds_of(key: &str, categories: &[CategoryCode]) -> Vec<&'static AttributeKind> {
    leaves(categories).filter_map(|leaf| leaf.attribute(key)).map(|it| &it.kind).collect()
}

fn keys_of(categories: &[CategoryCode]) -> Vec<&'static str> {
    let keys = leaves(categories).flat_map(|leaf| &leaf.attributes).map(|it| it.key.as_str());
    let keys: std::collections::BTreeSet<_> = keys.collect();
    keys.into_iter().take(LIST_MAX).collect()
}

fn can_be_asked(kind: &AttributeKind, wish: &AttributeWish) -> bool {
    match (kind, wish) {
        (AttributeKind::Number { .. }, AttributeWish::Between(_))
        | (AttributeKind::Boolean, AttributeWish::Is(_)) => true,
        (AttributeKind::Text, AttributeWish::AnyOf(values)) => !values.is_empty(),
        (AttributeKind::Enum(choices), AttributeWish::AnyOf(values)) => {
            !values.is_empty() && values.iter().all(|value| choices.contains(value))
        }
        (
            AttributeKind::Number { .. }
            | AttributeKind::Boolean
            | AttributeKind::Text
            | AttributeKind::Enum(_),
            _,
        ) => false,
    }
}

fn ways_to_ask(kinds: &[&AttributeKind]) -> crate::language::Text {
    let ways: std::collections::BTreeSet<String> = kinds
        .iter()
        .map(|kind| match kind {
            AttributeKind::Number { .. } => r#"{"between": {"min", "max"}}"#.to_owned(),
            AttributeKind::Boolean => r#"{"is": true}, {"is": false}"#.to_owned(),
            AttributeKind::Text => r#"{"any_of": ["…"]}"#.to_owned(),
            AttributeKind::Enum(choices) => format!(r#"{{"any_of": {choices:?}}}"#),
        })
        .collect();
    let ways: Vec<_> = ways.into_iter().collect();
    say("expected-one-of").with("values", ways.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(json: &serde_json::Value) -> Vec<(String, String)> {
        let draft: NeedDraft = serde_json::from_value(json.clone()).unwrap();
        let problems = draft.check(Day::new(2026, 11, 25).unwrap()).err().unwrap_or_default();
        problems.into_iter().map(|it| (it.pointer, it.expected.key().to_owned())).collect()
    }

    #[test]
    fn a_need_must_ask_for_something() {
        let found = problems(&serde_json::json!({"name": " ", "criteria": {}}));
        let expected = [("/name", "expected-something"), ("/criteria", "need-expected-criterion")];
        assert_eq!(found, expected.map(|(at, key)| (at.to_owned(), key.to_owned())));
    }

    #[test]
    fn all_problems_are_told_at_once() {
        let found = problems(&serde_json::json!({
            "name": "doors\nBcc: everyone",
            "criteria": {
                "words": ["oak", "---"],
                "measures": {
                    "width_mm": {"about": 900.0001, "tolerance": -1},
                    "height_mm": {"min": 3, "max": 2},
                    "length_mm": {}
                },
                "attributes": {"no_such_thing": {"is": true}},
                "quantity": {"at_least": 1.0001, "unit": "pcs"},
                "condition_min": 6,
                "price_cents_max": -1,
                "place": {"point": {"latitude": 91, "longitude": 4.7}, "radius_km": -1},
                "wanted_from": "2026-03-02",
                "wanted_until": "2026-03-01",
                "materials": [""]
            }
        }));
        let pointers: Vec<&str> = found.iter().map(|(pointer, _)| pointer.as_str()).collect();
        let expected = [
            "/name",
            "/criteria/words/1",
            "/criteria/materials/0",
            "/criteria/measures/length_mm",
            "/criteria/measures/width_mm/tolerance",
            "/criteria/measures/width_mm/about",
            "/criteria/measures/height_mm",
            "/criteria/attributes/no_such_thing",
            "/criteria/quantity/at_least",
            "/criteria/place/point/latitude",
            "/criteria/place/radius_km",
            "/criteria/condition_min",
            "/criteria/price_cents_max",
            "/criteria/wanted_until",
        ];
        assert_eq!(pointers, expected);
    }
}
