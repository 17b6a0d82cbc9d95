use proptest::prelude::*;

use super::*;
use crate::accounts::Organisation;
use crate::catalogue::{CategoryCode, Unit};
use crate::clock;
use crate::id::Code;
use crate::passports::Price;

fn thing(draft: Draft) -> Thing {
    Thing { content: draft.check().unwrap(), category_guessed: true }
}

fn door(external_id: Option<&str>, quantity: u32) -> Draft {
    Draft {
        external_id: external_id.map(str::to_owned),
        name: "Binnendeur".into(),
        quantity: quantity.into(),
        unit: Unit::Pcs,
        ..Draft::default()
    }
}

fn registered(content: Content) -> Passport {
    Passport {
        id: Id::new(),
        code: Code::random(),
        organisation_id: Id::<Organisation>::new(),
        inventory_id: None,
        state: State::Registered,
        version: 1,
        created_at: clock::now(),
        updated_at: clock::now(),
        photos: Vec::new(),
        content,
    }
}

fn outcomes(things: Vec<Thing>, stock: Vec<Passport>) -> Vec<Outcome> {
    plan(things, Stock::of(stock)).iter().map(Step::outcome).collect()
}

#[test]
fn what_is_new_is_created_and_what_is_known_stays() {
    let there = registered(door(Some("D-1"), 3).check().unwrap());
    let same = thing(door(Some("D-1"), 3));
    let more = thing(door(Some("D-1"), 4));
    let new = thing(door(Some("D-2"), 3));
    assert_eq!(
        outcomes(vec![same, new], vec![there.clone()]),
        [Outcome::Unchanged, Outcome::Created]
    );
    assert_eq!(outcomes(vec![more], vec![there]), [Outcome::Changed]);
}

#[test]
fn without_a_number_things_are_known_by_name_size_and_place() {
    let there = registered(door(None, 3).check().unwrap());
    let elsewhere = Draft { room: Some("0.12".into()), ..door(None, 3) };
    assert_eq!(outcomes(vec![thing(door(None, 5))], vec![there.clone()]), [Outcome::Changed]);
    assert_eq!(outcomes(vec![thing(elsewhere)], vec![there]), [Outcome::Created]);
}

#[test]
fn two_rows_alike_are_two_things() {
    let first = registered(door(None, 3).check().unwrap());
    let second = registered(door(None, 4).check().unwrap());
    let rows = || vec![thing(door(None, 3)), thing(door(None, 4))];
    assert_eq!(outcomes(rows(), vec![second.clone(), first.clone()]), [Outcome::Unchanged; 2]);
    assert_eq!(outcomes(rows(), vec![first]), [Outcome::Unchanged, Outcome::Created]);
}

#[test]
fn the_number_of_a_line_is_no_number_of_a_thing() {
    let there = registered(door(Some("1"), 3).check().unwrap());
    let window = Draft { name: "Raam".into(), ..door(Some("1"), 3) };
    assert_eq!(outcomes(vec![thing(window)], vec![there.clone()]), [Outcome::Created]);
    assert_eq!(outcomes(vec![thing(door(Some("1"), 3))], vec![there]), [Outcome::Unchanged]);
}

#[test]
fn what_somebody_filled_in_stays_where_the_file_says_nothing() {
    let mut by_hand = door(Some("D-1"), 3);
    by_hand.category = CategoryCode::parse("DOOR.FIRE");
    by_hand.price = Some(Price::Free {});
    by_hand.hazards.asbestos = Asbestos::FreeProven;
    let there = registered(by_hand.check().unwrap());
    let mut said = door(Some("D-1"), 9);
    said.category = CategoryCode::parse("DOOR.INT");
    let steps = plan(vec![thing(said)], Stock::of(vec![there.clone()]));
    let Step::Change { id, version, content, .. } = &steps[0] else { panic!("{steps:?}") };
    assert_eq!((id, version), (&there.id, &1));
    assert_eq!((content.quantity, content.price), (9.into(), Some(Price::Free {})));
    assert_eq!(content.category.map(CategoryCode::as_str), Some("DOOR.FIRE"), "a guess gives way");
    assert_eq!(content.hazards.asbestos, Asbestos::FreeProven);
}

#[test]
fn what_turns_out_hazardous_is_no_longer_offered() {
    let there = registered(door(Some("D-1"), 3).check().unwrap());
    let mut said = door(Some("D-1"), 3);
    said.waste_code = Some("17 06 05*".into());
    said.visibility = Visibility::Organisation;
    let steps = plan(vec![thing(said)], Stock::of(vec![there]));
    let Step::Change { content, .. } = &steps[0] else { panic!("{steps:?}") };
    assert_eq!(content.visibility, Visibility::Organisation);
}

