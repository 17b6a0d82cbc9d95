## Een vraag in een zin, een meetstaat of uit een zoekopdracht

stating-distance-from-where = Vanwaar gerekend? Noem een plaats.
stating-distance-usual = geen afstand genoemd: tot { $km } km
stating-town-alone = { $town } opgevat als de plaats, tot { $km } km
stating-postcode = { $code } opgevat als de postcode van { $town }
stating-town-of-several = er zijn meer plaatsen met die naam; opgevat als { $town } ({ $where })
stating-day-by = opgevat als: ten laatste op { $day }
stating-year-next = geen jaar genoemd; opgevat als { $day }
stating-day-counted = gerekend vanaf vandaag: tot { $day }
stating-price-per-unit = Een vraag kent alleen een prijs per eenheid, geen budget voor alles samen.
stating-price-at-least = Een vraag kent geen minimumprijs.
stating-price-other-unit = een prijs per { $unit }, terwijl de hoeveelheid in { $counted } geteld wordt
stating-price-assumed-per = opgevat als prijs per { $unit }
stating-price-assumed-unit = opgevat als prijs per eenheid
stating-price-at-most = opgevat als hoogste prijs
stating-condition-new = alles hier is al eens gekocht; opgevat als: zo goed als nieuw
stating-quantity-pieces = opgevat als een aantal stuks
stating-quantity-range = gevraagd wordt minstens { $min }; de bovengrens { $max } telt niet mee
stating-quantity-about = opgevat als: minstens { $value }
stating-quantity-at-most = Een vraag kent geen hoogste hoeveelheid.
stating-several-lots-of-what = Zeg ook hoeveel u in totaal nodig hebt.
stating-size-of-what = Welke maat is dit: lengte, breedte, hoogte, dikte?
stating-size-about = ongeveer: { $by } mm meer of minder mag ook
stating-said-twice = Dit staat er al eens.
stating-kind-without = zonder “{ $word }”
stating-kind-fire = deuren met een brandweerstand staan vaak bij de brandwerende deuren; ook daar wordt gezocht
stating-kind-assumed = opgevat als: { $kind }
stating-another-need = Dit lijkt een tweede vraag, naar { $kind }. Stel ze in een zin apart, of stuur een lijst.
stating-not-what = Wat mag het niet zijn?
stating-left-beginnings = Een zoekopdracht vindt ook halve woorden en tikfouten; een vraag alleen hele woorden, in elke vorm.
stating-left-any-of = Een vraag kan hier niet uit meerdere waarden laten kiezen.
stating-left-unknown = Een vraag kent dit criterium niet.
stating-left-price-min = Een vraag kent geen minimumprijs.
stating-left-map = Een vraag kent cirkels rond een plaats, geen kaartvak.
stating-left-proven = Een vraag neemt ook wat asbestvrij verklaard is, niet enkel wat bewezen is.
stating-expected-one-search = een query of saved_search_id, niet allebei
stating-bill-too-long = hoogstens { $max } regels
stating-bill-without-lines = minstens één regel die een vraag kan worden
stating-bill-line = een regel die een vraag kan worden
stating-size-assumed = opgevat als: { $size ->
    [length] lengte
    [width] breedte
    [height] hoogte
    [depth] diepte
    [thickness] dikte
   *[diameter] diameter
}

stating-size-order = opgevat als: { $size ->
    [length] lengte, omdat de handel ze in deze volgorde geeft
    [width] breedte, omdat de handel ze in deze volgorde geeft
    [height] hoogte, omdat de handel ze in deze volgorde geeft
    [depth] diepte, omdat de handel ze in deze volgorde geeft
    [thickness] dikte, omdat de handel ze in deze volgorde geeft
   *[diameter] diameter, omdat de handel ze in deze volgorde geeft
}
