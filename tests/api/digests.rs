//! Digests: when people are written to, once, of what still holds by then.

use circuler::alerts;
use circuler::clock::{self, Instant};
use circuler::mail::Mail;
use circuler::schema::alert_schedules;
use diesel::prelude::*;
use serde_json::{Value, json};
use time::Duration;

use crate::support::{Firm, TestApp};

fn wanted(name: &str, frequency: &str, criteria: Value) -> Value {
    json!({ "name": name, "frequency": frequency, "criteria": criteria })
}

fn doors() -> Value {
    json!({ "categories": ["DOOR"] })
}

fn door(name: &str) -> Value {
    json!({ "name": name, "category": "DOOR.INT", "quantity": 12, "unit": "pcs" })
}

async fn offer(firm: &Firm, draft: &Value) -> Value {
    firm.post("/api/v1/passports", draft).await.ok()
}

async fn change(firm: &Firm, passport: &Value, draft: &Value) {
    let path = format!("/api/v1/passports/{}", passport["id"].as_str().unwrap());
    let now = firm.get(&path).await;
    firm.put(&path, &now.etag(), draft).await.ok();
}

/// Lets time go by: everything that is due until then is written and sent.
async fn until(app: &TestApp, at: Instant) {
    while alerts::write_due(&app.app, at).await.unwrap() {}
    app.run_jobs().await;
}

async fn in_days(app: &TestApp, days: i64) {
    until(app, clock::now() + Duration::days(days)).await;
}

fn to<'a>(mails: &'a [Mail], firm: &Firm) -> Vec<&'a Mail> {
    mails.iter().filter(|it| it.to_address == firm.email).collect()
}

#[tokio::test]
async fn a_day_of_finds_is_one_mail_on_the_next_morning() {
    let app = TestApp::start().await;
    let (seeker, holder) = (app.register("De Meester").await, app.register("Peeters").await);
    seeker.post("/api/v1/needs", &wanted("Upstairs", "daily", doors())).await.ok();
    seeker.post("/api/v1/needs", &wanted("Downstairs", "daily", doors())).await.ok();
    for number in 1..=3 {
        offer(&holder, &door(&format!("Door {number}"))).await;
        app.run_jobs().await;
    }
    assert_eq!(app.mails().len(), 0, "it is not morning yet");

    in_days(&app, 1).await;
    let mails = app.mails();
    assert_eq!(mails.len(), 1);
    assert!(mails[0].subject.starts_with("3 finds"), "{}", mails[0].subject);
    assert_eq!(mails[0].text.matches("/p/").count(), 3, "each of them once: {}", mails[0].text);
    in_days(&app, 1).await;
    in_days(&app, 3).await;
    assert_eq!(app.mails().len(), 1, "nothing is told twice, and nothing is no mail");
}

#[tokio::test]
async fn each_need_is_told_at_its_time_and_one_mail_holds_what_falls_together() {
    let app = TestApp::start().await;
    let (seeker, holder) = (app.register("De Meester").await, app.register("Peeters").await);
    let tomorrow = clock::now() + Duration::days(1);
    let weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let weekday = usize::from(tomorrow.day().0.weekday().number_days_from_monday());
    let settings =
        json!({ "time_zone": "UTC", "hour": 0, "weekday": weekdays[weekday], "day_of_month": 1 });
    let now = seeker.get("/api/v1/me/alert-settings").await;
    seeker.put("/api/v1/me/alert-settings", &now.etag(), &settings).await.ok();
    for (name, category, frequency) in
        [("Doors", "DOOR", "daily"), ("Windows", "WIN", "weekly"), ("Floors", "FLOOR", "monthly")]
    {
        let criteria = json!({ "categories": [category] });
        seeker.post("/api/v1/needs", &wanted(name, frequency, criteria)).await.ok();
    }
    let of = |name: &str, category: &str, unit: &str| json!({ "name": name, "category": category, "quantity": 9, "unit": unit });
    offer(&holder, &door("The door")).await;
    offer(&holder, &of("The window", "WIN", "pcs")).await;
    offer(&holder, &of("The floor", "FLOOR.CARPET_TILE", "m2")).await;
    app.run_jobs().await;

    in_days(&app, 1).await;
    let mails = app.mails();
    assert_eq!(mails.len(), 1, "daily and weekly fall on one day");
    let is_first = tomorrow.day().0.day() == 1;
    assert!(mails[0].text.contains("The door") && mails[0].text.contains("The window"));
    assert_eq!(mails[0].text.contains("The floor"), is_first);
    in_days(&app, 40).await;
    assert_eq!(app.mails().len(), 2 - usize::from(is_first));
    assert!(app.mails().last().unwrap().text.contains("The floor"));
}

