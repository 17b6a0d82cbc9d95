## Gesuche, und warum etwas dazu passt

need-expected-criterion = mindestens ein Kriterium
need-expected-range = eine Untergrenze, eine Obergrenze oder beide, die Untergrenze zuerst
need-expected-window = ein Tag, der nicht vor dem { $from } liegt
need-expected-fewer = höchstens { $max } Einträge
need-expected-word = etwas, das einen Buchstaben oder eine Ziffer enthält

need-closed = Dieses Gesuch ist abgeschlossen. Legen Sie ein neues an.
need-too-many = Eine Organisation kann höchstens { $max } offene Gesuche haben. Schließen Sie zuerst einige ab.

# „930 mm breit, gesucht waren 900 mm ± 50“
need-reason-asked = { $fact }, { $asked }
need-asked-about = gesucht waren { $value } ± { $tolerance }
need-asked-exactly = gesucht waren genau { $value }
need-asked-between = gesucht waren { $min } bis { $max }
need-asked-least = gesucht waren mindestens { $value }
need-asked-most = gesucht waren höchstens { $value }
need-size-length = { $value } lang
need-size-width = { $value } breit
need-size-height = { $value } hoch
need-size-depth = { $value } tief
need-size-thickness = { $value } dick
need-size-diameter = { $value } Durchmesser

need-reason-category = Kategorie: { $category }
need-reason-words = enthält „{ $words }“
need-reason-attribute = { $name }: { $value }
need-reason-part = { $amount }, ein Teil der gesuchten { $asked }
need-reason-condition = Zustand: { $condition }, gesucht war mindestens: { $asked }
need-reason-price-unknown = Preis nicht angegeben
need-reason-distance = { $km } km entfernt
need-reason-very-near = weniger als 1 km entfernt
need-reason-window = verfügbar vom { $from } bis { $until }
need-reason-window-from = verfügbar ab { $from }
need-reason-window-until = verfügbar bis { $until }
need-reason-window-open = verfügbar, ohne Angabe von Daten
need-reason-material = aus { $name }
need-reason-documents = { $count ->
    [one] mit einem Dokument
   *[other] mit { $count } Dokumenten
}

need-reason-declarations = mit: { $names }
need-reason-asbestos-free-proven = nachweislich asbestfrei
need-reason-asbestos-free-declared = als asbestfrei erklärt
need-reason-holder = angeboten von: { $kind }
need-reason-missed = nicht ganz: { $miss }
need-asked-free = gesucht war etwas Kostenloses

need-holder-owner = Eigentümer
need-holder-demolition-contractor = Abbruchunternehmen
need-holder-reseller = Händler
need-holder-builder = Bauunternehmen
need-holder-architect = Architekturbüro
need-holder-park-manager = Parkmanagement
need-holder-public-body = öffentliche Stelle

need-declaration-ce = CE-Kennzeichnung
need-declaration-dop = Leistungserklärung
need-declaration-epd = Umweltproduktdeklaration
need-declaration-asbestos-attest = Bescheinigung des Asbestkatasters

## Warum etwas nicht passt

need-miss-category = andere Kategorie: { $category }
need-miss-category-unknown = Kategorie nicht angegeben
need-miss-words = enthält „{ $words }“ nicht
need-miss-words-excluded = enthält „{ $words }“
need-miss-size-unknown = { $size } nicht angegeben
need-miss-attribute = { $told }, das war nicht gesucht
need-miss-attribute-unknown = { $name } nicht angegeben
need-miss-condition-unknown = Zustand nicht angegeben
need-miss-distance = { $km } km entfernt, weiter als die gesuchten { $radius } km
need-miss-place-unknown = Ort nicht angegeben
need-miss-material = nicht aus { $names }
need-miss-material-excluded = enthält { $name }
need-miss-asbestos = enthält Asbest, oder vielleicht
need-miss-asbestos-unknown = nicht als asbestfrei erklärt
need-miss-hazardous = als gefährlich eingestuft
need-miss-hazard-other = enthält etwas, das schaden kann
need-miss-documents = ohne Dokument
need-miss-declaration = ohne: { $name }
need-miss-holder = angeboten von einer anderen Art von Organisation

need-expected-asked = eines der angegebenen Kriterien: { $values }
need-expected-must = mindestens ein Kriterium, das erfüllt sein muss
need-too-many-mutes = Sie können höchstens { $max } Dinge stummschalten. Heben Sie zuerst einige auf.
