//! Finding by words.

use super::*;
use crate::search::{Sort, analysis, leniently};

pub async fn stories(index: &dyn SearchIndex) {
    every_word_must_occur(index).await;
    as_many_may_be_missing_as_is_said(index).await;
    what_lacks_a_word_follows(index).await;
    case_and_accents_do_not_matter(index).await;
    any_form_of_a_word_finds_it(index).await;
    compounds_are_found_by_their_parts(index).await;
    other_names_for_a_thing_find_it(index).await;
    the_last_word_may_be_half_typed(index).await;
    longer_words_may_have_typos(index).await;
    sizes_and_codes_are_found_as_people_write_them(index).await;
    what_answers_best_comes_first(index).await;
    what_matching_finds_search_finds(index).await;
    hostile_text_is_but_text(index).await;
}

async fn every_word_must_occur(index: &dyn SearchIndex) {
    let described =
        |id: &str, name: &str, text: &str| Listing { text: text.to_owned(), ..named(id, name) };
    only(
        index,
        &[
            described("a", "Binnendeur", "eiken, wit gelakt"),
            described("b", "Binnendeur", "grenen"),
            described("c", "Tafel", "eiken blad"),
        ],
    )
    .await;
    assert_holds(index, &text("binnendeur"), &["a", "b"]).await;
    assert_finds(index, &text("eiken binnendeur"), &["a"]).await;
    assert_finds(index, &text("binnendeur, EIKEN!"), &["a"]).await;
    assert_finds(index, &text("eiken binnendeur grenen"), &[]).await;
    assert_holds(index, &text(""), &["a", "b", "c"]).await;
    assert_holds(index, &text(" -- ?"), &["a", "b", "c"]).await;
}

async fn as_many_may_be_missing_as_is_said(index: &dyn SearchIndex) {
    let described =
        |id: &str, name: &str, text: &str| Listing { text: text.to_owned(), ..named(id, name) };
    only(
        index,
        &[
            described("all", "x", "eiken binnendeur wit"),
            described("two", "Witte binnendeur", "binnendeur"),
            described("one", "Eiken", "tafel"),
            described("none", "Kast", "grenen"),
        ],
    )
    .await;
    let lacking = |words_missing| Query { words_missing, ..text("eiken binnendeuren wit") };
    assert_finds(index, &lacking(0), &["all"]).await;
    assert_finds(index, &lacking(1), &["all", "two"]).await;
    assert_finds(index, &lacking(2), &["all", "two", "one"]).await;
    assert_finds(index, &lacking(9), &["all", "two", "one"]).await;
    let twice = Query { words_missing: 1, ..text("eiken eiken binnendeur") };
    assert_finds(index, &twice, &["all", "one"]).await;
    let nothing = Query { words_missing: 1, ..text("") };
    assert_holds(index, &nothing, &["all", "none", "one", "two"]).await;
}

async fn what_lacks_a_word_follows(index: &dyn SearchIndex) {
    let with_all = |at: usize| named(&format!("all {at}"), "eiken binnendeur wit");
    let few: Vec<Listing> = (0..3).map(with_all).collect();
    only(index, &[&few[..], &[named("door", "binnendeur wit"), named("oak", "eiken")]].concat())
        .await;
    let asked = Query { limit: 4, ..text("eiken binnendeuren wit") };
    let found = leniently(index, &asked).await.unwrap();
    let ids: Vec<&str> = found.hits.iter().map(|it| it.id.as_str()).collect();
    assert_eq!((ids, found.total), (vec!["all 0", "all 1", "all 2", "door"], 4));
    let by_price = leniently(index, &Query { sort: Sort::Price, ..asked }).await.unwrap();
    assert_eq!(by_price.total, 3, "in another order nothing stands between");
}

