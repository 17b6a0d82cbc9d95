//! What kind of thing it is.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::{Reason, RowReading};
use crate::catalogue::{self, CategoryCode};
use crate::inventories::field::Field;
use crate::inventories::place::{self, Place};
use crate::inventories::questions::Open;
use crate::language::{Language, say};
use crate::passports::Draft;

/// Below this a category that was read from a name is asked about. What the words of
/// `tests/data/category_names.csv` say with less is wrong too often.
const CONFIDENCE_MIN: f64 = 0.6;

impl RowReading<'_> {
    /// Sets the category, as far as it is known. Whether it was guessed.
    pub(super) fn category(&mut self, draft: &mut Draft, place: &Place) -> bool {
        let written = self.line(Field::Category);
        if let Some(written) = &written {
            if let Some(code) = CategoryCode::parse(written.to_uppercase().trim()) {
                draft.category = Some(code);
                return false;
            }
            if looks_like_code(written) {
                let expected = say("inventory-expected-category");
                self.problem(Field::Category, Reason::UnknownCategory, expected, written);
                return false;
            }
            let labelled = category_labelled(written);
            if let Some(leaf) = labelled.filter(|it| it.is_leaf()) {
                draft.category = Some(leaf);
                return false;
            }
        }
        // A section that is no place may be a trade: `DEUREN`.
        let section = place.text.as_deref().filter(|it| !place::is_place(it));
        let hint = written.as_deref().or(section);
        let recognised = catalogue::recognise_category(&draft.name, hint);
        let sure = recognised.filter(|it| it.confidence >= CONFIDENCE_MIN).map(|it| it.category);
        let top = written.as_deref().and_then(category_labelled);
        // Where the name says no more than the trade does, the trade stands.
        draft.category = sure.or(top);
        if sure.is_none() {
            self.open = Some(Open::of(&draft.name, hint));
        }
        if let (None, Some(written)) = (draft.category, &written) {
            let expected = say("inventory-expected-category");
            self.notice(Field::Category, Reason::UnknownCategory, expected, written);
        }
        true
    }
}

/// `DOOR.INT`, or what somebody took for such a code.
fn looks_like_code(text: &str) -> bool {
    let (top, leaf) = text.split_once('.').unwrap_or((text, ""));
    let capitals = |it: &str| {
        !it.is_empty()
            && it.chars().all(|it| it.is_ascii_uppercase() || matches!(it, '_' | '0'..='9'))
    };
    text.contains('.') && top.len() >= 3 && capitals(top) && capitals(leaf)
}

/// The category that bears this label in any language.
fn category_labelled(text: &str) -> Option<CategoryCode> {
    static BY_LABEL: LazyLock<HashMap<String, CategoryCode>> = LazyLock::new(|| {
        let labels = CategoryCode::all().flat_map(|code| {
            Language::ALL.map(|language| (catalogue::fold(code.label(language)), code))
        });
        labels.collect()
    });
    BY_LABEL.get(&catalogue::fold(text)).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_told_from_words() {
        for code in ["DOOR.XYZ", "FLOOR.CARPET_TILES", "INT.A"] {
            assert!(looks_like_code(code), "{code}");
        }
        for word in ["DEUREN", "Deuren", "17.04", "R.D.C", "Sols", "a.b"] {
            assert!(!looks_like_code(word), "{word}");
        }
    }

    #[test]
    fn a_label_in_any_language_names_its_category() {
        assert_eq!(category_labelled("binnendeur").map(CategoryCode::as_str), Some("DOOR.INT"));
        assert_eq!(category_labelled("Portes & portails").map(CategoryCode::as_str), Some("DOOR"));
        assert_eq!(category_labelled("Varia"), None);
    }
}
