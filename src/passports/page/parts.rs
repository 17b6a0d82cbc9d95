//! What stands on the page of a passport, part by part, in the reader's language.

use rust_decimal::Decimal;
use serde_json::Value;

use super::{Line, Part, Shown};
use crate::catalogue::{self, AttributeKind, carbon};
use crate::impact;
use crate::language::{Language, format, say};
use crate::passports::{EventKind, Passport, Surroundings, Told, decimal, listing, words};
use crate::places::Building;
use crate::search::Measure;

/// What a reader in a hurry wants to know.
pub fn facts(passport: &Passport, language: Language) -> Vec<String> {
    let content = &passport.content;
    let mut facts = vec![words::quantity(content, language)];
    let sizes: Vec<String> = Measure::ALL
        .into_iter()
        .filter_map(|it| Some(format::number(content.dimensions.get(it)?, language)))
        .collect();
    if !sizes.is_empty() {
        facts.push(format!("{} mm", sizes.join(" × ")));
    }
    let condition = content.condition_technical.and_then(words::condition);
    facts.extend(condition.map(|it| it.in_language(language)));
    facts.extend(words::price(content, language));
    facts
}

pub fn what(passport: &Passport, language: Language) -> Part<'_> {
    let content = &passport.content;
    let mut part = Part::new(&say("passport-part-what"), language);
    part.said(
        &say("passport-label-category"),
        content.category.map(|category| {
            let (top, own) = (category.top(), category.label(language));
            if top == category {
                own.to_owned()
            } else {
                format!("{} › {own}", top.label(language))
            }
        }),
    );
    part.said(&say("passport-label-quantity"), words::quantity(content, language));
    for measure in Measure::ALL {
        let size = content.dimensions.get(measure);
        let size = size.map(|it| format!("{} mm", format::number(it, language)));
        part.said(&words::measure(measure), size);
    }
    part.said(
        &say("passport-label-unit-mass"),
        content.unit_mass_grams.map(|grams| {
            let mass = format!("{} kg", format::number(Decimal::new(grams, 3), language));
            if !content.unit_mass_estimated {
                return mass;
            }
            say("passport-estimated").with("mass", mass).in_language(language)
        }),
    );
    for material in &content.materials {
        let fraction =
            material.fraction_percent.map(|it| format!("{} %", format::number(it, language)));
        let origin = material.origin.map(|it| it.text().in_language(language));
        let name = Some(material.name.clone());
        let told: Vec<_> = [name, fraction, origin].into_iter().flatten().collect();
        part.said(&say("passport-label-material"), told.join(", "));
    }
    part.written(&say("passport-label-brand"), content.brand.as_ref());
    part.written(&say("passport-label-model"), content.model.as_ref());
    part.written(&say("passport-label-colour"), content.colour.as_ref());
    part.said(&say("passport-label-year"), content.year.map(|it| it.to_string()));
    part.written(&say("passport-label-fire-rating"), content.fire_rating.as_ref());
    for (key, value) in &content.attributes {
        part.lines.push(attribute(passport, key, value, language));
    }
    part
}

/// An attribute goes by its key in the catalogue: `frame_included`, `thickness_mm`.
fn attribute<'a>(passport: &Passport, key: &str, value: &'a Value, language: Language) -> Line<'a> {
    let leaf = passport.content.category.and_then(catalogue::CategoryCode::leaf);
    let kind = leaf.and_then(|it| it.attribute(key)).map(|it| &it.kind);
    let unit = match kind {
        Some(AttributeKind::Number { unit }) => unit.unwrap_or(""),
        Some(AttributeKind::Enum(_) | AttributeKind::Boolean | AttributeKind::Text) | None => "",
    };
    let label = key.strip_suffix(unit).unwrap_or(key).trim_end_matches('_').replace('_', " ");
    let value = match value {
        Value::Bool(yes) => Shown::Said(words::yes_no(*yes).in_language(language)),
        Value::String(text) => Shown::Written(text),
        Value::Number(number) => {
            let amount = number.as_f64().and_then(decimal::of_f64);
            let amount = amount.map(|it| format::number(it, language));
            let amount = amount.unwrap_or_else(|| number.to_string());
            Shown::Said(format!("{amount} {unit}").trim_end().to_owned())
        }
        other @ (Value::Null | Value::Array(_) | Value::Object(_)) => {
            Shown::Said(other.to_string())
        }
    };
    Line { label, value }
}

