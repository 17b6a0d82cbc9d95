# What a column may be, by the names of the fields.

inventory-field = { $field ->
    [external_id] nummer
    [name] benaming
    [description] omschrijving
    [category] categorie
    [classification] classificatie
    [quantity] hoeveelheid
    [unit] eenheid
    [min_quantity] minimumafname
    [length] lengte
    [width] breedte
    [height] hoogte
    [depth] diepte
    [thickness] dikte
    [diameter] diameter
    [dimensions] afmetingen
    [area] oppervlakte
    [volume] volume
    [weight_total] totaal gewicht
    [weight_unit] gewicht per stuk
    [material] materiaal
    [brand] merk
    [model] model
    [gtin] GTIN (EAN)
    [serial] serienummer
    [colour] kleur
    [finish] afwerking
    [year_made] bouwjaar
    [condition_technical] technische staat
    [condition_aesthetic] esthetische staat
    [defects] gebreken
    [building] gebouw
    [floor] verdieping
    [room] lokaal
    [location] plaats
    [storage_location] opslagplaats
    [connection] bevestiging
    [disassembly] losmaakbaarheid
    [dismantling_notes] demontageadvies
    [reuse_potential] hergebruikpotentieel
    [destination] bestemming
    [hazardous] gevaarlijk
    [ewc_code] afvalcode
    [available_from] beschikbaar vanaf
    [available_until] beschikbaar tot
    [price] prijs
    [price_new] nieuwprijs
    [co2] CO₂
    [fire_rating] brandweerstand
    [u_value] U-waarde
    [power] vermogen
    [photo] foto
    [documents] documenten
    [phase] fase
    [owner] eigenaar
    [asbestos] asbest
    [attest_number] attestnummer
    [attest_date] attestdatum
   *[remarks] opmerkingen
}
