//! Profiles: what the columns of a list were corrected to, remembered for the next list with the
//! same headings.

pub mod http;
mod known;
mod mapping;
mod store;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::check::Choices;
use super::field::Field;
use crate::accounts::{self, Action, Caller, Object, Organisation};
use crate::catalogue;
use crate::clock::{self, Instant};
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::language::say;
use crate::web::{Paged, has_control_characters};

pub use known::{Known, known};
pub use mapping::{ColumnChoice, Mapping, set_mapping};

/// What the columns under a row of headings are, as somebody of an organisation said.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = MappingProfile)]
pub struct Profile {
    pub id: Id<Profile>,
    #[serde(skip)]
    pub organisation_id: Id<Organisation>,
    #[schema(min_length = 1, max_length = 200)]
    pub name: String,
    /// From left to right.
    pub columns: Vec<ProfileColumn>,
    pub values: Vec<ValueChoice>,
    pub version: i64,
    pub created_at: Instant,
    pub updated_at: Instant,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ProfileColumn {
    /// As printed; empty for a column without one.
    pub heading: String,
    /// Nothing where the column is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<Field>,
}

/// What a word in a column becomes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ValueChoice {
    pub field: Field,
    /// As it stands in the cells; capitals and accents make no difference.
    #[schema(min_length = 1, max_length = 500, examples("prima"))]
    pub found: String,
    /// A condition from `1` to `5`, a unit such as `pcs`, or `yes` or `no`.
    #[schema(min_length = 1, max_length = 100, examples("4"))]
    pub becomes: String,
}

impl Profile {
    /// What lists have in common that it is for.
    pub fn key(&self) -> String {
        key_of(self.columns.iter().map(|it| it.heading.as_str()))
    }

    pub fn choices(&self) -> Choices {
        let mut choices = Choices::new();
        for choice in &self.values {
            let of_field = choices.entry(choice.field).or_default();
            of_field.insert(catalogue::fold(&choice.found), choice.becomes.clone());
        }
        choices
    }
}

/// The same for headings that differ in nothing but capitals, accents and spaces.
pub fn key_of<'a>(headings: impl IntoIterator<Item = &'a str>) -> String {
    let folded: Vec<String> = headings.into_iter().map(catalogue::fold).collect();
    folded.join("\u{1f}")
}

/// An organisation that sends so many kinds of lists has somebody who tidies them up; of more, the
/// oldest are no longer looked at.
const PROFILES_MAX: i64 = 500;

/// All that an organisation has, for whoever reads one of its lists.
pub fn all_of(conn: &mut Conn, organisation: &Id<Organisation>) -> Result<Vec<Profile>> {
    store::of_organisation(conn, organisation, None, PROFILES_MAX)
}

/// Those of the caller's organisation, the newest first, from after `after`.
pub fn list(
    conn: &mut Conn,
    caller: &Caller,
    after: Option<&Id<Profile>>,
    limit: usize,
) -> Result<Paged<Profile>> {
    accounts::may(caller, Action::Read, Object::Of(&caller.organisation_id))?;
    let more = i64::try_from(limit + 1).map_err(Error::internal)?;
    let found = store::of_organisation(conn, &caller.organisation_id, after, more)?;
    Ok(Paged::of(found, limit, |it| it.id.to_string()))
}

pub fn find(conn: &mut Conn, caller: &Caller, id: &Id<Profile>) -> Result<Profile> {
    own(conn, caller, Action::Read, id)
}

pub fn rename(
    conn: &mut Conn,
    caller: &Caller,
    id: &Id<Profile>,
    version: i64,
    name: &str,
) -> Result<Profile> {
    let profile = own(conn, caller, Action::EditStock, id)?;
    let name = checked_name("/name", name)?;
    let renamed = Profile { name, version: version + 1, updated_at: clock::now(), ..profile };
    if store::replace(conn, &renamed, version)? { Ok(renamed) } else { Err(Error::Changed) }
}

/// Lists with its headings are read by their words and values again. Inventories stay as they are.
pub fn delete(conn: &mut Conn, caller: &Caller, id: &Id<Profile>) -> Result<()> {
    let profile = own(conn, caller, Action::EditStock, id)?;
    store::delete(conn, &profile.id)
}

/// Remembers what the columns of a list are, over what was remembered before.
fn remember(
    conn: &mut Conn,
    organisation: &Id<Organisation>,
    name: Option<String>,
    fallback: &str,
    columns: Vec<ProfileColumn>,
    values: Vec<ValueChoice>,
) -> Result<()> {
    let key = key_of(columns.iter().map(|it| it.heading.as_str()));
    let now = clock::now();
    if let Some(there) = store::for_headings(conn, organisation, &key)? {
        let name = name.unwrap_or_else(|| there.name.clone());
        let version = there.version;
        let values = laid_over(there.values.clone(), values);
        let next =
            Profile { name, columns, values, version: version + 1, updated_at: now, ..there };
        return if store::replace(conn, &next, version)? { Ok(()) } else { Err(Error::Changed) };
    }
    let profile = Profile {
        id: Id::new(),
        organisation_id: organisation.clone(),
        name: name.unwrap_or_else(|| fallback.chars().take(NAME_CHARACTERS_MAX).collect()),
        columns,
        values,
        version: 1,
        created_at: now,
        updated_at: now,
    };
    store::insert(conn, &profile)
}

/// The newer choice for a word stands.
fn laid_over(mut there: Vec<ValueChoice>, newer: Vec<ValueChoice>) -> Vec<ValueChoice> {
    let same = |one: &ValueChoice, other: &ValueChoice| {
        one.field == other.field && catalogue::fold(&one.found) == catalogue::fold(&other.found)
    };
    there.retain(|it| !newer.iter().any(|newer| same(it, newer)));
    there.extend(newer);
    there
}

/// A line in a list of choices.
const NAME_CHARACTERS_MAX: usize = 200;

fn checked_name(pointer: &str, name: &str) -> Result<String> {
    let trimmed = name.trim();
    if trimmed.is_empty() {
        return Err(Error::invalid(pointer, say("expected-something"), name));
    }
    if trimmed.chars().count() > NAME_CHARACTERS_MAX || has_control_characters(trimmed, false) {
        let expected = say("expected-shorter").with("max", NAME_CHARACTERS_MAX);
        return Err(Error::invalid(pointer, expected, trimmed));
    }
    Ok(trimmed.to_owned())
}

fn own(conn: &mut Conn, caller: &Caller, action: Action, id: &Id<Profile>) -> Result<Profile> {
    let profile = store::find(conn, id)?.ok_or(Error::NotFound)?;
    accounts::may(caller, action, Object::Of(&profile.organisation_id))?;
    Ok(profile)
}