async fn case_and_accents_do_not_matter(index: &dyn SearchIndex) {
    only(
        index,
        &[named("fr", "Fenêtre en chêne"), named("de", "Große Tür"), named("nl", "Coëxtrusie")],
    )
    .await;
    for found in ["fenêtre", "FENETRE", "chene", "fene\u{302}tre"] {
        assert_finds(index, &text(found), &["fr"]).await;
    }
    assert_finds(index, &text("grosse tur"), &["de"]).await;
    assert_finds(index, &text("TÜR"), &["de"]).await;
    assert_finds(index, &text("coextrusie"), &["nl"]).await;
}

async fn any_form_of_a_word_finds_it(index: &dyn SearchIndex) {
    for (one, many) in [
        ("deur", "deuren"),
        ("raam", "ramen"),
        ("baksteen", "bakstenen"),
        ("porte", "portes"),
        ("panneau", "panneaux"),
        ("door", "doors"),
        ("brick", "bricks"),
        ("Tür", "Türen"),
        ("Fliese", "Fliesen"),
    ] {
        only(index, &[named("one", one), named("many", many)]).await;
        // A word after it, so that it is not taken for a beginning.
        for asked in [one, many] {
            index.put(&[named("other", "x y")]).await.unwrap();
            assert_holds(index, &text(asked), &["many", "one"]).await;
        }
        assert_finds(index, &text(one), &["one", "many"]).await;
        assert_finds(index, &text(many), &["many", "one"]).await;
    }
}

async fn compounds_are_found_by_their_parts(index: &dyn SearchIndex) {
    only(
        index,
        &[
            named("door", "Binnendeur"),
            named("fire", "Brandschutztüren"),
            named("wool", "Steenwolisolatieplaten"),
            named("office", "Kantoor"),
        ],
    )
    .await;
    for (asked, expected) in [
        ("deur", vec!["door", "fire"]),
        ("deuren", vec!["door", "fire"]),
        ("Tür", vec!["door", "fire"]),
        ("steenwol", vec!["wool"]),
        ("plaat", vec!["wool"]),
        ("isolatie", vec!["wool"]),
        ("toor", vec![]),
        ("wand", vec![]),
    ] {
        assert_holds(index, &text(asked), &expected).await;
    }
}

async fn other_names_for_a_thing_find_it(index: &dyn SearchIndex) {
    only(
        index,
        &[
            named("brick", "Baksteen"),
            named("board", "Plaque de plâtre"),
            named("tile", "Carrelage en faïence"),
            named("size", "Plaat 93 cm"),
        ],
    )
    .await;
    for (asked, expected) in [
        ("brique", "brick"),
        ("bricks", "brick"),
        ("gyproc", "board"),
        ("plasterboard", "board"),
        ("muurtegel", "tile"),
        ("930 mm", "size"),
        ("0,93 m", "size"),
    ] {
        assert_finds(index, &text(asked), &[expected]).await;
    }
    assert_finds(index, &text("94 cm"), &[]).await;
}

async fn the_last_word_may_be_half_typed(index: &dyn SearchIndex) {
    only(index, &[named("a", "Radiator gelakt"), named("b", "Radiateur blanc"), named("c", "930")])
        .await;
    assert_holds(index, &text("radia"), &["a", "b"]).await;
    assert_finds(index, &text("gelakt radia"), &["a"]).await;
    assert_finds(index, &text("radia gelakt"), &[]).await;
    assert_finds(index, &text("radiateur b"), &["b"]).await;
    assert_finds(index, &text("93"), &["c"]).await;
    assert_finds(index, &text("adiator"), &["a"]).await;
    assert_finds(index, &text("diator"), &[]).await;
}

async fn longer_words_may_have_typos(index: &dyn SearchIndex) {
    only(
        index,
        &[named("a", "deur"), named("b", "radiator"), named("c", "dak"), named("d", "12345678")],
    )
    .await;
    for one_typo in ["duer", "deurr", "deu", "raam deur", "geur"] {
        let expected: &[&str] = if one_typo.contains(' ') { &[] } else { &["a"] };
        assert_finds(index, &text(one_typo), expected).await;
    }
    for two_typos in ["radiator", "raditor", "raidatro", "rodiatar", "adiatorr"] {
        assert_finds(index, &text(two_typos), &["b"]).await;
    }
    for too_many in ["dka", "dek", "dwwr", "rodeatar", "radi tor", "12345687", "1234567x"] {
        assert_finds(index, &text(too_many), &[]).await;
    }
}

