## Needs, and why something fits one

need-expected-criterion = at least one criterion
need-expected-range = a lower end, an upper end or both, the lower one first
need-expected-window = a day not before { $from }
need-expected-fewer = at most { $max } of them
need-expected-word = something with a letter or a figure in it

need-closed = This need is closed. Make a new one.
need-too-many = An organisation can have at most { $max } open needs. Close some first.

# "930 mm wide, you asked 900 mm ± 50"
need-reason-asked = { $fact }, { $asked }
need-asked-about = you asked { $value } ± { $tolerance }
need-asked-exactly = you asked exactly { $value }
need-asked-between = you asked { $min } to { $max }
need-asked-least = you asked at least { $value }
need-asked-most = you asked at most { $value }
need-size-length = { $value } long
need-size-width = { $value } wide
need-size-height = { $value } high
need-size-depth = { $value } deep
need-size-thickness = { $value } thick
need-size-diameter = { $value } in diameter

need-reason-category = category: { $category }
need-reason-words = contains “{ $words }”
need-reason-attribute = { $name }: { $value }
need-reason-part = { $amount }, part of the { $asked } you asked
need-reason-condition = condition: { $condition }, you asked at least: { $asked }
need-reason-price-unknown = price not stated
need-reason-distance = { $km } km away
need-reason-very-near = less than 1 km away
need-reason-window = available from { $from } to { $until }
need-reason-window-from = available from { $from }
need-reason-window-until = available until { $until }
need-reason-window-open = available, no dates given
need-reason-material = made of { $name }
need-reason-documents = { $count ->
    [one] comes with a document
   *[other] comes with { $count } documents
}

need-reason-declarations = comes with: { $names }
need-reason-asbestos-free-proven = proven to be free of asbestos
need-reason-asbestos-free-declared = declared free of asbestos
need-reason-holder = offered by: { $kind }
need-reason-missed = not quite: { $miss }
need-asked-free = you asked for what is free

need-holder-owner = owner
need-holder-demolition-contractor = demolition contractor
need-holder-reseller = reseller
need-holder-builder = builder
need-holder-architect = architect
need-holder-park-manager = park manager
need-holder-public-body = public body

need-declaration-ce = CE marking
need-declaration-dop = declaration of performance
need-declaration-epd = environmental product declaration
need-declaration-asbestos-attest = attest of the asbestos inventory

## Why something does not fit

need-miss-category = another category: { $category }
need-miss-category-unknown = category not stated
need-miss-words = does not contain “{ $words }”
need-miss-words-excluded = contains “{ $words }”
need-miss-size-unknown = { $size } not stated
need-miss-attribute = { $told }, not what you asked
need-miss-attribute-unknown = { $name } not stated
need-miss-condition-unknown = condition not stated
need-miss-distance = { $km } km away, farther than the { $radius } km you asked
need-miss-place-unknown = place not stated
need-miss-material = not made of { $names }
need-miss-material-excluded = contains { $name }
need-miss-asbestos = contains asbestos, or may
need-miss-asbestos-unknown = not declared free of asbestos
need-miss-hazardous = classed as hazardous
need-miss-hazard-other = contains something that may do harm
need-miss-documents = comes without a document
need-miss-declaration = comes without: { $name }
need-miss-holder = offered by another kind of organisation

need-expected-asked = one of the criteria that are given: { $values }
need-expected-must = at least one criterion that must be met
need-too-many-mutes = You can mute at most { $max } things. Unmute some first.
