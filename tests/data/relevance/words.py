"""What the passports of the judged set say besides the names of things: materials, colours, places,
and the sentences people write beside a name. In the order of LANGUAGES wherever four stand together.
"""

LANGUAGES = ["nl", "fr", "en", "de"]

# Code → the word in nl, fr, en, de. What is empty goes unsaid.
MATERIALS = {
    "acrylic": ("acryl", "acrylique", "acrylic", "Acryl"),
    "aerated_concrete": ("cellenbeton", "béton cellulaire", "aerated concrete", "Porenbeton"),
    "afzelia": ("afzelia", "afzelia", "afzelia", "Afzelia"),
    "aluminium": ("aluminium", "aluminium", "aluminium", "Aluminium"),
    "beech": ("beuk", "hêtre", "beech", "Buche"),
    "bluestone": ("blauwe hardsteen", "pierre bleue", "bluestone", "Blaustein"),
    "brass": ("messing", "laiton", "brass", "Messing"),
    "calcium_sulphate": ("calciumsulfaat", "sulfate de calcium", "calcium sulphate", "Calciumsulfat"),
    "cast_iron": ("gietijzer", "fonte", "cast iron", "Gusseisen"),
    "cedar": ("ceder", "cèdre", "cedar", "Zeder"),
    "cement": ("cement", "ciment", "cement", "Zement"),
    "ceramic": ("keramiek", "céramique", "ceramic", "Keramik"),
    "chipboard": ("spaanplaat", "aggloméré", "chipboard", "Spanplatte"),
    "clay": ("gebakken klei", "terre cuite", "fired clay", "Ton"),
    "concrete": ("beton", "béton", "concrete", "Beton"),
    "copper": ("koper", "cuivre", "copper", "Kupfer"),
    "cork": ("kurk", "liège", "cork", "Kork"),
    "douglas": ("douglas", "douglas", "Douglas fir", "Douglasie"),
    "eps": ("EPS", "EPS", "EPS", "EPS"),
    "fabric": ("stof", "tissu", "fabric", "Stoff"),
    "felt": ("vilt", "feutre", "felt", "Filz"),
    "fibre_cement": ("vezelcement", "fibres-ciment", "fibre cement", "Faserzement"),
    "galvanised_steel": ("gegalvaniseerd staal", "acier galvanisé", "galvanised steel", "verzinkter Stahl"),
    "glass": ("glas", "verre", "glass", "Glas"),
    "glass_tempered": ("gehard glas", "verre trempé", "toughened glass", "ESG"),
    "glass_wool": ("glaswol", "laine de verre", "glass wool", "Glaswolle"),
    "granite": ("graniet", "granit", "granite", "Granit"),
    "gypsum": ("gips", "plâtre", "gypsum", "Gips"),
    "hemp": ("hennep", "chanvre", "hemp", "Hanf"),
    "hpl": ("HPL", "HPL", "HPL", "HPL"),
    "larch": ("lariks", "mélèze", "larch", "Lärche"),
    "limestone": ("kalksteen", "pierre calcaire", "limestone", "Kalkstein"),
    "linoleum": ("linoleum", "linoléum", "linoleum", "Linoleum"),
    "marble": ("marmer", "marbre", "marble", "Marmor"),
    "mdf": ("MDF", "MDF", "MDF", "MDF"),
    "melamine": ("melamine", "mélaminé", "melamine", "Melamin"),
    "meranti": ("meranti", "méranti", "meranti", "Meranti"),
    "mineral_wool": ("minerale wol", "laine minérale", "mineral fibre", "Mineralfaser"),
    "nylon": ("nylon", "nylon", "nylon", "Nylon"),
    "oak": ("eik", "chêne", "oak", "Eiche"),
    "osb": ("OSB", "OSB", "OSB", "OSB"),
    "pine": ("grenen", "pin", "pine", "Kiefer"),
    "pir": ("PIR", "PIR", "PIR", "PIR"),
    "pitchpine": ("pitchpine", "pitchpin", "pitch pine", "Pitchpine"),
    "plastic": ("kunststof", "plastique", "plastic", "Kunststoff"),
    "plywood": ("multiplex", "contreplaqué", "plywood", "Sperrholz"),
    "polycarbonate": ("polycarbonaat", "polycarbonate", "polycarbonate", "Polycarbonat"),
    "porcelain": ("porselein", "porcelaine", "porcelain", "Porzellan"),
    "porphyry": ("porfier", "porphyre", "porphyry", "Porphyr"),
    "pur": ("PUR", "PUR", "PUR", "PUR"),
    "pvc": ("PVC", "PVC", "PVC", "PVC"),
    "rockwool": ("rotswol", "laine de roche", "rock wool", "Steinwolle"),
    "sand": ("zand", "sable", "sand", "Sand"),
    "sand_lime": ("kalkzandsteen", "silico-calcaire", "sand-lime", "Kalksandstein"),
    "sandstone": ("zandsteen", "grès", "sandstone", "Sandstein"),
    "slate": ("leisteen", "ardoise", "slate", "Schiefer"),
    "soil": ("grond", "terre", "soil", "Boden"),
    "spruce": ("vuren", "épicéa", "spruce", "Fichte"),
    "stainless": ("rvs", "inox", "stainless steel", "Edelstahl"),
    "steel": ("staal", "acier", "steel", "Stahl"),
    "stone_wool": ("steenwol", "laine de roche", "stone wool", "Steinwolle"),
    "vinyl": ("vinyl", "vinyle", "vinyl", "Vinyl"),
    "walnut": ("notelaar", "noyer", "walnut", "Nussbaum"),
    "wood": ("hout", "bois", "wood", "Holz"),
    "wood_fibre": ("houtvezel", "fibre de bois", "wood fibre", "Holzfaser"),
    "wrought_iron": ("smeedijzer", "fer forgé", "wrought iron", "Schmiedeeisen"),
    "xps": ("XPS", "XPS", "XPS", "XPS"),
    "zinc": ("zink", "zinc", "zinc", "Zink"),
}

