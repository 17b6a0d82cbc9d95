//! Atom feeds (RFC 4287): what was found for one need, for a program that reads feeds.
//!
//! A feed has a secret address, because such programs do not sign in. The address is ours by its
//! signature; who gave it away makes a new one, and the old one leads nowhere.

pub mod http;
mod store;

use askama::Template;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use uuid::Uuid;

use super::notifications::{self, Seen};
use crate::accounts::{self, Action, Caller, Object, may};
use crate::clock::Instant;
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::language::{Language, say};
use crate::mail::one_line;
use crate::needs::{self, Need};
use crate::passports::words;
use crate::secret::Secret;

const PURPOSE: &str = "feed";

/// More than a program shows at once; it asks again soon.
const ENTRIES_MAX: i64 = 50;

/// Which feed an address is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Address {
    need_id: Id<Need>,
    /// How many addresses there were before this one.
    generation: i64,
}

impl Address {
    /// Sixteen bytes of the need, eight of the generation, and our signature.
    pub fn token(&self, secret: &Secret) -> String {
        let mut bytes = self.need_id.as_u128().to_be_bytes().to_vec();
        bytes.extend(self.generation.to_be_bytes());
        let text = URL_SAFE_NO_PAD.encode(bytes);
        let signature = secret.sign(PURPOSE, &text);
        format!("{text}.{signature}")
    }

    /// `None` for what we did not give out.
    pub fn read(token: &str, secret: &Secret) -> Option<Self> {
        let (text, signature) = token.split_once('.')?;
        if !secret.verify(PURPOSE, text, signature) {
            return None;
        }
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        let (need, generation) = bytes.split_at_checked(16)?;
        Some(Self {
            need_id: Id::parse(&Uuid::from_slice(need).ok()?.to_string())?,
            generation: i64::from_be_bytes(generation.try_into().ok()?),
        })
    }
}

/// The address of the feed of a need of the caller's organisation.
pub(super) fn address(conn: &mut Conn, caller: &Caller, need: &Id<Need>) -> Result<Address> {
    let need = needs::find(conn, caller, need)?;
    let generation = store::generation(conn, &need.id)?;
    Ok(Address { need_id: need.id, generation })
}

/// Another address in the place of the one there is.
pub(super) fn new_address(conn: &mut Conn, caller: &Caller, need: &Id<Need>) -> Result<Address> {
    let need = needs::find(conn, caller, need)?;
    may(caller, Action::EditNeeds, Object::Of(&need.organisation_id))?;
    store::next_generation(conn, &need.id)?;
    let generation = store::generation(conn, &need.id)?;
    Ok(Address { need_id: need.id, generation })
}

/// A feed as it is now, and when it last changed.
pub(super) fn feed(
    conn: &mut Conn,
    address: &Address,
    public_url: &str,
    own_url: &str,
) -> Result<(String, Instant)> {
    if store::generation(conn, &address.need_id)? != address.generation {
        return Err(Error::NotFound);
    }
    let need = needs::find_all(conn, std::slice::from_ref(&address.need_id))?.pop();
    let need = need.ok_or(Error::NotFound)?;
    let members = accounts::members_by_id(conn, &[need.member_id.to_string()])?;
    let member = members.get(&need.member_id).ok_or(Error::NotFound)?;
    // What the member may see, as it is now.
    let caller = accounts::caller_of(conn, &need.member_id)?.ok_or(Error::NotFound)?;
    let told = notifications::of_need(conn, &need.id, ENTRIES_MAX)?;
    let updated = told.first().map_or(need.updated_at, |it| it.created_at.max(need.updated_at));
    let seen = notifications::seen(conn, &caller.viewer(), told)?;
    let entries = seen.iter().map(|it| Entry::of(it, public_url, member.language)).collect();
    let feed = Feed {
        language: member.language,
        id: need.id.to_string(),
        title: say("alert-feed-title")
            .with("need", one_line(&need.name))
            .in_language(member.language),
        public_url,
        own_url,
        updated,
        entries,
    };
    Ok((feed.render().map_err(Error::internal)?, updated))
}

#[derive(Template)]
#[template(path = "alerts/feeds/feed.xml", config = ".config/askama.toml")]
struct Feed<'a> {
    language: Language,
    id: String,
    title: String,
    public_url: &'a str,
    own_url: &'a str,
    updated: Instant,
    entries: Vec<Entry>,
}

struct Entry {
    id: String,
    title: String,
    url: String,
    at: Instant,
    category: Option<(&'static str, &'static str)>,
    /// Facts first, then why it fits.
    summary: String,
}

impl Entry {
    fn of(seen: &Seen, public_url: &str, language: Language) -> Self {
        let Seen { notification, passport, .. } = seen;
        let content = &passport.content;
        let condition = content.condition_technical.and_then(words::condition);
        let facts = [
            Some(words::quantity(content, language)),
            condition.map(|it| it.in_language(language)),
            words::price(content, language),
        ];
        let reasons = notification.reasons.iter().map(|it| one_line(&it.in_language(language)));
        let summary: Vec<String> = facts.into_iter().flatten().chain(reasons).collect();
        Self {
            id: notification.id.to_string(),
            title: one_line(&content.name),
            url: format!("{public_url}/p/{}", passport.code),
            at: notification.created_at,
            category: content.category.map(|it| (it.as_str(), it.label(language))),
            summary: summary.join(" · "),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_we_gave_out_is_an_address() {
        let secret = Secret::random();
        let address = Address { need_id: Id::new(), generation: 3 };
        let token = address.token(&secret);
        assert_eq!(Address::read(&token, &secret), Some(address.clone()));
        assert_eq!(Address::read(&token, &Secret::random()), None);
        let (_, signature) = token.split_once('.').unwrap();
        let other = Address { generation: 4, ..address }.token(&secret);
        let (theirs, _) = other.split_once('.').unwrap();
        for forged in [&format!("{theirs}.{signature}"), "", ".", &token[..token.len() - 1]] {
            assert_eq!(Address::read(forged, &secret), None, "{forged}");
        }
    }
}
