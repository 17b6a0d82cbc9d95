## Antworten der API, und was überall gesagt wird

error-not-found = Nicht gefunden.
error-unauthenticated = Melden Sie sich an oder senden Sie einen API-Schlüssel, und versuchen Sie es erneut.
error-invalid = { $count ->
    [one] Eine Angabe stimmt nicht.
   *[other] { $count } Angaben stimmen nicht.
}
error-changed = Jemand hat dies geändert, seit Sie es gelesen haben. Lesen Sie es neu und ändern Sie es dann.
error-unconditional = Sagen Sie, welche Fassung Sie ändern: Senden Sie ihren ETag als If-Match.
error-too-large = Zu groß: Höchstens { $limit } werden angenommen.
error-unsupported = Diese Art von Inhalt wird hier nicht angenommen; senden Sie { $expected }.
error-conflict-exists = Dies gibt es bereits.
error-unavailable = Zurzeit nicht verfügbar. Versuchen Sie es später erneut.
error-internal = Bei uns ist etwas schiefgegangen. Es ist unter der Nummer dieser Anfrage vermerkt.
error-method = Diese Adresse nimmt kein { $method } an.
error-idempotency-unanswered = Eine Anfrage mit diesem Idempotency-Key läuft noch oder wurde abgebrochen. Warten Sie etwas und fragen Sie erneut; hilft das nicht, sehen Sie nach, ob sie ausgeführt wurde, bevor Sie sie mit einem anderen Schlüssel senden.
error-too-often = Zu viele Versuche. Versuchen Sie es in { $seconds } { $seconds ->
    [one] Sekunde
   *[other] Sekunden
} erneut.

unreadable-json = Die Anfrage konnte nicht gelesen werden: In Zeile { $line }, Zeichen { $column }, steht etwas, das kein JSON ist.
unreadable-json-end = Die Anfrage konnte nicht gelesen werden: Ihr JSON bricht ab.
unreadable-broken-off = Die Anfrage konnte nicht gelesen werden: Sie brach unterwegs ab.
unreadable-form = Die Anfrage konnte nicht gelesen werden: Das Formular ist nicht richtig aufgebaut ({ $why }).
unreadable-parts = Die Anfrage konnte nicht gelesen werden: Das Formular hat mehr als { $max } Teile.
unreadable-characters = Die Anfrage konnte nicht gelesen werden: Sie ist nicht in UTF-8.
unreadable-cursor = Die Anfrage konnte nicht gelesen werden: Dieser Cursor wurde hier nicht ausgegeben.
unreadable-otherwise = Die Anfrage konnte nicht gelesen werden: { $why }

expected-something = ein Text, der nicht leer ist
expected-shorter = höchstens { $max } Zeichen
expected-number-not-negative = eine Zahl von null oder mehr
expected-number-between = eine Zahl von { $min } bis { $max }
expected-decimals = höchstens { $max } Nachkommastellen
expected-one-of = eines von: { $values }
expected-day = ein Tag wie 2026-03-15
expected-url = eine Webadresse, die mit https:// oder http:// beginnt
expected-no-control-characters = Text ohne Steuerzeichen
expected-idempotency-key = 1 bis { $max } sichtbare ASCII-Zeichen, etwa eine UUID
expected-new-idempotency-key = ein anderer Schlüssel: Dieser diente einer Anfrage mit anderem Inhalt
expected-otherwise = { $what }
expected-present = ein Wert: Dieses Feld fehlt
expected-once = dieses Feld nur einmal
expected-field-of = eines der Felder: { $names }
expected-no-field = keine Felder
expected-another-shape = ein Wert in einer der Formen, die die Beschreibung der API zeigt
expected-text = Text
expected-number = eine Zahl
expected-smaller-number = eine kleinere Zahl
expected-larger-number = eine größere Zahl
expected-whole-number = eine ganze Zahl
expected-whole-number-positive = eine ganze Zahl ab 1
expected-whole-number-not-negative = eine ganze Zahl von null oder mehr
expected-whole-number-between = eine ganze Zahl von { $min } bis { $max }
expected-yes-or-no = true oder false
expected-list = eine Liste
expected-list-of = eine Liste von { $count }
expected-object = ein Objekt mit Feldern
expected-instant = ein Zeitpunkt wie 2026-03-15T09:00:00Z
expected-id = eine ID (UUID)
expected-code = ein Code wie 7K3M-9QXV-2
expected-category = eine Kategorie wie DOOR oder DOOR.INT
expected-attribute = ein Merkmal des Katalogs
expected-photo-hash = der Hash eines Fotos
expected-facet = eine Facette wie category, width_mm oder attribute.coating
expected-criterion = { $patterns } oder eines von: { $names }

unit-pcs = Stk
unit-m = m
unit-m2 = m²
unit-m3 = m³
unit-kg = kg
unit-t = t
unit-set = Satz
unit-pallet = Palette

condition-1 = beschädigt
condition-2 = schlecht
condition-3 = ausreichend
condition-4 = gut
condition-5 = wie neu

## Days

format-day = { $day }. { $month ->
    [1] Januar
    [2] Februar
    [3] März
    [4] April
    [5] Mai
    [6] Juni
    [7] Juli
    [8] August
    [9] September
    [10] Oktober
    [11] November
   *[12] Dezember
} { $year }
