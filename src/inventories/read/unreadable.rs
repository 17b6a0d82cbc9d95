//! Why a file could not be read, in words its sender can do something with.

use serde::{Deserialize, Serialize};

use crate::language::{Text, say};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unreadable {
    /// No bytes, or no cell with anything in it.
    Empty,
    /// Many programs "export to Excel" by writing a web page and naming it `.xls` or `.xlsx`.
    WebPage,
    /// What Excel 2003 called "XML Spreadsheet", mostly named `.xls` by a program that writes it.
    XmlSpreadsheet,
    /// A kind of file we know, and do not read; `kind` is its name in the trade.
    Unsupported {
        kind: String,
    },
    /// Neither text nor any kind of file we know.
    Unknown,
    /// It opens with a password only.
    Encrypted,
    /// The end is missing: it was not sent or not fetched whole.
    CutOff,
    /// `why` is for the log: the words of a parser.
    Damaged {
        why: String,
    },
    /// The rest of the file became one cell.
    OpenQuote {
        row: u32,
    },
    TooManyRows {
        max: u64,
    },
    TooManyCells {
        max: u64,
    },
    /// Unpacked, it is larger than any inventory.
    TooLarge,
    TooMuchMemory,
    TooSlow {
        seconds: u64,
    },
}

impl Unreadable {
    pub fn damaged(why: impl std::fmt::Display) -> Self {
        let why = why.to_string();
        Self::Damaged { why }
    }

    /// What the person who sent the file is told.
    pub fn text(&self) -> Text {
        match self {
            Self::Empty => say("inventory-unreadable-empty"),
            Self::WebPage => say("inventory-unreadable-web-page"),
            Self::XmlSpreadsheet => say("inventory-unreadable-xml-spreadsheet"),
            Self::Unsupported { kind } => {
                say("inventory-unreadable-unsupported").with("kind", kind)
            }
            Self::Unknown => say("inventory-unreadable-unknown"),
            Self::Encrypted => say("inventory-unreadable-encrypted"),
            Self::CutOff => say("inventory-unreadable-cut-off"),
            Self::Damaged { why: _ } => say("inventory-unreadable-damaged"),
            Self::OpenQuote { row } => say("inventory-unreadable-open-quote").with("row", row),
            Self::TooManyRows { max } => say("inventory-unreadable-too-many-rows").with("max", max),
            Self::TooManyCells { max } => {
                say("inventory-unreadable-too-many-cells").with("max", max)
            }
            Self::TooLarge => say("inventory-unreadable-too-large"),
            Self::TooMuchMemory => say("inventory-unreadable-too-much-memory"),
            Self::TooSlow { seconds } => {
                say("inventory-unreadable-too-slow").with("seconds", seconds)
            }
        }
    }
}
