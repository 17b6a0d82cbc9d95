//! Photos: from the file somebody sends to the sizes that are shown. No I/O here.
//!
//! What is kept is made anew from the pixels, so nothing else of the file stays: not where and when
//! it was taken, not what hides behind the picture.

mod darkroom;
mod kind;
mod sizes;

use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::language::{Text, say};

pub use darkroom::Darkroom;
pub use sizes::{Picture, Sized, develop, weigh};

/// What one photo may weigh: a JPEG of 50 megapixels in the best quality takes about as much.
pub const FILE_BYTES_MAX: usize = 30_000_000;

/// The longest side. The widest panorama a phone makes is 16,382 pixels wide.
pub const SIDE_MAX: u32 = 16_384;

/// What the larger phones take; held as colours this is 150 MB.
pub const PIXELS_MAX: u64 = 51_000_000;

/// Decoded, one photo takes no more: the most pixels, with transparency in 16 bits.
pub const DECODED_BYTES_MAX: u64 = 8 * PIXELS_MAX;

/// By what a photo is recognised when it is sent again: SHA-256 of the file as it was sent, in hex.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, utoipa::ToSchema)]
#[serde(transparent)]
#[schema(as = PhotoHash, min_length = 64, max_length = 64)]
pub struct Hash(String);

/// SHA-256, two digits a byte.
const HASH_DIGITS: usize = 64;

impl Hash {
    pub fn of(file: &[u8]) -> Self {
        Self(base16ct::lower::encode_string(&Sha256::digest(file)))
    }

    /// A hash as it came from outside. `None` where it cannot be one.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.bytes().all(|it| matches!(it, b'0'..=b'9' | b'a'..=b'f'));
        (digits && text.len() == HASH_DIGITS).then(|| Self(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Hash {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| say("expected-photo-hash").as_fault())
    }
}

/// How large a photo is shown: the longest side in pixels, unless it was smaller from the start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Side {
    /// To look at closely.
    Large,
    /// On a page, on a phone.
    Medium,
    /// In a list.
    Small,
}

impl Side {
    /// From large to small, as each is made of the one before.
    pub const ALL: [Self; 3] = [Self::Large, Self::Medium, Self::Small];

    pub fn pixels(self) -> u32 {
        match self {
            Self::Large => 1600,
            Self::Medium => 800,
            Self::Small => 320,
        }
    }
}

/// What a size is kept as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Encoding {
    Webp,
    /// For programs that know no WebP.
    Jpeg,
}

impl Encoding {
    pub const ALL: [Self; 2] = [Self::Webp, Self::Jpeg];

    pub fn extension(self) -> &'static str {
        match self {
            Self::Webp => "webp",
            Self::Jpeg => "jpg",
        }
    }

    pub fn content_type(self) -> &'static str {
        match self {
            Self::Webp => "image/webp",
            Self::Jpeg => "image/jpeg",
        }
    }
}

/// One of the files a photo is kept as, `800.webp`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Rendition {
    pub side: Side,
    pub encoding: Encoding,
}

impl Rendition {
    pub fn all() -> impl Iterator<Item = Self> {
        let of_side = |side| Encoding::ALL.map(|encoding| Self { side, encoding });
        Side::ALL.into_iter().flat_map(of_side)
    }

    pub fn parse(file_name: &str) -> Option<Self> {
        Self::all().find(|it| it.to_string() == file_name)
    }
}

impl fmt::Display for Rendition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.side.pixels(), self.encoding.extension())
    }
}

/// Why a file is not taken as a photo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    Empty,
    /// What iPhones take unless told otherwise. Decoding it is patented.
    Heic,
    /// A drawing that may hold scripts.
    Svg,
    /// A kind of file we know, and do not take; its name in the trade.
    Unsupported {
        kind: &'static str,
    },
    /// Nothing we know as a picture.
    Unknown,
    /// `why` is for the log: the words of a decoder.
    Damaged {
        why: String,
    },
    TooManyBytes,
    TooManyPixels {
        width: u32,
        height: u32,
    },
}

impl Refusal {
    /// What the person who sent it is told.
    pub fn text(&self) -> Text {
        match self {
            Self::Empty => say("picture-refused-empty"),
            Self::Heic => say("picture-refused-heic"),
            Self::Svg => say("picture-refused-svg"),
            Self::Unsupported { kind } => say("picture-refused-unsupported").with("kind", kind),
            Self::Unknown => say("picture-refused-unknown"),
            Self::Damaged { why: _ } => say("picture-refused-damaged"),
            Self::TooManyBytes => {
                say("picture-refused-bytes").with("max", FILE_BYTES_MAX / 1_000_000)
            }
            Self::TooManyPixels { width, height } => say("picture-refused-pixels")
                .with("width", width)
                .with("height", height)
                .with("max", PIXELS_MAX / 1_000_000),
        }
    }
}

#[cfg(test)]
mod tests;
