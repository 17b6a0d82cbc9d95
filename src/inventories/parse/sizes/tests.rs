use proptest::prelude::*;

use super::*;

fn reading(order: AxisOrder) -> SizeReading {
    SizeReading { style: NumberStyle::Comma, language: Language::Nl, unit: None, order }
}

/// The sizes in a cell as `axis size` pairs, or the key of what was expected.
fn told_by(text: &str, reading: &SizeReading) -> Result<String, String> {
    let sizes = sizes(&Value::Text(text.to_owned()), reading);
    let sizes = sizes.map_err(|it| it.expected.key().replace("inventory-expected-", ""))?;
    let it = sizes.dimensions;
    let named = [
        ("l", it.length_mm),
        ("w", it.width_mm),
        ("h", it.height_mm),
        ("d", it.depth_mm),
        ("t", it.thickness_mm),
        ("ø", it.diameter_mm),
    ];
    let named = named.iter().filter_map(|(axis, size)| Some(format!("{axis} {}", (*size)?)));
    Ok(named.collect::<Vec<_>>().join(", "))
}

fn told(text: &str) -> Result<String, String> {
    told_by(text, &reading(AxisOrder::LengthWidthHeight))
}

#[test]
fn a_series_takes_its_axes_from_what_the_component_is() {
    use AxisOrder::{Heading, LengthWidthHeight, LengthWidthThickness, WidthHeightThickness};
    let text = "930 x 2115 x 40 mm";
    for (order, expected) in [
        (WidthHeightThickness, "w 930, h 2115, t 40"),
        (LengthWidthThickness, "l 930, w 2115, t 40"),
        (LengthWidthHeight, "l 930, w 2115, h 40"),
        (Heading(vec![Axis::Height, Axis::Width, Axis::Depth]), "w 2115, h 930, d 40"),
    ] {
        assert_eq!(told_by(text, &reading(order)), Ok(expected.to_owned()));
    }
    let series =
        sizes(&Value::Text(text.into()), &reading(WidthHeightThickness)).unwrap().series_mm;
    assert_eq!(series, [930, 2115, 40].map(Decimal::from));
}

#[test]
fn every_category_has_the_order_of_its_trade() {
    for code in OPENINGS.iter().chain(&FLAT) {
        assert!(CategoryCode::parse(code).is_some(), "{code}");
    }
    let of = |code| AxisOrder::of_category(CategoryCode::parse(code));
    assert_eq!(of("DOOR.FIRE"), AxisOrder::WidthHeightThickness);
    assert_eq!(of("FAC.SHADING"), AxisOrder::WidthHeightThickness);
    assert_eq!(of("FAC.SANDWICH"), AxisOrder::LengthWidthThickness);
    assert_eq!(of("OUT.PAVER"), AxisOrder::LengthWidthThickness);
    assert_eq!(of("OUT.KERB"), AxisOrder::LengthWidthHeight);
    assert_eq!(AxisOrder::of_category(None), AxisOrder::LengthWidthHeight);
}

#[test]
fn a_unit_counts_for_its_series() {
    for (text, expected) in [
        ("93x211,5 cm", "l 930, w 2115"),
        ("50 x 50 cm", "l 500, w 500"),
        ("4,00 x 4,20 m", "l 4000, w 4200"),
        ("2,10 x 1,25 x 1,40 m", "l 2100, w 1250, h 1400"),
        ("930mm x 2115mm x 40mm", "l 930, w 2115, h 40"),
        ("930mmx2115mm", "l 930, w 2115"),
        ("2,4 m x 60 cm", "l 2400, w 600"),
        ("60×60 cm", "l 600, w 600"),
        ("60/60 cm", "l 600, w 600"),
        ("(930 x 2115) mm", "l 930, w 2115"),
        ("mm: 930 x 2115", "l 930, w 2115"),
        ("1.200 x 2.400 mm", "l 1200, w 2400"),
        ("1 200 x 2 400 mm", "l 1200, w 2400"),
        ("2.115 m", "l 2115"),
        ("120 op 60 cm", "l 1200, w 600"),
        ("240 by 120 cm", "l 2400, w 1200"),
        ("buitenmaat 1750 x 1450 mm", "l 1750, w 1450"),
        ("ca. 60 x 60 cm gekalibreerd", "l 600, w 600"),
    ] {
        assert_eq!(told(text), Ok(expected.to_owned()), "{text}");
    }
}

