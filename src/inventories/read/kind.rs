//! What kind of file it is, by its bytes: names lie.

use std::io::Read;

use memchr::memmem;

use super::wire::Stop;
use super::{Unreadable, delimited};

/// A file that may be an inventory.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// A workbook, unless `guard` finds another thing packed in it.
    Zip,
    /// What Office wrote before 2007, or wraps around what it encrypts.
    OldOffice,
    /// An OpenDocument spreadsheet that is not packed.
    FlatOds,
    Text,
}

/// What is packed in a ZIP.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Packed {
    Xlsx,
    Xlsb,
    /// A spreadsheet, if its `mimetype` says so.
    Ods,
}

/// Enough to know a file by.
const HEAD_BYTES: u64 = 1_000_000;

/// What begins so is no table, even where it is all text.
const TEXTUAL: [(&[u8], &str); 3] =
    [(b"%PDF", "PDF"), (b"{\\rtf", "RTF"), (b"ISO-10303-21", "IFC / STEP")];

/// What begins so, and is not all text. A list of parts may well begin with `BM` or `AC10`.
const BINARY: [(&[u8], &str); 19] = [
    (b"\x09\0\x04\0", "Excel 2"),
    (b"\x09\x02\x06\0", "Excel 3"),
    (b"\x09\x04\x06\0", "Excel 4"),
    (b"\0\0\x02\0\x04\x04", "Lotus 1-2-3"),
    (b"\0\0\x02\0\x06\x04", "Lotus 1-2-3"),
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
        return Ok(Found::OldOffice);
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
    /// How Excel and Outlook begin a web page with all that belongs to it.
    const MHTML: [&str; 3] =
        ["mime-version:", "content-type: multipart/related", "from: <saved by"];
    let xml = text.starts_with("<?xml") || text.starts_with("<workbook");
    if HTML.iter().chain(&MHTML).any(|it| text.starts_with(it)) || (xml && text.contains("<html")) {
        Err(Unreadable::WebPage)
    } else if xml && text.contains("urn:schemas-microsoft-com:office:spreadsheet") {
        Err(Unreadable::XmlSpreadsheet)
    } else if xml && text.contains("opendocument.spreadsheet") {
        Ok(Found::FlatOds)
    } else if xml {
        Err(Unreadable::Unsupported { kind: "XML".to_owned() })
    } else if text.starts_with("{\"") || text.starts_with("[{") {
        Err(Unreadable::Unsupported { kind: "JSON".to_owned() })
    } else {
        Ok(Found::Text)
    }
}

/// Marked as such, or with a zero in every second byte, as in the texts of our languages.
fn is_utf_16(head: &[u8]) -> bool {
    head.starts_with(b"\xff\xfe")
        || head.starts_with(b"\xfe\xff")
        || delimited::unmarked_utf_16(head).is_some()
}

/// The first characters, lower case, without what may stand before a markup.
fn text_begins(head: &[u8]) -> String {
    const CHARACTERS: usize = 4000;
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let characters = head.iter().filter(|it| **it != 0).take(CHARACTERS);
    let text: String = characters.map(|it| char::from(it.to_ascii_lowercase())).collect();
    text.trim_start().to_owned()
}

/// What an old Office file is, by the names of the streams in it, where it is surely no XLS.
pub(super) fn of_old_office(bytes: &[u8]) -> Option<Unreadable> {
    let holds = |name: &str| {
        let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        memmem::find(bytes, &name).is_some()
    };
    let unsupported = |kind: &str| Some(Unreadable::Unsupported { kind: kind.to_owned() });
    if holds("EncryptedPackage") {
        Some(Unreadable::Encrypted)
    } else if holds("Workbook") {
        None
    } else if holds("WordDocument") {
        unsupported("DOC (Word 97–2003)")
    } else if holds("PowerPoint Document") {
        unsupported("PPT (PowerPoint 97–2003)")
    } else if holds("__substg1.0_") {
        unsupported("MSG (Outlook)")
    } else {
        None
    }
}

/// What is packed in a ZIP, by the names in it, as `guard::name_of` gives them.
pub(super) fn of_names(names: &[String]) -> Result<Packed, Unreadable> {
    let has = |name: &str| names.iter().any(|it| it.eq_ignore_ascii_case(name));
    let unsupported = |kind: &str| Err(Unreadable::Unsupported { kind: kind.to_owned() });
    let office = has("[Content_Types].xml") && has("_rels/.rels");
    if has("xl/workbook.bin") {
        Ok(Packed::Xlsb)
    } else if office && has("word/document.xml") {
        unsupported("DOCX (Word)")
    } else if office && has("ppt/presentation.xml") {
        unsupported("PPTX (PowerPoint)")
    } else if office && has("visio/document.xml") {
        unsupported("VSDX (Visio)")
    } else if office {
        Ok(Packed::Xlsx)
    } else if has("content.xml") && (has("mimetype") || has("META-INF/manifest.xml")) {
        Ok(Packed::Ods)
    } else if has("Index/Document.iwa") || has("index.xml") && has("QuickLook/Preview.pdf") {
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
        assert_eq!(of_head(b"n\0a\0a\0m\0;\0a\0a\0n\0t\0a\0l\0"), Ok(Found::Text));
        assert_eq!(of_head(b"\x09\x04\x06\0\0\0\x10\0"), unsupported("Excel 4"));
        assert_eq!(of_head(b"\xef\xbb\xbf  <HTML xmlns:x=\"excel\">"), Err(Unreadable::WebPage));
        assert_eq!(of_head(b"\n<table border=1><tr>"), Err(Unreadable::WebPage));
        assert_eq!(of_head(b"<?xml version=\"1.0\"?><html>"), Err(Unreadable::WebPage));
        assert_eq!(of_head(b"<?xml version=\"1.0\"?><Project>"), unsupported("XML"));
        let mhtml = b"MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\n";
        assert_eq!(of_head(mhtml), Err(Unreadable::WebPage));
        let excel_2003 = b"<?xml version=\"1.0\"?>\n<?mso-application progid=\"Excel.Sheet\"?>\n\
            <Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">";
        assert_eq!(of_head(excel_2003), Err(Unreadable::XmlSpreadsheet));
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
    fn an_old_office_file_says_what_it_is() {
        let with = |name: &str| {
            let mut bytes = OLD_OFFICE.to_vec();
            bytes.resize(512, 0);
            bytes.extend(name.encode_utf16().flat_map(u16::to_le_bytes));
            assert_eq!(of_head(&bytes), Ok(Found::OldOffice));
            of_old_office(&bytes)
        };
        assert_eq!(with("EncryptedPackage"), Some(Unreadable::Encrypted));
        assert_eq!(with("Workbook"), None);
        assert_eq!(with("Book"), None);
        let kind = "DOC (Word 97–2003)".to_owned();
        assert_eq!(with("WordDocument"), Some(Unreadable::Unsupported { kind }));
        // Programs of others have written `BOOK` and worse.
        assert_eq!(with("something"), None);
    }
}
