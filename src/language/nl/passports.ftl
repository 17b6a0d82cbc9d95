### Paspoorten

## Wat een paspoort moet zijn

passport-expected-no-nul = tekst zonder het teken U+0000
passport-expected-fewer = hoogstens { $max } ervan
passport-expected-gtin = een GTIN van 8, 12, 13 of 14 cijfers met een juist controlecijfer
passport-expected-quantity-max = een bovengrens die niet onder de hoeveelheid ligt
passport-expected-fractions = aandelen die samen hoogstens 100 % zijn
passport-expected-no-attributes = geen kenmerken zolang de categorie er geen heeft; kies eerst een fijnere categorie
passport-expected-number = een getal
passport-expected-yes-no = true of false
passport-expected-text = een tekst
passport-expected-waste-code = een EURAL-code zoals 17 02 01 of 17 06 05*
passport-expected-day-after = een dag die niet voor { $day } valt
passport-expected-not-offered = organisation: wat gevaarlijk is, mag geregistreerd maar niet aangeboden worden
passport-expected-at-least = { $attribute } van { $min } of meer, voor dit wordt aangeboden; zichtbaarheid organisation tot dat bekend is
passport-expected-own-site = een locatie van uw organisatie
passport-expected-own-building = een gebouw van uw organisatie
passport-expected-building-of-site = een gebouw dat op de genoemde locatie staat
passport-expected-point = latitude en longitude samen
passport-expected-attributes = een kenmerk uit de catalogus en wat het moet zijn, zoals coating:painted of wall_mm:5..10
passport-expected-bbox = vier getallen met komma’s ertussen: west, zuid, oost, noord
passport-is-retired = Dit paspoort is afgesloten en wijzigt niet meer.

## De geschiedenis nagekeken

passport-verified-whole = { $passports } paspoorten en { $events } gebeurtenissen nagekeken: elke keten is heel.
passport-verified-broken = Gebroken: paspoort { $passport }, gebeurtenis { $sequence }: { $why } (bij paspoort { $passports }, gebeurtenis { $events } van de controle)
passport-broken-sequence = hier moet gebeurtenis { $expected } staan, er staat { $got }
passport-broken-hash = de inhoud past niet bij de hash
passport-broken-link = de vorige hash is niet die van de gebeurtenis ervoor
passport-broken-changes = de wijzigingen volgen niet uit wat ervoor stond
passport-broken-end = de geschiedenis eindigt bij { $events }, het paspoort is aan versie { $version }
passport-broken-record = het paspoort is niet wat zijn geschiedenis zegt: { $fields }
passport-broken-orphan = bij deze gebeurtenis is er geen paspoort meer
passport-broken-details = het paspoort is onleesbaar: { $fault }
passport-broken-columns = wat naast het paspoort opgeslagen is, zegt iets anders dan het paspoort

## De pagina van een paspoort

passport-material-passport = Materialenpaspoort
passport-not-found-title = Geen paspoort gevonden
passport-not-found = Onder deze code is er geen paspoort, of het is niet openbaar. Kijk na of de code juist overgenomen is.
passport-languages = Talen
passport-retired = Dit paspoort is afgesloten: dit is niet meer beschikbaar.
passport-hazardous = Gevaarlijk: dit wordt niet aangeboden.
passport-yes = ja
passport-no = nee
passport-about = ongeveer { $quantity }
passport-from-to = { $from } tot { $to }
passport-estimated = { $mass } (geschat uit de catalogus)
passport-price-per-unit = { $price } per { $unit }
passport-free = gratis
passport-on-request = prijs op aanvraag

## Delen van de pagina

passport-part-what = Wat het is
passport-part-state = Toestand
passport-part-climate = Gewicht en klimaat
passport-part-offer = Aanbod
passport-part-place = Waar het is
passport-part-taking = Hoe het loskomt
passport-part-hazards = Gevaren en afval
passport-part-papers = Documenten en verklaringen
passport-part-identity = Herkenning
passport-part-history = Geschiedenis

passport-event-registered = geregistreerd door { $who }
passport-event-revised = gewijzigd door { $who }
passport-event-retired = afgesloten door { $who }
passport-event-photographed = foto's gewijzigd door { $who }
passport-event-undone = teruggezet op wat het was door { $who }

## Velden

