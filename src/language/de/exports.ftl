### Listen nach außen

export-sheet-list = Pässe
export-sheet-explanation = Erläuterung
export-explanation-column = Spalte
export-explanation-content = Was hineingehört
export-explanation-choices = Auswahl
export-code = Code
export-unit = Einheit
export-quantity-approximate = Menge ungefähr
export-quantity-max = Menge, Obergrenze
export-mass-estimated = Masse geschätzt
export-dismantled = Schon ausgebaut
export-attributes = Merkmale
export-language = Sprache
export-counted = { $count } Pässe geschrieben.
export-column-own = eine Überschrift von Circuler selbst
export-column-other = keine Überschrift von Circuler; diese Spalte wird nicht gelesen

## Was in eine Spalte gehört

export-explains-code = Der Code des Passes. Leer für alles, was noch keinen hat; die Spalte aber stehen lassen: Sie sagt, dass die Liste von Circuler ist.
export-explains-name = Pflicht. Was es ist, in wenigen Worten: Innentür, Eichenbalken.
export-explains-text = Freier Text.
export-explains-quantity = Pflicht. Eine Zahl mit höchstens drei Nachkommastellen.
export-explains-number = Eine Zahl in der Einheit neben der Überschrift, ohne die Einheit.
export-explains-year = Ein Jahr wie 1998.
export-explains-choice = Eines aus der Auswahl, oder nichts.
export-explains-category = Eine Kategorie aus der Auswahlliste; der Code genügt. Leer, solange Sie es nicht wissen.
export-explains-day = Ein Tag wie 2026-03-15 oder 15.03.2026.
export-explains-price = Ein Preis in Euro pro Einheit ohne MwSt., „{ $free }“ oder „{ $request }“.
export-explains-materials = Ein Material pro Zeile, auf Wunsch mit Anteil und Herkunft: Eiche; 80 %; wiederverwendet.
export-explains-documents = Ein Dokument pro Zeile: der Name, ein Leerzeichen und die Webadresse.
export-explains-hazards = Was schaden kann, eines pro Zeile: Bleifarbe, PCB, Teer.
export-explains-attributes = Ein Merkmal pro Zeile: sein Name, ein Doppelpunkt und der Wert. Welche es gibt, hängt von der Kategorie ab.
export-explains-id = Die Nummer, die Circuler diesem Standort oder Gebäude gab. Leer, wenn Sie beim Hochladen sagen, wo alles ist.
export-expected-condition = eine Ziffer von 1 (beschädigt) bis 5 (wie neu)
export-expected-attributes = in jeder Zeile ein Merkmal, ein Doppelpunkt und ein Wert
export-expected-whole = eine ganze Zahl

## Rat in einem Rückbauplan

export-advice-reuse = Wiederverwendbar: unbeschädigt ausbauen und getrennt halten.
export-advice-hazard = Gefährlich: vor dem Abbruch durch einen zugelassenen Betrieb ausbauen und getrennt entsorgen.
