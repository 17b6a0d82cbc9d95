//! PostgreSQL's full text with pg_trgm, where `TEST_DATABASE_URL` names a server (see
//! `tests/with-postgres`): the shapes of queries that it has an answer for.

use std::fmt::Write;
use std::time::Instant;

use circuler::search::{Listing, Query, Sort};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::BigInt;

use crate::workload::Workload;
use crate::{Asked, milliseconds};

/// It takes its time; fewer are enough to know how much.
const QUERIES: usize = 20;
const BATCH: usize = 5000;

const SCHEMA: &str = "
    CREATE EXTENSION IF NOT EXISTS pg_trgm;
    DROP TABLE IF EXISTS bench_listings;
    CREATE TABLE bench_listings (
        id TEXT PRIMARY KEY, words TEXT, category TEXT, top TEXT, material TEXT,
        condition INTEGER, price BIGINT, latitude DOUBLE PRECISION, longitude DOUBLE PRECISION
    );";

const INDEXES: &str = "
    CREATE INDEX ON bench_listings USING gin (to_tsvector('simple', words));
    CREATE INDEX ON bench_listings USING gin (words gin_trgm_ops);
    CREATE INDEX ON bench_listings (top, price);
    CREATE INDEX ON bench_listings (latitude, longitude);
    ANALYZE bench_listings;";

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    total: i64,
}

/// Nothing where there is no server.
pub fn ask_all(workload: &Workload, size: usize) -> Vec<Asked> {
    let Ok(url) = std::env::var("TEST_DATABASE_URL") else { return Vec::new() };
    let mut conn = PgConnection::establish(&url).expect("a server");
    fill(&mut conn, workload, size);
    let mut all = Vec::new();
    for (shape, (name, query)) in workload.queries(0).into_iter().enumerate() {
        if sql(&query).is_none() {
            continue;
        }
        let mut asked = Asked { name, took: Vec::new(), hits: 0 };
        for number in 0..QUERIES {
            let Some(sql) = sql(&workload.queries(number)[shape].1) else { continue };
            let started = Instant::now();
            let rows: Vec<Count> = diesel::sql_query(sql).load(&mut conn).expect("found");
            asked.took.push(milliseconds(started));
            asked.hits += rows.first().map_or(0, |it| usize::try_from(it.total).unwrap_or(0));
        }
        all.push(asked);
    }
    all
}

fn fill(conn: &mut PgConnection, workload: &Workload, size: usize) {
    conn.batch_execute(SCHEMA).expect("a table");
    for from in (0..size).step_by(BATCH) {
        let rows = workload.listings(from, BATCH.min(size - from));
        let mut values = String::new();
        for it in &rows {
            let comma = if values.is_empty() { "" } else { "," };
            write!(values, "{comma}{}", row(it)).expect("writing to memory");
        }
        let insert = format!("INSERT INTO bench_listings VALUES {values}");
        conn.batch_execute(&insert).expect("rows");
    }
    conn.batch_execute(INDEXES).expect("indexes");
}

fn row(it: &Listing) -> String {
    let (category, point) = (it.category.expect("a category"), it.point.expect("a point"));
    format!(
        "('{}','{} {}','{}','{}','{}',{},{},{},{})",
        it.id,
        it.name,
        it.text,
        category,
        category.top(),
        it.materials[0],
        it.condition.unwrap_or(3),
        it.price_cents.unwrap_or(0),
        point.latitude,
        point.longitude,
    )
}

/// The total, the first page and three facets, where the query is of a kind that SQL can say.
fn sql(query: &Query) -> Option<String> {
    let mut must = vec!["true".to_owned()];
    if !query.sizes.is_empty() || query.quantity_min.is_some() {
        return None;
    }
    let words: Vec<&str> = query.text.split_whitespace().collect();
    for (at, word) in words.iter().enumerate() {
        let prefix = if at + 1 == words.len() { ":*" } else { "" };
        let exact =
            format!("to_tsvector('simple', words) @@ to_tsquery('simple', '{word}{prefix}')");
        must.push(if prefix.is_empty() && words.len() > 1 {
            format!("({exact} OR '{word}' <% words)")
        } else {
            exact
        });
    }
    if let Some(category) = query.categories.first() {
        must.push(format!("top = '{category}'"));
    }
    let mut order = "id DESC".to_owned();
    if query.sort == Sort::Price {
        "price".clone_into(&mut order);
    }
    if let Some(near) = query.near {
        let (latitude, longitude) = (near.point.latitude, near.point.longitude);
        let degrees = near.radius_km / 111.0;
        let distance = format!(
            "12742.0176 * asin(sqrt(sin(radians(latitude - {latitude}) / 2) ^ 2 + \
             cos(radians({latitude})) * cos(radians(latitude)) * \
             sin(radians(longitude - {longitude}) / 2) ^ 2))"
        );
        must.push(format!(
            "latitude BETWEEN {} AND {} AND {distance} <= {}",
            latitude - degrees,
            latitude + degrees,
            near.radius_km
        ));
        order = distance;
    }
    let must = must.join(" AND ");
    Some(format!(
        "WITH found AS MATERIALIZED (SELECT * FROM bench_listings WHERE {must}), \
         page AS (SELECT id FROM found ORDER BY {order} LIMIT 20), \
         facets AS (SELECT category, condition, material, count(*) FROM found \
                    GROUP BY GROUPING SETS ((category), (condition), (material))) \
         SELECT (SELECT count(*) FROM found) AS total, (SELECT count(*) FROM page) AS shown, \
                (SELECT count(*) FROM facets) AS counted"
    ))
}
