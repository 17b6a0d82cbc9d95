#!/usr/bin/env python3
"""Writes passports.jsonl, the passports that the queries of queries.json are asked of.

The names of things are in kinds.txt, the other words in words.py, and the passports that people wrote
by hand in written.jsonl. The seed is fixed: the same passports come out each time. With `--check`
nothing is written; it fails when the file is not what would come out.

`kind` and `is` say what a thing really is, in words only the judgements read. Whatever a searcher can
find stands in the other fields.
"""

import json
import pathlib
import random
import re
import sys

from words import (BESIDE, COLOURS, CONDITIONS, FRAMES, GLAZING, LANGUAGES, MATERIALS, MORTARS, ORIGINS, PICK_UP,
                   SAYS_DOUBLE, SAYS_MATERIAL, SAYS_SORT, STATES, SURPLUS, TOWNS)

HERE = pathlib.Path(__file__).parent
SEED = 20261125
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
MEASURES = {"w": "width_mm", "h": "height_mm", "l": "length_mm", "d": "depth_mm", "t": "thickness_mm",
            "o": "diameter_mm"}
# The name of a fire extinguisher or of a mixed thing says nothing of what it is made of.
SAYS_NO_MATERIAL = ["INT.GYPSUM", "ROOF.TILE", "FAC.METAL", "WIN.SHOPFRONT", "WIN.WINDOW", "INT.CEIL_TILE"]
# Dutch first: most of the trade around Haasrode writes it.
LANGUAGE_WEIGHTS = [40, 28, 12, 20]


def read_kinds():
    kinds = []
    for line in (HERE / "kinds.txt").read_text(encoding="utf-8").splitlines():
        line = line.split("#")[0].rstrip() if line.startswith("#") else line.rstrip()
        if not line:
            continue
        key, _, value = line.partition(": ")
        if not value:
            name, category, count, unit, price, lot = line.split()
            kinds.append({"kind": name, "category": category, "count": int(count), "unit": unit,
                          "price": [float(it) for it in price.split("-")],
                          "lot": [int(it) for it in lot.split("-")]})
        elif key.startswith("size "):
            kinds[-1]["size"] = (key[5:], value.split())
        elif key in LANGUAGES:
            kinds[-1][key] = value.split(" | ")
        elif key == "is":
            kinds[-1]["is"] = value.split(", ")
        else:
            kinds[-1][key] = [it.replace("_", " ") if key in ("brand", "model") else it for it in value.split()]
    return kinds


def word(table, code, language):
    return table[code][LANGUAGES.index(language)]


def code_of(rng):
    """Eight random characters of a code and its check character, as on the label."""
    number = rng.getrandbits(40)
    while number % 37 >= 32:
        number = rng.getrandbits(40)
    letters = "".join(CROCKFORD[number >> 5 * place & 31] for place in reversed(range(8)))
    return f"{letters[:4]}-{letters[4:]}-{CROCKFORD[number % 37]}"


def size_text(rng, figures):
    """A size as one of the many ways in which people write it."""
    in_cm = [f"{it / 10:g}" for it in figures]
    in_mm = [f"{it:g}" for it in figures]
    if len(figures) == 1:
        return rng.choice([f"{in_mm[0]} mm", f"{in_cm[0]} cm", f"{in_cm[0]}cm", f"h {in_cm[0]} cm"])
    return rng.choice(["x".join(in_mm), " x ".join(in_mm) + " mm", "x".join(in_cm) + " cm",
                       " x ".join(in_cm).replace(".", ","), "/".join(in_cm), "×".join(in_mm)])


def misspell(rng, name):
    """A letter missing or two that changed places, in one longer word: people type on their phones."""
    words = name.split(" ")
    long = [at for at, it in enumerate(words) if len(it) >= 7 and it.isalpha()]
    if not long:
        return name
    at = rng.choice(long)
    letters, spot = list(words[at]), rng.randrange(2, len(words[at]) - 1)
    if rng.random() < 0.5:
        del letters[spot]
    else:
        letters[spot - 1], letters[spot] = letters[spot], letters[spot - 1]
    words[at] = "".join(letters)
    return " ".join(words)


