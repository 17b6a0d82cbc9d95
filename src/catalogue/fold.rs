//! Letters as they are compared: lower case, without accents.

/// Lower case, accents stripped (`é` → `e`, `ß` → `ss`, `œ` → `oe`), curly quotes and dashes made
/// plain, spaces in a row made one.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            'A'..='Z' => folded.push(letter.to_ascii_lowercase()),
            it if it.is_whitespace() => {
                if !folded.ends_with(' ') {
                    folded.push(' ');
                }
            }
            it if it.is_ascii() => folded.push(it),
            it => it.to_lowercase().for_each(|it| push_folded(&mut folded, it)),
        }
    }
    let kept = folded.trim_end().len();
    folded.truncate(kept);
    if folded.starts_with(' ') { folded.trim_start().to_owned() } else { folded }
}

fn push_folded(folded: &mut String, letter: char) {
    let plain = match letter {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ą' => "a",
        'ç' | 'ć' | 'č' => "c",
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ę' | 'ě' => "e",
        'ì' | 'í' | 'î' | 'ï' | 'ī' => "i",
        'ñ' | 'ń' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ō' | 'ø' => "o",
        'ù' | 'ú' | 'û' | 'ü' | 'ū' | 'ů' => "u",
        'ý' | 'ÿ' => "y",
        'š' | 'ś' => "s",
        'ž' | 'ź' | 'ż' => "z",
        'ß' => "ss",
        'œ' => "oe",
        'æ' => "ae",
        'ĳ' => "ij",
        '‘' | '’' | '‚' | '‛' | 'ʼ' | '′' | '´' | '`' => "'",
        '“' | '”' | '„' | '«' | '»' | '″' => "\"",
        '‐' | '‑' | '‒' | '–' | '—' | '−' => "-",
        '×' => "x",
        '²' => "2",
        '³' => "3",
        '\u{ad}' | '\u{200b}' | '\u{feff}' | '\u{300}'..='\u{36f}' => "",
        other => return folded.push(other),
    };
    folded.push_str(plain);
}
