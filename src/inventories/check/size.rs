//! How large one of them is.

use rust_decimal::Decimal;

use super::RowReading;
use crate::catalogue::Unit;
use crate::inventories::field::Field;
use crate::inventories::parse::{self, AxisOrder, SizeReading};
use crate::passports::{Dimensions, Draft};

impl RowReading<'_> {
    pub(super) fn sizes(&mut self, draft: &mut Draft) {
        let (style, language) = (self.list.style, self.list.language);
        let order_of_kind = AxisOrder::of_category(draft.category);
        let sizes = self.read(Field::Dimensions, |value, column| {
            let heading = parse::of_heading(&column.heading.printed, language);
            let order = heading.order.map_or(order_of_kind, AxisOrder::Heading);
            let unit = heading.unit.or(column.length_unit);
            parse::sizes(value, &SizeReading { style, language, unit, order })
        });
        if let Some(sizes) = sizes {
            draft.dimensions = sizes.dimensions;
            self.said.series_mm = sizes.series_mm;
        }
        // A length that is the quantity is not also that of one.
        let is_quantity = draft.unit == Unit::M && self.cell(Field::Quantity).is_none();
        let fields = [
            Field::Length,
            Field::Width,
            Field::Height,
            Field::Depth,
            Field::Thickness,
            Field::Diameter,
        ];
        for field in fields {
            if field == Field::Length && is_quantity {
                continue;
            }
            let size =
                self.read(field, |value, column| parse::length(value, column.length_unit, style));
            if let (Some(size), Some(place)) = (size, place_of(&mut draft.dimensions, field)) {
                *place = Some(size);
            }
        }
    }
}

/// A column of its own says more than a part of a cell.
fn place_of(dimensions: &mut Dimensions, field: Field) -> Option<&mut Option<Decimal>> {
    match field {
        Field::Length => Some(&mut dimensions.length_mm),
        Field::Width => Some(&mut dimensions.width_mm),
        Field::Height => Some(&mut dimensions.height_mm),
        Field::Depth => Some(&mut dimensions.depth_mm),
        Field::Thickness => Some(&mut dimensions.thickness_mm),
        Field::Diameter => Some(&mut dimensions.diameter_mm),
        _ => None,
    }
}
