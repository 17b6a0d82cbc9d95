//! The letter about what was found: what it says, as text and as HTML. No I/O here.
//!
//! Names come from anybody. They are put on one line, and into HTML only through the template,
//! which escapes them.

mod entry;

use std::collections::BTreeSet;

use askama::Template;

use crate::accounts::Member;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::language::{Language, say};
use crate::mail::{Mail, one_line};
use crate::needs::{Lots, Match, Need, NewMatch};
use crate::passports::Passport;

use entry::{Entry, Wish};

/// Something that was found, for one need or several; the best match first, at least one.
#[derive(Debug, Clone)]
pub struct Find {
    pub matches: Vec<NewMatch>,
    /// The lots that together are what the need of the first match asks for.
    pub lots: Option<Lots>,
}

impl Find {
    pub fn score(&self) -> f64 {
        self.matches[0].fit.score
    }

    pub fn passport(&self) -> &Passport {
        &self.matches[0].offer.passport
    }

    pub fn first_id(&self) -> Id<Match> {
        self.matches[0].id.clone()
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
/// On the page that shows all.
const FINDS_OF_PAGE_MAX: usize = 500;

/// What is told to one reader.
pub struct Letter<'a> {
    reader: &'a Member,
    finds: Vec<Find>,
    /// How many more there are.
    more: usize,
}

impl<'a> Letter<'a> {
    /// The first of these, and how many more there are; `unseen` ones on top of them.
    pub fn to(reader: &'a Member, all: Vec<Find>, unseen: usize) -> Self {
        let total = all.len() + unseen;
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

    /// As many as a page shows.
    pub fn whole(reader: &'a Member, mut finds: Vec<Find>) -> Self {
        let more = finds.len().saturating_sub(FINDS_OF_PAGE_MAX);
        finds.truncate(FINDS_OF_PAGE_MAX);
        Self { reader, finds, more }
    }

    /// The needs it is about.
    pub fn need_ids(&self) -> Vec<Id<Need>> {
        let needs = self.finds.iter().flat_map(|find| &find.matches).map(|it| it.need.id.clone());
        needs.collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// The mail. `all_url` shows all that was found, `stop_url` ends these mails.
    pub fn mail(
        &self,
        public_url: &str,
        all_url: &str,
        stop_url: String,
        list_id: String,
    ) -> Result<Mail> {
        let page = self.page(public_url, Some(all_url), Some(&stop_url));
        let text = AsText { page: &page }.render().map_err(Error::internal)?;
        let html = page.html()?;
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

    /// The same as a page of ours.
    pub fn html(&self, public_url: &str) -> Result<String> {
        self.page(public_url, None, None).html()
    }

    fn page<'b>(
        &self,
        public_url: &'b str,
        all_url: Option<&'b str>,
        stop_url: Option<&'b str>,
    ) -> Page<'b> {
        let language = self.reader.language;
        let greeting = say("alert-greeting").with("name", one_line(&self.reader.name));
        Page {
            language,
            subject: self.subject(),
            greeting: greeting.in_language(language),
            finds: self.finds.iter().map(|find| Entry::of(find, public_url, language)).collect(),
            count: self.finds.len() + self.more,
            more: self.more,
            needs: self.need_ids().len(),
            look: say("alert-look").in_language(language),
            public_url,
            all_url,
            stop_url,
        }
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
    needs: usize,
    /// What each button says.
    look: String,
    public_url: &'a str,
    all_url: Option<&'a str>,
    stop_url: Option<&'a str>,
}

/// Of HTML, for memory to be ready: of one find, and of all that stands around them.
const BYTES_OF_FIND: usize = 2_200;
const BYTES_AROUND_FINDS: usize = 5_000;

impl Page<'_> {
    fn html(&self) -> Result<String> {
        let bytes = BYTES_AROUND_FINDS + self.finds.len() * BYTES_OF_FIND;
        let mut html = String::with_capacity(bytes);
        AsHtml { page: self }.render_into(&mut html).map_err(Error::internal)?;
        Ok(html)
    }

    fn opening(&self) -> String {
        say("alert-opening").with("count", self.count).in_language(self.language)
    }

    fn wish(&self, wish: &Wish) -> String {
        say("alert-for").with("need", &wish.name).in_language(self.language)
    }

    /// The need and why the find fits it, in one sentence.
    fn reasons(&self, wish: &Wish) -> String {
        if wish.reasons.is_empty() {
            return self.wish(wish).trim_end_matches([':', ' ', '\u{a0}', '\u{202f}']).to_owned();
        }
        let reasons = wish.reasons.join("; ");
        let sentence = say("alert-reasons").with("need", &wish.name).with("reasons", reasons);
        sentence.in_language(self.language)
    }

    fn others(&self) -> String {
        say("alert-more").with("count", self.more).in_language(self.language)
    }

    fn all(&self) -> String {
        say("alert-all").with("count", self.count).in_language(self.language)
    }

    fn photo(&self, name: &str) -> String {
        say("alert-photo").with("name", name).in_language(self.language)
    }

    fn closing(&self) -> String {
        say("alert-closing").in_language(self.language)
    }

    fn hours(&self) -> String {
        say("alert-hours").in_language(self.language)
    }

    fn why(&self) -> String {
        say("alert-why").with("url", self.public_url).in_language(self.language)
    }

    fn stop(&self) -> String {
        say("alert-stop").with("count", self.needs).in_language(self.language)
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
