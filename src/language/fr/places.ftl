## places

expected-own-site = un site de votre organisation
