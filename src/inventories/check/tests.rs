//! Small inventories as they come, in four languages, with what is wrong in them.

use serde_json::{Value as Json, json};

use crate::inventories::understand::tests::read;

fn items(lines: &str) -> Vec<Json> {
    read(lines)["items"].as_array().unwrap().clone()
}

/// Cell, field and reason of everything that is wrong.
fn errors(lines: &str) -> Vec<(String, String, String)> {
    let report = read(lines);
    let text = |it: &Json| it.as_str().unwrap_or_default().to_owned();
    let errors = report["errors"].as_array().unwrap().iter();
    errors.map(|it| (text(&it["cell"]), text(&it["field"]), text(&it["reason"]))).collect()
}

fn wrong(cell: &str, field: &str, reason: &str) -> (String, String, String) {
    (format!("Blad1!{cell}"), field.to_owned(), reason.to_owned())
}

/// Whether an item says at least this.
#[track_caller]
fn assert_says(item: &Json, wanted: &Json) {
    for (key, value) in wanted.as_object().unwrap() {
        assert_eq!(&item[key], value, "{key} of {item}");
    }
}

#[test]
fn a_dutch_list_with_a_fault_in_each_row() {
    let list = "\
Nr.;Benaming;Aantal;Eenheid;Breedte (mm);Staat;Vraagprijs;Beschikbaar vanaf;EURAL
D1;Deur;veel;st;930;goed;€ 45;15/03/2027;17 02 01
D2;Deur;-3;st;930;goed;€ 45;15/03/2027;17 02 01
D3;Deur;3;zakken;930;goed;€ 45;15/03/2027;17 02 01
D4;Deur;3;st;breed;goed;€ 45;15/03/2027;17 02 01
D5;Deur;3;st;930;prima de luxe;€ 45;15/03/2027;17 02 01
D6;Deur;3;st;930;goed;£ 45;15/03/2027;17 02 01
D7;Deur;3;st;930;goed;€ 45;31/02/2027;17 02 01
D8;Deur;3;st;930;goed;€ 45;15/03/2027;17 02
D8;Deur;3;st;930;goed;€ 45;15/03/2027;17 02 01
D9;;3;st;930;goed;€ 45;15/03/2027;17 02 01
D10;Deur;;st;930;goed;€ 45;15/03/2027;17 02 01
D11;Deur;3;st;930;goed;€ 45;15/03/2027;17 02 01";
    let found = errors(list);
    for expected in [
        wrong("C2", "quantity", "not_a_number"),
        wrong("C3", "quantity", "negative"),
        wrong("D4", "unit", "unknown_unit"),
        wrong("E5", "width", "not_a_size"),
        wrong("F6", "condition_technical", "unknown_condition"),
        wrong("G7", "price", "currency"),
        wrong("H8", "available_from", "not_a_date"),
        wrong("I9", "ewc_code", "not_a_waste_code"),
        wrong("A10", "external_id", "duplicate"),
        wrong("B11", "name", "missing"),
        wrong("C12", "quantity", "missing"),
    ] {
        assert!(found.contains(&expected), "{expected:?} is not in {found:?}");
    }
    assert_eq!(found.len(), 11, "{found:?}");
    assert_eq!(items(list).len(), 1);
}

#[test]
fn a_french_list_with_totals_and_units_in_the_headings() {
    let list = "\
Repère;Désignation;Qté;Unité;Long. (m);larg. (cm);Ép. (mm);État;Prix unitaire (€)
;Rez-de-chaussée;;;;;;;
A1;Poutre chêne;env. 12;u;4,5;20;;bon état;35
A2;Parquet;48,5;m²;;9;23;état moyen;gratuit
;Sous-total;60,5;;;;;;
;1er étage;;;;;;;
A3;Porte intérieure;8;u;;83;40;très bon;sur demande";
    let items = items(list);
    assert_says(
        &items[0],
        &json!({
            "quantity": 12, "quantity_approx": true, "unit": "pcs", "length_mm": 4500, "width_mm": 200,
            "condition": 4, "price_cents": 3500, "floor": "Rez-de-chaussée",
        }),
    );
    assert_says(
        &items[1],
        &json!({ "price_cents": 0, "thickness_mm": 23, "condition": 3, "unit": "m2" }),
    );
    assert_says(&items[2], &json!({ "price_cents": null, "section": "1er étage", "condition": 5 }));
    assert_eq!(
        read(list)["dropped_rows"],
        json!({ "section": 2, "total": 1, "blank": 0, "footnote": 0 })
    );
}

