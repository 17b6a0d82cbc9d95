//! Numbers, amounts and days as people write them in each language.

use rust_decimal::Decimal;

use super::{Language, say};
use crate::clock::Day;

/// `1.250,5`, `1 250,5`, `1,250.5`: whole thousands apart, no more decimals than there are.
pub fn number(value: Decimal, language: Language) -> String {
    let (mut mantissa, mut scale) = (value.mantissa(), value.scale());
    while scale > 0 && mantissa % 10 == 0 {
        (mantissa, scale) = (mantissa / 10, scale - 1);
    }
    written(mantissa, scale, language)
}

/// `€ 1.250,00`, `1 250,00 €`, `€1,250.00`.
pub fn euros(cents: i64, language: Language) -> String {
    let amount = written(cents.into(), CENT_DECIMALS, language);
    match language {
        Language::Nl => format!("€{NO_BREAK}{amount}"),
        Language::Fr | Language::De => format!("{amount}{NO_BREAK}€"),
        Language::En => format!("€{amount}"),
    }
}

const CENT_DECIMALS: u32 = 2;

/// `15 maart 2026`, `15 mars 2026`, `15 March 2026`, `15. März 2026`.
pub fn day(day: Day, language: Language) -> String {
    let Day(date) = day;
    say("format-day")
        .with("day", date.day())
        .with("month", u8::from(date.month()))
        .with("year", date.year())
        .in_language(language)
}

/// Keeps an amount and its sign on one line.
const NO_BREAK: char = '\u{a0}';

/// Writes `mantissa` / 10^`scale` with the separators of a language.
fn written(mantissa: i128, scale: u32, language: Language) -> String {
    let (thousands, decimal) = match language {
        Language::Nl | Language::De => ('.', ','),
        Language::Fr => ('\u{202f}', ','),
        Language::En => (',', '.'),
    };
    let scale = scale as usize;
    // At least one digit stands before the decimals.
    let digits = format!("{:0>width$}", mantissa.unsigned_abs(), width = scale + 1);
    let (whole, fraction) = digits.split_at(digits.len() - scale);
    let mut text = String::with_capacity(2 * digits.len() + '−'.len_utf8());
    if mantissa < 0 {
        text.push('−');
    }
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            text.push(thousands);
        }
        text.push(digit);
    }
    if !fraction.is_empty() {
        text.push(decimal);
        text.push_str(fraction);
    }
    text
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_are_written_as_each_language_does() {
        let many = Decimal::new(12_345_678_500, 4);
        assert_eq!(number(many, Language::Nl), "1.234.567,85");
        assert_eq!(number(many, Language::Fr), "1\u{202f}234\u{202f}567,85");
        assert_eq!(number(many, Language::En), "1,234,567.85");
        assert_eq!(number(Decimal::new(-9990, 1), Language::De), "−999");
        assert_eq!(number(Decimal::ZERO, Language::En), "0");
    }

    #[test]
    fn amounts_carry_their_sign_where_it_belongs() {
        assert_eq!(euros(125_000, Language::Nl), "€\u{a0}1.250,00");
        assert_eq!(euros(5, Language::Fr), "0,05\u{a0}€");
        assert_eq!(euros(125_000, Language::En), "€1,250.00");
        assert_eq!(euros(99, Language::De), "0,99\u{a0}€");
    }

    #[test]
    fn days_have_the_name_of_their_month() {
        let march = Day::new(2026, 3, 15).unwrap();
        let words = Language::ALL.map(|language| day(march, language));
        assert_eq!(words, ["15 maart 2026", "15 mars 2026", "15 March 2026", "15. März 2026"]);
        assert_eq!(day(Day::new(2026, 8, 1).unwrap(), Language::Fr), "1er août 2026");
    }

    proptest! {
        #[test]
        fn separators_take_nothing_away(thousandths in any::<i64>()) {
            let value = Decimal::new(thousandths, 3);
            let english = number(value, Language::En).replace(',', "").replace('−', "-");
            prop_assert_eq!(english.parse::<Decimal>().unwrap(), value);
            let german = number(value, Language::De).replace('.', "").replace(',', ".");
            prop_assert_eq!(german.replace('−', "-").parse::<Decimal>().unwrap(), value);
        }
    }
}
