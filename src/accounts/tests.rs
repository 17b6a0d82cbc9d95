//! Accounts on a database: SQLite, and in a second run PostgreSQL.

use std::path::Path;

use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection};

use super::*;
use crate::db::Db;

/// A file of its own; or a schema of its own in the PostgreSQL of `TEST_DATABASE_URL`.
fn fresh_database(folder: &Path) -> String {
    let Ok(url) = std::env::var("TEST_DATABASE_URL") else {
        return folder.join("test.db").display().to_string();
    };
    let schema = format!("test_{}", uuid::Uuid::now_v7().simple());
    let mut conn = PgConnection::establish(&url).unwrap();
    conn.batch_execute(&format!("CREATE SCHEMA {schema}")).unwrap();
    format!("{url}?options=-csearch_path%3D{schema}")
}

/// Runs `story` in a database of its own.
pub(crate) fn on_a_database(story: impl FnOnce(&mut Conn) + Send + 'static) {
    let folder = tempfile::tempdir().unwrap();
    let db = Db::open(&fresh_database(folder.path()), 1).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let told = db.write(|conn| {
        story(conn);
        Ok(())
    });
    runtime.block_on(told).unwrap();
}

/// The owner of a new organisation.
pub(crate) fn member(conn: &mut Conn, email: &str) -> Member {
    register(conn, registration(email), "no hash").unwrap().1
}

fn registration(email: &str) -> Registration {
    Registration {
        name: "Sloop & Zoon".to_owned(),
        kind: OrganisationKind::DemolitionContractor,
        park_id: None,
        member_name: "Ann Claes".to_owned(),
        email: email.to_owned(),
        language: Language::Nl,
    }
}

#[test]
fn who_registers_owns_the_organisation() {
    on_a_database(|conn| {
        let (organisation, member) =
            register(conn, registration("ann@example.org"), "no hash").unwrap();
        let caller = caller_of(conn, &member.id).unwrap().unwrap();
        assert_eq!((caller.role, caller.platform_admin), (Role::Owner, false));
        assert_eq!(caller.organisation_id, organisation.id);
        let me = me(conn, &caller).unwrap();
        assert_eq!((me.member.language, me.organisation.kind), (Language::Nl, organisation.kind));
        assert_eq!(first_owner(conn, &organisation.id).unwrap().unwrap().id, member.id);
        let named = organisation_by_name(conn, "Sloop & Zoon").unwrap().unwrap();
        assert_eq!(named.id, organisation.id);
        let by_id = organisations_by_id(conn, &[organisation.id.to_string()]).unwrap();
        assert!(by_id.contains_key(&organisation.id) && by_id.len() == 1);
        assert_eq!(members_by_id(conn, &[member.id.to_string()]).unwrap().len(), 1);
    });
}

#[test]
fn an_address_is_of_one_member() {
    on_a_database(|conn| {
        member(conn, "ann@example.org");
        let again = register(conn, registration("ann@example.org"), "no hash");
        assert!(matches!(again, Err(Error::Conflict(text)) if text.key() == "error-email-taken"));
        assert!(find_member_by_email(conn, " Ann@Example.ORG ").unwrap().is_some());
        assert!(find_member_by_email(conn, "bob@example.org").unwrap().is_none());
        assert!(find_member_by_email(conn, "\0").unwrap().is_none());
    });
}

#[test]
fn only_an_admin_of_the_platform_adds_parks() {
    on_a_database(|conn| {
        let member = member(conn, "ann@example.org");
        let point = Point { latitude: 50.84, longitude: 4.73 };
        let draft = ParkDraft { name: "Haasrode".to_owned(), point };
        let before = caller_of(conn, &member.id).unwrap().unwrap();
        assert!(matches!(create_park(conn, &before, draft.clone()), Err(Error::NotFound)));

        promote_admin(conn, "Ann@example.org").unwrap();
        assert!(matches!(promote_admin(conn, "bob@example.org"), Err(Error::NotFound)));
        let admin = caller_of(conn, &member.id).unwrap().unwrap();
        let park = create_park(conn, &admin, draft.clone()).unwrap();
        assert!(matches!(create_park(conn, &admin, draft), Err(Error::Conflict(_))));
        assert_eq!(find_park(conn, &park.id).unwrap().unwrap().point, point);
        assert_eq!(parks(conn, None, 10).unwrap().items.len(), 1);
        assert!(parks(conn, Some(&park.id), 10).unwrap().items.is_empty());

        let there = Registration { park_id: Some(park.id), ..registration("bob@example.org") };
        let (organisation, bob) = register(conn, there, "no hash").unwrap();
        assert_eq!(caller_of(conn, &bob.id).unwrap().unwrap().park_id, organisation.park_id);
        let nowhere = Registration { park_id: Some(Id::new()), ..registration("eva@example.org") };
        assert!(matches!(register(conn, nowhere, "no hash"), Err(Error::Invalid(_))));
    });
}

#[test]
fn what_is_stored_is_read_back_as_what_it_was() {
    for kind in OrganisationKind::ALL {
        assert_eq!(OrganisationKind::of(kind.as_str()), Some(kind));
        assert_eq!(serde_json::to_value(kind).unwrap(), kind.as_str());
    }
    for role in Role::ALL {
        assert_eq!(Role::of(role.as_str()), Some(role));
        assert_eq!(serde_json::to_value(role).unwrap(), role.as_str());
    }
}
