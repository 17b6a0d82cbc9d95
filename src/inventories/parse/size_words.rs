//! The words and letters of sizes: what is measured, and in which unit.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::plain;
use super::tokens::{Token, tokens};
use crate::catalogue::fold;
use crate::language::Language;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Axis {
    Length,
    Width,
    Height,
    Depth,
    Thickness,
    Diameter,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LengthUnit {
    Millimetre,
    Centimetre,
    Decimetre,
    Metre,
    Inch,
    Foot,
}

impl LengthUnit {
    pub(super) const ALL: [Self; 6] =
        [Self::Millimetre, Self::Centimetre, Self::Decimetre, Self::Metre, Self::Inch, Self::Foot];

    pub fn of_word(word: &str) -> Option<Self> {
        match fold(word).as_str() {
            "mm" | "millimeter" | "millimetre" | "millimetres" => Some(Self::Millimetre),
            "cm" | "centimeter" | "centimetre" | "centimetres" | "zentimeter" => {
                Some(Self::Centimetre)
            }
            "dm" | "decimeter" | "decimetre" => Some(Self::Decimetre),
            "m" | "mtr" | "mt" | "meter" | "metre" | "metres" | "meters" => Some(Self::Metre),
            "inch" | "inches" | "duim" | "pouce" | "pouces" | "zoll" => Some(Self::Inch),
            "ft" | "foot" | "feet" => Some(Self::Foot),
            _ => None,
        }
    }

    /// As it is written everywhere.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Millimetre => "mm",
            Self::Centimetre => "cm",
            Self::Decimetre => "dm",
            Self::Metre => "m",
            Self::Inch => "inch",
            Self::Foot => "ft",
        }
    }

    pub fn millimetres(self) -> Decimal {
        match self {
            Self::Millimetre => Decimal::ONE,
            Self::Centimetre => Decimal::TEN,
            Self::Decimetre => Decimal::ONE_HUNDRED,
            Self::Metre => Decimal::ONE_THOUSAND,
            // By definition, since 1959.
            Self::Inch => Decimal::new(254, 1),
            Self::Foot => Decimal::new(3048, 1),
        }
    }
}

/// What a heading such as `L x B x H (cm)` says about the sizes below it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SizeHeading {
    pub unit: Option<LengthUnit>,
    /// Two axes or more, in the order printed.
    pub order: Option<Vec<Axis>>,
}

/// The unit and the order of axes in a heading.
pub fn of_heading(heading: &str, language: Language) -> SizeHeading {
    let heading = plain(heading);
    let tokens = tokens(&heading).unwrap_or_default();
    let unit = tokens.iter().find_map(|it| {
        let Token::Unit(unit) = it else { return None };
        Some(*unit)
    });
    let letters: Vec<_> = tokens.iter().filter_map(Token::axis).collect();
    let order = resolve(&letters, false, language);
    SizeHeading { unit, order: (order.len() > 1 && all_differ(&order)).then_some(order) }
}

/// What a word or letter says about the axis. What some letters mean depends on those beside them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum AxisWord {
    Sure(Axis),
    /// `L`
    LargeL,
    /// `l`: beside an `L`, the French width.
    SmallL,
    /// `D`: depth, diameter or thickness.
    D,
    /// `T`: the German depth, or the English thickness.
    T,
}

impl AxisWord {
    pub fn of(word: &str) -> Option<Self> {
        match word {
            "L" => return Some(Self::LargeL),
            "l" => return Some(Self::SmallL),
            _ => {}
        }
        let axis = match fold(word).as_str() {
            "d" => return Some(Self::D),
            "t" => return Some(Self::T),
            "lengte" | "long" | "longueur" | "lang" | "lg" | "length" | "lange" | "len" => {
                Axis::Length
            }
            "b" | "br" | "breed" | "breedte" | "breite" | "breit" | "w" | "wide" | "width"
            | "larg" | "largeur" | "la" => Axis::Width,
            "h" | "ht" | "hoog" | "hoogte" | "haut" | "hauteur" | "high" | "height" | "hohe"
            | "hoch" => Axis::Height,
            "p" | "prof" | "profondeur" | "diep" | "diepte" | "deep" | "depth" | "tief"
            | "tiefe" => Axis::Depth,
            "e" | "ep" | "epaisseur" | "dik" | "dikte" | "dk" | "thick" | "thickness" | "thk"
            | "dicke" | "dick" | "starke" | "stark" => Axis::Thickness,
            // `Ø` folds to this.
            "o" if word == "Ø" => Axis::Diameter,
            "dia" | "diam" | "diameter" | "diametre" | "doorsnede" | "durchmesser" | "dn" => {
                Axis::Diameter
            }
            folded => return Self::of_compound(folded),
        };
        Some(Self::Sure(axis))
    }

