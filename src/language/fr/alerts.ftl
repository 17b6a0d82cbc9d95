## La lettre sur ce qui a été trouvé, et la page qui l’arrête

alert-subject = { $count ->
    [one] Trouvé : { $name }
   *[other] { $count } trouvailles : { $name } et d’autres
}
alert-greeting = Bonjour { $name },
alert-opening = { $count ->
    [one] Une offre correspond à ce que vous cherchez.
   *[other] { $count } offres correspondent à ce que vous cherchez.
}
alert-for = Pour « { $need } » :
alert-look = Voir le passeport
alert-more = { $count ->
    [one] Et une autre encore : elle figure, avec celles-ci, sur cette page.
   *[other] Et { $count } autres encore : elles figurent, avec celles-ci, sur cette page.
}
alert-better-cheaper = Moins cher désormais : { $now } au lieu de { $before } par { $unit }
alert-better-free = Gratuit désormais, au lieu de { $before } par { $unit }
alert-better-more = Davantage désormais : { $now } au lieu de { $before } { $unit }
alert-better-window = Disponible désormais plus de jours parmi ceux que vous souhaitez
alert-carbon = évite environ { $kg } kg de CO₂
alert-lots = { $name }, en { $count } lots
alert-together = { $quantity } ensemble
alert-tour = une tournée de { $km } km pour tout prendre
alert-reasons = Pour « { $need } » : { $reasons }
alert-all = Voir les { $count }
alert-closing = Cordialement,
alert-hours = Vous choisissez, avec vos demandes, quand et à quelle fréquence ces messages arrivent.
alert-photo = Photo de { $name }
alert-expected-time-zone = un fuseau horaire tel que Europe/Brussels
alert-why = Vous recevez ce message parce que vous avez indiqué sur Circuler ({ $url }) ce que vous cherchez.
alert-stop = { $count ->
    [one] Ne plus recevoir de messages sur cette demande
   *[other] Ne plus recevoir de messages sur ces demandes
}
alert-stop-unknown = Ce lien ne fonctionne pas
alert-stop-unknown-lead = Il a peut-être perdu sa fin en route. Copiez-le en entier depuis le message, ou connectez-vous : chacune de vos demandes indique à quelle fréquence vous recevez ces messages.
alert-stop-title = Ne plus recevoir de messages ?
alert-stop-lead = { $count ->
    [one] Vous ne recevrez plus de messages sur ce qui répond à cette demande. Vous pourrez toujours le voir sur Circuler.
   *[other] Vous ne recevrez plus de messages sur ce qui répond à ces demandes. Vous pourrez toujours le voir sur Circuler.
}
alert-stop-button = Arrêter ces messages
alert-stopped = C’est fait
alert-stopped-lead = { $count ->
    [one] Vous ne recevrez plus de messages sur cette demande.
   *[other] Vous ne recevrez plus de messages sur ces demandes.
}
alert-feed-title = Trouvé pour « { $need } »
webhook-expected-url = une adresse https sur l’internet ouvert, sur le port 443 ou 8443
webhook-too-many = Votre organisation a déjà { $max } webhooks.
webhook-disabled = Ce webhook est désactivé. Activez-le d’abord.
webhook-off-subject = Un webhook a été désactivé
webhook-off = Ce que nous envoyons à { $url } n’arrive plus depuis longtemps ; nous avons donc désactivé ce webhook. Le dernier problème : { $why }
webhook-off-enable = Dès qu’il répondra à nouveau, vous pourrez l’activer par l’API ({ $url }/api/v1/docs/). D’ici là, rien n’y est envoyé ; les messages et les notifications arrivent comme avant.
