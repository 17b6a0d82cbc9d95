//! Needs and offers that tests start from: some by hand, many at random. The random ones choose
//! from few values, so that they often fit.

use std::collections::BTreeSet;

use proptest::prelude::*;
use rust_decimal::Decimal;

use super::matching::SharedAnalyst;
use super::{
    About, AttributeWish, Criteria, Criterion, Declaration, Frequency, Hazard, MeasureWish, Need,
    Offer, Place, QuantityWish, State,
};
use crate::accounts::{Organisation, OrganisationKind, Park};
use crate::catalogue::{CategoryCode, Unit};
use crate::clock::{self, Day};
use crate::id::{Code, Id};
use crate::passports::{
    self, Asbestos, Dimensions, Document, Draft, Hazards, Material, Passport, Price, References,
};
use crate::search::{Measure, Point, Range, Viewer, Visibility};

pub(crate) const LEUVEN: Point = Point { latitude: 50.8798, longitude: 4.7005 };
/// Five kilometres from Leuven.
pub(crate) const HAASRODE: Point = Point { latitude: 50.84, longitude: 4.728 };
const LIEGE: Point = Point { latitude: 50.6326, longitude: 5.5797 };

/// The same one for the same number.
pub(crate) fn organisation(number: u8) -> Id<Organisation> {
    fixed(number)
}

pub(crate) fn park(number: u8) -> Id<Park> {
    fixed(number)
}

fn fixed<T>(number: u8) -> Id<T> {
    Id::parse(&format!("0190a5d4-0000-7000-8000-0000000000{number:02x}")).unwrap()
}

pub(crate) fn door() -> Draft {
    Draft {
        name: "Binnendeur paneel".to_owned(),
        category: CategoryCode::parse("DOOR.INT"),
        quantity: Decimal::from(12),
        dimensions: Dimensions {
            width_mm: Some(Decimal::from(930)),
            height_mm: Some(Decimal::from(2115)),
            ..Dimensions::default()
        },
        materials: vec![Material {
            name: "Massief eik".to_owned(),
            fraction_percent: None,
            origin: None,
        }],
        condition_technical: Some(4),
        price: Some(Price::PerUnit { cents: 4500 }),
        visibility: Visibility::Public,
        ..Draft::default()
    }
}

pub(crate) fn offer(draft: Draft, point: Option<Point>) -> Offer {
    offer_of(draft, 9, None, point)
}

fn offer_of(
    draft: Draft,
    holder_number: u8,
    park_id: Option<Id<Park>>,
    point: Option<Point>,
) -> Offer {
    let passport = Passport {
        id: Id::new(),
        code: Code::random(),
        organisation_id: organisation(holder_number),
        inventory_id: None,
        state: passports::State::Registered,
        version: 1,
        created_at: clock::now(),
        updated_at: clock::now(),
        photos: Vec::new(),
        content: draft.check().unwrap(),
    };
    // Whoever has an even number resells.
    let resells = holder_number.is_multiple_of(2);
    let kind = if resells { OrganisationKind::Reseller } else { OrganisationKind::Builder };
    Offer::new(passport, point, park_id, Some(kind), &SharedAnalyst::default())
}

/// A need of the first organisation.
pub(crate) fn need(criteria: Criteria) -> Need {
    Need {
        id: Id::new(),
        organisation_id: organisation(1),
        member_id: Id::new(),
        name: "Doors for the Vaartkom".to_owned(),
        criteria,
        frequency: Frequency::AtOnce,
        expires_on: None,
        state: State::Open,
        version: 1,
        created_at: clock::now(),
        updated_at: clock::now(),
    }
}

/// The first organisation, of a park.
pub(crate) fn seeker() -> Viewer {
    Viewer::Organisation {
        id: organisation(1).to_string(),
        park_id: Some(fixed::<Park>(1).to_string()),
    }
}

pub(crate) fn about(about: f64, tolerance: f64) -> MeasureWish {
    MeasureWish::About(About { about, tolerance })
}

fn one_of<T: Clone + std::fmt::Debug + 'static>(values: &[T]) -> impl Strategy<Value = T> + use<T> {
    prop::sample::select(values.to_vec())
}

fn day() -> impl Strategy<Value = Day> {
    (1..=12_u8).prop_map(|month| Day::new(2027, month, 1).unwrap())
}

fn category() -> impl Strategy<Value = CategoryCode> {
    one_of(&["DOOR", "DOOR.INT", "DOOR.EXT", "FLOOR"].map(|it| CategoryCode::parse(it).unwrap()))
}