#[tokio::test]
async fn what_is_gone_before_the_letter_is_written_or_sent_is_not_told() {
    let app = TestApp::start().await;
    let (seeker, holder) = (app.register("De Meester").await, app.register("Peeters").await);
    let criteria = json!({ "categories": ["DOOR"], "price_cents_max": 5000 });
    seeker.post("/api/v1/needs", &wanted("Doors", "daily", criteria)).await.ok();
    let priced = |name: &str, cents: i64| {
        let mut draft = door(name);
        draft["price"] = json!({ "kind": "per_unit", "cents": cents });
        draft
    };
    let (stays, gone) =
        (offer(&holder, &priced("Stays", 4000)).await, offer(&holder, &priced("Goes", 4000)).await);
    app.run_jobs().await;
    change(&holder, &gone, &priced("Goes", 9000)).await;
    app.run_jobs().await;
    while alerts::write_due(&app.app, clock::now() + Duration::days(1)).await.unwrap() {}
    // The letter waits to be sent; meanwhile even that which stayed became cheaper.
    change(&holder, &stays, &priced("Stays", 3000)).await;
    while circuler::worker::send_one(&app.app).await.unwrap() {}
    let mails = app.mails();
    assert_eq!(mails.len(), 1);
    assert!(!mails[0].text.contains("Goes"), "{}", mails[0].text);
    assert!(mails[0].text.contains("€30.00"), "as it is now: {}", mails[0].text);

    // It fits again, and nobody was told of it yet.
    change(&holder, &gone, &priced("Goes", 4500)).await;
    app.run_jobs().await;
    while alerts::write_due(&app.app, clock::now() + Duration::days(2)).await.unwrap() {}
    let path = format!("/api/v1/passports/{}", gone["id"].as_str().unwrap());
    let tag = holder.get(&path).await.etag();
    holder.post_if(&format!("{path}/retire"), &tag, &json!({})).await.ok();
    app.run_jobs().await;
    assert_eq!(app.mails().len(), 1, "a letter of which nothing is left is not sent");
}

#[tokio::test]
async fn what_is_muted_after_the_letter_was_written_is_not_told() {
    let app = TestApp::start().await;
    let (seeker, holder) = (app.register("De Meester").await, app.register("Peeters").await);
    seeker.post("/api/v1/needs", &wanted("Doors", "daily", doors())).await.ok();
    let (_, muted) = (offer(&holder, &door("Stays")).await, offer(&holder, &door("Goes")).await);
    app.run_jobs().await;
    let tomorrow = clock::now() + Duration::days(1);
    while alerts::write_due(&app.app, tomorrow).await.unwrap() {}
    let mute = json!({ "kind": "passport", "passport_id": muted["id"] });
    let mute = seeker.post("/api/v1/mutes", &mute).await.ok();
    app.run_jobs().await;
    let mails = app.mails();
    assert_eq!(mails.len(), 1);
    assert!(mails[0].text.contains("Stays") && !mails[0].text.contains("Goes"));
    // Nobody was told of it, so it is new to who wants to hear of it again.
    seeker.delete(&format!("/api/v1/mutes/{}", mute["id"].as_str().unwrap())).await.ok();
    app.run_jobs().await;
    in_days(&app, 2).await;
    let mails = app.mails();
    assert_eq!(mails.len(), 2);
    assert!(mails[1].text.contains("Goes") && !mails[1].text.contains("Stays"));
}

