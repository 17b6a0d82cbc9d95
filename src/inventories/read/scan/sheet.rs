//! The rows of a sheet, scanned as the bytes come. No reader of XML looks at them: between the
//! first row and the last there are only rows, cells, values and formulas.

use std::str::FromStr;

use calamine::{CellErrorType, DataRef, ExcelDateTime};
use memchr::memmem;

use super::super::cells::{Order, held};
use super::super::shape::{self, Shape};
use super::super::wire::{Held, Teller};
use super::super::{Link, links};
use super::markup::{Tag, attributes, eat, number, skip_space, text, until_markup, whole};
use super::styles::Styles;
use super::texts::{Texts, text_element};
use super::{Halt, Unusual};

/// Widths of columns, panes, a few names of styles.
const HEAD_BYTES_MAX: usize = 1_000_000;

/// A row of the most cells there are, each with a long formula. What is longer is read otherwise.
const ROW_BYTES_MAX: usize = 16_000_000;

/// Merged cells, choices and links, one for each row of the longest list.
const SHAPE_BYTES_MAX: usize = 32_000_000;

/// What the cells of all sheets refer to.
#[derive(Debug, Default)]
pub(super) struct Known {
    pub texts: Texts,
    pub styles: Styles,
}

/// A sheet while it is scanned.
pub(super) struct Scan<'a> {
    known: &'a Known,
    stage: Stage,
    /// Bytes that came and were not scanned yet.
    waiting: Vec<u8>,
    /// What the sheet has beside its cells: all before and after the rows, and of the rows those
    /// that may be hidden.
    shape: Vec<u8>,
    /// Web addresses in formulas.
    links: Vec<Link>,
    order: Order,
    room: String,
}

/// How far the scan is.
enum Stage {
    Head,
    Rows,
    Tail,
}

impl<'a> Scan<'a> {
    pub fn new(known: &'a Known) -> Self {
        Self {
            known,
            stage: Stage::Head,
            waiting: Vec::new(),
            shape: Vec::new(),
            links: Vec::new(),
            order: Order::default(),
            room: String::new(),
        }
    }

    /// Takes the next bytes, wherever they end, and tells the rows that are whole.
    pub fn take(&mut self, bytes: &[u8], teller: &mut Teller) -> Result<(), Halt> {
        self.waiting.extend_from_slice(bytes);
        if matches!(self.stage, Stage::Head) {
            self.head()?;
        }
        if matches!(self.stage, Stage::Rows) {
            self.rows(teller)?;
        }
        if matches!(self.stage, Stage::Tail) {
            self.shape.append(&mut self.waiting);
            if self.shape.len() > SHAPE_BYTES_MAX {
                return Err(Unusual.into());
            }
        }
        Ok(())
    }

    /// What the sheet has beside its cells, once all its bytes came. Where its cells lead, its
    /// relations have yet to say.
    pub fn end(self) -> Result<(Order, Shape), Unusual> {
        if !matches!(self.stage, Stage::Tail) {
            return Err(Unusual);
        }
        let shape = shape::of_xml(&self.shape[..]).map_err(|_| Unusual)?;
        Ok((self.order, Shape { links: self.links, ..shape }))
    }

    fn head(&mut self) -> Result<(), Unusual> {
        const ROWS: &[u8] = b"<sheetData";
        let begun = memmem::find(&self.waiting, ROWS).map(|it| it + ROWS.len());
        let Some(end) = begun.filter(|it| self.waiting.len() > it + 1) else {
            return if self.waiting.len() > HEAD_BYTES_MAX { Err(Unusual) } else { Ok(()) };
        };
        let head = &self.waiting[..end - ROWS.len()];
        if memmem::find(head, b"<worksheet").is_none() || memmem::find(head, b"<!").is_some() {
            return Err(Unusual);
        }
        check_dimension(head)?;
        let mut rest = &self.waiting[end..];
        self.stage = match attributes(&mut rest, |_, _| ())? {
            Tag::Open => Stage::Rows,
            Tag::Empty => Stage::Tail,
        };
        let scanned = self.waiting.len() - rest.len();
        self.shape.extend(self.waiting.drain(..scanned));
        Ok(())
    }

    fn rows(&mut self, teller: &mut Teller) -> Result<(), Halt> {
        const ROW_END: &[u8] = b"</row>";
        const ROWS_END: &[u8] = b"</sheetData>";
        let whole_rows = memmem::rfind(&self.waiting, ROW_END).map_or(0, |it| it + ROW_END.len());
        let last = memmem::find(&self.waiting[whole_rows..], ROWS_END);
        let end = last.map_or(whole_rows, |it| whole_rows + it + ROWS_END.len());
        let waiting = std::mem::take(&mut self.waiting);
        let mut rest = &waiting[..end];
        links::of_formulas(rest, &mut self.links);
        loop {
            skip_space(&mut rest);
            if rest.is_empty() {
                break;
            }
            let begun = rest;
            if eat(&mut rest, ROWS_END) {
                self.stage = Stage::Tail;
                break;
            }
            if !eat(&mut rest, b"<row") {
                return Err(Unusual.into());
            }
            let (mut numbered, mut hides) = (false, false);
            let tag = attributes(&mut rest, |name, value| {
                numbered |= name == b"r" && whole(value).is_ok_and(|it| it > 0);
                hides |= name == b"hidden" || name == b"ht";
            })?;
            if !numbered {
                return Err(Unusual.into());
            }
            if hides {
                self.shape.extend_from_slice(&begun[..begun.len() - rest.len()]);
            }
            if tag == Tag::Open {
                self.cells(&mut rest, teller)?;
            }
        }
        let scanned = end - rest.len();
        self.waiting = waiting;
        self.waiting.drain(..scanned);
        if self.waiting.len() > ROW_BYTES_MAX || self.shape.len() > SHAPE_BYTES_MAX {
            return Err(Unusual.into());
        }
        Ok(())
    }