#[test]
fn an_english_list_priced_in_pounds_is_wrong_in_every_price() {
    let list = "\
Ref;Item;Qty;Unit;Size;Condition;Asking price (£)
1;Oak door;4;nr;926 x 2040 x 44 mm;Good;45
2;Radiator;2;nr;560 x 140 x 760 mm;Fair;free";
    assert_eq!(errors(list), [wrong("G2", "price", "currency")]);
    assert_says(&items(list)[0], &json!({ "row": 3, "price_cents": 0 }));
}

#[test]
fn a_german_list_with_depth_and_thousands() {
    let list = "\
Pos.;Bezeichnung;Menge;Einheit;B (mm);H (mm);T (mm);Zustand;Preis;Verfügbar ab
1;Schrank;12;Stk;1.000;1.950;430;gut;€ 45,00;01.04.2027
2;Teppichfliesen;1.250;qm;500;500;;gebraucht;1,50 €;April 2027";
    let items = items(list);
    assert_says(
        &items[0],
        &json!({
            "unit": "pcs", "width_mm": 1000, "height_mm": 1950, "depth_mm": 430, "condition": 4,
            "available_from": "2027-04-01",
        }),
    );
    assert_says(&items[1], &json!({ "quantity": 1250, "unit": "m2", "price_cents": 150 }));
    assert_eq!(read(list)["language"], "de");
}

#[test]
fn rows_that_are_all_wrong_leave_nothing_and_are_all_told() {
    let list = "Benaming;Aantal;Eenheid\nDeur;veel;st\nRaam;?;zak\nBalk;-1;m";
    let report = read(list);
    assert_eq!(report["items"], json!([]));
    assert!(errors(list).len() >= 3, "{report}");
}

#[test]
fn names_with_line_breaks_become_one_line() {
    let list = read_with_breaks();
    assert_eq!(list["items"][0]["name"], "Binnendeur met stalen omlijsting");
    assert_eq!(list["items"][0]["description"], "eerste regel\ntweede regel");
}

fn read_with_breaks() -> Json {
    let mut sheet =
        crate::inventories::layout::tests::sheet("Benaming;Omschrijving;Aantal;Eh\na;b;3;st");
    let texts = ["Binnendeur\r\nmet stalen \u{7}omlijsting", "eerste regel\r\ntweede regel"];
    for (cell, text) in sheet.rows[1].cells.iter_mut().zip(texts) {
        cell.value = crate::inventories::read::Value::Text(text.to_owned());
    }
    crate::inventories::understand::tests::report_of_sheets(vec![sheet])
}

#[test]
fn an_unknown_category_is_an_error_as_a_code_and_open_as_a_word() {
    let list = "Benaming;Categorie;Aantal;Eh\nDing;DOOR.HOBBIT;1;st\nDing;Vanalles;1;st\nDing;DOOR.FIRE;1;st";
    assert_eq!(errors(list), [wrong("B2", "category", "unknown_category")]);
    let items = items(list);
    assert_says(&items[0], &json!({ "row": 3, "category": null }));
    assert_says(&items[1], &json!({ "row": 4, "category": "DOOR.FIRE" }));
}

#[test]
fn without_a_count_the_measure_of_the_row_is_its_quantity() {
    let area = items("Benaming;Oppervlakte (m²);Staat\nTapijt;85,5;goed");
    assert_says(&area[0], &json!({ "quantity": 85.5, "unit": "m2" }));
    let mass = items("Désignation;Masse (t);État\nGravats de béton;12,5;bon");
    assert_says(&mass[0], &json!({ "quantity": 12.5, "unit": "t", "weight_kg": 12500 }));
    let volume = items("Bezeichnung;Volumen (m³);Zustand\nAltholz;3,2;gut");
    assert_says(&volume[0], &json!({ "quantity": 3.2, "unit": "m3" }));
    let length = items("Item;Length (m);Condition\nHandrail;36.4;good");
    assert_says(&length[0], &json!({ "quantity": 36.4, "unit": "m", "length_mm": null }));
    let some = items("Benaming;Aantal;Eh;Oppervlakte (m²)\nDeur;3;st;\nTapijt;;;40");
    assert_says(&some[0], &json!({ "quantity": 3, "unit": "pcs" }));
    assert_says(&some[1], &json!({ "quantity": 40, "unit": "m2" }));
}

