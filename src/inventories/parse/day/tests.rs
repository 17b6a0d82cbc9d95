use proptest::prelude::*;

use super::*;

fn told(text: &str) -> Result<String, String> {
    let day = day(&Value::Text(text.to_owned()));
    day.map(|it| it.to_string()).map_err(|it| it.expected.key().to_owned())
}

#[test]
fn a_day_is_read_as_day_month_year() {
    for text in [
        "15/03/2026",
        "15-03-2026",
        "15.03.2026",
        "15/3/26",
        "15 03 2026",
        "2026-03-15",
        "2026/3/15",
        "20260315",
        "15 maart 2026",
        "15 mars 2026",
        "March 15, 2026",
        "15. März 2026",
        "15 mrt 2026",
        "15-mrt-26",
        "zondag 15 maart 2026".trim_start_matches("zondag "),
        "vanaf 15/03/2026",
        "à partir du 15/03/2026",
        "ab 15.3.2026",
        "2026-03-15T08:30:00",
        "15/03/2026 00:00",
        "15th of March 2026",
    ] {
        assert_eq!(told(text), Ok("2026-03-15".to_owned()), "{text}");
    }
    assert_eq!(told("1er mars 1998"), Ok("1998-03-01".to_owned()));
    assert_eq!(told("5/4/98"), Ok("1998-04-05".to_owned()));
}

#[test]
fn a_month_a_quarter_or_a_week_is_its_first_day() {
    for (text, expected) in [
        ("maart 2026", "2026-03-01"),
        ("mars 2026", "2026-03-01"),
        ("Mrz 2026", "2026-03-01"),
        ("aug-26", "2026-08-01"),
        ("août 2026", "2026-08-01"),
        ("juil. 2026", "2026-07-01"),
        ("03/2026", "2026-03-01"),
        ("2026-03", "2026-03-01"),
        ("Q3 2026", "2026-07-01"),
        ("2026 Q3", "2026-07-01"),
        ("3e kwartaal 2026", "2026-07-01"),
        ("T3 2026", "2026-07-01"),
        ("3ème trimestre 2026", "2026-07-01"),
        ("3. Quartal 2026", "2026-07-01"),
        ("week 12 2026", "2026-03-16"),
        ("KW 12/2026", "2026-03-16"),
        ("2026-W12", "2026-03-16"),
        ("begin maart 2026", "2026-03-01"),
        ("midden maart 2026", "2026-03-15"),
        ("fin février 2028", "2028-02-29"),
        ("KW 12/26", "2026-03-16"),
        ("derde kwartaal 2026", "2026-07-01"),
        ("troisième trimestre 2026", "2026-07-01"),
        ("third quarter of 2026", "2026-07-01"),
        ("III. Quartal 2026", "2026-07-01"),
        ("1er semestre 2026", "2026-01-01"),
        ("S2 2026", "2026-07-01"),
        ("tweede helft 2026", "2026-07-01"),
        ("2. Halbjahr 2026", "2026-07-01"),
        ("voorjaar 2026", "2026-03-01"),
        ("été 2026", "2026-06-01"),
        ("autumn 2026", "2026-09-01"),
        ("46113", "2026-04-01"),
        ("2026", "2026-01-01"),
        ("eind 2026", "2026-12-31"),
    ] {
        assert_eq!(told(text), Ok(expected.to_owned()), "{text}");
    }
}

#[test]
fn a_day_that_is_not_is_said_so() {
    for text in
        ["31/02/2026", "29.02.2026", "03/25/2026", "32 maart 2026", "00/01/2026", "week 60 2026"]
    {
        assert_eq!(told(text), Err("inventory-expected-existing-day".to_owned()), "{text}");
    }
    for text in [
        "",
        "binnenkort",
        "maart",
        "15/03",
        "12",
        "15/03/20266",
        "15/03/3026",
        "1/2/3/4",
        "Q5 2026",
        "99999999999999999999",
        "15 maart of april 2026",
        "marsepein 2026",
        "winter 2026",
        "S3 2026",
        "12345",
        "€ 2026",
    ] {
        assert_eq!(told(text), Err("inventory-expected-day".to_owned()), "{text}");
    }
}

#[test]
fn a_number_is_what_a_spreadsheet_counts() {
    let of = |number| day(&Value::Number(number)).map(|it| it.to_string()).ok();
    assert_eq!(of(46_113.0).as_deref(), Some("2026-04-01"));
    assert_eq!(of(46_113.75).as_deref(), Some("2026-04-01"));
    assert_eq!(of(61.0).as_deref(), Some("1900-03-01"));
    assert_eq!(of(2026.0).as_deref(), Some("2026-01-01"));
    assert_eq!(of(20_260_315.0).as_deref(), Some("2026-03-15"));
    for number in [0.0, -5.0, 1e12, f64::MAX, 19_000_000.0] {
        assert_eq!(of(number), None, "{number}");
    }
    let far = Day::parse("9999-12-31").unwrap();
    assert!(day(&Value::Date(far)).is_err());
}

