## accounts

expected-longer = minstens { $min } tekens
expected-password-less-common = een wachtwoord dat niet als eerste geprobeerd wordt: geen alledaags woord, naam of toetsenrij met enkele tekens eromheen
expected-email = een e-mailadres zoals ann@example.org
expected-park = een bedrijvenpark dat hier geregistreerd is

error-email-taken = Er is al iemand geregistreerd met { $email }. Meld u aan of gebruik een ander adres.
error-park-exists = Er is al een bedrijvenpark met de naam { $name }.
error-too-many-keys = Er zijn al { $max } API-sleutels. Trek er een in die niet meer gebruikt wordt.
error-mail-not-dead = Deze mail is niet opgegeven en wordt dus niet opnieuw verstuurd.

actor-member = { $name }
actor-key = API-sleutel “{ $name }”
actor-import-member = { $name }, uit een inventaris
actor-import-key = API-sleutel “{ $name }”, uit een inventaris
actor-unknown = iemand die hier niet meer bekend is
