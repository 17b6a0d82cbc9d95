### Pässe

## Was ein Pass sein muss

passport-expected-no-nul = Text ohne das Zeichen U+0000
passport-expected-fewer = höchstens { $max } davon
passport-expected-gtin = eine GTIN mit 8, 12, 13 oder 14 Ziffern und richtiger Prüfziffer
passport-expected-quantity-max = eine Obergrenze, die nicht unter der Menge liegt
passport-expected-fractions = Anteile, die zusammen höchstens 100 % ergeben
passport-expected-no-attributes = keine Merkmale, solange die Kategorie keine hat; wählen Sie zuerst eine feinere Kategorie
passport-expected-number = eine Zahl
passport-expected-yes-no = true oder false
passport-expected-text = ein Text
passport-expected-waste-code = ein Abfallschlüssel (AVV) wie 17 02 01 oder 17 06 05*
passport-expected-day-after = ein Tag, der nicht vor dem { $day } liegt
passport-expected-not-offered = organisation: Gefährliches darf erfasst, aber nicht angeboten werden
passport-expected-at-least = { $attribute } von { $min } oder mehr, bevor dies angeboten wird; Sichtbarkeit organisation, bis das bekannt ist
passport-expected-own-site = ein Standort Ihrer Organisation
passport-expected-own-building = ein Gebäude Ihrer Organisation
passport-expected-building-of-site = ein Gebäude, das auf dem genannten Standort steht
passport-expected-point = latitude und longitude zusammen
passport-expected-attributes = ein Merkmal des Katalogs und sein Wert, etwa coating:painted oder wall_mm:5..10
passport-expected-bbox = vier Zahlen, durch Kommas getrennt: West, Süd, Ost, Nord
passport-is-retired = Dieser Pass ist abgeschlossen und ändert sich nicht mehr.

## Die Geschichte, geprüft

passport-verified-whole = { $passports } Pässe und { $events } Ereignisse geprüft: Jede Kette ist unversehrt.
passport-verified-broken = Gebrochen: Pass { $passport }, Ereignis { $sequence }: { $why } (bei Pass { $passports }, Ereignis { $events } der Prüfung)
passport-broken-sequence = hier müsste Ereignis { $expected } stehen, es steht { $got }
passport-broken-hash = der Inhalt passt nicht zum Hash
passport-broken-link = der vorige Hash ist nicht der des Ereignisses davor
passport-broken-changes = die Änderungen gehen nicht von dem aus, was vorher dort stand
passport-broken-end = die Geschichte endet bei { $events }, der Pass hat Version { $version }
passport-broken-record = der Pass ist nicht, was seine Geschichte sagt: { $fields }
passport-broken-orphan = der Pass zu diesem Ereignis fehlt
passport-broken-details = der Pass ist unlesbar: { $fault }
passport-broken-columns = was neben dem Pass gespeichert ist, sagt etwas anderes als der Pass

## Die Seite eines Passes

passport-material-passport = Materialpass
passport-not-found-title = Kein Pass gefunden
passport-not-found = Unter diesem Code gibt es keinen Pass, oder er ist nicht öffentlich. Prüfen Sie, ob der Code richtig abgeschrieben ist.
passport-languages = Sprachen
passport-retired = Dieser Pass ist abgeschlossen: Dies ist nicht mehr verfügbar.
passport-hazardous = Gefährlich: Dies wird nicht angeboten.
passport-yes = ja
passport-no = nein
passport-about = etwa { $quantity }
passport-from-to = { $from } bis { $to }
passport-estimated = { $mass } (Schätzwert aus dem Katalog)
passport-price-per-unit = { $price } je { $unit }
passport-free = kostenlos
passport-on-request = Preis auf Anfrage

## Teile der Seite

passport-part-what = Was es ist
passport-part-state = Zustand
passport-part-climate = Gewicht und Klima
passport-part-offer = Angebot
passport-part-place = Wo es ist
passport-part-taking = Wie es sich lösen lässt
passport-part-hazards = Gefahren und Abfall
passport-part-papers = Dokumente und Erklärungen
passport-part-identity = Kennung
passport-part-history = Verlauf

passport-event-registered = erfasst von { $who }
passport-event-revised = geändert von { $who }
passport-event-retired = abgeschlossen von { $who }
passport-event-photographed = Fotos geändert von { $who }
passport-event-undone = auf den vorigen Stand zurückgesetzt von { $who }

## Felder

