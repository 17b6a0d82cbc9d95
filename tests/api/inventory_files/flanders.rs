//! What contractors and experts in Flanders send.

use super::Description;
use super::sheet::{PLAIN, Sections, Sheet};
use super::wording::Tongue::Nl;
use super::written::{Encoding, Kind};

pub(super) const FILES: &[Description] = &[
    Description {
        name: "oplijsting-recuperatie",
        tongue: Nl,
        kind: Kind::Csv(';', Encoding::Utf8),
        sheets: &[Sheet {
            columns: "Nr.=external_id;Benaming=name;Aantal=quantity;Eh.=unit;L (mm)=length@mm;B (mm)=width@mm;H (mm)=height@mm;Staat=condition_technical;Opm.=remarks",
            ..PLAIN
        }],
    },
    Description {
        name: "sloopinventaris-school",
        tongue: Nl,
        kind: Kind::Xlsx,
        sheets: &[Sheet {
            name: "Inventaris",
            title: &[
                "SLOOPINVENTARIS",
                "Werf:;Basisschool De Linde;;Datum:;12/01/2027",
                "Opgemaakt door:;Sloopwerken Janssens bv",
                "",
            ],
            columns: "Volgnr=external_id@n;Omschrijving element=name|description;Hvh=quantity@ca;Ehd=unit;Afm. (cm)=dimensions@cm;Materiaal=material;Toestand=condition_technical;Eural=ewc_code;Vraagprijs (excl. btw)=price@before;Foto nr.=photo",
            sections: Sections::Merged,
            total: true,
            notes: &["* Alle hoeveelheden zijn indicatief en ter plaatse te controleren."],
            faults: &[(3, "quantity", "veel"), (8, "price", "£ 20")],
            ..PLAIN
        }],
    },
    Description {
        name: "sloopopvolgingsplan-een-blad",
        tongue: Nl,
        kind: Kind::Xlsx,
        sheets: &[Sheet {
            name: "SOP",
            title: &["Sloopopvolgingsplan - niet-gevaarlijke afvalstoffen"],
            columns: "Benaming=name;EURAL-code=ewc_code;Vermoedelijke hoeveelheid=quantity;Eenheid=unit;Plaats in het gebouw=location;Verschijningsvorm=description;Wijze van selectieve inzameling=dismantling_notes;Gevaarlijk (j/n)=hazardous",
            things: 16,
            total: true,
            faults: &[(5, "ewc_code", "17 02"), (9, "quantity", "-4")],
            ..PLAIN
        }],
    },
    Description {
        name: "sloopopvolgingsplan-twee-bladen",
        tongue: Nl,
        kind: Kind::Xlsx,
        sheets: &[
            Sheet {
                name: "Niet-gevaarlijk",
                columns: "Fiche nr=external_id@n;Benaming afvalstof=name;EURAL=ewc_code@dots;Hoeveelheid=quantity;Eenheid=unit;Locatie=location;Verschijningsvorm=description;Advies selectieve sloop=dismantling_notes",
                ..PLAIN
            },
            Sheet {
                name: "Storende fracties",
                columns: "Fiche nr=external_id@n;Benaming afvalstof=name;EURAL=ewc_code;Hoeveelheid=quantity;Eenheid=unit;Locatie=location;Bereikbaarheid=-;Opmerking=remarks",
                things: 6,
                ..PLAIN
            },
            Sheet {
                name: "Legende",
                title: &["Afkorting;Betekenis", "lm;lopende meter", "st;stuk"],
                columns: "Colofon=-",
                things: 0,
                left_out: true,
                ..PLAIN
            },
        ],
    },
    Description {
        name: "kantoren-twee-kopregels",
        tongue: Nl,
        kind: Kind::Xlsx,
        sheets: &[Sheet {
            name: "Opmeting",
            groups: "Identificatie*3;Hoeveelheid*2;Afmetingen (mm)*3;Staat",
            columns: "Code=external_id;Naam=name;Categorie=category;Aantal=quantity;Eenh.=unit;L=length@mm;B=width@mm;H=height@mm;(NEN 2767)=condition_technical@marks",
            things: 15,
            page: 5,
            ..PLAIN
        }],
    },
    Description {
        name: "twee-kopregels-als-tekst",
        tongue: Nl,
        kind: Kind::Csv(';', Encoding::Utf8),
        sheets: &[Sheet {
            groups: "Element*3;Hoeveelheid*2;Afmetingen (cm)*3;Staat*1",
            columns: "Nr=external_id@n;Benaming=name;Materiaal=material;Aantal=quantity;Eh=unit;L=length@cm;B=width@cm;H=height@cm;Algemeen=condition_technical",
            ..PLAIN
        }],
    },
    Description {
        name: "eenheden-onder-de-kop",
        tongue: Nl,
        kind: Kind::Csv(';', Encoding::Windows1252),
        sheets: &[Sheet {
            columns: "Ref=external_id;Artikel=name;Hoeveelheid=quantity@text;Eenheid=unit;Lengte=length@cm;Breedte=width@cm;Dikte=thickness@mm;Gewicht per stuk=weight_unit@kg;Kleur=colour",
            units: ";;;;cm;cm;mm;kg;",
            ..PLAIN
        }],
    },
    Description {
        name: "per-verdieping",
        tongue: Nl,
        kind: Kind::Xlsx,
        sheets: &[
            Sheet {
                name: "Gelijkvloers",
                columns: "Item=name;Aantal stuks=quantity;Eenheid=unit;Ruimte=room;Losmaakbaar?=disassembly;Bevestiging=connection;Herbruikbaar=reuse_potential;Beschikbaar vanaf=available_from",
                things: 7,
                ..PLAIN
            },
            Sheet {
                name: "Verdieping 1",
                columns: "Materiaal/product=name;Totaal aantal=quantity;Meeteenheid=unit;Lokaal=room;Maten=dimensions@mm;Richtprijs=price@dash;Merk=brand",
                things: 7,
                ..PLAIN
            },
        ],
    },
    Description {
        name: "veiling-werfmateriaal",
        tongue: Nl,
        kind: Kind::Csv('\t', Encoding::Utf16LittleEndian),
        sheets: &[Sheet {
            columns: "Kavelnummer=external_id;Titel=name;Beschrijving=description;Stuks=quantity;Eenheid=unit;Gewicht (kg)=weight_total@kg;Bouwjaar=year_made;Afhalen vanaf=available_from;Richtprijs (€)=price@bare;Eigenaar=owner",
            blank_after: 4,
            faults: &[(2, "weight_total", "zwaar"), (5, "year_made", "vroeger")],
            ..PLAIN
        }],
    },
    Description {
        name: "verborgen-kolommen",
        tongue: Nl,
        kind: Kind::Xlsx,
        sheets: &[Sheet {
            columns: "Nr=external_id;Omschrijving=name|description;Inkoopprijs=price_new;Aantal=quantity;Eh=unit;Staat=condition_technical;Verkoopprijs=price@bare;Nota=remarks",
            hidden_columns: &[2],
            hidden_rows: &[2, 7],
            ..PLAIN
        }],
    },
    Description {
        name: "legende-naast-de-lijst",
        tongue: Nl,
        kind: Kind::Xlsx,
        sheets: &[Sheet {
            title: &["Inventaris herbruikbare materialen - Interleuvenlaan 10"],
            columns: "Nr=external_id;Product=name;Aantal=quantity@range;Eenheid=unit;Verdieping=floor;Score=condition_technical@5best;Brandweerstand=fire_rating",
            beside: &[
                "Legende score",
                "1 = defect",
                "2 = slecht",
                "3 = matig",
                "4 = goed",
                "5 = als nieuw",
            ],
            faults: &[(4, "unit", "zakken"), (6, "quantity", "-3")],
            ..PLAIN
        }],
    },
    Description {
        name: "samengevoegde-cellen",
        tongue: Nl,
        kind: Kind::Xlsx,
        sheets: &[Sheet {
            columns: "Gebouw=building;Plaats=location;Benaming=name;Aantal=quantity;Eh.=unit;Conditie=condition_technical;Datum vrij=available_from",
            merged: &["building", "location"],
            ..PLAIN
        }],
    },
    Description {
        name: "tikfouten-in-de-kop",
        tongue: Nl,
        kind: Kind::Csv(',', Encoding::Utf8WithMark),
        sheets: &[Sheet {
            columns: "Volgnummr=external_id;Benamming=name;Hoeveelhied=quantity;Eenhied=unit;Lengthe (m)=length@m;Breete (m)=width@m;Materiaaal=material;Toestnad=condition_technical;Opmerkigen=remarks;Gezien=-",
            faults: &[
                (1, "condition_technical", "prima de luxe"),
                (5, "length", "lang"),
                (9, "external_id", "D-01"),
            ],
            ..PLAIN
        }],
    },
    Description {
        name: "beschikbaarheid-per-maand",
        tongue: Nl,
        kind: Kind::Csv('|', Encoding::Utf8),
        sheets: &[Sheet {
            columns: "Id=external_id;Naam=name;Rubriek=category;Hoeveelheid=quantity@unit;Plaats=location;Vrijkomend=available_from@month;Prijs/eenheid=price@after;Technische fiche=documents",
            faults: &[(2, "available_from", "31/02/2027"), (7, "quantity", "ongeveer veel")],
            ..PLAIN
        }],
    },
    Description {
        name: "koppen-zonder-betekenis",
        tongue: Nl,
        kind: Kind::Csv(';', Encoding::Utf8),
        sheets: &[Sheet {
            columns: "Omschrijving=name|description;Aantal=quantity;Kolom3=unit;Kolom4=ewc_code;Kolom5=dimensions@mm;Kolom6=condition_technical;Kolom7=price@before;Kolom8=available_from",
            ..PLAIN
        }],
    },
    Description {
        name: "dikke-lijst-met-duizendtallen",
        tongue: Nl,
        kind: Kind::Csv(';', Encoding::Utf8),
        sheets: &[Sheet {
            title: &["AFBRAAKMATERIALEN TE KOOP;;;", ";;;", "Contact: werf@example.org;;;"],
            columns: "Nr=external_id@n;Materiaal=name|material;Beschikbare hoeveelheid=quantity@thousands;Eenheid=unit;Afmetingen LxBxH=dimensions@bare;Kwaliteit=condition_technical;Stockageplaats=storage_location",
            sections: Sections::Floors,
            notes: &["Opm.: prijzen op aanvraag, afhaling na afspraak."],
            ..PLAIN
        }],
    },
];