async fn sizes_and_codes_are_found_as_people_write_them(index: &dyn SearchIndex) {
    let coded = Listing { code: "7K3M-9QXV-2".to_owned(), ..named("a", "Balk HEB 200, 2,5 m") };
    only(index, &[coded, named("b", "Balk HEB240"), named("c", "Tegel 60×60 cm")]).await;
    for code in ["7K3M-9QXV-2", "7k3m9qxv2", "7k3m 9qxv", "7k3m9"] {
        assert_finds(index, &text(code), &["a"]).await;
    }
    for (size, expected) in
        [("heb200", "a"), ("2.5m", "a"), ("heb 240", "b"), ("60x60", "c"), ("60 x 60 cm", "c")]
    {
        assert_finds(index, &text(size), &[expected]).await;
    }
    assert_finds(index, &text("heb 201"), &[]).await;
}

async fn what_answers_best_comes_first(index: &dyn SearchIndex) {
    let spelt = |id: &str, name: &str| named(id, name);
    only(
        index,
        &[
            spelt("two typos", "radaitro"),
            spelt("beginning", "radiatorkraan"),
            spelt("exact", "radiator"),
            spelt("one typo", "raditor"),
            spelt("form", "radiators"),
            spelt("none", "kachel"),
        ],
    )
    .await;
    assert_finds(
        index,
        &text("radiator"),
        &["exact", "form", "beginning", "one typo", "two typos"],
    )
    .await;

    let told = |id: &str, text: &str| Listing { text: text.to_owned(), ..named(id, "ding") };
    only(index, &[told("in the text", "deur eik"), named("in the name", "deuren")]).await;
    assert_finds(index, &text("deur"), &["in the name", "in the text"]).await;
    // Often is no better than once: a description is not to be stuffed with words.
    let newer = |listing: Listing| Listing { created_at: 1, ..listing };
    only(index, &[told("often", "deur deur deur"), newer(told("once", "een deur met kozijn"))])
        .await;
    assert_finds(index, &text("deur"), &["once", "often"]).await;
}

async fn what_matching_finds_search_finds(index: &dyn SearchIndex) {
    let names =
        ["Eiken deuren 93cm", "HEB200 balken", "portes d'intérieur", "Türen & Tore", "2,5 m"];
    for name in names {
        only(index, &[named("a", name)]).await;
        for asked in ["deur", "deuren 93", "heb 200", "porte interieur", "Tur", "2.5", "kraan"] {
            let matches = analysis::contains_all(&analysis::text_words(name), asked);
            let found = find(index, &text(asked)).await.total == 1;
            assert!(found || !matches, "`{asked}` in `{name}`");
        }
    }
}

async fn hostile_text_is_but_text(index: &dyn SearchIndex) {
    let own = named("a", "deur\0\u{1b}[31m \"quoted\" AND (name:*) ' OR 1=1 -- <script>");
    only(index, &[own]).await;
    for found in
        ["deur", "quoted", "\"quoted\"", "deur AND name", "1=1", "<script>", "name:*", "or"]
    {
        assert_finds(index, &text(found), &["a"]).await;
    }
    let long = "(((((".repeat(2000);
    let many = "deur ".repeat(2000);
    for harmless in [long.as_str(), many.as_str(), "*", "\0", "\u{202e}\u{200b}", "[*:*]", "\\"] {
        assert_finds(index, &text(harmless), &["a"]).await;
    }
    let unheard_of = "a".repeat(10_000);
    for nothing in
        [unheard_of.as_str(), "deur NOT quoted", "[* TO *]", "id:a", "deur 東京", "seen by all"]
    {
        assert_finds(index, &text(nothing), &[]).await;
    }
}
