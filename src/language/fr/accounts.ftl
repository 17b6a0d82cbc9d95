## accounts

expected-longer = au moins { $min } caractères
expected-password-less-common = un mot de passe que l’on n’essaie pas en premier : ni mot courant, ni nom, ni suite de touches entourés de quelques signes
expected-email = une adresse e-mail telle que ann@example.org
expected-park = un parc d’activités enregistré ici

error-email-taken = Quelqu’un est déjà inscrit avec { $email }. Connectez-vous ou utilisez une autre adresse.
error-park-exists = Il existe déjà un parc d’activités du nom de { $name }.
error-too-many-keys = Il y a déjà { $max } clés d’API. Révoquez-en une qui ne sert plus.
error-mail-not-dead = Ce mail n’a pas été abandonné ; il n’est donc pas renvoyé.

actor-member = { $name }
actor-key = clé d’API « { $name } »
actor-import-member = { $name }, depuis un inventaire
actor-import-key = clé d’API « { $name } », depuis un inventaire
actor-unknown = quelqu’un qui n’est plus connu ici
