//! What kind of file it is, by its bytes: names lie.

use std::io::Read;

use super::Unreadable;
use super::wire::Stop;

/// A file that may be an inventory.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// A workbook, unless `guard` finds another thing packed in it.
    Zip,
    Text,
}

/// Enough to know a file by: the names of the streams in an old Office file stand within it.
const HEAD_BYTES: u64 = 1_000_000;

/// What begins so is no table, even where it is all text.
const TEXTUAL: [(&[u8], &str); 3] =
    [(b"%PDF", "PDF"), (b"{\\rtf", "RTF"), (b"ISO-10303-21", "IFC / STEP")];

/// What begins so, and is not all text. A list of parts may well begin with `BM` or `AC10`.
const BINARY: [(&[u8], &str); 14] = [
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"RIFF", "WebP"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"BM", "BMP"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7z"),
    (b"\x1f\x8b", "gzip"),
    (b"\0\0\x01\0", "ICO"),
    (b"AC10", "DWG"),
    (b"SQLite format 3", "SQLite"),
    (b"\0\x01\0\0Standard", "Access"),
];

const OLD_OFFICE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

pub(super) fn of(file: impl Read) -> Result<Found, Stop> {
    let mut head = Vec::new();
    file.take(HEAD_BYTES).read_to_end(&mut head)?;
    of_head(&head).map_err(Stop::from)
}

fn of_head(head: &[u8]) -> Result<Found, Unreadable> {
    if head.is_empty() {
        return Err(Unreadable::Empty);
    }
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        return Ok(Found::Zip);
    }
    if head.starts_with(OLD_OFFICE) {
        return Err(old_office(head));
    }
    // No text holds the first nine characters, bell and backspace among them, but as halves of
    // wider ones.
    let binary = head.iter().any(|it| *it < b'\t') && !is_utf_16(head);
    let known = TEXTUAL.iter().chain(BINARY.iter().filter(|_| binary));
    if let Some((_, kind)) = known.into_iter().find(|(magic, _)| head.starts_with(magic)) {
        return Err(Unreadable::Unsupported { kind: (*kind).to_owned() });
    }
    if binary {
        return Err(Unreadable::Unknown);
    }
    of_text(&text_begins(head))
}

fn of_text(text: &str) -> Result<Found, Unreadable> {
    const HTML: [&str; 6] = ["<!doctype html", "<html", "<table", "<head", "<body", "<meta"];
    let xml = text.starts_with("<?xml") || text.starts_with("<workbook");
    if HTML.iter().any(|it| text.starts_with(it)) || (xml && text.contains("<html")) {
        Err(Unreadable::WebPage)
    } else if xml {
        Err(Unreadable::Unsupported { kind: "XML".to_owned() })
    } else if text.starts_with("{\"") || text.starts_with("[{") {
        Err(Unreadable::Unsupported { kind: "JSON".to_owned() })
    } else {
        Ok(Found::Text)
    }
}

fn is_utf_16(head: &[u8]) -> bool {
    head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff")
}

/// The first characters, lower case, without what may stand before a markup.
fn text_begins(head: &[u8]) -> String {
    const CHARACTERS: usize = 1000;
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let characters = head.iter().filter(|it| **it != 0).take(CHARACTERS);
    let text: String = characters.map(|it| char::from(it.to_ascii_lowercase())).collect();
    text.trim_start().to_owned()
}

/// An XLS, or a new workbook wrapped in the old kind of file because it is encrypted.
fn old_office(head: &[u8]) -> Unreadable {
    let holds = |name: &str| {
        let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        head.windows(name.len()).any(|it| it == name)
    };
    let unsupported = |kind: &str| Unreadable::Unsupported { kind: kind.to_owned() };
    if holds("EncryptedPackage") {
        Unreadable::Encrypted
    } else if holds("WordDocument") {
        unsupported("DOC (Word 97–2003)")
    } else if holds("__substg1.0_") {
        unsupported("MSG (Outlook)")
    } else {
        unsupported("XLS (Excel 97–2003)")
    }
}

/// What is packed in a ZIP, by the names in it; `None` where it looks like a workbook.
pub(super) fn of_names(names: &[String]) -> Option<Unreadable> {
    let has = |name: &str| names.iter().any(|it| it.eq_ignore_ascii_case(name));
    let unsupported = |kind: &str| Some(Unreadable::Unsupported { kind: kind.to_owned() });
    if has("xl/workbook.bin") {
        unsupported("XLSB (Excel)")
    } else if has("[Content_Types].xml") && has("word/document.xml") {
        unsupported("DOCX (Word)")
    } else if has("[Content_Types].xml") && has("ppt/presentation.xml") {
        unsupported("PPTX (PowerPoint)")
    } else if has("[Content_Types].xml") && has("_rels/.rels") {
        None
    } else if has("mimetype") && has("content.xml") {
        unsupported("ODS (OpenDocument)")
    } else if has("Index/Document.iwa") {
        unsupported("Numbers (Apple)")
    } else {
        unsupported("ZIP")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unsupported(kind: &str) -> Result<Found, Unreadable> {
        Err(Unreadable::Unsupported { kind: kind.to_owned() })
    }

    #[test]
    fn a_file_is_known_by_its_bytes() {
        assert_eq!(of_head(b""), Err(Unreadable::Empty));
        assert_eq!(of_head(b"PK\x03\x04..."), Ok(Found::Zip));
        assert_eq!(of_head(b"name,quantity\n"), Ok(Found::Text));
        assert_eq!(of_head(b"\xff\xfen\0a\0"), Ok(Found::Text));
        assert_eq!(of_head(b"\xef\xbb\xbf  <HTML xmlns:x=\"excel\">"), Err(Unreadable::WebPage));
        assert_eq!(of_head(b"\n<table border=1><tr>"), Err(Unreadable::WebPage));
        assert_eq!(of_head(b"<?xml version=\"1.0\"?><html>"), Err(Unreadable::WebPage));
        assert_eq!(of_head(b"<?xml version=\"1.0\"?><Workbook>"), unsupported("XML"));
        assert_eq!(of_head(b"%PDF-1.7 text"), unsupported("PDF"));
        assert_eq!(of_head(b"\xff\xd8\xff\xe0\0\x10JFIF"), unsupported("JPEG"));
        assert_eq!(of_head(b"ISO-10303-21;\nHEADER;"), unsupported("IFC / STEP"));
        assert_eq!(of_head(b"\0\x01\x02\x03"), Err(Unreadable::Unknown));
    }

    #[test]
    fn a_list_may_begin_with_the_letters_of_a_magic_number() {
        assert_eq!(of_head(b"BM-nummer;aantal\n1;2\n"), Ok(Found::Text));
        assert_eq!(of_head(b"AC10;airco\n"), Ok(Found::Text));
        assert_eq!(of_head(b"RIFFELBLECH;10\n"), Ok(Found::Text));
    }

    #[test]
    fn an_old_office_file_says_whether_it_is_encrypted() {
        let with = |name: &str| {
            let mut bytes = OLD_OFFICE.to_vec();
            bytes.resize(512, 0);
            bytes.extend(name.encode_utf16().flat_map(u16::to_le_bytes));
            of_head(&bytes)
        };
        assert_eq!(with("EncryptedPackage"), Err(Unreadable::Encrypted));
        assert_eq!(with("Workbook"), unsupported("XLS (Excel 97–2003)"));
        assert_eq!(with("WordDocument"), unsupported("DOC (Word 97–2003)"));
    }
}
