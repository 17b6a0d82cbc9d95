//! What organisations look for, and what is found for them.

use circuler::accounts::Park;
use circuler::id::Id;
use circuler::needs::{self, Need, Pair};
use circuler::passports::{self, Content, Draft, Surroundings};
use circuler::search::Viewer;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};

use crate::support::{Firm, TestApp};
use crate::wanting::{door, doors_wanted, matches, state};

const LEUVEN: (f64, f64) = (50.8798, 4.7005);
const HAASRODE: (f64, f64) = (50.84, 4.728);
const LIEGE: (f64, f64) = (50.6326, 5.5797);

fn point((latitude, longitude): (f64, f64)) -> Value {
    json!({ "latitude": latitude, "longitude": longitude })
}

async fn site(firm: &Firm, at: (f64, f64)) -> Value {
    let site = json!({ "name": "Yard", "address": "Straat 1, Leuven", "point": point(at) });
    firm.post("/api/v1/sites", &site).await.ok()["id"].clone()
}

#[tokio::test]
async fn a_need_is_stated_changed_and_closed() {
    let app = TestApp::start().await;
    let firm = app.register("De Meester").await;
    let stated = firm.post("/api/v1/needs", &doors_wanted()).await;
    assert_eq!(stated.status, 201, "{}", stated.text);
    let path = stated.headers["location"].to_str().unwrap().to_owned();
    let etag = stated.etag();
    let need = stated.ok();
    assert_eq!((&need["state"], &need["version"]), (&json!("open"), &json!(1)));
    let width = &need["criteria"]["measures"]["width_mm"];
    assert_eq!(*width, json!({ "about": 900.0, "tolerance": 50.0 }), "as it was said");
    assert_eq!(firm.get(&path).await.ok(), need);

    let mut wider = doors_wanted();
    wider["criteria"]["measures"]["width_mm"]["tolerance"] = json!(100);
    let blind = firm.request(reqwest::Method::PUT, &path).json(&wider);
    assert_eq!(crate::support::answer(blind).await.status, 428);
    let changed = firm.put(&path, &etag, &wider).await;
    assert_eq!((changed.status, changed.etag()), (200, "\"2\"".to_owned()));
    assert_eq!(firm.put(&path, &etag, &doors_wanted()).await.status, 412);
    let same = firm.put(&path, "\"2\"", &wider).await;
    assert_eq!((same.status, same.etag()), (200, "\"2\"".to_owned()), "nothing changed");

    for _ in 0..2 {
        let closed = firm.post(&format!("{path}/close"), &json!({})).await;
        assert_eq!((closed.status, closed.etag()), (200, "\"3\"".to_owned()));
        assert_eq!(closed.body["state"], "closed");
    }
    assert_eq!(firm.put(&path, "\"3\"", &doors_wanted()).await.status, 409);

    state(&firm, &doors_wanted()).await;
    let newest = firm.get("/api/v1/needs?limit=1").await.ok();
    assert_eq!(newest["items"][0]["state"], "open");
    let cursor = newest["next_cursor"].as_str().unwrap();
    let next = firm.get(&format!("/api/v1/needs?limit=1&cursor={cursor}")).await.ok();
    assert_eq!((&next["items"][0]["id"], &next["next_cursor"]), (&need["id"], &Value::Null));
    let open = firm.get("/api/v1/needs?state=open").await.ok();
    assert_eq!(open["items"].as_array().unwrap().len(), 1);
    assert_eq!(firm.get("/api/v1/needs?cursor=nonsense").await.status, 400);
    assert_eq!(firm.get("/api/v1/needs?state=lost").await.status, 422);
}

#[tokio::test]
async fn all_that_is_wrong_with_a_need_is_told_at_once_and_nothing_is_kept() {
    let app = TestApp::start().await;
    let firm = app.register("De Meester").await.speaking("nl");
    let wrong = json!({
        "name": "",
        "criteria": {
            "words": ["---"],
            "measures": { "width_mm": { "min": 900, "max": 800 } },
            "attributes": { "hand": { "any_of": ["X"] } },
            "condition_min": 6,
        },
    });
    let refused = firm.post("/api/v1/needs", &wrong).await;
    assert_eq!(refused.status, 422);
    let errors = refused.body["errors"].as_array().unwrap();
    let pointers: Vec<_> = errors.iter().map(|it| it["pointer"].as_str().unwrap()).collect();
    let expected = [
        "/name",
        "/criteria/words/0",
        "/criteria/measures/width_mm",
        "/criteria/attributes/hand",
        "/criteria/condition_min",
    ];
    assert_eq!(pointers, expected);
    assert_eq!(errors[4]["expected"], "een getal van 1 tot 5");

    let unheard_of = json!({ "name": "Doors", "criteria": { "categories": ["GATE"] } });
    let refused = firm.post("/api/v1/needs", &unheard_of).await;
    assert_eq!(refused.body["errors"][0]["pointer"], "/criteria/categories/0");
    let neither = json!({ "name": "D", "criteria": { "measures": { "width_mm": { "near": 3 } } } });
    let refused = firm.post("/api/v1/needs", &neither).await;
    assert!(refused.text.contains("tolerance"), "{}", refused.text);
    assert_eq!(firm.get("/api/v1/needs").await.ok()["items"], json!([]));
}

