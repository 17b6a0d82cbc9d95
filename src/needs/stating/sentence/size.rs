//! How large it must be: `93 cm`, `60 x 60 cm`, `minstens 6 m lang`, `largeur 160 cm ± 10 cm`.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::bound::{ABOUT, AT_LEAST, AT_MOST, BETWEEN, TO};
use super::reading::{Meaning, Reading};
use super::token::Kind;
use crate::catalogue::CategoryCode;
use crate::inventories::parse::{self, Axis, AxisOrder, LengthUnit, SizeReading};
use crate::inventories::read::Value;
use crate::language::{Text, say};
use crate::needs::{About, Criterion, MeasureWish};
use crate::search::{Measure, Range};

/// At most so large; before a number of things they begin a range or a day.
const UP_TO: &[&str] = &["tot", "bis", "jusqu' a", "moins de", "less than", "<", "≤"];
const TIMES: &[&str] = &["x", "*", "op", "bij", "by", "sur", "par", "auf", "mal", "maal"];
const LINKS: &[&str] = &[":", "=", "van", "de", "d'", "of", "von", "in", "aan", "en"];
const PLUS_MINUS: &[&str] =
    &["±", "+ / -", "+ -", "tolerantie", "tolerance", "toleranz", "plus minus"];

/// "About" allows a twentieth more or less; told as an assumption.
const ABOUT_PART: Decimal = Decimal::from_parts(5, 0, 0, false, 2);
/// What opens in a building is not wider than this, and a door not lower.
const OPENING_WIDTH_MM_MAX: i64 = 1500;
/// Boards and insulation are not thicker.
const THICKNESS_MM_MAX: i64 = 400;
/// A beam is not shorter.
const BEAM_LENGTH_MM_MIN: i64 = 1000;

/// Which part of a range is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bound {
    Exactly,
    AtLeast,
    AtMost,
    About,
}

/// One size with all that stands around it.
struct Sized {
    from: usize,
    to: usize,
    bound: Bound,
    low: Decimal,
    high: Option<Decimal>,
    tolerance: Option<Decimal>,
    axis: Option<Axis>,
}

pub fn read(reading: &mut Reading) {
    let mut at = 0;
    while at < reading.end() {
        let read = series(reading, at).or_else(|| single(reading, at));
        at = read.unwrap_or(at + 1);
    }
}

fn unit(reading: &Reading, at: usize) -> Option<LengthUnit> {
    let token = reading.free(at).filter(|it| it.kind == Kind::Word)?;
    LengthUnit::of_word(token.text)
}

/// `60 x 60 cm`: where it ends.
fn series(reading: &mut Reading, at: usize) -> Option<usize> {
    reading.number(at)?;
    let mut to = at + 1 + usize::from(unit(reading, at + 1).is_some());
    let mut count = 1;
    while reading.phrase(to, TIMES) == 1 && reading.number(to + 1).is_some() {
        to += 2;
        to += usize::from(unit(reading, to).is_some());
        count += 1;
    }
    if count == 1 {
        return None;
    }
    let category = reading.kind.map(|it| it.0);
    let order = AxisOrder::of_category(category);
    let sizes = SizeReading { style: reading.style, language: reading.language, unit: None, order };
    let from = reading.lead(at, LINKS).max(at.saturating_sub(1));
    match parse::sizes(&Value::Text(reading.slice(at, to).to_owned()), &sizes) {
        Ok(read) => {
            let sizes =
                Measure::ALL.into_iter().filter_map(|it| Some((it, read.dimensions.get(it)?)));
            let sizes: Vec<(Measure, Decimal)> = sizes.collect();
            let differ = sizes.iter().any(|it| it.1 != sizes[0].1) || category.is_none();
            for (measure, size) in sizes {
                let wish = exactly(size);
                let why = differ.then(|| say("stating-size-order").with("size", name(measure)));
                ask(reading, (from, to), measure, wish, why);
            }
        }
        Err(wrong) => reading.take(from, to, Meaning::NotUnderstood(Some(wrong.expected))),
    }
    Some(to)
}

fn exactly(size: Decimal) -> MeasureWish {
    MeasureWish::About(About { about: number(size), tolerance: 0.0 })
}

/// A size of at most ten kilometres to a thousandth fits a float exactly enough.
fn number(size: Decimal) -> f64 {
    size.to_f64().unwrap_or_default()
}

