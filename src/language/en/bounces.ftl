## Mails that come back

error-mail-lifts-used = You have lifted this { $max } times already. Ask whoever runs this Circuler to look at your address.
