//! Squares on the map in which needs are looked up: each need stands in the few squares that its
//! circle touches, in a grid whose squares are about as large as the circle.

use super::sought::Circle;
use crate::search::Point;

/// How high a square is, in degrees of latitude: a little more than circles of 5, 10, 25, 50, 100
/// and 250 km radius are, because people ask for round numbers. So a circle touches four squares
/// at most, and fills them well.
const HEIGHTS: [f64; LEVELS] = [0.0905, 0.181, 0.4525, 0.905, 1.81, 4.53];
pub const LEVELS: usize = 6;
/// Beside the grids: for those who ask for no place, or for one that no square holds.
pub const WORLD: u8 = 6;
/// A square is wider in degrees than it is high. At 54° north it is a square; nearer to the
/// equator it is wider than it need be, nearer to the pole circles move up a grid.
const NARROWING: f64 = 0.58;
/// A little less than the shortest degree of latitude on a ball of the mean radius, so that no
/// circle is taken for smaller than it is.
const KM_PER_DEGREE: f64 = 111.19;
/// Circles are looked up in squares whose edges lie this much farther out, in degrees: floats
/// reckon a little differently here than where the distance is decided.
const SLACK: f64 = 1e-6;

/// A square of one grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    pub level: u8,
    pub x: i32,
    pub y: i32,
}

/// The square of the world.
pub const EVERYWHERE: Cell = Cell { level: WORLD, x: 0, y: 0 };

/// Where within a square a point lies, or between which ends a circle: from 0 to 254.
pub type Within = (u8, u8);

fn fraction(of: f64, low: i32, size: f64) -> f64 {
    (of / size - f64::from(low)) * 254.0
}

fn byte(value: f64) -> u8 {
    value.clamp(0.0, 254.0) as u8
}

/// The square of a grid in which a point lies, and where in it (south to north, west to east).
pub fn cell_of(point: Point, level: u8) -> (Cell, Within) {
    let height = HEIGHTS[usize::from(level)];
    let width = height / NARROWING;
    let x = (point.longitude / width).floor() as i32;
    let y = (point.latitude / height).floor() as i32;
    let north = byte(fraction(point.latitude, y, height));
    let east = byte(fraction(point.longitude, x, width));
    (Cell { level, x, y }, (north, east))
}

/// What a circle covers of a square: from which south and west to which north and east.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Covered {
    pub south_north: Within,
    pub west_east: Within,
}

impl Covered {
    pub const ALL: Self = Self { south_north: (0, 255), west_east: (0, 255) };
}

/// Calls `found` for each square that a circle touches, the one with its centre first. One that
/// reaches over a pole or the date line stands in no grid.
pub fn cells_of(circle: &Circle, mut found: impl FnMut(Cell, Covered)) {
    let Circle { point, radius_km } = *circle;
    let by_latitude = radius_km / KM_PER_DEGREE + SLACK;
    let (south, north) = (point.latitude - by_latitude, point.latitude + by_latitude);
    // The circle is widest a little nearer to the pole than its centre.
    let widest = south.abs().max(north.abs()).min(90.0).to_radians().cos();
    let by_longitude = by_latitude / widest.max(1e-9);
    let (west, east) = (point.longitude - by_longitude, point.longitude + by_longitude);
    let fits = |height: f64| north - south <= height && (east - west) * NARROWING <= height;
    let is_on_map = south > -89.0 && north < 89.0 && west > -180.0 && east < 180.0;
    let Some(level) = HEIGHTS.iter().position(|it| fits(*it)).filter(|_| is_on_map) else {
        found(EVERYWHERE, Covered::ALL);
        return;
    };
    let (height, width) = (HEIGHTS[level], HEIGHTS[level] / NARROWING);
    let (centre, _) = cell_of(point, level as u8);
    let (x_first, x_last) = ((west / width).floor() as i32, (east / width).floor() as i32);
    let (y_first, y_last) = ((south / height).floor() as i32, (north / height).floor() as i32);
    let mut others = Vec::with_capacity(4);
    for y in y_first..=y_last {
        for x in x_first..=x_last {
            let nearest = Point {
                latitude: point.latitude.clamp(f64::from(y) * height, f64::from(y + 1) * height),
                longitude: point.longitude.clamp(f64::from(x) * width, f64::from(x + 1) * width),
            };
            let cell = Cell { level: level as u8, x, y };
            // The nearest point by degrees is not quite the nearest by kilometres.
            if cell != centre && nearest.distance_km(point) > radius_km * 1.02 + 0.001 {
                continue;
            }
            let low = |value| byte(value - 1.0);
            let high = |value| byte(value + 1.0);
            let covered = Covered {
                south_north: (low(fraction(south, y, height)), high(fraction(north, y, height))),
                west_east: (low(fraction(west, x, width)), high(fraction(east, x, width))),
            };
            others.push((cell, covered));
        }
    }
    others.sort_by_key(|it| it.0 != centre);
    for (cell, covered) in others {
        found(cell, covered);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(5000))]

        #[test]
        fn what_lies_in_a_circle_lies_in_one_of_its_squares(
            latitude in -90.0..90.0_f64,
            longitude in -180.0..180.0_f64,
            north in -1.0..1.0_f64,
            east in -1.0..1.0_f64,
            radius_km in prop_oneof![0.0..300.0_f64, 0.0..20_000.0_f64],
        ) {
            let point = Point { latitude, longitude };
            let reach = radius_km / 111.0;
            let wide = reach / latitude.to_radians().cos().max(0.01);
            let other = Point {
                latitude: (latitude + north * reach).clamp(-90.0, 90.0),
                longitude: (longitude + east * wide).clamp(-180.0, 180.0),
            };
            let mut touched = Vec::new();
            cells_of(&Circle { point, radius_km }, |cell, covered| touched.push((cell, covered)));
            prop_assert!(touched.len() <= 4, "{}", touched.len());
            if point.distance_km(other) <= radius_km {
                let is_in = touched.iter().any(|(cell, covered)| {
                    if *cell == EVERYWHERE {
                        return true;
                    }
                    let (own, (y, x)) = cell_of(other, cell.level);
                    let (south, north) = covered.south_north;
                    let (west, east) = covered.west_east;
                    own == *cell && (south..=north).contains(&y) && (west..=east).contains(&x)
                });
                prop_assert!(is_in, "{:?} {:?}", touched, other);
            }
        }
    }
}
