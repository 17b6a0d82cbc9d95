//! The demonstration: invented organisations on a park, whose contractor uploads an inventory the
//! way anybody does, and a page that shows what came of it.

pub mod http;
mod people;
mod story;

use std::time::Duration;

use crate::accounts::{
    self, Caller, MemberDraft, Organisation, Park, ParkDraft, Password, RegistrationDraft,
};
use crate::app::App;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::inventories::{self, Upload};
use crate::needs::{self, NeedDraft};
use crate::places::{self, BuildingDraft, SiteDraft};
use crate::search::Point;

use people::{CONTRACTOR, MANAGER, PARK, PARK_POINT, PASSWORD, Person, SEEKERS};

/// The inventory that the contractor uploads.
const INVENTORY: &[u8] = include_bytes!("../../tests/data/sloop-kantoor-haasrode.csv");
const INVENTORY_NAME: &str = "sloop-kantoor-haasrode.csv";

/// Reading it takes a second; a machine under load may need more.
const READING_MAX: Duration = Duration::from_mins(2);
const READING_REST: Duration = Duration::from_millis(200);

/// Makes what is not there yet, and says where to look. The worker must be running: it reads the
/// inventory and sends the mails.
pub async fn prepare(app: &App) -> Result<()> {
    let park = prepare_park(app).await?;
    for (index, person) in SEEKERS.iter().enumerate() {
        let caller = settle(app, person, Some(&park)).await?;
        let wanted = people::needs().into_iter().filter(|(owner, _)| *owner == index);
        let drafts: Vec<NeedDraft> = wanted
            .map(|(_, need)| serde_json::from_value(need).map_err(Error::internal))
            .collect::<Result<_>>()?;
        app.db.write(move |conn| state_needs(conn, &caller, drafts)).await?;
    }
    let contractor = settle(app, &CONTRACTOR, Some(&park)).await?;
    upload_inventory(app, &contractor).await?;
    introduce(app);
    Ok(())
}

/// The park, made by who looks after it.
async fn prepare_park(app: &App) -> Result<Id<Park>> {
    let manager = settle(app, &MANAGER, None).await?;
    app.db
        .write(move |conn| {
            accounts::promote_admin(conn, MANAGER.email)?;
            let parks = accounts::parks(conn, None, 100)?.items;
            if let Some(park) = parks.into_iter().find(|it| it.name == PARK) {
                return Ok(park.id);
            }
            let manager = accounts::caller_of(conn, &manager.member_id)?.ok_or(Error::NotFound)?;
            let point = Point { latitude: PARK_POINT.0, longitude: PARK_POINT.1 };
            let draft = ParkDraft { name: PARK.to_owned(), point };
            Ok(accounts::create_park(conn, &manager, draft)?.id)
        })
        .await
}

/// A person with an organisation, registered unless they are there.
async fn settle(app: &App, person: &'static Person, park: Option<&Id<Park>>) -> Result<Caller> {
    let there = app.db.read(|conn| accounts::find_member_by_email(conn, person.email)).await?;
    let member_id = match there {
        Some(member) => member.id,
        None => register(app, person, park).await?,
    };
    let caller = app.db.read(move |conn| accounts::caller_of(conn, &member_id)).await?;
    caller.ok_or(Error::NotFound)
}

async fn register(
    app: &App,
    person: &Person,
    park: Option<&Id<Park>>,
) -> Result<Id<accounts::Member>> {
    let draft = RegistrationDraft {
        name: person.organisation.to_owned(),
        kind: person.kind,
        park_id: park.cloned(),
        member: MemberDraft {
            name: person.name.to_owned(),
            email: person.email.to_owned(),
            password: Password::new(PASSWORD),
            language: person.language,
        },
    };
    let (registration, password) = draft.check()?;
    let hash = password.hash(&app.config.accounts).await?;
    let registered = app.db.write(move |conn| accounts::register(conn, registration, &hash));
    let (Organisation { .. }, member) = registered.await?;
    Ok(member.id)
}

fn state_needs(conn: &mut crate::db::Conn, caller: &Caller, drafts: Vec<NeedDraft>) -> Result<()> {
    if !needs::list(conn, caller, None, None, 1)?.items.is_empty() {
        return Ok(());
    }
    for draft in drafts {
        needs::create(conn, caller, draft)?;
    }
    Ok(())
}

/// Uploads the inventory as a contractor does, waits until it is read, and accepts it.
async fn upload_inventory(app: &App, contractor: &Caller) -> Result<()> {
    let caller = contractor.clone();
    if !app.db.read(move |conn| inventories::list(conn, &caller, None, 1)).await?.is_empty() {
        return Ok(());
    }
    let caller = contractor.clone();
    let (site, building) = app.db.write(move |conn| prepare_building(conn, &caller)).await?;
    let file = std::env::temp_dir().join(INVENTORY_NAME);
    tokio::fs::write(&file, INVENTORY).await.map_err(Error::internal)?;
    let upload = Upload {
        file_name: INVENTORY_NAME.to_owned(),
        site_id: Some(site),
        building_id: Some(building),
        ..Upload::default()
    };
    let inventory = inventories::upload(app, contractor, upload, &file).await?;
    let read = async {
        loop {
            let (caller, id) = (contractor.clone(), inventory.id.clone());
            let now = app.db.read(move |conn| inventories::find(conn, &caller, &id)).await?;
            if now.state != inventories::State::Uploaded {
                return Ok::<_, Error>(());
            }
            tokio::time::sleep(READING_REST).await;
        }
    };
    tokio::time::timeout(READING_MAX, read).await.map_err(Error::internal)??;
    let terms = inventories::deciding::Terms::default();
    let id = &inventory.id;
    let accepting = inventories::progress::watched(app, id, &|_| (), |watch| async move {
        inventories::deciding::accept(app, contractor, id, terms, &watch).await
    });
    accepting.await.map(drop)
}

fn prepare_building(
    conn: &mut crate::db::Conn,
    caller: &Caller,
) -> Result<(Id<places::Site>, Id<places::Building>)> {
    let site = SiteDraft {
        name: "Kantoorgebouw Interleuvenlaan".to_owned(),
        address: "Interleuvenlaan 10, 3001 Leuven".to_owned(),
        point: Point { latitude: PARK_POINT.0, longitude: PARK_POINT.1 },
        park_id: caller.park_id.clone(),
    };
    let site = places::create_site(conn, caller, site)?;
    let building = BuildingDraft {
        site_id: site.id.clone(),
        name: "Kantoor A".to_owned(),
        year_built: Some(1988),
    };
    let building = places::create_building(conn, caller, building)?;
    Ok((site.id, building.id))
}

/// On standard output, for the one who typed the command.
fn introduce(app: &App) {
    println!();
    println!("  Circuler runs on {}", app.config.server.public_url);
    println!();
    println!("  Sign in with any of these, password {PASSWORD}:");
    for person in [&MANAGER, &CONTRACTOR].into_iter().chain(&SEEKERS) {
        println!("    {:<40} {}", person.email, person.organisation);
    }
    println!();
}