#[tokio::test]
async fn a_need_is_nobody_elses_business() {
    let app = TestApp::start().await;
    let (firm, other) = (app.register("De Meester").await, app.register("Peeters").await);
    let need = state(&firm, &doors_wanted()).await;
    let path = format!("/api/v1/needs/{}", need["id"].as_str().unwrap());
    let asked = [
        other.get(&path).await,
        other.get(&format!("{path}/matches")).await,
        other.put(&path, "\"1\"", &doors_wanted()).await,
        other.post(&format!("{path}/close"), &json!({})).await,
        firm.get("/api/v1/needs/0190a5d4-0000-7000-8000-000000000000").await,
    ];
    assert!(asked.iter().all(|it| it.status == 404), "{asked:?}");
    assert_eq!(other.get("/api/v1/needs").await.ok()["items"], json!([]));
    assert_eq!(app.stranger().get(&path).await.status, 401);
}

#[tokio::test]
async fn a_match_is_recorded_once_and_says_why() {
    let app = TestApp::start().await;
    let (seeker, holder) = (app.register("De Meester").await, app.register("Peeters").await);
    let need = state(&seeker, &doors_wanted()).await;
    let offered = holder.post("/api/v1/passports", &door()).await;
    let (etag, passport) = (offered.etag(), offered.ok());
    app.run_jobs().await;

    let found = matches(&seeker.speaking("nl"), &need).await;
    assert_eq!(found.len(), 1);
    assert_eq!(found[0]["passport"]["code"], passport["code"]);
    assert_eq!(found[0]["passport"]["quantity"], json!(12));
    let told = |criterion| {
        let reasons = found[0]["reasons"].as_array().unwrap();
        reasons.iter().find(|it| it["criterion"] == criterion).unwrap()["text"].clone()
    };
    assert_eq!(told("measures"), "930 mm breed, u vroeg 900 mm ± 50");
    assert_eq!(told("categories"), "categorie: Binnendeur");
    let score = found[0]["score"].as_f64().unwrap();
    assert!(score > 0.5 && score < 1.0);

    let mut better = door();
    better["condition_technical"] = json!(5);
    let path = format!("/api/v1/passports/{}", passport["id"].as_str().unwrap());
    holder.put(&path, &etag, &better).await.ok();
    app.run_jobs().await;
    assert_eq!(matches(&seeker, &need).await.len(), 1);
}

