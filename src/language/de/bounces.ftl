## Nachrichten, die zurückkommen

error-mail-lifts-used = Sie haben diese Sperre schon { $max }-mal aufgehoben. Bitten Sie den Betreiber dieses Circuler, Ihre Adresse zu prüfen.
