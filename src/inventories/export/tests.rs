use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::*;
use crate::catalogue::{AttributeKind, CategoryCode, Unit};
use crate::clock::Day;
use crate::inventories::read::tests::read_here;
use crate::inventories::understand::{Placement, Says, Understanding};
use crate::passports::{
    Accessibility, Asbestos, Connection, Content, Crossings, Detachability, Dimensions, Document,
    EdgeConfinement, Hazards, Material, Origin, Price, References,
};
use crate::search::Visibility;

/// What people type, what programs leave behind, and what somebody sends to do harm.
fn any_text() -> impl Strategy<Value = String> {
    const ODD: [&str; 38] = [
        "Binnendeur, wit",
        "=1+1",
        "=HYPERLINK(\"http://x\",\"y\")",
        "+32 16 00 00 00",
        "-5",
        "@SUM(A1)",
        "'=1+1",
        "'",
        "007",
        "0,5",
        "1.234,56",
        "1e5",
        "2026-03-15",
        "TRUE",
        "ja",
        "nee",
        "n.v.t.",
        "idem",
        "\"",
        "\"quoted\"",
        "say \"door\"",
        "a;b,c\td|e",
        "two\nlines",
        "three\r\nlines\r",
        "\u{feff}mark",
        " edge ",
        "",
        " ",
        "_x000D_",
        "_x005F_",
        "Ø 120 – 5 °C €",
        "دراسة",
        "🚪🪟",
        "\u{1}\u{7f}\u{85}",
        "\u{2028}\u{fffe}\u{ffff}",
        "[\"a\"]",
        "{}",
        "totaal",
    ];
    prop_oneof![
        3 => prop::sample::select(&ODD[..]).prop_map(str::to_owned),
        3 => "[A-Za-zéèüßØ0-9 ,.;:/()%=+@'\"-]{1,40}",
        1 => ".{0,60}".prop_map(|it| it.replace('\0', "")),
        1 => "[\u{1}-\u{ff}]{0,30}",
    ]
}

fn maybe_text() -> impl Strategy<Value = Option<String>> {
    prop::option::weighted(0.4, any_text())
}

fn any_number(max: i64) -> impl Strategy<Value = Decimal> {
    (0..=max * 1000, 0..=3_u32).prop_map(|(thousandths, zeros)| {
        let whole = 10_i64.pow(zeros);
        Decimal::new(thousandths / whole * whole, 3).normalize()
    })
}

fn any_day() -> impl Strategy<Value = Day> {
    (1800..2200_i32, 1..=12_u8, 1..=28_u8)
        .prop_map(|(year, month, day)| Day::new(year, month, day).unwrap())
}

fn any_attributes() -> impl Strategy<Value = (Option<CategoryCode>, BTreeMap<String, Value>)> {
    let all: Vec<CategoryCode> = CategoryCode::all().collect();
    (
        prop::option::weighted(0.8, prop::sample::select(all)),
        any::<prop::sample::Index>(),
        any_text(),
        any::<bool>(),
        -1000..100_000_i64,
    )
        .prop_map(|(category, index, text, yes, number)| {
            let mut attributes = BTreeMap::new();
            let known = category
                .and_then(CategoryCode::leaf)
                .map(|it| it.attributes.as_slice())
                .unwrap_or_default();
            for attribute in known {
                let value = match &attribute.kind {
                    AttributeKind::Number { .. } if yes => json!(number),
                    AttributeKind::Number { .. } => {
                        json!(f64::from(i32::try_from(number).unwrap()) / 8.0)
                    }
                    AttributeKind::Enum(words) => json!(words[index.index(words.len())]),
                    AttributeKind::Boolean => json!(yes),
                    AttributeKind::Text => json!(text),
                };
                attributes.insert(attribute.key.clone(), value);
            }
            (category, attributes)
        })
}

prop_compose! {
    fn any_detachability()(
        connection in prop::option::of(prop::sample::select(vec![Connection::Dry, Connection::AddedElements, Connection::DirectIntegral, Connection::SoftChemical, Connection::HardChemical])),
        accessibility in prop::option::of(prop::sample::select(vec![Accessibility::Free, Accessibility::WithoutDamage, Accessibility::RepairableDamage, Accessibility::PartlyRepairableDamage, Accessibility::IrreparableDamage])),
        crossings in prop::option::of(prop::sample::select(vec![Crossings::None, Crossings::Incidental, Crossings::FullyIntegrated])),
        edge_confinement in prop::option::of(prop::sample::select(vec![EdgeConfinement::Open, EdgeConfinement::Overlapping, EdgeConfinement::Closed])),
    ) -> Detachability {
        Detachability { connection, accessibility, crossings, edge_confinement }
    }
}

prop_compose! {
    fn any_hazards()(
        hazardous in prop::option::of(any::<bool>()),
        asbestos in prop::sample::select(vec![Asbestos::FreeProven, Asbestos::FreeDeclared, Asbestos::Unknown, Asbestos::Suspected, Asbestos::Contains]),
        attest_number in maybe_text(),
        attest_date in prop::option::of(any_day()),
        others in prop::collection::vec(any_text(), 0..4),
    ) -> Hazards {
        Hazards { hazardous, asbestos, attest_number, attest_date, others }
    }
}

