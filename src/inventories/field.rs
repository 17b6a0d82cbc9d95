//! The fields of a passport that a column can fill, by the names the catalogue gives them.

use serde::{Deserialize, Serialize};

/// A field that a column of an inventory can be. The catalogue holds the headings of each.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    ExternalId,
    Name,
    Description,
    Category,
    Classification,
    Quantity,
    Unit,
    MinQuantity,
    Length,
    Width,
    Height,
    Depth,
    Thickness,
    Diameter,
    Dimensions,
    Area,
    Volume,
    WeightTotal,
    WeightUnit,
    Material,
    Brand,
    Model,
    Gtin,
    Serial,
    Colour,
    Finish,
    YearMade,
    ConditionTechnical,
    ConditionAesthetic,
    Defects,
    Building,
    Floor,
    Room,
    Location,
    StorageLocation,
    Connection,
    Disassembly,
    DismantlingNotes,
    ReusePotential,
    Destination,
    Hazardous,
    EwcCode,
    AvailableFrom,
    AvailableUntil,
    Price,
    PriceNew,
    Co2,
    FireRating,
    UValue,
    Power,
    Photo,
    Documents,
    Phase,
    Owner,
    Remarks,
    /// Whether it holds asbestos.
    Asbestos,
    AttestNumber,
    AttestDate,
}

/// What the cells of a column hold, which decides how they are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Text,
    Number,
    Length,
    Dimensions,
    Mass,
    Money,
    Date,
    Year,
    YesNo,
    Condition,
    Unit,
    WasteCode,
    Gtin,
    /// Addresses of files or pictures.
    Links,
}

impl Field {
    pub const ALL: [Self; 58] = [
        Self::ExternalId,
        Self::Name,
        Self::Description,
        Self::Category,
        Self::Classification,
        Self::Quantity,
        Self::Unit,
        Self::MinQuantity,
        Self::Length,
        Self::Width,
        Self::Height,
        Self::Depth,
        Self::Thickness,
        Self::Diameter,
        Self::Dimensions,
        Self::Area,
        Self::Volume,
        Self::WeightTotal,
        Self::WeightUnit,
        Self::Material,
        Self::Brand,
        Self::Model,
        Self::Gtin,
        Self::Serial,
        Self::Colour,
        Self::Finish,
        Self::YearMade,
        Self::ConditionTechnical,
        Self::ConditionAesthetic,
        Self::Defects,
        Self::Building,
        Self::Floor,
        Self::Room,
        Self::Location,
        Self::StorageLocation,
        Self::Connection,
        Self::Disassembly,
        Self::DismantlingNotes,
        Self::ReusePotential,
        Self::Destination,
        Self::Hazardous,
        Self::EwcCode,
        Self::AvailableFrom,
        Self::AvailableUntil,
        Self::Price,
        Self::PriceNew,
        Self::Co2,
        Self::FireRating,
        Self::UValue,
        Self::Power,
        Self::Photo,
        Self::Documents,
        Self::Phase,
        Self::Owner,
        Self::Remarks,
        Self::Asbestos,
        Self::AttestNumber,
        Self::AttestDate,
    ];