#[test]
fn a_year_may_stand_among_words() {
    let of = |text: &str| year(&Value::Text(text.to_owned())).ok();
    assert_eq!(of("1998"), Some(1998));
    assert_eq!(of("bouwjaar 1872"), Some(1872));
    assert_eq!(of("ca. 1960"), Some(1960));
    assert_eq!(of("03/1998"), Some(1998));
    assert_eq!(of("1998-2004"), None);
    assert_eq!(of("oud"), None);
    assert_eq!(year(&Value::Number(2011.0)), Ok(2011));
    assert!(year(&Value::Number(12.0)).is_err());
}

#[test]
fn what_is_there_needs_no_day() {
    assert!(is_at_once(&Value::Text("Sofort".into())));
    assert!(is_at_once(&Value::Text("immédiat".into())));
    assert!(!is_at_once(&Value::Text("15/03/2026".into())));
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(number in 0_i32..73_000) {
        let date = time::Date::from_julian_day(2_415_021 + number).unwrap();
        let (year, month, day_of) = (date.year(), u8::from(date.month()), date.day());
        let name = |language: usize| day_words::MONTHS[usize::from(month) - 1][language];
        let mut written = vec![
            format!("{day_of:02}/{month:02}/{year}"),
            format!("{day_of}-{month}-{year}"),
            format!("{day_of}.{month}.{year}"),
            format!("{year}-{month:02}-{day_of:02}"),
            format!("{day_of} {} {year}", name(0)),
            format!("{day_of}. {} {year}", name(1)),
            format!("{} {day_of}, {year}", name(0)),
        ];
        if (1970..2070).contains(&year) {
            written.push(format!("{day_of}/{month}/{:02}", year % 100));
        }
        for text in written {
            prop_assert_eq!(told(&text), Ok(Day(date).to_string()), "{}", text);
        }
    }

    /// What is no day in the order of day, month and year, or as ISO 8601 writes it, is none.
    #[test]
    fn numbers_are_read_as_the_obvious_version_does(
        (a, b, c) in ("[0-9]{1,4}", "[0-9]{1,2}", "[0-9]{1,4}"),
        mark in prop::sample::select(vec!["/", "-", ".", " "]),
    ) {
        let number = |it: &str| it.parse::<i32>().unwrap();
        let existing = |year: i32, month: i32, day: i32| {
            let day = Day::new(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?)?;
            (1900..=2100).contains(&year).then_some(day)
        };
        let expected = match (a.len(), b.len(), c.len()) {
            (1 | 2, _, 4) => existing(number(&c), number(&b), number(&a)),
            (1 | 2, _, 2) => {
                let century = if number(&c) < 70 { 2000 } else { 1900 };
                existing(century + number(&c), number(&b), number(&a))
            }
            (4, _, 1 | 2) => existing(number(&a), number(&b), number(&c)),
            _ => None,
        };
        let text = [&*a, &*b, &*c].join(mark);
        prop_assert_eq!(told(&text).ok(), expected.map(|it| it.to_string()), "{}", text);
    }

    /// A month, a quarter, a half and a week come back in every language that names them.
    #[test]
    fn a_part_of_a_year_is_read_back(year in 1970_i32..2070, place in 0_usize..12, end in 0..4_u8) {
        let month = i32::try_from(place).unwrap() + 1;
        let first = |month: i32| format!("{year}-{month:02}-01");
        for name in day_words::MONTHS[place] {
            let capital = name[..1].to_uppercase() + &name[1..];
            for text in [format!("{name} {year}"), format!("{capital} {year}"), format!("vanaf {name} {year}")] {
                prop_assert_eq!(told(&text), Ok(first(month)), "{}", text);
            }
        }
        let quarter = place / 3 + 1;
        for text in [
            format!("Q{quarter} {year}"),
            format!("T{quarter} {year}"),
            format!("{quarter}e kwartaal {year}"),
            format!("{quarter}e trimestre {year}"),
            format!("{quarter}. Quartal {year}"),
            format!("{year}-Q{quarter}"),
            format!("quarter {quarter}, {year}"),
        ] {
            prop_assert_eq!(told(&text), Ok(first(i32::try_from(quarter).unwrap() * 3 - 2)), "{}", text);
        }
        let half = place / 6 + 1;
        for text in [format!("S{half} {year}"), format!("{half}. Halbjahr {year}")] {
            prop_assert_eq!(told(&text), Ok(first(i32::try_from(half).unwrap() * 6 - 5)), "{}", text);
        }
        let week = u8::try_from(place).unwrap() * 4 + end + 1;
        let monday = time::Date::from_iso_week_date(year, week, time::Weekday::Monday).unwrap();
        for text in [format!("week {week} {year}"), format!("KW {week}/{year}"), format!("{year}-W{week:02}")] {
            prop_assert_eq!(told(&text), Ok(monday.to_string()), "{}", text);
        }
    }

    #[test]
    fn no_cell_breaks_it(text in "\\PC{0,30}", number in any::<f64>()) {
        drop(day(&Value::Text(text.clone())));
        drop(year(&Value::Text(text)));
        drop(day(&Value::Number(number)));
        drop(year(&Value::Number(number)));
    }
}
