//! From a file to the sizes that are shown.
//!
//! The file is decoded whole, made small, and only then turned the right way up: turning a small
//! picture costs little. Each size is made of the one before.

use std::io::Cursor;

use fast_image_resize::images::Image as Plane;
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};
use image::codecs::jpeg::JpegEncoder;
use image::metadata::Orientation;
use image::{DynamicImage, ExtendedColorType, ImageDecoder, ImageReader, Limits, RgbImage};

use super::{
    DECODED_BYTES_MAX, Encoding, FILE_BYTES_MAX, PIXELS_MAX, Refusal, Rendition, SIDE_MAX, Side,
    kind,
};

/// A photo in all the sizes it is shown in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Of the largest size, in pixels, the right way up.
    pub width: u32,
    pub height: u32,
    pub sizes: Vec<Sized>,
}

/// One size as one kind of file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sized {
    pub rendition: Rendition,
    pub file: Vec<u8>,
}

/// Of a hundred; measured on photos of buildings, where more only adds bytes.
const WEBP_QUALITY: f32 = 78.0;
/// Of 0 (quick) to 6 (small): 2 takes half the time of the usual 4 for a few more bytes.
const WEBP_METHOD: i32 = 2;
const JPEG_QUALITY: u8 = 80;

/// Bytes that decoding takes, from the head of the file alone. What is too large is refused here,
/// before anything is decoded.
pub fn weigh(file: &[u8]) -> Result<u64, Refusal> {
    opened(file).map(|it| it.total_bytes())
}

/// All sizes of a photo.
pub fn develop(file: &[u8]) -> Result<Picture, Refusal> {
    let mut decoder = opened(file)?;
    // What is wrong with the tags is no reason to refuse the picture.
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let decoded = DynamicImage::from_decoder(decoder).map_err(damaged)?;
    let mut shown = DynamicImage::ImageRgb8(shrunk(decoded, Side::Large.pixels())?);
    shown.apply_orientation(orientation);
    let mut shown = shown.into_rgb8();
    let (width, height) = shown.dimensions();
    let mut sizes = Vec::new();
    for side in Side::ALL {
        shown = shrunk(DynamicImage::ImageRgb8(shown), side.pixels())?;
        for encoding in Encoding::ALL {
            let rendition = Rendition { side, encoding };
            sizes.push(Sized { rendition, file: encoded(&shown, encoding)? });
        }
    }
    Ok(Picture { width, height, sizes })
}

fn opened(file: &[u8]) -> Result<impl ImageDecoder + '_, Refusal> {
    if file.len() > FILE_BYTES_MAX {
        return Err(Refusal::TooManyBytes);
    }
    let format = kind::of(file)?;
    let mut reader = ImageReader::with_format(Cursor::new(file), format);
    let mut limits = Limits::no_limits();
    limits.max_image_width = Some(SIDE_MAX);
    limits.max_image_height = Some(SIDE_MAX);
    limits.max_alloc = Some(DECODED_BYTES_MAX);
    reader.limits(limits);
    let decoder = reader.into_decoder().map_err(refused)?;
    let (width, height) = decoder.dimensions();
    if width == 0 || height == 0 {
        return Err(Refusal::Damaged { why: "a side of no pixels".to_owned() });
    }
    let pixels = u64::from(width) * u64::from(height);
    if pixels > PIXELS_MAX || width > SIDE_MAX || height > SIDE_MAX {
        return Err(Refusal::TooManyPixels { width, height });
    }
    if decoder.total_bytes() > DECODED_BYTES_MAX {
        return Err(Refusal::TooManyPixels { width, height });
    }
    Ok(decoder)
}

/// So that neither side is longer than `longest`, on white where it was transparent. What is
/// smaller stays as it is.
fn shrunk(picture: DynamicImage, longest: u32) -> Result<RgbImage, Refusal> {
    let (width, height) = (picture.width(), picture.height());
    let transparent = picture.color().has_alpha();
    if width.max(height) <= longest {
        return Ok(if transparent { on_white(&picture.into_rgba8()) } else { picture.into_rgb8() });
    }
    let (to_width, to_height) = fitted(width, height, longest);
    let (pixels, kind) = if transparent {
        (picture.into_rgba8().into_raw(), PixelType::U8x4)
    } else {
        (picture.into_rgb8().into_raw(), PixelType::U8x3)
    };
    let from = Plane::from_vec_u8(width, height, pixels, kind).map_err(damaged)?;
    let mut to = Plane::new(to_width, to_height, kind);
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3));
    Resizer::new().resize(&from, &mut to, &options).map_err(damaged)?;
    let wrong_size = || Refusal::Damaged { why: "a size that does not fit".to_owned() };
    if transparent {
        let small = image::RgbaImage::from_raw(to_width, to_height, to.into_vec());
        return Ok(on_white(&small.ok_or_else(wrong_size)?));
    }
    RgbImage::from_raw(to_width, to_height, to.into_vec()).ok_or_else(wrong_size)
}

/// The sides in the same proportion, the longer one `longest`. None is less than a pixel.
fn fitted(width: u32, height: u32, longest: u32) -> (u32, u32) {
    let of = u64::from(width.max(height));
    let scaled = |side: u32| {
        let rounded = (u64::from(side) * u64::from(longest) + of / 2) / of;
        u32::try_from(rounded.max(1)).unwrap_or(longest)
    };
    (scaled(width), scaled(height))
}

fn on_white(picture: &image::RgbaImage) -> RgbImage {
    let mut opaque = RgbImage::new(picture.width(), picture.height());
    for (to, from) in opaque.pixels_mut().zip(picture.pixels()) {
        let [red, green, blue, alpha] = from.0.map(u16::from);
        // Never above 255: both weights add up to it.
        let over =
            |part: u16| u8::try_from((part * alpha + 255 * (255 - alpha)) / 255).unwrap_or(255);
        to.0 = [over(red), over(green), over(blue)];
    }
    opaque
}

fn encoded(picture: &RgbImage, encoding: Encoding) -> Result<Vec<u8>, Refusal> {
    let (width, height) = picture.dimensions();
    match encoding {
        Encoding::Webp => {
            let mut config = webp::WebPConfig::new()
                .map_err(|()| Refusal::Damaged { why: "no settings of libwebp".to_owned() })?;
            config.quality = WEBP_QUALITY;
            config.method = WEBP_METHOD;
            let encoder = webp::Encoder::from_rgb(picture.as_raw(), width, height);
            let file = encoder.encode_advanced(&config);
            file.map(|it| it.to_vec())
                .map_err(|error| Refusal::Damaged { why: format!("{error:?}") })
        }
        Encoding::Jpeg => {
            let mut file = Vec::new();
            JpegEncoder::new_with_quality(&mut file, JPEG_QUALITY)
                .encode(picture.as_raw(), width, height, ExtendedColorType::Rgb8)
                .map_err(damaged)?;
            Ok(file)
        }
    }
}

fn refused(error: image::ImageError) -> Refusal {
    match error {
        image::ImageError::Limits(_) => {
            Refusal::TooManyPixels { width: SIDE_MAX, height: SIDE_MAX }
        }
        other => damaged(other),
    }
}

fn damaged(error: impl std::fmt::Display) -> Refusal {
    Refusal::Damaged { why: error.to_string() }
}
