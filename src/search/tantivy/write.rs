//! Writing to the index: in turns, a segment for each batch, and like segments made into one.

use std::collections::HashMap;
use std::sync::PoisonError;

use tantivy::index::SegmentId;
use tantivy::merge_policy::NoMergePolicy;
use tantivy::{IndexWriter, SegmentMeta, Term};

use super::super::Listing;
use super::Inner;

/// What a writer gathers before it makes a segment of it: room for some tens of thousands of
/// listings, so that a batch becomes one.
const WRITER_BYTES: usize = 200_000_000;

/// So many segments of about one size become one. Each one more is a dictionary more to walk for
/// every search; each one fewer is more often copied while listings come in.
const ALIKE_MAX: usize = 4;

/// Segments below this are of one size.
const SMALLEST_DOCS: u32 = 1000;

impl Inner {
    pub fn put(&self, listings: &[Listing]) -> tantivy::Result<()> {
        let _turn = self.wait_for_turn()?;
        let view = self.view()?;
        let mut newest: HashMap<&str, (&Listing, bool)> = HashMap::with_capacity(listings.len());
        for listing in listings {
            let id = listing.id.as_str();
            let (known, is_there) = if let Some((newer, is_there)) = newest.get(id) {
                (Some(newer.version), *is_there)
            } else {
                let known = view.version(id, &self.fields)?;
                (known, known.is_some())
            };
            if known.is_none_or(|known| known <= listing.version) {
                newest.insert(id, (listing, is_there));
            }
        }
        if newest.is_empty() {
            return Ok(());
        }
        let writer = self.writer()?;
        let mut analyst = self.analyst.lock().unwrap_or_else(PoisonError::into_inner);
        for (listing, is_there) in newest.into_values() {
            if is_there {
                writer.delete_term(Term::from_field_text(self.fields.id, &listing.id));
            }
            writer.add_document(self.fields.document(listing, &mut analyst))?;
        }
        drop(analyst);
        self.commit(writer)
    }

    pub fn remove(&self, ids: &[String]) -> tantivy::Result<()> {
        let _turn = self.wait_for_turn()?;
        if ids.is_empty() {
            return Ok(());
        }
        let writer = self.writer()?;
        for id in ids {
            writer.delete_term(Term::from_field_text(self.fields.id, id));
        }
        self.commit(writer)
    }

    pub fn clear(&self) -> tantivy::Result<()> {
        let _turn = self.wait_for_turn()?;
        let writer = self.writer()?;
        writer.delete_all_documents()?;
        self.commit(writer)
    }

    /// A writer for one turn. One that was kept would keep other processes out, and would be of
    /// no use any more after its first failure.
    fn writer(&self) -> tantivy::Result<IndexWriter> {
        let writer = self.opened().index.writer_with_num_threads(1, WRITER_BYTES)?;
        // A writer that is dropped would drop what it is merging: we merge, and wait for it.
        writer.set_merge_policy(Box::new(NoMergePolicy));
        Ok(writer)
    }

    /// What was written can be found before like segments are made into one.
    fn commit(&self, mut writer: IndexWriter) -> tantivy::Result<()> {
        let opened = self.opened();
        writer.commit()?;
        opened.reader.reload()?;
        let mut is_merged = false;
        while let Some(alike) = alike(&opened.index.searchable_segment_metas()?) {
            writer.merge(&alike).wait()?;
            is_merged = true;
        }
        if is_merged {
            writer.garbage_collect_files().wait()?;
            opened.reader.reload()?;
        }
        // The next search need not make what it looks at.
        self.view()?;
        writer.wait_merging_threads()
    }
}

/// Segments that are to become one; one that is mostly deleted becomes smaller.
fn alike(segments: &[SegmentMeta]) -> Option<Vec<SegmentId>> {
    let mut by_size: HashMap<u32, Vec<SegmentId>> = HashMap::new();
    for segment in segments {
        if segment.num_deleted_docs() > segment.num_docs() {
            return Some(vec![segment.id()]);
        }
        let size = segment.num_docs().max(SMALLEST_DOCS).ilog(4);
        by_size.entry(size).or_default().push(segment.id());
    }
    by_size.into_values().find(|it| it.len() >= ALIKE_MAX)
}
