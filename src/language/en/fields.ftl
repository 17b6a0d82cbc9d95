# What a column may be, by the names of the fields.

inventory-field = { $field ->
    [external_id] number
    [name] name
    [description] description
    [category] category
    [classification] classification
    [quantity] quantity
    [unit] unit
    [min_quantity] minimum quantity
    [length] length
    [width] width
    [height] height
    [depth] depth
    [thickness] thickness
    [diameter] diameter
    [dimensions] dimensions
    [area] area
    [volume] volume
    [weight_total] total weight
    [weight_unit] weight per unit
    [material] material
    [brand] brand
    [model] model
    [gtin] GTIN (EAN)
    [serial] serial number
    [colour] colour
    [finish] finish
    [year_made] year of make
    [condition_technical] technical condition
    [condition_aesthetic] aesthetic condition
    [defects] defects
    [building] building
    [floor] floor
    [room] room
    [location] location
    [storage_location] storage location
    [connection] fixing
    [disassembly] ease of dismantling
    [dismantling_notes] dismantling advice
    [reuse_potential] reuse potential
    [destination] destination
    [hazardous] hazardous
    [ewc_code] waste code
    [available_from] available from
    [available_until] available until
    [price] price
    [price_new] price when new
    [co2] CO₂
    [fire_rating] fire rating
    [u_value] U-value
    [power] power
    [photo] photo
    [documents] documents
    [phase] phase
    [owner] owner
    [asbestos] asbestos
    [attest_number] certificate number
    [attest_date] certificate date
   *[remarks] remarks
}
