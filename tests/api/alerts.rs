//! Who is told of what, in which words, and how they say stop.

use circuler::id::Id;
use circuler::jobs::{self, Job};
use circuler::mail::Mail;
use circuler::passports::{self, Content, Draft};
use mail_parser::MessageParser;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Answer, Firm, TestApp, answer};

fn wanted(name: &str, categories: &[&str]) -> Value {
    json!({ "name": name, "criteria": { "categories": categories } })
}

fn door(name: &str) -> Value {
    json!({ "name": name, "category": "DOOR.INT", "quantity": 12, "unit": "pcs" })
}

async fn offer(firm: &Firm, draft: &Value) -> Value {
    firm.post("/api/v1/passports", draft).await.ok()
}

/// Several at once, as an inventory does.
async fn offer_all(app: &TestApp, firm: &Firm, drafts: Vec<Value>) -> Vec<String> {
    let read = |it| serde_json::from_value::<Draft>(it).unwrap().check().unwrap();
    let contents: Vec<Content> = drafts.into_iter().map(read).collect();
    let holder = Id::parse(&firm.id).unwrap();
    let register =
        move |conn: &mut _| passports::register_all(conn, "test", &holder, None, contents);
    let ids = app.app.db.write(register).await.unwrap();
    ids.iter().map(ToString::to_string).collect()
}

fn stop_path<'a>(app: &TestApp, mail: &'a Mail) -> &'a str {
    mail.unsubscribe_url.as_ref().unwrap().strip_prefix(&app.address).unwrap()
}

async fn click(app: &TestApp, path: &str) -> Answer {
    let request = app.stranger().request(Method::POST, path);
    let request = request.header("content-type", "application/x-www-form-urlencoded");
    answer(request.body("List-Unsubscribe=One-Click")).await
}

#[tokio::test]
async fn who_needs_it_is_told_once_even_if_the_job_runs_again() {
    let app = TestApp::start().await;
    let (seeker, holder) = (app.register("De Meester").await, app.register("Peeters").await);
    seeker.post("/api/v1/needs", &wanted("Doors for the Vaartkom", &["DOOR"])).await.ok();
    let passport = offer(&holder, &door("Binnendeur")).await;
    app.run_jobs().await;
    let again = Job::IndexPassports { passport_ids: vec![passport["id"].as_str().unwrap().into()] };
    app.app.db.write(move |conn| jobs::enqueue(conn, &again)).await.unwrap();
    app.run_jobs().await;

    let mails = app.mails();
    assert_eq!(mails.len(), 1);
    assert_eq!(
        (&mails[0].to_address, mails[0].subject.as_str()),
        (&seeker.email, "Found: Binnendeur")
    );
    let link = format!("{}/p/{}", app.address, passport["code"].as_str().unwrap());
    for words in [link.as_str(), "Doors for the Vaartkom", "12 pcs", "Interior door"] {
        assert!(mails[0].text.contains(words), "no `{words}` in\n{}", mails[0].text);
    }
}

#[tokio::test]
async fn five_things_of_one_inventory_make_one_mail() {
    let app = TestApp::start().await;
    let (seeker, holder) = (app.register("De Meester").await, app.register("Peeters").await);
    let other = app.register("Architecten").await;
    seeker.post("/api/v1/needs", &wanted("Doors", &["DOOR"])).await.ok();
    other.post("/api/v1/needs", &wanted("Floors", &["FLOOR"])).await.ok();
    let mut drafts: Vec<Value> = (1..=5).map(|it| door(&format!("Door {it}"))).collect();
    let tiles =
        json!({ "name": "Tile", "category": "FLOOR.CARPET_TILE", "quantity": 9, "unit": "m2" });
    drafts.extend(vec![tiles; 35]);
    offer_all(&app, &holder, drafts).await;
    app.run_jobs().await;

    let mails = app.mails();
    assert_eq!(mails.len(), 2);
    let to = |firm: &Firm| mails.iter().find(|it| it.to_address == firm.email).unwrap();
    for number in 1..=5 {
        assert!(to(&seeker).text.contains(&format!("Door {number}")));
    }
    assert!(to(&seeker).subject.starts_with("5 finds: Door "), "{}", to(&seeker).subject);
    assert_eq!(to(&other).text.matches("/p/").count(), 20);
    assert!(to(&other).text.contains("And 15 more"), "{}", to(&other).text);
}

#[tokio::test]
async fn a_thing_that_fits_two_needs_stands_in_the_mail_once() {
    let app = TestApp::start().await;
    let (seeker, holder) = (app.register("De Meester").await, app.register("Peeters").await);
    seeker.post("/api/v1/needs", &wanted("Doors upstairs", &["DOOR"])).await.ok();
    seeker.post("/api/v1/needs", &wanted("Doors downstairs", &["DOOR.INT"])).await.ok();
    offer(&holder, &door("Binnendeur")).await;
    app.run_jobs().await;
    let mails = app.mails();
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0].text.matches("/p/").count(), 1);
    assert!(mails[0].text.contains("Doors upstairs") && mails[0].text.contains("Doors downstairs"));

    // One link ends both.
    assert_eq!(click(&app, stop_path(&app, &mails[0])).await.status, 200);
    offer(&holder, &door("Another")).await;
    app.run_jobs().await;
    assert_eq!(app.mails().len(), 1);
}

