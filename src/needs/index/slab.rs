//! Memory for very many records of one size, side by side, in large pages where the system gives
//! them: whoever reads here and there in a hundred megabytes waits for the table of pages as often
//! as for the memory itself.

use memmap2::MmapMut;

/// Records of `N` bytes.
pub struct Slab<const N: usize> {
    bytes: Bytes,
    count: usize,
}

enum Bytes {
    Pages(MmapMut),
    /// What is small, or what the system has no pages of its own for.
    Heap(Vec<u8>),
}

/// From here on memory is asked for in pages: less than a large page, so that no record lies in
/// one line of the cache more than it must.
const PAGES_FROM_BYTES: usize = 1 << 20;

impl<const N: usize> Slab<N> {
    /// So many records of zeros.
    pub fn zeroed(count: usize) -> Self {
        let length = count * N;
        let pages = if length < PAGES_FROM_BYTES { None } else { MmapMut::map_anon(length).ok() };
        let Some(pages) = pages else {
            return Self { bytes: Bytes::Heap(vec![0; length]), count };
        };
        // A system that has no large pages to give says so, and gives small ones.
        #[cfg(target_os = "linux")]
        pages.advise(memmap2::Advice::HugePage).ok();
        Self { bytes: Bytes::Pages(pages), count }
    }

    /// So many records, one after the other.
    pub fn of(count: usize, records: impl Iterator<Item = [u8; N]>) -> Self {
        let mut slab = Self::zeroed(count);
        slab.records_mut().iter_mut().zip(records).for_each(|(slot, record)| *slot = record);
        slab
    }

    #[inline]
    pub fn records(&self) -> &[[u8; N]] {
        let bytes: &[u8] = match &self.bytes {
            Bytes::Pages(pages) => pages,
            Bytes::Heap(heap) => heap,
        };
        bytes.as_chunks().0
    }

    pub fn records_mut(&mut self) -> &mut [[u8; N]] {
        let bytes: &mut [u8] = match &mut self.bytes {
            Bytes::Pages(pages) => pages,
            Bytes::Heap(heap) => heap,
        };
        bytes.as_chunks_mut().0
    }

    pub fn len(&self) -> usize {
        self.count
    }

    pub fn bytes(&self) -> usize {
        self.records().as_flattened().len()
    }
}