#[tokio::test]
async fn a_new_need_is_matched_against_what_is_there() {
    let app = TestApp::start().await;
    let (seeker, holder) = (app.register("De Meester").await, app.register("Peeters").await);
    for change in [
        json!({}),
        json!({ "name": "Porte intérieure", "price": { "kind": "on_request" } }),
        json!({ "name": "Too narrow", "dimensions": { "width_mm": 849 } }),
        json!({ "name": "Nobody knows how wide", "dimensions": {} }),
        json!({ "name": "Too dear", "price": { "kind": "per_unit", "cents": 6001 } }),
    ] {
        let mut offered = door();
        for (field, value) in change.as_object().unwrap() {
            offered[field] = value.clone();
        }
        holder.post("/api/v1/passports", &offered).await.ok();
    }
    app.run_jobs().await;
    let need = state(&seeker, &doors_wanted()).await;
    app.run_jobs().await;
    let found = matches(&seeker, &need).await;
    let names: Vec<_> = found.iter().map(|it| it["passport"]["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["Binnendeur paneel", "Porte intérieure"], "best first");

    // A wider need finds more, and what was found is not found again.
    let mut wider = doors_wanted();
    wider["criteria"]["measures"]["width_mm"]["tolerance"] = json!(60);
    let path = format!("/api/v1/needs/{}", need["id"].as_str().unwrap());
    seeker.put(&path, "\"1\"", &wider).await.ok();
    app.run_jobs().await;
    assert_eq!(matches(&seeker, &need).await.len(), 3);

    let first = seeker.get(&format!("{path}/matches?limit=2")).await.ok();
    let cursor = first["next_cursor"].as_str().unwrap();
    let rest = seeker.get(&format!("{path}/matches?limit=2&cursor={cursor}")).await.ok();
    assert_eq!(rest["items"].as_array().unwrap().len(), 1);
    let last = rest["items"][0]["score"].as_f64().unwrap();
    assert!(
        first["items"].as_array().unwrap().iter().all(|it| it["score"].as_f64().unwrap() >= last)
    );
}

#[tokio::test]
async fn words_are_found_in_any_form() {
    let app = TestApp::start().await;
    let (seeker, holder) = (app.register("De Meester").await, app.register("Peeters").await);
    holder.post("/api/v1/passports", &door()).await.ok();
    app.run_jobs().await;
    let wanted = |words: &[&str]| json!({ "name": "Doors", "criteria": { "words": words } });
    let plural = state(&seeker, &wanted(&["binnendeuren"])).await;
    let french = state(&seeker, &wanted(&["portes"])).await;
    let typo = state(&seeker, &wanted(&["binendeur"])).await;
    app.run_jobs().await;
    assert_eq!(matches(&seeker, &plural).await.len(), 1);
    assert_eq!(matches(&seeker, &french).await.len(), 1, "the category is there in each language");
    assert_eq!(matches(&seeker, &typo).await.len(), 0, "a search forgives, a mail does not");
}

#[tokio::test]
async fn own_and_hidden_things_do_not_match() {
    let app = TestApp::start().await;
    let park = park(&app).await;
    let inside = json!({ "park_id": park });
    let seeker = app.register_with("De Meester", inside.clone()).await;
    let neighbour = app.register_with("Buren", inside).await;
    let holder = app.register("Peeters").await;
    let need = state(&seeker, &doors_wanted()).await;
    let mut hidden = door();
    hidden["visibility"] = json!("organisation");
    let mut for_the_park = door();
    for_the_park["visibility"] = json!("park");
    seeker.post("/api/v1/passports", &door()).await.ok();
    holder.post("/api/v1/passports", &hidden).await.ok();
    holder.post("/api/v1/passports", &for_the_park).await.ok();
    app.run_jobs().await;
    assert_eq!(matches(&seeker, &need).await.len(), 0);

    let offered = neighbour.post("/api/v1/passports", &for_the_park).await;
    let (etag, passport) = (offered.etag(), offered.ok());
    app.run_jobs().await;
    assert_eq!(matches(&seeker, &need).await.len(), 1);
    // What is hidden later is no longer shown.
    let path = format!("/api/v1/passports/{}", passport["id"].as_str().unwrap());
    neighbour.put(&path, &etag, &hidden).await.ok();
    assert_eq!(matches(&seeker, &need).await.len(), 0);
}

async fn park(app: &TestApp) -> Value {
    let park = json!({ "name": "Haasrode", "point": point(HAASRODE) });
    app.admin().await.post("/api/v1/parks", &park).await.ok()["id"].clone()
}

/// Criteria and drafts that often fit, because they choose from few values.
fn any_need() -> impl Strategy<Value = Value> {
    let criteria = (
        prop::sample::select(vec![json!([]), json!(["DOOR"]), json!(["DOOR.INT", "FLOOR"])]),
        prop::option::of((850..950_i32, 0..100_i32)),
        prop::option::of((
            prop::sample::select(vec![LEUVEN, LIEGE, (0.0, 179.9), (89.9, 0.0)]),
            prop::sample::select(vec![1, 6, 100, 20_000]),
        )),
        prop::option::of(1..20_i32),
        prop::option::of(prop::sample::select(vec!["deuren", "oak", "portes"])),
    );
    criteria.prop_map(|(categories, width, place, quantity, word)| {
        // Something is always asked for.
        let mut criteria = json!({ "categories": categories, "words_excluded": ["nothing"] });
        if let Some((about, tolerance)) = width {
            criteria["measures"] =
                json!({ "width_mm": { "about": about, "tolerance": tolerance } });
        }
        if let Some((at, radius_km)) = place {
            criteria["place"] = json!({ "point": point(at), "radius_km": radius_km });
        }
        if let Some(at_least) = quantity {
            criteria["quantity"] = json!({ "at_least": at_least, "unit": "pcs" });
        }
        if let Some(word) = word {
            criteria["words"] = json!([word]);
        }
        json!({ "name": "Any", "criteria": criteria })
    })
}

fn any_draft(sites: Vec<Value>) -> impl Strategy<Value = Value> {
    let draft = (
        prop::option::of(prop::sample::select(vec!["DOOR", "DOOR.INT", "FLOOR.RAISED", "FLOOR"])),
        prop::option::of(850..950_i32),
        prop::option::weighted(0.8, prop::sample::select(sites)),
        0..20_i32,
        prop::sample::select(vec!["Eiken deur", "Oak doors", "Tapijt"]),
        prop::sample::select(vec!["public", "public", "park", "organisation"]),
    );
    draft.prop_map(|(category, width_mm, site_id, quantity, name, visibility)| {
        json!({
            "name": name,
            "category": category,
            "quantity": quantity,
            "unit": "pcs",
            "dimensions": { "width_mm": width_mm },
            "site_id": site_id,
            "visibility": visibility,
        })
    })
}

/// Whatever finds candidates finds all that fit, and no others: it is held against the plain loop
/// over all needs.
#[tokio::test]
async fn the_candidates_are_those_of_the_plain_loop() {
    const ROUNDS: usize = 6;
    const EACH: usize = 25;
    let app = TestApp::start().await;
    let park = park(&app).await;
    let mut firms = Vec::new();
    for number in 0..4 {
        let place = if number % 2 == 0 { json!({ "park_id": park }) } else { json!({}) };
        let firm = app.register_with(&format!("Firm {number}"), place.clone()).await;
        let sites =
            [site(&firm, LEUVEN).await, site(&firm, HAASRODE).await, site(&firm, LIEGE).await];
        firms.push((firm, place["park_id"].as_str().and_then(Id::<Park>::parse), sites.to_vec()));
    }
    let mut runner = TestRunner::deterministic();
    let mut all_needs: Vec<(Need, Option<Id<Park>>)> = Vec::new();
    let mut fitting = 0;
    for round in 0..ROUNDS {
        for number in 0..EACH {
            let (firm, park, _) = &firms[(round + number) % firms.len()];
            let drawn = any_need().new_tree(&mut runner).unwrap().current();
            let need = serde_json::from_value(drawn).unwrap();
            let (organisation_id, member_id) = (firm.id.clone(), firm.member_id.clone());
            let caller = move |conn: &mut _| {
                let caller = circuler::accounts::caller_of(conn, &Id::parse(&member_id).unwrap())?;
                let caller = caller.unwrap();
                assert_eq!(caller.organisation_id.as_str(), organisation_id);
                needs::create(conn, &caller, need)
            };
            all_needs.push((app.app.db.write(caller).await.unwrap(), park.clone()));
        }
        let (holder, _, sites) = &firms[round % firms.len()];
        let contents: Vec<Content> = (0..EACH)
            .map(|_| any_draft(sites.clone()).new_tree(&mut runner).unwrap().current())
            .map(|it| serde_json::from_value::<Draft>(it).unwrap().check().unwrap())
            .collect();
        let holder = Id::parse(&holder.id).unwrap();
        let register =
            move |conn: &mut _| passports::register_all(conn, "test", &holder, None, contents);
        let ids = app.app.db.write(register).await.unwrap();
        let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();

        let wanted = ids.clone();
        let following = app.app.kept.get::<needs::Following>();
        let both = move |conn: &mut _| {
            let passports = passports::find_all(conn, &wanted)?;
            let around = Surroundings::of(conn, &passports)?;
            let found = following.offers(passports, &around);
            let found = needs::pairs_of_offers(conn, &following, &found)?;
            Ok((found, needs::offers(conn, &wanted)?))
        };
        let (mut found, offers) = app.app.db.read(both).await.unwrap();
        let mut plain = Vec::new();
        for (need, park) in &all_needs {
            let viewer = Viewer::Organisation {
                id: need.organisation_id.to_string(),
                park_id: park.as_ref().map(ToString::to_string),
            };
            for offer in &offers {
                if needs::fits(need, &viewer, offer).is_some() {
                    let passport_id = offer.passport.id.clone();
                    plain.push(Pair { need_id: need.id.clone(), passport_id });
                }
            }
        }
        found.sort();
        plain.sort();
        assert_eq!(found, plain);
        fitting += plain.len();
    }
    assert!(fitting > 100, "too few fitted for this to say anything: {fitting}");
}
