## The page of the demonstration

demo-title = What a building is made of is stock
demo-lead = Circuler turns a demolition inventory into material passports, finds who needs them, and sends a mail.
demo-happened = What happened
demo-rows = rows read from { $file }
demo-passports = passports registered
demo-rejected = rows rejected, { $dropped } dropped (titles, totals, blanks)
demo-matches = matches with what companies look for
demo-mails = mails sent
demo-search = Search
demo-search-hint = e.g. door, carpet tile, ipe
demo-found = { $count ->
    [one] One passport found
   *[other] { $count } passports found
}
demo-nothing-found = Nothing found. Try another word.
demo-latest = Newest offers
demo-why = Matches, and why
demo-looks-for = { $organisation } looks for: { $need }
demo-went-out = Mails that went out
demo-to = To
demo-subject = Subject
demo-sent = Sent
demo-waiting = waiting
demo-sign-in = Sign in with
demo-password = password
demo-api = The API, to browse
demo-letter = The letter
demo-plain = As plain text
demo-back = Back
demo-more = and { $count } more
demo-footer = A demonstration with invented companies. No real mail leaves.