/// One size: where it ends.
fn single(reading: &mut Reading, at: usize) -> Option<usize> {
    let sized = sized(reading, at)?;
    let (from, to) = (sized.from, sized.to);
    let usual = || usual_axis(reading.kind?.0, sized.low);
    let measure = sized.axis.or_else(usual).map(measure_of);
    let Some(measure) = measure else {
        let why = say("stating-size-of-what");
        reading.take(from, to, Meaning::NotUnderstood(Some(why)));
        return Some(to);
    };
    let (wish, about) = sized.wish();
    let assumed =
        sized.axis.is_none().then(|| say("stating-size-assumed").with("size", name(measure)));
    ask(reading, (from, to), measure, wish, assumed.or(about));
    Some(to)
}

impl Sized {
    /// What is asked for, and what was taken for granted.
    fn wish(&self) -> (MeasureWish, Option<Text>) {
        let between = |min: Option<Decimal>, max: Option<Decimal>| {
            MeasureWish::Between(Range { min: min.map(number), max: max.map(number) })
        };
        if let Some(high) = self.high {
            return (between(Some(self.low.min(high)), Some(self.low.max(high))), None);
        }
        if let Some(tolerance) = self.tolerance {
            let about = About { about: number(self.low), tolerance: number(tolerance) };
            return (MeasureWish::About(about), None);
        }
        match self.bound {
            Bound::AtLeast => (between(Some(self.low), None), None),
            Bound::AtMost => (between(None, Some(self.low)), None),
            Bound::Exactly => (exactly(self.low), None),
            Bound::About => {
                let by = (self.low * ABOUT_PART).round_dp(1);
                let why = say("stating-size-about").with("by", by.normalize());
                let about = About { about: number(self.low), tolerance: number(by) };
                (MeasureWish::About(about), Some(why))
            }
        }
    }
}

/// Asks for it, unless that measure was asked for already.
fn ask(
    reading: &mut Reading,
    (from, to): (usize, usize),
    measure: Measure,
    wish: MeasureWish,
    why: Option<Text>,
) {
    if reading.criteria.measures.contains_key(&measure) {
        let why = say("stating-said-twice");
        return reading.take(from, to, Meaning::NotUnderstood(Some(why)));
    }
    reading.take_for(from, to, Criterion::Measure(measure), why);
    reading.criteria.measures.insert(measure, wish);
}

fn millimetres(reading: &Reading, at: usize, unit_at: usize) -> Option<Decimal> {
    let written = format!("{} {}", reading.tokens[at].text, reading.tokens[unit_at].text);
    parse::length(&Value::Text(written), None, reading.style).ok()
}

fn sized(reading: &Reading, at: usize) -> Option<Sized> {
    reading.number(at)?;
    let own_unit = unit(reading, at + 1).map(|_| at + 1);
    let next = at + 1 + usize::from(own_unit.is_some());
    let link = reading.phrase(next, TO);
    let upper = next + link;
    let upper = (link > 0 && reading.number(upper).is_some() && unit(reading, upper + 1).is_some())
        .then_some(upper);
    let unit_at = own_unit.or(upper.map(|it| it + 1))?;
    let low = millimetres(reading, at, unit_at)?;
    let high = match upper {
        Some(upper) => Some(millimetres(reading, upper, upper + 1)?),
        None => None,
    };
    let mut to = upper.map_or(next, |it| it + 2);
    let mut axis = None;
    let mut tolerance = None;
    // The name and the tolerance may stand in either order.
    for _ in 0..2 {
        if let Some((found, end)) = axis_after(reading, to).filter(|_| axis.is_none()) {
            (axis, to) = (Some(found), end);
        }
        if let Some((by, end)) =
            tolerance_after(reading, to, unit_at).filter(|_| tolerance.is_none())
        {
            (tolerance, to) = (Some(by), end);
        }
    }
    let (bound, from) = bound_before(reading, at);
    let (before, from) = axis_before(reading, from);
    let axis = axis.or(before);
    let (again, from) = bound_before(reading, from);
    let bound = if bound == Bound::Exactly { again } else { bound };
    Some(Sized { from, to, bound, low, high, tolerance, axis })
}

fn bound_before(reading: &Reading, at: usize) -> (Bound, usize) {
    let kinds = [
        (Bound::AtLeast, AT_LEAST),
        (Bound::AtMost, AT_MOST),
        (Bound::AtMost, UP_TO),
        (Bound::About, ABOUT),
        (Bound::Exactly, BETWEEN),
    ];
    let leads = kinds.map(|(bound, words)| (bound, reading.lead(at, words)));
    let told = leads.into_iter().find(|it| it.1 < at);
    told.unwrap_or((Bound::Exactly, at))
}

