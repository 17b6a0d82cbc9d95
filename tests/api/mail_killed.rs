//! A worker that is killed while it sends loses no mail, and repeats one only where it had to
//! doubt; how often that was is known.

use std::collections::{BTreeMap, BTreeSet};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use circuler::mail::outbox::State;
use tempfile::TempDir;
use tokio::time::{sleep, timeout};

use crate::delivery::{enqueue, time_passes};
use crate::mailbox::{Mailbox, Point};
use crate::mid_digest::{self, Step};
use crate::support::{Firm, TestApp};

/// Where the worker is when it is killed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Moment {
    /// It starts, or looks what there is to do.
    BeforeClaim,
    /// It has a mail, and the server says nothing.
    Claimed,
    /// The server has the content and has not taken it.
    MidData,
    /// The server has taken it and not said so.
    BeforeAnswer,
    /// The server has said so, and it may or may not be in the database.
    BeforeCommit,
    /// It writes a digest.
    MidDigest(Step),
}

const MOMENTS: [Moment; 7] = [
    Moment::BeforeClaim,
    Moment::Claimed,
    Moment::MidData,
    Moment::BeforeAnswer,
    Moment::BeforeCommit,
    Moment::MidDigest(Step::Run),
    Moment::MidDigest(Step::Letter),
];
/// `KILL_ROUNDS=500` for more.
const ROUNDS: u64 = 50;
/// A round gives the worker so many mails.
const MAILS: u64 = 2;

