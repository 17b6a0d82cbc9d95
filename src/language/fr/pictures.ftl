### Photos

## Pourquoi un fichier n’est pas accepté comme photo

picture-refused-empty = une photo ; ce fichier est vide
picture-refused-heic = une photo JPEG ou PNG ; celle-ci est en HEIC, le format propre à l’iPhone. Sur l’iPhone, choisissez Réglages → Appareil photo → Formats → Le plus compatible, ou partagez la photo en JPEG
picture-refused-svg = une photo ; ceci est un dessin SVG
picture-refused-unsupported = une photo en JPEG, PNG, WebP, GIF ou BMP ; ceci est du { $kind }
picture-refused-unknown = une photo en JPEG, PNG, WebP, GIF ou BMP ; ce fichier n’en est pas une
picture-refused-damaged = une photo intacte ; ce fichier est endommagé
picture-refused-bytes = une photo de { $max } Mo au plus
picture-refused-pixels = une photo de { $max } mégapixels au plus ; celle-ci fait { $width } × { $height }
passport-expected-photo = au moins une photo, dans une partie nommée photo
passport-expected-own-photo = une photo de ce passeport, et chacune une seule fois
passport-photos = Photos
passport-photo-number = Photo { $number } de { $name }

## Photos qui accompagnent un inventaire

inventory-photos-expected-archive = un ZIP de photos, dans une partie nommée file
inventory-photos-expected-fewer = { $max } fichiers au plus dans un ZIP
inventory-photo-private = une adresse web sur l’internet ouvert
inventory-photo-unreachable = une adresse où la photo peut être cherchée ; celle-ci n’a pas répondu
inventory-photo-redirected = une adresse qui mène à la photo sans détours
inventory-photo-status = une adresse où la photo peut être cherchée ; la réponse était { $status }
