//! Sizes in which units stand amid the digits: `2'6"`, `5 1/2"`, `4m50`.

use rust_decimal::Decimal;

use super::LengthUnit;
use super::number::{self, NumberStyle};

/// Inches in a foot.
const FOOT_INCHES: i64 = 12;

/// What a number comes to in its unit, as [`split`] or a plain number has it.
pub(super) fn read(raw: &str, unit: Option<LengthUnit>, style: NumberStyle) -> Option<Decimal> {
    match (unit, raw.split_once('m')) {
        (Some(LengthUnit::Metre), Some((metres, decimals))) => {
            Decimal::from_str_exact(&format!("{metres}.{decimals}")).ok()
        }
        (Some(LengthUnit::Inch), _) => inches(raw, style),
        _ => number::read(raw, style),
    }
}

/// Splits off what is a number only together: feet with inches, a fraction of an inch, metres with
/// what stands behind them. The mark of inches stays behind, as any unit does.
pub(super) fn split(text: &str) -> Option<(&str, &str)> {
    let (whole, after) = digits(text)?;
    if let Some(rest) = after_metres(after) {
        return Some(text.split_at(text.len() - rest.len()));
    }
    let after_feet = after.trim_start().strip_prefix('\'').filter(|it| !it.starts_with('\''));
    let end = match after_feet.map(|it| it.trim_start_matches([' ', '-'])) {
        Some(rest) => fraction(rest).or_else(|| Some(digits(rest)?.1))?,
        None => fraction(text)?,
    };
    let (raw, end) = text.split_at(text.len() - end.len());
    (raw.len() > whole.len() && begins_with_inches(end.trim_start())).then_some((raw, end))
}

fn begins_with_inches(text: &str) -> bool {
    let word = text.find(|it: char| !it.is_alphabetic()).unwrap_or(text.len());
    text.starts_with(['"', '″', '”', '“'])
        || text.starts_with("''")
        || LengthUnit::of_word(&text[..word]) == Some(LengthUnit::Inch)
}

/// What follows `1/2` or `5 1/2`.
fn fraction(text: &str) -> Option<&str> {
    let (first, after) = digits(text)?;
    let upper = after.strip_prefix(' ').and_then(digits);
    let (numerator, after) = upper.filter(|it| it.1.starts_with('/')).unwrap_or((first, after));
    let (denominator, end) = digits(after.strip_prefix('/')?)?;
    let proper = numerator.parse::<u8>().ok()? < denominator.parse::<u8>().ok()?;
    proper.then_some(end)
}

fn digits(text: &str) -> Option<(&str, &str)> {
    let end = text.find(|it: char| !it.is_ascii_digit()).unwrap_or(text.len());
    (end > 0).then(|| text.split_at(end))
}

/// What follows the `m50` of `4m50`. `m2` and `m3` are no lengths.
fn after_metres(text: &str) -> Option<&str> {
    const DECIMALS_MAX: usize = 3;
    let (decimals, rest) = digits(text.strip_prefix('m')?)?;
    let goes_on = rest.starts_with(|it: char| it.is_alphanumeric() && !matches!(it, 'x' | 'X'))
        || rest.starts_with([',', '.', '²', '³']);
    let power = matches!(decimals, "2" | "3");
    (decimals.len() <= DECIMALS_MAX && !power && !goes_on).then_some(rest)
}

fn inches(raw: &str, style: NumberStyle) -> Option<Decimal> {
    let (feet, inches) = raw.split_once('\'').unwrap_or(("0", raw));
    let feet: Decimal = feet.trim().parse().ok()?;
    let inches = inches.trim_matches([' ', '-']);
    let (whole, part) = match inches.split_once('/') {
        None => (inches, Decimal::ZERO),
        Some((before, denominator)) => {
            let (whole, numerator) = before.rsplit_once(' ').unwrap_or(("0", before));
            let (numerator, denominator): (Decimal, Decimal) =
                (numerator.parse().ok()?, denominator.parse().ok()?);
            (whole, numerator.checked_div(denominator)?)
        }
    };
    let whole = number::read(whole, style)?;
    feet.checked_mul(FOOT_INCHES.into())?.checked_add(whole)?.checked_add(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_may_stand_around_its_unit() {
        for (text, raw, rest) in [
            ("2'6\"", "2'6", "\""),
            ("2' 6\" x 4\"", "2' 6", "\" x 4\""),
            ("6'-8 1/2\"", "6'-8 1/2", "\""),
            ("5 1/2\"", "5 1/2", "\""),
            ("3/4 inch", "3/4", " inch"),
            ("4m50", "4m50", ""),
            ("2m05x0,93 m", "2m05", "x0,93 m"),
        ] {
            assert_eq!(split(text), Some((raw, rest)), "{text}");
        }
        for text in [
            "36\"", "12'", "1'250 mm", "60/60 cm", "12 m2", "12m2", "4m3", "4m50cm", "m50",
            "4m5.0", "",
        ] {
            assert_eq!(split(text), None, "{text}");
        }
    }

    #[test]
    fn it_comes_to_what_it_says() {
        let (inch, metre) = (Some(LengthUnit::Inch), Some(LengthUnit::Metre));
        for (raw, unit, size) in [
            ("2'6", inch, "30"),
            ("6'-8 1/2", inch, "80.5"),
            ("3/4", inch, "0.75"),
            ("36", inch, "36"),
            ("4m50", metre, "4.50"),
            ("4m5", metre, "4.5"),
            ("4,50", metre, "4.5"),
        ] {
            assert_eq!(read(raw, unit, NumberStyle::Comma), size.parse().ok(), "{raw}");
        }
        assert_eq!(read("1/0", inch, NumberStyle::Comma), None);
    }
}
