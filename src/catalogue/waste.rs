//! The European list of waste, as far as buildings and what is in them go.

use std::sync::LazyLock;

use serde::Deserialize;

use super::read_csv;
use crate::language::Language;

/// The code something would get if it were discarded. What is reused is not waste.
#[derive(Debug, Deserialize)]
pub struct WasteCode {
    /// Without the star: `17 06 05`.
    pub code: String,
    #[serde(deserialize_with = "flag")]
    pub hazardous: bool,
    pub nl: String,
    pub fr: String,
    pub en: String,
    pub de: String,
}

impl WasteCode {
    /// As it is written: `17 06 05*`. The star belongs to the code.
    pub fn written(&self) -> String {
        format!("{}{}", self.code, if self.hazardous { "*" } else { "" })
    }

    pub fn label(&self, language: Language) -> &str {
        match language {
            Language::Nl => &self.nl,
            Language::Fr => &self.fr,
            Language::En => &self.en,
            Language::De => &self.de,
        }
    }

    /// Chapter 17 is construction and demolition; what is in a building may fall under others.
    pub fn is_construction(&self) -> bool {
        self.code.starts_with("17")
    }
}

/// Finds a code as people write it: `17 06 05*`, `170605`, `17.06.05`. `None` where the list has
/// no such code.
pub fn waste_code(written: &str) -> Option<&'static WasteCode> {
    let mut digits = [0; 6];
    let mut count = 0;
    for letter in written.bytes() {
        match letter {
            b'0'..=b'9' => {
                *digits.get_mut(count)? = letter;
                count += 1;
            }
            b' ' | b'.' | b'*' | b'-' | b'/' => {}
            // A space that does not break comes as two bytes.
            0xc2 | 0xa0 => {}
            _ => return None,
        }
    }
    if count != digits.len() {
        return None;
    }
    let same = |it: &&WasteCode| it.code.bytes().filter(|it| *it != b' ').eq(digits);
    waste_codes().iter().find(same)
}

/// All codes the catalogue knows, sorted.
pub fn waste_codes() -> &'static [WasteCode] {
    static CODES: LazyLock<Vec<WasteCode>> =
        LazyLock::new(|| read_csv("waste_codes.csv", include_str!("data/waste_codes.csv")));
    &CODES
}

fn flag<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    Ok(u8::deserialize(deserializer)? == 1)
}
