## inventories

## Lire un fichier

inventory-unreadable-empty = Ce fichier ne contient rien.
inventory-unreadable-web-page = Ce fichier est une page web, quoi qu’en dise son nom. Ouvrez-le dans Excel ou LibreOffice, enregistrez-le comme classeur Excel (.xlsx) et envoyez celui-ci.
inventory-unreadable-xml-spreadsheet = Ce fichier est une feuille de calcul XML d’Excel 2003, quoi qu’en dise son nom. Ouvrez-le dans Excel ou LibreOffice, enregistrez-le comme classeur Excel (.xlsx) et envoyez celui-ci.
inventory-unreadable-unsupported = Ce fichier est du type { $kind }, qui n’est pas lu ici. Enregistrez-le comme classeur Excel (.xlsx) ou en CSV et envoyez celui-ci.
inventory-unreadable-unknown = Ce n’est pas un tableur. Envoyez un classeur Excel (.xlsx) ou un fichier CSV.
inventory-unreadable-encrypted = Ce classeur est protégé par un mot de passe. Enregistrez-le sans mot de passe et envoyez celui-ci.
inventory-unreadable-cut-off = La fin de ce fichier manque : il n’est pas arrivé en entier. Renvoyez-le ; si cela ne suffit pas, téléchargez-le de nouveau là où vous l’avez obtenu.
inventory-unreadable-damaged = Ce fichier est endommagé. Ouvrez-le dans Excel ou LibreOffice, enregistrez-le sous un autre nom et envoyez celui-ci.
inventory-unreadable-open-quote = À la ligne { $row }, un guillemet ouvre un texte qui ne se termine jamais. Supprimez-le ou fermez-le, puis renvoyez le fichier.
inventory-unreadable-too-many-rows = Ce fichier compte plus de { $max } lignes. Envoyez-le en plusieurs parties.
inventory-unreadable-too-many-cells = Ce fichier compte plus de { $max } cellules remplies. Envoyez-le en plusieurs parties.
inventory-unreadable-too-large = Décompressé, ce fichier est plus grand que ce qui est lu ici. Envoyez seulement les feuilles de l’inventaire, au besoin en plusieurs parties.
inventory-unreadable-too-much-memory = La lecture de ce fichier demande trop de mémoire. Envoyez seulement les feuilles de l’inventaire, au besoin en plusieurs parties.
inventory-unreadable-too-slow = La lecture de ce fichier prend plus de { $seconds } secondes. Envoyez-le en plusieurs parties.

## Ce qu’une cellule aurait dû dire

inventory-expected-quantity = une quantité telle que 12, 38,5 ou 8 à 10
inventory-expected-number = un nombre tel que 12 ou 38,5
inventory-expected-price = un prix en euros tel que 45,00 €, « gratuit » ou « sur demande »
inventory-expected-price-in-euro = un prix en euros ; les autres monnaies ne sont pas converties
inventory-expected-price-without-vat = un prix hors TVA
inventory-expected-price-cents = un prix avec deux décimales au plus
inventory-expected-price-not-negative = un prix nul ou positif
inventory-expected-day = une date telle que 15/03/2026 (jour, mois, année)
inventory-expected-existing-day = une date qui existe, écrite jour, mois, année
inventory-expected-year = une année telle que 1998
inventory-expected-sizes = des dimensions telles que 930 x 2115 x 40 mm ou H 2700 x l 950 mm
inventory-expected-one-size = les dimensions d’un seul élément
inventory-expected-length = une longueur telle que 2,40 m ou 93 cm
inventory-expected-length-unit = une longueur avec son unité : mm, cm ou m
inventory-expected-length-plausible = une longueur supérieure à zéro et de { $max } m au plus
inventory-expected-mass = une masse telle que 46 kg ou 1,2 t
inventory-expected-waste-code = un code déchet de six chiffres tel que 17 06 05*
inventory-expected-condition = un état tel que bon, moyen ou mauvais
inventory-expected-yes-no = oui ou non
inventory-expected-unit = une unité telle que pce, m, m², m³, kg, t ou ens.

## What a list is taken for, and what becomes of it

inventory-column-known = Cet en-tête a ce sens.
inventory-column-like = L’en-tête ressemble à « { $word } ».
inventory-column-letter = La lettre, à côté des autres dimensions.
inventory-column-values = Les valeurs le révèlent.
inventory-column-taken = La colonne « { $header } » est déjà { inventory-field }.
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
inventory-expected-file = un fichier : XLSX, XLS, ODS ou CSV
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

