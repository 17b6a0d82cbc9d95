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
    withdrawn: bool,
}

impl Wish {
    /// The definition of what fits, once more and by itself.
    fn fits(&self, listing: &Listing) -> bool {
        !listing.withdrawn
            && listing.category.starts_with(self.category)
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
    let wishes = state_wishes(&app, &callers, size.needs, &mut random).await;
    let mut killer = Killer::start(&app, mails.path());
    let mut market = Market::default();
    let mut oracle = Oracle::default();
    let by_address: BTreeMap<String, usize> =
        callers.iter().enumerate().map(|(at, it)| (it.email.clone(), at)).collect();
    let mut read = BTreeSet::new();
    let mut told_in_all = 0;
    for day in 0..DAYS {
        market.settled();
        for event in 0..size.events / DAYS {
            market.something_happens(&app, &callers, &mut random, event).await;
            if random.random_bool(0.1) {
                killer.kill_and_start_again(&app, mails.path());
            }
        }
        killer.stop();
        // What the killed one left is done, and time goes by until the digests are written.
        finish(&app, day).await;
        let expected = oracle.tells(&wishes, &market.listings);
        let told = told_by_new_mails(&app, mails.path(), &mut read, &by_address).await;
        let once: BTreeSet<_> = told.iter().cloned().collect();
        assert_eq!(once.len(), told.len(), "told in two mails, with seed {}", size.seed);
        let missing: Vec<_> = expected.difference(&once).collect();
        let surplus: Vec<_> = once.difference(&expected).collect();
        assert!(
            missing.is_empty() && surplus.is_empty(),
            "day {day}, seed {}: missing {missing:?}, surplus {surplus:?}",
            size.seed
        );
        told_in_all += told.len();
        killer.start_again(&app, mails.path());
    }
    killer.stop();
    let Market { offers, changes, withdrawals, renames, .. } = market;
    assert!(told_in_all > size.members && oracle.again > 0, "too little happened");
    assert!(changes > 0 && withdrawals > 0 && renames > 0, "too little happened");
    println!(
        "{told_in_all} times somebody was told, {} of them again; {offers} offers, {changes} changes \
         of price, {withdrawals} withdrawals, {renames} renamings, {} kills, seed {}",
        oracle.again, killer.kills, size.seed
    );
}

/// Digests are written at the end of each.
const DAYS: usize = 4;

/// What is offered, and what happened to it.
#[derive(Default)]
struct Market {
    listings: Vec<Listing>,
    /// What somebody may be told of on this day. It changes no more until the day is over, so that
    /// there is one right answer, however late a worker looks.
    touched: BTreeSet<usize>,
    offers: usize,
    changes: usize,
    withdrawals: usize,
    renames: usize,
}

impl Market {
    /// A new day begins.
    fn settled(&mut self) {
        self.touched.clear();
    }

