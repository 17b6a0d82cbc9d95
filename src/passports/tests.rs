//! Passports on a database: SQLite here, both in `tests/api`.

use diesel::connection::SimpleConnection;
use diesel::{Connection, RunQueryDsl};
use serde_json::json;

use super::*;
use crate::accounts::tests::{member, on_a_database};
use crate::places;
use crate::search::Visibility;

fn draft(fields: &Value) -> Draft {
    let mut all = json!({ "name": "Door", "quantity": 12, "unit": "pcs" });
    all.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    serde_json::from_value(all).unwrap()
}

fn caller(conn: &mut Conn, email: &str) -> Caller {
    let member = member(conn, email);
    accounts::caller_of(conn, &member.id).unwrap().unwrap()
}

fn kinds(conn: &mut Conn, caller: &Caller, id: &Id<Passport>) -> Vec<String> {
    let events = history_of(conn, caller, id, 0, 100).unwrap();
    events.into_iter().map(|it| it.kind).collect()
}

#[test]
fn every_change_is_an_event_and_no_change_is_none() {
    on_a_database(|conn| {
        let ann = caller(conn, "ann@example.org");
        let door = register(conn, &ann, draft(&json!({ "brand": "Theuma" }))).unwrap();
        assert_eq!((door.version, door.state), (1, State::Registered));
        assert_eq!(find(conn, &door.id).unwrap().unwrap(), door);

        let same = change(conn, &ann, &door.id, 1, draft(&json!({ "brand": "Theuma" }))).unwrap();
        assert_eq!(same, door);
        let fewer = change(conn, &ann, &door.id, 1, draft(&json!({ "quantity": 8 }))).unwrap();
        assert_eq!((fewer.version, &fewer.content.brand), (2, &None));
        let stale = change(conn, &ann, &door.id, 1, draft(&json!({ "quantity": 9 })));
        assert!(matches!(stale, Err(Error::Changed)));
        let gone = retire(conn, &ann, &door.id, 2).unwrap();
        assert_eq!((gone.version, gone.state), (3, State::Retired));
        assert_eq!(retire(conn, &ann, &door.id, 3).unwrap(), gone);
        let late = change(conn, &ann, &door.id, 3, draft(&json!({})));
        assert!(matches!(late, Err(Error::Conflict(_))));

        assert_eq!(kinds(conn, &ann, &door.id), ["registered", "revised", "retired"]);
        let events = history_of(conn, &ann, &door.id, 1, 1).unwrap();
        let changes: Value = serde_json::from_str(&events[0].changes).unwrap();
        let expected = json!({
            "brand": { "from": "Theuma", "to": null },
            "quantity": { "from": 12, "to": 8 },
        });
        assert_eq!(changes, expected);
        assert_eq!(events[0].actor, ann.actor());
    });
}

#[test]
fn what_is_registered_changed_or_retired_is_indexed() {
    on_a_database(|conn| {
        let ann = caller(conn, "ann@example.org");
        let waiting = |conn: &mut Conn| jobs::count(conn).unwrap().0;
        let door = register(conn, &ann, draft(&json!({}))).unwrap();
        assert_eq!(waiting(conn), 1);
        change(conn, &ann, &door.id, 1, draft(&json!({}))).unwrap();
        assert_eq!(waiting(conn), 1, "nothing changed, nothing to do");
        change(conn, &ann, &door.id, 1, draft(&json!({ "quantity": 1 }))).unwrap();
        assert_eq!(waiting(conn), 2);
        retire(conn, &ann, &door.id, 2).unwrap();
        assert_eq!(waiting(conn), 3);
    });
}

