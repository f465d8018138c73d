"""Whether the text of a page can be believed: how many of its words are Swedish ones.

A broken font map leaves letters in place of others ("protokojjet"), so letters alone look
plausible; words do not. Measured on born-digital minutes, sound pages have at least nine of
ten distinct words in the lexicon, pages with broken maps seldom eight of ten. A page in another
language or of names is sound too and has few: such a page is only *suspected* here, and its
picture decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from corpus.swedish.lexicon import frequencies

SUSPECT = 0.80
"""Below this share of Swedish words, a page's text layer is compared with its picture."""
FOREIGN = 0.50
"""A picture with a smaller share is in another language, and says nothing of its text layer."""
UNBELIEVABLE = 0.60
"""Below this share, a text layer that no picture confirms is not used."""
MENDABLE = 0.88
"""From this share on, only single words of a garbled layer are taken from the picture."""
WARY = 0.95
"""The same as SUSPECT for the other pages of a document with a page that was found garbled."""
MIN_WORDS, FEW_WORDS = 8, 3
"""A page with fewer distinct words says too little: by itself, and in a garbled document."""
MIN_UNKNOWN = 4
"""Fewer unknown words say nothing, unless the document is known to be garbled."""

_WORD = re.compile(r"[^\W\d_]+")
_ADDRESS = re.compile(r".*(?:@|//|www\.|\\|\w[./_]\w)")
_LONG = 40


def swedish_share(words: Iterable[str]) -> tuple[float, int]:
    """The share of distinct lower-case words that are Swedish, and how many such words there are.

    Words in capitals are left out, as most are names, and so are words broken over lines.
    """
    distinct = _distinct(words)
    known = sum(_known(word) for word in distinct)
    return (known / len(distinct) if distinct else 1.0), len(distinct)


def _distinct(words: Iterable[str]) -> set[str]:
    found: set[str] = set()
    broken = False
    for word in words:
        after, broken = broken, word.endswith(("-", "\u00ad"))
        if after or broken or _ADDRESS.match(word):
            continue
        found.update(w for w in _WORD.findall(word) if len(w) >= 3 and w[0].islower())
    return found


def is_suspect(words: Sequence[str], limit: float = SUSPECT) -> bool:
    """Whether a text layer, given its words in order, should be compared with its picture."""
    share, count = swedish_share(words)
    unknown = round(count * (1 - share))
    if limit <= SUSPECT:
        enough = count >= MIN_WORDS and unknown >= MIN_UNKNOWN
    else:
        enough = count >= FEW_WORDS and unknown >= 1
    return (enough and share < limit) or _without_spaces(words)


def _without_spaces(words: Sequence[str]) -> bool:
    """Whether other letters stand for the spaces, so that words are as long as lines."""
    letters = [w for w in words if w.isalpha()]
    return sum(len(w) for w in letters if len(w) > _LONG) > 0.3 * sum(map(len, letters), 1)


@lru_cache(maxsize=50_000)
def _known(word: str) -> bool:
    """Whether a word is in the lexicon, or is put together of two words that are."""
    lexicon = frequencies()
    if word in lexicon or (word[-1] == "s" and word[:-1] in lexicon):
        return True
    for cut in range(4, len(word) - 3):
        if word[cut:] in lexicon:
            head = word[:cut]
            if head in lexicon or (head[-1] == "s" and head[:-1] in lexicon):
                return True
    return False


def is_garbled(word: str) -> bool:
    """Whether a word of lower-case letters is none that the lexicon knows."""
    parts = [w for w in _WORD.findall(word) if len(w) >= 3]
    return any(w[0].islower() or not w.isupper() for w in parts) and not is_swedish(word)


def is_swedish(word: str) -> bool:
    """Whether every part of a word that has three letters or more is in the lexicon."""
    parts = [w.lower() for w in _WORD.findall(word) if len(w) >= 3]
    return bool(parts) and all(map(_known, parts))
