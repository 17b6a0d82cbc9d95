## Answers of the API, and what is said everywhere

error-not-found = Not found.
error-unauthenticated = Sign in, or send an API key, and try again.
error-invalid = { $count ->
    [one] One thing is not right.
   *[other] { $count } things are not right.
}
error-changed = Somebody changed this since you read it. Read it again, then change it.
error-unconditional = Say which version you change: send its ETag as If-Match.
error-too-large = Too large: at most { $limit } are taken.
error-unsupported = This kind of content is not taken here; send { $expected }.
error-conflict-exists = This exists already.
error-unavailable = Not available for the moment. Try again later.
error-internal = Something went wrong on our side. It has been noted under the number of this request.
error-method = This address does not take { $method }.
error-idempotency-unanswered = A request with this Idempotency-Key is still under way, or was cut off. Wait a little and ask again; if that does not help, see whether it took effect before you send it with another key.
error-too-often = You have tried too often. Try again in { $seconds } { $seconds ->
    [one] second
   *[other] seconds
}.

unreadable-json = The request could not be read: what stands at line { $line }, character { $column }, is no JSON.
unreadable-json-end = The request could not be read: its JSON ends too early.
unreadable-broken-off = The request could not be read: it broke off on the way.
unreadable-form = The request could not be read: its form is not put together right ({ $why }).
unreadable-parts = The request could not be read: its form has more than { $max } parts.
unreadable-characters = The request could not be read: it is not in UTF-8.
unreadable-cursor = The request could not be read: this cursor was not given out here.
unreadable-otherwise = The request could not be read: { $why }

expected-something = a text that is not empty
expected-shorter = at most { $max } characters
expected-number-not-negative = a number of zero or more
expected-number-between = a number from { $min } to { $max }
expected-decimals = at most { $max } decimals
expected-one-of = one of: { $values }
expected-day = a day such as 2026-03-15
expected-url = a web address that begins with https:// or http://
expected-no-control-characters = text without control characters
expected-idempotency-key = 1 to { $max } visible ASCII characters, such as a UUID
expected-new-idempotency-key = another key: this one was used for a request with another body
expected-otherwise = { $what }
expected-present = a value: this field is missing
expected-once = this field only once
expected-field-of = one of the fields: { $names }
expected-no-field = no fields
expected-another-shape = a value in one of the shapes that the description of the API shows
expected-text = text
expected-number = a number
expected-smaller-number = a smaller number
expected-larger-number = a larger number
expected-whole-number = a whole number
expected-whole-number-positive = a whole number of 1 or more
expected-whole-number-not-negative = a whole number of zero or more
expected-whole-number-between = a whole number from { $min } to { $max }
expected-yes-or-no = true or false
expected-list = a list
expected-list-of = a list of { $count }
expected-object = an object with fields
expected-instant = an instant such as 2026-03-15T09:00:00Z
expected-id = an id (UUID)
expected-code = a code such as 7K3M-9QXV-2
expected-category = a category such as DOOR or DOOR.INT
expected-attribute = an attribute of the catalogue
expected-photo-hash = the hash of a photo
expected-facet = a facet such as category, width_mm or attribute.coating
expected-criterion = { $patterns } or one of: { $names }

unit-pcs = pcs
unit-m = m
unit-m2 = m²
unit-m3 = m³
unit-kg = kg
unit-t = t
unit-set = set
unit-pallet = pallet

condition-1 = damaged
condition-2 = poor
condition-3 = fair
condition-4 = good
condition-5 = like new

## Days

format-day = { $day } { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
} { $year }
