//! Searching through the front door: in any language, while typing, on the map, and kept.

use serde_json::{Value, json};

use crate::support::{Firm, TestApp};

async fn site(firm: &Firm, latitude: f64, longitude: f64) -> Value {
    let site = json!({
        "name": "Yard", "address": "Street 1",
        "point": { "latitude": latitude, "longitude": longitude },
    });
    firm.post("/api/v1/sites", &site).await.ok()["id"].clone()
}

/// Offers something, with what is told of it besides.
async fn offer(firm: &Firm, name: &str, details: Value) -> Value {
    let mut draft = json!({ "name": name, "quantity": 10, "unit": "pcs" });
    draft.as_object_mut().unwrap().extend(details.as_object().unwrap().clone());
    firm.post("/api/v1/passports", &draft).await.ok()
}

fn names(found: &Value) -> Vec<&str> {
    let items = found["items"].as_array().unwrap();
    items.iter().map(|it| it["passport"]["name"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn a_thing_is_found_by_all_its_names() {
    let app = TestApp::start().await;
    let firm = app.register("Rotor").await;
    offer(&firm, "Bakstenen, rood", json!({})).await;
    offer(&firm, "Brandschutztüren T30", json!({})).await;
    offer(&firm, "Gyproc platen", json!({})).await;
    offer(&firm, "Stalen ligger IPE 200", json!({})).await;
    let sized = json!({ "dimensions": { "width_mm": 930, "height_mm": 2115 } });
    offer(&firm, "Steenwolisolatieplaat", sized).await;
    app.run_jobs().await;
    for (asked, expected) in [
        ("brique", "Bakstenen, rood"),
        ("bricks", "Bakstenen, rood"),
        ("rode baksteen", "Bakstenen, rood"),
        ("Tür", "Brandschutztüren T30"),
        ("porte coupe-feu", "Brandschutztüren T30"),
        ("branddeur", "Brandschutztüren T30"),
        ("plasterboard", "Gyproc platen"),
        ("plaque de plâtre", "Gyproc platen"),
        ("ipe200", "Stalen ligger IPE 200"),
        ("IPE 200", "Stalen ligger IPE 200"),
        ("steenwol", "Steenwolisolatieplaat"),
        ("laine de roche", "Steenwolisolatieplaat"),
        ("isolatie 93 cm", "Steenwolisolatieplaat"),
        ("930x2115", "Steenwolisolatieplaat"),
    ] {
        let query: String = url::form_urlencoded::byte_serialize(asked.as_bytes()).collect();
        let found = app.stranger().get(&format!("/api/v1/listings?q={query}")).await.ok();
        assert_eq!(names(&found)[0], expected, "{asked}");
    }
    for nothing in ["IPE 300", "IPE 2000", "kantoor", "931x2115"] {
        let query: String = url::form_urlencoded::byte_serialize(nothing.as_bytes()).collect();
        let found = app.stranger().get(&format!("/api/v1/listings?q={query}")).await.ok();
        assert_eq!(names(&found), [""; 0], "{nothing}");
    }
}

#[tokio::test]
async fn what_lacks_a_word_follows_and_the_pages_go_on() {
    let app = TestApp::start().await;
    let firm = app.register("Rotor").await;
    for name in ["Dubbele branddeur", "Dubbele branddeur, wit", "Branddeur, wit staal", "Stoel"] {
        offer(&firm, name, json!({})).await;
    }
    app.run_jobs().await;
    let asked = "/api/v1/listings?q=dubbele%20branddeur%20wit%20staal";
    let found = app.stranger().get(asked).await.ok();
    assert_eq!(found["total"], 3);
    assert_eq!(names(&found)[2], "Dubbele branddeur", "it lacks most");

    let mut paged = Vec::new();
    let mut address = format!("{asked}&limit=1");
    loop {
        let page = app.stranger().get(&address).await.ok();
        paged.extend(names(&page).into_iter().map(str::to_owned));
        let Some(cursor) = page["next_cursor"].as_str() else { break };
        address = format!("{asked}&limit=1&cursor={cursor}");
    }
    assert_eq!(paged, names(&found));
}

#[tokio::test]
async fn what_was_found_is_marked_and_slips_are_put_right() {
    let app = TestApp::start().await;
    let firm = app.register("Rotor").await;
    offer(&firm, "Eiken binnendeur", json!({ "description": "Deuren uit een kantoor" })).await;
    app.run_jobs().await;
    let found = app.stranger().get("/api/v1/listings?q=deur").await.ok();
    let marked = |pieces: &Value| -> Vec<String> {
        let pieces = pieces.as_array().unwrap().iter().filter(|it| it["is_match"] == true);
        pieces.map(|it| it["text"].as_str().unwrap().to_owned()).collect()
    };
    let highlights = &found["items"][0]["highlights"];
    assert_eq!(marked(&highlights["name"]), ["binnendeur"]);
    assert_eq!(marked(&highlights["description"]), ["Deuren"]);
    let found = app.stranger().get("/api/v1/listings?q=binendeur").await.ok();
    assert_eq!(found["did_you_mean"], "binnendeur");
    let plain = app.stranger().get("/api/v1/listings").await.ok();
    assert!(plain["items"][0].get("highlights").is_none(), "{plain}");
    assert!(plain.get("did_you_mean").is_none());
}

#[tokio::test]
async fn a_search_is_suggested_while_it_is_typed() {
    let app = TestApp::start().await;
    let firm = app.register("Rotor").await;
    let door = json!({ "category": "DOOR.INT" });
    offer(&firm, "Binnendeur eik", door.clone()).await;
    offer(&firm, "Binnendeur wit", door.clone()).await;
    offer(&firm, "Fenêtre", json!({ "category": "WIN.WINDOW" })).await;
    let hidden = json!({ "category": "DOOR.INT", "visibility": "organisation" });
    offer(&firm, "Binnendeur geheim", hidden).await;
    app.run_jobs().await;
    let suggest = async |who: &Firm, typed: &str| {
        let path = format!("/api/v1/listings/suggestions?q={typed}");
        who.get(&path).await.ok()["items"].clone()
    };
    let dutch = app.stranger().speaking("nl");
    assert_eq!(
        suggest(&dutch, "binn").await,
        json!([
            { "kind": "category", "category": "DOOR.INT", "text": "Binnendeur", "count": 2 },
            { "kind": "words", "text": "binnendeur", "count": 2 },
        ])
    );
    let own = suggest(&firm.speaking("nl"), "binn").await;
    assert_eq!((&own[0]["count"], &own[1]["count"]), (&json!(3), &json!(3)));
    let completed = suggest(&dutch, "wit%20bin").await;
    assert_eq!(completed, json!([{ "kind": "words", "text": "wit binnendeur", "count": 1 }]));
    let unbroken = suggest(&dutch, "wit%C2%A0bin").await;
    assert_eq!(unbroken, completed, "whatever stands between the words");
    let french = app.stranger().speaking("fr");
    let completed = suggest(&french, "fen").await;
    assert_eq!(completed.as_array().unwrap().last().unwrap()["text"], "fenêtre");
    assert_eq!(suggest(&dutch, "").await, json!([]));
    assert_eq!(suggest(&dutch, "geheim").await, json!([]), "not for strangers");
}

#[tokio::test]
async fn the_map_shows_clusters_and_single_listings() {
    let app = TestApp::start().await;
    let firm = app.register("Rotor").await;
    let (leuven, gent) = (site(&firm, 50.88, 4.70).await, site(&firm, 51.05, 3.72).await);
    offer(&firm, "Deur", json!({ "site_id": leuven })).await;
    offer(&firm, "Raam", json!({ "site_id": leuven })).await;
    let alone = offer(&firm, "Deur", json!({ "site_id": gent })).await;
    offer(&firm, "Deur", json!({ "site_id": gent, "visibility": "organisation" })).await;
    app.run_jobs().await;
    let belgium = "/api/v1/listings/clusters?bbox=2.5,49.5,6.4,51.5";
    let found = app.stranger().get(belgium).await.ok();
    assert_eq!(found["total"], 3);
    let counts: Vec<_> = found["items"].as_array().unwrap().iter().map(|it| &it["count"]).collect();
    assert_eq!(counts, [1, 2]);
    assert_eq!(found["items"][0]["passport_id"], alone["id"]);
    assert_eq!(found["items"][0]["point"], json!({ "latitude": 51.05, "longitude": 3.72 }));
    let doors = app.stranger().get(&format!("{belgium}&q=deur")).await.ok();
    assert_eq!(doors["total"], 2);
    let lacking = app.stranger().get(&format!("{belgium}&q=witte%20deur")).await.ok();
    assert_eq!(lacking["total"], 2, "what lacks a word is on the map as it is on the list");
    assert_eq!(firm.get(belgium).await.ok()["total"], 4, "its own are on its map");
    let nowhere = app.stranger().get("/api/v1/listings/clusters").await;
    assert_eq!(
        (nowhere.status, nowhere.body["errors"][0]["pointer"].clone()),
        (422, json!("/bbox"))
    );
}

#[tokio::test]
async fn what_is_like_a_passport_is_shown_beside_it() {
    let app = TestApp::start().await;
    let firm = app.register("Rotor").await;
    let wide = |width: u32, category: &str| json!({ "category": category, "dimensions": { "width_mm": width } });
    let door = offer(&firm, "Deur 93", wide(930, "DOOR.INT")).await;
    offer(&firm, "Deur 95", wide(950, "DOOR.INT")).await;
    offer(&firm, "Deur 63", wide(630, "DOOR.INT")).await;
    offer(&firm, "Branddeur", wide(930, "DOOR.FIRE")).await;
    offer(&firm, "Baksteen", json!({ "category": "MAS.FACING_BRICK" })).await;
    let mut hidden = wide(930, "DOOR.INT");
    hidden["visibility"] = json!("organisation");
    let hidden = offer(&firm, "Geheime deur", hidden).await;
    app.run_jobs().await;
    let path = |it: &Value| format!("/api/v1/passports/{}/similar", it["id"].as_str().unwrap());
    let found = app.stranger().get(&path(&door)).await.ok();
    let names: Vec<_> = found["items"].as_array().unwrap().iter().map(|it| &it["name"]).collect();
    assert_eq!(names, ["Deur 95", "Deur 63", "Branddeur"]);
    let own = firm.get(&path(&door)).await.ok();
    let own = own["items"].as_array().unwrap();
    assert_eq!(own.len(), 4);
    assert!(own[..2].iter().any(|it| it["name"] == "Geheime deur"), "{own:?}");
    assert_eq!(app.stranger().get(&path(&hidden)).await.status, 404);
}

#[tokio::test]
async fn everything_can_be_asked_for_in_one_query() {
    let app = TestApp::start().await;
    let firm = app.register("Rotor").await;
    let place = site(&firm, 50.88, 4.70).await;
    let details = json!({
        "category": "DOOR.INT", "site_id": place, "condition_technical": 4, "brand": "Theuma",
        "colour": "wit", "materials": [{ "name": "eik" }], "dismantled": true,
        "dimensions": { "width_mm": 930 }, "attributes": { "hand": "L", "glazed": true },
        "hazards": { "asbestos": "free_proven", "attest_number": "A-1" },
        "documents": [{ "name": "Fiche", "url": "https://example.org/fiche.pdf" }],
        "price": { "kind": "per_unit", "cents": 4500 },
    });
    offer(&firm, "Binnendeur", details).await;
    offer(&firm, "Raam", json!({ "category": "WIN.WINDOW" })).await;
    app.run_jobs().await;
    let query = json!({
        "text": "porte", "categories": ["DOOR"], "materials": ["Eik"], "brands": ["theuma"],
        "colours": ["WIT"], "condition_min": 3, "quantity_min": { "value": 200, "unit": "kg" },
        "sizes": { "width_mm": { "about": 900, "tolerance": 50 } },
        "attributes": { "hand": { "any_of": ["L"] }, "glazed": { "is": true } },
        "price_cents": { "max": 5000 }, "dismantled": true, "hazard_free": true,
        "has_documents": true, "near": { "point": { "latitude": 50.9, "longitude": 4.7 }, "radius_km": 20 },
        "sort": "carbon", "facets": ["brand", "price", "attribute.hand", "dismantled"],
    });
    let found = app.stranger().post("/api/v1/listings/search", &query).await.ok();
    assert_eq!(names(&found), ["Binnendeur"]);
    assert_eq!(
        found["facets"],
        json!({
            "brand": { "Theuma": 1 }, "price": { "20-50": 1 },
            "attribute.hand": { "L": 1 }, "dismantled": { "yes": 1 },
        })
    );
    for (field, value) in [
        ("condition_min", json!(5)),
        ("quantity_min", json!({ "value": 1, "unit": "t" })),
        ("dismantled", json!(false)),
        ("free", json!(true)),
        ("has_photos", json!(true)),
        ("sizes", json!({ "width_mm": { "about": 900, "tolerance": 20 } })),
        ("attributes", json!({ "hand": { "any_of": ["R"] } })),
        ("viewport", json!({ "south": 51, "west": 4, "north": 52, "east": 5 })),
    ] {
        let mut query = query.clone();
        query[field] = value;
        let found = app.stranger().post("/api/v1/listings/search", &query).await.ok();
        assert_eq!(found["total"], 0, "{field}");
    }
    let around = format!("/api/v1/listings?sort=distance&site_id={}", place.as_str().unwrap());
    assert_eq!(names(&firm.get(&around).await.ok()), ["Binnendeur"]);
    assert_eq!(app.stranger().get(&around).await.status, 404, "it is not the stranger's site");
    let wrong = json!({ "sizes": { "width_mm": { "min": -1 } }, "sort": "distance" });
    let told = app.stranger().post("/api/v1/listings/search", &wrong).await;
    let pointers: Vec<_> =
        told.body["errors"].as_array().unwrap().iter().map(|it| it["pointer"].clone()).collect();
    assert_eq!(pointers, ["/sizes/width_mm/min", "/sort"]);
}

#[tokio::test]
async fn a_search_is_kept_and_asked_again() {
    let app = TestApp::start().await;
    let (firm, other) = (app.register("Rotor").await, app.register("Other").await);
    let draft = json!({ "name": "Doors", "query": { "text": "deur", "sort": "price" } });
    let kept = firm.post("/api/v1/searches", &draft).await;
    assert_eq!((kept.status, kept.etag().as_str()), (201, "\"1\""));
    let kept = kept.ok();
    let path = format!("/api/v1/searches/{}", kept["id"].as_str().unwrap());
    assert_eq!(kept["query"], draft["query"]);
    let found = format!("{path}/listings");
    assert_eq!(firm.get(&found).await.ok()["total"], 0);
    offer(&other, "Binnendeur", json!({})).await;
    offer(&other, "Deur", json!({ "visibility": "organisation" })).await;
    app.run_jobs().await;
    assert_eq!(names(&firm.get(&found).await.ok()), ["Binnendeur"]);

    let raam = json!({ "name": "Windows", "query": { "text": "raam" } });
    let changed = firm.put(&path, "\"1\"", &raam).await.ok();
    assert_eq!((&changed["name"], &changed["version"]), (&json!("Windows"), &json!(2)));
    assert_eq!(firm.put(&path, "\"1\"", &raam).await.status, 412);
    assert_eq!(firm.get(&found).await.ok()["total"], 0);
    assert_eq!(firm.get("/api/v1/searches").await.ok()["items"].as_array().unwrap().len(), 1);
    assert_eq!(other.get(&path).await.status, 404);
    assert_eq!(other.get("/api/v1/searches").await.ok()["items"], json!([]));

    let nameless = json!({ "name": " ", "query": { "condition_min": 9 } });
    assert_eq!(firm.post("/api/v1/searches", &nameless).await.status, 422);
    assert_eq!(firm.delete(&path).await.status, 204);
    assert_eq!(firm.get(&path).await.status, 404);
}
