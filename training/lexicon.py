"""Makes the word lists that the search analysis ships, from two public lexicons.

`frequencies.txt` comes from wordfreq's Swedish list (CC BY-SA 4.0), `lemmas.txt` from the
Swedish dictionary of simplemma (MIT; its lists ODbL and CC BY-SA). Only what the analysis
needs is kept: words that both know, forms in use, and all forms of lemmas in use. simplemma
itself takes 1.9 seconds to load; these two files take a tenth of that.

Run: python training/lexicon.py PATH/TO/wordfreq/data/large_sv.msgpack.gz
"""

from __future__ import annotations

import gzip
import re
import sys
from collections import defaultdict
from pathlib import Path

import msgspec
from simplemma.strategies.dictionaries import DefaultDictionaryFactory

TARGET = Path(__file__).parents[1] / "corpus" / "swedish" / "words"
SWEDISH = re.compile(r"[a-zåäöéü]{3,}$")
LEAST_ZIPF = 1.3  # a word seen about twenty times in a thousand million
FREQUENT_LEMMA = 3.0


def frequencies(path: Path) -> dict[str, float]:
    """Each word of the list with its Zipf frequency (log10 of uses per thousand million)."""
    bins = msgspec.msgpack.decode(gzip.decompress(path.read_bytes()))[1:]
    return {word: 9 - at / 100 for at, words in enumerate(bins) for word in words}


def main() -> None:
    """Write both lists."""
    zipf = frequencies(Path(sys.argv[1]))
    lemmas = DefaultDictionaryFactory().get_dictionary("sv")
    known = {word.lower() for word in lemmas}
    levels: dict[int, list[str]] = defaultdict(list)
    for word, level in zipf.items():
        if level >= LEAST_ZIPF and SWEDISH.match(word) and word in known:
            levels[round(level * 10)].append(word)
    rows = [f"{level} {' '.join(sorted(levels[level]))}" for level in sorted(levels, reverse=True)]
    (TARGET / "frequencies.txt").write_text("\n".join(rows) + "\n", "utf-8")

    kept = {}
    # plan, träff, svar: as nouns in these documents, not the imperatives of plana, träffa, svara.
    for form, found in lemmas.items():
        lemma = str(found)
        if (
            form == lemma
            or form + "a" == lemma
            or not SWEDISH.match(form)
            or not SWEDISH.match(lemma)
        ):
            continue
        if zipf.get(form, 0) >= LEAST_ZIPF or zipf.get(lemma, 0) >= FREQUENT_LEMMA:
            kept[form] = lemma
    text = "".join(f"{form} {lemma}\n" for form, lemma in sorted(kept.items()))
    (TARGET / "lemmas.txt").write_text(text, "utf-8")


if __name__ == "__main__":
    main()
