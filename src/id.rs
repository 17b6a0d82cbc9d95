//! Typed ids, so that an `Id<Passport>` cannot be passed where an `Id<Need>` is wanted, and the
//! short public code of a passport.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql};
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::Text;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, SchemaFormat, Type};

use crate::language::say;

/// The id of a `T`: a UUIDv7 as text. We make it ourselves, so both databases agree on it, rows
/// sort by age, and a row's id is known before it is inserted.
#[derive(diesel::expression::AsExpression, diesel::deserialize::FromSqlRow)]
#[diesel(sql_type = Text)]
pub struct Id<T: 'static>(String, PhantomData<fn() -> T>);

impl<T> Id<T> {
    #[allow(clippy::new_without_default, reason = "every call gives another one")]
    pub fn new() -> Self {
        Self(uuid::Uuid::now_v7().to_string(), PhantomData)
    }

    /// An id as it came from outside. `None` where it cannot be one.
    pub fn parse(text: &str) -> Option<Self> {
        let id = uuid::Uuid::try_parse(text).ok()?;
        Some(Self(id.to_string(), PhantomData))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The number it is the text of, for what keeps very many of them.
    pub fn as_u128(&self) -> u128 {
        // Every way to make an id goes by a UUID.
        uuid::Uuid::try_parse(&self.0).map_or(0, |it| it.as_u128())
    }

    pub fn from_u128(number: u128) -> Self {
        Self(uuid::Uuid::from_u128(number).to_string(), PhantomData)
    }
}

impl<T> Clone for Id<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone(), PhantomData)
    }
}

impl<T> PartialEq for Id<T> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl<T> Eq for Id<T> {}

impl<T> PartialOrd for Id<T> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> Ord for Id<T> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.cmp(&other.0)
    }
}

impl<T> std::hash::Hash for Id<T> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

impl<T> fmt::Debug for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<T> fmt::Display for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<T> Serialize for Id<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de, T> Deserialize<'de> for Id<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<str>::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| say("expected-id").as_fault())
    }
}

impl<T, DB: Backend> ToSql<Text, DB> for Id<T>
where
    String: ToSql<Text, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        self.0.to_sql(out)
    }
}

impl<T, DB: Backend> FromSql<Text, DB> for Id<T>
where
    String: FromSql<Text, DB>,
{
    fn from_sql(value: DB::RawValue<'_>) -> deserialize::Result<Self> {
        Ok(Self(String::from_sql(value)?, PhantomData))
    }
}

// utoipa takes every type with a parameter for one whose schema is composed of its parameter's,
// and has no public way to say otherwise.
impl<T> utoipa::__dev::ComposeSchema for Id<T> {
    fn compose(_: Vec<RefOr<Schema>>) -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::Custom("uuid".to_owned())))
            .into()
    }
}

impl<T> utoipa::ToSchema for Id<T> {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("Id")
    }
}

/// A passport's short public code, `7K3M-9QXV-2`: eight digits of Crockford's base 32 (forty
/// random bits) and a check digit. It stands in the QR code and can be said over the phone.
#[derive(
    Debug,
    Clone,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    diesel::expression::AsExpression,
    diesel::deserialize::FromSqlRow,
)]
#[diesel(sql_type = Text)]
pub struct Code(String);

/// Crockford's digits: no I, L, O, U. <https://www.crockford.com/base32.html>
const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const CODE_BITS: u32 = 40;
/// Crockford's modulus for the check digit: a prime, so that every single wrong digit and every
/// swap of neighbours shows.
const CHECK_MODULUS: u64 = 37;

impl Code {
    /// A code nobody knows yet, most likely: whoever stores it looks whether it is taken.
    pub fn random() -> Self {
        loop {
            let number = rand::random::<u64>() >> (u64::BITS - CODE_BITS);
            // The check digits 32 to 36 would be `*~$=U`, which do not go into a URL or over the
            // phone, so numbers that call for them are passed over.
            if number % CHECK_MODULUS < 32 {
                return Self::of(number);
            }
        }
    }

    fn of(number: u64) -> Self {
        let digit = |value: u64| DIGITS[(value & 31) as usize] as char;
        let mut text: String = (0..8).rev().map(|place| digit(number >> (place * 5))).collect();
        text.insert(4, '-');
        text.push('-');
        text.push(digit(number % CHECK_MODULUS));
        Self(text)
    }

    /// Reads a code as people write it: any case, with or without dashes and spaces, `O` for
    /// zero, `I` and `L` for one. `None` where the check digit disagrees.
    pub fn parse(text: &str) -> Option<Self> {
        let digits: Vec<u64> = text
            .chars()
            .filter(|it| !matches!(it, '-' | ' '))
            .map(|it| {
                let it = match it.to_ascii_uppercase() {
                    'O' => '0',
                    'I' | 'L' => '1',
                    other => other,
                };
                DIGITS.iter().position(|digit| *digit as char == it).map(|at| at as u64)
            })
            .collect::<Option<_>>()?;
        let (check, digits) = digits.split_last()?;
        if digits.len() != 8 {
            return None;
        }
        let number = digits.iter().fold(0, |number, digit| number << 5 | digit);
        (number % CHECK_MODULUS == *check).then(|| Self::of(number))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Code {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<str>::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| say("expected-code").as_fault())
    }
}

impl<DB: Backend> ToSql<Text, DB> for Code
where
    String: ToSql<Text, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        self.0.to_sql(out)
    }
}

impl<DB: Backend> FromSql<Text, DB> for Code
where
    String: FromSql<Text, DB>,
{
    fn from_sql(value: DB::RawValue<'_>) -> deserialize::Result<Self> {
        Ok(Self(String::from_sql(value)?))
    }
}

impl utoipa::PartialSchema for Code {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .pattern(Some("^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]$"))
            .examples([serde_json::json!("7K3M-9QXV-2")])
            .into()
    }
}

impl utoipa::ToSchema for Code {}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn codes_are_read_as_people_write_them() {
        let code = Code::of(1 << 35);
        assert_eq!(code.as_str().len(), "7K3M-9QXV-2".len());
        for sloppy in [code.as_str().to_lowercase(), code.as_str().replace('-', " ")] {
            assert_eq!(Code::parse(&sloppy), Some(code.clone()));
        }
        assert_eq!(Code::parse(&code.as_str().replacen('1', "L", 1)), Some(code));
        assert_eq!(Code::parse(""), None);
        assert_eq!(Code::parse("7K3M-9QXV-2-2"), None);
    }

    proptest! {
        #[test]
        fn one_wrong_digit_shows(at in 0..8_usize, by in 1..32_usize) {
            let code = Code::random();
            prop_assert_eq!(Code::parse(code.as_str()), Some(code.clone()));
            let mut bytes: Vec<u8> = code.as_str().bytes().filter(|it| *it != b'-').collect();
            let digit = DIGITS.iter().position(|it| *it == bytes[at]).unwrap();
            bytes[at] = DIGITS[(digit + by) % 32];
            prop_assert_eq!(Code::parse(std::str::from_utf8(&bytes).unwrap()), None);
        }
    }
}
