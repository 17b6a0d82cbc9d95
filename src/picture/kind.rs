//! What kind of picture a file is, by its content: a name says what somebody wished it were.

use image::ImageFormat;

use super::Refusal;

/// How a file begins, and what it is then.
const TAKEN: [(&[u8], ImageFormat); 5] = [
    (b"\xff\xd8\xff", ImageFormat::Jpeg),
    (b"\x89PNG\r\n\x1a\n", ImageFormat::Png),
    (b"GIF87a", ImageFormat::Gif),
    (b"GIF89a", ImageFormat::Gif),
    (b"BM", ImageFormat::Bmp),
];

const KNOWN: [(&[u8], &str); 14] = [
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"II+\0", "BigTIFF"),
    (b"MM\0+", "BigTIFF"),
    (b"\xd7\xcd\xc6\x9a", "WMF"),
    (b"\x01\0\0\0", "EMF"),
    (b"%PDF", "PDF"),
    (b"8BPS", "PSD (Photoshop)"),
    (b"\0\0\x01\0", "ICO"),
    (b"\0\0\x02\0", "CUR"),
    (b"PK\x03\x04", "ZIP"),
    (b"\xff\x0a", "JPEG XL"),
    (b"\0\0\0\x0cJXL ", "JPEG XL"),
    (b"\0\0\0\x0cjP  ", "JPEG 2000"),
];

/// Of a file of boxes (ISO/IEC 14496-12): the fourth box type, and its brands.
const HEIC_BRANDS: [&[u8]; 8] =
    [b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"];

/// Some files begin with spaces, a declaration, a comment.
const SVG_LOOKED_AT_BYTES: usize = 4096;

/// What decoder a file is for, or why it is not taken.
pub(super) fn of(file: &[u8]) -> Result<ImageFormat, Refusal> {
    if file.is_empty() {
        return Err(Refusal::Empty);
    }
    if file.starts_with(b"RIFF") && file.get(8..12) == Some(b"WEBP") {
        return Ok(ImageFormat::WebP);
    }
    if let Some((_, format)) = TAKEN.iter().find(|(magic, _)| file.starts_with(magic)) {
        return Ok(*format);
    }
    if file.get(4..8) == Some(b"ftyp") {
        return Err(of_brand(file.get(8..12).unwrap_or_default()));
    }
    if let Some((_, kind)) = KNOWN.iter().find(|(magic, _)| file.starts_with(magic)) {
        return Err(Refusal::Unsupported { kind });
    }
    let head = &file[..file.len().min(SVG_LOOKED_AT_BYTES)];
    let is_svg = head.windows(4).any(|it| it.eq_ignore_ascii_case(b"<svg"));
    Err(if is_svg { Refusal::Svg } else { Refusal::Unknown })
}

fn of_brand(brand: &[u8]) -> Refusal {
    if HEIC_BRANDS.contains(&brand) {
        return Refusal::Heic;
    }
    let kind = match brand {
        b"avif" | b"avis" => "AVIF",
        b"jxl " => "JPEG XL",
        b"jp2 " => "JPEG 2000",
        b"crx " => "CR3 (Canon)",
        _ => "MP4",
    };
    Refusal::Unsupported { kind }
}
