//! The SQL of photos.

use diesel::dsl::{exists, not};
use diesel::prelude::*;

use super::Photo;
use crate::clock::{self, Instant};
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::on_backend;
use crate::passports::Passport;
use crate::picture::Hash;
use crate::schema::{inventory_photos, passport_photos, photos};

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = photos)]
struct PhotoRow {
    hash: String,
    width: i32,
    height: i32,
    created_at: Instant,
    used_at: Option<Instant>,
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
        used_at: Some(clock::now()),
    };
    let stays = (photos::used_at.eq(row.used_at), photos::leaving_at.eq(None::<Instant>));
    on_backend!(conn => diesel::insert_into(photos::table)
        .values(&row)
        .on_conflict(photos::hash)
        .do_update()
        .set(stays)
        .execute(conn))?;
    Ok(())
}

/// A photo that is kept with all its files, and that somebody just sent again: it is not swept away
/// now. Of one that is leaving, files may be gone.
pub fn used(conn: &mut Conn, hash: &Hash) -> Result<Option<Photo>> {
    let photo = || photos::table.find(hash.as_str());
    diesel::update(photo()).set(photos::used_at.eq(clock::now())).execute(conn)?;
    let leaving = photo().filter(photos::leaving_at.is_not_null());
    if diesel::select(exists(leaving)).get_result(conn)? {
        return Ok(None);
    }
    find(conn, hash)
}

/// Marks photos that no passport shows, and no inventory may yet put on one, since before this
/// moment. All that are marked, some of which may have been before.
pub fn leave(conn: &mut Conn, before: Instant, limit: i64) -> Result<Vec<Hash>> {
    let shown = passport_photos::table.filter(passport_photos::hash.eq(photos::hash));
    let sent = inventory_photos::table
        .filter(inventory_photos::hash.eq(photos::hash.nullable()))
        .filter(inventory_photos::state.eq_any(["waiting", "ready"]));
    let unneeded: Vec<String> = photos::table
        .filter(photos::used_at.lt(before))
        .filter(not(exists(shown)))
        .filter(not(exists(sent)))
        .order(photos::used_at)
        .limit(limit)
        .select(photos::hash)
        .load(conn)?;
    for some in unneeded.chunks(HASHES_AT_ONCE) {
        let old = photos::table.filter(photos::hash.eq_any(some));
        diesel::update(old.filter(photos::used_at.lt(before)))
            .set(photos::leaving_at.eq(clock::now()))
            .execute(conn)?;
    }
    let leaving = photos::table.filter(photos::leaving_at.is_not_null()).limit(limit);
    let hashes: Vec<String> = leaving.select(photos::hash).load(conn)?;
    Ok(hashes.iter().filter_map(|it| Hash::parse(it)).collect())
}

/// Parameters of one statement: both databases take many more.
const HASHES_AT_ONCE: usize = 500;

/// Forgets a photo that is leaving: until the transaction ends, whoever sends it again waits.
/// `false` where somebody did before, or put it on a passport.
pub fn forget(conn: &mut Conn, hash: &Hash, before: Instant) -> Result<bool> {
    let photo = || photos::table.find(hash.as_str());
    if let Conn::Postgres(conn) = conn {
        photo().select(photos::hash).for_update().load::<String>(conn)?;
    }
    let shown = passport_photos::table.filter(passport_photos::hash.eq(hash.as_str()));
    if diesel::select(exists(shown)).get_result(conn)? {
        diesel::update(photo()).set(photos::leaving_at.eq(None::<Instant>)).execute(conn)?;
        return Ok(false);
    }
    let unused = photo().filter(photos::used_at.lt(before));
    if !diesel::select(exists(unused)).get_result::<bool>(conn)? {
        return Ok(false);
    }
    let sent = inventory_photos::table.filter(inventory_photos::hash.eq(hash.as_str()));
    diesel::update(sent).set(inventory_photos::hash.eq(None::<String>)).execute(conn)?;
    diesel::delete(photo()).execute(conn)?;
    Ok(true)
}

/// Notes which photos a passport shows.
pub fn link(conn: &mut Conn, passport: &Passport) -> Result<()> {
    let shown = passport_photos::table.filter(passport_photos::passport_id.eq(&passport.id));
    // Those that it shows no more were of use until now.
    let before: Vec<String> = shown.select(passport_photos::hash).load(conn)?;
    diesel::update(photos::table.filter(photos::hash.eq_any(before)))
        .set(photos::used_at.eq(clock::now()))
        .execute(conn)?;
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