#[tokio::test]
async fn what_became_better_is_told_again_and_says_so() {
    let app = TestApp::start().await;
    let (seeker, holder) = (app.register("De Meester").await, app.register("Peeters").await);
    let criteria = json!({ "categories": ["DOOR"], "price_cents_max": 5000 });
    seeker.post("/api/v1/needs", &wanted("Doors", "daily", criteria)).await.ok();
    let priced = |cents: i64, quantity: i64| {
        let mut draft = door("Door");
        draft["quantity"] = json!(quantity);
        draft["price"] = json!({ "kind": "per_unit", "cents": cents });
        draft
    };
    let passport = offer(&holder, &priced(4500, 12)).await;
    app.run_jobs().await;
    // Cheaper before anybody was told: it is new all the same.
    change(&holder, &passport, &priced(4000, 12)).await;
    app.run_jobs().await;
    in_days(&app, 1).await;
    assert_eq!(app.mails().len(), 1);
    assert!(!app.mails()[0].text.contains("instead of"), "{}", app.mails()[0].text);
    // More of them is not what was asked for, and cheaper for a while is nothing.
    change(&holder, &passport, &priced(4000, 30)).await;
    app.run_jobs().await;
    change(&holder, &passport, &priced(3500, 30)).await;
    app.run_jobs().await;
    change(&holder, &passport, &priced(4000, 30)).await;
    app.run_jobs().await;
    in_days(&app, 2).await;
    assert_eq!(app.mails().len(), 1);
    change(&holder, &passport, &priced(3500, 30)).await;
    app.run_jobs().await;
    in_days(&app, 3).await;
    let mails = app.mails();
    assert_eq!(mails.len(), 2);
    let better = "Cheaper now: €35.00 instead of €40.00 per pcs";
    assert!(mails[1].text.contains(better), "{}", mails[1].text);
}

#[tokio::test]
async fn several_lots_are_told_as_one_find() {
    let app = TestApp::start().await;
    let (seeker, holder) = (app.register("De Meester").await, app.register("Peeters").await);
    let criteria = json!({
        "categories": ["DOOR"],
        "quantity": { "at_least": 20, "unit": "pcs", "several_lots": true },
        "place": { "point": { "latitude": 50.88, "longitude": 4.7 }, "radius_km": 50 },
    });
    seeker.post("/api/v1/needs", &wanted("Twenty doors", "daily", criteria)).await.ok();
    for (name, latitude) in [("North", 50.98), ("Farther", 51.08)] {
        let site = json!({ "name": name, "address": name, "point": { "latitude": latitude, "longitude": 4.7 } });
        let site = holder.post("/api/v1/sites", &site).await.ok()["id"].clone();
        let mut draft = door(name);
        draft["site_id"] = site;
        offer(&holder, &draft).await;
    }
    app.run_jobs().await;
    in_days(&app, 1).await;
    let mails = app.mails();
    assert_eq!(mails.len(), 1);
    let text = &mails[0].text;
    assert!(text.contains("in 2 lots") && text.contains("24 pcs together"), "{text}");
    assert!(mails[0].subject.starts_with("Found: "), "one find: {}", mails[0].subject);
    assert_eq!(text.matches("/p/").count(), 2, "{text}");
}

#[tokio::test]
async fn more_than_a_letter_holds_stands_on_a_page() {
    let app = TestApp::start().await;
    let (seeker, holder) = (app.register("De Meester").await, app.register("Peeters").await);
    seeker.post("/api/v1/needs", &wanted("Doors", "daily", doors())).await.ok();
    for number in 0..25 {
        offer(&holder, &door(&format!("Door {number:02}"))).await;
    }
    app.run_jobs().await;
    in_days(&app, 1).await;
    let mail = app.mails().pop().unwrap();
    assert!(mail.text.contains("And 5 more"), "{}", mail.text);
    let link = mail.text.lines().find(|it| it.contains("/alerts/")).unwrap();
    let path = link.trim().strip_prefix(&app.address).unwrap();
    let page = app.stranger().get(path).await;
    assert_eq!(page.status, 200);
    for number in 0..25 {
        assert!(page.text.contains(&format!("Door {number:02}")), "{number}");
    }
    assert_eq!(app.stranger().get(&path[..path.len() - 1]).await.status, 404);
}

