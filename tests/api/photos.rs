//! Photos of passports: sent, shown, arranged, and for nobody else's eyes.

use circuler::clock;
use circuler::passports::photos;
use circuler::picture::{Hash, Rendition};
use image::{ExtendedColorType, ImageEncoder, Rgb, RgbImage};
use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};
use time::Duration;

use crate::support::{Answer, Firm, TestApp, answer};

/// A JPEG that nobody else sends.
pub fn photo(seed: u8) -> Vec<u8> {
    let picture = RgbImage::from_pixel(40, 30, Rgb([seed, 255 - seed, 90]));
    let mut file = Vec::new();
    let encoder = image::codecs::jpeg::JpegEncoder::new(&mut file);
    encoder.write_image(picture.as_raw(), 40, 30, ExtendedColorType::Rgb8).unwrap();
    file
}

pub async fn door(firm: &Firm, visibility: &str) -> Value {
    let draft = json!({
        "name": "Binnendeur", "quantity": 4, "unit": "pcs", "visibility": visibility,
    });
    firm.post("/api/v1/passports", &draft).await.ok()
}

async fn send(firm: &Firm, passport: &Value, files: &[(&str, Vec<u8>)]) -> Answer {
    let mut form = Form::new();
    for (name, file) in files {
        form = form.part("photo", Part::bytes(file.clone()).file_name((*name).to_owned()));
    }
    let path = format!("/api/v1/passports/{}/photos", passport["id"].as_str().unwrap());
    answer(firm.request(Method::POST, &path).multipart(form)).await
}

