searches-too-many = Sie können höchstens { $max } Suchen behalten. Vergessen Sie zuerst einige.
