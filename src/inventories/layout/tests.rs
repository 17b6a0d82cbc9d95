use super::*;
use crate::inventories::read::{Cell, Merged};

/// A sheet of texts and numbers: a line a row, `;` between cells. `1.250` stays the text it is.
pub(in crate::inventories) fn sheet(lines: &str) -> Sheet {
    let cell = |row: u32, column: usize, text: &str| {
        let thousands = text.split_once('.').is_some_and(|it| it.1.len() == 3);
        let value = match text.parse::<f64>() {
            Ok(number) if !thousands => Value::Number(number),
            Ok(_) | Err(_) => Value::Text(text.to_owned()),
        };
        Cell { row, column: u32::try_from(column).unwrap(), value }
    };
    let mut rows = Vec::new();
    let mut number = 0;
    for line in lines.lines() {
        number += 1;
        let filled = line.split(';').enumerate().filter(|it| !it.1.trim().is_empty());
        let cells: Vec<Cell> = filled.map(|(column, text)| cell(number, column, text)).collect();
        if !cells.is_empty() {
            rows.push(Row { number, cells });
        }
    }
    Sheet { rows, last_row: number, ..Sheet::new("Blad1".into(), false) }
}

pub(in crate::inventories) fn merge(
    sheet: &mut Sheet,
    row: u32,
    first_column: u32,
    last_column: u32,
) {
    sheet.merged.push(Merged { first_row: row, last_row: row, first_column, last_column });
    sheet.merged.sort_unstable();
}

fn headings(table: &Table) -> Vec<&str> {
    table.columns.iter().map(|it| it.1.printed.as_str()).collect()
}

#[test]
fn headings_are_found_below_a_title_block() {
    let sheet = sheet(
        "Sloopwerken Peeters\nProject: Interleuvenlaan 10;;Dossier: 12\n\nNr;Benaming;Aantal;Eh\n1;Deur;3;st",
    );
    let table = find(&sheet).unwrap();
    assert_eq!((table.header_rows.as_slice(), table.title_rows), (&[4][..], 2));
    assert_eq!(headings(&table), ["Nr", "Benaming", "Aantal", "Eh"]);
}

#[test]
fn a_sheet_without_headings_is_no_list() {
    for lines in [
        "Toelichting\nDeze lijst is indicatief.",
        "Code;Betekenis\nst;stuk\nlm;lopende meter",
        "Project;Kantoor Haasrode\nAdres;Interleuvenlaan 10\nDatum;12/01/2026",
        "",
    ] {
        assert!(find(&sheet(lines)).is_none(), "{lines}");
    }
}

#[test]
fn misspelt_headings_are_still_headings() {
    let sheet = sheet("Benamming;Aantl stuks;Eenheidd;Opmerkigen\nDeur;3;st;-");
    assert_eq!(find(&sheet).unwrap().header_rows, [1]);
}

#[test]
fn two_rows_of_headings_are_one() {
    let mut grouped =
        sheet("Nr;Benaming;Aantal;Afmetingen (cm);;;Staat\n;;;L;B;H;\n1;Deur;3;10;20;30;goed");
    merge(&mut grouped, 1, 3, 5);
    let table = find(&grouped).unwrap();
    assert_eq!(table.header_rows, [1, 2]);
    assert_eq!(
        headings(&table)[3..6],
        ["Afmetingen (cm) / L", "Afmetingen (cm) / B", "Afmetingen (cm) / H"]
    );
    assert_eq!(table.columns[4].1.unit.as_deref(), Some("cm"));

    let units = sheet("Benaming;Aantal;Lengte;Breedte\n;st;mm;mm\nDeur;3;10;20");
    let table = find(&units).unwrap();
    assert_eq!(table.header_rows, [1, 2]);
    assert_eq!(table.columns[2].1.unit.as_deref(), Some("mm"));

    let mut three = sheet(
        "Element;;Hoeveelheid;;Maten;\nNr;Naam;Aantal;Eenheid;Lengte;Staat\n;;nr;;mm;NEN 2767\n1;Deur;3;st;930;2",
    );
    merge(&mut three, 1, 0, 1);
    merge(&mut three, 1, 2, 3);
    let table = find(&three).unwrap();
    assert_eq!(table.header_rows, [1, 2, 3]);
    let length = &table.columns[4].1;
    assert_eq!(
        (length.unit.as_deref(), length.printed.as_str()),
        (Some("mm"), "Maten / Lengte / mm")
    );

    let mut above = sheet("Identificatie;;Hoeveelheid;\nNr;Benaming;Aantal;Eenheid\n1;Deur;3;st");
    merge(&mut above, 1, 0, 1);
    merge(&mut above, 1, 2, 3);
    assert_eq!(find(&above).unwrap().header_rows, [1, 2]);
}

