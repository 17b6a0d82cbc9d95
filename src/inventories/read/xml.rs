//! XML, as far as the parts of a workbook need it.

use std::borrow::Cow;
use std::io::BufRead;

use quick_xml::XmlVersion;
use quick_xml::events::{BytesRef, BytesStart};
use quick_xml::reader::Reader;

use super::Unreadable;

/// A reader of XML that asks no more of it than it needs, as Excel does.
pub(super) fn reader<R: BufRead>(xml: R) -> Reader<R> {
    let mut reader = Reader::from_reader(xml);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.check_comments = false;
    reader
}

/// The value of an attribute, whatever namespace its name is in.
pub(super) fn attribute<'a>(
    of: &'a BytesStart,
    name: &str,
) -> Result<Option<Cow<'a, str>>, Unreadable> {
    for attribute in of.attributes().with_checks(false) {
        let attribute = attribute.map_err(Unreadable::damaged)?;
        if attribute.key.local_name().as_ref() == name {
            let value = attribute.normalized_value(XmlVersion::Implicit1_0);
            return Ok(Some(value.map_err(Unreadable::damaged)?));
        }
    }
    Ok(None)
}

/// A number in an attribute; what is none counts as absent.
pub(super) fn number(of: &BytesStart, name: &str) -> Result<Option<u32>, Unreadable> {
    Ok(attribute(of, name)?.and_then(|it| it.trim().parse().ok()))
}

pub(super) fn is_true(of: &BytesStart, name: &str) -> Result<bool, Unreadable> {
    Ok(attribute(of, name)?.is_some_and(|it| matches!(&*it, "1" | "true")))
}

/// The character that `&eacute;` or its like stands for. Entities that a document declares itself
/// stand for nothing here: that is how a few of them become a billion.
pub(super) fn entity(reference: &BytesRef) -> Result<Option<char>, Unreadable> {
    if let Some(character) = reference.resolve_char_ref().map_err(Unreadable::damaged)? {
        return Ok(Some(character));
    }
    Ok(match &**reference {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => None,
    })
}
