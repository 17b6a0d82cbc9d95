use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::json;

use super::*;

type Record = Map<String, Value>;

fn record() -> impl Strategy<Value = Record> {
    let value = prop_oneof![
        any::<bool>().prop_map(Value::from),
        (-3..3_i64).prop_map(Value::from),
        "\\PC{0,4}".prop_map(Value::from),
        prop::collection::vec(0..2_i64, 0..2).prop_map(Value::from),
        (0..3_i64).prop_map(|it| json!({ "width_mm": it, "null": null })),
    ];
    prop::collection::btree_map("[a-d]", value, 0..4).prop_map(|it| it.into_iter().collect())
}

/// The history that leads through all of `records`, and the passport's id.
fn chain_through(records: &[Record]) -> Vec<Event> {
    let passport_id = Id::new();
    let mut events: Vec<Event> = Vec::new();
    let mut before = Record::new();
    for (sequence, record) in (1..).zip(records) {
        let previous = events.last().map_or(FIRST_PREVIOUS_HASH, |it| it.hash.as_str());
        let mut event = Event {
            passport_id: passport_id.clone(),
            sequence,
            at: crate::clock::now(),
            actor: "member:\"Ann\"".to_owned(),
            kind: EventKind::Revised.as_str().to_owned(),
            changes: serde_json::to_string(&diff(&before, record)).unwrap(),
            previous_hash: previous.to_owned(),
            hash: String::new(),
        };
        event.hash = event.recomputed_hash();
        events.push(event);
        before.clone_from(record);
    }
    events
}

fn holds(events: &[Event], version: i64, last: &Record) -> bool {
    let Some(first) = events.first() else { return version == 0 };
    let mut chain = Chain::of(first.passport_id.clone());
    events.iter().all(|it| chain.add(it).is_ok()) && chain.ends_at(version, last).is_ok()
}

#[test]
fn the_hash_is_one_that_others_can_recompute() {
    let event = Event {
        passport_id: Id::parse("01934f6e-0000-7000-8000-000000000001").unwrap(),
        sequence: 1,
        at: serde_json::from_value(json!("2026-03-15T08:00:00.000001Z")).unwrap(),
        actor: "member:é\"".to_owned(),
        kind: "registered".to_owned(),
        changes: r#"{"name":{"from":null,"to":"Door"}}"#.to_owned(),
        previous_hash: FIRST_PREVIOUS_HASH.to_owned(),
        hash: String::new(),
    };
    let canonical = json!({
        "passport_id": event.passport_id, "sequence": 1, "at": event.at, "actor": event.actor,
        "kind": "registered", "changes": { "name": { "from": null, "to": "Door" } },
    });
    let plain = Sha256::digest(format!("{FIRST_PREVIOUS_HASH}{canonical}"));
    let plain: String = plain.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat();
    assert_eq!(event.recomputed_hash(), plain);
    // As hashlib of Python has it.
    assert_eq!(
        event.recomputed_hash(),
        "8b493b5decfbcba042e2a9f2780261b5f77258f6397853b98356ae45e521a91b"
    );
}

#[test]
fn nothing_changed_is_no_change() {
    let record: Record = serde_json::from_value(json!({ "name": "Door", "width": 5 })).unwrap();
    assert!(diff(&record, &record).is_empty());
    let mut same = record.clone();
    assert!(replay(&mut same, "{}") && same == record);
    for nonsense in ["", "[]", r#"{"name":1}"#, r#"{"name":{"to":1}}"#] {
        assert!(!replay(&mut same, nonsense), "{nonsense}");
    }
}

proptest! {
    #[test]
    fn changes_replayed_lead_to_the_same_record(old in record(), new in record()) {
        let changes = diff(&old, &new);
        let mut replayed = old.clone();
        prop_assert!(replay(&mut replayed, &serde_json::to_string(&changes).unwrap()));
        prop_assert_eq!(&replayed, &new);
        // And each change is one.
        for (key, change) in &changes {
            prop_assert_ne!(old.get(key), new.get(key));
            prop_assert_ne!(&change["from"], &change["to"]);
        }
    }

    #[test]
    fn any_one_event_altered_dropped_or_moved_is_seen(
        records in prop::collection::vec(record(), 2..7),
        at in any::<Index>(),
        other in any::<Index>(),
        manner in 0..10_u8,
    ) {
        let events = chain_through(&records);
        let (version, last) = (i64::try_from(records.len()).unwrap(), records.last().unwrap());
        prop_assert!(holds(&events, version, last));

        let mut forged = events.clone();
        let (at, other) = (at.index(forged.len()), other.index(forged.len()));
        let is_last = at + 1 == forged.len();
        let event = &mut forged[at];
        match manner {
            0 => event.actor.push('x'),
            1 => event.at = event.at + time::Duration::microseconds(1),
            2 => event.kind.push('x'),
            3 => event.changes = r#"{"z":{"from":null,"to":1}}"#.to_owned(),
            4 => event.sequence += 1,
            5 => event.previous_hash.replace_range(..1, "x"),
            6 => event.hash.replace_range(..1, "x"),
            // The forger knows how hashes are made: the next link gives it away.
            7 => {
                prop_assume!(!is_last);
                event.actor.push('x');
                event.hash = event.recomputed_hash();
            }
            // From the first, from the middle, or the last: a chain cut short.
            8 => drop(forged.remove(at)),
            _ => {
                prop_assume!(at != other);
                forged.swap(at, other);
            }
        }
        prop_assert!(!holds(&forged, version, last));
    }

    #[test]
    fn a_record_changed_behind_the_back_of_its_history_is_seen(
        records in prop::collection::vec(record(), 1..4),
        other in record(),
    ) {
        let last = records.last().unwrap();
        prop_assume!(*last != other);
        prop_assert!(!holds(&chain_through(&records), i64::try_from(records.len()).unwrap(), &other));
    }
}

#[test]
fn the_first_changes_are_those_from_nothing() {
    let Value::Object(record) = serde_json::json!({
        "name": "Deur \"EI30\"\n", "quantity": 3.5, "hazards": { "asbestos": "unknown" },
        "colour": null, "documents": [],
    }) else {
        panic!("an object")
    };
    let expected = serde_json::to_string(&diff(&Map::new(), &record)).unwrap();
    assert_eq!(first_changes(&record).unwrap(), expected);
}
