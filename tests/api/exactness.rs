//! Exactness: whatever happens in whatever order, and however often the worker is killed, people
//! are told exactly what a plain list of rules says.
//!
//! Members, needs and events come from a seed. A worker of its own process does the work and is
//! killed every now and then. `CIRCULER_TEST_EXACTNESS="5000 3 20000 SEED"` sets members, needs of
//! each and events.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration as Wait;

use circuler::accounts::{MemberDraft, RegistrationDraft};
use circuler::clock::{self, Instant};
use circuler::db::Conn;
use circuler::error::Result;
use circuler::id::Id;
use circuler::needs::{self, Need, NeedDraft};
use circuler::passports::{self, Draft, Passport};
use circuler::{accounts, alerts, jobs, worker};
use mail_parser::MessageParser;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde_json::json;
use tempfile::TempDir;
use time::Duration;

use crate::support::TestApp;

/// How much of it.
struct Size {
    members: usize,
    needs: usize,
    events: usize,
    seed: u64,
}

impl Size {
    fn of_environment() -> Self {
        let told = std::env::var("CIRCULER_TEST_EXACTNESS").unwrap_or_default();
        let mut numbers = told.split_whitespace().map(|it| it.parse::<u64>().unwrap());
        let mut number = |usual: u64| numbers.next().unwrap_or(usual);
        let size = |it: u64| usize::try_from(it).unwrap();
        Self {
            members: size(number(25)),
            needs: size(number(3)),
            events: size(number(120)),
            seed: number(7),
        }
    }
}

const CATEGORIES: [&str; 4] = ["DOOR.INT", "WIN", "FLOOR.CARPET_TILE", "DOOR.FIRE"];
const WANTED: [&str; 4] = ["DOOR", "WIN", "FLOOR", "DOOR.INT"];

/// What somebody wants, in the plainest words: this category, at most so dear.
#[derive(Debug, Clone)]
struct Wish {
    member: usize,
    category: &'static str,
    cents_max: i64,
}

/// What is offered, as it is now.
#[derive(Debug, Clone)]
struct Listing {
    id: Id<Passport>,
    code: String,
    holder: usize,
    category: &'static str,
    cents: i64,
}

impl Wish {
    /// The definition of what fits, once more and by itself.
    fn fits(&self, listing: &Listing) -> bool {
        listing.category.starts_with(self.category)
            && listing.cents <= self.cents_max
            && listing.holder != self.member
    }
}