fn size() -> impl Strategy<Value = Decimal> {
    (8_000..10_000_i64).prop_map(|tenths| Decimal::new(tenths, 1))
}

prop_compose! {
    fn any_draft()(
        category in prop::option::weighted(0.9, category()),
        name in one_of(&["Eiken deur", "Witte deuren", "Portes en chêne", "IPE 200", "Tapijt"]),
        description in prop::option::of(one_of(&["met glas", "sans vitre", "oak, 93 cm"])),
        material in prop::option::weighted(0.8, one_of(&["eik", "massief eik", "staal", "glas"])),
        quantity in 0..30_i64,
        unit in one_of(&[Unit::Pcs, Unit::Pcs, Unit::Kg, Unit::T]),
        width_mm in prop::option::weighted(0.9, size()),
        height_mm in prop::option::of(size()),
        condition_technical in prop::option::weighted(0.9, 1..=5_u8),
        price in prop::option::weighted(0.8, prop_oneof![
            4 => (1..9000_i64).prop_map(|cents| Price::PerUnit { cents }),
            1 => Just(Price::Free {}),
            1 => Just(Price::OnRequest {}),
        ]),
        window in prop::option::of((day(), day())),
        documents in 0..2_usize,
        glazed in prop::option::of(any::<bool>()),
        asbestos in one_of(&[Asbestos::Unknown, Asbestos::FreeDeclared, Asbestos::FreeProven]),
        epd in prop::option::of(Just("EPD-1".to_owned())),
        visibility in one_of(&[
            Visibility::Public, Visibility::Public, Visibility::Park, Visibility::Organisation,
        ]),
    ) -> Draft {
        let is_interior = category.is_some_and(|it| it.as_str() == "DOOR.INT");
        let frame = glazed.filter(|_| is_interior).map(|it| ("frame_included".to_owned(), it.into()));
        Draft {
            name: name.to_owned(),
            description: description.map(str::to_owned),
            category,
            quantity: Decimal::from(quantity),
            unit,
            dimensions: Dimensions { width_mm, height_mm, ..Dimensions::default() },
            condition_technical,
            price,
            available_from: window.map(|(one, other)| one.min(other)),
            available_until: window.map(|(one, other)| one.max(other)),
            documents: vec![
                Document { name: "Data".to_owned(), url: "https://example.org".to_owned() };
                documents
            ],
            materials: material
                .map(|it| Material { name: it.to_owned(), fraction_percent: None, origin: None })
                .into_iter()
                .collect(),
            attributes: frame.into_iter().collect(),
            hazards: Hazards { asbestos, ..Hazards::default() },
            references: References { epd, ..References::default() },
            visibility,
            ..Draft::default()
        }
    }
}

prop_compose! {
    /// Something that somebody has: one time in ten the first organisation itself.
    pub(crate) fn any_offer()(
        draft in any_draft(),
        holder in one_of(&[1, 2, 2, 2, 3, 3, 3, 4, 4, 4]),
        park in prop::option::of(1..=2_u8),
        point in prop::option::weighted(0.9, one_of(&[LEUVEN, HAASRODE, LIEGE])),
        is_retired in prop::bool::weighted(0.05),
    ) -> Offer {
        let mut offer = offer_of(draft, holder, park.map(fixed), point);
        if is_retired {
            offer.passport.state = passports::State::Retired;
        }
        offer
    }
}

prop_compose! {
    fn any_measure()(
        about in 850.0..950.0_f64,
        tolerance in 0.0..100.0_f64,
        which in 0..4_u8,
    ) -> MeasureWish {
        let (low, high) = (about - tolerance, about + tolerance);
        match which {
            0 => MeasureWish::Between(Range { min: Some(low), max: None }),
            1 => MeasureWish::Between(Range { min: None, max: Some(high) }),
            2 => MeasureWish::Between(Range { min: Some(low), max: Some(high) }),
            _ => MeasureWish::About(About { about: about.round(), tolerance: tolerance.round() }),
        }
    }
}