#[test]
fn feet_inches_and_metres_with_their_decimals_behind_them_are_sizes() {
    for (text, expected) in [
        ("36\"", "l 914.4"),
        ("36\" x 80\"", "l 914.4, w 2032"),
        ("36 x 80\"", "l 914.4, w 2032"),
        ("36 in x 80 in", "l 914.4, w 2032"),
        ("2'6\"", "l 762"),
        ("2' 6\" x 6' 8\"", "l 762, w 2032"),
        ("2’ 6”", "l 762"),
        ("12'", "l 3657.6"),
        ("3' x 7'", "l 914.4, w 2133.6"),
        ("12 ft", "l 3657.6"),
        ("5 1/2\" x 3/4\"", "l 139.7, w 19.05"),
        ("24 pouces", "l 609.6"),
        ("4m50", "l 4500"),
        ("L 4m50", "l 4500"),
        ("2m05 x 0m93", "l 2050, w 930"),
    ] {
        assert_eq!(told(text), Ok(expected.to_owned()), "{text}");
    }
    // In Dutch, `in` says of what it is.
    assert!(told("120 in eik").is_err());
}

#[test]
fn a_letter_or_a_word_decides_the_axis() {
    for (text, expected) in [
        ("H 2700 mm", "h 2700"),
        ("H 2700 B 950 mm", "w 950, h 2700"),
        ("H 2700 B 950", "w 950, h 2700"),
        ("L = 7,20 m", "l 7200"),
        ("lengte 4500 mm", "l 4500"),
        ("breedte 200 mm", "w 200"),
        ("Ø 250 mm", "ø 250"),
        ("Ø 120", "ø 120"),
        ("ø120mm", "ø 120"),
        ("DN 100", "ø 100"),
        ("dikte 2,5 mm", "t 2.5"),
        ("60 x 60 cm, dikte 38 mm", "l 600, w 600, t 38"),
        ("b 60 x d 48 cm", "w 600, d 480"),
        ("b 100 x h 195 x d 43 cm", "w 1000, h 1950, d 430"),
        ("B800 x H2000 x D400 mm", "w 800, h 2000, d 400"),
        ("B800xH2000xD400mm", "w 800, h 2000, d 400"),
        ("H 5500 x D 1100 mm", "h 5500, d 1100"),
        ("H600 x L1400 mm", "l 1400, h 600"),
        ("900 mm breed x 2100 mm hoog", "w 900, h 2100"),
        ("900w x 2100h mm", "w 900, h 2100"),
        ("200 x 100 x 50 cm (BxDxH)", "w 2000, h 500, d 1000"),
        ("LxBxH: 200 x 100 x 50 cm", "l 2000, w 1000, h 500"),
        ("L x B x H = 200 x 100 x 50 cm", "l 2000, w 1000, h 500"),
        ("L/B/H 200/100/50 cm", "l 2000, w 1000, h 500"),
        ("L 120, B 60, H 75 cm", "l 1200, w 600, h 750"),
        ("Ø 12, L 3 m", "l 3000, ø 12"),
        ("H: 2700 mm; B: 950 mm", "w 950, h 2700"),
        ("hauteur 2,70 m, largeur 95 cm", "w 950, h 2700"),
        ("Höhe 2700 mm, Breite 950 mm", "w 950, h 2700"),
        ("930 x 2115 mm D 40", "l 930, w 2115, t 40"),
    ] {
        assert_eq!(told(text), Ok(expected.to_owned()), "{text}");
    }
}

#[test]
fn a_letter_may_mean_another_axis_in_another_language() {
    let of = |language, text| {
        told_by(text, &SizeReading { language, ..reading(AxisOrder::LengthWidthHeight) }).unwrap()
    };
    assert_eq!(of(Language::Fr, "L 120 x l 60 x h 75 cm"), "l 1200, w 600, h 750");
    assert_eq!(of(Language::Fr, "h 204 x l 93 cm"), "w 930, h 2040");
    assert_eq!(of(Language::Nl, "l 204 x b 93 cm"), "l 2040, w 930");
    assert_eq!(of(Language::De, "B 80 x H 200 x T 40 cm"), "w 800, h 2000, d 400");
    assert_eq!(of(Language::En, "W 800 x H 2000 x T 40 mm"), "w 800, h 2000, t 40");
}