#[tokio::test]
async fn letters_at_once_leave_a_pause_and_lose_nothing() {
    let app = TestApp::start_with(|config| config.alerts.pause_seconds = 600).await;
    let (seeker, holder) = (app.register("De Meester").await, app.register("Peeters").await);
    seeker.post("/api/v1/needs", &wanted("Doors", "at_once", doors())).await.ok();
    for number in 1..=3 {
        offer(&holder, &door(&format!("Door {number}"))).await;
        app.run_jobs().await;
    }
    assert_eq!(to(&app.mails(), &seeker).len(), 1);
    until(&app, clock::now() + Duration::minutes(11)).await;
    let mails = app.mails();
    assert_eq!(to(&mails, &seeker).len(), 2);
    assert!(mails[1].text.contains("Door 2") && mails[1].text.contains("Door 3"));
}

#[tokio::test]
async fn a_need_that_pauses_or_becomes_more_frequent_keeps_what_waits() {
    let app = TestApp::start().await;
    let (seeker, holder) = (app.register("De Meester").await, app.register("Peeters").await);
    let need = seeker.post("/api/v1/needs", &wanted("Doors", "monthly", doors())).await.ok();
    offer(&holder, &door("Door")).await;
    app.run_jobs().await;
    let path = format!("/api/v1/needs/{}", need["id"].as_str().unwrap());
    seeker.post(&format!("{path}/pause"), &json!({})).await.ok();
    in_days(&app, 40).await;
    assert_eq!(app.mails().len(), 0);
    let resumed = seeker.post(&format!("{path}/resume"), &json!({})).await;
    app.run_jobs().await;
    assert_eq!(app.mails().len(), 0, "it is told by the month");
    let often = wanted("Doors", "at_once", doors());
    seeker.put(&path, &resumed.etag(), &often).await.ok();
    app.run_jobs().await;
    assert_eq!(app.mails().len(), 1);
}

#[tokio::test]
async fn settings_say_what_is_wrong_with_them() {
    let app = TestApp::start().await;
    let firm = app.register("De Meester").await;
    let path = "/api/v1/me/alert-settings";
    let usual = firm.get(path).await;
    let tag = usual.etag();
    assert_eq!(
        usual.ok(),
        json!({ "time_zone": "Europe/Brussels", "hour": 7, "weekday": "monday", "day_of_month": 1 })
    );
    let wrong =
        json!({ "time_zone": "Mars/Olympus", "hour": 24, "weekday": "monday", "day_of_month": 0 });
    let refused = firm.put(path, &tag, &wrong).await;
    let pointers: Vec<_> =
        refused.body["errors"].as_array().unwrap().iter().map(|it| it["pointer"].clone()).collect();
    assert_eq!(
        (refused.status, pointers),
        (422, vec![json!("/time_zone"), json!("/hour"), json!("/day_of_month"),])
    );
    let right = json!({ "time_zone": "america/new_york", "hour": 18, "weekday": "friday", "day_of_month": 31 });
    let kept = firm.put(path, &tag, &right).await;
    assert_eq!(kept.body["time_zone"], "America/New_York");
    assert_eq!(firm.get(path).await.body["hour"], 18);
    assert_eq!(firm.put(path, &tag, &right).await.status, 412);
}

#[tokio::test]
async fn many_workers_write_each_letter_once() {
    let app = TestApp::start().await;
    let holder = app.register("Peeters").await;
    let mut seekers = Vec::new();
    for number in 0..8 {
        let seeker = app.register(&format!("Seeker {number}")).await;
        seeker.post("/api/v1/needs", &wanted("Doors", "daily", doors())).await.ok();
        seekers.push(seeker);
    }
    offer(&holder, &door("Door")).await;
    app.run_jobs().await;
    let tomorrow = clock::now() + Duration::days(1);
    let writing = (0..4).map(|_| alerts::write_due(&app.app, tomorrow));
    for written in futures_util::future::join_all(writing).await {
        written.unwrap();
    }
    app.run_jobs().await;
    let mails = app.mails();
    assert_eq!(mails.len(), 8);
    for seeker in &seekers {
        assert_eq!(to(&mails, seeker).len(), 1);
    }
}

