## The letter about what was found, and the page that stops it

alert-subject = { $count ->
    [one] Found: { $name }
   *[other] { $count } finds: { $name } and more
}
alert-greeting = Dear { $name },
alert-opening = { $count ->
    [one] Something is on offer that fits what you are looking for.
   *[other] { $count } things are on offer that fit what you are looking for.
}
alert-for = For “{ $need }”:
alert-look = See the passport
alert-more = { $count ->
    [one] And one more: it stands, with these, on this page.
   *[other] And { $count } more: they stand, with these, on this page.
}
alert-better-cheaper = Cheaper now: { $now } instead of { $before } per { $unit }
alert-better-free = Free of charge now, instead of { $before } per { $unit }
alert-better-more = More now: { $now } instead of { $before } { $unit }
alert-better-window = Now there on more of the days on which you want it
alert-carbon = spares about { $kg } kg of CO₂
alert-lots = { $name }, in { $count } lots
alert-together = { $quantity } together
alert-tour = a tour of { $km } km past all of them
alert-reasons = For “{ $need }”: { $reasons }
alert-all = See all { $count }
alert-closing = Kind regards,
alert-hours = When these mails come, and how often, you choose with your needs.
alert-photo = Photo of { $name }
alert-expected-time-zone = a time zone such as Europe/Brussels
alert-why = You get this mail because you told Circuler ({ $url }) what you are looking for.
alert-stop = { $count ->
    [one] No more mails about this need
   *[other] No more mails about these needs
}
alert-stop-unknown = This link does not work
alert-stop-unknown-lead = It may have lost its end on the way. Copy it whole from the mail, or sign in: each of your needs says how often you hear of it.
alert-stop-title = No more mails?
alert-stop-lead = { $count ->
    [one] You will no longer get mails about what fits this need. What fits can still be seen on Circuler.
   *[other] You will no longer get mails about what fits these needs. What fits can still be seen on Circuler.
}
alert-stop-button = Stop these mails
alert-stopped = Done
alert-stopped-lead = { $count ->
    [one] You will get no more mails about this need.
   *[other] You will get no more mails about these needs.
}
alert-feed-title = Found for “{ $need }”
webhook-expected-url = an https address on the open internet, on port 443 or 8443
webhook-too-many = Your organisation has { $max } webhooks already.
webhook-disabled = This webhook is switched off. Switch it on first.
webhook-off-subject = A webhook was switched off
webhook-off = What we post to { $url } has not arrived for a long time, so we switched this webhook off. The last thing that went wrong: { $why }
webhook-off-enable = When it answers again, you can switch it on with the API ({ $url }/api/v1/docs/). Until then nothing is posted there; mails and notifications come as before.
