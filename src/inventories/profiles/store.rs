//! The SQL of profiles.

use diesel::prelude::*;
use sha2::{Digest, Sha256};

use super::Profile;
use crate::accounts::Organisation;
use crate::clock::Instant;
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::schema::mapping_profiles;

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = mapping_profiles)]
struct ProfileRow {
    id: Id<Profile>,
    organisation_id: Id<Organisation>,
    headings_sha256: String,
    name: String,
    fields: String,
    choices: String,
    version: i64,
    created_at: Instant,
    updated_at: Instant,
}

impl ProfileRow {
    fn of(profile: &Profile) -> Result<Self> {
        Ok(Self {
            id: profile.id.clone(),
            organisation_id: profile.organisation_id.clone(),
            headings_sha256: digest(&profile.key()),
            name: profile.name.clone(),
            fields: serde_json::to_string(&profile.columns).map_err(Error::internal)?,
            choices: serde_json::to_string(&profile.values).map_err(Error::internal)?,
            version: profile.version,
            created_at: profile.created_at,
            updated_at: profile.updated_at,
        })
    }

    fn profile(self) -> Result<Profile> {
        Ok(Profile {
            columns: serde_json::from_str(&self.fields).map_err(Error::internal)?,
            values: serde_json::from_str(&self.choices).map_err(Error::internal)?,
            id: self.id,
            organisation_id: self.organisation_id,
            name: self.name,
            version: self.version,
            created_at: self.created_at,
            updated_at: self.updated_at,
        })
    }
}

/// Headings may be long, and are only looked up.
fn digest(key: &str) -> String {
    base16ct::lower::encode_string(&Sha256::digest(key))
}

pub fn insert(conn: &mut Conn, profile: &Profile) -> Result<()> {
    let row = ProfileRow::of(profile)?;
    diesel::insert_into(mapping_profiles::table).values(&row).execute(conn)?;
    Ok(())
}

/// Stores a profile in place of its `version`. `false` where that is no longer the newest.
pub fn replace(conn: &mut Conn, profile: &Profile, version: i64) -> Result<bool> {
    let old =
        mapping_profiles::table.find(&profile.id).filter(mapping_profiles::version.eq(version));
    Ok(diesel::update(old).set(ProfileRow::of(profile)?).execute(conn)? == 1)
}

pub fn delete(conn: &mut Conn, id: &Id<Profile>) -> Result<()> {
    diesel::delete(mapping_profiles::table.find(id)).execute(conn)?;
    Ok(())
}

pub fn find(conn: &mut Conn, id: &Id<Profile>) -> Result<Option<Profile>> {
    let row = mapping_profiles::table.find(id).select(ProfileRow::as_select()).first(conn);
    row.optional()?.map(ProfileRow::profile).transpose()
}

/// That of an organisation for the lists with this key.
pub fn for_headings(
    conn: &mut Conn,
    organisation: &Id<Organisation>,
    key: &str,
) -> Result<Option<Profile>> {
    let row = mapping_profiles::table
        .filter(mapping_profiles::organisation_id.eq(organisation))
        .filter(mapping_profiles::headings_sha256.eq(digest(key)))
        .select(ProfileRow::as_select())
        .first(conn);
    row.optional()?.map(ProfileRow::profile).transpose()
}

/// Those of an organisation, the newest first, from after `after`.
pub fn of_organisation(
    conn: &mut Conn,
    organisation: &Id<Organisation>,
    after: Option<&Id<Profile>>,
    limit: i64,
) -> Result<Vec<Profile>> {
    let mut rows = mapping_profiles::table
        .filter(mapping_profiles::organisation_id.eq(organisation))
        .order(mapping_profiles::id.desc())
        .limit(limit)
        .into_boxed();
    if let Some(after) = after {
        rows = rows.filter(mapping_profiles::id.lt(after));
    }
    let rows = rows.select(ProfileRow::as_select()).load(conn)?;
    rows.into_iter().map(ProfileRow::profile).collect()
}
