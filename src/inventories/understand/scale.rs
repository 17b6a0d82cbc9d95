//! In which unit sizes are that name none, by what the things are: no door is 93 mm wide. No I/O
//! here.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use crate::catalogue::{self, CategoryCode};
use crate::inventories::check::Column;
use crate::inventories::field::{Field, Kind};
use crate::inventories::parse::{self, LengthUnit, NumberStyle};
use crate::inventories::read::{Row, Sheet};

/// Kinds of things, and between which millimetres the largest of their sides lies, with some room.
/// Each span is narrower than ten to one, so that a number fits it in one unit at most.
const SPANS: [(&str, i64, i64); 19] = [
    ("DOOR.INT", 550, 3_500),
    ("DOOR.FIRE", 550, 3_500),
    ("DOOR.GLASS", 550, 3_500),
    ("DOOR.EXT", 600, 4_000),
    ("WIN.WINDOW", 400, 3_900),
    ("SAN.WC", 250, 1_200),
    ("SAN.WASHBASIN", 250, 2_000),
    ("SAN.URINAL", 250, 1_200),
    ("SAN.BATH_SHOWER", 600, 2_400),
    ("HVAC.RAD_PANEL", 350, 3_200),
    ("HVAC.RAD_CAST", 300, 2_500),
    ("FUR.DESK", 450, 4_200),
    ("FUR.CHAIR", 350, 1_600),
    ("FUR.CABINET", 300, 2_800),
    ("FLOOR.CARPET_TILE", 240, 1_300),
    ("FLOOR.RAISED", 400, 1_300),
    ("INT.CEIL_TILE", 400, 2_600),
    ("ELEC.PV", 700, 2_600),
    ("ROOF.ROOFLIGHT", 450, 4_000),
];

const UNITS: [LengthUnit; 3] = [LengthUnit::Millimetre, LengthUnit::Centimetre, LengthUnit::Metre];
/// One thing may be written wrong, or known for another than it is.
const THINGS_MIN: usize = 2;
/// More of them say no more.
const THINGS_MAX: usize = 200;
/// Below this a name may be that of something else.
const CONFIDENCE_MIN: f64 = 0.6;

/// The one unit in which all things of known kinds have sizes that such things have. `columns` are
/// those of the list.
pub(super) fn unit_by_kind(
    sheet: &Sheet,
    above: u32,
    columns: &BTreeMap<Field, Column>,
    style: NumberStyle,
) -> Option<LengthUnit> {
    let names = [Field::Name, Field::Description, Field::Model, Field::Category, Field::Material];
    let name = names.iter().find_map(|it| columns.get(it))?.at;
    let sizes: Vec<u32> =
        columns.iter().filter(|it| is_open(*it.0, it.1)).map(|it| it.1.at).collect();
    if sizes.is_empty() {
        return None;
    }
    let rows = sheet.rows.iter().filter(|it| it.number > above);
    let told = rows.filter_map(|row| {
        let span = span_of(&row.get(name)?.to_string())?;
        units_in(span, largest(row, &sizes, style)?)
    });
    let told: Vec<Option<LengthUnit>> = told.take(THINGS_MAX).collect();
    let units: BTreeSet<Option<&str>> = told.iter().map(|it| it.map(LengthUnit::as_str)).collect();
    (told.len() >= THINGS_MIN && units.len() == 1).then(|| told[0]).flatten()
}

/// Whether a column is one of great sizes of which nobody says the unit.
pub(super) fn is_open(field: Field, column: &Column) -> bool {
    let great = !matches!(field, Field::Thickness | Field::Diameter);
    matches!(field.kind(), Kind::Length | Kind::Dimensions) && great && column.length_unit.is_none()
}

fn span_of(name: &str) -> Option<(Decimal, Decimal)> {
    let known = catalogue::recognise_category(name, None)?;
    let of = |code: &str| CategoryCode::parse(code) == Some(known.category);
    let (_, least, most) = SPANS.into_iter().find(|it| of(it.0))?;
    (known.confidence >= CONFIDENCE_MIN).then(|| (least.into(), most.into()))
}

fn largest(row: &Row, columns: &[u32], style: NumberStyle) -> Option<Decimal> {
    let sizes = columns.iter().filter_map(|it| row.get(*it));
    sizes.flat_map(|it| parse::bare_sizes(it, style)).max()
}

/// Which unit puts a size into a span: `Some(None)` where none does.
#[expect(clippy::option_option, reason = "no size and no unit are two things")]
fn units_in((least, most): (Decimal, Decimal), size: Decimal) -> Option<Option<LengthUnit>> {
    let fits = |it: &LengthUnit| (least..=most).contains(&(size * it.millimetres()));
    (!size.is_zero()).then(|| UNITS.into_iter().find(fits))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_fits_a_span_in_one_unit_at_most() {
        for (code, least, most) in SPANS {
            assert!(CategoryCode::parse(code).is_some_and(CategoryCode::is_leaf), "{code}");
            assert!(least < most && most < 10 * least, "{code}");
        }
    }
}
