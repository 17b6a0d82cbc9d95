//! Decimals as numbers in JSON: exact to what a JSON number can hold, whole ones without a point.

use std::str::FromStr;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::{Deserialize, Deserializer, Serializer, ser};

use crate::language::say;

pub fn serialize<S: Serializer>(value: &Decimal, serializer: S) -> Result<S::Ok, S::Error> {
    match value.to_i64().filter(|_| value.is_integer()) {
        Some(whole) => serializer.serialize_i64(whole),
        // By way of text, because the direct way loses the last bits of some.
        None => serializer.serialize_f64(value.to_string().parse().map_err(ser::Error::custom)?),
    }
}

pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Decimal, D::Error> {
    let number = f64::deserialize(deserializer)?;
    of_f64(number).ok_or_else(|| say("expected-smaller-number").as_fault())
}

/// The decimal people mean when they write a JSON number. `None` where there are too many digits.
pub fn of_f64(number: f64) -> Option<Decimal> {
    // What does not parse is beyond all that a passport can hold: the caller is told so.
    Decimal::from_str(&number.to_string()).ok()
}

/// The same where there may be none.
pub mod option {
    use super::{Decimal, Deserialize, Deserializer, Serializer, of_f64, say};

    pub fn serialize<S: Serializer>(
        value: &Option<Decimal>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match value {
            Some(value) => super::serialize(value, serializer),
            None => serializer.serialize_none(),
        }
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Decimal>, D::Error> {
        let Some(number) = Option::<f64>::deserialize(deserializer)? else { return Ok(None) };
        of_f64(number).map(Some).ok_or_else(|| say("expected-smaller-number").as_fault())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde::Serialize;

    use super::*;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Sheet {
        #[serde(with = "super")]
        amount: Decimal,
        #[serde(default, with = "super::option", skip_serializing_if = "Option::is_none")]
        most: Option<Decimal>,
    }

    #[test]
    fn whole_numbers_have_no_point_and_words_are_no_numbers() {
        let sheet = Sheet { amount: Decimal::new(1200, 2), most: Some(Decimal::new(385, 1)) };
        assert_eq!(serde_json::to_string(&sheet).unwrap(), r#"{"amount":12,"most":38.5}"#);
        assert!(serde_json::from_str::<Sheet>(r#"{"amount":"12"}"#).is_err());
        assert!(serde_json::from_str::<Sheet>(r#"{"amount":1e300}"#).is_err());
    }

    proptest! {
        #[test]
        fn thousandths_come_back_as_they_went(thousandths in -1_000_000_000_000..1_000_000_000_000_i64) {
            let sheet = Sheet { amount: Decimal::new(thousandths, 3), most: None };
            let text = serde_json::to_string(&sheet).unwrap();
            prop_assert_eq!(serde_json::from_str::<Sheet>(&text).unwrap(), sheet);
        }
    }
}
