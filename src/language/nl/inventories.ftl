## inventories

## Een bestand lezen

inventory-unreadable-empty = Er staat niets in dit bestand.
inventory-unreadable-web-page = Dit is een webpagina, wat de naam ook zegt. Open ze in Excel of LibreOffice, bewaar ze als Excel-werkmap (.xlsx) en stuur die.
inventory-unreadable-xml-spreadsheet = Dit is een XML-bestand van Excel 2003, wat de naam ook zegt. Open het in Excel of LibreOffice, bewaar het als Excel-werkmap (.xlsx) en stuur die.
inventory-unreadable-unsupported = Dit is een bestand van het type { $kind }; dat wordt hier niet gelezen. Bewaar het als Excel-werkmap (.xlsx) of als CSV en stuur dat.
inventory-unreadable-unknown = Dit is geen rekenblad. Stuur een Excel-werkmap (.xlsx) of een CSV-bestand.
inventory-unreadable-encrypted = Deze werkmap is beveiligd met een wachtwoord. Bewaar ze zonder wachtwoord en stuur die.
inventory-unreadable-cut-off = Van dit bestand ontbreekt het einde: het is niet helemaal aangekomen. Stuur het opnieuw; helpt dat niet, haal het dan opnieuw op waar u het vandaan hebt.
inventory-unreadable-damaged = Dit bestand is beschadigd. Open het in Excel of LibreOffice, bewaar het opnieuw onder een andere naam en stuur dat.
inventory-unreadable-open-quote = In rij { $row } opent een aanhalingsteken een tekst die nergens eindigt. Haal het weg of sluit het, en stuur het bestand opnieuw.
inventory-unreadable-too-many-rows = Dit bestand telt meer dan { $max } rijen. Stuur het in delen.
inventory-unreadable-too-many-cells = Dit bestand telt meer dan { $max } ingevulde cellen. Stuur het in delen.
inventory-unreadable-too-large = Uitgepakt is dit bestand groter dan wat hier gelezen wordt. Stuur alleen de bladen met de inventaris, desnoods in delen.
inventory-unreadable-too-much-memory = Dit bestand lezen vraagt te veel geheugen. Stuur alleen de bladen met de inventaris, desnoods in delen.
inventory-unreadable-too-slow = Dit bestand lezen duurt langer dan { $seconds } seconden. Stuur het in delen.

## Wat een cel had moeten zeggen

inventory-expected-quantity = een hoeveelheid zoals 12, 38,5 of 8 à 10
inventory-expected-number = een getal zoals 12 of 38,5
inventory-expected-price = een prijs in euro zoals € 45,00, “gratis” of “op aanvraag”
inventory-expected-price-in-euro = een prijs in euro; andere munten worden niet omgerekend
inventory-expected-price-without-vat = een prijs zonder btw
inventory-expected-price-cents = een prijs met hoogstens twee decimalen
inventory-expected-price-not-negative = een prijs van nul of meer
inventory-expected-day = een dag zoals 15/03/2026 (dag, maand, jaar)
inventory-expected-existing-day = een dag die bestaat, geschreven als dag, maand, jaar
inventory-expected-year = een jaar zoals 1998
inventory-expected-sizes = maten zoals 930 x 2115 x 40 mm of H 2700 x B 950 mm
inventory-expected-one-size = de maten van één onderdeel
inventory-expected-length = een lengte zoals 2,40 m of 93 cm
inventory-expected-length-unit = een lengte met haar eenheid: mm, cm of m
inventory-expected-length-plausible = een lengte boven nul en van hoogstens { $max } m
inventory-expected-mass = een massa zoals 46 kg of 1,2 t
inventory-expected-waste-code = een afvalcode van zes cijfers zoals 17 06 05*
inventory-expected-condition = een staat zoals goed, redelijk of matig
inventory-expected-yes-no = ja of nee
inventory-expected-unit = een eenheid zoals st, m, m², m³, kg, t of set

## What a list is taken for, and what becomes of it

inventory-column-known = Deze kop betekent dit.
inventory-column-like = De kop lijkt op “{ $word }”.
inventory-column-letter = De letter, naast de andere maten.
inventory-column-values = De waarden verraden het.
inventory-column-taken = Kolom “{ $header }” is al { inventory-field }.
inventory-column-unknown = Deze kop kennen we niet.
inventory-column-no-heading = Deze kolom heeft geen kop.

