"""Personal data (personuppgifter) in text: what to hide from those without the right to see it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from corpus.swedish.tables import rules

HIDDEN = "•"
"""Stands for each hidden character, so that offsets into a text stay true."""

_DIGITS = re.compile(r"\d[^\n]{2,}\d|\d{4}|(?i:\bbo(?:satt|r|ende)\b|adress|folkbok)")


def personal(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each piece of a text that is personal, in no order; they may overlap."""
    if not _DIGITS.search(text):
        return
    for rule in rules("personal"):
        for found in rule.pattern.finditer(text):
            if rule.meaning != "personal_number" or is_personal_number(found["value"]):
                yield found.span("value")


def hidden(text: str) -> str:
    """The text with every personal character replaced; it is as long as before."""
    spans = list(personal(text))
    if not spans:
        return text
    out = list(text)
    for start, end in spans:
        out[start:end] = [c if c.isspace() else HIDDEN for c in text[start:end]]
    return "".join(out)


def is_personal_number(text: str) -> bool:
    """Whether digits are a personal or coordination number (personnummer, samordningsnummer).

    The day must exist in some century (60 is added in coordination numbers), and the last digit
    must be the check digit by Luhn's algorithm over the ten last.
    """
    digits = re.sub(r"\D", "", text)
    if len(digits) not in (10, 12):
        return False
    short = digits[-10:]
    century = (digits[:2],) if len(digits) == 12 else ("18", "19", "20")
    return any(_is_day(c + short[:6]) for c in century) and _luhn(short)


def _is_day(digits: str) -> bool:
    year, month, day = int(digits[:4]), int(digits[4:6]), int(digits[6:8])
    try:
        date(year, month, day - 60 if day > 60 else day)
    except ValueError:
        return False
    return True


def _luhn(digits: str) -> bool:
    doubled = (int(d) * (2 - at % 2) for at, d in enumerate(digits))
    return sum(n // 10 + n % 10 for n in doubled) % 10 == 0
