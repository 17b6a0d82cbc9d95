use proptest::prelude::*;

use super::*;

fn told(text: &str) -> Result<Price, String> {
    asked(text).map(|it| it.price)
}

fn asked(text: &str) -> Result<Asked, String> {
    let price = price(&Value::Text(text.to_owned()), NumberStyle::Comma);
    price.map_err(|it| it.expected.key().to_owned())
}

#[test]
fn an_amount_in_euro_is_a_price() {
    for (text, cents) in [
        ("€ 950,00", 95_000),
        ("€ 1.250,00", 125_000),
        ("€1250", 125_000),
        ("€ 2,50", 250),
        ("€ 320,-", 32_000),
        ("€ 320,--", 32_000),
        ("320.-", 32_000),
        ("€ 320,—", 32_000),
        ("45 EUR", 4_500),
        ("45,5 €", 4_550),
        ("EUR 45.50", 4_550),
        ("12 euro", 1_200),
        ("Prijs: € 45", 4_500),
        ("ca. € 50", 5_000),
        ("1 250,00 €", 125_000),
        ("45,-", 4_500),
        ("45,- ", 4_500),
        ("45,-€", 4_500),
        ("€45.-", 4_500),
        ("45,- EUR", 4_500),
        ("1'250.50 EUR", 125_050),
        ("1\u{202f}250,50\u{a0}€", 125_050),
        ("€ 45,00 excl. btw", 4_500),
        ("45 € HT", 4_500),
    ] {
        assert_eq!(told(text), Ok(Price::PerUnit { cents }), "{text}");
    }
    let of = |number| price(&Value::Number(number), NumberStyle::Comma).map(|it| it.price);
    assert_eq!(of(42.5), Ok(Price::PerUnit { cents: 4_250 }));
    assert_eq!(of(1000.0 / 3.0), Ok(Price::PerUnit { cents: 33_333 }));
    assert_eq!(of(0.0), Ok(Price::Free {}));
    assert!(of(-1.0).is_err());
    assert!(of(1e300).is_err());
}

#[test]
fn what_a_price_is_for_is_kept() {
    for (text, per) in [
        ("€ 12/m²", "m2"),
        ("€ 12 / st.", "st"),
        ("12 € per stuk", "stuk"),
        ("€ 12 per m² (excl. btw)", "m2"),
        ("12 €/u", "u"),
        ("12 € pro Stück", "stuck"),
        ("12 € l'unité", "unite"),
        ("€ 12 stuk", "stuk"),
        ("12 € pièce", "piece"),
    ] {
        let price = Price::PerUnit { cents: 1_200 };
        assert_eq!(asked(text), Ok(Asked { price, per: Some(per.to_owned()) }), "{text}");
    }
}

#[test]
fn nothing_to_pay_is_free() {
    for text in [
        "gratis",
        "Gratuit",
        "FREE",
        "kostenlos",
        "0",
        "€ 0,00",
        "umsonst",
        "Gratis!",
        "gratis, zelf af te halen",
        "free (collect by Friday)",
    ] {
        assert_eq!(told(text), Ok(Price::Free {}), "{text}");
    }
}

#[test]
fn a_price_may_be_for_asking() {
    for text in [
        "n.t.b.",
        "NTB",
        "op aanvraag",
        "sur demande",
        "on request",
        "auf Anfrage",
        "VB",
        "prix à convenir",
        "P.O.A.",
        "prijs o.a.",
        "prijs overeen te komen",
    ] {
        assert_eq!(told(text), Ok(Price::OnRequest {}), "{text}");
    }
}

#[test]
fn what_is_no_price_in_euro_is_said_so() {
    for text in [
        "10 - 15",
        "€ 10-15",
        "veel",
        "€",
        "€ 12/3",
        "45 st",
        "€ 12 per 10 st",
        "15/03/2026",
        "€ 1.2.3",
    ] {
        assert_eq!(told(text), Err("inventory-expected-price".to_owned()), "{text}");
    }
    for text in [
        "$ 45",
        "£45",
        "45 USD",
        "CHF 45",
        "45 CHF",
        "Fr. 45.–",
        "45 GBP",
        "GBP 45",
        "¥ 45",
        "45 zł",
        "45 dollar",
        "12 $/m²",
        "45.5 CHF",
    ] {
        assert_eq!(told(text), Err("inventory-expected-price-in-euro".to_owned()), "{text}");
    }
    for text in ["-12", "€ -12", "- 12,50 €"] {
        assert_eq!(told(text), Err("inventory-expected-price-not-negative".to_owned()));
    }
    for text in ["€ 12 incl. btw", "12 € TTC", "12 € TVAC", "€ 12/m² incl. btw"] {
        assert_eq!(told(text), Err("inventory-expected-price-without-vat".to_owned()));
    }
    assert_eq!(told("€ 0,085"), Err("inventory-expected-price-cents".to_owned()));
    assert_eq!(told("€ 9.999.999.999.999"), Err("inventory-expected-price".to_owned()));
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(
        cents in 1_i64..1_000_000_000,
        before in prop::sample::select(vec!["€ ", "€", "EUR ", ""]),
        after in prop::sample::select(vec![" €", " EUR", "", " euro"]),
    ) {
        let amount = format!("{}.{:02}", cents / 100, cents % 100);
        for (style, mark) in [(NumberStyle::Comma, ","), (NumberStyle::Point, ".")] {
            let text = format!("{before}{}{after}", amount.replace('.', mark));
            let read = price(&Value::Text(text.clone()), style).map(|it| it.price);
            prop_assert_eq!(read, Ok(Price::PerUnit { cents }), "{}", text);
        }
        let read = price(&Value::Number(amount.parse().unwrap()), NumberStyle::Comma);
        prop_assert_eq!(read.map(|it| it.price), Ok(Price::PerUnit { cents }));
    }

    /// An amount in another currency is never taken for euro, wherever its sign stands.
    #[test]
    fn no_other_currency_is_believed(
        cents in 1_i64..1_000_000_000,
        currency in prop::sample::select(vec!["$", "£", "¥", "USD", "GBP", "CHF", "PLN", "kr", "Fr."]),
        space in prop::sample::select(vec!["", " ", "\u{a0}"]),
        more in prop::sample::select(vec!["", "/st", " per m²"]),
    ) {
        let amount = format!("{},{:02}", cents / 100, cents % 100);
        for text in [format!("{currency}{space}{amount}{more}"), format!("{amount}{space}{currency}{more}")] {
            prop_assert!(told(&text).is_err(), "{}", text);
        }
    }

    /// All digits of a cell are in the price that it gives, or it gives none.
    #[test]
    fn no_digit_is_lost(text in "(€|EUR|ca\\. |)[ ]?[0-9]{1,4}[., ]?[0-9]{0,3}[., ]?[0-9]{0,2}( €|,-|/st| EUR|)") {
        if let Ok(Price::PerUnit { cents }) = told(&text) {
            let digits: String = text.chars().filter(char::is_ascii_digit).collect();
            // Cents that are not written are nought, and so is what is written behind them.
            let same = digits.trim_matches('0') == cents.to_string().trim_matches('0');
            prop_assert!(same, "{} is {} cents", text, cents);
        }
    }

    #[test]
    fn no_text_breaks_it(text in "\\PC{0,30}", number in any::<f64>()) {
        drop(price(&Value::Text(text), NumberStyle::Comma));
        drop(price(&Value::Number(number), NumberStyle::Comma));
    }
}
