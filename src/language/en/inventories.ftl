## inventories

## Reading a file

inventory-unreadable-empty = There is nothing in this file.
inventory-unreadable-web-page = This is a web page, whatever its name says. Open it in Excel or LibreOffice, save it as an Excel workbook (.xlsx), and send that.
inventory-unreadable-xml-spreadsheet = This is an XML spreadsheet of Excel 2003, whatever its name says. Open it in Excel or LibreOffice, save it as an Excel workbook (.xlsx), and send that.
inventory-unreadable-unsupported = This is a file of the kind { $kind }, which is not read here. Save it as an Excel workbook (.xlsx) or as CSV, and send that.
inventory-unreadable-unknown = This is not a spreadsheet. Send an Excel workbook (.xlsx) or a CSV file.
inventory-unreadable-encrypted = This workbook is protected with a password. Save it without one, and send that.
inventory-unreadable-cut-off = The end of this file is missing: it did not arrive whole. Send it again; if that does not help, fetch it again from where you have it.
inventory-unreadable-damaged = This file is damaged. Open it in Excel or LibreOffice, save it again under another name, and send that.
inventory-unreadable-open-quote = In row { $row } a quotation mark opens a text that never ends. Remove it or close it, and send the file again.
inventory-unreadable-too-many-rows = This file holds more than { $max } rows. Send it in parts.
inventory-unreadable-too-many-cells = This file holds more than { $max } filled cells. Send it in parts.
inventory-unreadable-too-large = Unpacked, this file is larger than what is read here. Send only the sheets with the inventory, in parts if need be.
inventory-unreadable-too-much-memory = Reading this file takes too much memory. Send only the sheets with the inventory, in parts if need be.
inventory-unreadable-too-slow = Reading this file takes longer than { $seconds } seconds. Send it in parts.

## What a cell should have said

inventory-expected-quantity = a quantity such as 12, 38.5 or 8 to 10
inventory-expected-number = a number such as 12 or 38.5
inventory-expected-price = a price in euro such as € 45.00, “free” or “on request”
inventory-expected-price-in-euro = a price in euro; other currencies are not converted
inventory-expected-price-without-vat = a price without VAT
inventory-expected-price-cents = a price with at most two decimals
inventory-expected-price-not-negative = a price of zero or more
inventory-expected-day = a day such as 15/03/2026 (day, month, year)
inventory-expected-existing-day = a day that exists, written day, month, year
inventory-expected-year = a year such as 1998
inventory-expected-sizes = sizes such as 930 x 2115 x 40 mm or H 2700 x W 950 mm
inventory-expected-one-size = the sizes of one component
inventory-expected-length = a length such as 2.40 m or 93 cm
inventory-expected-length-unit = a length with its unit: mm, cm or m
inventory-expected-length-plausible = a length above zero and of at most { $max } m
inventory-expected-mass = a mass such as 46 kg or 1.2 t
inventory-expected-waste-code = a waste code of six digits such as 17 06 05*
inventory-expected-condition = a condition such as good, fair or poor
inventory-expected-yes-no = yes or no
inventory-expected-unit = a unit such as pcs, m, m², m³, kg, t or set

## What a list is taken for, and what becomes of it

inventory-column-known = This heading means this.
inventory-column-like = The heading resembles “{ $word }”.
inventory-column-letter = The letter, beside the other sizes.
inventory-column-values = The values give it away.
inventory-column-taken = Column “{ $header }” is { inventory-field } already.
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
inventory-expected-file = a file: XLSX, XLS, ODS or CSV
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

