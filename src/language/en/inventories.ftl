## inventories

## What a list is taken for, and what becomes of it

inventory-column-known = This heading means this.
inventory-column-like = The heading resembles “{ $word }”.
inventory-column-letter = The letter, beside the other sizes.
inventory-column-values = The values give it away.
inventory-column-taken = Column “{ $header }” is { $field } already.
inventory-column-unknown = This heading is not known.
inventory-column-no-heading = This column has no heading.

inventory-notice-column-left-out = Column “{ $header }” of sheet { $sheet } is left out: another column says the same.
inventory-notice-cells-lost = { $count ->
    [one] On sheet { $sheet } one cell was not read.
   *[other] On sheet { $sheet } { $count } cells were not read.
}
inventory-notice-summary-left-out = Sheet { $sheet } is left out: it sums up the others.
inventory-unreadable-no-headings = There is no list in this file: no column headings such as name and quantity are to be found. Put them above the columns, and send it again.
inventory-not-read-yet = This inventory is still being read. Try again in a moment.
inventory-is-unreadable = This inventory could not be read; there is nothing to accept.
inventory-is-applied = This inventory was accepted already.
inventory-has-rejected = { $count ->
    [one] One row is rejected; nothing was accepted.
   *[other] { $count } rows are rejected; nothing was accepted.
}
inventory-expected-file = a file, XLSX or CSV
inventory-expected-id = an id (UUID)
inventory-expected-place = a place of your own
inventory-expected-value = a value, not the error of a formula
inventory-expected-name = a name
inventory-expected-other-number = a number that does not stand in { $cell } already
inventory-expected-gtin = a GTIN (EAN) with a right check digit
inventory-expected-category = a category of the catalogue
inventory-expected-same-unit = the same unit as with the quantity: { $unit }
inventory-expected-price-per = a price per { $unit }
inventory-no-organisation = There is no organisation called { $name }.
inventory-counts = { $rows } rows: { $created } created, { $changed } changed, { $unchanged } unchanged, { $rejected } rejected, { $dropped } dropped.
inventory-progress-reading = reading
inventory-progress-checking = checking
inventory-progress-applying = storing
