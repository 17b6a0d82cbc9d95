use super::*;

/// Columns with these headings; a heading may be followed by `=` and some values.
fn columns(headings: &[&str]) -> Vec<Column> {
    headings
        .iter()
        .map(|it| {
            let (printed, values) = it.split_once('=').unwrap_or((it, ""));
            let values = values.split('|').filter(|it| !it.is_empty()).map(str::to_owned).collect();
            Column { at: 0, heading: Heading::of(printed), values }
        })
        .collect()
}

fn fields(headings: &[&str]) -> Vec<Option<Field>> {
    let columns = columns(headings);
    let headings: Vec<Heading> = columns.iter().map(|it| it.heading.clone()).collect();
    let language = language_of(&headings).unwrap_or_default();
    propose(&columns, language).into_iter().map(|it| it.field).collect()
}

fn names(headings: &[&str]) -> String {
    let names = fields(headings).into_iter().map(|it| it.map_or("-", Field::as_str));
    names.collect::<Vec<_>>().join(" ")
}

#[test]
fn the_case_of_the_letter_tells_length_from_width_in_french() {
    assert_eq!(
        names(&["N°", "Désignation", "Quantité", "U", "L (cm)", "l (cm)", "H (cm)", "Ép. (mm)"]),
        "external_id name quantity unit length width height thickness"
    );
    assert_eq!(
        names(&["Désignation", "Qté", "Longueur (m)", "l (cm)"]),
        "name quantity length width"
    );
}

#[test]
fn one_letter_means_what_its_neighbours_make_of_it() {
    assert_eq!(
        names(&["Benaming", "Aantal", "B (cm)", "H (cm)", "D (cm)"]),
        "name quantity width height depth"
    );
    assert_eq!(
        names(&["Benaming", "Aantal", "L (cm)", "B (cm)", "d (mm)"]),
        "name quantity length width thickness"
    );
    assert_eq!(
        names(&["Bezeichnung", "Menge", "B (mm)", "H (mm)", "T (mm)", "Zustand"]),
        "name quantity width height depth condition_technical"
    );
    assert_eq!(
        names(&["Component", "Quantity", "W (mm)", "H (mm)", "T (mm)", "Condition"]),
        "name quantity width height thickness condition_technical"
    );
}

#[test]
fn a_heading_of_two_meanings_is_settled_by_language_and_values() {
    assert_eq!(
        names(&["Pos", "Bezeichnung", "Menge", "Einheit", "Lage"]),
        "external_id name quantity unit location"
    );
    assert_eq!(
        names(&["Ref", "Item", "Quantity", "Position=north wing|roof|roof"]),
        "external_id name quantity location"
    );
    assert_eq!(
        names(&["Désignation", "Lot=Menuiserie|Menuiserie|CVC|CVC", "Quantité"]),
        "name category quantity"
    );
    assert_eq!(
        names(&["Item name", "Surface=painted|varnished|painted", "Quantity", "Condition"]),
        "name finish quantity condition_technical"
    );
}

#[test]
fn two_columns_never_fill_one_field() {
    let columns = columns(&["Benaming", "Aantal", "Opmerkingen", "Opmerkingen"]);
    let proposals = propose(&columns, Language::Nl);
    assert_eq!(proposals[2].field, Some(Field::Remarks));
    assert_eq!(proposals[3].field, None);
    assert_eq!(proposals[3].reason.key(), "inventory-column-taken");
}

#[test]
fn the_price_of_a_whole_row_is_not_the_price_of_one() {
    assert_eq!(
        names(&["Benaming", "Aantal", "Totaalprijs", "Eenheidsprijs"]),
        "name quantity - price"
    );
    assert_eq!(names(&["Désignation", "Quantité", "Prix total"]), "name quantity -");
}

#[test]
fn weight_per_piece_is_told_from_weight() {
    assert_eq!(
        names(&["Benaming", "Aantal", "Gewicht (kg/st)", "Gewicht (kg)"]),
        "name quantity weight_unit weight_total"
    );
}

#[test]
fn values_speak_where_the_heading_does_not() {
    assert_eq!(
        names(&["Benaming", "Aantal=3|4", "=st|m²", "Kolom 7=17 04 05|17 02 01"]),
        "name quantity unit ewc_code"
    );
}

