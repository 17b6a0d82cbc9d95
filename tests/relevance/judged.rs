//! The passports, the queries, and what a query's judgements say of a passport.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use circuler::clock;
use circuler::id::{Code, Id};
use circuler::passports::{Draft, Passport, State, Surroundings, listing};
use circuler::search::Listing;
use serde::Deserialize;
use serde_json::{Value, json};

/// A passport of the judged set. No search sees what it `is`.
#[derive(Debug, Deserialize)]
pub struct Judged {
    pub id: String,
    pub code: String,
    is: BTreeSet<String>,
    language: String,
    category: String,
    pub name: String,
    pub description: String,
    pub brand: Option<String>,
    pub model: Option<String>,
    pub colour: Option<String>,
    #[serde(default)]
    pub materials: Vec<String>,
    condition: u8,
    quantity: f64,
    unit: String,
    #[serde(default)]
    dimensions: BTreeMap<String, f64>,
    #[serde(default)]
    attributes: Value,
    fire_rating: Option<String>,
    price_cents: Option<i64>,
    external_id: Option<String>,
}

pub struct Stock {
    pub passports: Vec<Judged>,
    pub listings: Vec<Listing>,
}

/// One query, and what whoever asks it would say of what is found.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    pub query: String,
    #[expect(dead_code, reason = "for whoever reads the file")]
    pub language: String,
    pub sort: String,
    pub need: String,
    pub judgements: Vec<Judgement>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Judgement {
    pub grade: u32,
    #[serde(default)]
    all: Vec<String>,
    #[serde(default)]
    any: Vec<String>,
    #[serde(default)]
    none: Vec<String>,
    #[serde(default)]
    ids: Vec<String>,
    brand: Option<String>,
    model: Option<String>,
    /// From and to, both included.
    #[serde(default)]
    measures: BTreeMap<String, (f64, f64)>,
    pub why: String,
}

const FOLDER: &str = "tests/data/relevance";

impl Stock {
    pub fn read() -> Self {
        let text = fs::read_to_string(format!("{FOLDER}/passports.jsonl")).unwrap();
        let passports: Vec<Judged> =
            text.lines().map(|it| serde_json::from_str(it).unwrap()).collect();
        let listings = passports.iter().map(Judged::listing).collect();
        Self { passports, listings }
    }
}

impl Judged {
    /// As search comes to know it: by the way of every passport.
    fn listing(&self) -> Listing {
        let price = match self.price_cents {
            None => Value::Null,
            Some(0) => json!({"kind": "free"}),
            Some(cents) => json!({"kind": "per_unit", "cents": cents}),
        };
        let materials: Vec<Value> = self.materials.iter().map(|it| json!({"name": it})).collect();
        let mut draft = json!({
            "name": self.name,
            "description": self.description,
            "language": self.language,
            "category": self.category,
            "quantity": self.quantity,
            "unit": self.unit,
            "dimensions": self.dimensions,
            "materials": materials,
            "brand": self.brand,
            "model": self.model,
            "colour": self.colour,
            "condition_technical": self.condition,
            "attributes": self.attributes,
            "fire_rating": self.fire_rating,
            "external_id": self.external_id,
            "price": price,
        });
        draft.as_object_mut().unwrap().retain(|_, value| !value.is_null());
        let draft: Draft = serde_json::from_value(draft).unwrap();
        let now = clock::now();
        let passport = Passport {
            id: Id::new(),
            code: Code::parse(&self.code).unwrap(),
            organisation_id: Id::new(),
            inventory_id: None,
            state: State::Registered,
            version: 1,
            created_at: now,
            updated_at: now,
            photos: Vec::new(),
            content: draft.checked().unwrap(),
        };
        let known = listing(&passport, &Surroundings::default());
        // None is newer than another, so that the order among equals says nothing.
        Listing { id: self.id.clone(), created_at: 0, ..known }
    }
}

impl Asked {
    pub fn read() -> Vec<Self> {
        let text = fs::read_to_string(format!("{FOLDER}/queries.json")).unwrap();
        serde_json::from_str(&text).unwrap()
    }

    /// The grade of every passport that is worth anything.
    pub fn grades(&self, stock: &Stock) -> BTreeMap<String, u32> {
        let grade = |passport: &Judged| {
            let first = self.judgements.iter().find(|it| it.holds_of(passport))?;
            Some((passport.id.clone(), first.grade))
        };
        stock.passports.iter().filter_map(grade).collect()
    }
}

impl Judgement {
    fn holds_of(&self, it: &Judged) -> bool {
        let is_same =
            |wanted: &Option<String>, own: &Option<String>| wanted.is_none() || wanted == own;
        let measures = |(name, (from, to)): (&String, &(f64, f64))| {
            it.dimensions.get(name).is_some_and(|own| (*from..=*to).contains(own))
        };
        self.all.iter().all(|word| it.is.contains(word))
            && (self.any.is_empty() || self.any.iter().any(|word| it.is.contains(word)))
            && !self.none.iter().any(|word| it.is.contains(word))
            && (self.ids.is_empty() || self.ids.contains(&it.id))
            && is_same(&self.brand, &it.brand)
            && is_same(&self.model, &it.model)
            && self.measures.iter().all(measures)
    }
}
