## Der Brief über das Gefundene, und die Seite, die ihn abstellt

alert-subject = { $count ->
    [one] Gefunden: { $name }
   *[other] { $count } Funde: { $name } und mehr
}
alert-greeting = Guten Tag { $name },
alert-opening = { $count ->
    [one] Es wird etwas angeboten, das zu Ihrer Suche passt.
   *[other] Es werden { $count } Dinge angeboten, die zu Ihrer Suche passen.
}
alert-for = Für „{ $need }“:
alert-look = Zum Materialpass
alert-more = { $count ->
    [one] Und noch eines, das Sie bei Ihren Gesuchen auf Circuler finden.
   *[other] Und { $count } weitere, die Sie bei Ihren Gesuchen auf Circuler finden.
}
alert-why = Sie erhalten diese Nachricht, weil Sie auf Circuler ({ $url }) angegeben haben, was Sie suchen.
alert-stop = { $count ->
    [one] Keine Nachrichten mehr zu diesem Gesuch
   *[other] Keine Nachrichten mehr zu diesen Gesuchen
}
alert-stop-title = Keine Nachrichten mehr?
alert-stop-lead = { $count ->
    [one] Sie erhalten dann keine Nachrichten mehr über Angebote, die zu diesem Gesuch passen. Auf Circuler bleiben sie zu sehen.
   *[other] Sie erhalten dann keine Nachrichten mehr über Angebote, die zu diesen Gesuchen passen. Auf Circuler bleiben sie zu sehen.
}
alert-stop-button = Diese Nachrichten abstellen
alert-stopped = Erledigt
alert-stopped-lead = { $count ->
    [one] Sie erhalten keine Nachrichten mehr zu diesem Gesuch.
   *[other] Sie erhalten keine Nachrichten mehr zu diesen Gesuchen.
}
