## accounts

expected-longer = at least { $min } characters
expected-password-less-common = a password that is not tried first: no common word, name or row of keys with a few signs around it
expected-email = an address of mail such as ann@example.org
expected-park = a business park that is registered here

error-email-taken = Somebody is registered with { $email } already. Sign in, or use another address.
error-park-exists = There is a business park called { $name } already.
error-too-many-keys = There are { $max } API keys already. Revoke one that is no longer used.
error-mail-not-dead = This mail has not been given up, so it is not sent again.

actor-member = { $name }
actor-key = API key “{ $name }”
actor-import-member = { $name }, from an inventory
actor-import-key = API key “{ $name }”, from an inventory
actor-unknown = somebody who is no longer known here
