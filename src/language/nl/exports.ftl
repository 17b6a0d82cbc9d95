### Lijsten die uitgaan

export-sheet-list = Paspoorten
export-sheet-explanation = Uitleg
export-explanation-column = Kolom
export-explanation-content = Wat erin hoort
export-explanation-choices = Keuzes
export-code = Code
export-unit = Eenheid
export-quantity-approximate = Hoeveelheid bij benadering
export-quantity-max = Hoeveelheid, bovengrens
export-mass-estimated = Massa geschat
export-dismantled = Al gedemonteerd
export-attributes = Kenmerken
export-language = Taal
export-counted = { $count } paspoorten geschreven.
export-column-own = een opschrift van Circuler zelf
export-column-other = geen opschrift van Circuler; deze kolom wordt niet gelezen

## Wat in een kolom hoort

export-explains-code = De code van het paspoort. Laat leeg voor wat nog geen paspoort heeft, maar laat de kolom staan: ze zegt dat de lijst van Circuler is.
export-explains-name = Verplicht. Wat het is, in enkele woorden: binnendeur, eiken balk.
export-explains-text = Vrije tekst.
export-explains-quantity = Verplicht. Een getal, met hoogstens drie decimalen.
export-explains-number = Een getal in de eenheid die bij het opschrift staat, zonder de eenheid erbij.
export-explains-year = Een jaar zoals 1998.
export-explains-choice = Een van de keuzes, of leeg.
export-explains-category = Een categorie uit de keuzelijst; de code volstaat. Leeg zolang u het niet weet.
export-explains-day = Een dag zoals 2026-03-15 of 15/03/2026.
export-explains-price = Een prijs in euro per eenheid zonder btw, “{ $free }” of “{ $request }”.
export-explains-materials = Eén materiaal per regel, als u wilt met aandeel en herkomst: Eik; 80 %; hergebruikt.
export-explains-documents = Eén document per regel: de naam, een spatie en het webadres.
export-explains-hazards = Wat kan schaden, één per regel: loodverf, PCB, teer.
export-explains-attributes = Eén kenmerk per regel: het kenmerk, een dubbelepunt en de waarde. Welke er zijn, hangt af van de categorie.
export-explains-id = Het nummer dat Circuler aan deze locatie of dit gebouw gaf. Laat leeg als u bij het opladen zegt waar alles is.
export-expected-condition = een cijfer van 1 (beschadigd) tot 5 (als nieuw)
export-expected-attributes = op elke regel een kenmerk, een dubbelepunt en een waarde
export-expected-whole = een geheel getal

## Advies in een sloopopvolgingsplan

export-advice-reuse = Herbruikbaar: zonder schade demonteren en apart houden.
export-advice-hazard = Gevaarlijk: verwijderen vóór de sloop, door een bevoegd bedrijf, en apart afvoeren.
