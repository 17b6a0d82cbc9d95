### Passeports

## Ce que doit être un passeport

passport-expected-no-nul = un texte sans le caractère U+0000
passport-expected-fewer = au plus { $max } éléments
passport-expected-gtin = un GTIN de 8, 12, 13 ou 14 chiffres avec une clé de contrôle correcte
passport-expected-quantity-max = une limite supérieure qui n’est pas inférieure à la quantité
passport-expected-fractions = des parts dont la somme ne dépasse pas 100 %
passport-expected-no-attributes = aucune caractéristique tant que la catégorie n’en a pas ; choisissez d’abord une catégorie plus précise
passport-expected-number = un nombre
passport-expected-yes-no = true ou false
passport-expected-text = un texte
passport-expected-waste-code = un code déchet européen tel que 17 02 01 ou 17 06 05*
passport-expected-day-after = un jour qui ne précède pas le { $day }
passport-expected-not-offered = organisation : ce qui est dangereux peut être enregistré, mais pas proposé
passport-expected-at-least = { $attribute } de { $min } ou plus, avant que ceci soit proposé ; visibilité organisation tant que ce n’est pas connu
passport-expected-own-site = un site de votre organisation
passport-expected-own-building = un bâtiment de votre organisation
passport-expected-building-of-site = un bâtiment qui se trouve sur le site indiqué
passport-expected-point = latitude et longitude ensemble
passport-expected-attributes = un attribut du catalogue et sa valeur, comme coating:painted ou wall_mm:5..10
passport-expected-bbox = quatre nombres séparés par des virgules : ouest, sud, est, nord
passport-is-retired = Ce passeport est clôturé et ne change plus.

## L’historique vérifié

passport-verified-whole = { $passports } passeports et { $events } événements vérifiés : chaque chaîne est intacte.
passport-verified-broken = Rompu : passeport { $passport }, événement { $sequence } : { $why } (au passeport { $passports }, événement { $events } de la vérification)
passport-broken-sequence = l’événement { $expected } devrait se trouver ici, on trouve { $got }
passport-broken-hash = le contenu ne correspond pas à l’empreinte
passport-broken-link = l’empreinte précédente n’est pas celle de l’événement précédent
passport-broken-changes = les modifications ne partent pas de l’état précédent
passport-broken-end = l’historique s’arrête à { $events }, le passeport en est à la version { $version }
passport-broken-record = le passeport n’est pas ce que dit son historique : { $fields }
passport-broken-orphan = le passeport de cet événement n’existe plus
passport-broken-details = le passeport est illisible : { $fault }
passport-broken-columns = ce qui est enregistré à côté du passeport dit autre chose que lui

## La page d’un passeport

passport-material-passport = Passeport matériaux
passport-not-found-title = Aucun passeport trouvé
passport-not-found = Il n’y a pas de passeport sous ce code, ou il n’est pas public. Vérifiez que le code est bien recopié.
passport-languages = Langues
passport-retired = Ce passeport est clôturé : ceci n’est plus disponible.
passport-hazardous = Dangereux : ceci n’est pas proposé.
passport-yes = oui
passport-no = non
passport-about = environ { $quantity }
passport-from-to = { $from } à { $to }
passport-estimated = { $mass } (estimation du catalogue)
passport-price-per-unit = { $price } par { $unit }
passport-free = gratuit
passport-on-request = prix sur demande

## Parties de la page

passport-part-what = Ce que c’est
passport-part-state = État
passport-part-climate = Poids et climat
passport-part-offer = Offre
passport-part-place = Où cela se trouve
passport-part-taking = Comment cela se démonte
passport-part-hazards = Dangers et déchets
passport-part-papers = Documents et déclarations
passport-part-identity = Identification
passport-part-history = Historique

passport-event-registered = enregistré par { $who }
passport-event-revised = modifié par { $who }
passport-event-retired = clôturé par { $who }
passport-event-photographed = photos modifiées par { $who }
passport-event-undone = ramené à son état précédent par { $who }

## Champs

