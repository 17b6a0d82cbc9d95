use proptest::prelude::*;
use serde_json::json;

use super::*;

fn draft(fields: &Value) -> Draft {
    let mut all = json!({ "name": "Door", "quantity": 12, "unit": "pcs" });
    all.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    serde_json::from_value(all).unwrap()
}

fn pointers(fields: &Value) -> Vec<String> {
    let problems = draft(fields).check().err().unwrap_or_default();
    problems.into_iter().map(|it| it.pointer).collect()
}

#[test]
fn everything_that_is_wrong_is_told_at_once() {
    let found = pointers(&json!({
        "name": " \t",
        "quantity": -1,
        "quantity_max": -2,
        "gtin": "4006381333932",
        "dimensions": { "width_mm": 20_000_000, "height_mm": 0.1234 },
        "year": 999,
        "condition_technical": 6,
        "materials": [{ "name": "oak", "fraction_percent": 60 }, { "name": "", "fraction_percent": 50 }],
        "attributes": { "hand": "L" },
        "waste_code": "99 99",
        "documents": [{ "name": "Sheet", "url": "javascript:alert(1)" }],
        "available_from": "2026-04-01",
        "available_until": "2026-03-01",
        "price": { "kind": "per_unit", "cents": 0 },
    }));
    let expected = [
        "/name",
        "/gtin",
        "/quantity",
        "/quantity_max",
        "/quantity_max",
        "/dimensions/width_mm",
        "/dimensions/height_mm",
        "/year",
        "/condition_technical",
        "/materials/1/name",
        "/materials",
        "/attributes/hand",
        "/waste_code",
        "/documents/0/url",
        "/available_until",
        "/price/cents",
    ];
    assert_eq!(found, expected);
}

#[test]
fn attributes_are_typed_by_the_category() {
    let of =
        |attributes: Value| pointers(&json!({ "category": "DOOR.INT", "attributes": attributes }));
    let right = json!({ "hand": "L", "glazed": true, "thickness_mm": 40.5, "lock": "" });
    assert_eq!(of(right), [""; 0]);
    let wrong =
        json!({ "hand": "up", "glazed": "yes", "thickness_mm": "40", "lock": 3, "a/b~c": 1 });
    let told = [
        "/attributes/a~1b~0c",
        "/attributes/glazed",
        "/attributes/hand",
        "/attributes/lock",
        "/attributes/thickness_mm",
    ];
    assert_eq!(of(wrong), told);
    assert_eq!(of(json!({ "thickness_mm": 0.000_000_1 })), ["/attributes/thickness_mm"]);
}

#[test]
fn what_is_hazardous_is_registered_but_not_offered() {
    let hazards = [
        json!({ "hazards": { "hazardous": true } }),
        json!({ "hazards": { "asbestos": "contains" } }),
        json!({ "hazards": { "asbestos": "suspected" } }),
        json!({ "waste_code": "170605*" }),
    ];
    for hazard in hazards {
        for (visibility, told) in [("organisation", 0), ("park", 1), ("public", 1)] {
            let mut fields = hazard.clone();
            fields["visibility"] = json!(visibility);
            assert_eq!(pointers(&fields), vec!["/visibility"; told], "{hazard} {visibility}");
        }
    }
}

#[test]
fn what_must_be_known_before_it_is_offered_is_asked_for_by_name() {
    let slates = |attributes: Value, visibility: &str| {
        json!({
            "category": "ROOF.FIBRECEMENT", "attributes": attributes, "visibility": visibility,
        })
    };
    let year = ["/attributes/production_year"];
    for visibility in ["park", "public"] {
        for unknown in [json!({}), json!({ "production_year": 2000 })] {
            assert_eq!(pointers(&slates(unknown, visibility)), year, "{visibility}");
        }
        let told = pointers(&slates(json!({ "production_year": "old" }), visibility));
        assert_eq!(told, year, "told once");
        let known = slates(json!({ "production_year": 2001 }), visibility);
        assert_eq!(pointers(&known), [""; 0]);
    }
    assert_eq!(pointers(&slates(json!({}), "organisation")), [""; 0]);
}

#[test]
fn waste_codes_are_written_one_way() {
    for written in ["17 06 05*", "170605", "17.06.05", "17 06 05"] {
        assert_eq!(canonical_waste_code(written).as_deref(), Some("17 06 05*"), "{written}");
    }
    assert_eq!(canonical_waste_code("01 01 01").as_deref(), Some("01 01 01"));
    assert_eq!(canonical_waste_code("07 01 01*").as_deref(), Some("07 01 01*"));
    for wrong in ["", "17", "21 01 01", "00 01 01", "17 06 0x", "17 06 05 01", "é12345"] {
        assert_eq!(canonical_waste_code(wrong), None, "{wrong}");
    }
}

