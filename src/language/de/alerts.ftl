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
    [one] Und noch eines: Es steht mit diesen auf dieser Seite.
   *[other] Und { $count } weitere: Sie stehen mit diesen auf dieser Seite.
}
alert-better-cheaper = Jetzt günstiger: { $now } statt { $before } je { $unit }
alert-better-free = Jetzt kostenlos, statt { $before } je { $unit }
alert-better-more = Jetzt mehr: { $now } statt { $before } { $unit }
alert-better-window = Jetzt an mehr der Tage verfügbar, an denen Sie es suchen
alert-carbon = spart etwa { $kg } kg CO₂
alert-lots = { $name }, in { $count } Posten
alert-together = zusammen { $quantity }
alert-tour = eine Fahrt von { $km } km zu allen
alert-reasons = Für „{ $need }“: { $reasons }
alert-all = Alle { $count } ansehen
alert-closing = Mit freundlichen Grüßen
alert-hours = Wann und wie oft diese Nachrichten kommen, wählen Sie bei Ihren Gesuchen.
alert-photo = Foto von { $name }
alert-expected-time-zone = eine Zeitzone wie Europe/Brussels
alert-why = Sie erhalten diese Nachricht, weil Sie auf Circuler ({ $url }) angegeben haben, was Sie suchen.
alert-stop = { $count ->
    [one] Keine Nachrichten mehr zu diesem Gesuch
   *[other] Keine Nachrichten mehr zu diesen Gesuchen
}
alert-stop-unknown = Dieser Link funktioniert nicht
alert-stop-unknown-lead = Vielleicht ist sein Ende unterwegs verloren gegangen. Kopieren Sie ihn ganz aus der Nachricht, oder melden Sie sich an: Bei jedem Gesuch steht, wie oft Sie davon hören.
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
alert-feed-title = Gefunden für „{ $need }“
webhook-expected-url = eine https-Adresse im offenen Internet, an Port 443 oder 8443
webhook-too-many = Ihre Organisation hat schon { $max } Webhooks.
webhook-disabled = Dieser Webhook ist abgeschaltet. Schalten Sie ihn zuerst ein.
webhook-off-subject = Ein Webhook wurde abgeschaltet
webhook-off = Was wir an { $url } senden, kommt seit Langem nicht an. Deshalb haben wir diesen Webhook abgeschaltet. Was zuletzt schiefging: { $why }
webhook-off-enable = Sobald er wieder antwortet, können Sie ihn über die API einschalten ({ $url }/api/v1/docs/). Bis dahin wird nichts dorthin gesendet; Nachrichten und Mitteilungen kommen wie bisher.
