//! Mails of the outbox that came back: which one a report is about, and how it came back.

use diesel::prelude::*;

use super::outbox::Entry;
use crate::db::Conn;
use crate::error::Result;
use crate::id::Id;
use crate::schema::outbox;

/// How a mail came back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CameBack {
    /// For a passing reason, such as a full box.
    SoftBounce,
    /// There is nobody at the address.
    HardBounce,
    /// Its reader calls it unwanted.
    Complaint,
}

impl CameBack {
    fn as_str(self) -> &'static str {
        match self {
            Self::SoftBounce => "soft_bounce",
            Self::HardBounce => "hard_bounce",
            Self::Complaint => "complaint",
        }
    }
}

/// Which mail a report is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// By the address it came from.
    Id(Id<Entry>),
    /// By what stands before the `@` of its Message-ID.
    MessageKey(String),
}

/// Notes that a mail came back. To whom it went, if it is ours and this was not known yet: the
/// same report twice counts once, and after a grave one a lesser says nothing new.
pub fn came_back(conn: &mut Conn, told: &Told, how: CameBack) -> Result<Option<String>> {
    let found = outbox::table.select((outbox::id, outbox::recipient, outbox::came_back));
    let found: Option<(Id<Entry>, String, Option<String>)> = match told {
        Told::Id(id) => found.filter(outbox::id.eq(id)).first(conn).optional()?,
        Told::MessageKey(key) => {
            found.filter(outbox::message_key.eq(key)).first(conn).optional()?
        }
    };
    let Some((id, recipient, known)) = found else { return Ok(None) };
    let graver = [CameBack::SoftBounce, CameBack::HardBounce, CameBack::Complaint]
        .into_iter()
        .filter(|it| *it >= how);
    if known.is_some_and(|known| graver.into_iter().any(|it| it.as_str() == known)) {
        return Ok(None);
    }
    let row = outbox::table.find(&id);
    diesel::update(row).set(outbox::came_back.eq(how.as_str())).execute(conn)?;
    Ok(Some(recipient))
}
