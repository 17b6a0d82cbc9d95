//! How a spreadsheet shows a number, where that changes what it means: 0.5 shown as `50%` is no
//! half of a door, and 45 shown as `$45.00` is no price in euro.

use calamine::Style;
use rust_decimal::Decimal;
use rust_decimal::prelude::FromPrimitive;

/// What the number format of a cell makes of a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Manner {
    /// The number, however many decimals are shown; an amount in euro too.
    Plain,
    Percent,
    /// An amount in another currency, as the format writes it: `$`, `CHF`.
    Currency(String),
}

/// Formats below this are Excel's own: what currency they show depends on who looks.
const FIRST_CUSTOM_FORMAT: u32 = 164;

/// What a format may write for a currency other than the euro.
const CURRENCIES: [&str; 20] = [
    "US$", "$", "£", "¥", "₤", "₺", "₽", "zł", "USD", "GBP", "CHF", "SFr.", "Fr.", "JPY", "CAD",
    "AUD", "DKK", "NOK", "SEK", "PLN",
];

impl Manner {
    pub fn of(style: &Style) -> Self {
        match &style.number_format {
            Some(format) => Self::of_format(&format.format_code, format.format_id),
            None => Self::Plain,
        }
    }

    /// Of a format by its number, and by its code where the workbook has one of its own.
    pub fn of_id(id: u16, code: Option<&str>) -> Self {
        /// Excel's own, which no workbook writes out: `0%` and `0.00%`.
        const PERCENT: [u16; 2] = [9, 10];
        match code {
            Some(code) => Self::of_format(code, Some(id.into())),
            None if PERCENT.contains(&id) => Self::Percent,
            None => Self::Plain,
        }
    }

    fn of_format(code: &str, id: Option<u32>) -> Self {
        // After a semicolon stands what negative numbers look like.
        let positive = code.split(';').next().unwrap_or(code);
        let (bare, written) = taken_apart(positive);
        if bare.contains('%') {
            return Self::Percent;
        }
        let custom = id.is_none_or(|it| it >= FIRST_CUSTOM_FORMAT);
        let currency = |it: &&&str| written.iter().any(|written| written == **it);
        match CURRENCIES.iter().find(currency).filter(|_| custom) {
            Some(currency) => Self::Currency((*currency).to_owned()),
            None => Self::Plain,
        }
    }

    /// The number as it is shown, where it is more than a number.
    pub fn shown(&self, number: f64) -> Option<String> {
        let exact = || Decimal::from_f64(number);
        match self {
            Self::Plain => None,
            Self::Percent => {
                Some(format!("{}%", exact()?.checked_mul(Decimal::ONE_HUNDRED)?.normalize()))
            }
            Self::Currency(currency) => Some(format!("{} {currency}", exact()?.normalize())),
        }
    }
}

/// The marks of a format that stand for something, and the words it writes as they are: in
/// quotation marks, after a backslash, as the currency of `[$CHF-807]`, or a sign by itself.
fn taken_apart(code: &str) -> (String, Vec<String>) {
    let (mut bare, mut written) = (String::new(), Vec::new());
    let mut rest = code.chars();
    while let Some(next) = rest.next() {
        match next {
            '"' => {
                let word: String = rest.by_ref().take_while(|it| *it != '"').collect();
                written.push(word.trim().to_owned());
            }
            '\\' => written.extend(rest.next().map(String::from)),
            // A space as wide as the next character, and filling with it.
            '_' | '*' => {
                rest.next();
            }
            '[' => {
                let inner: String = rest.by_ref().take_while(|it| *it != ']').collect();
                if let Some(currency) = inner.strip_prefix('$') {
                    let currency = currency.split('-').next().unwrap_or(currency);
                    written.push(currency.trim().to_owned());
                }
            }
            '$' | '£' | '¥' => written.push(next.to_string()),
            other => bare.push(other),
        }
    }
    (bare, written)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_tells_what_a_number_means() {
        let custom = |code: &str| Manner::of_format(code, Some(170));
        for code in [
            "General",
            "0.00",
            "#,##0.00\\ \"€\"",
            "[$€-413] #,##0.00",
            "[$€-2] #,##0.00",
            "[$EUR] #,##0",
            "_-* #,##0.00\\ _€_-;-* #,##0.00\\ _€_-",
            "0.0\" m\"",
            "0\" % vol\"",
            "[Red]0.00",
            "[$-413]d mmmm yyyy",
            "0_%",
        ] {
            assert_eq!(custom(code), Manner::Plain, "{code}");
        }
        for code in ["0%", "0.00%", "0.0 %;-0.0 %", "[Green]0%"] {
            assert_eq!(custom(code), Manner::Percent, "{code}");
        }
        for (code, currency) in [
            ("[$$-409]#,##0.00", "$"),
            ("\"$\"#,##0.00", "$"),
            ("$#,##0", "$"),
            ("[$£-809]#,##0.00", "£"),
            ("\\£#,##0", "£"),
            ("[$CHF-807] #,##0.00", "CHF"),
            ("#,##0.00 \"USD\"", "USD"),
        ] {
            assert_eq!(custom(code), Manner::Currency(currency.to_owned()), "{code}");
        }
        // Excel's own "currency" is that of whoever looks.
        assert_eq!(Manner::of_format("_($* #,##0.00_)", Some(44)), Manner::Plain);
        assert_eq!(Manner::of_format("0%", Some(9)), Manner::Percent);
    }

    #[test]
    fn a_number_is_shown_without_the_dust_of_fractions() {
        assert_eq!(Manner::Percent.shown(0.07).as_deref(), Some("7%"));
        assert_eq!(Manner::Percent.shown(1.255).as_deref(), Some("125.5%"));
        assert_eq!(Manner::Currency("£".into()).shown(45.5).as_deref(), Some("45.5 £"));
        assert_eq!(Manner::Plain.shown(45.5), None);
        assert_eq!(Manner::Percent.shown(f64::INFINITY), None);
    }
}
