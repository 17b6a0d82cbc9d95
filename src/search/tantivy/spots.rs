//! Where the documents of a segment lie, in the order of the squares of a map: a circle or a piece
//! of the map looks at what lies thereabouts, and at nothing else.

use std::ops::Range;

use tantivy::DocId;

use super::super::place::{EARTH_RADIUS_KM, Near, Point, Viewport};

/// How wide and high a square is, in degrees: some four kilometres.
const SQUARE_DEGREES: f64 = 0.05;

/// Row and column of a square.
type Square = (i32, i32);

/// From a latitude or longitude to another.
pub type Span = (f64, f64);

/// What has a place, each with its point on a ball of radius one.
pub struct Spots {
    squares: Vec<Square>,
    spots: Vec<Spot>,
}

#[derive(Debug, Clone, Copy)]
pub struct Spot {
    pub doc: DocId,
    on_ball: [f32; 3],
}

/// A circle as it is measured through the ball, which takes no sines. That is known to some
/// metres; what lies so close to the edge is measured along the ground.
pub struct Circle {
    centre: [f32; 3],
    within: f32,
    beyond: f32,
}

/// More than what a chord of single precision may be wrong by: six metres on the ground.
const MARGIN: f32 = 1e-6;

impl Spots {
    pub fn of(points: impl Iterator<Item = (DocId, Point)>) -> Self {
        let mut placed: Vec<(Square, Spot)> = points
            .map(|(doc, point)| (square(point), Spot { doc, on_ball: on_ball(point) }))
            .collect();
        placed.sort_unstable_by_key(|it| (it.0, it.1.doc));
        let (squares, spots) = placed.into_iter().unzip();
        Self { squares, spots }
    }

    /// All that lies between these latitudes and longitudes, and some that lies close by; without
    /// them, all.
    pub fn about(&self, spans: Option<(Span, Span)>) -> impl Iterator<Item = &Spot> {
        let ranges = match spans {
            Some((latitudes, longitudes)) => self.ranges(latitudes, longitudes),
            None => std::iter::once(0..self.spots.len()).collect(),
        };
        ranges.into_iter().flat_map(|it| &self.spots[it])
    }

    fn ranges(&self, latitudes: Span, longitudes: Span) -> Vec<Range<usize>> {
        let (south, north) = (row_or_column(latitudes.0), row_or_column(latitudes.1));
        let (west, east) = (row_or_column(longitudes.0), row_or_column(longitudes.1));
        let first_from = |square: Square| self.squares.partition_point(|it| *it < square);
        let mut ranges = Vec::new();
        let mut at = first_from((south, west));
        while let Some(&(row, column)) = self.squares.get(at).filter(|it| it.0 <= north) {
            if column < west {
                at = first_from((row, west));
            } else if column > east {
                at = first_from((row.saturating_add(1), west)).max(at + 1);
            } else {
                let end = self.squares.partition_point(|it| *it <= (row, east));
                ranges.push(at..end);
                at = end;
            }
        }
        ranges
    }
}

fn square(point: Point) -> Square {
    (row_or_column(point.latitude), row_or_column(point.longitude))
}

#[expect(clippy::cast_possible_truncation, reason = "a degree has few squares")]
fn row_or_column(degrees: f64) -> i32 {
    (degrees / SQUARE_DEGREES).floor() as i32
}

#[expect(clippy::cast_possible_truncation, reason = "the margin is made for that")]
fn on_ball(point: Point) -> [f32; 3] {
    let (latitude, longitude) = (point.latitude.to_radians(), point.longitude.to_radians());
    let shrink = latitude.cos();
    [shrink * longitude.cos(), shrink * longitude.sin(), latitude.sin()].map(|it| it as f32)
}

/// How far two points so far apart on the ground are through a ball of radius one.
#[expect(clippy::cast_possible_truncation, reason = "the margin is made for that")]
fn chord(km: f64) -> f32 {
    let half_angle = (km / EARTH_RADIUS_KM / 2.0).min(std::f64::consts::FRAC_PI_2);
    (2.0 * half_angle.sin()) as f32
}

