//! The link that says stop: who, about which needs, and that we gave it out.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use uuid::Uuid;

use super::store;
use crate::accounts::{self, Member};
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::mail::Mail;
use crate::needs::{self, Need};
use crate::secret::Secret;

/// No more mails to this member about these needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stop {
    pub member_id: Id<Member>,
    pub need_ids: Vec<Id<Need>>,
}

const PURPOSE: &str = "unsubscribe";

impl Stop {
    /// Ids as they are, sixteen bytes each, and our signature. It does not end: who reads an old
    /// mail may say stop as well.
    pub fn token(&self, secret: &Secret) -> Result<String> {
        let ids =
            std::iter::once(self.member_id.as_str()).chain(self.need_ids.iter().map(Id::as_str));
        let mut bytes = Vec::new();
        for id in ids {
            bytes.extend_from_slice(Uuid::try_parse(id).map_err(Error::internal)?.as_bytes());
        }
        let text = URL_SAFE_NO_PAD.encode(bytes);
        let signature = secret.sign(PURPOSE, &text);
        Ok(format!("{text}.{signature}"))
    }

    /// `None` for what we did not give out.
    pub fn read(token: &str, secret: &Secret) -> Option<Self> {
        let (text, signature) = token.split_once('.')?;
        if !secret.verify(PURPOSE, text, signature) {
            return None;
        }
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        let mut ids = bytes.chunks(16).map(|id| Uuid::from_slice(id).map(|it| it.to_string()));
        let member_id = Id::parse(&ids.next()?.ok()?)?;
        let need_ids = ids.map(|id| Id::parse(&id.ok()?)).collect::<Option<_>>()?;
        Some(Self { member_id, need_ids })
    }
}

/// The needs a stop is about, for the page that asks.
pub(super) fn needs_of(conn: &mut Conn, stop: &Stop) -> Result<Vec<Need>> {
    let needs = needs::find_all(conn, &stop.need_ids)?;
    Ok(needs.into_iter().filter(|it| it.member_id == stop.member_id).collect())
}

/// Says stop. Saying it again changes nothing.
pub(super) fn stop(conn: &mut Conn, stop: &Stop) -> Result<Vec<Need>> {
    let members = accounts::members_by_id(conn, &[stop.member_id.to_string()])?;
    if members.is_empty() {
        return Err(Error::NotFound);
    }
    let needs = needs_of(conn, stop)?;
    store::stop(conn, &stop.member_id, needs.iter().map(|it| &it.id))?;
    Ok(needs)
}

/// Says stop as the link in this mail would. Whether there is one, and somebody it was sent to.
pub fn stop_mails_like(conn: &mut Conn, secret: &Secret, mail: &Mail) -> Result<bool> {
    let token = mail.unsubscribe_url.as_deref().and_then(|it| it.rsplit('/').next());
    let Some(wanted) = token.and_then(|it| Stop::read(it, secret)) else { return Ok(false) };
    match stop(conn, &wanted) {
        Ok(_) => Ok(true),
        // The member is gone; there are no mails to stop.
        Err(Error::NotFound) => Ok(false),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_we_gave_out_is_read() {
        let secret = Secret::random();
        let stop = Stop { member_id: Id::new(), need_ids: vec![Id::new(), Id::new()] };
        let token = stop.token(&secret).unwrap();
        assert_eq!(Stop::read(&token, &secret), Some(stop.clone()));
        assert_eq!(Stop::read(&token, &Secret::random()), None);
        let other = Stop { member_id: Id::new(), ..stop }.token(&secret).unwrap();
        let (theirs, _) = other.split_once('.').unwrap();
        let (_, signature) = token.split_once('.').unwrap();
        for forged in
            [&format!("{theirs}.{signature}"), "", ".", "garbage", &token[..token.len() - 1]]
        {
            assert_eq!(Stop::read(forged, &secret), None, "{forged}");
        }
    }

    #[test]
    fn a_link_about_many_needs_fits_a_line_of_a_header() {
        let stop = Stop { member_id: Id::new(), need_ids: (0..20).map(|_| Id::new()).collect() };
        assert!(stop.token(&Secret::random()).unwrap().len() < 600);
    }
}