#[test]
fn the_heading_gives_the_unit_where_the_cell_does_not() {
    let with = |unit| SizeReading { unit, ..reading(AxisOrder::LengthWidthHeight) };
    let centimetres = with(Some(LengthUnit::Centimetre));
    assert_eq!(told_by("93 x 211,5", &centimetres), Ok("l 930, w 2115".to_owned()));
    assert_eq!(told_by("930 x 2115 mm", &centimetres), Ok("l 930, w 2115".to_owned()));
    assert_eq!(told_by("930 x 2115", &with(None)), Ok("l 930, w 2115".to_owned()));
    assert_eq!(told_by("93 x 211,5", &with(None)), Err("length-unit".to_owned()));
    assert_eq!(told_by("60 x 60", &with(None)), Err("length-unit".to_owned()));
    let number = sizes(&Value::Number(93.5), &centimetres).unwrap().dimensions.length_mm;
    assert_eq!(number, Some(Decimal::from(935)));
}

#[test]
fn the_other_cells_give_the_unit_away() {
    let unit = |texts: &[&str]| prevailing_unit(texts.iter().copied(), NumberStyle::Comma);
    assert_eq!(
        unit(&["60 x 60 cm", "93 x 211", "2,4 m", "30x30 cm"]),
        Some(LengthUnit::Centimetre)
    );
    assert_eq!(unit(&["215 x 102 x 65", "930 x 2115"]), Some(LengthUnit::Millimetre));
    assert_eq!(unit(&["60 x 60", "93 x 211"]), None);
    assert_eq!(unit(&[]), None);
}

#[test]
fn a_column_of_lengths_is_read_with_its_unit() {
    let of = |text: &str, unit| {
        length(&Value::Text(text.to_owned()), unit, NumberStyle::Comma)
            .map(|it| it.to_string())
            .map_err(|it| it.expected.key().replace("inventory-expected-", ""))
    };
    let cm = Some(LengthUnit::Centimetre);
    assert_eq!(of("93", cm), Ok("930".to_owned()));
    assert_eq!(of("5,5", cm), Ok("55".to_owned()));
    assert_eq!(of("0,75", Some(LengthUnit::Millimetre)), Ok("0.75".to_owned()));
    assert_eq!(of("2,4 m", cm), Ok("2400".to_owned()));
    assert_eq!(of("H = 2,4 m", cm), Ok("2400".to_owned()));
    assert_eq!(of("ca. 93", cm), Ok("930".to_owned()));
    assert_eq!(of("2115", None), Ok("2115".to_owned()));
    assert_eq!(of("93", None), Err("length-unit".to_owned()));
    assert_eq!(of("0", cm), Err("length-plausible".to_owned()));
    assert_eq!(of("93 x 211", cm), Err("length".to_owned()));
    assert_eq!(of("90-100", cm), Err("length".to_owned()));
    assert_eq!(of("-93", cm), Err("length".to_owned()));
    let number = length(&Value::Number(926.0), Some(LengthUnit::Millimetre), NumberStyle::Point);
    assert_eq!(number, Ok(Decimal::from(926)));
    assert!(length(&Value::Number(f64::MAX), cm, NumberStyle::Point).is_err());
}

#[test]
fn what_can_be_read_in_two_ways_or_none_is_said_so() {
    for text in [
        "diverse maten",
        "",
        "\"36\"",
        "2000-3000 mm",
        "500 tot 700 mm",
        "12 st 60x60 cm",
        "12 m²",
        "-60 x 60 cm",
        "36 in wit",
        "x",
        "H",
        "1.2.3 m",
        "H 2000-3000 mm",
    ] {
        assert_eq!(told(text), Err("sizes".to_owned()), "{text}");
    }
    for text in [
        "60 x 60 cm / 30 x 30 cm",
        "60 x 60 cm en 30 x 30 cm",
        "1 x 2 x 3 x 4 m",
        "H 2700 mm, H 2400 mm",
    ] {
        assert_eq!(told(text), Err("one-size".to_owned()), "{text}");
    }
    assert_eq!(told("5000 x 3 m"), Err("length-plausible".to_owned()));
    assert_eq!(told("0 x 60 cm"), Err("length-plausible".to_owned()));
}