impl Circle {
    pub fn of(near: Near) -> Self {
        let edge = chord(near.radius_km);
        Self { centre: on_ball(near.point), within: edge - MARGIN, beyond: edge + MARGIN }
    }

    /// Whether it holds a spot, where that is plain to see.
    pub fn holds(&self, spot: &Spot) -> Option<bool> {
        let chord = self.chord_to(spot);
        if chord < self.within {
            Some(true)
        } else if chord > self.beyond {
            Some(false)
        } else {
            None
        }
    }

    /// Draws the edge closer: what lies surely beyond it is out.
    pub fn shrink_to(&mut self, km: f64) {
        *self = Self { within: chord(km) - MARGIN, beyond: chord(km) + MARGIN, ..*self };
    }

    fn chord_to(&self, spot: &Spot) -> f32 {
        let apart = |axis: usize| self.centre[axis] - spot.on_ball[axis];
        let [x, y, z] = [apart(0), apart(1), apart(2)];
        (x * x + y * y + z * z).sqrt()
    }
}

/// A decimetre or so, against rounding: the box must not be smaller than the circle.
const MARGIN_DEGREES: f64 = 1e-6;

/// Latitudes and longitudes of which a circle holds none beyond. `None` where it reaches around a
/// pole or over the line where the days change.
pub fn spans_of(near: Near) -> Option<(Span, Span)> {
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

/// The same for a piece of the map.
pub fn spans_on_map(view: Viewport) -> Option<(Span, Span)> {
    let Viewport { south, west, north, east } = view;
    let is_number = [south, west, north, east].iter().all(|it| it.is_finite());
    (is_number && west <= east).then_some(((south, north), (west, east)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn points() -> impl Strategy<Value = Vec<Point>> {
        let point = (-90.0..90.0_f64, -180.0..180.0_f64);
        let close = (50.8..51.0_f64, 4.6..4.8_f64);
        let any = prop_oneof![point, close];
        prop::collection::vec(
            any.prop_map(|(latitude, longitude)| Point { latitude, longitude }),
            0..60,
        )
    }

    proptest! {
        /// What the squares and the chords say is what measuring each says.
        #[test]
        fn a_circle_holds_what_measuring_finds(
            points in points(),
            (latitude, longitude) in prop_oneof![
                (-89.9..89.9_f64, -179.9..179.9_f64),
                (50.8..51.0_f64, 4.6..4.8_f64),
            ],
            radius_km in prop_oneof![0.0..20.0_f64, 0.0..20_040.0_f64],
        ) {
            let near = Near { point: Point { latitude, longitude }, radius_km };
            let spots = Spots::of((0..).zip(points.iter().copied()));
            let circle = Circle::of(near);
            let at = |it: &Spot| points[it.doc as usize];
            let mut found: Vec<DocId> = spots
                .about(spans_of(near))
                .filter(|it| circle.holds(it).unwrap_or_else(|| near.holds(at(it))))
                .map(|it| it.doc)
                .collect();
            found.sort_unstable();
            let plainly: Vec<DocId> =
                (0..).zip(&points).filter(|it| near.holds(*it.1)).map(|it| it.0).collect();
            prop_assert_eq!(found, plainly);
        }

        #[test]
        fn a_piece_of_the_map_misses_nothing(
            points in points(),
            (south, west) in (-90.0..90.0_f64, -180.0..180.0_f64),
            (high, wide) in (0.0..90.0_f64, 0.0..180.0_f64),
        ) {
            let view = Viewport { south, west, north: south + high, east: west + wide };
            let spots = Spots::of((0..).zip(points.iter().copied()));
            let about: Vec<DocId> = spots.about(spans_on_map(view)).map(|it| it.doc).collect();
            for (doc, point) in (0..).zip(points) {
                prop_assert!(!view.holds(point) || about.contains(&doc));
            }
        }
    }
}