inventory-notice-column-left-out = Kolom “{ $header }” van blad { $sheet } is weggelaten: een andere kolom zegt hetzelfde.
inventory-notice-cells-lost = { $count ->
    [one] Op blad { $sheet } is één cel niet gelezen.
   *[other] Op blad { $sheet } zijn { $count } cellen niet gelezen.
}
inventory-notice-summary-left-out = Blad { $sheet } is weggelaten: het telt op wat op de andere staat.
inventory-unreadable-no-headings = In dit bestand staat geen lijst: er zijn geen kolomkoppen te vinden zoals benaming en aantal. Zet ze boven de kolommen en stuur het opnieuw.
inventory-not-read-yet = Deze inventaris wordt nog gelezen. Probeer het zo meteen opnieuw.
inventory-is-unreadable = Deze inventaris kon niet gelezen worden; er valt niets over te nemen.
inventory-is-applied = Deze inventaris is al overgenomen.
inventory-has-rejected = { $count ->
    [one] Eén rij is geweigerd; er is niets overgenomen.
   *[other] { $count } rijen zijn geweigerd; er is niets overgenomen.
}
inventory-expected-file = een bestand: XLSX, XLS, ODS of CSV
inventory-expected-id = een id (UUID)
inventory-expected-place = een eigen plaats
inventory-expected-value = een waarde, geen fout van een formule
inventory-expected-name = een benaming
inventory-expected-other-number = een nummer dat nog niet in { $cell } staat
inventory-expected-gtin = een GTIN (EAN) met een juist controlecijfer
inventory-expected-category = een categorie van de catalogus
inventory-expected-same-unit = dezelfde eenheid als bij het aantal: { $unit }
inventory-expected-price-per = een prijs per { $unit }
inventory-no-organisation = Er is geen organisatie met de naam { $name }.
inventory-counts = { $rows } rijen: { $created } nieuw, { $changed } gewijzigd, { $unchanged } ongewijzigd, { $rejected } geweigerd, { $dropped } weggelaten.
inventory-progress-reading = lezen
inventory-progress-checking = nakijken
inventory-progress-applying = bewaren

inventory-column-profile = Zo staat het in het profiel “{ $name }”.
inventory-notice-profile = De kolommen van blad { $sheet } werden gelezen zoals het profiel “{ $name }” zegt.
inventory-notice-hidden-rows = { $count ->
    [one] Eén verborgen rij van blad { $sheet } is weggelaten.
   *[other] { $count } verborgen rijen van blad { $sheet } zijn weggelaten.
}
inventory-notice-hidden-columns = Verborgen kolommen van blad { $sheet } zijn weggelaten: { $columns }.
inventory-notice-length-unit-assumed = Nergens op blad { $sheet } staat in welke eenheid de maten zijn. Ze werden gelezen in { $unit }, omdat alleen dat past bij zulke elementen.
inventory-notice-marks-assumed = Nergens staat of 1 of het hoogste cijfer het beste is in kolom “{ $header }” van blad { $sheet }. De cijfers werden gelezen als NEN 2767: 1 is het beste.
inventory-not-offered-stays = iets dat vrijkomt: wat blijft waar het is, wordt niet aangeboden
inventory-not-offered-new = iets dat vrijkomt: wat nog geplaatst moet worden, wordt niet aangeboden
inventory-expected-asbestos-declaration = een verklaring dat er geen asbest in zit (nummer en datum van het attest), want dit soort stukken van vóór 2001 kan asbest bevatten; tot dan wordt het geregistreerd en niet aangeboden
inventory-expected-column = een kolom van een blad van deze lijst, zoals E
inventory-expected-one-column = elke kolom en elk veld één keer per blad
inventory-expected-translated-field = een veld waarvan woorden vertaald worden: een toestand, een eenheid, ja of nee
inventory-expected-question = een vraag die over deze lijst gesteld is
inventory-question =
    { $count ->
        [one] 1 rij
       *[other] { $count } rijen
    } “{ $name }” → { $category }?
