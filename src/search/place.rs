//! Points on the earth, and how far they lie apart.

use serde::{Deserialize, Serialize};

/// A point on the earth, WGS84 degrees.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Point {
    #[schema(minimum = -90, maximum = 90)]
    pub latitude: f64,
    #[schema(minimum = -180, maximum = 180)]
    pub longitude: f64,
}

/// The mean radius of the earth (IUGG), which makes the error of taking it for a ball least.
pub(super) const EARTH_RADIUS_KM: f64 = 6371.0088;

impl Point {
    /// As the crow flies, by the haversine formula: within half a percent.
    pub fn distance_km(self, other: Self) -> f64 {
        let half_sine = |degrees: f64| (degrees.to_radians() / 2.0).sin();
        let north = half_sine(other.latitude - self.latitude);
        let east = half_sine(other.longitude - self.longitude);
        let shrink = self.latitude.to_radians().cos() * other.latitude.to_radians().cos();
        let chord = north * north + shrink * east * east;
        2.0 * EARTH_RADIUS_KM * chord.sqrt().min(1.0).asin()
    }
}

/// Ten-millionths of a degree, a centimetre on the ground: as finely as places are kept.
const STEPS_PER_DEGREE: f64 = 1e7;

/// A latitude or longitude in whole steps.
#[expect(clippy::cast_possible_truncation, reason = "1.8e9 steps reach around the earth")]
pub(super) fn steps(degrees: f64) -> i64 {
    (degrees * STEPS_PER_DEGREE).round() as i64
}

#[expect(clippy::cast_precision_loss, reason = "there are far fewer than 2^53 steps")]
pub(super) fn degrees(steps: i64) -> f64 {
    steps as f64 / STEPS_PER_DEGREE
}

impl Point {
    /// As it is kept: to a centimetre.
    pub(super) fn rounded(self) -> Self {
        Self { latitude: degrees(steps(self.latitude)), longitude: degrees(steps(self.longitude)) }
    }
}

/// A circle on the earth.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Near {
    pub point: Point,
    #[schema(minimum = 0, maximum = 20_040)]
    pub radius_km: f64,
}

/// A piece of a map, its edges included. One whose west lies east of its east reaches over the
/// line where the days change.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Viewport {
    #[schema(minimum = -90, maximum = 90)]
    pub south: f64,
    #[schema(minimum = -180, maximum = 180)]
    pub west: f64,
    #[schema(minimum = -90, maximum = 90)]
    pub north: f64,
    #[schema(minimum = -180, maximum = 180)]
    pub east: f64,
}

impl Viewport {
    pub fn holds(&self, point: Point) -> bool {
        let Self { south, west, north, east } = *self;
        let is_between = if west <= east {
            (west..=east).contains(&point.longitude)
        } else {
            // Written so that an edge that is no number holds nothing.
            point.longitude >= west || point.longitude <= east
        };
        (south..=north).contains(&point.latitude) && is_between
    }

    /// Of one that does not reach over the line where the days change.
    pub(super) fn middle(&self) -> Point {
        let between = |one: f64, two: f64| f64::midpoint(one, two);
        Point {
            latitude: between(self.south, self.north),
            longitude: between(self.west, self.east),
        }
    }

    /// How wide and how high it is, in degrees.
    pub(super) fn span(&self) -> (f64, f64) {
        let wide = self.east - self.west;
        (if wide < 0.0 { wide + 360.0 } else { wide }, self.north - self.south)
    }
}

impl Near {
    pub fn holds(&self, point: Point) -> bool {
        self.point.distance_km(point) <= self.radius_km
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_are_those_of_the_map() {
        let leuven = Point { latitude: 50.8798, longitude: 4.7005 };
        let gent = Point { latitude: 51.0543, longitude: 3.7174 };
        let antipode = Point { latitude: -50.8798, longitude: 4.7005 - 180.0 };
        assert!((leuven.distance_km(gent) - 71.5).abs() < 0.5, "{}", leuven.distance_km(gent));
        assert!((leuven.distance_km(antipode) - 20_015.0).abs() < 1.0);
        assert!(leuven.distance_km(leuven).abs() < 1e-9);
    }
}
