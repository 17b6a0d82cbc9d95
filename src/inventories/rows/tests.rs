use proptest::prelude::*;

use super::*;
use crate::inventories::layout;
use crate::inventories::layout::tests::{merge, sheet};
use crate::inventories::map::{self, Column};
use crate::language::Language;

fn tell(sheet: &Sheet) -> Rows {
    let table = layout::find(sheet).unwrap();
    let columns: Vec<Column> = table
        .columns
        .iter()
        .map(|(at, heading)| Column { at: *at, heading: heading.clone(), values: Vec::new() })
        .collect();
    let proposals = map::propose(&columns, Language::Nl);
    let fields = proposals.into_iter().filter_map(|it| Some((it.column, it.field?))).collect();
    tell_apart(
        sheet,
        &table,
        &Shape::of(sheet, &table, fields, NumberStyle::Comma),
        Place::default(),
    )
}

/// `t` for a thing; section, total, footnote, blank, repeated header by their first letters.
fn looks(sheet: &Sheet) -> String {
    let letter = |it: &Kind| match it {
        Kind::Thing { .. } => 't',
        Kind::Dropped(why) => match why {
            Dropped::Section => 'S',
            Dropped::Total => 'T',
            Dropped::Blank => 'B',
            Dropped::Footnote => 'F',
            Dropped::RepeatedHeader => 'R',
            Dropped::Hidden => 'H',
        },
    };
    tell(sheet).kinds.iter().map(letter).collect()
}

fn places(sheet: &Sheet) -> Vec<String> {
    let text = |it: &Kind| match it {
        Kind::Thing { place } => Some(place.text.clone().unwrap_or_default()),
        Kind::Dropped(_) => None,
    };
    tell(sheet).kinds.iter().filter_map(text).collect()
}

const HEADINGS: &str = "Nr;Benaming;Aantal;Eh;Materiaal\n";

#[test]
fn a_section_row_says_where_the_rows_below_it_are() {
    let mut sheet = sheet(&format!(
        "{HEADINGS}Gelijkvloers - hal\n1;Deur;3;st;hout\n\nVleugel B\n2;Raam;4;st;glas"
    ));
    merge(&mut sheet, 2, 0, 4);
    assert_eq!(looks(&sheet), "StSt");
    assert_eq!(places(&sheet), ["Gelijkvloers - hal", "Vleugel B"]);
    assert_eq!(tell(&sheet).blank, 1);
}

#[test]
fn a_section_may_stand_in_the_column_of_names() {
    let sheet =
        sheet(&format!("{HEADINGS};Verdieping 1;;;\n1;Deur;3;st;\n;DAK;;;\n2;Goot;4;m;zink"));
    assert_eq!(looks(&sheet), "StSt");
}

#[test]
fn a_name_that_nobody_counted_is_told_and_not_dropped() {
    let sheet = sheet(&format!("{HEADINGS}1;Deur;3;st;\n;Deurklink;;;\n2;Raam;4;st;"));
    let table = layout::find(&sheet).unwrap();
    assert_eq!(table.header_rows, [1]);
    assert_eq!(looks(&sheet), "ttt");
}

#[test]
fn totals_are_dropped_in_four_languages() {
    for word in [
        "TOTAAL",
        "Totaal gelijkvloers",
        "Sous-total",
        "Grand total:",
        "Gesamt",
        "Summe EG",
        "Subtotaal",
    ] {
        let sheet = sheet(&format!("{HEADINGS}1;Deur;3;st;\n;{word};3;;\n2;Raam;4;st;"));
        assert_eq!(looks(&sheet), "tTt", "{word}");
    }
    let sheet = sheet(&format!("{HEADINGS}1;Total station;3;st;\n2;Totaalpakket keuken;4;st;"));
    assert_eq!(looks(&sheet), "tt");
}

#[test]
fn sums_that_nobody_labelled_are_totals() {
    let sheet =
        sheet(&format!("{HEADINGS}1;Deur;3;st;\n2;Raam;4,5;m²;\n;;7,5;;\n3;Goot;8;m;\n;;9;;"));
    assert_eq!(looks(&sheet), "ttTtt", "nine is no sum: a name is missing");
}

#[test]
fn what_follows_the_last_thing_are_footnotes() {
    let sheet = sheet(&format!(
        "{HEADINGS}1;Deur;3;st;hout\n;TOTAAL;3;;\n\nMaten op te meten door de koper.\nOpgemaakt door;Jan Peeters\n\n"
    ));
    assert_eq!(looks(&sheet), "tTFF");
    let told = tell(&sheet);
    assert_eq!((told.blank, told.trailing_blank), (1, 1));
}

#[test]
fn a_remark_between_rows_is_a_footnote() {
    let sheet = sheet(&format!(
        "{HEADINGS}1;Deur;3;st;\n* enkel volledige partij\n2;Raam;4;st;\nOpm.: zie foto\n3;Goot;4;m;"
    ));
    assert_eq!(looks(&sheet), "tFtFt");
}

#[test]
fn headings_printed_again_are_no_thing() {
    let sheet = sheet(&format!("{HEADINGS}1;Deur;3;st;\n{HEADINGS}2;Raam;4;st;"));
    assert_eq!(looks(&sheet), "tRt");
}

#[test]
fn a_line_that_is_only_numbered_is_blank() {
    let sheet = sheet(&format!("{HEADINGS}1;Deur;3;st;\n2;;;;\n3;Raam;1;st;"));
    assert_eq!(looks(&sheet), "tBt");
}

#[test]
fn rows_that_are_all_wrong_are_still_things() {
    let sheet = sheet(&format!("{HEADINGS}1;Deur;veel;st;\n2;;?;zak;\n3;Raam;-4;st;"));
    assert_eq!(looks(&sheet), "ttt");
}

proptest! {
    #[test]
    fn every_row_below_the_headings_is_counted_once(
        lines in prop::collection::vec(
            prop::sample::select(vec![
                "1;Deur;3;st;hout", "", "Dak", ";TOTAAL;12;;", "* een opmerking", "2;;;;", "x;y",
                "Nr;Benaming;Aantal;Eh;Materiaal", ";;;st;", ";Raam;;;", "Opgemaakt door;Jan",
            ]),
            0..30,
        )
    ) {
        let sheet = sheet(&format!("{HEADINGS}{}", lines.join("\n")));
        let told = tell(&sheet);
        let filled = lines.iter().filter(|it| !it.is_empty()).count();
        prop_assert_eq!(told.kinds.len(), filled);
        prop_assert_eq!(
            told.kinds.len() as u64 + told.blank + told.trailing_blank,
            u64::from(sheet.last_row) - 1
        );
    }
}
