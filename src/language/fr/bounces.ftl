## Messages qui reviennent

error-mail-lifts-used = Vous avez déjà levé ce blocage { $max } fois. Demandez au gestionnaire de ce Circuler d’examiner votre adresse.
