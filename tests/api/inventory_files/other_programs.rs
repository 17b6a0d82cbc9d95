//! Lists kept with old programs and free ones.

use super::Description;
use super::sheet::{PLAIN, Sections, Sheet};
use super::wording::Tongue::{De, Fr, Nl};
use super::written::Kind;

pub(super) const FILES: &[Description] = &[
    Description {
        name: "oude-map-van-de-werf",
        tongue: Nl,
        kind: Kind::Xls,
        sheets: &[Sheet {
            name: "Inventaris",
            title: &["Sloopinventaris", "Werf:;Rijschool Heverlee"],
            columns: "Nr=external_id;Omschrijving=name|description;Inkoopprijs=price_new;Aantal=quantity@ca;Eh=unit;Staat=condition_technical;Beschikbaar vanaf=available_from;Nota=remarks",
            sections: Sections::Merged,
            total: true,
            hidden_columns: &[2],
            hidden_rows: &[3],
            faults: &[(5, "quantity", "veel"), (7, "available_from", "binnenkort ergens")],
            ..PLAIN
        }],
    },
    Description {
        name: "vrij-rekenblad",
        tongue: Nl,
        kind: Kind::Ods,
        sheets: &[Sheet {
            name: "Recuperatie",
            title: &["Te recupereren uit het stadhuis"],
            columns: "Gebouw=building;Benaming=name;Aantal=quantity;Eh.=unit;Afmetingen=dimensions@mm;Toestand=condition_technical;Vraagprijs=price@before;Nota=remarks",
            merged: &["building"],
            hidden_columns: &[7],
            faults: &[(2, "price", "£ 20")],
            ..PLAIN
        }],
    },
    Description {
        name: "inventaire-libre",
        tongue: Fr,
        kind: Kind::Ods,
        sheets: &[Sheet {
            name: "Inventaire",
            title: &["Inventaire de réemploi"],
            columns: "Repère=external_id;Désignation=name;Qté=quantity@ca;Unité=unit;L (cm)=length@cm;l (cm)=width@cm;État=condition_technical;Disponible à partir de=available_from",
            total: true,
            hidden_rows: &[4],
            faults: &[(6, "quantity", "-3")],
            ..PLAIN
        }],
    },
    Description {
        name: "altes-raumbuch",
        tongue: De,
        kind: Kind::Xls,
        sheets: &[Sheet {
            name: "Bauteile",
            columns: "Pos.=external_id;Bezeichnung=name;Menge=quantity;Einheit=unit;Zustand=condition_technical;Geschoss=floor;Raum=room;Preis=price@after",
            hidden_rows: &[1],
            faults: &[(4, "condition_technical", "himmlisch")],
            ..PLAIN
        }],
    },
];