fn axis_word(reading: &Reading, at: usize) -> Option<Axis> {
    let token = reading.free(at).filter(|it| it.kind == Kind::Word)?;
    match token.folded.as_str() {
        "large" | "larges" => Some(Axis::Width),
        "longue" | "longs" | "longues" | "lange" => Some(Axis::Length),
        "haute" | "hauts" | "hoge" | "tall" | "height" => Some(Axis::Height),
        "epais" | "epaisse" | "dikke" | "stark" => Some(Axis::Thickness),
        "profond" | "profonde" | "diepe" => Some(Axis::Depth),
        _ => parse::axis_of_word(token.text),
    }
}

/// `… cm breed`, `… m de long`.
fn axis_after(reading: &Reading, at: usize) -> Option<(Axis, usize)> {
    let skipped = reading.phrase(at, &["de", "in", "en", "aan"]);
    let axis = axis_word(reading, at + skipped)?;
    // "93 cm, hauteur 211 cm" and "60 cm largeur 30 cm" name what follows.
    let names_next = reading.number(at + skipped + 1).is_some();
    (!names_next).then_some((axis, at + skipped + 1))
}

/// `largeur : 90 cm`, `breedte van 90 cm`.
fn axis_before(reading: &Reading, from: usize) -> (Option<Axis>, usize) {
    let named = reading.lead(from, LINKS);
    let at = |end: usize| end.checked_sub(1).and_then(|at| Some((axis_word(reading, at)?, at)));
    let found = at(named).or_else(|| at(from));
    // The name of the size before belongs to that.
    let is_of_another = |at: usize| at > 0 && unit(reading, at - 1).is_some();
    match found.filter(|it| !is_of_another(it.1)) {
        Some((axis, at)) => (Some(axis), at),
        None => (None, from),
    }
}

/// `± 2 cm`; without a unit, in that of the size.
fn tolerance_after(reading: &Reading, at: usize, unit_at: usize) -> Option<(Decimal, usize)> {
    let sign = reading.phrase(at, PLUS_MINUS);
    let number = at + sign;
    reading.number(number).filter(|_| sign > 0)?;
    match unit(reading, number + 1) {
        Some(_) => Some((millimetres(reading, number, number + 1)?, number + 2)),
        None => Some((millimetres(reading, number, unit_at)?, number + 1)),
    }
}

fn measure_of(axis: Axis) -> Measure {
    match axis {
        Axis::Length => Measure::LengthMm,
        Axis::Width => Measure::WidthMm,
        Axis::Height => Measure::HeightMm,
        Axis::Depth => Measure::DepthMm,
        Axis::Thickness => Measure::ThicknessMm,
        Axis::Diameter => Measure::DiameterMm,
    }
}

/// The key of the word for it.
fn name(measure: Measure) -> &'static str {
    measure.as_str().trim_end_matches("_mm")
}

/// The size that the trade means where it names none.
fn usual_axis(category: CategoryCode, size: Decimal) -> Option<Axis> {
    let code = category.as_str();
    let is =
        |codes: &[&str]| codes.iter().any(|it| code == *it || code.starts_with(&format!("{it}.")));
    let opening = is(&["DOOR", "WIN"]) && !is(&["DOOR.INDUSTRIAL", "DOOR.HARDWARE"]);
    let long = [
        "STR.STEEL_SECTION",
        "STR.STEEL_TUBE",
        "STR.TIMBER_BEAM",
        "STR.ENGINEERED_TIMBER",
        "STR.TRUSS",
        "STR.HOLLOW_CORE",
        "STR.STEEL_DECK",
        "TIM.SAWN",
        "TIM.OLD_PLANK",
        "FLOOR.PLANK",
        "ROOF.GUTTER",
        "OUT.KERB",
    ];
    let thin = [
        "INS",
        "TIM.PANEL",
        "INT.GYPSUM",
        "FAC.SANDWICH",
        "FAC.PANEL",
        "FLOOR.PARQUET",
        "MAS.BLOCK",
    ];
    if opening {
        let is_width = size <= OPENING_WIDTH_MM_MAX.into();
        Some(if is_width { Axis::Width } else { Axis::Height })
    } else if is(&long) && size >= BEAM_LENGTH_MM_MIN.into() {
        Some(Axis::Length)
    } else if is(&thin) && size <= THICKNESS_MM_MAX.into() {
        Some(Axis::Thickness)
    } else if is(&["SAN.WASHBASIN", "FUR.DESK"]) {
        Some(Axis::Width)
    } else {
        None
    }
}
