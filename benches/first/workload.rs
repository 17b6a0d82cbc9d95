//! What is measured with: made from a seed, the same on every run and every machine.

use std::fmt::Write;

/// A small generator (xorshift): the workload must not change when a crate does.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap_or(0) % end
    }

    pub fn of<'a, T>(&mut self, values: &'a [T]) -> &'a T {
        &values[self.below(values.len())]
    }

    /// From `from` to `to`, in steps of a thousandth of the way.
    pub fn between(&mut self, from: f64, to: f64) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "at most a thousand")]
        let part = self.below(1001) as f64 / 1000.0;
        from + (to - from) * part
    }
}

/// Names as contractors write them, and what they are.
pub const THINGS: [(&str, &str, &str); 24] = [
    ("Binnendeur paneel", "DOOR.INT", "pcs"),
    ("Binnendeur met stalen omlijsting", "DOOR.INT", "pcs"),
    ("Brandwerende deur EI30", "DOOR.FIRE", "pcs"),
    ("Glazen systeemwand", "INT.GLASS_PART", "m2"),
    ("Plafondtegels mineraal", "INT.CEIL_TILE", "m2"),
    ("Tapijttegels grijs", "FLOOR.CARPET_TILE", "m2"),
    ("Verhoogde vloer", "FLOOR.RAISED", "m2"),
    ("Parket eik visgraat", "FLOOR.PARQUET", "m2"),
    ("Stalen ligger IPE 300", "STR.STEEL_SECTION", "m"),
    ("Stalen kolom HEA 200", "STR.STEEL_SECTION", "m"),
    ("Houten balk 75x225", "STR.TIMBER_BEAM", "m"),
    ("Gevelsteen rood", "MAS.FACING_BRICK", "pcs"),
    ("Dakpan kleur antraciet", "ROOF.TILE", "pcs"),
    ("Natuurlei", "ROOF.SLATE", "pcs"),
    ("Sandwichpaneel gevel", "FAC.SANDWICH", "m2"),
    ("Raam aluminium draaikip", "WIN.WINDOW", "pcs"),
    ("Wastafel wit", "SAN.WASHBASIN", "pcs"),
    ("Hangtoilet wit", "SAN.WC", "pcs"),
    ("Paneelradiator type 22", "HVAC.RAD_PANEL", "pcs"),
    ("Spirobuis ventilatie", "HVAC.DUCT", "m"),
    ("Kabelgoot verzinkt", "ELEC.CABLE_TRAY", "m"),
    ("Led-paneel inbouw", "ELEC.LUM_RECESSED", "pcs"),
    ("Bureaustoel zwart", "FUR.CHAIR", "pcs"),
    ("Betonklinkers grijs", "OUT.PAVER", "m2"),
];

/// Towns within a day's drive of Leuven: latitude, longitude.
pub const TOWNS: [(f64, f64); 12] = [
    (50.8798, 4.7005),
    (50.8503, 4.3517),
    (51.2194, 4.4025),
    (51.0543, 3.7174),
    (50.6326, 5.5797),
    (50.4674, 4.8718),
    (50.9307, 5.3378),
    (50.8514, 5.6910),
    (51.4416, 5.4697),
    (50.7753, 6.0839),
    (50.6292, 3.0573),
    (51.9244, 4.4777),
];

const HEADINGS: [&str; 20] = [
    "Nr.",
    "Benaming",
    "Omschrijving",
    "Aantal",
    "Eenheid",
    "Lengte (mm)",
    "Breedte (mm)",
    "Hoogte (mm)",
    "Dikte (mm)",
    "Materiaal",
    "Merk",
    "Kleur",
    "Bouwjaar",
    "Staat",
    "EURAL",
    "Verdieping",
    "Lokaal",
    "Beschikbaar vanaf",
    "Vraagprijs",
    "Opmerkingen",
];

/// The rows of an inventory of 20 columns.
pub fn inventory(rows: usize) -> (Vec<&'static str>, Vec<Vec<String>>) {
    let mut dice = Dice::new(11);
    let rows = (0..rows).map(|row| {
        let (name, _, unit) = *dice.of(&THINGS);
        vec![
            format!("N-{row:06}"),
            name.to_owned(),
            format!("Partij {}, gedemonteerd en gestapeld", dice.below(900)),
            format!("{},5", 1 + dice.below(400)),
            unit.to_owned(),
            (400 + dice.below(5000)).to_string(),
            (200 + dice.below(1800)).to_string(),
            (300 + dice.below(2400)).to_string(),
            (5 + dice.below(200)).to_string(),
            (*dice.of(&["hout", "staal", "beton", "keramiek", "glas", "kunststof"])).to_owned(),
            (*dice.of(&["Theuma", "Interface", "Radson", "Ideal Standard", "Wienerberger"]))
                .to_owned(),
            (*dice.of(&["wit", "grijs", "zwart", "rood", "RAL 9010"])).to_owned(),
            (1960 + dice.below(60)).to_string(),
            (*dice.of(&["goed", "redelijk", "matig", "als nieuw"])).to_owned(),
            "17 02 01".to_owned(),
            (*dice.of(&["0", "1", "2", "3"])).to_owned(),
            format!("{}.{:02}", dice.below(4), dice.below(40)),
            format!("{:02}/{:02}/2027", 1 + dice.below(28), 1 + dice.below(12)),
            format!("€ {},00", 1 + dice.below(300)),
            "goed bereikbaar".to_owned(),
        ]
    });
    (HEADINGS.to_vec(), rows.collect())
}

pub fn csv(rows: usize) -> Vec<u8> {
    let (headings, rows) = inventory(rows);
    let mut text = headings.join(";");
    for row in rows {
        write!(text, "\r\n{}", row.join(";")).expect("writing to memory");
    }
    text.into_bytes()
}

pub fn xlsx(rows: usize) -> Vec<u8> {
    let (headings, rows) = inventory(rows);
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    for (column, heading) in (0..).zip(headings) {
        sheet.write(0, column, heading).expect("a heading");
    }
    for (row, cells) in (1..).zip(rows) {
        for (column, cell) in (0..).zip(cells) {
            // Numbers as numbers, as people leave them in a spreadsheet.
            match cell.parse::<f64>() {
                Ok(number) => sheet.write(row, column, number),
                Err(_) => sheet.write(row, column, cell),
            }
            .expect("a cell");
        }
    }
    workbook.save_to_buffer().expect("a workbook")
}
