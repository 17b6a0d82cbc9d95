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
