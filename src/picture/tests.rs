use image::codecs::gif::GifEncoder;
use image::{DynamicImage, ExtendedColorType, Frame, ImageEncoder, ImageFormat, Rgb, RgbImage};
use image::{Rgba, RgbaImage};
use proptest::prelude::*;

use super::*;

/// Red on the left, blue on the right, as a camera held it.
fn two_halves(width: u32, height: u32) -> RgbImage {
    let half = |x| if x < width / 2 { Rgb([220, 20, 20]) } else { Rgb([20, 20, 220]) };
    RgbImage::from_fn(width, height, |x, _| half(x))
}

fn file_of(picture: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut file = std::io::Cursor::new(Vec::new());
    picture.into().write_to(&mut file, format).unwrap();
    file.into_inner()
}

/// A JPEG whose tags say how it was held, where and with what.
fn tagged(picture: &RgbImage, orientation: u8) -> Vec<u8> {
    let mut tags = b"II*\0\x08\0\0\0\x02\0".to_vec();
    tags.extend([0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0]);
    // A text as long as it takes to be found again: what a camera writes about the place.
    tags.extend([0x0f, 0x01, 2, 0, 12, 0, 0, 0, 38, 0, 0, 0]);
    tags.extend([0, 0, 0, 0]);
    tags.extend(b"GPS50.87N4E\0");
    let mut file = Vec::new();
    let mut encoder = image::codecs::jpeg::JpegEncoder::new_with_quality(&mut file, 95);
    encoder.set_exif_metadata(tags).unwrap();
    let (width, height) = picture.dimensions();
    encoder.write_image(picture.as_raw(), width, height, ExtendedColorType::Rgb8).unwrap();
    assert!(file.windows(8).any(|it| it == b"GPS50.87"), "the test means to send a place");
    file
}

fn shown(picture: &Picture, side: Side, encoding: Encoding) -> RgbImage {
    let wanted = Rendition { side, encoding };
    let sized = picture.sizes.iter().find(|it| it.rendition == wanted).unwrap();
    image::load_from_memory(&sized.file).unwrap().into_rgb8()
}

fn is_red(pixel: Rgb<u8>) -> bool {
    pixel.0[0] > 150 && pixel.0[2] < 100
}

#[test]
fn every_size_keeps_the_proportions() {
    let picture = develop(&file_of(two_halves(2000, 1000), ImageFormat::Png)).unwrap();
    assert_eq!((picture.width, picture.height), (1600, 800));
    for encoding in Encoding::ALL {
        for (side, width, height) in
            [(Side::Large, 1600, 800), (Side::Medium, 800, 400), (Side::Small, 320, 160)]
        {
            let shown = shown(&picture, side, encoding);
            assert_eq!(shown.dimensions(), (width, height));
            assert!(is_red(*shown.get_pixel(width / 4, height / 2)), "{encoding:?} {side:?}");
            assert!(!is_red(*shown.get_pixel(3 * width / 4, height / 2)), "{encoding:?} {side:?}");
        }
    }
}

#[test]
fn what_is_small_is_not_blown_up() {
    let picture = develop(&file_of(two_halves(400, 100), ImageFormat::Bmp)).unwrap();
    assert_eq!(shown(&picture, Side::Large, Encoding::Webp).dimensions(), (400, 100));
    assert_eq!(shown(&picture, Side::Small, Encoding::Jpeg).dimensions(), (320, 80));
}

#[test]
fn a_photo_stands_upright_and_says_nothing_of_the_place() {
    // 6: the camera was turned to the left; the left of the file is the top.
    let picture = develop(&tagged(&two_halves(400, 200), 6)).unwrap();
    assert_eq!((picture.width, picture.height), (200, 400));
    let upright = shown(&picture, Side::Large, Encoding::Webp);
    assert!(is_red(*upright.get_pixel(100, 50)) && !is_red(*upright.get_pixel(100, 350)));
    // 3: it was held upside down.
    let picture = develop(&tagged(&two_halves(400, 200), 3)).unwrap();
    let upright = shown(&picture, Side::Large, Encoding::Jpeg);
    assert!(!is_red(*upright.get_pixel(50, 100)) && is_red(*upright.get_pixel(350, 100)));
    for Sized { rendition, file } in picture.sizes {
        for trace in ["Exif", "EXIF", "GPS50"] {
            let found = file.windows(trace.len()).any(|it| it == trace.as_bytes());
            assert!(!found, "{rendition} says {trace}");
        }
    }
}

