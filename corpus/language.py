"""The languages that people are spoken to in: Swedish is the source, others are gettext catalogues.

Texts are Swedish where they arise. One with values in it stands in the catalogue with its values
numbered (`{0} saknas.`), and a finished text is known again by that: what a lower layer says, or
said to the archive years ago, is told in the language of whoever reads it.
"""

from __future__ import annotations

import gettext
import re
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path

from corpus.errors import RadslagError

LANGUAGES = {"sv": "Svenska", "en": "English"}
CATALOGUES = Path(__file__).parent / "locale"
_VALUE = re.compile(r"\{\d\}")
_FEWEST_LETTERS = 8
"""Letters of its own that a text must have to be known again by them."""


@cache
def _catalogue(code: str) -> gettext.NullTranslations:
    return gettext.translation("radslag", CATALOGUES, [code], fallback=True)


class Language:
    """A language by its code; an unknown one is Swedish."""

    def __init__(self, code: str) -> None:
        self.code = code if code in LANGUAGES else "sv"
        self._texts = _catalogue(self.code)

    def text(self, message: str, *values: object) -> str:
        """A message of ours in this language, with its values put in.

        Without values it may also be a finished text, which is known again by its words.
        """
        if values:
            return self._texts.gettext(message).format(*values)
        found = self._texts.gettext(message) if message else ""
        return found if found != message else _known_again(self.code, message)

    def plural(self, one: str, many: str, count: int) -> str:
        """A message that depends on a count."""
        return self._texts.ngettext(one, many, count)

    def error(self, error: RadslagError) -> str:
        """What an error says: what happened, where, and what to do next."""
        told = RadslagError(self.text(error.what), error.where, self.text(error.advice))
        return str(told)


@cache
def _finished(code: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """What finished texts look like, the most telling first, and what they are in a language."""
    catalogue = getattr(_catalogue(code), "_catalog", {})
    found = []
    for message, translated in catalogue.items():
        if not isinstance(message, str) or not _VALUE.search(message):
            continue
        parts = _VALUE.split(message)
        if sum(map(str.isalpha, "".join(parts))) >= _FEWEST_LETTERS:
            pattern = re.compile("(.+?)".join(map(re.escape, parts)), re.DOTALL)
            found.append((-len("".join(parts)), pattern, translated))
    found.sort(key=lambda each: each[0])
    return tuple((pattern, translated) for _, pattern, translated in found)


@lru_cache(maxsize=4096)
def _known_again(code: str, text: str) -> str:
    for pattern, translated in _finished(code):
        if match := pattern.fullmatch(text):
            return str(translated.format(*match.groups()))
    return text


def language_of(environment: Mapping[str, str]) -> str:
    """The code of the language that a user's environment asks for.

    By gettext's variables in their order. A machine that names no language (C, POSIX, nothing)
    speaks Swedish, the language of what it holds; one that names another than ours, English.
    """
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        codes = [re.split(r"[_.@]", one)[0].lower() for one in environment.get(name, "").split(":")]
        named = [code for code in codes if code]
        if named:
            none = all(code in ("c", "posix") for code in named)
            return next((c for c in named if c in LANGUAGES), "sv" if none else "en")
    return "sv"
