//! A segment in a file: its columns as they lie in memory, so that reading it is little more than
//! reading the file.

use std::collections::HashMap;
use std::io::{self, Read, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use serde::{Deserialize, Serialize};

use super::Segment;
use crate::accounts::{Organisation, Park};
use crate::id::Id;
use crate::needs::Criteria;
use crate::needs::index::file::{Reading, Writing};
use crate::needs::index::lookup::{RowsByNeed, Squares};
use crate::needs::index::sought::Asked;

/// What numbers do not say of the need of a row.
#[derive(Serialize, Deserialize)]
struct AskedOfRow {
    row: u32,
    criteria: Criteria,
    organisation_id: Id<Organisation>,
    park_id: Option<Id<Park>>,
}

impl Segment {
    /// The rows that are gone now, a bit for each.
    pub fn gone(&self) -> Vec<u64> {
        self.gone.iter().map(|it| it.load(Ordering::Acquire)).collect()
    }

    /// Writes it as it was when these rows were gone.
    pub fn write<W: Write>(&self, gone: &[u64], to: &mut Writing<W>) -> io::Result<()> {
        to.slab(&self.signatures)?;
        to.slab(&self.rows)?;
        to.slab(self.squares.slots())?;
        to.slab(&self.seekers)?;
        to.list(self.by_need.heads(), |it| it.to_le_bytes())?;
        to.list(gone, |it| it.to_le_bytes())?;
        to.list(&self.category_levels, |it| [*it])?;
        to.list(&self.word_levels, |it| [*it])?;
        let asked = self.asked.iter().map(|(row, it)| AskedOfRow {
            row: *row,
            criteria: it.criteria.clone(),
            organisation_id: it.organisation_id.clone(),
            park_id: it.park_id.clone(),
        });
        to.json(&asked.collect::<Vec<_>>())
    }

    pub fn read<R: Read>(from: &mut Reading<R>) -> io::Result<Self> {
        let signatures = from.slab()?;
        let rows = from.slab()?;
        let squares = Squares::of_slots(from.slab()?);
        let seekers = from.slab()?;
        let by_need = RowsByNeed::of_heads(from.list(u32::from_le_bytes)?);
        let gone = from.list(|it| AtomicU64::new(u64::from_le_bytes(it)))?;
        let category_levels = from.list(|[it]| it)?;
        let word_levels = from.list(|[it]| it)?;
        let asked: Vec<AskedOfRow> = from.json()?;
        let asked: HashMap<_, _> = asked
            .into_iter()
            .map(|AskedOfRow { row, criteria, organisation_id, park_id }| {
                (row, Arc::new(Asked { criteria, organisation_id, park_id }))
            })
            .collect();
        Ok(Self {
            signatures,
            rows,
            squares,
            seekers,
            by_need,
            gone,
            asked,
            category_levels,
            word_levels,
        })
    }
}
