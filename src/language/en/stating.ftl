## A need in a sentence, a bill of quantities or from a search

stating-distance-from-where = From where? Name a town.
stating-distance-usual = no distance given: up to { $km } km
stating-town-alone = { $town } taken for the place, up to { $km } km
stating-postcode = { $code } taken for the postcode of { $town }
stating-town-of-several = several towns bear this name; taken for { $town } ({ $where })
stating-day-by = taken to mean: no later than { $day }
stating-year-next = no year given; taken for { $day }
stating-day-counted = counted from today: until { $day }
stating-price-per-unit = A need knows a price per unit only, no budget for all of it.
stating-price-at-least = A need knows no lowest price.
stating-price-other-unit = a price per { $unit }, while the quantity is counted in { $counted }
stating-price-assumed-per = taken for the price per { $unit }
stating-price-assumed-unit = taken for the price per unit
stating-price-at-most = taken for the highest price
stating-condition-new = everything here was bought before; taken for: like new
stating-quantity-pieces = taken for a number of pieces
stating-quantity-range = at least { $min } is asked for; the upper end { $max } does not count
stating-quantity-about = taken to mean: at least { $value }
stating-quantity-at-most = A need knows no highest quantity.
stating-several-lots-of-what = Say how much you need in all, too.
stating-size-of-what = Which size is this: length, width, height, thickness?
stating-size-about = about: { $by } mm more or less will do too
stating-said-twice = This was said before.
stating-kind-without = without “{ $word }”
stating-kind-fire = doors with a fire rating are often kept as fire doors; those are looked through too
stating-kind-assumed = taken for: { $kind }
stating-another-need = This looks like a second need: { $kind }. State it in a sentence of its own, or send a list.
stating-not-what = What must it not be?
stating-left-beginnings = A search also finds beginnings of words and typos; a need only whole words, in any form.
stating-left-any-of = A need cannot leave a choice of several values here.
stating-left-unknown = A need does not know this criterion.
stating-left-price-min = A need knows no lowest price.
stating-left-map = A need knows circles around a place, no piece of a map.
stating-left-proven = A need also takes what is declared free of asbestos, not only what is proven.
stating-expected-one-search = a query or a saved_search_id, not both
stating-bill-too-long = at most { $max } lines
stating-bill-without-lines = at least one line that can become a need
stating-bill-line = a line that can become a need
stating-size-assumed = taken for the { $size ->
    [length] length
    [width] width
    [height] height
    [depth] depth
    [thickness] thickness
   *[diameter] diameter
}

stating-size-order = taken for the { $size ->
    [length] length, in the order of the trade
    [width] width, in the order of the trade
    [height] height, in the order of the trade
    [depth] depth, in the order of the trade
    [thickness] thickness, in the order of the trade
   *[diameter] diameter, in the order of the trade
}
