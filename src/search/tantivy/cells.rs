//! The map as terms: squares of three sizes, in which a circle or a piece of the map is found
//! before anything is measured.

use super::super::place::{EARTH_RADIUS_KM, Near, Point, Viewport};

/// How wide and high the squares are, in thousandths of a degree. The smallest are some four
/// kilometres wide, the largest half of a country.
const SQUARES: [i32; 3] = [50, 250, 2000];

/// A cover of more squares than these is dearer than a larger one of larger squares.
const COVER_MAX: usize = 200;

/// The squares a point lies in, one of each size.
pub fn terms(point: Point) -> [String; 3] {
    SQUARES.map(|size| {
        term(size, row_or_column(point.latitude, size), row_or_column(point.longitude, size))
    })
}

fn term(size: i32, row: i32, column: i32) -> String {
    format!("cell {size} {row} {column}")
}

#[expect(clippy::cast_possible_truncation, reason = "a degree has few squares")]
fn row_or_column(degrees: f64, size: i32) -> i32 {
    (degrees * 1000.0 / f64::from(size)).floor() as i32
}

/// Squares in which all lies that the circle holds; `None` where too many would be needed.
pub fn covering(near: Near) -> Option<Vec<String>> {
    let (latitudes, longitudes) = bounding_box(near)?;
    cover(latitudes, longitudes)
}

/// The same for a piece of the map.
pub fn covering_view(view: Viewport) -> Option<Vec<String>> {
    let Viewport { south, west, north, east } = view;
    let is_number = [south, west, north, east].iter().all(|it| it.is_finite());
    if !is_number || west > east {
        return None;
    }
    cover((south, north), (west, east))
}

fn cover(latitudes: (f64, f64), longitudes: (f64, f64)) -> Option<Vec<String>> {
    SQUARES.into_iter().find_map(|size| {
        let ends = |(low, high)| (row_or_column(low, size), row_or_column(high, size));
        let ((south, north), (west, east)) = (ends(latitudes), ends(longitudes));
        let across = |low: i32, high: i32| usize::try_from(i64::from(high) - i64::from(low) + 1);
        let (high, wide) = (across(south, north).ok()?, across(west, east).ok()?);
        if high.saturating_mul(wide) > COVER_MAX {
            return None;
        }
        let rows = (south..=north).flat_map(|row| (west..=east).map(move |it| (row, it)));
        Some(rows.map(|(row, column)| term(size, row, column)).collect())
    })
}

/// A decimetre or so, against rounding: the box must not be smaller than the circle.
const MARGIN_DEGREES: f64 = 1e-6;

/// Latitudes and longitudes of which a circle holds none beyond. `None` where it reaches around a
/// pole or over the line where the days change.
pub fn bounding_box(near: Near) -> Option<((f64, f64), (f64, f64))> {
    let Near { point, radius_km } = near;
    let angle = (radius_km / EARTH_RADIUS_KM).max(0.0);
    let around =
        |middle: f64, half: f64| (middle - half - MARGIN_DEGREES, middle + half + MARGIN_DEGREES);
    let half_height = angle.to_degrees();
    // Written so that what is no number is not bounded either.
    let is_clear_of_poles = point.latitude.abs() + half_height < 90.0;
    if !is_clear_of_poles {
        return None;
    }
    let half_width = (angle.sin() / point.latitude.to_radians().cos()).asin().to_degrees();
    let is_clear_of_date_line = point.longitude.abs() + half_width < 180.0;
    if !is_clear_of_date_line {
        return None;
    }
    Some((around(point.latitude, half_height), around(point.longitude, half_width)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn all_that_a_circle_holds_lies_in_its_cover(
            (latitude, longitude) in (-89.0..89.0_f64, -179.0..179.0_f64),
            radius_km in 0.0..300.0_f64,
            (north, east) in (-1.0..1.0_f64, -1.0..1.0_f64),
        ) {
            let near = Near { point: Point { latitude, longitude }, radius_km };
            let degrees = radius_km / 111.0;
            let point = Point {
                latitude: latitude + north * degrees,
                longitude: longitude + east * degrees / latitude.to_radians().cos(),
            };
            if near.holds(point) && let Some(cover) = covering(near) {
                prop_assert!(terms(point).iter().any(|it| cover.contains(it)));
            }
        }
    }
}
