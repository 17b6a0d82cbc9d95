//! What stories of needs begin with: somebody wants doors, and somebody has some.

use serde_json::{Value, json};

use crate::support::Firm;

pub fn doors_wanted() -> Value {
    json!({
        "name": "Doors for the Vaartkom",
        "criteria": {
            "categories": ["DOOR"],
            "measures": { "width_mm": { "about": 900, "tolerance": 50 } },
            "price_cents_max": 6000,
        },
    })
}

pub fn door() -> Value {
    json!({
        "name": "Binnendeur paneel",
        "category": "DOOR.INT",
        "quantity": 12,
        "unit": "pcs",
        "dimensions": { "width_mm": 930 },
        "price": { "kind": "per_unit", "cents": 4500 },
    })
}

/// States a need; the need.
pub async fn state(firm: &Firm, need: &Value) -> Value {
    firm.post("/api/v1/needs", need).await.ok()
}

pub fn path_of(need: &Value) -> String {
    format!("/api/v1/needs/{}", need["id"].as_str().unwrap())
}

pub async fn matches(firm: &Firm, need: &Value) -> Vec<Value> {
    let path = format!("{}/matches", path_of(need));
    firm.get(&path).await.ok()["items"].as_array().unwrap().clone()
}
