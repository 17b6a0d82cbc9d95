//! The index as it was at one moment, in a file.

use std::io::{self, Read, Write};
use std::sync::Arc;

use super::file::{Reading, Writing};
use super::segment::{Draft, Segment};
use super::{NeedIndex, Snapshot};

/// What an index held, however it changes on.
pub struct Moment {
    snapshot: Arc<Snapshot>,
    /// The rows of each segment that were gone.
    gone: Vec<Vec<u64>>,
}

impl NeedIndex {
    /// As it is now: who changes it waits for this, who searches does not.
    pub fn moment(&self) -> Moment {
        let _writing = self.writing();
        let snapshot = self.now.load_full();
        let gone = snapshot.segments.iter().map(|it| it.gone()).collect();
        Moment { snapshot, gone }
    }

    /// As it was at the moment that was written.
    pub fn read<R: Read>(from: &mut Reading<R>) -> io::Result<Self> {
        let count = from.number()?;
        let mut segments = Vec::new();
        for _ in 0..count {
            segments.push(Arc::new(Segment::read(from)?));
        }
        Ok(Self::of_segments(segments))
    }
}

impl Moment {
    pub fn write<W: Write>(&self, to: &mut Writing<W>) -> io::Result<()> {
        let Snapshot { segments, recent } = &*self.snapshot;
        let recent = recent.iter().flat_map(|it| it.iter()).map(|it| &it.sought);
        let recent = Draft::of(recent).lay_out();
        to.number(segments.len() as u64 + 1)?;
        for (segment, gone) in segments.iter().zip(&self.gone) {
            segment.write(gone, to)?;
        }
        recent.write(&recent.gone(), to)
    }
}
