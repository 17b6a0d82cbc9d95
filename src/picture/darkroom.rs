//! Where photos are developed: beside those who serve, and few at once, because each takes a lot of
//! memory.

use std::sync::Arc;

use tokio::sync::Semaphore;

use super::{Picture, Refusal, develop, weigh};
use crate::error::{Error, Result};

/// The decoded photos in work together take no more than this, and about three times as much with
/// what decoders need beside.
const BYTES_AT_ONCE: u64 = super::DECODED_BYTES_MAX;

/// What is handed out: a share of the memory.
const SHARE_BYTES: u64 = 1_000_000;

/// However small they are, no more than eight are in work at once.
const SHARES_MIN: u64 = BYTES_AT_ONCE / SHARE_BYTES / 8;

#[derive(Debug, Clone)]
pub struct Darkroom(Arc<Semaphore>);

impl Darkroom {
    pub fn open() -> Self {
        Self(Arc::new(Semaphore::new(shares(BYTES_AT_ONCE) as usize)))
    }

    /// All sizes of a photo, once there is room for it. The outer failure is ours, the inner one
    /// the photo's.
    pub async fn develop(&self, file: Vec<u8>) -> Result<std::result::Result<Picture, Refusal>> {
        let bytes = match weigh(&file) {
            Ok(bytes) => bytes,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let room = self.0.clone().acquire_many_owned(shares(bytes)).await;
        let room = room.map_err(Error::internal)?;
        let work = move || {
            let picture = develop(&file);
            drop(room);
            picture
        };
        tokio::task::spawn_blocking(work).await.map_err(Error::internal)
    }
}

fn shares(bytes: u64) -> u32 {
    let shares = bytes.div_ceil(SHARE_BYTES).clamp(SHARES_MIN, BYTES_AT_ONCE / SHARE_BYTES);
    // A few hundred, by the bounds above.
    u32::try_from(shares).unwrap_or(u32::MAX)
}
