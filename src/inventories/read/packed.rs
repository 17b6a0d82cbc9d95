//! A row of cells, packed for the way from one process to the other: two million cells a file make
//! JSON of them the longest part of reading.
//!
//! `R`, the length of what follows, the number of the row; then of each cell its column, what kind
//! of value it holds, and the value. All numbers are little-endian.

use time::Date;

use super::wire::Held;
use super::{Cell, Value};
use crate::clock::Day;

/// How a row begins. Every other message is a line of JSON, which begins with `{` or `"`.
pub(super) const ROW: u8 = b'R';

/// The mark and the length before a row.
const HEAD_BYTES: usize = 5;

const TEXT: u8 = 1;
const NUMBER: u8 = 2;
const BOOL: u8 = 3;
const DATE: u8 = 4;
const ERROR: u8 = 5;

/// A row while it is packed.
#[derive(Debug, Default)]
pub(super) struct Row {
    number: Option<u32>,
    bytes: Vec<u8>,
}

impl Row {
    /// The number of the row that was begun.
    pub fn number(&self) -> Option<u32> {
        self.number
    }

    pub fn begin(&mut self, number: u32) {
        self.number = Some(number);
        self.bytes.clear();
        self.bytes.extend_from_slice(&[ROW, 0, 0, 0, 0]);
        self.bytes.extend_from_slice(&number.to_le_bytes());
    }

    pub fn push(&mut self, column: u32, held: Held) {
        let bytes = &mut self.bytes;
        bytes.extend_from_slice(&column.to_le_bytes());
        match held {
            Held::Text(text) => push_text(bytes, TEXT, text),
            Held::Number(number) => {
                bytes.push(NUMBER);
                bytes.extend_from_slice(&number.to_le_bytes());
            }
            Held::Bool(flag) => bytes.extend_from_slice(&[BOOL, u8::from(flag)]),
            Held::Date(day) => {
                bytes.push(DATE);
                bytes.extend_from_slice(&day.0.to_julian_day().to_le_bytes());
            }
            Held::Error(text) => push_text(bytes, ERROR, text),
        }
    }

    /// The whole message, if a row was begun.
    pub fn end(&mut self) -> Option<&[u8]> {
        self.number?;
        let length = length_of(self.bytes.len() - HEAD_BYTES);
        self.bytes[1..HEAD_BYTES].copy_from_slice(&length.to_le_bytes());
        Some(&self.bytes)
    }

    pub fn clear(&mut self) {
        self.number = None;
    }
}

fn push_text(bytes: &mut Vec<u8>, kind: u8, text: &str) {
    bytes.push(kind);
    bytes.extend_from_slice(&length_of(text.len()).to_le_bytes());
    bytes.extend_from_slice(text.as_bytes());
}

/// A text has at most 32 767 characters and a row 16 384 cells: their bytes fit. A row that says
/// less than it holds is nonsense to who hears it, and harms nobody.
fn length_of(bytes: usize) -> u32 {
    u32::try_from(bytes).unwrap_or(u32::MAX)
}

/// How long the message is that begins here; `None` where that is not heard yet.
pub(super) fn length(bytes: &[u8]) -> Option<usize> {
    let length: [u8; 4] = bytes.get(1..HEAD_BYTES)?.try_into().ok()?;
    usize::try_from(u32::from_le_bytes(length)).ok()?.checked_add(HEAD_BYTES)
}

/// The number of the row, and its cells.
pub(super) fn unpack(message: &[u8]) -> Result<(u32, Vec<Cell>), &'static str> {
    let mut rest = message.get(HEAD_BYTES..).ok_or(CUT_OFF)?;
    let row = u32::from_le_bytes(take(&mut rest)?);
    let mut cells = Vec::with_capacity(CELLS_USUAL);
    while !rest.is_empty() {
        let column = u32::from_le_bytes(take(&mut rest)?);
        let [kind] = take(&mut rest)?;
        let value = match kind {
            TEXT => Value::Text(text(&mut rest)?),
            NUMBER => Value::Number(f64::from_le_bytes(take(&mut rest)?)),
            BOOL => Value::Bool(take::<1>(&mut rest)? != [0]),
            DATE => Value::Date(day(i32::from_le_bytes(take(&mut rest)?))?),
            ERROR => Value::Error(text(&mut rest)?),
            _ => return Err("a cell of no kind"),
        };
        cells.push(Cell { row, column, value });
    }
    cells.shrink_to_fit();
    Ok((row, cells))
}

/// Most lists are narrower.
const CELLS_USUAL: usize = 20;

const CUT_OFF: &str = "a row that is cut off";

fn take<const LENGTH: usize>(rest: &mut &[u8]) -> Result<[u8; LENGTH], &'static str> {
    let (taken, after) = rest.split_first_chunk().ok_or(CUT_OFF)?;
    *rest = after;
    Ok(*taken)
}

fn text(rest: &mut &[u8]) -> Result<String, &'static str> {
    let length = usize::try_from(u32::from_le_bytes(take(rest)?)).map_err(|_| CUT_OFF)?;
    let (text, after) = rest.split_at_checked(length).ok_or(CUT_OFF)?;
    *rest = after;
    std::str::from_utf8(text).map(str::to_owned).map_err(|_| "a text that is none")
}

fn day(julian: i32) -> Result<Day, &'static str> {
    Date::from_julian_day(julian).map(Day).map_err(|_| "a day that is none")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn value() -> impl Strategy<Value = Value> {
        prop_oneof![
            "\\PC{1,20}".prop_map(Value::Text),
            any::<i32>().prop_map(|it| Value::Number(f64::from(it) / 8.0)),
            any::<bool>().prop_map(Value::Bool),
            (0_i32..5_000_000).prop_map(|it| Value::Date(day(it).unwrap())),
            "#[A-Z]{1,5}!".prop_map(Value::Error),
        ]
    }

    proptest! {
        #[test]
        fn what_is_packed_is_unpacked(
            number in 1_u32..2_000_000,
            values in prop::collection::vec(value(), 0..30),
        ) {
            let mut row = Row::default();
            row.begin(number);
            for (column, value) in (0..).zip(&values) {
                row.push(column, Held::from(value));
            }
            let message = row.end().unwrap();
            prop_assert_eq!(length(message), Some(message.len()));
            let cells = (0..)
                .zip(values)
                .map(|(column, value)| Cell { row: number, column, value })
                .collect::<Vec<_>>();
            prop_assert_eq!(unpack(message), Ok((number, cells)));
        }

        /// The other side may be broken; it must not break this one.
        #[test]
        fn no_bytes_break_it(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
            drop(unpack(&bytes));
            length(&bytes);
        }
    }
}
