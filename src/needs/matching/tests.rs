use proptest::prelude::*;

use super::*;
use crate::catalogue::{CategoryCode, Unit};
use crate::language::Language;
use crate::needs::fixtures::{
    HAASRODE, LEUVEN, about, any_criteria, any_offer, door, need, offer, organisation, seeker,
};
use crate::needs::{
    AttributeWish, Declaration, Hazard, MeasureWish, Place, QuantityWish, fixtures,
};
use crate::passports::{Asbestos, Dimensions, Document, Draft, Hazards, Price, References};
use crate::search::{Measure, Range, Visibility};

type Change<T> = fn(&mut T);

fn doors_wanted() -> Criteria {
    Criteria {
        categories: CategoryCode::parse("DOOR").into_iter().collect(),
        measures: [(Measure::WidthMm, about(900.0, 50.0))].into(),
        quantity: Some(QuantityWish {
            at_least: Decimal::from(10),
            unit: Unit::Pcs,
            several_lots: false,
        }),
        condition_min: Some(3),
        price_cents_max: Some(6000),
        place: Some(Place { point: LEUVEN, radius_km: 25.0 }),
        ..Criteria::default()
    }
}

fn judge(criteria: &Criteria, draft: Draft) -> Option<Fit> {
    fits(&need(criteria.clone()), &seeker(), &offer(draft, Some(HAASRODE)))
}

#[test]
fn what_fits_comes_with_a_reason_for_each_criterion() {
    let fit = judge(&doors_wanted(), door()).unwrap();
    let told: Vec<_> = fit.reasons.iter().map(|it| it.in_language(Language::En)).collect();
    assert_eq!(
        told,
        [
            "category: Interior door",
            "condition: good, you asked at least: fair",
            "930 mm wide, you asked 900 mm ± 50",
            "12 pcs, you asked at least 10 pcs",
            "5 km away",
            "€45.00 per pcs, you asked at most €60.00 per pcs",
        ]
    );
    assert!(fit.score > 0.7 && fit.score < 1.0, "{}", fit.score);
}

#[test]
fn every_criterion_must_be_met() {
    let unmet: [(&str, Change<Draft>); 9] = [
        ("too narrow", |it| it.dimensions.width_mm = Some(Decimal::from(849))),
        ("of a width nobody knows", |it| it.dimensions.width_mm = None),
        ("no door", |it| it.category = CategoryCode::parse("FLOOR.RAISED")),
        ("uncategorised", |it| it.category = None),
        ("too few", |it| it.quantity = Decimal::from(9)),
        ("in another unit", |it| it.unit = Unit::M2),
        ("worn", |it| it.condition_technical = Some(2)),
        ("in a condition nobody knows", |it| it.condition_technical = None),
        ("too dear", |it| it.price = Some(Price::PerUnit { cents: 6001 })),
    ];
    for (what, change) in unmet {
        let mut draft = door();
        change(&mut draft);
        assert_eq!(judge(&doors_wanted(), draft), None, "{what}");
    }
    let far = fits(&need(doors_wanted()), &seeker(), &offer(door(), None));
    assert_eq!(far, None, "somewhere");
}

#[test]
fn what_is_nearer_to_the_wish_scores_better() {
    let score = |change: fn(&mut Draft)| {
        let mut draft = door();
        change(&mut draft);
        judge(&doors_wanted(), draft).unwrap().score
    };
    let plain = score(|_| {});
    assert!(score(|it| it.dimensions.width_mm = Some(Decimal::from(900))) > plain);
    assert!(score(|it| it.price = Some(Price::Free {})) > plain);
    let dearest = score(|it| it.price = Some(Price::PerUnit { cents: 6000 }));
    let on_request = score(|it| it.price = Some(Price::OnRequest {}));
    assert!(plain > dearest && dearest > on_request);
    assert!((on_request - score(|it| it.price = None)).abs() < f64::EPSILON);
}