prop_compose! {
    fn any_material()(
        name in any_text(),
        percent in prop::option::of(any_number(20)),
        origin in prop::option::of(prop::sample::select(vec![Origin::Virgin, Origin::Recycled, Origin::Reused, Origin::Biobased])),
    ) -> Material {
        Material { name, fraction_percent: percent, origin }
    }
}

prop_compose! {
    /// The texts of a draft; the rest is laid over it.
    fn any_texts()(
        texts in prop::collection::vec(maybe_text(), 20),
        name in any_text(),
        long in 0..400_usize,
    ) -> Draft {
        let mut texts = texts.into_iter();
        let mut next = || texts.next().unwrap();
        Draft {
            external_id: next(), serial: next(), name,
            description: next().map(|it| it.repeat(1 + long.saturating_sub(390))),
            brand: next(), model: next(), colour: next(), defects: next(), floor: next(),
            room: next(), location: next(), connection: next(), dismantling_notes: next(),
            fire_rating: next(), remarks: next(),
            references: References { ce: next(), dop: next(), epd: next() },
            ..Draft::default()
        }
    }
}

prop_compose! {
    fn any_draft()(
        texts in any_texts(),
        (category, attributes) in any_attributes(),
        (quantity, more, unit) in (any_number(1_000_000), prop::option::of(any_number(100)), prop::sample::select(Unit::ALL.to_vec())),
        sizes in prop::collection::vec(prop::option::of(any_number(10_000)), 6),
        (mass, approximate, year) in (prop::option::of(0..10_000_000_i64), any::<bool>(), prop::option::of(1000..2100_i32)),
        (technical, aesthetic) in (prop::option::of(1..=5_u8), prop::option::of(1..=5_u8)),
        materials in prop::collection::vec(any_material(), 0..4),
        documents in prop::collection::vec((any_text(), "https?://[a-z]{1,20}\\.example/[a-z0-9/_%-]{0,40}"), 0..3),
        many in 0..200_usize,
        (detachability, hazards, reusable) in (any_detachability(), any_hazards(), prop::option::of(any::<bool>())),
        waste in prop::option::of(prop::sample::select(vec!["17 02 01", "17 06 05*", "170904", "17 01 07"])),
        (from, until) in (prop::option::of(any_day()), prop::option::of(any_day())),
        price in prop::option::of(prop_oneof![(1..10_000_000_i64).prop_map(|cents| Price::PerUnit { cents }), Just(Price::Free {}), Just(Price::OnRequest {})]),
        (visibility, language) in (prop::sample::select(vec![Visibility::Organisation, Visibility::Park, Visibility::Public]), prop::sample::select(Language::ALL.to_vec())),
        (placed, dismantled, gtin) in (any::<bool>(), prop::option::of(any::<bool>()), prop::option::of(Just("5410000000009"))),
    ) -> Draft {
        let document = |(name, url): (String, String)| Document { name, url };
        let mut documents: Vec<Document> = documents.into_iter().map(document).collect();
        if many == 0 {
            // More than fits a cell.
            documents = (0..50).map(|it| Document {
                name: format!("{it} {}", "lang ".repeat(90).trim()),
                url: format!("https://example.org/{}", "x".repeat(1500)),
            }).collect();
        }
        let mut size = sizes.into_iter();
        let mut next = || size.next().unwrap();
        let dimensions = Dimensions {
            length_mm: next(), width_mm: next(), height_mm: next(),
            depth_mm: next(), thickness_mm: next(), diameter_mm: next(),
        };
        Draft {
            category, attributes, quantity, unit, quantity_approximate: approximate,
            quantity_max: more.map(|it| quantity + it), dimensions, unit_mass_grams: mass,
            materials, year, condition_technical: technical, condition_aesthetic: aesthetic,
            detachability, hazards, reusable, documents, waste_code: waste.map(str::to_owned),
            available_from: from, available_until: until, price, visibility, language,
            dismantled,
            site_id: placed.then(Id::new), building_id: placed.then(Id::new),
            gtin: gtin.map(str::to_owned), ..texts
        }
    }
}

/// Drafts that are right, none with the number of another.
fn contents(runner: &mut TestRunner, count: usize) -> Vec<Content> {
    let mut contents = Vec::with_capacity(count);
    while contents.len() < count {
        let mut draft = any_draft().new_tree(runner).unwrap().current();
        if let Some(number) = &mut draft.external_id {
            *number = format!("{number} {}", contents.len());
        }
        if draft.is_hazardous() {
            draft.visibility = Visibility::Organisation;
        }
        if draft.name.trim().is_empty() {
            draft.name = "Deur".to_owned();
        }
        contents.extend(draft.check());
    }
    contents
}

