## passports
