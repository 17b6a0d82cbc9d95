use proptest::prelude::*;

use super::*;

/// The value, whether it is an estimate, the upper end, the unit.
type Told = (String, bool, Option<String>, Option<String>);

fn told(text: &str) -> Option<Told> {
    let quantity = quantity(&Value::Text(text.to_owned()), NumberStyle::Comma).ok()?;
    let Quantity { value, approximate, max, unit } = quantity;
    Some((value.to_string(), approximate, max.map(|it| it.to_string()), unit))
}

fn exactly(value: &str) -> Told {
    (value.to_owned(), false, None, None)
}

#[test]
fn a_share_is_no_quantity() {
    for text in ["50%", "50 %", "ca. 30%", "10 - 20 %"] {
        assert!(quantity(&Value::Text(text.into()), NumberStyle::Comma).is_err(), "{text}");
    }
}

#[test]
fn a_weight_may_say_that_it_is_that_of_one() {
    let each = |text: &str| mass_of_each(&Value::Text(text.into())).map(|it| it.to_string());
    assert_eq!(each("38,5 kg per stuk").as_deref(), Some("38,5 kg"));
    assert_eq!(each("12 kg/st.").as_deref(), Some("12 kg"));
    assert_eq!(each("640 kg"), None);
}

#[test]
fn a_number_is_a_quantity() {
    for (text, value) in [("12", "12"), ("38,5", "38.5"), (" 1.250 ", "1250"), ("9,60", "9.6")] {
        assert_eq!(told(text), Some(exactly(value)), "{text}");
    }
    let of = |number| quantity(&Value::Number(number), NumberStyle::Comma).map(|it| it.value);
    assert_eq!(of(85.5), Ok("85.5".parse().unwrap()));
    assert_eq!(of(0.1 + 0.2), Ok("0.3".parse().unwrap()));
    assert!(of(-1.0).is_err());
}

#[test]
fn an_estimate_is_known_as_one() {
    for text in [
        "ca. 120",
        "ca 120",
        "circa 120",
        "± 120",
        "±120",
        "+/- 120",
        "env. 120",
        "environ 120",
        "approx. 120",
        "ongeveer 120",
        "ong. 120",
        "etwa 120",
        "ungefähr 120",
        "~120",
        "120 (ca.)",
        "120 ±",
        "min. 120",
        "> 120",
        "120+",
        "geschat: 120",
        "(ca.) 120",
        "estimé 120",
        "about 120",
    ] {
        let expected = Some(("120".to_owned(), true, None, None));
        assert_eq!(told(text), expected, "{text}");
    }
}

#[test]
fn of_a_range_the_lower_end_is_offered() {
    for text in [
        "8 à 10",
        "8-10",
        "8 - 10",
        "8 – 10",
        "8 tot 10",
        "8 bis 10",
        "8 to 10",
        "8..10",
        "de 8 à 10",
        "tussen 8 en 10",
        "entre 8 et 10",
        "between 8 and 10",
        "zwischen 8 und 10",
        "10-8",
        "van 8 tot 10",
    ] {
        let expected = Some(("8".to_owned(), false, Some("10".to_owned()), None));
        assert_eq!(told(text), expected, "{text}");
    }
    let (value, max) = ("8".to_owned(), Some("10".to_owned()));
    let expected = Some((value, true, max, Some("st".to_owned())));
    assert_eq!(told("ca. 8 st - 10 st"), expected);
    assert_eq!(told("ca. 8 à 10 st."), expected);
    assert_eq!(told("12-12"), Some(exactly("12")));
}

#[test]
fn a_unit_in_the_cell_is_kept() {
    let with =
        |value: &str, unit: &str| Some((value.to_owned(), false, None, Some(unit.to_owned())));
    assert_eq!(told("38,5 m²"), with("38.5", "m2"));
    assert_eq!(told("12 st"), with("12", "st"));
    assert_eq!(told("12st."), with("12", "st"));
    assert_eq!(told("1.250 m3"), with("1250", "m3"));
    assert_eq!(told("3 (sets)"), with("3", "sets"));
    assert_eq!(told("2 pal."), with("2", "pal"));
}