COLOURS = {
    "anthracite": ("antraciet", "anthracite", "anthracite", "anthrazit"),
    "beech_colour": ("beukkleur", "teinte hêtre", "beech effect", "Buche Dekor"),
    "beige": ("beige", "beige", "beige", "beige"),
    "black": ("zwart", "noir", "black", "schwarz"),
    "blue": ("blauw", "bleu", "blue", "blau"),
    "brown": ("bruin", "brun", "brown", "braun"),
    "chrome": ("chroom", "chromé", "chrome", "verchromt"),
    "clear": ("helder", "clair", "clear", "klar"),
    "copper_colour": ("koperkleur", "cuivré", "copper coloured", "kupferfarben"),
    "cream": ("crème", "crème", "cream", "creme"),
    "green": ("groen", "vert", "green", "grün"),
    "grey": ("grijs", "gris", "grey", "grau"),
    "matt": ("mat", "mat", "frosted", "matt"),
    "multicolour": ("veelkleurig", "multicolore", "multicoloured", "bunt"),
    "natural": ("naturel", "naturel", "natural", "natur"),
    "opal": ("opaal", "opale", "opal", "opal"),
    "orange": ("oranje", "orange", "orange", "orange"),
    "pink": ("roze", "rose", "pink", "rosa"),
    "primer": ("menie", "antirouille", "primer", "grundiert"),
    "purple": ("paars", "violet", "purple", "violett"),
    "red": ("rood", "rouge", "red", "rot"),
    "white": ("wit", "blanc", "white", "weiß"),
    "wood_look": ("houtlook", "aspect bois", "wood effect", "Holzdekor"),
    "yellow": ("geel", "jaune", "yellow", "gelb"),
}