pub fn state(passport: &Passport, language: Language) -> Part<'_> {
    let content = &passport.content;
    let mut part = Part::new(&say("passport-part-state"), language);
    let mark = |mark: Option<u8>| {
        let mark = mark?;
        Some(format!("{} ({mark}/5)", words::condition(mark)?.in_language(language)))
    };
    part.said(&say("passport-label-condition-technical"), mark(content.condition_technical));
    part.said(&say("passport-label-condition-aesthetic"), mark(content.condition_aesthetic));
    part.written(&say("passport-label-defects"), content.defects.as_ref());
    part
}

/// What it weighs, and what using it again spares.
pub fn climate(passport: &Passport, language: Language) -> Part<'_> {
    let component = listing::component(passport);
    let mut part = Part::new(&say("passport-part-climate"), language);
    let mass = impact::mass_grams(&component).filter(|it| *it > 0);
    part.said(&say("passport-label-total-mass"), mass.map(|it| words::mass(it, language)));
    let avoided = impact::carbon_avoided_grams(&component).filter(|it| *it > 0);
    let avoided = avoided.map(|grams| {
        say("passport-carbon")
            .with("mass", words::mass(grams, language))
            .with("uncertainty", carbon::UNCERTAINTY_PERCENT)
    });
    part.text(&say("passport-label-carbon-avoided"), avoided);
    part
}

pub fn offer(passport: &Passport, language: Language) -> Part<'_> {
    let content = &passport.content;
    let mut part = Part::new(&say("passport-part-offer"), language);
    let day = |it| format::day(it, language);
    part.said(&say("passport-label-price"), words::price(content, language));
    part.said(&say("passport-label-available-from"), content.available_from.map(day));
    part.said(&say("passport-label-available-until"), content.available_until.map(day));
    part.text(&say("passport-label-visibility"), Some(words::visibility(content.visibility)));
    part.written(&say("passport-label-remarks"), content.remarks.as_ref());
    part
}

pub fn place<'a>(
    passport: &'a Passport,
    surroundings: &'a Surroundings,
    building: Option<&'a Building>,
    language: Language,
) -> Part<'a> {
    let content = &passport.content;
    let mut part = Part::new(&say("passport-part-place"), language);
    let site = surroundings.site(passport);
    part.written(&say("passport-label-site"), site.map(|it| &it.name));
    part.written(&say("passport-label-address"), site.map(|it| &it.address));
    part.written(&say("passport-label-building"), building.map(|it| &it.name));
    part.written(&say("passport-label-floor"), content.floor.as_ref());
    part.written(&say("passport-label-room"), content.room.as_ref());
    let location = content.location.as_ref();
    let location = location.filter(|it| says_more(it, [&content.floor, &content.room]));
    part.written(&say("passport-label-location"), location);
    part
}

/// Whether a location says more than the floor and room that were read from it.
fn says_more(location: &str, known: [&Option<String>; 2]) -> bool {
    let mut rest = location.to_lowercase();
    for part in known.into_iter().flatten() {
        rest = rest.replace(&part.to_lowercase(), " ");
    }
    rest.chars().any(char::is_alphanumeric)
}