passport-label-category = Categorie
passport-label-name = Naam
passport-label-description = Omschrijving
passport-label-quantity = Hoeveelheid
passport-label-unit-mass = Massa per eenheid
passport-label-total-mass = Massa in totaal
passport-label-carbon-avoided = CO₂ vermeden door hergebruik
passport-carbon = ongeveer { $mass } CO₂-eq (± { $uncertainty } %), als het iets nieuws vervangt
passport-label-material = Materiaal
passport-label-brand = Merk
passport-label-model = Model
passport-label-colour = Kleur
passport-label-year = Jaar
passport-label-condition-technical = Technische toestand
passport-label-condition-aesthetic = Esthetische toestand
passport-label-defects = Gebreken
passport-label-fire-rating = Brandklasse
passport-label-price = Prijs
passport-label-available-from = Beschikbaar vanaf
passport-label-available-until = Beschikbaar tot en met
passport-label-visibility = Zichtbaar voor
passport-label-remarks = Opmerkingen
passport-label-site = Locatie
passport-label-address = Adres
passport-label-building = Gebouw
passport-label-floor = Verdieping
passport-label-room = Lokaal
passport-label-location = Plaats
passport-label-connection = Bevestiging
passport-label-connection-type = Type verbinding
passport-label-accessibility = Toegankelijkheid van de verbinding
passport-label-crossings = Doorkruisingen
passport-label-edges = Randopsluiting
passport-label-dismantling-notes = Demontage
passport-label-reusable = Herbruikbaar volgens de audit
passport-label-hazardous-waste = Gevaarlijk
passport-label-asbestos = Asbest
passport-label-attest-number = Nummer van het asbestattest
passport-label-attest-date = Datum van het asbestattest
passport-label-other-hazard = Ander gevaar
passport-label-waste-code = Afvalcode (EURAL) bij afdanking
passport-label-document = Document
passport-label-ce = CE-markering
passport-label-dop = Prestatieverklaring (DoP)
passport-label-epd = Milieuverklaring (EPD)
passport-label-code = Code
passport-label-external-id = Nummer van de houder
passport-label-gtin = GTIN
passport-label-serial = Serienummer
passport-label-holder = Houder
passport-label-registered-on = Geregistreerd op
passport-label-updated-on = Laatst gewijzigd op
passport-label-version = Versie
passport-label-length = Lengte
passport-label-width = Breedte
passport-label-height = Hoogte
passport-label-depth = Diepte
passport-label-thickness = Dikte
passport-label-diameter = Diameter

## Keuzes

passport-origin-virgin = nieuwe grondstof
passport-origin-recycled = gerecycleerd
passport-origin-reused = hergebruikt
passport-origin-biobased = biogebaseerd
passport-asbestos-free-proven = asbestvrij, bewezen
passport-asbestos-free-declared = asbestvrij volgens de houder
passport-asbestos-unknown = niet bekend
passport-asbestos-suspected = vermoed
passport-asbestos-contains = bevat asbest
passport-connection-dry = droog: los, klik, klittenband, magneet
passport-connection-added = toegevoegde elementen: bout, schroef, veer, hoek
passport-connection-integral = rechtstreeks: pin, spijker
passport-connection-soft = zacht chemisch: kit, schuim
passport-connection-hard = hard chemisch: lijm, las, aanstort, cement
passport-access-free = vrij toegankelijk
passport-access-no-damage = toegankelijk zonder schade
passport-access-repairable = toegankelijk met herstelbare schade
passport-access-partly = toegankelijk met deels herstelbare schade
passport-access-irreparable = niet toegankelijk zonder onherstelbare schade
passport-crossings-none = geen
passport-crossings-incidental = incidenteel
passport-crossings-full = volledig geïntegreerd
passport-edges-open = open
passport-edges-overlapping = overlappend
passport-edges-closed = gesloten
passport-visibility-organisation = de eigen organisatie
passport-visibility-park = het bedrijvenpark
passport-visibility-public = iedereen
passport-score = { $choice } ({ $score })
passport-expected-asbestos-declaration = alleen zichtbaar voor de organisatie tot verklaard is dat er geen asbest in zit: asbestos free_declared of free_proven, of nummer en datum van het attest
passport-label-completeness = Volledigheid
passport-complete = { $percent } %
passport-completeness = { $percent } %; nog open: { $missing }
passport-fact-dimensions = Afmetingen
passport-fact-place = Locatie of gebouw
passport-fact-exact-quantity = Exacte hoeveelheid
passport-fact-hazards = Gevaren
passport-fact-maker = Merk of model
passport-stock-moves = Uw voorraad werd telkens weer gewijzigd terwijl dit werd voorbereid. Probeer het zo dadelijk opnieuw.