#[test]
fn what_is_retired_does_not_come_back_by_an_old_list() {
    let mut gone = registered(door(Some("D-1"), 3).check().unwrap());
    gone.state = State::Retired;
    assert_eq!(outcomes(vec![thing(door(Some("D-1"), 7))], vec![gone]), [Outcome::Unchanged]);
}

fn drafts() -> impl Strategy<Value = Vec<Draft>> {
    let draft = (prop::option::of(0..6_u32), 0..3_usize, 0..4_u32, 0..2_usize).prop_map(
        |(number, name, quantity, room)| Draft {
            external_id: number.map(|it| format!("P-{it}")),
            name: ["Deur", "Raam", "Balk"][name].into(),
            quantity: quantity.into(),
            room: [None, Some("0.12".to_owned())][room].clone(),
            ..Draft::default()
        },
    );
    // No two rows bear one number: the check of the file sees to that.
    prop::collection::vec(draft, 0..12).prop_map(|mut drafts| {
        let mut seen = std::collections::HashSet::new();
        drafts.retain(|it| it.external_id.is_none() || seen.insert(it.external_id.clone()));
        drafts
    })
}

proptest! {
    #[test]
    fn counts_add_up(outcomes in prop::collection::vec((0..5_usize, 0..9_u64), 0..40)) {
        let mut counts = Counts::default();
        for (outcome, rows) in outcomes {
            counts.add(Outcome::ALL[outcome], rows);
        }
        let Counts { rows, created, changed, unchanged, rejected, dropped } = counts;
        prop_assert_eq!(rows, created + changed + unchanged + rejected + dropped);
    }

    #[test]
    fn the_same_file_twice_changes_nothing(first in drafts(), second in drafts()) {
        let mut stock: Vec<Passport> = Vec::new();
        for drafts in [&first, &second] {
            let things: Vec<Thing> = drafts.iter().cloned().map(thing).collect();
            for step in plan(things, Stock::of(stock.clone())) {
                match step {
                    Step::Create(content) => stock.push(registered(content)),
                    Step::Change { id, content, .. } => {
                        stock.iter_mut().find(|it| it.id == id).unwrap().content = content;
                    }
                    Step::Keep { .. } => {}
                    Step::Reject { problems, .. } => panic!("{problems:?}"),
                }
            }
        }
        let again: Vec<Thing> = second.iter().cloned().map(thing).collect();
        prop_assert!(outcomes(again, stock).iter().all(|it| *it == Outcome::Unchanged));
    }

    /// As a file is planned: some rows at a time, without what the rows before were taken for.
    #[test]
    fn the_same_rows_in_any_order_change_nothing(
        (there, again) in drafts().prop_flat_map(|it| (Just(it.clone()), Just(it).prop_shuffle())),
        at_once in 1..5_usize,
    ) {
        let checked = |it: Draft| it.check().unwrap();
        let mut stock: Vec<Passport> =
            there.into_iter().map(checked).map(registered).collect();
        for some in again.chunks(at_once) {
            let things = some.iter().cloned().map(thing).collect();
            for step in plan(things, Stock::of(stock.clone())) {
                prop_assert_eq!(step.outcome(), Outcome::Unchanged);
                stock.retain(|it| Some(&it.id) != step.passport());
            }
        }
        prop_assert!(stock.is_empty());
    }
}

#[test]
fn a_number_says_nothing_of_another_building() {
    let (here, elsewhere) = (Id::new(), Id::new());
    let mut there = door(Some("D-1"), 3);
    there.building_id = Some(here);
    let there = registered(there.check().unwrap());
    let mut other = door(Some("D-1"), 4);
    other.building_id = Some(elsewhere);
    assert_eq!(outcomes(vec![thing(other)], vec![there.clone()]), [Outcome::Created]);
    assert_eq!(outcomes(vec![thing(door(Some("D-1"), 4))], vec![there]), [Outcome::Changed]);
}

#[test]
fn what_changes_is_told_with_what_was_there() {
    let there = registered(door(Some("D-1"), 3).check().unwrap());
    let steps = plan(vec![thing(door(Some("D-1"), 4))], Stock::of(vec![there]));
    let Step::Change { differences, .. } = &steps[0] else { panic!("{steps:?}") };
    let told: Vec<_> =
        differences.iter().map(|it| (it.field.as_str(), &it.before, &it.after)).collect();
    assert_eq!(told, [("quantity", &3.into(), &4.into())]);
}
