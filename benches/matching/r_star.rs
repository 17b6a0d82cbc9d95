//! `rstar`: a tree of boxes of category, latitude and longitude; what it finds is looked at.

use circuler::needs::index::{Offered, Sought};
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

use crate::exact::{fits, reach};
use crate::workload::ALL;

pub struct Tree(RTree<GeomWithData<Rectangle<[f64; 3]>, u32>>);

/// Categories weigh as much as degrees do.
const CATEGORY: f64 = 0.01;

impl Tree {
    pub fn of(needs: &[Sought]) -> Self {
        let rectangle = |(at, sought): (usize, &Sought)| {
            let subtree = sought.categories.first().copied().unwrap_or(ALL);
            let (south, north, west, east) = reach(sought);
            let low = [f64::from(subtree.first) * CATEGORY, south, west];
            let high = [f64::from(subtree.last) * CATEGORY, north, east];
            GeomWithData::new(Rectangle::from_corners(low, high), at as u32)
        };
        Self(RTree::bulk_load(needs.iter().enumerate().map(rectangle).collect()))
    }

    pub fn search(&self, needs: &[Sought], listing: &Offered, found: &mut Vec<u128>) {
        let Some(point) = listing.point else { return };
        let category = f64::from(listing.categories[0]) * CATEGORY;
        let at = AABB::from_point([category, point.latitude, point.longitude]);
        for candidate in self.0.locate_in_envelope_intersecting(at) {
            let sought = &needs[candidate.data as usize];
            if fits(sought, listing) {
                found.push(sought.need);
            }
        }
    }
}
