### Listes qui sortent

export-sheet-list = Passeports
export-sheet-explanation = Explications
export-explanation-column = Colonne
export-explanation-content = Ce qu’on y met
export-explanation-choices = Choix
export-code = Code
export-unit = Unité
export-quantity-approximate = Quantité approximative
export-quantity-max = Quantité, limite supérieure
export-mass-estimated = Masse estimée
export-dismantled = Déjà démonté
export-attributes = Caractéristiques
export-language = Langue
export-counted = { $count } passeports écrits.
export-column-own = un intitulé de Circuler même
export-column-other = pas un intitulé de Circuler ; cette colonne n’est pas lue

## Ce qu’on met dans une colonne

export-explains-code = Le code du passeport. Laissez vide ce qui n’en a pas encore, mais gardez la colonne : elle dit que la liste est de Circuler.
export-explains-name = Obligatoire. Ce que c’est, en quelques mots : porte intérieure, poutre en chêne.
export-explains-text = Texte libre.
export-explains-quantity = Obligatoire. Un nombre, avec trois décimales au plus.
export-explains-number = Un nombre dans l’unité indiquée par l’intitulé, sans l’unité.
export-explains-year = Une année telle que 1998.
export-explains-choice = Un des choix, ou rien.
export-explains-category = Une catégorie de la liste ; le code suffit. Vide tant que vous ne savez pas.
export-explains-day = Une date telle que 2026-03-15 ou 15/03/2026.
export-explains-price = Un prix en euros par unité, hors TVA, « { $free } » ou « { $request } ».
export-explains-materials = Un matériau par ligne, avec sa part et son origine si vous voulez : Chêne; 80 %; réemployé.
export-explains-documents = Un document par ligne : le nom, une espace et l’adresse web.
export-explains-hazards = Ce qui peut nuire, un par ligne : peinture au plomb, PCB, goudron.
export-explains-attributes = Une caractéristique par ligne : son nom, un deux-points et la valeur. Elles dépendent de la catégorie.
export-explains-id = Le numéro que Circuler a donné à ce site ou à ce bâtiment. Laissez vide si vous dites lors de l’envoi où tout se trouve.
export-expected-condition = un chiffre de 1 (endommagé) à 5 (comme neuf)
export-expected-attributes = sur chaque ligne une caractéristique, un deux-points et une valeur
export-expected-whole = un nombre entier

## Conseil dans un plan de suivi de démolition

export-advice-reuse = Réemployable : démonter sans dommage et garder à part.
export-advice-hazard = Dangereux : à enlever avant la démolition, par une entreprise agréée, et à évacuer à part.
