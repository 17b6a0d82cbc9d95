# What a column may be, by the names of the fields.

inventory-field = { $field ->
    [external_id] numéro
    [name] désignation
    [description] description
    [category] catégorie
    [classification] classification
    [quantity] quantité
    [unit] unité
    [min_quantity] quantité minimale
    [length] longueur
    [width] largeur
    [height] hauteur
    [depth] profondeur
    [thickness] épaisseur
    [diameter] diamètre
    [dimensions] dimensions
    [area] surface
    [volume] volume
    [weight_total] poids total
    [weight_unit] poids unitaire
    [material] matériau
    [brand] marque
    [model] modèle
    [gtin] GTIN (EAN)
    [serial] numéro de série
    [colour] couleur
    [finish] finition
    [year_made] année de fabrication
    [condition_technical] état technique
    [condition_aesthetic] état esthétique
    [defects] défauts
    [building] bâtiment
    [floor] étage
    [room] local
    [location] emplacement
    [storage_location] lieu de stockage
    [connection] fixation
    [disassembly] démontabilité
    [dismantling_notes] conseils de dépose
    [reuse_potential] potentiel de réemploi
    [destination] filière
    [hazardous] dangereux
    [ewc_code] code déchet
    [available_from] disponible à partir du
    [available_until] disponible jusqu’au
    [price] prix
    [price_new] prix neuf
    [co2] CO₂
    [fire_rating] résistance au feu
    [u_value] valeur U
    [power] puissance
    [photo] photo
    [documents] documents
    [phase] phase
    [owner] propriétaire
    [asbestos] amiante
    [attest_number] numéro d’attestation
    [attest_date] date d’attestation
   *[remarks] remarques
}
