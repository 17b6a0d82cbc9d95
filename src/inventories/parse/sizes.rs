//! Sizes, as one cell tells them: `930 x 2115 x 40 mm`, `60 x 60 cm, dikte 38 mm`, `L = 7,20 m`.
//!
//! A letter or word in the cell names the axis; else the order in the heading does; else what the
//! component is. One unit at the end of a series counts for the whole series. What can be read
//! in two ways is not read: a door of 93 by 211 millimetres would be believed.

use rust_decimal::Decimal;

use super::number::{self, NumberStyle};
use super::size_words::{Axis, AxisWord, LengthUnit, resolve};
use super::tokens::{Token, tokens};
use super::{Wrong, mixed, plain};
use crate::catalogue::CategoryCode;
use crate::inventories::read::Value;
use crate::language::{Language, Text, say};
use crate::passports::Dimensions;

/// What the file and the row say about the sizes in a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SizeReading {
    pub style: NumberStyle,
    /// It tells what `l` and `T` stand for.
    pub language: Language,
    /// Of the heading, or what the other cells of the column mostly have.
    pub unit: Option<LengthUnit>,
    pub order: AxisOrder,
}

/// Which sizes a series without names gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AxisOrder {
    /// Doors, windows.
    WidthHeightThickness,
    /// What is flat.
    LengthWidthThickness,
    LengthWidthHeight,
    /// As the heading has it.
    Heading(Vec<Axis>),
}

#[derive(Debug, Clone, PartialEq)]
pub struct Sizes {
    pub dimensions: Dimensions,
    /// The sizes of a series without names, in the order printed.
    pub series_mm: Vec<Decimal>,
}

/// What goes into an opening: width × height.
const OPENINGS: [&str; 4] = ["DOOR", "WIN", "ROOF.ROOFLIGHT", "FAC.SHADING"];

/// What is laid or hung flat: length × width × thickness.
const FLAT: [&str; 19] = [
    "FLOOR",
    "INT.CEIL_TILE",
    "INT.ACOUSTIC",
    "INT.GYPSUM",
    "INT.CEIL_METAL",
    "FAC",
    "INS",
    "TIM.PANEL",
    "TIM.OLD_PLANK",
    "OUT.PAVER",
    "OUT.SLAB",
    "OUT.COBBLE",
    "ROOF.SLATE",
    "ROOF.FIBRECEMENT",
    "ROOF.METAL",
    "STR.STEEL_DECK",
    "STR.HOLLOW_CORE",
    "ELEC.LUM_RECESSED",
    "ELEC.PV",
];

impl AxisOrder {
    /// The order in which the trade gives the sizes of such a component.
    pub fn of_category(category: Option<CategoryCode>) -> Self {
        let under = |codes: &[&str]| {
            category.is_some_and(|it| {
                codes
                    .iter()
                    .filter_map(|code| CategoryCode::parse(code))
                    .any(|code| code.contains(it))
            })
        };
        if under(&OPENINGS) {
            Self::WidthHeightThickness
        } else if under(&FLAT) {
            Self::LengthWidthThickness
        } else {
            Self::LengthWidthHeight
        }
    }

    fn axes(&self) -> &[Axis] {
        match self {
            Self::WidthHeightThickness => &[Axis::Width, Axis::Height, Axis::Thickness],
            Self::LengthWidthThickness => &[Axis::Length, Axis::Width, Axis::Thickness],
            Self::LengthWidthHeight => &[Axis::Length, Axis::Width, Axis::Height],
            Self::Heading(axes) => axes,
        }
    }
}

/// Reads the sizes in a cell.
pub fn sizes(value: &Value, reading: &SizeReading) -> Result<Sizes, Wrong> {
    let text = in_words(value).ok_or_else(|| Wrong::new(expected(), value))?;
    of_text(&plain(&text), reading).map_err(|expected| Wrong::new(expected, value))
}

/// Reads the one length in a cell of a column such as `Width (mm)`, in millimetres.
pub fn length(
    value: &Value,
    column: Option<LengthUnit>,
    style: NumberStyle,
) -> Result<Decimal, Wrong> {
    let expected = || say("inventory-expected-length");
    let one = |text: &str| {
        let measures = measures(&tokens(text)?)?;
        let [only] = &measures.all[..] else { return None };
        Some(in_millimetres(only, only.unit.or(measures.unit).or(column), style, None))
    };
    let text = in_words(value).ok_or_else(|| Wrong::new(expected(), value))?;
    let read = one(&plain(&text)).unwrap_or_else(|| Err(expected()));
    read.map_err(|expected| Wrong::new(expected, value))
}

