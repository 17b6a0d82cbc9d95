## The page of the demonstration

demo-title = Woraus ein Gebäude besteht, ist Bestand
demo-lead = Circuler macht aus einem Rückbauinventar Materialpässe, findet, wer sie braucht, und schickt eine E-Mail.
demo-happened = Was geschehen ist
demo-rows = Zeilen gelesen aus { $file }
demo-passports = Pässe registriert
demo-rejected = Zeilen abgelehnt, { $dropped } übergangen (Titel, Summen, leere)
demo-matches = Treffer zu dem, was Firmen suchen
demo-mails = E-Mails verschickt
demo-search = Suchen
demo-search-hint = z. B. Tür, Teppichfliese, IPE
demo-found = { $count ->
    [one] Ein Pass gefunden
   *[other] { $count } Pässe gefunden
}
demo-nothing-found = Nichts gefunden. Versuchen Sie ein anderes Wort.
demo-latest = Neueste Angebote
demo-why = Treffer, und warum
demo-looks-for = { $organisation } sucht: { $need }
demo-went-out = Verschickte E-Mails
demo-to = An
demo-subject = Betreff
demo-sent = Verschickt
demo-waiting = wartet
demo-sign-in = Anmelden mit
demo-password = Passwort
demo-api = Die API zum Durchblättern
demo-letter = Der Brief
demo-plain = Als reiner Text
demo-back = Zurück
demo-more = und { $count } weitere
demo-footer = Eine Vorführung mit erfundenen Firmen. Es wird keine echte E-Mail verschickt.