#[test]
fn others_may_neither_see_nor_change_what_is_not_offered() {
    on_a_database(|conn| {
        let ann = caller(conn, "ann@example.org");
        let bob = caller(conn, "bob@example.org");
        let hidden = draft(&json!({ "visibility": "organisation" }));
        let door = register(conn, &ann, hidden).unwrap();
        let shown = register(conn, &ann, draft(&json!({}))).unwrap();
        for viewer in [Viewer::Stranger, bob.viewer()] {
            assert!(matches!(find_visible(conn, &viewer, &door.id), Err(Error::NotFound)));
            assert_eq!(find_visible(conn, &viewer, &shown.id).unwrap(), shown);
            let ids =
                [shown.id.to_string(), door.id.to_string(), Id::<Passport>::new().to_string()];
            assert_eq!(offered_to(conn, &viewer, &ids).unwrap(), std::slice::from_ref(&shown));
        }
        assert_eq!(find_visible(conn, &ann.viewer(), &door.id).unwrap(), door);
        let theirs = change(conn, &bob, &shown.id, 1, draft(&json!({ "quantity": 1 })));
        assert!(matches!(theirs, Err(Error::NotFound)));
        assert!(matches!(retire(conn, &bob, &shown.id, 1), Err(Error::NotFound)));
        assert!(matches!(history_of(conn, &bob, &shown.id, 0, 9), Err(Error::NotFound)));
        retire(conn, &ann, &shown.id, 1).unwrap();
        assert_eq!(offered_to(conn, &bob.viewer(), &[shown.id.to_string()]).unwrap(), []);
    });
}

#[test]
fn a_passport_lies_on_a_site_of_its_holder() {
    on_a_database(|conn| {
        let (ann, bob) = (caller(conn, "ann@example.org"), caller(conn, "bob@example.org"));
        let yard = json!({ "name": "Yard", "address": "Street 1", "point": { "latitude": 50.8, "longitude": 4.7 } });
        let site = |conn: &mut Conn, of: &Caller| {
            places::create_site(conn, of, serde_json::from_value(yard.clone()).unwrap()).unwrap()
        };
        let (own, other, theirs) = (site(conn, &ann), site(conn, &ann), site(conn, &bob));
        let hall = json!({ "name": "Hall", "site_id": own.id });
        let hall =
            places::create_building(conn, &ann, serde_json::from_value(hall).unwrap()).unwrap();

        let pointers = |conn: &mut Conn, fields: &Value| match register(conn, &ann, draft(fields)) {
            Ok(_) => Vec::new(),
            Err(Error::Invalid(problems)) => problems.into_iter().map(|it| it.pointer).collect(),
            Err(other) => panic!("{other}"),
        };
        assert_eq!(pointers(conn, &json!({ "site_id": theirs.id })), ["/site_id"]);
        assert_eq!(pointers(conn, &json!({ "site_id": Id::<places::Site>::new() })), ["/site_id"]);
        let elsewhere = json!({ "site_id": other.id, "building_id": hall.id });
        assert_eq!(pointers(conn, &elsewhere), ["/building_id"]);
        let right = json!({ "site_id": own.id, "building_id": hall.id });
        assert_eq!(pointers(conn, &right), [""; 0]);
        let door = register(conn, &ann, draft(&json!({ "building_id": hall.id }))).unwrap();
        assert_eq!(door.content.site_id, Some(own.id), "who names the building names its site");
    });
}

#[test]
fn many_are_registered_in_the_order_they_came() {
    on_a_database(|conn| {
        let ann = caller(conn, "ann@example.org");
        let content =
            |at: usize| draft(&json!({ "external_id": format!("D-{at}") })).check().unwrap();
        let contents: Vec<Content> = (0..1234).map(content).collect();
        let ids = register_all(conn, "test", &ann.organisation_id, None, contents).unwrap();
        let written: Vec<String> = ids.iter().map(ToString::to_string).collect();
        let found = find_all(conn, &written).unwrap();
        let by_id: HashMap<_, _> = found.iter().map(|it| (&it.id, it)).collect();
        for (at, id) in ids.iter().enumerate() {
            assert_eq!(by_id[id].content.external_id, Some(format!("D-{at}")));
        }
        let codes: HashSet<_> = found.iter().map(|it| &it.code).collect();
        assert_eq!(codes.len(), 1234);
        let numbers = ["D-7".to_owned(), "D-1233".to_owned(), "D-1234".to_owned()];
        assert_eq!(by_external_ids(conn, &ann.organisation_id, &numbers).unwrap().len(), 2);
        assert_eq!(jobs::count(conn).unwrap().0, 3, "five hundred to a job");

        let newest = list_own(conn, &ann, None, 3).unwrap();
        assert_eq!(newest[0].id, ids[1233]);
        let next = list_own(conn, &ann, Some(&newest[2].id), 3).unwrap();
        assert_eq!(next[0].id, ids[1230]);
    });
}

