//! PostgreSQL, where `TEST_DATABASE_URL` names one: rows through COPY beside the same rows through
//! `INSERT … VALUES`; and accepting a long list there, with how long another writer waits.

use circuler::db::Db;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;

use crate::{Case, ROWS, timed};

diesel::table! {
    bare_events (passport_id, sequence) {
        passport_id -> Text,
        sequence -> BigInt,
        actor -> Text,
        kind -> Text,
        changes -> Text,
        previous_hash -> Text,
        hash -> Text,
    }
}

#[derive(Clone, Insertable)]
#[diesel(table_name = bare_events, treat_none_as_default_value = false)]
struct Event {
    passport_id: String,
    sequence: i64,
    actor: String,
    kind: String,
    changes: String,
    previous_hash: String,
    hash: String,
}

/// As many as make a statement worth its while, and few enough for its parameters.
const VALUES_AT_ONCE: usize = 1000;

pub fn run(url: &str, print: &mut impl FnMut(Case)) {
    Db::open(url, 1).expect("the tables");
    let mut conn = PgConnection::establish(url).expect("a database");
    let events: Vec<Event> = (0..ROWS).map(event).collect();
    let mut rates = Vec::new();
    for copies in [true, false] {
        conn.batch_execute(
            "DROP TABLE IF EXISTS bare_events; CREATE TEMP TABLE bare_events (passport_id text, \
             sequence bigint, actor text, kind text, changes text, previous_hash text, hash text)",
        )
        .expect("a table");
        let some = events.chunks(VALUES_AT_ONCE).map(<[Event]>::to_vec).collect::<Vec<_>>();
        let ((), took) = timed(|| {
            conn.transaction(|conn| {
                for some in some {
                    if copies {
                        diesel::copy_from(bare_events::table)
                            .from_insertable(some)
                            .execute(conn)?;
                    } else {
                        diesel::insert_into(bare_events::table).values(some).execute(conn)?;
                    }
                }
                diesel::QueryResult::Ok(())
            })
            .expect("stored");
        });
        let count: i64 = bare_events::table.count().get_result(&mut conn).expect("a count");
        assert_eq!(usize::try_from(count), Ok(ROWS));
        #[expect(clippy::cast_precision_loss, reason = "a hundred thousand")]
        rates.push(ROWS as f64 / took.as_secs_f64());
    }
    print(Case {
        name: "PostgreSQL: events into a table beside, COPY".to_owned(),
        ours: rates[0],
        peer: Some((rates[1], "the same rows, VALUES of a thousand")),
        unit: "rows/s",
        hits: ROWS,
    });
}

/// As large as the first event of a passport mostly is.
fn event(number: usize) -> Event {
    Event {
        passport_id: format!("01940000-0000-7000-8000-{number:012}"),
        sequence: 1,
        actor: "import:01940000-0000-7000-8000-000000000000".to_owned(),
        kind: "registered".to_owned(),
        changes: format!(
            "{{\"name\":{{\"from\":null,\"to\":\"Deur {number}\"}},\"x\":\"{}\"}}",
            "x".repeat(900)
        ),
        previous_hash: "0".repeat(64),
        hash: "f".repeat(64),
    }
}