inventory-question-open =
    { $count ->
        [one] 1 rij
       *[other] { $count } rijen
    } “{ $name }”: welk soort stuk is dat?
inventory-column-ambiguous = Dit opschrift kan ook { inventory-field } zijn; de waarden en de andere kolommen gaven de doorslag.

## Verbeteringen

inventory-expected-fewer-rows = hoogstens { $max } rijen tegelijk
inventory-expected-filled-row = een gevulde rij onder de kolomkoppen
inventory-expected-row-of-a-thing = een rij die een onderdeel is, geen tussenkop, totaal of opmerking
inventory-has-no-cells = Deze lijst is ingelezen voordat cellen verbeterd konden worden. Stuur het bestand opnieuw.
inventory-expected-like-rows = rijen waarin dit veld dat zegt
inventory-expected-field = het veld waar het om gaat
inventory-expected-one-way-to-name-rows = één van: een cel; een veld en de positie van een rij; een veld en wat de rijen gemeen hebben
inventory-expected-cell = een cel zoals Blad1!E12
inventory-expected-cell-value = een tekst, een getal, ja of nee (true, false), of null

## Beslissen

inventory-progress-preparing = voorbereiden
inventory-progress-undoing = terugdraaien
inventory-was-cancelled = Deze inventaris werd geannuleerd voor hij gelezen was; er valt niets te aanvaarden.
inventory-is-undone = Deze inventaris werd teruggedraaid. Stuur het bestand opnieuw om opnieuw te beginnen.
inventory-is-not-applied = Deze inventaris werd niet aanvaard; er valt niets terug te draaien.
inventory-is-busy = Er is al iets bezig met deze inventaris. Bekijk de voortgang.
inventory-is-cancelled = Dit werd geannuleerd. Er is niets gewijzigd.
inventory-is-nearly-done = Dit wordt al op zijn plaats gezet en kan niet meer geannuleerd worden. Draai het nadien terug.
inventory-is-at-rest = Er is niets bezig met deze inventaris.
inventory-nothing-can-be-missing = Deze lijst noemt geen terrein of gebouw, en geen lijst met dezelfde naam werd eerder aanvaard: er kan niets op ontbreken.
inventory-touched-since = { $count ->
    [one] Eén paspoort werd sindsdien gewijzigd ({ $codes }); er is niets teruggedraaid.
   *[other] { $count } paspoorten werden sindsdien gewijzigd ({ $codes }); er is niets teruggedraaid.
}
inventory-errors-heading = waarom geweigerd
inventory-error = { $cell }: gevonden “{ $got }”, verwacht { $expected }.
inventory-error-missing = { $cell }: niets gevonden, verwacht { $expected }.
inventory-perhaps = Misschien “{ $proposal }”?

inventory-notice-no-headings = Boven de kolommen van blad { $sheet } staan geen koppen die we kennen. Wat ze zijn, werd uit de waarden afgeleid: kijk elke kolom na voor u de lijst aanvaardt.
inventory-notice-profile-alike = De kolommen van blad { $sheet } werden gelezen zoals het profiel “{ $name }” zegt, al zijn ze niet helemaal dezelfde. Het profiel kent deze niet: { $columns }.
inventory-expected-missing-passport = een paspoort dat op de lijst ontbreekt
inventory-expected-one-fate = behouden of afgesloten, niet allebei
inventory-wrong-cell = { $cell }: verwacht { $expected }; gevonden “{ $got }”
inventory-wrong-cell-empty = { $cell }: verwacht { $expected }; de cel is leeg
inventory-wrong-cells-more = { $count ->
    [one] … en nog één foute cel.
   *[other] … en nog { $count } foute cellen.
}
inventory-expected-asbestos = of er asbest in zit: asbestvrij, onbekend, verdacht of asbesthoudend
inventory-column-shared-out = Deze kolom verdeelt het aantal over plaatsen; het paspoort is van alle samen.
inventory-notice-shared-out = De aantallen van blad { $sheet } zijn verdeeld over { $columns }: er komt één paspoort per rij, dat zegt hoeveel er waar zijn. Wie er één per plaats wil, zet elke plaats op een rij van haar eigen.
