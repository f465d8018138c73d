"""Names of months, weekdays, ordinals and seasons, and what they mean."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

_MONTHS = (
    "januari jan",
    "februari feb febr",
    "mars mar",
    "april apr",
    "maj",
    "juni jun",
    "juli jul",
    "augusti aug",
    "september sep sept",
    "oktober okt",
    "november nov",
    "december dec",
)

MONTHS: Final = MappingProxyType(
    {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}
)
"""Month names and their abbreviations, lower case, to 1–12."""

WEEKDAYS: Final = MappingProxyType(
    {
        name: number
        for number, names in enumerate(
            ("måndag mån må", "tisdag tis ti", "onsdag ons on", "torsdag tors tor to",
             "fredag fre fr", "lördag lör lö", "söndag sön sö")
        )
        for name in names.split()
    }
)  # fmt: skip
"""Weekdays and their abbreviations, lower case, to 0 (Monday) – 6."""