#[test]
fn a_row_of_data_is_no_second_row_of_headings() {
    let sheet = sheet("Benaming;Eenheid;Materiaal;Aantal\nDeur;st;hout;\nRaam;st;glas;2");
    assert_eq!(find(&sheet).unwrap().header_rows, [1]);
}

#[test]
fn groups_of_headings_are_known_without_merged_cells() {
    let list = sheet("Element;;Hoeveelheid;;Maten (cm);\nNr;Naam;Aantal;Eh;L;B\n1;Deur;3;st;10;20");
    let table = find(&list).unwrap();
    assert_eq!(table.header_rows, [1, 2]);
    assert_eq!(headings(&table)[4], "Maten (cm) / L");
    let titled = sheet("Werf:;School;;Datum:;12/01\nNr;Naam;Aantal;Eh;L;B\n1;Deur;3;st;10;20");
    assert_eq!(find(&titled).unwrap().header_rows, [2]);
}

#[test]
fn a_legend_beside_the_list_is_no_part_of_it() {
    let list = sheet(
        "Naam;Aantal;Staat;;Legende\nDeur;3;1;;1 = goed\nRaam;4;2;;2 = slecht\nBalk;5;1\nGoot;6;2",
    );
    let table = find(&list).unwrap();
    assert_eq!((table.columns.len(), table.beside_from), (3, Some(4)));
    let remarks = sheet("Naam;Aantal;;Opmerkingen\nDeur;3;;ja\nRaam;4\nBalk;5\nGoot;6");
    assert_eq!(find(&remarks).unwrap().beside_from, None, "that is a column");
}

#[test]
fn a_column_without_a_heading_is_a_column() {
    let sheet = sheet("Benaming;Aantal;;Staat\nDeur;3;st;goed");
    assert_eq!(headings(&find(&sheet).unwrap()), ["Benaming", "Aantal", "", "Staat"]);
}

#[test]
fn headings_stand_below_those_that_are_merged_over_them() {
    use crate::inventories::read::Merged;
    let mut list =
        sheet("Repère;Matériau;Quantité;;Section\n;;Nb;Unité de mesure\nA;Poutres;28;u;250 x 300");
    assert_eq!(find(&list).unwrap().header_rows, [1, 2]);
    list = sheet("Repère;Matériau;Taille;;État\n;;Nombre;Particularité\nA;Poutres;28;néant;bon");
    let wide = Merged { first_row: 1, last_row: 1, first_column: 2, last_column: 3 };
    list.merged = vec![wide];
    assert_eq!(find(&list).unwrap().header_rows, [1, 2]);
    // A row of things says what they are.
    list = sheet("Repère;Matériau;Taille;;État\nA;Poutres;Nombre;néant;bon");
    list.merged = vec![wide];
    assert_eq!(find(&list).unwrap().header_rows, [1]);
}

#[test]
fn a_legend_may_bear_the_heading_of_the_column_it_explains() {
    let list = sheet("Naam;Aantal;Score;;Score;Betekenis\nDeur;3;1;;1;goed\nRaam;4;2\nBalk;5;1");
    assert_eq!(find(&list).unwrap().beside_from, Some(4));
}

#[test]
fn a_row_that_says_the_same_again_and_again_is_no_row_of_headings() {
    let row = "Nr;Naam;Aantal;Eenheid".to_owned() + &";Opmerkingen".repeat(12);
    assert_eq!(find(&sheet(&format!("{row}\n1;Deur;3;st;ja"))).map(|it| it.header_rows), None);
}

#[test]
fn two_likenesses_among_many_words_make_no_list() {
    let words: Vec<String> = (b'a'..b'v').map(|it| char::from(it).to_string().repeat(5)).collect();
    let row = format!("UI Field Name;Aantl;{}", words.join(";"));
    assert_eq!(find(&sheet(&format!("{row}\nsubmit;x;1;2;3"))).map(|it| it.header_rows), None);
    assert!(find(&sheet("UI Field Name;Aantl;aaaaa;bbbbb\nsubmit;3;x;y")).is_some());
}