#[test]
fn a_unit_stands_in_its_column_or_behind_the_number_or_in_the_heading() {
    let behind = items("Benaming;Hoeveelheid\nTapijttegels;ca. 40 m²\nDeur;3 stuks");
    assert_says(&behind[0], &json!({ "quantity": 40, "unit": "m2", "quantity_approx": true }));
    assert_says(&behind[1], &json!({ "quantity": 3, "unit": "pcs" }));
    let heading = items("Benaming;Hoeveelheid (lm)\nGoot;52");
    assert_says(&heading[0], &json!({ "quantity": 52, "unit": "m" }));
    let none = items("Benaming;Aantal\nBureaustoel;48");
    assert_says(&none[0], &json!({ "quantity": 48, "unit": "pcs" }));
}

#[test]
fn a_description_is_the_name_where_there_is_no_other() {
    let items = items("Omschrijving;Aantal;Eh;Staat\nStalen ligger IPE 300;8;st;goed");
    assert_says(&items[0], &json!({ "name": "Stalen ligger IPE 300" }));
    assert_eq!(items[0]["description"], Json::Null);
}

#[test]
fn hazards_follow_from_code_column_and_words() {
    let list = "\
Benaming;Aantal;Eh;EURAL;Asbest
Golfplaten;58;m²;170605;
Tegel;10;m²;17 01 03;
Buisisolatie;12;m;;ja
Deur;3;st;;nee
Raam;3;st;;";
    let items = items(list);
    let told: Vec<_> =
        items.iter().map(|it| (&it["hazardous"], &it["asbestos"], &it["visibility"])).collect();
    assert_eq!(told[0], (&json!(true), &json!("contains"), &json!("organisation")));
    assert_eq!(told[1], (&json!(false), &json!("unknown"), &json!("public")));
    assert_eq!(told[2], (&json!(true), &json!("contains"), &json!("organisation")));
    assert_eq!(told[3], (&json!(false), &json!("free_declared"), &json!("public")));
    assert_eq!(told[4], (&json!(null), &json!("unknown"), &json!("public")));
    assert_eq!(items[0]["ewc"], "17 06 05*");
}

#[test]
fn a_heading_twice_fills_no_field_silently() {
    let report = read("Benaming;Aantal;Eh;Opmerkingen;Opmerkingen\nDeur;3;st;eerste;tweede");
    assert_eq!(report["items"][0]["remarks"], "eerste");
    assert_eq!(report["notices"].as_array().unwrap().len(), 1, "{report}");
}

#[test]
fn what_means_nothing_is_no_mistake() {
    let list = "\
Benaming;Aantal;Eh;Staat;Vraagprijs;Beschikbaar vanaf;EURAL;Afmetingen
Kast;3;st;-;n.t.b.;onmiddellijk;n.v.t.;/";
    assert_eq!(errors(list), []);
    let item = &items(list)[0];
    for key in ["condition", "price_cents", "available_from", "ewc", "length_mm"] {
        assert_eq!(item[key], Json::Null, "{key}");
    }
}

#[test]
fn the_axes_are_those_of_the_cell_else_of_the_heading_else_of_the_kind() {
    let list = "\
Benaming;Aantal;Eh;Afmetingen (BxHxD cm)
Kast;1;st;100 x 195 x 43
Kast;1;st;L 2,40 m";
    let items = items(list);
    assert_says(
        &items[0],
        &json!({ "width_mm": 1000, "height_mm": 1950, "depth_mm": 430, "length_mm": null }),
    );
    assert_says(&items[1], &json!({ "length_mm": 2400, "width_mm": null }));
}

#[test]
fn lines_numbered_from_one_on_each_sheet_are_no_duplicates() {
    use crate::inventories::layout::tests::sheet;
    let lines = "Nr;Benaming;Aantal;Eh\n1;Deur;3;st\n2;Raam;4;st";
    let mut second = sheet(lines);
    second.name = "Blad2".into();
    let report =
        crate::inventories::understand::tests::report_of_sheets(vec![sheet(lines), second]);
    assert_eq!((report["items"].as_array().unwrap().len(), &report["errors"]), (4, &json!([])));
}

