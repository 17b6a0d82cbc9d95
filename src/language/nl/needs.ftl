## Vragen, en waarom iets bij een vraag past

need-expected-criterion = minstens één criterium
need-expected-range = een ondergrens, een bovengrens of beide, de ondergrens eerst
need-expected-window = een dag niet vóór { $from }
need-expected-fewer = hoogstens { $max } stuks
need-expected-word = iets met een letter of een cijfer erin

need-closed = Deze vraag is afgesloten. Maak een nieuwe.
need-too-many = Een organisatie kan hoogstens { $max } open vragen hebben. Sluit er eerst enkele af.

# "930 mm breed, u vroeg 900 mm ± 50"
need-reason-asked = { $fact }, { $asked }
need-asked-about = u vroeg { $value } ± { $tolerance }
need-asked-exactly = u vroeg precies { $value }
need-asked-between = u vroeg { $min } tot { $max }
need-asked-least = u vroeg minstens { $value }
need-asked-most = u vroeg hoogstens { $value }
need-size-length = { $value } lang
need-size-width = { $value } breed
need-size-height = { $value } hoog
need-size-depth = { $value } diep
need-size-thickness = { $value } dik
need-size-diameter = { $value } diameter

need-reason-category = categorie: { $category }
need-reason-words = bevat “{ $words }”
need-reason-attribute = { $name }: { $value }
need-reason-part = { $amount }, een deel van de { $asked } die u vroeg
need-reason-condition = staat: { $condition }, u vroeg minstens: { $asked }
need-reason-price-unknown = prijs niet vermeld
need-reason-distance = op { $km } km
need-reason-very-near = op minder dan 1 km
need-reason-window = beschikbaar van { $from } tot { $until }
need-reason-window-from = beschikbaar vanaf { $from }
need-reason-window-until = beschikbaar tot { $until }
need-reason-window-open = beschikbaar, zonder opgegeven data
need-reason-material = gemaakt van { $name }
need-reason-documents = { $count ->
    [one] met een document erbij
   *[other] met { $count } documenten erbij
}

need-reason-declarations = met: { $names }
need-reason-asbestos-free-proven = bewezen asbestvrij
need-reason-asbestos-free-declared = asbestvrij verklaard
need-reason-holder = aangeboden door: { $kind }
need-reason-missed = niet helemaal: { $miss }
need-asked-free = u vroeg iets gratis

need-holder-owner = eigenaar
need-holder-demolition-contractor = sloopaannemer
need-holder-reseller = handelaar
need-holder-builder = aannemer
need-holder-architect = architect
need-holder-park-manager = parkmanager
need-holder-public-body = overheid

need-declaration-ce = CE-markering
need-declaration-dop = prestatieverklaring
need-declaration-epd = milieuproductverklaring
need-declaration-asbestos-attest = attest van de asbestinventaris

## Waarom iets niet past

need-miss-category = andere categorie: { $category }
need-miss-category-unknown = categorie niet vermeld
need-miss-words = bevat “{ $words }” niet
need-miss-words-excluded = bevat “{ $words }”
need-miss-size-unknown = { $size } niet vermeld
need-miss-attribute = { $told }, niet wat u vroeg
need-miss-attribute-unknown = { $name } niet vermeld
need-miss-condition-unknown = staat niet vermeld
need-miss-distance = op { $km } km, verder dan de { $radius } km die u vroeg
need-miss-place-unknown = plaats niet vermeld
need-miss-material = niet gemaakt van { $names }
need-miss-material-excluded = bevat { $name }
need-miss-asbestos = bevat asbest, of misschien
need-miss-asbestos-unknown = niet asbestvrij verklaard
need-miss-hazardous = ingedeeld als gevaarlijk
need-miss-hazard-other = bevat iets dat schadelijk kan zijn
need-miss-documents = zonder document
need-miss-declaration = zonder: { $name }
need-miss-holder = aangeboden door een ander soort organisatie

need-expected-asked = een van de opgegeven criteria: { $values }
need-expected-must = minstens één criterium waaraan voldaan moet zijn
need-too-many-mutes = U kunt hoogstens { $max } zaken dempen. Hef er eerst enkele op.
