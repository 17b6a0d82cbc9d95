//! What a row says, cell by cell: as it is written, and what must come out of it.

use circuler::catalogue::CategoryCode;
use circuler::language::Language;
use serde_json::{Value, json};

use super::things::{THINGS, Thing};
use super::wording::{self, Date, Hand, Tongue};

/// Keys of a row as it is told, with the values that must stand there.
pub type Expected = Vec<(&'static str, Value)>;

/// A cell as it goes into a file.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    Empty,
    Text(String),
    Number(f64),
    Date(Date),
}

/// A column of a description: `Lengte (cm)=length@cm`.
#[derive(Debug, Clone)]
pub struct Column {
    pub heading: &'static str,
    /// The fields it may be taken for; `-` where it must be left out.
    pub fields: Vec<&'static str>,
    style: &'static str,
}

impl Column {
    pub fn parse(text: &'static str) -> Self {
        let (heading, meaning) = text.rsplit_once('=').expect("Heading=field@style");
        let (fields, style) = meaning.split_once('@').unwrap_or((meaning, ""));
        Self { heading, fields: fields.split('|').collect(), style }
    }

    pub fn field(&self) -> &'static str {
        self.fields[0]
    }
}

/// What a row is about.
#[derive(Debug, Clone)]
pub struct Facts {
    pub thing: &'static Thing,
    /// Among the rows of its file, from 0.
    number: usize,
    quantity_thousandths: i64,
    condition: u8,
    cents: i64,
    available: Date,
}

impl Facts {
    /// The facts of row `number` of the file `seed`: the same on every run.
    pub fn draw(seed: usize, number: usize) -> Self {
        let at = seed * 31 + number * 7;
        let thing = &THINGS[(seed * 5 + number) % THINGS.len()];
        let whole = i64::try_from(at % 47 + 2).expect("a small number");
        let half = if thing.unit == "pcs" { 0 } else { [0, 500, 250][at % 3] };
        Self {
            thing,
            number,
            quantity_thousandths: whole * 1000 + half,
            condition: u8::try_from(at % 5 + 1).expect("from 1 to 5"),
            cents: i64::try_from(at % 90 + 3).expect("a small number") * 100 + [0, 50][at % 2],
            available: (
                2027,
                u8::try_from(at % 12 + 1).expect("a month"),
                u8::try_from(at % 28 + 1).expect("a day"),
            ),
        }
    }

    pub fn quantity(&self) -> i64 {
        self.quantity_thousandths
    }

    /// The cell of a column, and the key and value that must come out of it.
    pub fn cell(&self, column: &Column, hand: Hand) -> (Cell, Expected) {
        let style = column.style;
        match column.field() {
            "external_id" => self.own_number(style, hand),
            "name" => {
                let name = self.thing.names
                    [if style == "mixed" { self.number % 4 } else { hand.tongue as usize }];
                text(name, "name")
            }
            "category" => {
                let code =
                    CategoryCode::parse(self.thing.category).expect("a code of the catalogue");
                (Cell::Text(code.label(language(hand.tongue)).to_owned()), Vec::new())
            }
            "quantity" => self.quantity_cell(style, hand),
            "unit" => {
                let word = wording::unit(self.thing.unit, hand.tongue, self.number);
                (Cell::Text(word.to_owned()), vec![("unit", json!(self.thing.unit))])
            }
            "length" => self.size("length", "length_mm", style, hand),
            "width" => self.size("width", "width_mm", style, hand),
            "height" => self.size("height", "height_mm", style, hand),
            "thickness" => self.size("thickness", "thickness_mm", style, hand),
            "dimensions" => self.series(style, hand),
            "weight_total" => {
                let grams = self.thing.unit_mass_grams * self.quantity_thousandths / 1000;
                Self::mass(grams, "weight_kg", style, hand)
            }
            "weight_unit" => Self::mass(self.thing.unit_mass_grams, "weight_unit_kg", style, hand),
            "material" => text(hand.tongue.at(self.thing.material), "material"),
            "year_made" => {
                let year = 1960 + self.number % 60;
                figure(
                    i64::try_from(year).expect("a year") * 1000,
                    hand,
                    vec![("year", json!(year))],
                )
            }
            "condition_technical" => self.condition_cell(style, hand),
            "ewc_code" => self.waste_code(style),
            "hazardous" => {
                (Cell::Text(wording::no(hand.tongue).to_owned()), vec![("hazardous", json!(false))])
            }
            "reuse_potential" => {
                (Cell::Text(wording::yes(hand.tongue).to_owned()), vec![("reusable", json!(true))])
            }
            "available_from" => self.available_cell(style, hand),
            "price" => self.price_cell(style, hand),
            "floor" => text(wording::floor(self.number / 3, hand.tongue), "floor"),
            "room" => text(&wording::room(self.number, hand.tongue), "room"),
            "area" | "volume" | "power" | "u_value" | "co2" | "price_new" | "min_quantity" => {
                figure(12_500, hand, Vec::new())
            }
            "brand" | "model" | "serial" | "colour" | "defects" | "connection" | "fire_rating" => {
                let field = column.field();
                text(wording::words(field, hand.tongue), field)
            }
            other => (Cell::Text(wording::words(other, hand.tongue).to_owned()), Vec::new()),
        }
    }

