//! The example inventories, against what a careful reader gets out of them.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::{Value as Json, json};

use super::*;
use crate::inventories::plan::Counts;
use crate::inventories::read::{self as reader, Format};
use crate::inventories::report::Report;
use crate::passports::Draft;

/// What is told of a list: a line a row, `;` between cells.
pub(in crate::inventories) fn read(lines: &str) -> Json {
    report_of_sheets(vec![layout::tests::sheet(lines)])
}

pub(in crate::inventories) fn report_of_sheets(sheets: Vec<Sheet>) -> Json {
    report_of(workbook(sheets))
}

fn workbook(sheets: Vec<Sheet>) -> Workbook {
    let format = Format { kind: reader::Kind::Xlsx, encoding: None, delimiter: None };
    Workbook { format, sheets }
}

/// The drafts of the rows that are right.
pub(in crate::inventories) fn drafts(lines: &str) -> Vec<Draft> {
    let workbook = workbook(vec![layout::tests::sheet(lines)]);
    let mut understanding = Understanding::of(workbook, Placement::default(), &[]).unwrap();
    let rows = understanding.next_rows(usize::MAX).into_iter();
    rows.filter_map(|it| it.into_row(0).draft).collect()
}

fn report_of(workbook: Workbook) -> Json {
    let mut understanding = Understanding::of(workbook, Placement::default(), &[]).unwrap();
    let mut report = Report::of(&understanding);
    loop {
        let rows = understanding.next_rows(7);
        if rows.is_empty() {
            break;
        }
        report.add(&rows, &understanding.reading.lists);
    }
    report.finish(Counts::default(), &understanding.reading);
    serde_json::to_value(report).unwrap()
}

fn data(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/inventories").join(name)
}

fn expected(name: &str) -> Json {
    let file = Path::new(name).with_extension("expected.json");
    serde_json::from_slice(&std::fs::read(data(file.to_str().unwrap())).unwrap()).unwrap()
}

fn same(got: &Json, wanted: &Json) -> bool {
    match (got.as_f64(), wanted.as_f64()) {
        (Some(got), Some(wanted)) => (got - wanted).abs() <= 1e-9 * wanted.abs(),
        _ => got == wanted,
    }
}

/// Every difference between what was read and what is expected, to be shown at once.
fn differences(name: &str, workbook: Workbook) -> Vec<String> {
    let (got, wanted) = (report_of(workbook), expected(name));
    let mut found = Vec::new();
    for (header, field) in wanted["columns"].as_object().unwrap() {
        if got["columns"].get(header) != Some(field) {
            found.push(format!("column {header}: {:?}, not {field}", got["columns"].get(header)));
        }
    }
    for key in ["sheets", "sheets_ignored", "header_rows", "title_rows", "dropped_rows", "language"]
    {
        if wanted.get(key).is_some_and(|it| got[key] != *it) {
            found.push(format!("{key}: {}, not {}", got[key], wanted[key]));
        }
    }
    let trailing =
        wanted.get("trailing_blank_rows").cloned().unwrap_or(got["trailing_blank_rows"].clone());
    if got["trailing_blank_rows"] != trailing {
        found.push(format!("trailing rows: {}, not {trailing}", got["trailing_blank_rows"]));
    }
    let cells = |of: &Json| -> BTreeSet<String> {
        let errors = of["errors"].as_array().unwrap().iter();
        errors.map(|it| format!("{} {}", it["cell"], it["field"])).collect()
    };
    if cells(&got) != cells(&wanted) {
        found.push(format!("errors: {}, not {}", got["errors"], wanted["errors"]));
    }
    let items = got["items"].as_array().unwrap();
    if items.len() as u64 != wanted["items"].as_u64().unwrap() {
        found.push(format!("{} items, not {}", items.len(), wanted["items"]));
    }
    for sample in wanted["samples"].as_array().unwrap() {
        let sheet = sample.get("sheet").cloned().unwrap_or("csv".into());
        let here = |it: &&Json| {
            it["row"] == sample["row"]
                && (it["sheet"] == sheet || wanted["sheets"].as_array().unwrap().len() == 1)
        };
        let Some(item) = items.iter().find(here) else {
            found.push(format!("no item {sheet} {}", sample["row"]));
            continue;
        };
        found.extend(differences_of_item(item, sample));
    }
    found
}

