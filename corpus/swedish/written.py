"""Text as it was meant: one sign for each kind of dash, space and digit, invisible signs gone."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_PLAIN = re.compile(r"[\x00-\x7fÀ-ÿ§–•”…]*")
"""Text that at most needs its dashes made one: as most is."""
_DASHES = "‐‑‒–—―−﹘﹣－⁃˗"
_BREAKS = "\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
_SLASHES = "⁄∕／"


def written(text: str) -> tuple[str, Sequence[int]]:
    """The text in plain signs, and where in the given one each of them, and the end, stands.

    Dashes are hyphens, all spaces are spaces, all line breaks are new lines, digits are 0 to 9;
    letters with their marks apart are one letter. What nobody sees is left out.
    """
    if _PLAIN.fullmatch(text) and "\r" not in text:
        return text.translate(_SAME_LENGTH), range(len(text) + 1)
    signs: list[str] = []
    at: list[int] = []
    for place, sign in enumerate(text):
        if sign > "\x7f" and unicodedata.combining(sign):
            if signs and len(one := unicodedata.normalize("NFC", signs[-1] + sign)) == 1:
                signs[-1] = one
            continue
        plain = _sign(sign)
        if plain:
            signs.append(plain)
            at.append(place)
    at.append(len(text))
    return "".join(signs), at


_SAME_LENGTH = str.maketrans(dict.fromkeys(_DASHES, "-") | {"\t": " ", "\xa0": " "})


def _sign(sign: str) -> str:
    """The plain sign that stands for one; nothing for what is not seen."""
    if sign in _BREAKS:
        return "\n"
    if sign < "\x7f":
        return " " if sign == "\t" else sign
    if sign in _DASHES:
        return "-"
    if sign in _SLASHES:
        return "/"
    category = unicodedata.category(sign)
    if category == "Nd":
        return str(unicodedata.decimal(sign))
    if category == "Zs":
        return " "
    if category in ("Cf", "Cc"):
        return ""
    one = unicodedata.normalize("NFKC", sign)
    return one if len(one) == 1 else sign