def make(rng, kind, kinds, number):
    language = rng.choices(LANGUAGES, LANGUAGE_WEIGHTS)[0]
    towns = [it for it in TOWNS if it[4] == language]
    town = rng.choices(towns, [it[3] for it in towns])[0]
    truth, dimensions, attributes = list(kind["is"]), {}, {}
    name = rng.choice(kind[language])

    profile = rng.choice(kind["profile"]) if "profile" in kind else None
    if profile:
        truth.append(profile)
        letters = profile.rstrip("0123456789")
        spaced = f"{letters} {profile[len(letters):]}" if letters.isalpha() and rng.random() < 0.6 else profile
        name = name.replace("{p}", spaced)
        if letters.isalpha() and letters != "L":
            attributes = {"profile_series": letters, "profile_size": profile[len(letters):]}
    if "length" in kind:
        dimensions["length_mm"] = int(rng.choice(kind["length"]))
        if rng.random() < 0.6:
            name += f" {dimensions['length_mm'] / 1000:g} m"
    if "type" in kind:
        attributes["type"] = rng.choice(kind["type"])
        name = name.replace("{t}", attributes["type"])
        truth.append("type " + attributes["type"])

    material = rng.choice(kind["mat"]) if "mat" in kind else None
    for said, how in SAYS_MATERIAL.items():
        if re.search(how, name.lower()) and kind["category"] not in SAYS_NO_MATERIAL:
            material = said
            break
    truth += [sort for of, sort, how in SAYS_SORT if of == kind["kind"] and re.search(how, name.lower())]
    colour = rng.choice(kind["colour"]) if "colour" in kind and rng.random() < 0.8 else None
    brand = rng.choice(kind["brand"]) if "brand" in kind and rng.random() < 0.6 else None
    brand = next((it for it in kind.get("brand", []) if it.lower() in name.lower()), brand)
    model = rng.choice(kind["model"]) if "model" in kind and rng.random() < 0.5 else None
    fire = rng.choice(kind["fire"]) if "fire" in kind else None
    glazing = rng.choice(kind["glazing"]) if "glazing" in kind else None
    if glazing and re.search(SAYS_DOUBLE, name.lower()):
        glazing = "double"
    truth += [it.replace("_", " ") for it in (material, colour) if it]
    truth += [it for it in (fire, glazing and glazing + " glazing") if it]

    figures = None
    if "size" in kind:
        figures = [float(it) for it in rng.choice(kind["size"][1]).split("x")]
        dimensions |= {MEASURES[it]: figure for it, figure in zip(kind["size"][0], figures)}

    text = [name]
    if fire:
        attributes["fire_rating"] = fire
        text.append(fire if rng.random() < 0.7 else f"{fire[:2]} {fire[2:]}")
    if material and rng.random() < 0.55 and word(MATERIALS, material, language).lower() not in name.lower():
        text.append(word(MATERIALS, material, language))
    if colour and rng.random() < 0.45:
        text.append(word(COLOURS, colour, language))
    if brand and rng.random() < 0.5 and brand not in name:
        text.append(brand + (f" {model}" if model else ""))
    if figures and rng.random() < 0.65:
        text.append(size_text(rng, figures))
    separator = rng.choice([" ", " ", ", "])
    name = separator.join(text)
    if rng.random() < 0.04:
        name = misspell(rng, name)
    if rng.random() < 0.05:
        name = name.upper()
    elif language != "de" and rng.random() < 0.6:
        name = name[:1].upper() + name[1:]

    dismantled = rng.random() < 0.6
    condition = rng.choices([1, 2, 3, 4, 5], [3, 12, 35, 35, 15])[0]
    surplus = "surplus" in kind and rng.random() < 0.6
    sentences = [rng.choice(SURPLUS[language])] if surplus else [rng.choice(ORIGINS[language])]
    if surplus:
        condition, dismantled = 5, True
        truth.append("new surplus")
    if "frame" in kind and rng.random() < 0.5:
        sentences.append(FRAMES[language])
    if glazing:
        sentences.append(word(GLAZING, glazing, language))
    if "mortar" in kind:
        mortar = rng.choice(kind["mortar"])
        truth.append(mortar + " mortar")
        sentences.append(word(MORTARS, mortar, language))
    if rng.random() < 0.7:
        sentences.append(CONDITIONS[language][condition - 1])
    if rng.random() < 0.6:
        sentences.append(rng.choice(STATES[language][dismantled]))
    if rng.random() < 0.15:
        other = rng.choice([it for it in kinds if it["category"] != kind["category"] and "profile" not in it
                            and "type" not in it])
        sentences.append(rng.choice(BESIDE[language]).format(k=rng.choice(other[language])))
    sentences.append(rng.choice(PICK_UP[language]).format(t=town[0]))

    if kind["category"] == "ROOF.FIBRECEMENT":
        # Nobody may offer what was made before asbestos was forbidden.
        attributes["production_year"] = 2004
    low, high = kind["price"]
    price = rng.choices([None, 0, 1], [20, 12, 68])[0]
    lot_low, lot_high = kind["lot"]
    return {
        "id": f"p{number:04}", "code": code_of(rng), "kind": kind["kind"], "is": truth, "language": language,
        "category": kind["category"], "name": name, "description": " ".join(it for it in sentences if it),
        "brand": brand, "model": model, "colour": colour and word(COLOURS, colour, language),
        "materials": [word(MATERIALS, material, language)] if material else [],
        "condition": condition, "quantity": round(lot_low + (lot_high - lot_low) * rng.random() ** 2),
        "unit": kind["unit"], "dimensions": dimensions, "attributes": attributes, "fire_rating": fire,
        "price_cents": price and int(100 * (low + (high - low) * rng.random())), "dismantled": dismantled,
        "town": town[0], "point": [round(town[1] + rng.uniform(-0.03, 0.03), 4),
                                   round(town[2] + rng.uniform(-0.04, 0.04), 4)],
        "external_id": f"{rng.choice('ABCDEF')}{rng.randrange(1, 4)}.{rng.randrange(1, 900):03}",
    }


def passports():
    rng, kinds = random.Random(SEED), read_kinds()
    made = [make(rng, kind, kinds, 0) for kind in kinds for _ in range(kind["count"])]
    rng.shuffle(made)
    written = [json.loads(it) for it in (HERE / "written.jsonl").read_text(encoding="utf-8").splitlines()]
    for number, passport in enumerate(made, start=1):
        passport["id"] = f"p{number:04}"
    return written + made


def main():
    lines = "".join(json.dumps({k: v for k, v in it.items() if v not in (None, [], {})}, ensure_ascii=False) + "\n"
                    for it in passports())
    file = HERE / "passports.jsonl"
    if "--check" in sys.argv:
        if file.read_text(encoding="utf-8") != lines:
            sys.exit("passports.jsonl is not what generate.py makes: run it, and judge what changed")
    else:
        file.write_text(lines, encoding="utf-8")
        print(f"{lines.count(chr(10))} passports")


if __name__ == "__main__":
    main()
