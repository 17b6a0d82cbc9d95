//! XML the way nearly every program writes a workbook: plain elements, no prefixes, no comments.
//! It is taken apart byte by byte where it stands. All else is [`Unusual`], however valid.

use super::Unusual;

/// How an element begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tag {
    /// `<c>`: there is more until `</c>`.
    Open,
    /// `<c/>`
    Empty,
}

/// Steps over `expected`, if it comes next.
pub(super) fn eat(rest: &mut &[u8], expected: &[u8]) -> bool {
    match rest.strip_prefix(expected) {
        Some(after) => {
            *rest = after;
            true
        }
        None => false,
    }
}

/// Steps over what is laid between elements to make them pretty.
pub(super) fn skip_space(rest: &mut &[u8]) {
    while let [b' ' | b'\n' | b'\r' | b'\t', after @ ..] = rest {
        *rest = after;
    }
}

/// Reads the attributes of an element whose name was just read, and the end of its tag.
pub(super) fn attributes<'a>(
    rest: &mut &'a [u8],
    mut each: impl FnMut(&'a [u8], &'a [u8]),
) -> Result<Tag, Unusual> {
    loop {
        match rest {
            [b'>', after @ ..] => {
                *rest = after;
                return Ok(Tag::Open);
            }
            [b'/', b'>', after @ ..] => {
                *rest = after;
                return Ok(Tag::Empty);
            }
            [b' ' | b'\n' | b'\r' | b'\t', after @ ..] => *rest = after,
            _ => return Err(Unusual),
        }
        skip_space(rest);
        if matches!(rest, [b'>' | b'/', ..]) {
            continue;
        }
        let name_end = rest.iter().position(|it| matches!(it, b'=' | b'>' | b'<' | b' '));
        let (name, after) = rest.split_at(name_end.ok_or(Unusual)?);
        let [b'=', quote @ (b'"' | b'\''), after @ ..] = after else { return Err(Unusual) };
        let value_end = after.iter().position(|it| it == quote).ok_or(Unusual)?;
        each(name, &after[..value_end]);
        *rest = &after[value_end + 1..];
    }
}

/// What stands before the next element.
pub(super) fn until_markup<'a>(rest: &mut &'a [u8]) -> Result<&'a [u8], Unusual> {
    let end = memchr::memchr(b'<', rest).ok_or(Unusual)?;
    let (before, after) = rest.split_at(end);
    *rest = after;
    Ok(before)
}

/// What a text says; `room` is for one that is not written as it reads.
pub(super) fn text<'t>(raw: &'t [u8], room: &'t mut String) -> Result<&'t str, Unusual> {
    let plain = std::str::from_utf8(raw).map_err(|_| Unusual)?;
    let said = match memchr::memchr2(b'&', b'\r', raw) {
        None => plain,
        Some(_) => {
            room.clear();
            decode(plain, room)?;
            room
        }
    };
    // Excel writes `_x000D_` for what XML cannot hold.
    if said.contains("_x") { Err(Unusual) } else { Ok(said) }
}

fn decode(raw: &str, said: &mut String) -> Result<(), Unusual> {
    let mut rest = raw;
    while let Some(at) = rest.find(['&', '\r']) {
        said.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(after) = rest.strip_prefix('\r') {
            said.push('\n');
            rest = after.strip_prefix('\n').unwrap_or(after);
            continue;
        }
        let end = rest.find(';').ok_or(Unusual)?;
        said.push(character(&rest[1..end])?);
        rest = &rest[end + 1..];
    }
    said.push_str(rest);
    Ok(())
}

/// What `amp` or `#233` stands for.
fn character(name: &str) -> Result<char, Unusual> {
    Ok(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ => {
            let digits = name.strip_prefix('#').ok_or(Unusual)?;
            let (digits, base) =
                digits.strip_prefix('x').map_or((digits, 10), |digits| (digits, 16));
            let is_plain = digits.bytes().all(|it| it.is_ascii_hexdigit());
            let code = u32::from_str_radix(digits, base).ok().filter(|it| is_plain && *it > 0);
            code.and_then(char::from_u32).ok_or(Unusual)?
        }
    })
}