pub fn taking(passport: &Passport, language: Language) -> Part<'_> {
    let content = &passport.content;
    let mut part = Part::new(&say("passport-part-taking"), language);
    let factors = &content.detachability;
    part.written(&say("passport-label-connection"), content.connection.as_ref());
    let connection = factors.connection.map(|it| (it.text(), it.score()));
    part.scored(&say("passport-label-connection-type"), connection);
    let accessibility = factors.accessibility.map(|it| (it.text(), it.score()));
    part.scored(&say("passport-label-accessibility"), accessibility);
    let crossings = factors.crossings.map(|it| (it.text(), it.score()));
    part.scored(&say("passport-label-crossings"), crossings);
    let edges = factors.edge_confinement.map(|it| (it.text(), it.score()));
    part.scored(&say("passport-label-edges"), edges);
    part.written(&say("passport-label-dismantling-notes"), content.dismantling_notes.as_ref());
    part.text(&say("passport-label-reusable"), content.reusable.map(words::yes_no));
    part
}

pub fn hazards(passport: &Passport, language: Language) -> Part<'_> {
    let content = &passport.content;
    let hazards = &content.hazards;
    let mut part = Part::new(&say("passport-part-hazards"), language);
    part.text(&say("passport-label-hazardous-waste"), hazards.hazardous.map(words::yes_no));
    part.text(&say("passport-label-asbestos"), Some(hazards.asbestos.text()));
    part.written(&say("passport-label-attest-number"), hazards.attest_number.as_ref());
    let attested = hazards.attest_date.map(|it| format::day(it, language));
    part.said(&say("passport-label-attest-date"), attested);
    for other in &hazards.others {
        part.written(&say("passport-label-other-hazard"), Some(other));
    }
    part.said(
        &say("passport-label-waste-code"),
        content.waste_code.as_ref().map(|code| match catalogue::waste_code(code) {
            Some(known) => format!("{code} – {}", known.label(language)),
            None => code.clone(),
        }),
    );
    part
}

pub fn papers(passport: &Passport, language: Language) -> Part<'_> {
    let content = &passport.content;
    let mut part = Part::new(&say("passport-part-papers"), language);
    for document in &content.documents {
        let link = Shown::Link { words: &document.name, url: &document.url };
        part.line(&say("passport-label-document"), link);
    }
    part.written(&say("passport-label-ce"), content.references.ce.as_ref());
    part.written(&say("passport-label-dop"), content.references.dop.as_ref());
    part.written(&say("passport-label-epd"), content.references.epd.as_ref());
    part
}

pub fn identity<'a>(
    passport: &'a Passport,
    surroundings: &'a Surroundings,
    language: Language,
) -> Part<'a> {
    let content = &passport.content;
    let mut part = Part::new(&say("passport-part-identity"), language);
    part.said(&say("passport-label-code"), passport.code.to_string());
    part.written(&say("passport-label-external-id"), content.external_id.as_ref());
    part.written(&say("passport-label-gtin"), content.gtin.as_ref());
    part.written(&say("passport-label-serial"), content.serial.as_ref());
    let holder = surroundings.holder(passport);
    part.written(&say("passport-label-holder"), holder.map(|it| &it.name));
    let day = |it: crate::clock::Instant| format::day(it.day(), language);
    part.said(&say("passport-label-registered-on"), day(passport.created_at));
    part.said(&say("passport-label-updated-on"), day(passport.updated_at));
    part.said(&say("passport-label-version"), passport.version.to_string());
    part.said(
        &say("passport-label-completeness"),
        content.completeness().map(|it| words::completeness(&it, language)),
    );
    part
}

pub fn history(lately: &[Told], language: Language) -> Part<'static> {
    let mut part = Part::new(&say("passport-part-history"), language);
    for Told { at, kind, who } in lately {
        let text = match kind {
            EventKind::Registered => say("passport-event-registered"),
            EventKind::Revised => say("passport-event-revised"),
            EventKind::Photographed => say("passport-event-photographed"),
            EventKind::Retired => say("passport-event-retired"),
            EventKind::Undone => say("passport-event-undone"),
        };
        let value = text.with("who", who.in_language(language)).in_language(language);
        let label = format::day(at.day(), language);
        part.lines.push(Line { label, value: Shown::Said(value) });
    }
    part
}