fn hashes(passport: &Value) -> Vec<&str> {
    let photos = passport["photos"].as_array().map(Vec::as_slice).unwrap_or_default();
    photos.iter().map(|it| it["hash"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn a_photo_is_sent_shown_arranged_and_taken_away() {
    let app = TestApp::start().await;
    let firm = app.register("Sloopwerken Peeters").await;
    let passport = door(&firm, "public").await;
    let sent = send(&firm, &passport, &[("a.jpg", photo(1)), ("b.jpg", photo(2))]).await;
    let etag = sent.etag();
    let passport = sent.ok();
    let (first, second) =
        (Hash::of(&photo(1)).as_str().to_owned(), Hash::of(&photo(2)).as_str().to_owned());
    assert_eq!(hashes(&passport), [&first, &second]);
    assert_eq!((&passport["photos"][0]["width"], &passport["version"]), (&json!(40), &json!(2)));

    let path = format!("/api/v1/passports/{}/photos", passport["id"].as_str().unwrap());
    let wish = json!([{ "hash": second, "caption": "Met slot" }, { "hash": first }]);
    let arranged = firm.put(&path, &etag, &wish).await;
    let etag = arranged.etag();
    let arranged = arranged.ok();
    assert_eq!(hashes(&arranged), [&second, &first]);
    assert_eq!(arranged["photos"][0]["caption"], "Met slot");
    assert_eq!(firm.put(&path, "\"1\"", &wish).await.status, 412);

    let page = app.stranger().get(&format!("/p/{}", passport["code"].as_str().unwrap())).await;
    assert!(page.text.contains(&format!("/photos/{second}/800.webp")), "{}", page.text);
    assert!(page.text.contains("alt=\"Met slot\""), "{}", page.text);

    let left = firm.put(&path, &etag, &json!([{ "hash": first }])).await.ok();
    assert_eq!(hashes(&left), [&first]);
    let gone = app.stranger().get(&format!("/photos/{second}/800.webp")).await;
    assert_eq!(gone.status, 404);

    let history = firm.get(&path.replace("photos", "history")).await.ok();
    let kinds: Vec<&str> = history["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["kind"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["registered", "photographed", "photographed", "photographed"]);
    let verified = app.app.db.read(circuler::passports::verify).await.unwrap();
    assert!(verified.first_broken.is_none());
}

#[tokio::test]
async fn what_is_under_the_address_of_a_photo_never_changes() {
    let app = TestApp::start().await;
    let firm = app.register("Sloopwerken Peeters").await;
    let passport = send(&firm, &door(&firm, "public").await, &[("a.jpg", photo(3))]).await.ok();
    let hash = hashes(&passport)[0].to_owned();
    for (rendition, content_type) in [("320.webp", "image/webp"), ("1600.jpg", "image/jpeg")] {
        let request = app.stranger().request(Method::GET, &format!("/photos/{hash}/{rendition}"));
        let shown = request.send().await.unwrap();
        let header = |name: &str| shown.headers()[name].to_str().unwrap().to_owned();
        assert_eq!(header("content-type"), content_type);
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert!(header("cache-control").contains("public"), "{}", header("cache-control"));
        assert!(header("cache-control").contains("immutable"));
        let picture = image::load_from_memory(&shown.bytes().await.unwrap()).unwrap();
        assert_eq!((picture.width(), picture.height()), (40, 30));
    }
    let again = app.stranger().request(Method::GET, &format!("/photos/{hash}/320.webp"));
    let again = answer(again.header("if-none-match", format!("\"{hash}\""))).await;
    assert_eq!((again.status, again.text.as_str()), (304, ""));
}

#[tokio::test]
async fn who_may_not_see_the_passport_does_not_see_its_photos() {
    let app = TestApp::start().await;
    let (firm, other) = (app.register("Peeters").await, app.register("Janssens").await);
    let passport = send(&firm, &door(&firm, "organisation").await, &[("a.jpg", photo(4))]).await;
    let path = format!("/photos/{}/800.webp", hashes(&passport.ok())[0]);
    let own = answer(firm.request(Method::GET, &path)).await;
    assert_eq!(own.status, 200);
    assert!(own.headers["cache-control"].to_str().unwrap().contains("private"));
    for outsider in [other.clone(), app.stranger()] {
        assert_eq!(outsider.get(&path).await.status, 404);
    }
    for unknown in [
        &format!("/photos/{}/800.webp", "0".repeat(64)),
        "/photos/x/800.webp",
        "/photos/../x/1.jpg",
    ] {
        assert_eq!(firm.get(unknown).await.status, 404, "{unknown}");
    }
    // Nor may they add one, or learn that there is such a passport.
    let theirs = door(&firm, "public").await;
    assert_eq!(send(&other, &theirs, &[("a.jpg", photo(5))]).await.status, 404);

    // The same photo on a passport of one's own is one's own.
    let own = send(&other, &door(&other, "organisation").await, &[("b.jpg", photo(4))]).await;
    assert_eq!(hashes(&own.ok()).len(), 1);
    assert_eq!(answer(other.request(Method::GET, &path)).await.status, 200);
}

#[tokio::test]
async fn one_wrong_photo_stores_none_and_says_why() {
    let app = TestApp::start().await;
    let firm = app.register("Sloopwerken Peeters").await.speaking("nl");
    let passport = door(&firm, "public").await;
    let heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic".to_vec();
    let files = [("a.jpg", photo(6)), ("IMG_1.HEIC", heic), ("c.svg", b"<svg/>".to_vec())];
    let refused = send(&firm, &passport, &files).await;
    assert_eq!(refused.status, 422, "{}", refused.text);
    let errors = &refused.body["errors"];
    assert_eq!(
        (&errors[0]["pointer"], &errors[0]["got"]),
        (&json!("/photo/1"), &json!("IMG_1.HEIC"))
    );
    assert!(errors[0]["expected"].as_str().unwrap().contains("Meest compatibel"), "{errors}");
    assert_eq!(errors[1]["pointer"], "/photo/2");
    let path = format!("/api/v1/passports/{}", passport["id"].as_str().unwrap());
    assert_eq!(firm.get(&path).await.ok()["version"], 1);
    assert_eq!(send(&firm, &passport, &[]).await.status, 400);
}

#[tokio::test]
async fn a_photo_that_is_sent_again_is_the_same_photo() {
    let app = TestApp::start().await;
    let firm = app.register("Sloopwerken Peeters").await;
    let passport = door(&firm, "public").await;
    let files = [("a.jpg", photo(7)), ("copy.jpg", photo(7))];
    let once = send(&firm, &passport, &files).await.ok();
    assert_eq!(hashes(&once).len(), 1);
    let twice = send(&firm, &passport, &files[..1]).await.ok();
    assert_eq!((&twice["version"], hashes(&twice).len()), (&json!(2), 1));
}

/// Whether the files of a photo are kept, all of them or none.
async fn is_kept(app: &TestApp, hash: &str) -> bool {
    let hash = Hash::parse(hash).unwrap();
    let mut kept = Vec::new();
    for rendition in Rendition::all() {
        kept.push(app.app.files.get(&photos::key_of(&hash, rendition)).await.is_ok());
    }
    assert!(kept.iter().all(|it| *it == kept[0]), "some files of a photo: {kept:?}");
    kept[0]
}

#[tokio::test]
async fn the_files_of_a_photo_go_once_nobody_has_needed_it_for_a_month() {
    let app = TestApp::start().await;
    let firm = app.register("Sloopwerken Peeters").await;
    let files = [("a.jpg", photo(8)), ("b.jpg", photo(9)), ("c.jpg", photo(10))];
    let sent = send(&firm, &door(&firm, "public").await, &files).await;
    let (etag, passport) = (sent.etag(), sent.ok());
    let [shown, shared, removed] = hashes(&passport)[..] else { panic!("{passport}") };
    let other = send(&firm, &door(&firm, "public").await, &files[1..2]).await.ok();
    let path = format!("/api/v1/passports/{}/photos", passport["id"].as_str().unwrap());
    firm.put(&path, &etag, &json!([{ "hash": shown }])).await.ok();

    let soon = clock::now() + photos::UNUSED_KEPT - Duration::DAY;
    assert_eq!(photos::sweep(&app.app, soon).await.unwrap(), 0);
    assert!(is_kept(&app, removed).await);
    let later = clock::now() + photos::UNUSED_KEPT + Duration::DAY;
    assert_eq!(photos::sweep(&app.app, later).await.unwrap(), 1);
    assert_eq!(photos::sweep(&app.app, later).await.unwrap(), 0);
    assert!(!is_kept(&app, removed).await);
    for hash in [shown, shared] {
        assert!(is_kept(&app, hash).await, "another passport shows it");
        assert_eq!(app.stranger().get(&format!("/photos/{hash}/320.webp")).await.status, 200);
    }

    // What is sent again is kept anew, and shown.
    let again = send(&firm, &other, &files[2..]).await.ok();
    assert_eq!(hashes(&again), [shared, removed]);
    assert!(is_kept(&app, removed).await);
    assert_eq!(app.stranger().get(&format!("/photos/{removed}/320.webp")).await.status, 200);
}

#[tokio::test]
async fn a_photo_that_is_sent_again_in_time_stays() {
    let app = TestApp::start().await;
    let firm = app.register("Sloopwerken Peeters").await;
    let file = photo(11);
    let hash = Hash::of(&file).to_string();
    // It was sent, and whoever sent it put it on nothing.
    photos::keep(&app.app, file.clone()).await.unwrap().unwrap();
    let later = clock::now() + photos::UNUSED_KEPT + Duration::DAY;
    let passport = send(&firm, &door(&firm, "public").await, &[("a.jpg", file)]).await.ok();
    assert_eq!(hashes(&passport), [&hash]);
    assert_eq!(photos::sweep(&app.app, later).await.unwrap(), 0);
    assert!(is_kept(&app, &hash).await);
}
