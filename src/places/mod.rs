//! Where things are: sites with an address and a point, and the buildings on them.

mod draft;
pub mod http;
mod store;

use std::collections::HashMap;

use serde::Serialize;

use crate::accounts::{self, Action, Caller, Object, Organisation, Park, may};
use crate::clock::{self, Instant};
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::language::say;
use crate::search::Point;
use crate::web::Paged;

pub use draft::{BuildingDraft, SiteDraft};

/// A place of an organisation, with an address and a point.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Site {
    pub id: Id<Site>,
    pub organisation_id: Id<Organisation>,
    /// The business park it lies in.
    pub park_id: Option<Id<Park>>,
    pub name: String,
    pub address: String,
    pub point: Point,
    pub created_at: Instant,
}

/// A building on a site, most often one that gives its components away.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Building {
    pub id: Id<Building>,
    pub site_id: Id<Site>,
    pub organisation_id: Id<Organisation>,
    pub name: String,
    pub year_built: Option<i32>,
    pub created_at: Instant,
}

/// Adds a site of the caller's organisation.
pub fn create_site(conn: &mut Conn, caller: &Caller, draft: SiteDraft) -> Result<Site> {
    may(caller, Action::EditStock, Object::Of(&caller.organisation_id))?;
    let SiteDraft { name, address, point, park_id } = draft.check()?;
    if let Some(park_id) = &park_id
        && accounts::find_park(conn, park_id)?.is_none()
    {
        return Err(Error::invalid("/park_id", say("expected-park"), park_id));
    }
    let site = Site {
        id: Id::new(),
        organisation_id: caller.organisation_id.clone(),
        park_id,
        name,
        address,
        point,
        created_at: clock::now(),
    };
    store::insert_site(conn, &site)?;
    Ok(site)
}

/// A site that the caller may see.
pub fn site(conn: &mut Conn, caller: &Caller, id: &Id<Site>) -> Result<Site> {
    let site = store::site(conn, id)?.ok_or(Error::NotFound)?;
    may(caller, Action::Read, Object::Of(&site.organisation_id))?;
    Ok(site)
}

/// The sites of the caller's organisation, newest first, from behind `after`.
pub fn sites(
    conn: &mut Conn,
    caller: &Caller,
    after: Option<&Id<Site>>,
    limit: usize,
) -> Result<Paged<Site>> {
    may(caller, Action::Read, Object::Of(&caller.organisation_id))?;
    let found = store::sites_of(conn, &caller.organisation_id, after, limit + 1)?;
    Ok(Paged::of(found, limit, |it| it.id.to_string()))
}

/// Adds a building on a site of the caller's organisation.
pub fn create_building(conn: &mut Conn, caller: &Caller, draft: BuildingDraft) -> Result<Building> {
    may(caller, Action::EditStock, Object::Of(&caller.organisation_id))?;
    let BuildingDraft { site_id, name, year_built } = draft.check()?;
    // A site of others is as unknown here as one that is not there.
    let own = store::site(conn, &site_id)?
        .is_some_and(|it| may(caller, Action::EditStock, Object::Of(&it.organisation_id)).is_ok());
    if !own {
        return Err(Error::invalid("/site_id", say("expected-own-site"), site_id));
    }
    let building = Building {
        id: Id::new(),
        site_id,
        organisation_id: caller.organisation_id.clone(),
        name,
        year_built,
        created_at: clock::now(),
    };
    store::insert_building(conn, &building)?;
    Ok(building)
}

/// A building that the caller may see.
pub fn building(conn: &mut Conn, caller: &Caller, id: &Id<Building>) -> Result<Building> {
    let building = store::building(conn, id)?.ok_or(Error::NotFound)?;
    may(caller, Action::Read, Object::Of(&building.organisation_id))?;
    Ok(building)
}

/// The buildings of the caller's organisation, newest first, from behind `after`: of one site, or
/// of all.
pub fn buildings(
    conn: &mut Conn,
    caller: &Caller,
    site: Option<&Id<Site>>,
    after: Option<&Id<Building>>,
    limit: usize,
) -> Result<Paged<Building>> {
    may(caller, Action::Read, Object::Of(&caller.organisation_id))?;
    let found = store::buildings_of(conn, &caller.organisation_id, site, after, limit + 1)?;
    Ok(Paged::of(found, limit, |it| it.id.to_string()))
}

/// A site, whoever may see it: for features that have asked already.
pub fn find_site(conn: &mut Conn, id: &Id<Site>) -> Result<Option<Site>> {
    store::site(conn, id)
}

/// A building, whoever may see it: for features that have asked already.
pub fn find_building(conn: &mut Conn, id: &Id<Building>) -> Result<Option<Building>> {
    store::building(conn, id)
}

