//! Who needs this? One listing against all needs, beside the plain loop over them in memory.

use circuler::accounts::{
    self, Caller, MemberDraft, OrganisationKind, Password, RegistrationDraft,
};
use circuler::app::App;
use circuler::catalogue::Unit;
use circuler::config::Config;
use circuler::db::Conn;
use circuler::error::Result;
use circuler::language::Language;
use circuler::needs::{self, Need, NeedDraft};
use circuler::passports::{self, Content, Draft, Surroundings};
use circuler::places::{self, SiteDraft};
use circuler::search::{Point, Viewer};
use serde_json::json;

use crate::workload::{Dice, THINGS, TOWNS};
use crate::{Case, quantile, timed};

const NEEDS: [usize; 3] = [1_000, 10_000, 100_000];
const LISTINGS: usize = 60;
/// An organisation may hold ten thousand needs.
pub const SEEKERS: usize = 20;

pub async fn run(print: &mut impl FnMut(Case)) {
    for count in NEEDS {
        let folder = tempfile::tempdir().expect("a folder");
        let app = open(folder.path());
        let holder = register(&app, 0).await;
        let mut seekers = Vec::new();
        for number in 1..=SEEKERS {
            seekers.push(register(&app, number).await);
        }
        let stated = app.db.write(move |conn| state(conn, &seekers, count)).await;
        let needs = stated.expect("needs");
        let offered = app.db.write(move |conn| offer(conn, &holder)).await.expect("listings");
        let measured = app.db.read(move |conn| measure(conn, &needs, &offered)).await;
        let (mut ours, mut peer, hits) = measured.expect("matches");
        let median = quantile(&mut peer, 0.5);
        for (part, label) in [(0.5, "p50"), (0.99, "p99")] {
            print(Case {
                name: format!("match one listing against {count} needs, {label}"),
                ours: quantile(&mut ours, part),
                peer: Some((median, "loop over all, in memory, p50")),
                unit: "ms",
                hits,
            });
        }
    }
}

pub fn open(folder: &std::path::Path) -> App {
    open_at(folder, folder.join("circuler.db").display().to_string())
}

/// The same with another database.
pub fn open_at(folder: &std::path::Path, database: String) -> App {
    let mut config = Config::default();
    config.database.url = database;
    config.search.url = folder.join("search").display().to_string();
    config.files.url = folder.join("files").display().to_string();
    "memory:".clone_into(&mut config.mail.url);
    "only-for-benchmarks-only-for-benchmarks".clone_into(&mut config.accounts.secret);
    config.accounts.password_memory_kib = 1024;
    config.inventories.reader = env!("CARGO_BIN_EXE_circuler").into();
    App::open(config).expect("an app")
}

pub async fn register(app: &App, number: usize) -> Caller {
    let draft = RegistrationDraft {
        name: format!("Organisation {number}"),
        kind: OrganisationKind::Builder,
        park_id: None,
        member: MemberDraft {
            name: "Ann".to_owned(),
            email: format!("ann-{number}@example.org"),
            password: Password::new("a-long-enough-passphrase"),
            language: Language::Nl,
        },
    };
    let (registration, password) = draft.check().expect("a registration");
    let hash = password.hash(&app.config.accounts).await.expect("a hash");
    let caller = app.db.write(move |conn| {
        let (_, member) = accounts::register(conn, registration, &hash)?;
        accounts::caller_of(conn, &member.id)
    });
    caller.await.expect("a member").expect("a caller")
}

pub fn state(conn: &mut Conn, seekers: &[Caller], count: usize) -> Result<Vec<Need>> {
    let mut dice = Dice::new(3);
    (0..count)
        .map(|number| {
            let (_, category, _) = *dice.of(&THINGS);
            let (latitude, longitude) = *dice.of(&TOWNS);
            let width = dice.between(200.0, 1900.0).round();
            let need = json!({
                "name": format!("Need {number}"),
                "criteria": {
                    "categories": [category],
                    "measures": { "width_mm": { "min": width, "max": width + 150.0 } },
                    "condition_min": 1 + dice.below(4),
                    "place": {
                        "point": { "latitude": latitude, "longitude": longitude },
                        "radius_km": dice.between(10.0, 120.0),
                    },
                },
            });
            let draft: NeedDraft = serde_json::from_value(need).expect("a need");
            needs::create(conn, &seekers[number % SEEKERS], draft)
        })
        .collect()
}

fn offer(conn: &mut Conn, holder: &Caller) -> Result<Vec<String>> {
    let mut dice = Dice::new(5);
    let mut contents: Vec<Content> = Vec::new();
    for _ in 0..LISTINGS {
        let (name, category, unit) = *dice.of(&THINGS);
        let (latitude, longitude) = *dice.of(&TOWNS);
        let site = SiteDraft {
            name: "Site".to_owned(),
            address: "Straat 1".to_owned(),
            point: Point { latitude, longitude },
            park_id: None,
        };
        let site = places::create_site(conn, holder, site)?;
        let draft: Draft = serde_json::from_value(json!({
            "name": name,
            "category": category,
            "quantity": 1 + dice.below(400),
            "unit": Unit::parse(unit).unwrap_or_default().as_str(),
            "condition_technical": 1 + dice.below(5),
            "dimensions": { "width_mm": dice.between(200.0, 2000.0).round() },
            "site_id": site.id,
        }))
        .expect("a draft");
        contents.push(draft.check().expect("a passport"));
    }
    let (actor, holder) = (holder.actor(), holder.organisation_id.clone());
    let ids = circuler::passports::register_all(conn, &actor, &holder, None, contents)?;
    Ok(ids.iter().map(ToString::to_string).collect())
}

/// Milliseconds for each listing: ours, and the plain loop; and how many matches both found.
fn measure(
    conn: &mut Conn,
    needs: &[Need],
    listings: &[String],
) -> Result<(Vec<f64>, Vec<f64>, usize)> {
    let (mut ours, mut peer, mut hits) = (Vec::new(), Vec::new(), 0);
    let following = needs::Following::default();
    following.catch_up(conn)?;
    for id in listings {
        let ids = std::slice::from_ref(id);
        let (found, took) = timed(|| {
            let passports = passports::find_all(conn, ids)?;
            let around = Surroundings::of(conn, &passports)?;
            let offers = following.offers(passports, &around);
            needs::pairs_of_offers(conn, &following, &offers)
        });
        let found = found?.len();
        ours.push(took.as_secs_f64() * 1000.0);
        let offers = needs::offers(conn, ids)?;
        let fits = |need: &&Need| {
            let id = need.organisation_id.to_string();
            let seeker = Viewer::Organisation { id, park_id: None };
            needs::fits(need, &seeker, &offers[0]).is_some()
        };
        let (plain, took) = timed(|| needs.iter().filter(fits).count());
        peer.push(took.as_secs_f64() * 1000.0);
        assert_eq!(found, plain, "the candidates and the plain loop disagree");
        hits += found;
    }
    Ok((ours, peer, hits))
}