fn differences_of_item(item: &Json, sample: &Json) -> Vec<String> {
    let mut found = Vec::new();
    let place = format!("{} {} {}", item["sheet"], item["row"], item["name"]);
    for (key, wanted) in sample.as_object().unwrap() {
        let got = &item[key];
        let fine = match key.as_str() {
            "sheet" | "category_accept" => true,
            "category" => {
                let others = sample.get("category_accept").and_then(Json::as_array);
                got == wanted || others.is_some_and(|it| it.contains(got))
            }
            "section" => {
                let text = |key: &str| item[key].as_str().unwrap_or_default().to_owned();
                let all = [text("floor"), text("room"), text("location")].join(" ");
                all.contains(wanted.as_str().unwrap())
            }
            "dims_mm" => {
                let (got, wanted) = (got.as_array().unwrap(), wanted.as_array().unwrap());
                got.len() == wanted.len() && got.iter().zip(wanted).all(|(a, b)| same(a, b))
            }
            _ => same(got, wanted),
        };
        if !fine {
            found.push(format!("{place}: {key} is {got}, not {wanted}"));
        }
    }
    found
}

#[test]
fn the_examples_are_read_as_a_careful_reader_would() {
    let mut found = Vec::new();
    for name in [
        "loods-gent.xlsb",
        "minimal.csv",
        "pemd-lyon.csv",
        "reclamation-audit-london.xlsx",
        "sloopinventaris-haasrode.xlsx",
    ] {
        let workbook = reader::tests::read_here(&data(name)).unwrap();
        found.extend(differences(name, workbook).into_iter().map(|it| format!("{name}: {it}")));
    }
    assert!(found.is_empty(), "{} differences\n{}", found.len(), found.join("\n"));
}

/// Lists in the manner of many trades and countries, of which nobody who wrote the rules had seen
/// one when they were written.
#[test]
fn lists_of_other_hands_are_read_as_a_careful_reader_would() {
    let (mut found, mut count) = (Vec::new(), 0);
    for entry in std::fs::read_dir(data("other-hands")).unwrap() {
        let path = entry.unwrap().path();
        let file = path.file_name().and_then(|it| it.to_str()).unwrap();
        if path.extension().is_some_and(|it| it == "json") {
            continue;
        }
        let workbook = reader::tests::read_here(&path).unwrap();
        let differences = differences(&format!("other-hands/{file}"), workbook);
        found.extend(differences.into_iter().map(|it| format!("{file}: {it}")));
        count += 1;
    }
    assert!(count >= 20, "only {count} lists");
    assert!(found.is_empty(), "{} differences\n{}", found.len(), found.join("\n"));
}

#[test]
fn a_file_without_a_list_says_so() {
    let sheets = vec![layout::tests::sheet("Beste,\nhierbij de foto's.\nGroeten;Jan")];
    let why = Understanding::of(workbook(sheets), Placement::default(), &[]).unwrap_err();
    assert_eq!(why.key(), "inventory-unreadable-no-headings");
}

#[test]
fn headings_without_rows_are_an_empty_list() {
    let report = read("Benaming;Aantal;Eenheid");
    assert_eq!(
        (&report["items"], &report["errors"]),
        (&serde_json::json!([]), &serde_json::json!([]))
    );
}