inventory-column-profile = The profile “{ $name }” says so.
inventory-notice-profile = The columns of sheet { $sheet } were read as the profile “{ $name }” says.
inventory-notice-hidden-rows = { $count ->
    [one] One hidden row of sheet { $sheet } is left out.
   *[other] { $count } hidden rows of sheet { $sheet } are left out.
}
inventory-notice-hidden-columns = Hidden columns of sheet { $sheet } are left out: { $columns }.
inventory-notice-length-unit-assumed = Nothing on sheet { $sheet } says in which unit the sizes are. They were read in { $unit }, the only one that such things can have.
inventory-notice-marks-assumed = Nothing says whether 1 or the highest mark is the best in column “{ $header }” of sheet { $sheet }. The marks were read as those of NEN 2767: 1 is the best.
inventory-not-offered-stays = something that comes free: what stays where it is is not offered
inventory-not-offered-new = something that comes free: what is still to be installed is not offered
inventory-expected-asbestos-declaration = a declaration that it holds no asbestos (number and date of the attest), as this kind of thing from before 2001 may; until then it is registered and not offered
inventory-expected-column = a column of a sheet of this list, such as E
inventory-expected-one-column = each column and each field once a sheet
inventory-expected-translated-field = a field whose words are translated: a condition, a unit, yes or no
inventory-expected-question = a question that was asked about this list
inventory-question =
    { $count ->
        [one] 1 row
       *[other] { $count } rows
    } “{ $name }” → { $category }?
inventory-question-open =
    { $count ->
        [one] 1 row
       *[other] { $count } rows
    } “{ $name }”: what kind of thing is that?
inventory-column-ambiguous = This heading may be { inventory-field } as well; the values and the other columns settled it.

## Corrections

inventory-expected-fewer-rows = at most { $max } rows at once
inventory-expected-filled-row = a filled row below the headings
inventory-expected-row-of-a-thing = a row that is a thing, not a section, a total or a remark
inventory-has-no-cells = This list was read before cells could be corrected. Send the file again.
inventory-expected-like-rows = rows in which this field says so
inventory-expected-field = the field it is about
inventory-expected-one-way-to-name-rows = one of: a cell; a field and the position of a row; a field and what the rows have in common
inventory-expected-cell = a cell such as Sheet1!E12
inventory-expected-cell-value = a text, a number, yes or no (true, false), or null

## Deciding

inventory-progress-preparing = preparing
inventory-progress-undoing = undoing
inventory-was-cancelled = This inventory was cancelled before it was read; there is nothing to accept.
inventory-is-undone = This inventory was undone. Send the file again to start anew.
inventory-is-not-applied = This inventory was not accepted; there is nothing to undo.
inventory-is-busy = Something is under way with this inventory already. Look at its progress.
inventory-is-cancelled = This was cancelled. Nothing was changed.
inventory-is-nearly-done = This is being put in place already, and cannot be cancelled any more. Undo it afterwards.
inventory-is-at-rest = Nothing is under way with this inventory.
inventory-nothing-can-be-missing = This list names no site or building, and no list of the same name was accepted before: nothing can be missing from it.
inventory-touched-since = { $count ->
    [one] One passport was changed since ({ $codes }); nothing was undone.
   *[other] { $count } passports were changed since ({ $codes }); nothing was undone.
}
inventory-errors-heading = why it is rejected
inventory-error = { $cell }: found “{ $got }”, expected { $expected }.
inventory-error-missing = { $cell }: nothing was found, expected { $expected }.
inventory-perhaps = Perhaps “{ $proposal }”?

inventory-notice-no-headings = No headings that we know stand above the columns of sheet { $sheet }. What they are was told from their values: look at each column before you accept the list.
inventory-notice-profile-alike = The columns of sheet { $sheet } were read as the profile “{ $name }” says, though they are not quite the same. The profile does not know these: { $columns }.
inventory-expected-missing-passport = a passport that is missing from the list
inventory-expected-one-fate = either kept or retired, not both
inventory-wrong-cell = { $cell }: expected { $expected }; found “{ $got }”
inventory-wrong-cell-empty = { $cell }: expected { $expected }; the cell is empty
inventory-wrong-cells-more = { $count ->
    [one] … and one more wrong cell.
   *[other] … and { $count } more wrong cells.
}
inventory-expected-asbestos = whether it holds asbestos: asbestos-free, unknown, suspected or containing asbestos
inventory-column-shared-out = This column shares the quantity out over places; the passport is of all of them together.
inventory-notice-shared-out = The quantities of sheet { $sheet } are shared out over { $columns }: each row becomes one passport, which says how many are where. For a passport for each place, put each place on a row of its own.
