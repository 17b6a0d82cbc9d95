//! Lists as text: CSV, TSV and their like. Nothing in such a file says how it was written, so the
//! encoding and the delimiter are found by what they make of it.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use csv::{Reader, ReaderBuilder, StringRecord};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::cells::COLUMNS_MAX;
use super::wire::{CELL_CHARACTERS_MAX, Held, Line, SheetEnd, Stop, Teller};
use super::{Format, Kind, Unreadable};

/// What a text file counts as: one sheet of this name.
const SHEET: &str = "csv";

pub(super) fn read(bytes: &[u8], teller: &mut Teller) -> Result<(), Stop> {
    let (text, encoding) = decode(bytes)?;
    let text = with_plain_line_ends(text);
    let (text, declared) = without_declaration(&text);
    let delimiter = declared.unwrap_or_else(|| delimiter(text));
    teller.tell(&Line::Format(Format {
        kind: Kind::Csv,
        encoding: Some(encoding.name().to_ascii_lowercase()),
        delimiter: Some(char::from(delimiter)),
    }))?;
    teller.tell(&Line::Sheet { name: SHEET.to_owned(), hidden: false })?;
    let last_row = read_rows(text, delimiter, teller)?;
    teller.tell(&Line::SheetEnd(SheetEnd { last_row, ..SheetEnd::default() }))
}

/// Tells the rows, and gives the number of the last one.
fn read_rows(text: &str, delimiter: u8, teller: &mut Teller) -> Result<u32, Stop> {
    let mut reader = reader(text, delimiter);
    let mut record = StringRecord::new();
    let mut row: u32 = 0;
    let mut takes_in_line_end = false;
    loop {
        let line = reader.position().line();
        if !reader.read_record(&mut record).map_err(Unreadable::damaged)? {
            break;
        }
        // The reader skips empty lines; a spreadsheet shows each as a row. A line break within
        // a cell ends no row.
        let within = memchr::memchr_iter(b'\n', record.as_slice().as_bytes()).count() as u64;
        let lines = reader.position().line() - line;
        let rows = u32::try_from(lines.saturating_sub(within)).map_err(Unreadable::damaged)?;
        row = row.saturating_add(rows.max(1));
        for (column, cell) in (0..).zip(&record) {
            if cell.len() > CELL_CHARACTERS_MAX && cell.chars().count() > CELL_CHARACTERS_MAX {
                return Err(Unreadable::OpenQuote { row }.into());
            }
            if column >= COLUMNS_MAX {
                return Err(Unreadable::TooLarge.into());
            }
            teller.cell(row, column, Held::Text(cell))?;
        }
        takes_in_line_end = record.iter().next_back().is_some_and(|it| it.ends_with('\n'));
    }
    // A last cell that took in the end of the file was opened by a quotation mark and never closed.
    if takes_in_line_end && !text.trim_end().ends_with('"') {
        return Err(Unreadable::OpenQuote { row }.into());
    }
    Ok(row)
}

fn reader(text: &str, delimiter: u8) -> Reader<&[u8]> {
    ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes())
}

