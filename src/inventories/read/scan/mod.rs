//! XLSX as nearly all programs write it, scanned while it is unpacked: one thread unpacks, the other
//! looks at the bytes as they come. It takes a third of the time of a reader that knows all of XML,
//! and tells the same. What is written in any other way is [`Unusual`], and left to that reader.

mod markup;
mod sheet;
mod styles;
#[cfg(test)]
mod tests;
mod texts;

use std::io::Cursor;
use std::path::Path;
use std::sync::mpsc;

use calamine::Reader;
use memchr::memmem;

use super::guard::{self, Counting, KEPT_BYTES_MAX, Kept};
use super::shape::Shapes;
use super::wire::{Line, Stop, Teller};
use super::workbook;
use super::{Format, Kind, Unreadable};
use sheet::{Known, Scan};
use styles::Styles;
use texts::Texts;

/// Valid, for all we know, but not as nearly all programs write it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unusual;

/// Why a scan came to no end.
#[derive(Debug)]
pub(super) enum Halt {
    /// What was told so far is void; another reader is to begin anew.
    Unusual,
    Stop(Stop),
}

impl From<Unusual> for Halt {
    fn from(Unusual: Unusual) -> Self {
        Self::Unusual
    }
}

impl From<Stop> for Halt {
    fn from(stop: Stop) -> Self {
        Self::Stop(stop)
    }
}

impl From<Unreadable> for Halt {
    fn from(why: Unreadable) -> Self {
        Self::Stop(why.into())
    }
}

/// Tells what is in an XLSX whose parts were not counted yet: they are, as they come.
pub(super) fn read(mut archive: Counting, teller: &mut Teller) -> Result<(), Halt> {
    let parts = Parts::unpack(&mut archive)?;
    let mut asked = styles::open(&parts.unpacked)?;
    let sheets = workbook::sheets(asked.sheets_metadata())?;
    let first = sheets.first().ok_or(Unusual)?;
    let styles = Styles::of(&mut asked, &first.0)?;
    drop(asked);
    let mut places = Shapes::open(Cursor::new(&parts.unpacked[..]), None)?;
    teller.tell(&Line::Format(Format { kind: Kind::Xlsx, encoding: None, delimiter: None }))?;
    let mut known = Known { texts: Texts::default(), styles };
    let mut texts = parts.texts;
    let mut left = parts.sheets;
    for (name, hidden) in sheets {
        let part = places.part_of_sheet(&name).ok_or(Unusual)?.to_ascii_lowercase();
        let at = left.iter().position(|it| it.name == part).ok_or(Unusual)?;
        let place = left.swap_remove(at).place;
        teller.tell(&Line::Sheet { name, hidden })?;
        let archive = &mut archive;
        let (order, mut shape) = std::thread::scope(|scope| {
            let (sender, receiver) = mpsc::sync_channel(CHUNKS_MAX);
            let unpacking = scope.spawn(move || unpack(archive, place, &sender));
            // The texts are looked at while the first sheet is on its way.
            if let Some(xml) = texts.take() {
                known.texts = Texts::of(&xml)?;
            }
            let mut scan = Scan::new(&known);
            while let Ok(bytes) = receiver.recv() {
                scan.take(&bytes, teller)?;
            }
            unpacking.join().map_err(|_| Unusual)??;
            Ok::<_, Halt>(scan.end()?)
        })?;
        places.follow_anchors(&part, &mut shape)?;
        workbook::end_sheet(order, shape, teller)?;
    }
    // Sheets that the workbook does not name are counted like everything else.
    left.into_iter().try_for_each(|it| archive.unpack(it.place, |_| Ok(())))
}

/// How many chunks may wait to be scanned: a quarter of the longest lists, which are unpacked while
/// their texts are read.
const CHUNKS_MAX: usize = 256;

/// Whoever scans may have stopped; then there is no more to unpack.
fn unpack(
    archive: &mut Counting,
    place: usize,
    to: &mpsc::SyncSender<Vec<u8>>,
) -> Result<(), Halt> {
    archive.unpack(place, |bytes| to.send(bytes.to_vec()).map_err(|_| Halt::Unusual))
}

/// All parts of a workbook but the rows of its sheets.
struct Parts {
    /// An archive of those that say something about cells, with probes in place of the sheets.
    unpacked: Vec<u8>,
    /// The table of texts, where there is one.
    texts: Option<Vec<u8>>,
    sheets: Vec<Part>,
}

struct Part {
    place: usize,
    /// In small letters: names of parts differ in nothing but case.
    name: String,
}

impl Parts {
    fn unpack(archive: &mut Counting) -> Result<Self, Halt> {
        let (mut kept, mut sheets) = (Kept::default(), Vec::new());
        let (mut styles, mut texts) = (Vec::new(), None);
        for place in 0..archive.len() {
            let written = archive.name(place)?;
            let name = written.to_ascii_lowercase();
            if let Some(sheet) = name.strip_prefix("xl/worksheets/")
                && Path::new(sheet).extension().is_some_and(|it| it == "xml")
            {
                sheets.push(Part { place, name });
            } else if name == "xl/sharedstrings.xml" {
                texts = Some(whole(archive, place)?);
            } else if guard::is_of_cells(&name) {
                let part = without_macro_sheets(&name, whole(archive, place)?);
                keep(&mut kept, &written, &part)?;
                if name == "xl/styles.xml" {
                    styles = part;
                }
            } else {
                archive.unpack(place, |_| Ok::<_, Halt>(()))?;
            }
        }
        let probe = styles::probe(&styles)?;
        for sheet in &sheets {
            keep(&mut kept, &sheet.name, &probe)?;
        }
        Ok(Self { unpacked: kept.finish().ok_or(Unusual)?, texts, sheets })
    }
}

/// The reader of cells refuses a workbook with a sheet of macros of Excel 4. One of dialogs, which
/// holds no cells either, it passes over: so it is told that it is one.
fn without_macro_sheets(name: &str, part: Vec<u8>) -> Vec<u8> {
    const MACROS: [&[u8]; 2] = [b"/xlMacrosheet\"", b"/xlIntlMacrosheet\""];
    const DIALOGS: &[u8] = b"/dialogsheet\"";
    if name != "xl/_rels/workbook.xml.rels" {
        return part;
    }
    MACROS.into_iter().fold(part, |part, macros| {
        let (mut told, mut rest) = (Vec::with_capacity(part.len()), &part[..]);
        while let Some(at) = memmem::find(rest, macros) {
            told.extend_from_slice(&rest[..at]);
            told.extend_from_slice(DIALOGS);
            rest = &rest[at + macros.len()..];
        }
        told.extend_from_slice(rest);
        told
    })
}

/// Two parts of one name are a riddle that another reader may solve.
fn keep(kept: &mut Kept, name: &str, part: &[u8]) -> Result<(), Unusual> {
    kept.begin(name).and_then(|()| kept.add(part)).map_err(|_| Unusual)
}

fn whole(archive: &mut Counting, place: usize) -> Result<Vec<u8>, Halt> {
    let mut part = Vec::new();
    archive.unpack(place, |bytes| {
        part.extend_from_slice(bytes);
        if part.len() as u64 > KEPT_BYTES_MAX { Err(Halt::Unusual) } else { Ok(()) }
    })?;
    Ok(part)
}
