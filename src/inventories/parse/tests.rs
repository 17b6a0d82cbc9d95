//! The parsers on the sample inventories, whose makers wrote down what a careful reader gets.

use std::path::PathBuf;

use rust_decimal::Decimal;
use serde_json::Value as Json;

use super::*;
use crate::catalogue::CategoryCode;
use crate::inventories::read::tests::read_here;
use crate::inventories::read::{Row, Workbook};
use crate::language::Language;
use crate::passports::Price;

fn sample(name: &str) -> (Workbook, Vec<Json>) {
    let folder = PathBuf::from("tests/data/inventories");
    let stem = name.split('.').next().unwrap();
    let expected = std::fs::read_to_string(folder.join(format!("{stem}.expected.json"))).unwrap();
    let expected: Json = serde_json::from_str(&expected).unwrap();
    let samples = expected["samples"].as_array().unwrap().clone();
    (read_here(&folder.join(name)).unwrap(), samples)
}

fn row<'a>(workbook: &'a Workbook, sample: &Json) -> &'a Row {
    let name = sample["sheet"].as_str();
    let sheet = workbook.sheets.iter().find(|it| name.is_none_or(|name| it.name == name)).unwrap();
    sheet.row(u32::try_from(sample["row"].as_u64().unwrap()).unwrap()).unwrap()
}

/// A number of the sample, exactly as it stands there.
fn decimal(sample: &Json) -> Option<Decimal> {
    sample.as_number().map(|it| it.to_string().parse().unwrap())
}

#[expect(clippy::needless_pass_by_value, reason = "it reads as the assertion it is")]
fn same<T: PartialEq + std::fmt::Debug>(sample: &Json, what: &str, got: T, expected: T) {
    assert_eq!(got, expected, "{what} of {sample}");
}

/// The quantity, its unit, and what is said about both.
fn check_quantity(sample: &Json, quantity_cell: &Value, unit_cell: &Value, style: NumberStyle) {
    let read = quantity(quantity_cell, style).unwrap();
    same(sample, "quantity", Some(read.value), decimal(&sample["quantity"]));
    same(sample, "estimate", read.approximate, sample["quantity_approx"] == true);
    same(sample, "upper end", read.max, decimal(&sample["quantity_max"]));
    let unit = unit(unit_cell).unwrap();
    same(sample, "unit", Some(unit.as_str()), sample["unit"].as_str());
}

#[test]
fn the_dutch_demolition_inventory_is_read_as_its_makers_do() {
    let (workbook, samples) = sample("sloopinventaris-haasrode.xlsx");
    let texts = |column: u32| {
        let rows = workbook.sheets.iter().flat_map(|it| &it.rows);
        rows.filter_map(move |it| match it.get(column) {
            Some(Value::Text(text)) => Some(text.as_str()),
            _ => None,
        })
    };
    let style = NumberStyle::of_texts(texts(4).chain(texts(6)), Language::Nl);
    assert_eq!(samples.len(), 46);
    for sample in &samples {
        let row = row(&workbook, sample);
        check_quantity(sample, row.get(4).unwrap(), row.get(5).unwrap(), style);

        let category = sample["category"].as_str().and_then(CategoryCode::parse);
        let order = AxisOrder::of_category(category);
        let reading = SizeReading { style, language: Language::Nl, unit: None, order };
        let read = row.get(6).map(|it| sizes(it, &reading).unwrap());
        let it = read.as_ref().map(|it| it.dimensions).unwrap_or_default();
        for (key, got) in [
            ("length_mm", it.length_mm),
            ("width_mm", it.width_mm),
            ("height_mm", it.height_mm),
            ("depth_mm", it.depth_mm),
            ("thickness_mm", it.thickness_mm),
            ("diameter_mm", it.diameter_mm),
        ] {
            same(sample, key, got, decimal(&sample[key]));
        }
        let series: Vec<_> =
            sample["dims_mm"].as_array().into_iter().flatten().filter_map(decimal).collect();
        same(sample, "series", read.map(|it| it.series_mm).unwrap_or_default(), series);

        let state = row.get(8).map(|it| condition(it).unwrap());
        same(sample, "condition", state.map(u64::from), sample["condition"].as_u64());
        let code = row.get(9).map(|it| waste_code(it).unwrap());
        same(sample, "waste code", code.as_deref(), sample["ewc"].as_str());
        let available = row.get(11).map(|it| day(it).unwrap().to_string());
        same(sample, "day", available.as_deref(), sample["available_from"].as_str());
        let cents = row.get(12).and_then(|it| match price(it, style).unwrap().price {
            Price::PerUnit { cents } => Some(cents),
            Price::Free {} => Some(0),
            Price::OnRequest {} => None,
        });
        same(sample, "price", cents, sample["price_cents"].as_i64());
    }
}

