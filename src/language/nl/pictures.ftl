### Foto's

## Waarom een bestand niet als foto aanvaard wordt

picture-refused-empty = een foto; dit bestand is leeg
picture-refused-heic = een JPEG- of PNG-foto; dit is HEIC, het eigen formaat van de iPhone. Kies op de iPhone Instellingen → Camera → Structuren → Meest compatibel, of deel de foto als JPEG
picture-refused-svg = een foto; dit is een SVG-tekening
picture-refused-unsupported = een foto in JPEG, PNG, WebP, GIF of BMP; dit is { $kind }
picture-refused-unknown = een foto in JPEG, PNG, WebP, GIF of BMP; dit bestand is er geen
picture-refused-damaged = een foto die heel is; dit bestand is beschadigd
picture-refused-bytes = een foto van hoogstens { $max } MB
picture-refused-pixels = een foto van hoogstens { $max } megapixels; deze is { $width } × { $height }
passport-expected-photo = minstens één foto, in een deel met de naam photo
passport-expected-own-photo = een foto die dit paspoort heeft, en elke foto één keer
passport-photos = Foto's
passport-photo-number = Foto { $number } van { $name }

## Foto's die met een inventaris meekomen

inventory-photos-expected-archive = een ZIP met foto's, in een deel met de naam file
inventory-photos-expected-fewer = hoogstens { $max } bestanden in één ZIP
inventory-photo-private = een webadres op het open internet
inventory-photo-unreachable = een adres waar de foto opgehaald kan worden; daar kwam geen antwoord
inventory-photo-redirected = een adres dat zonder omwegen naar de foto leidt
inventory-photo-status = een adres waar de foto opgehaald kan worden; het antwoord was { $status }
