//! The SQL of places.

use diesel::prelude::*;

use super::{Building, Site};
use crate::accounts::{Organisation, Park};
use crate::clock::Instant;
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::schema::{buildings, sites};
use crate::search::Point;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = sites)]
struct SiteRow {
    id: Id<Site>,
    organisation_id: Id<Organisation>,
    park_id: Option<Id<Park>>,
    name: String,
    address: String,
    latitude: f64,
    longitude: f64,
    created_at: Instant,
}

impl From<SiteRow> for Site {
    fn from(row: SiteRow) -> Self {
        let SiteRow { id, organisation_id, park_id, name, address, created_at, .. } = row;
        let point = Point { latitude: row.latitude, longitude: row.longitude };
        Self { id, organisation_id, park_id, name, address, point, created_at }
    }
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = buildings)]
struct BuildingRow {
    id: Id<Building>,
    site_id: Id<Site>,
    organisation_id: Id<Organisation>,
    name: String,
    year_built: Option<i32>,
    created_at: Instant,
}

impl From<BuildingRow> for Building {
    fn from(row: BuildingRow) -> Self {
        let BuildingRow { id, site_id, organisation_id, name, year_built, created_at } = row;
        Self { id, site_id, organisation_id, name, year_built, created_at }
    }
}

pub fn insert_site(conn: &mut Conn, site: &Site) -> Result<()> {
    let Site { id, organisation_id, park_id, name, address, point, created_at } = site.clone();
    let Point { latitude, longitude } = point;
    let row =
        SiteRow { id, organisation_id, park_id, name, address, latitude, longitude, created_at };
    diesel::insert_into(sites::table).values(&row).execute(conn)?;
    Ok(())
}

pub fn site(conn: &mut Conn, id: &Id<Site>) -> Result<Option<Site>> {
    let row = sites::table.find(id).select(SiteRow::as_select()).first(conn).optional()?;
    Ok(row.map(Site::from))
}

pub fn sites(conn: &mut Conn, ids: &[String]) -> Result<Vec<Site>> {
    let wanted = sites::table.filter(sites::id.eq_any(ids));
    let rows = wanted.select(SiteRow::as_select()).load(conn)?;
    Ok(rows.into_iter().map(Site::from).collect())
}

/// Newest first, from behind `after`.
pub fn sites_of(
    conn: &mut Conn,
    organisation: &Id<Organisation>,
    after: Option<&Id<Site>>,
    limit: usize,
) -> Result<Vec<Site>> {
    let mut query = sites::table
        .filter(sites::organisation_id.eq(organisation))
        .select(SiteRow::as_select())
        .order(sites::id.desc())
        .into_boxed();
    if let Some(after) = after {
        query = query.filter(sites::id.lt(after));
    }
    let rows = query.limit(rows(limit)?).load(conn)?;
    Ok(rows.into_iter().map(Site::from).collect())
}

pub fn insert_building(conn: &mut Conn, building: &Building) -> Result<()> {
    let Building { id, site_id, organisation_id, name, year_built, created_at } = building.clone();
    let row = BuildingRow { id, site_id, organisation_id, name, year_built, created_at };
    diesel::insert_into(buildings::table).values(&row).execute(conn)?;
    Ok(())
}

pub fn building(conn: &mut Conn, id: &Id<Building>) -> Result<Option<Building>> {
    let row = buildings::table.find(id).select(BuildingRow::as_select()).first(conn).optional()?;
    Ok(row.map(Building::from))
}

/// Newest first, from behind `after`: of one site, or of all.
pub fn buildings_of(
    conn: &mut Conn,
    organisation: &Id<Organisation>,
    site: Option<&Id<Site>>,
    after: Option<&Id<Building>>,
    limit: usize,
) -> Result<Vec<Building>> {
    let mut query = buildings::table
        .filter(buildings::organisation_id.eq(organisation))
        .select(BuildingRow::as_select())
        .order(buildings::id.desc())
        .into_boxed();
    if let Some(site) = site {
        query = query.filter(buildings::site_id.eq(site));
    }
    if let Some(after) = after {
        query = query.filter(buildings::id.lt(after));
    }
    let rows = query.limit(rows(limit)?).load(conn)?;
    Ok(rows.into_iter().map(Building::from).collect())
}

fn rows(limit: usize) -> Result<i64> {
    i64::try_from(limit).map_err(Error::internal)
}
