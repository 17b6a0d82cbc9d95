## Ein Gesuch in einem Satz, einem Leistungsverzeichnis oder aus einer Suche

stating-distance-from-where = Von wo aus? Nennen Sie einen Ort.
stating-distance-usual = keine Entfernung genannt: bis { $km } km
stating-town-alone = { $town } als Ort verstanden, bis { $km } km
stating-postcode = { $code } als Postleitzahl von { $town } verstanden
stating-town-of-several = mehrere Orte heißen so; verstanden als { $town } ({ $where })
stating-day-by = verstanden als: spätestens am { $day }
stating-year-next = kein Jahr genannt; verstanden als { $day }
stating-day-counted = ab heute gerechnet: bis { $day }
stating-price-per-unit = Ein Gesuch kennt nur einen Preis je Einheit, kein Budget für alles.
stating-price-at-least = Ein Gesuch kennt keinen Mindestpreis.
stating-price-other-unit = ein Preis je { $unit }, während die Menge in { $counted } gezählt wird
stating-price-assumed-per = verstanden als Preis je { $unit }
stating-price-assumed-unit = verstanden als Preis je Einheit
stating-price-at-most = verstanden als Höchstpreis
stating-condition-new = alles hier wurde schon einmal gekauft; verstanden als: neuwertig
stating-quantity-pieces = verstanden als Stückzahl
stating-quantity-range = gefragt ist mindestens { $min }; die Obergrenze { $max } zählt nicht
stating-quantity-about = verstanden als: mindestens { $value }
stating-quantity-at-most = Ein Gesuch kennt keine Höchstmenge.
stating-several-lots-of-what = Sagen Sie auch, wie viel Sie insgesamt brauchen.
stating-size-of-what = Welches Maß ist das: Länge, Breite, Höhe, Dicke?
stating-size-about = ungefähr: { $by } mm mehr oder weniger gehen auch
stating-said-twice = Das steht schon da.
stating-kind-without = ohne „{ $word }“
stating-kind-fire = Türen mit Feuerwiderstand stehen oft bei den Brandschutztüren; auch dort wird gesucht
stating-kind-assumed = verstanden als: { $kind }
stating-another-need = Das sieht nach einem zweiten Gesuch aus: { $kind }. Stellen Sie es in einem eigenen Satz, oder senden Sie eine Liste.
stating-not-what = Was soll es nicht sein?
stating-left-beginnings = Eine Suche findet auch Wortanfänge und Tippfehler; ein Gesuch nur ganze Wörter, in jeder Form.
stating-left-any-of = Ein Gesuch kann hier nicht mehrere Werte zur Wahl stellen.
stating-left-unknown = Ein Gesuch kennt dieses Kriterium nicht.
stating-left-price-min = Ein Gesuch kennt keinen Mindestpreis.
stating-left-map = Ein Gesuch kennt Kreise um einen Ort, keinen Kartenausschnitt.
stating-left-proven = Ein Gesuch nimmt auch, was als asbestfrei erklärt ist, nicht nur, was bewiesen ist.
stating-expected-one-search = eine query oder eine saved_search_id, nicht beides
stating-bill-too-long = höchstens { $max } Zeilen
stating-bill-without-lines = mindestens eine Zeile, die ein Gesuch werden kann
stating-bill-line = eine Zeile, die ein Gesuch werden kann
stating-size-assumed = verstanden als: { $size ->
    [length] Länge
    [width] Breite
    [height] Höhe
    [depth] Tiefe
    [thickness] Dicke
   *[diameter] Durchmesser
}

stating-size-order = verstanden als: { $size ->
    [length] Länge, in der üblichen Reihenfolge
    [width] Breite, in der üblichen Reihenfolge
    [height] Höhe, in der üblichen Reihenfolge
    [depth] Tiefe, in der üblichen Reihenfolge
    [thickness] Dicke, in der üblichen Reihenfolge
   *[diameter] Durchmesser, in der üblichen Reihenfolge
}