#[tokio::test]
async fn people_are_told_exactly_what_fits() {
    let size = Size::of_environment();
    let mut random = StdRng::seed_from_u64(size.seed);
    let mails = TempDir::new().unwrap();
    let folder = mails.path().display().to_string();
    let app = TestApp::start_with(|config| config.mail.url = folder).await;
    let callers = register(&app, size.members).await;
    let mut wishes = Vec::new();
    for (member, caller) in callers.iter().enumerate() {
        // What a person hears at once for one need may stand in the digest of another; so that each
        // thing is told once, nobody here has needs of both sorts.
        let daily = random.random_bool(0.5);
        for _ in 0..size.needs {
            let wish = Wish {
                member,
                category: WANTED[random.random_range(0..WANTED.len())],
                cents_max: random.random_range(1..10) * 1000,
            };
            state(&app, caller, &wish, daily).await;
            wishes.push(wish);
        }
    }

    let mut killer = Killer::start(&app, mails.path());
    let mut listings: Vec<Listing> = Vec::new();
    // Who is to be told of what, and who is not.
    let mut seen: BTreeSet<(usize, String)> = BTreeSet::new();
    let mut never: BTreeSet<(usize, String)> = BTreeSet::new();
    for event in 0..size.events {
        if listings.is_empty() || random.random_bool(0.6) {
            let holder = random.random_range(0..callers.len());
            let category = CATEGORIES[random.random_range(0..CATEGORIES.len())];
            let cents = random.random_range(1..10) * 1000;
            listings.push(offer(&app, &callers[holder], holder, category, cents).await);
        } else {
            // Trivial edits change nothing that anybody asked for.
            let at = random.random_range(0..listings.len());
            let listing = &listings[at];
            rename(&app, &callers[listing.holder], listing, event).await;
        }
        if random.random_bool(0.1) {
            killer.kill_and_start_again(&app, mails.path());
        }
    }
    killer.stop();
    // What the killed ones left is done, and time goes by until every digest is written.
    finish(&app).await;

    for listing in &listings {
        for wish in &wishes {
            let told = (wish.member, listing.code.clone());
            if wish.fits(listing) {
                seen.insert(told);
            } else {
                never.insert(told);
            }
        }
    }
    let by_address: BTreeMap<String, usize> =
        callers.iter().enumerate().map(|(at, it)| (it.email.clone(), at)).collect();
    let mut told: Vec<(usize, String)> = Vec::new();
    for file in std::fs::read_dir(mails.path()).unwrap() {
        let path = file.unwrap().path();
        if path.extension().is_none_or(|it| it != "eml") {
            continue;
        }
        let bytes = std::fs::read(path).unwrap();
        let mail = MessageParser::default().parse(&bytes).unwrap();
        let address = mail.to().unwrap().first().unwrap().address().unwrap();
        let text = mail.body_text(0).unwrap().into_owned();
        let mut codes: Vec<String> = codes_in(&text);
        let once: BTreeSet<_> = codes.iter().cloned().collect();
        assert_eq!(once.len(), codes.len(), "twice in one mail: {text}");
        // What a letter has no room for stands on its page.
        if let Some(link) = text.lines().find(|it| it.contains("/alerts/")) {
            let page = app.stranger().get(link.trim().strip_prefix(&app.address).unwrap()).await;
            let all: BTreeSet<_> = codes_in(&page.text).into_iter().collect();
            assert!(all.is_superset(&once));
            codes = all.into_iter().collect();
        }
        told.extend(codes.into_iter().map(|it| (by_address[address], it)));
    }
    let once: BTreeSet<_> = told.iter().cloned().collect();
    assert_eq!(once.len(), told.len(), "told in two mails, with seed {}", size.seed);
    let missing: Vec<_> = seen.difference(&once).collect();
    let surplus: Vec<_> = once.difference(&seen).collect();
    assert!(missing.is_empty() && surplus.is_empty(), "missing {missing:?}, surplus {surplus:?}");
    assert!(seen.len() > size.members && !never.is_empty(), "too little happened");
    println!("{} times somebody was told, {} kills, seed {}", seen.len(), killer.kills, size.seed);
}

fn codes_in(text: &str) -> Vec<String> {
    let codes = text.split("/p/").skip(1);
    let ends = |it: char| it.is_whitespace() || it == '"';
    codes.map(|it| it.split(ends).next().unwrap().to_owned()).collect()
}

/// A member and its organisation.
struct Person {
    caller: accounts::Caller,
    email: String,
}

async fn register(app: &TestApp, count: usize) -> Vec<Person> {
    let make = move |conn: &mut Conn| -> Result<Vec<Person>> {
        (0..count)
            .map(|number| {
                let email = format!("member-{number}@example.org");
                let draft = RegistrationDraft {
                    name: format!("Firm {number}"),
                    kind: accounts::OrganisationKind::Builder,
                    park_id: None,
                    member: MemberDraft {
                        name: format!("Member {number}"),
                        email: email.clone(),
                        password: serde_json::from_value(json!(crate::support::PASSWORD)).unwrap(),
                        language: circuler::language::Language::En,
                    },
                };
                let (registration, _) = draft.check()?;
                let (_, member) = accounts::register(conn, registration, "no hash")?;
                let caller = accounts::caller_of(conn, &member.id)?.unwrap();
                Ok(Person { caller, email })
            })
            .collect()
    };
    app.app.db.write(make).await.unwrap()
}

