//! A set of the documents of a segment, a bit each. Most of what a query asks for is decided by
//! and-ing such sets: a million documents are sixteen thousand words.

use tantivy::DocId;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bits(Vec<u64>);

const WORD_BITS: u32 = u64::BITS;

impl Bits {
    pub fn none(size: DocId) -> Self {
        Self(vec![0; size.div_ceil(WORD_BITS) as usize])
    }

    pub fn all(size: DocId) -> Self {
        let mut bits = Self(vec![u64::MAX; size.div_ceil(WORD_BITS) as usize]);
        if let Some(last) = bits.0.last_mut()
            && !size.is_multiple_of(WORD_BITS)
        {
            *last = (1 << (size % WORD_BITS)) - 1;
        }
        bits
    }

    pub fn insert(&mut self, doc: DocId) {
        self.0[(doc / WORD_BITS) as usize] |= 1 << (doc % WORD_BITS);
    }

    pub fn contains(&self, doc: DocId) -> bool {
        self.0[(doc / WORD_BITS) as usize] >> (doc % WORD_BITS) & 1 == 1
    }

    pub fn count(&self) -> usize {
        self.0.iter().map(|it| it.count_ones() as usize).sum()
    }

    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|it| *it == 0)
    }

    pub fn keep(&mut self, others: &Self) {
        self.0.iter_mut().zip(&others.0).for_each(|(own, other)| *own &= other);
    }

    pub fn add(&mut self, others: &Self) {
        self.0.iter_mut().zip(&others.0).for_each(|(own, other)| *own |= other);
    }

    pub fn drop(&mut self, others: &Self) {
        self.0.iter_mut().zip(&others.0).for_each(|(own, other)| *own &= !other);
    }

    /// Keeps those for which `keeps` holds.
    pub fn retain(&mut self, mut keeps: impl FnMut(DocId) -> bool) {
        for (at, word) in (0..).zip(&mut self.0) {
            let mut rest = *word;
            while rest != 0 {
                let bit = rest.trailing_zeros();
                rest &= rest - 1;
                if !keeps(at * WORD_BITS + bit) {
                    *word &= !(1 << bit);
                }
            }
        }
    }

    /// Its documents, in order.
    pub fn docs(&self) -> impl Iterator<Item = DocId> {
        (0..).zip(&self.0).flat_map(|(at, word)| {
            let mut rest = *word;
            std::iter::from_fn(move || {
                if rest == 0 {
                    return None;
                }
                let bit = rest.trailing_zeros();
                rest &= rest - 1;
                Some(at * WORD_BITS + bit)
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    const SIZE: DocId = 130;

    fn bits(docs: &BTreeSet<DocId>) -> Bits {
        let mut bits = Bits::none(SIZE);
        for doc in docs {
            bits.insert(*doc);
        }
        bits
    }

    proptest! {
        #[test]
        fn it_is_a_set(
            one in prop::collection::btree_set(0..SIZE, 0..40),
            two in prop::collection::btree_set(0..SIZE, 0..40),
        ) {
            let docs = |it: &Bits| it.docs().collect::<BTreeSet<_>>();
            let with = |change: fn(&mut Bits, &Bits)| {
                let mut changed = bits(&one);
                change(&mut changed, &bits(&two));
                docs(&changed)
            };
            prop_assert_eq!(docs(&bits(&one)), one.clone());
            prop_assert_eq!(bits(&one).count(), one.len());
            prop_assert_eq!(bits(&one).is_empty(), one.is_empty());
            prop_assert_eq!(with(Bits::keep), &one & &two);
            prop_assert_eq!(with(Bits::add), &one | &two);
            prop_assert_eq!(with(Bits::drop), &one - &two);
            let mut even = bits(&one);
            even.retain(|it| it % 2 == 0);
            prop_assert_eq!(docs(&even), one.iter().copied().filter(|it| it % 2 == 0).collect());
            prop_assert!((0..SIZE).all(|it| bits(&one).contains(it) == one.contains(&it)));
            prop_assert_eq!(Bits::all(SIZE).count(), SIZE as usize);
        }
    }
}
