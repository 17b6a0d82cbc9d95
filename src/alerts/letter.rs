//! The letter about what was found: what it says, as text and as HTML. No I/O here.
//!
//! Names come from anybody. They are put on one line, and into HTML only through the template,
//! which escapes them.

use std::collections::BTreeSet;

use askama::Template;

use crate::accounts::Member;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::language::{Language, say};
use crate::mail::{Mail, one_line};
use crate::needs::{Need, NewMatch};
use crate::passports::{Passport, words};

/// Something that was found, for one need or several; the best match first, at least one.
pub(super) struct Find {
    pub matches: Vec<NewMatch>,
}

impl Find {
    pub fn score(&self) -> f64 {
        self.matches[0].fit.score
    }

    pub fn passport(&self) -> &Passport {
        &self.matches[0].offer.passport
    }
}

/// A letter longer than this is not read; the rest is counted.
const FINDS_MAX: usize = 20;
/// Each need has a place in the link that says stop, and a line of a header ends at 998.
const NEEDS_MAX: usize = 20;
/// Of one find. They say much the same.
const NEEDS_OF_FIND_MAX: usize = 5;
/// Of a name in the subject: what most readers show.
const SUBJECT_NAME_CHARACTERS_MAX: usize = 80;

pub(super) struct Letter<'a> {
    reader: &'a Member,
    finds: Vec<Find>,
    /// How many more there are.
    more: usize,
}

impl<'a> Letter<'a> {
    pub fn to(reader: &'a Member, all: Vec<Find>) -> Self {
        let total = all.len();
        let mut finds: Vec<Find> = Vec::new();
        let mut needs = BTreeSet::new();
        for mut find in all.into_iter().take(FINDS_MAX) {
            find.matches.truncate(NEEDS_OF_FIND_MAX);
            needs.extend(find.matches.iter().map(|it| it.need.id.clone()));
            if needs.len() > NEEDS_MAX {
                break;
            }
            finds.push(find);
        }
        let more = total - finds.len();
        Self { reader, finds, more }
    }

    /// The needs it is about.
    pub fn need_ids(&self) -> Vec<Id<Need>> {
        let needs = self.finds.iter().flat_map(|find| &find.matches).map(|it| it.need.id.clone());
        needs.collect::<BTreeSet<_>>().into_iter().collect()
    }

    pub fn mail(&self, public_url: &str, stop_url: String, list_id: String) -> Result<Mail> {
        let language = self.reader.language;
        let page = Page {
            language,
            subject: self.subject(),
            greeting: say("alert-greeting")
                .with("name", one_line(&self.reader.name))
                .in_language(language),
            finds: self.finds.iter().map(|find| Entry::of(find, public_url, language)).collect(),
            count: self.finds.len() + self.more,
            more: self.more,
            public_url,
            stop_url: &stop_url,
        };
        let text = AsText { page: &page }.render().map_err(Error::internal)?;
        let html = AsHtml { page: &page }.render().map_err(Error::internal)?;
        Ok(Mail {
            to_name: self.reader.name.clone(),
            to_address: self.reader.email.clone(),
            subject: page.subject.clone(),
            text,
            html,
            list_id: Some(list_id),
            unsubscribe_url: Some(stop_url),
        })
    }

    fn subject(&self) -> String {
        let name = self.finds.first().map_or("", |it| it.passport().content.name.as_str());
        let mut short: String = one_line(name).chars().take(SUBJECT_NAME_CHARACTERS_MAX).collect();
        if short.len() < one_line(name).len() {
            short.push('…');
        }
        let count = self.finds.len() + self.more;
        let text = say("alert-subject").with("count", count).with("name", short);
        text.in_language(self.reader.language)
    }
}

/// What both parts of the letter say.
struct Page<'a> {
    language: Language,
    subject: String,
    greeting: String,
    finds: Vec<Entry>,
    count: usize,
    more: usize,
    public_url: &'a str,
    stop_url: &'a str,
}

/// One find, in words.
struct Entry {
    name: String,
    url: String,
    code: String,
    /// "12 pcs", "good", "€45.00 per pcs".
    facts: Vec<String>,
    needs: Vec<Wish>,
}

/// A need, in words, and why the find fits it.
struct Wish {
    name: String,
    reasons: Vec<String>,
}

impl Page<'_> {
    fn opening(&self) -> String {
        say("alert-opening").with("count", self.count).in_language(self.language)
    }

    fn wish(&self, wish: &Wish) -> String {
        say("alert-for").with("need", &wish.name).in_language(self.language)
    }

    fn others(&self) -> String {
        say("alert-more").with("count", self.more).in_language(self.language)
    }

    fn look(&self) -> String {
        say("alert-look").in_language(self.language)
    }

    fn why(&self) -> String {
        say("alert-why").with("url", self.public_url).in_language(self.language)
    }

    fn stop(&self) -> String {
        let needs: BTreeSet<_> =
            self.finds.iter().flat_map(|it| &it.needs).map(|it| &it.name).collect();
        say("alert-stop").with("count", needs.len()).in_language(self.language)
    }
}

impl Entry {
    fn of(find: &Find, public_url: &str, language: Language) -> Self {
        let Passport { code, content, .. } = find.passport();
        let category = content.category.map(|it| it.label(language).to_owned());
        let condition = content.condition_technical.and_then(words::condition);
        let facts = [
            category,
            Some(words::quantity(content, language)),
            condition.map(|it| it.in_language(language)),
            words::price(content, language),
        ];
        let wish = |found: &NewMatch| Wish {
            name: one_line(&found.need.name),
            reasons: found
                .fit
                .reasons
                .iter()
                .map(|reason| one_line(&reason.in_language(language)))
                .collect(),
        };
        Self {
            name: one_line(&content.name),
            url: format!("{public_url}/p/{code}"),
            code: code.to_string(),
            facts: facts.into_iter().flatten().collect(),
            needs: find.matches.iter().map(wish).collect(),
        }
    }
}

#[derive(Template)]
#[template(path = "alerts/letter.txt", config = ".config/askama.toml")]
struct AsText<'a> {
    page: &'a Page<'a>,
}

#[derive(Template)]
#[template(path = "alerts/letter.html", config = ".config/askama.toml")]
struct AsHtml<'a> {
    page: &'a Page<'a>,
}

#[cfg(test)]
mod tests;
