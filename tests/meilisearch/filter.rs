//! The stand-in's filters: read as Meilisearch reads them, and held to each document.

use std::cmp::Ordering;

use serde_json::Value;

use super::{Answer, error};

#[derive(Debug)]
pub enum Filter {
    All(Vec<Filter>),
    Any(Vec<Filter>),
    Not(Box<Filter>),
    IsIn(String, Vec<String>),
    BeginsWith(String, String),
    Compares(String, String, String),
    Between(String, f64, f64),
    IsThere(String),
    IsNull(String),
    Circle([f64; 3]),
    Rectangle([f64; 4]),
}

/// The tokens of a filter: words and values alike, and signs.
struct Reader<'a> {
    tokens: std::iter::Peekable<std::vec::IntoIter<String>>,
    settings: &'a Value,
}

type Read<T> = Result<T, Answer>;

fn refused(message: &str) -> Answer {
    error(400, "invalid_search_filter", "invalid_request", message)
}

/// A value or name in quotes begins with this sign, so that it is not taken for a word.
const QUOTED: char = '"';

impl Filter {
    /// A text, or a list of them of which all must hold, and in it lists of which any must.
    pub fn read(filter: &Value, settings: &Value) -> Read<Self> {
        match filter {
            Value::Null => Ok(Self::All(Vec::new())),
            Value::Array(all) => {
                let each = |it: &Value| match it {
                    Value::Array(any) => {
                        let any = any.iter().map(|it| Self::read(it, settings));
                        Ok(Self::Any(any.collect::<Read<_>>()?))
                    }
                    one => Self::read(one, settings),
                };
                Ok(Self::All(all.iter().map(each).collect::<Read<_>>()?))
            }
            text => {
                let text = text.as_str().unwrap();
                if text.is_empty() {
                    return Ok(Self::All(Vec::new()));
                }
                let tokens = tokens(text).into_iter().peekable();
                let mut reader = Reader { tokens, settings };
                let filter = reader.any()?;
                match reader.tokens.next() {
                    None => Ok(filter),
                    Some(rest) => Err(refused(&format!("Found unexpected characters: `{rest}`"))),
                }
            }
        }
    }

    pub fn holds(&self, document: &Value) -> bool {
        let any = |name: &str, is: &dyn Fn(&Value) -> bool| values(document, name).iter().any(is);
        match self {
            Self::All(all) => all.iter().all(|it| it.holds(document)),
            Self::Any(some) => some.iter().any(|it| it.holds(document)),
            Self::Not(it) => !it.holds(document),
            Self::IsIn(name, values) => any(name, &|own| values.iter().any(|it| is_same(own, it))),
            Self::BeginsWith(name, start) => {
                let start = start.to_lowercase();
                any(name, &|own| {
                    own.as_str().is_some_and(|it| it.to_lowercase().starts_with(&start))
                })
            }
            Self::Compares(name, sign, value) => any(name, &|own| {
                let order = match (own.as_f64(), value.parse::<f64>()) {
                    (Some(own), Ok(value)) => own.partial_cmp(&value),
                    _ => own.as_str().map(|it| it.cmp(value.as_str())),
                };
                order.is_some_and(|it| match sign.as_str() {
                    ">" => it == Ordering::Greater,
                    ">=" => it != Ordering::Less,
                    "<" => it == Ordering::Less,
                    _ => it != Ordering::Greater,
                })
            }),
            Self::Between(name, min, max) => {
                any(name, &|own| own.as_f64().is_some_and(|it| it >= *min && it <= *max))
            }
            Self::IsThere(name) => is_there(document, name),
            Self::IsNull(name) => any(name, &Value::is_null),
            Self::Circle([latitude, longitude, metres]) => {
                place(document).is_some_and(|it| distance(it, (*latitude, *longitude)) <= *metres)
            }
            Self::Rectangle([north, east, south, west]) => place(document).is_some_and(|it| {
                let is_between = if west <= east {
                    (*west..=*east).contains(&it.1)
                } else {
                    it.1 >= *west || it.1 <= *east
                };
                (*south..=*north).contains(&it.0) && is_between
            }),
        }
    }
}

