### Passports

## What a passport must be

passport-expected-no-nul = text without the character U+0000
passport-expected-fewer = at most { $max } of them
passport-expected-gtin = a GTIN of 8, 12, 13 or 14 digits with a right check digit
passport-expected-quantity-max = an upper end that is not below the quantity
passport-expected-fractions = fractions that add up to at most 100 %
passport-expected-no-attributes = no attributes where the category has none; choose a finer category first
passport-expected-number = a number
passport-expected-yes-no = true or false
passport-expected-text = a text
passport-expected-waste-code = a code of the European list of waste, such as 17 02 01 or 17 06 05*
passport-expected-day-after = a day not before { $day }
passport-expected-not-offered = organisation: what is hazardous may be registered, but not offered
passport-expected-at-least = { $attribute } of { $min } or more, before this is offered; visibility organisation until that is known
passport-expected-own-site = a site of your organisation
passport-expected-own-building = a building of your organisation
passport-expected-building-of-site = a building that stands on the site given
passport-expected-point = latitude and longitude together
passport-expected-attributes = an attribute of the catalogue and what it must be, such as coating:painted or wall_mm:5..10
passport-expected-bbox = four numbers with commas between them: west, south, east, north
passport-is-retired = This passport is retired and no longer changes.

## The history, verified

passport-verified-whole = Verified { $passports } passports and { $events } events: every chain is whole.
passport-verified-broken = Broken: passport { $passport }, event { $sequence }: { $why } (after looking at { $passports } passports and { $events } events)
passport-broken-sequence = event { $expected } should stand here, { $got } does
passport-broken-hash = its content does not match its hash
passport-broken-link = its previous hash is not that of the event before
passport-broken-changes = its changes do not start from what was there before
passport-broken-end = the history ends at { $events }, the passport is at version { $version }
passport-broken-record = the passport is not what its history says: { $fields }
passport-broken-orphan = the passport of this event is gone
passport-broken-details = the passport is unreadable: { $fault }
passport-broken-columns = what is stored beside the passport does not say the same as the passport

## The page of a passport

passport-material-passport = Material passport
passport-not-found-title = No passport found
passport-not-found = There is no passport under this code, or it is not public. Check that the code was copied right.
passport-languages = Languages
passport-retired = This passport is retired: this is no longer available.
passport-hazardous = Hazardous: this is not offered.
passport-yes = yes
passport-no = no
passport-about = about { $quantity }
passport-from-to = { $from } to { $to }
passport-estimated = { $mass } (estimated from the catalogue)
passport-price-per-unit = { $price } per { $unit }
passport-free = free of charge
passport-on-request = price on request

## Parts of the page

passport-part-what = What it is
passport-part-state = Condition
passport-part-climate = Weight and climate
passport-part-offer = Offer
passport-part-place = Where it is
passport-part-taking = How it comes loose
passport-part-hazards = Hazards and waste
passport-part-papers = Documents and declarations
passport-part-identity = Identity
passport-part-history = History

passport-event-registered = registered by { $who }
passport-event-revised = changed by { $who }
passport-event-retired = retired by { $who }
passport-event-photographed = photos changed by { $who }
passport-event-undone = put back to what it was before by { $who }

## Fields

passport-label-category = Category
passport-label-name = Name
passport-label-description = Description
passport-label-quantity = Quantity
passport-label-unit-mass = Mass per unit
passport-label-total-mass = Mass in all
passport-label-carbon-avoided = CO₂ avoided by using it again
passport-carbon = about { $mass } CO₂e (± { $uncertainty } %), if it replaces new
passport-label-material = Material
passport-label-brand = Brand
passport-label-model = Model
passport-label-colour = Colour
passport-label-year = Year
passport-label-condition-technical = Technical condition
passport-label-condition-aesthetic = Aesthetic condition
passport-label-defects = Defects
passport-label-fire-rating = Fire rating
passport-label-price = Price
passport-label-available-from = Available from
passport-label-available-until = Available until
passport-label-visibility = Visible to
passport-label-remarks = Remarks
passport-label-site = Site
passport-label-address = Address
passport-label-building = Building
passport-label-floor = Floor
passport-label-room = Room
passport-label-location = Location
passport-label-connection = Connection
passport-label-connection-type = Type of connection
passport-label-accessibility = Accessibility of the connection
passport-label-crossings = Crossings
passport-label-edges = Edge confinement
passport-label-dismantling-notes = Dismantling
passport-label-reusable = Reusable, says the audit
passport-label-hazardous-waste = Hazardous
passport-label-asbestos = Asbestos
passport-label-attest-number = Number of the asbestos attest
passport-label-attest-date = Date of the asbestos attest
passport-label-other-hazard = Other hazard
passport-label-waste-code = Waste code if discarded
passport-label-document = Document
passport-label-ce = CE marking
passport-label-dop = Declaration of performance (DoP)
passport-label-epd = Environmental declaration (EPD)
passport-label-code = Code
passport-label-external-id = Holder’s number
passport-label-gtin = GTIN
passport-label-serial = Serial number
passport-label-holder = Holder
passport-label-registered-on = Registered on
passport-label-updated-on = Last changed on
passport-label-version = Version
passport-label-length = Length
passport-label-width = Width
passport-label-height = Height
passport-label-depth = Depth
passport-label-thickness = Thickness
passport-label-diameter = Diameter

## Choices

passport-origin-virgin = virgin
passport-origin-recycled = recycled
passport-origin-reused = reused
passport-origin-biobased = bio-based
passport-asbestos-free-proven = free of asbestos, proven
passport-asbestos-free-declared = free of asbestos, says the holder
passport-asbestos-unknown = unknown
passport-asbestos-suspected = suspected
passport-asbestos-contains = contains asbestos
passport-connection-dry = dry: loose, click, velcro, magnet
passport-connection-added = added elements: bolt, screw, spring, corner
passport-connection-integral = direct: pin, nail
passport-connection-soft = soft chemical: sealant, foam
passport-connection-hard = hard chemical: glue, weld, cast in, cement
passport-access-free = freely accessible
passport-access-no-damage = accessible without damage
passport-access-repairable = accessible with repairable damage
passport-access-partly = accessible with partly repairable damage
passport-access-irreparable = not accessible without irreparable damage
passport-crossings-none = none
passport-crossings-incidental = incidental
passport-crossings-full = fully integrated
passport-edges-open = open
passport-edges-overlapping = overlapping
passport-edges-closed = closed
passport-visibility-organisation = its own organisation
passport-visibility-park = the business park
passport-visibility-public = everybody
passport-score = { $choice } ({ $score })
passport-expected-asbestos-declaration = only the organisation may see it until it is declared free of asbestos: asbestos free_declared or free_proven, or number and date of the attest
passport-label-completeness = Completeness
passport-complete = { $percent }%
passport-completeness = { $percent }%; still open: { $missing }
passport-fact-dimensions = Dimensions
passport-fact-place = Site or building
passport-fact-exact-quantity = Exact quantity
passport-fact-hazards = Hazards
passport-fact-maker = Brand or model
passport-stock-moves = Your stock was changed again and again while this was made ready. Try again in a moment.