/// The unit that most sizes in a column name, or that their numbers give away: what counts to a
/// thousand and more counts millimetres. For cells, and headings, that name none: it is no unit in
/// which those would be longer than anything that stands in a building.
pub fn prevailing_unit<'a>(
    texts: impl IntoIterator<Item = &'a str>,
    style: NumberStyle,
) -> Option<LengthUnit> {
    let mut counts = [0_usize; LengthUnit::ALL.len()];
    let mut largest_bare = Decimal::ZERO;
    let mut thousands = false;
    for text in texts {
        let text = plain(text);
        // What is no size tells nothing of the unit of the others; its own cell is told as wrong.
        let tokens = tokens(&text).unwrap_or_default();
        let sizes: Vec<Decimal> = tokens
            .iter()
            .filter_map(Token::number)
            .filter_map(|it| number::read(it, style))
            .collect();
        let mut named = false;
        for token in &tokens {
            if let Token::Unit(unit) = token {
                named = true;
                // `120 x 140 cm` says more of `83x201` than a thickness of 22 mm does.
                counts[*unit as usize] += sizes.len().max(1);
            }
        }
        if !named {
            largest_bare = sizes.iter().copied().fold(largest_bare, Decimal::max);
            thousands |= sizes.into_iter().any(counts_millimetres);
        }
    }
    for (unit, count) in LengthUnit::ALL.into_iter().zip(&mut counts) {
        if largest_bare * unit.millimetres() > Decimal::from(BARE_MM_MAX) {
            *count = 0;
        }
    }
    let most = counts.iter().copied().max().filter(|it| *it > 0);
    match most {
        Some(most) => {
            LengthUnit::ALL.into_iter().zip(counts).find(|it| it.1 == most).map(|it| it.0)
        }
        None => thousands.then_some(LengthUnit::Millimetre),
    }
}

/// The sizes in a cell that names no unit; none where it names one.
pub fn bare_sizes(value: &Value, style: NumberStyle) -> Vec<Decimal> {
    // What is no size, or no text, is told where its cell is read; here it is no bare size.
    let text = plain(&in_words(value).unwrap_or_default());
    let tokens = tokens(&text).unwrap_or_default();
    if tokens.iter().any(|it| matches!(it, Token::Unit(_))) {
        return Vec::new();
    }
    let numbers = tokens.iter().filter_map(Token::number);
    numbers.filter_map(|it| number::read(it, style)).collect()
}

/// The longest beam on a lorry. What is longer names its unit.
const BARE_MM_MAX: i64 = 30_000;

fn expected() -> Text {
    say("inventory-expected-sizes")
}

/// A cell of sizes as text.
pub fn in_words(value: &Value) -> Option<String> {
    match value {
        Value::Text(text) => Some(text.clone()),
        // With a point, and never ambiguous: four decimals, or none.
        Value::Number(number) => {
            let number = number::of_f64(*number).filter(|it| !it.is_sign_negative())?;
            Some(if number.is_integer() { number.to_string() } else { format!("{number:.4}") })
        }
        Value::Date(_) | Value::Bool(_) | Value::Error(_) => None,
    }
}

/// One number in a cell, with what is written around it.
#[derive(Debug)]
struct Measure<'a> {
    raw: &'a str,
    axis: Option<AxisWord>,
    unit: Option<LengthUnit>,
    /// Joined with the one before it.
    joined: bool,
    /// Which part of the cell it stands in, as commas and brackets divide it.
    part: usize,
}

#[derive(Debug)]
struct Measures<'a> {
    all: Vec<Measure<'a>>,
    /// Written before all numbers.
    unit: Option<LengthUnit>,
    /// Written apart: `(LxBxH)`.
    order: Vec<AxisWord>,
}

