//! A file that tells whether it is whole: what was written is read, or an error says that it is
//! damaged. Numbers stand with their lowest byte first.

use std::io::{self, Read, Write};

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::slab::Slab;

/// Writes, and a checksum at the end.
pub struct Writing<W> {
    to: W,
    sum: crc32fast::Hasher,
}

/// Reads what [`Writing`] wrote. Whatever was read counts only once [`Reading::end`] has said that
/// all of it is as it was.
pub struct Reading<R> {
    from: R,
    sum: crc32fast::Hasher,
    /// Bytes that are still to come, the checksum among them: no more memory is taken than that.
    left: u64,
}

fn damaged(what: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}

impl<W: Write> Writing<W> {
    pub fn new(to: W) -> Self {
        Self { to, sum: crc32fast::Hasher::new() }
    }

    pub fn bytes(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.sum.update(bytes);
        self.to.write_all(bytes)
    }

    pub fn number(&mut self, number: u64) -> io::Result<()> {
        self.bytes(&number.to_le_bytes())
    }

    pub fn slab<const N: usize>(&mut self, slab: &Slab<N>) -> io::Result<()> {
        self.number(slab.len() as u64)?;
        self.bytes(slab.records().as_flattened())
    }

    pub fn list<T, const N: usize>(
        &mut self,
        list: &[T],
        write: impl Fn(&T) -> [u8; N],
    ) -> io::Result<()> {
        self.slab(&Slab::of(list.len(), list.iter().map(write)))
    }

    pub fn json(&mut self, value: &impl Serialize) -> io::Result<()> {
        let text = serde_json::to_vec(value)?;
        self.number(text.len() as u64)?;
        self.bytes(&text)
    }

    /// Writes the checksum. Returns what was written to.
    pub fn end(mut self) -> io::Result<W> {
        let sum = self.sum.finalize();
        self.to.write_all(&sum.to_le_bytes())?;
        Ok(self.to)
    }
}

impl<R: Read> Reading<R> {
    /// A file of so many bytes.
    pub fn new(from: R, length: u64) -> Self {
        Self { from, sum: crc32fast::Hasher::new(), left: length }
    }

    pub fn bytes<const N: usize>(&mut self) -> io::Result<[u8; N]> {
        let mut bytes = [0; N];
        self.fill(&mut bytes)?;
        Ok(bytes)
    }

    fn fill(&mut self, bytes: &mut [u8]) -> io::Result<()> {
        self.from.read_exact(bytes)?;
        self.left = self.left.saturating_sub(bytes.len() as u64);
        self.sum.update(bytes);
        Ok(())
    }

    pub fn number(&mut self) -> io::Result<u64> {
        Ok(u64::from_le_bytes(self.bytes()?))
    }

    /// How many records of so many bytes follow.
    fn count(&mut self, bytes_each: usize) -> io::Result<usize> {
        let count = self.number()?;
        let fits = count.checked_mul(bytes_each as u64).is_some_and(|it| it <= self.left);
        if fits { Ok(count as usize) } else { Err(damaged("it is shorter than it says")) }
    }

    pub fn slab<const N: usize>(&mut self) -> io::Result<Slab<N>> {
        let mut slab = Slab::zeroed(self.count(N)?);
        self.fill(slab.records_mut().as_flattened_mut())?;
        Ok(slab)
    }

    pub fn list<T, const N: usize>(&mut self, read: impl Fn([u8; N]) -> T) -> io::Result<Vec<T>> {
        Ok(self.slab()?.records().iter().map(|it| read(*it)).collect())
    }

    pub fn json<T: DeserializeOwned>(&mut self) -> io::Result<T> {
        let mut text = vec![0; self.count(1)?];
        self.fill(&mut text)?;
        Ok(serde_json::from_slice(&text)?)
    }

    /// Whether all that was read is what was written, and nothing follows.
    pub fn end(mut self) -> io::Result<()> {
        let expected = self.sum.clone().finalize();
        let sum = u32::from_le_bytes(self.bytes()?);
        if sum != expected {
            return Err(damaged("its checksum is another"));
        }
        if self.left == 0 { Ok(()) } else { Err(damaged("it is longer than it says")) }
    }
}
