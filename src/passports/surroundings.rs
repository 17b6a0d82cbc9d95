//! What is around a passport: the site it lies on, the organisation that holds it, their parks.

use std::collections::{BTreeSet, HashMap};

use super::{Content, Passport};
use crate::accounts::{self, Organisation, Park};
use crate::db::Conn;
use crate::error::{Error, Problem, Result};
use crate::id::Id;
use crate::language::say;
use crate::places::{self, Building, Site};
use crate::search::{Point, Viewer, Visibility};

/// The sites and holders of some passports, read together.
#[derive(Default)]
pub struct Surroundings {
    sites: HashMap<Id<Site>, Site>,
    holders: HashMap<Id<Organisation>, Organisation>,
}

impl Surroundings {
    pub fn of(conn: &mut Conn, passports: &[Passport]) -> Result<Self> {
        let sites: BTreeSet<_> = passports
            .iter()
            .filter_map(|it| it.content.site_id.as_ref())
            .map(Id::to_string)
            .collect();
        let holders: BTreeSet<_> =
            passports.iter().map(|it| it.organisation_id.to_string()).collect();
        Ok(Self {
            sites: places::sites_by_id(conn, &Vec::from_iter(sites))?,
            holders: accounts::organisations_by_id(conn, &Vec::from_iter(holders))?,
        })
    }

    pub fn site(&self, passport: &Passport) -> Option<&Site> {
        self.sites.get(passport.content.site_id.as_ref()?)
    }

    pub fn holder(&self, passport: &Passport) -> Option<&Organisation> {
        self.holders.get(&passport.organisation_id)
    }

    pub fn point(&self, passport: &Passport) -> Option<Point> {
        self.site(passport).map(|it| it.point)
    }

    /// The park whose organisations may see what is shown to the park: the one it lies in; where
    /// it lies in none, the one its holder belongs to.
    pub fn park(&self, passport: &Passport) -> Option<&Id<Park>> {
        let of_site = self.site(passport).and_then(|it| it.park_id.as_ref());
        of_site.or_else(|| self.holder(passport)?.park_id.as_ref())
    }

    pub fn lets_see(&self, viewer: &Viewer, passport: &Passport) -> bool {
        let park = self.park(passport).map(Id::as_str);
        viewer.sees(passport.content.visibility, passport.organisation_id.as_str(), park)
    }
}

/// Sites and buildings that were looked up already: an inventory names the same ones over and
/// over.
#[derive(Default)]
pub(super) struct KnownPlaces {
    sites: BTreeSet<Id<Site>>,
    buildings: HashMap<Id<Building>, Building>,
}

impl KnownPlaces {
    /// Sees to it that site and building are the organisation's own and belong together. Who
    /// names a building has named its site. What waits for a declaration that it holds no asbestos
    /// stays within the organisation; who asks for more is told by [`asked_to_offer`].
    pub(super) fn settle(
        &mut self,
        conn: &mut Conn,
        organisation: &Id<Organisation>,
        mut content: Content,
    ) -> Result<Content> {
        let mut problems = Vec::new();
        let mut year_built = None;
        if let Some(id) = content.site_id.clone()
            && !self.knows_site(conn, organisation, &id)?
        {
            problems.push(Problem::new("/site_id", say("passport-expected-own-site"), &id));
        }
        if let Some(id) = content.building_id.clone() {
            let building = self.own_building(conn, organisation, &id)?;
            year_built = building.and_then(|it| it.year_built);
            match (building.map(|it| it.site_id.clone()), &content.site_id) {
                (None, _) => {
                    problems.push(Problem::new(
                        "/building_id",
                        say("passport-expected-own-building"),
                        &id,
                    ));
                }
                (Some(site), None) => content.put_at(site),
                (Some(site), Some(named)) if site != *named => {
                    let expected = say("passport-expected-building-of-site");
                    problems.push(Problem::new("/building_id", expected, &id));
                }
                (Some(_), Some(_)) => {}
            }
        }
        if !problems.is_empty() {
            return Err(Error::Invalid(problems));
        }
        if content.awaits_asbestos_declaration(year_built) {
            content.keep_within_organisation();
        }
        Ok(content)
    }

    fn knows_site(
        &mut self,
        conn: &mut Conn,
        organisation: &Id<Organisation>,
        id: &Id<Site>,
    ) -> Result<bool> {
        if self.sites.contains(id) {
            return Ok(true);
        }
        let site = places::find_site(conn, id)?;
        let own = site.is_some_and(|it| it.organisation_id == *organisation);
        if own {
            self.sites.insert(id.clone());
        }
        Ok(own)
    }

    fn own_building(
        &mut self,
        conn: &mut Conn,
        organisation: &Id<Organisation>,
        id: &Id<Building>,
    ) -> Result<Option<&Building>> {
        if !self.buildings.contains_key(id) {
            let building = places::find_building(conn, id)?;
            let own = building.filter(|it| it.organisation_id == *organisation);
            self.buildings.extend(own.map(|it| (id.clone(), it)));
        }
        Ok(self.buildings.get(id))
    }
}

/// Fails where a person offers what must be declared free of asbestos first.
pub(super) fn asked_to_offer(conn: &mut Conn, content: &Content) -> Result<()> {
    let building = match &content.building_id {
        Some(id) => places::find_building(conn, id)?,
        None => None,
    };
    let shown = match content.visibility {
        Visibility::Organisation => return Ok(()),
        Visibility::Park => "park",
        Visibility::Public => "public",
    };
    if content.awaits_asbestos_declaration(building.and_then(|it| it.year_built)) {
        let expected = say("passport-expected-asbestos-declaration");
        return Err(Error::invalid("/visibility", expected, shown));
    }
    Ok(())
}
