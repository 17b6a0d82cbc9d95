use serde_json::json;

use super::*;
use crate::accounts;
use crate::accounts::tests::{member, on_a_database};
use crate::passports;
use crate::search::Viewer;

/// What its page says in every language, but for the code.
const EVERYWHERE: &str = "D-1|4006381333931|S-9|Deur &#60;b&#62;eik|Eerste regel\nTweede|930 mm|\
    eik, 80 %|Theuma|M1|wit|1998|kras|thickness|0.12|gang|geschroefd|eerst scharnieren|A-77|\
    loodverf|17 02 01|Fiche|https://example.org/a?b=1&#38;c=2|EI30|CE-1|DoP-2|EPD-3|bel eerst|\
    Sloop &#38; Zoon";

/// A passport of which all is known.
fn everything() -> serde_json::Value {
    json!({
        "external_id": "D-1", "gtin": "4006381333931", "serial": "S-9",
        "category": "DOOR.INT", "name": "Deur <b>eik</b>", "description": "Eerste regel\nTweede",
        "language": "nl", "quantity": 1250.5, "unit": "pcs", "quantity_approximate": true,
        "dimensions": { "width_mm": 930, "height_mm": 2115.5 },
        "materials": [{ "name": "eik", "fraction_percent": 80, "origin": "reused" }],
        "brand": "Theuma", "model": "M1", "colour": "wit", "year": 1998,
        "condition_technical": 4, "condition_aesthetic": 3, "defects": "kras",
        "attributes": { "hand": "L", "glazed": true, "thickness_mm": 40.5 },
        "floor": "1", "room": "0.12", "location": "gang", "connection": "geschroefd",
        "detachability": { "connection": "added_elements", "accessibility": "free",
            "crossings": "none", "edge_confinement": "overlapping" },
        "dismantling_notes": "eerst scharnieren", "reusable": true,
        "hazards": { "hazardous": false, "asbestos": "free_proven", "attest_number": "A-77",
            "attest_date": "2026-02-01", "others": ["loodverf"] },
        "waste_code": "170201",
        "documents": [{ "name": "Fiche", "url": "https://example.org/a?b=1&c=2" }],
        "fire_rating": "EI30", "references": { "ce": "CE-1", "dop": "DoP-2", "epd": "EPD-3" },
        "available_from": "2026-03-15", "available_until": "2026-04-15",
        "price": { "kind": "per_unit", "cents": 4550 }, "remarks": "bel eerst",
    })
}

#[test]
fn all_that_is_known_stands_on_the_page_in_the_language_of_the_reader() {
    on_a_database(|conn| {
        let ann = member(conn, "ann@example.org");
        let caller = accounts::caller_of(conn, &ann.id).unwrap().unwrap();
        let draft = serde_json::from_value(everything());
        let passport = passports::register(conn, &caller, draft.unwrap()).unwrap();
        let around = Surroundings::of(conn, std::slice::from_ref(&passport)).unwrap();
        let worded = [
            (
                Language::Nl,
                [
                    "ongeveer 1.250,5 st",
                    "2.115,5 mm",
                    "25 kg (geschat",
                    "hergebruikt",
                    "goed (4/5)",
                    "(0,8)",
                    "1 februari 2026",
                    "€\u{a0}45,50 per st",
                    "Binnendeur",
                    "15 maart 2026",
                ],
            ),
            (
                Language::Fr,
                [
                    "environ 1\u{202f}250,5 pcs",
                    "2\u{202f}115,5 mm",
                    "25 kg (estimation",
                    "réemployé",
                    "bon (4/5)",
                    "(0,8)",
                    "1er février 2026",
                    "45,50\u{a0}€ par pcs",
                    "Porte intérieure",
                    "15 mars 2026",
                ],
            ),
            (
                Language::En,
                [
                    "about 1,250.5 pcs",
                    "2,115.5 mm",
                    "25 kg (estimated",
                    "reused",
                    "good (4/5)",
                    "(0.8)",
                    "1 February 2026",
                    "€45.50 per pcs",
                    "Interior door",
                    "15 March 2026",
                ],
            ),
            (
                Language::De,
                [
                    "etwa 1.250,5 Stk",
                    "2.115,5 mm",
                    "25 kg (Schätzwert",
                    "wiederverwendet",
                    "gut (4/5)",
                    "(0,8)",
                    "1. Februar 2026",
                    "45,50\u{a0}€ je Stk",
                    "Innentür",
                    "15. März 2026",
                ],
            ),
        ];
        let stranger = Viewer::Stranger;
        let lately = passports::told::lately(conn, &stranger, &passport, &around).unwrap();
        for (language, words) in worded {
            let html = render(&passport, &around, None, &lately, language).unwrap();
            assert!(html.contains(passport.code.as_str()));
            for word in EVERYWHERE.split('|').chain(words) {
                assert!(html.contains(word), "{language}: no `{word}` in\n{html}");
            }
            assert!(!html.contains("passport-"), "a text is missing in {language}:\n{html}");
            assert!(!html.contains("<script") && !html.contains("<b>eik"), "{html}");
            assert!(html.contains(&format!("<html lang=\"{language}\">")));
        }
    });
}

#[test]
fn a_code_that_is_nobodys_is_shown_back_harmless() {
    let html = render_missing("<script>alert(1)</script>", Language::De).unwrap();
    assert!(html.contains("Kein Pass gefunden") && !html.contains("<script>"), "{html}");
}