    fn own_number(&self, style: &str, hand: Hand) -> (Cell, Expected) {
        let number = self.number + 1;
        let written = if style == "n" { number.to_string() } else { format!("D-{number:02}") };
        let expected = vec![("external_id", json!(written))];
        match (style, hand.typed) {
            ("n", true) => {
                (Cell::Number(f64::from(u32::try_from(number).expect("few rows"))), expected)
            }
            _ => (Cell::Text(written), expected),
        }
    }

    fn quantity_cell(&self, style: &str, hand: Hand) -> (Cell, Expected) {
        let some = self.quantity_thousandths;
        let plain = vec![("quantity", from_thousandths(some))];
        let written = wording::number(some, hand.tongue, false);
        match style {
            "ca" if self.number % 2 == 1 => {
                let about = hand.tongue.at(["ca. ", "env. ", "approx. ", "ca. "]);
                let expected = vec![plain[0].clone(), ("quantity_approx", json!(true))];
                (Cell::Text(format!("{about}{written}")), expected)
            }
            "range" if self.number % 3 == 1 => {
                let upper = wording::number(some + 4000, hand.tongue, false);
                let expected =
                    vec![plain[0].clone(), ("quantity_max", from_thousandths(some + 4000))];
                (Cell::Text(format!("{written} - {upper}")), expected)
            }
            "unit" => {
                let unit = wording::unit(self.thing.unit, hand.tongue, self.number);
                let expected = vec![plain[0].clone(), ("unit", json!(self.thing.unit))];
                (Cell::Text(format!("{written} {unit}")), expected)
            }
            "thousands" => {
                let many = some + 1_200_000;
                let expected = vec![("quantity", from_thousandths(many))];
                (Cell::Text(wording::number(many, hand.tongue, true)), expected)
            }
            _ => figure(some, Hand { typed: hand.typed && style != "text", ..hand }, plain),
        }
    }

    fn size(&self, axis: &str, key: &'static str, unit: &str, hand: Hand) -> (Cell, Expected) {
        let Some((_, millimetres)) = self.thing.sizes.iter().find(|it| it.0 == axis) else {
            return (Cell::Empty, vec![(key, Value::Null)]);
        };
        let thousandths = match unit {
            "cm" => i64::from(*millimetres) * 100,
            "m" => i64::from(*millimetres),
            _ => i64::from(*millimetres) * 1000,
        };
        figure(thousandths, hand, vec![(key, json!(millimetres))])
    }