#[test]
fn odd_text_is_kept_but_for_nul() {
    let odd = "\u{1b}[31m \u{202e}gnp.exe \r\n\u{feff}\u{7f} <script>";
    let content = draft(&json!({ "name": odd, "remarks": odd })).check().unwrap();
    assert_eq!((content.name.as_str(), content.remarks.as_deref()), (odd, Some(odd)));
    assert_eq!(pointers(&json!({ "name": "a\0b", "room": "\0" })), ["/name", "/room"]);
    let long = "é".repeat(LINE_CHARACTERS_MAX);
    assert_eq!(pointers(&json!({ "name": long, "brand": format!("{long}é") })), ["/brand"]);
}

#[test]
fn the_mass_comes_from_the_catalogue_where_nobody_gives_one() {
    let mass = |fields: Value| {
        let content = draft(&fields).check().unwrap();
        (content.unit_mass_grams, content.unit_mass_estimated)
    };
    let known = catalogue::CategoryCode::parse("DOOR.INT").unwrap().leaf().unwrap();
    let grams = known.default_mass_grams().unwrap();
    assert_eq!(mass(json!({ "category": "DOOR.INT" })), (Some(grams), true));
    assert_eq!(mass(json!({ "category": "DOOR.INT", "unit": "m2" })), (None, false));
    assert_eq!(mass(json!({ "category": "DOOR.INT", "unit_mass_grams": 5 })), (Some(5), false));
    assert_eq!(mass(json!({ "unit": "t" })), (Some(1_000_000), false));
    // An estimate that comes back is made anew.
    let stale = json!({ "unit_mass_grams": 5, "unit_mass_estimated": true });
    assert_eq!(mass(stale), (None, false));
}

#[test]
fn gtins_of_the_four_lengths_are_taken() {
    for right in ["96385074", "614141000036", "4006381333931", "10614141000415"] {
        assert!(is_gtin(right), "{right}");
    }
    for wrong in
        ["", "4006381333932", "400638133393", "40063813339315", "400638133393a", "４006381"]
    {
        assert!(!is_gtin(wrong), "{wrong}");
    }
}

/// The check digit as the GS1 table has it: digits from the left, weights 3 and 1 so that the last
/// one before the check digit weighs 3.
fn plain_check_digit(digits: &[u8]) -> u8 {
    let mut sum = 0_u32;
    let mut weight = 3;
    for digit in digits.iter().rev() {
        sum += u32::from(*digit) * weight;
        weight = 4 - weight;
    }
    u8::try_from((10 - sum % 10) % 10).unwrap()
}

proptest! {
    #[test]
    fn one_wrong_digit_of_a_gtin_shows(
        digits in prop::sample::select(vec![7_usize, 11, 12, 13])
            .prop_flat_map(|count| prop::collection::vec(0..10_u8, count)),
        at in any::<prop::sample::Index>(),
        by in 1..10_u8,
    ) {
        let mut all = digits.clone();
        all.push(plain_check_digit(&digits));
        let text = |digits: &[u8]| digits.iter().map(|it| char::from(b'0' + it)).collect::<String>();
        prop_assert!(is_gtin(&text(&all)));
        let at = at.index(all.len());
        all[at] = (all[at] + by) % 10;
        prop_assert!(!is_gtin(&text(&all)));
    }

    #[test]
    fn what_was_checked_passes_again_and_stays_the_same(
        quantity in 0..1_000_000_000_000_i64,
        width in prop::option::of(0..10_000_000_000_i64),
        waste in prop::option::of(prop::sample::select(vec!["170201", "17.04.05", "200136"])),
        name in "\\PC{1,40}",
        category in prop::option::of(prop::sample::select(vec!["DOOR.INT", "DOOR", "MAS.FACING_BRICK"])),
    ) {
        prop_assume!(!name.trim().is_empty());
        let thousandths = |it: i64| decimal_json(Decimal::new(it, 3));
        let mut fields = json!({ "name": name, "quantity": thousandths(quantity), "waste_code": waste, "category": category });
        if let Some(width) = width {
            fields["dimensions"] = json!({ "width_mm": thousandths(width) });
        }
        let once = draft(&fields).check().unwrap();
        let text = serde_json::to_string(&once).unwrap();
        let read: Draft = serde_json::from_str(&text).unwrap();
        prop_assert_eq!(&*once, &read);
        prop_assert_eq!(&read.check().unwrap(), &once);
    }
}

fn decimal_json(value: Decimal) -> Value {
    decimal::serialize(&value, serde_json::value::Serializer).unwrap()
}
