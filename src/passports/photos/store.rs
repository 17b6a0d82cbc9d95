//! The SQL of photos.

use diesel::prelude::*;

use super::Photo;
use crate::clock::{self, Instant};
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::on_backend;
use crate::passports::Passport;
use crate::picture::Hash;
use crate::schema::{passport_photos, photos};

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = photos)]
struct PhotoRow {
    hash: String,
    width: i32,
    height: i32,
    created_at: Instant,
}

/// A photo that is kept, without words.
pub fn find(conn: &mut Conn, hash: &Hash) -> Result<Option<Photo>> {
    let row = photos::table.find(hash.as_str()).select(PhotoRow::as_select()).first(conn);
    Ok(row.optional()?.map(|it| Photo {
        hash: hash.clone(),
        width: it.width.unsigned_abs(),
        height: it.height.unsigned_abs(),
        caption: None,
    }))
}

/// Remembers a photo whose files are kept. Two may have sent it at once.
pub fn insert(conn: &mut Conn, photo: &Photo) -> Result<()> {
    let row = PhotoRow {
        hash: photo.hash.as_str().to_owned(),
        width: i32::try_from(photo.width).map_err(Error::internal)?,
        height: i32::try_from(photo.height).map_err(Error::internal)?,
        created_at: clock::now(),
    };
    on_backend!(conn => diesel::insert_into(photos::table)
        .values(&row)
        .on_conflict_do_nothing()
        .execute(conn))?;
    Ok(())
}

/// Notes which photos a passport shows.
pub fn link(conn: &mut Conn, passport: &Passport) -> Result<()> {
    let shown = passport_photos::table.filter(passport_photos::passport_id.eq(&passport.id));
    diesel::delete(shown).execute(conn)?;
    for photo in &passport.photos {
        let link = (
            passport_photos::passport_id.eq(&passport.id),
            passport_photos::hash.eq(photo.hash.as_str()),
        );
        diesel::insert_into(passport_photos::table).values(link).execute(conn)?;
    }
    Ok(())
}

/// A catalogue photo may be on thousands of passports. Whoever may see none of the first hundred
/// has no business with it.
const SHOWN_BY_MAX: i64 = 100;

/// The passports that show a photo, the newest first.
pub fn shown_by(conn: &mut Conn, hash: &Hash) -> Result<Vec<String>> {
    let links = passport_photos::table.filter(passport_photos::hash.eq(hash.as_str()));
    let newest = links.order(passport_photos::passport_id.desc()).limit(SHOWN_BY_MAX);
    Ok(newest.select(passport_photos::passport_id).load(conn)?)
}
