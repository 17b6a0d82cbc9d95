## inventories

## What a list is taken for, and what becomes of it

inventory-column-known = Cet en-tête a ce sens.
inventory-column-like = L’en-tête ressemble à « { $word } ».
inventory-column-letter = La lettre, à côté des autres dimensions.
inventory-column-values = Les valeurs le révèlent.
inventory-column-taken = La colonne « { $header } » est déjà { $field }.
inventory-column-unknown = Cet en-tête n’est pas connu.
inventory-column-no-heading = Cette colonne n’a pas d’en-tête.

inventory-notice-column-left-out = La colonne « { $header } » de la feuille { $sheet } est laissée de côté : une autre colonne dit la même chose.
inventory-notice-cells-lost = { $count ->
    [one] Sur la feuille { $sheet }, une cellule n’a pas été lue.
   *[other] Sur la feuille { $sheet }, { $count } cellules n’ont pas été lues.
}
inventory-notice-summary-left-out = La feuille { $sheet } est laissée de côté : elle récapitule les autres.
inventory-unreadable-no-headings = Ce fichier ne contient pas de liste : aucun en-tête de colonne tel que désignation et quantité. Placez-les au-dessus des colonnes et renvoyez-le.
inventory-not-read-yet = Cet inventaire est encore en cours de lecture. Réessayez dans un instant.
inventory-is-unreadable = Cet inventaire n’a pas pu être lu ; il n’y a rien à reprendre.
inventory-is-applied = Cet inventaire est déjà repris.
inventory-has-rejected = { $count ->
    [one] Une ligne est refusée ; rien n’a été repris.
   *[other] { $count } lignes sont refusées ; rien n’a été repris.
}
inventory-expected-file = un fichier, XLSX ou CSV
inventory-expected-id = un identifiant (UUID)
inventory-expected-place = un de vos lieux
inventory-expected-value = une valeur, pas une erreur de formule
inventory-expected-name = une désignation
inventory-expected-other-number = un numéro qui ne figure pas déjà en { $cell }
inventory-expected-gtin = un GTIN (EAN) dont le chiffre de contrôle est juste
inventory-expected-category = une catégorie du catalogue
inventory-expected-same-unit = la même unité que pour la quantité : { $unit }
inventory-expected-price-per = un prix par { $unit }
inventory-no-organisation = Il n’y a pas d’organisation nommée { $name }.
inventory-counts = { $rows } lignes : { $created } nouvelles, { $changed } modifiées, { $unchanged } inchangées, { $rejected } refusées, { $dropped } écartées.
inventory-progress-reading = lecture
inventory-progress-checking = contrôle
inventory-progress-applying = enregistrement
