### Lists going out

export-sheet-list = Passports
export-sheet-explanation = Explanation
export-explanation-column = Column
export-explanation-content = What belongs in it
export-explanation-choices = Choices
export-code = Code
export-unit = Unit
export-quantity-approximate = Quantity is approximate
export-quantity-max = Quantity, upper end
export-mass-estimated = Mass is estimated
export-dismantled = Already dismantled
export-attributes = Attributes
export-language = Language
export-counted = { $count } passports written.
export-column-own = a heading of Circuler's own
export-column-other = no heading of Circuler's; this column is not read

## What belongs in a column

export-explains-code = The code of the passport. Leave it empty for what has none yet, but keep the column: it says that the list is Circuler's.
export-explains-name = Required. What it is, in a few words: interior door, oak beam.
export-explains-text = Free text.
export-explains-quantity = Required. A number, with three decimals at most.
export-explains-number = A number in the unit beside the heading, without the unit.
export-explains-year = A year such as 1998.
export-explains-choice = One of the choices, or nothing.
export-explains-category = A category from the drop-down; the code will do. Empty while you do not know.
export-explains-day = A day such as 2026-03-15 or 15/03/2026.
export-explains-price = A price in euros per unit without VAT, “{ $free }” or “{ $request }”.
export-explains-materials = One material a line, with its share and origin if you like: Oak; 80 %; reused.
export-explains-documents = One document a line: the name, a space and the web address.
export-explains-hazards = What may harm, one a line: lead paint, PCB, tar.
export-explains-attributes = One attribute a line: its name, a colon and the value. Which there are depends on the category.
export-explains-id = The number that Circuler gave to this site or building. Leave it empty if you say where everything is when you upload.
export-expected-condition = a figure from 1 (damaged) to 5 (like new)
export-expected-attributes = on each line an attribute, a colon and a value
export-expected-whole = a whole number

## Advice in a demolition follow-up plan

export-advice-reuse = Reusable: take apart without damage and keep separate.
export-advice-hazard = Hazardous: remove before demolition, by a licensed firm, and carry off separately.
