//! A photo of twelve million pixels into all the sizes that are shown, as the service makes them,
//! beside the bare calls of the same libraries: decode, resize, encode.

use std::io::Cursor;

use circuler::picture;
use fast_image_resize::images::Image as Plane;
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};
use image::codecs::jpeg::JpegEncoder;
use image::{ExtendedColorType, ImageFormat, RgbImage};

use crate::workload::Dice;
use crate::{Case, quantile, timed};

/// What a telephone takes.
const SIZE: (u32, u32) = (4032, 3024);

/// Each is run so often, in turn, and the middle one counts.
const RUNS: usize = 7;

pub fn run(print: &mut impl FnMut(Case)) {
    let photo = photo();
    let (mut ours, mut bare) = (Vec::new(), Vec::new());
    let mut files = 0;
    for _ in 0..RUNS {
        let (picture, took) = timed(|| picture::develop(&photo).expect("a picture"));
        ours.push(took.as_secs_f64() * 1000.0);
        let (made, took) = timed(|| develop_bare(&photo));
        bare.push(took.as_secs_f64() * 1000.0);
        files = picture.sizes.len();
        assert_eq!(files, made, "both make the same sizes");
    }
    print(Case {
        name: format!(
            "a photo of {} × {}, {} kB, on one thread",
            SIZE.0,
            SIZE.1,
            photo.len() / 1000
        ),
        ours: quantile(&mut ours, 0.5),
        peer: Some((quantile(&mut bare, 0.5), "decode, resize, encode, the same libraries")),
        unit: "ms",
        hits: files,
    });
}

/// Soft shapes with the grain of a sensor: about as hard to pack as what is photographed.
fn photo() -> Vec<u8> {
    let mut dice = Dice::new(17);
    let picture = RgbImage::from_fn(SIZE.0, SIZE.1, |x, y| {
        let grain = u32::try_from(dice.below(12)).expect("below twelve");
        let shade = |step: u32| (x / step + y / (step + 3)) * 37 % 160 + grain;
        image::Rgb([61, 83, 127].map(|step| u8::try_from(shade(step)).expect("below 172")))
    });
    let mut file = Vec::new();
    JpegEncoder::new_with_quality(&mut file, 90)
        .encode(picture.as_raw(), SIZE.0, SIZE.1, ExtendedColorType::Rgb8)
        .expect("a file");
    file
}

fn develop_bare(file: &[u8]) -> usize {
    let decoded = image::load(Cursor::new(file), ImageFormat::Jpeg).expect("a picture").into_rgb8();
    let (mut width, mut height) = decoded.dimensions();
    let mut pixels = decoded.into_raw();
    let mut made = 0;
    for longest in [1600, 800, 320] {
        let (to_width, to_height) = (longest, longest * height / width);
        let from = Plane::from_vec_u8(width, height, pixels, PixelType::U8x3).expect("pixels");
        let mut to = Plane::new(to_width, to_height, PixelType::U8x3);
        let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3));
        Resizer::new().resize(&from, &mut to, &options).expect("resized");
        (width, height, pixels) = (to_width, to_height, to.into_vec());
        let mut config = webp::WebPConfig::new().expect("settings");
        (config.quality, config.method) = (78.0, 2);
        let encoder = webp::Encoder::from_rgb(&pixels, width, height);
        made += usize::from(!encoder.encode_advanced(&config).expect("a file").is_empty());
        let mut jpeg = Vec::new();
        JpegEncoder::new_with_quality(&mut jpeg, 80)
            .encode(&pixels, width, height, ExtendedColorType::Rgb8)
            .expect("a file");
        made += usize::from(!jpeg.is_empty());
    }
    made
}
