### Photos

## Why a file is not taken as a photo

picture-refused-empty = a photo; this file is empty
picture-refused-heic = a JPEG or PNG photo; this is HEIC, the iPhone's own format. On the iPhone, choose Settings → Camera → Formats → Most Compatible, or share the photo as JPEG
picture-refused-svg = a photo; this is an SVG drawing
picture-refused-unsupported = a photo in JPEG, PNG, WebP, GIF or BMP; this is { $kind }
picture-refused-unknown = a photo in JPEG, PNG, WebP, GIF or BMP; this file is none
picture-refused-damaged = a photo that is whole; this file is damaged
picture-refused-bytes = a photo of at most { $max } MB
picture-refused-pixels = a photo of at most { $max } megapixels; this one is { $width } × { $height }
passport-expected-photo = at least one photo, in a part named photo
passport-expected-own-photo = a photo that this passport has, and each of them once
passport-photos = Photos
passport-photo-number = Photo { $number } of { $name }

## Photos that come with an inventory

inventory-photos-expected-archive = a ZIP of photos, in a part named file
inventory-photos-expected-fewer = at most { $max } files in a ZIP
inventory-photo-private = a web address on the open internet
inventory-photo-unreachable = an address the photo can be fetched from; this one did not answer
inventory-photo-redirected = an address that leads to the photo without detours
inventory-photo-status = an address the photo can be fetched from; the answer was { $status }