    /// `cm`, `mm` with the unit at the end; `bare` without, `star` with `*` between them.
    fn series(&self, style: &str, hand: Hand) -> (Cell, Expected) {
        let sizes: Vec<u32> = self.thing.sizes.iter().map(|it| it.1).collect();
        let thousandths = |size: &u32| i64::from(*size) * if style == "cm" { 100 } else { 1000 };
        let written: Vec<String> =
            sizes.iter().map(|it| wording::number(thousandths(it), hand.tongue, false)).collect();
        let written = match style {
            "cm" => format!("{} cm", written.join("x")),
            "bare" => written.join(" x "),
            "star" => format!("{} mm", written.join("*")),
            _ => format!("{} mm", written.join(" x ")),
        };
        (Cell::Text(written), vec![("dims_mm", json!(sizes))])
    }

    fn mass(grams: i64, key: &'static str, unit: &str, hand: Hand) -> (Cell, Expected) {
        // Tonnes are written to the kilogram.
        let (thousandths, grams) = match unit {
            "t" => (grams / 1000, grams / 1000 * 1000),
            _ => (grams, grams),
        };
        figure(thousandths, hand, vec![(key, from_thousandths(grams))])
    }

    fn condition_cell(&self, style: &str, hand: Hand) -> (Cell, Expected) {
        let expected = vec![("condition", json!(self.condition))];
        match style {
            "marks" => {
                figure(i64::from(wording::mark(self.condition, self.number)) * 1000, hand, expected)
            }
            "5best" => figure(i64::from(self.condition) * 1000, hand, expected),
            _ => {
                let word = wording::condition(self.condition, hand.tongue, self.number);
                (Cell::Text(word.to_owned()), expected)
            }
        }
    }

    fn waste_code(&self, style: &str) -> (Cell, Expected) {
        let code = self.thing.waste_code;
        let written = match style {
            "compact" => code.replace(' ', ""),
            "dots" => code.replace(' ', "."),
            _ => code.to_owned(),
        };
        (Cell::Text(written), vec![("ewc", json!(code))])
    }

    fn available_cell(&self, style: &str, hand: Hand) -> (Cell, Expected) {
        let (year, month, day) = self.available;
        let meant = match style {
            "month" => (year, month, 1),
            "quarter" => (year, (month - 1) / 3 * 3 + 1, 1),
            _ => (year, month, day),
        };
        let expected = vec![("available_from", json!(wording::date(meant, hand.tongue, "iso")))];
        if hand.typed && style.is_empty() {
            return (Cell::Date(self.available), expected);
        }
        (Cell::Text(wording::date(self.available, hand.tongue, style)), expected)
    }

    fn price_cell(&self, style: &str, hand: Hand) -> (Cell, Expected) {
        if style == "free" && self.number.is_multiple_of(3) {
            let word = hand.tongue.at(["gratis", "gratuit", "free", "kostenlos"]);
            return (Cell::Text(word.to_owned()), vec![("price_cents", json!(0))]);
        }
        let expected = vec![("price_cents", json!(self.cents))];
        if style == "bare" && hand.typed {
            return figure(self.cents * 10, Hand { typed: true, ..hand }, expected);
        }
        (Cell::Text(wording::money(self.cents, hand.tongue, style)), expected)
    }
}

fn text(written: &str, key: &'static str) -> (Cell, Expected) {
    (Cell::Text(written.to_owned()), vec![(key, json!(written))])
}

fn figure(thousandths: i64, hand: Hand, expected: Expected) -> (Cell, Expected) {
    if hand.typed {
        return (Cell::Number(float(thousandths)), expected);
    }
    (Cell::Text(wording::number(thousandths, hand.tongue, false)), expected)
}

fn from_thousandths(thousandths: i64) -> Value {
    json!(float(thousandths))
}

#[expect(clippy::cast_precision_loss, reason = "far below the fifteen digits that are exact")]
fn float(thousandths: i64) -> f64 {
    thousandths as f64 / 1000.0
}

fn language(tongue: Tongue) -> Language {
    tongue.at(Language::ALL)
}
