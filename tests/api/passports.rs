//! Passports through the front door: registered, changed, found, scanned, retired.

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Answer, Firm, TestApp, answer};

fn door() -> Value {
    json!({
        "external_id": "D-1",
        "category": "DOOR.INT",
        "name": "Binnendeur eik",
        "description": "Uit het kantoor, met kozijn",
        "language": "nl",
        "quantity": 12,
        "unit": "pcs",
        "dimensions": { "width_mm": 930, "height_mm": 2115.5 },
        "materials": [{ "name": "eik", "fraction_percent": 80.5, "origin": "reused" }],
        "brand": "Theuma",
        "colour": "wit",
        "condition_technical": 4,
        "attributes": { "hand": "L", "glazed": true, "thickness_mm": 40 },
        "hazards": { "asbestos": "free_declared" },
        "waste_code": "170201",
        "documents": [{ "name": "Fiche", "url": "https://example.org/fiche.pdf" }],
        "price": { "kind": "per_unit", "cents": 4500 },
        "available_from": "2026-03-15",
    })
}

fn path(passport: &Value) -> String {
    format!("/api/v1/passports/{}", passport["id"].as_str().unwrap())
}

/// The door with one field changed.
fn with(field: &str, value: Value) -> Value {
    let mut door = door();
    door[field] = value;
    door
}

async fn site(firm: &Firm, latitude: f64, longitude: f64) -> Value {
    let site = json!({
        "name": "Yard", "address": "Street 1",
        "point": { "latitude": latitude, "longitude": longitude },
    });
    firm.post("/api/v1/sites", &site).await.ok()["id"].clone()
}

#[tokio::test]
async fn what_is_registered_is_shown_as_it_was_filled_in() {
    let app = TestApp::start().await;
    let firm = app.register("Rotor").await;
    let registered = firm.post("/api/v1/passports", &door()).await;
    assert_eq!(registered.status, 201, "{}", registered.text);
    assert_eq!(registered.etag(), "\"1\"");
    let place = registered.headers["location"].to_str().unwrap().to_owned();
    let passport = registered.ok();
    assert_eq!(place, path(&passport));

    let shown = app.stranger().get(&place).await;
    assert_eq!((shown.etag(), &shown.body), ("\"1\"".to_owned(), &passport));
    for (field, value) in door().as_object().unwrap() {
        match field.as_str() {
            "hazards" => assert_eq!(passport[field]["asbestos"], value["asbestos"]),
            "waste_code" => assert_eq!(passport[field], "17 02 01"),
            _ => assert_eq!(&passport[field], value, "{field}"),
        }
    }
    assert_eq!(passport["organisation_id"], firm.id.as_str());
    assert_eq!((&passport["state"], &passport["version"]), (&json!("registered"), &json!(1)));
    // Nobody weighed it, so the catalogue did.
    assert_eq!(passport["unit_mass_estimated"], true);
    let mine = firm.get("/api/v1/passports").await.ok();
    assert_eq!(mine, json!({ "items": [passport] }));
}

#[tokio::test]
async fn all_that_is_wrong_is_told_in_the_language_of_the_reader() {
    let app = TestApp::start().await;
    let firm = app.register("Rotor").await.speaking("fr");
    let mut wrong = door();
    wrong["quantity"] = json!(-1);
    wrong["gtin"] = json!("123");
    wrong["attributes"]["hand"] = json!("up");
    let told = firm.post("/api/v1/passports", &wrong).await;
    assert_eq!(told.status, 422);
    let errors = told.body["errors"].as_array().unwrap();
    let pointers: Vec<_> = errors.iter().map(|it| it["pointer"].as_str().unwrap()).collect();
    assert_eq!(pointers, ["/gtin", "/quantity", "/attributes/hand"]);
    assert_eq!(errors[1]["got"], "-1");
    assert!(errors[1]["expected"].as_str().unwrap().starts_with("un nombre de 0"), "{errors:?}");
    assert_eq!(firm.get("/api/v1/passports").await.ok()["items"], json!([]));

    let nothing = firm.post("/api/v1/passports", &json!({})).await;
    assert_eq!(nothing.status, 422, "{}", nothing.text);
}

