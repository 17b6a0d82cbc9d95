//! Points on a map, gathered by the cells of a grid: a hundred thousand of them in view are a few
//! hundred clusters.

use std::collections::BTreeMap;

use super::place::{degrees, steps};
use super::{Point, Viewport};

/// What lies in one cell of the grid.
#[derive(Debug, Clone, PartialEq)]
pub struct Cluster {
    /// In the middle of what it holds; where the one is, if it is but one.
    pub point: Point,
    pub count: usize,
    /// The listing, if it is but one.
    pub id: Option<String>,
}

/// A viewport is at most so many cells wide and high, one more where it cuts through them: as
/// many as circles with a number in them fit on a screen.
const CELLS_ACROSS_MAX: f64 = 24.0;

/// The finest grid: its cells are some two metres wide.
const LEVEL_MAX: u8 = 24;

/// A grid over the earth that does not move when the map does: level 0 is one cell, and each level
/// halves it. The cells of a level are as many degrees wide as they are high.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Grid {
    cell_steps: i64,
}

/// Column and row, from the south-west.
pub type Cell = (i64, i64);

impl Grid {
    /// The finest one of which a viewport has no more cells than may be shown.
    pub fn of(viewport: &Viewport) -> Self {
        let (wide, high) = viewport.span();
        let largest = wide.max(high);
        let fits = |level: &u8| largest / (360.0 / f64::from(1_u32 << level)) <= CELLS_ACROSS_MAX;
        // What is no number fits nowhere, and then there is nothing in view either.
        let level = (0..=LEVEL_MAX).rev().find(fits).unwrap_or(0);
        Self { cell_steps: steps(360.0) >> level }
    }

    pub fn cell(self, point: Point) -> Cell {
        let place = |degrees: f64| steps(degrees + 180.0).div_euclid(self.cell_steps);
        (place(point.longitude), place(point.latitude))
    }

    /// The cells that a viewport has a part of, each cut to that part, from the south-west. A
    /// point lies in one of them only.
    pub fn cells_in(self, view: &Viewport) -> Vec<Viewport> {
        let (wide, _) = view.span();
        let first = self.cell(Point { latitude: view.south, longitude: view.west });
        let last = self.cell(Point { latitude: view.north, longitude: view.west + wide });
        let around = steps(360.0) / self.cell_steps;
        let edges = |at: i64| {
            let start = at * self.cell_steps;
            (degrees(start) - 180.0, degrees(start + self.cell_steps - 1) - 180.0)
        };
        let mut cells = Vec::new();
        for column in first.0..=last.0 {
            let (west, east) = edges(column.rem_euclid(around));
            let (west, east) = if view.west <= view.east {
                (west.max(view.west), east.min(view.east))
            } else if west >= view.east {
                (west.max(view.west), east)
            } else {
                (west, east.min(view.east))
            };
            for row in first.1..=last.1 {
                let (south, north) = edges(row);
                let (south, north) = (south.max(view.south), north.min(view.north));
                cells.push(Viewport { south, west, north, east });
            }
        }
        cells
    }
}

/// What is gathered in a cell. Sums of whole steps, so that the order of adding does not matter.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Gathered {
    pub count: usize,
    latitude_steps: i64,
    longitude_steps: i64,
}

impl Gathered {
    pub fn add(&mut self, point: Point) {
        self.count += 1;
        self.latitude_steps += steps(point.latitude);
        self.longitude_steps += steps(point.longitude);
    }

    fn middle(&self) -> Point {
        let count = i64::try_from(self.count).unwrap_or(i64::MAX).max(1);
        let mean = |sum: i64| degrees(sum.div_euclid(count));
        Point { latitude: mean(self.latitude_steps), longitude: mean(self.longitude_steps) }
    }
}

/// The clusters of what was gathered, from the south-west. Each comes with the id of one that is
/// in it.
pub fn of_cells(cells: BTreeMap<Cell, (Gathered, String)>) -> Vec<Cluster> {
    let cluster = |(gathered, id): (Gathered, String)| Cluster {
        point: gathered.middle(),
        count: gathered.count,
        id: (gathered.count == 1).then_some(id),
    };
    cells.into_values().map(cluster).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_world_has_a_grid_too() {
        let world = Viewport { south: -90.0, west: -180.0, north: 90.0, east: 180.0 };
        assert_eq!(Grid::of(&world).cell_steps, steps(360.0) / 16);
        let nothing = Viewport { south: f64::NAN, ..world };
        assert!(!nothing.holds(Point { latitude: 0.0, longitude: 0.0 }));
        Grid::of(&nothing);
        let point = Viewport { south: 50.0, west: 4.0, north: 50.0, east: 4.0 };
        assert!(Grid::of(&point).cell_steps > 0);
    }

    proptest! {
        #[test]
        fn a_viewport_has_few_cells_and_panning_keeps_them(
            (south, west) in (-80.0..80.0_f64, -179.0..170.0_f64),
            (high, wide) in (0.0001..9.0_f64, 0.0001..9.0_f64),
            (up, right) in (0.0..1.0_f64, 0.0..1.0_f64),
        ) {
            let view = Viewport { south, west, north: south + high, east: west + wide };
            let grid = Grid::of(&view);
            let corner = |latitude, longitude| grid.cell(Point { latitude, longitude });
            let (first, last) = (corner(view.south, view.west), corner(view.north, view.east));
            let across = 26;
            prop_assert!(last.0 - first.0 <= across && last.1 - first.1 <= across);
            let inside = Point { latitude: south + up * high, longitude: west + right * wide };
            let cell = grid.cell(inside);
            prop_assert!((first.0..=last.0).contains(&cell.0) && (first.1..=last.1).contains(&cell.1));
        }
    }
}