#[test]
fn the_french_diagnosis_is_read_as_its_makers_do() {
    let (workbook, samples) = sample("pemd-lyon.csv");
    let headings = &workbook.sheets[0].rows[0];
    let style = NumberStyle::Comma;
    assert_eq!(samples.len(), 32);
    for sample in &samples {
        let row = row(&workbook, sample);
        check_quantity(sample, row.get(4).unwrap(), row.get(5).unwrap(), style);
        for (column, key) in
            [(6, "length_mm"), (7, "width_mm"), (8, "height_mm"), (9, "thickness_mm")]
        {
            let heading = headings.get(column).unwrap().to_string();
            let unit = of_heading(&heading, Language::Fr).unit;
            let got = row.get(column).map(|it| length(it, unit, style).unwrap());
            same(sample, key, got, decimal(&sample[key]));
        }
        let grams = row.get(10).map(|it| mass_grams(it, Some(Mass::Tonne), style).unwrap());
        let expected = decimal(&sample["weight_kg"]).map(|it| it * Decimal::ONE_THOUSAND);
        same(sample, "mass", grams.map(Decimal::from), expected);
        let state = row.get(11).map(|it| condition(it).unwrap());
        same(sample, "condition", state.map(u64::from), sample["condition"].as_u64());
        let reusable = row.get(14).map(says_yes);
        same(sample, "reusable", reusable, sample["reusable"].as_bool());
        let available = row.get(16).map(|it| day(it).unwrap().to_string());
        same(sample, "day", available.as_deref(), sample["available_from"].as_str());
        let hazardous = row.get(17).map(says_yes);
        same(sample, "hazardous", hazardous, sample["hazardous"].as_bool());
    }
}

#[test]
fn the_english_audit_is_read_as_its_makers_do() {
    let (workbook, samples) = sample("reclamation-audit-london.xlsx");
    let (style, mm) = (NumberStyle::Point, Some(LengthUnit::Millimetre));
    assert_eq!(samples.len(), 25);
    for sample in &samples {
        let row = row(&workbook, sample);
        check_quantity(sample, row.get(8).unwrap(), row.get(9).unwrap(), style);
        for (column, key) in
            [(10, "length_mm"), (11, "width_mm"), (12, "height_mm"), (13, "thickness_mm")]
        {
            let got = row.get(column).map(|it| length(it, mm, style).unwrap());
            same(sample, key, got, decimal(&sample[key]));
        }
        let grams = row.get(14).map(|it| mass_grams(it, Some(Mass::Kilogram), style).unwrap());
        let expected = decimal(&sample["weight_unit_kg"]).map(|it| it * Decimal::ONE_THOUSAND);
        same(sample, "mass", grams.map(Decimal::from), expected);
        let state = row.get(15).map(|it| condition(it).unwrap());
        same(sample, "condition", state.map(u64::from), sample["condition"].as_u64());
        let hazardous = row.get(18).map(says_yes);
        same(sample, "hazardous", hazardous, sample["hazardous"].as_bool());
        let available = row.get(19).map(|it| day(it).unwrap().to_string());
        same(sample, "day", available.as_deref(), sample["available_from"].as_str());
    }
}

#[test]
fn the_smallest_inventory_is_read_as_its_makers_do() {
    let (workbook, samples) = sample("minimal.csv");
    for sample in &samples {
        let row = row(&workbook, sample);
        check_quantity(sample, row.get(1).unwrap(), row.get(2).unwrap(), NumberStyle::Point);
    }
}

#[test]
fn a_dash_in_a_cell_says_nothing() {
    for text in
        ["-", "–", "/", "?", "n.v.t.", "NVT", "n/a", "s.o.", "k. A.", "sans objet", "…", " "]
    {
        assert!(says_nothing(&Value::Text(text.to_owned())), "{text}");
    }
    for text in ["0", "nee", "x", "geen idee", "gratis"] {
        assert!(!says_nothing(&Value::Text(text.to_owned())), "{text}");
    }
    assert!(!says_nothing(&Value::Number(0.0)));
}

fn says_yes(value: &Value) -> bool {
    let Value::Text(text) = value else { panic!("{value:?} is no text") };
    crate::catalogue::yes_no(text).unwrap()
}
