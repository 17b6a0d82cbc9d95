//! The photos of a passport: which ones, in what order, with what words under them.
//!
//! A photo is known by the hash of what was sent and kept once, however many passports show it. The
//! passport says which it shows, so a change of them is an event of its history like any other.

pub mod http;
mod keeping;
mod store;
mod sweep;

use serde::{Deserialize, Serialize};

use super::check::LINE_CHARACTERS_MAX;
use super::{EventKind, Passport, State, find_all, own, write_down};
use crate::accounts::{Action, Caller};
use crate::db::Conn;
use crate::error::{Error, Problem, Result};
use crate::id::Id;
use crate::language::say;
use crate::picture::Hash;
use crate::search::{Viewer, Visibility};

pub use keeping::{Snapshot, keep, key_of};
pub use sweep::{UNUSED_KEPT, sweep};

/// A photo of a passport. It is at `/photos/{hash}/1600.webp`, and in 800 and 320 pixels, and as
/// `.jpg`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = PassportPhoto)]
pub struct Photo {
    #[schema(value_type = String, min_length = 64, max_length = 64)]
    pub hash: Hash,
    /// Of the largest size, in pixels.
    #[schema(minimum = 1)]
    pub width: u32,
    #[schema(minimum = 1)]
    pub height: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 500)]
    pub caption: Option<String>,
}

/// One of the photos a passport is to keep, at its place.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PassportPhotoChoice)]
pub struct Choice {
    #[schema(value_type = String, min_length = 64, max_length = 64)]
    pub hash: Hash,
    #[serde(default)]
    #[schema(max_length = 500)]
    pub caption: Option<String>,
}

/// More say little about one thing, and a page of them is slow on a site.
pub const PHOTOS_MAX: usize = 30;

/// Puts photos behind those that a passport of the caller's organisation has. Those it has already
/// stay where they are.
pub fn add(
    conn: &mut Conn,
    caller: &Caller,
    id: &Id<Passport>,
    photos: Vec<Photo>,
) -> Result<Passport> {
    let old = own(conn, caller, Action::EditStock, id)?;
    let room = room_on(&old);
    let new: Vec<Photo> = photos.into_iter().filter(|it| !shows(&old, &it.hash)).collect();
    if new.len() > room {
        let expected = say("passport-expected-fewer").with("max", PHOTOS_MAX);
        return Err(Error::invalid("/photo", expected, old.photos.len() + new.len()));
    }
    append(conn, &caller.actor(), old, new)
}

/// The same on behalf of `actor`, as far as there is room. The passport then, and the photos that
/// found no room on it.
pub fn attach(
    conn: &mut Conn,
    actor: &str,
    id: &Id<Passport>,
    photos: Vec<Photo>,
) -> Result<(Passport, Vec<Photo>)> {
    let old = super::find(conn, id)?.ok_or(Error::NotFound)?;
    let mut new: Vec<Photo> = photos.into_iter().filter(|it| !shows(&old, &it.hash)).collect();
    let left_over = new.split_off(new.len().min(room_on(&old)));
    Ok((append(conn, actor, old, new)?, left_over))
}

/// A photo that is kept, by its hash.
pub fn kept(conn: &mut Conn, hash: &Hash) -> Result<Option<Photo>> {
    store::find(conn, hash)
}

fn append(conn: &mut Conn, actor: &str, old: Passport, new: Vec<Photo>) -> Result<Passport> {
    let mut photos = old.photos.clone();
    for photo in new {
        // One file may have been sent twice in one request.
        if photos.iter().all(|it| it.hash != photo.hash) {
            photos.push(photo);
        }
    }
    show(conn, actor, old, photos)
}

/// Shows these of the photos that a passport has, in this order, with these captions; the others no
/// more.
pub fn arrange(
    conn: &mut Conn,
    caller: &Caller,
    id: &Id<Passport>,
    version: i64,
    choices: Vec<Choice>,
) -> Result<Passport> {
    let old = own(conn, caller, Action::EditStock, id)?;
    if old.version != version {
        return Err(Error::Changed);
    }
    let photos = chosen(&old.photos, choices).map_err(Error::Invalid)?;
    show(conn, &caller.actor(), old, photos)
}

/// The chosen of these photos, or what is wrong with the choice.
fn chosen(photos: &[Photo], choices: Vec<Choice>) -> std::result::Result<Vec<Photo>, Vec<Problem>> {
    let (mut kept, mut problems) = (Vec::<Photo>::new(), Vec::new());
    for (at, Choice { hash, caption }) in choices.into_iter().enumerate() {
        let caption = caption.map(|it| it.trim().to_owned()).filter(|it| !it.is_empty());
        let text = caption.as_deref().unwrap_or("");
        if text.chars().count() > LINE_CHARACTERS_MAX {
            let expected = say("expected-shorter").with("max", LINE_CHARACTERS_MAX);
            problems.push(Problem::new(format!("/{at}/caption"), expected, text));
        }
        if crate::web::has_control_characters(text, false) {
            let expected = say("expected-no-control-characters");
            problems.push(Problem::new(format!("/{at}/caption"), expected, text));
        }
        let had = photos.iter().find(|it| it.hash == hash);
        if let Some(photo) = had.filter(|_| kept.iter().all(|it| it.hash != hash)) {
            kept.push(Photo { caption, ..photo.clone() });
        } else {
            let expected = say("passport-expected-own-photo");
            problems.push(Problem::new(format!("/{at}/hash"), expected, &hash));
        }
    }
    if problems.is_empty() { Ok(kept) } else { Err(problems) }
}

fn show(conn: &mut Conn, actor: &str, old: Passport, photos: Vec<Photo>) -> Result<Passport> {
    match old.state {
        State::Registered => {}
        State::Retired => return Err(Error::Conflict(say("passport-is-retired"))),
    }
    let new = Passport { photos, ..old.clone() };
    let new = write_down(conn, actor, &old, new, EventKind::Photographed)?;
    store::link(conn, &new)?;
    Ok(new)
}

fn shows(passport: &Passport, hash: &Hash) -> bool {
    passport.photos.iter().any(|it| it.hash == *hash)
}

/// How many more photos it takes.
pub fn room_on(passport: &Passport) -> usize {
    PHOTOS_MAX.saturating_sub(passport.photos.len())
}

/// Sees to it that the caller may add a photo, before one is listened to.
pub fn expect_room(conn: &mut Conn, caller: &Caller, id: &Id<Passport>) -> Result<()> {
    let passport = own(conn, caller, Action::EditStock, id)?;
    if room_on(&passport) > 0 {
        return Ok(());
    }
    let expected = say("passport-expected-fewer").with("max", PHOTOS_MAX);
    Err(Error::invalid("/photo", expected, passport.photos.len() + 1))
}

/// Who else may keep a copy of a photo on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    Anybody,
    Viewer,
}

/// For whom a photo is, if `viewer` may see a passport that shows it.
pub fn audience(conn: &mut Conn, viewer: &Viewer, hash: &Hash) -> Result<Audience> {
    let shown_by = store::shown_by(conn, hash)?;
    let passports = find_all(conn, &shown_by)?;
    let surroundings = super::Surroundings::of(conn, &passports)?;
    let public = |it: &&Passport| it.content.visibility == Visibility::Public;
    if passports.iter().any(|it| public(&it)) {
        return Ok(Audience::Anybody);
    }
    let seen = passports.iter().any(|it| surroundings.lets_see(viewer, it));
    if seen { Ok(Audience::Viewer) } else { Err(Error::NotFound) }
}
