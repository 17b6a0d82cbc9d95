use std::sync::Arc;

use super::*;
use crate::accounts::Role;
use crate::clock;
use crate::needs::fixtures::{HAASRODE, LEUVEN, about, door, need, offer, organisation, seeker};
use crate::needs::{Better, Criteria, Fit, Offer, Place, Terms, fits};
use crate::passports::{Content, Draft, Photo};
use crate::picture::Hash;
use crate::search::{Measure, Visibility};

const ALL_URL: &str = "https://circuler.example/alerts/token";
const STOP_URL: &str = "https://circuler.example/unsubscribe/token";

fn reader(name: &str, language: Language) -> Member {
    Member {
        id: Id::new(),
        organisation_id: organisation(1),
        email: "an@example.org".to_owned(),
        name: name.to_owned(),
        language,
        role: Role::Editor,
        platform_admin: false,
        created_at: clock::now(),
    }
}

fn wanted(name: &str) -> Arc<Need> {
    let criteria = Criteria {
        measures: [(Measure::WidthMm, about(900.0, 50.0))].into(),
        place: Some(Place { point: LEUVEN, radius_km: 25.0 }),
        ..Criteria::default()
    };
    Arc::new(Need { name: name.to_owned(), ..need(criteria) })
}

fn find(draft: Draft, needs: &[&Arc<Need>]) -> Find {
    let offer = Arc::new(offer(draft, Some(HAASRODE)));
    let found = |need: &&Arc<Need>| NewMatch {
        better: None,
        told_before: None,
        id: Id::new(),
        need: Arc::clone(need),
        offer: Arc::<Offer>::clone(&offer),
        fit: fits(need, &seeker(), &offer).unwrap(),
    };
    Find { matches: needs.iter().map(found).collect(), lots: None }
}

fn content(draft: Draft) -> Content {
    offer(draft, None).passport.content
}

fn write(reader: &Member, finds: Vec<Find>) -> Mail {
    let letter = Letter::to(reader, finds, 0);
    let list = "alerts.circuler.example".to_owned();
    letter.mail("https://circuler.example", ALL_URL, STOP_URL.to_owned(), list).unwrap()
}

#[test]
fn a_letter_says_what_was_found_and_why_in_the_language_of_its_reader() {
    let said = [
        (Language::Nl, "Gevonden: ", "Beste An Claes,", "930 mm breed", "op 5 km", "€\u{a0}45,00"),
        (
            Language::Fr,
            "Trouvé : ",
            "Bonjour An Claes,",
            "930 mm de large",
            "à 5 km",
            "45,00\u{a0}€",
        ),
        (Language::En, "Found: ", "Dear An Claes,", "930 mm wide", "5 km away", "€45.00"),
        (
            Language::De,
            "Gefunden: ",
            "Guten Tag An Claes,",
            "930 mm breit",
            "5 km entfernt",
            "45,00\u{a0}€",
        ),
    ];
    for (language, subject, greeting, size, distance, price) in said {
        let reader = reader("An Claes", language);
        let found = find(door(), &[&wanted("Deuren voor de Vaartkom")]);
        let passport = found.passport().clone();
        let mail = write(&reader, vec![found]);
        assert_eq!(mail.subject, format!("{subject}Binnendeur paneel"));
        let link = format!("https://circuler.example/p/{}", passport.code);
        for words in
            [greeting, size, distance, price, "12 ", "Deuren voor de Vaartkom", &link, STOP_URL]
        {
            assert!(mail.text.contains(words), "no `{words}` in\n{}", mail.text);
            assert!(mail.html.contains(words), "no `{words}` in\n{}", mail.html);
        }
        for part in [&mail.text, &mail.html] {
            assert!(!part.contains("alert-") && !part.contains("{ $"), "{part}");
        }
        assert!(mail.html.contains(&format!("<html lang=\"{language}\"")));
        assert!(mail.html.contains("prefers-color-scheme: dark") && !mail.html.contains("<img"));
        assert_eq!(mail.unsubscribe_url.as_deref(), Some(STOP_URL));
        assert_eq!(mail.list_id.as_deref(), Some("alerts.circuler.example"));
    }
}

#[test]
fn the_text_is_laid_out_as_a_letter() {
    let reader = reader("An Claes", Language::En);
    let found = find(door(), &[&wanted("Doors")]);
    let code = found.passport().code.clone();
    let text = write(&reader, vec![found]).text;
    let expected = format!(
        "Dear An Claes,\n\n\
         Something is on offer that fits what you are looking for.\n\n\
         Binnendeur paneel\n\
         \x20  Interior door · 12 pcs · good · €45.00 per pcs\n\
         \x20  spares about 634 kg of CO₂\n\
         \x20  For “Doors”: 930 mm wide, you asked 900 mm ± 50; 5 km away\n\
         \x20  https://circuler.example/p/{code}\n\n\
         Kind regards,\n\
         Circuler\n\n\
         -- \n\
         You get this mail because you told Circuler (https://circuler.example) what you are \
         looking for.\n\
         When these mails come, and how often, you choose with your needs.\n\
         No more mails about this need\n\
         {STOP_URL}"
    );
    assert_eq!(text, expected);
}

