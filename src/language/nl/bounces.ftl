## Mails die terugkomen

error-mail-lifts-used = U hebt dit al { $max } keer opgeheven. Vraag de beheerder van deze Circuler om naar uw adres te kijken.