#[test]
fn values_that_look_like_nothing_else_outweigh_a_heading() {
    let codes = "Code=17 04 05|17 02 01|17 01 03|17 04 02";
    assert_eq!(names(&["Benaming", "Aantal", codes]), "name quantity ewc_code");
    let sizes = "Type=930 x 2115 mm|600x600|83 x 201 cm";
    assert_eq!(names(&["Benaming", "Aantal", sizes]), "name quantity dimensions");
    assert_eq!(
        names(&["Benaming", "Aantal", "Code=100234|100235|100236"]),
        "name quantity external_id"
    );
}

#[test]
fn headings_nobody_knows_are_left_out() {
    assert_eq!(names(&["Naam", "Aantal", "Gezien door", "Akkoord?"]), "name quantity - -");
}

#[test]
fn the_headings_tell_the_language() {
    for (printed, language) in [
        (vec!["Nr.", "Benaming", "Aantal", "Eh."], Language::Nl),
        (vec!["N°", "Désignation", "Quantité", "U"], Language::Fr),
        (vec!["name", "quantity", "unit"], Language::En),
        (vec!["Pos.", "Bauteil", "Menge", "Einheit"], Language::De),
    ] {
        let headings: Vec<Heading> = printed.iter().map(|it| Heading::of(it)).collect();
        assert_eq!(language_of(&headings), Some(language), "{printed:?}");
    }
    assert_eq!(language_of(&[Heading::of("xyzzy")]), None);
}

#[test]
fn a_second_quantity_is_what_its_unit_measures() {
    assert_eq!(
        names(&["Benaming", "Hoeveelheid (m³)", "Hoeveelheid (ton)"]),
        "name quantity weight_total"
    );
    assert_eq!(names(&["Désignation", "Nombre", "Quantité (m²)"]), "name quantity area");
}

#[test]
fn a_unit_that_cannot_be_rules_a_field_out() {
    assert_eq!(
        names(&["Item", "Qty", "Total (€)", "Condition"]),
        "name quantity - condition_technical"
    );
}

#[test]
fn a_column_that_is_taken_is_told_in_the_words_of_the_reader() {
    let columns = columns(&["Naam=deur", "Benaming=raam"]);
    let proposals = propose(&columns, Language::Nl);
    assert_eq!(proposals[1].reason.in_language(Language::Nl), "Kolom “Naam” is al benaming.");
    let name = |field: Field| say("inventory-field").with("field", field);
    for field in Field::ALL.into_iter().filter(|it| *it != Field::Remarks) {
        assert_ne!(name(field).in_language(Language::En), "remarks", "{field} has no name");
    }
}

#[test]
fn a_number_beside_the_units_counts_where_another_column_numbers_things() {
    assert_eq!(
        names(&["Lot=1|2|3", "Description=beams|slates|bricks", "No.=24|38|9500", "Unit=nr|nr|nr"]),
        "external_id description quantity unit"
    );
    assert_eq!(
        names(&["No.=1|2|3", "Description=beams|slates|bricks", "Qty=24|38|9500", "Unit=nr|nr|nr"]),
        "external_id description quantity unit"
    );
}

#[test]
fn a_heading_says_until_when_and_of_what_it_is_the_number() {
    assert_eq!(
        names(&["Deurnr", "Naam", "Aantal", "Beschikbaar in de werf tot"]),
        "external_id name quantity available_until"
    );
    assert_eq!(names(&["Naam", "Aantal", "Vraagprijs ex. btw"]), "name quantity price");
    assert_eq!(names(&["Naam", "Aantal", "Fotonr"]), "name quantity photo");
}

#[test]
fn kinds_that_nobody_knows_are_kinds_all_the_same() {
    assert_eq!(
        names(&["Libellé", "Catégorie PEM=Petits riens|Grands riens|Autres riens", "Quantité"]),
        "name category quantity"
    );
}

#[test]
fn where_no_heading_tells_of_a_name_the_words_do() {
    assert_eq!(
        names(&[
            "Nr",
            "Stukje=Binnendeur|Wastafel|Bureaustoel",
            "Aantal=3|4|5",
            "Eenheid=st|st|st"
        ]),
        "external_id name quantity unit"
    );
    assert_eq!(
        names(&["Naam=Deur|Raam", "Qqq (€)=10|20", "Eenheid=st|st", "Xyz=3|4"]),
        "name price unit quantity"
    );
    assert_eq!(names(&["Item", "Qty", "Weight kg (each)"]), "name quantity weight_unit");
}
