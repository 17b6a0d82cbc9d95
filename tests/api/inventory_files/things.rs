//! What stands in the buildings: things that everybody who demolishes offices, schools and houses
//! writes down, by the names they have in Dutch, French, English and German.

/// One kind of thing. What a row says of it beyond this is drawn by its number.
#[derive(Debug)]
pub struct Thing {
    /// nl, fr, en, de.
    pub names: [&'static str; 4],
    pub category: &'static str,
    /// The canonical unit it is counted in.
    pub unit: &'static str,
    /// As printed in a series, in millimetres: the axis as the API names it, and the size.
    pub sizes: &'static [(&'static str, u32)],
    pub unit_mass_grams: i64,
    pub waste_code: &'static str,
    /// nl, fr, en, de.
    pub material: [&'static str; 4],
}

const fn thing(
    names: [&'static str; 4],
    category: &'static str,
    unit: &'static str,
    sizes: &'static [(&'static str, u32)],
    unit_mass_grams: i64,
    waste_code: &'static str,
    material: [&'static str; 4],
) -> Thing {
    Thing { names, category, unit, sizes, unit_mass_grams, waste_code, material }
}

const WOOD: [&str; 4] = ["hout", "bois", "timber", "Holz"];
const STEEL: [&str; 4] = ["staal", "acier", "steel", "Stahl"];
const GLASS: [&str; 4] = ["glas", "verre", "glass", "Glas"];
const CLAY: [&str; 4] = ["baksteen", "terre cuite", "clay", "Ton"];
const CERAMIC: [&str; 4] = ["keramiek", "céramique", "ceramic", "Keramik"];
const WOOL: [&str; 4] = ["minerale wol", "laine minérale", "mineral wool", "Mineralwolle"];
const NYLON: [&str; 4] = ["polyamide", "polyamide", "nylon", "Polyamid"];
const STONE: [&str; 4] = ["blauwe steen", "pierre bleue", "bluestone", "Blaustein"];
const CONCRETE: [&str; 4] = ["beton", "béton", "concrete", "Beton"];
const ZINC: [&str; 4] = ["zink", "zinc", "zinc", "Zink"];

