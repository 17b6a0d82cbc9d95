//! Where a worker stops in the middle of writing a digest: a trigger of the database holds it up
//! there for longer than anybody waits, so that it can be killed.

use std::time::Duration;

use circuler::clock;
use circuler::db::Conn;
use circuler::schema::{alert_schedules, digest_runs, notifications};
use circuler::worker;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use serde_json::json;
use tokio::time::{sleep, timeout};

use crate::support::{Firm, TestApp};

/// What was written last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// The row of the run, and no letter.
    Run,
    /// The letter too; it remains to be committed.
    Letter,
}

/// Finds of each digest.
const FINDS: usize = 3;

/// What there is to be told of.
pub async fn offer(app: &TestApp) {
    let holder = app.register("Peeters").await;
    for number in 0..FINDS {
        let door = json!({
            "name": format!("Door {number}"), "category": "DOOR.INT", "quantity": 1, "unit": "pcs",
        });
        holder.post("/api/v1/passports", &door).await.ok();
    }
    while worker::run_one(&app.app).await.unwrap() {}
}

/// Somebody to whom a digest is due.
pub async fn somebody_waits(app: &TestApp) -> Firm {
    let seeker = app.register("De Meester").await;
    let need = json!({
        "name": "Doors", "frequency": "daily", "criteria": { "categories": ["DOOR"] },
    });
    seeker.post("/api/v1/needs", &need).await.ok();
    while worker::run_one(&app.app).await.unwrap() {}
    let member = seeker.member_id.clone();
    // As if it had been found two days ago.
    let ago = clock::now() - time::Duration::days(2);
    let shift = move |conn: &mut Conn| {
        let told = notifications::table.filter(notifications::member_id.eq(&member));
        let shifted = diesel::update(told).set(notifications::created_at.eq(ago)).execute(conn)?;
        diesel::update(alert_schedules::table.find(&member))
            .set(alert_schedules::next_due_at.eq(ago))
            .execute(conn)?;
        Ok(shifted)
    };
    assert_eq!(app.app.db.write(shift).await.unwrap(), FINDS);
    seeker
}

/// Whoever writes a digest comes as far as this step, and no farther.
pub async fn hold_up(app: &TestApp, step: Step) {
    let (table, when) = match step {
        Step::Run => ("digest_runs", ""),
        Step::Letter => ("outbox", "WHEN (NEW.dedupe_key LIKE 'alert:%')"),
    };
    let put = move |conn: &mut Conn| {
        let sql = match conn {
            Conn::Sqlite(_) => format!(
                "CREATE TABLE stall (n INTEGER);
                 INSERT INTO stall SELECT value FROM json_each('[' || substr(replace(hex(zeroblob(2000)), '0', ',1'), 2) || ']');
                 CREATE TRIGGER stall AFTER INSERT ON {table} {when} BEGIN
                     SELECT count(*) FROM stall a, stall b, stall c, stall d;
                 END;"
            ),
            Conn::Postgres(_) => format!(
                "CREATE FUNCTION stall() RETURNS trigger LANGUAGE plpgsql AS
                     $$ BEGIN PERFORM pg_sleep(600); RETURN NEW; END $$;
                 CREATE TRIGGER stall AFTER INSERT ON {table}
                     FOR EACH ROW {when} EXECUTE FUNCTION stall();"
            ),
        };
        Ok(conn.batch_execute(&sql)?)
    };
    app.app.db.write(put).await.unwrap();
}

/// Waits until a worker was held up.
pub async fn somebody_is_held_up(app: &TestApp) {
    let held_up = async {
        while !is_held_up(app).await {
            sleep(Duration::from_millis(5)).await;
        }
    };
    timeout(Duration::from_mins(1), held_up).await.expect("the worker writes a digest");
}

async fn is_held_up(app: &TestApp) -> bool {
    let url = app.app.config.database.url.clone();
    let look = move || {
        if url.starts_with("postgres") {
            let mut conn = PgConnection::establish(&url).unwrap();
            let asleep = "SELECT 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep'";
            return diesel::sql_query(asleep).execute(&mut conn).unwrap() > 0;
        }
        // Nothing else holds the lock of who writes for so long.
        let mut conn = SqliteConnection::establish(&url).unwrap();
        conn.batch_execute("PRAGMA busy_timeout = 500").unwrap();
        let is_free = conn.batch_execute("BEGIN IMMEDIATE; ROLLBACK").is_ok();
        !is_free
    };
    tokio::task::spawn_blocking(look).await.unwrap()
}

/// Lets digests be written again, after whoever was held up was killed.
pub async fn let_go(app: &TestApp, step: Step) {
    let table = match step {
        Step::Run => "digest_runs",
        Step::Letter => "outbox",
    };
    let drop = move |conn: &mut Conn| {
        let sql = match conn {
            Conn::Sqlite(_) => "DROP TRIGGER stall; DROP TABLE stall;".to_owned(),
            // A server that sleeps does not notice that nobody listens any more.
            Conn::Postgres(_) => format!(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'PgSleep';
                 DROP TRIGGER stall ON {table}; DROP FUNCTION stall;"
            ),
        };
        Ok(conn.batch_execute(&sql)?)
    };
    app.app.db.write(drop).await.unwrap();
}

/// Of the digest that was cut short there is nothing.
pub async fn nothing_is_left(app: &TestApp, seeker: &Firm) {
    assert_eq!(runs(app, &seeker.member_id).await, 0, "a run without a letter");
    let member = seeker.member_id.clone();
    let waiting = move |conn: &mut Conn| {
        let told = notifications::table.filter(notifications::member_id.eq(&member));
        Ok(told.filter(notifications::settled_at.is_null()).count().get_result::<i64>(conn)?)
    };
    let waiting = app.app.db.read(waiting).await.unwrap();
    assert_eq!(usize::try_from(waiting).unwrap(), FINDS, "told and not written");
}

/// How many digests somebody was written.
pub async fn runs(app: &TestApp, member_id: &str) -> i64 {
    let member = member_id.to_owned();
    let runs = move |conn: &mut Conn| {
        let of_member = digest_runs::table.filter(digest_runs::member_id.eq(&member));
        Ok(of_member.count().get_result(conn)?)
    };
    app.app.db.read(runs).await.unwrap()
}

/// Whether somebody has all that waited for them in a mail.
pub fn is_whole(raw: &[u8]) -> bool {
    let mail = mail_parser::MessageParser::default().parse(raw).unwrap();
    mail.body_text(0).unwrap().matches("/p/").count() == FINDS
}
