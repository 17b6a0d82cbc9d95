//! What the search index knows of a passport, and keeping it so.

use std::collections::{BTreeMap, HashSet};

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde_json::Value;

use super::{Asbestos, Passport, State, Surroundings, decimal, store};
use crate::app::App;
use crate::catalogue::{AttributeKey, AttributeKind, CategoryCode};
use crate::db::Conn;
use crate::error::Result;
use crate::impact;
use crate::language::Language;
use crate::search::{AttributeValue, Listing, Measure};

/// Makes the index say what the record says now of these passports. Those that are offered or
/// kept, as they were read for it.
pub async fn index(app: &App, ids: Vec<String>) -> Result<(Vec<Passport>, Surroundings)> {
    let wanted = ids.clone();
    let read = move |conn: &mut Conn| {
        let mut passports = store::find_all(conn, &wanted)?;
        passports.retain(|it| it.state == State::Registered);
        let surroundings = Surroundings::of(conn, &passports)?;
        let listings = passports.iter().map(|it| listing(it, &surroundings));
        Ok((listings.collect::<Vec<_>>(), passports, surroundings))
    };
    let (listings, passports, surroundings) = app.db.read(read).await?;
    let there: HashSet<&str> = listings.iter().map(|it| it.id.as_str()).collect();
    let gone: Vec<String> = ids.into_iter().filter(|id| !there.contains(id.as_str())).collect();
    app.search.put(&listings).await?;
    if !gone.is_empty() {
        app.search.remove(&gone).await?;
    }
    Ok((passports, surroundings))
}

/// Listings of those that are not retired.
pub fn listings(conn: &mut Conn, mut passports: Vec<Passport>) -> Result<Vec<Listing>> {
    passports.retain(|it| it.state == State::Registered);
    let surroundings = Surroundings::of(conn, &passports)?;
    Ok(passports.iter().map(|it| listing(it, &surroundings)).collect())
}

/// What search knows of a passport.
pub fn listing(passport: &Passport, surroundings: &Surroundings) -> Listing {
    let content = &passport.content;
    let size = |measure| Some((measure, thousandths(content.dimensions.get(measure)?)?));
    let component = component(passport);
    Listing {
        id: passport.id.to_string(),
        version: passport.version,
        code: passport.code.to_string(),
        organisation_id: passport.organisation_id.to_string(),
        park_id: surroundings.park(passport).map(ToString::to_string),
        visibility: content.visibility,
        category: content.category,
        name: content.name.clone(),
        text: text_of(passport),
        brand: content.brand.clone(),
        colour: content.colour.clone(),
        materials: content.materials.iter().map(|it| it.name.clone()).collect(),
        condition: content.condition_technical,
        quantity_thousandths: passport.quantity_thousandths(),
        unit: content.unit,
        mass_grams: impact::mass_grams(&component),
        sizes_um: Measure::ALL.into_iter().filter_map(size).collect(),
        attributes: attributes(passport),
        price_cents: content.price_cents(),
        carbon_avoided_grams: impact::carbon_avoided_grams(&component),
        point: surroundings.point(passport),
        available_from: content.available_from,
        available_until: content.available_until,
        dismantled: content.dismantled,
        hazard_free: content.hazards.asbestos == Asbestos::FreeProven && !content.is_hazardous(),
        has_photos: !passport.photos.is_empty(),
        has_documents: !content.documents.is_empty(),
        created_at: passport.created_at.unix_seconds(),
    }
}

/// What using all of it again spares the climate: see [`impact::carbon_avoided_grams`].
pub fn carbon_avoided_grams(passport: &Passport) -> Option<i64> {
    impact::carbon_avoided_grams(&component(passport))
}

fn thousandths(value: Decimal) -> Option<i64> {
    value.checked_mul(Decimal::ONE_THOUSAND)?.to_i64()
}

/// The passport as a thing that weighs something and took something to make.
pub fn component(passport: &Passport) -> impact::Component<'_> {
    let content = &passport.content;
    let size = |measure| content.dimensions.get(measure);
    impact::Component {
        category: content.category,
        quantity: content.quantity,
        unit: content.unit,
        unit_mass_grams: content.unit_mass_grams,
        length_mm: size(Measure::LengthMm),
        width_mm: size(Measure::WidthMm),
        height_mm: size(Measure::HeightMm),
        thickness_mm: size(Measure::ThicknessMm).or_else(|| size(Measure::DepthMm)),
        condition: content.condition_technical,
        profile_series: text_attribute(passport, "profile_series"),
        profile_size: text_attribute(passport, "profile_size"),
    }
}

fn text_attribute<'a>(passport: &'a Passport, key: &str) -> Option<&'a str> {
    passport.content.attributes.get(key)?.as_str()
}

/// Those that can be searched by other means than words.
fn attributes(passport: &Passport) -> BTreeMap<AttributeKey, AttributeValue> {
    let leaf = passport.content.category.and_then(CategoryCode::leaf);
    let attribute = |(key, value): (&String, &Value)| {
        let value = match (&leaf?.attribute(key)?.kind, value) {
            (AttributeKind::Number { .. }, Value::Number(it)) => {
                let thousandths = decimal::of_f64(it.as_f64()?).and_then(thousandths)?;
                AttributeValue::Thousandths(thousandths)
            }
            (AttributeKind::Enum(_), Value::String(it)) => AttributeValue::Choice(it.clone()),
            (AttributeKind::Boolean, Value::Bool(it)) => AttributeValue::Is(*it),
            (
                AttributeKind::Number { .. }
                | AttributeKind::Enum(_)
                | AttributeKind::Boolean
                | AttributeKind::Text,
                _,
            ) => return None,
        };
        Some((AttributeKey::parse(key)?, value))
    };
    passport.content.attributes.iter().filter_map(attribute).collect()
}

/// All that a search for words should find besides the name. The category is there in every
/// language, so that "porte" finds what its holder calls "deur".
pub fn text_of(passport: &Passport) -> String {
    let content = &passport.content;
    let written = [
        &content.description,
        &content.brand,
        &content.model,
        &content.colour,
        &content.fire_rating,
        &content.external_id,
        &content.serial,
        &content.gtin,
    ];
    let mut words: Vec<&str> = written.into_iter().flatten().map(String::as_str).collect();
    words.extend(content.materials.iter().map(|it| it.name.as_str()));
    words.extend(content.attributes.values().filter_map(Value::as_str));
    if let Some(category) = content.category {
        for language in Language::ALL {
            words.push(category.label(language));
            if category.is_leaf() {
                words.push(category.top().label(language));
            }
        }
    }
    words.push(passport.code.as_str());
    // By its size in any unit: "93 cm" finds what is 930 mm wide.
    let sizes = Measure::ALL.into_iter().filter_map(|it| content.dimensions.get(it));
    let sizes: Vec<String> = sizes.map(|it| format!("{it} mm")).collect();
    words.extend(sizes.iter().map(String::as_str));
    words.join("\n")
}