    async fn something_happens(
        &mut self,
        app: &TestApp,
        people: &[Person],
        random: &mut StdRng,
        event: usize,
    ) {
        let cents = random.random_range(1..10) * 1000;
        let dice = random.random_range(0..10);
        let at = random.random_range(0..self.listings.len().max(1));
        let is_there = self.listings.get(at).is_some_and(|it| !it.withdrawn);
        let may_change = is_there && !self.touched.contains(&at);
        match dice {
            0..=2 if may_change && self.listings[at].cents != cents => {
                self.listings[at].cents = cents;
                let listing = &self.listings[at];
                revise(app, &people[listing.holder], listing, "Thing").await;
                self.touched.insert(at);
                self.changes += 1;
            }
            3 if may_change => {
                self.listings[at].withdrawn = true;
                let listing = &self.listings[at];
                withdraw(app, &people[listing.holder], listing).await;
                self.touched.insert(at);
                self.withdrawals += 1;
            }
            // Trivial edits change nothing that anybody asked for.
            4..=5 if is_there => {
                let listing = &self.listings[at];
                revise(app, &people[listing.holder], listing, &format!("Thing {event}")).await;
                self.renames += 1;
            }
            _ => {
                let holder = random.random_range(0..people.len());
                let category = CATEGORIES[random.random_range(0..CATEGORIES.len())];
                self.touched.insert(self.listings.len());
                self.listings.push(offer(app, &people[holder], holder, category, cents).await);
                self.offers += 1;
            }
        }
    }
}

/// Who is to be told of what, by rules that are written once more and by themselves.
#[derive(Default)]
struct Oracle {
    /// At which price a member was last told of a listing.
    told: BTreeMap<(usize, usize), i64>,
    /// How often somebody was told of what they had been told of before.
    again: usize,
}

impl Oracle {
    /// Who is told of what by the end of a day: of what fits and is new to them, or cheaper than
    /// they were told; once, however many of their wishes it fits, at once or in the digest.
    fn tells(&mut self, wishes: &[Wish], listings: &[Listing]) -> BTreeSet<(usize, String)> {
        let mut tells = BTreeSet::new();
        for wish in wishes {
            for (listing_at, listing) in listings.iter().enumerate() {
                let before = self.told.get(&(wish.member, listing_at)).copied();
                let is_news = before.is_none_or(|cents| listing.cents < cents);
                if wish.fits(listing) && is_news {
                    self.told.insert((wish.member, listing_at), listing.cents);
                    self.again += usize::from(before.is_some());
                    tells.insert((wish.member, listing.code.clone()));
                }
            }
        }
        tells
    }
}

/// Who was told of what in mails that were not read yet.
async fn told_by_new_mails(
    app: &TestApp,
    folder: &Path,
    read: &mut BTreeSet<std::path::PathBuf>,
    by_address: &BTreeMap<String, usize>,
) -> Vec<(usize, String)> {
    let mut told = Vec::new();
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        if path.extension().is_none_or(|it| it != "eml") || !read.insert(path.clone()) {
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
    told
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

async fn state_wishes(
    app: &TestApp,
    people: &[Person],
    count: usize,
    random: &mut StdRng,
) -> Vec<Wish> {
    let mut wishes = Vec::new();
    for (member, person) in people.iter().enumerate() {
        for _ in 0..count {
            // Of one person some needs are told at once and others daily.
            let daily = random.random_bool(0.5);
            let wish = Wish {
                member,
                category: WANTED[random.random_range(0..WANTED.len())],
                cents_max: random.random_range(1..10) * 1000,
            };
            state(app, person, &wish, daily).await;
            wishes.push(wish);
        }
    }
    wishes
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
    Listing {
        id: passport.id,
        code: passport.code.to_string(),
        holder,
        category,
        cents,
        withdrawn: false,
    }
}

async fn revise(app: &TestApp, person: &Person, listing: &Listing, name: &str) {
    let (caller, id) = (person.caller.clone(), listing.id.clone());
    let wanted = draft(name, listing.category, listing.cents);
    let change = move |conn: &mut _| {
        let now = passports::find(conn, &id)?.unwrap();
        passports::change(conn, &caller, &id, now.version, wanted)
    };
    app.app.db.write(change).await.unwrap();
}

async fn withdraw(app: &TestApp, person: &Person, listing: &Listing) {
    let (caller, id) = (person.caller.clone(), listing.id.clone());
    let retire = move |conn: &mut _| {
        let now = passports::find(conn, &id)?.unwrap();
        passports::retire(conn, &caller, &id, now.version)
    };
    app.app.db.write(retire).await.unwrap();
}

/// Does what is left of a day, and lets time go by until its digests are written.
async fn finish(app: &TestApp, day: usize) {
    // What a killed worker had taken is due again after its lease.
    app.app.db.write(end_leases).await.unwrap();
    while worker::run_one(&app.app).await.unwrap() {}
    // First what is told at once, which is told now and not later.
    while alerts::write_due(&app.app, clock::now()).await.unwrap() {}
    // In two days there is a morning, by any clock.
    let at: Instant = clock::now() + Duration::days(2 * i64::try_from(day + 1).unwrap());
    while alerts::write_due(&app.app, at).await.unwrap() {}
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
        self.start_again(app, mails);
    }

    fn start_again(&mut self, app: &TestApp, mails: &Path) {
        self.worker = worker_of(app, mails);
    }

    /// SIGKILL.
    fn stop(&mut self) {
        self.kills += 1;
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
