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