async fn state(app: &TestApp, person: &Person, wish: &Wish, daily: bool) -> Need {
    let draft: NeedDraft = serde_json::from_value(json!({
        "name": format!("{} for {}", wish.category, wish.cents_max),
        "frequency": if daily { "daily" } else { "at_once" },
        "criteria": { "categories": [wish.category], "price_cents_max": wish.cents_max },
    }))
    .unwrap();
    let caller = person.caller.clone();
    app.app.db.write(move |conn| needs::create(conn, &caller, draft)).await.unwrap()
}

fn draft(name: &str, category: &str, cents: i64) -> Draft {
    let unit = if category.starts_with("FLOOR") { "m2" } else { "pcs" };
    serde_json::from_value(json!({
        "name": name, "category": category, "quantity": 5, "unit": unit,
        "price": { "kind": "per_unit", "cents": cents },
    }))
    .unwrap()
}

async fn offer(
    app: &TestApp,
    person: &Person,
    holder: usize,
    category: &'static str,
    cents: i64,
) -> Listing {
    let (caller, wanted) = (person.caller.clone(), draft("Thing", category, cents));
    let register = move |conn: &mut _| passports::register(conn, &caller, wanted);
    let passport = app.app.db.write(register).await.unwrap();
    Listing { id: passport.id, code: passport.code.to_string(), holder, category, cents }
}

async fn rename(app: &TestApp, person: &Person, listing: &Listing, event: usize) {
    let (caller, id) = (person.caller.clone(), listing.id.clone());
    let wanted = draft(&format!("Thing {event}"), listing.category, listing.cents);
    let change = move |conn: &mut _| {
        let now = passports::find(conn, &id)?.unwrap();
        passports::change(conn, &caller, &id, now.version, wanted)
    };
    app.app.db.write(change).await.unwrap();
}

/// Does what is left, and lets a day go by after the other until nothing waits.
async fn finish(app: &TestApp) {
    // What a killed worker had taken is due again after its lease.
    app.app.db.write(end_leases).await.unwrap();
    while worker::run_one(&app.app).await.unwrap() {}
    for days in 0..4 {
        let at: Instant = clock::now() + Duration::days(days);
        while alerts::write_due(&app.app, at).await.unwrap() {}
    }
    app.app.db.write(end_leases).await.unwrap();
    while worker::send_one(&app.app).await.unwrap() {}
    let (waiting, dead) = app.app.db.read(jobs::count).await.unwrap();
    assert_eq!((waiting, dead), (0, 0));
}

fn end_leases(conn: &mut Conn) -> Result<()> {
    use circuler::schema::{jobs, outbox};
    use diesel::prelude::*;

    let now = clock::now();
    diesel::update(jobs::table).set(jobs::run_at.eq(now)).execute(conn)?;
    diesel::update(outbox::table).set(outbox::due_at.eq(now)).execute(conn)?;
    Ok(())
}

/// Workers, killed without a warning.
struct Killer {
    worker: Child,
    kills: usize,
}

impl Killer {
    fn start(app: &TestApp, mails: &Path) -> Self {
        Self { worker: worker_of(app, mails), kills: 0 }
    }

    fn kill_and_start_again(&mut self, app: &TestApp, mails: &Path) {
        std::thread::sleep(Wait::from_millis(20));
        self.stop();
        self.kills += 1;
        self.worker = worker_of(app, mails);
    }

    /// SIGKILL.
    fn stop(&mut self) {
        self.worker.kill().unwrap();
        self.worker.wait().unwrap();
    }
}

fn worker_of(app: &TestApp, mails: &Path) -> Child {
    Command::new(env!("CARGO_BIN_EXE_circuler"))
        .arg("work")
        .env("DATABASE_URL", &app.app.config.database.url)
        .env("SEARCH_URL", "memory:")
        .env("BLOB_URL", mails.join("files"))
        .env("SMTP_URL", mails)
        .env("CIRCULER_ALERTS__PAUSE_SECONDS", "0")
        .env("CIRCULER_WORKER__REST_MILLISECONDS", "5")
        .env("CIRCULER_SERVER__PUBLIC_URL", &app.app.config.server.public_url)
        .env("CIRCULER_ACCOUNTS__SECRET", &app.app.config.accounts.secret)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}
