//! The same questions through HTTP, to the whole service with a database, beside the engine called
//! directly in the same process.

use std::net::TcpListener;

use circuler::accounts::{
    self, Caller, MemberDraft, OrganisationKind, Password, RegistrationDraft,
};
use circuler::app::App;
use circuler::catalogue::CategoryCode;
use circuler::config::Config;
use circuler::language::Language;
use circuler::passports::{self, Content, Draft};
use circuler::places::{self, SiteDraft};
use circuler::search::{Listing, Measure, Query};
use serde_json::{Value, json};

use crate::workload::Workload;
use crate::{Case, ask};

const QUERIES: usize = 100;
/// Sites, each with the listings nearest to it in the workload's order.
const LISTINGS_A_SITE: usize = 50;
const BATCH: usize = 10_000;

pub fn run(workload: &Workload, size: usize) {
    let folder = tempfile::tempdir().expect("a folder");
    let app = {
        let runtime = tokio::runtime::Runtime::new().expect("a runtime");
        let app = open(folder.path());
        runtime.block_on(fill(&app, workload, size));
        app
    };
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    let served = app.clone();
    std::thread::spawn(move || {
        actix_web::rt::System::new().block_on(async move {
            let metrics = metrics_exporter_prometheus::PrometheusBuilder::new().build_recorder();
            let server = circuler::server::serve(served, metrics.handle(), listener);
            server.expect("a server").await.expect("served");
        });
    });
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(compare(&app, workload, size, &format!("http://{address}")));
}

async fn compare(app: &App, workload: &Workload, size: usize, origin: &str) {
    let bare = ask(workload, QUERIES, |query| {
        let index = app.search.clone();
        async move { index.find(&query).await.expect("found").total }
    })
    .await;
    let client = reqwest::Client::new();
    let through = ask(workload, QUERIES, |query: Query| {
        let url = format!("{origin}/api/v1/listings/search?limit={}", query.limit);
        let request = client.post(url).json(&query);
        async move {
            let answer = request.send().await.expect("an answer");
            let found: Value = answer.json().await.expect("JSON");
            let total = found["total"].as_u64().expect("a total");
            usize::try_from(total).unwrap_or_default()
        }
    })
    .await;
    for (through, bare) in through.iter().zip(&bare) {
        assert_eq!(through.hits, bare.hits, "{}", bare.name);
        Case {
            name: format!("HTTP: {}, {size}, p50", through.name),
            ours: through.quantile(0.5),
            peer: Some((bare.quantile(0.5), "the engine called directly")),
            unit: "ms",
            hits: through.hits,
        }
        .print();
    }
}

fn open(folder: &std::path::Path) -> App {
    let mut config = Config::default();
    config.database.url = folder.join("circuler.db").display().to_string();
    config.search.url = folder.join("search").display().to_string();
    config.files.url = folder.join("files").display().to_string();
    "memory:".clone_into(&mut config.mail.url);
    "only-for-benchmarks-only-for-benchmarks".clone_into(&mut config.accounts.secret);
    config.accounts.password_memory_kib = 1024;
    App::open(config).expect("an app")
}

async fn fill(app: &App, workload: &Workload, size: usize) {
    let holder = register(app).await;
    for from in (0..size).step_by(BATCH) {
        let listings = workload.listings(from, BATCH.min(size - from));
        let holder = holder.clone();
        let written = app.db.write(move |conn| {
            let mut contents: Vec<Content> = Vec::with_capacity(listings.len());
            for some in listings.chunks(LISTINGS_A_SITE) {
                let site = SiteDraft {
                    name: "Site".to_owned(),
                    address: "Straat 1".to_owned(),
                    point: some[0].point.expect("a point"),
                    park_id: None,
                };
                let site = places::create_site(conn, &holder, site)?;
                contents.extend(some.iter().map(|it| content(it, &site.id.to_string())));
            }
            let organisation = &holder.organisation_id;
            passports::register_all(conn, &holder.actor(), organisation, None, contents)
        });
        written.await.expect("passports");
    }
    passports::reindex(app).await.expect("an index");
}

fn content(listing: &Listing, site_id: &str) -> Content {
    let size = |measure| listing.sizes_um.get(&measure).map(|um| um / 1000);
    let dated = listing.category.and_then(CategoryCode::leaf);
    let dated = dated.is_some_and(|it| it.attribute("production_year").is_some());
    let attributes = if dated { json!({ "production_year": 2020 }) } else { json!({}) };
    let draft: Draft = serde_json::from_value(json!({
        "name": listing.name,
        "description": listing.text,
        "category": listing.category,
        "quantity": listing.quantity_thousandths / 1000,
        "unit": listing.unit,
        "brand": listing.brand,
        "colour": listing.colour,
        "materials": [{ "name": listing.materials[0] }],
        "condition_technical": listing.condition,
        // What is of a suspect kind may be offered only so.
        "hazards": { "asbestos": "free_proven" },
        "attributes": attributes,
        "dimensions": {
            "width_mm": size(Measure::WidthMm),
            "height_mm": size(Measure::HeightMm),
        },
        "price": { "kind": "per_unit", "cents": listing.price_cents.unwrap_or(1).max(1) },
        "site_id": site_id,
    }))
    .expect("a draft");
    draft.check().expect("a passport")
}

async fn register(app: &App) -> Caller {
    let draft = RegistrationDraft {
        name: "Organisation".to_owned(),
        kind: OrganisationKind::Builder,
        park_id: None,
        member: MemberDraft {
            name: "Ann".to_owned(),
            email: "ann@example.org".to_owned(),
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
