//! Places that a list names and that are somebody else's: what one organisation exports carries the
//! ids of its own sites. They are left out, and told at their cells.

use std::collections::HashMap;

use super::understand::Placement;
use super::{CellProblem, Reason, Row, read};
use crate::accounts::Organisation;
use crate::db::Conn;
use crate::error::Result;
use crate::id::Id;
use crate::inventories::field::Field;
use crate::language::{Text, say};
use crate::places::{self, Building, Site};

/// Puts each row where the organisation has a place: the one it names, else the one that the
/// sender named for all of the list. A building says more than a site.
pub fn leave_out(
    conn: &mut Conn,
    organisation: &Id<Organisation>,
    placement: &Placement,
    rows: &mut [Row],
) -> Result<()> {
    let mut own = Own { organisation, sites: HashMap::new(), buildings: HashMap::new() };
    for row in rows {
        let Some(draft) = &row.draft else { continue };
        // Most rows name no place, and stand where the sender said.
        if draft.site_id == placement.site_id && draft.building_id == placement.building_id {
            continue;
        }
        let named_site = draft.site_id.clone().filter(|it| Some(it) != placement.site_id.as_ref());
        let named_building =
            draft.building_id.clone().filter(|it| Some(it) != placement.building_id.as_ref());
        let building = match &named_building {
            Some(id) => own.building(conn, id)?,
            None => None,
        };
        let site_is_own = match &named_site {
            Some(id) => own.has_site(conn, id)?,
            None => false,
        };
        if let Some(id) = named_building.as_ref().filter(|_| building.is_none()) {
            note(row, Field::Building, say("passport-expected-own-building"), id.as_str());
        }
        if let Some(id) = named_site.as_ref().filter(|_| !site_is_own) {
            note(row, Field::Location, say("passport-expected-own-site"), id.as_str());
        }
        let Some(draft) = &mut row.draft else { continue };
        match (building, named_site.filter(|_| site_is_own)) {
            (Some(building), _) => {
                draft.site_id = Some(building.site_id);
                draft.building_id = Some(building.id);
            }
            // The building that the sender named stands on another site, if on any.
            (None, Some(site)) => {
                let same = placement.site_id.as_ref() == Some(&site);
                draft.building_id = placement.building_id.clone().filter(|_| same);
                draft.site_id = Some(site);
            }
            (None, None) => {
                draft.site_id.clone_from(&placement.site_id);
                draft.building_id.clone_from(&placement.building_id);
            }
        }
    }
    Ok(())
}

/// Says so at the cell that holds the id.
fn note(row: &mut Row, field: Field, expected: Text, id: &str) {
    let cells = row.source.as_ref().map(|it| it.cells.as_slice()).unwrap_or_default();
    let column = cells.iter().find(|it| it.1.to_string().trim().eq_ignore_ascii_case(id));
    let number = u32::try_from(row.number).unwrap_or(u32::MAX);
    let cell = format!("{}!{}", row.sheet, read::address(number, column.map_or(0, |it| it.0)));
    row.notes.notices.push(CellProblem::new(cell, field, Reason::NotOwn, expected, id));
}

/// Places of the organisation that were looked up already: a list names the same ones over and
/// over.
struct Own<'a> {
    organisation: &'a Id<Organisation>,
    sites: HashMap<Id<Site>, bool>,
    buildings: HashMap<Id<Building>, Option<Building>>,
}

impl Own<'_> {
    fn has_site(&mut self, conn: &mut Conn, id: &Id<Site>) -> Result<bool> {
        if let Some(known) = self.sites.get(id) {
            return Ok(*known);
        }
        let site = places::find_site(conn, id)?;
        let own = site.is_some_and(|it| it.organisation_id == *self.organisation);
        self.sites.insert(id.clone(), own);
        Ok(own)
    }

    fn building(&mut self, conn: &mut Conn, id: &Id<Building>) -> Result<Option<Building>> {
        if let Some(known) = self.buildings.get(id) {
            return Ok(known.clone());
        }
        let building = places::find_building(conn, id)?;
        let own = building.filter(|it| it.organisation_id == *self.organisation);
        self.buildings.insert(id.clone(), own.clone());
        Ok(own)
    }
}