proptest! {
    /// Sizes written in any of the usual ways come back as they were.
    #[test]
    fn what_is_written_is_read_back(
        millimetres in prop::collection::vec(1_i64..20_000, 1..4),
        unit in prop::sample::select(vec![("mm", 1), ("cm", 10), ("m", 1000)]),
        times in prop::sample::select(vec![" x ", "x", " × ", "*", "X", " by ", " op "]),
        space in prop::sample::select(vec!["", " "]),
    ) {
        for (style, mark) in [(NumberStyle::Comma, ","), (NumberStyle::Point, ".")] {
            let written: Vec<_> = millimetres
                .iter()
                .map(|it| (Decimal::from(*it) / Decimal::from(unit.1)).normalize().to_string())
                .map(|it| it.replace('.', mark))
                .collect();
            let text = format!("{}{space}{}", written.join(times), unit.0);
            let reading = SizeReading { style, ..reading(AxisOrder::LengthWidthHeight) };
            let read = sizes(&Value::Text(text.clone()), &reading).map(|it| it.series_mm);
            let expected: Vec<_> = millimetres.iter().copied().map(Decimal::from).collect();
            prop_assert_eq!(read, Ok(expected), "{}", text);
        }
    }

    #[test]
    fn named_sizes_come_back_in_any_order(
        sizes_mm in prop::array::uniform3(1_i64..20_000),
        order in Just(["B", "H", "D"]).prop_shuffle(),
        joint in prop::sample::select(vec![" x ", ", ", " ", "; "]),
    ) {
        let place = |letter: &str| ["B", "H", "D"].iter().position(|it| *it == letter).unwrap();
        let parts: Vec<_> =
            order.iter().map(|it| format!("{it} {} mm", sizes_mm[place(it)])).collect();
        let text = parts.join(joint);
        let expected = format!("w {}, h {}, d {}", sizes_mm[0], sizes_mm[1], sizes_mm[2]);
        prop_assert_eq!(told(&text), Ok(expected), "{}", text);
    }

    /// Each number of a cell is one of the sizes that it gives, in one of our units; or it gives
    /// none.
    #[test]
    fn no_number_is_lost_or_made_up(
        pieces in prop::collection::vec(
            prop_oneof![
                4 => (1_i64..999).prop_map(|it| it.to_string()),
                3 => Just("x".to_owned()),
                3 => prop::sample::select(vec!["mm", "cm", "m"]).prop_map(str::to_owned),
                1 => prop::sample::select(vec!["H", "B", "L", "Ø", "D", "dikte", ",", "/", "(", ")", "wit"])
                    .prop_map(str::to_owned),
            ],
            1..9,
        ),
        space in prop::sample::select(vec!["", " "]),
    ) {
        // `1 100` is one number, as it is everywhere.
        let is_number = |it: &String| it.parse::<i64>().is_ok();
        prop_assume!(pieces.windows(2).all(|it| !it.iter().all(is_number)));
        // And `,5` is half of something.
        let is_half = |it: &[String]| it[0] == "," && is_number(&it[1]);
        prop_assume!(space == " " || !pieces.windows(2).any(is_half));
        // `4m50` is one number around its unit.
        let is_around = |it: &[String]| is_number(&it[0]) && it[1] == "m" && is_number(&it[2]);
        prop_assume!(space == " " || !pieces.windows(3).any(is_around));
        let text = pieces.join(space);
        let Ok(read) = sizes(&Value::Text(text.clone()), &reading(AxisOrder::LengthWidthHeight)) else {
            return Ok(());
        };
        let it = read.dimensions;
        let axes = [it.length_mm, it.width_mm, it.height_mm, it.depth_mm, it.thickness_mm, it.diameter_mm];
        let mut given: Vec<Decimal> = axes.into_iter().flatten().collect();
        let numbers = text.split(|it: char| !it.is_ascii_digit()).filter(|it| !it.is_empty());
        for number in numbers {
            let number: Decimal = number.parse().unwrap();
            let place = given.iter().position(|it| {
                [1, 10, 100, 1000].iter().any(|unit| *it == number * Decimal::from(*unit))
            });
            prop_assert!(place.is_some(), "{} gives {:?}", text, axes);
            given.remove(place.unwrap());
        }
        prop_assert!(given.is_empty(), "{} gives {:?}", text, axes);
    }

    #[test]
    fn no_text_breaks_it(text in "[0-9 xLBHDØdlm,./()cm=:°²é-]{0,30}", any in "\\PC{0,20}") {
        for text in [text, any] {
            drop(told(&text));
            drop(length(&Value::Text(text.clone()), None, NumberStyle::Point));
            prevailing_unit([text.as_str()], NumberStyle::Comma);
        }
    }
}