#[test]
fn what_is_transparent_lies_on_white() {
    for side in [200, 2000] {
        let glass = RgbaImage::from_pixel(side, side, Rgba([0, 0, 0, 0]));
        let picture = develop(&file_of(glass, ImageFormat::Png)).unwrap();
        let shown = shown(&picture, Side::Small, Encoding::Jpeg);
        assert!(shown.pixels().all(|it| it.0.iter().all(|it| *it > 250)));
    }
}

#[test]
fn of_an_animation_the_first_frame_is_shown() {
    let mut file = Vec::new();
    let frame = |colour| Frame::new(RgbaImage::from_pixel(40, 40, Rgba(colour)));
    let frames = [frame([220, 20, 20, 255]), frame([20, 20, 220, 255])];
    GifEncoder::new(&mut file).encode_frames(frames).unwrap();
    let picture = develop(&file).unwrap();
    assert!(is_red(*shown(&picture, Side::Large, Encoding::Jpeg).get_pixel(20, 20)));
}

#[test]
fn the_content_decides_and_what_hides_behind_it_is_left() {
    let mut file = file_of(two_halves(64, 64), ImageFormat::Png);
    file.extend(b"<script>alert(1)</script>PK\x03\x04");
    let picture = develop(&file).unwrap();
    let hidden = |it: &Sized| it.file.windows(7).any(|it| it == b"<script");
    assert!(!picture.sizes.iter().any(hidden));
    for (file, refusal) in [
        (&b""[..], Refusal::Empty),
        (b"\0\0\0\x18ftypheic\0\0\0\0", Refusal::Heic),
        (b"\0\0\0\x18ftypmif1\0\0\0\0", Refusal::Heic),
        (b"\0\0\0\x18ftypavif\0\0\0\0", Refusal::Unsupported { kind: "AVIF" }),
        (b"<?xml version='1.0'?>\n<!-- a -->\n<svg onload='x'/>", Refusal::Svg),
        (b"<SVG></SVG>", Refusal::Svg),
        (b"II*\0\x08\0\0\0", Refusal::Unsupported { kind: "TIFF" }),
        (b"%PDF-1.7", Refusal::Unsupported { kind: "PDF" }),
        (b"name;quantity", Refusal::Unknown),
    ] {
        assert_eq!(develop(file), Err(refusal), "{:?}", String::from_utf8_lossy(file));
    }
    assert!(matches!(develop(b"\xff\xd8\xff\xe0 no more"), Err(Refusal::Damaged { .. })));
}

#[test]
fn what_is_too_large_is_refused_by_its_head() {
    // A PNG that says it is 60,000 by 60,000, and no more of it.
    let mut file = file_of(two_halves(4, 4), ImageFormat::Png);
    file[16..24].copy_from_slice(&[0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60]);
    let refused = weigh(&file);
    assert!(
        matches!(refused, Err(Refusal::TooManyPixels { .. } | Refusal::Damaged { .. })),
        "{refused:?}"
    );
    let long = vec![0; FILE_BYTES_MAX + 1];
    assert_eq!(weigh(&long), Err(Refusal::TooManyBytes));
}

#[test]
fn a_photo_is_recognised_by_its_bytes() {
    let hash = Hash::of(b"abc");
    assert_eq!(hash.as_str(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_eq!(Hash::parse(hash.as_str()), Some(hash));
    for wrong in ["", "abc", "../../etc/passwd", &"A".repeat(64)] {
        assert_eq!(Hash::parse(wrong), None);
    }
    for wrong in ["1600", "1600.png", "../1600.webp", "640.webp"] {
        assert_eq!(Rendition::parse(wrong), None);
    }
    assert!(Rendition::all().all(|it| Rendition::parse(&it.to_string()) == Some(it)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// A file that was cut or altered anywhere is taken or refused; nothing else happens.
    #[test]
    fn no_file_breaks_it(cut in 0..3000_usize, places in prop::collection::vec((0..3000_usize, any::<u8>()), 0..20)) {
        for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::Gif, ImageFormat::Bmp, ImageFormat::WebP] {
            let mut file = file_of(two_halves(48, 32), format);
            file.truncate(file.len().max(cut) - cut.min(file.len()) / 4);
            for (place, byte) in &places {
                if let Some(it) = file.get_mut(*place) {
                    *it = *byte;
                }
            }
            if let Ok(picture) = develop(&file) {
                prop_assert!(picture.width.max(picture.height) <= Side::Large.pixels());
                prop_assert_eq!(picture.sizes.len(), 6);
            }
        }
    }
}
