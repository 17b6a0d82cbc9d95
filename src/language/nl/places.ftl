## places

expected-own-site = een site van uw organisatie
