//! The texts that the cells of a workbook share: each stands once in a table, and cells name it by
//! its place there.

use memchr::memmem;

use super::Unusual;
use super::markup::{Tag, attributes, eat, skip_space, text, until_markup};

/// One after the other, without a room of its own for each.
#[derive(Debug, Default)]
pub(super) struct Texts {
    all: String,
    /// Where each ends.
    ends: Vec<usize>,
}

impl Texts {
    pub fn of(xml: &[u8]) -> Result<Self, Unusual> {
        let begin = memmem::find(xml, b"<sst").ok_or(Unusual)?;
        let (head, mut rest) = xml.split_at(begin);
        if memmem::find(head, b"<!").is_some() {
            return Err(Unusual);
        }
        let mut texts = Self { all: String::with_capacity(xml.len() / 2), ends: Vec::new() };
        let mut room = String::new();
        eat(&mut rest, b"<sst");
        if attributes(&mut rest, |_, _| ())? == Tag::Empty {
            return Ok(texts);
        }
        loop {
            skip_space(&mut rest);
            if eat(&mut rest, b"</sst>") {
                return Ok(texts);
            }
            if !eat(&mut rest, b"<si") {
                return Err(Unusual);
            }
            if attributes(&mut rest, |_, _| ())? == Tag::Open {
                texts.add(&mut rest, &mut room)?;
            }
            texts.ends.push(texts.all.len());
        }
    }

    pub fn get(&self, place: usize) -> Option<&str> {
        let end = *self.ends.get(place)?;
        let start = place.checked_sub(1).map_or(0, |before| self.ends[before]);
        self.all.get(start..end)
    }

    /// Takes in a text until `</si>`: in one piece, or in several that look different.
    fn add(&mut self, rest: &mut &[u8], room: &mut String) -> Result<(), Unusual> {
        loop {
            skip_space(rest);
            if eat(rest, b"</si>") {
                return Ok(());
            } else if eat(rest, b"<t") {
                self.all.push_str(text_element(rest, room)?);
            } else if eat(rest, b"<r>") {
                self.add_run(rest, room)?;
            } else if eat(rest, b"<phoneticPr") {
                // How the Japanese would show how it is said, were that there.
                if attributes(rest, |_, _| ())? == Tag::Open {
                    return Err(Unusual);
                }
            } else {
                return Err(Unusual);
            }
        }
    }

    fn add_run(&mut self, rest: &mut &[u8], room: &mut String) -> Result<(), Unusual> {
        loop {
            skip_space(rest);
            if eat(rest, b"</r>") {
                return Ok(());
            } else if eat(rest, b"<rPr>") {
                let end = memmem::find(rest, b"</rPr>").ok_or(Unusual)?;
                *rest = &rest[end + b"</rPr>".len()..];
            } else if eat(rest, b"<t") {
                self.all.push_str(text_element(rest, room)?);
            } else if !eat(rest, b"<rPr/>") {
                return Err(Unusual);
            }
        }
    }
}

/// What stands in a `<t>` whose name was just read, without the spaces around it that are not said
/// to be meant.
pub(super) fn text_element<'t, 'b: 't>(
    rest: &mut &'b [u8],
    room: &'t mut String,
) -> Result<&'t str, Unusual> {
    let mut kept = false;
    let tag = attributes(rest, |name, value| kept |= (name, value) == (b"xml:space", b"preserve"))?;
    if tag == Tag::Empty {
        return Ok("");
    }
    let said = text(until_markup(rest)?, room)?;
    if !eat(rest, b"</t>") {
        return Err(Unusual);
    }
    Ok(if kept { said } else { said.trim_matches([' ', '\t', '\r', '\n']) })
}
