//! Needs kept in memory, what is told again, and what a need would bring.

use circuler::jobs;
use circuler::needs::stock::follow_stock;
use circuler::needs::{self, Drift, Following};
use diesel::{RunQueryDsl, sql_query};
use serde_json::{Value, json};

use crate::support::{Firm, TestApp};
use crate::wanting::{door, doors_wanted, matches, path_of, state};

fn with(mut value: Value, changes: &Value) -> Value {
    for (key, change) in changes.as_object().unwrap() {
        value[key] = change.clone();
    }
    value
}

/// Registers a passport; its address and its version.
async fn offer(firm: &Firm, passport: &Value) -> (String, String) {
    let offered = firm.post("/api/v1/passports", passport).await;
    let etag = offered.etag();
    (format!("/api/v1/passports/{}", offered.ok()["id"].as_str().unwrap()), etag)
}

#[tokio::test]
async fn a_match_is_told_again_only_when_it_is_better_in_what_was_asked() {
    let app = TestApp::start().await;
    let (seeker, holder) = (app.register("De Meester").await, app.register("Peeters").await);
    let need = state(&seeker, &doors_wanted()).await;
    let (path, mut etag) = offer(&holder, &door()).await;
    app.run_jobs().await;
    assert_eq!(app.mails().len(), 1);
    let changes = [
        (json!({ "remarks": "Nog in het gebouw" }), 1, "a trifle"),
        (json!({ "quantity": 20 }), 1, "more, which nobody asked about"),
        (json!({ "price": { "kind": "per_unit", "cents": 5000 } }), 1, "dearer"),
        (json!({ "price": { "kind": "per_unit", "cents": 4600 } }), 1, "dearer than was told"),
        (json!({ "price": { "kind": "per_unit", "cents": 4000 } }), 2, "cheaper"),
        (json!({ "price": { "kind": "per_unit", "cents": 4000 } }), 2, "the same again"),
        (json!({ "price": { "kind": "free" } }), 3, "free"),
    ];
    for (change, mails, what) in changes {
        let changed = holder.put(&path, &etag, &with(door(), &change)).await;
        etag = changed.etag();
        changed.ok();
        app.run_jobs().await;
        assert_eq!(app.mails().len(), mails, "{what}");
        assert_eq!(matches(&seeker, &need).await.len(), 1, "{what}");
    }
}

#[tokio::test]
async fn a_paused_need_is_quiet_and_finds_what_came_meanwhile() {
    let app = TestApp::start().await;
    let (seeker, holder) = (app.register("De Meester").await, app.register("Peeters").await);
    let need = state(&seeker, &doors_wanted()).await;
    let pause = format!("{}/pause", path_of(&need));
    let paused = seeker.post(&pause, &json!({})).await.ok();
    assert_eq!((&paused["state"], &paused["version"]), (&json!("paused"), &json!(2)));
    assert_eq!(seeker.post(&pause, &json!({})).await.ok()["version"], 2, "paused already");
    offer(&holder, &door()).await;
    app.run_jobs().await;
    assert_eq!(matches(&seeker, &need).await.len(), 0);
    let resumed = seeker.post(&format!("{}/resume", path_of(&need)), &json!({})).await.ok();
    assert_eq!(resumed["state"], "open");
    app.run_jobs().await;
    assert_eq!(matches(&seeker, &need).await.len(), 1);
    seeker.post(&format!("{}/close", path_of(&need)), &json!({})).await.ok();
    assert_eq!(seeker.post(&pause, &json!({})).await.status, 409);
    let other = app.register("Peeters & co").await;
    assert_eq!(other.post(&pause, &json!({})).await.status, 404);
}

#[tokio::test]
async fn a_need_ends_after_its_last_day_and_says_how_often_to_tell() {
    let app = TestApp::start().await;
    let seeker = app.register("De Meester").await;
    let weekly = json!({ "frequency": "weekly", "expires_on": "2099-12-31" });
    let need = state(&seeker, &with(doors_wanted(), &weekly)).await;
    assert_eq!((&need["frequency"], &need["expires_on"]), (&json!("weekly"), &json!("2099-12-31")));
    let plain = state(&seeker, &doors_wanted()).await;
    assert_eq!((&plain["frequency"], &plain["expires_on"]), (&json!("at_once"), &Value::Null));
    let past = json!({ "expires_on": "2001-01-01" });
    let refused = seeker.post("/api/v1/needs", &with(doors_wanted(), &past)).await;
    assert_eq!(
        (refused.status, &refused.body["errors"][0]["pointer"]),
        (422, &json!("/expires_on"))
    );
    let day_after = circuler::clock::Day::new(2100, 1, 1).unwrap();
    let ended = app.app.db.write(move |conn| needs::expire(conn, day_after)).await.unwrap();
    assert_eq!(ended, 1);
    assert_eq!(seeker.get(&path_of(&need)).await.ok()["state"], "expired");
    assert_eq!(seeker.get(&path_of(&plain)).await.ok()["state"], "open");
}

