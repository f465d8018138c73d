"""The languages of the pages: Swedish is the source, others are gettext catalogues."""

from __future__ import annotations

import gettext
from functools import cache
from pathlib import Path

LANGUAGES = {"sv": "Svenska", "en": "English"}
_FOLDER = Path(__file__).parent / "locale"


@cache
def _catalogue(code: str) -> gettext.NullTranslations:
    return gettext.translation("radslag", _FOLDER, [code], fallback=True)


class Language:
    """A language by its code; an unknown one is Swedish."""

    def __init__(self, code: str) -> None:
        self.code = code if code in LANGUAGES else "sv"
        self._texts = _catalogue(self.code)

    def text(self, message: str) -> str:
        """A message of ours in this language."""
        return self._texts.gettext(message) if message else ""

    def plural(self, one: str, many: str, count: int) -> str:
        """A message that depends on a count."""
        return self._texts.ngettext(one, many, count)
