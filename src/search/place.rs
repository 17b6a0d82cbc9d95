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
pub const EARTH_RADIUS_KM: f64 = 6371.0088;

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

/// A circle on the earth.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Near {
    pub point: Point,
    pub radius_km: f64,
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