/// Sites, whoever may see them: for features that have asked already.
pub fn sites_by_id(conn: &mut Conn, ids: &[String]) -> Result<HashMap<Id<Site>, Site>> {
    let found = store::sites(conn, ids)?;
    Ok(found.into_iter().map(|it| (it.id.clone(), it)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accounts::tests::{member, on_a_database};
    use crate::accounts::{Role, Scope, caller_of};

    fn firm(conn: &mut Conn, email: &str) -> Caller {
        let member = member(conn, email);
        caller_of(conn, &member.id).unwrap().unwrap()
    }

    fn yard() -> SiteDraft {
        SiteDraft {
            name: " Yard ".to_owned(),
            address: "Interleuvenlaan 10, 3001 Leuven".to_owned(),
            point: Point { latitude: 50.84, longitude: 4.728 },
            park_id: None,
        }
    }

    fn office(site_id: &Id<Site>) -> BuildingDraft {
        let name = "Office".to_owned();
        BuildingDraft { site_id: site_id.clone(), name, year_built: Some(1972) }
    }

    #[test]
    fn a_firm_sees_its_own_sites_and_buildings_only() {
        on_a_database(|conn| {
            let [ann, bob] = ["ann@example.org", "bob@example.org"].map(|it| firm(conn, it));
            let site = create_site(conn, &ann, yard()).unwrap();
            assert_eq!(site.name, "Yard");
            let building = create_building(conn, &ann, office(&site.id)).unwrap();

            assert_eq!(super::site(conn, &ann, &site.id).unwrap().point, yard().point);
            assert_eq!(super::building(conn, &ann, &building.id).unwrap().year_built, Some(1972));
            assert!(matches!(super::site(conn, &bob, &site.id), Err(Error::NotFound)));
            assert!(matches!(super::building(conn, &bob, &building.id), Err(Error::NotFound)));
            assert!(sites(conn, &bob, None, 10).unwrap().items.is_empty());
            assert!(buildings(conn, &bob, None, None, 10).unwrap().items.is_empty());
            assert!(matches!(
                create_building(conn, &bob, office(&site.id)),
                Err(Error::Invalid(problems)) if problems[0].pointer == "/site_id"
            ));

            let ids = [site.id.to_string(), Id::<Site>::new().to_string()];
            assert_eq!(sites_by_id(conn, &ids).unwrap().keys().collect::<Vec<_>>(), [&site.id]);
        });
    }

    #[test]
    fn sites_come_newest_first_a_page_at_a_time() {
        on_a_database(|conn| {
            let ann = firm(conn, "ann@example.org");
            let made: Vec<_> =
                (0..3).map(|_| create_site(conn, &ann, yard()).unwrap().id).collect();
            let first = sites(conn, &ann, None, 2).unwrap();
            let cursor = Id::parse(first.next_cursor.as_ref().unwrap()).unwrap();
            let second = sites(conn, &ann, Some(&cursor), 2).unwrap();
            let seen: Vec<_> =
                first.items.into_iter().chain(second.items).rev().map(|it| it.id).collect();
            assert_eq!((seen, second.next_cursor), (made, None));
        });
    }

    #[test]
    fn buildings_can_be_listed_of_one_site() {
        on_a_database(|conn| {
            let ann = firm(conn, "ann@example.org");
            let [here, there] = [(); 2].map(|()| create_site(conn, &ann, yard()).unwrap().id);
            let building = create_building(conn, &ann, office(&here)).unwrap();
            let of_site = |conn: &mut Conn, site| buildings(conn, &ann, site, None, 10).unwrap();
            assert_eq!(of_site(conn, Some(&here)).items[0].id, building.id);
            assert!(of_site(conn, Some(&there)).items.is_empty());
            assert_eq!(of_site(conn, None).items.len(), 1);
        });
    }

    #[test]
    fn who_only_looks_adds_no_sites() {
        on_a_database(|conn| {
            let ann = firm(conn, "ann@example.org");
            let viewer = Caller { role: Role::Viewer, ..ann.clone() };
            assert!(matches!(create_site(conn, &viewer, yard()), Err(Error::NotFound)));
            assert!(sites(conn, &viewer, None, 10).is_ok());
            let key = Caller { scope: Scope::Upload(Id::new()), ..ann };
            assert!(create_site(conn, &key, yard()).is_ok(), "an upload says where things are");
        });
    }

    #[test]
    fn a_site_lies_in_a_park_that_exists() {
        on_a_database(|conn| {
            let ann = firm(conn, "ann@example.org");
            let nowhere = SiteDraft { park_id: Some(Id::new()), ..yard() };
            let refused = create_site(conn, &ann, nowhere);
            assert!(matches!(refused, Err(Error::Invalid(it)) if it[0].pointer == "/park_id"));
        });
    }
}