#[test]
fn a_summary_beside_the_list_is_left_out() {
    use crate::inventories::layout::tests::sheet;
    let list = sheet("Nr;Benaming;Categorie;Aantal;Eh\n1;Deur;Deuren;3;st\n2;Raam;Ramen;4;st");
    let mut summary = sheet("Categorie;Aantal\nDeuren;3\nRamen;4");
    summary.name = "Samenvatting".into();
    let mut legend = sheet("Code;Betekenis\nst;stuk");
    legend.name = "Legende".into();
    let report =
        crate::inventories::understand::tests::report_of_sheets(vec![list, summary, legend]);
    assert_eq!(report["items"].as_array().unwrap().len(), 2);
    assert_eq!(report["sheets"], json!(["Blad1"]));
    assert_eq!(report["sheets_ignored"], json!(["Legende", "Samenvatting"]));
}

#[test]
fn a_price_for_something_else_than_the_unit_is_told() {
    let list = "Benaming;Aantal;Eh;Prijs\nTapijt;40;m²;€ 12 / st\nTapijt;40;m²;€ 12/m²";
    assert_eq!(errors(list), [wrong("D2", "price", "not_a_price")]);
}

#[test]
fn what_a_passport_has_no_field_for_stays_as_a_remark() {
    let list =
        "Benaming;Aantal;Eh;Afwerking;Opmerkingen;Losmaakbaar\nDeur;3;st;gelakt;snel weg;moeilijk";
    let rows = crate::inventories::understand::tests::drafts(list);
    assert_eq!(rows[0].remarks.as_deref(), Some("snel weg\nAfwerking: gelakt"));
    assert_eq!(rows[0].dismantling_notes.as_deref(), Some("Losmaakbaar: moeilijk"));
}

#[test]
fn what_is_merged_or_written_as_ditto_is_the_same_as_above() {
    use crate::inventories::layout::tests::sheet;
    use crate::inventories::read::Merged;
    let mut list = sheet(
        "Benaming;Aantal;Eh;Locatie;Staat\nDeur;3;st;Vleugel A;goed\nRaam;4;st;;\"\nBalk;5;m;;idem\nGoot;6;m;;slecht",
    );
    let tall = |column: u32| Merged {
        first_row: 2,
        last_row: 4,
        first_column: column,
        last_column: column,
    };
    list.merged = vec![tall(1), tall(3)];
    let report = crate::inventories::understand::tests::report_of_sheets(vec![list]);
    let told: Vec<_> = report["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| (it["location"].as_str().unwrap_or("-"), it["condition"].as_u64().unwrap()))
        .collect();
    assert_eq!(told, [("Vleugel A", 4), ("Vleugel A", 4), ("Vleugel A", 4), ("-", 2)]);
}

#[test]
fn a_second_list_below_the_first_has_headings_of_its_own() {
    let list = "\
Nr;Benaming;Aantal;Eh
1;Deur;3;st
2;Raam;4;st

Gevaarlijke materialen
Nr;Benaming;Hoeveelheid;Eenheid;EURAL
3;Golfplaat;58;m²;17 06 05*";
    let report = read(list);
    assert_eq!(report["header_rows"], json!({ "Blad1": [1, 6] }));
    assert_eq!(report["items"].as_array().unwrap().len(), 3, "{report}");
    assert_eq!(report["items"][2]["hazardous"], true);
    assert_eq!(report["dropped_rows"]["blank"], 1);
}

#[test]
fn a_sheet_named_for_a_floor_says_where_its_things_are() {
    use crate::inventories::layout::tests::sheet;
    let lines = "Benaming;Aantal;Eh\nLokaal 0.12;;\nDeur;3;st";
    let (mut ground, mut first) = (sheet(lines), sheet(lines));
    ground.name = "Gelijkvloers".into();
    first.name = "Verdieping 1".into();
    let report = crate::inventories::understand::tests::report_of_sheets(vec![ground, first]);
    let floors: Vec<_> =
        report["items"].as_array().unwrap().iter().map(|it| &it["floor"]).collect();
    assert_eq!(floors, ["Gelijkvloers", "Verdieping 1"]);
    assert_says(&report["items"][1], &json!({ "room": "Lokaal 0.12" }));
}
