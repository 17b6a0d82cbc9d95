//! Who lives in the demonstration: invented organisations on a park, and what they look for.

use serde_json::{Value, json};

use crate::accounts::OrganisationKind;
use crate::language::Language;

/// Everybody's. The demonstration is for one's own machine.
pub const PASSWORD: &str = "haasrode-circulair-2026";

pub const PARK: &str = "Haasrode";
/// Its centre, and around it the sites.
pub const PARK_POINT: (f64, f64) = (50.8406, 4.7276);

pub struct Person {
    pub organisation: &'static str,
    pub kind: OrganisationKind,
    pub name: &'static str,
    pub email: &'static str,
    pub language: Language,
}

/// Looks after the park and, here, after the platform.
pub const MANAGER: Person = Person {
    organisation: "Parkbeheer Haasrode",
    kind: OrganisationKind::ParkManager,
    name: "Griet Wouters",
    email: "griet@parkbeheer-haasrode.example",
    language: Language::Nl,
};

/// Takes the building apart, and uploads what is in it.
pub const CONTRACTOR: Person = Person {
    organisation: "Sloopwerken Peeters",
    kind: OrganisationKind::DemolitionContractor,
    name: "Jef Peeters",
    email: "jef@sloopwerken-peeters.example",
    language: Language::Nl,
};

/// Those who look for something.
pub const SEEKERS: [Person; 4] = [
    Person {
        organisation: "Bouwbedrijf De Meester",
        kind: OrganisationKind::Builder,
        name: "An Claes",
        email: "an@demeester-bouw.example",
        language: Language::Nl,
    },
    Person {
        organisation: "Atelier Rotonde",
        kind: OrganisationKind::Architect,
        name: "Camille Lambert",
        email: "camille@atelier-rotonde.example",
        language: Language::Fr,
    },
    Person {
        organisation: "Second Spaces",
        kind: OrganisationKind::Reseller,
        name: "Oliver Marsh",
        email: "oliver@second-spaces.example",
        language: Language::En,
    },
    Person {
        organisation: "Bauteilbörse Aachen",
        kind: OrganisationKind::Reseller,
        name: "Katrin Vogel",
        email: "katrin@bauteilboerse-aachen.example",
        language: Language::De,
    },
];

/// Whose need it is, as a number in [`SEEKERS`], and what the API would be sent.
pub fn needs() -> Vec<(usize, Value)> {
    let place = |latitude: f64, longitude: f64, radius_km: f64| {
        json!({
            "point": { "latitude": latitude, "longitude": longitude },
            "radius_km": radius_km,
        })
    };
    vec![
        (
            0,
            json!({ "name": "Binnendeuren voor de Vaartkom", "criteria": {
                "categories": ["DOOR.INT", "DOOR.FIRE"],
                "measures": { "width_mm": { "min": 880, "max": 1080 } },
                "condition_min": 3,
                "price_cents_max": 10000,
                "place": place(50.8876, 4.7009, 40.0),
            } }),
        ),
        (
            0,
            json!({ "name": "Stalen liggers, gerust in lengtes", "criteria": {
                "categories": ["STR.STEEL_SECTION"],
                "condition_min": 3,
                "place": place(50.8876, 4.7009, 60.0),
            } }),
        ),
        (
            1,
            json!({ "name": "Cloisons vitrées et faux plafonds", "criteria": {
                "categories": ["INT.GLASS_PART", "INT.CEIL_TILE"],
                "condition_min": 3,
                "place": place(50.8503, 4.3517, 50.0),
            } }),
        ),
        (
            2,
            json!({ "name": "Office furniture and carpet tiles", "criteria": {
                "categories": ["FUR", "FLOOR.CARPET_TILE"],
                "condition_min": 3,
                "place": place(51.2194, 4.4025, 80.0),
            } }),
        ),
        (
            3,
            json!({ "name": "Heizkörper und Lüftung", "criteria": {
                "categories": ["HVAC"],
                "condition_min": 3,
                "place": place(50.7753, 6.0839, 150.0),
            } }),
        ),
    ]
}