    /// As the catalogue and the API write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ExternalId => "external_id",
            Self::Name => "name",
            Self::Description => "description",
            Self::Category => "category",
            Self::Classification => "classification",
            Self::Quantity => "quantity",
            Self::Unit => "unit",
            Self::MinQuantity => "min_quantity",
            Self::Length => "length",
            Self::Width => "width",
            Self::Height => "height",
            Self::Depth => "depth",
            Self::Thickness => "thickness",
            Self::Diameter => "diameter",
            Self::Dimensions => "dimensions",
            Self::Area => "area",
            Self::Volume => "volume",
            Self::WeightTotal => "weight_total",
            Self::WeightUnit => "weight_unit",
            Self::Material => "material",
            Self::Brand => "brand",
            Self::Model => "model",
            Self::Gtin => "gtin",
            Self::Serial => "serial",
            Self::Colour => "colour",
            Self::Finish => "finish",
            Self::YearMade => "year_made",
            Self::ConditionTechnical => "condition_technical",
            Self::ConditionAesthetic => "condition_aesthetic",
            Self::Defects => "defects",
            Self::Building => "building",
            Self::Floor => "floor",
            Self::Room => "room",
            Self::Location => "location",
            Self::StorageLocation => "storage_location",
            Self::Connection => "connection",
            Self::Disassembly => "disassembly",
            Self::DismantlingNotes => "dismantling_notes",
            Self::ReusePotential => "reuse_potential",
            Self::Destination => "destination",
            Self::Hazardous => "hazardous",
            Self::EwcCode => "ewc_code",
            Self::AvailableFrom => "available_from",
            Self::AvailableUntil => "available_until",
            Self::Price => "price",
            Self::PriceNew => "price_new",
            Self::Co2 => "co2",
            Self::FireRating => "fire_rating",
            Self::UValue => "u_value",
            Self::Power => "power",
            Self::Photo => "photo",
            Self::Documents => "documents",
            Self::Phase => "phase",
            Self::Owner => "owner",
            Self::Remarks => "remarks",
            Self::Asbestos => "asbestos",
            Self::AttestNumber => "attest_number",
            Self::AttestDate => "attest_date",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == name)
    }

    pub fn kind(self) -> Kind {
        match self {
            Self::Quantity
            | Self::MinQuantity
            | Self::Area
            | Self::Volume
            | Self::Co2
            | Self::UValue
            | Self::Power => Kind::Number,
            Self::Length
            | Self::Width
            | Self::Height
            | Self::Depth
            | Self::Thickness
            | Self::Diameter => Kind::Length,
            Self::Dimensions => Kind::Dimensions,
            Self::WeightTotal | Self::WeightUnit => Kind::Mass,
            Self::Price | Self::PriceNew => Kind::Money,
            Self::AvailableFrom | Self::AvailableUntil | Self::AttestDate => Kind::Date,
            Self::YearMade => Kind::Year,
            Self::Hazardous => Kind::YesNo,
            Self::ConditionTechnical | Self::ConditionAesthetic => Kind::Condition,
            Self::Unit => Kind::Unit,
            Self::EwcCode => Kind::WasteCode,
            Self::Gtin => Kind::Gtin,
            Self::Photo | Self::Documents => Kind::Links,
            Self::ExternalId
            | Self::Name
            | Self::Description
            | Self::Category
            | Self::Classification
            | Self::Material
            | Self::Brand
            | Self::Model
            | Self::Serial
            | Self::Colour
            | Self::Finish
            | Self::Defects
            | Self::Building
            | Self::Floor
            | Self::Room
            | Self::Location
            | Self::StorageLocation
            | Self::Connection
            | Self::Disassembly
            | Self::DismantlingNotes
            | Self::ReusePotential
            | Self::Destination
            | Self::FireRating
            | Self::Phase
            | Self::Owner
            | Self::Remarks
            | Self::Asbestos
            | Self::AttestNumber => Kind::Text,
        }
    }

    /// Whether things can be called by it where nothing else names them.
    pub fn may_be_a_name(self) -> bool {
        matches!(
            self,
            Self::Name | Self::Description | Self::Category | Self::Material | Self::Model
        )
    }

    /// Whether a row can take its quantity from this column.
    pub fn is_quantity(self) -> bool {
        matches!(
            self,
            Self::Quantity | Self::Area | Self::Volume | Self::WeightTotal | Self::Length
        )
    }
}

impl std::fmt::Display for Field {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue;

    #[test]
    fn the_fields_are_those_of_the_catalogue() {
        let ours: Vec<_> = Field::ALL.iter().map(|it| it.as_str()).collect();
        let theirs: Vec<_> = catalogue::headers().iter().map(|it| it.field).collect();
        assert_eq!(ours, theirs);
        assert!(Field::ALL.into_iter().all(|it| Field::parse(it.as_str()) == Some(it)));
    }
}
