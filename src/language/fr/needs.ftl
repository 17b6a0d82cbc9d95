## Les demandes, et pourquoi quelque chose y répond

need-expected-criterion = au moins un critère
need-expected-range = une limite inférieure, une limite supérieure ou les deux, l’inférieure d’abord
need-expected-window = un jour qui n’est pas avant le { $from }
need-expected-fewer = au plus { $max } éléments
need-expected-word = quelque chose qui contient une lettre ou un chiffre

need-closed = Cette demande est clôturée. Créez-en une nouvelle.
need-too-many = Une organisation peut avoir au plus { $max } demandes ouvertes. Clôturez-en d’abord quelques-unes.

# « 930 mm de large, vous avez demandé 900 mm ± 50 »
need-reason-asked = { $fact }, { $asked }
need-asked-about = vous avez demandé { $value } ± { $tolerance }
need-asked-exactly = vous avez demandé exactement { $value }
need-asked-between = vous avez demandé de { $min } à { $max }
need-asked-least = vous avez demandé au moins { $value }
need-asked-most = vous avez demandé au plus { $value }
need-size-length = { $value } de long
need-size-width = { $value } de large
need-size-height = { $value } de haut
need-size-depth = { $value } de profondeur
need-size-thickness = { $value } d’épaisseur
need-size-diameter = { $value } de diamètre

need-reason-category = catégorie : { $category }
need-reason-words = contient « { $words } »
need-reason-attribute = { $name } : { $value }
need-reason-part = { $amount }, une partie des { $asked } que vous avez demandés
need-reason-condition = état : { $condition }, vous avez demandé au moins : { $asked }
need-reason-price-unknown = prix non indiqué
need-reason-distance = à { $km } km
need-reason-very-near = à moins de 1 km
need-reason-window = disponible du { $from } au { $until }
need-reason-window-from = disponible à partir du { $from }
need-reason-window-until = disponible jusqu’au { $until }
need-reason-window-open = disponible, sans dates indiquées
need-reason-material = en { $name }
need-reason-documents = { $count ->
    [one] accompagné d’un document
   *[other] accompagné de { $count } documents
}

need-reason-declarations = accompagné de : { $names }
need-reason-asbestos-free-proven = absence d’amiante prouvée
need-reason-asbestos-free-declared = déclaré sans amiante
need-reason-holder = proposé par : { $kind }
need-reason-missed = pas tout à fait : { $miss }
need-asked-free = vous avez demandé du gratuit

need-holder-owner = propriétaire
need-holder-demolition-contractor = entreprise de démolition
need-holder-reseller = revendeur
need-holder-builder = entreprise de construction
need-holder-architect = architecte
need-holder-park-manager = gestionnaire de parc
need-holder-public-body = organisme public

need-declaration-ce = marquage CE
need-declaration-dop = déclaration des performances
need-declaration-epd = déclaration environnementale de produit
need-declaration-asbestos-attest = attestation de l’inventaire amiante

## Pourquoi quelque chose ne répond pas à la demande

need-miss-category = autre catégorie : { $category }
need-miss-category-unknown = catégorie non indiquée
need-miss-words = ne contient pas « { $words } »
need-miss-words-excluded = contient « { $words } »
need-miss-size-unknown = { $size } : sans indication
need-miss-attribute = { $told }, ce n’est pas ce que vous avez demandé
need-miss-attribute-unknown = { $name } non indiqué
need-miss-condition-unknown = état non indiqué
need-miss-distance = à { $km } km, au-delà des { $radius } km que vous avez demandés
need-miss-place-unknown = lieu non indiqué
need-miss-material = pas en { $names }
need-miss-material-excluded = contient { $name }
need-miss-asbestos = contient de l’amiante, ou peut-être
need-miss-asbestos-unknown = non déclaré sans amiante
need-miss-hazardous = classé dangereux
need-miss-hazard-other = contient quelque chose qui peut nuire
need-miss-documents = sans document
need-miss-declaration = sans : { $name }
need-miss-holder = proposé par un autre type d’organisation

need-expected-asked = un des critères donnés : { $values }
need-expected-must = au moins un critère qui doit être rempli
need-too-many-mutes = Vous pouvez masquer au plus { $max } éléments. Réaffichez-en d’abord quelques-uns.