#[test]
fn what_is_no_quantity_is_said_so() {
    for text in [
        "veel",
        "-5",
        "12 + 3",
        "1/2",
        "10 en 12",
        "2 x 60",
        "15/03/2026",
        "12 deuren en 3 ramen",
        "5410000000000017",
        "tussen 8",
        "m² 12",
        "1,2E+05",
        "#REF!",
        "<10",
        "12,-",
        "--",
    ] {
        assert_eq!(told(text), None, "{text}");
    }
    let wrong = quantity(&Value::Text("veel".into()), NumberStyle::Comma).unwrap_err();
    assert_eq!((wrong.expected.key(), &*wrong.got), ("inventory-expected-quantity", "veel"));
    let date = Value::Date(crate::clock::Day::parse("2026-12-10").unwrap());
    assert!(quantity(&date, NumberStyle::Comma).is_err());
    assert!(quantity(&Value::Bool(true), NumberStyle::Comma).is_err());
}

#[test]
fn a_mass_is_in_grams() {
    let grams = |text: &str, column| {
        mass_grams(&Value::Text(text.to_owned()), column, NumberStyle::Comma).ok()
    };
    assert_eq!(grams("0,84", Some(Mass::Tonne)), Some(840_000));
    assert_eq!(grams("46", None), Some(46_000));
    assert_eq!(grams("1,2 t", Some(Mass::Kilogram)), Some(1_200_000));
    assert_eq!(grams("250 g", None), Some(250));
    assert_eq!(grams("ca. 2.500 kg", None), Some(2_500_000));
    assert_eq!(grams("3 ton", None), Some(3_000_000));
    assert_eq!(grams("12 lbs", None), None);
    assert_eq!(grams("999999999999999 t", None), None);
    assert_eq!(mass_grams(&Value::Number(2.3), None, NumberStyle::Comma), Ok(2_300));
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(
        low in 0_i64..1_000_000,
        more in 1_i64..1_000,
        decimals in 0_u32..3,
        word in prop::sample::select(vec!["", "ca. ", "± ", "env. ", "approx. ", "etwa "]),
        to in prop::sample::select(vec![" à ", "-", " tot ", " bis ", " to ", " – "]),
        unit in prop::sample::select(vec!["", " m²", " st", " kg", "m"]),
    ) {
        let (value, max) = (Decimal::new(low, decimals), Decimal::new(low + more, decimals));
        for (style, mark) in [(NumberStyle::Comma, ","), (NumberStyle::Point, ".")] {
            let written = |it: Decimal| it.to_string().replace('.', mark);
            let text = format!("{word}{}{to}{}{unit}", written(value), written(max));
            let read = quantity(&Value::Text(text.clone()), style);
            let expected = Quantity {
                value: value.normalize(),
                approximate: !word.is_empty(),
                max: Some(max.normalize()),
                unit: (!unit.is_empty()).then(|| fold(unit).trim().to_owned()),
            };
            prop_assert_eq!(read, Ok(expected), "{}", text);
        }
    }

    /// All digits of a cell are in the quantity that it gives, or it gives none.
    #[test]
    fn no_digit_is_lost(
        text in "(ca\\. |± |> |~|)[0-9]{1,4}([., ][0-9]{1,3}){0,2}( |-| à | tot | x | en |/|)[0-9]{0,4}( st| m2|kg|\"|)",
    ) {
        if let Ok(read) = quantity(&Value::Text(text.clone()), NumberStyle::Comma) {
            let digits = |it: &str| it.chars().filter(char::is_ascii_digit).collect::<String>();
            let unit = read.unit.as_deref().map(digits).unwrap_or_default();
            let numbers: Vec<Decimal> = [Some(read.value), read.max].into_iter().flatten().collect();
            let count = numbers.len();
            let read: usize = numbers.iter().map(|it| digits(&it.to_string()).trim_start_matches('0').len()).sum();
            // Noughts before and behind are not kept, and nothing else is left out.
            let written = digits(&text);
            let noughts = written.bytes().filter(|it| *it == b'0').count();
            let written = written.len() - unit.len();
            prop_assert!(read <= written, "{}", text);
            // The same number twice is no range, be one of them written with noughts before it.
            let even = written.saturating_sub(noughts).is_multiple_of(2);
            let twice = count == 1 && even && read * 2 + noughts >= written;
            prop_assert!(read + noughts >= written || twice, "{} is {:?}", text, numbers);
        }
    }

    #[test]
    fn no_text_breaks_it(text in "\\PC{0,30}") {
        for style in [NumberStyle::Comma, NumberStyle::Point] {
            drop(quantity(&Value::Text(text.clone()), style));
            drop(mass_grams(&Value::Text(text.clone()), None, style));
        }
    }
}
