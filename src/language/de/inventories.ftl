## inventories

## Eine Datei lesen

inventory-unreadable-empty = In dieser Datei steht nichts.
inventory-unreadable-web-page = Das ist eine Webseite, was auch immer der Name sagt. Öffnen Sie sie in Excel oder LibreOffice, speichern Sie sie als Excel-Arbeitsmappe (.xlsx) und senden Sie diese.
inventory-unreadable-xml-spreadsheet = Das ist eine XML-Tabelle von Excel 2003, was auch immer der Name sagt. Öffnen Sie sie in Excel oder LibreOffice, speichern Sie sie als Excel-Arbeitsmappe (.xlsx) und senden Sie diese.
inventory-unreadable-unsupported = Das ist eine Datei vom Typ { $kind }, der hier nicht gelesen wird. Speichern Sie sie als Excel-Arbeitsmappe (.xlsx) oder als CSV und senden Sie diese.
inventory-unreadable-unknown = Das ist keine Tabelle. Senden Sie eine Excel-Arbeitsmappe (.xlsx) oder eine CSV-Datei.
inventory-unreadable-encrypted = Diese Arbeitsmappe ist mit einem Passwort geschützt. Speichern Sie sie ohne Passwort und senden Sie diese.
inventory-unreadable-cut-off = Das Ende dieser Datei fehlt: Sie ist nicht vollständig angekommen. Senden Sie sie erneut; hilft das nicht, laden Sie sie dort, wo Sie sie herhaben, noch einmal herunter.
inventory-unreadable-damaged = Diese Datei ist beschädigt. Öffnen Sie sie in Excel oder LibreOffice, speichern Sie sie unter einem anderen Namen und senden Sie diese.
inventory-unreadable-open-quote = In Zeile { $row } öffnet ein Anführungszeichen einen Text, der nirgends endet. Entfernen oder schließen Sie es und senden Sie die Datei erneut.
inventory-unreadable-too-many-rows = Diese Datei hat mehr als { $max } Zeilen. Senden Sie sie in Teilen.
inventory-unreadable-too-many-cells = Diese Datei hat mehr als { $max } ausgefüllte Zellen. Senden Sie sie in Teilen.
inventory-unreadable-too-large = Entpackt ist diese Datei größer, als hier gelesen wird. Senden Sie nur die Blätter mit dem Inventar, notfalls in Teilen.
inventory-unreadable-too-much-memory = Diese Datei zu lesen braucht zu viel Speicher. Senden Sie nur die Blätter mit dem Inventar, notfalls in Teilen.
inventory-unreadable-too-slow = Diese Datei zu lesen dauert länger als { $seconds } Sekunden. Senden Sie sie in Teilen.

## Was eine Zelle hätte sagen sollen

inventory-expected-quantity = eine Menge wie 12, 38,5 oder 8 bis 10
inventory-expected-number = eine Zahl wie 12 oder 38,5
inventory-expected-price = ein Preis in Euro wie 45,00 €, „kostenlos“ oder „auf Anfrage“
inventory-expected-price-in-euro = ein Preis in Euro; andere Währungen werden nicht umgerechnet
inventory-expected-price-without-vat = ein Preis ohne MwSt.
inventory-expected-price-cents = ein Preis mit höchstens zwei Nachkommastellen
inventory-expected-price-not-negative = ein Preis von null oder mehr
inventory-expected-day = ein Datum wie 15.03.2026 (Tag, Monat, Jahr)
inventory-expected-existing-day = ein Datum, das es gibt, geschrieben als Tag, Monat, Jahr
inventory-expected-year = ein Jahr wie 1998
inventory-expected-sizes = Maße wie 930 x 2115 x 40 mm oder H 2700 x B 950 mm
inventory-expected-one-size = die Maße eines einzigen Bauteils
inventory-expected-length = eine Länge wie 2,40 m oder 93 cm
inventory-expected-length-unit = eine Länge mit ihrer Einheit: mm, cm oder m
inventory-expected-length-plausible = eine Länge über null und von höchstens { $max } m
inventory-expected-mass = eine Masse wie 46 kg oder 1,2 t
inventory-expected-waste-code = ein Abfallschlüssel aus sechs Ziffern wie 17 06 05*
inventory-expected-condition = ein Zustand wie gut, mittel oder schlecht
inventory-expected-yes-no = ja oder nein
inventory-expected-unit = eine Einheit wie Stk, m, m², m³, kg, t oder Satz

## What a list is taken for, and what becomes of it

inventory-column-known = Diese Überschrift bedeutet das.
inventory-column-like = Die Überschrift ähnelt „{ $word }“.
inventory-column-letter = Der Buchstabe, neben den anderen Maßen.
inventory-column-values = Die Werte verraten es.
inventory-column-taken = Spalte „{ $header }“ ist bereits { inventory-field }.
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
inventory-expected-file = eine Datei: XLSX, XLS, ODS oder CSV
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

