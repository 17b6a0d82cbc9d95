## The page of the demonstration

demo-title = Un bâtiment est un stock
demo-lead = Circuler fait d’un inventaire de démolition des passeports de matériaux, trouve qui en a besoin, et envoie un courriel.
demo-happened = Ce qui s’est passé
demo-rows = lignes lues dans { $file }
demo-passports = passeports enregistrés
demo-rejected = lignes refusées, { $dropped } ignorées (titres, totaux, vides)
demo-matches = correspondances avec ce que cherchent les entreprises
demo-mails = courriels envoyés
demo-search = Rechercher
demo-search-hint = p. ex. porte, dalle de moquette, ipe
demo-found = { $count ->
    [one] Un passeport trouvé
   *[other] { $count } passeports trouvés
}
demo-nothing-found = Rien trouvé. Essayez un autre mot.
demo-latest = Les dernières offres
demo-why = Correspondances, et pourquoi
demo-looks-for = { $organisation } cherche : { $need }
demo-went-out = Courriels partis
demo-to = À
demo-subject = Objet
demo-sent = Envoyé
demo-waiting = en attente
demo-sign-in = Pour se connecter
demo-password = mot de passe
demo-api = L’API, à parcourir
demo-letter = La lettre
demo-plain = En texte brut
demo-back = Retour
demo-more = et encore { $count }
demo-footer = Démonstration avec des entreprises inventées. Aucun vrai courriel ne part.