/// Passports with histories of one, two and three events, more than are verified at once.
fn histories(conn: &mut Conn) -> Vec<Id<Passport>> {
    let ann = caller(conn, "ann@example.org");
    let contents = vec![draft(&json!({})).check().unwrap(); 1100];
    let ids = register_all(conn, "test", &ann.organisation_id, None, contents).unwrap();
    for id in ids.iter().step_by(3) {
        let fewer = draft(&json!({ "quantity": 8.5, "remarks": "sold four" }));
        change(conn, &ann, id, 1, fewer).unwrap();
    }
    for id in ids.iter().step_by(9) {
        retire(conn, &ann, id, 2).unwrap();
    }
    ids
}

/// What `verify` says, within a transaction: nobody else writes here.
fn verified(conn: &mut Conn) -> Result<Verified> {
    verify::verify_by(conn, verify::verify_page)
}

#[test]
fn verification_finds_whole_histories_whole() {
    on_a_database(|conn| {
        histories(conn);
        let verified = verified(conn).unwrap();
        assert!(verified.first_broken.is_none(), "{verified}");
        assert_eq!((verified.passports, verified.events), (1100, 1100 + 367 + 123));
        assert!(verified.to_string().contains("1100"));
    });
}

#[test]
fn verification_names_the_first_link_that_was_tampered_with() {
    let forgeries = [
        ("UPDATE passport_events SET actor = 'member:nobody' WHERE {third}", 3, "hash"),
        ("UPDATE passport_events SET at = '2020-01-01 00:00:00' WHERE {second}", 2, "hash"),
        ("UPDATE passport_events SET kind = 'revised' WHERE {third}", 3, "hash"),
        ("UPDATE passport_events SET changes = '{}' WHERE {second}", 2, "hash"),
        ("UPDATE passport_events SET hash = previous_hash WHERE {second}", 2, "hash"),
        ("UPDATE passport_events SET previous_hash = hash WHERE {second}", 2, "hash"),
        ("DELETE FROM passport_events WHERE {first}", 2, "sequence"),
        ("DELETE FROM passport_events WHERE {second}", 3, "sequence"),
        ("DELETE FROM passport_events WHERE {third}", 2, "end"),
        ("DELETE FROM passport_events WHERE passport_id = {id}", 0, "end"),
        ("UPDATE passport_events SET sequence = 4 WHERE {third}", 4, "sequence"),
        (
            "UPDATE passport_events SET sequence = 9 WHERE {second}; UPDATE passport_events SET sequence = 2 WHERE {third}; UPDATE passport_events SET sequence = 3 WHERE passport_id = {id} AND sequence = 9",
            2,
            "hash",
        ),
        ("UPDATE passports SET quantity_thousandths = 9000 WHERE id = {id}", 3, "columns"),
        ("UPDATE passports SET updated_at = created_at WHERE id = {id}", 3, "columns"),
        ("UPDATE passports SET state = 'registered' WHERE id = {id}", 3, "record"),
        ("UPDATE passports SET code = '0000-0000-0' WHERE id = {id}", 3, "record"),
        ("UPDATE passports SET version = 4 WHERE id = {id}", 3, "end"),
        (
            "UPDATE passports SET details = replace(details, 'sold four', 'sold five') WHERE id = {id}",
            3,
            "record",
        ),
        ("UPDATE passports SET details = '{' WHERE id = {id}", 3, "details"),
        ("UPDATE passports SET state = 'lost' WHERE id = {id}", 3, "details"),
        ("DELETE FROM passports WHERE id = {id}", 1, "orphan"),
    ];
    on_a_database(move |conn| {
        let ids = histories(conn);
        // In the second page, and one after it that is forged as well.
        let (first, second) = (&ids[9 * 70], &ids[9 * 90]);
        let code = find(conn, first).unwrap().unwrap().code.to_string();
        for (forgery, sequence, why) in forgeries {
            let sql = |id: &Id<Passport>| {
                let of = |sequence| format!("passport_id = '{id}' AND sequence = {sequence}");
                forgery
                    .replace("{first}", &of(1))
                    .replace("{second}", &of(2))
                    .replace("{third}", &of(3))
                    .replace("{id}", &format!("'{id}'"))
            };
            let undone = conn.transaction(|conn| {
                conn.batch_execute(match conn {
                    Conn::Sqlite(_) => "PRAGMA defer_foreign_keys = ON",
                    Conn::Postgres(_) => "SET LOCAL session_replication_role = replica",
                })?;
                conn.batch_execute(&sql(first))?;
                if !forgery.contains("code") {
                    conn.batch_execute(&sql(second))?;
                }
                let broken = verified(conn)?.first_broken.unwrap_or_else(|| panic!("{forgery}"));
                let named = if why == "orphan" { first.to_string() } else { code.clone() };
                let key = format!("passport-broken-{why}");
                if forgery.contains("code") {
                    assert_eq!((broken.sequence, broken.why.key()), (sequence, key.as_str()));
                } else {
                    let told = (broken.passport, broken.sequence, broken.why.key().to_owned());
                    assert_eq!(told, (named, sequence, key), "{forgery}");
                }
                Err::<(), _>(Error::Changed)
            });
            assert!(matches!(undone, Err(Error::Changed)), "{undone:?}");
        }
        assert!(verified(conn).unwrap().first_broken.is_none(), "all forgeries were undone");
    });
}