# Name, latitude, longitude, how often, and the language in which people there mostly write.
TOWNS = [
    ("Leuven", 50.8798, 4.7005, 9, "nl"), ("Haasrode", 50.8400, 4.7280, 8, "nl"),
    ("Mechelen", 51.0259, 4.4776, 4, "nl"), ("Antwerpen", 51.2194, 4.4025, 8, "nl"),
    ("Gent", 51.0543, 3.7174, 7, "nl"), ("Hasselt", 50.9307, 5.3325, 3, "nl"),
    ("Brugge", 51.2093, 3.2247, 3, "nl"), ("Tienen", 50.8074, 4.9378, 2, "nl"),
    ("Eindhoven", 51.4416, 5.4697, 3, "nl"), ("Rotterdam", 51.9244, 4.4777, 3, "nl"),
    ("Brussel", 50.8503, 4.3517, 6, "nl"), ("Bruxelles", 50.8503, 4.3517, 8, "fr"),
    ("Wavre", 50.7172, 4.6014, 4, "fr"), ("Namur", 50.4674, 4.8720, 4, "fr"),
    ("Liège", 50.6326, 5.5797, 5, "fr"), ("Charleroi", 50.4108, 4.4446, 4, "fr"),
    ("Lille", 50.6292, 3.0573, 4, "fr"), ("Lyon", 45.7640, 4.8357, 2, "fr"),
    ("Luxembourg", 49.6116, 6.1319, 2, "fr"), ("Aachen", 50.7753, 6.0839, 5, "de"),
    ("Köln", 50.9375, 6.9603, 5, "de"), ("Düsseldorf", 51.2277, 6.7735, 3, "de"),
    ("Eupen", 50.6279, 6.0367, 3, "de"), ("Berlin", 52.5200, 13.4050, 2, "de"),
    ("London", 51.5072, -0.1276, 5, "en"), ("Bristol", 51.4545, -2.5879, 2, "en"),
    ("Brussels", 50.8503, 4.3517, 3, "en"), ("Rotterdam", 51.9244, 4.4777, 1, "en"),
]

# Where it comes from. {k} is another thing that stood in the same place and is not what is offered.
ORIGINS = {
    "nl": ["Komt uit een kantoorgebouw.", "Afkomstig van de sloop van een school.", "Uit een oude fabriek.",
           "Uit een herenhuis van rond 1900.", "Overschot van een werf.", "Uit een ziekenhuis.",
           "Vrijgekomen bij de renovatie van een rusthuis.", "Uit een magazijn op het bedrijventerrein."],
    "fr": ["Provient d'un immeuble de bureaux.", "Issu de la démolition d'une école.", "D'une ancienne usine.",
           "D'une maison de maître vers 1900.", "Surplus de chantier.", "D'un hôpital.",
           "Libéré lors de la rénovation d'une maison de repos.", "D'un entrepôt du zoning."],
    "en": ["From an office building.", "From the demolition of a school.", "From an old factory.",
           "From a townhouse of about 1900.", "Left over from a building site.", "From a hospital.",
           "Came free in the refurbishment of a care home.", "From a warehouse on the estate."],
    "de": ["Aus einem Bürogebäude.", "Aus dem Abbruch einer Schule.", "Aus einer alten Fabrik.",
           "Aus einem Altbau um 1900.", "Restposten von der Baustelle.", "Aus einem Krankenhaus.",
           "Bei der Sanierung eines Altenheims ausgebaut.", "Aus einem Lager im Gewerbepark."],
}

SURPLUS = {
    "nl": ["Nieuw, nog in verpakking.", "Restpartij, nooit gebruikt.", "Nieuw overschot van een werf."],
    "fr": ["Neuf, encore emballé.", "Fin de lot, jamais utilisé.", "Surplus de chantier neuf."],
    "en": ["New, still packed.", "End of line, never used.", "New surplus from a site."],
    "de": ["Neu, noch verpackt.", "Restposten, nie benutzt.", "Neuer Überschuss von der Baustelle."],
}

STATES = {
    "nl": {True: ["Gedemonteerd en gestapeld op paletten.", "Ligt klaar om op te halen.", "Droog gestockeerd."],
           False: ["Nog in het gebouw, zelf te demonteren.", "Nog gemonteerd.", "Wordt gedemonteerd in overleg."]},
    "fr": {True: ["Démonté et mis sur palettes.", "Prêt à être enlevé.", "Stocké au sec."],
           False: ["Encore en place, à démonter soi-même.", "Encore monté.", "Démontage à convenir."]},
    "en": {True: ["Dismantled and stacked on pallets.", "Ready for collection.", "Stored dry."],
           False: ["Still in the building, buyer to dismantle.", "Still fitted.", "Dismantling to be agreed."]},
    "de": {True: ["Ausgebaut und auf Paletten gestapelt.", "Abholbereit.", "Trocken gelagert."],
           False: ["Noch eingebaut, Selbstausbau.", "Noch montiert.", "Ausbau nach Absprache."]},
}

