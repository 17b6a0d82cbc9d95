## Une demande en une phrase, un métré ou à partir d’une recherche

stating-distance-from-where = À partir d’où ? Nommez un lieu.
stating-distance-usual = aucune distance indiquée : jusqu’à { $km } km
stating-town-alone = { $town } pris pour le lieu, jusqu’à { $km } km
stating-postcode = { $code } pris pour le code postal de { $town }
stating-town-of-several = plusieurs lieux portent ce nom ; compris comme { $town } ({ $where })
stating-day-by = compris comme : au plus tard le { $day }
stating-year-next = aucune année indiquée ; compris comme { $day }
stating-day-counted = compté à partir d’aujourd’hui : jusqu’au { $day }
stating-price-per-unit = Une demande ne connaît qu’un prix par unité, pas un budget global.
stating-price-at-least = Une demande ne connaît pas de prix minimum.
stating-price-other-unit = un prix par { $unit }, alors que la quantité est comptée en { $counted }
stating-price-assumed-per = compris comme prix par { $unit }
stating-price-assumed-unit = compris comme prix par unité
stating-price-at-most = compris comme prix maximum
stating-condition-new = tout ici a déjà été acheté ; compris comme : comme neuf
stating-quantity-pieces = compris comme un nombre de pièces
stating-quantity-range = au moins { $min } est demandé ; la limite de { $max } ne compte pas
stating-quantity-about = compris comme : au moins { $value }
stating-quantity-at-most = Une demande ne connaît pas de quantité maximale.
stating-several-lots-of-what = Dites aussi combien il vous en faut au total.
stating-size-of-what = De quelle dimension s’agit-il : longueur, largeur, hauteur, épaisseur ?
stating-size-about = environ : { $by } mm de plus ou de moins conviennent aussi
stating-said-twice = Ceci est déjà indiqué.
stating-kind-without = sans « { $word } »
stating-kind-fire = les portes résistant au feu figurent souvent parmi les portes coupe-feu ; on y cherche aussi
stating-kind-assumed = compris comme : { $kind }
stating-another-need = Ceci ressemble à une deuxième demande : { $kind }. Formulez-la dans une phrase à part, ou envoyez une liste.
stating-not-what = Que faut-il exclure ?
stating-left-beginnings = Une recherche trouve aussi les débuts de mots et les fautes de frappe ; une demande seulement les mots entiers, sous toutes leurs formes.
stating-left-any-of = Une demande ne peut pas laisser le choix entre plusieurs valeurs ici.
stating-left-unknown = Une demande ne connaît pas ce critère.
stating-left-price-min = Une demande ne connaît pas de prix minimum.
stating-left-map = Une demande connaît des cercles autour d’un lieu, pas un rectangle de carte.
stating-left-proven = Une demande accepte aussi ce qui est déclaré sans amiante, pas seulement ce qui est prouvé.
stating-expected-one-search = une query ou un saved_search_id, pas les deux
stating-bill-too-long = au plus { $max } lignes
stating-bill-without-lines = au moins une ligne qui peut devenir une demande
stating-bill-line = une ligne qui peut devenir une demande
stating-size-assumed = compris comme : { $size ->
    [length] longueur
    [width] largeur
    [height] hauteur
    [depth] profondeur
    [thickness] épaisseur
   *[diameter] diamètre
}

stating-size-order = compris comme : { $size ->
    [length] longueur, dans l’ordre habituel du métier
    [width] largeur, dans l’ordre habituel du métier
    [height] hauteur, dans l’ordre habituel du métier
    [depth] profondeur, dans l’ordre habituel du métier
    [thickness] épaisseur, dans l’ordre habituel du métier
   *[diameter] diamètre, dans l’ordre habituel du métier
}
