//! Lists going out: they read back to the very same passports, and the tables that the law asks.

use std::io::Cursor;

use calamine::{Reader, Xlsx, open_workbook_from_rs};
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Firm, TestApp, answer};

async fn download(firm: &Firm, path: &str) -> (String, Vec<u8>) {
    let response = firm.request(Method::GET, path).send().await.unwrap();
    assert_eq!(response.status(), 200, "{path}");
    let disposition = response.headers()["content-disposition"].to_str().unwrap().to_owned();
    (disposition, response.bytes().await.unwrap().to_vec())
}

/// What a workbook says, sheet by sheet, row by row.
fn sheets(bytes: Vec<u8>) -> Vec<(String, Vec<Vec<String>>)> {
    let mut workbook: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    let names = workbook.sheet_names();
    let rows = |it: calamine::Range<calamine::Data>| {
        it.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect()
    };
    names.into_iter().map(|it| (it.clone(), rows(workbook.worksheet_range(&it).unwrap()))).collect()
}

async fn building(firm: &Firm) -> Value {
    let site = json!({
        "name": "Haasrode", "address": "Interleuvenlaan 10, 3001 Leuven",
        "point": { "latitude": 50.83, "longitude": 4.72 },
    });
    let site = firm.post("/api/v1/sites", &site).await.ok();
    let building = json!({ "site_id": site["id"], "name": "Kantoor B", "year_built": 1978 });
    firm.post("/api/v1/buildings", &building).await.ok()
}

fn drafts(building: &Value) -> [Value; 3] {
    [
        json!({
            "external_id": "007", "name": "Binnendeur; \"wit\"", "quantity": 12.5, "unit": "pcs",
            "category": "DOOR.INT", "description": "=1+1\ntweede regel", "language": "nl",
            "dimensions": { "width_mm": 930, "height_mm": 2115.5 }, "condition_technical": 4,
            "materials": [{ "name": "Eik", "fraction_percent": 80, "origin": "reused" }],
            "documents": [{ "name": "Fiche", "url": "https://example.org/a.pdf" }],
            "price": { "kind": "per_unit", "cents": 4550 }, "available_from": "2026-03-15",
            "floor": "Gelijkvloers", "reusable": true, "building_id": building["id"],
            "detachability": { "connection": "dry" }, "unit_mass_grams": 32000,
            "references": { "epd": "EPD-1" }, "remarks": "@SUM(A1)",
        }),
        json!({
            "name": "Leidingisolatie", "quantity": 40, "unit": "m", "waste_code": "17 06 01*",
            "hazards": { "hazardous": true, "asbestos": "contains", "attest_number": "A-1" },
            "visibility": "organisation", "building_id": building["id"],
        }),
        json!({
            "name": "Beton", "quantity": 120, "unit": "t", "waste_code": "17 01 01",
            "reusable": false, "building_id": building["id"], "price": { "kind": "free" },
        }),
    ]
}

#[tokio::test]
async fn a_list_of_all_stock_reads_back_to_the_same_passports() {
    let app = TestApp::start().await;
    let firm = app.register("Sloopwerken Peeters").await;
    let building = building(&firm).await;
    for draft in drafts(&building) {
        firm.post("/api/v1/passports", &draft).await.ok();
    }
    for (format, language) in [("xlsx", "nl"), ("xlsx", "en"), ("csv", "fr"), ("csv", "de")] {
        let path = format!("/api/v1/exports/stock?format={format}&language={language}");
        let (disposition, list) = download(&firm, &path).await;
        assert!(disposition.contains(&format!(".{format}")), "{disposition}");
        let sent = firm.upload(&format!("terug.{format}"), list).await;
        assert_eq!(sent.status, 202, "{}", sent.text);
        app.run_jobs().await;
        let inventory = firm.get(sent.headers["location"].to_str().unwrap()).await.ok();
        let mut counts = inventory["counts"].clone();
        counts.as_object_mut().unwrap().remove("missing");
        let expected = json!({
            "rows": 3, "created": 0, "changed": 0, "unchanged": 3, "rejected": 0, "dropped": 0,
        });
        assert_eq!(counts, expected, "{format} {language}: {inventory}");
    }

    // Somebody else takes the list over: the same things, held by another.
    let other = app.register("Janssens").await;
    let (_, list) = download(&firm, "/api/v1/exports/stock?format=csv&language=nl").await;
    let list = String::from_utf8(list).unwrap();
    // They have no such site and building.
    let list = list.replace(building["id"].as_str().unwrap(), "");
    let list = list.replace(building["site_id"].as_str().unwrap(), "");
    let sent = other.upload("lijst.csv", list).await.ok();
    app.run_jobs().await;
    let path = format!("/api/v1/inventories/{}/accept", sent["id"].as_str().unwrap());
    assert_eq!(other.post(&path, &json!({})).await.ok()["counts"]["created"], 3);
    let theirs = other.get("/api/v1/passports").await.ok();
    let ours = firm.get("/api/v1/passports").await.ok();
    let door = |list: &Value| -> Value {
        let found = list["items"].as_array().unwrap().iter();
        let mut door = found.clone().find(|it| it["external_id"] == "007").unwrap().clone();
        for own in [
            "id",
            "code",
            "organisation_id",
            "inventory_id",
            "created_at",
            "updated_at",
            "site_id",
            "building_id",
            "version",
            // A building of their own would make it more complete.
            "completeness",
        ] {
            door.as_object_mut().unwrap().remove(own);
        }
        door
    };
    assert_eq!(door(&theirs), door(&ours));
}

