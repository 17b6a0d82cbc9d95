//! What auditors and contractors in London and beyond send, and exports of international systems.

use super::Description;
use super::sheet::{PLAIN, Sections, Sheet};
use super::wording::Tongue::En;
use super::written::{Encoding, Kind};

/// The headings of Madaster's template, one sheet for each fate.
const MADASTER: &str = "GTIN=gtin|-;Article number=external_id|model|-;External Database Identifier=external_id|-;Element description=name|description;Material/Product=name|material;Classification code=classification;Floor=floor;Volume (m3)=volume;Area (m2)=area;Amount=quantity;Unit=unit;Detachability – Connection type=connection";

pub(super) const FILES: &[Description] = &[
    Description {
        name: "reclamation-audit-fcrbe",
        tongue: En,
        kind: Kind::Xlsx,
        sheets: &[Sheet {
            name: "Reclamation inventory",
            title: &["Reclamation audit", "Site: Lambeth Baths", "Surveyed: 14 January 2027"],
            columns: "Item no=external_id@n;Photo(s)=photo;Designation=name;Category=category;Short description=description;Location (floor/room)=location;Quantity=quantity;Unit=unit;Dimensions L x W x H=dimensions@mm;Condition=condition_technical;Fixing & ease of dismantling=disassembly|connection;Hazardous substances=hazardous;Reuse potential=reuse_potential;Availability date=available_from",
            ..PLAIN
        }],
    },
    Description {
        name: "soft-strip-schedule",
        tongue: En,
        kind: Kind::Csv(',', Encoding::Utf8),
        sheets: &[Sheet {
            columns: "Ref=external_id;Element=name;Qty=quantity;UoM=unit;W (mm)=width@mm;H (mm)=height@mm;T (mm)=thickness@mm;Cond.=condition_technical;Notes=remarks",
            faults: &[(3, "quantity", "lots"), (7, "unit", "sacks"), (10, "width", "wide")],
            ..PLAIN
        }],
    },
    Description {
        name: "madaster-template",
        tongue: En,
        kind: Kind::Xlsx,
        sheets: &[
            Sheet {
                name: "Demolition",
                columns: MADASTER,
                things: 8,
                faults: &[(1, "gtin", "4006381333932"), (4, "unit", "crates")],
                ..PLAIN
            },
            Sheet { name: "Preserved", columns: MADASTER, things: 5, not_offered: true, ..PLAIN },
            Sheet {
                name: "New Materials",
                columns: MADASTER,
                things: 5,
                not_offered: true,
                ..PLAIN
            },
        ],
    },
    Description {
        name: "asset-register-export",
        tongue: En,
        kind: Kind::Csv('\t', Encoding::Utf8),
        sheets: &[Sheet {
            columns: "AssetId=external_id;AssetName=name;ManufacturerName=brand;ModelNumber=model;SerialNumber=serial;InstallationYear=year_made;TechnicalCondition=condition_technical;Quantity=quantity;UnitOfMeasure=unit;UnitWeight (kg)=weight_unit@kg;FloorLevel=floor;RoomNumber=room",
            ..PLAIN
        }],
    },
    Description {
        name: "pre-demolition-audit",
        tongue: En,
        kind: Kind::Xlsx,
        sheets: &[
            Sheet {
                name: "Elements for reuse",
                columns: "Element=name;Quantity=quantity;Unit=unit;Dimensions (mm)=dimensions@bare;Condition=condition_technical;Location=location;Deconstruction precautions=dismantling_notes;Recommended outlet=destination",
                things: 9,
                ..PLAIN
            },
            Sheet {
                name: "Waste",
                columns: "Type of material=name|material|category;EWC code=ewc_code@compact;Quantity=quantity;Unit=unit;Location=location;Hazardous (Y/N)=hazardous",
                things: 6,
                faults: &[(2, "ewc_code", "99 99 99"), (4, "unit", "skips")],
                ..PLAIN
            },
            Sheet {
                name: "Summary",
                title: &["Prepared by", "Checked by"],
                columns: "Revision=-",
                things: 0,
                left_out: true,
                ..PLAIN
            },
        ],
    },
    Description {
        name: "grouped-headings",
        tongue: En,
        kind: Kind::Xlsx,
        sheets: &[Sheet {
            groups: "Item*2;Quantity*2;Size (mm)*3;Assessment*2",
            columns: "Ref=external_id;Description=name|description;No.=quantity;Unit=unit;Length=length@mm;Width=width@mm;Height=height@mm;Condition=condition_technical;Reusable?=reuse_potential",
            sections: Sections::Floors,
            total: true,
            ..PLAIN
        }],
    },
    Description {
        name: "yard-stock-list",
        tongue: En,
        kind: Kind::Csv(',', Encoding::Windows1252),
        sheets: &[Sheet {
            title: &["Salvage yard stock list", "Prices in euro excl. VAT"],
            columns: "SKU=external_id;Title=name;Stock qty=quantity;Sold by=unit|-;Unit=unit|-;Price each (EUR)=price@bare;Yard location=storage_location;Colour / finish=finish|colour;Material=material",
            things: 10,
            ..PLAIN
        }],
    },
    Description {
        name: "typos-and-totals",
        tongue: En,
        kind: Kind::Csv(';', Encoding::Utf8WithMark),
        sheets: &[Sheet {
            columns: "Itm no=external_id;Desgnation=name;Quanity=quantity@range;Unti=unit;Lenght (m)=length@m;Wieght per unit (kg)=weight_unit@kg;Conditon=condition_technical;Availabel from=available_from@iso;Surveyor=-",
            total: true,
            page: 6,
            faults: &[(4, "available_from", "soon-ish"), (8, "weight_unit", "heavy")],
            ..PLAIN
        }],
    },
    Description {
        name: "mixed-names",
        tongue: En,
        kind: Kind::Xlsx,
        sheets: &[Sheet {
            columns: "No=external_id@n;Product name=name@mixed;Product type=category;Available qty=quantity;Units=unit;Thickness (mm)=thickness@mm;Overall height (mm)=height@mm;Fire rating=fire_rating;Embodied carbon (kgCO2e)=co2;Drawing status=-",
            ..PLAIN
        }],
    },
    Description {
        name: "star-sizes",
        tongue: En,
        kind: Kind::Csv('|', Encoding::Utf8),
        sheets: &[Sheet {
            columns: "Lot no=external_id;Component=name;Count=quantity@ca;Unit=unit;Size=dimensions@star;Grade=condition_technical;Asking price=price@free;Deadline for collection=available_until|-;Comments=remarks",
            faults: &[(2, "price", "£ 45.00"), (6, "external_id", "D-03"), (11, "name", "")],
            ..PLAIN
        }],
    },
];
