## inventories

## What a list is taken for, and what becomes of it

inventory-column-known = Deze kop betekent dit.
inventory-column-like = De kop lijkt op “{ $word }”.
inventory-column-letter = De letter, naast de andere maten.
inventory-column-values = De waarden verraden het.
inventory-column-taken = Kolom “{ $header }” is al { $field }.
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
inventory-expected-file = een bestand, XLSX of CSV
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