fn of_text(text: &str, reading: &SizeReading) -> Result<Sizes, Text> {
    let (open, text) = without_open_sides(text);
    let measures = tokens(text).as_deref().and_then(measures).ok_or_else(expected)?;
    if measures.all.is_empty() {
        return Err(expected());
    }
    let all = &measures.all;
    let series: Vec<_> = all.iter().filter(|it| it.axis.is_none()).collect();
    // A second series is another component.
    if series.iter().skip(1).any(|it| !it.joined) {
        return Err(say("inventory-expected-one-size"));
    }
    if all.windows(2).any(|it| counts_next(&it[0], &it[1], reading.style)) {
        return Err(say("inventory-expected-one-size"));
    }
    let words: Vec<_> = all.iter().filter_map(|it| it.axis).collect();
    let mut named = resolve(&words, !series.is_empty(), reading.language).into_iter();
    let order = resolve(&measures.order, false, reading.language);
    let order = if order.is_empty() { reading.order.axes().to_vec() } else { order };
    let taken = named.clone().collect::<Vec<_>>();
    let mut free = order.into_iter().filter(|it| !taken.contains(it)).skip(open);

    let in_thousands = largest_without_unit(all, reading.style).is_some_and(counts_millimetres);
    let mut read = Sizes { dimensions: Dimensions::default(), series_mm: Vec::new() };
    for (place, measure) in all.iter().enumerate() {
        let next = if measure.axis.is_some() { named.next() } else { free.next() };
        let axis = next.ok_or_else(|| say("inventory-expected-one-size"))?;
        let unit = unit_of(all, place).or(measures.unit).or(reading.unit);
        let thin = matches!(axis, Axis::Thickness | Axis::Diameter) && measure.axis.is_some();
        let assumed = (thin || in_thousands).then_some(LengthUnit::Millimetre);
        let size = in_millimetres(measure, unit, reading.style, assumed)?;
        if place_of(&mut read.dimensions, axis).replace(size).is_some() {
            return Err(say("inventory-expected-one-size"));
        }
        if measure.axis.is_none() {
            read.series_mm.push(size);
        }
    }
    Ok(read)
}

/// `B 2 x 95 cm` are two of 95 cm rather than 2 by 95.
fn counts_next(this: &Measure, next: &Measure, style: NumberStyle) -> bool {
    /// A side that is so much longer than another is not written beside it without its name.
    const TIMES_MIN: i64 = 10;
    let few = this.raw.len() == 1 && this.axis.is_some() && this.unit.is_none();
    let sizes = || number::read(this.raw, style).zip(number::read(next.raw, style));
    let longer = |(this, next): (Decimal, Decimal)| next >= this * Decimal::from(TIMES_MIN);
    few && next.joined && next.axis.is_none() && sizes().is_some_and(longer)
}

/// `- x 1000 x 2700`: how many of the first sides nobody told, and the others.
fn without_open_sides(text: &str) -> (usize, &str) {
    let after = |text: &str| {
        let rest = text.trim_start().strip_prefix(['-', '?', '…'])?.trim_start();
        Some(text.len() - rest.strip_prefix(['x', 'X'])?.len())
    };
    let (mut open, mut rest) = (0, text);
    while let Some(at) = after(rest) {
        (open, rest) = (open + 1, &rest[at..]);
    }
    (open, rest)
}

/// Finds the numbers of a cell, and what belongs to each. `None` where something unknown follows
/// a number.
fn measures<'a>(tokens: &[Token<'a>]) -> Option<Measures<'a>> {
    let (tokens, order) = without_order(tokens);
    let mut found = Measures { all: Vec::new(), unit: None, order };
    let mut axis = None;
    for (part, tokens) in tokens.split(|it| *it == Token::Break).enumerate() {
        let mut joined = false;
        let mut after_number = false;
        let names_follow = names_follow(tokens);
        for token in tokens {
            match token {
                Token::Number(raw) => {
                    let axis = if names_follow { None } else { axis.take() };
                    found.all.push(Measure { raw, axis, unit: None, joined, part });
                    joined = false;
                }
                Token::Unit(unit) => match found.all.last_mut() {
                    Some(last) if last.part == part && last.unit.is_none() => {
                        last.unit = Some(*unit);
                    }
                    Some(last) if last.unit.is_none() && tokens.len() == 1 => {
                        last.unit = Some(*unit);
                    }
                    None => found.unit = Some(*unit),
                    Some(_) => return None,
                },
                Token::Axis(word) if names_follow => {
                    let last = found.all.last_mut().filter(|it| it.axis.is_none())?;
                    last.axis = Some(*word);
                }
                Token::Axis(word) => {
                    if axis.replace(*word).is_some() {
                        return None;
                    }
                }
                Token::Times => joined = true,
                Token::Other if after_number => return None,
                Token::Other | Token::Break => {}
            }
            after_number = matches!(token, Token::Number(_));
        }
    }
    Some(found)
}

