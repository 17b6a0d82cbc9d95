## Antwoorden van de API, en wat overal gezegd wordt

error-not-found = Niet gevonden.
error-unauthenticated = Meld u aan of stuur een API-sleutel mee, en probeer opnieuw.
error-invalid = { $count ->
    [one] Eén ding klopt niet.
   *[other] { $count } dingen kloppen niet.
}
error-changed = Iemand heeft dit gewijzigd sinds u het las. Lees het opnieuw en wijzig het dan.
error-unconditional = Zeg welke versie u wijzigt: stuur de ETag mee als If-Match.
error-too-large = Te groot: hoogstens { $limit } wordt aanvaard.
error-unsupported = Dit soort inhoud wordt hier niet aanvaard; stuur { $expected }.
error-conflict-exists = Dit bestaat al.
error-unavailable = Even niet beschikbaar. Probeer later opnieuw.
error-internal = Er ging iets mis aan onze kant. Het is genoteerd onder het nummer van deze aanvraag.
error-method = Dit adres aanvaardt geen { $method }.
error-idempotency-unanswered = Een aanvraag met deze Idempotency-Key loopt nog of werd afgebroken. Wacht even en vraag opnieuw; helpt dat niet, kijk dan of ze is uitgevoerd voor u ze met een andere sleutel verstuurt.
error-too-often = U hebt het te vaak geprobeerd. Probeer opnieuw over { $seconds } { $seconds ->
    [one] seconde
   *[other] seconden
}.

unreadable-json = De aanvraag kon niet gelezen worden: op regel { $line }, teken { $column }, staat iets dat geen JSON is.
unreadable-json-end = De aanvraag kon niet gelezen worden: haar JSON breekt af.
unreadable-broken-off = De aanvraag kon niet gelezen worden: ze brak onderweg af.
unreadable-form = De aanvraag kon niet gelezen worden: het formulier is niet goed samengesteld ({ $why }).
unreadable-parts = De aanvraag kon niet gelezen worden: het formulier heeft meer dan { $max } delen.
unreadable-characters = De aanvraag kon niet gelezen worden: ze staat niet in UTF-8.
unreadable-cursor = De aanvraag kon niet gelezen worden: deze cursor werd hier niet uitgereikt.
unreadable-otherwise = De aanvraag kon niet gelezen worden: { $why }

expected-something = een tekst die niet leeg is
expected-shorter = hoogstens { $max } tekens
expected-number-not-negative = een getal van nul of meer
expected-number-between = een getal van { $min } tot { $max }
expected-decimals = hoogstens { $max } decimalen
expected-one-of = een van: { $values }
expected-day = een dag zoals 2026-03-15
expected-url = een webadres dat begint met https:// of http://
expected-no-control-characters = tekst zonder stuurtekens
expected-idempotency-key = 1 tot { $max } zichtbare ASCII-tekens, zoals een UUID
expected-new-idempotency-key = een andere sleutel: deze diende voor een aanvraag met een andere inhoud
expected-otherwise = { $what }
expected-present = een waarde: dit veld ontbreekt
expected-once = dit veld maar één keer
expected-field-of = een van de velden: { $names }
expected-no-field = geen velden
expected-another-shape = een waarde in een van de vormen die de beschrijving van de API toont
expected-text = tekst
expected-number = een getal
expected-smaller-number = een kleiner getal
expected-larger-number = een groter getal
expected-whole-number = een geheel getal
expected-whole-number-positive = een geheel getal vanaf 1
expected-whole-number-not-negative = een geheel getal van nul of meer
expected-whole-number-between = een geheel getal van { $min } tot { $max }
expected-yes-or-no = true of false
expected-list = een lijst
expected-list-of = een lijst van { $count }
expected-object = een object met velden
expected-instant = een tijdstip zoals 2026-03-15T09:00:00Z
expected-id = een id (UUID)
expected-code = een code zoals 7K3M-9QXV-2
expected-category = een categorie zoals DOOR of DOOR.INT
expected-attribute = een kenmerk uit de catalogus
expected-photo-hash = de hash van een foto
expected-facet = een facet zoals category, width_mm of attribute.coating
expected-criterion = { $patterns } of een van: { $names }

unit-pcs = st
unit-m = m
unit-m2 = m²
unit-m3 = m³
unit-kg = kg
unit-t = t
unit-set = set
unit-pallet = pallet

condition-1 = beschadigd
condition-2 = matig
condition-3 = redelijk
condition-4 = goed
condition-5 = als nieuw

## Days

format-day = { $day } { $month ->
    [1] januari
    [2] februari
    [3] maart
    [4] april
    [5] mei
    [6] juni
    [7] juli
    [8] augustus
    [9] september
    [10] oktober
    [11] november
   *[12] december
} { $year }