#[rustfmt::skip]
pub const THINGS: [Thing; 32] = [
    thing(["Binnendeur met stalen omlijsting", "Porte intérieure avec huisserie métallique", "Internal door with steel frame", "Innentür mit Stahlzarge"],
        "DOOR.INT", "pcs", &[("width", 930), ("height", 2115), ("thickness", 40)], 32_000, "17 02 01", WOOD),
    thing(["Branddeur EI30", "Porte coupe-feu EI30", "Fire door FD30", "Brandschutztür T30"],
        "DOOR.FIRE", "pcs", &[("width", 1030), ("height", 2115), ("thickness", 54)], 48_000, "17 02 01", WOOD),
    thing(["Tapijttegels antraciet", "Dalles de moquette anthracite", "Carpet tiles anthracite", "Teppichfliesen anthrazit"],
        "FLOOR.CARPET_TILE", "m2", &[("length", 500), ("width", 500), ("thickness", 7)], 4_000, "20 01 11", NYLON),
    thing(["Plafondtegels minerale wol", "Dalles de faux plafond minérales", "Mineral ceiling tiles", "Deckenplatten Mineralfaser"],
        "INT.CEIL_TILE", "m2", &[("length", 600), ("width", 600), ("thickness", 15)], 4_500, "17 06 04", WOOL),
    thing(["Verhoogde vloer", "Faux plancher", "Raised access floor", "Doppelboden"],
        "FLOOR.RAISED", "m2", &[("length", 600), ("width", 600), ("thickness", 38)], 38_000, "17 02 01", STEEL),
    thing(["Stalen ligger IPE 300", "Poutrelle acier IPE 300", "Steel beam IPE 300", "Stahlträger IPE 300"],
        "STR.STEEL_SECTION", "pcs", &[("length", 7200), ("width", 150), ("height", 300)], 304_000, "17 04 05", STEEL),
    thing(["Wastafel", "Lavabo", "Washbasin", "Waschbecken"],
        "SAN.WASHBASIN", "pcs", &[("length", 600), ("width", 480), ("height", 200)], 14_000, "17 01 03", CERAMIC),
    thing(["Urinoir", "Urinoir", "Urinal", "Urinal"],
        "SAN.URINAL", "pcs", &[("length", 360), ("width", 330), ("height", 560)], 13_000, "17 01 03", CERAMIC),
    thing(["Paneelradiator", "Radiateur panneau", "Panel radiator", "Plattenheizkörper"],
        "HVAC.RAD_PANEL", "pcs", &[("length", 1200), ("width", 100), ("height", 600)], 36_000, "17 04 05", STEEL),
    thing(["Gietijzeren radiator", "Radiateur fonte", "Cast-iron radiator", "Gussheizkörper"],
        "HVAC.RAD_CAST", "pcs", &[("length", 900), ("width", 220), ("height", 700)], 110_000, "17 04 05", STEEL),
    thing(["Kabelgoot", "Chemin de câbles", "Cable tray", "Kabelrinne"],
        "ELEC.CABLE_TRAY", "m", &[("length", 3000), ("width", 200), ("height", 60)], 3_100, "17 04 05", STEEL),
    thing(["Gevelsteen rood", "Brique de parement rouge", "Facing brick red", "Vormauerziegel rot"],
        "MAS.FACING_BRICK", "pcs", &[("length", 188), ("width", 88), ("height", 63)], 1_900, "17 01 02", CLAY),
    thing(["Dakpannen", "Tuiles", "Roof tiles", "Dachziegel"],
        "ROOF.TILE", "pcs", &[("length", 420), ("width", 260), ("height", 60)], 3_000, "17 01 03", CLAY),
    thing(["Zinken dakgoot", "Gouttière en zinc", "Zinc gutter", "Dachrinne Zink"],
        "ROOF.GUTTER", "m", &[("length", 2000), ("width", 150), ("height", 100)], 2_500, "17 04 04", ZINC),
    thing(["Glazen systeemwand", "Cloison vitrée", "Glass partition", "Glastrennwand"],
        "INT.GLASS_PART", "m2", &[("length", 1200), ("width", 100), ("height", 2700)], 30_000, "17 02 02", GLASS),
    thing(["Houten balk grenen", "Poutre bois de sapin", "Timber beam pine", "Holzbalken Kiefer"],
        "STR.TIMBER_BEAM", "m", &[("length", 4500), ("width", 80), ("height", 230)], 9_500, "17 02 01", WOOD),
    thing(["Eiken parket", "Parquet chêne", "Oak parquet", "Eichenparkett"],
        "FLOOR.PARQUET", "m2", &[("length", 500), ("width", 70), ("thickness", 22)], 15_000, "17 02 01", WOOD),
    thing(["Bureaustoel", "Chaise de bureau", "Office chair", "Bürostuhl"],
        "FUR.CHAIR", "pcs", &[("length", 650), ("width", 650), ("height", 1100)], 15_000, "20 03 07", STEEL),
    thing(["Lockerkast", "Armoire vestiaire", "Locker cabinet", "Spind"],
        "FUR.CABINET", "pcs", &[("length", 600), ("width", 500), ("height", 1800)], 45_000, "20 03 07", STEEL),
    thing(["Zonnepanelen", "Panneaux photovoltaïques", "PV panels", "PV-Module"],
        "ELEC.PV", "pcs", &[("length", 1722), ("width", 1134), ("thickness", 30)], 21_000, "16 02 14", GLASS),
    thing(["Betonklinkers", "Pavés béton", "Concrete pavers", "Pflastersteine Beton"],
        "OUT.PAVER", "m2", &[("length", 220), ("width", 110), ("thickness", 80)], 180_000, "17 01 01", CONCRETE),
    thing(["Kasseien", "Pavés en pierre", "Granite setts", "Natursteinpflaster"],
        "OUT.COBBLE", "m2", &[("length", 150), ("width", 150), ("thickness", 140)], 300_000, "17 05 04", STONE),
    thing(["Boordsteen", "Bordure de trottoir", "Kerb", "Bordstein"],
        "OUT.KERB", "m", &[("length", 1000), ("width", 150), ("height", 250)], 85_000, "17 01 01", CONCRETE),
    thing(["Raam aluminium", "Fenêtre aluminium", "Aluminium window", "Fenster Aluminium"],
        "WIN.WINDOW", "pcs", &[("width", 1200), ("height", 1500), ("thickness", 70)], 55_000, "17 02 02", GLASS),
    thing(["Sandwichpaneel", "Panneau sandwich", "Sandwich panel", "Sandwichpaneel"],
        "FAC.SANDWICH", "m2", &[("length", 6000), ("width", 1000), ("thickness", 80)], 13_000, "17 04 05", STEEL),
    thing(["Stalen trap", "Escalier acier", "Steel staircase", "Stahltreppe"],
        "MET.STAIR", "pcs", &[("length", 4200), ("width", 1100), ("height", 3200)], 850_000, "17 04 05", STEEL),
    thing(["Balustrade", "Garde-corps", "Railing", "Geländer"],
        "MET.RAILING", "m", &[("length", 2500), ("width", 50), ("height", 1000)], 18_000, "17 04 05", STEEL),
    thing(["Fietsenrek", "Râtelier à vélos", "Bike rack", "Fahrradständer"],
        "OUT.BIKE", "pcs", &[("length", 2000), ("width", 500), ("height", 850)], 35_000, "17 04 05", STEEL),
    thing(["Noodverlichting", "Éclairage de secours", "Emergency light", "Notleuchte"],
        "ELEC.SAFETY", "pcs", &[("length", 350), ("width", 120), ("height", 60)], 1_200, "20 01 36", STEEL),
    thing(["Luchtgroep", "Centrale de traitement d’air", "Air handling unit", "Lüftungsgerät"],
        "HVAC.AHU", "pcs", &[("length", 3400), ("width", 1500), ("height", 1800)], 1_250_000, "16 02 14", STEEL),
    thing(["Natuurleien", "Ardoises naturelles", "Natural slates", "Naturschiefer"],
        "ROOF.SLATE", "pcs", &[("length", 400), ("width", 250), ("thickness", 5)], 1_100, "17 01 03", STONE),
    thing(["Palletrek", "Rayonnage à palettes", "Pallet racking", "Palettenregal"],
        "FUR.RACK", "m", &[("length", 2700), ("width", 1100), ("height", 6000)], 60_000, "17 04 05", STEEL),
];