#[test]
fn who_wants_it_for_nothing_is_offered_nothing_else() {
    let for_nothing = Criteria { price_cents_max: Some(0), ..Criteria::default() };
    let with = |price| judge(&for_nothing, Draft { price, ..door() });
    assert_eq!(with(Some(Price::Free {})).unwrap().reasons, [Reason::Free]);
    for price in [None, Some(Price::OnRequest {}), Some(Price::PerUnit { cents: 1 })] {
        assert_eq!(with(price), None);
    }
}

#[test]
fn a_price_by_the_kilogram_is_compared_with_one_by_the_tonne() {
    let steel = |cents| Draft {
        unit: Unit::Kg,
        quantity: Decimal::from(2000),
        price: Some(Price::PerUnit { cents }),
        ..door()
    };
    let wanted = Criteria {
        quantity: Some(QuantityWish { at_least: Decimal::TWO, unit: Unit::T, several_lots: false }),
        price_cents_max: Some(50_000),
        ..Criteria::default()
    };
    assert!(judge(&wanted, steel(50)).is_some());
    assert_eq!(judge(&wanted, steel(51)), None);
}

#[test]
fn less_is_welcome_where_lots_may_add_up() {
    let mut wanted = doors_wanted();
    let few = Draft { quantity: Decimal::from(4), ..door() };
    assert_eq!(judge(&wanted, few.clone()), None);
    wanted.quantity.as_mut().unwrap().several_lots = true;
    let fit = judge(&wanted, few).unwrap();
    let told: Vec<_> = fit.reasons.iter().map(|it| it.in_language(Language::En)).collect();
    assert!(told.contains(&"4 pcs, part of the 10 pcs you asked".to_owned()), "{told:?}");
}

#[test]
fn words_are_met_in_any_form_and_not_with_typos() {
    let with = |words: &[&str], excluded: &[&str]| Criteria {
        words: words.iter().map(|it| (*it).to_owned()).collect(),
        words_excluded: excluded.iter().map(|it| (*it).to_owned()).collect(),
        ..Criteria::default()
    };
    assert!(judge(&with(&["Binnendeuren"], &[]), door()).is_some());
    assert!(judge(&with(&["paneel", "eiken"], &[]), door()).is_some(), "its materials as well");
    assert_eq!(judge(&with(&["paneel", "beuk"], &[]), door()), None);
    assert_eq!(judge(&with(&["paniel"], &[]), door()), None);
    assert_eq!(judge(&with(&["paneel"], &["eik"]), door()), None);
}

#[test]
fn a_window_is_met_on_one_day() {
    use crate::clock::Day;
    let march = |day| Day::new(2027, 3, day);
    let wanted =
        Criteria { wanted_from: march(10), wanted_until: march(20), ..Criteria::default() };
    let there = |from, until| {
        judge(&wanted, Draft { available_from: from, available_until: until, ..door() }).is_some()
    };
    assert!(there(None, None) && there(march(20), None) && there(None, march(10)));
    assert!(there(march(1), march(31)) && there(march(12), march(13)));
    assert!(!there(march(21), None) && !there(None, march(9)));
}

#[test]
fn materials_documents_and_attributes_are_asked_for_too() {
    let mut full = door();
    full.documents =
        vec![Document { name: "Drawing".to_owned(), url: "https://example.org/1".to_owned() }];
    full.attributes = [
        ("hand".to_owned(), "L".into()),
        ("frame_included".to_owned(), true.into()),
        ("thickness_mm".to_owned(), 40.into()),
    ]
    .into();
    let asks: [(&str, Change<Criteria>); 6] = [
        ("oak", |it| it.materials = vec!["steel".to_owned(), "eik".to_owned()]),
        ("a document", |it| it.documents_required = true),
        ("a hand", |it| ask(it, "hand", AttributeWish::AnyOf(vec!["l".to_owned()]))),
        ("a frame", |it| ask(it, "frame_included", AttributeWish::Is(true))),
        ("a thickness", |it| {
            ask(it, "thickness_mm", AttributeWish::Between(Range { min: Some(39.5), max: None }));
        }),
        ("no glass", |it| it.materials_excluded = vec!["glas".to_owned()]),
    ];
    for (what, change) in asks {
        let mut criteria = Criteria::default();
        change(&mut criteria);
        assert!(judge(&criteria, full.clone()).is_some(), "{what}");
        let bare = Draft { materials: Vec::new(), ..door() };
        assert_eq!(judge(&criteria, bare).is_some(), what == "no glass", "{what}");
    }
    let no_oak = Criteria { materials_excluded: vec!["eik".to_owned()], ..Criteria::default() };
    assert_eq!(judge(&no_oak, full), None);
}

