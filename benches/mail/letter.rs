//! The letter that is measured: what the service itself would write of finds that fit.

use std::path::Path;

use circuler::accounts::{self, Member, RegistrationDraft};
use circuler::alerts::letter::{Find, Letter};
use circuler::db::{Conn, Db};
use circuler::error::Result;
use circuler::mail::Mail;
use circuler::needs::{self, NeedDraft, NewMatch, Pair};
use circuler::passports::{self, Draft};
use serde_json::{Value, json};

/// As many as a letter holds.
const FINDS_MAX: usize = 20;

/// Where letters are written.
pub struct Desk {
    reader: Member,
    found: Vec<NewMatch>,
}

impl Desk {
    /// A database in which twenty doors fit a need.
    pub async fn open(folder: &Path) -> Self {
        let db =
            Db::open(&folder.join("circuler.db").display().to_string(), 1).expect("a database");
        let (reader, found) = db.write(prepare).await.expect("doors that fit");
        assert_eq!(found.len(), FINDS_MAX);
        Self { reader, found }
    }

    pub fn found(&self, finds: usize) -> Vec<Find> {
        let of = |found: &NewMatch| Find { matches: vec![found.clone()], lots: None };
        self.found.iter().take(finds).map(of).collect()
    }

    pub fn mail(&self, found: Vec<Find>) -> Mail {
        let stop = "https://circuler.example/unsubscribe/token".to_owned();
        let all = "https://circuler.example/alerts/token";
        let list = "alerts.circuler.example".to_owned();
        let letter = Letter::to(&self.reader, found, 0);
        letter.mail("https://circuler.example", all, stop, list).expect("a letter")
    }
}

fn prepare(conn: &mut Conn) -> Result<(Member, Vec<NewMatch>)> {
    let (seeker, holder) = (register(conn, "An Claes")?, register(conn, "Jan Peeters")?);
    let caller = |conn: &mut Conn, member: &Member| {
        accounts::caller_of(conn, &member.id).map(|it| it.expect("somebody"))
    };
    let need: NeedDraft = read(json!({
        "name": "Deuren voor de Vaartkom",
        "frequency": "daily",
        "criteria": {
            "categories": ["DOOR"],
            "measures": { "width_mm": { "min": 850, "max": 950 } },
            "price_cents_max": 6000,
            "condition_min": 3,
        },
    }));
    let asking = caller(conn, &seeker)?;
    let need = needs::create(conn, &asking, need)?;
    let offering = caller(conn, &holder)?;
    let mut pairs = Vec::new();
    for number in 0..FINDS_MAX {
        let draft: Draft = read(json!({
            "name": format!("Binnendeur paneel, gelakt, nummer {number}"),
            "category": "DOOR.INT", "quantity": 12 + number, "unit": "pcs",
            "dimensions": { "width_mm": 930, "height_mm": 2015 },
            "condition_technical": 4,
            "price": { "kind": "per_unit", "cents": 4500 },
            "available_from": "2026-12-01", "available_until": "2027-03-01",
        }));
        let passport = passports::register(conn, &offering, draft)?;
        pairs.push(Pair { need_id: need.id.clone(), passport_id: passport.id });
    }
    Ok((seeker, needs::fitting(conn, &pairs)?))
}

fn register(conn: &mut Conn, name: &str) -> Result<Member> {
    let draft: RegistrationDraft = read(json!({
        "name": format!("Firma {name}"), "kind": "builder",
        "member": {
            "name": name, "language": "nl", "password": "a-long-enough-passphrase",
            "email": format!("{}@example.org", name.to_lowercase().replace(' ', ".")),
        },
    }));
    let (registration, _) = draft.check()?;
    accounts::register(conn, registration, "no hash").map(|(_, member)| member)
}

fn read<T: serde::de::DeserializeOwned>(json: Value) -> T {
    serde_json::from_value(json).expect("as the API takes it")
}