#[tokio::test]
async fn a_search_goes_out_without_what_its_reader_may_not_see() {
    let app = TestApp::start().await;
    let firm = app.register("Sloopwerken Peeters").await;
    let building = building(&firm).await;
    for draft in drafts(&building) {
        firm.post("/api/v1/passports", &draft).await.ok();
    }
    app.run_jobs().await;
    let path = "/api/v1/exports/listings?category=DOOR&format=csv&language=en";
    let (_, list) = download(&app.stranger(), path).await;
    let list = String::from_utf8(list).unwrap();
    assert!(list.contains("Binnendeur") && !list.contains("Beton"), "{list}");
    let (_, list) = download(&app.stranger(), "/api/v1/exports/listings?format=csv").await;
    let list = String::from_utf8(list).unwrap();
    assert!(list.contains("Beton") && !list.contains("Leidingisolatie"), "{list}");

    let other = app.register("Janssens").await;
    for path in ["buildings", "demolition-plans", "pemd"] {
        let path = format!("/api/v1/exports/{path}/{}", building["id"].as_str().unwrap());
        assert_eq!(other.get(&path).await.status, 404, "{path}");
        assert_eq!(firm.request(Method::GET, &path).send().await.unwrap().status(), 200);
    }
    assert_eq!(app.stranger().get("/api/v1/exports/stock").await.status, 401);
}

#[tokio::test]
async fn the_tables_of_the_law_are_filled_from_a_building() {
    let app = TestApp::start().await;
    let firm = app.register("Sloopwerken Peeters").await;
    let building = building(&firm).await;
    for draft in drafts(&building) {
        firm.post("/api/v1/passports", &draft).await.ok();
    }
    let id = building["id"].as_str().unwrap();
    let (_, plan) = download(&firm, &format!("/api/v1/exports/demolition-plans/{id}")).await;
    let plan = sheets(plan);
    let (name, rows) = &plan[0];
    assert_eq!(name, "Niet-gevaarlijk");
    assert!(rows[0][0].contains("Sloopopvolgingsplan") && rows[1][0].contains("Kantoor B (1978)"));
    assert_eq!(rows[4][..4], ["Benaming", "EURAL-code", "Vermoedelijke hoeveelheid", "Eenheid"]);
    assert_eq!(rows[5][..4], ["Beton", "17 01 01", "120", "t"]);
    assert_eq!((rows[6][2].as_str(), rows[6][4].as_str()), ("0.4", "Gelijkvloers"));
    assert!(rows[6][7].starts_with("Herbruikbaar"), "{:?}", rows[6]);
    let (name, rows) = &plan[1];
    assert_eq!((name.as_str(), rows[5][1].as_str()), ("Gevaarlijk", "17 06 01*"));
    assert_eq!((rows.len(), rows[5][6].as_str()), (6, "ja"));

    let (_, pemd) = download(&firm, &format!("/api/v1/exports/pemd/{id}")).await;
    let pemd = sheets(pemd);
    assert_eq!((pemd[0].0.as_str(), pemd[1].0.as_str()), ("PEM réemployables", "Déchets"));
    assert_eq!(pemd[0].1[5][1], "Binnendeur; \"wit\"");
    let families: Vec<&str> = pemd[1].1[5..].iter().map(|it| it[0].as_str()).collect();
    assert_eq!(families, ["Déchets inertes", "Déchets dangereux"]);
}

#[tokio::test]
async fn a_template_that_was_filled_in_is_read() {
    let app = TestApp::start().await;
    let firm = app.register("Sloopwerken Peeters").await.speaking("fr");
    let (_, template) = download(&firm, "/api/v1/exports/template").await;
    let sheets = sheets(template);
    assert_eq!((sheets[0].0.as_str(), sheets[1].0.as_str()), ("Passeports", "Explications"));
    let headings = &sheets[0].1[0];
    let filled = headings.iter().map(|heading| match heading.as_str() {
        "Nom" => "Porte intérieure",
        "Quantité" => "douze",
        "Unité" => "pc",
        _ => "",
    });
    let list = format!("{}\n{}\n", headings.join(";"), filled.collect::<Vec<_>>().join(";"));
    let sent = firm.upload("modele.csv", list).await.ok();
    app.run_jobs().await;
    let path = format!("/api/v1/inventories/{}/rows", sent["id"].as_str().unwrap());
    let row = firm.get(&path).await.ok()["items"][0].clone();
    assert_eq!(
        (&row["outcome"], &row["problems"][0]["got"]),
        (&json!("rejected"), &json!("douze"))
    );

    // It is mended like any other list.
    let path = format!("/api/v1/inventories/{}", sent["id"].as_str().unwrap());
    let etag = firm.get(&path).await.etag();
    let cell = row["problems"][0]["cell"].clone();
    let correction = json!({ "corrections": [{ "cell": cell, "value": "12,5" }] });
    let request = firm.request(Method::PATCH, &format!("{path}/cells")).header("if-match", etag);
    let mended = answer(request.json(&correction)).await.ok();
    assert_eq!(mended["rows"][0]["draft"]["quantity"], 12.5, "{mended}");
}
