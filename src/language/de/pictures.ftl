### Fotos

## Warum eine Datei nicht als Foto angenommen wird

picture-refused-empty = ein Foto; diese Datei ist leer
picture-refused-heic = ein Foto als JPEG oder PNG; dies ist HEIC, das eigene Format des iPhones. Wählen Sie auf dem iPhone Einstellungen → Kamera → Formate → Maximale Kompatibilität, oder teilen Sie das Foto als JPEG
picture-refused-svg = ein Foto; dies ist eine SVG-Zeichnung
picture-refused-unsupported = ein Foto als JPEG, PNG, WebP, GIF oder BMP; dies ist { $kind }
picture-refused-unknown = ein Foto als JPEG, PNG, WebP, GIF oder BMP; diese Datei ist keines
picture-refused-damaged = ein unversehrtes Foto; diese Datei ist beschädigt
picture-refused-bytes = ein Foto von höchstens { $max } MB
picture-refused-pixels = ein Foto von höchstens { $max } Megapixeln; dieses hat { $width } × { $height }
passport-expected-photo = mindestens ein Foto, in einem Teil namens photo
passport-expected-own-photo = ein Foto, das dieser Pass hat, und jedes nur einmal
passport-photos = Fotos
passport-photo-number = Foto { $number } von { $name }

## Fotos, die mit einem Inventar kommen

inventory-photos-expected-archive = ein ZIP mit Fotos, in einem Teil namens file
inventory-photos-expected-fewer = höchstens { $max } Dateien in einem ZIP
inventory-photo-private = eine Webadresse im offenen Internet
inventory-photo-unreachable = eine Adresse, unter der das Foto abgeholt werden kann; diese antwortete nicht
inventory-photo-redirected = eine Adresse, die ohne Umwege zum Foto führt
inventory-photo-status = eine Adresse, unter der das Foto abgeholt werden kann; die Antwort war { $status }
