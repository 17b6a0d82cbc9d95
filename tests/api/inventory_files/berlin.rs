//! What auditors and contractors in Berlin and elsewhere in Germany send.

use super::Description;
use super::sheet::{PLAIN, Sections, Sheet};
use super::wording::Tongue::De;
use super::written::{Encoding, Kind};

pub(super) const FILES: &[Description] = &[
    Description {
        name: "detailpruefung-din-spec-91484",
        tongue: De,
        kind: Kind::Xlsx,
        sheets: &[Sheet {
            name: "Detailprüfung",
            title: &[
                "Rückbauprüfung nach DIN SPEC 91484",
                "Objekt: Verwaltungsgebäude Lichtenberg",
            ],
            columns: "Bauteil-ID=external_id;Bezeichnung=name;Kostengruppe DIN 276=classification;Hersteller=brand;Typ=model|category;Einbaujahr=year_made;Menge=quantity;Einheit=unit;Abmessungen (mm)=dimensions@bare;Material=material;Geschoss=floor;Raum=room;Zustand=condition_technical;Lösbarkeit=disassembly;Schadstoffverdacht=hazardous;Anschlussnutzung=reuse_potential|destination;Ausbautermin=available_from",
            ..PLAIN
        }],
    },
    Description {
        name: "bauteilkatalog",
        tongue: De,
        kind: Kind::Csv(';', Encoding::Windows1252),
        sheets: &[Sheet {
            columns: "Pos.=external_id@n;Bauteil=name;Stück=quantity;ME=unit;B (cm)=width@cm;H (cm)=height@cm;Stärke (mm)=thickness@mm;Erhaltungszustand=condition_technical;Preis je Einheit=price@after;Bemerkung=remarks",
            faults: &[(1, "quantity", "viele"), (5, "price", "20 CHF"), (9, "height", "hoch")],
            ..PLAIN
        }],
    },
    Description {
        name: "schulnoten",
        tongue: De,
        kind: Kind::Xlsx,
        sheets: &[Sheet {
            title: &["Bauteilerfassung, Zustand in Schulnoten: 1 = sehr gut … 6 = ungenügend"],
            columns: "Lfd. Nr.=external_id@n;Benennung=name;Anzahl=quantity;Einheit=unit;Zustand=condition_technical@marks;Befestigung=connection;Verfügbar ab=available_from;Gewicht gesamt (kg)=weight_total@kg",
            things: 14,
            ..PLAIN
        }],
    },
    Description {
        name: "rueckbau-geschosse",
        tongue: De,
        kind: Kind::Xlsx,
        sheets: &[Sheet {
            title: &["Schadstofffreie Bauteile", ""],
            columns: "Nr.=external_id;Bauteilbezeichnung=name;Menge=quantity@ca;Einh.=unit;Länge (m)=length@m;Breite (m)=width@m;Höhe (m)=height@m;Werkstoff=material;Zustandsnote=condition_technical@marks",
            sections: Sections::Rooms,
            total: true,
            blank_after: 6,
            notes: &["Hinweis: Alle Mengen sind vor Ort zu prüfen."],
            ..PLAIN
        }],
    },
    Description {
        name: "zwei-kopfzeilen",
        tongue: De,
        kind: Kind::Xlsx,
        sheets: &[Sheet {
            groups: "Bauteil*2;Umfang*2;Maße (mm)*3;Einbauort*2",
            columns: "Nr.=external_id@n;Bezeichnung=name;Menge=quantity;Einheit=unit;L=length@mm;B=width@mm;H=height@mm;Geschoss=floor;Raum=room",
            ..PLAIN
        }],
    },
    Description {
        name: "boerse-angebote",
        tongue: De,
        kind: Kind::Csv(',', Encoding::Utf8),
        sheets: &[Sheet {
            columns: "Artikelnr.=external_id;Artikelbezeichnung=name;Artikelbeschreibung=description;Verfügbare Menge=quantity;Mengeneinheit=unit;Einzelpreis netto=price@before;Farbe=colour;Hersteller/Typ=brand|model;Abholung ab=available_from;Bildlink=photo",
            ..PLAIN
        }],
    },
    Description {
        name: "abfallverzeichnis",
        tongue: De,
        kind: Kind::Xlsx,
        sheets: &[
            Sheet {
                name: "Wiederverwendung",
                columns: "Bauteil=name;Anzahl=quantity;Einheit=unit;Einbauort=location;Wiederverwendbar=reuse_potential;Ausbauhinweise=dismantling_notes",
                things: 8,
                ..PLAIN
            },
            Sheet {
                name: "Entsorgung",
                columns: "Stoff=name|material;AVV-Schlüssel=ewc_code;Menge=quantity;Einheit=unit;Gefährlich=hazardous;Entsorgungsweg=destination",
                things: 6,
                ..PLAIN
            },
        ],
    },
    Description {
        name: "einheiten-unter-der-kopfzeile",
        tongue: De,
        kind: Kind::Csv('\t', Encoding::Utf16LittleEndian),
        sheets: &[Sheet {
            columns: "Kennung=external_id;Gegenstand=name;Stückzahl=quantity;Mengeneinheit=unit;Länge=length@mm;Breite=width@mm;Höhe=height@mm;Einzelgewicht=weight_unit@kg;Baujahr=year_made",
            units: ";;;;mm;mm;mm;kg;",
            faults: &[(3, "year_made", "alt"), (7, "weight_unit", "schwer")],
            ..PLAIN
        }],
    },
    Description {
        name: "tippfehler",
        tongue: De,
        kind: Kind::Csv(';', Encoding::Utf8),
        sheets: &[Sheet {
            columns: "Lfd Nummer=external_id;Bezeichung=name;Mege=quantity;Einehit=unit;Abmesungen=dimensions@cm;Materail=material;Zustnd=condition_technical;Verfügbarkiet=available_from;Bemerkugen=remarks",
            ..PLAIN
        }],
    },
    Description {
        name: "verdeckte-zeilen",
        tongue: De,
        kind: Kind::Xlsx,
        sheets: &[Sheet {
            columns: "Interne Nr.=external_id;Bauprodukt=name;Anzahl Stück=quantity;Einheit=unit;Listenpreis (€)=price_new;Verkaufspreis (€)=price@bare;Lagerort=storage_location;Brandschutzklasse=fire_rating;U-Wert=u_value",
            hidden_rows: &[0, 4],
            page: 6,
            ..PLAIN
        }],
    },
    Description {
        name: "lieferzeiten-quartale",
        tongue: De,
        kind: Kind::Csv(';', Encoding::Utf8WithMark),
        sheets: &[Sheet {
            title: &["Rückbau Werk 3;;;", ";;;"],
            columns: "Bauteilnummer=external_id;Bauteilname=name;Produktgruppe=category;Menge=quantity@unit;Standort=location;Ausbau geplant=available_from@quarter;Zustand (technisch)=condition_technical;Schäden=defects;Mindestabnahme=min_quantity",
            total: true,
            ..PLAIN
        }],
    },
];
