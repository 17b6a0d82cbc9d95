//! What auditors and demolition firms in Wallonia, Brussels and France send.

use super::Description;
use super::sheet::{PLAIN, Sections, Sheet};
use super::wording::Tongue::Fr;
use super::written::{Encoding, Kind};

pub(super) const FILES: &[Description] = &[
    Description {
        name: "diagnostic-pemd",
        tongue: Fr,
        kind: Kind::Xlsx,
        sheets: &[Sheet {
            name: "PEM réemployables",
            title: &[
                "DIAGNOSTIC PEMD",
                "Maître d'ouvrage :;Métropole de Lyon",
                "Diagnostiqueur :;Bureau Réemploi",
            ],
            columns: "N°=external_id@n;Catégorie=category;Désignation=name;Fonction=-;Matériau=material;Quantité=quantity;Unité=unit;Masse (t)=weight_total@t;Localisation=location;État de conservation=condition_technical;Technique d'assemblage=connection;Possibilités de réemploi=reuse_potential;Précautions de dépose=dismantling_notes;Filière=destination",
            total: true,
            ..PLAIN
        }],
    },
    Description {
        name: "inventaire-reemploi-bruxelles",
        tongue: Fr,
        kind: Kind::Csv(';', Encoding::Windows1252),
        sheets: &[Sheet {
            columns: "Réf.=external_id;Elément=name;Qté=quantity;U=unit;L (cm)=length@cm;l (cm)=width@cm;H (cm)=height@cm;Ép. (mm)=thickness@mm;État=condition_technical;Étage=floor;Local=room;Remarques=remarks",
            faults: &[(2, "length", "long"), (6, "quantity", "beaucoup")],
            ..PLAIN
        }],
    },
    Description {
        name: "releve-deconstruction-namur",
        tongue: Fr,
        kind: Kind::Xlsx,
        sheets: &[Sheet {
            name: "Relevé",
            title: &["Relevé des éléments réutilisables", ""],
            columns: "Repère=external_id;Intitulé=name;Nb=quantity;Unité=unit;Dimensions (mm)=dimensions@bare;Matière=material;Etat=condition_technical;Date de dépose=available_from;Prix demandé HT=price@after",
            sections: Sections::Rooms,
            blank_after: 4,
            notes: &["NB : les quantités sont données à titre indicatif."],
            ..PLAIN
        }],
    },
    Description {
        name: "lots-menuiseries",
        tongue: Fr,
        kind: Kind::Csv(';', Encoding::Utf8WithMark),
        sheets: &[Sheet {
            columns: "Lot=category;Désignation des ouvrages=name;Quantités=quantity@text;Unités=unit;Haut. (cm)=height@cm;Larg. (cm)=width@cm;Poids unitaire (kg)=weight_unit@kg;Amiante (O/N)=hazardous;Démontable=disassembly",
            ..PLAIN
        }],
    },
    Description {
        name: "dechets-et-reemploi",
        tongue: Fr,
        kind: Kind::Xlsx,
        sheets: &[
            Sheet {
                name: "Réemploi",
                columns: "N° fiche=external_id@n;Produit=name;Quantité estimée=quantity@ca;Unité=unit;Emplacement=location;Conditions de dépose=dismantling_notes;Disponible à partir de=available_from",
                things: 8,
                ..PLAIN
            },
            Sheet {
                name: "Déchets",
                columns: "Nature du déchet=name|material|category;Code déchet=ewc_code;Quantité=quantity;Unité=unit;Mode de traitement=destination",
                things: 6,
                ..PLAIN
            },
        ],
    },
    Description {
        name: "deux-lignes-entete",
        tongue: Fr,
        kind: Kind::Xlsx,
        sheets: &[Sheet {
            groups: "Identification*2;Quantitatif*2;Dimensions (cm)*3;Evaluation*2",
            columns: "N°=external_id@n;Désignation=name;Qté=quantity;U=unit;L=length@cm;l=width@cm;h=height@cm;État (1 à 5, 5 = neuf)=condition_technical@5best;Réemployable=reuse_potential",
            things: 14,
            ..PLAIN
        }],
    },
    Description {
        name: "catalogue-plateforme",
        tongue: Fr,
        kind: Kind::Csv(',', Encoding::Utf8),
        sheets: &[Sheet {
            columns: "ID=external_id;Titre de l'annonce=name;Descriptif=description;Marque=brand;Modèle=model;Coloris=colour;Quantité disponible=quantity;Unité de vente=unit;Prix unitaire HT=price@bare;Photo 1=photo;Fiche technique=documents",
            ..PLAIN
        }],
    },
    Description {
        name: "etat-en-toutes-lettres",
        tongue: Fr,
        kind: Kind::Csv('\t', Encoding::Utf16BigEndian),
        sheets: &[Sheet {
            columns: "Réf interne=external_id;Dénomination=name;Nbre=quantity;Un.=unit;Epaisseur (mm)=thickness@mm;Longueur (m)=length@m;Etat général=condition_technical;Défauts constatés=defects;Année de pose=year_made;Observations=remarks",
            faults: &[
                (0, "condition_technical", "magnifique"),
                (4, "year_made", "jadis"),
                (9, "thickness", "fin"),
            ],
            ..PLAIN
        }],
    },
    Description {
        name: "liste-a-ditto",
        tongue: Fr,
        kind: Kind::Xlsx,
        sheets: &[Sheet {
            columns: "Bâtiment=building;Localisation=location;Désignation=name;Quantité=quantity;Unité=unit;Mode de fixation=connection;Résistance au feu=fire_rating;Puissance (W)=power",
            ditto: &["location"],
            page: 6,
            ..PLAIN
        }],
    },
    Description {
        name: "trimestres",
        tongue: Fr,
        kind: Kind::Csv(';', Encoding::Utf8),
        sheets: &[Sheet {
            title: &["Ressourcerie du Hainaut;;;;", ";;;;"],
            columns: "Code article=external_id;Libellé=name;Quantité=quantity@unit;Disponibilité=available_from@quarter;PU HT (€)=price@bare;Stockage=storage_location;Responsable=owner|-",
            faults: &[(3, "price", "20 CHF"), (8, "available_from", "bientôt")],
            total: true,
            ..PLAIN
        }],
    },
    Description {
        name: "amiante-et-plomb",
        tongue: Fr,
        kind: Kind::Xlsx,
        sheets: &[Sheet {
            columns: "n° ordre=external_id@n;Composant=name;Nombre d'unités=quantity;Unité=unit;Présence amiante=hazardous;Classement feu=fire_rating;Hauteur (mm)=height@mm;Largeur (mm)=width@mm;Profondeur (mm)=depth;Commentaires=remarks",
            hidden_rows: &[5],
            ..PLAIN
        }],
    },
    Description {
        name: "bilingue-bruxelles",
        tongue: Fr,
        kind: Kind::Xlsx,
        sheets: &[Sheet {
            columns: "N° / Nr=external_id@n;Désignation / Benaming=name;Quantité / Aantal=quantity;Unité / Eenheid=unit;État / Staat=condition_technical;Étage / Verdieping=floor;Matériau / Materiaal=material;Remarques / Opmerkingen=remarks",
            ..PLAIN
        }],
    },
    Description {
        name: "note-verticale",
        tongue: Fr,
        kind: Kind::Xlsx,
        sheets: &[Sheet {
            title: &["Inventaire avant démolition - Halle aux cuirs"],
            columns: "Repère=external_id;Ouvrage=name;Quantité=quantity;U=unit;Nature=material;Finition=finish;Situation=location;Poids total (kg)=weight_total@kg",
            beside: &["À compléter par le maître d'ouvrage", "Ne pas imprimer"],
            sections: Sections::Merged,
            total: true,
            notes: &["Remarque : sous réserve de dépose soignée."],
            ..PLAIN
        }],
    },
];
