use super::*;

mod corpus;
mod made;

fn today() -> Day {
    Day::new(2026, 11, 25).unwrap()
}
