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
