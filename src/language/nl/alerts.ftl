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
    [one] En nog één, die u bij uw vragen op Circuler vindt.
   *[other] En nog { $count } andere, die u bij uw vragen op Circuler vindt.
}
alert-why = U krijgt deze mail omdat u op Circuler ({ $url }) hebt gezegd wat u zoekt.
alert-stop = { $count ->
    [one] Geen mails meer over deze vraag
   *[other] Geen mails meer over deze vragen
}
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
