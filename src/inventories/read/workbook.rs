//! Workbooks (XLSX, XLSM, XLSB), cell by cell: what is not there takes no room, however far the
//! cells lie apart.

use std::io::{Read, Seek};

use calamine::{DataRef, Reader, Sheet, SheetType, SheetVisible, Xlsb, XlsbError, Xlsx, XlsxError};

use super::binary_shape::BinaryShapes;
use super::cells::{Order, check_names, held};
use super::manner::Manner;
use super::shape::{Shape, Shapes};
use super::wire::{Held, Line, SheetEnd, Stop, Teller};
use super::{Format, Kind, Unreadable};

/// Reads an XLSX. `open` opens the archive, as often as it is asked to; `unpacked` is all of it,
/// where its parts are unpacked.
pub(super) fn read<R: Read + Seek>(
    open: impl Fn() -> Result<R, Stop>,
    unpacked: Option<&[u8]>,
    teller: &mut Teller,
) -> Result<(), Stop> {
    let mut workbook = Xlsx::new(open()?).map_err(unreadable)?;
    let sheets = sheets(workbook.sheets_metadata())?;
    let mut shapes = Shapes::open(open()?, unpacked)?;
    teller.tell(&Line::Format(Format { kind: Kind::Xlsx, encoding: None, delimiter: None }))?;
    for (name, hidden) in sheets {
        teller.tell(&Line::Sheet { name: name.clone(), hidden })?;
        let order = read_cells(&mut workbook, &name, teller)?;
        end_sheet(order, shapes.of_sheet(&name)?, teller)?;
    }
    Ok(())
}

/// Reads an XLSB. `open` opens the archive, as often as it is asked to.
pub(super) fn read_binary<R: Read + Seek>(
    open: impl Fn() -> Result<R, Stop>,
    teller: &mut Teller,
) -> Result<(), Stop> {
    // First, for the reader of cells breaks down at sheets that are in no part.
    let mut shapes = BinaryShapes::open(open()?)?;
    let mut workbook = Xlsb::new(open()?).map_err(unreadable_binary)?;
    let sheets = sheets(workbook.sheets_metadata())?;
    teller.tell(&Line::Format(Format { kind: Kind::Xlsb, encoding: None, delimiter: None }))?;
    for (name, hidden) in sheets {
        teller.tell(&Line::Sheet { name: name.clone(), hidden })?;
        let shape = shapes.of_sheet(&name);
        let mut cells = workbook.worksheet_cells_reader(&name).map_err(unreadable_binary)?;
        let mut order = Order::default();
        while let Some(cell) = cells.next_cell().map_err(unreadable_binary)? {
            let (place, value) = (cell.get_position(), cell.get_value());
            let shown = number_of(value).and_then(|it| shape.shown(place, it));
            let held = shown.as_deref().map(Held::Text).or_else(|| held(value));
            order.tell(place, held, teller)?;
        }
        end_sheet(order, shape.shape, teller)?;
    }
    Ok(())
}

/// The number in a cell, if it is one.
pub(super) fn number_of(value: &DataRef) -> Option<f64> {
    match value {
        DataRef::Float(number) => Some(*number),
        #[expect(clippy::cast_precision_loss, reason = "a spreadsheet knows no other numbers")]
        DataRef::Int(number) => Some(*number as f64),
        _ => None,
    }
}

/// The names of the sheets that hold cells, and whether each is hidden.
pub(super) fn sheets(all: &[Sheet]) -> Result<Vec<(String, bool)>, Unreadable> {
    let sheets = all.iter().filter(|it| it.typ == SheetType::WorkSheet);
    let sheets: Vec<_> =
        sheets.map(|it| (it.name.clone(), it.visible != SheetVisible::Visible)).collect();
    check_names(&sheets.iter().map(|it| it.0.as_str()).collect::<Vec<_>>())?;
    Ok(sheets)
}

fn read_cells<R: Read + Seek>(
    workbook: &mut Xlsx<R>,
    name: &str,
    teller: &mut Teller,
) -> Result<Order, Stop> {
    let mut cells = workbook.worksheet_cells_reader(name).map_err(unreadable)?;
    let manners: Vec<_> = cells.styles().iter().map(Manner::of).collect();
    let mut order = Order::default();
    loop {
        match cells.next_cell_with_style_id() {
            Ok(Some((cell, style))) => {
                let value = cell.get_value();
                let shown = match (value, manners.get(style)) {
                    (DataRef::Float(number), Some(manner)) => manner.shown(*number),
                    _ => None,
                };
                let held = shown.as_deref().map(Held::Text).or_else(|| held(value));
                order.tell(cell.get_position(), held, teller)?;
            }
            Ok(None) => return Ok(order),
            Err(error) if is_of_one_cell(&error) => order.lose(),
            Err(error) => return Err(unreadable(error).into()),
        }
    }
}

pub(super) fn end_sheet(order: Order, shape: Shape, teller: &mut Teller) -> Result<(), Stop> {
    let Shape { merged, hidden_rows, hidden_columns, links, .. } = shape;
    let Order { last_row, cells_lost, .. } = order;
    let end = SheetEnd { last_row, cells_lost, merged, hidden_rows, hidden_columns, links };
    teller.tell(&Line::SheetEnd(end))
}

/// Whether only this cell cannot be read, and reading can go on after it: errors newer than the
/// reader, such as `#SPILL!`, a kind of cell that is none.
fn is_of_one_cell(error: &XlsxError) -> bool {
    matches!(
        error,
        XlsxError::CellError(_)
            | XlsxError::CellTAttribute(_)
            | XlsxError::ParseFloat(_)
            | XlsxError::Unexpected(_)
            | XlsxError::Unrecognized { typ: "boolean cell value", .. }
    )
}

fn unreadable(error: XlsxError) -> Unreadable {
    match error {
        XlsxError::Password => Unreadable::Encrypted,
        error => Unreadable::damaged(error),
    }
}

fn unreadable_binary(error: XlsbError) -> Unreadable {
    match error {
        XlsbError::Password => Unreadable::Encrypted,
        error => Unreadable::damaged(error),
    }
}
