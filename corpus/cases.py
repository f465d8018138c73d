"""The number of a case (diarienummer), however it is written."""

from __future__ import annotations

import re
from functools import lru_cache

_LETTERS = re.compile(r"[^\W\d_]+")
_DIGITS = re.compile(r"\d+")
_YEAR = re.compile(r"(?:19|20)\d\d")


@lru_cache(maxsize=100_000)
def case_key(number: str) -> str:
    """What all spellings of a case number (diarienummer) have in common.

    "KS 2025/118", "KS2025/0118" and "2025.118 KS" are one. Where the year stands first, what
    follows the serial number names a document of the case (KS 2017/214-3), not the case. Archives
    keep it (`case_point`): when it changes, a script of corpus/schema fills that table anew.
    """
    letters = sorted(word.casefold() for word in _LETTERS.findall(number))
    digits = [group.lstrip("0") or "0" for group in _DIGITS.findall(number)]
    if digits and _YEAR.fullmatch(digits[0]):
        digits = digits[:2]
    return " ".join((*letters, "/".join(digits)))
