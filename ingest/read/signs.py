"""Signs that look alike, or that nobody sees, made one: the same words give the same text.

Every reader passes its text through here before anything looks at it, so that places in a
document's text are those of the text as it is kept.
"""

from __future__ import annotations

import re
import sys
import unicodedata

_ALIKE = {
    0x2010: "-",  # hyphen
    0x2011: "-",  # non-breaking hyphen
    0x2212: "-",  # minus
    0xFE63: "-",
    0xFF0D: "-",
    0x2028: "\n",
    0x2029: "\n",
    0x85: "\n",
    0x0B: "\n",
    0x2215: "/",
    0x2044: "/",
    0x15: "§",  # as DOS shows it
}
_LINES = "\t\n\f\r"


def _seen(code: int) -> str | None:
    """What stands for a sign; None for itself."""
    sign = chr(code)
    kind = unicodedata.category(sign)
    if kind in ("Cf", "Cc") or 0xFE00 <= code <= 0xFE0F or code in (0x34F, 0x115F, 0x3164):
        return None if sign in _LINES else ""
    if kind == "Zs":
        return " "
    # Full-width letters, ligatures and the letters of mathematics; ² and ½ mean what they show.
    if 0xFB00 <= code <= 0xFB06 or 0xFF01 <= code <= 0xFF5E or 0x1D400 <= code <= 0x1D7FF:
        return unicodedata.normalize("NFKC", sign)
    return None


_TABLE = {code: seen for code in range(sys.maxunicode + 1) if (seen := _seen(code)) is not None}
_TABLE |= _ALIKE
_PLAIN = re.compile(r"[\t\n\f\r -~§ÅÄÖåäöéÉüÜ–—”’•]*")
_AT_END = re.compile("\u00ad(?=[ \t]*(?:\r?\n|\r|\f|\\Z))")


# "B e s l u t": letters set apart for emphasis, words by more than one space.
_SPACED = re.compile(r"(?<![^\s(\"”:])[^\W\d_](?: [^\W\d_]){3,}(?=[.,;:!?)\"”]?(?:\s|\Z))")
_FEW_CAPITALS = 5
_ALPHABET = "abcdefghijklmnopqrstuvwxyzåäö"


def plain(text: str) -> str:
    """The text in composed letters, without unseen signs, with one sign for those that look alike.

    A soft hyphen is shown where a line ends after it, and nowhere else. Letters that are set
    apart for emphasis are words.
    """
    if not _PLAIN.fullmatch(text):
        if "\u00ad" in text:
            text = _AT_END.sub("-", text)
        text = unicodedata.normalize("NFC", text.translate(_TABLE))
    return _SPACED.sub(_word, text)


def _word(spaced: re.Match[str]) -> str:
    """The word that letters set apart make; letters that only follow each other stay as they are.

    Capitals may be marks of columns or choices: they are a word if Swedish has it.
    """
    word = spaced[0].replace(" ", "")
    if is_word(word):
        return word
    return spaced[0]


def is_word(letters: str) -> bool:
    """Whether letters that stand one by one make a word."""
    from ingest.read.judge import is_swedish

    if letters.lower() in _ALPHABET:
        return False
    if is_swedish(letters.lower()):
        return True
    mixed = letters[1:].islower()
    return mixed and len(letters) >= _FEW_CAPITALS and len(set(letters)) > len(letters) // 2
