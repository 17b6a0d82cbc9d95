searches-too-many = Vous pouvez garder au plus { $max } recherches. Oubliez-en d’abord quelques-unes.