#[test]
fn a_search_for_words_finds_the_category_in_every_language() {
    on_a_database(|conn| {
        let ann = caller(conn, "ann@example.org");
        let fields = json!({
            "category": "DOOR.INT", "brand": "Theuma", "materials": [{ "name": "eik" }],
            "external_id": "D-1", "visibility": "park",
        });
        let door = register(conn, &ann, draft(&fields)).unwrap();
        let text = text_of(&door);
        for word in ["Binnendeur", "Porte intérieure", "Interior door", "Innentür", "Theuma", "eik"]
        {
            assert!(text.contains(word), "{word}: {text}");
        }
        assert!(text.contains("D-1") && text.contains(door.code.as_str()));
        assert_eq!(door.content.visibility, Visibility::Park);
    });
}

#[test]
fn two_who_change_the_same_version_do_not_overwrite_each_other() {
    on_a_database(|conn| {
        let ann = caller(conn, "ann@example.org");
        let door = register(conn, &ann, draft(&json!({}))).unwrap();
        let content = |quantity: u8| draft(&json!({ "quantity": quantity })).check().unwrap();
        revise(conn, "one", &door.id, None, content(1)).unwrap();
        // As one who read version 1 before the other wrote.
        let new = Passport { content: content(2), ..door.clone() };
        let late = write_down(conn, "two", &door, new, EventKind::Revised);
        assert!(matches!(late, Err(Error::Changed)));
        let untouched = find(conn, &door.id).unwrap().unwrap();
        assert_eq!((untouched.version, untouched.quantity_thousandths()), (2, 1000));
        diesel::sql_query("DELETE FROM passport_events").execute(conn).unwrap();
        let orphaned = revise(conn, "two", &door.id, None, content(3));
        assert!(matches!(orphaned, Err(Error::Internal(_))));
    });
}
