//! The plain loop: every need, one after the other, packed as tightly as in the index.

use circuler::needs::index::{Offered, Probe, Rest, Row, Sought};

pub struct Plain {
    rows: Vec<Row>,
    rest: Vec<Rest>,
    needs: Vec<u128>,
}

impl Plain {
    pub fn of(needs: &[Sought]) -> Self {
        let mut plain = Self { rows: Vec::new(), rest: Vec::new(), needs: Vec::new() };
        for sought in needs {
            for (row, rest, _) in sought.rows(true) {
                plain.rows.push(row);
                plain.rest.push(rest);
                plain.needs.push(sought.need);
            }
        }
        plain
    }

    pub fn search(&self, listing: &Offered, found: &mut Vec<u128>) {
        let probe = Probe::of(listing);
        for (at, row) in self.rows.iter().enumerate() {
            if row.holds(|| self.rest[at], &probe) {
                found.push(self.needs[at]);
            }
        }
    }
}
