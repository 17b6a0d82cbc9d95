# What a column may be, by the names of the fields.

inventory-field = { $field ->
    [external_id] Nummer
    [name] Bezeichnung
    [description] Beschreibung
    [category] Kategorie
    [classification] Klassifikation
    [quantity] Menge
    [unit] Einheit
    [min_quantity] Mindestmenge
    [length] Länge
    [width] Breite
    [height] Höhe
    [depth] Tiefe
    [thickness] Dicke
    [diameter] Durchmesser
    [dimensions] Abmessungen
    [area] Fläche
    [volume] Volumen
    [weight_total] Gesamtgewicht
    [weight_unit] Stückgewicht
    [material] Material
    [brand] Hersteller
    [model] Modell
    [gtin] GTIN (EAN)
    [serial] Seriennummer
    [colour] Farbe
    [finish] Oberfläche
    [year_made] Baujahr
    [condition_technical] technischer Zustand
    [condition_aesthetic] ästhetischer Zustand
    [defects] Mängel
    [building] Gebäude
    [floor] Geschoss
    [room] Raum
    [location] Ort
    [storage_location] Lagerort
    [connection] Befestigung
    [disassembly] Demontierbarkeit
    [dismantling_notes] Ausbauhinweise
    [reuse_potential] Wiederverwendbarkeit
    [destination] Verwertungsweg
    [hazardous] Schadstoffe
    [ewc_code] Abfallschlüssel
    [available_from] verfügbar ab
    [available_until] verfügbar bis
    [price] Preis
    [price_new] Neupreis
    [co2] CO₂
    [fire_rating] Feuerwiderstand
    [u_value] U-Wert
    [power] Leistung
    [photo] Foto
    [documents] Dokumente
    [phase] Phase
    [owner] Eigentümer
    [asbestos] Asbest
    [attest_number] Nummer des Nachweises
    [attest_date] Datum des Nachweises
   *[remarks] Bemerkungen
}