inventory-column-profile = So steht es im Profil „{ $name }“.
inventory-notice-profile = Die Spalten auf Blatt { $sheet } wurden so gelesen, wie es das Profil „{ $name }“ sagt.
inventory-notice-hidden-rows = { $count ->
    [one] Eine ausgeblendete Zeile auf Blatt { $sheet } bleibt weg.
   *[other] { $count } ausgeblendete Zeilen auf Blatt { $sheet } bleiben weg.
}
inventory-notice-hidden-columns = Ausgeblendete Spalten auf Blatt { $sheet } bleiben weg: { $columns }.
inventory-notice-length-unit-assumed = Auf Blatt { $sheet } steht nirgends, in welcher Einheit die Maße sind. Sie wurden in { $unit } gelesen, weil nur das zu solchen Bauteilen passt.
inventory-notice-marks-assumed = Nirgends steht, ob in Spalte „{ $header }“ auf Blatt { $sheet } die 1 oder die höchste Note die beste ist. Die Noten wurden wie in NEN 2767 gelesen: 1 ist die beste.
inventory-not-offered-stays = etwas, das frei wird: was bleibt, wo es ist, wird nicht angeboten
inventory-not-offered-new = etwas, das frei wird: was erst eingebaut wird, wird nicht angeboten
inventory-expected-asbestos-declaration = eine Erklärung, dass es kein Asbest enthält (Nummer und Datum des Nachweises), denn solche Bauteile von vor 2001 können es enthalten; bis dahin wird es erfasst und nicht angeboten
inventory-expected-column = eine Spalte eines Blattes dieser Liste, etwa E
inventory-expected-one-column = jede Spalte und jedes Feld einmal je Blatt
inventory-expected-translated-field = ein Feld, dessen Wörter übersetzt werden: ein Zustand, eine Einheit, ja oder nein
inventory-expected-question = eine Frage, die zu dieser Liste gestellt wurde
inventory-question =
    { $count ->
        [one] 1 Zeile
       *[other] { $count } Zeilen
    } „{ $name }“ → { $category }?
inventory-question-open =
    { $count ->
        [one] 1 Zeile
       *[other] { $count } Zeilen
    } „{ $name }“: welche Art Bauteil ist das?
inventory-column-ambiguous = Diese Überschrift kann auch { inventory-field } sein; die Werte und die anderen Spalten gaben den Ausschlag.

## Berichtigungen

inventory-expected-fewer-rows = höchstens { $max } Zeilen auf einmal
inventory-expected-filled-row = eine gefüllte Zeile unter den Spaltenköpfen
inventory-expected-row-of-a-thing = eine Zeile, die ein Bauteil ist, keine Zwischenüberschrift, Summe oder Anmerkung
inventory-has-no-cells = Diese Liste wurde gelesen, bevor Zellen berichtigt werden konnten. Senden Sie die Datei noch einmal.
inventory-expected-like-rows = Zeilen, in denen dieses Feld das sagt
inventory-expected-field = das Feld, um das es geht
inventory-expected-one-way-to-name-rows = eines von: eine Zelle; ein Feld und die Position einer Zeile; ein Feld und was die Zeilen gemeinsam haben
inventory-expected-cell = eine Zelle wie Tabelle1!E12
inventory-expected-cell-value = ein Text, eine Zahl, ja oder nein (true, false) oder null

## Entscheiden

inventory-progress-preparing = vorbereiten
inventory-progress-undoing = rückgängig
inventory-was-cancelled = Dieses Inventar wurde abgebrochen, bevor es gelesen war; es gibt nichts anzunehmen.
inventory-is-undone = Dieses Inventar wurde rückgängig gemacht. Senden Sie die Datei noch einmal, um neu zu beginnen.
inventory-is-not-applied = Dieses Inventar wurde nicht angenommen; es gibt nichts rückgängig zu machen.
inventory-is-busy = Mit diesem Inventar geschieht schon etwas. Sehen Sie sich den Fortschritt an.
inventory-is-cancelled = Dies wurde abgebrochen. Nichts wurde geändert.
inventory-is-nearly-done = Dies wird schon übernommen und kann nicht mehr abgebrochen werden. Machen Sie es danach rückgängig.
inventory-is-at-rest = Mit diesem Inventar geschieht gerade nichts.
inventory-nothing-can-be-missing = Diese Liste nennt weder Standort noch Gebäude, und keine Liste desselben Namens wurde zuvor angenommen: Es kann nichts darauf fehlen.
inventory-touched-since = { $count ->
    [one] Ein Pass wurde seither geändert ({ $codes }); nichts wurde rückgängig gemacht.
   *[other] { $count } Pässe wurden seither geändert ({ $codes }); nichts wurde rückgängig gemacht.
}
inventory-errors-heading = warum abgelehnt
inventory-error = { $cell }: gefunden „{ $got }“, erwartet { $expected }.
inventory-error-missing = { $cell }: nichts gefunden, erwartet { $expected }.
inventory-perhaps = Vielleicht „{ $proposal }“?

inventory-notice-no-headings = Über den Spalten auf Blatt { $sheet } stehen keine Überschriften, die wir kennen. Was sie sind, wurde aus den Werten geschlossen: Prüfen Sie jede Spalte, bevor Sie die Liste annehmen.
inventory-notice-profile-alike = Die Spalten auf Blatt { $sheet } wurden gelesen, wie es das Profil „{ $name }“ sagt, obwohl sie nicht ganz dieselben sind. Das Profil kennt diese nicht: { $columns }.
inventory-expected-missing-passport = ein Pass, der auf der Liste fehlt
inventory-expected-one-fate = entweder behalten oder abgeschlossen, nicht beides
inventory-wrong-cell = { $cell }: erwartet { $expected }; gefunden „{ $got }“
inventory-wrong-cell-empty = { $cell }: erwartet { $expected }; die Zelle ist leer
inventory-wrong-cells-more = { $count ->
    [one] … und noch eine falsche Zelle.
   *[other] … und noch { $count } falsche Zellen.
}
inventory-expected-asbestos = ob es Asbest enthält: asbestfrei, unbekannt, verdächtig oder asbesthaltig
inventory-column-shared-out = Diese Spalte verteilt die Menge auf Orte; der Pass gilt für alle zusammen.
inventory-notice-shared-out = Die Mengen des Blatts { $sheet } sind auf { $columns } verteilt: Jede Zeile wird ein Pass, der sagt, wie viele wo sind. Wer einen Pass je Ort will, gibt jedem Ort eine eigene Zeile.
