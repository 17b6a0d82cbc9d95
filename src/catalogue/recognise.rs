//! Which category a name speaks of, in four languages. No I/O here.

use super::category::CategoryCode;

/// The category a name speaks of, and how sure that is, from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Recognised {
    pub category: CategoryCode,
    pub confidence: f64,
}

/// The leaf that `name` speaks of; `hint` is what else is known of its kind.
pub fn recognise_category(name: &str, hint: Option<&str>) -> Option<Recognised> {
    let named = |text: &str| {
        let folded = super::fold(text);
        let phrases = category_phrases();
        let at = phrases.binary_search_by(|it| it.0.cmp(&folded)).ok()?;
        Some(Recognised { category: phrases[at].1?, confidence: 1.0 })
    };
    named(name).or_else(|| named(hint?))
}

/// Folded phrases with the leaf they name, sorted.
pub fn category_phrases() -> &'static [(&'static str, Option<CategoryCode>)] {
    &[]
}