fn ask(criteria: &mut Criteria, key: &str, wish: AttributeWish) {
    criteria.attributes.insert(key.to_owned(), wish);
}

#[test]
fn hazards_declarations_and_holders_are_asked_for_too() {
    let asks = |change: Change<Criteria>| {
        let mut criteria = Criteria::default();
        change(&mut criteria);
        criteria
    };
    let proven = Draft {
        hazards: Hazards { asbestos: Asbestos::FreeProven, ..Hazards::default() },
        references: References { epd: Some("EPD-1".to_owned()), ..References::default() },
        ..door()
    };
    let clean = asks(|it| it.hazards_excluded = vec![Hazard::AsbestosUnknown]);
    assert_eq!(
        judge(&clean, proven.clone()).unwrap().reasons,
        [Reason::AsbestosFree { proven: true }]
    );
    assert_eq!(judge(&clean, door()), None);
    let declared = asks(|it| it.documents = vec![Declaration::Epd]);
    assert!(judge(&declared, proven).is_some());
    assert_eq!(judge(&declared, door()), None);
    let from_owners = asks(|it| it.organisation_kinds = vec![OrganisationKind::Owner]);
    assert_eq!(judge(&from_owners, door()), None);
    let from_builders = asks(|it| it.organisation_kinds = vec![OrganisationKind::Builder]);
    assert!(judge(&from_builders, door()).is_some());
}

#[test]
fn near_one_of_several_places_is_near_enough() {
    let place = |point, radius_km| Place { point, radius_km };
    let far = Point { latitude: 43.3, longitude: 5.4 };
    let mut wanted = Criteria { place: Some(place(far, 50.0)), ..Criteria::default() };
    assert_eq!(judge(&wanted, door()), None);
    wanted.places.push(place(LEUVEN, 10.0));
    let fit = judge(&wanted, door()).unwrap();
    assert!(matches!(fit.reasons[..], [Reason::Distance { km }] if km < 10.0));
}

#[test]
fn what_is_nice_to_have_makes_it_better_and_need_not_be_met() {
    let mut wanted = doors_wanted();
    let dear = Draft { price: Some(Price::PerUnit { cents: 9000 }), ..door() };
    assert_eq!(judge(&wanted, dear.clone()), None);
    wanted.nice_to_have.insert(Criterion::Price);
    let fit = judge(&wanted, dear).unwrap();
    assert!(fit.score < judge(&wanted, door()).unwrap().score);
    let told: Vec<_> = fit.reasons.iter().map(|it| it.in_language(Language::En)).collect();
    let missed = "not quite: €90.00 per pcs, you asked at most €60.00 per pcs".to_owned();
    assert!(told.contains(&missed), "{told:?}");

    let may = |word: &str| Criteria { words_may: vec![word.to_owned()], ..doors_wanted() };
    let (with, without) = (judge(&may("paneel"), door()), judge(&may("glas"), door()));
    assert!(with.unwrap().score > without.unwrap().score);
}

#[test]
fn what_misses_one_criterion_by_a_little_nearly_fits() {
    let near = |draft: Draft| {
        let offer = offer(draft, Some(HAASRODE));
        nearly_fits(&doors_wanted(), &organisation(1), &seeker(), &offer)
    };
    let wide = || Dimensions { width_mm: Some(Decimal::from(960)), ..Dimensions::default() };
    let found = near(Draft { dimensions: wide(), ..door() }).unwrap();
    assert_eq!(found.miss.in_language(Language::En), "960 mm wide, you asked 900 mm ± 50");
    assert_eq!(found.fit.reasons.len(), 5);
    let dear = Some(Price::PerUnit { cents: 6500 });
    assert!(near(Draft { price: dear, ..door() }).is_some());
    assert_eq!(near(Draft { dimensions: wide(), price: dear, ..door() }), None, "two misses");
    assert_eq!(near(Draft { price: Some(Price::PerUnit { cents: 9000 }), ..door() }), None);
    assert_eq!(near(door()), None, "it fits");
}

