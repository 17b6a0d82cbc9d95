//! Which row a file belongs to, by its name: `D-12.jpg`, `d 12_2.JPG`, `D-12/voorkant.jpg`. No I/O
//! here.

use std::collections::HashMap;

use super::At;
use crate::catalogue;

/// Rows by the number that their holder gave them, written in any way.
#[derive(Debug, Default)]
pub struct Numbers {
    /// `None`: two rows could be meant.
    rows: HashMap<String, Option<At>>,
}

impl Numbers {
    pub fn add(&mut self, number: &str, at: At) {
        let key = key(number);
        if !key.is_empty() {
            let same = self.rows.get(&key).is_none_or(|it| it.as_ref() == Some(&at));
            self.rows.insert(key, same.then_some(at));
        }
    }

    /// The row that the name of a file names: by the name as a whole, else without a number or a
    /// letter of its own at the end, else by the folder it lies in.
    pub fn row_of(&self, path: &str) -> Option<&At> {
        let mut parts = path.rsplit(['/', '\\']);
        let name = parts.next()?;
        let stem = name.rsplit_once('.').map_or(name, |it| it.0);
        let mut tries = vec![stem];
        tries.extend(without_own_number(stem));
        tries.extend(parts.next());
        tries.into_iter().find_map(|it| self.rows.get(&key(it))?.as_ref())
    }
}

/// Letters and digits alone, folded: what people keep when they type a number again.
fn key(number: &str) -> String {
    catalogue::fold(number).chars().filter(|it| it.is_alphanumeric()).collect()
}

/// Digits of a number of photos: nobody takes a thousand of one door.
const OWN_NUMBER_DIGITS_MAX: usize = 3;

/// `D-12` of `D-12_3`, `D-12 (3)` and `D-12b`.
fn without_own_number(stem: &str) -> Option<&str> {
    let stem = stem.trim_end().trim_end_matches(')');
    let digits = stem.len() - stem.trim_end_matches(|it: char| it.is_ascii_digit()).len();
    if (1..=OWN_NUMBER_DIGITS_MAX).contains(&digits) {
        let rest = &stem[..stem.len() - digits];
        let shorter = rest.trim_end_matches(['_', '-', ' ', '(', '.', '#']);
        return (shorter.len() < rest.len()).then_some(shorter);
    }
    let last = stem.chars().next_back().filter(char::is_ascii_alphabetic)?;
    let rest = &stem[..stem.len() - last.len_utf8()];
    let shorter = rest.trim_end_matches(['_', '-', ' ']);
    let after_digit = shorter.ends_with(|it: char| it.is_ascii_digit());
    (after_digit || shorter.len() < rest.len()).then_some(shorter)
}

/// What systems put beside the files of their users.
pub fn is_of_a_system(path: &str) -> bool {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    path.contains("__MACOSX") || name.starts_with('.') || name.eq_ignore_ascii_case("thumbs.db")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(row: i64) -> At {
        At { sheet: "Lijst".to_owned(), row }
    }

    fn numbers() -> Numbers {
        let mut numbers = Numbers::default();
        for (number, row) in [("D-1", 2), ("D-1-2", 3), ("Balk 007", 4), ("12", 5), ("R.3", 6)] {
            numbers.add(number, at(row));
        }
        numbers.add("dubbel", at(7));
        numbers.add("Dubbel", at(8));
        numbers
    }

    #[test]
    fn a_file_belongs_to_the_row_whose_number_it_bears() {
        let numbers = numbers();
        for (name, row) in [
            ("D-1.jpg", Some(2)),
            ("d1.JPEG", Some(2)),
            ("D_1.png", Some(2)),
            ("D-1_3.jpg", Some(2)),
            ("D-1 (4).jpg", Some(2)),
            ("D-1b.jpg", Some(2)),
            ("D-1-2.jpg", Some(3)),
            ("foto's/D-1-2_1.jpg", Some(3)),
            ("balk_007-1.jpg", Some(4)),
            ("12.jpg", Some(5)),
            ("12_1.jpg", Some(5)),
            ("R.3.jpg", Some(6)),
            ("R.3/IMG_2044.jpg", Some(6)),
            ("..\\..\\D-1.jpg", Some(2)),
            ("D-2.jpg", None),
            ("dubbel.jpg", None),
            ("IMG_2044.jpg", None),
            ("", None),
            (".jpg", None),
        ] {
            assert_eq!(numbers.row_of(name).map(|it| it.row), row, "{name}");
        }
    }

    #[test]
    fn what_a_system_left_is_no_photo() {
        for name in ["__MACOSX/._D-1.jpg", "a/.DS_Store", "Thumbs.db"] {
            assert!(is_of_a_system(name), "{name}");
        }
        assert!(!is_of_a_system("D-1.jpg"));
    }

    proptest! {
        #[test]
        fn any_name_is_taken_or_left(name in ".{0,40}") {
            numbers().row_of(&name);
        }

        /// A number with one of its own behind it is found, whatever stands between.
        #[test]
        fn a_number_is_found_again(number in "[A-Z]{1,3}[0-9]{1,4}", between in "[_ -]", own in 1..100_u8) {
            let mut numbers = Numbers::default();
            numbers.add(&number, at(1));
            let name = format!("{number}{between}{own}.jpg");
            prop_assert_eq!(numbers.row_of(&name), Some(&at(1)));
        }
    }
}
