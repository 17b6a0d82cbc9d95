## places

expected-own-site = a site of your organisation