# From 1 (damaged) to 5 (like new).
CONDITIONS = {
    "nl": ["Beschadigd, te herstellen.", "Matige staat, veel gebruikssporen.", "Normale gebruikssporen.",
           "Goede staat.", "Zo goed als nieuw."],
    "fr": ["Abîmé, à réparer.", "État moyen, beaucoup de traces.", "Traces d'usage normales.", "Bon état.",
           "Comme neuf."],
    "en": ["Damaged, needs repair.", "Worn, many marks.", "Normal signs of use.", "Good condition.", "As new."],
    "de": ["Beschädigt, zu reparieren.", "Mäßiger Zustand, viele Spuren.", "Normale Gebrauchsspuren.",
           "Guter Zustand.", "Wie neu."],
}

# Things said in passing, so that a word in a text need not be what is offered.
BESIDE = {
    "nl": ["In hetzelfde gebouw zijn er ook: {k}.", "Stond naast: {k}.", "Wij hebben ook {k} te koop.",
           "Past bij onze {k}."],
    "fr": ["Dans le même bâtiment il y a aussi : {k}.", "Nous avons aussi : {k}.", "Va avec : {k}."],
    "en": ["In the same building there is also: {k}.", "We also have {k} for sale.", "Goes with our {k}."],
    "de": ["Im selben Gebäude gibt es auch: {k}.", "Wir haben auch {k} abzugeben.", "Passt zu: {k}."],
}

FRAMES = {"nl": "Met kozijn.", "fr": "Avec huisserie.", "en": "With frame.", "de": "Mit Zarge."}
GLAZING = {
    "single": ("Enkel glas.", "Simple vitrage.", "Single glazed.", "Einfachverglasung."),
    "double": ("Dubbel glas.", "Double vitrage.", "Double glazed.", "Zweifachverglasung."),
    "triple": ("Drievoudig glas.", "Triple vitrage.", "Triple glazed.", "Dreifachverglasung."),
}
MORTARS = {
    "lime": ("Kalkmortel, gekuist.", "Mortier de chaux, nettoyées.", "Lime mortar, cleaned.", "Kalkmörtel, geputzt."),
    "cement": ("Cementmortel.", "Mortier de ciment.", "Cement mortar.", "Zementmörtel."),
}
PICK_UP = {
    "nl": ["Af te halen in {t}.", "Ophalen op afspraak.", "Levering mogelijk.", ""],
    "fr": ["À enlever à {t}.", "Enlèvement sur rendez-vous.", "Livraison possible.", ""],
    "en": ["Collection from {t}.", "Collection by appointment.", "Delivery possible.", ""],
    "de": ["Abholung in {t}.", "Abholung nach Vereinbarung.", "Lieferung möglich.", ""],
}

# A name may say what a thing is made of. Then that is what it is made of.
SAYS_MATERIAL = {
    "oak": r"eiken|eik\b|chêne|\boak|eiche", "pine": r"grenen|\bpine|kiefer", "stainless": r"\brvs|inox|edelstahl|stainless",
    "cast_iron": r"gietijzer|fonte|cast iron|guss", "zinc": r"zink|zinc", "aluminium": r"alu",
    "bluestone": r"blauwe (hard)?steen|blauwe stenen|arduin|pierre bleue|petit granit|bluestone|blaustein",
    "marble": r"marm|marbre|marble", "sandstone": r"zandsteen|grès\b(?! cérame)|sandst",
    "limestone": r"franse steen|pierre de france|mergel|kalkstein|limestone|bourgo", "porphyry": r"porfier|porphyr",
    "granite": r"granit(?!e? ?surface)", "wrought_iron": r"smeedijzer|fer forgé|wrought|schmiede", "meranti": r"meranti",
    "larch": r"lärche|mélèze|larch", "cedar": r"ceder|cèdre|cedar", "acrylic": r"acryl",
    "glass": r"glazen bal|en verre$|glass bal|glasgel|douchewand glas", "steel": r"stalen|\bstaal|acier|\bsteel|stahl",
    "walnut": r"notelaar|noyer|walnut", "polycarbonate": r"polycarbonaat", "beech": r"beuken|hêtre|buche",
}

SAYS_DOUBLE = r"dubbel|double|zweifach|isolierglas"