#[test]
fn a_quantity_shared_out_over_buildings_is_that_of_all() {
    let list = "Element;Eenheid;Gebouw A;Gebouw B;Gebouw C;Totaal\n\
         Binnendeur;st;12;4;;16\nRadiator;st;8;;22;30\nTotaal;;20;4;22;46";
    let report = read(list);
    for (heading, field) in
        [("Gebouw A", Json::Null), ("Gebouw C", Json::Null), ("Totaal", "quantity".into())]
    {
        assert_eq!(report["columns"][heading], field, "{heading}");
    }
    let door = &report["items"][0];
    assert_eq!((&door["quantity"], &door["location"]), (&16.into(), &Json::Null));
    assert!(report["notices"][0].as_str().unwrap().contains("Gebouw A, Gebouw B, Gebouw C"));
    assert_eq!(drafts(list)[0].remarks.as_deref(), Some("Gebouw A: 12\nGebouw B: 4"));
    // Without a column for all together it is the sum of the others.
    let report = read(
        "Element;Eenheid;Gebouw A;Gebouw B;Gebouw C\n\
         Binnendeur;st;12;4;\nRadiator;st;8;0;22\nWastafel;st;;veel;1",
    );
    assert_eq!(report["items"][0]["quantity"], 16);
    assert_eq!(report["items"][1]["quantity"], 30, "{report}");
    assert_eq!(report["errors"][0]["cell"], "Blad1!D4");
    // One such column is where things are.
    let report = read("Element;Aantal;Gebouw\nBinnendeur;3;1\nRadiator;4;2");
    assert_eq!(report["columns"]["Gebouw"], "building");
}

#[test]
fn a_size_without_a_unit_is_not_read_in_one_that_makes_it_absurd() {
    let report =
        read("wat;hoeveel;maten\nstalramen gietijzer;14 st;80x60\neiken balken;22 st;lengte 4,5 m");
    assert_eq!(report["errors"][0]["cell"], "Blad1!C2", "in which unit, nobody says: {report}");
    let report = read(
        "Désignation;Quantité;Dimensions\nPortes intérieures;18;83x201\n\
         Fenêtres PVC;22;120 x 140 cm\nParquet chêne massif;65;ép. 22 mm",
    );
    assert_eq!(report["items"][0]["width_mm"], 830, "{report}");
}

#[test]
fn a_mark_of_a_dealer_is_no_quantity_and_an_asset_no_building() {
    let report = read(
        "Stock no;Description;Qty in stock;Condition\n\
         RD1001;Victorian pine door;6;Good\nRD1002;Welsh slate;1200;Fair",
    );
    assert_eq!(report["columns"]["Stock no"], "external_id");
    assert_eq!(report["columns"]["Qty in stock"], "quantity");
    let report = read(
        "Asset;Make;No. off\nAir handling unit;Daikin;1\nRadiator;Henrad;6\nWashbasin;Sphinx;3",
    );
    assert_eq!(report["columns"]["Asset"], "name");
}

#[test]
fn a_list_of_waste_calls_things_by_what_they_are_made_of() {
    let report = read(
        "Catégorie;Nature du matériau;Code déchet;Quantité (t)\n\
         Inertes;Béton;17 01 01;450\nDND;Bois B;17 02 01;12,5",
    );
    assert_eq!(report["items"][0]["name"], "Béton");
    let report = read("Categorie;Materiaal;Aantal\nDeuren;eik;4\nRamen;pvc;8");
    assert_eq!(report["items"][0]["name"], "Deuren");
}

#[test]
fn a_condition_that_nobody_knows_yet_is_none() {
    let report = read("Naam;Aantal;Staat\nDeur;3;te controleren\nRaam;4;goed\nTrap;1;prachtig");
    assert_eq!(report["items"][0]["condition"], Json::Null);
    assert_eq!(report["items"][1]["condition"], 4);
    assert_eq!(report["errors"][0]["cell"], "Blad1!C4", "{report}");
}

#[test]
fn asbestos_beside_another_hazard_is_a_matter_of_its_own() {
    for heading in ["Ref;Name;Qty;Hazardous;Asbestos", "Ref;Name;Qty;Hazardous;Contains asbestos"] {
        let report = read(&format!("{heading}\n1;Floor tile;30;no;yes\n2;Door;4;yes;no"));
        assert_eq!(report["items"][0]["asbestos"], "contains", "{report}");
        assert_eq!(report["items"][1]["hazardous"], true);
    }
    let report = read("Ref;Name;Qty;Asbestos\n1;Floor tile;30;yes");
    assert_eq!(report["columns"]["Asbestos"], "hazardous");
}