inventory-column-profile = C’est ce que dit le profil « { $name } ».
inventory-notice-profile = Les colonnes de la feuille { $sheet } ont été lues selon le profil « { $name } ».
inventory-notice-hidden-rows = { $count ->
    [one] Une ligne masquée de la feuille { $sheet } est laissée de côté.
   *[other] { $count } lignes masquées de la feuille { $sheet } sont laissées de côté.
}
inventory-notice-hidden-columns = Des colonnes masquées de la feuille { $sheet } sont laissées de côté : { $columns }.
inventory-notice-length-unit-assumed = Rien ne dit sur la feuille { $sheet } dans quelle unité sont les dimensions. Elles ont été lues en { $unit }, la seule unité plausible pour de tels éléments.
inventory-notice-marks-assumed = Rien ne dit si 1 ou la note la plus haute est la meilleure dans la colonne « { $header } » de la feuille { $sheet }. Les notes ont été lues comme dans NEN 2767 : 1 est la meilleure.
inventory-not-offered-stays = un élément qui se libère : ce qui reste en place n’est pas offert
inventory-not-offered-new = un élément qui se libère : ce qui doit encore être posé n’est pas offert
inventory-expected-asbestos-declaration = une déclaration d’absence d’amiante (numéro et date de l’attestation), car ce genre d’élément d’avant 2001 peut en contenir ; d’ici là il est enregistré sans être offert
inventory-expected-column = une colonne d’une feuille de cette liste, comme E
inventory-expected-one-column = chaque colonne et chaque champ une seule fois par feuille
inventory-expected-translated-field = un champ dont les mots sont traduits : un état, une unité, oui ou non
inventory-expected-question = une question posée au sujet de cette liste
inventory-question =
    { $count ->
        [one] 1 ligne
       *[other] { $count } lignes
    } « { $name } » → { $category } ?
inventory-question-open =
    { $count ->
        [one] 1 ligne
       *[other] { $count } lignes
    } « { $name } » : de quel genre d’élément s’agit-il ?
inventory-column-ambiguous = Cet intitulé peut aussi être { inventory-field } ; les valeurs et les autres colonnes ont tranché.

## Corrections

inventory-expected-fewer-rows = au plus { $max } lignes à la fois
inventory-expected-filled-row = une ligne remplie sous les en-têtes
inventory-expected-row-of-a-thing = une ligne qui est un élément, pas un titre de section, un total ou une remarque
inventory-has-no-cells = Cette liste a été lue avant que les cellules puissent être corrigées. Renvoyez le fichier.
inventory-expected-like-rows = des lignes où ce champ dit cela
inventory-expected-field = le champ concerné
inventory-expected-one-way-to-name-rows = au choix : une cellule ; un champ et la position d’une ligne ; un champ et ce que les lignes ont en commun
inventory-expected-cell = une cellule comme Feuil1!E12
inventory-expected-cell-value = un texte, un nombre, oui ou non (true, false), ou null

## Décider

inventory-progress-preparing = préparation
inventory-progress-undoing = annulation
inventory-was-cancelled = Cet inventaire a été annulé avant d’être lu ; il n’y a rien à accepter.
inventory-is-undone = Cet inventaire a été défait. Renvoyez le fichier pour recommencer.
inventory-is-not-applied = Cet inventaire n’a pas été accepté ; il n’y a rien à défaire.
inventory-is-busy = Une opération est déjà en cours sur cet inventaire. Consultez son avancement.
inventory-is-cancelled = Ceci a été annulé. Rien n’a été modifié.
inventory-is-nearly-done = La mise en place est déjà en cours et ne peut plus être annulée. Défaites-la ensuite.
inventory-is-at-rest = Rien n’est en cours sur cet inventaire.
inventory-nothing-can-be-missing = Cette liste ne nomme ni site ni bâtiment, et aucune liste du même nom n’a été acceptée auparavant : rien ne peut y manquer.
inventory-touched-since = { $count ->
    [one] Un passeport a été modifié depuis ({ $codes }) ; rien n’a été défait.
   *[other] { $count } passeports ont été modifiés depuis ({ $codes }) ; rien n’a été défait.
}
inventory-errors-heading = motif du rejet
inventory-error = { $cell } : trouvé « { $got } », attendu { $expected }.
inventory-error-missing = { $cell } : rien trouvé, attendu { $expected }.
inventory-perhaps = Peut-être « { $proposal } » ?

inventory-notice-no-headings = Au-dessus des colonnes de la feuille { $sheet } ne figure aucun en-tête connu. Leur sens a été déduit des valeurs : vérifiez chaque colonne avant d’accepter la liste.
inventory-notice-profile-alike = Les colonnes de la feuille { $sheet } ont été lues selon le profil « { $name } », bien qu’elles ne soient pas tout à fait les mêmes. Le profil ne connaît pas celles-ci : { $columns }.
inventory-expected-missing-passport = un passeport qui manque dans la liste
inventory-expected-one-fate = conserver ou clôturer, pas les deux
inventory-wrong-cell = { $cell } : attendu { $expected } ; trouvé « { $got } »
inventory-wrong-cell-empty = { $cell } : attendu { $expected } ; la cellule est vide
inventory-wrong-cells-more = { $count ->
    [one] … et encore une cellule erronée.
   *[other] … et encore { $count } cellules erronées.
}
inventory-expected-asbestos = la présence d’amiante : sans amiante, inconnu, suspecté ou amianté
inventory-column-shared-out = Cette colonne répartit la quantité entre des lieux ; le passeport porte sur l’ensemble.
inventory-notice-shared-out = Les quantités de la feuille { $sheet } sont réparties sur { $columns } : chaque ligne devient un seul passeport, qui dit combien il y en a à quel endroit. Pour un passeport par endroit, mettez chaque endroit sur une ligne à part.
