//! Which of all the words that anybody asks for occur in a listing.
//!
//! Each wish (`binnendeuren`, `ipe 200`) has a number. A listing is not held against every wish:
//! its words lead to those whose first word is a form of one of them, and of these
//! [`analysis::all_occur`] has the last say, as everywhere.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use arc_swap::ArcSwap;

use crate::search::analysis::{self, Asked, Entries, Lookups, number_of};

/// All wishes, read without a lock.
#[derive(Default)]
pub struct Wishes {
    layers: ArcSwap<Vec<Arc<Layer>>>,
    /// The number that was given last; held by who gives one.
    last: Mutex<u32>,
}

/// Its number, and its words.
type Wish = (u32, Arc<[Asked]>);

#[derive(Clone, Default)]
struct Layer {
    numbers: HashMap<Arc<str>, u32>,
    by_key: HashMap<u64, Vec<Wish>>,
}

/// A listing looks into each layer; more than this, and they are made one.
const LAYERS_MAX: usize = 16;
/// A layer is copied to be changed: so many wishes at most.
const LAYER_WISHES_MAX: usize = 64;

impl Wishes {
    /// The number of a wish, from one on; a new one where nobody asked for it yet.
    pub fn number(&self, wish: &str) -> u32 {
        if let Some(number) = self.known(wish) {
            return number;
        }
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        // Somebody else may have asked for it in between.
        if let Some(number) = self.known(wish) {
            return number;
        }
        *last += 1;
        let mut layers = Vec::clone(&self.layers.load());
        match layers.last_mut() {
            Some(layer) if layer.numbers.len() < LAYER_WISHES_MAX => {
                Arc::make_mut(layer).add(wish, *last);
            }
            Some(_) | None => {
                let mut layer = Layer::default();
                layer.add(wish, *last);
                layers.push(Arc::new(layer));
            }
        }
        if layers.len() > LAYERS_MAX {
            layers = vec![Arc::new(Layer::merged(&layers))];
        }
        self.layers.store(Arc::new(layers));
        *last
    }

    /// Numbers many wishes at once, before anybody reads.
    pub fn add_all<'a>(&self, wishes: impl Iterator<Item = &'a str>) {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let mut layer = Layer::default();
        for wish in wishes {
            if !layer.numbers.contains_key(wish) && self.known(wish).is_none() {
                *last += 1;
                layer.add(wish, *last);
            }
        }
        if !layer.numbers.is_empty() {
            let mut layers = Vec::clone(&self.layers.load());
            layers.push(Arc::new(layer));
            self.layers.store(Arc::new(layers));
        }
    }

    /// Every wish with its number.
    pub fn all(&self) -> Vec<(u32, Arc<str>)> {
        let layers = self.layers.load();
        let numbers = layers.iter().flat_map(|it| &it.numbers);
        numbers.map(|(wish, number)| (*number, Arc::clone(wish))).collect()
    }

    /// Makes these all the wishes there are, with the numbers they had.
    pub fn restore(&self, wishes: &[(u32, String)]) {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let mut layer = Layer::default();
        for (number, wish) in wishes {
            layer.add(wish, *number);
        }
        *last = wishes.iter().map(|it| it.0).max().unwrap_or(0);
        // Nobody asking for words is told by there being no layer: texts are not read then.
        let layers = if wishes.is_empty() { Vec::new() } else { vec![Arc::new(layer)] };
        self.layers.store(Arc::new(layers));
    }

    fn known(&self, wish: &str) -> Option<u32> {
        self.layers.load().iter().find_map(|it| it.numbers.get(wish).copied())
    }

    pub fn is_empty(&self) -> bool {
        self.layers.load().is_empty()
    }

    /// The wishes that occur in a text.
    pub fn occurring(&self, text: &Entries) -> Vec<u32> {
        let layers = self.layers.load();
        let mut found = Vec::new();
        let mut seen = Vec::new();
        for layer in layers.iter().filter(|it| !it.by_key.is_empty()) {
            for key in text.numbers() {
                for (number, wish) in layer.by_key.get(&key).into_iter().flatten() {
                    if !seen.contains(number) {
                        seen.push(*number);
                        if analysis::all_occur(text.words(), wish) {
                            found.push(*number);
                        }
                    }
                }
            }
        }
        found
    }
}

impl Layer {
    fn add(&mut self, wish: &str, number: u32) {
        let asked: Arc<[Asked]> = analysis::query_words(wish).into();
        // Every word of it must occur, so its first one leads there as well as any.
        if let Some(first) = asked.first() {
            for key in keys_of_asked(first) {
                self.by_key.entry(key).or_default().push((number, Arc::clone(&asked)));
            }
        }
        self.numbers.insert(wish.into(), number);
    }

    fn merged(layers: &[Arc<Self>]) -> Self {
        let mut all = Self::default();
        for layer in layers {
            all.numbers.extend(layer.numbers.iter().map(|(wish, it)| (Arc::clone(wish), *it)));
            for (key, wishes) in &layer.by_key {
                all.by_key.entry(*key).or_default().extend(wishes.iter().cloned());
            }
        }
        all
    }
}

/// Numbers by which a text is found, in order, for who does not number wishes. Two words may have
/// the same one.
pub fn keys_of(text: &Entries) -> Vec<u32> {
    let mut keys: Vec<u32> = text.numbers().map(short).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// One of these numbers is among those of every text in which the wish occurs. `None` where it says
/// nothing that could be looked for.
pub fn any_key_of(wish: &str) -> Option<Vec<u32>> {
    // Every word of it must occur, so its first one leads there as well as any.
    let words = analysis::query_words(wish);
    words.first().map(|first| keys_of_asked(first).into_iter().map(short).collect())
}

/// Half of it, but for the highest number, which stands for none.
fn short(key: u64) -> u32 {
    (key as u32).min(u32::MAX - 1)
}

/// Under what to look for a word that is asked for: as it is written, and by the keys of the
/// analysis, which no word is written like.
fn keys_of_asked(asked: &Asked) -> Vec<u64> {
    let Lookups { written, keys } = asked.lookups();
    let more = written.iter().chain(&keys).map(|(_, key)| number_of(key));
    let mut all: Vec<u64> = std::iter::once(number_of(asked.as_str())).chain(more).collect();
    all.sort_unstable();
    all.dedup();
    all
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SOME: &str = "((deur|deuren|binnendeur|portes|HEB|200|2,5|m|oak|Tür|ramen|steel) ?){0,6}";

    proptest! {
        #[test]
        fn the_wishes_found_are_those_that_occur(
            wishes in prop::collection::vec(SOME, 0..120),
            text in SOME,
        ) {
            let all = Wishes::default();
            let wishes: Vec<_> =
                wishes.into_iter().filter(|it| !analysis::words(it).is_empty()).collect();
            let numbers: Vec<u32> = wishes.iter().map(|it| all.number(it)).collect();
            let text = analysis::Analyst::default().entries(&text);
            let found = all.occurring(&text);
            for (wish, number) in wishes.iter().zip(numbers) {
                prop_assert_eq!(number, all.number(wish));
                let occurs = text.contain_all(wish);
                prop_assert_eq!(found.contains(&number), occurs, "{}", wish);
            }
        }
    }
}
