## places

expected-own-site = ein Standort Ihrer Organisation
