## Needs, and why something fits one

need-expected-criterion = at least one criterion
need-expected-range = a lower end, an upper end or both, the lower one first
need-expected-window = a day not before { $from }
need-expected-fewer = at most { $max } of them
need-expected-word = something with a letter or a figure in it

need-closed = This need is closed. Make a new one.
need-too-many = An organisation can have at most { $max } open needs. Close some first.

# "930 mm wide, you asked 900 mm ± 50"
need-reason-asked = { $fact }, { $asked }
need-asked-about = you asked { $value } ± { $tolerance }
need-asked-exactly = you asked exactly { $value }
need-asked-between = you asked { $min } to { $max }
need-asked-least = you asked at least { $value }
need-asked-most = you asked at most { $value }
need-size-length = { $value } long
need-size-width = { $value } wide
need-size-height = { $value } high
need-size-depth = { $value } deep
need-size-thickness = { $value } thick
need-size-diameter = { $value } in diameter

need-reason-category = category: { $category }
need-reason-words = contains “{ $words }”
need-reason-attribute = { $name }: { $value }
need-reason-part = { $amount }, part of the { $asked } you asked
need-reason-condition = condition: { $condition }, you asked at least: { $asked }
need-reason-price-unknown = price not stated
need-reason-distance = { $km } km away
need-reason-very-near = less than 1 km away
need-reason-window = available from { $from } to { $until }
need-reason-window-from = available from { $from }
need-reason-window-until = available until { $until }
need-reason-window-open = available, no dates given
need-reason-material = made of { $name }
need-reason-documents = { $count ->
    [one] comes with a document
   *[other] comes with { $count } documents
}
