//! Web addresses that lie behind the cells of a sheet: what a cell shows is `foto 1`, what it leads
//! to is the photo.

use memchr::memmem;

use super::Link;
use super::shape::place_of;

/// A few for each thing of a long list. All of them fit one line of what is told.
const LINKS_MAX: usize = 4000;
/// What browsers take.
const ADDRESS_CHARACTERS_MAX: usize = 2000;

/// Adds a link, if it leads to the web and there is room.
pub(super) fn add(links: &mut Vec<Link>, (row, column): (u32, u32), address: &str) {
    let address = address.trim();
    let web = address.starts_with("https://") || address.starts_with("http://");
    if web && address.len() <= ADDRESS_CHARACTERS_MAX && links.len() < LINKS_MAX {
        links.push(Link { row, column, address: address.to_owned() });
    }
}

/// The addresses in `=HYPERLINK("https://…";"foto")`, from the XML of a sheet as it stands: the
/// reader of cells passes over formulas. One that is put together from other cells has none.
pub(super) fn of_formulas(xml: &[u8], links: &mut Vec<Link>) {
    const FORMULA: &[u8] = b"HYPERLINK(\"";
    /// Between the beginning of a cell and its formula stand a few attributes.
    const CELL_BYTES_MAX: usize = 300;
    for found in memmem::find_iter(xml, FORMULA) {
        let before = &xml[found.saturating_sub(CELL_BYTES_MAX)..found];
        let after = &xml[found + FORMULA.len()..];
        let place = memmem::rfind(before, b" r=\"").and_then(|at| {
            let written = until_quote(&before[at + 4..])?;
            place_of(&written)
        });
        if let (Some(place), Some(address)) = (place, until_quote(after)) {
            add(links, place, &address.replace("&amp;", "&"));
        }
    }
}

fn until_quote(bytes: &[u8]) -> Option<String> {
    let end = memchr::memchr(b'"', bytes)?;
    std::str::from_utf8(&bytes[..end]).ok().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_addresses_of_formulas_are_found_with_their_cells() {
        let xml = "<row r=\"2\"><c r=\"F2\" s=\"3\" t=\"str\"><f>HYPERLINK(\"https://example.org/\
                   a.jpg?x=1&amp;y=2\",\"foto\")</f><v>foto</v></c><c r=\"G2\"><f>HYPERLINK(A1)</f>\
                   </c><c r=\"H2\"><f>IF(A2=\"\",\"\",HYPERLINK(\"mailto:jan@example.org\"))</f></c></row>";
        let mut links = Vec::new();
        of_formulas(xml.as_bytes(), &mut links);
        let address = "https://example.org/a.jpg?x=1&y=2".to_owned();
        assert_eq!(links, [Link { row: 2, column: 5, address }]);
        for odd in
            ["HYPERLINK(\"", "HYPERLINK(\"https://example.org", " r=\"HYPERLINK(\"http://a\""]
        {
            of_formulas(odd.as_bytes(), &mut links);
        }
        assert_eq!(links.len(), 1);
    }
}
