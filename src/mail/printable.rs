//! Text as quoted-printable (RFC 2045 §6.7): what every server passes on as it is, and what a
//! person can still read.

/// Of a line, without its break.
const LINE_CHARACTERS_MAX: usize = 76;
const HEX: &[u8; 16] = b"0123456789ABCDEF";

/// A text becomes longer by about this part of it: what memory to have ready.
pub const ESCAPES_OF_TEXT: usize = 8;

/// Writes the text, with the breaks of lines that mails have. Its runs of plain characters, which
/// is most of it, are copied as a whole: a letter of twenty finds is some forty thousand characters.
pub fn quoted_printable(text: &str, out: &mut Vec<u8>) {
    let mut rest = text.as_bytes();
    while let Some(end) = memchr::memchr(b'\n', rest) {
        write_line(&rest[..end], out);
        out.extend_from_slice(b"\r\n");
        rest = &rest[end + 1..];
    }
    write_line(rest, out);
}

fn write_line(line: &[u8], out: &mut Vec<u8>) {
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    // A blank at the end of a line would be lost on the way.
    let (line, blank) = match line {
        [line @ .., blank @ (b' ' | b'\t')] => (line, Some(*blank)),
        _ => (line, None),
    };
    // The last place is for the sign that the line goes on.
    let mut room = LINE_CHARACTERS_MAX - 1;
    let mut rest = line;
    while let Some(next) = rest.first() {
        let within = &rest[..rest.len().min(room)];
        let run = plain_run(within);
        if run > 0 {
            out.extend_from_slice(&rest[..run]);
            (room, rest) = (room - run, &rest[run..]);
        } else if room < ESCAPED_CHARACTERS {
            go_on(out, &mut room);
        } else {
            escape(*next, out, &mut room);
            rest = &rest[1..];
        }
    }
    if let Some(blank) = blank {
        if room < ESCAPED_CHARACTERS {
            go_on(out, &mut room);
        }
        escape(blank, out, &mut room);
    }
}

/// `=E2`.
const ESCAPED_CHARACTERS: usize = 3;

fn escape(byte: u8, out: &mut Vec<u8>, room: &mut usize) {
    let digit = |it: u8| HEX[usize::from(it)];
    out.extend_from_slice(&[b'=', digit(byte >> 4), digit(byte & 15)]);
    *room -= ESCAPED_CHARACTERS;
}

/// The same line, further down.
fn go_on(out: &mut Vec<u8>, room: &mut usize) {
    out.extend_from_slice(b"=\r\n");
    *room = LINE_CHARACTERS_MAX - 1;
}

/// How many of these are plain until the first that is not, looked at eight at a time.
fn plain_run(bytes: &[u8]) -> usize {
    let mut run = 0;
    while let Some(eight) = bytes[run..].first_chunk() {
        match first_marked(u64::from_le_bytes(*eight)) {
            None => run += eight.len(),
            Some(at) if bytes[run + at] == b'\t' => run += at + 1,
            Some(at) => return run + at,
        }
    }
    let rest = &bytes[run..];
    run + rest.iter().position(|it| !is_plain(*it)).unwrap_or(rest.len())
}

/// The first of eight bytes that is no printable ASCII, or is the sign that begins an escape.
fn first_marked(eight: u64) -> Option<usize> {
    const EACH: u64 = u64::from_le_bytes([1; 8]);
    const TOP: u64 = EACH << 7;
    // Sets the top bit of each byte that is below `limit`, a bound of ASCII. What it borrows may
    // set that of bytes after such a one too; the first is right, and is all that is asked for.
    let below = |bytes: u64, limit: u8| bytes.wrapping_sub(EACH * u64::from(limit)) & !bytes & TOP;
    let is = |byte: u8| below(eight ^ (EACH * u64::from(byte)), 1);
    let marked = (eight & TOP) | below(eight, b' ') | is(b'=') | is(0x7f);
    (marked != 0).then_some(marked.trailing_zeros() as usize / 8)
}

fn is_plain(byte: u8) -> bool {
    matches!(byte, b'\t' | b' '..=b'<' | b'>'..=b'~')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What a reader makes of it, character by character.
    fn read(written: &[u8]) -> String {
        let joined = String::from_utf8(written.to_vec()).unwrap().replace("=\r\n", "");
        let mut bytes = Vec::new();
        let mut rest = joined.as_bytes();
        while let Some((first, after)) = rest.split_first() {
            if *first == b'=' {
                let digits = std::str::from_utf8(&after[..2]).unwrap();
                bytes.push(u8::from_str_radix(digits, 16).unwrap());
                rest = &after[2..];
            } else {
                bytes.push(*first);
                rest = after;
            }
        }
        String::from_utf8(bytes).unwrap()
    }

    fn written(text: &str) -> String {
        let mut out = Vec::new();
        quoted_printable(text, &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn it_looks_as_the_standard_has_it() {
        assert_eq!(written("a = b\nc \nd\r\n"), "a =3D b\r\nc=20\r\nd\r\n");
        assert_eq!(written("€\rx\t"), "=E2=82=AC=0Dx=09");
        let long = "x".repeat(80);
        assert_eq!(written(&long), format!("{}=\r\n{}", "x".repeat(75), "x".repeat(5)));
    }

    proptest! {
        #[test]
        fn eight_at_a_time_is_as_one_by_one(bytes in prop::collection::vec(
            prop_oneof![8 => b' '..=b'~', 1 => any::<u8>(), 1 => Just(b'\t'), 1 => Just(b'=')],
            0..40,
        )) {
            let plainly = bytes.iter().position(|it| !is_plain(*it)).unwrap_or(bytes.len());
            prop_assert_eq!(plain_run(&bytes), plainly);
        }

        #[test]
        fn what_is_written_is_read_again(text in "(\\PC|[ =\t\r\n€.]){0,400}") {
            let bytes = written(&text).into_bytes();
            prop_assert!(bytes.is_ascii());
            for line in bytes.split(|it| *it == b'\n') {
                let line = line.strip_suffix(b"\r").unwrap_or(line);
                prop_assert!(line.len() <= LINE_CHARACTERS_MAX);
                prop_assert!(!line.ends_with(b" ") && !line.ends_with(b"\t"));
            }
            let expected = text.split('\n').map(|it| it.strip_suffix('\r').unwrap_or(it));
            prop_assert_eq!(read(&bytes), expected.collect::<Vec<_>>().join("\r\n"));
        }
    }
}
