"""Numbers in words, and what they mean."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

_CARDINALS = (
    "noll", "en ett", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva",
    "tolv", "tretton", "fjorton",
)  # fmt: skip

CARDINALS: Final = MappingProxyType(
    {name: number for number, names in enumerate(_CARDINALS) for name in names.split()}
)
"""Numbers in words, lower case, to 0–14."""

ORDINALS: Final = MappingProxyType({"första": 1, "andra": 2, "tredje": 3, "fjärde": 4})
"""Numbers of quarters in words, lower case, to 1–4."""
