//! One find, in words.

use std::collections::BTreeSet;

use rust_decimal::Decimal;
use rust_decimal::prelude::FromPrimitive;

use super::Find;
use crate::language::{Language, format, say};
use crate::mail::one_line;
use crate::needs::{Better, Lots, NewMatch, Reason, Terms};
use crate::passports::{self, Passport, words};
use crate::search::Visibility;

pub(super) struct Entry {
    pub name: String,
    pub url: String,
    pub code: String,
    pub photo: Option<Picture>,
    /// "Interior door", "12 pcs", "good", "€45.00 per pcs".
    pub facts: Vec<String>,
    /// When it is there, what it spares.
    pub notes: Vec<String>,
    /// What became better since the reader was told of it.
    pub better: Option<String>,
    pub needs: Vec<Wish>,
    /// The lots it consists of, if it is several.
    pub lots: Vec<Part>,
}

/// A photo as it is shown, in pixels of the page.
pub(super) struct Picture {
    pub url: String,
    pub width: u32,
    pub height: u32,
}

/// A need, in words, and why the find fits it.
pub(super) struct Wish {
    pub name: String,
    pub reasons: Vec<String>,
}

/// One lot of several.
pub(super) struct Part {
    pub name: String,
    pub url: String,
    pub facts: Vec<String>,
}

/// Of a photo in a letter: as wide as a thumb, on a phone too. The picture itself has 320 pixels,
/// for screens with several to a point.
const PHOTO_WIDTH: u32 = 104;
/// A photo of a column is not shown as long as it is.
const PHOTO_HEIGHT_MAX: u32 = 156;

impl Entry {
    pub fn of(find: &Find, public_url: &str, language: Language) -> Self {
        let passport = find.passport();
        let mut wishes: Vec<Wish> = Vec::new();
        let mut named = BTreeSet::new();
        for found in &find.matches {
            if named.insert(&found.need.id) {
                wishes.push(Wish::of(found, find.lots.is_some(), language));
            }
        }
        let mut entry = Self {
            name: one_line(&passport.content.name),
            url: url(passport, public_url),
            code: passport.code.to_string(),
            photo: Picture::of(passport, public_url),
            facts: facts(passport, language),
            notes: notes(passport, language),
            better: find.matches.iter().find_map(|it| better(it, language)),
            needs: wishes,
            lots: Vec::new(),
        };
        if let Some(lots) = &find.lots {
            entry.add_up(lots, public_url, language);
        }
        entry
    }

    /// Speaks of all lots together.
    fn add_up(&mut self, lots: &Lots, public_url: &str, language: Language) {
        let told = say("alert-lots").with("name", &self.name).with("count", lots.lots.len());
        self.name = told.in_language(language);
        let first = lots.lots.first();
        let category = first.and_then(|it| it.passport.content.category);
        // All lots are counted in one unit; the need may have asked in another.
        let unit = first.map(|it| it.passport.content.unit);
        let quantity = lots.lots.iter().map(|it| it.passport.content.quantity).sum::<Decimal>();
        let together = unit.map(|unit| {
            let quantity =
                format!("{} {}", format::number(quantity, language), unit.label(language));
            say("alert-together").with("quantity", quantity).in_language(language)
        });
        // A way without a length is not told, rather than as none.
        let tour = Decimal::from_f64(lots.tour_km).map(|km| {
            let km = format::number(km.round(), language);
            say("alert-tour").with("km", km).in_language(language)
        });
        let category = category.map(|it| it.label(language).to_owned());
        self.facts = category.into_iter().chain(together).chain(tour).collect();
        self.notes = Vec::new();
        let part = |passport: &Passport| Part {
            name: one_line(&passport.content.name),
            url: url(passport, public_url),
            facts: facts(passport, language).into_iter().skip(1).collect(),
        };
        self.lots = lots.lots.iter().map(|it| part(&it.passport)).collect();
    }
}

fn url(passport: &Passport, public_url: &str) -> String {
    format!("{public_url}/p/{}", passport.code)
}

impl Wish {
    fn of(found: &NewMatch, of_lots: bool, language: Language) -> Self {
        // What one lot has less than was asked for, the others make up.
        let is_told = |it: &&Reason| !(of_lots && matches!(it, Reason::PartOfQuantity { .. }));
        let reasons = found.fit.reasons.iter().filter(is_told);
        Self {
            name: one_line(&found.need.name),
            reasons: reasons.map(|it| one_line(&it.in_language(language))).collect(),
        }
    }
}

impl Picture {
    /// The first photo of what everybody may see: a mail program does not sign in.
    fn of(passport: &Passport, public_url: &str) -> Option<Self> {
        let photo = passport.photos.first()?;
        if passport.content.visibility != Visibility::Public {
            return None;
        }
        let (wide, high) = (u64::from(photo.width.max(1)), u64::from(photo.height));
        let height = u64::from(PHOTO_WIDTH) * high / wide;
        let limit = u64::from(PHOTO_HEIGHT_MAX);
        // Too high a photo is made narrower, so that it keeps its shape.
        let (width, height) = if height > limit {
            (limit * wide / high.max(1), limit)
        } else {
            (u64::from(PHOTO_WIDTH), height)
        };
        Some(Self {
            url: format!("{public_url}/photos/{}/320.jpg", photo.hash),
            width: u32::try_from(width.max(1)).ok()?,
            height: u32::try_from(height.max(1)).ok()?,
        })
    }
}

fn facts(passport: &Passport, language: Language) -> Vec<String> {
    let content = &passport.content;
    let condition = content.condition_technical.and_then(words::condition);
    let category = content.category.map(|it| it.label(language).to_owned());
    let facts = [
        category,
        Some(words::quantity(content, language)),
        condition.map(|it| it.in_language(language)),
        words::price(content, language),
    ];
    facts.into_iter().flatten().collect()
}

const GRAMS_PER_KG: i64 = 1000;

fn notes(passport: &Passport, language: Language) -> Vec<String> {
    let content = &passport.content;
    let (from, until) = (content.available_from, content.available_until);
    let window = (from.is_some() || until.is_some()).then_some(Reason::Window { from, until });
    let kg = passports::carbon_avoided_grams(passport).map(|it| it / GRAMS_PER_KG);
    let carbon = kg.filter(|it| *it > 0).map(|kg| {
        let kg = format::number(Decimal::from(kg), language);
        say("alert-carbon").with("kg", kg).in_language(language)
    });
    window.map(|it| it.in_language(language)).into_iter().chain(carbon).collect()
}

/// What became better, with what it was before.
fn better(found: &NewMatch, language: Language) -> Option<String> {
    let (better, before) = found.better.zip(found.told_before.as_ref())?;
    let content = &found.offer.passport.content;
    let now = Terms::of(content);
    let unit = content.unit.label(language);
    let text = match better {
        Better::Cheaper => {
            let before = format::euros(before.price_cents?, language);
            match now.price_cents? {
                0 => say("alert-better-free"),
                cents => say("alert-better-cheaper").with("now", format::euros(cents, language)),
            }
            .with("before", before)
            .with("unit", unit)
        }
        Better::More => say("alert-better-more")
            .with("now", format::number(now.quantity, language))
            .with("before", format::number(before.quantity, language))
            .with("unit", unit),
        Better::CloserWindow => say("alert-better-window"),
    };
    Some(text.in_language(language))
}