#[tokio::test]
async fn a_letter_is_in_the_language_of_its_reader_and_names_do_nothing() {
    let app = TestApp::start().await;
    let holder = app.register("Peeters").await;
    for (language, subject) in
        // What others offered before is found too.
        [("nl", "Gevonden"), ("fr", "2 trouvailles"), ("en", "3 finds"), ("de", "4 Funde")]
    {
        let member = json!({ "member": { "language": language } });
        let seeker = app.register_with("De Meester", member).await;
        let need = seeker.post("/api/v1/needs", &wanted("<b>Doors</b>", &["DOOR.INT"])).await.ok();
        offer(&holder, &door("<script>alert(1)</script>")).await;
        app.run_jobs().await;
        let mail = app.mails().pop().unwrap();
        assert_eq!(mail.to_address, seeker.email);
        assert!(mail.subject.starts_with(subject), "{}", mail.subject);
        assert!(!mail.html.contains("<script") && !mail.html.contains("<b>"), "{}", mail.html);
        assert!(mail.html.contains("alert(1)"));
        let close = format!("/api/v1/needs/{}/close", need["id"].as_str().unwrap());
        seeker.post(&close, &json!({})).await.ok();
    }
    // A fifth time nobody is waiting any more.
    let told = app.mails().len();
    offer(&holder, &door("Door")).await;
    app.run_jobs().await;
    assert_eq!(app.mails().len(), told, "closed needs are not told of anything");
}

#[tokio::test]
async fn asking_to_stop_changes_nothing_and_one_click_stops() {
    let app = TestApp::start().await;
    let (seeker, holder) = (app.register("De Meester").await, app.register("Peeters").await);
    seeker.post("/api/v1/needs", &wanted("<i>Doors</i>", &["DOOR"])).await.ok();
    offer(&holder, &door("First")).await;
    app.run_jobs().await;
    let mail = app.mails().pop().unwrap();
    let path = stop_path(&app, &mail);

    for (language, title) in [
        ("nl", "Geen mails meer?"),
        ("fr", "Ne plus recevoir de messages ?"),
        ("en", "No more mails?"),
        ("de", "Keine Nachrichten mehr?"),
    ] {
        let page = app.stranger().speaking(language).get(path).await;
        assert_eq!(page.status, 200);
        assert!(page.text.contains(title) && page.text.contains("<button>"), "{}", page.text);
        assert!(!page.text.contains("<i>") && page.headers["cache-control"] == "no-store");
    }
    offer(&holder, &door("Second")).await;
    app.run_jobs().await;
    assert_eq!(app.mails().len(), 2, "a program that opened the link stopped nothing");

    for _ in 0..2 {
        let page = click(&app, path).await;
        assert!(page.status == 200 && !page.text.contains("<button>"), "{}", page.text);
    }
    offer(&holder, &door("Third")).await;
    app.run_jobs().await;
    assert_eq!(app.mails().len(), 2);

    // Other needs go on.
    seeker.post("/api/v1/needs", &wanted("Windows", &["WIN"])).await.ok();
    let window = json!({ "name": "Window", "category": "WIN", "quantity": 1, "unit": "pcs" });
    offer(&holder, &window).await;
    app.run_jobs().await;
    assert_eq!(app.mails().len(), 3);
}

#[tokio::test]
async fn a_link_we_did_not_give_out_stops_nothing() {
    let app = TestApp::start().await;
    let (seeker, holder) = (app.register("De Meester").await, app.register("Peeters").await);
    seeker.post("/api/v1/needs", &wanted("Doors", &["DOOR"])).await.ok();
    offer(&holder, &door("First")).await;
    app.run_jobs().await;
    let mail = app.mails().pop().unwrap();
    let path = stop_path(&app, &mail);
    let longer = format!("{path}A");
    for forged in ["/unsubscribe/nonsense", "/unsubscribe/a.b", &path[..path.len() - 2], &longer] {
        let page = app.stranger().speaking("nl").get(forged).await;
        assert_eq!(page.status, 404, "{forged}");
        assert!(page.text.contains("Deze link werkt niet") && !page.text.contains("<button>"));
        assert_eq!(click(&app, forged).await.status, 404, "{forged}");
    }
    offer(&holder, &door("Second")).await;
    app.run_jobs().await;
    assert_eq!(app.mails().len(), 2);
}

#[tokio::test]
async fn a_mail_carries_what_lists_must() {
    let folder = tempfile::tempdir().unwrap();
    let mails = folder.path().display().to_string();
    let app = TestApp::start_with(|config| config.mail.url = mails).await;
    let (seeker, holder) = (app.register("De Meester").await, app.register("Peeters").await);
    seeker.post("/api/v1/needs", &wanted("Doors", &["DOOR"])).await.ok();
    offer(&holder, &door("Porte intérieure")).await;
    app.run_jobs().await;

    let files: Vec<_> = std::fs::read_dir(folder.path()).unwrap().collect();
    assert_eq!(files.len(), 1);
    let bytes = std::fs::read(files[0].as_ref().unwrap().path()).unwrap();
    let mail = MessageParser::default().parse(&bytes).unwrap();
    let header = |name: &str| mail.header_raw(name).unwrap_or_default().trim().to_owned();
    let stop = header("List-Unsubscribe");
    assert!(stop.starts_with(&format!("<{}/unsubscribe/", app.address)), "{stop}");
    assert_eq!(header("List-Unsubscribe-Post"), "List-Unsubscribe=One-Click");
    assert!(header("List-Id").contains("alerts.127.0.0.1"), "{}", header("List-Id"));
    assert_eq!(header("Auto-Submitted"), "auto-generated");
    assert_eq!(mail.subject(), Some("Found: Porte intérieure"));
    assert!(mail.body_text(0).unwrap().contains("Porte intérieure"));
    assert!(mail.body_html(0).unwrap().contains("Porte intérieure"));
    assert!(bytes.split(|it| *it == b'\n').all(|line| line.len() <= 998));
}