#[tokio::test]
async fn a_letter_that_somebody_lost_sight_of_is_found() {
    let app = TestApp::start().await;
    let (seeker, holder) = (app.register("De Meester").await, app.register("Peeters").await);
    seeker.post("/api/v1/needs", &wanted("Doors", "daily", doors())).await.ok();
    offer(&holder, &door("Door")).await;
    app.run_jobs().await;
    let lose = |conn: &mut _| {
        let never: Option<Instant> = None;
        let all = diesel::update(alert_schedules::table);
        all.set(alert_schedules::next_due_at.eq(never)).execute(conn)?;
        Ok(())
    };
    app.app.db.write(lose).await.unwrap();
    in_days(&app, 1).await;
    assert_eq!(app.mails().len(), 0);
    alerts::sweep(&app.app).await.unwrap();
    in_days(&app, 1).await;
    assert_eq!(app.mails().len(), 1);
}

#[tokio::test]
async fn what_is_told_at_once_is_left_out_of_the_digest_until_it_gets_better() {
    let app = TestApp::start().await;
    let (seeker, holder) = (app.register("De Meester").await, app.register("Peeters").await);
    let cheap = json!({ "categories": ["DOOR"], "price_cents_max": 5000 });
    seeker.post("/api/v1/needs", &wanted("Now", "at_once", cheap)).await.ok();
    let cheaper = json!({ "categories": ["DOOR"], "price_cents_max": 3000 });
    seeker.post("/api/v1/needs", &wanted("Each morning", "daily", cheaper)).await.ok();
    let priced = |cents: i64| {
        let mut draft = door("The door");
        draft["price"] = json!({ "kind": "per_unit", "cents": cents });
        draft
    };
    let passport = offer(&holder, &priced(2500)).await;
    app.run_jobs().await;
    let mails = app.mails();
    assert_eq!(mails.len(), 1);
    let told = &mails[0].text;
    assert!(told.contains("Now") && told.contains("Each morning"), "for both needs: {told}");
    in_days(&app, 1).await;
    assert_eq!(app.mails().len(), 1, "it was told");

    // Dearer, it fits one need only, and cheaper than that both again: no better than was told.
    for cents in [4000, 2600] {
        change(&holder, &passport, &priced(cents)).await;
        app.run_jobs().await;
    }
    in_days(&app, 2).await;
    assert_eq!(app.mails().len(), 1, "{}", app.mails().last().unwrap().text);

    change(&holder, &passport, &priced(2000)).await;
    app.run_jobs().await;
    in_days(&app, 3).await;
    let mails = app.mails();
    assert_eq!(mails.len(), 2);
    assert!(mails[1].text.contains("€20.00 instead of €25.00"), "{}", mails[1].text);
}

#[tokio::test]
async fn what_a_digest_told_is_not_told_at_once_again() {
    let app = TestApp::start().await;
    let (seeker, holder) = (app.register("De Meester").await, app.register("Peeters").await);
    seeker.post("/api/v1/needs", &wanted("Each morning", "daily", doors())).await.ok();
    let good = json!({ "categories": ["DOOR"], "condition_min": 4 });
    seeker.post("/api/v1/needs", &wanted("Now", "at_once", good)).await.ok();
    let marked = |mark: u8| {
        let mut draft = door("The door");
        draft["condition_technical"] = json!(mark);
        draft
    };
    let passport = offer(&holder, &marked(3)).await;
    app.run_jobs().await;
    in_days(&app, 1).await;
    assert_eq!(app.mails().len(), 1);
    // It fits the other need too by now; the person knows of it.
    change(&holder, &passport, &marked(5)).await;
    app.run_jobs().await;
    in_days(&app, 2).await;
    assert_eq!(app.mails().len(), 1, "{}", app.mails().last().unwrap().text);

    // Who asks something new is answered.
    seeker.post("/api/v1/needs", &wanted("New", "at_once", doors())).await.ok();
    app.run_jobs().await;
    in_days(&app, 3).await;
    let mails = app.mails();
    assert_eq!(mails.len(), 2);
    assert!(mails[1].text.contains("The door") && mails[1].text.contains("New"));
}