#[tokio::test]
async fn a_change_needs_the_newest_version() {
    let app = TestApp::start().await;
    let firm = app.register("Rotor").await;
    let passport = firm.post("/api/v1/passports", &door()).await.ok();
    let path = path(&passport);

    let unconditional = answer(firm.request(Method::PUT, &path).json(&door())).await;
    assert_eq!(unconditional.status, 428);
    let changed = firm.put(&path, "\"1\"", &with("quantity", json!(8))).await;
    assert_eq!((changed.status, changed.etag()), (200, "\"2\"".to_owned()));
    let late = firm.put(&path, "\"1\"", &with("quantity", json!(9))).await;
    assert_eq!(late.status, 412);
    // The same again is no change.
    let same = firm.put(&path, "\"2\"", &with("quantity", json!(8))).await;
    assert_eq!((same.etag(), &same.body["quantity"]), ("\"2\"".to_owned(), &json!(8)));

    let known = answer(firm.request(Method::GET, &path).header("if-none-match", "\"2\"")).await;
    assert_eq!((known.status, known.text.as_str()), (304, ""));
    let stale = answer(firm.request(Method::GET, &path).header("if-none-match", "\"1\"")).await;
    assert_eq!(stale.status, 200);
}

#[tokio::test]
async fn every_change_is_in_the_history_and_the_chain_is_whole() {
    let app = TestApp::start().await;
    let firm = app.register("Rotor").await;
    let passport = firm.post("/api/v1/passports", &door()).await.ok();
    let path = path(&passport);
    firm.put(&path, "\"1\"", &with("quantity", json!(8))).await.ok();
    firm.post_if(&format!("{path}/retire"), "\"2\"", &json!({})).await.ok();

    let history = firm.get(&format!("{path}/history")).await.ok();
    let events = history["items"].as_array().unwrap();
    let kinds: Vec<_> = events.iter().map(|it| it["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["registered", "revised", "retired"]);
    assert_eq!(events[1]["changes"], json!({ "quantity": { "from": 12, "to": 8 } }));
    assert_eq!(events[1]["actor"], format!("member:{}", firm.member_id));
    assert_eq!(events[1]["previous_hash"], events[0]["hash"]);
    assert_eq!(events[2]["previous_hash"], events[1]["hash"]);

    // Page by page it is the same.
    let first = firm.get(&format!("{path}/history?limit=2")).await.ok();
    let cursor = first["next_cursor"].as_str().unwrap();
    let rest = firm.get(&format!("{path}/history?limit=2&cursor={cursor}")).await.ok();
    assert_eq!(rest, json!({ "items": [events[2]] }));

    let verified = app.app.db.read(circuler::passports::verify).await.unwrap();
    assert!(verified.first_broken.is_none(), "{verified}");
    assert_eq!((verified.passports, verified.events), (1, 3));
    let other = app.register("De Meester").await;
    assert_eq!(other.get(&format!("{path}/history")).await.status, 404);
}

#[tokio::test]
async fn history_names_who_did_it_to_those_who_may_know() {
    let app = TestApp::start().await;
    let firm = app.register("Rotor").await;
    let key = firm.post("/api/v1/api-keys", &json!({ "name": "ERP" })).await.ok();
    let program = firm.with_token(key["key"].as_str().unwrap());
    let passport = program.post("/api/v1/passports", &door()).await.ok();
    let path = path(&passport);
    firm.put(&path, "\"1\"", &with("quantity", json!(8))).await.ok();
    firm.delete(&format!("/api/v1/api-keys/{}", key["id"].as_str().unwrap())).await.ok();

    let history = firm.speaking("nl").get(&format!("{path}/history")).await.ok();
    let names: Vec<_> =
        history["items"].as_array().unwrap().iter().map(|it| &it["actor_name"]).collect();
    assert_eq!(names, [&json!("API-sleutel “ERP”"), &json!("Ann of Rotor")], "revoked or not");

    let page = format!("/p/{}", passport["code"].as_str().unwrap());
    let own = firm.get(&page).await.text;
    assert!(own.contains("registered by API key “ERP”"), "{own}");
    assert!(own.contains("changed by Ann of Rotor"), "{own}");
    for other in [app.stranger(), app.register("De Meester").await] {
        let shown = other.get(&page).await.text;
        assert!(shown.contains("registered by Rotor"), "{shown}");
        assert!(shown.contains("changed by Rotor"), "{shown}");
        assert!(!shown.contains("Ann of") && !shown.contains("ERP"), "{shown}");
    }

    let list = "Benaming;Aantal;Eenheid\nTapijttegel;3;m2\n";
    let inventory = firm.upload("sloop.csv", list).await;
    let inventory = inventory.headers["location"].to_str().unwrap();
    app.run_jobs().await;
    firm.post(&format!("{inventory}/accept"), &json!({})).await.ok();
    let imported = firm.get("/api/v1/passports?limit=1").await.ok()["items"][0]["id"].clone();
    let path = format!("/api/v1/passports/{}/history", imported.as_str().unwrap());
    let history = firm.get(&path).await.ok();
    assert_eq!(history["items"][0]["actor_name"], "Ann of Rotor, from an inventory");
}

/// Fibre cement from before 2001 may hold asbestos, so the catalogue asks for the year.
#[tokio::test]
async fn what_the_catalogue_wants_known_is_asked_for_before_it_is_offered() {
    let app = TestApp::start().await;
    let firm = app.register("Rotor").await;
    let slates = |attributes: Value, visibility: &str| {
        json!({
            "name": "Vezelcementleien", "category": "ROOF.FIBRECEMENT", "quantity": 30,
            "unit": "m2", "attributes": attributes, "visibility": visibility,
        })
    };
    for (attributes, got) in [(json!({}), ""), (json!({ "production_year": 1998 }), "1998")] {
        let refused = firm.post("/api/v1/passports", &slates(attributes, "public")).await;
        assert_eq!(refused.status, 422);
        let problem = &refused.body["errors"][0];
        assert_eq!(problem["pointer"], "/attributes/production_year");
        assert_eq!(problem["got"], got);
        let expected = problem["expected"].as_str().unwrap();
        assert!(expected.contains("production_year") && expected.contains("2001"), "{expected}");
    }
    let kept = firm.post("/api/v1/passports", &slates(json!({}), "organisation")).await.ok();
    let known = slates(json!({ "production_year": 2004 }), "public");
    firm.put(&path(&kept), "\"1\"", &known).await.ok();

    // An inventory seldom says; what is in it is registered, and stays with its holder.
    let firm = app.register("Peeters").await;
    let list = "Benaming;Aantal;Eenheid\nVezelcementleien;30;m2\n";
    let inventory = firm.upload("sloop.csv", list).await;
    let inventory = inventory.headers["location"].to_str().unwrap();
    app.run_jobs().await;
    let accepted = firm.post(&format!("{inventory}/accept"), &json!({})).await.ok();
    assert_eq!(accepted["counts"]["created"], 1, "{accepted}");
    let imported = firm.get("/api/v1/passports?limit=1").await.ok()["items"][0].clone();
    assert_eq!(
        (&imported["category"], &imported["visibility"]),
        (&json!("ROOF.FIBRECEMENT"), &json!("organisation"))
    );
}

#[tokio::test]
async fn what_is_retired_is_no_longer_offered_but_stays_on_record() {
    let app = TestApp::start().await;
    let firm = app.register("Rotor").await;
    let passport = firm.post("/api/v1/passports", &door()).await.ok();
    app.run_jobs().await;
    assert_eq!(app.stranger().get("/api/v1/listings?q=eik").await.ok()["total"], 1);

    let retire = format!("{}/retire", path(&passport));
    assert_eq!(firm.post(&retire, &json!({})).await.status, 428);
    let retired = firm.post_if(&retire, "\"1\"", &json!({})).await.ok();
    assert_eq!(retired["state"], "retired");
    // The index lags, the answer does not.
    assert_eq!(app.stranger().get("/api/v1/listings?q=eik").await.ok()["items"], json!([]));
    app.run_jobs().await;
    assert_eq!(app.stranger().get("/api/v1/listings?q=eik").await.ok()["total"], 0);

    let change = firm.put(&path(&passport), "\"2\"", &door()).await;
    assert_eq!(change.status, 409);
    let page = app.stranger().get(&format!("/p/{}", passport["code"].as_str().unwrap())).await;
    assert!(page.status == 200 && page.text.contains("no longer available"), "{}", page.text);
}

#[tokio::test]
async fn who_may_see_it_finds_it_and_nobody_else() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let park = json!({ "name": "Haasrode", "point": { "latitude": 50.84, "longitude": 4.73 } });
    let park = admin.post("/api/v1/parks", &park).await.ok()["id"].clone();
    let holder = app.register_with("Rotor", json!({ "park_id": park })).await;
    let neighbour = app.register_with("De Meester", json!({ "park_id": park })).await;
    let other = app.register("Elsewhere").await;
    let readers = [holder.clone(), neighbour, other, app.stranger()];

    for (visibility, seen_by) in [
        ("organisation", [true, false, false, false]),
        ("park", [true, true, false, false]),
        ("public", [true, true, true, true]),
    ] {
        let mut draft = with("visibility", json!(visibility));
        draft["name"] = json!(format!("Deur {visibility}"));
        let passport = holder.post("/api/v1/passports", &draft).await.ok();
        app.run_jobs().await;
        let code = passport["code"].as_str().unwrap();
        for (reader, sees) in readers.iter().zip(seen_by) {
            let status = if sees { 200 } else { 404 };
            assert_eq!(reader.get(&path(&passport)).await.status, status, "{visibility}");
            assert_eq!(reader.get(&format!("/p/{code}")).await.status, status, "{visibility}");
            let found = reader.get(&format!("/api/v1/listings?q={visibility}")).await.ok();
            assert_eq!(found["total"], usize::from(sees), "{visibility}");
        }
    }
    let wrong = app.stranger().with_token("crk_nonsense");
    assert_eq!(wrong.get("/api/v1/listings").await.status, 401);
}

#[tokio::test]
async fn what_is_hazardous_is_registered_but_not_offered() {
    let app = TestApp::start().await;
    let firm = app.register("Rotor").await;
    let mut sheet = json!({
        "name": "Golfplaten 1974", "quantity": 40, "unit": "m2",
        "hazards": { "hazardous": true, "asbestos": "contains" }, "waste_code": "17 06 05*",
    });
    let offered = firm.post("/api/v1/passports", &sheet).await;
    assert_eq!(
        (offered.status, &offered.body["errors"][0]["pointer"]),
        (422, &json!("/visibility"))
    );
    sheet["visibility"] = json!("organisation");
    let kept = firm.post("/api/v1/passports", &sheet).await.ok();
    app.run_jobs().await;
    assert_eq!(app.stranger().get(&path(&kept)).await.status, 404);
    assert_eq!(app.stranger().get("/api/v1/listings").await.ok()["total"], 0);
    assert_eq!(firm.get("/api/v1/listings").await.ok()["total"], 1);
}

#[tokio::test]
async fn listings_are_found_by_words_and_facts_in_any_language() {
    let app = TestApp::start().await;
    let firm = app.register("Rotor").await;
    let (near, far) = (site(&firm, 50.88, 4.70).await, site(&firm, 51.05, 3.72).await);
    let bricks = json!({
        "name": "Gevelstenen", "category": "MAS.FACING_BRICK", "quantity": 2400, "unit": "pcs",
        "price": { "kind": "free" }, "condition_technical": 3, "site_id": far,
    });
    firm.post("/api/v1/passports", &with("site_id", near)).await.ok();
    firm.post("/api/v1/passports", &bricks).await.ok();
    app.run_jobs().await;

    let names = async |query: &str| {
        let found = app.stranger().get(&format!("/api/v1/listings?{query}")).await.ok();
        let items = found["items"].as_array().unwrap().clone();
        assert_eq!(found["total"], items.len(), "{query}");
        items
            .iter()
            .map(|it| it["passport"]["name"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    let (door, bricks) = ("Binnendeur eik", "Gevelstenen");
    for query in [
        "q=porte",
        "q=theuma",
        "q=D-1",
        "category=DOOR",
        "category=DOOR.INT,WIN",
        "condition_min=4",
        "width_mm_min=900&width_mm_max=950",
        "height_mm_min=2115.5",
        "quantity_min=10&unit=pcs&category=DOOR",
        "material=eik",
        "brand=Theuma",
        "colour=wit",
        "latitude=50.9&longitude=4.7&radius_km=20",
    ] {
        assert_eq!(names(query).await, [door], "{query}");
    }
    for query in [
        "free=true",
        "price_cents_max=100",
        "quantity_min=100&unit=pcs",
        "available_until=2026-03-01",
    ] {
        assert_eq!(names(query).await, [bricks], "{query}");
    }
    assert_eq!(names("q=window").await, [""; 0]);
    assert_eq!(names("sort=distance&latitude=51&longitude=3.7").await, [bricks, door]);
    assert_eq!(names("sort=price").await, [bricks, door]);

    let found = app.stranger().get("/api/v1/listings?latitude=50.88&longitude=4.70&sort=distance&facets=category,condition").await.ok();
    assert!(found["items"][0]["distance_km"].as_f64().unwrap() < 0.1, "{found}");
    assert_eq!(found["facets"]["category"]["DOOR.INT"], 1);
    assert_eq!(found["facets"]["condition"], json!({ "3": 1, "4": 1 }));

    let first = app.stranger().get("/api/v1/listings?limit=1").await.ok();
    assert_eq!((&first["total"], first["items"].as_array().unwrap().len()), (&json!(2), 1));
    let cursor = first["next_cursor"].as_str().unwrap();
    let cursor: String = url::form_urlencoded::byte_serialize(cursor.as_bytes()).collect();
    let second = app.stranger().get(&format!("/api/v1/listings?limit=1&cursor={cursor}")).await;
    let second = second.ok();
    assert_ne!(first["items"][0]["passport"]["id"], second["items"][0]["passport"]["id"]);
    assert!(second.get("next_cursor").is_none());
}

#[tokio::test]
async fn a_search_that_cannot_be_is_refused_with_a_reason() {
    let app = TestApp::start().await;
    let ask = async |query: &str| app.stranger().get(&format!("/api/v1/listings?{query}")).await;
    for (query, pointer) in [
        ("limit=0", "/limit"),
        ("category=NOPE", "/category"),
        ("condition_min=9", "/condition_min"),
        ("width_mm_min=NaN", "/width_mm_min"),
        ("latitude=50", "/longitude"),
        ("sort=distance", "/sort"),
    ] {
        let told = ask(query).await;
        assert_eq!(
            (told.status, &told.body["errors"][0]["pointer"]),
            (422, &json!(pointer)),
            "{query}"
        );
    }
    for (query, expected) in [
        ("condition_min=good", "a whole number"),
        ("sort=smell", "one of: relevance, distance"),
        ("nonsense=1", "one of the fields: q, category"),
    ] {
        let told = ask(query).await;
        let said = told.body["errors"][0]["expected"].as_str().unwrap_or_default();
        assert!(told.status == 422 && said.starts_with(expected), "{query}: {}", told.text);
    }
    assert_eq!(ask("cursor=nonsense").await.status, 400);
}

#[tokio::test]
async fn the_page_behind_the_code_speaks_the_language_of_the_reader() {
    let app = TestApp::start().await;
    let firm = app.register("Rotor").await;
    let passport = firm.post("/api/v1/passports", &door()).await.ok();
    let code = passport["code"].as_str().unwrap();
    let page = async |language: &str, path: &str| -> Answer {
        app.stranger().speaking(language).get(path).await
    };
    for (language, words) in [
        ("nl", "Materialenpaspoort"),
        ("fr", "Passeport matériaux"),
        ("en", "Material passport"),
        ("de", "Materialpass"),
    ] {
        let scanned = page(language, &format!("/p/{code}")).await;
        assert!(scanned.status == 200 && scanned.text.contains(words), "{}", scanned.text);
        assert_eq!(scanned.headers["content-language"], language);
        assert!(scanned.headers["content-type"].to_str().unwrap().starts_with("text/html"));
        assert!(scanned.text.contains("Binnendeur eik") && scanned.text.contains("lang=\"nl\""));
        assert!(!scanned.text.contains("<script"));
        let chosen = page("nl", &format!("/p/{code}?lang={language}")).await;
        assert!(chosen.text.contains(words));
    }
    // As people type it.
    let sloppy = code.to_lowercase().replace('-', "");
    assert_eq!(page("en", &format!("/p/{sloppy}")).await.status, 200);

    let json = app
        .stranger()
        .request(Method::GET, &format!("/p/{code}"))
        .header("accept", "application/json");
    assert_eq!(answer(json).await.ok(), passport);
}

#[tokio::test]
async fn a_code_that_is_nobodys_says_so() {
    let app = TestApp::start().await;
    for code in ["0000-0000-0", "nonsense", "%3Cscript%3E"] {
        let page = app.stranger().speaking("nl").get(&format!("/p/{code}")).await;
        assert!(
            page.status == 404 && page.text.contains("Geen paspoort gevonden"),
            "{}",
            page.text
        );
        assert!(!page.text.contains("<script>"));
        let json = app
            .stranger()
            .request(Method::GET, &format!("/p/{code}"))
            .header("accept", "application/json");
        let problem = answer(json).await;
        assert_eq!((problem.status, &problem.body["status"]), (404, &json!(404)));
    }
    assert_eq!(app.stranger().get("/api/v1/passports/no-uuid").await.status, 404);
}

#[tokio::test]
async fn the_list_of_ones_own_is_read_page_by_page() {
    let app = TestApp::start().await;
    let firm = app.register("Rotor").await;
    for number in 0..5 {
        firm.post("/api/v1/passports", &with("name", json!(format!("Deur {number}")))).await.ok();
    }
    let mut names = Vec::new();
    let mut next = "/api/v1/passports?limit=2".to_owned();
    loop {
        let page = firm.get(&next).await.ok();
        names.extend(page["items"].as_array().unwrap().iter().map(|it| it["name"].clone()));
        let Some(cursor) = page["next_cursor"].as_str() else { break };
        next = format!("/api/v1/passports?limit=2&cursor={cursor}");
    }
    assert_eq!(names, ["Deur 4", "Deur 3", "Deur 2", "Deur 1", "Deur 0"]);
    assert_eq!(firm.get("/api/v1/passports?cursor=nonsense").await.status, 400);
    let other = app.register("De Meester").await;
    assert_eq!(other.get("/api/v1/passports").await.ok()["items"], json!([]));
}

#[tokio::test]
async fn an_index_that_was_lost_is_built_again() {
    let app = TestApp::start().await;
    let firm = app.register("Rotor").await;
    firm.post("/api/v1/passports", &door()).await.ok();
    let gone = firm.post("/api/v1/passports", &door()).await.ok();
    firm.post_if(&format!("{}/retire", path(&gone)), "\"1\"", &json!({})).await.ok();
    app.run_jobs().await;
    app.app.search.clear().await.unwrap();
    assert_eq!(app.stranger().get("/api/v1/listings").await.ok()["total"], 0);
    assert_eq!(circuler::passports::reindex(&app.app).await.unwrap(), 1);
    assert_eq!(app.stranger().get("/api/v1/listings").await.ok()["total"], 1);
}