fn worker(app: &TestApp, mailbox: &Mailbox, folder: &TempDir) -> Child {
    Command::new(env!("CARGO_BIN_EXE_circuler"))
        .arg("work")
        .env("DATABASE_URL", &app.app.config.database.url)
        .env("SEARCH_URL", "memory:")
        .env("BLOB_URL", folder.path().join("files"))
        .env("SMTP_URL", mailbox.url())
        .env("CIRCULER_ACCOUNTS__SECRET_FILE", folder.path().join("secret"))
        .env("CIRCULER_DATABASE__CONNECTIONS", "3")
        .env("CIRCULER_MAIL__LANES", "2")
        .env("CIRCULER_WORKER__REST_MILLISECONDS", "5")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// A number from a seed (SplitMix64).
fn drawn(seed: u64) -> u64 {
    let mut z = seed.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

fn moment_of(number: u64) -> Moment {
    let count = u64::try_from(MOMENTS.len()).unwrap();
    MOMENTS[usize::try_from(drawn(number) % count).unwrap()]
}

async fn round(app: &TestApp, mailbox: &Mailbox, folder: &TempDir, number: u64) {
    for mail in 0..MAILS {
        enqueue(app, &format!("{number}/{mail}"), "ann@example.org").await;
    }
    let moment = moment_of(number);
    let point = match moment {
        Moment::BeforeClaim | Moment::MidDigest(_) => None,
        Moment::Claimed => Some(Point::Greeting),
        Moment::MidData => Some(Point::Content),
        Moment::BeforeAnswer => Some(Point::Taken),
        Moment::BeforeCommit => Some(Point::Answered),
    };
    let mut silences = mailbox.silences();
    silences.borrow_and_update();
    if let Some(point) = point {
        mailbox.be_silent_at(point);
    }
    let mut worker = worker(app, mailbox, folder);
    if point.is_some() {
        let reached = timeout(Duration::from_mins(1), silences.changed()).await;
        reached.expect("the worker came to this point").unwrap();
    } else {
        sleep(Duration::from_micros(drawn(!number) % 60_000)).await;
    }
    if moment == Moment::BeforeCommit {
        sleep(Duration::from_micros(drawn(!number) % 3_000)).await;
    }
    worker.kill().unwrap();
    worker.wait().unwrap();
    mailbox.be_kind();
    time_passes(app).await;
}

/// Kills a worker that writes a digest. Who waits for it.
async fn round_of_digest(
    app: &TestApp,
    mailbox: &Mailbox,
    folder: &TempDir,
    number: u64,
    step: Step,
) -> Firm {
    for mail in 0..MAILS {
        enqueue(app, &format!("{number}/{mail}"), "ann@example.org").await;
    }
    let seeker = mid_digest::somebody_waits(app).await;
    mid_digest::hold_up(app, step).await;
    let mut worker = worker(app, mailbox, folder);
    mid_digest::somebody_is_held_up(app).await;
    worker.kill().unwrap();
    worker.wait().unwrap();
    mid_digest::let_go(app, step).await;
    mid_digest::nothing_is_left(app, &seeker).await;
    time_passes(app).await;
    seeker
}

#[tokio::test]
async fn a_worker_that_is_killed_loses_no_mail_and_repeats_only_what_it_doubts() {
    let rounds = std::env::var("KILL_ROUNDS").map_or(ROUNDS, |it| it.parse().unwrap());
    let mailbox = Mailbox::open().await;
    let app = TestApp::start().await;
    let folder = TempDir::new().unwrap();
    let mut moments: BTreeMap<Moment, u64> = BTreeMap::new();
    let mut seekers = Vec::new();
    mid_digest::offer(&app).await;
    let begun = std::time::Instant::now();
    for number in 0..rounds {
        let moment = moment_of(number);
        match moment {
            Moment::MidDigest(step) => {
                seekers.push(round_of_digest(&app, &mailbox, &folder, number, step).await);
            }
            Moment::BeforeClaim
            | Moment::Claimed
            | Moment::MidData
            | Moment::BeforeAnswer
            | Moment::BeforeCommit => round(&app, &mailbox, &folder, number).await,
        }
        *moments.entry(moment).or_default() += 1;
    }
    let took = begun.elapsed();
    // One that nobody kills sends the rest.
    let mut last = worker(&app, &mailbox, &folder);
    let all_sent = async {
        while digests_open(&app, &seekers).await || entries_open(&app).await > 0 {
            sleep(Duration::from_millis(20)).await;
            time_passes_for_the_waiting(&app).await;
        }
    };
    timeout(Duration::from_mins(1), all_sent).await.expect("all mails are sent in the end");
    last.kill().unwrap();
    last.wait().unwrap();

    let mut arrived: BTreeMap<String, i32> = BTreeMap::new();
    for mail in mailbox.received() {
        *arrived.entry(mail.header("Message-ID")).or_default() += 1;
    }
    let (mut repeated, mut doubts) = (0, 0);
    let sent = all_entries(&app).await;
    assert_eq!(sent.len(), usize::try_from(rounds * MAILS).unwrap() + seekers.len());
    for seeker in &seekers {
        assert_eq!(mid_digest::runs(&app, &seeker.member_id).await, 1, "one digest each");
        let mut letters = mailbox.received();
        letters.retain(|it| it.to == seeker.email);
        assert!(letters.iter().all(|it| mid_digest::is_whole(&it.raw)));
        let ids: BTreeSet<_> = letters.iter().map(|it| it.header("Message-ID")).collect();
        assert_eq!(ids.len(), 1, "which is one mail, however often it was sent");
    }
    assert_eq!(arrived.len(), sent.len(), "none is lost, and none is of nobody");
    for (state, key, doubt) in sent {
        assert_eq!(state, State::Sent);
        let times = arrived[&format!("<{key}@localhost>")];
        assert!(times <= 1 + doubt, "{key} arrived {times} times, with {doubt} doubts");
        repeated += times - 1;
        doubts += doubt;
    }
    println!("{rounds} rounds in {took:?}: {moments:?}; {repeated} repeated of {doubts} in doubt");
    assert_eq!(moments.len(), MOMENTS.len(), "{moments:?}");
    // Whatever was taken and not answered for is repeated.
    assert!(u64::try_from(repeated).unwrap() >= moments[&Moment::BeforeAnswer]);
}

async fn digests_open(app: &TestApp, seekers: &[Firm]) -> bool {
    for seeker in seekers {
        if mid_digest::runs(app, &seeker.member_id).await == 0 {
            return true;
        }
    }
    false
}

async fn entries_open(app: &TestApp) -> usize {
    all_entries(app).await.iter().filter(|(state, _, _)| *state != State::Sent).count()
}

/// The claims of the worker that is alive are its own.
async fn time_passes_for_the_waiting(app: &TestApp) {
    use circuler::schema::outbox;
    use diesel::prelude::*;
    let past = circuler::clock::now() - time::Duration::seconds(1);
    let make_due = move |conn: &mut _| {
        let waiting = outbox::table.filter(outbox::state.eq("retry"));
        Ok(diesel::update(waiting).set(outbox::due_at.eq(past)).execute(conn)?)
    };
    app.app.db.write(make_due).await.unwrap();
}

/// State, Message-ID before the `@`, doubts.
async fn all_entries(app: &TestApp) -> Vec<(State, String, i32)> {
    use circuler::schema::outbox;
    use diesel::prelude::*;
    let read = |conn: &mut _| {
        let query = outbox::table.select((outbox::state, outbox::message_key, outbox::doubts));
        Ok(query.load::<(String, Option<String>, i32)>(conn)?)
    };
    let rows = app.app.db.read(read).await.unwrap();
    let state = |text: &str| match text {
        "sent" => State::Sent,
        "dead" => State::Dead,
        _ => State::Pending,
    };
    rows.into_iter().map(|(text, key, doubts)| (state(&text), key.unwrap(), doubts)).collect()
}