fn words(of: &[&'static str]) -> impl Strategy<Value = Vec<String>> + use<> {
    let word = one_of(of).prop_map(str::to_owned);
    prop_oneof![3 => Just(Vec::new()), 1 => prop::collection::vec(word, 1..3)]
}

prop_compose! {
    fn any_places()(
        places in prop::collection::vec(
            (one_of(&[LEUVEN, HAASRODE, LIEGE]), one_of(&[0.0, 5.0, 10.0, 100.0])), 0..3,
        ),
        asked in prop::bool::weighted(0.4),
    ) -> Vec<Place> {
        let place = |(point, radius_km)| Place { point, radius_km };
        places.into_iter().filter(|_| asked).map(place).collect()
    }
}

prop_compose! {
    /// What somebody may ask for: few criteria at a time, or nothing would fit.
    fn any_wishes()(
        categories in prop_oneof![
            Just(Vec::new()),
            prop::collection::vec(category(), 1..3),
        ],
        (must, must_not) in (words(&["deur", "oak", "portes", "ipe 200"]), words(&["glas", "vitre"])),
        words_may in words(&["eiken", "witte"]),
        (materials, materials_excluded) in (words(&["eik", "staal"]), words(&["glas", "eik"])),
        measures in prop::collection::btree_map(
            one_of(&[Measure::WidthMm, Measure::WidthMm, Measure::HeightMm]), any_measure(), 0..2,
        ),
        quantity in prop::option::weighted(0.4, (
            0..20_i64, one_of(&[Unit::Pcs, Unit::Pcs, Unit::Kg, Unit::T]), any::<bool>(),
        )),
        condition_min in prop::option::weighted(0.3, 1..=4_u8),
        price_cents_max in prop::option::weighted(0.4, prop_oneof![Just(0), 1..10_000_i64]),
        (from, until) in (prop::option::weighted(0.3, day()), prop::option::weighted(0.3, day())),
        glazed in prop::option::weighted(0.1, any::<bool>()),
    ) -> Criteria {
        Criteria {
            categories,
            words: must,
            words_may,
            words_excluded: must_not,
            measures,
            attributes: glazed
                .map(|it| ("frame_included".to_owned(), AttributeWish::Is(it)))
                .into_iter()
                .collect(),
            quantity: quantity.map(|(at_least, unit, several_lots)| QuantityWish {
                at_least: Decimal::from(at_least),
                unit,
                several_lots,
            }),
            condition_min,
            price_cents_max,
            wanted_from: from.zip(until).map_or(from, |(from, until)| Some(from.min(until))),
            wanted_until: from.zip(until).map_or(until, |(from, until)| Some(from.max(until))),
            materials,
            materials_excluded,
            ..Criteria::default()
        }
    }
}

prop_compose! {
    /// The same with what is asked less often, and some of it nice to have only.
    pub(crate) fn any_criteria()(
        wishes in any_wishes(),
        mut places in any_places(),
        documents_required in prop::bool::weighted(0.1),
        epd in prop::bool::weighted(0.1),
        resold in prop::bool::weighted(0.1),
        hazards_excluded in prop_oneof![
            6 => Just(Vec::new()),
            1 => Just(vec![Hazard::Asbestos]),
            1 => Just(vec![Hazard::AsbestosUnknown, Hazard::Other]),
        ],
        nice in prop::collection::vec(any::<prop::sample::Index>(), 0..3),
    ) -> Criteria {
        let mut criteria = Criteria {
            place: places.pop(),
            places,
            documents_required,
            documents: epd.then_some(Declaration::Epd).into_iter().collect(),
            organisation_kinds: resold.then_some(OrganisationKind::Reseller).into_iter().collect(),
            hazards_excluded,
            ..wishes
        };
        let given = criteria.given();
        let of = |it: prop::sample::Index| given.get(it.index(given.len().max(1)));
        criteria.nice_to_have = nice.into_iter().filter_map(of).cloned().collect::<BTreeSet<Criterion>>();
        criteria
    }
}

prop_compose! {
    /// A circle and a point on its edge, a hair within or a hair beyond.
    pub(crate) fn circle_and_point_on_its_edge()(
        latitude in -89.9..89.9_f64,
        longitude in -180.0..180.0_f64,
        north in -1.0..1.0_f64,
        east in -1.0..1.0_f64,
        reach in prop_oneof![Just(0.0), 0.001..0.1_f64, 0.1..3.0_f64, 3.0..170.0_f64],
        off in -1e-9..1e-9_f64,
        rounded: bool,
    ) -> (Place, Point) {
        let kept = |it: f64| if rounded { (it * 1e6).round() / 1e6 } else { it };
        let point = Point { latitude: kept(latitude), longitude: kept(longitude) };
        let other = Point {
            latitude: kept((latitude + north * reach).clamp(-90.0, 90.0)),
            longitude: kept((longitude + east * reach).clamp(-180.0, 180.0)),
        };
        let radius_km = (point.distance_km(other) * (1.0 + off)).max(0.0);
        (Place { point, radius_km }, other)
    }
}