# And of which sort it is, where a kind has several: the kinds it is said of, the sort, how it is said.
SAYS_SORT = [
    ("san.wc", "wall-hung", r"hangtoilet|suspendu|wall-hung|wand-wc"), ("san.basin", "double", r"dubbel|double"),
    ("san.urinal", "sensor", r"sensor"), ("san.bath", "on feet", r"pootjes|pieds|roll top|freistehend"),
    ("san.shower", "shower tray", r"bak|receveur|tray|wanne"), ("san.shower", "shower cubicle", r"cabine|cubicle|kabine"),
    ("san.shower", "shower screen", r"wand glas|paroi|screen|abtrennung"), ("san.tap", "kitchen tap", r"keuken|cuisine|kitchen|küche"),
    ("san.tap", "thermostatic", r"thermosta"), ("san.tap", "basin tap", r"wastafel|lavabo|basin|waschtisch"),
    ("san.sink", "slop sink", r"uitgiet|vidoir|ausguss"), ("fire.hose", "fire extinguisher", r"blusser|extincteur|extinguisher|löscher$"),
    ("fire.hose", "hose reel", r"haspel|dévidoir|ria|reel|hydrant|schlauch"), ("gutter", "downpipe", r"regenpijp|descente|downpipe|fallrohr"),
    ("roof.light", "smoke vent", r"rook|fumée|smoke|rauch"), ("roof.window", "Velux", r"velux"),
    ("stair.steel", "fire escape", r"nood|secours|escape|flucht"), ("stair.steel", "spiral staircase", r"wentel|colimaçon|spiral|wendel"),
    ("stair.steel", "outdoor staircase", r"buiten|external|außen|secours|nood|flucht"), ("stair.wood", "loft ladder", r"zolder|loft|boden"),
    ("railing", "handrail", r"leuning|rampe|handrail|handlauf"), ("fur.desk", "sit-stand", r"zit-sta|assis-debout|sit-stand|höhenverst"),
    ("fur.chair", "stackable", r"stapel|empilable|stackable"), ("fur.chair", "office chair", r"bureau|kantoor|office|büro|dreh|task"),
    ("fur.cabinet", "metal cabinet", r"metalen|métallique|metal"), ("light.pendant", "chandelier", r"kroon|lustre|chandelier|kron"),
    ("formwork", "prop", r"stempel|étai|étançon|prop|stütze"), ("formwork", "formwork panel", r"panel|paneel|tafel|panneaux"),
    ("concrete.precast", "column", r"kolom|colonne|column|stütze$"), ("concrete.precast", "retaining wall", r"keer|soutènement|retaining|winkel"),
    ("concrete.precast", "concrete stair", r"trap|escalier|treppe"), ("concrete.precast", "wall panel", r"wand$|wall panels"),
    ("concrete.precast", "concrete beam", r"balk|poutre|balken"), ("bulk", "topsoil", r"teelaarde|arable|topsoil|mutter"),
    ("bulk", "sand", r"zand|sable|^sand"), ("bulk", "recycled aggregate", r"granulaa|granulats|puin|recycl"),
    ("bulk", "crushed stone", r"split|concassé|crushed"), ("container", "office container", r"bureel|bureau|office|büro"),
    ("container", "shipping container", r"zee|maritime|shipping|see"), ("container", "sanitary container", r"sanitair"),
    ("door.ext.alu", "emergency exit", r"nooddeur|secours|emergency|notaus"), ("door.ext.alu", "automatic door", r"automat"),
    ("plank.old", "barn wood", r"barn|grange|scheune"), ("plank.old", "scaffold boards", r"steiger|scaffold|gerüst"),
    ("board.ply", "film faced", r"betonplex|bakélisé|film|siebdruck"), ("railing", "glass balustrade", r"glazen|en verre|glass|glas"),
    ("partition.solid", "melamine partition", r"melamine"), ("light.pendant", "design", r"design"),
    ("fence", "mesh panel fence", r"paneel|panelen|panneaux|mesh|matten|elemente"), ("hvac.cylinder", "buffer tank", r"buffer|tampon|puffer"),
    ("floor.stone", "Burgundy flagstones", r"bourgond|bourgogne"), ("door.int.sliding", "track included", r"rail|track|schiene"),
    ("hvac.ahu", "heat recovery", r"terugwinning|double flux|recovery|rückgewinnung|systeem d"),
    ("roof.steel", "trapezoidal sheet", r"damwand|bac|box|trapez|geprofil|profil"), ("shading", "awning", r"zonnescherm|awning|markise"),
]
