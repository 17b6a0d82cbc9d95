## The page of the demonstration

demo-title = Wat in een gebouw zit, is voorraad
demo-lead = Circuler maakt van een sloopinventaris materiaalpaspoorten, vindt wie ze nodig heeft, en stuurt een mail.
demo-happened = Wat er gebeurde
demo-rows = rijen gelezen uit { $file }
demo-passports = paspoorten geregistreerd
demo-rejected = rijen geweigerd, { $dropped } overgeslagen (titels, totalen, lege)
demo-matches = matches met wat bedrijven zoeken
demo-mails = mails verstuurd
demo-search = Zoeken
demo-search-hint = bv. deur, tapijttegel, ipe
demo-found = { $count ->
    [one] Eén paspoort gevonden
   *[other] { $count } paspoorten gevonden
}
demo-nothing-found = Niets gevonden. Probeer een ander woord.
demo-latest = Het nieuwste aanbod
demo-why = Matches, en waarom
demo-looks-for = { $organisation } zoekt: { $need }
demo-went-out = Mails die vertrokken
demo-to = Aan
demo-subject = Onderwerp
demo-sent = Verstuurd
demo-waiting = wacht
demo-sign-in = Aanmelden kan met
demo-password = wachtwoord
demo-api = De API, om te bladeren
demo-letter = De brief
demo-plain = Als platte tekst
demo-back = Terug
demo-more = en nog { $count }
demo-footer = Demonstratie met verzonnen bedrijven. Er vertrekt geen echte mail.
