//! Needs that are kept in a file for the next start, on a database: SQLite, and in a second run
//! PostgreSQL.

use std::fs;

use super::*;
use crate::accounts::tests::{member, on_a_database};
use crate::accounts::{self, Caller};
use crate::catalogue::CategoryCode;
use crate::needs::fixtures::{HAASRODE, LEUVEN, door, offer};
use crate::needs::{Criteria, Frequency, Place, State};

/// A reader of the same database, at its start.
fn follower(file: &Path) -> Following {
    let following = Following::default();
    following.keep_in(file);
    following
}

fn need(conn: &mut Conn, caller: &Caller, criteria: Criteria) -> Need {
    let need = Need {
        id: Id::new(),
        organisation_id: caller.organisation_id.clone(),
        member_id: caller.member_id.clone(),
        name: "Deuren".to_owned(),
        criteria,
        state: State::Open,
        frequency: Frequency::AtOnce,
        expires_on: None,
        version: 1,
        created_at: clock::now(),
        updated_at: clock::now(),
    };
    store::insert(conn, &need).unwrap();
    need
}

fn doors(words: &[&str]) -> Criteria {
    Criteria {
        categories: CategoryCode::parse("DOOR.INT").into_iter().collect(),
        words: words.iter().map(|it| (*it).to_owned()).collect(),
        place: Some(Place { point: LEUVEN, radius_km: 20.0 }),
        ..Criteria::default()
    }
}

/// Asked closely, because numbers do not say it.
fn with_documents() -> Criteria {
    Criteria { documents_required: true, ..doors(&[]) }
}

fn found(following: &Following, conn: &mut Conn) -> Vec<Id<Need>> {
    following.catch_up(conn).unwrap();
    let mut scratch = Scratch::default();
    let mut found = following.seeking(&offer(door(), Some(HAASRODE)), &mut scratch);
    found.sort_unstable();
    found
}

fn keep(following: &Following, conn: &mut Conn, file: &Path) {
    let (token, number) = following.write(file).unwrap().unwrap();
    store::note_snapshot(conn, &token, number).unwrap();
}

fn came_from_the_file(following: &Following) -> bool {
    following.written.lock().unwrap().is_some()
}

/// Five needs, of which three are for what is offered, kept in a file; then one of them is
/// fulfilled, one changes and a new one comes.
fn kept_and_changed(conn: &mut Conn, file: &Path) -> Vec<Id<Need>> {
    let member = member(conn, "ann@example.org");
    let caller = accounts::caller_of(conn, &member.id).unwrap().unwrap();
    let mut needs: Vec<Need> =
        [doors(&[]), doors(&["paneel"]), doors(&["eiken"]), doors(&["staal"])]
            .into_iter()
            .chain([with_documents()])
            .map(|it| need(conn, &caller, it))
            .collect();
    let first = follower(file);
    assert_eq!(found(&first, conn).len(), 3);
    assert!(!came_from_the_file(&first));
    keep(&first, conn, file);
    let change = |need: &mut Need, conn: &mut Conn| {
        need.version += 1;
        assert!(store::update(conn, need).unwrap());
    };
    needs[0].state = State::Closed;
    change(&mut needs[0], conn);
    needs[3].criteria = doors(&["binnendeur"]);
    change(&mut needs[3], conn);
    let newest = need(conn, &caller, doors(&["deur", "paneel"]));
    let mut expected = [&needs[1], &needs[2], &needs[3], &newest].map(|it| it.id.clone()).to_vec();
    expected.sort_unstable();
    assert_eq!(found(&first, conn), expected);
    expected
}

#[test]
fn what_was_kept_and_what_changed_since_are_all_there_is() {
    on_a_database(|conn| {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("needs");
        let expected = kept_and_changed(conn, &file);
        let next = follower(&file);
        assert_eq!(found(&next, conn), expected);
        assert!(came_from_the_file(&next));
        // And so on, from the file that one writes.
        keep(&next, conn, &file);
        let next = follower(&file);
        assert_eq!(found(&next, conn), expected);
        assert!(came_from_the_file(&next));
    });
}

#[test]
fn a_damaged_file_is_passed_over() {
    on_a_database(|conn| {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("needs");
        let expected = kept_and_changed(conn, &file);
        let whole = fs::read(&file).unwrap();
        let cut = [0, 10, 50, 90, whole.len() / 2, whole.len() - 1].map(|it| whole[..it].to_vec());
        let places = (0..whole.len()).step_by(whole.len() / 97 + 1);
        let spoilt = places.map(|at| {
            let mut bytes = whole.clone();
            bytes[at] ^= 0x40;
            bytes
        });
        let longer = [whole.as_slice(), b"more"].concat();
        for bytes in cut.into_iter().chain(spoilt).chain([longer]) {
            fs::write(&file, bytes).unwrap();
            let next = follower(&file);
            assert_eq!(found(&next, conn), expected);
            assert!(!came_from_the_file(&next));
        }
    });
}

#[test]
fn a_file_of_another_database_is_passed_over() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("needs");
    let of_one = file.clone();
    on_a_database(move |conn| {
        kept_and_changed(conn, &of_one);
    });
    on_a_database(move |conn| {
        let next = follower(&file);
        assert!(found(&next, conn).is_empty());
        assert!(!came_from_the_file(&next));
        let expected = kept_and_changed(conn, &file);
        assert_eq!(found(&follower(&file), conn), expected);
    });
}
