## accounts

expected-longer = mindestens { $min } Zeichen
expected-password-less-common = ein Passwort, das nicht als Erstes ausprobiert wird: kein gängiges Wort, kein Name und keine Tastenfolge mit ein paar Zeichen darum herum
expected-email = eine E-Mail-Adresse wie ann@example.org
expected-park = ein Gewerbepark, der hier registriert ist

error-email-taken = Mit { $email } ist bereits jemand registriert. Melden Sie sich an oder verwenden Sie eine andere Adresse.
error-park-exists = Es gibt bereits einen Gewerbepark mit dem Namen { $name }.
error-too-many-keys = Es gibt bereits { $max } API-Schlüssel. Widerrufen Sie einen, der nicht mehr verwendet wird.
error-mail-not-dead = Diese E-Mail wurde nicht aufgegeben und wird deshalb nicht erneut gesendet.

actor-member = { $name }
actor-key = API-Schlüssel „{ $name }“
actor-import-member = { $name }, aus einem Inventar
actor-import-key = API-Schlüssel „{ $name }“, aus einem Inventar
actor-unknown = jemand, der hier nicht mehr bekannt ist
