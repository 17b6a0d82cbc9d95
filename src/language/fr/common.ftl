## Réponses de l’API, et ce qui se dit partout

error-not-found = Introuvable.
error-unauthenticated = Connectez-vous ou envoyez une clé d’API, puis réessayez.
error-invalid = { $count ->
    [one] Une chose n’est pas correcte.
   *[other] { $count } choses ne sont pas correctes.
}
error-changed = Quelqu’un a modifié ceci depuis votre lecture. Relisez, puis modifiez.
error-unconditional = Dites quelle version vous modifiez : envoyez son ETag dans If-Match.
error-too-large = Trop grand : { $limit } au plus sont acceptés.
error-unsupported = Ce type de contenu n’est pas accepté ici ; envoyez { $expected }.
error-conflict-exists = Ceci existe déjà.
error-unavailable = Indisponible pour le moment. Réessayez plus tard.
error-internal = Quelque chose s’est mal passé de notre côté. C’est noté sous le numéro de cette demande.
error-method = Cette adresse n’accepte pas { $method }.
error-idempotency-unanswered = Une demande portant cette Idempotency-Key est encore en cours, ou a été interrompue. Patientez un peu et redemandez ; si rien n’y fait, vérifiez si elle a pris effet avant de l’envoyer avec une autre clé.
error-too-often = Trop de tentatives. Réessayez dans { $seconds } { $seconds ->
    [one] seconde
   *[other] secondes
}.

unreadable-json = La demande n’a pas pu être lue : à la ligne { $line }, caractère { $column }, se trouve autre chose que du JSON.
unreadable-json-end = La demande n’a pas pu être lue : son JSON s’interrompt.
unreadable-broken-off = La demande n’a pas pu être lue : elle a été interrompue en route.
unreadable-form = La demande n’a pas pu être lue : le formulaire est mal composé ({ $why }).
unreadable-parts = La demande n’a pas pu être lue : le formulaire a plus de { $max } parties.
unreadable-characters = La demande n’a pas pu être lue : elle n’est pas en UTF-8.
unreadable-cursor = La demande n’a pas pu être lue : ce curseur n’a pas été remis ici.
unreadable-otherwise = La demande n’a pas pu être lue : { $why }

expected-something = un texte qui n’est pas vide
expected-shorter = au plus { $max } caractères
expected-number-not-negative = un nombre de zéro ou plus
expected-number-between = un nombre de { $min } à { $max }
expected-decimals = au plus { $max } décimales
expected-one-of = l’un de : { $values }
expected-day = un jour tel que 2026-03-15
expected-url = une adresse web qui commence par https:// ou http://
expected-no-control-characters = un texte sans caractères de contrôle
expected-idempotency-key = de 1 à { $max } caractères ASCII visibles, par exemple un UUID
expected-new-idempotency-key = une autre clé : celle-ci a servi pour une demande au contenu différent
expected-otherwise = { $what }
expected-present = une valeur : ce champ manque
expected-once = ce champ une seule fois
expected-field-of = l’un des champs : { $names }
expected-no-field = aucun champ
expected-another-shape = une valeur sous l’une des formes que montre la description de l’API
expected-text = du texte
expected-number = un nombre
expected-smaller-number = un nombre plus petit
expected-larger-number = un nombre plus grand
expected-whole-number = un nombre entier
expected-whole-number-positive = un nombre entier à partir de 1
expected-whole-number-not-negative = un nombre entier de zéro ou plus
expected-whole-number-between = un nombre entier de { $min } à { $max }
expected-yes-or-no = true ou false
expected-list = une liste
expected-list-of = une liste de { $count }
expected-object = un objet avec des champs
expected-instant = un instant tel que 2026-03-15T09:00:00Z
expected-id = un identifiant (UUID)
expected-code = un code tel que 7K3M-9QXV-2
expected-category = une catégorie telle que DOOR ou DOOR.INT
expected-attribute = une caractéristique du catalogue
expected-photo-hash = le hachage d’une photo
expected-facet = une facette telle que category, width_mm ou attribute.coating
expected-criterion = { $patterns } ou l’un de : { $names }

unit-pcs = pcs
unit-m = m
unit-m2 = m²
unit-m3 = m³
unit-kg = kg
unit-t = t
unit-set = ens.
unit-pallet = palette

condition-1 = abîmé
condition-2 = mauvais
condition-3 = moyen
condition-4 = bon
condition-5 = comme neuf

## Days

format-day = { $day ->
    [1] 1er
   *[other] { $day }
} { $month ->
    [1] janvier
    [2] février
    [3] mars
    [4] avril
    [5] mai
    [6] juin
    [7] juillet
    [8] août
    [9] septembre
    [10] octobre
    [11] novembre
   *[12] décembre
} { $year }