#[test]
fn what_is_sold_out_or_closed_fits_nothing() {
    let nothing = Draft { quantity: Decimal::ZERO, ..door() };
    assert_eq!(judge(&Criteria::default(), nothing), None);
    let mut closed = need(Criteria::default());
    closed.state = State::Closed;
    assert_eq!(fits(&closed, &seeker(), &offer(door(), None)), None);
}

/// Each takes one criterion away, or asks for less.
const RELAXED: [Change<Criteria>; 21] = [
    |it| it.categories.clear(),
    |it| it.categories = it.categories.iter().map(|it| it.top()).collect(),
    |it| it.words.truncate(1),
    |it| it.words_excluded.truncate(1),
    |it| it.measures.clear(),
    |it| {
        for wish in it.measures.values_mut() {
            if let MeasureWish::About(about) = wish {
                about.tolerance += 1.0;
            }
        }
    },
    |it| it.attributes.clear(),
    // A price is one for the unit of the quantity, so they go together.
    |it| (it.quantity, it.price_cents_max) = (None, None),
    |it| it.quantity.as_mut().map_or((), |it| it.several_lots = true),
    |it| it.quantity.as_mut().map_or((), |it| it.at_least /= Decimal::TWO),
    |it| it.condition_min = it.condition_min.filter(|it| *it > 1).map(|it| it - 1),
    |it| it.price_cents_max = it.price_cents_max.map(|it| it + 1),
    |it| it.place.as_mut().map_or((), |it| it.radius_km += 1.0),
    |it| (it.place, it.places) = (None, Vec::new()),
    |it| it.hazards_excluded.truncate(1),
    |it| it.hazards_excluded.clear(),
    |it| (it.documents, it.organisation_kinds) = (Vec::new(), Vec::new()),
    |it| it.nice_to_have = it.given().into_iter().collect(),
    |it| (it.wanted_from, it.wanted_until) = (None, it.wanted_until),
    |it| it.materials.clear(),
    |it| (it.materials_excluded, it.documents_required) = (Vec::new(), false),
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn asking_for_less_loses_nothing(criteria in any_criteria(), offer in any_offer()) {
        let asked = need(criteria);
        if fits(&asked, &seeker(), &offer).is_some() {
            for (which, relax) in RELAXED.iter().enumerate() {
                let mut relaxed = asked.clone();
                relax(&mut relaxed.criteria);
                prop_assert!(fits(&relaxed, &seeker(), &offer).is_some(), "relaxation {}", which);
            }
        }
    }

    #[test]
    fn own_and_unseen_and_retired_offers_never_fit(criteria in any_criteria(), offer in any_offer()) {
        let content = &offer.passport.content;
        let seen = match content.visibility {
            Visibility::Public => true,
            Visibility::Organisation => false,
            Visibility::Park => match seeker() {
                Viewer::Organisation { park_id, .. } => {
                    offer.park_id.as_ref().map(Id::as_str) == park_id.as_deref()
                }
                Viewer::Stranger => false,
            },
        };
        let may = seen
            && offer.passport.organisation_id != organisation(1)
            && offer.passport.state == passports::State::Registered
            && content.quantity > Decimal::ZERO;
        let everything = fits(&need(Criteria::default()), &seeker(), &offer);
        prop_assert_eq!(everything.is_some(), may);
        if let Some(fit) = fits(&need(criteria), &seeker(), &offer) {
            prop_assert!(may);
            prop_assert!((0.0..=1.0).contains(&fit.score), "{}", fit.score);
        }
    }

    #[test]
    fn reasons_can_be_told_to_anybody(criteria in any_criteria(), offer in any_offer()) {
        if let Some(fit) = fits(&need(criteria), &fixtures::seeker(), &offer) {
            for (reason, language) in fit.reasons.iter().flat_map(|it| Language::ALL.map(|to| (it, to))) {
                let told = reason.in_language(language);
                prop_assert!(!told.contains("need-") && !told.contains('{'), "{}", told);
            }
        }
    }
}