/// Whether a part writes its names after the numbers: `900 mm breed x 2100 mm hoog`.
fn names_follow(tokens: &[Token]) -> bool {
    let mut telling = tokens.iter().filter(|it| matches!(it, Token::Number(_) | Token::Axis(_)));
    let first = telling.next();
    let last = telling.next_back();
    matches!((first, last), (Some(Token::Number(_)), Some(Token::Axis(_))))
}

/// Takes out names joined to names, `L x B x H`: they are the order of the series, wherever it
/// stands.
fn without_order<'a>(tokens: &[Token<'a>]) -> (Vec<Token<'a>>, Vec<AxisWord>) {
    let (mut kept, mut order) = (Vec::new(), Vec::new());
    let mut rest = tokens;
    while let [first, after @ ..] = rest {
        let names = joined_names(rest);
        if names.len() > 1 {
            rest = &rest[names.len() * 2 - 1..];
            order.extend(names);
        } else {
            kept.push(*first);
            rest = after;
        }
    }
    (kept, order)
}

fn joined_names(tokens: &[Token]) -> Vec<AxisWord> {
    let mut names = Vec::new();
    for pair in tokens.chunks(2) {
        let Token::Axis(word) = pair[0] else { break };
        names.push(word);
        if pair.get(1) != Some(&Token::Times) {
            break;
        }
    }
    names
}

/// Its own unit, else the next one to the right: of the same part of the cell, or of another when
/// both are one of the three great sizes (`L 120, B 60, H 75 cm`).
fn unit_of(all: &[Measure], place: usize) -> Option<LengthUnit> {
    let this = &all[place];
    if this.unit.is_some() {
        return this.unit;
    }
    let next = all[place + 1..].iter().find(|it| it.unit.is_some())?;
    let great = |it: &Measure| {
        let small = [AxisWord::Sure(Axis::Thickness), AxisWord::Sure(Axis::Diameter)];
        it.axis.is_some_and(|it| !small.contains(&it))
    };
    (next.part == this.part || (great(this) && great(next))).then_some(next.unit).flatten()
}

fn largest_without_unit(all: &[Measure], style: NumberStyle) -> Option<Decimal> {
    let without = (0..all.len()).filter(|it| unit_of(all, *it).is_none());
    without.filter_map(|it| number::read(all[it].raw, style)).max()
}

/// A thousand centimetres would be ten metres, which nobody writes so.
fn counts_millimetres(size: Decimal) -> bool {
    size.is_integer() && size >= Decimal::ONE_THOUSAND
}

/// The longest thing that is sold in one piece: a roll of cable.
const LENGTH_M_MAX: i64 = 1000;

fn in_millimetres(
    measure: &Measure,
    unit: Option<LengthUnit>,
    style: NumberStyle,
    assumed: Option<LengthUnit>,
) -> Result<Decimal, Text> {
    // Nobody sells 2 115 m of a door: in metres, three decimals are decimals.
    let style = match measure.raw.find([',', '.']) {
        Some(place)
            if unit == Some(LengthUnit::Metre) && number::is_ambiguous(measure.raw, place) =>
        {
            NumberStyle::of_mark(measure.raw.as_bytes()[place].into())
        }
        _ => style,
    };
    let size = mixed::read(measure.raw, unit, style).ok_or_else(expected)?;
    let assumed = assumed.or_else(|| counts_millimetres(size).then_some(LengthUnit::Millimetre));
    let unit = unit.or(assumed).ok_or_else(|| say("inventory-expected-length-unit"))?;
    let size = size * unit.millimetres();
    if size.is_zero() || size > Decimal::from(LENGTH_M_MAX * 1000) {
        return Err(say("inventory-expected-length-plausible").with("max", LENGTH_M_MAX));
    }
    Ok(size.round_dp(2).normalize())
}

fn place_of(dimensions: &mut Dimensions, axis: Axis) -> &mut Option<Decimal> {
    match axis {
        Axis::Length => &mut dimensions.length_mm,
        Axis::Width => &mut dimensions.width_mm,
        Axis::Height => &mut dimensions.height_mm,
        Axis::Depth => &mut dimensions.depth_mm,
        Axis::Thickness => &mut dimensions.thickness_mm,
        Axis::Diameter => &mut dimensions.diameter_mm,
    }
}

#[cfg(test)]
mod tests;