/// A whole number, of few enough digits to be one.
pub(super) fn whole(digits: &[u8]) -> Result<u32, Unusual> {
    const DIGITS_MAX: usize = 9;
    if digits.is_empty() || digits.len() > DIGITS_MAX {
        return Err(Unusual);
    }
    digits.iter().try_fold(0_u32, |sum, it| match it {
        b'0'..=b'9' => Ok(sum * 10 + u32::from(it - b'0')),
        _ => Err(Unusual),
    })
}

/// A number as spreadsheets write it, exactly as [`f64::from_str`](std::str::FromStr) reads it.
pub(super) fn number(written: &[u8]) -> Result<f64, Unusual> {
    if let Some(short) = short_number(written) {
        return Ok(short);
    }
    let number = |it: &u8| matches!(it, b'0'..=b'9' | b'.' | b'-' | b'+' | b'e' | b'E');
    // Readers differ in what they make of a point without a digit on both sides.
    let ends = [written.first(), written.last()];
    if ends.contains(&Some(&b'.')) || ends.contains(&None) || !written.iter().all(number) {
        return Err(Unusual);
    }
    std::str::from_utf8(written).ok().and_then(|it| it.parse().ok()).ok_or(Unusual)
}

/// Up to fifteen digits and a power of ten below 10²² are both exact as `f64`, so their quotient is
/// the nearest there is to what is written.
fn short_number(written: &[u8]) -> Option<f64> {
    const DIGITS_MAX: usize = 15;
    const POWERS: [f64; 16] =
        [1.0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];
    if written.is_empty() || written.len() > DIGITS_MAX {
        return None;
    }
    let (mut value, mut decimals) = (0_u64, None);
    for byte in written {
        match byte {
            b'0'..=b'9' => value = value * 10 + u64::from(byte - b'0'),
            b'.' if decimals.is_none() => {
                decimals = Some(0);
                continue;
            }
            _ => return None,
        }
        decimals = decimals.map(|it| it + 1);
    }
    #[expect(clippy::cast_precision_loss, reason = "fifteen digits are exact")]
    let value = value as f64;
    match decimals {
        None => Some(value),
        Some(0) => None,
        Some(_) if written[0] == b'.' => None,
        Some(decimals) => Some(value / POWERS[decimals]),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_number_is_what_it_is_to_everybody(written in "-?[0-9]{1,17}(\\.[0-9]{1,17})?([eE][-+]?[0-9]{1,3})?") {
            let plain: f64 = written.parse().unwrap();
            prop_assert_eq!(number(written.as_bytes()).map(f64::to_bits), Ok(plain.to_bits()));
        }

        #[test]
        fn what_is_no_plain_number_is_left_to_others(written in "[-+.eE0-9a ]{0,8}") {
            if let Ok(read) = number(written.as_bytes()) {
                prop_assert_eq!(written.parse(), Ok(read));
            }
        }

        #[test]
        fn a_text_says_what_was_written_into_it(said in "[a-zé&<>\"' \n]{0,20}") {
            let written = quick_xml::escape::escape(&said).replace('\n', "\r\n");
            let mut room = String::new();
            prop_assert_eq!(text(written.as_bytes(), &mut room), Ok(said.as_str()));
        }
    }

    #[test]
    fn attributes_stand_in_either_quotation_marks() {
        let mut rest = &b" r=\"A1\"  t='s' />tail"[..];
        let mut found = Vec::new();
        let tag = attributes(&mut rest, |name, value| found.push((name, value)));
        assert_eq!((tag, rest), (Ok(Tag::Empty), &b"tail"[..]));
        assert_eq!(found, [(&b"r"[..], &b"A1"[..]), (b"t", b"s")]);
        for odd in ["", "x>", " r", " r=", " r=1>", " r=\"1", " r = \"1\">", "/"] {
            assert_eq!(attributes(&mut odd.as_bytes(), |_, _| ()), Err(Unusual), "{odd}");
        }
    }

    #[test]
    fn what_stands_for_no_character_is_unusual() {
        let mut room = String::new();
        assert_eq!(text(b"&#xe9;&#233;", &mut room), Ok("éé"));
        for odd in ["&", "&x;", "&#;", "&#0;", "&#x110000;", "&#+5;", "a_x000D_", "&#95;x000D_"] {
            assert_eq!(text(odd.as_bytes(), &mut room), Err(Unusual), "{odd}");
        }
        assert_eq!(text(b"\xff", &mut room), Err(Unusual));
    }
}
