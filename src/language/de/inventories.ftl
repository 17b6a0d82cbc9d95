## inventories

## What a list is taken for, and what becomes of it

inventory-column-known = Diese Überschrift bedeutet das.
inventory-column-like = Die Überschrift ähnelt „{ $word }“.
inventory-column-letter = Der Buchstabe, neben den anderen Maßen.
inventory-column-values = Die Werte verraten es.
inventory-column-taken = Spalte „{ $header }“ ist bereits { $field }.
inventory-column-unknown = Diese Überschrift ist nicht bekannt.
inventory-column-no-heading = Diese Spalte hat keine Überschrift.

inventory-notice-column-left-out = Spalte „{ $header }“ auf Blatt { $sheet } bleibt weg: eine andere Spalte sagt dasselbe.
inventory-notice-cells-lost = { $count ->
    [one] Auf Blatt { $sheet } wurde eine Zelle nicht gelesen.
   *[other] Auf Blatt { $sheet } wurden { $count } Zellen nicht gelesen.
}
inventory-notice-summary-left-out = Blatt { $sheet } bleibt weg: es fasst die anderen zusammen.
inventory-unreadable-no-headings = In dieser Datei steht keine Liste: Spaltenüberschriften wie Bezeichnung und Menge sind nicht zu finden. Setzen Sie sie über die Spalten und senden Sie die Datei erneut.
inventory-not-read-yet = Dieses Inventar wird noch gelesen. Versuchen Sie es gleich noch einmal.
inventory-is-unreadable = Dieses Inventar konnte nicht gelesen werden; es gibt nichts zu übernehmen.
inventory-is-applied = Dieses Inventar wurde bereits übernommen.
inventory-has-rejected = { $count ->
    [one] Eine Zeile ist abgelehnt; nichts wurde übernommen.
   *[other] { $count } Zeilen sind abgelehnt; nichts wurde übernommen.
}
inventory-expected-file = eine Datei, XLSX oder CSV
inventory-expected-id = eine Kennung (UUID)
inventory-expected-place = ein eigener Ort
inventory-expected-value = ein Wert, kein Fehler einer Formel
inventory-expected-name = eine Bezeichnung
inventory-expected-other-number = eine Nummer, die nicht schon in { $cell } steht
inventory-expected-gtin = eine GTIN (EAN) mit richtiger Prüfziffer
inventory-expected-category = eine Kategorie des Katalogs
inventory-expected-same-unit = dieselbe Einheit wie bei der Menge: { $unit }
inventory-expected-price-per = ein Preis je { $unit }
inventory-no-organisation = Es gibt keine Organisation namens { $name }.
inventory-counts = { $rows } Zeilen: { $created } neu, { $changed } geändert, { $unchanged } unverändert, { $rejected } abgelehnt, { $dropped } ausgelassen.
inventory-progress-reading = lesen
inventory-progress-checking = prüfen
inventory-progress-applying = speichern
