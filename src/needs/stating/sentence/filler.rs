//! Words that ask for nothing, and by which a language is known.

use super::reading::{Meaning, Reading};
use super::token::{Kind, Token};
use super::{kind, quantity};
use crate::language::Language;

/// Folded. By them a language is known, too.
const NL: &[&str] = &[
    "ik",
    "wij",
    "we",
    "zoek",
    "zoeken",
    "gezocht",
    "nodig",
    "hebben",
    "heb",
    "wil",
    "willen",
    "graag",
    "het",
    "een",
    "van",
    "voor",
    "met",
    "zonder",
    "zijn",
    "ook",
    "liefst",
    "aub",
    "alstublieft",
    "bij",
    "naar",
    "tweedehands",
    "tweedehandse",
    "gebruikt",
    "gebruikte",
    "herbruikbaar",
    "herbruikbare",
    "recuperatie",
    "te",
    "koop",
    "kopen",
    "ons",
    "onze",
    "project",
    "werf",
    "stuk",
    "stuks",
    "mag",
    "dringend",
    "of",
    "op",
    "er",
    "dat",
    "die",
    "worden",
    "kan",
    "geleverd",
    "leverbaar",
    "beschikbaar",
    "afgehaald",
    "afhalen",
    "af",
    "halen",
    "tot",
    "vanaf",
    "binnen",
    "omgeving",
    "minstens",
    "staat",
    "geen",
];
const FR: &[&str] = &[
    "je",
    "nous",
    "cherche",
    "cherchons",
    "recherche",
    "recherchons",
    "besoin",
    "j'",
    "ai",
    "avons",
    "veux",
    "voudrais",
    "souhaite",
    "le",
    "la",
    "les",
    "l'",
    "un",
    "une",
    "des",
    "du",
    "d'",
    "et",
    "ou",
    "pour",
    "avec",
    "sans",
    "sur",
    "au",
    "aux",
    "svp",
    "livrable",
    "disponible",
    "occasion",
    "reemploi",
    "recuperation",
    "recup",
    "notre",
    "projet",
    "chantier",
    "si",
    "possible",
    "urgent",
    "piece",
    "pieces",
    "qui",
    "que",
    "de",
    "environ",
    "etat",
    "est",
    "sont",
    "autour",
    "achete",
    "achetons",
    "acheter",
    "complet",
    "complete",
    "avant",
    "pas",
    "rayon",
];
const EN: &[&str] = &[
    "i",
    "we",
    "looking",
    "look",
    "for",
    "need",
    "needed",
    "wanted",
    "want",
    "would",
    "like",
    "please",
    "the",
    "an",
    "with",
    "without",
    "and",
    "or",
    "of",
    "our",
    "project",
    "used",
    "reclaimed",
    "second",
    "hand",
    "secondhand",
    "available",
    "searching",
    "search",
    "seeking",
    "to",
    "buy",
    "be",
    "are",
    "is",
    "should",
    "must",
    "them",
    "some",
    "any",
    "on",
    "at",
    "within",
    "before",
    "near",
    "pieces",
    "from",
    "ideally",
    "preferably",
    "us",
    "site",
    "delivered",
    "it",
    "each",
    "urgent",
];
const DE: &[&str] = &[
    "ich",
    "wir",
    "suche",
    "suchen",
    "gesucht",
    "brauche",
    "brauchen",
    "benotige",
    "benotigen",
    "der",
    "die",
    "das",
    "den",
    "dem",
    "ein",
    "eine",
    "einen",
    "einer",
    "fur",
    "mit",
    "ohne",
    "und",
    "oder",
    "auch",
    "bitte",
    "gebraucht",
    "gebrauchte",
    "gebrauchten",
    "wiederverwendet",
    "wiederverwendete",
    "zum",
    "zur",
    "unser",
    "unsere",
    "projekt",
    "baustelle",
    "gerne",
    "moglichst",
    "kaufen",
    "kaufe",
    "verfugbar",
    "lieferbar",
    "abzuholen",
    "aus",
    "von",
    "im",
    "um",
    "bis",
    "stuck",
    "dringend",
    "ab",
    "mindestens",
];
/// In several of the languages.
const ALL: &[&str] = &[
    "a", "in", "en", "is", "de", "s", "x", "st", "stk", "pcs", "ca", "max", "min", "per", "hallo",
    "bonjour", "hello", "dag", "merci", "thanks", "danke", "bedankt",
];

/// Whether a folded word asks for nothing.
pub fn is_filler(folded: &str) -> bool {
    [NL, FR, EN, DE, ALL].iter().any(|it| it.contains(&folded))
}

/// The language that most of its small words are of; `None` where they do not say.
pub fn language_of(tokens: &[Token]) -> Option<Language> {
    let words = || tokens.iter().filter(|it| it.kind == Kind::Word).map(|it| it.folded.as_str());
    let count = |list: &[&str]| words().filter(|it| list.contains(it)).count();
    let counts = [NL, FR, EN, DE].map(count);
    let most = counts.iter().copied().max().filter(|it| *it > 0)?;
    let mut leading = Language::ALL.into_iter().zip(counts).filter(|it| it.1 == most);
    let first = leading.next().map(|it| it.0);
    first.filter(|_| leading.next().is_none())
}

/// What stands between the parts of a sentence.
const BETWEEN: [&str; 20] = [
    ",", ";", ".", ":", "(", ")", "[", "]", "!", "?", "-", "/", "\"", "'", "“", "”", "«", "»", "&",
    "\n",
];

/// Tells what is left: what asks for nothing, and what nobody understood.
pub fn read(reading: &mut Reading) {
    let mut at = 0;
    while at < reading.end() {
        let from = at;
        let says_nothing = |it: &Token| {
            it.kind == Kind::Word && (is_filler(&it.folded) || quantity::names_pieces(&it.folded))
        };
        let is_between = |it: &Token| it.kind == Kind::Mark && BETWEEN.contains(&it.text);
        while reading.free(at).is_some_and(says_nothing) {
            at += 1;
        }
        if at > from {
            reading.take(from, at, Meaning::SaysNothing);
            continue;
        }
        while reading.free(at).is_some_and(|it| !says_nothing(it) && !is_between(it)) {
            at += 1;
        }
        if at > from {
            let why = kind::another(reading, from, at);
            reading.take(from, at, Meaning::NotUnderstood(why));
            continue;
        }
        at += 1;
    }
}
