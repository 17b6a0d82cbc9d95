//! PostgreSQL's GiST over category and place, where `TEST_DATABASE_URL` names a server.

use std::fmt::Write;

use circuler::needs::index::{Offered, Sought};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{Double, Integer};

use crate::exact::{fits, reach};
use crate::workload::ALL;

pub struct Tree(PgConnection);

#[derive(QueryableByName)]
struct Candidate {
    #[diesel(sql_type = Integer)]
    id: i32,
}

/// Rows of one INSERT.
const ROWS: usize = 1000;

impl Tree {
    pub fn of(needs: &[Sought]) -> Option<Self> {
        let url = std::env::var("TEST_DATABASE_URL").ok()?;
        let mut conn = PgConnection::establish(&url).expect("the server");
        conn.batch_execute(
            "DROP TABLE IF EXISTS bench_needs;
             CREATE UNLOGGED TABLE bench_needs
                 (id INTEGER, categories INT4RANGE, reach BOX, price BIGINT, quantity BIGINT)",
        )
        .expect("a table");
        for (part, some) in needs.chunks(ROWS).enumerate() {
            let mut rows = String::from("INSERT INTO bench_needs VALUES ");
            for (at, sought) in some.iter().enumerate() {
                let subtree = sought.categories.first().copied().unwrap_or(ALL);
                let (south, north, west, east) = reach(sought);
                let comma = if at == 0 { "" } else { "," };
                write!(
                    rows,
                    "{comma}({}, '[{},{}]', '(({south},{west}),({north},{east}))', {}, {})",
                    part * ROWS + at,
                    subtree.first,
                    subtree.last,
                    sought.price_max,
                    sought.quantity_min
                )
                .expect("writing to memory");
            }
            conn.batch_execute(&rows).expect("needs");
        }
        conn.batch_execute(
            "CREATE INDEX ON bench_needs USING gist (categories, reach); ANALYZE bench_needs;
             SET max_parallel_workers_per_gather = 0",
        )
        .expect("an index");
        Some(Self(conn))
    }

    pub fn search(&mut self, needs: &[Sought], listing: &Offered, found: &mut Vec<u128>) {
        let Some(point) = listing.point else { return };
        let candidates: Vec<Candidate> = diesel::sql_query(
            "SELECT id FROM bench_needs WHERE categories @> $1 \
             AND reach && box(point($2, $3), point($2, $3)) AND price >= $4 AND quantity <= $5",
        )
        .bind::<Integer, _>(i32::from(listing.categories[0]))
        .bind::<Double, _>(point.latitude)
        .bind::<Double, _>(point.longitude)
        .bind::<Double, _>(f64::from(listing.price[0]))
        .bind::<Double, _>(f64::from(listing.quantity[0]))
        .load(&mut self.0)
        .expect("candidates");
        let needs = candidates.iter().map(|it| &needs[it.id as usize]);
        found.extend(needs.filter(|it| fits(it, listing)).map(|it| it.need));
    }
}