#[test]
fn a_heading_over_two_units_is_that_of_both_columns() {
    let report = read(
        "Benaming;EURAL-code;Vermoedelijke hoeveelheid;;Plaats\n;;m³;ton;\n\
         Golfplaten;17 06 05*;2,5;4;dak\nLampen;20 01 21*;;0,05;lokalen",
    );
    let quantity = |at: usize| (&report["items"][at]["quantity"], &report["items"][at]["unit"]);
    assert_eq!(quantity(0), (&Json::from(2.5), &"m3".into()), "{report}");
    assert_eq!(quantity(1), (&Json::from(0.05), &"t".into()), "{report}");
}

#[test]
fn what_exists_and_is_not_demolished_is_not_offered() {
    let report = read("Name;Quantity;Phase\nDoor;3;Demolition\nWall;4;Existing\nWindow;5;New");
    let visibility = |at: usize| &report["items"][at]["visibility"];
    assert_ne!(visibility(0), visibility(1), "{report}");
    assert_eq!(visibility(1), visibility(2));
}

#[test]
fn the_unit_of_sizes_is_what_somebody_says_or_what_such_things_have() {
    let list = "Naam;Aantal;Breedte;Hoogte;Dikte\nBinnendeur;3;83;201;4\nWastafel;4;60;45;\nBureau;2;160;75;";
    let report = read(list);
    assert_eq!(report["items"][0]["width_mm"], 600, "{report}");
    assert_eq!(report["items"][1]["height_mm"], 750);
    assert_eq!(report["errors"][0]["cell"], "Blad1!E2", "a thickness may be in mm: {report}");
    assert!(report["notices"][0].as_str().unwrap().contains("in cm"), "{report}");
    let report = read(&format!("Alle maten in cm\n{list}"));
    assert_eq!((&report["items"][0]["thickness_mm"], &report["errors"]), (&40.into(), &json!([])));
    assert_eq!(report["notices"], json!([]), "somebody said so");
    // Where things do not agree, nobody guesses.
    let report = read("Naam;Aantal;Breedte\nBinnendeur;3;83\nWastafel;4;600");
    assert_eq!(report["items"], json!([]), "{report}");
}

#[test]
fn a_legend_may_stand_beside_the_list_or_on_another_sheet() {
    let beside = "Naam;Aantal;Score;;Score;Betekenis\nDeur;3;1;;1;defect\nRaam;4;5;;5;als nieuw\n\
                  Balk;5;3\nGoot;6;4\nTrap;1;2";
    let report = read(beside);
    let conditions: Vec<_> =
        report["items"].as_array().unwrap().iter().map(|it| it["condition"].clone()).collect();
    assert_eq!(conditions, [1, 5, 3, 4, 2], "{report}");
    let short = "Naam;Aantal;st.\nDeur;3;g\nRaam;4;m\nBalk;5;g\n\ng = goed, m = matig";
    assert_eq!(read(short)["items"][1]["condition"], 2);
    let mut first =
        layout::tests::sheet("Naam;Aantal;Staat\nDeur;3;B\n\nA = zeer goed; B = slecht");
    first.name = "Kelder".into();
    let second = layout::tests::sheet("Naam;Aantal;Staat\nRaam;4;A");
    let report = report_of_sheets(vec![first, second]);
    assert_eq!(report["items"][1]["condition"], 5, "{report}");
}

#[test]
fn a_date_that_is_yet_to_be_agreed_is_none() {
    let report = read("Naam;Aantal;Beschikbaar vanaf\nDeur;3;n.t.b.\nRaam;4;w/c 14 Sep 2026");
    assert_eq!(report["items"][0]["available_from"], Json::Null, "{report}");
    assert_eq!(report["items"][1]["available_from"], "2026-09-14");
}

#[test]
fn all_signs_for_the_same_as_above_repeat_it() {
    let report = read("Naam;Aantal;Staat\nBinnendeur;3;goed\n,,;4;,,\ndito;2;idem\nzie boven;1;\"");
    let items = report["items"].as_array().unwrap();
    assert_eq!(items.len(), 4, "{report}");
    assert!(items.iter().all(|it| it["name"] == "Binnendeur" && it["condition"] == 4), "{report}");
}