impl Reader<'_> {
    fn next(&mut self) -> Read<String> {
        self.tokens.next().ok_or_else(|| refused("Was expecting a value but instead got nothing."))
    }

    fn take(&mut self, word: &str) -> bool {
        self.tokens.next_if(|it| it == word).is_some()
    }

    fn expect(&mut self, word: &str) -> Read<()> {
        if self.take(word) { Ok(()) } else { Err(refused(&format!("Was expecting `{word}`"))) }
    }

    fn any(&mut self) -> Read<Filter> {
        let mut any = vec![self.all()?];
        while self.take("OR") {
            any.push(self.all()?);
        }
        Ok(Filter::Any(any))
    }

    fn all(&mut self) -> Read<Filter> {
        let mut all = vec![self.one()?];
        while self.take("AND") {
            all.push(self.one()?);
        }
        Ok(Filter::All(all))
    }

    fn one(&mut self) -> Read<Filter> {
        if self.take("NOT") {
            return Ok(Filter::Not(Box::new(self.one()?)));
        }
        if self.take("(") {
            let inner = self.any()?;
            self.expect(")")?;
            return Ok(inner);
        }
        if self.take("_geoRadius") {
            let [latitude, longitude, metres] = self.numbers()?;
            return Ok(Filter::Circle([latitude, longitude, metres]));
        }
        if self.take("_geoBoundingBox") {
            return Ok(Filter::Rectangle(self.numbers()?));
        }
        self.condition()
    }

    fn condition(&mut self) -> Read<Filter> {
        let name = unquoted(&self.next()?);
        if !is_filterable(&name, self.settings) {
            return Err(refused(&format!("Attribute `{name}` is not filterable.")));
        }
        let word = self.next()?;
        Ok(match word.as_str() {
            "IN" => {
                self.expect("[")?;
                let mut values = Vec::new();
                while !self.take("]") {
                    values.push(unquoted(&self.next()?));
                    self.take(",");
                }
                Filter::IsIn(name, values)
            }
            "STARTS" => {
                self.expect("WITH")?;
                Filter::BeginsWith(name, unquoted(&self.next()?))
            }
            "EXISTS" => Filter::IsThere(name),
            "NOT" => {
                self.expect("EXISTS")?;
                Filter::Not(Box::new(Filter::IsThere(name)))
            }
            "IS" => {
                self.expect("NULL")?;
                Filter::IsNull(name)
            }
            "=" => Filter::IsIn(name, vec![unquoted(&self.next()?)]),
            ">" | ">=" | "<" | "<=" => {
                let value = self.next()?;
                if value.starts_with(['>', '<', '=']) {
                    return Err(refused("Was expecting a value but instead got nothing."));
                }
                Filter::Compares(name, word, unquoted(&value))
            }
            from => {
                self.expect("TO")?;
                let to = self.next()?;
                let number =
                    |text: &str| text.parse().map_err(|_| refused("Was expecting an operation"));
                Filter::Between(name, number(from)?, number(&to)?)
            }
        })
    }

    /// So many numbers, whatever brackets and commas stand around them.
    fn numbers<const COUNT: usize>(&mut self) -> Read<[f64; COUNT]> {
        let mut numbers = Vec::new();
        self.expect("(")?;
        while !self.take(")") {
            let token = self.next()?;
            if !["[", "]", ","].contains(&token.as_str()) {
                let number: f64 = token.parse().map_err(|_| refused("Was expecting a number"))?;
                if !number.is_finite() {
                    return Err(refused("Was expecting a number"));
                }
                numbers.push(number);
            }
        }
        numbers.try_into().map_err(|_| refused("The `_geoRadius` filter must be in another form"))
    }
}