    fn cells(&mut self, rest: &mut &[u8], teller: &mut Teller) -> Result<(), Halt> {
        loop {
            skip_space(rest);
            if eat(rest, b"</row>") {
                return Ok(());
            }
            if !eat(rest, b"<c") {
                return Err(Unusual.into());
            }
            let (mut at, mut style, mut kind) = (None, None, None);
            let tag = attributes(rest, |name, value| match name {
                b"r" => at = Some(value),
                b"s" => style = Some(value),
                b"t" => kind = Some(value),
                _ => {}
            })?;
            let at = place(at.ok_or(Unusual)?)?;
            let style = style.map(whole).transpose()?;
            let value = match tag {
                Tag::Empty => DataRef::Empty,
                Tag::Open => value(rest, kind, style, self.known, &mut self.room)?,
            };
            let styles = &self.known.styles;
            let shown = match value {
                DataRef::Float(number) => styles.manner(style).and_then(|it| it.shown(number)),
                _ => None,
            };
            let held = shown.as_deref().map(Held::Text).or_else(|| held(&value));
            self.order.tell(at, held, teller)?;
        }
    }
}

/// What is in a cell, until `</c>`.
fn value<'t, 'b: 't>(
    rest: &mut &'b [u8],
    kind: Option<&[u8]>,
    style: Option<u32>,
    known: &'t Known,
    room: &'t mut String,
) -> Result<DataRef<'t>, Unusual> {
    skip_space(rest);
    if eat(rest, b"<f") {
        if attributes(rest, |_, _| ())? == Tag::Open {
            until_markup(rest)?;
            if !eat(rest, b"</f>") {
                return Err(Unusual);
            }
        }
        skip_space(rest);
    }
    let value = if eat(rest, b"<v>") || eat(rest, b"<v xml:space=\"preserve\">") {
        let written = until_markup(rest)?;
        if !eat(rest, b"</v>") {
            return Err(Unusual);
        }
        written_value(written, kind, style, known, room)?
    } else if eat(rest, b"<is>") {
        skip_space(rest);
        if !eat(rest, b"<t") {
            return Err(Unusual);
        }
        let said = text_element(rest, room)?;
        skip_space(rest);
        if !eat(rest, b"</is>") {
            return Err(Unusual);
        }
        DataRef::SharedString(said)
    } else {
        eat(rest, b"<v/>");
        DataRef::Empty
    };
    skip_space(rest);
    if eat(rest, b"</c>") { Ok(value) } else { Err(Unusual) }
}

fn written_value<'t>(
    written: &'t [u8],
    kind: Option<&[u8]>,
    style: Option<u32>,
    known: &'t Known,
    room: &'t mut String,
) -> Result<DataRef<'t>, Unusual> {
    Ok(match kind {
        Some(b"s") => {
            let place = usize::try_from(whole(written)?).map_err(|_| Unusual)?;
            DataRef::SharedString(known.texts.get(place).ok_or(Unusual)?)
        }
        Some(b"str") => DataRef::SharedString(text(written, room)?),
        None | Some(b"n") if written.is_empty() => DataRef::Empty,
        None | Some(b"n") => match (number(written)?, style.and_then(|it| known.styles.days(it))) {
            (number, None) => DataRef::Float(number),
            (number, Some((kind, since_1904))) => {
                DataRef::DateTime(ExcelDateTime::new(number, kind, since_1904))
            }
        },
        Some(b"b") => match written {
            b"0" => DataRef::Bool(false),
            b"1" => DataRef::Bool(true),
            _ => return Err(Unusual),
        },
        Some(b"e") => {
            let written = std::str::from_utf8(written).map_err(|_| Unusual)?;
            DataRef::Error(CellErrorType::from_str(written).map_err(|_| Unusual)?)
        }
        Some(b"d") => DataRef::DateTimeIso(text(written, room)?.to_owned()),
        Some(_) => return Err(Unusual),
    })
}

/// Row and column of `D4`, both from 0.
fn place(address: &[u8]) -> Result<(u32, u32), Unusual> {
    const LETTERS_MAX: usize = 3;
    let letters = address.iter().take_while(|it| it.is_ascii_uppercase()).count();
    if letters == 0 || letters > LETTERS_MAX {
        return Err(Unusual);
    }
    let (letters, digits) = address.split_at(letters);
    let column = letters.iter().fold(0, |sum, it| sum * 26 + u32::from(it - b'A') + 1);
    Ok((whole(digits)?.checked_sub(1).ok_or(Unusual)?, column - 1))
}

/// How far the sheet says that it reaches is nothing to us, but readers stumble over nonsense.
fn check_dimension(head: &[u8]) -> Result<(), Unusual> {
    const DIMENSION: &[u8] = b"<dimension";
    let Some(at) = memmem::find(head, DIMENSION) else { return Ok(()) };
    let mut rest = &head[at + DIMENSION.len()..];
    let mut range = None;
    attributes(&mut rest, |name, value| {
        if name == b"ref" {
            range = Some(value);
        }
    })?;
    let mut corners = range.ok_or(Unusual)?.splitn(2, |it| *it == b':').map(place);
    let first = corners.next().ok_or(Unusual)??;
    let last = corners.next().transpose()?.unwrap_or(first);
    if first.0 <= last.0 && first.1 <= last.1 { Ok(()) } else { Err(Unusual) }
}