#[tokio::test]
async fn what_is_muted_is_not_told_and_comes_back_when_it_is_not() {
    let app = TestApp::start().await;
    let (seeker, holder) = (app.register("De Meester").await, app.register("Peeters").await);
    let need = state(&seeker, &doors_wanted()).await;
    let muted = json!({ "kind": "organisation", "organisation_id": holder.id });
    let mute = seeker.post("/api/v1/mutes", &muted).await.ok();
    assert_eq!(seeker.post("/api/v1/mutes", &muted).await.ok()["id"], mute["id"], "once");
    let fire_doors = json!({ "kind": "category", "category": "DOOR.FIRE" });
    seeker.post("/api/v1/mutes", &fire_doors).await.ok();
    offer(&holder, &door()).await;
    let other = app.register("Janssens").await;
    offer(&other, &with(door(), &json!({ "category": "DOOR.FIRE" }))).await;
    app.run_jobs().await;
    assert_eq!((matches(&seeker, &need).await.len(), app.mails().len()), (0, 0));

    let path = format!("/api/v1/mutes/{}", mute["id"].as_str().unwrap());
    assert_eq!(other.delete(&path).await.status, 404);
    assert_eq!(seeker.delete(&path).await.status, 204);
    app.run_jobs().await;
    assert_eq!((matches(&seeker, &need).await.len(), app.mails().len()), (1, 1));
    let left = seeker.get("/api/v1/mutes").await.ok();
    assert_eq!(left[0]["category"], "DOOR.FIRE");
    assert_eq!(left.as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_new_need_finds_in_memory_what_is_offered_as_it_is_now() {
    let app = TestApp::start().await;
    let (seeker, holder) = (app.register("De Meester").await, app.register("Peeters").await);
    let (first, etag) = offer(&holder, &door()).await;
    app.run_jobs().await;
    // Search knows nothing any more, so what is found is found in memory.
    let forget = async || app.app.search.clear().await.unwrap();
    forget().await;
    let blind = state(&seeker, &with(doors_wanted(), &json!({ "name": "Before" }))).await;
    app.run_jobs().await;
    assert_eq!(matches(&seeker, &blind).await.len(), 0, "nobody has read it into memory");
    follow_stock(&app.app).await.unwrap();
    let seen = seeker.post("/api/v1/needs/preview", &doors_wanted()).await.ok();
    assert_eq!(seen["fitting"], 1);
    let need = state(&seeker, &doors_wanted()).await;
    app.run_jobs().await;
    assert_eq!(matches(&seeker, &need).await.len(), 1);
    assert_eq!(app.mails().len(), 1);

    // Too dear by a little now; and there is another one, by words of another language.
    let dearer = json!({ "price": { "kind": "per_unit", "cents": 7000 } });
    let dearer = holder.put(&first, &etag, &with(door(), &dearer)).await;
    let etag = dearer.etag();
    offer(&holder, &with(door(), &json!({ "name": "Eiken binnendeur" }))).await;
    app.run_jobs().await;
    forget().await;
    let oak = json!({ "categories": [], "words": ["oak"], "price_cents_max": 6000 });
    let oak = state(&seeker, &json!({ "name": "Oak", "criteria": oak })).await;
    let again = state(&seeker, &with(doors_wanted(), &json!({ "name": "Again" }))).await;
    app.run_jobs().await;
    for need in [&oak, &again] {
        let found = matches(&seeker, need).await;
        assert_eq!(found.len(), 1, "{}", need["name"]);
        assert_eq!(found[0]["passport"]["name"], "Eiken binnendeur", "{}", need["name"]);
    }
    let seen = seeker.post("/api/v1/needs/preview", &doors_wanted()).await.ok();
    assert_eq!((&seen["fitting"], seen["nearly"].as_array().unwrap().len()), (&json!(1), 1));

    // What ended is offered no more.
    holder.post_if(&format!("{first}/retire"), &etag, &json!({})).await.ok();
    app.run_jobs().await;
    follow_stock(&app.app).await.unwrap();
    let seen = seeker.post("/api/v1/needs/preview", &doors_wanted()).await.ok();
    assert_eq!((&seen["fitting"], seen["nearly"].as_array().unwrap().len()), (&json!(1), 0));
}

#[tokio::test]
async fn a_preview_shows_what_fits_what_nearly_fits_and_saves_nothing() {
    let app = TestApp::start().await;
    let (seeker, holder) = (app.register("De Meester").await, app.register("Peeters").await);
    offer(&holder, &door()).await;
    let wide = json!({ "name": "Wide door", "dimensions": { "width_mm": 960 } });
    offer(&holder, &with(door(), &wide)).await;
    let gate = json!({ "name": "Gate", "dimensions": { "width_mm": 3000 } });
    offer(&holder, &with(door(), &gate)).await;
    offer(&seeker, &door()).await;
    app.run_jobs().await;
    let seen = seeker.speaking("nl").post("/api/v1/needs/preview", &doors_wanted()).await.ok();
    assert_eq!((&seen["fitting"], &seen["alerts_of_90_days"]), (&json!(1), &json!(1)));
    assert_eq!(seen["best"][0]["passport"]["name"], "Binnendeur paneel");
    let near = seen["nearly"].as_array().unwrap();
    assert_eq!((near.len(), &near[0]["passport"]["name"]), (1, &json!("Wide door")));
    assert_eq!(near[0]["miss"]["criterion"], "measures/width_mm");
    assert_eq!(near[0]["miss"]["text"], "960 mm breed, u vroeg 900 mm ± 50");
    assert!(near[0]["miss"]["by"].as_f64().unwrap() < 0.02);
    assert_eq!(seeker.get("/api/v1/needs").await.ok()["items"], json!([]));
    let nothing = json!({ "name": "Doors", "criteria": {} });
    assert_eq!(seeker.post("/api/v1/needs/preview", &nothing).await.status, 422);
}

#[tokio::test]
async fn feedback_proposes_a_change_that_keeps_such_things_away() {
    let app = TestApp::start().await;
    let (seeker, holder) = (app.register("De Meester").await, app.register("Peeters").await);
    let need = state(&seeker, &doors_wanted()).await;
    offer(&holder, &door()).await;
    app.run_jobs().await;
    let found = matches(&seeker, &need).await;
    let path = format!("/api/v1/matches/{}/feedback", found[0]["id"].as_str().unwrap());
    let dear = seeker.post(&path, &json!({ "feedback": "too_dear" })).await.ok();
    assert_eq!(dear["change"], "criteria");
    assert_eq!(dear["criteria"]["price_cents_max"], 4050);
    let far = seeker.post(&path, &json!({ "feedback": "too_far" })).await.ok();
    assert_eq!(far["change"], "mute", "no place was asked for");
    let wrong = seeker.post(&path, &json!({ "feedback": "wrong_thing" })).await.ok();
    let left = wrong["criteria"]["categories"].as_array().unwrap();
    assert!(left.contains(&json!("DOOR.FIRE")) && !left.contains(&json!("DOOR.INT")));
    assert_eq!(holder.post(&path, &json!({ "feedback": "too_far" })).await.status, 404);
    assert_eq!(seeker.get(&path_of(&need)).await.ok()["version"], 1, "proposed, not made");
}

#[tokio::test]
async fn several_lots_on_one_way_are_found_together() {
    let app = TestApp::start().await;
    let (seeker, holder) = (app.register("De Meester").await, app.register("Peeters").await);
    let at = |north: f64| json!({ "latitude": 50.88 + north, "longitude": 4.7 });
    let wanted = json!({
        "name": "Twenty doors",
        "criteria": {
            "categories": ["DOOR"],
            "quantity": { "at_least": 20, "unit": "pcs", "several_lots": true },
            "place": { "point": at(0.0), "radius_km": 60 },
        },
    });
    let need = state(&seeker, &wanted).await;
    let lots = format!("{}/lots", path_of(&need));
    for (name, quantity, north) in
        [("North", 12, 0.2), ("Farther north", 12, 0.25), ("South", 12, -0.2), ("Here", 3, 0.0)]
    {
        let site = json!({ "name": name, "address": "Straat 1", "point": at(north) });
        let site = holder.post("/api/v1/sites", &site).await.ok()["id"].clone();
        let draft = json!({ "name": name, "quantity": quantity, "site_id": site });
        offer(&holder, &with(door(), &draft)).await;
    }
    app.run_jobs().await;
    let found = seeker.get(&lots).await.ok();
    let names: Vec<_> =
        found["lots"].as_array().unwrap().iter().map(|it| &it["passport"]["name"]).collect();
    assert!(names.contains(&&json!("North")) && names.contains(&&json!("Farther north")));
    assert_eq!((names.len(), &found["quantity"], &found["is_best"]), (2, &json!(24), &json!(true)));
    let km = found["tour_km"].as_f64().unwrap();
    assert!((km - 55.6).abs() < 0.2, "there and back: {km}");
    assert_eq!(holder.get(&lots).await.status, 404);
}

#[tokio::test]
async fn what_is_not_found_is_counted_without_names() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let park = json!({ "name": "Haasrode", "point": { "latitude": 50.84, "longitude": 4.73 } });
    let park = admin.post("/api/v1/parks", &park).await.ok()["id"].clone();
    let inside = json!({ "park_id": park });
    let manager = with(inside.clone(), &json!({ "kind": "park_manager" }));
    let manager = app.register_with("Park", manager).await;
    let mut firms = Vec::new();
    for name in ["A", "B", "C"] {
        firms.push(app.register_with(name, inside.clone()).await);
    }
    let path = format!("/api/v1/unmet-needs?park_id={}", park.as_str().unwrap());
    for number in 0..4 {
        state(&firms[number % 3], &doors_wanted()).await;
    }
    assert_eq!(manager.get(&path).await.ok(), json!([]), "too few to be told");
    state(&firms[1], &doors_wanted()).await;
    let told = json!([{ "park_id": park, "category": "DOOR", "needs": 5, "organisations": 3 }]);
    assert_eq!(manager.get(&path).await.ok(), told);
    assert_eq!(admin.get("/api/v1/unmet-needs").await.ok(), told);
    assert_eq!(firms[0].get(&path).await.status, 404);
    assert_eq!(manager.get("/api/v1/unmet-needs").await.status, 404, "other parks are not theirs");
}

#[tokio::test]
async fn every_process_keeps_up_with_what_others_change() {
    let app = TestApp::start().await;
    let seeker = app.register("De Meester").await;
    let (early, late) = (Following::default(), Following::default());
    let count = |following: Following| {
        let read = move |conn: &mut _| {
            following.catch_up(conn)?;
            Ok((following.len(), following))
        };
        app.app.db.read(read)
    };
    let (before, early) = count(early).await.unwrap();
    assert_eq!(before, 0);
    let need = state(&seeker, &doors_wanted()).await;
    for _ in 0..3 {
        state(&seeker, &doors_wanted()).await;
    }
    let (now, early) = count(early).await.unwrap();
    assert_eq!(now, 4);
    seeker.post(&format!("{}/pause", path_of(&need)), &json!({})).await.ok();
    let wider = with(doors_wanted(), &json!({ "criteria": { "categories": ["FLOOR"] } }));
    let resumed = format!("{}/resume", path_of(&need));
    let open = seeker.post(&resumed, &json!({})).await;
    seeker.put(&path_of(&need), &open.etag(), &wider).await.ok();
    seeker.post(&format!("{}/close", path_of(&need)), &json!({})).await.ok();
    assert_eq!(count(early).await.unwrap().0, 3);
    assert_eq!(count(late).await.unwrap().0, 3);
}

#[tokio::test]
async fn a_sweep_finds_that_nothing_has_drifted() {
    let app = TestApp::start().await;
    let (seeker, holder) = (app.register("De Meester").await, app.register("Peeters").await);
    state(&seeker, &doors_wanted()).await;
    offer(&holder, &door()).await;
    app.run_jobs().await;
    assert_eq!(needs::sweep(&app.app).await.unwrap(), Some(Drift::default()));
    assert_eq!(needs::sweep(&app.app).await.unwrap(), None, "once a day");
    let (waiting, dead) = app.app.db.read(jobs::count).await.unwrap();
    assert_eq!((waiting, dead), (0, 0));
}

#[tokio::test]
async fn a_sweep_says_what_has_drifted() {
    let app = TestApp::start().await;
    let (seeker, holder) = (app.register("De Meester").await, app.register("Peeters").await);
    state(&seeker, &doors_wanted()).await;
    let floors = with(doors_wanted(), &json!({ "criteria": { "categories": ["FLOOR"] } }));
    let floors = state(&seeker, &floors).await;
    offer(&holder, &door()).await;
    app.run_jobs().await;
    // Two needs become something else, and nobody says so to those who keep them in memory.
    let swap = |from: &str, to: &str| {
        format!("UPDATE needs SET criteria = replace(criteria, '\"{from}\"', '\"{to}\"')")
    };
    let floors_wanted = format!("{} WHERE id = {}", swap("FLOOR", "DOOR"), quoted(&floors["id"]));
    let doors_wanted = format!("{} WHERE id <> {}", swap("DOOR", "FLOOR"), quoted(&floors["id"]));
    for change in [floors_wanted, doors_wanted] {
        let changed = app.app.db.write(move |conn| Ok(sql_query(change).execute(conn)?)).await;
        assert_eq!(changed.unwrap(), 1);
    }
    assert_eq!(needs::sweep(&app.app).await.unwrap(), Some(Drift { missing: 1, surplus: 1 }));
}

/// Registered and never indexed, as if the job for it had been lost.
#[tokio::test]
async fn a_sweep_sees_what_the_stock_has_missed() {
    let app = TestApp::start_with(|config| config.search.settle_seconds = 0).await;
    let (seeker, holder) = (app.register("De Meester").await, app.register("Peeters").await);
    state(&seeker, &doors_wanted()).await;
    follow_stock(&app.app).await.unwrap();
    offer(&holder, &door()).await;
    assert_eq!(needs::sweep(&app.app).await.unwrap(), Some(Drift { missing: 1, surplus: 0 }));
}

#[tokio::test]
async fn who_is_too_far_behind_to_catch_up_reads_all_there_is() {
    let app = TestApp::start().await;
    let (seeker, holder) = (app.register("De Meester").await, app.register("Peeters").await);
    follow_stock(&app.app).await.unwrap();
    offer(&holder, &door()).await;
    app.run_jobs().await;
    // So much else happened that what was noted of the door is forgotten.
    let others = |conn: &mut _| (0..=10_000).try_for_each(|_| needs::stock::note(conn, &[]));
    app.app.db.write(others).await.unwrap();
    for _ in 0..2 {
        follow_stock(&app.app).await.unwrap();
    }
    let need = state(&seeker, &doors_wanted()).await;
    app.run_jobs().await;
    assert_eq!(matches(&seeker, &need).await.len(), 1);
}

fn quoted(id: &Value) -> String {
    format!("'{}'", id.as_str().unwrap())
}

#[tokio::test]
async fn criteria_can_be_nice_to_have() {
    let app = TestApp::start().await;
    let (seeker, holder) = (app.register("De Meester").await, app.register("Peeters").await);
    let mut wanted = doors_wanted();
    wanted["criteria"]["price_cents_max"] = json!(3000);
    wanted["criteria"]["nice_to_have"] = json!(["price_cents_max"]);
    let need = state(&seeker, &wanted).await;
    assert_eq!(need["criteria"]["nice_to_have"], json!(["price_cents_max"]));
    offer(&holder, &door()).await;
    app.run_jobs().await;
    let found = matches(&seeker, &need).await;
    let reasons = found[0]["reasons"].as_array().unwrap();
    let price = reasons.iter().find(|it| it["criterion"] == "price_cents_max").unwrap();
    assert!(price["text"].as_str().unwrap().starts_with("not quite: €45.00"), "{price}");
    for (nice, pointer) in [
        (json!(["condition_min"]), "/criteria/nice_to_have/0"),
        (json!(["price_cents_max", "categories", "measures/width_mm"]), "/criteria/nice_to_have"),
    ] {
        wanted["criteria"]["nice_to_have"] = nice;
        let refused = seeker.post("/api/v1/needs", &wanted).await;
        assert_eq!((refused.status, &refused.body["errors"][0]["pointer"]), (422, &json!(pointer)));
    }
}
