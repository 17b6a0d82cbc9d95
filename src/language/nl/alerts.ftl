## De brief over wat er gevonden is, en de pagina die hem stopt

alert-subject = { $count ->
    [one] Gevonden: { $name }
   *[other] { $count } keer raak: { $name } en meer
}
alert-greeting = Beste { $name },
alert-opening = { $count ->
    [one] Er wordt iets aangeboden dat past bij wat u zoekt.
   *[other] Er worden { $count } zaken aangeboden die passen bij wat u zoekt.
}
alert-for = Voor “{ $need }”:
alert-look = Bekijk het paspoort
alert-more = { $count ->
    [one] En nog één: die staat, met deze, op deze pagina.
   *[other] En nog { $count } andere: die staan, met deze, op deze pagina.
}
alert-better-cheaper = Nu goedkoper: { $now } in plaats van { $before } per { $unit }
alert-better-free = Nu gratis, in plaats van { $before } per { $unit }
alert-better-more = Nu meer: { $now } in plaats van { $before } { $unit }
alert-better-window = Nu beschikbaar op meer van de dagen waarop u het zoekt
alert-carbon = bespaart ongeveer { $kg } kg CO₂
alert-lots = { $name }, in { $count } partijen
alert-together = samen { $quantity }
alert-tour = een rit van { $km } km langs alle
alert-reasons = Voor “{ $need }”: { $reasons }
alert-all = Bekijk ze alle { $count }
alert-closing = Met vriendelijke groet,
alert-hours = Wanneer en hoe vaak deze mails komen, kiest u bij uw vragen.
alert-photo = Foto van { $name }
alert-expected-time-zone = een tijdzone zoals Europe/Brussels
alert-why = U krijgt deze mail omdat u op Circuler ({ $url }) hebt gezegd wat u zoekt.
alert-stop = { $count ->
    [one] Geen mails meer over deze vraag
   *[other] Geen mails meer over deze vragen
}
alert-stop-unknown = Deze link werkt niet
alert-stop-unknown-lead = Misschien is het einde onderweg verloren gegaan. Kopieer de link volledig uit de mail, of meld u aan: bij elk van uw vragen staat hoe vaak u erover hoort.
alert-stop-title = Geen mails meer?
alert-stop-lead = { $count ->
    [one] U krijgt dan geen mails meer over wat bij deze vraag past. Op Circuler blijft het te zien.
   *[other] U krijgt dan geen mails meer over wat bij deze vragen past. Op Circuler blijft het te zien.
}
alert-stop-button = Stop deze mails
alert-stopped = Gedaan
alert-stopped-lead = { $count ->
    [one] U krijgt geen mails meer over deze vraag.
   *[other] U krijgt geen mails meer over deze vragen.
}
alert-feed-title = Gevonden voor “{ $need }”
webhook-expected-url = een https-adres op het open internet, op poort 443 of 8443
webhook-too-many = Uw organisatie heeft al { $max } webhooks.
webhook-disabled = Deze webhook is uitgeschakeld. Schakel hem eerst in.
webhook-off-subject = Een webhook is uitgeschakeld
webhook-off = Wat we naar { $url } sturen, komt al lang niet meer aan. Daarom hebben we deze webhook uitgeschakeld. Wat er het laatst misging: { $why }
webhook-off-enable = Antwoordt hij weer, dan kunt u hem inschakelen met de API ({ $url }/api/v1/docs/). Tot dan wordt er niets naartoe gestuurd; mails en meldingen komen zoals voorheen.