    /// `wanddikte`, `Plattenbreite`: words of which the last part names an axis.
    fn of_compound(folded: &str) -> Option<Self> {
        const ENDS: [&str; 12] = [
            "lengte", "breedte", "hoogte", "diepte", "dikte", "diameter", "lange", "breite",
            "hohe", "tiefe", "dicke", "starke",
        ];
        let end = ENDS.into_iter().find(|it| folded.len() > it.len() && folded.ends_with(it))?;
        Self::of(end)
    }
}

/// The axis that a whole word names; letters alone say too little.
pub fn axis_of_word(word: &str) -> Option<Axis> {
    const LETTERS_MIN: usize = 3;
    match AxisWord::of(word).filter(|_| word.chars().count() >= LETTERS_MIN)? {
        AxisWord::Sure(axis) => Some(axis),
        AxisWord::LargeL | AxisWord::SmallL | AxisWord::D | AxisWord::T => None,
    }
}

/// The axes that the words of one cell or heading mean together. `series` says that sizes
/// without a name stand beside them.
pub(super) fn resolve(words: &[AxisWord], series: bool, language: Language) -> Vec<Axis> {
    let is = |axis: Axis| words.contains(&AxisWord::Sure(axis));
    let ls = words.iter().filter(|it| matches!(it, AxisWord::LargeL | AxisWord::SmallL)).count();
    let both = words.contains(&AxisWord::LargeL) && words.contains(&AxisWord::SmallL);
    let mut l_seen = 0;
    let mut one = |word: &AxisWord| match word {
        AxisWord::Sure(axis) => *axis,
        AxisWord::LargeL | AxisWord::SmallL => {
            l_seen += 1;
            let width = if both {
                *word == AxisWord::SmallL
            } else if ls > 1 {
                l_seen == 2
            } else {
                *word == AxisWord::SmallL && language == Language::Fr && !is(Axis::Width)
            };
            if width { Axis::Width } else { Axis::Length }
        }
        AxisWord::D if is(Axis::Width) || is(Axis::Height) || ls > 1 => Axis::Depth,
        AxisWord::D if series => Axis::Thickness,
        AxisWord::D => Axis::Diameter,
        AxisWord::T if language == Language::De => Axis::Depth,
        AxisWord::T => Axis::Thickness,
    };
    words.iter().map(&mut one).collect()
}

fn all_differ(axes: &[Axis]) -> bool {
    (1..axes.len()).all(|it| !axes[..it].contains(&axes[it]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use Axis::{Depth, Diameter, Height, Length, Thickness, Width};

    #[test]
    fn a_heading_tells_the_unit_and_the_order() {
        use LengthUnit::{Centimetre, Metre, Millimetre};
        for (heading, language, unit, order) in [
            ("L (cm)", Language::Fr, Some(Centimetre), None),
            ("Ép. (mm)", Language::Fr, Some(Millimetre), None),
            ("Length (mm)", Language::En, Some(Millimetre), None),
            ("Longueur en m", Language::Fr, Some(Metre), None),
            ("Afmetingen", Language::Nl, None, None),
            ("L x B x H (cm)", Language::Nl, Some(Centimetre), Some(vec![Length, Width, Height])),
            ("LxBxD [mm]", Language::Nl, Some(Millimetre), Some(vec![Length, Width, Depth])),
            ("L×l×h (cm)", Language::Fr, Some(Centimetre), Some(vec![Length, Width, Height])),
            ("lxlxh", Language::Fr, None, Some(vec![Length, Width, Height])),
            ("h x l x p", Language::Fr, None, Some(vec![Height, Width, Depth])),
            ("Maße B/H/T in mm", Language::De, Some(Millimetre), Some(vec![Width, Height, Depth])),
            (
                "W x H x T (mm)",
                Language::En,
                Some(Millimetre),
                Some(vec![Width, Height, Thickness]),
            ),
            ("Afmetingen BxH", Language::Nl, None, Some(vec![Width, Height])),
            ("Maten (Ø x L)", Language::Nl, None, Some(vec![Diameter, Length])),
            ("Masse (t)", Language::Fr, None, None),
            ("Oppervlakte (m²)", Language::Nl, None, None),
        ] {
            assert_eq!(of_heading(heading, language), SizeHeading { unit, order }, "{heading}");
        }
    }
}