fn tokens(text: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            ' ' => {}
            '(' | ')' | '[' | ']' | ',' => tokens.push(letter.to_string()),
            '"' => {
                let mut value = String::from(QUOTED);
                while let Some(letter) = letters.next() {
                    match letter {
                        '"' => break,
                        '\\' => value.extend(letters.next()),
                        other => value.push(other),
                    }
                }
                tokens.push(value);
            }
            '<' | '>' | '=' => {
                let mut sign = letter.to_string();
                sign.extend(letters.next_if(|it| "<>=".contains(*it)));
                tokens.push(sign);
            }
            other => {
                let mut word = other.to_string();
                while let Some(next) = letters.next_if(|it| !" ()[],\"<>=".contains(*it)) {
                    word.push(next);
                }
                tokens.push(word);
            }
        }
    }
    tokens
}

fn unquoted(token: &str) -> String {
    token.strip_prefix(QUOTED).unwrap_or(token).to_owned()
}

fn is_filterable(name: &str, settings: &Value) -> bool {
    let fits = |pattern: &str| match pattern.strip_suffix('*') {
        Some(start) => name.starts_with(start),
        None => name == pattern,
    };
    settings["filterableAttributes"].as_array().into_iter().flatten().any(|rule| match rule {
        Value::String(pattern) => fits(pattern),
        rule => super::texts(&rule["attributePatterns"]).into_iter().any(fits),
    })
}

/// The values at a path, each of a list by itself.
pub fn values(document: &Value, path: &str) -> Vec<Value> {
    let found = path.split('.').try_fold(document, |it, name| it.get(name));
    match found {
        None => Vec::new(),
        Some(Value::Array(all)) => all.clone(),
        Some(one) => vec![one.clone()],
    }
}

fn is_there(document: &Value, path: &str) -> bool {
    path.split('.').try_fold(document, |it, name| it.get(name)).is_some()
}

/// Numbers as such, words in any case.
fn is_same(own: &Value, asked: &str) -> bool {
    match (own.as_f64(), asked.parse::<f64>()) {
        (Some(own), Ok(asked)) => (own - asked).abs() < f64::EPSILON,
        _ => own.as_str().is_some_and(|it| it.to_lowercase() == asked.to_lowercase()),
    }
}

/// Two documents by one rule of a sort; what lacks the attribute comes last.
pub fn compare(rule: &str, one: &Value, two: &Value) -> Ordering {
    let (what, way) = rule.rsplit_once(':').unwrap();
    let turned = |order: Ordering| if way == "desc" { order.reverse() } else { order };
    if let Some(point) = what.strip_prefix("_geoPoint(") {
        let numbers: Vec<f64> =
            point.trim_end_matches(')').split(',').map(|it| it.trim().parse().unwrap()).collect();
        let far = |it: &Value| place(it).map(|it| distance(it, (numbers[0], numbers[1])));
        return match (far(one), far(two)) {
            (Some(one), Some(two)) => turned(one.total_cmp(&two)),
            (one, two) => two.is_some().cmp(&one.is_some()),
        };
    }
    let first = |it: &Value| values(it, what).into_iter().next();
    match (first(one), first(two)) {
        (Some(one), Some(two)) => turned(match (one.as_f64(), two.as_f64()) {
            (Some(one), Some(two)) => one.total_cmp(&two),
            _ => one.as_str().cmp(&two.as_str()),
        }),
        (one, two) => two.is_some().cmp(&one.is_some()),
    }
}

fn place(document: &Value) -> Option<(f64, f64)> {
    let geo = document.get("_geo")?;
    Some((geo["lat"].as_f64()?, geo["lng"].as_f64()?))
}

/// In metres, on a ball of Meilisearch's radius.
fn distance(one: (f64, f64), two: (f64, f64)) -> f64 {
    let half = |degrees: f64| (degrees.to_radians() / 2.0).sin().powi(2);
    let shrink = one.0.to_radians().cos() * two.0.to_radians().cos();
    let chord = half(two.0 - one.0) + shrink * half(two.1 - one.1);
    2.0 * 6_371_000.0 * chord.sqrt().min(1.0).asin()
}