#[test]
fn names_cannot_break_out() {
    let hostile = "<script>alert(1)</script>\" onclick=\"x\r\nBcc: eve@example.org\u{202e}gnp.exe";
    for language in Language::ALL {
        let draft = Draft { name: hostile.replace("\r\n", "\u{2028}"), ..door() };
        let mail = write(&reader(hostile, language), vec![find(draft, &[&wanted(hostile)])]);
        assert!(!mail.subject.contains(['\r', '\n', '\u{2028}', '\u{202e}']), "{}", mail.subject);
        assert!(!mail.html.contains("<script") && !mail.html.contains("\" onclick"));
        assert!(mail.html.contains("&#60;script") || mail.html.contains("&lt;script"));
        for part in [&mail.text, &mail.html] {
            assert!(!part.contains(['\u{202e}', '\u{2028}', '\r']), "{part}");
            assert!(part.lines().all(|line| !line.trim_start().starts_with("Bcc:")), "{part}");
        }
    }
}

#[test]
fn many_finds_make_one_letter_of_some_and_a_count() {
    let need = wanted("Doors");
    let reader = reader("An Claes", Language::En);
    let few = write(&reader, (0..3).map(|_| find(door(), &[&need])).collect());
    assert_eq!(few.subject, "3 finds: Binnendeur paneel and more");
    assert_eq!(few.text.matches("/p/").count(), 3);
    assert!(!few.text.contains("And "), "{}", few.text);

    let many = write(&reader, (0..57).map(|_| find(door(), &[&need])).collect());
    assert_eq!(many.text.matches("/p/").count(), 20);
    for part in [&many.text, &many.html] {
        assert!(part.contains("And 37 more") && part.contains(ALL_URL), "{part}");
    }
    assert_eq!(many.subject, "57 finds: Binnendeur paneel and more");
}

#[test]
fn a_find_for_several_needs_stands_there_once() {
    let (inside, outside) = (wanted("Inside"), wanted("Outside"));
    let reader = reader("An Claes", Language::En);
    let letter = Letter::to(&reader, vec![find(door(), &[&inside, &outside])], 0);
    assert_eq!(letter.need_ids().len(), 2);
    let stop_url = STOP_URL.to_owned();
    let mail = letter.mail("https://circuler.example", ALL_URL, stop_url, String::new()).unwrap();
    assert_eq!(mail.text.matches("/p/").count(), 1);
    assert!(mail.text.contains("For “Inside”: ") && mail.text.contains("For “Outside”: "));
    assert!(mail.text.contains("No more mails about these needs"), "{}", mail.text);
}

#[test]
fn the_link_that_says_stop_has_room_for_all_needs_of_the_letter() {
    let needs: Vec<_> = (0..60).map(|at| wanted(&format!("Need {at}"))).collect();
    let finds = needs.chunks(3).map(|some| find(door(), &some.iter().collect::<Vec<_>>()));
    let reader = reader("An Claes", Language::En);
    let letter = Letter::to(&reader, finds.collect(), 0);
    assert!(letter.need_ids().len() <= NEEDS_MAX);
    assert_eq!(letter.finds.len() + letter.more, 20);
    assert!(letter.finds.len() == NEEDS_MAX / 3, "{}", letter.finds.len());
}

#[test]
fn what_became_better_is_said_with_what_it_was() {
    let told = Terms { price_cents: Some(6000), ..Terms::of(&content(door())) };
    for (language, better) in [
        (Language::Nl, "Nu goedkoper: €\u{a0}45,00 in plaats van €\u{a0}60,00 per st"),
        (Language::Fr, "Moins cher désormais : 45,00\u{a0}€ au lieu de 60,00\u{a0}€"),
        (Language::En, "Cheaper now: €45.00 instead of €60.00 per pcs"),
        (Language::De, "Jetzt günstiger: 45,00\u{a0}€ statt 60,00\u{a0}€"),
    ] {
        let mut found = find(door(), &[&wanted("Doors")]);
        found.matches[0].better = Some(Better::Cheaper);
        found.matches[0].told_before = Some(told.clone());
        let mail = write(&reader("An Claes", language), vec![found]);
        assert!(mail.text.contains(better), "{}", mail.text);
        assert!(mail.html.contains(better), "{}", mail.html);
    }
}

#[test]
fn a_photo_is_shown_where_everybody_may_see_it() {
    let photo = |hash: &str| Photo {
        hash: Hash::of(hash.as_bytes()),
        width: 1600,
        height: 1200,
        caption: None,
    };
    let reader = reader("An Claes", Language::En);
    let shown = |visibility, photos: Vec<Photo>| {
        let mut offer = offer(Draft { visibility, ..door() }, Some(HAASRODE));
        offer.passport.photos = photos;
        let need = wanted("Doors");
        let fit = Fit { score: 1.0, reasons: Vec::new() };
        let (better, told_before, offer) = (None, None, Arc::new(offer));
        let found = NewMatch { id: Id::new(), need, offer, fit, better, told_before };
        write(&reader, vec![Find { matches: vec![found], lots: None }]).html
    };
    let html = shown(Visibility::Public, vec![photo("first"), photo("second")]);
    let address = format!("https://circuler.example/photos/{}/320.jpg", Hash::of(b"first"));
    assert!(html.contains(&address) && html.contains("width=\"104\" height=\"78\""), "{html}");
    assert!(html.contains("alt=\"Photo of Binnendeur paneel\""), "{html}");
    assert_eq!(html.matches("<img").count(), 1);
    assert!(!shown(Visibility::Park, vec![photo("first")]).contains("<img"));
}
