//! SQLite's R*Tree over category, latitude, longitude, price and quantity.

use circuler::needs::index::{Offered, Sought};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{Double, Integer};

use crate::exact::{fits, reach};
use crate::workload::ALL;

pub struct Tree(SqliteConnection);

#[derive(QueryableByName)]
struct Candidate {
    #[diesel(sql_type = Integer)]
    id: i32,
}

impl Tree {
    pub fn of(needs: &[Sought]) -> Self {
        let mut conn = SqliteConnection::establish(":memory:").expect("a database");
        conn.batch_execute(
            "CREATE VIRTUAL TABLE tree USING rtree
                 (id, first, last, south, north, west, east, price0, price, quantity, quantity1);
             BEGIN",
        )
        .expect("a tree");
        for (at, sought) in needs.iter().enumerate() {
            let subtree = sought.categories.first().copied().unwrap_or(ALL);
            let (south, north, west, east) = reach(sought);
            diesel::sql_query("INSERT INTO tree VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?, ?, 1e10)")
                .bind::<Integer, _>(i32::try_from(at).expect("few needs"))
                .bind::<Double, _>(f64::from(subtree.first))
                .bind::<Double, _>(f64::from(subtree.last))
                .bind::<Double, _>(south)
                .bind::<Double, _>(north)
                .bind::<Double, _>(west)
                .bind::<Double, _>(east)
                .bind::<Double, _>(f64::from(sought.price_max))
                .bind::<Double, _>(f64::from(sought.quantity_min))
                .execute(&mut conn)
                .expect("a need");
        }
        conn.batch_execute("COMMIT").expect("a tree");
        Self(conn)
    }

    pub fn search(&mut self, needs: &[Sought], listing: &Offered, found: &mut Vec<u128>) {
        let Some(point) = listing.point else { return };
        let category = f64::from(listing.categories[0]);
        let candidates: Vec<Candidate> = diesel::sql_query(
            "SELECT id FROM tree WHERE first <= ? AND last >= ? AND south <= ? AND north >= ? \
             AND west <= ? AND east >= ? AND price >= ? AND quantity <= ?",
        )
        .bind::<Double, _>(category)
        .bind::<Double, _>(category)
        .bind::<Double, _>(point.latitude)
        .bind::<Double, _>(point.latitude)
        .bind::<Double, _>(point.longitude)
        .bind::<Double, _>(point.longitude)
        .bind::<Double, _>(f64::from(listing.price[0]))
        .bind::<Double, _>(f64::from(listing.quantity[0]))
        .load(&mut self.0)
        .expect("candidates");
        let needs = candidates.iter().map(|it| &needs[it.id as usize]);
        found.extend(needs.filter(|it| fits(it, listing)).map(|it| it.need));
    }
}