passport-label-category = Kategorie
passport-label-name = Bezeichnung
passport-label-description = Beschreibung
passport-label-quantity = Menge
passport-label-unit-mass = Masse je Einheit
passport-label-total-mass = Gesamtmasse
passport-label-carbon-avoided = Durch Wiederverwendung vermiedenes CO₂
passport-carbon = etwa { $mass } CO₂e (± { $uncertainty } %), wenn es Neues ersetzt
passport-label-material = Material
passport-label-brand = Marke
passport-label-model = Modell
passport-label-colour = Farbe
passport-label-year = Jahr
passport-label-condition-technical = Technischer Zustand
passport-label-condition-aesthetic = Optischer Zustand
passport-label-defects = Mängel
passport-label-fire-rating = Feuerwiderstand
passport-label-price = Preis
passport-label-available-from = Verfügbar ab
passport-label-available-until = Verfügbar bis
passport-label-visibility = Sichtbar für
passport-label-remarks = Bemerkungen
passport-label-site = Standort
passport-label-address = Adresse
passport-label-building = Gebäude
passport-label-floor = Geschoss
passport-label-room = Raum
passport-label-location = Lage
passport-label-connection = Verbindung
passport-label-connection-type = Art der Verbindung
passport-label-accessibility = Zugänglichkeit der Verbindung
passport-label-crossings = Durchdringungen
passport-label-edges = Randeinfassung
passport-label-dismantling-notes = Demontage
passport-label-reusable = Laut Audit wiederverwendbar
passport-label-hazardous-waste = Gefährlich
passport-label-asbestos = Asbest
passport-label-attest-number = Nummer des Asbestattests
passport-label-attest-date = Datum des Asbestattests
passport-label-other-hazard = Andere Gefahr
passport-label-waste-code = Abfallschlüssel bei Entsorgung
passport-label-document = Dokument
passport-label-ce = CE-Kennzeichnung
passport-label-dop = Leistungserklärung (DoP)
passport-label-epd = Umweltproduktdeklaration (EPD)
passport-label-code = Code
passport-label-external-id = Nummer des Inhabers
passport-label-gtin = GTIN
passport-label-serial = Seriennummer
passport-label-holder = Inhaber
passport-label-registered-on = Erfasst am
passport-label-updated-on = Zuletzt geändert am
passport-label-version = Version
passport-label-length = Länge
passport-label-width = Breite
passport-label-height = Höhe
passport-label-depth = Tiefe
passport-label-thickness = Dicke
passport-label-diameter = Durchmesser

## Auswahl

passport-origin-virgin = Primärrohstoff
passport-origin-recycled = rezykliert
passport-origin-reused = wiederverwendet
passport-origin-biobased = biobasiert
passport-asbestos-free-proven = asbestfrei, nachgewiesen
passport-asbestos-free-declared = asbestfrei laut Inhaber
passport-asbestos-unknown = nicht bekannt
passport-asbestos-suspected = vermutet
passport-asbestos-contains = enthält Asbest
passport-connection-dry = trocken: lose, Klick, Klett, Magnet
passport-connection-added = zusätzliche Elemente: Bolzen, Schraube, Feder, Winkel
passport-connection-integral = direkt: Stift, Nagel
passport-connection-soft = weich chemisch: Dichtstoff, Schaum
passport-connection-hard = hart chemisch: Kleber, Schweißnaht, Verguss, Zement
passport-access-free = frei zugänglich
passport-access-no-damage = zugänglich ohne Schaden
passport-access-repairable = zugänglich mit reparierbarem Schaden
passport-access-partly = zugänglich mit teilweise reparierbarem Schaden
passport-access-irreparable = nicht ohne irreparablen Schaden zugänglich
passport-crossings-none = keine
passport-crossings-incidental = vereinzelt
passport-crossings-full = voll integriert
passport-edges-open = offen
passport-edges-overlapping = überlappend
passport-edges-closed = geschlossen
passport-visibility-organisation = die eigene Organisation
passport-visibility-park = den Gewerbepark
passport-visibility-public = alle
passport-score = { $choice } ({ $score })
passport-expected-asbestos-declaration = nur für die Organisation sichtbar, bis es als asbestfrei erklärt ist: asbestos free_declared oder free_proven, oder Nummer und Datum des Nachweises
passport-label-completeness = Vollständigkeit
passport-complete = { $percent } %
passport-completeness = { $percent } %; noch offen: { $missing }
passport-fact-dimensions = Abmessungen
passport-fact-place = Standort oder Gebäude
passport-fact-exact-quantity = Genaue Menge
passport-fact-hazards = Gefahren
passport-fact-maker = Marke oder Modell
passport-stock-moves = Ihr Bestand wurde während der Vorbereitung immer wieder geändert. Versuchen Sie es gleich noch einmal.