/// A byte order mark decides; else what is valid UTF-8 is UTF-8; else it is guessed, as for a
/// reader in Belgium.
fn decode(bytes: &[u8]) -> Result<(Cow<'_, str>, &'static Encoding), Unreadable> {
    let marked =
        Encoding::for_bom(bytes).filter(|(it, _)| [UTF_8, UTF_16LE, UTF_16BE].contains(it));
    if let Some((encoding, mark)) = marked {
        let (text, faulty) = encoding.decode_without_bom_handling(&bytes[mark..]);
        if faulty {
            return Err(Unreadable::damaged(format!("this is not {}", encoding.name())));
        }
        return Ok((text, encoding));
    }
    if let Some(encoding) = unmarked_utf_16(bytes) {
        let (text, faulty) = encoding.decode_without_bom_handling(bytes);
        if !faulty {
            return Ok((text, encoding));
        }
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok((Cow::Borrowed(text), UTF_8));
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(telling(bytes), true);
    let encoding = detector.guess(Some(b"be"), Utf8Detection::Deny);
    let (text, faulty) = encoding.decode_without_bom_handling(bytes);
    if faulty {
        return Err(Unreadable::damaged(format!("this is not {}", encoding.name())));
    }
    Ok((text, encoding))
}

/// The bytes that tell the encoding: from the first that is not ASCII on, with what stands before
/// it. A few hundred kilobytes tell as much as all, and guessing is slow.
fn telling(bytes: &[u8]) -> &[u8] {
    const BEFORE_BYTES: usize = 200;
    const TELLING_BYTES: usize = 300_000;
    let first = bytes.iter().position(|it| !it.is_ascii()).unwrap_or(0);
    let begin = first.saturating_sub(BEFORE_BYTES);
    &bytes[begin..bytes.len().min(begin + TELLING_BYTES)]
}

/// UTF-16 without a byte order mark, as some programs export it: nearly every character of our
/// languages has a zero in its upper half, which no other text holds.
pub(super) fn unmarked_utf_16(bytes: &[u8]) -> Option<&'static Encoding> {
    const SAMPLE_BYTES: usize = 2000;
    let sample = &bytes[..bytes.len().min(SAMPLE_BYTES)];
    let zeros = |start: usize| sample.iter().skip(start).step_by(2).filter(|it| **it == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let nearly_all = |zeros: usize| zeros * 5 >= sample.len() * 2;
    match (even, odd) {
        (0, odd @ 1..) if nearly_all(odd) => Some(UTF_16LE),
        (even @ 1.., 0) if nearly_all(even) => Some(UTF_16BE),
        _ => None,
    }
}

/// Each line ends with a line feed, the last one too, so that lines can be counted. Old Macs end
/// them with a carriage return alone.
fn with_plain_line_ends(text: Cow<'_, str>) -> Cow<'_, str> {
    let mut text = text;
    if text.contains('\r') && !text.contains('\n') {
        text = Cow::Owned(text.replace('\r', "\n"));
    }
    if !text.is_empty() && !text.ends_with('\n') {
        text.to_mut().push('\n');
    }
    text
}

/// A first line `sep=;` tells Excel the delimiter, and is no row.
fn without_declaration(text: &str) -> (&str, Option<u8>) {
    let Some((first, rest)) = text.split_once('\n') else { return (text, None) };
    match first.trim_end_matches('\r').trim_matches('"').strip_prefix("sep=").map(str::as_bytes) {
        Some([delimiter @ (b';' | b',' | b'\t' | b'|')]) => (rest, Some(*delimiter)),
        _ => (text, None),
    }
}

/// Commas and semicolons occur in texts, tabs hardly ever: of equals, the first is taken.
const DELIMITERS: [u8; 4] = *b"\t;|,";

/// Enough to tell; a delimiter that fits so many rows fits the rest.
const SAMPLE_ROWS: usize = 200;

/// The one that cuts the text into a table. A list of one column has none, and any will do.
fn delimiter(text: &str) -> u8 {
    let mut best = (0.0, b',');
    for delimiter in DELIMITERS {
        let likeness = likeness_to_table(text, delimiter);
        if likeness > best.0 {
            best = (likeness, delimiter);
        }
    }
    best.1
}

/// How much what this delimiter makes of a text looks like a table: most rows equally wide, the
/// wider the better, with words at the head.
fn likeness_to_table(text: &str, delimiter: u8) -> f64 {
    // Rows that are no valid CSV with this delimiter are no argument for it, and no harm either.
    let sample: Vec<StringRecord> =
        reader(text, delimiter).into_records().take(SAMPLE_ROWS).flatten().collect();
    let mut widths = std::collections::BTreeMap::new();
    for row in &sample {
        *widths.entry(row.len()).or_insert(0_u32) += 1;
    }
    let Some((width, rows)) = widths.into_iter().filter(|it| it.0 > 1).max_by_key(|it| it.1) else {
        return 0.0;
    };
    #[expect(clippy::cast_precision_loss, reason = "a few hundred rows of a few hundred columns")]
    let (share, width_f64) = (f64::from(rows) / sample.len() as f64, width as f64);
    let has_header = sample.iter().find(|it| it.len() == width).is_some_and(is_header);
    let cells = || sample.iter().flat_map(|it| it.iter().skip(1));
    let spaced = cells().filter(|it| it.starts_with(' ')).count();
    let header = if has_header { 2.0 } else { 1.0 };
    // What is followed by a space mostly is punctuation, and so is what cuts through quotations.
    let punctuation = if spaced * 2 > sample.len() { 0.5 } else { 1.0 };
    let quotation = if sample.iter().any(cuts_quotations) { 0.25 } else { 1.0 };
    share.powi(3) * width_f64.ln() * header * punctuation * quotation
}

/// Whether a quotation opens or closes beside another delimiter, in the middle of a cell.
fn cuts_quotations(row: &StringRecord) -> bool {
    let beside =
        |it: &[u8]| matches!(it, [b'"', other] | [other, b'"'] if DELIMITERS.contains(other));
    row.iter().any(|it| it.as_bytes().windows(2).any(beside))
}

/// Words, and no number among them.
fn is_header(row: &StringRecord) -> bool {
    let filled = row.iter().filter(|it| !it.trim().is_empty());
    let has_letters = |it: &str| it.chars().any(|it| it.is_alphabetic() || it == '°' || it == '#');
    filled.clone().count() > 1 && filled.into_iter().all(has_letters)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_delimiter_is_the_one_that_makes_a_table() {
        let cases = [
            ("name,quantity,unit\nOak beam,6,pcs\nCarpet,85.5,m2\n", b','),
            ("naam;aantal\nBalk, eik;6,5\nDeur, wit;7,5\nRaam, alu;8,5\n", b';'),
            ("naam\taantal\teenheid\nBalk, eik; lang\t6,5\tst\n", b'\t'),
            ("naam|aantal\nBalk|6\nDeur|7\n", b'|'),
            (
                "Inventaris van de werf, versie 2;;\n;;\nnaam;aantal;prijs\nBalk;1,5;2,50\nDeur;2,5;3,50\n",
                b';',
            ),
            ("\"a;b;c\",\"d;e;f\"\n\"1;2;3\",\"4;5;6\"\n", b','),
            ("naam\nBalk\nDeur\n", b','),
        ];
        for (text, expected) in cases {
            assert_eq!(char::from(delimiter(text)), char::from(expected), "{text}");
        }
    }

    #[test]
    fn a_declared_delimiter_is_believed() {
        assert_eq!(without_declaration("sep=|\r\na,b|c\n"), ("a,b|c\n", Some(b'|')));
        assert_eq!(without_declaration("sep=x\na\n"), ("sep=x\na\n", None));
    }

    #[test]
    fn a_mark_or_the_bytes_tell_the_encoding() {
        let decoded = |bytes: &[u8]| {
            let (text, encoding) = decode(bytes).unwrap();
            (text.into_owned(), encoding.name())
        };
        assert_eq!(decoded("é".as_bytes()), ("é".to_owned(), "UTF-8"));
        assert_eq!(decoded(b"\xef\xbb\xbf\xc3\xa9"), ("é".to_owned(), "UTF-8"));
        assert_eq!(decoded(b"\xff\xfe\xe9\0"), ("é".to_owned(), "UTF-16LE"));
        assert_eq!(decoded(b"\xfe\xff\0\xe9"), ("é".to_owned(), "UTF-16BE"));
        assert_eq!(decoded(b"n\0;\0\xe9\0"), ("n;é".to_owned(), "UTF-16LE"));
        assert_eq!(decoded(b"\0n\0;\0\xe9"), ("n;é".to_owned(), "UTF-16BE"));
        let french = "Quantité;État d’usage;prix 25 €\n".repeat(3);
        let (bytes, ..) = encoding_rs::WINDOWS_1252.encode(&french);
        assert_eq!(decoded(&bytes), (french, "windows-1252"));
        assert!(decode(b"\xef\xbb\xbf\xff").is_err());
    }

    proptest! {
        /// What a western European types comes through Windows-1252 unharmed, in rows of a list.
        #[test]
        fn words_survive_windows_1252(words in prop::collection::vec(
            "(Qté|été|Tür|Größe|état d’usage|m²|privé|vóór|Ø 120|25 €|français|œuvre|naïef|Maße)", 3..40,
        )) {
            let text = words.join(";\n");
            let (bytes, ..) = encoding_rs::WINDOWS_1252.encode(&text);
            prop_assert_eq!(decode(&bytes).unwrap().0, text.as_str());
        }
    }
}