fn written(contents: &[Content], format: Format, language: Language, path: &Path) {
    let mut parts = vec![1; COLUMNS.len()];
    for content in contents {
        let mut draft = content.clone().into_draft();
        for (column, needed) in COLUMNS.iter().zip(&mut parts) {
            if let Cell::Text(text) = column.cell(&mut draft, "7K3M-9QXV-2", language) {
                *needed = (*needed).max(parts_of(&text).len());
            }
        }
    }
    let table = list_table(headings(&parts, language), language);
    let mut rows = contents.iter();
    let mut next =
        || Ok(rows.next().map(|it| row(it.clone().into_draft(), "7K3M-9QXV-2", &parts, language)));
    match format {
        Format::Csv => write_csv(path, &table, language, &mut next).unwrap(),
        Format::Xlsx => {
            let mut book = Book::new();
            book.add(&table, &mut next).unwrap();
            explain(&mut book, language).unwrap();
            book.save(path).unwrap();
        }
    }
}

#[test]
fn ten_thousand_passports_come_back_as_they_went() {
    const AT_ONCE: usize = 500;
    let mut runner = TestRunner::deterministic();
    let mut count = 0;
    for format in [Format::Xlsx, Format::Csv] {
        for language in Language::ALL.into_iter().cycle().take(10) {
            let file = tempfile::NamedTempFile::new().unwrap();
            let contents = contents(&mut runner, AT_ONCE);
            written(&contents, format, language, file.path());
            let workbook = read_here(file.path()).unwrap();
            let mut understanding = Understanding::of(workbook, Placement::default(), &[]).unwrap();
            assert_eq!(understanding.reading.lists.len(), 1, "{format:?} {language}");
            let rows = understanding.next_rows(usize::MAX);
            assert_eq!(rows.len(), AT_ONCE);
            for (row, content) in rows.into_iter().zip(contents) {
                let Says::Thing(checked) = row.says else { panic!("a row is no thing") };
                assert_eq!(checked.problems, [], "{format:?} {language}: {content:?}");
                assert_eq!(checked.draft.check().unwrap(), content, "{format:?} {language}");
                count += 1;
            }
        }
    }
    assert_eq!(count, 10_000);
}

#[test]
fn no_heading_stands_twice_in_a_language() {
    for language in Language::ALL {
        let headings: std::collections::BTreeSet<String> =
            COLUMNS.iter().map(|it| it.heading(language)).collect();
        assert_eq!(headings.len(), COLUMNS.len(), "{language}");
        assert!(headings.iter().all(|it| !it.contains(" #") && !it.starts_with("export-")));
    }
}

#[test]
fn a_text_file_holds_no_formula() {
    for text in ["=1+1", "+1", "-1", "@A1"] {
        let draft = Draft { name: text.to_owned(), quantity: Decimal::ONE, ..Draft::default() };
        let file = tempfile::NamedTempFile::new().unwrap();
        written(&[draft.check().unwrap()], Format::Csv, Language::Nl, file.path());
        let written = std::fs::read_to_string(file.path()).unwrap();
        assert!(
            written.starts_with('\u{feff}') && written.contains(&format!(";'{text};")),
            "{written}"
        );
    }
}

#[test]
fn a_template_is_read_and_its_faults_are_told_by_cell() {
    let file = tempfile::NamedTempFile::with_suffix(".xlsx").unwrap();
    for language in Language::ALL {
        write_template(language, file.path()).unwrap();
        let workbook = read_here(file.path()).unwrap();
        let understanding = Understanding::of(workbook, Placement::default(), &[]).unwrap();
        assert_eq!(understanding.total(), 0, "{language}");
    }
    let list = "Code (Circuler);Naam;Hoeveelheid;Eenheid;Breedte (mm);Beschikbaar vanaf;Prijs (€);Extra\n\
                ;Binnendeur;12;st;930,5;15/03/2026;gratis;iets\n\
                ;;veel;st;;;;\n";
    std::fs::write(file.path(), list).unwrap();
    let workbook = read_here(file.path()).unwrap();
    let mut understanding = Understanding::of(workbook, Placement::default(), &[]).unwrap();
    let rows = understanding.next_rows(10);
    let Says::Thing(door) = &rows[0].says else { panic!("a door is a thing") };
    assert_eq!(door.problems, []);
    assert_eq!(door.draft.dimensions.width_mm, Some(Decimal::new(9305, 1)));
    assert_eq!(
        (door.draft.price, door.draft.available_from),
        (Some(Price::Free {}), Day::new(2026, 3, 15))
    );
    let Says::Thing(wrong) = &rows[1].says else { panic!("it is a thing") };
    let cells: Vec<&str> = wrong.problems.iter().map(|it| it.cell.as_str()).collect();
    assert_eq!(cells, ["csv!C3", "csv!B3"]);
}

proptest! {
    #[test]
    fn any_text_reads_back(text in any_text()) {
        prop_assert_eq!(text::read(&text::written(&text)), text);
    }

    #[test]
    fn any_list_of_words_reads_back(words in prop::collection::vec(any_text(), 1..5)) {
        prop_assert_eq!(text::read_words(&text::written_words(&words)), Some(words));
    }
}
