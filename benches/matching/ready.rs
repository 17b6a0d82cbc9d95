//! How long it takes from a database full of needs until the first listing can be matched.

use std::path::Path;
use std::sync::Arc;

use circuler::accounts::{self, MemberDraft, OrganisationKind, Password, RegistrationDraft};
use circuler::catalogue::CategoryCode;
use circuler::db::Db;
use circuler::language::Language;
use circuler::needs::Following;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use crate::workload::Dice;
use crate::{Case, timed};

pub fn run(count: usize, print: &mut impl FnMut(Case)) {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("circuler.db");
    let db = Db::open(&file.display().to_string(), 2).expect("a database");
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let (organisation, member) = runtime.block_on(register(&db));
    fill(&file, count, &organisation, &member);
    let (following, took) = timed(|| {
        let following = Following::default();
        let read = move |conn: &mut _| following.catch_up(conn).map(|()| following);
        runtime.block_on(db.read(read)).expect("needs")
    });
    assert_eq!(following.len(), count);
    let kept = folder.path().join("needs");
    let following = Arc::new(following);
    let ((), took_to_keep) =
        timed(|| runtime.block_on(following.keep(&db, kept.clone())).expect("a file"));
    drop(following);
    let (following, took_from_file) = timed(|| {
        let following = Following::default();
        following.keep_in(&kept);
        let read = move |conn: &mut _| following.catch_up(conn).map(|()| following);
        runtime.block_on(db.read(read)).expect("needs")
    });
    assert_eq!(following.len(), count);
    let megabytes = std::fs::metadata(&kept).expect("a file").len() / 1_000_000;
    for (what, took) in [
        ("ready, from SQLite".to_owned(), took),
        (format!("ready, from a file of {megabytes} MB that was kept"), took_from_file),
        ("kept in a file".to_owned(), took_to_keep),
    ] {
        print(Case {
            name: format!("{count} needs: {what}"),
            ours: took.as_secs_f64(),
            peer: None,
            unit: "s",
            hits: 0.0,
        });
    }
}

async fn register(db: &Db) -> (String, String) {
    let draft = RegistrationDraft {
        name: "De Meester".to_owned(),
        kind: OrganisationKind::Builder,
        park_id: None,
        member: MemberDraft {
            name: "Ann".to_owned(),
            email: "ann@example.org".to_owned(),
            password: Password::new("a-long-enough-passphrase"),
            language: Language::Nl,
        },
    };
    let (registration, _) = draft.check().expect("a registration");
    let registered = db.write(|conn| accounts::register(conn, registration, "no password")).await;
    let (organisation, member) = registered.expect("a member");
    (organisation.id.to_string(), member.id.to_string())
}

fn fill(file: &Path, count: usize, organisation: &str, member: &str) {
    let mut conn = SqliteConnection::establish(&file.display().to_string()).expect("a database");
    let mut dice = Dice::new(23);
    let leaves: Vec<CategoryCode> = CategoryCode::all().filter(|it| it.is_leaf()).collect();
    conn.batch_execute("BEGIN").expect("a transaction");
    for number in 0..count {
        let criteria = criteria(&mut dice, &leaves);
        diesel::sql_query(
            "INSERT INTO needs (id, organisation_id, member_id, name, criteria, state, version, \
             created_at, updated_at, change_number, frequency) VALUES (?, ?, ?, 'Need', ?, 'open', \
             1, '2026-01-01 00:00:00', '2026-01-01 00:00:00', ?, 'daily')",
        )
        .bind::<Text, _>(uuid::Uuid::now_v7().to_string())
        .bind::<Text, _>(organisation)
        .bind::<Text, _>(member)
        .bind::<Text, _>(criteria)
        .bind::<BigInt, _>(i64::try_from(number + 1).expect("few needs"))
        .execute(&mut conn)
        .expect("a need");
    }
    conn.batch_execute("COMMIT; UPDATE need_changes SET last_number = 1000000000").expect("needs");
}

fn criteria(dice: &mut Dice, leaves: &[CategoryCode]) -> String {
    const RADII: [u32; 5] = [10, 25, 50, 100, 250];
    let leaf = leaves[dice.below(leaves.len())];
    let category = if dice.below(2) == 0 { leaf } else { leaf.top() };
    let width = 200 + dice.below(2000);
    let mut criteria = serde_json::json!({
        "categories": [category],
        "measures": { "width_mm": { "min": width, "max": width + 150 } },
        "price_cents_max": 100 + dice.below(20_000),
        "place": {
            "point": {
                "latitude": 49.0 + dice.below(4500) as f64 / 1000.0,
                "longitude": 2.0 + dice.below(6000) as f64 / 1000.0,
            },
            "radius_km": RADII[dice.below(RADII.len())],
        },
        "documents_required": false,
    });
    if dice.below(10) < 4 {
        const WORDS: [&str; 6] = ["eik", "wit", "EI30", "IPE 200", "aluminium", "gevel"];
        criteria["words"] = serde_json::json!([WORDS[dice.below(WORDS.len())]]);
    }
    criteria.to_string()
}