passport-label-category = Catégorie
passport-label-name = Nom
passport-label-description = Description
passport-label-quantity = Quantité
passport-label-unit-mass = Masse par unité
passport-label-total-mass = Masse totale
passport-label-carbon-avoided = CO₂ évité par le réemploi
passport-carbon = environ { $mass } CO₂e (± { $uncertainty } %), si cela remplace du neuf
passport-label-material = Matériau
passport-label-brand = Marque
passport-label-model = Modèle
passport-label-colour = Couleur
passport-label-year = Année
passport-label-condition-technical = État technique
passport-label-condition-aesthetic = État esthétique
passport-label-defects = Défauts
passport-label-fire-rating = Classement au feu
passport-label-price = Prix
passport-label-available-from = Disponible à partir du
passport-label-available-until = Disponible jusqu’au
passport-label-visibility = Visible par
passport-label-remarks = Remarques
passport-label-site = Site
passport-label-address = Adresse
passport-label-building = Bâtiment
passport-label-floor = Étage
passport-label-room = Local
passport-label-location = Emplacement
passport-label-connection = Mode de pose
passport-label-connection-type = Type de liaison
passport-label-accessibility = Accessibilité de la liaison
passport-label-crossings = Traversées
passport-label-edges = Confinement des bords
passport-label-dismantling-notes = Démontage
passport-label-reusable = Réemployable selon l’audit
passport-label-hazardous-waste = Dangereux
passport-label-asbestos = Amiante
passport-label-attest-number = Numéro de l’attestation amiante
passport-label-attest-date = Date de l’attestation amiante
passport-label-other-hazard = Autre danger
passport-label-waste-code = Code déchet en cas de rebut
passport-label-document = Document
passport-label-ce = Marquage CE
passport-label-dop = Déclaration des performances (DoP)
passport-label-epd = Déclaration environnementale (EPD)
passport-label-code = Code
passport-label-external-id = Numéro du détenteur
passport-label-gtin = GTIN
passport-label-serial = Numéro de série
passport-label-holder = Détenteur
passport-label-registered-on = Enregistré le
passport-label-updated-on = Modifié le
passport-label-version = Version
passport-label-length = Longueur
passport-label-width = Largeur
passport-label-height = Hauteur
passport-label-depth = Profondeur
passport-label-thickness = Épaisseur
passport-label-diameter = Diamètre

## Choix

passport-origin-virgin = matière vierge
passport-origin-recycled = recyclé
passport-origin-reused = réemployé
passport-origin-biobased = biosourcé
passport-asbestos-free-proven = sans amiante, prouvé
passport-asbestos-free-declared = sans amiante selon le détenteur
passport-asbestos-unknown = inconnu
passport-asbestos-suspected = suspecté
passport-asbestos-contains = contient de l’amiante
passport-connection-dry = à sec : libre, clips, velcro, aimant
passport-connection-added = éléments ajoutés : boulon, vis, ressort, équerre
passport-connection-integral = directe : goupille, clou
passport-connection-soft = chimique souple : mastic, mousse
passport-connection-hard = chimique dure : colle, soudure, scellement, ciment
passport-access-free = accès libre
passport-access-no-damage = accessible sans dommage
passport-access-repairable = accessible avec dommage réparable
passport-access-partly = accessible avec dommage en partie réparable
passport-access-irreparable = inaccessible sans dommage irréparable
passport-crossings-none = aucune
passport-crossings-incidental = occasionnelles
passport-crossings-full = intégration complète
passport-edges-open = ouverts
passport-edges-overlapping = chevauchants
passport-edges-closed = fermés
passport-visibility-organisation = l’organisation elle-même
passport-visibility-park = le parc d’activités
passport-visibility-public = tout le monde
passport-score = { $choice } ({ $score })
passport-expected-asbestos-declaration = visible de l’organisation seulement, tant que l’absence d’amiante n’est pas déclarée : asbestos free_declared ou free_proven, ou numéro et date de l’attestation
passport-label-completeness = Complétude
passport-complete = { $percent } %
passport-completeness = { $percent } % ; manquent encore : { $missing }
passport-fact-dimensions = Dimensions
passport-fact-place = Lieu ou bâtiment
passport-fact-exact-quantity = Quantité exacte
passport-fact-hazards = Dangers
passport-fact-maker = Marque ou modèle
passport-stock-moves = Votre stock a été modifié à plusieurs reprises pendant la préparation. Réessayez dans un instant.
